// Entry of a suspended activation: restores the locals from its frame and dispatches on the site; results of the finished callee.

import type { ValueId } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { Frame, Global, MBlock } from '../../abi/machine.table.ts';
import { W } from '../opcode.table.ts';
import { type FnEmitter, Special } from '../lower/function.ts';
import { Variant } from '../lower/nodes.ts';
import { End } from '../lower/structure.ts';
import { Mode, wasmTypeOf } from '../lower/state.ts';

/** The frame is local 0 (resume function), or the context (combined function). It has been freed; its contents stay readable. */
export function emitResume(e: FnEmitter, x: number): End {
  const { L, a, g } = e;
  let frame = 0;
  if (e.variant === Variant.Combined) {
    frame = e.specialLocal(Special.Frame);
    a.get(e.local[L.ctxColour]!);
    a.set(frame);
    a.globalGet(Global.Budget);
    a.set(e.local[L.depthColour]!);
  }
  for (const c of L.saved) {
    a.get(frame);
    a.loadWord(L.colourType[c]!, L.slotOffset[c]!);
    a.set(e.local[c]!);
  }
  if (L.stackSize > 0) {
    a.get(frame);
    a.mem(W.I32Load, 2, Frame.fp);
    a.set(e.specialLocal(Special.Fp));
  }
  const n = g.succs[x]!.length;
  if (n === 0) { a.unreachable(); return End.Exit; }
  if (n > 1 || g.dispatch) {
    a.get(frame);
    a.mem(W.I32Load, 2, Frame.site);
    if (g.dispatch) {
      if (n > 1) a.tee(e.specialLocal(Special.Selector));
      else a.set(e.specialLocal(Special.Selector));
    }
  }
  return n > 1 ? End.Table : End.Jump;
}

/** Puts the results of call v, which has returned meanwhile, into their locals. */
export function emitResults(e: FnEmitter, v: ValueId): void {
  const f = e.L.f;
  if (e.L.mode[v] === Mode.Local) loadResult(e, f.vt[v]! as VT, 0, v);
  for (let r = f.next[v]!; r !== 0 && f.op[r] === Op.Result && f.arg0[r] === v; r = f.next[r]!) {
    if (e.L.mode[r] === Mode.Local) loadResult(e, f.vt[r]! as VT, f.aux[r]!, r);
  }
}

function loadResult(e: FnEmitter, vt: VT, k: number, v: ValueId): void {
  const a = e.a;
  a.globalGet(Global.M);
  a.loadWord(wasmTypeOf(vt), MBlock.resultArea + 8 * k);
  a.set(e.localOf(v));
}
