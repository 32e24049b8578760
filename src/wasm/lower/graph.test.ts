import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeReducible } from './graph.ts';

/** Successor lists that count how often they are searched. */
class Counted extends Array<number> {
  static searched = 0;
  override includes(x: number): boolean { Counted.searched += this.length; return super.includes(x); }
}

/** `depth` loops in one another; the root leads into each of them, as where a function resumes. */
function nested(depth: number): number[][] {
  const header = (i: number): number => 1 + 2 * i;
  const latch = (i: number): number => 2 + 2 * i;
  const end = 1 + 2 * depth;
  const list = [Array.from({ length: depth }, (_, i) => header(i))];
  for (let i = 0; i < depth; i++) {
    list[header(i)] = [i + 1 < depth ? header(i + 1) : latch(i), i > 0 ? latch(i - 1) : end];
    list[latch(i)] = [header(i)];
  }
  list[end] = [];
  return list.map((s) => Counted.from(s) as Counted);
}

function reduce(succs: number[][]): { changed: boolean; selectors: number } {
  let selectors = 0;
  const changed = makeReducible({ succs, root: 0 }, {
    id: (x) => x, preset: (x) => x === 0, rank: (x) => x,
    setNode: () => { selectors++; return succs.push([]) - 1; },
    dispatchNode: () => succs.push([]) - 1,
  });
  return { changed, selectors };
}

test('loops that are entered from outside become reducible', () => {
  for (const depth of [2, 3, 7]) {
    const succs = nested(depth);
    assert.equal(reduce(succs).changed, true);
    assert.equal(reduce(succs).changed, false);
  }
  assert.equal(reduce(nested(1)).changed, false);
});

test('work grows with the result: the entries of all loops around each loop', () => {
  const work = [50, 100].map((depth) => {
    Counted.searched = 0;
    reduce(nested(depth));
    return Counted.searched;
  });
  assert.ok(work[1]! < 5 * work[0]!, work.join());
});
