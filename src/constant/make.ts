// Constructors and accessors of constant values.

import { InternalError } from '../base/internal-error.ts';
import { bitLength, floatFromNumber, floatNeg, floatSign, floatToNumber, floatToNumber32, makeRatFloat, FLOAT_ZERO, FloatValue } from './float.ts';
import { ConstKind, ConstValue } from './value.ts';

export const unknownValue = new ConstValue(ConstKind.Unknown, false, '', 0n, null, null, null);
const trueValue = new ConstValue(ConstKind.Bool, true, '', 0n, null, null, null);
const falseValue = new ConstValue(ConstKind.Bool, false, '', 0n, null, null, null);

export function makeUnknown(): ConstValue { return unknownValue; }
export function makeBool(b: boolean): ConstValue { return b ? trueValue : falseValue; }
/** s: Latin-1 byte string. */
export function makeString(s: string): ConstValue { return new ConstValue(ConstKind.String, false, s, 0n, null, null, null); }
export function makeInt(x: bigint): ConstValue { return new ConstValue(ConstKind.Int, false, '', x, null, null, null); }
/** x: an integral JavaScript number. */
export function makeInt64(x: number): ConstValue { return makeInt(BigInt(x)); }
export function makeFloat(f: FloatValue): ConstValue { return new ConstValue(ConstKind.Float, false, '', 0n, f, null, null); }
/** Float constant of a JavaScript number; Unknown if it is infinite or NaN. */
export function makeFloat64(x: number): ConstValue { return Number.isFinite(x) ? makeFloat(floatFromNumber(x)) : unknownValue; }
/** num/den as a Float constant (also when integral). */
export function makeRat(num: bigint, den: bigint): ConstValue { return makeFloat(makeRatFloat(num, den)); }
export function makeComplex(re: ConstValue, im: ConstValue): ConstValue {
  if (re.kind === ConstKind.Unknown || im.kind === ConstKind.Unknown) return unknownValue;
  return new ConstValue(ConstKind.Complex, false, '', 0n, null, re, im);
}

const intZero = makeInt(0n);

/** x·i for a real x. */
export function makeImag(x: ConstValue): ConstValue { return makeComplex(intZero, x); }

export function real(x: ConstValue): ConstValue { return x.kind === ConstKind.Complex ? x.re! : x; }
export function imag(x: ConstValue): ConstValue {
  if (x.kind === ConstKind.Complex) return x.im!;
  return x.kind === ConstKind.Unknown ? x : intZero;
}

/** -1, 0, 1; for complex values 0 iff the value is zero. Unknown counts as 1. */
export function sign(x: ConstValue): number {
  switch (x.kind) {
    case ConstKind.Int: return x.int < 0n ? -1 : x.int > 0n ? 1 : 0;
    case ConstKind.Float: return floatSign(x.float!);
    case ConstKind.Complex: return sign(x.re!) | sign(x.im!);
    default: return 1;
  }
}

/** Bits of |x| for an Int. */
export function bitLen(x: ConstValue): number { return bitLength(x.int); }
export function boolVal(x: ConstValue): boolean { return x.bool; }
export function stringVal(x: ConstValue): string { return x.str; }
/** The integer of an Int constant. */
export function intVal(x: ConstValue): bigint {
  if (x.kind !== ConstKind.Int) throw new InternalError(`intVal of constant kind ${x.kind}`);
  return x.int;
}

/** Real part as FloatValue of an Int, Float or Complex. */
export function floatOf(x: ConstValue): FloatValue {
  switch (x.kind) {
    case ConstKind.Int: return makeRatFloat(x.int, 1n);
    case ConstKind.Float: return x.float!;
    case ConstKind.Complex: return floatOf(x.re!);
    default: return FLOAT_ZERO;
  }
}

export function negFloat(x: ConstValue): ConstValue { return makeFloat(floatNeg(x.float!)); }

/** Nearest float64 of a numeric constant. */
export function float64Of(x: ConstValue): number { return floatToNumber(floatOf(x)); }
/** Nearest float32, as a number. */
export function float32Of(x: ConstValue): number { return floatToNumber32(floatOf(x)); }
export const numberVal = float64Of;
export function complexParts(x: ConstValue): [number, number] { return [float64Of(real(x)), float64Of(imag(x))]; }

/** Two's complement words of an Int constant, for code generation: unsigned 32-bit halves are returned as int32. */
export function constBits64(x: ConstValue): { lo: number; hi: number } {
  const v = BigInt.asUintN(64, intVal(x));
  return { lo: Number(v & 0xffffffffn) | 0, hi: Number(v >> 32n) | 0 };
}

/** Like constBits64, or null if x is no Int that fits int64 or uint64. */
export function int64Val(x: ConstValue): { lo: number; hi: number } | null {
  if (x.kind !== ConstKind.Int || x.int < -(1n << 63n) || x.int >= 1n << 64n) return null;
  return constBits64(x);
}

/** An Int constant as a JavaScript number if it is a safe integer, else null. */
export function smallInt(x: ConstValue): number | null {
  if (x.kind !== ConstKind.Int) return null;
  const n = Number(x.int);
  return Number.isSafeInteger(n) ? n : null;
}
