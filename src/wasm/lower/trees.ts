// Decides for each value whether it is evaluated on the wasm stack at its only use (Tree), at every use (Remat), or kept in a local.
//
// A tree is evaluated at the place of its root statement, later than where SSA has it. That is right if nothing between that it
// could observe or that could observe it: a pure value may move anywhere within its block (but is kept before a suspend site, so
// that one result is saved instead of two operands); a load may not pass writes and calls; anything else only pure values.

import { type ValueId, BlockKind } from '../../ssa/func.ts';
import { Effect, VT, opTable } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { type Lowering, Mode, SiteKind, evaluations, foldsAddress } from './state.ts';

const MAX_TREE_DEPTH = 40;

export function chooseTrees(L: Lowering): void {
  const f = L.f;
  L.mode = new Uint8Array(f.numValues);
  L.uses = new Int32Array(f.numValues);
  markNeeded(L);
  chooseRemat(L);
  countUses(L);
  for (let b = 0; b < f.numBlocks; b++) if (f.firstValue[b] !== 0) chooseInBlock(L, b);
}

/** Marks (mode Stmt) values that have an effect or that needed ones use. */
function markNeeded(L: Lowering): void {
  const { f, mode } = L;
  const work: ValueId[] = [];
  const need = (v: ValueId): void => {
    if (v !== 0 && mode[v] === Mode.None) { mode[v] = Mode.Stmt; work.push(v); }
  };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if ((opTable[f.op[v]!]!.effect & (Effect.Write | Effect.Check | Effect.Call)) !== 0) need(v);
    }
    if (f.bkind[b] === BlockKind.If || f.bkind[b] === BlockKind.Switch) need(f.control[b]!);
    if (f.bkind[b] === BlockKind.Return) for (const r of f.rets[b]!) need(r);
  }
  while (work.length > 0) {
    const v = work.pop()!;
    for (let i = 0, n = f.numArgs(v); i < n; i++) need(f.arg(v, i));
  }
}

function isConst(op: Op): boolean {
  return (op >= Op.ConstI32 && op <= Op.StackAddr) || op === Op.FrameAddr;
}

/** Constants and addresses; constant offsets that are only used in addresses. */
function chooseRemat(L: Lowering): void {
  const { f, mode } = L;
  // Pointer offsets: candidates unless a use is no address.
  for (let v = 1; v < f.numValues; v++) {
    if (mode[v] === Mode.None || f.block[v]! < 0) continue;
    const op = f.op[v]! as Op;
    if (isConst(op) || (op === Op.PtrAddImm && f.aux[v]! >= 0)) mode[v] = Mode.Remat;
  }
  const bad = (v: ValueId): void => { if (f.op[v] === Op.PtrAddImm) mode[v] = Mode.Stmt; };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (mode[v] === Mode.None) continue;
      const op = f.op[v]! as Op;
      for (let i = 0, n = f.numArgs(v); i < n; i++) if (!foldsAddress(op, i)) bad(f.arg(v, i));
    }
    if (f.bkind[b] === BlockKind.If || f.bkind[b] === BlockKind.Switch) bad(f.control[b]!);
    if (f.bkind[b] === BlockKind.Return) for (const r of f.rets[b]!) bad(r);
  }
}

/** How often each value is evaluated, given the modes so far. */
function countUses(L: Lowering): void {
  const { f, mode, uses } = L;
  // Users before their operands: a rematerialised offset passes its own count on, so chains are handled by a worklist.
  const add = (v: ValueId, n: number): void => {
    uses[v] = uses[v]! + n;
    if (mode[v] === Mode.Remat && f.op[v] === Op.PtrAddImm) add(f.arg0[v]!, n);
  };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (mode[v] === Mode.None || mode[v] === Mode.Remat) continue;
      const n = f.numArgs(v);
      for (let i = 0; i < n; i++) add(f.arg(v, i), evaluations(f, v, i));
    }
    if (f.bkind[b] === BlockKind.If || f.bkind[b] === BlockKind.Switch) add(f.control[b]!, 1);
    if (f.bkind[b] === BlockKind.Return) for (const r of f.rets[b]!) add(r, 1);
  }
}

function chooseInBlock(L: Lowering, b: number): void {
  const { f, mode, uses } = L;
  // Prefix counts by position in the block: values with effects.
  const list: ValueId[] = [];
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) list.push(v);
  const n = list.length;
  const writes = new Int32Array(n + 2);
  const effects = new Int32Array(n + 2);
  const sites = new Int32Array(n + 2);
  for (let i = 0; i < n; i++) {
    const v = list[i]!;
    const e = mode[v] === Mode.None ? 0 : opTable[f.op[v]!]!.effect;
    writes[i + 1] = writes[i]! + ((e & (Effect.Write | Effect.Call)) !== 0 ? 1 : 0);
    effects[i + 1] = effects[i]! + ((e & ~Effect.Fixed) !== 0 ? 1 : 0);
    sites[i + 1] = sites[i]! + (L.siteKind[v] === SiteKind.Resumable ? 1 : 0);
  }
  // at[v]: position where v is evaluated (its root's); depth below the root.
  const at = blockScratch(L);
  const depth = L.colour; // scratch until colouring
  const setEnd = (v: ValueId): void => { if (f.block[v] === b && uses[v] === 1) { at[v] = n; depth[v] = 1; } };
  if (f.bkind[b] === BlockKind.If || f.bkind[b] === BlockKind.Switch) setEnd(f.control[b]!);
  if (f.bkind[b] === BlockKind.Return) for (const r of f.rets[b]!) setEnd(r);
  if (f.bkind[b] === BlockKind.Jump) {
    const s = f.succs[b]![0]!;
    const k = f.preds[s]!.indexOf(b);
    for (let p = f.firstValue[s]!; p !== 0 && f.op[p] === Op.Phi; p = f.next[p]!) if (mode[p] !== Mode.None) setEnd(f.arg(p, k));
  }
  for (let i = n - 1; i >= 0; i--) {
    const v = list[i]!;
    if (mode[v] === Mode.None) continue;
    const op = f.op[v]! as Op;
    if (mode[v] === Mode.Stmt) {
      const pos = at[v]!;
      if (f.vt[v] === VT.Void || uses[v] === 0) mode[v] = op === Op.Param || op === Op.Closure || op === Op.Phi || op === Op.Result ? Mode.None : Mode.Stmt;
      else if (pos >= 0 && depth[v]! < MAX_TREE_DEPTH && canMove(L, v, op, i, pos, writes, effects, sites)) mode[v] = Mode.Tree;
      else mode[v] = Mode.Local;
    }
    if (op === Op.Phi) continue;
    if (mode[v] === Mode.Remat) {
      // An offset that is used once is part of that tree, unless a site lies between.
      if (op !== Op.PtrAddImm || uses[v] !== 1 || at[v]! < 0 || depth[v]! >= MAX_TREE_DEPTH || !canMove(L, v, op, i, at[v]!, writes, effects, sites)) continue;
      mode[v] = Mode.Tree;
    }
    const pos = mode[v] === Mode.Tree ? at[v]! : i;
    const d = mode[v] === Mode.Tree ? depth[v]! + 1 : 1;
    if (d > L.maxDepth) L.maxDepth = d;
    for (let k = 0, m = f.numArgs(v); k < m; k++) {
      const a = f.arg(v, k);
      if (uses[a] === 1 && f.block[a] === b) { at[a] = pos; depth[a] = d; }
    }
  }
}

/** at[] for all values, -1: no single use in its block. Reused for every block (values belong to one block each). */
function blockScratch(L: Lowering): Int32Array {
  if (L.siteOf.length !== L.f.numValues) {
    L.siteOf = new Int32Array(L.f.numValues).fill(-1);
    L.colour = new Int32Array(L.f.numValues);
  }
  return L.siteOf;
}

function canMove(L: Lowering, v: ValueId, op: Op, i: number, pos: number, writes: Int32Array, effects: Int32Array, sites: Int32Array): boolean {
  if (op === Op.Phi || op === Op.Param || op === Op.Closure || op === Op.Result || L.siteKind[v] !== SiteKind.None) return false;
  if (sites[pos]! - sites[i + 1]! > 0) return false;
  const e = opTable[op]!.effect;
  if (e === Effect.Pure) return true;
  if ((e & ~Effect.Read) === 0) return writes[pos]! - writes[i + 1]! === 0;
  return effects[pos]! - effects[i + 1]! === 0;
}
