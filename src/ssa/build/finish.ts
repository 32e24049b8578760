// Last step of building a function: drops blocks that cannot be reached, removes phis that merge one value only (Braun et al., section
// 3.1) or that nothing uses, and numbers the blocks anew.

import { BlockKind, type BlockId, type Func, type ValueId } from '../func.ts';
import { Op } from '../op.gen.ts';
import { fail } from '../../base/internal-error.ts';

export function finishFunc(f: Func): void {
  const live = reachable(f);
  for (let b = 0; b < f.numBlocks; b++) {
    if (live[b] === 0) continue;
    if (f.bkind[b] === BlockKind.None) fail(`${f.name}: block ${b} is reachable but not ended`);
    dropPreds(f, b, live);
  }
  removePhis(f, live);
  compact(f, live);
}

export function reachable(f: Func): Uint8Array {
  const live = new Uint8Array(f.numBlocks);
  const stack: BlockId[] = [0];
  if (f.recoverBlock >= 0) stack.push(f.recoverBlock);
  for (const b of stack) live[b] = 1;
  while (stack.length > 0) {
    const b = stack.pop()!;
    for (const s of f.succs[b]!) if (live[s] === 0) { live[s] = 1; stack.push(s); }
  }
  return live;
}

function dropPreds(f: Func, b: BlockId, live: Uint8Array): void {
  const preds = f.preds[b]!;
  if (preds.every((p) => live[p] === 1)) return;
  const keep: number[] = [];
  preds.forEach((p, i) => { if (live[p] === 1) keep.push(i); });
  for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) {
    const args = keep.map((i) => f.arg(v, i));
    f.setArgs(v, args);
  }
  f.preds[b] = keep.map((i) => preds[i]!);
}

function removePhis(f: Func, live: Uint8Array): void {
  const repl = new Int32Array(f.numValues);
  const find = (v: ValueId): ValueId => {
    let r = v;
    while (repl[r] !== 0) r = repl[r]!;
    while (repl[v] !== 0) { const n = repl[v]!; repl[v] = r; v = n; }
    return r;
  };
  const phis: ValueId[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    if (live[b] === 0) continue;
    for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) phis.push(v);
  }
  let changed = true;
  while (changed) {
    changed = false;
    for (const p of phis) {
      if (repl[p] !== 0) continue;
      let same = 0;
      let trivial = true;
      const n = f.numArgs(p);
      for (let i = 0; i < n && trivial; i++) {
        const a = find(f.arg(p, i));
        if (a === p || a === same) continue;
        if (same !== 0) trivial = false;
        else same = a;
      }
      if (trivial && same !== 0) { repl[p] = same; changed = true; }
    }
  }
  // Uses of the replaced phis; then mark phis that something other than a dead phi uses.
  const used = new Uint8Array(f.numValues);
  const work: ValueId[] = [];
  const use = (v: ValueId): ValueId => {
    const r = find(v);
    if (f.op[r] === Op.Phi && used[r] === 0) { used[r] = 1; work.push(r); }
    return r;
  };
  for (let b = 0; b < f.numBlocks; b++) {
    if (live[b] === 0) continue;
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] === Op.Phi) continue;
      const n = f.numArgs(v);
      for (let i = 0; i < n; i++) f.setArg(v, i, use(f.arg(v, i)));
    }
    if (f.control[b] !== 0) f.control[b] = use(f.control[b]!);
    f.rets[b] = f.rets[b]!.map(use);
  }
  while (work.length > 0) {
    const p = work.pop()!;
    const n = f.numArgs(p);
    for (let i = 0; i < n; i++) f.setArg(p, i, use(f.arg(p, i)));
  }
  for (const p of phis) if (repl[p] !== 0 || used[p] === 0) f.remove(p);
}

export function compact(f: Func, live: Uint8Array): void {
  const map = new Int32Array(f.numBlocks).fill(-1);
  let n = 0;
  for (let b = 0; b < f.numBlocks; b++) if (live[b] === 1) map[b] = n++;
  if (n === f.numBlocks) return;
  for (let b = 0; b < f.numBlocks; b++) {
    const t = map[b]!;
    if (t < 0) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) f.block[v] = -1;
      continue;
    }
    f.bkind[t] = f.bkind[b]!;
    f.control[t] = f.control[b]!;
    f.rets[t] = f.rets[b]!;
    f.succs[t] = f.succs[b]!.map((s) => map[s]!);
    f.preds[t] = f.preds[b]!.map((s) => map[s]!);
    f.firstValue[t] = f.firstValue[b]!;
    f.lastValue[t] = f.lastValue[b]!;
    f.likely[t] = f.likely[b]!;
    f.bpos[t] = f.bpos[b]!;
    for (let v = f.firstValue[t]!; v !== 0; v = f.next[v]!) f.block[v] = t;
  }
  if (f.recoverBlock >= 0) f.recoverBlock = map[f.recoverBlock]!;
  f.numBlocks = n;
  for (const a of [f.bkind, f.control, f.rets, f.succs, f.preds, f.firstValue, f.lastValue, f.likely, f.bpos] as unknown[][]) a.length = n;
}
