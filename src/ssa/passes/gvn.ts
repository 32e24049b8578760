// Common subexpressions: pure values with the same op and arguments, along the dominator tree (scoped hash table).

import { Effect, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { BlockId, Func, ValueId } from '../func.ts';
import { Dom } from '../analysis/dom.ts';
import { Replacements } from './rewrite.ts';

export function gvn(f: Func): boolean {
  const dom = new Dom(f);
  const r = new Replacements(f);
  let size = 64;
  while (size < f.numValues * 2) size *= 2;
  const table = new Int32Array(size);
  const chain = new Int32Array(f.numValues); // next in bucket
  const mask = size - 1;
  // Iterative walk: a block is entered, its values pushed; on exit they are popped again.
  const stack: BlockId[] = [0];
  const log: { bucket: number; v: ValueId }[] = [];
  const marks: number[] = [];
  while (stack.length > 0) {
    const b = stack.pop()!;
    if (b < 0) {
      const mark = marks.pop()!;
      while (log.length > mark) { const e = log.pop()!; table[e.bucket] = chain[e.v]!; }
      continue;
    }
    marks.push(log.length);
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      r.args(f, v);
      if (!eligible(f, v)) continue;
      const bucket = hash(f, v) & mask;
      let w = table[bucket]!;
      while (w !== 0 && !same(f, v, w)) w = chain[w]!;
      // The recovery block is entered from outside: it must not use values of the rest.
      if (w !== 0 && (f.recoverBlock < 0 || dom.dominates(f.recoverBlock, b) === dom.dominates(f.recoverBlock, f.block[w]!))) { r.set(v, w); continue; }
      chain[v] = table[bucket]!;
      table[bucket] = v;
      log.push({ bucket, v });
    }
    stack.push(-1);
    for (let c = dom.firstChild[b]!; c >= 0; c = dom.nextSibling[c]!) stack.push(c);
  }
  r.apply(f);
  return r.changed;
}

function eligible(f: Func, v: ValueId): boolean {
  const op = f.op[v]!;
  return opTable[op]!.effect === Effect.Pure && op !== Op.Copy && op !== Op.Result && op !== Op.StackAddr && !f.hasList(v);
}

function hash(f: Func, v: ValueId): number {
  let h = Math.imul(f.op[v]!, 0x9e3779b1) ^ f.vt[v]!;
  h = Math.imul(h ^ f.arg0[v]!, 0x85ebca6b);
  h = Math.imul(h ^ f.arg1[v]!, 0xc2b2ae35);
  h = Math.imul(h ^ f.arg2[v]! ^ (f.aux[v]! << 7), 0x27d4eb2f);
  h = Math.imul(h ^ f.aux2[v]!, 0x165667b1);
  return h ^ (h >>> 15);
}

function same(f: Func, v: ValueId, w: ValueId): boolean {
  return f.op[v] === f.op[w] && f.vt[v] === f.vt[w] && f.arg0[v] === f.arg0[w] && f.arg1[v] === f.arg1[w] && f.arg2[v] === f.arg2[w] && f.aux[v] === f.aux[w] && f.aux2[v] === f.aux2[w];
}
