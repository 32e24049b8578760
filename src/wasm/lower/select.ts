// Instruction selection: the code of one value. Operands in trees are emitted in place; the result stays on the stack (trees) or goes
// to the value's local (statements).

import type { ValueId } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { BoxKind, boxFunctions, boxKind } from '../../ssa/passes/box.ts';
import { fail } from '../../base/internal-error.ts';
import { RelocKind } from '../../abi/symbol.ts';
import { W, WM } from '../opcode.table.ts';
import { Mode, SiteKind } from './state.ts';
import { type FnEmitter, Special } from './function.ts';
import { emitAtomic } from './atomics.ts';
import { atomicOpcode, memOpcode, saturatingOpcode, simpleOpcode } from './opcodes.ts';
import { emitMemAccess, emitMove, emitZero } from './memory.ts';
import { emitCall, emitCallIndirect, emitHostCall, emitPoll, emitSchedulerCall, emitSuspend } from './calls.ts';

/** Leaves the value of v on the stack. */
export function emitTree(e: FnEmitter, v: ValueId): void {
  switch (e.L.mode[v]! as Mode) {
    case Mode.Local: e.a.get(e.localOf(v)); return;
    case Mode.Tree: case Mode.Remat: emitOp(e, v); return;
    default: fail(`${e.L.f.name}: value ${v} is used but not computed`);
  }
}

/** Emits v as a statement: result to its local, or dropped. Calls store their results themselves. */
export function emitValue(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const op = L.f.op[v]! as Op;
  switch (op) {
    case Op.Phi: case Op.Param: case Op.Closure: case Op.Result: return;
    case Op.NilCheck: case Op.BoundsCheck: case Op.PanicIf: emitCheck(e, v, op); return;
    case Op.KeepAlive: return;
    case Op.Call: emitCall(e, v); break;
    case Op.CallClosure: case Op.CallTable: emitCallIndirect(e, v); break;
    case Op.Poll: emitPoll(e, v); return;
    case Op.Suspend: emitSuspend(e, v); return;
    default: emitOp(e, v);
  }
  if (L.f.vt[v] === VT.Void) return;
  // A call that does not come back has left the stack.
  if (L.siteKind[v] === SiteKind.Panic && a.dead) return;
  if (L.mode[v] === Mode.Local) a.set(e.localOf(v));
  else a.op(W.Drop);
}

/** Checks: branch to the shared path of their kind. */
function emitCheck(e: FnEmitter, v: ValueId, op: Op): void {
  const { L, a } = e;
  const f = L.f;
  if (L.siteKind[v] !== SiteKind.None) setSite(e, v);
  const x = f.arg0[v]!;
  if (op === Op.BoundsCheck) {
    emitTree(e, x);
    a.tee(e.specialLocal(Special.IndexA));
    emitTree(e, f.arg1[v]!);
    a.tee(e.specialLocal(Special.IndexB));
    a.op((f.aux[v]! & 15) === 0 ? W.I64GeU : W.I64GtU);
  } else {
    emitTree(e, x);
    if (op === Op.NilCheck) a.op(W.I32Eqz);
  }
  a.brIf(e.panicLabel(v));
}

export function setSite(e: FnEmitter, v: ValueId): void {
  const L = e.L;
  if (!L.hasFlag) return;
  if (L.siteKind[v] === SiteKind.Resumable) e.forSuspend(() => storeSite(e, v));
  else storeSite(e, v); // for the trace
}

export function storeSite(e: FnEmitter, v: ValueId): void {
  const L = e.L;
  e.a.i32(L.siteOf[v]!);
  e.a.set(e.specialLocal(Special.Site));
}

function emitArgs(e: FnEmitter, v: ValueId): void {
  const f = e.L.f;
  for (let i = 0, n = f.numArgs(v); i < n; i++) emitTree(e, f.arg(v, i));
}

/** Computes v onto the stack (nothing for Void). */
export function emitOp(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const op = f.op[v]! as Op;
  if (memOpcode[op]! >= 0) { emitMemAccess(e, v, op); return; }
  const simple = simpleOpcode[op]!;
  if (simple >= 0) {
    if (op === Op.Select) { emitTree(e, f.arg1[v]!); emitTree(e, f.arg2[v]!); emitTree(e, f.arg0[v]!); }
    else emitArgs(e, v);
    a.op(simple);
    return;
  }
  if (saturatingOpcode[op]! >= 0) { emitArgs(e, v); a.misc(saturatingOpcode[op]!); return; }
  if (atomicOpcode[op]! >= 0) { emitAtomic(e, v, op); return; }
  switch (op) {
    case Op.ConstI32: case Op.ConstPtr: a.i32(f.aux[v]!); return;
    case Op.ConstI64: a.i64(f.aux[v]!, f.aux2[v]!); return;
    case Op.ConstF32: a.f32(f.f64s[f.aux[v]!]!); return;
    case Op.ConstF64: a.f64(f.f64s[f.aux[v]!]!); return;
    case Op.SymAddr: a.constReloc(RelocKind.DataAddr, L.syms.names[f.aux[v]!]!, f.aux2[v]!); return;
    case Op.FuncIndex: a.constReloc(RelocKind.TableIndex, L.syms.names[f.aux[v]!]!); return;
    case Op.FuncInfo: a.constReloc(RelocKind.FuncInfo, L.syms.names[f.aux[v]!]!); return;
    case Op.StackAddr: emitOffset(e, L.stackOffset[f.aux[v]!]! + f.aux2[v]!); return;
    case Op.FrameAddr: a.get(e.specialLocal(Special.Fp)); return;
    case Op.PtrAddImm:
      emitTree(e, f.arg0[v]!);
      if (f.aux[v] !== 0) { a.i32(f.aux[v]!); a.op(W.I32Add); }
      return;
    case Op.PtrToI32: case Op.I32ToPtr: emitTree(e, f.arg0[v]!); return;
    case Op.I64MulHiU: emitMulHi(e, f.arg0[v]!, f.arg1[v]!); return;
    case Op.Move: emitMove(e, v); return;
    case Op.Zero: emitZero(e, v); return;
    case Op.MemCopy: emitArgs(e, v); a.misc(WM.MemoryCopy); return;
    case Op.MemFill: emitArgs(e, v); a.misc(WM.MemoryFill); return;
    case Op.NewObject:
      a.constReloc(RelocKind.DataAddr, L.syms.names[f.allocs[f.aux[v]!]!.typeSym]!);
      a.call('runtime.newobject');
      return;
    case Op.StackObject: a.i32(0); return;
    case Op.Box: emitBox(e, v); return;
    case Op.GlobalGet: a.globalGet(f.aux[v]!); return;
    case Op.GlobalSet: emitTree(e, f.arg0[v]!); a.globalSet(f.aux[v]!); return;
    case Op.MemorySize: a.op(W.MemorySize); a.w.u8(0); return;
    case Op.MemoryGrow: emitTree(e, f.arg0[v]!); a.op(W.MemoryGrow); a.w.u8(0); return;
    case Op.Call: emitCall(e, v); return;
    case Op.CallImport: emitHostCall(e, v); return;
    case Op.CallResume: case Op.CallStart: emitSchedulerCall(e, v, op); return;
    case Op.Trap: a.unreachable(); return;
    default: fail(`${f.name}: no lowering of ${op}`);
  }
}

/** A box on the heap: the runtime function takes the bits of floats and the zero-extended bits of small integers. */
function emitBox(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  emitArgs(e, v);
  const kind = boxKind(f, v);
  const vt = f.vt[f.arg(v, 0)]!;
  if (vt === VT.F32) a.op(W.I32ReinterpretF32);
  else if (vt === VT.F64) a.op(W.I64ReinterpretF64);
  else if (kind === BoxKind.Word16) { a.i32(0xffff); a.op(W.I32And); }
  a.call(boxFunctions[kind]!);
}

function emitOffset(e: FnEmitter, offset: number): void {
  e.a.get(e.specialLocal(Special.Fp));
  if (offset !== 0) { e.a.i32(offset); e.a.op(W.I32Add); }
}

/** High word of a 64 × 64 product from four 32-bit products: with t = ah·bl + (al·bl >> 32) and w = al·bh + low(t),
 *  it is ah·bh + (t >> 32) + (w >> 32). */
function emitMulHi(e: FnEmitter, x: ValueId, y: ValueId): void {
  const a = e.a;
  const t = e.specialLocal(Special.Wide);
  const low = (v: ValueId): void => { emitTree(e, v); a.i64(-1, 0); a.op(W.I64And); };
  const high = (v: ValueId): void => { emitTree(e, v); a.i64(32, 0); a.op(W.I64ShrU); };
  const half = (): void => { a.i64(32, 0); a.op(W.I64ShrU); };
  high(x); low(y); a.op(W.I64Mul);
  low(x); low(y); a.op(W.I64Mul); half();
  a.op(W.I64Add);
  a.set(t);
  high(x); high(y); a.op(W.I64Mul);
  a.get(t); half(); a.op(W.I64Add);
  low(x); high(y); a.op(W.I64Mul);
  a.get(t); a.i64(-1, 0); a.op(W.I64And);
  a.op(W.I64Add); half();
  a.op(W.I64Add);
}

