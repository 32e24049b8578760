// Writes one function body: instructions into a ByteWriter, relocations beside it, label depths counted by itself.
//
// `set(x)` directly followed by `get(x)` becomes a tee. Locals are given by their final index. Relocated operands are one zero byte.

import { ByteWriter } from '../../base/bytes.ts';
import { type Reloc, RelocKind } from '../../abi/symbol.ts';
import { W, WT, WM, WS, WA } from '../opcode.table.ts';
import type { CodeBody } from '../code.ts';

/** Opposite integer comparisons by opcode, 0: none. */
const negated = new Uint8Array(256);
for (const [x, y] of [
  [W.I32Eq, W.I32Ne], [W.I32LtS, W.I32GeS], [W.I32LtU, W.I32GeU], [W.I32GtS, W.I32LeS], [W.I32GtU, W.I32LeU],
  [W.I64Eq, W.I64Ne], [W.I64LtS, W.I64GeS], [W.I64LtU, W.I64GeU], [W.I64GtS, W.I64LeS], [W.I64GtU, W.I64LeU],
] as const) { negated[x] = y; negated[y] = x; }

/** How a word of a type is loaded and stored; align is log2. */
interface WordAccess { load: W; store: W; align: number }
const I32: WordAccess = { load: W.I32Load, store: W.I32Store, align: 2 };
const I64: WordAccess = { load: W.I64Load, store: W.I64Store, align: 3 };
const F32: WordAccess = { load: W.F32Load, store: W.F32Store, align: 2 };
const F64: WordAccess = { load: W.F64Load, store: W.F64Store, align: 3 };

function wordAccess(t: WT): WordAccess {
  switch (t) {
    case WT.I64: return I64;
    case WT.F32: return F32;
    case WT.F64: return F64;
    default: return I32;
  }
}

export class Asm {
  readonly w = new ByteWriter(512);
  readonly relocs: Reloc[] = [];
  /** Number of open blocks. */
  depth = 0;
  /** Offset and index of a local.set that is the last instruction, or -1. */
  private lastSet = -1;
  private lastSetEnd = -1;
  private lastSetLocal = -1;
  /** Offset after the last instruction that never falls through (br, return, unreachable); -1 none. */
  private deadEnd = -1;
  /** Offset of the last instruction written by op(). */
  private lastOp = -1;

  op(code: W): void {
    this.lastOp = this.w.len;
    this.w.u8(code);
  }
  /** Logical not of a condition that is only tested for zero: turns an integer comparison round, drops a preceding eqz. */
  not(): void {
    const at = this.w.len - 1;
    if (this.lastOp === at && at >= 0) {
      const c = this.w.buf[at]!;
      if (c === W.I32Eqz) { this.w.len--; this.lastOp = -1; this.lastSetEnd = -1; return; }
      const n = negated[c]!;
      if (n !== 0) { this.w.buf[at] = n; return; }
    }
    this.op(W.I32Eqz);
  }
  /** Whether the last instruction written never falls through. */
  get dead(): boolean { return this.deadEnd === this.w.len; }

  // --- locals, globals, constants ---
  get(x: number): void {
    if (this.lastSetEnd === this.w.len && this.lastSetLocal === x) {
      this.w.buf[this.lastSet] = W.LocalTee;
      this.lastSetEnd = -1;
      return;
    }
    this.w.u8(W.LocalGet);
    this.w.uleb(x);
  }
  set(x: number): void {
    this.lastSet = this.w.len;
    this.lastSetLocal = x;
    this.w.u8(W.LocalSet);
    this.w.uleb(x);
    this.lastSetEnd = this.w.len;
  }
  tee(x: number): void { this.w.u8(W.LocalTee); this.w.uleb(x); }
  globalGet(x: number): void { this.w.u8(W.GlobalGet); this.w.uleb(x); }
  globalSet(x: number): void { this.w.u8(W.GlobalSet); this.w.uleb(x); }
  i32(x: number): void { this.w.u8(W.I32Const); this.w.sleb(x); }
  i64(lo: number, hi: number): void { this.w.u8(W.I64Const); this.w.sleb64(lo, hi); }
  f32(x: number): void { this.w.u8(W.F32Const); this.w.f32(x); }
  f64(x: number): void { this.w.u8(W.F64Const); this.w.f64(x); }

  // --- memory ---
  /** Load or store; align is log2 of the natural alignment. */
  mem(code: W, align: number, offset: number): void {
    this.w.u8(code);
    this.w.uleb(align);
    this.w.uleb(offset);
  }
  /** Loads a whole word of a type. */
  loadWord(t: WT, offset: number): void {
    const access = wordAccess(t);
    this.mem(access.load, access.align, offset);
  }
  /** Stores a whole word of a type. */
  storeWord(t: WT, offset: number): void {
    const access = wordAccess(t);
    this.mem(access.store, access.align, offset);
  }
  /** Load or store at a data symbol + addend (address operand beneath: any index, mostly 0). */
  memSym(code: W, align: number, sym: string, addend: number): void {
    this.w.u8(code);
    this.w.uleb(align);
    this.reloc(RelocKind.MemOffset, sym, addend);
  }
  misc(sub: WM): void {
    this.w.u8(W.PrefixMisc);
    this.w.uleb(sub);
    if (sub === WM.MemoryCopy) { this.w.u8(0); this.w.u8(0); }
    else if (sub === WM.MemoryFill) this.w.u8(0);
  }
  simd(sub: WS): void { this.w.u8(W.PrefixSimd); this.w.uleb(sub); }
  /** v128.load / v128.store without alignment demands. */
  simdMem(sub: WS, offset: number): void { this.simd(sub); this.w.uleb(0); this.w.uleb(offset); }
  simdLane(sub: WS, lane: number): void { this.simd(sub); this.w.u8(lane); }
  atomic(sub: WA, align: number, offset: number): void {
    this.w.u8(W.PrefixAtomic);
    this.w.uleb(sub);
    this.w.uleb(align);
    this.w.uleb(offset);
  }

  // --- relocated operands ---
  reloc(kind: RelocKind, name: string, addend = 0): void {
    this.relocs.push({ offset: this.w.len, kind, name, addend });
    this.w.u8(0);
  }
  relocMemOffset(sym: string, addend: number): void { this.reloc(RelocKind.MemOffset, sym, addend); }
  /** addend 1: a weak call (does not make the callee reachable). */
  call(name: string, addend = 0): void { this.w.u8(W.Call); this.reloc(RelocKind.FuncIndex, name, addend); }
  callTableEntry(name: string): void { this.w.u8(W.Call); this.reloc(RelocKind.TableFunc, name); }
  callIndirect(type: string): void { this.w.u8(W.CallIndirect); this.reloc(RelocKind.TypeIndex, type); this.w.u8(0); }
  constReloc(kind: RelocKind, name: string, addend = 0): void { this.w.u8(W.I32Const); this.reloc(kind, name, addend); }

  // --- control; labels are the depth at which their block was opened ---
  /** Opens a block and returns its label. */
  block(type: WT = WT.Void): number { this.w.u8(W.Block); this.w.u8(type); return this.depth++; }
  loop(type: WT = WT.Void): number { this.w.u8(W.Loop); this.w.u8(type); return this.depth++; }
  if_(type: WT = WT.Void): number { this.w.u8(W.If); this.w.u8(type); return this.depth++; }
  else_(): void { this.w.u8(W.Else); }
  end(): void { this.w.u8(W.End); this.depth--; }
  br(label: number): void { this.w.u8(W.Br); this.w.uleb(this.depth - 1 - label); this.deadEnd = this.w.len; }
  brIf(label: number): void { this.w.u8(W.BrIf); this.w.uleb(this.depth - 1 - label); }
  brTable(labels: readonly number[], fallback: number): void {
    this.w.u8(W.BrTable);
    this.w.uleb(labels.length);
    for (let i = 0; i < labels.length; i++) this.w.uleb(this.depth - 1 - labels[i]!);
    this.w.uleb(this.depth - 1 - fallback);
    this.deadEnd = this.w.len;
  }
  ret(): void { this.w.u8(W.Return); this.deadEnd = this.w.len; }
  unreachable(): void { this.w.u8(W.Unreachable); this.deadEnd = this.w.len; }

  /** The body with its locals vector (runs of equal types) and final end. */
  finish(locals: readonly WT[]): CodeBody {
    const head = new ByteWriter(16);
    let runs = 0;
    for (let i = 0; i < locals.length; i++) if (i === 0 || locals[i] !== locals[i - 1]) runs++;
    head.uleb(runs);
    for (let i = 0; i < locals.length;) {
      let j = i;
      while (j < locals.length && locals[j] === locals[i]) j++;
      head.uleb(j - i);
      head.u8(locals[i]!);
      i = j;
    }
    const shift = head.len;
    head.bytes(this.w.view());
    head.u8(W.End);
    return { code: head.finish(), relocs: this.relocs.map((r) => ({ ...r, offset: r.offset + shift })) };
  }
}
