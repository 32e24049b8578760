// Binary operators other than shifts and comparisons. spec#Arithmetic_operators, spec#Logical_operators

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token, tokenText } from '../../syntax/token.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { ConstOp, binaryOp, imag, makeUnknown, real, sign } from '../../constant/constant.ts';
import { Mode, type Type } from '../types.ts';
import { allBoolean, allInteger, allNumeric, allNumericOrString, identical, isComplex, isInteger, isValid } from '../predicates.ts';
import { constOp, isComparisonOp, isShiftOp } from './ops.ts';
import { matchTypes } from './untyped.ts';
import { comparison } from './compare.ts';
import { shift } from './shift.ts';
import { opPosOf, overflow } from './representable.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr } from './expr.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/**
 * x becomes the value of Binary node n. Chains a + b + c + … lean to the left and may be long: they are worked off from the inside
 * without recursion, each intermediate result being recorded as rawExpr would.
 */
export function binaryExpr(c: Checker, x: Operand, n: Node): void {
  const spine: Node[] = [];
  let e = n;
  for (; e.kind === Kind.Binary; e = e.x!) spine.push(e);
  expr(c, null, x, e);
  for (let i = spine.length - 1; i >= 0; i--) {
    const b = spine[i]!;
    binaryRight(c, x, b, b.x!, b.y!, b.op);
    if (i === 0) return;
    x.node = b;
    c.record(x);
  }
}

/** x becomes `lhs op rhs`; n is the Binary node, or null for an assignment operation. */
export function binary(c: Checker, x: Operand, n: Node | null, lhs: Node, rhs: Node, op: Token): void {
  expr(c, null, x, lhs);
  binaryRight(c, x, n, lhs, rhs, op);
}

function binaryRight(c: Checker, x: Operand, n: Node | null, lhs: Node, rhs: Node, op: Token): void {
  const y = new Operand();
  expr(c, null, y, rhs);
  if (x.mode === Mode.Invalid) return;
  if (y.mode === Mode.Invalid) {
    x.mode = Mode.Invalid;
    x.node = y.node;
    return;
  }
  if (isShiftOp(op)) return shift(c, x, y, n, op);
  matchTypes(c, x, y);
  if ((x.mode as Mode) === Mode.Invalid) return;
  if (isComparisonOp(op)) return comparison(c, x, y, op, false);
  if (x.type !== y.type && !identical(x.type, y.type)) {
    // Complain only if both are valid types.
    if (isValid(x.type) && isValid(y.type)) {
      const what = n !== null ? exprString(n) : `${exprString(lhs)} ${tokenText(op)}= ${exprString(rhs)}`;
      c.errO(x, 'MismatchedTypes', `invalid operation: ${what} (mismatched types ${c.t(x.type)} and ${c.t(y.type)})`);
    }
    x.mode = Mode.Invalid;
    return;
  }
  if (!operatorDefined(op, x.type)) {
    c.errO(x, 'UndefinedOp', `invalid operation: operator ${tokenText(op)} not defined on ${c.o(x)}`);
    x.mode = Mode.Invalid;
    return;
  }
  if ((op === Token.Div || op === Token.Rem) && zeroDivisor(x, y)) {
    c.errO(y, 'DivByZero', 'invalid operation: division by zero');
    x.mode = Mode.Invalid;
    return;
  }
  if (x.mode !== Mode.Constant || y.mode !== Mode.Constant) {
    x.mode = Mode.Value;
    return;
  }
  if (x.val!.kind === ConstKind.Unknown || y.val!.kind === ConstKind.Unknown) {
    x.val = makeUnknown();
    return;
  }
  const cop = op === Token.Div && isInteger(x.type) ? ConstOp.QuoInt : constOp(op);
  x.val = binaryOp(x.val!, cop, y.val!);
  x.node = n;
  overflow(c, x, n === null ? lhs.pos : opPosOf(n));
}

function operatorDefined(op: Token, t: Type): boolean {
  switch (op) {
    case Token.Add: return allNumericOrString(t);
    case Token.Sub: case Token.Mul: case Token.Div: return allNumeric(t);
    case Token.AndAnd: case Token.OrOr: return allBoolean(t);
    default: return allInteger(t);
  }
}

/** spec#Integer_operators: a constant divisor of integers must not be zero; nor that of any constant division. */
function zeroDivisor(x: Operand, y: Operand): boolean {
  if (y.mode !== Mode.Constant) return false;
  if ((x.mode === Mode.Constant || allInteger(x.type)) && sign(y.val!) === 0) return true;
  return x.mode === Mode.Constant && isComplex(x.type) && zeroSquare(real(y.val!)) && zeroSquare(imag(y.val!));
}

/** Complex division divides by the sum of the squares, which may be too small to represent. */
function zeroSquare(v: ConstValue): boolean { return sign(binaryOp(v, ConstOp.Mul, v)) === 0; }
