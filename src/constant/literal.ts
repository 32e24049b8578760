// Values of literals, from their text as written (decoded to UTF-16 by the scanner). // spec#Integer_literals … spec#String_literals

import { LitKind } from '../syntax/ast.ts';
import { floatFromDecimal, FloatValue } from './float.ts';
import { makeFloat, makeImag, makeInt, makeString, unknownValue } from './make.ts';
import { ConstValue } from './value.ts';

/** The constant a literal denotes; Unknown if it is malformed or out of the range of constants. */
export function makeFromLiteral(text: string, kind: LitKind): ConstValue {
  switch (kind) {
    case LitKind.Int: {
      const v = parseInteger(text);
      return v === null ? unknownValue : makeInt(v);
    }
    case LitKind.Float: {
      const v = parseFloatLiteral(text);
      return v === null ? unknownValue : makeFloat(v);
    }
    case LitKind.Imag: {
      const v = parseFloatLiteral(text.slice(0, -1));
      return v === null ? unknownValue : makeImag(makeFloat(v));
    }
    case LitKind.Char: {
      const v = unquoteChar(text);
      return v === null ? unknownValue : makeInt(BigInt(v));
    }
    case LitKind.String: {
      const v = unquoteString(text);
      return v === null ? unknownValue : makeString(v);
    }
  }
}

function stripUnderscores(s: string): string { return s.indexOf('_') < 0 ? s : s.replaceAll('_', ''); }

/** Decimal, 0x, 0o, 0b and legacy octal forms. */
export function parseInteger(text: string): bigint | null {
  const s = stripUnderscores(text);
  try {
    if (s.length > 1 && s[0] === '0' && s.charCodeAt(1) <= 57) {
      return /^[0-7]+$/.test(s) ? BigInt('0o' + s) : null;
    }
    return s === '' ? null : BigInt(s);
  } catch {
    return null;
  }
}

const decimal = /^([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;
const hexFloat = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/;

/** Decimal and hexadecimal floats, and integers (for imaginary literals, where a leading 0 still means decimal). */
export function parseFloatLiteral(text: string): FloatValue | null {
  const s = stripUnderscores(text);
  const second = s.length > 1 && s[0] === '0' ? s[1]! : '';
  if (second === 'x' || second === 'X') {
    const m = hexFloat.exec(s);
    if (m === null) return null;
    const frac = m[2] ?? '';
    const exp = m[3] === undefined ? 0 : Number(m[3]);
    return floatFromDecimal(BigInt('0x0' + m[1] + frac), 0, exp - 4 * frac.length);
  }
  if (second === 'b' || second === 'B' || second === 'o' || second === 'O') {
    const v = parseInteger(s);
    return v === null ? null : floatFromDecimal(v, 0, 0);
  }
  const m = decimal.exec(s);
  if (m === null || (m[1] === '' && (m[2] ?? '') === '')) return null;
  const frac = m[2] ?? '';
  const exp = m[3] === undefined ? 0 : Number(m[3]);
  return floatFromDecimal(BigInt(m[1] + frac || '0'), exp - frac.length, 0);
}

/** UTF-8 bytes of a code point as a Latin-1 string (U+FFFD for invalid ones). */
export function utf8Encode(c: number): string {
  if (c < 0x80) return String.fromCharCode(c);
  if (c < 0x800) return String.fromCharCode(0xc0 | c >> 6, 0x80 | c & 63);
  if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) || c < 0) c = 0xfffd;
  if (c < 0x10000) return String.fromCharCode(0xe0 | c >> 12, 0x80 | c >> 6 & 63, 0x80 | c & 63);
  return String.fromCharCode(0xf0 | c >> 18, 0x80 | c >> 12 & 63, 0x80 | c >> 6 & 63, 0x80 | c & 63);
}

/** UTF-8 bytes (as Latin-1) of decoded text. */
export function utf8Bytes(s: string): string {
  if (isAscii(s)) return s;
  let out = '';
  for (const ch of s) out += utf8Encode(ch.codePointAt(0)!);
  return out;
}

function isAscii(s: string): boolean {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) >= 128) return false;
  return true;
}

interface Escape { value: number; isByte: boolean; next: number }

const simpleEscapes: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

/** Decodes the escape sequence at s[i] = '\\'. */
function readEscape(s: string, i: number, quote: string): Escape | null {
  const c = s[i + 1];
  if (c === undefined) return null;
  if (c === quote) return { value: c.charCodeAt(0), isByte: false, next: i + 2 };
  const simple = simpleEscapes[c];
  if (simple !== undefined) return { value: simple, isByte: false, next: i + 2 };
  let digits = 0;
  let start = i + 2;
  let base = 16;
  if (c === 'x') digits = 2;
  else if (c === 'u') digits = 4;
  else if (c === 'U') digits = 8;
  else if (c >= '0' && c <= '7') {
    digits = 3;
    start = i + 1;
    base = 8;
  } else return null;
  const text = s.slice(start, start + digits);
  if (text.length !== digits || !(base === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/).test(text)) return null;
  const value = parseInt(text, base);
  const isByte = c === 'x' || base === 8;
  if (isByte ? value > 255 : value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return null;
  return { value, isByte, next: start + digits };
}

/** Bytes of a string literal (quotes included in `lit`); null if malformed. */
export function unquoteString(lit: string): string | null {
  const n = lit.length;
  if (n < 2) return null;
  const quote = lit[0]!;
  if (lit[n - 1] !== quote) return null;
  if (quote === '`') return utf8Bytes(lit.slice(1, -1).replaceAll('\r', ''));
  if (quote !== '"') return null;
  let out = '';
  let from = 1;
  for (let i = lit.indexOf('\\', 1); i >= 0 && i < n - 1; i = lit.indexOf('\\', from)) {
    out += utf8Bytes(lit.slice(from, i));
    const e = readEscape(lit, i, '"');
    if (e === null) return null;
    out += e.isByte ? String.fromCharCode(e.value) : utf8Encode(e.value);
    from = e.next;
  }
  return out + utf8Bytes(lit.slice(from, n - 1));
}

/** Code point (or byte, for \x and octal escapes) of a rune literal; null if malformed. */
export function unquoteChar(lit: string): number | null {
  if (lit.length < 3 || lit[0] !== "'" || lit[lit.length - 1] !== "'") return null;
  if (lit[1] === '\\') {
    const e = readEscape(lit, 1, "'");
    return e !== null && e.next === lit.length - 1 ? e.value : null;
  }
  const c = lit.codePointAt(1)!;
  return (c > 0xffff ? 2 : 1) === lit.length - 2 ? c : null;
}
