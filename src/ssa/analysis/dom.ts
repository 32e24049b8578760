// Reverse postorder and dominator tree. The recovery block of a function with defers counts as a successor of the entry.

import { immediateDominators } from '../../base/dominators.ts';
import type { BlockId, Func } from '../func.ts';

export class Dom {
  /** Reachable blocks in reverse postorder. */
  readonly rpo: Int32Array;
  /** Position in rpo by block, -1 if unreachable. */
  readonly index: Int32Array;
  /** Immediate dominator by block; the entry's is itself; -1 if unreachable. */
  readonly idom: Int32Array;
  private readonly pre: Int32Array;
  private readonly post: Int32Array;
  /** Children in the dominator tree: head and sibling lists. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;

  constructor(f: Func) {
    const n = f.numBlocks;
    const buffer = new ArrayBuffer(5 * 4 * n);
    const column = (i: number): Int32Array => new Int32Array(buffer, 4 * n * i, n);
    this.index = column(0).fill(-1);
    this.rpo = reversePostorder(f);
    for (let i = 0; i < this.rpo.length; i++) this.index[this.rpo[i]!] = i;
    this.idom = dominatorsOf(f);
    this.firstChild = column(1).fill(-1);
    this.nextSibling = column(2).fill(-1);
    for (let i = this.rpo.length - 1; i > 0; i--) {
      const b = this.rpo[i]!;
      const d = this.idom[b]!;
      this.nextSibling[b] = this.firstChild[d]!;
      this.firstChild[d] = b;
    }
    this.pre = column(3);
    this.post = column(4);
    this.number();
  }

  private number(): void {
    let clock = 0;
    const stack: number[] = [0];
    while (stack.length > 0) {
      const b = stack[stack.length - 1]!;
      if (this.pre[b] === 0) {
        this.pre[b] = ++clock;
        for (let c = this.firstChild[b]!; c >= 0; c = this.nextSibling[c]!) stack.push(c);
      } else {
        stack.pop();
        if (this.post[b] === 0) this.post[b] = ++clock;
      }
    }
  }

  reachable(b: BlockId): boolean { return this.index[b]! >= 0; }

  /** True if a dominates b (a block dominates itself). */
  dominates(a: BlockId, b: BlockId): boolean {
    return this.pre[a]! <= this.pre[b]! && this.post[b]! <= this.post[a]!;
  }
}

function dominatorsOf(f: Func): Int32Array {
  const r = f.recoverBlock;
  if (r < 0) return immediateDominators(f.numBlocks, 0, (b) => f.succs[b]!, (b) => f.preds[b]!);
  const first = [...f.succs[0]!, r];
  const last = [...f.preds[r]!, 0];
  return immediateDominators(f.numBlocks, 0, (b) => (b === 0 ? first : f.succs[b]!), (b) => (b === r ? last : f.preds[b]!));
}

function reversePostorder(f: Func): Int32Array {
  const order = new Int32Array(f.numBlocks);
  let at = f.numBlocks;
  const seen = new Uint8Array(f.numBlocks);
  const next = new Int32Array(f.numBlocks);
  const visit = (root: BlockId): void => {
    if (seen[root]) return;
    const stack = [root];
    seen[root] = 1;
    while (stack.length > 0) {
      const b = stack[stack.length - 1]!;
      const succs = f.succs[b]!;
      if (next[b]! < succs.length) {
        const s = succs[next[b]!++]!;
        if (!seen[s]) { seen[s] = 1; stack.push(s); }
      } else {
        order[--at] = b;
        stack.pop();
      }
    }
  };
  // The recovery block is visited first so that the entry comes first.
  if (f.recoverBlock >= 0) { seen[0] = 1; visit(f.recoverBlock); seen[0] = 0; }
  visit(0);
  return order.subarray(at);
}
