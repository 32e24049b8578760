// Interface calls whose dynamic type is known become direct calls: the table index that CallTable calls is loaded from an itab that is a
// symbol, so its method is known. That is the case when the conversion to the interface is in sight (often after inlining the function
// that returns it). What the callee does with its arguments is known then, and it can be inlined.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { FuncFlag, type Func, type ValueId } from '../func.ts';
import { knownSymbol, type KnownTypes } from './known-types.ts';

/** Hears of a call that is about to become one of this method, from this itab. */
export type DevirtualizeReport = (v: ValueId, itab: number, method: number) => void;

/** Replaces such calls; returns the calls that are direct now. */
export function devirtualize(f: Func, types: KnownTypes, report?: DevirtualizeReport): ValueId[] {
  const out: ValueId[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] !== Op.CallTable) continue;
      const load = f.arg(v, 0);
      if (f.op[load] !== Op.Load32) continue;
      const itab = knownSymbol(f, f.arg(load, 0), true); // checked for nil before
      const sym = itab < 0 ? -1 : types.method(itab, f.aux[load]!);
      if (sym < 0) continue;
      report?.(v, itab, sym);
      if (types.needsElement(itab, sym)) nilCheck(f, f.arg(v, 1), v);
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

/** Panics before the call if p is nil. */
function nilCheck(f: Func, p: ValueId, call: ValueId): void {
  const c = f.newValue(Op.NilCheck, VT.Void, f.vpos[call]!, p);
  f.inl[c] = f.inl[call]!;
  f.insertBefore(c, call);
}

/** True for the wrapper of a method that is promoted from an embedded interface. */
export function passesOn(f: Func): boolean {
  if ((f.flags & FuncFlag.Wrapper) === 0) return false;
  for (let b = 0; b < f.numBlocks; b++) for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.CallTable && f.inl[v]! < 0) return true;
  return false;
}
