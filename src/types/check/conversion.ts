// Conversions T(x). spec#Conversions

import { Basic, Mode, type Type, TypeKind } from '../types.ts';
import { makeString } from '../../constant/constant.ts';
import { constString, intVal, toInt, utf8Encode } from '../../constant/constant.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { isTypeParam, unalias, under } from '../under.ts';
import { allString, defaultType, identical, identicalIgnoreTags, isBasic, isBytesOrRunes, isComplex, isConstType, isInteger, isIntegerOrFloat,
  isNonTypeParamInterface, isString, isUntyped } from '../predicates.ts';
import { tUntypedNil } from '../universe.ts';
import { assignableTo, everyTerm, extend } from './assignable.ts';
import { underIs } from './common.ts';
import { constAs } from './representable.ts';
import { updateExprType } from './untyped.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** x becomes T(x). */
export function conversion(c: Checker, x: Operand, T: Type): void {
  const constArg = x.mode === Mode.Constant;
  let ok = false;
  let cause = '';
  if (constArg && isConstType(T)) {
    const v = constConverted(x, T);
    ok = v !== null;
    const asInt = v === null && isInteger(T) ? toInt(x.val!) : null; // that is how it is shown
    if (asInt !== null && asInt.kind === ConstKind.Int) x.val = asInt;
    if (v !== null) x.val = v;
    else if (isInteger(x.type) && isInteger(T)) {
      c.errO(x, 'InvalidConversion', `constant ${constString(x.val!)} overflows ${c.t(T)}`);
      x.mode = Mode.Invalid;
      return;
    }
  } else if (constArg && isTypeParam(T)) {
    // The result is not constant, but each type of T must be able to represent x.
    cause = '';
    ok = underIs(T, (u) => {
      if (u === null) {
        cause = `${c.t(T)} does not contain specific types`;
        return false;
      }
      if (isString(x.type) && isBytesOrRunes(u)) return true;
      if (constConverted(x, u) !== null) return true;
      cause = isInteger(x.type) && isInteger(u)
        ? `constant ${constString(x.val!)} overflows ${c.t(u)} (in ${c.t(T)})`
        : `cannot convert ${c.o(x)} to type ${c.t(u)} (in ${c.t(T)})`;
      return false;
    });
    x.mode = Mode.Value;
  } else {
    const r = convertible(c, x, T);
    ok = r === null;
    if (ok) x.mode = Mode.Value;
    else cause = r!;
  }
  if (!ok) {
    c.errO(x, 'InvalidConversion', `cannot convert ${c.o(x)} to type ${c.t(T)}` + (cause !== '' ? ': ' + cause : ''));
    x.mode = Mode.Invalid;
    return;
  }
  if (isUntyped(x.type)) settleArgument(c, x, T, constArg);
  x.type = T;
}

/** The untyped argument takes the target's type, or its default type where it is not itself of that type. */
function settleArgument(c: Checker, x: Operand, T: Type, constArg: boolean): void {
  let final = T;
  if (x.type !== tUntypedNil) {
    if (isNonTypeParamInterface(T) || (constArg && !isConstType(T))) final = defaultType(x.type);
    else if (x.mode === Mode.Constant && isInteger(x.type) && allString(T)) final = x.type;
  }
  if (x.node !== null) updateExprType(c, x.node, final, true);
}

/** The value of constant x as basic type t: representable, or an integer as a string. */
function constConverted(x: Operand, t: Type): ConstValue | null {
  const u = under(t);
  if (u.kind !== TypeKind.Basic) return null;
  const v = constAs(x.val!, t);
  if (v !== null) return v;
  if (!isInteger(x.type) || !isString(u)) return null;
  const n = intVal(x.val!);
  const big = n < 0 || n > 0x10ffff;
  return makeString(utf8Encode(big ? 0xfffd : Number(n)));
}

/** null if x can be converted to T, else the cause ('' if there is nothing to add). */
export function convertible(c: Checker, x: Operand, T: Type): string | null {
  const a = assignableTo(c, x, T);
  if (a.ok) return null;
  const origT = T;
  const V = unalias(x.type);
  T = unalias(T);
  const Vu = under(V);
  const Tu = under(T);
  const Vp = V.kind === TypeKind.TypeParam;
  const Tp = T.kind === TypeKind.TypeParam;
  // Identical underlying types, ignoring tags.
  if (!Vp && !Tp && identicalIgnoreTags(Vu, Tu)) return null;
  // Unnamed pointer types whose base types have identical underlying types.
  if (V.kind === TypeKind.Pointer && T.kind === TypeKind.Pointer && !isTypeParam(V.elem!) && !isTypeParam(T.elem!) &&
    identicalIgnoreTags(under(V.elem!), under(T.elem!))) return null;
  if (isIntegerOrFloat(Vu) && isIntegerOrFloat(Tu)) return null;
  if (isComplex(Vu) && isComplex(Tu)) return null;
  if ((isInteger(Vu) || isBytesOrRunes(Vu)) && isString(Tu)) return null;
  if (isString(Vu) && isBytesOrRunes(Tu)) return null;
  // Package unsafe.
  if ((Vu.kind === TypeKind.Pointer || isBasic(Vu, Basic.Uintptr)) && isBasic(Tu, Basic.UnsafePointer)) return null;
  if (isBasic(Vu, Basic.UnsafePointer) && (Tu.kind === TypeKind.Pointer || isBasic(Tu, Basic.Uintptr))) return null;
  if (Vu.kind === TypeKind.Slice) {
    const r = sliceToArray(c, Vu, Tu);
    if (r !== undefined) return r;
  }
  if (!Vp && !Tp) return a.cause;
  return convertibleTerms(c, x, V, T, origT, a.cause);
}

/** Slices convert to arrays and array pointers; undefined if that is not the case here. */
function sliceToArray(c: Checker, Vu: Type, Tu: Type): string | null | undefined {
  if (Tu.kind === TypeKind.Array && identical(Vu.elem!, Tu.elem!)) {
    return c.allowVersion(20) ? null : 'conversion of slice to array requires go1.20 or later';
  }
  if (Tu.kind === TypeKind.Pointer) {
    const arr = under(Tu.elem!);
    if (arr.kind === TypeKind.Array && identical(Vu.elem!, arr.elem!)) {
      return c.allowVersion(17) ? null : 'conversion of slice to array pointer requires go1.17 or later';
    }
  }
  return undefined;
}

/** Type parameters: each type of the one type set must convert to each type of the other. */
function convertibleTerms(c: Checker, x: Operand, V: Type, T: Type, origT: Type, cause: string): string | null {
  const y = new Operand().assign(x);
  const toTerm = (from: string, t: Type): boolean => {
    const r = convertible(c, y, t);
    if (r !== null) cause = extend(r !== '' ? r : cause, `cannot convert ${from} to type ${c.t(t)} (in ${c.t(T)})`);
    return r === null;
  };
  let ok: boolean;
  if (V.kind === TypeKind.TypeParam && T.kind === TypeKind.TypeParam) {
    ok = everyTerm(V, (v) => {
      y.type = v;
      return everyTerm(T, (t) => toTerm(`${c.t(v)} (in ${c.t(V)})`, t));
    });
  } else if (V.kind === TypeKind.TypeParam) {
    ok = everyTerm(V, (v) => {
      y.type = v;
      const r = convertible(c, y, T);
      if (r !== null) cause = extend(r !== '' ? r : cause, `cannot convert ${c.t(v)} (in ${c.t(V)}) to type ${c.t(origT)}`);
      return r === null;
    });
  } else {
    ok = everyTerm(T, (t) => toTerm(c.t(x.type), t));
  }
  return ok ? null : cause;
}
