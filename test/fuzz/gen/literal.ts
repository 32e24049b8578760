// Constants of basic types, with a liking for the extremes.

import type { Gen } from './gen.ts';
import { bounds, type Ty } from './types.ts';

/** A conversion; types that begin with an operator or keyword need parentheses. */
export function convert(ty: Ty, text: string): string {
  return /^(\*|func|chan|<-)/.test(ty.text) ? `(${ty.text})(${text})` : `${ty.text}(${text})`;
}

export function intValue(g: Gen, ty: Ty): bigint {
  const [low, high] = bounds(ty);
  const fit = (v: bigint): bigint => (v < low ? low : v > high ? high : v);
  return g.r.weighted<() => bigint>([
    [8, () => fit(BigInt(g.r.range(-4, 20)))],
    [2, () => low], [2, () => high], [1, () => low + BigInt(g.r.int(3))], [1, () => high - BigInt(g.r.int(3))],
    [3, () => fit((1n << BigInt(g.r.int(64))) + BigInt(g.r.range(-1, 1)))],
    [2, () => fit(-(1n << BigInt(g.r.int(64))))],
    [2, () => BigInt.asIntN(64, g.r.big64()) & high],
  ])();
}

const FLOATS = ['0', '1', '-1', '0.5', '1.5', '2', '3', '0.1', '1e10', '-2.75', '1e-5', '16777217', '9007199254740993', '123456789.125', '1e30', '-1e-30', '255', '4294967296', '0x1p-20', '3.4e38', '1.17e-38'];
const WIDE = [...FLOATS, '1e300', '-1.7976931348623157e308', '5e-324', '1e-310', '9223372036854775807', '0x1.fffffffffffffp1023'];
const STRINGS = ['""', '"a"', '"hello"', '"héllo, 世界"', '"\\xff\\xfe"', '"a\\x80b"', '"\\u00e9\\U0001F600"', '"\\xed\\xa0\\x80"', '"0123456789"', '"\\x00"', '`raw\\n`', '"zebra"', '"\\xf0\\x9f\\x98"'];

export function floatText(g: Gen, ty: Ty): string { return g.r.pick(ty.bits === 64 && !ty.typeParam ? WIDE : FLOATS); }

export function stringText(g: Gen): string { return g.r.pick(STRINGS); }

/** A typed constant. */
export function literal(g: Gen, ty: Ty): string {
  switch (ty.kind) {
    case 'int': {
      const v = intValue(g, ty);
      if (ty.text === 'int' && g.r.chance(0.5)) return v < 0n ? `(${v})` : String(v);
      if (v >= 0n && g.r.chance(0.2)) return convert(ty, g.r.pick([`0x${v.toString(16)}`, `0b${v.toString(2)}`, `0o${v.toString(8)}`]));
      return convert(ty, String(v));
    }
    case 'float': return convert(ty, floatText(g, ty));
    case 'complex': return convert(ty, `${g.r.pick(FLOATS)} + ${g.r.pick(['0', '1', '2.5', '0.25'])}i`);
    case 'string': return ty.text === 'string' ? stringText(g) : convert(ty, stringText(g));
    case 'bool': return ty.text === 'bool' ? g.r.pick(['true', 'false']) : convert(ty, g.r.pick(['true', 'false']));
    default: throw new Error(`no constants of type ${ty.text}`);
  }
}
