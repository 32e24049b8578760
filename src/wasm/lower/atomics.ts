// Atomic operations. Goroutines run on one thread and are suspended at safepoints only, so plain loads and stores are atomic among them.
// (The words in low memory that other threads set are read and cleared by plain accesses.) With goroutines on several threads
// SINGLE_THREAD becomes a variant of the back end.

import type { ValueId } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { W } from '../opcode.table.ts';
import { type FnEmitter, Special } from './function.ts';
import { atomicAlign, atomicOpcode } from './opcodes.ts';
import { emitTree } from './select.ts';

const SINGLE_THREAD = true;

export function emitAtomic(e: FnEmitter, v: ValueId, op: Op): void {
  const f = e.L.f;
  if (f.aux[v]! < 0) fail(`${f.name}: negative offset of an atomic operation`);
  if (SINGLE_THREAD && emitPlain(e, v, op)) return;
  const a = e.a;
  const ptr = op === Op.AtomicLoadPtr || op === Op.AtomicStorePtr || op === Op.AtomicXchgPtr || op === Op.AtomicCasPtr;
  for (let i = 0, n = f.numArgs(v); i < n; i++) {
    emitTree(e, f.arg(v, i));
    if (ptr && i > 0) a.op(W.I64ExtendI32U);
  }
  // Atomics want their exact alignment; pointers are 8-byte words.
  a.atomic(atomicOpcode[op]!, atomicAlign[op]!, f.aux[v]!);
  if (ptr && op !== Op.AtomicStorePtr) a.op(W.I32WrapI64);
}

/** How an operation looks without atomicity: width of the word, and what combines the old word with the operand (0: takes its place). */
interface Plain { wide: boolean; bytes: 1 | 4 | 8; kind: 'load' | 'store' | 'update' | 'cas'; combine: W | 0; ptr: boolean }

const plain = (kind: Plain['kind'], bytes: 1 | 4 | 8, combine: W | 0 = 0, ptr = false): Plain => ({ wide: bytes === 8 && !ptr, bytes, kind, combine, ptr });
const plains: Partial<Record<Op, Plain>> = {
  [Op.AtomicLoad8]: plain('load', 1), [Op.AtomicLoad32]: plain('load', 4), [Op.AtomicLoad64]: plain('load', 8), [Op.AtomicLoadPtr]: plain('load', 8, 0, true),
  [Op.AtomicStore8]: plain('store', 1), [Op.AtomicStore32]: plain('store', 4), [Op.AtomicStore64]: plain('store', 8), [Op.AtomicStorePtr]: plain('store', 8, 0, true),
  [Op.AtomicAdd32]: plain('update', 4, W.I32Add), [Op.AtomicAdd64]: plain('update', 8, W.I64Add),
  [Op.AtomicAnd32]: plain('update', 4, W.I32And), [Op.AtomicAnd64]: plain('update', 8, W.I64And),
  [Op.AtomicOr32]: plain('update', 4, W.I32Or), [Op.AtomicOr64]: plain('update', 8, W.I64Or),
  [Op.AtomicAnd8]: plain('update', 1, W.I32And), [Op.AtomicOr8]: plain('update', 1, W.I32Or),
  [Op.AtomicXchg32]: plain('update', 4), [Op.AtomicXchg64]: plain('update', 8), [Op.AtomicXchgPtr]: plain('update', 8, 0, true),
  [Op.AtomicCas32]: plain('cas', 4), [Op.AtomicCas64]: plain('cas', 8), [Op.AtomicCasPtr]: plain('cas', 8, 0, true),
};

function emitPlain(e: FnEmitter, v: ValueId, op: Op): boolean {
  const p = plains[op];
  if (p === undefined) return false;
  const a = e.a;
  const f = e.L.f;
  const at = f.aux[v]!;
  const load = (): void => {
    if (p.wide) a.mem(W.I64Load, 3, at);
    else if (p.bytes === 1) a.mem(W.I32Load8U, 0, at);
    else a.mem(W.I32Load, 2, at);
  };
  const store = (): void => {
    if (p.ptr) a.op(W.I64ExtendI32U);
    if (p.bytes === 8) a.mem(W.I64Store, 3, at);
    else if (p.bytes === 1) a.mem(W.I32Store8, 0, at);
    else a.mem(W.I32Store, 2, at);
  };
  for (let i = 0, n = f.numArgs(v); i < n; i++) emitTree(e, f.arg(v, i));
  if (p.kind === 'load') { load(); return true; }
  if (p.kind === 'store') { store(); return true; }
  // The operands are all evaluated before the scratch locals are set: they may contain such operations themselves.
  const addr = e.specialLocal(Special.Addr);
  const fresh = e.specialLocal(p.wide ? Special.New64 : Special.New32);
  const old = e.specialLocal(p.wide ? Special.Old64 : Special.Old32);
  a.set(fresh);
  if (p.kind === 'cas') {
    const expected = e.specialLocal(p.wide ? Special.Cmp64 : Special.Cmp32);
    a.set(expected);
    a.set(addr);
    a.get(addr);
    load();
    a.tee(old);
    a.get(expected);
    a.op(p.wide ? W.I64Eq : W.I32Eq);
    a.if_();
    a.get(addr);
    a.get(fresh);
    store();
    a.end();
    a.get(old);
    return true;
  }
  a.set(addr);
  a.get(addr);
  load();
  a.tee(old); // stays on the stack: the result
  a.get(addr);
  if (p.combine === 0) a.get(fresh);
  else { a.get(old); a.get(fresh); a.op(p.combine); }
  store();
  return true;
}
