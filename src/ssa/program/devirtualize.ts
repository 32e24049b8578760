// Interface calls whose dynamic type is known become direct calls: the table index that CallTable calls is loaded from an itab that is a
// symbol, so its method is known. That is the case when the conversion to the interface is in sight (often after inlining the function
// that returns it). What the callee does with its arguments is known then, and it can be inlined.

import { Op } from '../op.gen.ts';
import type { Func, ValueId } from '../func.ts';

/** Method symbol in the itab of this symbol at an offset, or -1. */
export type ItabEntry = (itab: number, offset: number) => number;

/** Replaces such calls; returns the calls that are direct now. */
export function devirtualize(f: Func, entry: ItabEntry): ValueId[] {
  const out: ValueId[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] !== Op.CallTable) continue;
      const load = f.arg(v, 0);
      if (f.op[load] !== Op.Load32) continue;
      const itab = f.arg(load, 0);
      if (f.op[itab] !== Op.SymAddr) continue;
      const sym = entry(f.aux[itab]!, f.aux2[itab]! + f.aux[load]!);
      if (sym < 0) continue;
      const args: ValueId[] = [];
      for (let i = 1; i < f.numArgs(v); i++) args.push(f.arg(v, i));
      f.setArgs(v, args);
      f.op[v] = Op.Call;
      f.calls.push({ ...f.calls[f.aux[v]!]!, sym });
      f.aux[v] = f.calls.length - 1;
      out.push(v);
    }
  }
  return out;
}
