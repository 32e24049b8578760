// complex, real, imag, min, max. spec#Complex_numbers, spec#Min_and_max

import { ConstOp, binaryOp, compare, imag, makeImag, real, sign, toFloat } from '../../constant/constant.ts';
import { Basic, Mode, Type, TypeKind } from '../types.ts';
import { isTypeParam, unalias, under } from '../under.ts';
import { allOrdered, identical, isNumeric, isUntyped } from '../predicates.ts';
import { tComplex128, tComplex64, tEmptyInterface, tFloat32, tFloat64, tUntypedComplex, tUntypedFloat } from '../universe.ts';
import { newTypeName, newTypeParam } from '../named.ts';
import { assignment } from '../check/assignment.ts';
import { termsOf } from '../check/common.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { convertUntyped, matchTypes, updateExprType } from '../check/untyped.ts';
import { type Checker, posOf } from '../check/checker.ts';
import type { Operand } from '../check/operand.ts';
import { startPos } from '../check/positions.ts';
import { type BuiltinCall, recordBuiltin } from './builtin.ts';
import { BuiltinId } from './ids.ts';

function complexOf(t: Type): Type | null {
  const u = under(t);
  if (u.kind !== TypeKind.Basic) return null;
  switch (u.basic) {
    case Basic.Float32: return tComplex64;
    case Basic.Float64: return tComplex128;
    case Basic.UntypedFloat: return tUntypedComplex;
    default: return null;
  }
}

function partOf(t: Type): Type | null {
  const u = under(t);
  if (u.kind !== TypeKind.Basic) return null;
  switch (u.basic) {
    case Basic.Complex64: return tFloat32;
    case Basic.Complex128: return tFloat64;
    case Basic.UntypedComplex: return tUntypedFloat;
    default: return null;
  }
}

export function complexCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const y = b.args[1]!;
  // Bring the two together: both typed, or both untyped.
  const ux = isUntyped(x.type);
  const uy = isUntyped(y.type);
  if (ux && uy) {
    if (x.mode === Mode.Constant && y.mode === Mode.Constant) {
      // Constants of any kind may be used as long as their imaginary part is zero.
      for (const a of [x, y]) if (isNumeric(a.type) && sign(imag(a.val!)) === 0) a.type = tUntypedFloat;
    } else {
      convertUntyped(c, x, tFloat64);
      convertUntyped(c, y, tFloat64);
    }
  } else if (ux) {
    convertUntyped(c, x, y.type);
  } else if (uy) {
    convertUntyped(c, y, x.type);
  }
  if (x.mode === Mode.Invalid || y.mode === Mode.Invalid) return false;
  if (!identical(x.type, y.type)) {
    c.errO(x, 'InvalidComplex', `invalid operation: ${exprString(b.call)} (mismatched types ${c.t(x.type)} and ${c.t(y.type)})`);
    return false;
  }
  const res = applyToTypes(c, complexOf, x, b);
  if (res === null) {
    c.errO(x, 'InvalidComplex', `invalid argument: arguments have type ${c.t(x.type)}, expected floating-point`);
    return false;
  }
  if (x.mode === Mode.Constant && y.mode === Mode.Constant) {
    x.val = binaryOp(toFloat(x.val!), ConstOp.Add, makeImag(toFloat(y.val!)));
  } else {
    x.mode = Mode.Value;
    recordBuiltin(c, b, res, [x.type, x.type]);
  }
  x.type = res;
  return true;
}

export function realImagCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const isReal = b.id === BuiltinId.Real;
  if (isUntyped(x.type)) {
    if (x.mode === Mode.Constant) {
      if (isNumeric(x.type)) x.type = tUntypedComplex;
    } else {
      // An untyped non-constant argument may appear if it contains a shift whose operand type is still open.
      convertUntyped(c, x, tComplex128);
      if (x.mode as Mode === Mode.Invalid) return false;
    }
  }
  const res = applyToTypes(c, partOf, x, b);
  if (res === null) {
    c.errO(x, isReal ? 'InvalidReal' : 'InvalidImag', `invalid argument: argument has type ${c.t(x.type)}, expected complex type`);
    return false;
  }
  if (x.mode === Mode.Constant) {
    x.val = isReal ? real(x.val!) : imag(x.val!);
  } else {
    x.mode = Mode.Value;
    recordBuiltin(c, b, res, [x.type]);
  }
  x.type = res;
  return true;
}

/** f applied to x's type; for a type parameter to each of its types, giving a new type parameter (which is not supported yet). */
function applyToTypes(c: Checker, f: (t: Type) => Type | null, x: Operand, b: BuiltinCall): Type | null {
  if (!isTypeParam(x.type)) return f(x.type);
  const tp = unalias(x.type);
  const terms = termsOf(tp);
  if (terms === null) return null;
  const union = new Type(TypeKind.Union);
  union.embeddeds = [];
  union.tildes = [];
  for (const t of terms) {
    const r = f(t.type);
    if (r === null) return null;
    union.embeddeds.push(r);
    union.tildes.push(t.tilde);
  }
  const code = b.id === BuiltinId.Real ? 'InvalidReal' : b.id === BuiltinId.Imag ? 'InvalidImag' : 'InvalidComplex';
  c.softErr(posOf(x), code, `${c.o(x)} not supported as argument to built-in ${b.name} for go1.18 (see go.dev/issue/50937)`);
  const bound = new Type(TypeKind.Interface);
  bound.embeddeds = [union];
  const res = newTypeParam(newTypeName(0, c.pkg, tp.obj!.name, null), bound);
  res.index = tp.index;
  return res;
}

export function minMaxCall(c: Checker, b: BuiltinCall): boolean {
  const { x, args } = b;
  c.needVersion(startPos(b.call.x!), 21, `built-in ${b.name}`);
  const op = b.id === BuiltinId.Max ? ConstOp.Gtr : ConstOp.Lss;
  for (let i = 0; i < args.length; i++) {
    const a = args[i]!;
    if (a.mode === Mode.Invalid) return false;
    if (!allOrdered(a.type)) {
      c.errO(a, 'InvalidMinMaxOperand', `invalid argument: ${c.o(a)} cannot be ordered`);
      return false;
    }
    if (i === 0) continue;
    matchTypes(c, x, a);
    if (x.mode as Mode === Mode.Invalid) return false;
    if (!identical(x.type, a.type)) {
      c.errO(a, 'MismatchedTypes', `invalid argument: mismatched types ${c.t(x.type)} (previous argument) and ${c.t(a.type)} (type of ${exprString(a.node)})`);
      return false;
    }
    if (x.mode === Mode.Constant && a.mode === Mode.Constant) {
      if (compare(a.val!, op, x.val!)) x.assign(a);
    } else {
      x.mode = Mode.Value;
    }
  }
  // A non-constant result has a type.
  if (x.mode !== Mode.Constant) {
    x.mode = Mode.Value;
    assignment(c, x, tEmptyInterface, `argument to built-in ${b.name}`);
    if (x.mode as Mode === Mode.Invalid) return false;
  }
  for (const n of b.call.list) updateExprType(c, n, x.type, true);
  if (x.mode !== Mode.Constant) recordBuiltin(c, b, x.type, args.map(() => x.type));
  return true;
}
