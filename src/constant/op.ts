// Operators of constant expressions. The checker maps tokens to them, because integer division has two meanings here.

export const enum ConstOp {
  Add, Sub, Mul,
  /** Exact division (of integers: a rational). */
  Quo,
  /** Division of integers truncated toward zero. */
  QuoInt,
  Rem, And, Or, Xor, AndNot, LAnd, LOr,
  Eql, Neq, Lss, Leq, Gtr, Geq,
  // Unary.
  Not, Pos, Neg,
  /** ^x */
  Compl,
}
