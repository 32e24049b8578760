// The head of a source file, for loading packages without parsing them: package name, imports, build constraint, cgo, embed
// patterns and `//go:debug` lines. Errors are those of go/parser in ImportsOnly mode, which is what the go command reports.

import { LitKind } from './ast.ts';
import { parseGoBuild, type Constraint } from './build-constraint.ts';
import { parseEmbedPatterns, unquote } from './directives.ts';
import { Interner } from './interner.ts';
import { Scanner, type DirectiveHandler } from './scanner.ts';
import { Token, tokenText } from './token.ts';
import { DiagnosticSink, type Diagnostic } from '../source/diagnostic.ts';
import { FileSet, type SourceFile } from '../source/pos.ts';

export interface HeaderImport { path: string; line: number; col: number }
export interface HeaderEmbed { pattern: string; line: number; col: number }

export interface FileHeader {
  /** "" if the file has no package clause. */
  packageName: string;
  imports: HeaderImport[];
  embeds: HeaderEmbed[];
  /** `//go:build` expression, or null. */
  constraint: Constraint | null;
  /** Texts of `//go:debug` lines without the verb. */
  debug: string[];
  /** First error, "" if none, and where. */
  error: string;
  line: number;
  col: number;
}

const TAB = 9, LF = 10, CR = 13, SPACE = 32, SLASH = 47, STAR = 42;

/** Reads the head of a file. */
export function parseHeader(bytes: Uint8Array): FileHeader {
  const h: FileHeader = { packageName: '', imports: [], embeds: [], constraint: null, debug: [], error: '', line: 0, col: 0 };
  const end = headEnd(bytes);
  readComments(h, bytes, end);
  if (h.error !== '') return h;
  // Scanning works on a whole text, so take as much of it as is likely to hold the imports.
  for (let n = end + PREFIX; n < bytes.length; n *= 4) {
    const part: FileHeader = { ...h, imports: [] };
    const p = new HeaderParser(part, bytes.subarray(0, n));
    p.parse(false);
    if (!p.cut && part.error === '' && !part.imports.some((i) => i.path === 'embed')) return part;
    if (p.cut) continue;
    break;
  }
  new HeaderParser(h, bytes).parse(true);
  return h;
}

const PREFIX = 2048;
const QUOTE = 0x22;
const NO_TEXT = ['invalid BOM in the middle of the file', 'invalid UTF-8 encoding', 'invalid NUL character'];

/** The build constraint of a file without reading more than its leading comments. */
export function readConstraint(bytes: Uint8Array): { constraint: Constraint | null; error: string } {
  const h: FileHeader = { packageName: '', imports: [], embeds: [], constraint: null, debug: [], error: '', line: 0, col: 0 };
  readComments(h, bytes, headEnd(bytes));
  return { constraint: h.constraint, error: h.error };
}

/** Offset at which leading blanks and comments end. */
function headEnd(b: Uint8Array): number {
  let i = b.length >= 3 && b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf ? 3 : 0;
  for (;;) {
    const c = b[i];
    if (c === TAB || c === LF || c === CR || c === SPACE) i++;
    else if (c === SLASH && b[i + 1] === SLASH) {
      const e = b.indexOf(LF, i);
      if (e < 0) return b.length;
      i = e;
    } else if (c === SLASH && b[i + 1] === STAR) {
      let e = i + 2;
      while (e < b.length && !(b[e] === STAR && b[e + 1] === SLASH)) e++;
      if (e >= b.length) return b.length;
      i = e + 2;
    } else return i;
  }
}

/** `//go:build` and `//go:debug` among the leading comments. */
function readComments(h: FileHeader, bytes: Uint8Array, end: number): void {
  if (end < 12) return;
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split('\n');
  let inBlock = false;
  let found = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.trim();
    if (!inBlock && line.startsWith('//')) {
      if (/^\/\/go:build([ \t]|$)/.test(line)) {
        if (found) {
          h.error = 'multiple //go:build comments';
          return;
        }
        found = true;
        const r = parseGoBuild(line);
        if ('error' in r) {
          h.error = `parsing //go:build line: ${r.error}`;
          return;
        }
        h.constraint = r.expr;
      } else if (/^\/\/go:debug[ \t]/.test(line)) h.debug.push(line.slice('//go:debug'.length).trim());
      continue;
    }
    for (let k = 0; k < line.length - 1; k++) {
      if (!inBlock && line.startsWith('/*', k)) inBlock = true;
      else if (inBlock && line.startsWith('*/', k)) inBlock = false;
      else continue;
      k++;
    }
  }
}

class HeaderParser implements DirectiveHandler {
  private readonly h: FileHeader;
  private readonly bytes: Uint8Array;
  private readonly s: Scanner;
  private readonly file: SourceFile;
  private readonly sink = new DiagnosticSink();
  private readonly embeds: { offset: number; text: string }[] = [];

  constructor(h: FileHeader, bytes: Uint8Array) {
    this.h = h;
    this.bytes = bytes;
    this.file = new FileSet().addFile('', bytes.length);
    this.s = new Scanner(this.file, bytes, this.sink, new Interner(), this);
  }

  directive(offset: number, text: string): void {
    if (text.startsWith('//go:embed')) this.embeds.push({ offset, text: text.slice(2) });
  }

  /** The text ended before a token that is not part of the head. */
  get cut(): boolean { return this.s.start >= this.file.size - 4; }

  /** whole: the text is not cut off, so embed patterns can be read. */
  parse(whole: boolean): void {
    this.s.next();
    if (!this.want(Token.Package, "'package'")) return;
    this.h.packageName = this.s.lit;
    if (!this.want(Token.Name, "'IDENT'")) {
      this.h.packageName = '';
      return;
    }
    if (this.at(Token.Semi)) this.s.next(); // else the compiler reports what follows
    this.imports();
    this.lexical(this.s.start, true); // the go command reads on to the next token's start
    if (whole && this.h.imports.some((i) => i.path === 'embed')) this.readEmbeds();
  }

  private imports(): void {
    while (this.at(Token.Import)) {
      this.s.next();
      if (this.at(Token.Lparen)) {
        this.s.next();
        while (!this.at(Token.Rparen)) {
          if (!this.spec()) return;
          if (!this.at(Token.Rparen) && !this.want(Token.Semi, "';'")) return;
        }
        this.s.next();
      } else if (!this.spec()) return;
      if (!this.at(Token.Semi)) break; // the compiler reports what follows
      this.s.next();
    }
  }

  private spec(): boolean {
    const s = this.s;
    const start = s.start;
    if (s.tok === Token.Name || s.tok === Token.Dot) s.next();
    if (s.tok !== Token.Literal) return this.fail('missing import path', s.start);
    if (s.litKind !== LitKind.String) return this.fail('import path must be a string', s.start);
    const path = unquote(s.lit);
    if (path === null || path === '' || /[\s!"#$%&'()*,:;<=>?[\]^`{|}\\\ufffd]/.test(path)) {
      this.lexical(s.start + s.lit.length + 1);
      return this.fail(`invalid import path: ${path ?? s.lit}`, s.start);
    }
    this.h.imports.push({ path, ...this.position(start) });
    s.next();
    return true;
  }

  /** Scans the rest of the file for go:embed comments. */
  private readEmbeds(): void {
    while (this.s.tok !== Token.EOF) this.s.next();
    for (const e of this.embeds) {
      if (!/^go:embed([ \t]|$)/.test(e.text)) continue;
      const list = parseEmbedPatterns(e.text);
      if (typeof list === 'string') {
        this.fail(list, e.offset);
        return;
      }
      for (const pattern of list) this.h.embeds.push({ pattern, ...this.position(e.offset + 2 + Math.max(0, e.text.indexOf(pattern))) });
    }
  }

  private at(tok: Token): boolean { return this.s.tok === tok; }

  private position(offset: number): { line: number; col: number } {
    const p = this.file.rawPosition(this.file.base + offset);
    if (offset === this.file.size && p.col === 1 && p.line > 1) { // go/token gives the end of the file to its last line
      const last = this.file.lines[p.line - 2]!;
      return { line: p.line - 1, col: offset - last + 1 };
    }
    return { line: p.line, col: p.col };
  }

  private want(tok: Token, text: string): boolean {
    if (this.s.tok !== tok) return this.fail(`expected ${text}, found ${this.found()}`, this.s.start);
    this.s.next();
    return true;
  }

  /** Reports the first error of the scanner up to an offset; `bytes`: only bytes that are no text. */
  private lexical(end: number, bytes = false): void {
    let first: Diagnostic | null = null;
    for (const d of this.sink.list) if ((!bytes || NO_TEXT.includes(d.message)) && d.pos - this.file.base <= end && (first === null || d.pos < first.pos)) first = d;
    if (first === null || this.h.error !== '') return;
    let offset = first.pos - this.file.base;
    this.h.error = goScannerMessage(first.message);
    if (first.message === 'newline in string') offset = this.bytes.lastIndexOf(QUOTE, offset);
    if (this.bytes[0]! >= 0xfe && this.bytes[1]! >= 0xfe) this.h.error += ' (got UTF-16)';
    if (first.message === 'invalid NUL character') this.h.line = -1;
    else Object.assign(this.h, this.position(offset));
  }

  private fail(message: string, offset: number): false {
    this.lexical(offset);
    if (this.h.error === '') {
      this.h.error = message;
      Object.assign(this.h, this.position(offset));
    }
    return false;
  }

  private found(): string {
    const s = this.s;
    if (s.tok === Token.EOF) return "'EOF'";
    if (s.tok === Token.Name || s.tok === Token.Literal) return s.lit;
    if (s.tok === Token.Semi) return s.lit === 'semicolon' ? "';'" : s.lit === 'EOF' ? "'EOF'" : 'newline';
    return `'${tokenText(s.tok)}'`;
  }
}

/** The go command reads heads with go/scanner, whose words differ from the compiler's. */
function goScannerMessage(message: string): string {
  switch (message) {
    case 'invalid BOM in the middle of the file': return 'illegal byte order mark';
    case 'invalid UTF-8 encoding': return 'illegal UTF-8 encoding';
    case 'invalid NUL character': return 'unexpected NUL in input';
    case 'newline in string': case 'string not terminated': return 'string literal not terminated';
    default: return message.replace(/^invalid character (U\+[0-9A-F]+)/, 'illegal character $1');
  }
}
