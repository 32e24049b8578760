// Bytes put together or taken apart: an or of neighbouring bytes shifted to their places becomes one wide load, stores of the bytes of a
// word to neighbouring addresses one wide store; both also in big-endian order. (encoding/binary, hashes, ciphers, compression.)
//
// Addresses are compared as sums of terms and a constant. A wide load stands where the last byte was loaded, behind all of their checks;
// nothing between the first and the last may write. Stores are combined only if nothing but pure values stands between them: a check
// that fails between two stores must leave the second undone.

import { Effect, VT, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { BlockId, Func, ValueId } from '../func.ts';
import { Replacements } from './rewrite.ts';
import { const32, const64, isConst32, isConst64 } from './consts.ts';

const MAX_TERMS = 6;

export function combineBytes(f: Func): boolean {
  if (!hasBytes(f)) return false;
  const uses = countUses(f);
  const r = new Replacements(f);
  let changed = false;
  for (let b = 0; b < f.numBlocks; b++) {
    changed = combineStores(f, b) || changed;
    const order = positions(f, b);
    for (let v = f.lastValue[b]!; v !== 0; v = f.prev[v]!) {
      if (f.op[v] !== Op.I32Or && f.op[v] !== Op.I64Or) continue;
      const w = combineLoads(f, v, uses, order);
      if (w !== 0) r.set(v, w);
    }
  }
  r.apply(f);
  return changed || r.changed;
}

function hasBytes(f: Func): boolean {
  let n = 0;
  for (let v = 1; v < f.numValues; v++) if ((f.op[v] === Op.Load8U || f.op[v] === Op.Store8) && f.block[v]! >= 0 && ++n > 1) return true;
  return false;
}

function countUses(f: Func): Int32Array {
  const uses = new Int32Array(f.numValues);
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) for (let i = 0, n = f.numArgs(v); i < n; i++) uses[f.arg(v, i)]!++;
    uses[f.control[b]!]!++;
    for (const x of f.rets[b]!) uses[x]!++;
  }
  return uses;
}

/** Places of the loads of a block, and of how many writes stand before each. */
function positions(f: Func, b: BlockId): Map<ValueId, { at: number; writes: number }> {
  const out = new Map<ValueId, { at: number; writes: number }>();
  let at = 0;
  let writes = 0;
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!, at++) {
    if (f.op[v] === Op.Load8U) out.set(v, { at, writes });
    else if ((opTable[f.op[v]!]!.effect & (Effect.Write | Effect.Call)) !== 0) writes++;
  }
  return out;
}

/** A byte in memory: the terms of its address, and the constant part. */
interface Place { terms: string; offset: number }

function place(f: Func, p: ValueId, aux: number): Place | null {
  const terms: string[] = [];
  let offset = aux;
  const work = [p];
  while (work.length > 0) {
    const v = work.pop()!;
    switch (f.op[v]! as Op) {
      case Op.PtrAdd: case Op.I32Add: work.push(f.arg0[v]!, f.arg1[v]!); break;
      case Op.PtrAddImm: offset += f.aux[v]!; work.push(f.arg0[v]!); break;
      case Op.ConstI32: case Op.ConstPtr: offset += f.aux[v]!; break;
      case Op.SymAddr: case Op.StackAddr: terms.push(`${f.op[v] === Op.SymAddr ? 'y' : 's'}${f.aux[v]}`); offset += f.aux2[v]!; break;
      default: terms.push(`v${v}`);
    }
    if (terms.length > MAX_TERMS) return null;
  }
  return { terms: terms.sort().join(), offset };
}

/** One leaf of an or: the load of a byte, and its place in the word in bits. */
interface Leaf { load: ValueId; shift: number }

function leafOf(f: Func, v: ValueId, wide: boolean, uses: Int32Array): Leaf | null {
  let shift = 0;
  if (uses[v] !== 1) return null;
  if (!wide && f.op[v] === Op.I32And && isConst32(f, f.arg1[v]!) && f.aux[f.arg1[v]!] === 0xffff) {
    // A uint16 is kept normalised; only the byte shifted by 8 fits below the mask.
    v = f.arg0[v]!;
    if (f.op[v] !== Op.I32Shl || f.aux[f.arg1[v]!] !== 8 || uses[v] !== 1) return null;
  }
  if (f.op[v] === (wide ? Op.I64Shl : Op.I32Shl)) {
    const c = f.arg1[v]!;
    if (wide ? !isConst64(f, c) || f.aux2[c] !== 0 : !isConst32(f, c)) return null;
    shift = f.aux[c]!;
    v = f.arg0[v]!;
  }
  if (wide) {
    if (f.op[v] !== Op.I64ExtendI32U || uses[v] !== 1) return null;
    v = f.arg0[v]!;
  }
  return f.op[v] === Op.Load8U && uses[v] === 1 && shift % 8 === 0 && shift < (wide ? 64 : 32) ? { load: v, shift } : null;
}

/** The leaves of a tree of ors in one block, or null if it is not made of single bytes. */
function leaves(f: Func, root: ValueId, uses: Int32Array): Leaf[] | null {
  const op = f.op[root]!;
  const out: Leaf[] = [];
  const work = [f.arg0[root]!, f.arg1[root]!];
  while (work.length > 0) {
    const v = work.pop()!;
    if (f.op[v] === op && uses[v] === 1 && f.block[v] === f.block[root]) { work.push(f.arg0[v]!, f.arg1[v]!); continue; }
    const leaf = leafOf(f, v, op === Op.I64Or, uses);
    if (leaf === null || out.length === 8) return null;
    out.push(leaf);
  }
  return out;
}

/** What stands for the or v of bytes, or 0. */
function combineLoads(f: Func, v: ValueId, uses: Int32Array, order: ReturnType<typeof positions>): ValueId {
  const list = leaves(f, v, uses);
  if (list === null || (list.length !== 2 && list.length !== 4 && list.length !== 8)) return 0;
  const n = list.length;
  list.sort((a, b) => a.shift - b.shift);
  const base = list[0]!.shift;
  const places: Place[] = [];
  for (let i = 0; i < n; i++) {
    const { load, shift } = list[i]!;
    const p = order.has(load) ? place(f, f.arg0[load]!, f.aux[load]!) : null;
    if (p === null || shift !== base + 8 * i || (i > 0 && p.terms !== places[0]!.terms)) return 0;
    places.push(p);
  }
  const little = places.every((p, i) => p.offset === places[0]!.offset + i);
  const big = places.every((p, i) => p.offset === places[0]!.offset - i);
  if (base !== 0 || (!little && (!big || n === 2))) return 0;
  const at = list.map((l) => order.get(l.load)!);
  if (at.some((x) => x.writes !== at[0]!.writes)) return 0;
  let last = list[0]!.load;
  for (const l of list) if (order.get(l.load)!.at > order.get(last)!.at) last = l.load;
  const low = little ? list[0]!.load : list[n - 1]!.load;
  const wide = f.op[v] === Op.I64Or;
  const op = n === 2 ? Op.Load16U : n === 4 ? Op.Load32 : Op.Load64;
  let w = f.newValue(op, n === 8 ? VT.I64 : VT.I32, f.vpos[last]!, f.arg0[low]!, 0, 0, f.aux[low]!);
  f.inl[w] = f.inl[last]!;
  f.insertBefore(w, last);
  if (big) w = n === 8 ? swap64(f, v, w) : swap32(f, v, w);
  if (wide && n < 8) w = f.insertBefore(f.newValue(Op.I64ExtendI32U, VT.I64, f.vpos[v]!, w), v);
  return w;
}

function swap32(f: Func, at: ValueId, x: ValueId): ValueId {
  const op = (o: Op, a: ValueId, b: ValueId): ValueId => f.insertBefore(f.newValue(o, VT.I32, f.vpos[at]!, a, b), at);
  const odd = op(Op.I32And, op(Op.I32Rotl, x, const32(f, at, 8)), const32(f, at, 0x00ff00ff));
  return op(Op.I32Or, odd, op(Op.I32And, op(Op.I32Rotl, x, const32(f, at, 24)), const32(f, at, 0xff00ff00)));
}

function swap64(f: Func, at: ValueId, x: ValueId): ValueId {
  const op = (o: Op, a: ValueId, b: ValueId): ValueId => f.insertBefore(f.newValue(o, VT.I64, f.vpos[at]!, a, b), at);
  const step = (v: ValueId, bits: number, mask: number): ValueId => {
    const m = const64(f, at, mask, mask);
    const n = const64(f, at, bits, 0);
    return op(Op.I64Or, op(Op.I64Shl, op(Op.I64And, v, m), n), op(Op.I64And, op(Op.I64ShrU, v, n), m));
  };
  return op(Op.I64Rotl, step(step(x, 8, 0x00ff00ff), 16, 0x0000ffff), const64(f, at, 32, 0));
}

/** The word whose byte a Store8 stores, and the byte's place in it in bits. */
function byteOf(f: Func, v: ValueId): { word: ValueId; wide: boolean; shift: number } {
  while (f.op[v] === Op.I32And && isConst32(f, f.arg1[v]!) && (f.aux[f.arg1[v]!]! & 255) === 255) v = f.arg0[v]!;
  if (f.op[v] === Op.I32WrapI64) {
    v = f.arg0[v]!;
    const c = f.arg1[v]!;
    if ((f.op[v] === Op.I64ShrU || f.op[v] === Op.I64ShrS) && isConst64(f, c) && f.aux2[c] === 0) return { word: f.arg0[v]!, wide: true, shift: f.aux[c]! };
    return { word: v, wide: true, shift: 0 };
  }
  if ((f.op[v] === Op.I32ShrU || f.op[v] === Op.I32ShrS) && isConst32(f, f.arg1[v]!)) return { word: f.arg0[v]!, wide: false, shift: f.aux[f.arg1[v]!]! };
  return { word: v, wide: false, shift: 0 };
}

/** Runs of stores with only pure values between them. */
function combineStores(f: Func, b: BlockId): boolean {
  let changed = false;
  let run: ValueId[] = [];
  const flush = (): void => {
    if (run.length >= 2) changed = combineRun(f, run) || changed;
    run = [];
  };
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
    if (f.op[v] === Op.Store8) run.push(v);
    else if (opTable[f.op[v]!]!.effect !== Effect.Pure) flush();
  }
  flush();
  return changed;
}

/** Replaces each stretch of 8, 4 or 2 stores that store one word's bytes in order by one store. */
function combineRun(f: Func, run: ValueId[]): boolean {
  let changed = false;
  for (let i = 0; i + 1 < run.length;) {
    let n = 8;
    while (n >= 2 && (i + n > run.length || !combineStretch(f, run.slice(i, i + n)))) n >>= 1;
    changed ||= n >= 2;
    i += Math.max(n, 1);
  }
  return changed;
}

function combineStretch(f: Func, stores: ValueId[]): boolean {
  const n = stores.length;
  const bytes = stores.map((s) => byteOf(f, f.arg1[s]!));
  const places = stores.map((s) => place(f, f.arg0[s]!, f.aux[s]!));
  const first = places[0];
  if (first === null || first === undefined || places.some((p) => p === null || p.terms !== first.terms)) return false;
  const { word, wide } = bytes[0]!;
  if (bytes.some((x) => x.word !== word || x.wide !== wide)) return false;
  // By address: little endian if the places in the word rise with it.
  const low = Math.min(...places.map((p) => p!.offset));
  const shifts: number[] = [];
  places.forEach((p, i) => { shifts[p!.offset - low] = bytes[i]!.shift; });
  if (shifts.length !== n || Object.keys(shifts).length !== n) return false;
  const little = shifts.every((s, i) => s === 8 * i);
  const big = shifts.every((s, i) => s === 8 * (n - 1 - i));
  if ((!little && (!big || n === 2)) || (n === 8 && !wide)) return false;
  const last = stores[n - 1]!;
  const at = stores[places.findIndex((p) => p!.offset === low)]!;
  let x = word;
  if (wide && n < 8) x = f.insertBefore(f.newValue(Op.I32WrapI64, VT.I32, f.vpos[last]!, x), last);
  if (big) x = n === 8 ? swap64(f, last, x) : swap32(f, last, x);
  const op = n === 2 ? Op.Store16 : n === 4 ? Op.Store32 : Op.Store64;
  const s = f.newValue(op, VT.Void, f.vpos[last]!, f.arg0[at]!, x, 0, f.aux[at]!);
  f.inl[s] = f.inl[last]!;
  f.insertBefore(s, last);
  for (const old of stores) f.remove(old);
  return true;
}
