// Slices: slice expressions, element addresses. Words: [ptr, len, cap]. An index of any integer type is widened to 64 bits first; the
// bounds check compares unsigned, so a negative index fails too.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { BoundsKind } from '../../abi/panics.table.ts';
import { constBits64, toInt } from '../../constant/constant.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { hasCall } from './order.ts';
import { is64, isUnsignedKind } from './numeric.ts';
import { isString } from './types-api.ts';

/** An index as I64, and whether its type is unsigned (for the message). */
export interface IndexValue { value: ValueId; unsigned: boolean }

/** Widens integer words of type t to I64. */
export function toI64(b: FuncBuilder, x: ValueId, t: Type): ValueId {
  const u = under(t);
  if (is64(u.basic)) return x;
  return isUnsignedKind(u.basic) ? b.extendU(x) : b.extendS(x);
}

export function indexValue(b: FuncBuilder, n: Node): IndexValue {
  const c = b.constOf(n);
  if (c !== null) {
    const { lo, hi } = constBits64(toInt(c));
    return { value: b.i64(lo, hi), unsigned: false };
  }
  const t = b.typeOf(n);
  const u = under(t);
  return { value: toI64(b, b.expr1(n), t), unsigned: u.kind === TypeKind.Basic && isUnsignedKind(u.basic) };
}

/** Address of s[i] for a slice, checked. */
export function sliceIndexAddr(b: FuncBuilder, n: Node): { addr: ValueId; offset: number } {
  const t = under(b.typeOf(n.x!));
  const s = b.expr(n.x!);
  const i = indexValue(b, n.list[0]!);
  b.at(n.opPos);
  b.boundsCheck(i.value, s[1]!, BoundsKind.Index, i.unsigned);
  return { addr: b.elemAddr(s[0]!, i.value, b.layout(t.elem!).size), offset: 0 };
}

interface Base { ptr: ValueId; len: ValueId; cap: ValueId; elemSize: number; string: boolean; array: boolean }

/** spec#Slice_expressions: the operand is a string, a slice, an addressable array or a pointer to one. */
function sliceBase(b: FuncBuilder, n: Node): Base {
  const x = n.x!;
  const t = under(b.typeOf(x));
  if (isString(t)) {
    const c = b.constOf(x);
    const s = c !== null ? b.stringConst(c.str) : b.expr(x);
    return { ptr: s[0]!, len: s[1]!, cap: s[1]!, elemSize: 1, string: true, array: false };
  }
  if (t.kind === TypeKind.Slice) {
    const s = b.expr(x);
    return { ptr: s[0]!, len: s[1]!, cap: s[2]!, elemSize: b.layout(t.elem!).size, string: false, array: false };
  }
  let arr = t;
  let ptr: ValueId;
  if (t.kind === TypeKind.Pointer) {
    arr = under(t.elem!);
    ptr = b.expr1(x);
    b.at(n.opPos);
    b.nilCheck(ptr);
  } else ptr = b.addr(x);
  const len = b.i64(arr.len);
  return { ptr, len, cap: len, elemSize: b.layout(arr.elem!).size, string: false, array: true };
}

export function sliceExpr(b: FuncBuilder, n: Node): Value {
  const late = !hasCall(b, n.x) && (hasCall(b, n.y) || hasCall(b, n.z) || hasCall(b, n.w));
  let base = late ? null : sliceBase(b, n);
  const lo = n.y === null ? null : indexValue(b, n.y);
  const hi = n.z === null ? null : indexValue(b, n.z);
  const max = n.w === null ? null : indexValue(b, n.w);
  base ??= sliceBase(b, n);
  b.at(n.opPos);
  const i = lo === null ? b.i64(0) : lo.value;
  let j = hi === null ? base.len : hi.value;
  let k = base.cap;
  if (max !== null) {
    k = max.value;
    b.boundsCheck(k, base.cap, base.array ? BoundsKind.Slice3Alen : BoundsKind.Slice3Acap, max.unsigned);
    b.boundsCheck(j, k, BoundsKind.Slice3B, hi!.unsigned);
    b.boundsCheck(i, j, BoundsKind.Slice3C, lo !== null && lo.unsigned);
  } else {
    if (hi !== null) b.boundsCheck(j, base.cap, base.string || base.array ? BoundsKind.SliceAlen : BoundsKind.SliceAcap, hi.unsigned);
    else j = base.len;
    if (lo !== null) b.boundsCheck(i, j, BoundsKind.SliceB, lo.unsigned);
  }
  return cut(b, base, lo === null ? null : i, j, k);
}

/** The pointer does not move past the end of the object if the capacity becomes 0. */
function cut(b: FuncBuilder, base: Base, i: ValueId | null, j: ValueId, k: ValueId): Value {
  if (i === null) return base.string ? [base.ptr, j] : [base.ptr, j, k];
  const len = b.sub64(j, i);
  const room = base.string ? len : b.sub64(k, i);
  const off = b.emit(Op.I32Mul, VT.I32, b.wrap(i), b.i32(base.elemSize));
  const delta = base.elemSize === 0 ? b.i32(0) : b.select(b.emit(Op.I64Eqz, VT.I32, room), b.i32(0), off);
  const ptr = b.ptrAdd(base.ptr, delta);
  return base.string ? [ptr, len] : [ptr, len, room];
}

/** Element type of a slice, array or pointer to array. */
export function elemOf(t: Type): Type {
  const u = under(t);
  return u.kind === TypeKind.Pointer ? under(u.elem!).elem! : u.elem!;
}

