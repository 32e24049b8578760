// Loop-invariant code: pure values whose operands are defined outside the loop move to the block before its header, and so do loads
// through an invariant pointer word where nothing in the loop can write what they read. Reading through a pointer that may be nil is
// harmless (low memory is readable); reads at computed addresses stay.

import { Effect, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import { BlockKind, type BlockId, type Func, type ValueId } from '../func.ts';
import { Dom } from '../analysis/dom.ts';
import { Loops, type Loop } from '../analysis/loops.ts';

export function hoistInvariants(f: Func): boolean {
  const dom = new Dom(f);
  const loops = new Loops(f, dom);
  let changed = false;
  // Inner loops first: what leaves them may leave the outer ones too.
  for (let i = loops.loops.length - 1; i >= 0; i--) changed = hoist(f, dom, loops, i) || changed;
  return changed;
}

function hoist(f: Func, dom: Dom, loops: Loops, id: number): boolean {
  const l = loops.loops[id]!;
  const pre = preheader(f, l);
  if (pre < 0) return false;
  const writes = loopWrites(f, l);
  let changed = false;
  const order = l.blocks.slice().sort((a, b) => dom.index[a]! - dom.index[b]!);
  for (const b of order) {
    for (let v = f.firstValue[b]!; v !== 0;) {
      const next = f.next[v]!;
      if (movable(f, v, writes) && invariant(f, loops, id, v)) {
        f.remove(v);
        f.append(pre, v);
        changed = true;
      }
      v = next;
    }
  }
  return changed;
}

/** The only predecessor from outside, if it goes nowhere else. */
function preheader(f: Func, l: Loop): BlockId {
  const inLoop = new Set(l.blocks);
  const outside = f.preds[l.header]!.filter((p) => !inLoop.has(p));
  return outside.length === 1 && f.bkind[outside[0]!] === BlockKind.Jump ? outside[0]! : -1;
}

const enum Writes { None = 0, Ints = 1, Floats = 2, Ptrs = 4, All = 7 }

function loopWrites(f: Func, l: Loop): number {
  let w = Writes.None;
  for (const b of l.blocks) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const op = f.op[v]! as Op;
      if (op === Op.StoreF32 || op === Op.StoreF64) w |= Writes.Floats;
      else if (op === Op.StorePtr) w |= Writes.Ptrs;
      else if (op >= Op.Store8 && op <= Op.Store64) w |= Writes.Ints | Writes.Floats;
      else if (op !== Op.NewObject && op !== Op.StackObject && op !== Op.Box && op !== Op.Poll && op !== Op.KeepAlive && (opTable[op]!.effect & (Effect.Write | Effect.Call)) !== 0) return Writes.All;
    }
  }
  return w;
}

function movable(f: Func, v: ValueId, writes: number): boolean {
  const op = f.op[v]! as Op;
  if (op >= Op.Load8S && op <= Op.LoadPtr) {
    const p = f.arg0[v]!;
    if (f.op[p] === Op.PtrAdd || f.op[p] === Op.I32ToPtr || f.aux[v]! > 32768) return false;
    if (op === Op.LoadPtr) return (writes & Writes.Ptrs) === 0;
    if (op === Op.LoadF32 || op === Op.LoadF64) return (writes & Writes.Floats) === 0;
    return (writes & (Writes.Ints)) === 0;
  }
  if (opTable[op]!.effect !== Effect.Pure || f.hasList(v)) return false;
  switch (op) {
    case Op.Copy: case Op.Result: case Op.StackAddr: case Op.FrameAddr: case Op.SymAddr: case Op.ConstI32: case Op.ConstI64: case Op.ConstPtr:
    case Op.ConstF32: case Op.ConstF64: case Op.FuncIndex: case Op.FuncInfo: case Op.PtrAddImm:
    case Op.I32DivS: case Op.I32DivU: case Op.I32RemS: case Op.I32RemU: case Op.I64DivS: case Op.I64DivU: case Op.I64RemS: case Op.I64RemU:
      return f.numArgs(v) === 0; // operand-free ones move so that their users can; the others are cheap to repeat, or trap unless checked
    default:
      return true;
  }
}

function invariant(f: Func, loops: Loops, id: number, v: ValueId): boolean {
  for (let i = 0, n = f.numArgs(v); i < n; i++) {
    const a = f.arg(v, i);
    if (loops.contains(id, f.block[a]!)) return false;
  }
  return true;
}
