// == on values of every comparable type. A comparison is taken apart into leaves (a run of plain memory, one word, a string's length, its
// bytes, an interface …), cheap ones first as long as nothing in between can panic, and tested with early exit.
// spec#Comparison_operators: struct values are equal if their corresponding non-blank field values are equal, compared in source order.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { Suspends, type BlockId, type Sig, type ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, Mode, TypeKind, type Type } from '../../types/types.ts';
import { identical, isString } from '../../types/predicates.ts';
import { tEmptyInterface } from '../../types/universe.ts';
import { under } from '../../types/under.ts';
import { fail } from '../../base/internal-error.ts';
import { Alg, algOf, eqCanPanic, memRun } from '../data/alg.ts';
import { eqFunction } from '../data/eq-hash.ts';
import { hasItab } from '../data/methods.ts';
import { Store, type Layouts } from './layout.ts';
import { inOrder } from './bind.ts';
import { hasCall } from './order.ts';
import { is64, isUnsignedKind } from './numeric.ts';
import { typeWord } from './convert.ts';
import { stringEqual, stringLess, stringTemp } from './string.ts';
import type { FuncBuilder, Value } from './builder.ts';

const enum LeafKind { Mem, Word, StrLen, StrBytes, Iface, Eface, Call }

interface Leaf {
  kind: LeafKind;
  /** Memory form: byte offset. */
  off: number;
  /** Word form: index of the first word. */
  word: number;
  /** Mem: bytes. */
  size: number;
  /** Word: how it is stored. */
  store: Store;
  /** Call: the type. */
  type: Type | null;
}

const MAX_INLINE_MEM = 32;
const MAX_UNROLL = 4;

function leaf(kind: LeafKind, off: number, word: number, size = 0, store = Store.I64, type: Type | null = null): Leaf {
  return { kind, off, word, size, store, type };
}

/** Leaves of t at byte `off` (memory form) or word `word` (word form). Segments that a panic separates are separated by null. */
function collect(ls: Layouts, t: Type, off: number, word: number, mem: boolean, out: (Leaf | null)[]): void {
  const u = under(t);
  const a = algOf(ls, u);
  const l = ls.of(u);
  switch (a) {
    case Alg.Mem:
      if (mem) { if (l.size > 0) out.push(leaf(LeafKind.Mem, off, 0, l.size)); return; }
      l.words.forEach((w, i) => out.push(leaf(LeafKind.Word, 0, word + i, 0, w.store)));
      return;
    case Alg.String:
      out.push(leaf(LeafKind.StrLen, off, word), leaf(LeafKind.StrBytes, off, word));
      return;
    case Alg.Iface: out.push(null, leaf(LeafKind.Iface, off, word), null); return;
    case Alg.Eface: out.push(null, leaf(LeafKind.Eface, off, word), null); return;
    case Alg.F32: out.push(leaf(LeafKind.Word, off, word, 0, Store.F32)); return;
    case Alg.F64: out.push(leaf(LeafKind.Word, off, word, 0, Store.F64)); return;
    case Alg.C64: out.push(leaf(LeafKind.Word, off, word, 0, Store.F32), leaf(LeafKind.Word, off + 4, word + 1, 0, Store.F32)); return;
    case Alg.C128: out.push(leaf(LeafKind.Word, off, word, 0, Store.F64), leaf(LeafKind.Word, off + 8, word + 1, 0, Store.F64)); return;
    case Alg.Special:
      if (u.kind === TypeKind.Struct) collectStruct(ls, u, off, word, mem, out);
      else collectArray(ls, u, off, word, mem, out);
      return;
    default: fail('comparison of a type that cannot be compared');
  }
}

function collectStruct(ls: Layouts, u: Type, off: number, word: number, mem: boolean, out: (Leaf | null)[]): void {
  const l = ls.of(u);
  for (let i = 0; i < u.fields.length;) {
    const f = u.fields[i]!;
    if (f.name === '_') { i++; continue; }
    if (mem && algOf(ls, f.type!) === Alg.Mem) {
      const run = memRun(ls, u, i);
      if (run.size > 0) out.push(leaf(LeafKind.Mem, off + l.fieldOffsets[i]!, 0, run.size));
      i = run.next;
      continue;
    }
    collect(ls, f.type!, off + l.fieldOffsets[i]!, mem ? 0 : word + l.fieldWords[i]!, mem, out);
    i++;
  }
}

function collectArray(ls: Layouts, u: Type, off: number, word: number, mem: boolean, out: (Leaf | null)[]): void {
  const size = ls.of(u.elem!).size;
  if (u.len <= MAX_UNROLL) {
    for (let i = 0; i < u.len; i++) collect(ls, u.elem!, off + i * size, word, mem, out);
    return;
  }
  const panics = eqCanPanic(u);
  if (panics) out.push(null);
  out.push(leaf(LeafKind.Call, off, 0, 0, Store.I64, u));
  if (panics) out.push(null);
}

function isCheap(l: Leaf): boolean { return l.kind === LeafKind.Word || l.kind === LeafKind.StrLen || (l.kind === LeafKind.Mem && l.size <= MAX_INLINE_MEM); }

/** Leaves in the order of testing. */
function leavesOf(ls: Layouts, t: Type, mem: boolean): Leaf[] {
  const raw: (Leaf | null)[] = [];
  collect(ls, t, 0, 0, mem, raw);
  const out: Leaf[] = [];
  let slow: Leaf[] = [];
  for (const l of raw) {
    if (l === null) { out.push(...slow); slow = []; } else if (isCheap(l)) out.push(l);
    else slow.push(l);
  }
  out.push(...slow);
  return out;
}

/** Where the two operands are: words, or memory at the addresses in word 0. */
interface Operands { x: Value; y: Value; mem: boolean }

function wordsEqual(b: FuncBuilder, s: Store, x: ValueId, y: ValueId): ValueId {
  switch (s) {
    case Store.I64: return b.cmp(Op.I64Eq, x, y);
    case Store.F32: return b.cmp(Op.F32Eq, x, y);
    case Store.F64: return b.cmp(Op.F64Eq, x, y);
    default: return b.cmp(Op.I32Eq, x, y);
  }
}

const scalarLoads: readonly Op[] = [Op.Load8S, Op.Load8U, Op.Load16S, Op.Load16U, Op.Load32, Op.Load64, Op.LoadF32, Op.LoadF64, Op.LoadPtr];
const scalarVT: readonly VT[] = [VT.I32, VT.I32, VT.I32, VT.I32, VT.I32, VT.I64, VT.F32, VT.F64, VT.Ptr];

function loadAt(b: FuncBuilder, s: Store, p: ValueId, off: number): ValueId { return b.emit(scalarLoads[s]!, scalarVT[s]!, p, 0, 0, off); }

/** Word k (a scalar stored as s at offset off) of both operands. */
function pair(b: FuncBuilder, o: Operands, s: Store, off: number, word: number): [ValueId, ValueId] {
  if (!o.mem) return [o.x[word]!, o.y[word]!];
  return [loadAt(b, s, o.x[0]!, off), loadAt(b, s, o.y[0]!, off)];
}

/** `size` bytes at p and q are equal, by loads of up to 8 bytes. */
export function memEqualInline(b: FuncBuilder, p: ValueId, q: ValueId, off: number, size: number): ValueId {
  let r = 0;
  const add = (s: Store, at: number): void => {
    const e = wordsEqual(b, s, loadAt(b, s, p, at), loadAt(b, s, q, at));
    r = r === 0 ? e : b.and32(r, e);
  };
  let at = off;
  const end = off + size;
  for (; end - at >= 8; at += 8) add(Store.I64, at);
  if (end - at >= 4) { add(Store.I32, at); at += 4; }
  if (end - at >= 2) { add(Store.U16, at); at += 2; }
  if (end - at >= 1) add(Store.U8, at);
  return r === 0 ? b.i32(1) : r;
}

/** The bytes at p are those of text (Latin-1, at most 16). */
export function memEqualConst(b: FuncBuilder, p: ValueId, text: string): ValueId {
  let r = 0;
  const byte = (i: number): number => text.charCodeAt(i);
  const word = (i: number): number => byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
  const add = (e: ValueId): void => { r = r === 0 ? e : b.and32(r, e); };
  const n = text.length;
  let i = 0;
  for (; n - i >= 8; i += 8) add(b.cmp(Op.I64Eq, loadAt(b, Store.I64, p, i), b.i64(word(i), word(i + 4))));
  if (n - i >= 4) { add(b.cmp(Op.I32Eq, loadAt(b, Store.I32, p, i), b.i32(word(i)))); i += 4; }
  if (n - i >= 2) { add(b.cmp(Op.I32Eq, loadAt(b, Store.U16, p, i), b.i32(byte(i) | (byte(i + 1) << 8)))); i += 2; }
  if (n - i >= 1) add(b.cmp(Op.I32Eq, loadAt(b, Store.U8, p, i), b.i32(byte(i))));
  return r;
}

function emitLeaf(b: FuncBuilder, l: Leaf, o: Operands): ValueId {
  switch (l.kind) {
    case LeafKind.Word: { const [x, y] = pair(b, o, l.store, l.off, l.word); return wordsEqual(b, l.store, x, y); }
    case LeafKind.Mem:
      if (l.size <= MAX_INLINE_MEM) return memEqualInline(b, o.x[0]!, o.y[0]!, l.off, l.size);
      return b.callRuntime('memequal', b.ptrAddImm(o.x[0]!, l.off), b.ptrAddImm(o.y[0]!, l.off), b.i64(l.size))[0]!;
    case LeafKind.StrLen: { const [x, y] = pair(b, o, Store.I64, l.off + 8, l.word + 1); return b.cmp(Op.I64Eq, x, y); }
    case LeafKind.StrBytes: {
      const [p, q] = pair(b, o, Store.Ptr, l.off, l.word);
      const n = o.mem ? loadAt(b, Store.I64, o.x[0]!, l.off + 8) : o.x[l.word + 1]!;
      return b.callRuntime('memequal', p, q, n)[0]!;
    }
    case LeafKind.Iface: case LeafKind.Eface: {
      const [tx, ty] = pair(b, o, Store.Ptr, l.off, l.word);
      const [dx, dy] = pair(b, o, Store.Ptr, l.off + 8, l.word + 1);
      const name = l.kind === LeafKind.Iface ? 'ifaceeq' : 'efaceeq';
      return b.choose(b.cmp(Op.I32Eq, tx, ty), [VT.I32], () => b.callRuntime(name, tx, dx, dy), () => [b.i32(0)])[0]!;
    }
    default: return callEq(b, l.type!, b.ptrAddImm(o.x[0]!, l.off), b.ptrAddImm(o.y[0]!, l.off));
  }
}

const EQ_SIG: Sig = { params: [VT.Ptr, VT.Ptr], results: [VT.I32] };

/** Calls the generated equality function of t. */
function callEq(b: FuncBuilder, t: Type, p: ValueId, q: ValueId): ValueId {
  return b.callSym(eqFunction(b.u, t), EQ_SIG, [p, q], eqCanPanic(t) ? Suspends.Panics : Suspends.Never)[0]!;
}

/** Tests all leaves; jumps to `no` at the first difference, continues if all are equal. */
function test(b: FuncBuilder, leaves: readonly Leaf[], o: Operands, no: BlockId): void {
  for (let i = 0; i < leaves.length;) {
    let c = emitLeaf(b, leaves[i]!, o);
    const cheap = isCheap(leaves[i]!);
    i++;
    for (let n = 1; cheap && n < 3 && i < leaves.length && isCheap(leaves[i]!); n++) c = b.and32(c, emitLeaf(b, leaves[i++]!, o));
    const next = b.newBlock();
    b.branch(c, next, no);
    b.startSealed(next);
  }
}

function combine(b: FuncBuilder, leaves: readonly Leaf[], o: Operands): ValueId {
  if (leaves.length === 0) return b.i32(1);
  const cheap = leaves.length <= 3 && leaves.every(isCheap);
  if (cheap || leaves.length === 1) {
    let c = emitLeaf(b, leaves[0]!, o);
    for (let i = 1; i < leaves.length; i++) c = b.and32(c, emitLeaf(b, leaves[i]!, o));
    return c;
  }
  const r = b.newVars([VT.I32]);
  const no = b.newBlock();
  const done = b.newBlock();
  test(b, leaves.slice(0, -1), o, no);
  b.writeVar(r, emitLeaf(b, leaves[leaves.length - 1]!, o));
  b.jump(done);
  b.startSealed(no);
  b.writeVar(r, b.i32(0));
  b.jump(done);
  b.startSealed(done);
  return b.readVar(r);
}

/** x == y for values of type t: I32 0/1. */
export function equal(b: FuncBuilder, t: Type, x: Value, y: Value): ValueId {
  const u = under(t);
  const ls = b.u.layouts;
  switch (u.kind) {
    case TypeKind.Map: case TypeKind.Signature: return b.cmp(Op.I32Eq, x[0]!, y[0]!); // with nil
    case TypeKind.Slice: return b.cmp(Op.I32Eq, x[0]!, y[0]!); // with nil
    case TypeKind.Basic: if (u.basic === Basic.UntypedNil) return b.i32(1); break;
    default: break;
  }
  const l = ls.of(u);
  if (!l.mem) return combine(b, leavesOf(ls, u, false), { x, y, mem: false });
  if (algOf(ls, u) === Alg.Mem && l.size > MAX_INLINE_MEM) return b.callRuntime('memequal', x[0]!, y[0]!, b.i64(l.size))[0]!;
  const leaves = leavesOf(ls, u, true);
  if (leaves.length > MAX_UNROLL) return callEq(b, u, x[0]!, y[0]!);
  return combine(b, leaves, { x, y, mem: true });
}

/** In an equality function: tests the objects at p and q, going to `no` if they differ. */
export function testMemory(b: FuncBuilder, t: Type, p: ValueId, q: ValueId, no: BlockId): void {
  test(b, leavesOf(b.u.layouts, t, true), { x: [p], y: [q], mem: true }, no);
}

// --- comparison expressions --------------------------------------------------------------------------------------------------

const eqOps: readonly Op[] = [Op.I32LtS, Op.I32LtU, Op.I64LtS, Op.I64LtU, Op.F32Lt, Op.F64Lt];
const leOps: readonly Op[] = [Op.I32LeS, Op.I32LeU, Op.I64LeS, Op.I64LeU, Op.F32Le, Op.F64Le];
const gtOps: readonly Op[] = [Op.I32GtS, Op.I32GtU, Op.I64GtS, Op.I64GtU, Op.F32Gt, Op.F64Gt];
const geOps: readonly Op[] = [Op.I32GeS, Op.I32GeU, Op.I64GeS, Op.I64GeU, Op.F32Ge, Op.F64Ge];

/** x op y for an ordered numeric basic kind and op one of < <= > >=. */
export function orderedCompare(b: FuncBuilder, op: Token, k: Basic, x: ValueId, y: ValueId): ValueId {
  const row = k === Basic.Float32 ? 4 : k === Basic.Float64 || k === Basic.UntypedFloat ? 5 : (is64(k) ? 2 : 0) + (isUnsignedKind(k) ? 1 : 0);
  const ops = op === Token.Lss ? eqOps : op === Token.Leq ? leOps : op === Token.Gtr ? gtOps : geOps;
  return b.cmp(ops[row]!, x, y);
}

/** spec#Comparison_operators: Binary node with == != < <= > >=. I32 0/1. */
export function compareExpr(b: FuncBuilder, n: Node): ValueId {
  const tx = b.typeOf(n.x!);
  const ty = b.typeOf(n.y!);
  if (n.op !== Token.Eql && n.op !== Token.Neq) return orderExpr(b, n, tx);
  const r = equalExpr(b, n, tx, ty);
  return n.op === Token.Neq ? b.eqz(r) : r;
}

function operand(b: FuncBuilder, n: Node, t: Type): Value { return isString(t) && b.constOf(n) === null ? stringTemp(b, n) : b.expr(n); }

function orderExpr(b: FuncBuilder, n: Node, t: Type): ValueId {
  const [x, y] = inOrder(b, n.x!, n.y!, () => operand(b, n.x!, t), () => operand(b, n.y!, t));
  b.at(n.opPos);
  if (isString(t)) return stringLess(b, n.op, x, y);
  return orderedCompare(b, n.op, under(t).basic, x[0]!, y[0]!);
}

function isNil(b: FuncBuilder, n: Node, t: Type): boolean {
  return b.mode(n) === Mode.NilValue || (t.kind === TypeKind.Basic && t.basic === Basic.UntypedNil);
}

function equalExpr(b: FuncBuilder, n: Node, tx: Type, ty: Type): ValueId {
  const nx = isNil(b, n.x!, tx);
  const ny = isNil(b, n.y!, ty);
  if (nx && ny) return b.i32(1);
  if (nx || ny) {
    const v = b.expr(nx ? n.y! : n.x!);
    b.at(n.opPos);
    return b.isNil(v[0]!);
  }
  const ix = under(tx).kind === TypeKind.Interface;
  const iy = under(ty).kind === TypeKind.Interface;
  // The left operand is evaluated before a call in the right one only if it has calls itself.
  const both = hasCall(b, n.x!) && hasCall(b, n.y!);
  const left = (): Value => { const v = operand(b, n.x!, tx); return both ? b.stable(v, tx) : v; };
  const [x, y] = inOrder(b, n.x!, n.y!, left, () => operand(b, n.y!, ty));
  b.at(n.opPos);
  if (ix !== iy) return ix ? ifaceConcreteEqual(b, tx, x, ty, y) : ifaceConcreteEqual(b, ty, y, tx, x);
  if (ix) return ifaceEqual(b, tx, ty, x, y);
  if (isString(tx)) return stringEqual(b, x, y);
  return equal(b, tx, x, y);
}

/** Interfaces: equal dynamic types and values. Two interface types may differ in methods; then their type words are compared. */
function ifaceEqual(b: FuncBuilder, tx: Type, ty: Type, x: Value, y: Value): ValueId {
  if (identical(tx, ty) || (!hasItab(tx) && !hasItab(ty))) return equal(b, tx, x, y);
  return equal(b, tEmptyInterface, [typeWord(b, tx, x), x[1]!], [typeWord(b, ty, y), y[1]!]);
}

/** An interface value holds type t with value y; no allocation. */
export function ifaceConcreteEqual(b: FuncBuilder, iface: Type, x: Value, t: Type, y: Value): ValueId {
  const same = b.cmp(Op.I32Eq, typeWord(b, iface, x), b.typeDesc(t));
  return b.choose(same, [VT.I32], () => {
    const held = b.layout(t).direct ? [x[1]!] : b.load(t, x[1]!);
    return [equal(b, t, held, y)];
  }, () => [b.i32(0)])[0]!;
}
