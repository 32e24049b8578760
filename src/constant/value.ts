// Constant values of any size, exactly. `bigint` lives in this layer alone. Floats are exact rationals while small and fall back
// to a 512-bit-mantissa binary float when numerator or denominator grow beyond that (as the specification allows).
// Operations are in arith.ts, conversion and rounding in convert.ts, parsing of literals in literal.ts, text as gc prints it in format.ts.

export const enum ConstKind { Unknown, Bool, String, Int, Float, Complex }

/** Immutable. Exactly one payload is meaningful, by kind. */
export class ConstValue {
  readonly kind: ConstKind;
  readonly bool: boolean;
  /** Strings are bytes: a JavaScript string of Latin-1 code units 0..255, one per byte. */
  readonly str: string;
  readonly int: bigint;
  /** Float: the value num/den (den > 0), or a BigFloat when too large; see float.ts. */
  readonly float: import('./float.ts').FloatValue | null;
  readonly re: ConstValue | null;
  readonly im: ConstValue | null;

  constructor(kind: ConstKind, bool: boolean, str: string, int: bigint, float: import('./float.ts').FloatValue | null, re: ConstValue | null, im: ConstValue | null) {
    this.kind = kind;
    this.bool = bool;
    this.str = str;
    this.int = int;
    this.float = float;
    this.re = re;
    this.im = im;
  }
}
