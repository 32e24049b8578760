// 64-bit integers as pairs of int32 (lo, hi), for the optimiser: SSA constants are stored so. Results are returned through `lo` and
// `hi` of a caller-owned Int64 to avoid allocation in hot loops of the compiler.

export class Int64 {
  lo = 0;
  hi = 0;
  set(lo: number, hi: number): this { this.lo = lo | 0; this.hi = hi | 0; return this; }
  setBig(x: bigint): this {
    this.lo = Number(BigInt.asIntN(32, x));
    this.hi = Number(BigInt.asIntN(32, x >> 32n));
    return this;
  }
  get big(): bigint { return (BigInt(this.hi) << 32n) | BigInt(this.lo >>> 0); }
}

const B64 = 64;

/** Binary operations on 64-bit values by name of the wasm instruction; returns false where the operation traps (division). */
export function binary64(op: string, alo: number, ahi: number, blo: number, bhi: number, out: Int64): boolean {
  const a = (BigInt(ahi) << 32n) | BigInt(alo >>> 0);
  const b = (BigInt(bhi) << 32n) | BigInt(blo >>> 0);
  const r = big64(op, a, b);
  if (r === null) return false;
  out.setBig(BigInt.asIntN(B64, r));
  return true;
}

function big64(op: string, a: bigint, b: bigint): bigint | null {
  const ua = BigInt.asUintN(B64, a);
  const ub = BigInt.asUintN(B64, b);
  const s = ub & 63n;
  switch (op) {
    case 'Add': return a + b;
    case 'Sub': return a - b;
    case 'Mul': return a * b;
    case 'And': return a & b;
    case 'Or': return a | b;
    case 'Xor': return a ^ b;
    case 'Shl': return a << s;
    case 'ShrS': return a >> s;
    case 'ShrU': return ua >> s;
    case 'Rotl': return (ua << s) | (ua >> ((64n - s) & 63n) & ((1n << s) - 1n));
    case 'Rotr': return (ua >> s) | ((ua & ((1n << s) - 1n)) << ((64n - s) & 63n));
    case 'DivS': return b === 0n || (b === -1n && a === -(1n << 63n)) ? null : a / b;
    case 'DivU': return b === 0n ? null : ua / ub;
    case 'RemS': return b === 0n ? null : a % b;
    case 'RemU': return b === 0n ? null : ua % ub;
    case 'MulHiU': return (ua * ub) >> 64n;
    default: return null;
  }
}

/** Signed comparison: negative, 0 or positive. */
export function cmpS64(alo: number, ahi: number, blo: number, bhi: number): number {
  return ahi !== bhi ? (ahi < bhi ? -1 : 1) : alo === blo ? 0 : alo >>> 0 < blo >>> 0 ? -1 : 1;
}

/** Unsigned comparison. */
export function cmpU64(alo: number, ahi: number, blo: number, bhi: number): number {
  return ahi !== bhi ? (ahi >>> 0 < bhi >>> 0 ? -1 : 1) : alo === blo ? 0 : alo >>> 0 < blo >>> 0 ? -1 : 1;
}

/** The value as a JavaScript number if it is exact there (|x| <= 2^53), else NaN. */
export function toNumber64(lo: number, hi: number): number {
  const x = hi * 4294967296 + (lo >>> 0);
  return Number.isSafeInteger(x) ? x : Number.NaN;
}
