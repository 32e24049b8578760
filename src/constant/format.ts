// Text of constants as gc prints it in messages, and exact text.

import { binaryExponent, floatIsInt, floatToNumber, FloatValue, toBig } from './float.ts';
import { ConstKind, ConstValue } from './value.ts';

const MAX_STRING = 72;

/** Short form: strings are quoted and shortened, floats have six digits. */
export function constString(x: ConstValue): string {
  switch (x.kind) {
    case ConstKind.Unknown: return 'unknown';
    case ConstKind.Bool: return x.bool ? 'true' : 'false';
    case ConstKind.Int: return x.int.toString();
    case ConstKind.String: return shorten(quoteGo(x.str));
    case ConstKind.Float: return floatString(x.float!);
    case ConstKind.Complex: return `(${constString(x.re!)} + ${constString(x.im!)}i)`;
  }
}

function shorten(s: string): string {
  if (s.length <= MAX_STRING) return s;
  const runes = Array.from(s);
  return runes.length <= MAX_STRING ? s : runes.slice(0, MAX_STRING - 3).join('') + '...';
}

/** Exact form: fractions as n/d, strings in full. */
export function constExact(x: ConstValue): string {
  switch (x.kind) {
    case ConstKind.String: return quoteGo(x.str);
    case ConstKind.Float: {
      const f = x.float!;
      if (f.den === 0n) return `0x${f.num < 0n ? '-' : ''}${(f.num < 0n ? -f.num : f.num).toString(16)}p${f.exp}`;
      return f.den === 1n ? f.num.toString() : `${f.num}/${f.den}`;
    }
    case ConstKind.Complex: return `(${constExact(x.re!)} + ${constExact(x.im!)}i)`;
    default: return constString(x);
  }
}

function floatString(f: FloatValue): string {
  const v = floatToNumber(f);
  if ((f.num === 0n) === (v === 0) && Number.isFinite(v)) {
    const s = formatG(v, 6);
    return !floatIsInt(f) && s.indexOf('.') < 0 ? formatG(v, -1) : s;
  }
  // Outside float64: approximate decimal from the binary exponent.
  const exp = binaryExponent(f);
  const big = toBig(f);
  const mant = new FloatValue(big.num, 0n, big.exp - exp);
  let m = floatToNumber(mant);
  const d = exp * (Math.LN2 / Math.LN10);
  let e = Math.trunc(d);
  m *= 10 ** (d - e);
  const am = Math.abs(m);
  if (am < 1 - 0.5e-6) {
    m *= 10;
    e--;
  } else if (am >= 10) {
    m /= 10;
    e++;
  }
  return `${formatG(m, 6)}e${e < 0 ? '-' : '+'}${Math.abs(e)}`;
}

/** toExponential, but with ties to even as Go rounds. */
function roundedExponential(v: number, digits: number): string {
  const exact = v.toExponential(digits + 60);
  const at = exact.indexOf('.') + 1 + digits;
  const e = exact.indexOf('e');
  if (exact[at] === '5' && /^50*$/.test(exact.slice(at, e)) && (exact.charCodeAt(exact[at - 1] === '.' ? at - 2 : at - 1) & 1) === 0) {
    return exact.slice(0, at) + exact.slice(e);
  }
  return v.toExponential(digits);
}

/** fmt's %.<prec>g (prec < 0: shortest). */
export function formatG(v: number, prec: number): string {
  if (v === 0) return '0';
  const text = prec < 0 ? v.toExponential() : roundedExponential(v, prec - 1);
  const at = text.indexOf('e');
  const exp = Number(text.slice(at + 1));
  const neg = text[0] === '-';
  let digits = text.slice(neg ? 1 : 0, at).replace('.', '').replace(/0+$/, '');
  if (digits === '') digits = '0';
  const limit = prec < 0 ? 21 : prec;
  let out: string;
  if (exp < -4 || exp >= limit) {
    const a = Math.abs(exp);
    out = digits[0] + (digits.length > 1 ? '.' + digits.slice(1) : '') + 'e' + (exp < 0 ? '-' : '+') + (a < 10 ? '0' + a : a);
  } else if (exp < 0) out = '0.' + '0'.repeat(-exp - 1) + digits;
  else if (digits.length <= exp + 1) out = digits + '0'.repeat(exp + 1 - digits.length);
  else out = digits.slice(0, exp + 1) + '.' + digits.slice(exp + 1);
  return neg ? '-' + out : out;
}

const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
const named: Record<number, string> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** strconv.Quote of a byte string; the result is decoded text. */
export function quoteGo(bytes: string): string {
  let out = '"';
  for (let i = 0; i < bytes.length;) {
    const c = bytes.charCodeAt(i);
    if (c < 0x80) {
      const n = named[c];
      out += n !== undefined ? n : c >= 32 && c < 127 ? bytes[i] : '\\x' + hex(c, 2);
      i++;
      continue;
    }
    const r = decodeRune(bytes, i);
    if (r.size === 1) out += '\\x' + hex(c, 2);
    else {
      const s = String.fromCodePoint(r.value);
      out += printable.test(s) ? s : r.value < 0x10000 ? '\\u' + hex(r.value, 4) : '\\U' + hex(r.value, 8);
    }
    i += r.size;
  }
  return out + '"';
}

function hex(v: number, width: number): string { return v.toString(16).padStart(width, '0'); }

/** Decodes the UTF-8 sequence at bytes[i]; size 1 and U+FFFD if it is invalid. */
export function decodeRune(bytes: string, i: number): { value: number; size: number } {
  const c = bytes.charCodeAt(i);
  if (c < 0x80) return { value: c, size: 1 };
  const size = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 0;
  if (size === 0 || i + size > bytes.length) return { value: 0xfffd, size: 1 };
  let v = c & (0x7f >> size);
  for (let k = 1; k < size; k++) {
    const d = bytes.charCodeAt(i + k);
    if ((d & 0xc0) !== 0x80) return { value: 0xfffd, size: 1 };
    v = v << 6 | d & 63;
  }
  const min = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  if (v < min || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff)) return { value: 0xfffd, size: 1 };
  return { value: v, size };
}

/** Decoded text of a byte string (invalid sequences become U+FFFD). */
export function decodeUtf8(bytes: string): string {
  let out = '';
  for (let i = 0; i < bytes.length;) {
    const r = decodeRune(bytes, i);
    out += String.fromCodePoint(r.value);
    i += r.size;
  }
  return out;
}
