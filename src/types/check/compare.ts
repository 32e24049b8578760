// Comparisons. spec#Comparison_operators

import { Token, tokenText } from '../../syntax/token.ts';
import { compare, makeBool } from '../../constant/constant.ts';
import { Mode, type Type, TypeKind } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { allOrdered, comparableCause, comparableType, defaultType, hasNil, isValid } from '../predicates.ts';
import { tUntypedBool } from '../universe.ts';
import { assignableTo } from './assignable.ts';
import { constOp } from './ops.ts';
import { updateExprType } from './untyped.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { type Checker, posOf } from './checker.ts';
import { type Operand, compositeKind } from './operand.ts';

/** x becomes `x op y`; a switch case y is compared as x == y and worded accordingly. */
export function comparison(c: Checker, x: Operand, y: Operand, op: Token, switchCase: boolean): void {
  if (!isValid(x.type) || !isValid(y.type)) {
    x.mode = Mode.Invalid;
    return;
  }
  if (switchCase) op = Token.Eql;
  // In any comparison, the one operand must be assignable to the other's type.
  if (!assignableTo(c, x, y.type).ok && !assignableTo(c, y, x.type).ok) {
    return mismatch(c, x, y, y, op, switchCase, 'MismatchedTypes', `mismatched types ${c.t(x.type)} and ${c.t(y.type)}`);
  }
  if (op === Token.Eql || op === Token.Neq) {
    if (x.isNil || y.isNil) {
      // Comparing nil with nil, or with a type that has no nil.
      const t = x.isNil ? y.type : x.type;
      if (!hasNil(t)) return mismatch(c, x, y, y, op, switchCase, 'UndefinedOp', '');
    } else if (!comparableType(x.type)) {
      return mismatch(c, x, y, x, op, switchCase, 'UndefinedOp', incomparableCause(c, x.type));
    } else if (!comparableType(y.type)) {
      return mismatch(c, x, y, y, op, switchCase, 'UndefinedOp', incomparableCause(c, y.type));
    }
  } else if (!allOrdered(x.type)) {
    return mismatch(c, x, y, x, op, switchCase, 'UndefinedOp', '');
  } else if (!allOrdered(y.type)) {
    return mismatch(c, x, y, y, op, switchCase, 'UndefinedOp', '');
  }
  if (x.mode === Mode.Constant && y.mode === Mode.Constant) {
    x.val = makeBool(compare(x.val!, constOp(op), y.val!));
  } else {
    x.mode = Mode.Value;
    // The operands take their default types if they are still untyped.
    if (x.node !== null) updateExprType(c, x.node, defaultType(x.type), true);
    if (y.node !== null) updateExprType(c, y.node, defaultType(y.type), true);
  }
  x.type = tUntypedBool;
}

function mismatch(c: Checker, x: Operand, y: Operand, errOp: Operand, op: Token, switchCase: boolean, code: string, cause: string): void {
  const sym = tokenText(op);
  if (cause === '') {
    if (isTypeParam(x.type) || isTypeParam(y.type)) {
      if (!isTypeParam(x.type)) errOp = y;
      cause = `type parameter ${c.t(errOp.type)} cannot use operator ${sym}`;
    } else {
      cause = `operator ${sym} not defined on ${compositeKind(errOp.type) || c.t(errOp.type)}`;
    }
  }
  const msg = switchCase
    ? `invalid case ${exprString(x.node)} in switch on ${exprString(y.node)} (${cause})`
    : `invalid operation: ${exprString(x.node)} ${sym} ${exprString(y.node)} (${cause})`;
  c.err(posOf(switchCase ? x : errOp), code, msg);
  x.mode = Mode.Invalid;
}

/** Why values of t cannot be compared. */
export function incomparableCause(c: Checker, t: Type): string {
  const k = under(t).kind;
  if (k === TypeKind.Slice || k === TypeKind.Signature || k === TypeKind.Map) return compositeKind(t) + ' can only be compared to nil';
  return comparableCause(t, true, c.str) ?? '';
}
