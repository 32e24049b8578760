// Order of package initialisation. spec#Package_initialization: packages sorted by import path; repeatedly the first one whose imports
// are all initialised.

import { fail } from '../base/internal-error.ts';
import type { ObjectReader } from '../object/reader.ts';

/** Objects in the order of their initialisation. */
export function initOrder(objects: readonly ObjectReader[]): ObjectReader[] {
  const sorted = [...objects].sort((a, b) => (a.info.path < b.info.path ? -1 : 1));
  const index = new Map(sorted.map((o, i) => [o.info.path, i]));
  const users: number[][] = sorted.map(() => []);
  const missing = new Int32Array(sorted.length);
  sorted.forEach((o, i) => {
    const seen = new Set<number>();
    for (const imp of o.info.imports) {
      const k = index.get(imp.path);
      if (k === undefined || seen.has(k)) continue; // package unsafe, or an object that was not given: reported as undefined symbols
      seen.add(k);
      users[k]!.push(i);
      missing[i]!++;
    }
  });
  const ready: number[] = []; // binary heap of indexes
  for (let i = 0; i < sorted.length; i++) if (missing[i] === 0) push(ready, i);
  const out: ObjectReader[] = [];
  while (ready.length > 0) {
    const i = pop(ready);
    out.push(sorted[i]!);
    for (const u of users[i]!) if (--missing[u]! === 0) push(ready, u);
  }
  if (out.length !== sorted.length) fail('link: import cycle');
  return out;
}

/** Paths of root and everything it imports. */
export function importClosure(objects: readonly ObjectReader[], root: string): Set<string> {
  const byPath = new Map(objects.map((o) => [o.info.path, o]));
  const seen = new Set<string>();
  const todo = [root];
  for (let p = todo.pop(); p !== undefined; p = todo.pop()) {
    const o = byPath.get(p);
    if (o === undefined || seen.has(p)) continue;
    seen.add(p);
    for (const i of o.info.imports) todo.push(i.path);
  }
  return seen;
}

function push(heap: number[], x: number): void {
  let i = heap.length;
  heap.push(x);
  while (i > 0) {
    const p = (i - 1) >> 1;
    if (heap[p]! <= x) break;
    heap[i] = heap[p]!;
    i = p;
  }
  heap[i] = x;
}

function pop(heap: number[]): number {
  const top = heap[0]!;
  const x = heap.pop()!;
  const n = heap.length;
  let i = 0;
  for (;;) {
    let c = 2 * i + 1;
    if (c >= n) break;
    if (c + 1 < n && heap[c + 1]! < heap[c]!) c++;
    if (heap[c]! >= x) break;
    heap[i] = heap[c]!;
    i = c;
  }
  if (n > 0) heap[i] = x;
  return top;
}
