// FuncBuilder: builds one SSA function. This file has the machinery that every construct uses: the current block, emitting values,
// variables with SSA construction on the fly (Braun et al., 'Simple and Efficient Construction of Static Single Assignment Form',
// CC 2013: sealed blocks, phis on demand), memory access by type layout, runtime calls, checks. Constructs are in files of their own
// and are reached through `b.c` (constructs.ts).
//
// A `Value` is the list of SSA words of a Go value (docs/design/abi.md); of a memory-typed one, [address].

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { BlockKind, Func, FuncFlag, MAX_STACK_VAR, Suspends, type AllocInfo, type BlockId, type CallInfo, type Sig, type ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';
import type { Obj } from '../../types/objects.ts';
import type { ConstValue } from '../../constant/value.ts';
import { Mode, TypeKind, type Selection, type Type } from '../../types/types.ts';
import { isString, under } from './types-api.ts';
import { fail } from '../../base/internal-error.ts';
import { BOUNDS_UNSIGNED, BoundsKind, type PanicKind } from '../../abi/panics.table.ts';
import { runtimeCall } from '../../abi/runtime-calls.table.ts';
import { parseSig, type Layout, type SigLayout, storeSize, type Word } from './layout.ts';
import type { BodyContext, UnitBuilder } from './unit.ts';
import type { Constructs } from './constructs.ts';
import type { FuncState } from './func-state.ts';
import { newPlace, PlaceKind, type Place } from './place.ts';
import { finishFunc } from './finish.ts';

/** SSA words of a Go value; memory-typed: [address]. */
export type Value = ValueId[];

/** A local variable of the function being built. */
export interface LocalVar {
  obj: Obj | null;
  type: Type;
  name: string;
  /** SSA variable: number of its first word in the function's variable table; -1 if it lives in memory. */
  base: number;
  /** Memory variable: its address (valid where the declaration dominates), or 0. */
  addr: ValueId;
  /** Memory variable whose address is itself an SSA variable (captured by reference, per-iteration loop variables): its number, or -1. */
  addrVar: number;
}

export class FuncBuilder {
  readonly u: UnitBuilder;
  readonly f: Func;
  readonly c: Constructs;
  /** Where the body's syntax comes from, and its type environment. */
  readonly ctx: BodyContext;
  /** State of the constructs: labels, defers, captures … (func-state.ts). */
  s: FuncState;
  /** Current block; -1 never: code after a jump goes to a fresh unreachable block, dropped by finish(). */
  cur: BlockId = 0;
  /** What is being converted, for -m; null if that has no syntax of its own. */
  converted: Node | null = null;
  /** PosTable index given to emitted values. */
  pos = 0;

  // SSA variables.
  private readonly varTypes: VT[] = [];
  private readonly defs: Map<number, ValueId>[] = [];
  private readonly sealed: boolean[] = [];
  private readonly incomplete: (Map<number, ValueId> | null)[] = [];
  private readonly constCache = new Map<number, ValueId>();

  constructor(u: UnitBuilder, f: Func, ctx: BodyContext, s: FuncState) {
    this.u = u;
    this.f = f;
    this.c = u.constructs;
    this.ctx = ctx;
    this.s = s;
    this.cur = this.newBlock(true);
  }

  // --- syntax and types ----------------------------------------------------------------------------------------------------

  /** Type of an expression, with the type arguments of this instance substituted. */
  typeOf(n: Node): Type {
    if (this.s.override !== null) { const v = this.s.override.get(n); if (v !== undefined) return v.type; }
    const t = this.ctx.info.types[n.id];
    if (t === undefined || t === null) return fail(`no type for node kind ${n.kind} at ${this.where(n.pos)}`);
    return this.type(t);
  }

  /** Substitutes the type arguments of this instance. */
  type(t: Type): Type { return this.ctx.env === null ? t : this.ctx.env.subst(t); }

  mode(n: Node): Mode { return this.ctx.info.modes[n.id] ?? Mode.Invalid; }
  constOf(n: Node): ConstValue | null { return this.ctx.info.values[n.id] ?? null; }
  selection(n: Node): Selection | null { return this.ctx.info.selections[n.id] ?? null; }
  use(n: Node): Obj | null { return this.ctx.info.uses[n.id] ?? null; }
  def(n: Node): Obj | null { return this.ctx.info.defs[n.id] ?? null; }
  layout(t: Type): Layout { return this.u.layouts.of(t); }

  /** Sets the position of what is emitted next. */
  at(pos: Pos): void { if (pos !== 0) this.pos = this.u.position(this.ctx, pos); }

  where(pos: Pos): string { const p = this.ctx.fset.position(pos); return `${p.file}:${p.line}:${p.col}`; }

  expr(n: Node): Value { return this.c.expr(this, n); }
  stmt(n: Node): void { this.c.stmt(this, n); }
  addr(n: Node): ValueId { return this.c.addr(this, n); }
  place(n: Node): Place { return this.c.place(this, n); }

  /** Value of n converted to t (assignability conversion). */
  exprTo(n: Node, t: Type): Value {
    const v = this.expr(n);
    const outer = this.converted;
    this.converted = n;
    const r = this.c.convert(this, v, this.typeOf(n), t);
    this.converted = outer;
    return r;
  }

  /** The single word of an expression that has exactly one. */
  expr1(n: Node): ValueId {
    const v = this.expr(n);
    if (v.length !== 1) fail(`expected one word, got ${v.length} at ${this.where(n.pos)}`);
    return v[0]!;
  }

  /** Like expr, but a memory-typed value is copied to a temporary, so that later stores do not show through. */
  exprStable(n: Node): Value { return this.stable(this.expr(n), this.typeOf(n)); }

  stable(v: Value, t: Type): Value {
    if (!this.layout(t).mem) return v;
    const tmp = this.temp(t);
    this.copy(t, tmp, v[0]!);
    return [tmp];
  }

  // --- blocks --------------------------------------------------------------------------------------------------------------

  newBlock(sealed = false): BlockId {
    const b = this.f.newBlock(this.pos);
    this.defs[b] = new Map();
    this.sealed[b] = sealed;
    this.incomplete[b] = null;
    return b;
  }

  /** All predecessors of b are known. */
  seal(b: BlockId): void {
    if (this.sealed[b]) return;
    this.sealed[b] = true;
    const inc = this.incomplete[b];
    this.incomplete[b] = null;
    if (inc !== null && inc !== undefined) for (const [v, phi] of inc) this.fillPhi(b, v, phi);
  }

  /** Continues in b, whose predecessors are all known. */
  startSealed(b: BlockId): void { this.seal(b); this.cur = b; }
  start(b: BlockId): void { this.cur = b; }

  jump(to: BlockId): void { this.f.endJump(this.cur, to); this.dead(); }
  branch(cond: ValueId, yes: BlockId, no: BlockId, likely = 0): void { this.f.endIf(this.cur, cond, yes, no, likely); this.dead(); }
  switchTo(index: ValueId, targets: BlockId[]): void { this.f.endSwitch(this.cur, index, targets); this.dead(); }
  ret(values: Value): void { this.f.endReturn(this.cur, values); this.dead(); }
  unreachable(): void { this.f.endUnreachable(this.cur); this.dead(); }
  private dead(): void { this.cur = this.newBlock(true); }

  /** True if the current block cannot be reached (so far as is known without finishing). */
  isDead(): boolean { return this.cur !== 0 && this.sealed[this.cur]! && this.f.preds[this.cur]!.length === 0; }

  /** if cond then yes(); continues behind. */
  when(cond: ValueId, yes: () => void, likely = 0): void {
    const t = this.newBlock();
    const done = this.newBlock();
    this.branch(cond, t, done, likely);
    this.startSealed(t);
    yes();
    this.jump(done);
    this.startSealed(done);
  }

  /** cond ? yes() : no(), lazily; results have the word types vts. */
  choose(cond: ValueId, vts: readonly VT[], yes: () => Value, no: () => Value): Value {
    const first = this.newVars(vts);
    const t = this.newBlock();
    const e = this.newBlock();
    const done = this.newBlock();
    this.branch(cond, t, e);
    this.startSealed(t);
    this.writeWords(first, yes());
    this.jump(done);
    this.startSealed(e);
    this.writeWords(first, no());
    this.jump(done);
    this.startSealed(done);
    return this.readWords(first, vts.length);
  }

  // --- SSA variables -------------------------------------------------------------------------------------------------------

  newVars(vts: readonly VT[]): number {
    const n = this.varTypes.length;
    for (const t of vts) this.varTypes.push(t);
    return n;
  }

  writeVar(v: number, x: ValueId): void { this.defs[this.cur]!.set(v, x); }
  readVar(v: number): ValueId { return this.readVarIn(v, this.cur); }
  writeWords(first: number, x: Value): void { for (let i = 0; i < x.length; i++) this.writeVar(first + i, x[i]!); }
  readWords(first: number, n: number): Value {
    const r: Value = [];
    for (let i = 0; i < n; i++) r.push(this.readVar(first + i));
    return r;
  }

  private readVarIn(v: number, b: BlockId): ValueId {
    const d = this.defs[b]!.get(v);
    if (d !== undefined) return d;
    let x: ValueId;
    const preds = this.f.preds[b]!;
    if (!this.sealed[b]) {
      x = this.newPhi(b, v);
      let inc = this.incomplete[b];
      if (inc === null || inc === undefined) { inc = new Map(); this.incomplete[b] = inc; }
      inc.set(v, x);
    } else if (preds.length === 0) {
      x = this.zeroWordIn(this.varTypes[v]!, b);
    } else if (preds.length === 1) {
      // Walk up single-predecessor chains without recursion: such chains can be as long as the function.
      let p = preds[0]!;
      const path = [b];
      for (;;) {
        const dp = this.defs[p]!.get(v);
        if (dp !== undefined) { x = dp; break; }
        if (!this.sealed[p] || this.f.preds[p]!.length !== 1) { x = this.readVarIn(v, p); break; }
        path.push(p);
        p = this.f.preds[p]![0]!;
      }
      for (const q of path) this.defs[q]!.set(v, x);
      return x;
    } else {
      x = this.newPhi(b, v);
      this.defs[b]!.set(v, x);
      this.fillPhi(b, v, x);
    }
    this.defs[b]!.set(v, x);
    return x;
  }

  private newPhi(b: BlockId, v: number): ValueId {
    const phi = this.f.newValueList(Op.Phi, this.varTypes[v]!, this.f.bpos[b]!, []);
    this.f.prepend(b, phi);
    return phi;
  }

  private fillPhi(b: BlockId, v: number, phi: ValueId): void {
    const args: ValueId[] = [];
    for (const p of this.f.preds[b]!) args.push(this.readVarIn(v, p));
    this.f.setArgs(phi, args);
  }

  private zeroWordIn(vt: VT, b: BlockId): ValueId {
    const saved = this.cur;
    this.cur = b;
    const z = this.zeroWord(vt);
    this.cur = saved;
    return z;
  }

  // --- emitting ------------------------------------------------------------------------------------------------------------

  emit(op: Op, vt: VT, a0 = 0, a1 = 0, a2 = 0, aux = 0, aux2 = 0): ValueId {
    return this.f.append(this.cur, this.f.newValue(op, vt, this.pos, a0, a1, a2, aux, aux2));
  }

  i32(n: number): ValueId { return this.constant(Op.ConstI32, VT.I32, n | 0, 0); }
  /** A number, or its two words. */
  i64(lo: number, hi = Math.floor(lo / 4294967296)): ValueId { return this.constant(Op.ConstI64, VT.I64, lo | 0, hi | 0); }
  nil(): ValueId { return this.constant(Op.ConstPtr, VT.Ptr, 0, 0); }
  f64(x: number): ValueId { return this.emit(Op.ConstF64, VT.F64, 0, 0, 0, this.f.addF64(x)); }
  f32(x: number): ValueId { return this.emit(Op.ConstF32, VT.F32, 0, 0, 0, this.f.addF64(x)); }

  /** Integer constants live at the head of the entry block, one of each. */
  private constant(op: Op, vt: VT, lo: number, hi: number): ValueId {
    const small = lo >= -4096 && lo < 4096 && (hi === 0 || hi === -1);
    const key = ((op * 2 + (hi & 1)) * 8192 + (lo + 4096));
    if (small) {
      const c = this.constCache.get(key);
      if (c !== undefined) return c;
    }
    const v = this.f.newValue(op, vt, this.pos, 0, 0, 0, lo, hi);
    if (!small) return this.f.append(this.cur, v);
    this.f.prepend(0, v);
    this.constCache.set(key, v);
    return v;
  }

  zeroWord(vt: VT): ValueId {
    switch (vt) {
      case VT.I32: return this.i32(0);
      case VT.I64: return this.i64(0);
      case VT.F32: return this.f32(0);
      case VT.F64: return this.f64(0);
      case VT.Ptr: return this.nil();
      default: return fail('zero of void');
    }
  }

  /** Zero value of t; memory-typed: address of a fresh zeroed temporary. */
  zero(t: Type): Value {
    const l = this.layout(t);
    if (!l.mem) return l.words.map((w) => this.zeroWord(w.vt));
    const tmp = this.temp(t);
    this.zeroMem(t, tmp);
    return [tmp];
  }

  symAddr(name: string, offset = 0): ValueId { return this.emit(Op.SymAddr, VT.Ptr, 0, 0, 0, this.u.syms.id(name), offset); }
  /** Address of the type descriptor of t. */
  typeDesc(t: Type): ValueId { return this.symAddr(this.u.needType(t)); }
  funcIndex(name: string): ValueId { return this.emit(Op.FuncIndex, VT.I32, 0, 0, 0, this.u.syms.id(name)); }
  /** Constant string from Latin-1 bytes. */
  stringConst(bytes: string): Value {
    if (bytes.length === 0) return [this.nil(), this.i64(0)];
    return [this.symAddr(this.u.stringData(bytes)), this.i64(bytes.length)];
  }

  // i32 / i64 shorthands.
  add32(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I32Add, VT.I32, a, b); }
  add64(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I64Add, VT.I64, a, b); }
  sub64(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I64Sub, VT.I64, a, b); }
  mul64(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I64Mul, VT.I64, a, b); }
  and32(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I32And, VT.I32, a, b); }
  or32(a: ValueId, b: ValueId): ValueId { return this.emit(Op.I32Or, VT.I32, a, b); }
  eqz(a: ValueId): ValueId { return this.emit(Op.I32Eqz, VT.I32, a); }
  cmp(op: Op, a: ValueId, b: ValueId): ValueId { return this.emit(op, VT.I32, a, b); }
  wrap(a: ValueId): ValueId { return this.emit(Op.I32WrapI64, VT.I32, a); }
  extendU(a: ValueId): ValueId { return this.emit(Op.I64ExtendI32U, VT.I64, a); }
  extendS(a: ValueId): ValueId { return this.emit(Op.I64ExtendI32S, VT.I64, a); }
  select(cond: ValueId, a: ValueId, b: ValueId): ValueId { return this.emit(Op.Select, this.f.vt[a]! as VT, cond, a, b); }
  ptrAdd(p: ValueId, i: ValueId): ValueId { return this.emit(Op.PtrAdd, VT.Ptr, p, i); }
  ptrAddImm(p: ValueId, off: number): ValueId { return off === 0 ? p : this.emit(Op.PtrAddImm, VT.Ptr, p, 0, 0, off); }
  isNil(p: ValueId): ValueId { return this.eqz(p); }
  notNil(p: ValueId): ValueId { return this.cmp(Op.I32Ne, p, this.nil()); }
  /** base + index*size for an I64 index known to be in bounds. */
  elemAddr(base: ValueId, index: ValueId, size: number): ValueId {
    if (size === 0) return base;
    const i = this.wrap(index);
    return this.ptrAdd(base, size === 1 ? i : this.emit(Op.I32Mul, VT.I32, i, this.i32(size)));
  }

  // --- checks --------------------------------------------------------------------------------------------------------------

  nilCheck(p: ValueId): void {
    const op = this.f.op[p]!;
    if (op === Op.NewObject || op === Op.SymAddr || op === Op.StackAddr) return;
    this.emit(Op.NilCheck, VT.Void, p);
  }
  /** Panics unless index < limit (kind Index) or index <= limit (others), compared unsigned; args as abi/panics.table.ts. */
  boundsCheck(index: ValueId, limit: ValueId, kind: BoundsKind, unsigned = false): void {
    this.emit(Op.BoundsCheck, VT.Void, index, limit, 0, kind | (unsigned ? BOUNDS_UNSIGNED : 0));
  }
  panicIf(cond: ValueId, kind: PanicKind): void { this.emit(Op.PanicIf, VT.Void, cond, 0, 0, kind); }

  // --- memory --------------------------------------------------------------------------------------------------------------

  loadWord(w: Word, addr: ValueId, offset = 0): ValueId {
    return this.emit(loadOps[w.store]!, w.vt, addr, 0, 0, offset + w.offset);
  }
  storeWord(w: Word, addr: ValueId, x: ValueId, offset = 0): void {
    this.emit(storeOps[w.store]!, VT.Void, addr, x, 0, offset + w.offset);
  }

  /** Value of type t at addr + offset; memory-typed: that address. The address has been checked. */
  load(t: Type, addr: ValueId, offset = 0): Value {
    const l = this.layout(t);
    if (l.mem) return [this.ptrAddImm(addr, offset)];
    const r: Value = [];
    for (const w of l.words) r.push(this.loadWord(w, addr, offset));
    return r;
  }

  /** Stores v at addr + offset (memory-typed: copies the object). */
  store(t: Type, addr: ValueId, v: Value, offset = 0): void {
    const l = this.layout(t);
    if (l.mem) { this.copy(t, this.ptrAddImm(addr, offset), v[0]!); return; }
    for (let i = 0; i < l.words.length; i++) this.storeWord(l.words[i]!, addr, v[i]!, offset);
  }

  /** Copies an object of type t; source and destination are equal or disjoint. */
  copy(t: Type, dst: ValueId, src: ValueId): void {
    const l = this.layout(t);
    if (dst === src || l.size === 0) return;
    // Two arrays made from slices by conversion may overlap in part.
    if (under(t).kind === TypeKind.Array && !this.ownAddress(dst) && !this.ownAddress(src)) this.emit(Op.MemCopy, VT.Void, dst, src, this.i32(l.size), l.ptrdata > 0 ? 0 : 1);
    else this.emit(Op.Move, VT.Void, dst, src, 0, l.size, l.ptrdata > 0 ? 1 : 0);
  }

  /** The address of a whole object of the function's own or of a global. */
  private ownAddress(p: ValueId): boolean {
    const op = this.f.op[p]!;
    return op === Op.StackAddr || op === Op.NewObject || op === Op.SymAddr || op === Op.Param;
  }

  /** Copies n bytes that hold pointers. */
  copyBytes(dst: ValueId, src: ValueId, n: number): void { this.emit(Op.Move, VT.Void, dst, src, 0, n, 1); }

  zeroMem(t: Type, addr: ValueId, offset = 0): void {
    const l = this.layout(t);
    if (l.size > 0) this.emit(Op.Zero, VT.Void, this.ptrAddImm(addr, offset), 0, 0, l.size);
  }

  /** A read-only object with the words v (not memory-typed) of a t: the data word of an interface. */
  boxed(t: Type, v: Value, kind: AllocInfo['kind'], what: string): ValueId {
    const l = this.layout(t);
    const u = under(t);
    const single = l.words.length === 1 && l.ptrdata === 0 && storeSize(l.words[0]!.store) === l.size;
    if (!l.mem && (single || u.kind === TypeKind.Slice || isString(u))) {
      this.f.allocs.push(this.allocInfo(t, kind, what, false));
      return this.f.append(this.cur, this.f.newValueList(Op.Box, VT.Ptr, this.pos, v, this.f.allocs.length - 1));
    }
    const p = this.newObject(t, kind, what);
    this.store(t, p, v);
    return p;
  }

  private allocInfo(t: Type, kind: AllocInfo['kind'], what: string, mustHeap: boolean): AllocInfo {
    const l = this.layout(t);
    return { typeSym: this.u.syms.id(this.u.needType(t)), size: l.size, align: l.align, ptrmask: l.size > MAX_STACK_VAR ? new Uint8Array(0) : this.u.layouts.ptrmask(t), what, kind, pos: this.pos, mustHeap };
  }

  /** Op.StackObject of type t, for a runtime function that makes an `of`. */
  stackObject(t: Type, of: Type, kind: AllocInfo['kind'], what: string): ValueId {
    const l = this.layout(t);
    this.f.allocs.push({ typeSym: this.u.syms.id(this.u.needType(of)), size: l.size, align: l.align, ptrmask: this.u.layouts.ptrmask(t), what, kind, pos: this.pos, mustHeap: false });
    return this.emit(Op.StackObject, VT.Ptr, 0, 0, 0, this.f.allocs.length - 1);
  }

  /** New zeroed object (heap, or stack slot by escape analysis). `what`: see AllocInfo. */
  newObject(t: Type, kind: AllocInfo['kind'], what: string, mustHeap = false): ValueId {
    this.f.allocs.push(this.allocInfo(t, kind, what, mustHeap));
    return this.emit(Op.NewObject, VT.Ptr, 0, 0, 0, this.f.allocs.length - 1);
  }

  /** Address of a memory-stack temporary for a t (not zeroed; reused each time the code runs). Its address must not outlive the activation. */
  temp(t: Type, name = ''): ValueId {
    const l = this.layout(t);
    return this.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, this.newSlot(l.size, l.align, this.u.layouts.ptrmask(t), name));
  }

  newSlot(size: number, align: number, ptrmask: Uint8Array, name: string): number {
    this.f.slots.push({ size, align, ptrmask, name });
    return this.f.slots.length - 1;
  }

  /** Address of a copy of v in memory, for runtime functions that take pointers; zero-size values too. */
  spill(t: Type, v: Value): ValueId {
    if (this.layout(t).mem) return v[0]!;
    const tmp = this.temp(t);
    this.store(t, tmp, v);
    return tmp;
  }

  // --- variables and places ------------------------------------------------------------------------------------------------

  /** A fresh SSA variable (not memory-typed), e.g. for hidden loop state. */
  newLocal(t: Type, name: string): LocalVar {
    const l = this.layout(t);
    if (!l.mem) return { obj: null, type: t, name, base: this.newVars(l.vts), addr: 0, addrVar: -1 };
    return { obj: null, type: t, name, base: -1, addr: this.temp(t, name), addrVar: -1 };
  }

  /** A variable that holds value v now. */
  valueVar(t: Type, v: Value): LocalVar {
    if (this.layout(t).mem) return { obj: null, type: t, name: 'arg', base: -1, addr: v[0]!, addrVar: -1 };
    const l: LocalVar = { obj: null, type: t, name: 'arg', base: this.newVars(this.layout(t).vts), addr: 0, addrVar: -1 };
    this.storeLocal(l, v);
    return l;
  }

  localAddr(v: LocalVar): ValueId {
    if (v.addrVar >= 0) return this.readVar(v.addrVar);
    if (v.addr === 0) fail(`variable ${v.name} has no address`);
    const op = this.f.op[v.addr]!;
    // Slot addresses are rematerialised where they are used.
    return op === Op.StackAddr ? this.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, this.f.aux[v.addr]!, this.f.aux2[v.addr]!) : v.addr;
  }

  loadLocal(v: LocalVar): Value {
    if (v.base >= 0) return this.readWords(v.base, this.layout(v.type).vts.length);
    return this.load(v.type, this.localAddr(v));
  }

  storeLocal(v: LocalVar, x: Value): void {
    if (v.base >= 0) this.writeWords(v.base, x);
    else this.store(v.type, this.localAddr(v), x);
  }

  memPlace(t: Type, addr: ValueId, offset = 0): Place {
    const p = newPlace(PlaceKind.Memory, t);
    p.addr = addr;
    p.offset = offset;
    return p;
  }

  /** Emits the pending checks of p. */
  checkPlace(p: Place): void {
    if (p.nilBase === 0 && p.index === 0) return;
    const saved = this.pos;
    if (p.pos !== 0) this.pos = p.pos;
    if (p.nilBase !== 0) this.nilCheck(p.nilBase);
    if (p.index !== 0) this.boundsCheck(p.index, p.limit, BoundsKind.Index, p.unsigned);
    this.pos = saved;
    p.nilBase = 0;
    p.index = 0;
  }

  /** Value at p (memory-typed: its address). */
  loadPlace(p: Place): Value {
    switch (p.kind) {
      case PlaceKind.Words: return this.readWords(p.local!.base + p.word, this.layout(p.type).vts.length);
      case PlaceKind.Memory:
        this.checkPlace(p);
        return this.load(p.type, p.addr, p.offset);
      case PlaceKind.Value: return p.value;
      default: return fail(`loadPlace of kind ${p.kind}`);
    }
  }

  /** Address of p, which is in memory. */
  placeAddr(p: Place): ValueId {
    if (p.kind !== PlaceKind.Memory) fail(`address of place of kind ${p.kind}`);
    this.checkPlace(p);
    return this.ptrAddImm(p.addr, p.offset);
  }

  // --- calls ---------------------------------------------------------------------------------------------------------------

  callInfo(sig: Sig, sym: number, suspends = Suspends.May, noreturn = false): number {
    const c: CallInfo = { sig, sym, noreturn, suspends, flags: 0 };
    this.f.calls.push(c);
    return this.f.calls.length - 1;
  }

  /** Emits a call op and returns its result words. */
  emitCall(op: Op, args: readonly ValueId[], info: number): Value {
    const sig = this.f.calls[info]!.sig;
    const n = sig.results.length;
    const v = this.f.append(this.cur, this.f.newValueList(op, n === 1 ? sig.results[0]! : VT.Void, this.pos, args, info));
    if (n === 1) return [v];
    const r: Value = [];
    for (let i = 0; i < n; i++) r.push(this.emit(Op.Result, sig.results[i]!, v, 0, 0, i));
    return r;
  }

  /** Calls a runtime function of abi/runtime-calls.table.ts ('runtime.' may be left out). After a noreturn callee the code is unreachable. */
  callRuntime(name: string, ...args: ValueId[]): Value {
    const row = runtimeCall(name.includes('.') ? name : `runtime.${name}`);
    const sig = parseSig(row.sig);
    if (sig.params.length !== args.length) fail(`${row.name}: ${args.length} arguments for ${row.sig}`);
    const suspends = row.suspends === 'never' ? Suspends.Never : row.suspends === 'panics' ? Suspends.Panics : Suspends.May;
    const r = this.emitCall(Op.Call, args, this.callInfo(sig, this.u.syms.id(row.name), suspends, row.noreturn === true));
    if (row.noreturn === true) this.unreachable();
    return r;
  }

  /** Direct call of a function of known flattened signature (eq and hash functions, wrappers). */
  callSym(name: string, sig: Sig, args: readonly ValueId[], suspends = Suspends.May): Value {
    return this.emitCall(Op.Call, args, this.callInfo(sig, this.u.syms.id(name), suspends));
  }

  /** Words of an argument value as sig wants them (by pointer: address of a fresh copy). */
  passArg(layout: SigLayout, k: number, v: Value, out: ValueId[]): void {
    const p = layout.params[k]!;
    if (!p.byPtr) { for (const w of v) out.push(w); return; }
    const tmp = this.temp(p.type, 'arg');
    this.store(p.type, tmp, v);
    out.push(tmp);
  }

  /** Calls with arguments already converted (receiver first) and collects one Value per result. `lead`: closure or table index. */
  call(op: Op, layout: SigLayout, args: readonly Value[], sym: number, lead = 0): Value[] {
    const words: ValueId[] = lead === 0 ? [] : [lead];
    const hidden: ValueId[] = [];
    for (const r of layout.results) if (r.byPtr) { const a = this.temp(r.type, 'result'); hidden.push(a); words.push(a); }
    for (let k = 0; k < args.length; k++) this.passArg(layout, k, args[k]!, words);
    const res = this.emitCall(op, words, this.callInfo(layout.sig, sym));
    let h = 0;
    return layout.results.map((r) => (r.byPtr ? this.load(r.type, hidden[h++]!) : res.slice(r.start, r.start + r.count)));
  }

  setFlag(flag: FuncFlag): void { this.f.flags |= flag; }

  /** Ends construction: seals and ends what is open (unplaced labels, code after jumps) and cleans up. */
  finish(): void {
    for (let i = 0; i < this.f.numBlocks; i++) this.seal(i);
    for (let i = 0; i < this.f.numBlocks; i++) if (this.f.bkind[i] === BlockKind.None && this.isUnreached(i)) this.f.endUnreachable(i);
    finishFunc(this.f);
  }

  private isUnreached(b: BlockId): boolean { return b !== 0 && this.f.preds[b]!.length === 0; }
}

export const NO_VALUE: Value = [];

const loadOps: readonly Op[] = [Op.Load8S, Op.Load8U, Op.Load16S, Op.Load16U, Op.Load32, Op.Load64, Op.LoadF32, Op.LoadF64, Op.LoadPtr];
const storeOps: readonly Op[] = [Op.Store8, Op.Store8, Op.Store16, Op.Store16, Op.Store32, Op.Store64, Op.StoreF32, Op.StoreF64, Op.StorePtr];
