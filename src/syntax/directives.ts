// Compiler directives: the meaning of `//go:…` and `//line` comments. The parser collects them; which are permitted where is
// checked here in gc's words. Texts exclude the leading slashes.

import { Kind, type Directive, type SourceUnit } from './ast.ts';
import type { Diagnostic } from '../source/diagnostic.ts';

/** Bits of the directives that apply to a declaration. */
export const enum Pragma {
  Noescape = 1,
  Norace = 2,
  Nosplit = 4,
  Noinline = 8,
  NoCheckPtr = 16,
  Systemstack = 32,
  Nowritebarrier = 64,
  Nowritebarrierrec = 128,
  Yeswritebarrierrec = 256,
  CgoUnsafeArgs = 512,
  UintptrKeepAlive = 1024,
  UintptrEscapes = 2048,
  RegisterParams = 4096,
  GoBuild = 8192,
  NoInterface = 16384,
}

const BITS: ReadonlyMap<string, number> = new Map<string, number>([
  ['go:build', Pragma.GoBuild],
  ['go:noescape', Pragma.Noescape],
  ['go:norace', Pragma.Norace],
  ['go:nosplit', Pragma.Nosplit | Pragma.NoCheckPtr],
  ['go:noinline', Pragma.Noinline],
  ['go:nocheckptr', Pragma.NoCheckPtr],
  ['go:systemstack', Pragma.Systemstack],
  ['go:nowritebarrier', Pragma.Nowritebarrier],
  ['go:nowritebarrierrec', Pragma.Nowritebarrierrec | Pragma.Nowritebarrier],
  ['go:yeswritebarrierrec', Pragma.Yeswritebarrierrec],
  ['go:cgo_unsafe_args', Pragma.CgoUnsafeArgs | Pragma.NoCheckPtr],
  ['go:uintptrkeepalive', Pragma.UintptrKeepAlive],
  ['go:uintptrescapes', Pragma.UintptrEscapes | Pragma.UintptrKeepAlive],
  ['go:nointerface', Pragma.NoInterface],
  ['go:registerparams', Pragma.RegisterParams],
]);

/** Whether a line comment is a directive, so no text of a documentation comment. text: what follows the slashes. */
export function isDirectiveComment(text: string): boolean {
  return /^(line |extern |export |[a-z0-9]+:[a-z0-9])/.test(text);
}

/** First word of a directive. */
export function directiveVerb(text: string): string {
  const i = text.search(/[ \t]/);
  return i < 0 ? text : text.slice(0, i);
}

/** Pragma bits of one directive, 0 for those that have none. */
export function pragmaBit(text: string): number {
  return BITS.get(directiveVerb(text)) ?? 0;
}

/** Pragma bits of the directives of a declaration. */
export function pragmaBits(list: readonly Directive[] | undefined): number {
  let bits = 0;
  if (list !== undefined) for (const d of list) bits |= pragmaBit(d.text);
  return bits;
}

const fields = (text: string): string[] => text.split(/[ \t\r]+/).filter((f) => f !== '');

/** `go:linkname local [remote]`; remote is "" if left out. */
export function parseLinkname(text: string): { local: string; remote: string } | null {
  if (!text.startsWith('go:linkname ')) return null;
  const f = fields(text);
  return f.length === 2 || f.length === 3 ? { local: f[1]!, remote: f[2] ?? '' } : null;
}

/** `go:wasmimport module name` */
export function parseWasmImport(text: string): { module: string; name: string } | null {
  if (!text.startsWith('go:wasmimport ')) return null;
  const f = fields(text);
  return f.length === 3 ? { module: f[1]!, name: f[2]! } : null;
}

/** `go:wasmexport name` */
export function parseWasmExport(text: string): string | null {
  if (!text.startsWith('go:wasmexport ')) return null;
  const f = fields(text);
  return f.length === 2 ? f[1]! : null;
}

export function isEmbed(text: string): boolean {
  return text === 'go:embed' || text.startsWith('go:embed ') || text.startsWith('go:embed\t');
}

/** Patterns of a `go:embed` directive: words, "quoted" or `quoted`. A string result is the error. */
export function parseEmbedPatterns(text: string): string[] | string {
  const list: string[] = [];
  let args = text.slice('go:embed'.length).trim();
  while (args !== '') {
    const bad = `invalid quoted string in //go:embed: ${args}`;
    let m: RegExpExecArray | null;
    let path: string;
    if (args[0] === '`') {
      m = /^`([^`]*)`/.exec(args);
      if (m === null) return bad;
      path = m[1]!;
    } else if (args[0] === '"') {
      m = /^"(?:[^"\\]|\\.)*"/.exec(args);
      if (m === null) return bad;
      const q = unquote(m[0]);
      if (q === null) return `invalid quoted string in //go:embed: ${m[0]}`;
      path = q;
    } else {
      m = /^\S+/.exec(args)!;
      path = m[0];
    }
    args = args.slice(m[0].length);
    if (args !== '' && !/^\s/.test(args)) return `invalid quoted string in //go:embed: ${args}`;
    args = args.trim();
    list.push(path);
  }
  return list;
}

/**
 * Functions without a body that nothing outside the package can provide: for packages without assembly or other external code.
 * To be reported after type checking, like SourceUnit.late.
 */
export function missingBodies(unit: SourceUnit): Diagnostic[] {
  const linked = new Set<string>();
  for (const d of unit.directives) {
    const l = parseLinkname(d.text);
    if (l !== null) linked.add(l.local);
  }
  const out: Diagnostic[] = [];
  for (const f of unit.decls) {
    if (f.kind !== Kind.FuncDecl || f.w !== null || linked.has(f.x!.name)) continue;
    if (unit.declDirectives.get(f.id)?.some((d) => parseWasmImport(d.text) !== null)) continue;
    out.push({ pos: f.opPos, altPos: 0, code: '', message: 'missing function body', notes: [], soft: true });
  }
  return out;
}

/** Value of a quoted Go string literal whose text is UTF-8 (no byte escapes above 0x7f), or null. */
export function unquote(lit: string): string | null {
  if (lit.length < 2 || lit[0] !== lit[lit.length - 1]) return null;
  const body = lit.slice(1, -1);
  if (lit[0] === '`') return body.replaceAll('\r', '');
  if (lit[0] !== '"') return null;
  const simple: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' };
  let out = '';
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!;
    if (c !== '\\') {
      out += c;
      continue;
    }
    const e = body[++i];
    if (e === undefined) return null;
    const plain = simple[e];
    if (plain !== undefined) {
      out += plain;
      continue;
    }
    const m = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(body.slice(i));
    if (m === null) return null;
    const v = m[4] !== undefined ? parseInt(m[4], 8) : parseInt(m[1] ?? m[2] ?? m[3]!, 16);
    if (v > 0x10ffff) return null;
    out += String.fromCodePoint(v);
    i += m[0].length - 1;
  }
  return out;
}

/** A `line` directive's file, line and column (0 if absent), or what is wrong with it and where in `text`, or null to ignore it. */
export type LineDirective = { file: string; line: number; col: number } | { error: string; at: number } | null;

const MAX_LINE = 1 << 30;

/** text follows "line ". Forms: file:line, file:line:col; an empty file with a column keeps the file (""). */
export function parseLine(text: string): LineDirective {
  const i = text.lastIndexOf(':');
  if (i < 0) return null;
  const n = number(text.slice(i + 1));
  if (n < 0) return { error: `invalid line number: ${text.slice(i + 1)}`, at: i + 1 };
  const j = i > 0 ? text.lastIndexOf(':', i - 1) : -1;
  const n2 = j >= 0 ? number(text.slice(j + 1, i)) : -1;
  if (n2 >= 0) {
    if (n === 0 || n > MAX_LINE) return { error: `invalid column number: ${text.slice(i + 1)}`, at: i + 1 };
    if (n2 === 0 || n2 > MAX_LINE) return { error: `invalid line number: ${text.slice(j + 1, i)}`, at: j + 1 };
    return { file: text.slice(0, j), line: n2, col: n };
  }
  if (n === 0 || n > MAX_LINE) return { error: `invalid line number: ${text.slice(i + 1)}`, at: i + 1 };
  return { file: text.slice(0, i), line: n, col: 0 };
}

function number(s: string): number {
  return /^[0-9]+$/.test(s) ? Number(s) : -1;
}
