import assert from 'node:assert/strict';
import { test } from 'node:test';
import { immediateDominators } from './dominators.ts';

function predsOf(succs: readonly number[][]): number[][] {
  const preds: number[][] = succs.map(() => []);
  succs.forEach((list, x) => { for (const s of list) preds[s]!.push(x); });
  return preds;
}

/** By definition: a dominates b if b cannot be reached without a; the immediate one is dominated by all others. */
function byDefinition(succs: readonly number[][]): number[] {
  const n = succs.length;
  const reach = (without: number): Set<number> => {
    const seen = new Set<number>();
    const work = without === 0 ? [] : [0];
    while (work.length > 0) {
      const x = work.pop()!;
      if (seen.has(x)) continue;
      seen.add(x);
      work.push(...succs[x]!.filter((s) => s !== without));
    }
    return seen;
  };
  const all = reach(-1);
  const dominates = Array.from({ length: n }, (_, a) => { const r = reach(a); return Array.from({ length: n }, (_, b) => all.has(b) && !r.has(b)); });
  return Array.from({ length: n }, (_, b) => {
    if (!all.has(b)) return -1;
    if (b === 0) return 0;
    const strict = [...all].filter((a) => a !== b && dominates[a]![b]);
    return strict.find((a) => strict.every((c) => dominates[c]![a]))!;
  });
}

test('random graphs', () => {
  let state = 1;
  const random = (n: number): number => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 8) % n; };
  for (let round = 0; round < 400; round++) {
    const n = 1 + random(14);
    const succs = Array.from({ length: n }, () => Array.from({ length: random(4) }, () => random(n)));
    const preds = predsOf(succs);
    assert.deepEqual([...immediateDominators(n, 0, (x) => succs[x]!, (x) => preds[x]!)], byDefinition(succs), JSON.stringify(succs));
  }
});

test('a ladder whose rungs all lead to its end, and to further nodes', () => {
  const n = 200_000;
  const succs = Array.from({ length: n }, (_, i) => (i < n / 2 - 1 ? [i + 1, n - 1, n / 2 + i] : i === n / 2 - 1 ? Array.from({ length: n / 2 }, (_, k) => n / 2 + k) : []));
  const preds = predsOf(succs);
  const idom = immediateDominators(n, 0, (x) => succs[x]!, (x) => preds[x]!);
  assert.deepEqual([idom[0], idom[1], idom[n / 2 - 1], idom[n - 1], idom[n / 2], idom[n / 2 + 5]], [0, 0, n / 2 - 2, 0, 0, 5]);
});
