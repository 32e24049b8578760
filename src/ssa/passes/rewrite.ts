// Replacing values: passes record `value → replacement` and apply all of it at once, so that no use lists need keeping.

import { opTable } from '../op.table.ts';
import type { Func, ValueId } from '../func.ts';

export class Replacements {
  private to: Int32Array;
  changed = false;

  constructor(f: Func) {
    this.to = new Int32Array(f.numValues + 64);
  }

  /** What v stands for now. */
  find(v: ValueId): ValueId {
    const { to } = this;
    while (v < to.length && to[v] !== 0) v = to[v]!;
    return v;
  }

  set(v: ValueId, w: ValueId): void {
    if (v >= this.to.length) { const a = new Int32Array(v * 2); a.set(this.to); this.to = a; }
    this.to[v] = this.find(w);
    this.changed = true;
  }

  has(v: ValueId): boolean { return v < this.to.length && this.to[v] !== 0; }

  /** Rewrites the arguments of v. */
  args(f: Func, v: ValueId): void {
    if (f.hasList(v)) {
      const s = f.argStart[v]!;
      for (let i = 0, n = f.argCount[v]!; i < n; i++) f.extra[s + i] = this.find(f.extra[s + i]!);
      return;
    }
    const n = opTable[f.op[v]!]!.args.length;
    if (n > 0) f.arg0[v] = this.find(f.arg0[v]!);
    if (n > 1) f.arg1[v] = this.find(f.arg1[v]!);
    if (n > 2) f.arg2[v] = this.find(f.arg2[v]!);
  }

  /** Rewrites every use in the function and unlinks the replaced values. */
  apply(f: Func): void {
    if (!this.changed) return;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0;) {
        const next = f.next[v]!;
        if (this.has(v)) f.remove(v);
        else this.args(f, v);
        v = next;
      }
      if (f.control[b] !== 0) f.control[b] = this.find(f.control[b]!);
      const rets = f.rets[b]!;
      for (let i = 0; i < rets.length; i++) rets[i] = this.find(rets[i]!);
    }
  }
}
