// spec#Appending_and_copying_slices. append grows through runtime.growslice and then stores in place:
//   newLen = len + n; if newLen > cap (unsigned) { ptr, newLen, cap = growslice(ptr, newLen, cap, n, elem) }; store at ptr + len*size

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Mode, TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { PanicKind } from '../../abi/panics.table.ts';
import { BuiltinId } from '../../types/builtins/ids.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { inOrder, unparen } from './bind.ts';
import { noteHeap } from './shown.ts';
import { indexValue } from './slice.ts';

const SLICE_VTS: readonly VT[] = [VT.Ptr, VT.I64, VT.I64];

/** s with room for n more elements: [ptr, newLen, cap]. */
function grow(b: FuncBuilder, s: Value, n: ValueId, elem: Type): Value {
  noteHeap(b, () => 'append');
  const newLen = b.add64(s[1]!, n);
  return b.choose(b.cmp(Op.I64GtU, newLen, s[2]!), SLICE_VTS,
    () => b.callRuntime('growslice', s[0]!, newLen, s[2]!, n, b.typeDesc(elem)),
    () => [s[0]!, newLen, s[2]!]);
}

export function appendCall(b: FuncBuilder, n: Node): Value {
  const t = b.typeOf(n);
  const elem = under(t).elem!;
  if (n.op === 1) return appendSpread(b, n, t, elem);
  const all = b.c.exprList(b, n.list, n.list.map((_, i) => (i === 0 ? t : elem)));
  const s = all[0]!;
  if (all.length === 1) return s;
  const vals = all.slice(1).map((v) => (all.length > 2 ? b.stable(v, elem) : v));
  b.at(n.opPos);
  const r = grow(b, s, b.i64(vals.length), elem);
  const size = b.layout(elem).size;
  const at = b.elemAddr(r[0]!, s[1]!, size);
  vals.forEach((v, i) => b.store(elem, at, v, i * size));
  return r;
}

/** append(s, t...) for a slice or string t; append(s, make([]T, n)...) does not make the slice. */
function appendSpread(b: FuncBuilder, n: Node, t: Type, elem: Type): Value {
  const x = unparen(n.list[1]!);
  const made = madeLength(b, x);
  if (made !== null) return appendZeros(b, n, t, elem, made);
  if (b.constOf(x) === null && b.mode(x) === Mode.NilValue) return b.exprTo(n.list[0]!, t);
  const [s, v] = inOrder(b, n.list[0]!, x, () => b.exprTo(n.list[0]!, t), () => b.expr(x)) as [Value, Value];
  b.at(n.opPos);
  const r = grow(b, s, v[1]!, elem);
  const size = b.layout(elem).size;
  if (size > 0) b.emit(Op.MemCopy, VT.Void, b.elemAddr(r[0]!, s[1]!, size), v[0]!, bytes(b, v[1]!, size), b.layout(elem).ptrdata === 0 ? 1 : 0);
  return r;
}

/** n elements in bytes, as I32. */
function bytes(b: FuncBuilder, n: ValueId, size: number): ValueId {
  const w = b.wrap(n);
  return size === 1 ? w : b.emit(Op.I32Mul, VT.I32, w, b.i32(size));
}

/** If x is make([]T, n) without capacity, the node n. */
function madeLength(b: FuncBuilder, x: Node): Node | null {
  if (x.kind !== Kind.Call || x.list.length !== 2) return null;
  const f = unparen(x.x!);
  if (f.kind !== Kind.Ident || b.mode(f) !== Mode.Builtin) return null;
  const o = b.use(f);
  return o !== null && o.builtin === BuiltinId.Make && under(b.typeOf(x)).kind === TypeKind.Slice ? x.list[1]! : null;
}

function appendZeros(b: FuncBuilder, n: Node, t: Type, elem: Type, lenNode: Node): Value {
  const [s, index] = inOrder(b, n.list[0]!, lenNode, () => b.exprTo(n.list[0]!, t), () => indexValue(b, lenNode));
  const len = index.value;
  b.at(n.opPos);
  b.panicIf(b.cmp(Op.I64LtS, len, b.i64(0)), PanicKind.MakeSliceLen);
  const r = grow(b, s, len, elem);
  const size = b.layout(elem).size;
  if (size > 0) b.emit(Op.MemFill, VT.Void, b.elemAddr(r[0]!, s[1]!, size), b.i32(0), bytes(b, len, size));
  return r;
}

/** copy(dst, src): the number of elements copied. */
export function copyCall(b: FuncBuilder, n: Node): Value {
  const dt = under(b.typeOf(n.list[0]!));
  const [dst, src] = inOrder(b, n.list[0]!, n.list[1]!, () => b.expr(n.list[0]!), () => b.expr(n.list[1]!));
  b.at(n.opPos);
  const count = b.select(b.cmp(Op.I64LtS, src[1]!, dst[1]!), src[1]!, dst[1]!);
  const size = b.layout(dt.elem!).size;
  if (size > 0) b.emit(Op.MemCopy, VT.Void, dst[0]!, src[0]!, bytes(b, count, size), b.layout(dt.elem!).ptrdata === 0 ? 1 : 0);
  return [count];
}

/** clear(s) of a slice. */
export function clearSlice(b: FuncBuilder, s: Value, elem: Type): void {
  const size = b.layout(elem).size;
  if (size > 0) b.emit(Op.MemFill, VT.Void, s[0]!, b.i32(0), bytes(b, s[1]!, size));
}

