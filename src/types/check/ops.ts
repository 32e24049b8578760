// Classes of operators, and the constant operation of each.

import { Token } from '../../syntax/token.ts';
import { ConstOp } from '../../constant/constant.ts';

export function isShiftOp(op: number): boolean { return op === Token.Shl || op === Token.Shr; }

export function isComparisonOp(op: number): boolean {
  switch (op as Token) {
    case Token.Eql: case Token.Neq: case Token.Lss: case Token.Leq: case Token.Gtr: case Token.Geq: return true;
    default: return false;
  }
}

/** The constant operation of a binary operator (not a shift); division is exact, see QuoInt. */
export function constOp(op: number): ConstOp {
  switch (op as Token) {
    case Token.Add: return ConstOp.Add;
    case Token.Sub: return ConstOp.Sub;
    case Token.Mul: return ConstOp.Mul;
    case Token.Div: return ConstOp.Quo;
    case Token.Rem: return ConstOp.Rem;
    case Token.And: return ConstOp.And;
    case Token.Or: return ConstOp.Or;
    case Token.Xor: return ConstOp.Xor;
    case Token.AndNot: return ConstOp.AndNot;
    case Token.AndAnd: return ConstOp.LAnd;
    case Token.OrOr: return ConstOp.LOr;
    case Token.Eql: return ConstOp.Eql;
    case Token.Neq: return ConstOp.Neq;
    case Token.Lss: return ConstOp.Lss;
    case Token.Leq: return ConstOp.Leq;
    case Token.Gtr: return ConstOp.Gtr;
    default: return ConstOp.Geq;
  }
}
