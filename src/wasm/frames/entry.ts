// Function entry and exit: the entry check, the memory-stack frame, the entry of combined functions.

import { Abi } from '../../ssa/func.ts';
import { Global, Low } from '../../abi/machine.table.ts';
import { RelocKind } from '../../abi/symbol.ts';
import { VT } from '../../ssa/op.table.ts';
import { zeroExtend } from '../lower/zero-extend.ts';
import { W } from '../opcode.table.ts';
import { sigString, stubName } from '../code.ts';
import { type FnEmitter, Special } from '../lower/function.ts';
import { returnSuspended } from './save.ts';

/** Depth that the stub resume:<sig> passes to a combined function whose context is a frame. Real depths are even. */
export const DEPTH_RESUME = -1;

/** Combined functions: leaves on the stack whether this is a resumption. */
export function emitRoot(e: FnEmitter): void {
  e.a.get(e.L.depthColour);
  e.a.i32(DEPTH_RESUME);
  e.a.op(W.I32Eq);
}

export function emitPrologue(e: FnEmitter): void {
  const { L, a } = e;
  if (L.shape.checked) e.forSuspend(() => emitEntryCheck(e));
  if (L.depthColour >= 0 && L.passesDepth) {
    a.get(L.depthColour);
    a.i32(L.cost);
    a.op(W.I32Sub);
    a.set(L.depthColour);
  }
  L.f.sig.params.forEach((t, k) => {
    if (t !== VT.Ptr) return;
    a.get(L.firstParam + k);
    zeroExtend(a);
    a.set(L.firstParam + k);
  });
  emitStackFrame(e);
}

/** (depth < need) | load(POLL): entryPoll(depth < need) says whether to suspend at the entry, with the parameters as frame. */
function emitEntryCheck(e: FnEmitter): void {
  const { L, a } = e;
  const need = L.cost + L.shape.calleeBound;
  const shallow = (): void => { a.get(L.depthColour); a.i32(need); a.op(W.I32LtS); };
  shallow();
  a.i32(0);
  a.mem(W.I32Load, 2, Low.Poll);
  a.op(W.I32Or);
  a.if_();
  shallow();
  a.call('runtime.entryPoll');
  a.if_();
  a.constReloc(RelocKind.FuncInfo, L.f.name);
  if ((L.shape.abi & Abi.Ctx) !== 0) a.get(L.ctxColour);
  else a.i32(0);
  for (let k = 0; k < L.f.sig.params.length; k++) a.get(L.firstParam + k);
  a.call(stubName.entrySave(sigString(L.f.sig)));
  returnSuspended(e);
  a.end();
  a.end();
}

/** No stack lies below this address (abi.md, low memory): a smaller frame can be taken from sp without passing below 0. */
const LOWEST_STACK = 1024;

/** fp = sp − size, in a new chunk if it does not fit. */
function emitStackFrame(e: FnEmitter): void {
  const { L, a } = e;
  if (L.stackSize === 0) return;
  const fp = e.specialLocal(Special.Fp);
  const small = L.stackSize <= LOWEST_STACK;
  a.globalGet(Global.Sp);
  if (small) {
    a.i32(L.stackSize);
    a.op(W.I32Sub);
    a.tee(fp);
    a.globalGet(Global.SpLimit);
  } else {
    a.globalGet(Global.SpLimit);
    a.op(W.I32Sub);
    a.i32(L.stackSize);
  }
  a.op(W.I32LtU);
  a.if_();
  a.i32(L.stackSize);
  a.call('runtime.stackGrow');
  a.set(fp);
  if (!small) {
    a.else_();
    a.globalGet(Global.Sp);
    a.i32(L.stackSize);
    a.op(W.I32Sub);
    a.set(fp);
  }
  a.end();
  a.get(fp);
  a.globalSet(Global.Sp);
}

/** sp = fp + size, or back to the previous chunk if this frame was the first in its chunk. Keeps what is on the stack. */
export function emitEpilogue(e: FnEmitter): void {
  const { L, a } = e;
  if (L.stackSize === 0) return;
  const top = (): void => { a.get(e.specialLocal(Special.Fp)); a.i32(L.stackSize); a.op(W.I32Add); };
  top();
  a.globalSet(Global.Sp);
  a.globalGet(Global.Sp);
  a.globalGet(Global.SpTop);
  a.op(W.I32Eq);
  a.if_();
  a.call('runtime.stackShrink');
  a.end();
}
