// Brings an SSA function into the shape that lowering wants (in place): no unreachable blocks, copies or phis of one argument;
// results of a call directly after it, one per word; no critical edge into a block with phis; polls on the back edges of loops.

import { type Func, type BlockId, type ValueId, BlockKind, FuncFlag } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { splitEdge } from './edges.ts';
import { insertPolls } from './polls.ts';

export function prepare(f: Func, polls = true): void {
  dropUnreachable(f);
  resolveCopies(f);
  placeResults(f);
  splitCriticalEdges(f);
  if (polls && (f.flags & (FuncFlag.RuntimePkg | FuncFlag.NoSplit)) === 0) insertPolls(f);
}

/** Blocks reachable from the entry and the recovery block. */
export function reachable(f: Func): Uint8Array {
  const seen = new Uint8Array(f.numBlocks);
  const work: BlockId[] = [0];
  seen[0] = 1;
  if (f.recoverBlock >= 0) { seen[f.recoverBlock] = 1; work.push(f.recoverBlock); }
  while (work.length > 0) {
    for (const s of f.succs[work.pop()!]!) if (seen[s] === 0) { seen[s] = 1; work.push(s); }
  }
  return seen;
}

function dropUnreachable(f: Func): void {
  const live = reachable(f);
  for (let b = 0; b < f.numBlocks; b++) {
    if (live[b] === 0) {
      f.succs[b] = [];
      f.bkind[b] = BlockKind.Unreachable;
      f.firstValue[b] = f.lastValue[b] = 0;
      continue;
    }
    if (f.bkind[b] === BlockKind.None) fail(`${f.name}: block ${b} has no end`);
    const preds = f.preds[b]!;
    if (preds.every((p) => live[p] === 1)) continue;
    for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) {
      const args: ValueId[] = [];
      for (let i = 0; i < preds.length; i++) if (live[preds[i]!] === 1) args.push(f.arg(v, i));
      f.setArgs(v, args);
    }
    f.preds[b] = preds.filter((p) => live[p] === 1);
  }
}

/** Replaces uses of Copy, of phis with one argument and of Result 0 of calls with one result by what they stand for. */
function resolveCopies(f: Func): void {
  const to = new Int32Array(f.numValues);
  let any = false;
  const params: ValueId[] = [];
  let closure = 0;
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0;) {
      const next = f.next[v]!;
      let t = 0;
      switch (f.op[v]! as Op) {
        case Op.Copy: t = f.arg0[v]!; break;
        case Op.Phi: if (f.numArgs(v) === 1) t = f.arg(v, 0); break;
        case Op.Result: if (f.vt[f.arg0[v]!] !== VT.Void) t = f.arg0[v]!; break;
        case Op.Param:
          if (params[f.aux[v]!] === undefined) params[f.aux[v]!] = v;
          else t = params[f.aux[v]!]!;
          break;
        case Op.Closure:
          if (closure === 0) closure = v;
          else t = closure;
          break;
      }
      if (t !== 0) { to[v] = t; f.remove(v); any = true; }
      v = next;
    }
  }
  // Parameters first: their locals are taken from the start.
  for (const p of [...params, closure]) if (p !== undefined && p !== 0) { f.remove(p); f.prepend(0, p); }
  if (!any) return;
  const find = (v: ValueId): ValueId => {
    let t = v;
    while (to[t] !== 0) t = to[t]!;
    while (to[v] !== 0 && to[v] !== t) { const n = to[v]!; to[v] = t; v = n; }
    return t;
  };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const n = f.numArgs(v);
      for (let i = 0; i < n; i++) { const a = f.arg(v, i); if (to[a] !== 0) f.setArg(v, i, find(a)); }
    }
    if (f.control[b] !== 0) f.control[b] = find(f.control[b]!);
    const rets = f.rets[b]!;
    for (let i = 0; i < rets.length; i++) rets[i] = find(rets[i]!);
  }
}

/** Moves Result values directly behind their call. Duplicates are left: they get locals of their own. */
function placeResults(f: Func): void {
  const list: ValueId[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.Result) list.push(v);
  }
  for (let i = list.length - 1; i >= 0; i--) {
    const v = list[i]!;
    const call = f.arg0[v]!;
    f.remove(v);
    const after = f.next[call]!;
    if (after === 0) f.append(f.block[call]!, v);
    else f.insertBefore(v, after);
  }
}

/** Edges from blocks with several successors into blocks with phis. Equal edges pair with equal predecessor entries in order. */
function splitCriticalEdges(f: Func): void {
  const n = f.numBlocks;
  for (let b = 0; b < n; b++) {
    const first = f.firstValue[b]!;
    if (first === 0 || f.op[first] !== Op.Phi) continue;
    for (let i = 0; i < f.preds[b]!.length; i++) {
      const p = f.preds[b]![i]!;
      if (f.succs[p]!.length > 1) splitEdge(f, p, b, i);
    }
  }
}
