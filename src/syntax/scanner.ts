// The scanner: bytes to tokens. spec#Lexical_elements
//
// `next` leaves the token in `tok`, its offset in `start`, and the offset just past the token before it in `prevEnd`.
// Error texts and positions are gc's. A pass over the bytes ahead of scanning (prepare) finds the line starts and reports
// characters that are invalid anywhere (NUL, broken UTF-8, byte order marks); it blanks them, so the rest need not look.

import { asciiString, Interner } from './interner.ts';
import { LitKind } from './ast.ts';
import { Token } from './token.ts';
import type { SourceFile } from '../source/pos.ts';
import type { DiagnosticSink } from '../source/diagnostic.ts';

// Character classes of ASCII.
const LETTER = 1, DIGIT = 2, HEX = 4;
const CLASS = (() => {
  const t = new Uint8Array(256);
  for (let c = 0x61; c <= 0x7a; c++) t[c] = t[c - 32] = LETTER;
  for (let c = 0x61; c <= 0x66; c++) t[c] = t[c - 32] = LETTER | HEX;
  for (let c = 0x30; c <= 0x39; c++) t[c] = DIGIT | HEX;
  t[0x5f] = LETTER;
  return t;
})();

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const isUniLetter = /^\p{L}$/u;
const isUniDigit = /^\p{Nd}$/u;
const isPrintable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const BASE_NAME: Record<number, string> = { 2: 'binary', 8: 'octal', 10: 'decimal', 16: 'hexadecimal' };

/** Called for `//go:` and `line` comments: offset of the comment, its text with the comment marks, offset just past it. */
export interface DirectiveHandler { directive(offset: number, text: string, end: number): void }

export class Scanner {
  readonly src: Uint8Array;
  readonly size: number;
  readonly file: SourceFile;
  private readonly sink: DiagnosticSink;
  private readonly interner: Interner;
  private readonly handler: DirectiveHandler | null;
  /** The whole text if it is pure ASCII (then offsets are string indices), else null. */
  private text: string | null = null;
  private off = 0;
  private nlsemi = false;

  /** A Token; typed as number because the compiler would take comparisons with it for facts that outlive `next`. */
  tok: number = Token.EOF;
  /** Operator of an AssignOp. */
  op: Token = Token.EOF;
  /** Offset of the token. */
  start = 0;
  /** Offset just past the previous token. */
  prevEnd = 0;
  /** Text of a Name or Literal; "semicolon", "newline" or "EOF" for Semi. */
  lit = '';
  litKind: LitKind = LitKind.Int;
  /** The literal was reported as malformed. */
  bad = false;
  /** Number of errors reported so far. */
  errors = 0;
  /** Offsets of bytes that are no text. */
  readonly badBytes: number[] = [];

  constructor(file: SourceFile, bytes: Uint8Array, sink: DiagnosticSink, interner: Interner, handler: DirectiveHandler | null) {
    this.file = file;
    this.size = bytes.length;
    this.sink = sink;
    this.interner = interner;
    this.handler = handler;
    // One zero byte after the end lets loops run without a bounds check.
    this.src = new Uint8Array(bytes.length + 4);
    this.src.set(bytes);
    this.prepare();
  }

  /** alt: where go/parser reports it, if elsewhere; code: where go/types has one (gc's parser does not). */
  errorAt(offset: number, message: string, alt = -1, code = ''): void {
    this.errors++;
    // As in gc, only syntax errors proper keep the type checker from running.
    this.sink.add(this.file.base + offset, code, message, [], alt < 0 ? 0 : this.file.base + alt, !message.startsWith('syntax error'));
  }

  /** Records lines; reports and blanks invalid characters. */
  private prepare(): void {
    const src = this.src;
    const n = this.size;
    const lines = this.file.lines;
    let ascii = true;
    if (n >= 3 && src[0] === 0xef && src[1] === 0xbb && src[2] === 0xbf) {
      this.off = 3;
      ascii = false;
    }
    for (let i = this.off; i < n; i++) {
      const c = src[i]!;
      if (c === 10) lines.push(i + 1);
      else if (c >= 0x80) {
        ascii = false;
        const w = utf8Width(src, i, n);
        if (w === 0) {
          this.noText(i, 'invalid UTF-8 encoding');
          src[i] = 32;
        } else {
          if (c === 0xef && src[i + 1] === 0xbb && src[i + 2] === 0xbf) {
            this.noText(i, 'invalid BOM in the middle of the file');
            src[i] = src[i + 1] = src[i + 2] = 32;
          }
          i += w - 1;
        }
      } else if (c === 0) {
        this.noText(i, 'invalid NUL character');
        src[i] = 32;
      }
    }
    if (ascii) this.text = decoder.decode(src.subarray(0, n));
  }

  private noText(offset: number, message: string): void {
    this.badBytes.push(offset);
    this.errorAt(offset, message);
  }

  private slice(start: number, end: number): string {
    if (this.text !== null) return this.text.slice(start, end);
    for (let i = start; i < end; i++) if (this.src[i]! >= 0x80) return decoder.decode(this.src.subarray(start, end));
    return asciiString(this.src, start, end);
  }

  private runeAt(i: number): number {
    const src = this.src;
    const c = src[i]!;
    if (c < 0x80) return i >= this.size ? -1 : c;
    if (c < 0xe0) return ((c & 31) << 6) | (src[i + 1]! & 63);
    if (c < 0xf0) return ((c & 15) << 12) | ((src[i + 1]! & 63) << 6) | (src[i + 2]! & 63);
    return ((c & 7) << 18) | ((src[i + 1]! & 63) << 12) | ((src[i + 2]! & 63) << 6) | (src[i + 3]! & 63);
  }

  /** Advances to the next token. */
  next(): void {
    const src = this.src;
    const nlsemi = this.nlsemi;
    this.nlsemi = false;
    let i = this.off;
    this.prevEnd = i;
    for (;;) {
      let c = src[i]!;
      while (c === 32 || c === 9 || (c === 10 && !nlsemi) || c === 13) c = src[++i]!;
      this.start = i;
      if ((CLASS[c]! & LETTER) !== 0) return this.ident(i);
      switch (c) {
        case 0: // end of file: NUL bytes of the source have been blanked
          this.off = i;
          this.tok = nlsemi ? Token.Semi : Token.EOF;
          this.lit = 'EOF';
          return;
        case 10:
          this.off = i + 1;
          this.tok = Token.Semi;
          this.lit = 'newline';
          return;
        case 0x22: return this.stdString(i);
        case 0x60: return this.rawString(i);
        case 0x27: return this.rune(i);
        case 0x28: return this.single(i, Token.Lparen, false);
        case 0x29: return this.single(i, Token.Rparen, true);
        case 0x5b: return this.single(i, Token.Lbrack, false);
        case 0x5d: return this.single(i, Token.Rbrack, true);
        case 0x7b: return this.single(i, Token.Lbrace, false);
        case 0x7d: return this.single(i, Token.Rbrace, true);
        case 0x2c: return this.single(i, Token.Comma, false);
        case 0x3b:
          this.lit = 'semicolon';
          return this.single(i, Token.Semi, false);
        case 0x7e: return this.single(i, Token.Tilde, false);
        case 0x2f: // comment or division
          if (src[i + 1] === 0x2f) {
            i = this.lineComment(i);
            continue;
          }
          if (src[i + 1] === 0x2a) {
            const end = this.fullComment(i);
            if (nlsemi && this.hasNewline(i, end)) {
              this.off = end;
              this.tok = Token.Semi;
              this.lit = 'newline';
              return;
            }
            i = end;
            continue;
          }
          this.operator(i, c);
          return;
        default:
          if ((CLASS[c]! & DIGIT) !== 0) return this.number(i, false);
          if (c >= 0x80) return this.ident(i); // which reports what cannot be in a name
          if (c === 0x2e && (CLASS[src[i + 1]!]! & DIGIT) !== 0) return this.number(i, true);
          if (this.operator(i, c)) return;
          this.errorAt(i, `invalid character ${runeName(c)}`);
          i++;
      }
    }
  }

  private single(i: number, tok: Token, nlsemi: boolean): void {
    this.off = i + 1;
    this.tok = tok;
    this.nlsemi = nlsemi;
  }

  /** Operators of more than one form. False if c starts none. */
  private operator(i: number, c: number): boolean {
    const src = this.src;
    const d = src[i + 1]!;
    switch (c) {
      case 0x3a: return d === 0x3d ? this.op2(i, Token.Define) : this.op1(i, Token.Colon);
      case 0x2e: return d === 0x2e && src[i + 2] === 0x2e ? this.op3(i, Token.DotDotDot) : this.op1(i, Token.Dot);
      case 0x2b:
        if (d === 0x2b) {
          this.nlsemi = true;
          return this.op2(i, Token.Inc);
        }
        return this.assignable(i, 1, Token.Add);
      case 0x2d:
        if (d === 0x2d) {
          this.nlsemi = true;
          return this.op2(i, Token.Dec);
        }
        return this.assignable(i, 1, Token.Sub);
      case 0x2a: return this.assignable(i, 1, Token.Mul);
      case 0x2f: return this.assignable(i, 1, Token.Div);
      case 0x25: return this.assignable(i, 1, Token.Rem);
      case 0x26:
        if (d === 0x26) return this.op2(i, Token.AndAnd);
        return d === 0x5e ? this.assignable(i, 2, Token.AndNot) : this.assignable(i, 1, Token.And);
      case 0x7c: return d === 0x7c ? this.op2(i, Token.OrOr) : this.assignable(i, 1, Token.Or);
      case 0x5e: return this.assignable(i, 1, Token.Xor);
      case 0x3c:
        if (d === 0x3d) return this.op2(i, Token.Leq);
        if (d === 0x3c) return this.assignable(i, 2, Token.Shl);
        return d === 0x2d ? this.op2(i, Token.Arrow) : this.op1(i, Token.Lss);
      case 0x3e:
        if (d === 0x3d) return this.op2(i, Token.Geq);
        return d === 0x3e ? this.assignable(i, 2, Token.Shr) : this.op1(i, Token.Gtr);
      case 0x3d: return d === 0x3d ? this.op2(i, Token.Eql) : this.op1(i, Token.Assign);
      case 0x21: return d === 0x3d ? this.op2(i, Token.Neq) : this.op1(i, Token.Not);
      default: return false;
    }
  }

  private op1(i: number, tok: Token): true {
    this.off = i + 1;
    this.tok = tok;
    return true;
  }
  private op2(i: number, tok: Token): true {
    this.off = i + 2;
    this.tok = tok;
    return true;
  }
  private op3(i: number, tok: Token): true {
    this.off = i + 3;
    this.tok = tok;
    return true;
  }
  /** An operator of n characters that '=' turns into an assignment operation. */
  private assignable(i: number, n: number, tok: Token): true {
    if (this.src[i + n] === 0x3d) {
      this.off = i + n + 1;
      this.tok = Token.AssignOp;
      this.op = tok;
    } else {
      this.off = i + n;
      this.tok = tok;
    }
    return true;
  }

  // spec#Identifiers
  private ident(start: number): void {
    const src = this.src;
    let i = start;
    let h = 0;
    let c = src[i]!;
    while ((CLASS[c]! & (LETTER | DIGIT)) !== 0) {
      h = (Math.imul(h, 31) + c) | 0;
      c = src[++i]!;
    }
    let ascii = true;
    if (c >= 0x80) {
      ascii = false;
      while (this.identPart(i, i === start)) {
        const w = (src[i]! < 0x80) ? 1 : utf8Width(src, i, this.size);
        for (let k = 0; k < w; k++) h = (Math.imul(h, 31) + src[i + k]!) | 0;
        i += w;
      }
    }
    this.off = i;
    const e = this.interner.lookup(src, start, i, h, ascii);
    const tok = this.interner.token(e);
    this.tok = tok;
    if (tok === Token.Name) {
      this.nlsemi = true;
      this.lit = this.interner.string(e);
    } else {
      this.nlsemi = tok === Token.Break || tok === Token.Continue || tok === Token.Fallthrough || tok === Token.Return;
    }
  }

  private identPart(i: number, first: boolean): boolean {
    const r = this.runeAt(i);
    if (r < 0) return false;
    if (r < 0x80) return (CLASS[r]! & (LETTER | DIGIT)) !== 0;
    const s = String.fromCodePoint(r);
    if (isUniLetter.test(s)) return true;
    if (isUniDigit.test(s)) {
      if (first) this.errorAt(i, `identifier cannot begin with digit ${runeName(r)}`);
    } else {
      this.errorAt(i, `invalid character ${runeName(r)} in identifier`);
    }
    return true;
  }

  private setLit(kind: LitKind, start: number, end: number, ok: boolean): void {
    this.nlsemi = true;
    this.tok = Token.Literal;
    this.lit = this.slice(start, end);
    this.litKind = kind;
    this.bad = !ok;
    this.off = end;
  }

  // --- numbers -----------------------------------------------------------------------------------------------------------

  /** Position after digits and '_' from i on; sets digsep (1: digits, 2: separators) and invalidDigit. */
  private digits(i: number, base: number): number {
    const src = this.src;
    const cls = base <= 10 ? DIGIT : HEX;
    const max = 0x30 + base;
    for (;;) {
      const c = src[i]!;
      if (c === 0x5f) this.digsep |= 2;
      else if ((CLASS[c]! & cls) !== 0) {
        this.digsep |= 1;
        if (base <= 10 && c >= max && this.invalidDigit < 0) this.invalidDigit = i;
      } else return i;
      i++;
    }
  }
  private digsep = 0;
  private invalidDigit = -1;

  // spec#Integer_literals, spec#Floating-point_literals, spec#Imaginary_literals
  private number(start: number, point: boolean): void {
    const src = this.src;
    const errors = this.errors;
    let i = start;
    let base = 10;
    let prefix = 0; // 0, '0' (0x30), 'x', 'o' or 'b'
    let kind = LitKind.Int;
    this.digsep = 0;
    this.invalidDigit = -1;
    if (!point) {
      if (src[i] === 0x30) {
        i++;
        const p = src[i]! | 0x20;
        if (p === 0x78 || p === 0x6f || p === 0x62) {
          prefix = p;
          base = p === 0x78 ? 16 : p === 0x6f ? 8 : 2;
          i++;
        } else {
          prefix = 0x30;
          base = 8;
          this.digsep = 1;
        }
      }
      i = this.digits(i, base);
      point = src[i] === 0x2e;
      if (point && (prefix === 0x6f || prefix === 0x62)) this.errorAt(i, `invalid radix point in ${BASE_NAME[base]!} literal`);
    }
    if (point) {
      kind = LitKind.Float;
      i = this.digits(i + 1, base);
    }
    if ((this.digsep & 1) === 0 && this.errors === errors) this.errorAt(i, `${BASE_NAME[base]!} literal has no digits`);

    const e = src[i]! | 0x20;
    if (e === 0x65 || e === 0x70) {
      if (this.errors === errors) {
        const ch = String.fromCharCode(src[i]!);
        if (e === 0x65 && prefix !== 0 && prefix !== 0x30) this.errorAt(i, `'${ch}' exponent requires decimal mantissa`);
        else if (e === 0x70 && prefix !== 0x78) this.errorAt(i, `'${ch}' exponent requires hexadecimal mantissa`);
      }
      i++;
      kind = LitKind.Float;
      if (src[i] === 0x2b || src[i] === 0x2d) i++;
      const sep = this.digsep & 2;
      this.digsep = 0;
      const invalid = this.invalidDigit;
      i = this.digits(i, 10);
      this.invalidDigit = invalid;
      if ((this.digsep & 1) === 0 && this.errors === errors) this.errorAt(i, 'exponent has no digits');
      this.digsep |= sep;
    } else if (prefix === 0x78 && kind === LitKind.Float && this.errors === errors) {
      this.errorAt(i, "hexadecimal mantissa requires a 'p' exponent");
    }
    if (src[i] === 0x69) {
      kind = LitKind.Imag;
      i++;
    }
    this.setLit(kind, start, i, true);
    if (kind === LitKind.Int && this.invalidDigit >= 0 && this.errors === errors) {
      this.errorAt(this.invalidDigit, `invalid digit '${String.fromCharCode(src[this.invalidDigit]!)}' in ${BASE_NAME[base]!} literal`);
    }
    if ((this.digsep & 2) !== 0 && this.errors === errors) {
      const k = invalidSeparator(this.lit);
      if (k >= 0) this.errorAt(start + k, "'_' must separate successive digits");
    }
    this.bad = this.errors !== errors;
  }

  // --- strings and runes ---------------------------------------------------------------------------------------------------

  // spec#Rune_literals
  private rune(start: number): void {
    const src = this.src;
    let ok = true;
    let i = start + 1;
    for (let n = 0; ; n++) {
      const c = src[i]!;
      if (c === 0x27) {
        if (ok && n === 0) {
          this.errorAt(i, "empty rune literal or unescaped '");
          ok = false;
        } else if (ok && n !== 1) {
          this.errorAt(start, 'more than one character in rune literal');
          ok = false;
        }
        i++;
        break;
      }
      if (c === 0x5c) {
        i = this.escape(i + 1, 0x27);
        if (!this.escapeOk) ok = false;
        continue;
      }
      if (c === 10) {
        if (ok) this.errorAt(i, 'newline in rune literal');
        ok = false;
        break;
      }
      if (c === 0) {
        if (ok) this.errorAt(start, 'rune literal not terminated');
        ok = false;
        break;
      }
      i += c < 0x80 ? 1 : utf8Width(src, i, this.size);
    }
    this.setLit(LitKind.Char, start, i, ok);
  }

  // spec#String_literals
  private stdString(start: number): void {
    const src = this.src;
    let ok = true;
    let i = start + 1;
    for (;;) {
      const c = src[i]!;
      if (c === 0x22) {
        i++;
        break;
      }
      if (c === 0x5c) {
        i = this.escape(i + 1, 0x22);
        if (!this.escapeOk) ok = false;
      } else if (c === 10) {
        this.errorAt(i, 'newline in string');
        ok = false;
        break;
      } else if (c === 0) {
        this.errorAt(start, 'string not terminated');
        ok = false;
        break;
      } else i++;
    }
    this.setLit(LitKind.String, start, i, ok);
  }

  private rawString(start: number): void {
    let i = this.src.indexOf(0x60, start + 1);
    let ok = true;
    if (i < 0) {
      this.errorAt(start, 'string not terminated');
      ok = false;
      i = this.size - 1;
    }
    this.setLit(LitKind.String, start, i + 1, ok);
  }

  private escapeOk = true;

  /** An escape sequence from i (past the backslash) on; returns the offset after it and sets escapeOk. */
  private escape(i: number, quote: number): number {
    const src = this.src;
    this.escapeOk = true;
    let n = 0;
    let base = 16;
    let max = 0x10ffff;
    const c = src[i]!;
    switch (c) {
      case quote: case 0x61: case 0x62: case 0x66: case 0x6e: case 0x72: case 0x74: case 0x76: case 0x5c:
        return i + 1;
      case 0x30: case 0x31: case 0x32: case 0x33: case 0x34: case 0x35: case 0x36: case 0x37:
        n = 3;
        base = 8;
        max = 255;
        break;
      case 0x78: n = 2; max = 255; i++; break;
      case 0x75: n = 4; i++; break;
      case 0x55: n = 8; i++; break;
      default:
        if (c === 0) return i; // the caller reports the end of the file
        this.errorAt(i, 'unknown escape');
        this.escapeOk = false;
        return i;
    }
    let x = 0;
    for (; n > 0; n--) {
      const d = src[i]!;
      if (d === 0) return i;
      const v = digitValue(d);
      if (v >= base) {
        this.errorAt(i, `invalid character ${quoteRune(this.runeAt(i), 0x27)} in ${BASE_NAME[base]!} escape`);
        this.escapeOk = false;
        return i;
      }
      x = x * base + v;
      i++;
    }
    if (base === 8 && x > max) {
      this.errorAt(i, `octal escape value ${x} > 255`);
      this.escapeOk = false;
    } else if (x > max || (x >= 0xd800 && x < 0xe000)) {
      this.errorAt(i, `escape is invalid Unicode code point ${runeName(x)}`);
      this.escapeOk = false;
    }
    return i;
  }

  // --- comments ------------------------------------------------------------------------------------------------------------

  /** Offset of the newline (or end of file) that ends the comment at i. */
  private lineComment(i: number): number {
    const src = this.src;
    let end = src.indexOf(10, i + 2);
    if (end < 0) end = this.size;
    const c = src[i + 2]!;
    if (this.handler !== null && (c === 0x67 || c === 0x6c)) {
      if (c === 0x67 ? src[i + 3] === 0x6f && (src[i + 4] === 0x3a || this.isOurs(i, end)) : this.isLine(i)) this.handler.directive(i, this.slice(i, end), end);
    }
    return end;
  }

  private fullComment(i: number): number {
    const src = this.src;
    for (let k = i + 2; ; k++) {
      k = src.indexOf(0x2a, k);
      if (k < 0) {
        this.errorAt(i, 'comment not terminated');
        return this.size;
      }
      if (src[k + 1] === 0x2f) {
        if (this.handler !== null && src[i + 2] === 0x6c && this.isLine(i)) this.handler.directive(i, this.slice(i, k + 2), k + 2);
        return k + 2;
      }
    }
  }

  /** A `//gossamer:` directive, which our runtime uses. */
  private isOurs(i: number, end: number): boolean {
    return this.src[i + 4] === 0x73 && this.slice(i, Math.min(end, i + 11)) === '//gossamer:';
  }

  private isLine(i: number): boolean {
    const s = this.src;
    return s[i + 2] === 0x6c && s[i + 3] === 0x69 && s[i + 4] === 0x6e && s[i + 5] === 0x65 && s[i + 6] === 0x20;
  }

  private hasNewline(start: number, end: number): boolean {
    const k = this.src.indexOf(10, start);
    return k >= 0 && k < end;
  }

  /** True if only blanks precede offset i on its line. */
  blankBefore(i: number): boolean {
    for (let k = i - 1; k >= 0; k--) {
      const c = this.src[k]!;
      if (c === 10) return true;
      if (c !== 32 && c !== 9 && c !== 13) return false;
    }
    return true;
  }
}

/** Length of the UTF-8 sequence at i, 0 if it is invalid. */
function utf8Width(s: Uint8Array, i: number, n: number): number {
  const c = s[i]!;
  if (c < 0xc2 || c > 0xf4) return c < 0x80 ? 1 : 0;
  const w = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
  if (i + w > n) return 0;
  const d = s[i + 1]!;
  if ((d & 0xc0) !== 0x80) return 0;
  if ((c === 0xe0 && d < 0xa0) || (c === 0xed && d > 0x9f) || (c === 0xf0 && d < 0x90) || (c === 0xf4 && d > 0x8f)) return 0;
  for (let k = 2; k < w; k++) if ((s[i + k]! & 0xc0) !== 0x80) return 0;
  return w;
}

function digitValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const l = c | 0x20;
  return l >= 0x61 && l <= 0x66 ? l - 0x61 + 10 : 99;
}

/** Index of the first misplaced '_' in a number, or -1. spec#Integer_literals: '_' only between digits or after the prefix. */
function invalidSeparator(x: string): number {
  const hex = /^0[xX]/.test(x);
  let prev = '.'; // '0' a digit (or prefix), '_' a separator, '.' anything else
  let i = 0;
  if (/^0[xXoObB]/.test(x)) {
    prev = '0';
    i = 2;
  }
  for (; i < x.length; i++) {
    const c = x.charCodeAt(i);
    if (c === 0x5f) {
      if (prev !== '0') return i;
      prev = '_';
    } else if ((CLASS[c]! & DIGIT) !== 0 || (hex && (CLASS[c]! & HEX) !== 0)) prev = '0';
    else {
      if (prev === '_') return i - 1;
      prev = '.';
    }
  }
  return prev === '_' ? x.length - 1 : -1;
}

/** Go's %#U: U+0040 '@'. */
export function runeName(r: number): string {
  const hex = `U+${r.toString(16).toUpperCase().padStart(4, '0')}`;
  if (r > 0x10ffff || (r >= 0xd800 && r < 0xe000)) return hex;
  const s = String.fromCodePoint(r);
  return isPrintable.test(s) ? `${hex} '${s}'` : hex;
}

/** Go's %q of a rune. */
export function quoteRune(r: number, quote: number): string {
  const q = String.fromCharCode(quote);
  const simple: Record<number, string> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 0x5c: '\\\\' };
  if (r === quote) return `${q}\\${q}${q}`;
  const esc = simple[r];
  if (esc !== undefined) return q + esc + q;
  const s = String.fromCodePoint(r);
  if (isPrintable.test(s)) return q + s + q;
  if (r < 0x80) return `${q}\\x${r.toString(16).padStart(2, '0')}${q}`;
  return r < 0x10000 ? `${q}\\u${r.toString(16).padStart(4, '0')}${q}` : `${q}\\U${r.toString(16).padStart(8, '0')}${q}`;
}
