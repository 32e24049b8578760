// Loads, stores, moves: constant offsets go into the instruction; small moves and clears are unrolled.

import type { ValueId } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { W, WM, WS } from '../opcode.table.ts';
import { MAX_UNROLL, Mode } from './state.ts';
import { type FnEmitter, Special } from './function.ts';
import { memAlign, memOpcode } from './opcodes.ts';
import { emitTree } from './select.ts';

/** An address split into what emitBase pushes and a constant offset, perhaps relative to a symbol. */
interface Address { base: ValueId; offset: number; sym: string; fp: boolean }

function split(e: FnEmitter, p: ValueId, offset: number): Address {
  const { L } = e;
  const f = L.f;
  for (;;) {
    const m = L.mode[p]!;
    if (m !== Mode.Tree && m !== Mode.Remat) break;
    const op = f.op[p]! as Op;
    if (op === Op.PtrAddImm && offset + f.aux[p]! >= 0) { offset += f.aux[p]!; p = f.arg0[p]!; continue; }
    if (op === Op.StackAddr) return { base: 0, offset: offset + L.stackOffset[f.aux[p]!]! + f.aux2[p]!, sym: '', fp: true };
    if (op === Op.FrameAddr) return { base: 0, offset, sym: '', fp: true };
    if (op === Op.SymAddr) return { base: 0, offset: offset + f.aux2[p]!, sym: L.syms.names[f.aux[p]!]!, fp: false };
    if (op === Op.ConstPtr && f.aux[p]! + offset >= 0) return { base: 0, offset: offset + f.aux[p]!, sym: '', fp: false };
    break;
  }
  return { base: p, offset, sym: '', fp: false };
}

function pushBase(e: FnEmitter, ad: Address): void {
  if (ad.base !== 0) {
    emitTree(e, ad.base);
    if (ad.offset < 0) { e.a.i32(ad.offset); e.a.op(W.I32Add); }
  } else if (ad.fp) e.a.get(e.specialLocal(Special.Fp));
  else e.a.i32(0);
}

function access(e: FnEmitter, code: W, align: number, ad: Address, plus: number): void {
  if (ad.sym !== '') e.a.memSym(code, align, ad.sym, ad.offset + plus);
  else e.a.mem(code, align, (ad.offset < 0 ? 0 : ad.offset) + plus);
}

/** Load* and Store*. */
export function emitMemAccess(e: FnEmitter, v: ValueId, op: Op): void {
  const { L, a } = e;
  const f = L.f;
  const ad = split(e, f.arg0[v]!, f.aux[v]!);
  pushBase(e, ad);
  if (op >= Op.Store8) {
    const x = f.arg1[v]!;
    if (op !== Op.StorePtr) emitTree(e, x);
    else if (f.op[x] === Op.ConstPtr) a.i64(f.aux[x]!, 0);
    else { emitTree(e, x); a.op(W.I64ExtendI32U); }
  }
  access(e, memOpcode[op]!, memAlign[op]!, ad, 0);
}

/** Sizes of the pieces, largest first. */
function* piecesOf(size: number): Generator<[at: number, size: number]> {
  let at = 0;
  for (const s of [16, 8, 4, 2, 1]) while (size - at >= s) { yield [at, s]; at += s; }
}

export function emitMove(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const size = f.aux[v]!;
  if (size === 0) return;
  if (size > MAX_UNROLL) {
    emitTree(e, f.arg0[v]!);
    emitTree(e, f.arg1[v]!);
    a.i32(size);
    a.misc(WM.MemoryCopy);
    return;
  }
  const dst = split(e, f.arg0[v]!, 0);
  const src = split(e, f.arg1[v]!, 0);
  for (const [at, s] of piecesOf(size)) {
    pushBase(e, dst);
    pushBase(e, src);
    switch (s) {
      case 16: vector(e, WS.V128Load, src, at); vector(e, WS.V128Store, dst, at); break;
      case 8: access(e, W.I64Load, 0, src, at); access(e, W.I64Store, 0, dst, at); break;
      case 4: access(e, W.I32Load, 0, src, at); access(e, W.I32Store, 0, dst, at); break;
      case 2: access(e, W.I32Load16U, 0, src, at); access(e, W.I32Store16, 0, dst, at); break;
      default: access(e, W.I32Load8U, 0, src, at); access(e, W.I32Store8, 0, dst, at);
    }
  }
}

/** v128.load or store without an alignment hint. */
function vector(e: FnEmitter, sub: WS, ad: Address, plus: number): void {
  e.a.op(W.PrefixSimd);
  e.a.w.uleb(sub);
  e.a.w.uleb(0);
  if (ad.sym !== '') e.a.relocMemOffset(ad.sym, ad.offset + plus);
  else e.a.w.uleb((ad.offset < 0 ? 0 : ad.offset) + plus);
}

export function emitZero(e: FnEmitter, v: ValueId): void {
  const { L, a } = e;
  const f = L.f;
  const size = f.aux[v]!;
  if (size === 0) return;
  if (size > MAX_UNROLL) {
    emitTree(e, f.arg0[v]!);
    a.i32(0);
    a.i32(size);
    a.misc(WM.MemoryFill);
    return;
  }
  const dst = split(e, f.arg0[v]!, 0);
  for (const [at, s] of piecesOf(size)) {
    pushBase(e, dst);
    switch (s) {
      case 16: a.i64(0, 0); a.simd(WS.I64x2Splat); vector(e, WS.V128Store, dst, at); break;
      case 8: a.i64(0, 0); access(e, W.I64Store, 0, dst, at); break;
      case 4: a.i32(0); access(e, W.I32Store, 0, dst, at); break;
      case 2: a.i32(0); access(e, W.I32Store16, 0, dst, at); break;
      default: a.i32(0); access(e, W.I32Store8, 0, dst, at);
    }
  }
}
