// Untyped operands: what type they take where they are used, and how that final type is propagated down their expression.
// spec#Constants, spec#Conversions

import { Kind, type Node } from '../../syntax/ast.ts';
import type { ConstValue } from '../../constant/value.ts';
import { Basic, Mode, type Type, TypeKind } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { allBoolean, allInteger, allNumeric, allString, defaultType, hasNil, isBoolean, isNonTypeParamInterface, isNumeric, isString,
  isTyped, isUntyped, isValid, maxType } from '../predicates.ts';
import { typeSetOf } from '../typeset.ts';
import { isComparisonOp, isShiftOp } from './ops.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { invalidConversion, representation } from './representable.ts';
import { underIs } from './common.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** The type (and constant value, if it changes) that an untyped operand takes for a target; code '' if it can. */
export interface Implicit { type: Type | null; val: ConstValue | null; code: string }

function as(type: Type | null): Implicit { return { type, val: null, code: '' }; }
const impossible: Implicit = { type: null, val: null, code: 'InvalidUntypedConversion' };

export function implicitType(c: Checker, x: Operand, target: Type): Implicit {
  if (x.mode === Mode.Invalid || isTyped(x.type) || !isValid(target)) return as(x.type);
  if (isUntyped(target)) {
    const m = maxType(x.type, target);
    return m !== null ? as(m) : impossible;
  }
  if (x.isNil) return hasNil(target) ? as(target) : impossible;
  const u = under(target);
  if (u.kind === TypeKind.Basic) return implicitBasic(x, target, u);
  if (u.kind !== TypeKind.Interface) return impossible;
  if (isTypeParam(target)) {
    // All types of the type set must accept the operand.
    return underIs(target, (t) => t !== null && implicitType(c, x, t).type !== null) ? as(target) : impossible;
  }
  // Untyped values take their default type in an empty interface; other interfaces have methods that it lacks.
  return typeSetOf(u).isAll ? as(defaultType(x.type)) : impossible;
}

function implicitBasic(x: Operand, target: Type, u: Type): Implicit {
  if (x.mode === Mode.Constant) {
    const r = representation(x, u);
    return r.code !== '' ? { type: null, val: null, code: r.code } : { type: target, val: r.val, code: '' };
  }
  // Non-constant untyped values: comparisons (bool) and shifts of untyped constants (numeric).
  switch (x.type.basic) {
    case Basic.UntypedBool: return isBoolean(target) ? as(target) : impossible;
    case Basic.UntypedInt: case Basic.UntypedRune: case Basic.UntypedFloat: case Basic.UntypedComplex:
      return isNumeric(target) ? as(target) : impossible;
    case Basic.UntypedString: return isString(target) ? as(target) : impossible;
    default: return impossible;
  }
}

/** Gives untyped operand x the type that it has where a `target` is wanted. */
export function convertUntyped(c: Checker, x: Operand, target: Type): void {
  const r = implicitType(c, x, target);
  if (r.code !== '') {
    invalidConversion(c, r.code, x, isTypeParam(target) ? target : under(target));
    x.mode = Mode.Invalid;
    return;
  }
  applyImplicit(c, x, r);
}

export function applyImplicit(c: Checker, x: Operand, r: Implicit): void {
  if (r.val !== null) {
    x.val = r.val;
    if (x.node !== null && c.isPending(x.node)) c.info.values[x.node.id] = r.val;
  }
  if (r.type !== x.type) {
    x.type = r.type!;
    if (x.node !== null) updateExprType(c, x.node, r.type!, false);
  }
}

/**
 * Expression n, recorded as untyped so far, has type `type`. If that is typed (or `final`), the sub-expressions that take part
 * get it as well, and constants must fit. Operands of comparisons and counts of shifts are independent of the result.
 */
export function updateExprType(c: Checker, n: Node, type: Type, final: boolean): void {
  if (!c.isPending(n)) return;
  const info = c.info;
  const val = info.values[n.id] ?? null;
  switch (n.kind) {
    case Kind.Paren: updateExprType(c, n.x!, type, final); break;
    case Kind.Unary: if (val === null) updateExprType(c, n.x!, type, final); break;
    case Kind.Binary:
      if (val !== null || isComparisonOp(n.op)) break;
      updateExprType(c, n.x!, type, final);
      if (!isShiftOp(n.op)) updateExprType(c, n.y!, type, final);
      break;
    default: break;
  }
  if (!final && isUntyped(type)) {
    info.types[n.id] = under(type);
    return;
  }
  const lhs = c.isShiftLhs(n);
  c.settle(n);
  if (lhs && !allInteger(type)) {
    c.errN(n, 'InvalidShiftOperand', `invalid operation: shifted operand ${exprString(n)} (type ${c.t(type)}) must be integer`);
    return;
  }
  const mode = info.modes[n.id]!;
  let settled = val;
  if (val !== null) {
    // A constant sub-expression is converted itself: report if it does not fit.
    const x = new Operand().set(mode, n, info.types[n.id]!);
    x.val = val;
    convertUntyped(c, x, type);
    if (x.mode === Mode.Invalid) return;
    settled = x.val;
  }
  c.recordType(n, mode, type, settled);
}

/** Brings the types of two operands of a binary operation together where at least one is untyped. spec#Operators */
export function matchTypes(c: Checker, x: Operand, y: Operand): void {
  if (!mayConvert(x, y)) return;
  convertUntyped(c, x, y.type);
  if (x.mode === Mode.Invalid) return;
  convertUntyped(c, y, x.type);
  if (y.mode === Mode.Invalid) x.mode = Mode.Invalid;
}

/** Whether it makes sense to try; otherwise a mismatch is reported in terms of the original types. */
function mayConvert(x: Operand, y: Operand): boolean {
  if (isTyped(x.type) && isTyped(y.type)) return false;
  if (allNumeric(x.type) !== allNumeric(y.type)) return false;
  if (isNonTypeParamInterface(x.type) || isNonTypeParamInterface(y.type)) return true;
  if (allBoolean(x.type) !== allBoolean(y.type)) return false;
  if (allString(x.type) !== allString(y.type)) return false;
  if (x.isNil) return hasNil(y.type);
  if (y.isNil) return hasNil(x.type);
  return under(x.type).kind !== TypeKind.Pointer && under(y.type).kind !== TypeKind.Pointer;
}
