// The shared cold paths of a function, behind its body: panics of failing checks, the bare frame of panic sites, the saved frame.
//
//   $save    frame = frameNew(info); frame.site = site; frame.fp = fp; one store per slot; return zeros, flag 1
//   a panic  call the runtime function, then $save (runtime packages: it does not come back)
//
// In a function without resumable sites there are no slots. In others the slots hold rubbish at panic sites; their maps are empty.

import { Frame, Global } from '../../abi/machine.table.ts';
import { RelocKind } from '../../abi/symbol.ts';
import { VT } from '../../ssa/op.table.ts';
import { W } from '../opcode.table.ts';
import { type FnEmitter, Special } from '../lower/function.ts';
import { Variant } from '../lower/nodes.ts';

/** Closes the blocks around the body, each followed by its code. */
export function emitColdPaths(e: FnEmitter): void {
  const { L, a } = e;
  for (let i = e.panicPaths.length - 1; i >= 0; i--) {
    const p = e.panicPaths[i]!;
    a.end();
    if (!p.used) continue;
    if (p.words) {
      a.get(e.specialLocal(Special.IndexA));
      a.get(e.specialLocal(Special.IndexB));
    }
    a.call(p.callee);
    a.op(W.Drop);
    if (e.savePanicLabel >= 0 && !L.runtime) a.br(e.savePanicLabel);
    else a.unreachable();
  }
  if (e.savePanicLabel >= 0) {
    a.end();
    e.forSuspend(() => saveFrame(e));
  }
  if (!a.dead) a.unreachable();
}

/** The full frame, then out. */
function saveFrame(e: FnEmitter): void {
  const { L, a } = e;
  saveHeader(e);
  const frame = e.specialLocal(Special.Frame);
  for (const c of L.saved) {
    a.get(frame);
    a.get(e.local[c]!);
    a.storeWord(L.colourType[c]!, L.slotOffset[c]!);
  }
  returnSuspended(e);
}

function saveHeader(e: FnEmitter): void {
  const { L, a } = e;
  const frame = e.specialLocal(Special.Frame);
  a.constReloc(RelocKind.FuncInfo, L.f.name);
  a.call('runtime.frameNew');
  a.set(frame);
  a.get(frame);
  a.get(e.specialLocal(Special.Site));
  a.mem(W.I32Store, 2, Frame.site);
  if (L.stackSize === 0) return; // frameNew has cleared fp
  a.get(frame);
  a.get(e.specialLocal(Special.Fp));
  a.mem(W.I32Store, 2, Frame.fp);
}

/** Returns with the flag set. */
export function returnSuspended(e: FnEmitter): void {
  const { L, a } = e;
  if (e.variant === Variant.Resume) { a.i32(1); a.ret(); return; }
  const results = L.f.sig.results;
  if (results.length > 1) { a.i32(1); a.globalSet(Global.Flag); }
  for (const r of results) {
    switch (r) {
      case VT.I64: a.i64(0, 0); break;
      case VT.F32: a.f32(0); break;
      case VT.F64: a.f64(0); break;
      default: a.i32(0);
    }
  }
  if (results.length <= 1) a.i32(1);
  a.ret();
}
