// Conversion between kinds of constants, and representation in the basic types. // spec#Representability

import { Basic } from './basic.ts';
import { floatIsInt, floatToInt, floatToNumber, floatToNumber32, makeRatFloat } from './float.ts';
import { floatOf, imag, makeComplex, makeFloat, makeFloat64, makeInt, real, sign, unknownValue } from './make.ts';
import { ConstKind, ConstValue } from './value.ts';

/** x as an Int constant, or Unknown if it is not integral. */
export function toInt(x: ConstValue): ConstValue {
  switch (x.kind) {
    case ConstKind.Int: return x;
    case ConstKind.Float: {
      const i = floatToInt(x.float!);
      return i === null ? unknownValue : makeInt(i);
    }
    case ConstKind.Complex: {
      const re = toFloat(x);
      return re.kind === ConstKind.Float ? toInt(re) : unknownValue;
    }
    default: return unknownValue;
  }
}

/** x as a Float constant, or Unknown. */
export function toFloat(x: ConstValue): ConstValue {
  switch (x.kind) {
    case ConstKind.Int: return makeFloat(makeRatFloat(x.int, 1n));
    case ConstKind.Float: return x;
    case ConstKind.Complex: return sign(x.im!) === 0 ? toFloat(x.re!) : unknownValue;
    default: return unknownValue;
  }
}

/** x as a Complex constant, or Unknown. */
export function toComplex(x: ConstValue): ConstValue {
  switch (x.kind) {
    case ConstKind.Int: case ConstKind.Float: return makeComplex(x, imag(x));
    case ConstKind.Complex: return x;
    default: return unknownValue;
  }
}

/** x rounded to float64, null if it overflows. */
export function roundFloat64(x: ConstValue): ConstValue | null {
  const v = floatToNumber(floatOf(x));
  return Number.isFinite(v) ? makeFloat64(v) : null;
}

/** x rounded to float32, null if it overflows. */
export function roundFloat32(x: ConstValue): ConstValue | null {
  const v = floatToNumber32(floatOf(x));
  return Number.isFinite(v) ? makeFloat64(v) : null;
}

/** Whether the integer fits the integer type (all untyped kinds hold any integer). */
export function intFits(v: bigint, typ: Basic): boolean {
  switch (typ) {
    case Basic.Int8: return v >= -128n && v <= 127n;
    case Basic.Int16: return v >= -32768n && v <= 32767n;
    case Basic.Int32: return v >= -2147483648n && v <= 2147483647n;
    case Basic.Int: case Basic.Int64: return v >= -9223372036854775808n && v <= 9223372036854775807n;
    case Basic.Uint8: return v >= 0n && v <= 255n;
    case Basic.Uint16: return v >= 0n && v <= 65535n;
    case Basic.Uint32: return v >= 0n && v <= 4294967295n;
    case Basic.Uint: case Basic.Uint64: case Basic.Uintptr: return v >= 0n && v <= 18446744073709551615n;
    case Basic.UntypedInt: case Basic.UntypedRune: return true;
    default: return false;
  }
}

/** x converted (and rounded) to the basic type, or null if it is not representable there. Unknown stays Unknown. */
export function representable(x: ConstValue, typ: Basic): ConstValue | null {
  if (x.kind === ConstKind.Unknown) return x;
  switch (typ) {
    case Basic.Bool: case Basic.UntypedBool: return x.kind === ConstKind.Bool ? x : null;
    case Basic.String: case Basic.UntypedString: return x.kind === ConstKind.String ? x : null;
    case Basic.Float32: case Basic.Float64: case Basic.UntypedFloat: {
      const f = toFloat(x);
      if (f.kind !== ConstKind.Float) return null;
      return typ === Basic.Float32 ? roundFloat32(f) : typ === Basic.Float64 ? roundFloat64(f) : f;
    }
    case Basic.Complex64: case Basic.Complex128: case Basic.UntypedComplex: {
      const c = toComplex(x);
      if (c.kind !== ConstKind.Complex) return null;
      if (typ === Basic.UntypedComplex) return c;
      const re = typ === Basic.Complex64 ? roundFloat32(c.re!) : roundFloat64(c.re!);
      const im = typ === Basic.Complex64 ? roundFloat32(c.im!) : roundFloat64(c.im!);
      return re === null || im === null ? null : makeComplex(re, im);
    }
    default: {
      const i = toInt(x);
      return i.kind === ConstKind.Int && intFits(i.int, typ) ? i : null;
    }
  }
}

/** Why a numeric x is not representable in a numeric type: 'truncated' (a non-integer for an integer type) or 'overflows'. */
export function representableReason(x: ConstValue, typ: Basic): 'ok' | 'truncated' | 'overflows' {
  if (representable(x, typ) !== null) return 'ok';
  const integral = sign(imag(x)) === 0 && (x.kind === ConstKind.Int || floatIsInt(floatOf(real(x))));
  const wantsInt = typ >= Basic.Int && typ <= Basic.Uintptr || typ === Basic.UntypedInt || typ === Basic.UntypedRune;
  return wantsInt && !integral ? 'truncated' : 'overflows';
}
