// Representability and overflow of constants. spec#Representability, spec#Constant_expressions

import { Kind, type Node } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';
import { Token } from '../../syntax/token.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { bitLen, makeUnknown, representable as constRepresentable } from '../../constant/constant.ts';
import { Mode, type Type, TypeKind } from '../types.ts';
import { isInteger, isNumeric, isTyped } from '../predicates.ts';
import { under } from '../under.ts';
import { startPos } from './positions.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

/** Precision of untyped integer constants. */
const PRECISION = 512;

/** The value of constant v as type t (basic underneath), rounded if need be; null if it does not fit. Unknown always fits. */
export function constAs(v: ConstValue, t: Type): ConstValue | null {
  if (v.kind === ConstKind.Unknown) return v;
  return constRepresentable(v, under(t).basic);
}

/** '' and the value, or the error code. */
export function representation(x: Operand, t: Type): { val: ConstValue | null; code: string } {
  const val = constAs(x.val!, t);
  if (val !== null) return { val, code: '' };
  if (isNumeric(x.type) && isNumeric(t)) {
    return { val: null, code: !isInteger(x.type) && isInteger(t) ? 'TruncatedFloat' : 'NumericOverflow' };
  }
  return { val: null, code: 'InvalidConstVal' };
}

/** Makes constant operand x a value of basic type t or complains. */
export function representable(c: Checker, x: Operand, t: Type): void {
  const r = representation(x, t);
  if (r.code !== '') {
    invalidConversion(c, r.code, x, t);
    x.mode = Mode.Invalid;
    return;
  }
  x.val = r.val;
}

export function invalidConversion(c: Checker, code: string, x: Operand, target: Type): void {
  const msg = code === 'TruncatedFloat' ? `${c.o(x)} truncated to ${c.t(target)}`
    : code === 'NumericOverflow' ? `${c.o(x)} overflows ${c.t(target)}`
    : `cannot convert ${c.o(x)} to type ${c.t(target)}`;
  c.errO(x, code, msg);
}

/** After an operation on constants: the result must be a value of its type; untyped integers have a limit. */
export function overflow(c: Checker, x: Operand, opPos: Pos): void {
  const v = x.val!;
  if (v.kind === ConstKind.Unknown) {
    c.err(opPos, 'InvalidConstVal', 'constant result is not representable');
    return;
  }
  if (isTyped(x.type)) {
    const u = under(x.type);
    if (u.kind === TypeKind.Basic) representable(c, x, u);
    return;
  }
  if (v.kind === ConstKind.Int && bitLen(v) > PRECISION) {
    const op = opName(x.node!);
    c.err(opPos, 'InvalidConstVal', `constant ${op !== '' ? op + ' ' : ''}overflow`);
    x.val = makeUnknown();
  }
}

/** Position of an operation's operator, else start of the expression. */
export function opPosOf(n: Node): Pos { return n.kind === Kind.Binary ? n.opPos : startPos(n); }

function opName(n: Node): string {
  if (n.kind === Kind.Unary) return n.op === Token.Xor ? 'bitwise complement' : '';
  if (n.kind !== Kind.Binary) return '';
  switch (n.op as Token) {
    case Token.Add: return 'addition';
    case Token.Sub: return 'subtraction';
    case Token.Xor: return 'bitwise XOR';
    case Token.Mul: return 'multiplication';
    case Token.Shl: return 'shift';
    default: return '';
  }
}
