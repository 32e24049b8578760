// Recognising and making constants.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { Func, ValueId } from '../func.ts';

export function isConst32(f: Func, v: ValueId): boolean {
  const op = f.op[v]!;
  return op === Op.ConstI32 || op === Op.ConstPtr;
}
export function isConst64(f: Func, v: ValueId): boolean { return f.op[v] === Op.ConstI64; }
export function isConst(f: Func, v: ValueId): boolean {
  const op = f.op[v]!;
  return op === Op.ConstI32 || op === Op.ConstPtr || op === Op.ConstI64 || op === Op.ConstF32 || op === Op.ConstF64;
}
export function is64(f: Func, v: ValueId, lo: number, hi = lo < 0 ? -1 : 0): boolean {
  return f.op[v] === Op.ConstI64 && f.aux[v] === lo && f.aux2[v] === hi;
}
export function is32(f: Func, v: ValueId, x: number): boolean { return isConst32(f, v) && f.aux[v] === x; }

/** A new i32 constant placed before `at`. */
export function const32(f: Func, at: ValueId, x: number): ValueId {
  return f.insertBefore(f.newValue(Op.ConstI32, VT.I32, f.vpos[at]!, 0, 0, 0, x | 0), at);
}
export function const64(f: Func, at: ValueId, lo: number, hi: number): ValueId {
  return f.insertBefore(f.newValue(Op.ConstI64, VT.I64, f.vpos[at]!, 0, 0, 0, lo | 0, hi | 0), at);
}
/** log2 of a positive power of two, or -1. */
export function log2of32(x: number): number { return x > 0 && (x & (x - 1)) === 0 ? 31 - Math.clz32(x) : -1; }
export function log2of64(lo: number, hi: number): number {
  if (hi === 0) return lo !== 0 && (lo & (lo - 1)) === 0 ? 31 - Math.clz32(lo) : -1;
  return lo === 0 && hi > 0 ? (log2of32(hi) < 0 ? -1 : 32 + log2of32(hi)) : -1;
}
