// The graph that is turned into structured control flow: segments of SSA blocks plus the nodes of dispatch.
//
// In normal code a node is a whole block. In code that can be resumed, blocks are cut behind every resumable site; the dispatch node
// (Resume) reads the site number and goes to the segment behind it, by way of a Results node if the call had results.

import { type BlockId, type ValueId, BlockKind } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { type Lowering, Mode, POLL_IS_SET, SiteKind } from './state.ts';
import { type Graph, makeReducible, reversePostorder } from './graph.ts';

export const enum NodeKind {
  /** Values first..last of a block; `ends` if the block's terminator follows, else it goes on to the next segment. */
  Segment,
  /** Function entry: checks, memory stack. */
  Prologue,
  /** Entry of a combined function: succs [resume, prologue]. */
  Root,
  /** Restores and dispatches: succs per site number − 1, then the recovery block if there is one. */
  Resume,
  /** Fetches the results of the call at site `arg`. */
  Results,
  /** Selector = arg. */
  SetSelector,
  /** Branches by the selector: succs [main, …others], ids of the others in `ids`. */
  Dispatch,
}

export const enum Variant { Normal, Resume, Combined }

export class NodeGraph implements Graph {
  succs: number[][] = [];
  root = 0;
  kind: NodeKind[] = [];
  block: BlockId[] = [];
  first: ValueId[] = [];
  last: ValueId[] = [];
  ends: boolean[] = [];
  arg: number[] = [];
  ids: number[][] = [];
  /** The selector is needed. */
  dispatch = false;

  add(kind: NodeKind, block: BlockId, arg = 0): number {
    this.succs.push([]);
    this.kind.push(kind);
    this.block.push(block);
    this.first.push(0);
    this.last.push(0);
    this.ends.push(false);
    this.arg.push(arg);
    this.ids.push([]);
    return this.kind.length - 1;
  }
}

export function buildNodes(L: Lowering, variant: Variant): NodeGraph {
  const f = L.f;
  const g = new NodeGraph();
  const root = g.add(variant === Variant.Resume ? NodeKind.Resume : variant === Variant.Combined ? NodeKind.Root : NodeKind.Prologue, -1);
  g.root = root;
  const cut = variant !== Variant.Normal;
  const firstNode = new Int32Array(f.numBlocks).fill(-1);
  const lastNode = new Int32Array(f.numBlocks).fill(-1);
  /** Segment behind each resumable site. */
  const behind: number[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    let x = firstNode[b] = g.add(NodeKind.Segment, b);
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (g.first[x] === 0) g.first[x] = v;
      g.last[x] = v;
      if (!cut || L.siteKind[v] !== SiteKind.Resumable) continue;
      const y = g.add(NodeKind.Segment, b);
      g.succs[x] = [y];
      behind[L.siteOf[v]!] = y;
      x = y;
    }
    g.ends[x] = true;
    lastNode[b] = x;
  }
  for (let b = 0; b < f.numBlocks; b++) {
    if (lastNode[b]! < 0) continue;
    g.succs[lastNode[b]!] = f.succs[b]!.map((s) => firstNode[s]!);
  }
  let resume = -1;
  if (variant === Variant.Resume) resume = root;
  else if (variant === Variant.Combined) {
    resume = g.add(NodeKind.Resume, -1);
    const p = g.add(NodeKind.Prologue, -1);
    g.succs[root] = [resume, p];
    g.succs[p] = [firstNode[0]!];
  } else g.succs[root] = [firstNode[0]!];
  if (resume >= 0) {
    copyLatches(L, g, behind);
    addResume(L, g, resume, behind, firstNode);
  }
  threadEmpty(L, g);
  const idOf = new Int32Array(g.kind.length).fill(-1);
  if (resume >= 0) for (let s = 1; s <= L.numResumable; s++) idOf[behind[s]!] = s;
  reduce(g, idOf, L.numResumable + 2, reversePostorder({ succs: f.succs, root: 0 }).num);
  return g;
}

/** Edges to nodes that only jump on go to where these lead. The header to which polling leads back stays: without it the poll would be
 *  part of the loop. */
function threadEmpty(L: Lowering, g: NodeGraph): void {
  const to = new Int32Array(g.kind.length).fill(-1);
  for (let x = 0; x < g.kind.length; x++) if (isEmpty(L, g, x)) to[x] = g.succs[x]![0]!;
  for (let x = 0; x < g.kind.length; x++) {
    // The selector names the segment behind the site: the dispatch must lead to that node.
    if (g.kind[x] === NodeKind.Resume || g.kind[x] === NodeKind.Results) continue;
    const ss = g.succs[x]!;
    for (let i = 0; i < ss.length; i++) {
      for (let n = 0; n < 8 && to[ss[i]!]! >= 0; n++) ss[i] = to[ss[i]!]!; // bounded: empty loops exist
    }
  }
}

/** True if a node has no code: no statements, no phi copies. */
function isEmpty(L: Lowering, g: NodeGraph, x: number): boolean {
  const f = L.f;
  if (g.kind[x] !== NodeKind.Segment || !g.ends[x] || f.bkind[g.block[x]!] !== BlockKind.Jump) return false;
  if (f.preds[g.block[x]!]!.some((p) => f.op[f.firstValue[p]!] === Op.Poll && f.aux[f.firstValue[p]!] === POLL_IS_SET)) return false;
  for (let v = g.first[x]!; v !== 0; v = f.next[v]!) {
    const op = f.op[v]! as Op;
    if (op !== Op.Phi && (L.mode[v] === Mode.Stmt || L.mode[v] === Mode.Local)) return false;
  }
  const b = g.block[x]!;
  const s = f.succs[b]![0]!;
  const k = f.preds[s]!.indexOf(b);
  for (let p = f.firstValue[s]!; p !== 0 && f.op[p] === Op.Phi; p = f.next[p]!) {
    if (L.mode[p] !== Mode.Local) continue;
    const src = f.arg(p, k);
    if (L.mode[src] !== Mode.Local || L.colour[src] !== L.colour[p]) return false;
  }
  return true;
}

/** Statements of a latch that is copied for the resume dispatch. */
const MAX_COPY = 4;

/** Behind a site that is followed by little more than a back edge, resumption gets a copy: it then enters the loop by its header. */
function copyLatches(L: Lowering, g: NodeGraph, behind: number[]): void {
  const f = L.f;
  const { num } = reversePostorder({ succs: f.succs, root: 0 });
  for (let s = 1; s <= L.numResumable; s++) {
    const x = behind[s]!;
    const b = g.block[x]!;
    if (!g.ends[x] || f.succs[b]!.length !== 1 || num[f.succs[b]![0]!]! > num[b]!) continue;
    let n = 0;
    for (let v = g.first[x]!; v !== 0; v = f.next[v]!) if (L.mode[v] === Mode.Stmt || L.mode[v] === Mode.Local) n++;
    if (n > MAX_COPY) continue;
    const y = g.add(NodeKind.Segment, b);
    g.first[y] = g.first[x]!;
    g.last[y] = g.last[x]!;
    g.ends[y] = true;
    g.succs[y] = [...g.succs[x]!];
    behind[s] = y;
  }
}

function addResume(L: Lowering, g: NodeGraph, resume: number, behind: number[], firstNode: Int32Array): void {
  const f = L.f;
  for (let s = 1; s <= L.numResumable; s++) {
    let target = behind[s]!;
    if (hasResults(L, L.sites[s]!.value)) {
      const r = g.add(NodeKind.Results, -1, s);
      g.succs[r] = [target];
      target = r;
    }
    g.succs[resume]!.push(target);
  }
  if (f.recoverBlock >= 0) g.succs[resume]!.push(firstNode[f.recoverBlock]!);
}

/** Whether a result of call v is used. */
export function hasResults(L: Lowering, v: ValueId): boolean {
  if (L.mode[v] === Mode.Local) return true;
  const f = L.f;
  for (let r = f.next[v]!; r !== 0 && f.op[r] === Op.Result && f.arg0[r] === v; r = f.next[r]!) if (L.mode[r] === Mode.Local) return true;
  return false;
}

function reduce(g: NodeGraph, idOf: Int32Array, firstId: number, blockNum: Int32Array): void {
  let nextId = firstId;
  const ids = Array.from(idOf);
  g.dispatch = makeReducible(g, {
    id: (x) => {
      if (ids[x] === undefined || ids[x]! < 0) ids[x] = nextId++;
      return ids[x]!;
    },
    preset: (from) => g.kind[from] === NodeKind.Resume || g.kind[from] === NodeKind.Results,
    rank: (x) => {
      const b = g.block[x]!;
      return b < 0 || blockNum[b]! < 0 ? Number.POSITIVE_INFINITY : blockNum[b]!;
    },
    setNode: (value) => g.add(NodeKind.SetSelector, -1, value),
    dispatchNode: (_main, list) => {
      const d = g.add(NodeKind.Dispatch, -1);
      g.ids[d] = list;
      return d;
    },
  });
}
