// spec#For_range over integers, arrays, slices, strings, maps and channels (functions: range-func.ts). The operand is evaluated once; the
// hidden position is separate from the iteration variables, which are new in each iteration (shared before go1.22).

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, Mode, TypeKind, type Type } from '../../types/types.ts';
import { isString } from '../../types/predicates.ts';
import { under } from '../../types/under.ts';
import { basicType } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { constValue } from './const.ts';
import { bind, bindBoth, enterTarget, isBlank, leaveTarget, unparen } from './bind.ts';
import { orderedCompare } from './compare.ts';
import { is64, normalize } from './numeric.ts';
import { storePlace, localPlace } from './places.ts';
import { declareVar } from './vars.ts';

/** Binds the iteration variables of one iteration. */
class Vars {
  private readonly b: FuncBuilder;
  private readonly n: Node;
  private readonly define: boolean;
  /** Before go1.22 the variables are declared once, before the loop. */
  private readonly shared: boolean;

  constructor(b: FuncBuilder, n: Node) {
    this.b = b;
    this.n = n;
    this.define = n.op === Token.Define;
    this.shared = this.define && b.ctx.goMinor < 22;
    if (this.shared) for (const x of [n.x, n.y]) {
      const o = x !== null && !isBlank(x) ? b.def(x) : null;
      if (o !== null) declareVar(b, o, null);
    }
  }

  get hasKey(): boolean { return !isBlank(this.n.x); }
  get hasValue(): boolean { return !isBlank(this.n.y); }
  key(v: Value, t: Type): void { this.bind(this.n.x, v, t); }

  /** Binds both variables. */
  pair(k: Value, kt: Type, v: Value, vt: Type): void {
    if (!this.define) { bindBoth(this.b, this.n.x, this.n.y, false, [k, v], [kt, vt]); return; }
    this.key(k, kt);
    this.bind(this.n.y, v, vt);
  }

  private bind(x: Node | null, v: Value, t: Type): void {
    if (x === null || isBlank(x)) return;
    const o = this.shared ? this.b.def(x) : null;
    if (o !== null) {
      const p = localPlace(this.b, this.b.s.vars.get(o)!);
      storePlace(this.b, p, this.b.c.convert(this.b, v, t, p.type));
    } else bind(this.b, x, this.define, v, t);
  }
}

const tInt = (): Type => basicType(Basic.Int);

export function rangeStmt(b: FuncBuilder, n: Node): void {
  const t = b.typeOf(n.z!);
  const u = under(t);
  b.at(n.pos);
  switch (u.kind) {
    case TypeKind.Basic:
      if (isString(u)) rangeString(b, n);
      else rangeInt(b, n, t);
      return;
    case TypeKind.Slice: rangeSlice(b, n, u); return;
    case TypeKind.Array: rangeArray(b, n, u); return;
    case TypeKind.Pointer: rangeArrayPointer(b, n, under(u.elem!)); return;
    case TypeKind.Map: rangeMap(b, n, t); return;
    case TypeKind.Chan: rangeChan(b, n, u); return;
    default: fail(`range over type kind ${u.kind}`);
  }
}

/** while cond() { each(); body; post() }. The pending label belongs to this loop. */
function loop(b: FuncBuilder, n: Node, cond: () => ValueId, each: () => void, post: () => void): void {
  const head = b.newBlock();
  const body = b.newBlock();
  const next = b.newBlock();
  const done = b.newBlock();
  b.jump(head);
  b.start(head);
  b.branch(cond(), body, done, 1);
  b.startSealed(body);
  enterTarget(b, done, next);
  each();
  b.stmt(n.w!);
  leaveTarget(b);
  b.jump(next);
  b.startSealed(next);
  b.at(n.pos);
  post();
  b.jump(head);
  b.seal(head);
  b.startSealed(done);
}

/** for i := 0; i < len; i++ with a hidden int index; each(i) binds. */
function counted(b: FuncBuilder, n: Node, len: ValueId, each: (i: ValueId) => void): void {
  const i = b.newVars([VT.I64]);
  b.writeVar(i, b.i64(0));
  loop(b, n, () => b.cmp(Op.I64LtS, b.readVar(i), len), () => each(b.readVar(i)), () => b.writeVar(i, b.add64(b.readVar(i), b.i64(1))));
}

/** spec#For_range: for i := range n, n of any integer type; i has the type of n (or of the variable assigned to). */
function rangeInt(b: FuncBuilder, n: Node, t0: Type): void {
  let t = t0;
  if (under(t).basic >= Basic.UntypedBool) t = n.x !== null && !isBlank(n.x) ? b.typeOf(n.x) : tInt();
  const k = under(t).basic;
  const c = b.constOf(n.z!);
  const limit = (c !== null ? constValue(b, c, t) : b.expr(n.z!))[0]!;
  const vars = new Vars(b, n);
  const wide = is64(k);
  const i = b.newVars([wide ? VT.I64 : VT.I32]);
  b.writeVar(i, wide ? b.i64(0) : b.i32(0));
  loop(b, n, () => orderedCompare(b, Token.Lss, k, b.readVar(i), limit), () => vars.key([b.readVar(i)], t), () => {
    const x = b.readVar(i);
    b.writeVar(i, wide ? b.add64(x, b.i64(1)) : normalize(b, k, b.add32(x, b.i32(1))));
  });
}

/** If n is []byte(string) its operand: ranging does not need the copy. */
function stringOfConversion(b: FuncBuilder, n0: Node): Node | null {
  const n = unparen(n0);
  if (n.kind !== Kind.Call || n.list.length !== 1 || b.mode(n.x!) !== Mode.TypeExpr) return null;
  const t = under(b.typeOf(n));
  if (t.kind !== TypeKind.Slice) return null;
  const e = under(t.elem!);
  return e.kind === TypeKind.Basic && e.basic === Basic.Uint8 && isString(b.typeOf(n.list[0]!)) ? n.list[0]! : null;
}

function rangeSlice(b: FuncBuilder, n: Node, u: Type): void {
  const str = stringOfConversion(b, n.z!);
  let s: Value;
  if (str !== null) {
    const c = b.constOf(str);
    s = c !== null ? b.stringConst(c.str) : b.expr(str);
  } else s = b.expr(n.z!);
  elements(b, n, s[0]!, s[1]!, u.elem!);
}

function elements(b: FuncBuilder, n: Node, ptr: ValueId, len: ValueId, elem: Type): void {
  const vars = new Vars(b, n);
  const size = b.layout(elem).size;
  counted(b, n, len, (i) => {
    if (vars.hasValue) vars.pair([i], tInt(), b.load(elem, b.elemAddr(ptr, i, size)), elem);
    else vars.key([i], tInt());
  });
}

/** An array is copied first if its elements are used; it is not evaluated at all if only its length matters. */
function rangeArray(b: FuncBuilder, n: Node, u: Type): void {
  const vars = !isBlank(n.y);
  const len = b.i64(u.len);
  if (!vars) {
    if (hasCall(b, n.z!)) b.expr(n.z!);
    elements(b, n, b.nil(), len, u.elem!);
    return;
  }
  const v = b.exprStable(n.z!);
  elements(b, n, b.spill(b.typeOf(n.z!), v), len, u.elem!);
}

function rangeArrayPointer(b: FuncBuilder, n: Node, u: Type): void {
  const p = b.expr1(n.z!);
  const len = b.i64(u.len);
  if (!isBlank(n.y) && u.len > 0) b.nilCheck(p);
  elements(b, n, p, len, u.elem!);
}

/** n contains a function call or receive operation (its evaluation has effects). */
function hasCall(b: FuncBuilder, n: Node | null): boolean {
  if (n === null) return false;
  if (n.kind === Kind.FuncLit) return false;
  if (n.kind === Kind.Call) return b.constOf(n) === null;
  if (n.kind === Kind.Unary && n.op === Token.Arrow) return true;
  return hasCall(b, n.x) || hasCall(b, n.y) || hasCall(b, n.z) || hasCall(b, n.w) || n.list.some((m) => hasCall(b, m));
}

/** Code points of a string: bytes below 0x80 are decoded in place. */
function rangeString(b: FuncBuilder, n: Node): void {
  const c = b.constOf(n.z!);
  const s = c !== null ? b.stringConst(c.str) : b.expr(n.z!);
  const vars = new Vars(b, n);
  const pos = b.newVars([VT.I64, VT.I64]); // of this and of the next code point
  const tRune = basicType(Basic.Int32);
  b.writeVar(pos, b.i64(0));
  b.writeVar(pos + 1, b.i64(0));
  loop(b, n, () => b.cmp(Op.I64LtS, b.readVar(pos), s[1]!), () => {
    const i = b.readVar(pos);
    const byte = b.emit(Op.Load8U, VT.I32, b.ptrAdd(s[0]!, b.wrap(i)));
    const ascii = b.cmp(Op.I32LtU, byte, b.i32(0x80));
    const r = b.choose(ascii, [VT.I32, VT.I64], () => [byte, b.add64(i, b.i64(1))], () => b.callRuntime('decoderune', s[0]!, s[1]!, i));
    b.writeVar(pos + 1, r[1]!);
    vars.pair([i], tInt(), [r[0]!], tRune);
  }, () => b.writeVar(pos, b.readVar(pos + 1)));
}

/** Size and pointer words of internal/runtime/maps.Iter; key and elem pointers are its first two words. */
const ITER_SIZE = 96;
const ITER_MASK = [0b00001111, 0b00000110];

function rangeMap(b: FuncBuilder, n: Node, t: Type): void {
  const u = under(t);
  const m = b.expr1(n.z!);
  const vars = new Vars(b, n);
  const slot = b.newSlot(ITER_SIZE, 8, Uint8Array.from(ITER_MASK), 'iter');
  const iter = (): ValueId => b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, slot);
  b.emit(Op.Zero, VT.Void, iter(), 0, 0, ITER_SIZE);
  b.callRuntime('mapIterStart', b.typeDesc(t), m, iter());
  let key = 0;
  loop(b, n, () => {
    key = b.emit(Op.LoadPtr, VT.Ptr, iter());
    return b.notNil(key);
  }, () => {
    // Both are read before either is assigned: assigning may run code that changes the map.
    const k = vars.hasKey ? b.stable(b.load(u.key!, key), u.key!) : [];
    const v = vars.hasValue ? b.load(u.elem!, b.emit(Op.LoadPtr, VT.Ptr, iter(), 0, 0, 8)) : [];
    vars.pair(k, u.key!, v, u.elem!);
  }, () => { b.callRuntime('mapIterNext', iter()); });
}

function rangeChan(b: FuncBuilder, n: Node, u: Type): void {
  const ch = b.expr1(n.z!);
  const vars = new Vars(b, n);
  const slot = b.layout(u.elem!);
  const id = b.newSlot(slot.size, slot.align, b.u.layouts.ptrmask(u.elem!), 'recv');
  const tmp = (): ValueId => b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, id);
  // Cleared before each: while the receiver waits, the element before may be collected.
  const receive = (): ValueId => {
    if (slot.ptrdata > 0) b.zeroMem(u.elem!, tmp());
    return b.callRuntime('chanrecv2', ch, tmp())[0]!;
  };
  loop(b, n, receive, () => { if (vars.hasKey) vars.key(b.load(u.elem!, tmp()), u.elem!); }, () => {});
}

