// Dead code: values whose result nobody needs and that have no effect. A NewObject that is only stored to is dead with its stores
// only after scalar replacement; here it goes when nothing uses it at all.

import { Effect, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { Func, ValueId } from '../func.ts';

export function deadCode(f: Func): boolean {
  const live = new Uint8Array(f.numValues);
  const work: ValueId[] = [];
  const mark = (v: ValueId): void => { if (v !== 0 && !live[v]) { live[v] = 1; work.push(v); } };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (isRoot(f, v)) mark(v);
    mark(f.control[b]!);
    for (const r of f.rets[b]!) mark(r);
  }
  while (work.length > 0) {
    const v = work.pop()!;
    for (let i = 0, n = f.numArgs(v); i < n; i++) mark(f.arg(v, i));
  }
  let changed = false;
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0;) {
      const next = f.next[v]!;
      if (!live[v]) { f.remove(v); changed = true; }
      v = next;
    }
  }
  return changed;
}

/** True if v must stay even if nothing uses its result. */
function isRoot(f: Func, v: ValueId): boolean {
  const op = f.op[v]! as Op;
  if (op === Op.NewObject || op === Op.StackObject || op === Op.Box || op === Op.Phi || op === Op.Param || op === Op.Closure) return false;
  return (opTable[op]!.effect & (Effect.Write | Effect.Call | Effect.Check)) !== 0;
}
