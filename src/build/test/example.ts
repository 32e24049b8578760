// The expected output of an example: the last comment in the function's body, if it begins with "Output:" or "Unordered output:".
// What a comment group is and how its text is cleaned follows go/ast and go/doc (https://pkg.go.dev/testing#hdr-Examples).

import { isDirectiveComment } from '../../syntax/directives.ts';

export interface ExampleOutput { output: string; unordered: boolean }

/** Expected output given in a function body (the source between its braces); null if the example is only compiled. */
export function exampleOutput(body: string): ExampleOutput | null {
  const group = lastCommentGroup(body);
  if (group === null) return null;
  const text = commentText(group);
  const m = /^\s*(unordered )?output:/i.exec(text);
  if (m === null) return null;
  return { output: text.slice(m[0].length).replace(/^ +/, '').replace(/^\n/, ''), unordered: m[1] !== undefined };
}

/** The comments of the last group: adjacent lines with nothing between them; one behind code on its line stands alone. */
function lastCommentGroup(src: string): string[] | null {
  let group: string[] | null = null;
  /** Line on which the group ends; -1 after code. */
  let endLine = -1;
  let line = 0;
  /** Line of the last token. */
  let codeLine = 0;
  for (let i = 0; i < src.length;) {
    const c = src[i]!;
    if (c === '\n') {
      line++;
      i++;
    } else if (c === ' ' || c === '\t' || c === '\r') i++;
    else if (c === '/' && (src[i + 1] === '/' || src[i + 1] === '*')) {
      const end = commentEnd(src, i);
      const text = src.slice(i, end);
      const gap = codeLine === endLine ? 0 : 1; // behind code: only what is on the same line belongs to it
      if (group !== null && endLine >= 0 && line <= endLine + gap) group.push(text);
      else group = [text];
      line += text.split('\n').length - 1;
      endLine = line;
      i = end;
    } else {
      const end = tokenEnd(src, i);
      line += src.slice(i, end).split('\n').length - 1;
      codeLine = line;
      endLine = -1;
      i = end;
    }
  }
  return group;
}

function commentEnd(src: string, i: number): number {
  const e = src[i + 1] === '/' ? src.indexOf('\n', i) : src.indexOf('*/', i + 2) + 2;
  return e < i + 2 ? src.length : e;
}

/** Past a string or rune literal, or one character of anything else. */
function tokenEnd(src: string, i: number): number {
  const quote = src[i]!;
  if (quote === '`') {
    const e = src.indexOf('`', i + 1);
    return e < 0 ? src.length : e + 1;
  }
  if (quote !== '"' && quote !== "'") return i + 1;
  for (let k = i + 1; k < src.length; k++) {
    if (src[k] === '\\') k++;
    else if (src[k] === quote || src[k] === '\n') return k + 1;
  }
  return src.length;
}

/** Text of a group without comment marks and directives, without blank lines at the ends and doubled ones inside. */
function commentText(comments: readonly string[]): string {
  const lines: string[] = [];
  for (const c of comments) {
    if (c[1] === '*') lines.push(...c.slice(2, -2).split('\n'));
    else if (isDirectiveComment(c.slice(2))) continue;
    else lines.push(c.slice(2).replace(/^ /, ''));
  }
  const out: string[] = [];
  for (const l of lines) {
    const s = l.replace(/[ \t\r]+$/, '');
    if (s !== '' || (out.length > 0 && out[out.length - 1] !== '')) out.push(s);
  }
  if (out.length > 0 && out[out.length - 1] === '') out.pop();
  return out.map((l) => `${l}\n`).join('');
}
