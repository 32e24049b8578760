// Liveness of values in locals, and their assignment to as few wasm locals as possible.
//
// Liveness: from each use upward to the definition (Boissinot and others, 'Fast Liveness Checking', the path exploration variant).
// Colouring: along the dominator tree, each definition takes a free local of its type; interference graphs of SSA form are
// chordal, so this needs no more locals than are live at once. A phi and its arguments prefer the same local.

import { type BlockId, type ValueId, Abi, BlockKind } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { WT } from '../opcode.table.ts';
import { type Lowering, Mode, SiteKind, wasmTypeOf } from './state.ts';
import { order } from './graph.ts';

/** Appends the values in locals that evaluating v's operands reads (the leaves of its tree). */
export function leaves(L: Lowering, v: ValueId, out: ValueId[]): void {
  const f = L.f;
  for (let i = 0, n = f.numArgs(v); i < n; i++) leavesOf(L, f.arg(v, i), out);
}
export function leavesOf(L: Lowering, a: ValueId, out: ValueId[]): void {
  if (a === 0) return;
  const m = L.mode[a]!;
  if (m === Mode.Local) out.push(a);
  else if (m === Mode.Tree || (m === Mode.Remat && L.f.op[a] === Op.PtrAddImm)) leaves(L, a, out);
}

/** Appends the leaves that the end of block b reads: control, results, arguments of the successor's phis. */
function endLeaves(L: Lowering, b: BlockId, out: ValueId[]): void {
  const f = L.f;
  const kind = f.bkind[b]!;
  if (kind === BlockKind.If || kind === BlockKind.Switch) leavesOf(L, f.control[b]!, out);
  else if (kind === BlockKind.Return) for (const r of f.rets[b]!) leavesOf(L, r, out);
  else if (kind === BlockKind.Jump) {
    const s = f.succs[b]![0]!;
    const k = f.preds[s]!.indexOf(b);
    for (let p = f.firstValue[s]!; p !== 0 && f.op[p] === Op.Phi; p = f.next[p]!) if (L.mode[p] === Mode.Local) leavesOf(L, f.arg(p, k), out);
  }
}

export function computeLiveness(L: Lowering): void {
  const f = L.f;
  const n = f.numBlocks;
  L.liveIn = Array.from({ length: n }, () => []);
  L.liveOut = Array.from({ length: n }, () => []);
  // Uses by value: list of blocks, chained.
  const head = new Int32Array(f.numValues).fill(-1);
  const useBlock: number[] = [];
  const nextUse: number[] = [];
  const buf: ValueId[] = [];
  const flush = (b: BlockId): void => {
    for (const v of buf) {
      // The same block again right away: one entry is enough.
      if (f.block[v] !== b && (head[v] === -1 || useBlock[head[v]!] !== b)) { useBlock.push(b); nextUse.push(head[v]!); head[v] = useBlock.length - 1; }
    }
    buf.length = 0;
  };
  for (let b = 0; b < n; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] === Op.Phi || (L.mode[v] !== Mode.Stmt && L.mode[v] !== Mode.Local)) continue;
      leaves(L, v, buf);
    }
    endLeaves(L, b, buf);
    flush(b);
    // A use at the end of b of a phi of b itself or of a value of b needs no entry; a loop-carried use of b's own
    // value through the back edge is a phi argument, counted above.
  }
  const inMark = new Int32Array(n).fill(0);
  const outMark = new Int32Array(n).fill(0);
  const work: BlockId[] = [];
  for (let v = 1; v < f.numValues; v++) {
    if (head[v] === -1) continue;
    for (let u = head[v]!; u !== -1; u = nextUse[u]!) work.push(useBlock[u]!);
    while (work.length > 0) {
      const b = work.pop()!;
      if (inMark[b] === v) continue;
      inMark[b] = v;
      L.liveIn[b]!.push(v);
      for (const p of f.preds[b]!) {
        if (outMark[p] !== v) { outMark[p] = v; L.liveOut[p]!.push(v); }
        if (f.block[v] !== p && inMark[p] !== v) work.push(p);
      }
    }
  }
}

/** State of the colouring: which value holds each colour. */
class Colours {
  readonly L: Lowering;
  owner: ValueId[] = [];
  /** Preferred colour by value, -1 none. */
  readonly hint: Int32Array;
  constructor(L: Lowering) { this.L = L; this.hint = new Int32Array(L.f.numValues).fill(-1); }

  fresh(type: WT, v: ValueId): number {
    this.L.colourType.push(type);
    this.owner.push(v);
    return this.owner.length - 1;
  }
  assign(v: ValueId): void {
    const L = this.L;
    const type = wasmTypeOf(L.f.vt[v]! as VT);
    const h = this.hint[v]!;
    let c = h >= 0 && this.owner[h] === 0 && L.colourType[h] === type ? h : -1;
    for (let i = 0; c < 0 && i < this.owner.length; i++) if (this.owner[i] === 0 && L.colourType[i] === type) c = i;
    if (c < 0) c = this.fresh(type, v);
    this.owner[c] = v;
    L.colour[v] = c;
  }
  free(v: ValueId): void {
    const c = this.L.colour[v]!;
    if (this.owner[c] === v) this.owner[c] = 0;
  }
}

/** Assigns colours and records at each resumable site which of them are live. */
export function colour(L: Lowering): void {
  const f = L.f;
  const C = new Colours(L);
  L.colour = new Int32Array(f.numValues).fill(-1);
  L.colourType = [];
  const RESERVED = -1;
  if ((L.shape.abi & Abi.Ctx) !== 0) L.ctxColour = C.fresh(WT.I32, 0);
  if ((L.shape.abi & Abi.Depth) !== 0) L.depthColour = C.fresh(WT.I32, RESERVED);
  L.firstParam = L.colourType.length;
  for (const p of f.sig.params) C.fresh(wasmTypeOf(p), 0);
  const savedSet = new Uint8Array(f.numValues + L.colourType.length + 1);
  const lastUse = new Int32Array(f.numValues).fill(-1);
  const outMark = new Int32Array(f.numValues).fill(-1);
  const initial = C.owner.slice();
  // A virtual root above the entry and the recovery block. Reverse postorder visits dominators first.
  const n = f.numBlocks;
  const ord = order({ succs: [...f.succs, f.recoverBlock >= 0 ? [0, f.recoverBlock] : [0]], root: n });
  for (const b of ord.rpo) {
    if (b === n) continue;
    // Values live at the start of b have their colours: their definitions dominate b.
    for (let c = 0; c < C.owner.length; c++) C.owner[c] = c < initial.length ? initial[c]! : 0;
    for (const v of L.liveIn[b]!) C.owner[L.colour[v]!] = v;
    colourBlock(L, C, b, lastUse, outMark, savedSet);
  }
  for (let c = 0; c < L.colourType.length; c++) if (savedSet[c] === 1) L.saved.push(c);
}

function colourBlock(L: Lowering, C: Colours, b: BlockId, lastUse: Int32Array, outMark: Int32Array, savedSet: Uint8Array): void {
  const f = L.f;
  for (const v of L.liveOut[b]!) outMark[v] = b;
  const buf: ValueId[] = [];
  // Last uses in this block, by position; the end of the block is position `len`.
  let len = 0;
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!, len++) {
    if (f.op[v] === Op.Phi || (L.mode[v] !== Mode.Stmt && L.mode[v] !== Mode.Local)) continue;
    buf.length = 0;
    leaves(L, v, buf);
    for (const a of buf) lastUse[a] = len;
  }
  buf.length = 0;
  endLeaves(L, b, buf);
  for (const a of buf) lastUse[a] = len;
  // Phis and parameters first: they are all defined at the start.
  for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) if (L.mode[v] === Mode.Local) definePhi(L, C, v);
  let pos = 0;
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!, pos++) {
    const m = L.mode[v]!;
    const op = f.op[v]! as Op;
    if (op === Op.Param || op === Op.Closure) {
      if (m === Mode.Local) {
        const c = op === Op.Param ? L.firstParam + f.aux[v]! : L.ctxColour;
        L.colour[v] = c;
        C.owner[c] = v;
      }
      continue;
    }
    if (op === Op.Phi || (m !== Mode.Stmt && m !== Mode.Local)) continue;
    if (op === Op.Result) continue; // defined with its call
    buf.length = 0;
    leaves(L, v, buf);
    for (const a of buf) if (lastUse[a] === pos && outMark[a] !== b) C.free(a);
    if (L.siteKind[v] === SiteKind.Resumable) recordSite(L, C, v, savedSet);
    if (m === Mode.Local) define(L, C, v, b, pos, lastUse, outMark);
    for (let r = f.next[v]!, p = pos + 1; r !== 0 && f.op[r] === Op.Result && f.arg0[r] === v; r = f.next[r]!, p++) {
      if (L.mode[r] === Mode.Local) define(L, C, r, b, p, lastUse, outMark);
    }
  }
}

function define(L: Lowering, C: Colours, v: ValueId, b: BlockId, _pos: number, lastUse: Int32Array, outMark: Int32Array): void {
  C.assign(v);
  // Never used in this block and not live out: possible for results of calls only by way of dead code.
  if (outMark[v] !== b && lastUse[v]! < 0) C.free(v);
}

function definePhi(L: Lowering, C: Colours, v: ValueId): void {
  const f = L.f;
  for (let i = 0, n = f.numArgs(v); i < n && C.hint[v]! < 0; i++) {
    const a = f.arg(v, i);
    if (L.colour[a]! >= 0 && C.owner[L.colour[a]!] === 0) C.hint[v] = L.colour[a]!;
  }
  C.assign(v);
  const c = L.colour[v]!;
  for (let i = 0, n = f.numArgs(v); i < n; i++) if (C.hint[f.arg(v, i)]! < 0) C.hint[f.arg(v, i)] = c;
}

function recordSite(L: Lowering, C: Colours, v: ValueId, savedSet: Uint8Array): void {
  const site = L.sites[L.siteOf[v]!]!;
  for (let c = 0; c < C.owner.length; c++) {
    const o = C.owner[c]!;
    if (o <= 0) continue;
    savedSet[c] = 1;
    if (L.f.vt[o] === VT.Ptr) site.ptrColours.push(c);
  }
}
