// Calls: hidden words before the arguments, the flag behind the results, suspension.

import { type ValueId, Abi, CALL_WEAK } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { Global, Low } from '../../abi/machine.table.ts';
import { W } from '../opcode.table.ts';
import { returnsFlag, sigString, wasmType } from '../code.ts';
import { Mode, POLL_IS_SET, SiteKind } from './state.ts';
import type { FnEmitter } from './function.ts';
import { Variant } from './nodes.ts';
import { zeroExtend } from './zero-extend.ts';
import { emitTree, setSite, storeSite } from './select.ts';

/** Pushes what is left of the native stack for a callee. */
function pushDepth(e: FnEmitter): void {
  const { L, a } = e;
  // The prologue has taken this activation's cost off. Resumed activations stand at the bottom of the stack; runtime packages run
  // on the reserve.
  if (L.depthColour >= 0 && e.variant !== Variant.Resume) a.get(e.local[L.depthColour]!);
  else a.globalGet(Global.Budget);
}

export function emitCall(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const info = f.calls[f.aux[v]!]!;
  const callee = L.env.callee(info.sym);
  const abi = callee?.abi ?? Abi.Table;
  if (L.siteKind[v] !== SiteKind.None) setSite(e, v);
  if ((abi & Abi.Ctx) !== 0) a.i32(0);
  if ((abi & Abi.Depth) !== 0) pushDepth(e);
  for (let i = 0, n = f.numArgs(v); i < n; i++) emitTree(e, f.arg(v, i));
  const name = L.syms.names[info.sym]!;
  if (callee === null) a.callTableEntry(name);
  else a.call(name, (info.flags & CALL_WEAK) !== 0 ? 1 : 0);
  afterCall(e, v, info.sig.results.length, abi, info.noreturn);
}

/** CallClosure, CallTable: through the function table with the table ABI. */
export function emitCallIndirect(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const info = f.calls[f.aux[v]!]!;
  const target = f.arg(v, 0);
  setSite(e, v);
  if (f.op[v] === Op.CallClosure) emitTree(e, target);
  else a.i32(0);
  pushDepth(e);
  for (let i = 1, n = f.numArgs(v); i < n; i++) emitTree(e, f.arg(v, i));
  emitTree(e, target);
  if (f.op[v] === Op.CallClosure) a.mem(W.I32Load, 2, 0);
  a.callIndirect(wasmType(sigString(info.sig), Abi.Table));
  afterCall(e, v, info.sig.results.length, Abi.Table, info.noreturn);
}

/** Behind a call: tests the flag, then stores several results (one stays on the stack). */
function afterCall(e: FnEmitter, v: ValueId, numResults: number, abi: number, noreturn: boolean): void {
  const { L, a } = e;
  const f = L.f;
  const kind = L.siteKind[v]!;
  if ((abi & Abi.Flag) === 0) {
    if (noreturn) a.unreachable();
  } else if (noreturn) {
    if (returnsFlag(numResults, abi)) a.op(W.Drop);
    if (L.hasFlag && kind !== SiteKind.None) a.br(e.savePanicLabel);
    else a.unreachable();
  } else if (kind === SiteKind.None) {
    if (returnsFlag(numResults, abi)) a.op(W.Drop);
  } else {
    if (!returnsFlag(numResults, abi)) a.globalGet(Global.Flag);
    if (L.hasFlag) e.forSuspend(() => a.brIf(kind === SiteKind.Resumable ? e.saveLabel : e.savePanicLabel));
    else { a.if_(); a.unreachable(); a.end(); } // runtime calls that the table says never suspend: a panic is fatal
  }
  if (numResults === 0 || a.dead) return;
  if (numResults === 1) {
    if (f.vt[v] === VT.Ptr) zeroExtend(a);
    return;
  }
  const at: number[] = [];
  for (let r = f.next[v]!; r !== 0 && f.op[r] === Op.Result && f.arg0[r] === v; r = f.next[r]!) {
    if (L.mode[r] !== Mode.Local) continue;
    const k = f.aux[r]!;
    if (at[k] === undefined) at[k] = r;
  }
  for (let k = numResults - 1; k >= 0; k--) {
    if (at[k] === undefined) { a.op(W.Drop); continue; }
    if (f.vt[at[k]!] === VT.Ptr) zeroExtend(a);
    a.set(e.localOf(at[k]!));
  }
  copyDuplicates(e, v, at);
}

/** Several Result values for one word: the first has it, the others are copies. */
function copyDuplicates(e: FnEmitter, v: ValueId, first: number[]): void {
  const f = e.L.f;
  for (let r = f.next[v]!; r !== 0 && f.op[r] === Op.Result && f.arg0[r] === v; r = f.next[r]!) {
    const k = f.aux[r]!;
    if (e.L.mode[r] !== Mode.Local || first[k] === r) continue;
    e.a.get(e.localOf(first[k]!));
    e.a.set(e.localOf(r));
  }
}

/** A function of the host: no hidden words. */
export function emitHostCall(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const info = f.calls[f.aux[v]!]!;
  for (let i = 0, n = f.numArgs(v); i < n; i++) emitTree(e, f.arg(v, i));
  a.call(L.syms.names[info.sym]!);
  if (info.sig.results.length > 1) fail(`${f.name}: host function with several results`);
  if (info.noreturn) a.unreachable();
}

/** if load(POLL): pollSlow() says whether to suspend here. POLL_IS_SET: the test has been made. */
export function emitPoll(e: FnEmitter, v: ValueId): void {
  const a = e.a;
  if (!e.L.hasFlag) return; // a function that may not suspend
  e.forSuspend(() => {
    const test = e.L.f.aux[v] !== POLL_IS_SET;
    if (test) {
      a.i32(0);
      a.mem(W.I32Load, 2, Low.Poll);
      a.if_();
    }
    storeSite(e, v);
    a.call('runtime.pollSlow');
    a.brIf(e.saveLabel);
    if (test) a.end();
  });
}

export function emitSuspend(e: FnEmitter, v: ValueId): void {
  if (!e.L.hasFlag) { e.a.unreachable(); return; }
  setSite(e, v);
  e.a.br(e.saveLabel);
}

/** Scheduler's entry into Go code; clears the flag that a suspending function with several results leaves set. */
export function emitSchedulerCall(e: FnEmitter, v: ValueId, op: Op): void {
  const { L, a } = e;
  const f = L.f;
  emitTree(e, f.arg1[v]!);
  if (op === Op.CallStart) a.globalGet(Global.Budget);
  emitTree(e, f.arg0[v]!);
  a.callIndirect(op === Op.CallStart ? 'ii>i' : 'i>i');
  a.i32(0);
  a.globalSet(Global.Flag);
  if (f.vt[v] === VT.Void) fail('scheduler call without result');
}
