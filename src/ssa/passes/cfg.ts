// Control-flow clean-up: branches on constants become jumps, unreachable blocks go, straight-line blocks are merged, empty blocks
// between others are skipped. Phis follow the edges.

import { Op } from '../op.gen.ts';
import { BlockKind } from '../func.ts';
import type { BlockId, Func, ValueId } from '../func.ts';
import { compact, reachable } from '../build/finish.ts';

/** Removes the k-th edge out of b, and the phi arguments that belong to it. */
export function removeEdge(f: Func, b: BlockId, k: number): void {
  const to = f.succs[b]!.splice(k, 1)[0]!;
  const nth = f.succs[b]!.slice(0, k).filter((s) => s === to).length;
  removePred(f, to, predIndex(f, to, b, nth));
}

/** Index in preds of `to` of the nth edge from `from`. */
export function predIndex(f: Func, to: BlockId, from: BlockId, nth = 0): number {
  const preds = f.preds[to]!;
  for (let i = 0; i < preds.length; i++) if (preds[i] === from && nth-- === 0) return i;
  return -1;
}

function removePred(f: Func, b: BlockId, i: number): void {
  f.preds[b]!.splice(i, 1);
  for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) {
    const s = f.argStart[v]!;
    const n = f.argCount[v]!;
    for (let k = i; k < n - 1; k++) f.extra[s + k] = f.extra[s + k + 1]!;
    f.argCount[v] = n - 1;
  }
}

export function cleanCfg(f: Func): boolean {
  let changed = false;
  for (let b = 0; b < f.numBlocks; b++) changed = foldBranch(f, b) || changed;
  changed = removeUnreachable(f) || changed;
  for (let b = 0; b < f.numBlocks; b++) while (mergeNext(f, b)) changed = true;
  for (let b = 1; b < f.numBlocks; b++) if (skipEmpty(f, b)) changed = true;
  if (changed) compact(f, reachable(f));
  return changed;
}

function foldBranch(f: Func, b: BlockId): boolean {
  const kind = f.bkind[b]!;
  if (kind !== BlockKind.If && kind !== BlockKind.Switch) return false;
  const succs = f.succs[b]!;
  const c = f.control[b]!;
  if (f.op[c] === Op.ConstI32 || f.op[c] === Op.ConstPtr) {
    const x = f.aux[c]!;
    const keep = kind === BlockKind.If ? (x !== 0 ? 0 : 1) : Math.min(x >>> 0, succs.length - 1);
    for (let k = succs.length - 1; k >= 0; k--) if (k !== keep) removeEdge(f, b, k);
  } else if (kind === BlockKind.If && succs[0] === succs[1] && f.op[f.firstValue[succs[0]!]!] !== Op.Phi) removeEdge(f, b, 1);
  else return false;
  f.bkind[b] = BlockKind.Jump;
  f.control[b] = 0;
  return true;
}

export function removeUnreachable(f: Func): boolean {
  const live = reachable(f);
  let changed = false;
  for (let b = 0; b < f.numBlocks; b++) {
    if (live[b] === 1 || (f.bkind[b] === BlockKind.Unreachable && f.firstValue[b] === 0)) continue;
    for (let k = f.succs[b]!.length - 1; k >= 0; k--) removeEdge(f, b, k);
    clearBlock(f, b);
    changed = true;
  }
  return changed;
}

function clearBlock(f: Func, b: BlockId): void {
  for (let v = f.firstValue[b]!; v !== 0;) { const n = f.next[v]!; f.remove(v); v = n; }
  f.bkind[b] = BlockKind.Unreachable;
  f.control[b] = 0;
  f.rets[b] = [];
}

/** b jumps to s, s has no other predecessor: append s to b. */
function mergeNext(f: Func, b: BlockId): boolean {
  if (f.bkind[b] !== BlockKind.Jump) return false;
  const s = f.succs[b]![0]!;
  if (s === b || s === 0 || s === f.recoverBlock || f.preds[s]!.length !== 1) return false;
  if (f.op[f.firstValue[s]!] === Op.Phi && f.firstValue[s] !== 0) return false; // simplify removes one-argument phis first
  for (let v = f.firstValue[s]!; v !== 0;) { const n = f.next[v]!; f.remove(v); f.append(b, v); v = n; }
  f.moveEnd(s, b);
  f.preds[s] = [];
  f.bkind[s] = BlockKind.Unreachable;
  return true;
}

/** b is empty and jumps to s: predecessors go to s directly, unless a phi of s would see two values from one predecessor or b heads a loop. */
function skipEmpty(f: Func, b: BlockId): boolean {
  if (f.bkind[b] !== BlockKind.Jump || f.firstValue[b] !== 0 || b === f.recoverBlock) return false;
  const s = f.succs[b]![0]!;
  if (s === b || f.preds[b]!.length === 0) return false;
  const hasPhi = f.firstValue[s] !== 0 && f.op[f.firstValue[s]!] === Op.Phi;
  if (hasPhi) {
    for (const p of f.preds[b]!) if (f.preds[s]!.includes(p)) return false;
    if (new Set(f.preds[b]).size !== f.preds[b]!.length) return false;
  }
  const at = predIndex(f, s, b);
  const incoming = f.preds[b]!.slice();
  removePredKeeping(f, s, at, incoming);
  for (const p of incoming) {
    const succs = f.succs[p]!;
    for (let i = 0; i < succs.length; i++) if (succs[i] === b) { succs[i] = s; break; }
  }
  f.preds[b] = [];
  f.succs[b] = [];
  f.bkind[b] = BlockKind.Unreachable;
  return true;
}

/** Replaces the predecessor at index `at` of s by several, all with the same phi arguments. */
function removePredKeeping(f: Func, s: BlockId, at: number, incoming: BlockId[]): void {
  f.preds[s]!.splice(at, 1, ...incoming);
  for (let v = f.firstValue[s]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) {
    const args: ValueId[] = [];
    for (let i = 0, n = f.argCount[v]!; i < n; i++) {
      const a = f.arg(v, i);
      if (i === at) for (let k = 0; k < incoming.length; k++) args.push(a);
      else args.push(a);
    }
    f.setArgs(v, args);
  }
}
