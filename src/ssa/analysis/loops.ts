// Natural loops: for each back edge b→h (h dominates b) the blocks that reach b without passing h. Loops that share a header are one.

import type { BlockId, Func } from '../func.ts';
import type { Dom } from './dom.ts';

export interface Loop {
  header: BlockId;
  parent: number;
  depth: number;
  /** All blocks, inner loops' included. */
  blocks: BlockId[];
}

export class Loops {
  readonly loops: Loop[] = [];
  /** Innermost loop of each block, or -1. */
  readonly of: Int32Array;

  constructor(f: Func, dom: Dom) {
    this.of = new Int32Array(f.numBlocks).fill(-1);
    // Headers in reverse postorder: outer loops come before the loops they contain.
    for (const h of dom.rpo) {
      const latches = f.preds[h]!.filter((p) => dom.reachable(p) && dom.dominates(h, p));
      if (latches.length === 0) continue;
      const id = this.loops.length;
      const parent = this.of[h]!;
      const blocks = bodyOf(f, dom, h, latches);
      this.loops.push({ header: h, parent, depth: parent < 0 ? 1 : this.loops[parent]!.depth + 1, blocks });
      for (const b of blocks) this.of[b] = id;
    }
  }

  depth(b: BlockId): number {
    const l = this.of[b]!;
    return l < 0 ? 0 : this.loops[l]!.depth;
  }

  contains(loop: number, b: BlockId): boolean {
    for (let l = this.of[b]!; l >= 0; l = this.loops[l]!.parent) if (l === loop) return true;
    return false;
  }
}

function bodyOf(f: Func, dom: Dom, h: BlockId, latches: BlockId[]): BlockId[] {
  const inLoop = new Set<BlockId>([h]);
  const work = [...latches];
  while (work.length > 0) {
    const b = work.pop()!;
    if (inLoop.has(b)) continue;
    inLoop.add(b);
    for (const p of f.preds[b]!) if (dom.reachable(p)) work.push(p);
  }
  return [...inLoop];
}
