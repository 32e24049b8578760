// ERROR comments of the type-checker corpus (GOROOT/src/internal/types/testdata): `/* ERROR "text" */` and `// ERRORx "regexp"`
// refer to the token before them. A small scanner finds tokens and comments; automatic semicolons do not count.

export interface Wanted { line: number; col: number; text: string; regexp: boolean; raw: string }

/** Columns are 1-based and count bytes. */
export function errorComments(src: Uint8Array): Wanted[] {
  const list: Wanted[] = [];
  let i = 0;
  let line = 1;
  let lineStart = 0;
  let tokLine = 0;
  let tokCol = 0;
  const n = src.length;
  const at = (k: number): number => (k < n ? src[k]! : 0);
  const newline = (k: number): void => { line++; lineStart = k + 1; };
  const token = (): void => { tokLine = line; tokCol = i - lineStart + 1; };
  const wanted = (text: string): void => {
    const m = /^ (ERRORx?) ([^]*)$/.exec(text);
    if (m === null) return;
    list.push({ line: tokLine, col: tokCol, text: unquote(m[2]!.trim()), regexp: m[1] === 'ERRORx', raw: text });
  };
  while (i < n) {
    const c = src[i]!;
    if (c === 10) { newline(i); i++; continue; }
    if (c <= 32) { i++; continue; }
    if (c === 47 && at(i + 1) === 47) {
      const s = i;
      while (i < n && src[i] !== 10) i++;
      wanted(utf8(src.subarray(s + 2, i)));
      continue;
    }
    if (c === 47 && at(i + 1) === 42) {
      const s = i;
      i += 2;
      while (i < n && !(src[i] === 42 && at(i + 1) === 47)) { if (src[i] === 10) newline(i); i++; }
      wanted(utf8(src.subarray(s + 2, i)));
      i += 2;
      continue;
    }
    token();
    if (c === 34 || c === 39) {
      i++;
      while (i < n && src[i] !== c && src[i] !== 10) i += src[i] === 92 ? 2 : 1;
      i++;
    } else if (c === 96) {
      i++;
      while (i < n && src[i] !== 96) { if (src[i] === 10) newline(i); i++; }
      i++;
    } else if (isWord(c)) {
      const number = c >= 48 && c <= 57;
      while (i < n && (isWord(src[i]!) || (number && (src[i] === 46 || ((src[i] === 43 || src[i] === 45) && isExp(src, i)))))) i++;
    } else {
      i += operatorLength(src, i);
    }
  }
  return list;
}

function isWord(c: number): boolean { return c === 95 || c >= 128 || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122); }
function isExp(src: Uint8Array, i: number): boolean { const p = src[i - 1]! | 32; return p === 101 || p === 112; }

const operators = ['<<=', '>>=', '&^=', '...', '&&', '||', '<-', '++', '--', '==', '!=', '<=', '>=', ':=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<', '>>', '&^'];
function operatorLength(src: Uint8Array, i: number): number {
  const s = String.fromCharCode(src[i]!, src[i + 1] ?? 0, src[i + 2] ?? 0);
  for (const op of operators) if (s.startsWith(op)) return op.length;
  return 1;
}

function utf8(b: Uint8Array): string { return new TextDecoder().decode(b); }

function unquote(s: string): string {
  if (s.startsWith('`')) return s.slice(1, -1);
  return s.slice(1, -1).replace(/\\(n|t|"|\\|x[0-9a-f]{2}|u[0-9a-f]{4})/g, (_, e: string) => {
    switch (e[0]) {
      case 'n': return '\n';
      case 't': return '\t';
      case 'x': case 'u': return String.fromCharCode(parseInt(e.slice(1), 16));
      default: return e;
    }
  });
}
