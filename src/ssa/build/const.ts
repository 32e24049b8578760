// Constants as SSA values. spec#Constants: the checker has folded and range-checked them; here they only take the form of their type.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { complexParts, constBits64, float32Of, float64Of, toComplex, toFloat, toInt } from '../../constant/constant.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { basicType } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { normalizeConst } from './numeric.ts';

/** Type that constant c takes when the context gives an interface type. */
export function defaultConstType(c: ConstValue): Type {
  switch (c.kind) {
    case ConstKind.Bool: return basicType(Basic.Bool);
    case ConstKind.String: return basicType(Basic.String);
    case ConstKind.Int: return basicType(Basic.Int);
    case ConstKind.Float: return basicType(Basic.Float64);
    case ConstKind.Complex: return basicType(Basic.Complex128);
    default: return fail('constant of unknown kind');
  }
}

/** Value of constant c in type t (a basic type underneath, or an interface: then boxed with its default type). */
export function constValue(b: FuncBuilder, c: ConstValue, t: Type): Value {
  const u = under(t);
  if (u.kind === TypeKind.Interface) {
    const d = defaultConstType(c);
    return b.c.convert(b, constValue(b, c, d), d, t);
  }
  if (u.kind !== TypeKind.Basic) return fail(`constant of type kind ${u.kind}`);
  switch (u.basic) {
    case Basic.Bool: case Basic.UntypedBool: return [b.i32(c.bool ? 1 : 0)];
    case Basic.String: case Basic.UntypedString: return b.stringConst(c.str);
    case Basic.Int: case Basic.Int64: case Basic.Uint: case Basic.Uint64: case Basic.Uintptr: case Basic.UntypedInt: {
      const { lo, hi } = constBits64(toInt(c));
      return [b.i64(lo, hi)];
    }
    case Basic.Int8: case Basic.Int16: case Basic.Int32: case Basic.Uint8: case Basic.Uint16: case Basic.Uint32: case Basic.UntypedRune:
      return [b.i32(normalizeConst(u.basic, constBits64(toInt(c)).lo))];
    case Basic.Float32: return [b.f32(float32Of(toFloat(c)))];
    case Basic.Float64: case Basic.UntypedFloat: return [b.f64(float64Of(toFloat(c)))];
    case Basic.Complex64: case Basic.Complex128: case Basic.UntypedComplex: {
      const [re, im] = complexParts(toComplex(c));
      return u.basic === Basic.Complex64 ? [b.f32(Math.fround(re)), b.f32(Math.fround(im))] : [b.f64(re), b.f64(im)];
    }
    case Basic.UnsafePointer: return [ptrConst(b, constBits64(toInt(c)).lo)];
    default: return fail(`constant of basic type ${u.basic}`);
  }
}

function ptrConst(b: FuncBuilder, addr: number): number {
  return addr === 0 ? b.nil() : b.emit(Op.ConstPtr, VT.Ptr, 0, 0, 0, addr);
}
