// Operations on constants. Operands of different kinds are first brought to the larger kind (Int < Float < Complex).

import { InternalError } from '../base/internal-error.ts';
import { toComplex, toFloat } from './convert.ts';
import { binaryExponent, FLOAT_ZERO, type FloatValue, floatAdd, floatCmp, floatDiv, floatMul, floatNeg, floatSub } from './float.ts';
import { makeBool, makeComplex, makeFloat, makeInt, makeRat, makeString, unknownValue } from './make.ts';
import { ConstOp } from './op.ts';
import { ConstKind, ConstValue } from './value.ts';

function bad(op: ConstOp, x: ConstValue): never {
  throw new InternalError(`constant operation ${op} on kind ${x.kind}`);
}

function lift(x: ConstValue, kind: ConstKind): ConstValue {
  if (x.kind === kind) return x;
  if (kind === ConstKind.Float) return toFloat(x);
  if (kind === ConstKind.Complex) return toComplex(x);
  throw new InternalError(`constant of kind ${x.kind} used as kind ${kind}`);
}

/** x op y for arithmetic, bitwise, string and boolean operators (not comparisons and shifts). The divisor must not be 0 for integers and floats. */
export function binaryOp(x: ConstValue, op: ConstOp, y: ConstValue): ConstValue {
  if (x.kind === ConstKind.Unknown || y.kind === ConstKind.Unknown) return unknownValue;
  const kind = x.kind > y.kind ? x.kind : y.kind;
  const a = lift(x, kind);
  const b = lift(y, kind);
  switch (kind) {
    case ConstKind.Bool:
      return op === ConstOp.LAnd ? makeBool(a.bool && b.bool) : op === ConstOp.LOr ? makeBool(a.bool || b.bool) : bad(op, x);
    case ConstKind.String: return op === ConstOp.Add ? makeString(a.str + b.str) : bad(op, x);
    case ConstKind.Int: return intOp(a, op, b);
    case ConstKind.Float: return floatOp(a, op, b);
    case ConstKind.Complex: return complexOp(a, op, b);
    default: return bad(op, x);
  }
}

function intOp(x: ConstValue, op: ConstOp, y: ConstValue): ConstValue {
  const a = x.int;
  const b = y.int;
  switch (op) {
    case ConstOp.Add: return makeInt(a + b);
    case ConstOp.Sub: return makeInt(a - b);
    case ConstOp.Mul: return makeInt(a * b);
    case ConstOp.Quo: return makeRat(a, b);
    case ConstOp.QuoInt: return makeInt(a / b);
    case ConstOp.Rem: return makeInt(a % b);
    case ConstOp.And: return makeInt(a & b);
    case ConstOp.Or: return makeInt(a | b);
    case ConstOp.Xor: return makeInt(a ^ b);
    case ConstOp.AndNot: return makeInt(a & ~b);
    default: return bad(op, x);
  }
}

function floatOp(x: ConstValue, op: ConstOp, y: ConstValue): ConstValue {
  const a = x.float!;
  const b = y.float!;
  switch (op) {
    case ConstOp.Add: return limited(floatAdd(a, b));
    case ConstOp.Sub: return limited(floatSub(a, b));
    case ConstOp.Mul: return limited(floatMul(a, b));
    case ConstOp.Quo: case ConstOp.QuoInt: return limited(floatDiv(a, b));
    default: return bad(op, x);
  }
}

/** Exponents are limited to 32 bits: larger values are not representable, smaller ones zero. */
function limited(f: FloatValue): ConstValue {
  if (f.den === 0n) {
    const e = binaryExponent(f);
    if (e > 2147483647) return unknownValue;
    if (e < -2147483648) return makeFloat(FLOAT_ZERO);
  }
  return makeFloat(f);
}

function complexOp(x: ConstValue, op: ConstOp, y: ConstValue): ConstValue {
  const a = x.re!, b = x.im!, c = y.re!, d = y.im!;
  switch (op) {
    case ConstOp.Add: return makeComplex(binaryOp(a, ConstOp.Add, c), binaryOp(b, ConstOp.Add, d));
    case ConstOp.Sub: return makeComplex(binaryOp(a, ConstOp.Sub, c), binaryOp(b, ConstOp.Sub, d));
    case ConstOp.Mul: {
      const re = binaryOp(binaryOp(a, ConstOp.Mul, c), ConstOp.Sub, binaryOp(b, ConstOp.Mul, d));
      const im = binaryOp(binaryOp(b, ConstOp.Mul, c), ConstOp.Add, binaryOp(a, ConstOp.Mul, d));
      return makeComplex(re, im);
    }
    case ConstOp.Quo: case ConstOp.QuoInt: {
      // (a+bi)/(c+di) = ((ac+bd) + (bc-ad)i) / (cc+dd)
      const s = binaryOp(binaryOp(c, ConstOp.Mul, c), ConstOp.Add, binaryOp(d, ConstOp.Mul, d));
      const re = binaryOp(binaryOp(a, ConstOp.Mul, c), ConstOp.Add, binaryOp(b, ConstOp.Mul, d));
      const im = binaryOp(binaryOp(b, ConstOp.Mul, c), ConstOp.Sub, binaryOp(a, ConstOp.Mul, d));
      return makeComplex(binaryOp(re, ConstOp.Quo, s), binaryOp(im, ConstOp.Quo, s));
    }
    default: return bad(op, x);
  }
}

/** op x. For Compl, `bits` is the width of an unsigned type (the result is limited to it), else 0. */
export function unaryOp(op: ConstOp, x: ConstValue, bits: number): ConstValue {
  if (x.kind === ConstKind.Unknown) return x;
  switch (op) {
    case ConstOp.Pos: return x;
    case ConstOp.Neg:
      if (x.kind === ConstKind.Int) return makeInt(-x.int);
      if (x.kind === ConstKind.Float) return makeFloat(floatNeg(x.float!));
      if (x.kind === ConstKind.Complex) return makeComplex(unaryOp(op, x.re!, 0), unaryOp(op, x.im!, 0));
      return bad(op, x);
    case ConstOp.Compl:
      if (x.kind !== ConstKind.Int) return bad(op, x);
      return makeInt(bits > 0 ? BigInt.asUintN(bits, ~x.int) : ~x.int);
    case ConstOp.Not: return x.kind === ConstKind.Bool ? makeBool(!x.bool) : bad(op, x);
    default: return bad(op, x);
  }
}

function cmpResult(c: number, op: ConstOp, x: ConstValue): boolean {
  switch (op) {
    case ConstOp.Eql: return c === 0;
    case ConstOp.Neq: return c !== 0;
    case ConstOp.Lss: return c < 0;
    case ConstOp.Leq: return c <= 0;
    case ConstOp.Gtr: return c > 0;
    case ConstOp.Geq: return c >= 0;
    default: return bad(op, x);
  }
}

/** x op y for comparison operators; false if an operand is unknown. */
export function compare(x: ConstValue, op: ConstOp, y: ConstValue): boolean {
  if (x.kind === ConstKind.Unknown || y.kind === ConstKind.Unknown) return false;
  const kind = x.kind > y.kind ? x.kind : y.kind;
  const a = lift(x, kind);
  const b = lift(y, kind);
  switch (kind) {
    case ConstKind.Bool: return cmpResult(a.bool === b.bool ? 0 : 1, op, x);
    case ConstKind.String: return cmpResult(a.str < b.str ? -1 : a.str > b.str ? 1 : 0, op, x);
    case ConstKind.Int: return cmpResult(a.int < b.int ? -1 : a.int > b.int ? 1 : 0, op, x);
    case ConstKind.Float: return cmpResult(floatCmp(a.float!, b.float!), op, x);
    default: {
      const eq = compare(a.re!, ConstOp.Eql, b.re!) && compare(a.im!, ConstOp.Eql, b.im!);
      return cmpResult(eq ? 0 : 1, op, x);
    }
  }
}

/** x << s or x >> s for an Int constant. */
export function shiftOp(x: ConstValue, left: boolean, s: number): ConstValue {
  if (x.kind === ConstKind.Unknown || s === 0) return x;
  if (x.kind !== ConstKind.Int) throw new InternalError(`constant shift of kind ${x.kind}`);
  return makeInt(left ? x.int << BigInt(s) : x.int >> BigInt(s));
}
