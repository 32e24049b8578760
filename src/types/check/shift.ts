// Shifts. spec#Operators: "If the left operand of a non-constant shift expression is an untyped constant, it is first implicitly
// converted to the type it would assume if the shift expression were replaced by its left operand alone" – that type is known
// only later, so the operand is marked and checked when the type arrives (untyped.ts).

import type { Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { makeUnknown, shiftOp, sign, smallInt, toInt } from '../../constant/constant.ts';
import { Mode } from '../types.ts';
import { allInteger, allUnsigned, isInteger, isUntyped } from '../predicates.ts';
import { tUint, tUntypedInt } from '../universe.ts';
import { convertUntyped } from './untyped.ts';
import { opPosOf, overflow, representable } from './representable.ts';
import { type Checker, posOf } from './checker.ts';
import type { Operand } from './operand.ts';

/** Largest constant shift count: so that the smallest float64 can be written as a shift. */
const SHIFT_LIMIT = 1023 - 1 + 52;

export function shift(c: Checker, x: Operand, y: Operand, n: Node | null, op: Token): void {
  const xval = x.mode === Mode.Constant ? toInt(x.val!) : null;
  const intLike = allInteger(x.type) || (isUntyped(x.type) && xval !== null && xval.kind === ConstKind.Int);
  if (!intLike) {
    c.errO(x, 'InvalidShiftOperand', `invalid operation: shifted operand ${c.o(x)} must be integer`);
    x.mode = Mode.Invalid;
    return;
  }
  const yval = shiftCount(c, y);
  if (yval === undefined) {
    x.mode = Mode.Invalid;
    return;
  }
  if (x.mode === Mode.Constant) {
    if (yval !== null) return constantShift(c, x, y, xval!, yval, n, op);
    if (isUntyped(x.type)) {
      if (x.node !== null) c.markShiftLhs(x.node);
      x.mode = Mode.Value; // keep x's untyped type
      return;
    }
  }
  if (!allInteger(x.type)) {
    c.errO(x, 'InvalidShiftOperand', `invalid operation: shifted operand ${c.o(x)} must be integer`);
    x.mode = Mode.Invalid;
    return;
  }
  x.mode = Mode.Value;
}

/** Checks the count: its value if constant, null if not, undefined if an error was reported. */
function shiftCount(c: Checker, y: Operand): ConstValue | null | undefined {
  if (y.mode === Mode.Constant) {
    const v = toInt(y.val!);
    if (v.kind === ConstKind.Int && sign(v) < 0) {
      c.errO(y, 'InvalidShiftCount', `invalid operation: negative shift count ${c.o(y)}`);
      return undefined;
    }
    if (isUntyped(y.type)) {
      // The count must be representable as a uint; the type itself stays untyped here.
      representable(c, y, tUint);
      return y.mode as Mode === Mode.Invalid ? undefined : v;
    }
    return v; // a typed constant of another kind is let through, as in gc
  }
  if (allInteger(y.type)) {
    if (!allUnsigned(y.type) && !c.needVersion(posOf(y), 13, `invalid operation: signed shift count ${c.o(y)}`)) return undefined;
    return null;
  } else if (isUntyped(y.type)) {
    convertUntyped(c, y, tUint);
    return y.mode as Mode === Mode.Invalid ? undefined : null;
  }
  c.errO(y, 'InvalidShiftCount', `invalid operation: shift count ${c.o(y)} must be integer`);
  return undefined;
}

function constantShift(c: Checker, x: Operand, y: Operand, xval: ConstValue, yval: ConstValue, n: Node | null, op: Token): void {
  if (x.val!.kind === ConstKind.Unknown || y.val!.kind === ConstKind.Unknown) {
    x.val = makeUnknown();
    if (!isInteger(x.type)) x.type = tUntypedInt;
    return;
  }
  const s = smallInt(yval);
  if (s === null || s > SHIFT_LIMIT) {
    c.errO(y, 'InvalidShiftCount', `invalid operation: invalid shift count ${c.o(y)}`);
    x.mode = Mode.Invalid;
    return;
  }
  // An untyped operand that is representable as an integer becomes one, even if it was a float constant.
  if (!isInteger(x.type)) x.type = tUntypedInt;
  x.val = shiftOp(xval, op === Token.Shl, s);
  const at = posOf(x);
  x.node = n ?? x.node;
  overflow(c, x, n === null ? at : opPosOf(n));
}
