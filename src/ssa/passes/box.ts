// Op.Box: an immutable object with the words of a number, a string or a slice. Its kind follows from its words and its size.

import { VT } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { Func, ValueId } from '../func.ts';

export const enum BoxKind { Word16, Word32, Word64, String, Slice }

/** Runtime functions that make boxes on the heap, by kind. */
export const boxFunctions: readonly string[] = ['runtime.convT16', 'runtime.convT32', 'runtime.convT64', 'runtime.convTstring', 'runtime.convTslice'];

export function boxKind(f: Func, v: ValueId): BoxKind {
  const n = f.numArgs(v);
  if (n > 1) return n === 2 ? BoxKind.String : BoxKind.Slice;
  const { size } = f.allocs[f.aux[v]!]!;
  return size === 2 ? BoxKind.Word16 : size === 4 ? BoxKind.Word32 : BoxKind.Word64;
}

const loads: Partial<Record<Op, VT>> = { [Op.Load32]: VT.I32, [Op.Load64]: VT.I64, [Op.LoadF32]: VT.F32, [Op.LoadF64]: VT.F64, [Op.LoadPtr]: VT.Ptr };

/** The word of a box that the load v reads, or 0. */
export function boxedWord(f: Func, v: ValueId, op: Op): ValueId {
  const box = f.arg0[v]!;
  if (f.op[box] !== Op.Box) return 0;
  const k = f.aux[v]! / 8;
  if (!Number.isInteger(k) || k >= f.numArgs(box) || boxKind(f, box) === BoxKind.Word16) return 0;
  const x = f.arg(box, k);
  return f.vt[x] === loads[op] ? x : 0;
}

function storeOp(vt: VT, size: number): Op {
  switch (vt) {
    case VT.I32: return size === 2 ? Op.Store16 : Op.Store32;
    case VT.I64: return Op.Store64;
    case VT.F32: return Op.StoreF32;
    case VT.F64: return Op.StoreF64;
    default: return Op.StorePtr;
  }
}

/** Turns a box into the address of a memory-stack slot that its words are stored to. */
export function unbox(f: Func, v: ValueId, slot: number): void {
  const { size } = f.allocs[f.aux[v]!]!;
  const next = f.next[v]!;
  for (let i = 0, n = f.numArgs(v); i < n; i++) {
    const x = f.arg(v, i);
    const s = f.newValue(storeOp(f.vt[x]! as VT, size), VT.Void, f.vpos[v]!, v, x, 0, 8 * i);
    f.inl[s] = f.inl[v]!;
    if (next === 0) f.append(f.block[v]!, s);
    else f.insertBefore(s, next);
  }
  f.op[v] = Op.StackAddr;
  f.argCount[v] = -1;
  f.arg0[v] = 0;
  f.arg1[v] = 0;
  f.arg2[v] = 0;
  f.aux[v] = slot;
  f.aux2[v] = 0;
}
