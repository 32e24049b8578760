// Conversions of values. spec#Conversions, and the implicit ones of spec#Assignability. Most change nothing: types with identical
// underlying types have the same words.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { RelocKind } from '../../abi/symbol.ts';
import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { syntaxPos } from '../../syntax/walk.ts';
import type { Pos } from '../../source/pos.ts';
import { Basic, Info_, TypeKind, newArray, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { defaultType, identical, isNumeric, isString } from '../../types/predicates.ts';
import { basicType } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import { BoundsKind } from '../../abi/panics.table.ts';
import { constantData } from '../data/constant.ts';
import { hasItab } from '../data/methods.ts';
import { storeSize, type Layout } from './layout.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { shown } from './shown.ts';
import { constValue } from './const.ts';
import { notePointer } from './keep-alive.ts';
import { convertNumeric } from './numeric.ts';
import { bytesToString, intToString, runesToString, stringToBytes, stringToRunes } from './string.ts';

/** Offset of Type in an itab. */
const ITAB_TYPE = 8;

function isByteElem(t: Type): boolean { const e = under(t.elem!); return e.kind === TypeKind.Basic && e.basic === Basic.Uint8; }

/** v of type `from` as a value of type `to`. */
export function convert(b: FuncBuilder, v: Value, from: Type, to: Type): Value {
  if (from === to) return v;
  const f = under(from);
  const t = under(to);
  if (t.kind === TypeKind.Interface) return toInterface(b, v, from, to);
  if (f === t) return v;
  if (f.kind === TypeKind.Basic && f.basic === Basic.UntypedNil) return b.zero(to);
  if (isNumeric(f)) {
    if (isNumeric(t)) return convertNumeric(b, v, f.basic, t.basic);
    if (isString(t)) return intToString(b, convertNumeric(b, v, f.basic, isUnsigned64(f) ? Basic.Uint64 : Basic.Int64)[0]!, isUnsigned64(f));
    if (t.kind === TypeKind.Basic && t.basic === Basic.UnsafePointer) return [b.emit(Op.I32ToPtr, VT.Ptr, b.wrap(v[0]!))];
    return fail('conversion from a numeric type');
  }
  if (f.kind === TypeKind.Basic && f.basic === Basic.UnsafePointer && isNumeric(t)) return [b.extendU(v[0]!)];
  if (isString(f) && t.kind === TypeKind.Slice) return isByteElem(t) ? stringToBytes(b, v) : stringToRunes(b, v);
  if (f.kind === TypeKind.Slice) {
    if (isString(t)) return isByteElem(f) ? bytesToString(b, v) : runesToString(b, v);
    if (t.kind === TypeKind.Array) return sliceToArray(b, v, t, t);
    if (t.kind === TypeKind.Pointer && under(t.elem!).kind === TypeKind.Array) return [sliceToArrayPointer(b, v, under(t.elem!))];
  }
  return v;
}

function isUnsigned64(u: Type): boolean { return (u.info & Info_.Unsigned) !== 0 && (u.basic === Basic.Uint64 || u.basic === Basic.Uint || u.basic === Basic.Uintptr); }

/** spec#Conversions_from_slice_to_array_or_array_pointer: panics if the slice is shorter than the array. */
function sliceToArrayPointer(b: FuncBuilder, v: Value, array: Type): ValueId {
  const n = b.i64(array.len);
  b.boundsCheck(n, v[1]!, BoundsKind.Convert);
  return v[0]!;
}

function sliceToArray(b: FuncBuilder, v: Value, array: Type, t: Type): Value {
  const p = sliceToArrayPointer(b, v, array);
  if (array.len === 0) return b.zero(t);
  return b.stable(b.load(t, p), t);
}

/** T(x) whose value is not constant. */
export function conversionExpr(b: FuncBuilder, call: Node): Value {
  const to = b.typeOf(call);
  const x = call.list[0]!;
  const c = b.constOf(x);
  const t = under(to);
  if (c === null) {
    const from = b.typeOf(x);
    const v = b.expr(x);
    notePointer(b, call, v);
    return convert(b, v, from, to);
  }
  let from = b.typeOf(x);
  if (under(from).kind !== TypeKind.Basic) from = to;
  if (t.kind === TypeKind.Slice && isByteElem(t) && isString(from)) return constBytes(b, call, c.str);
  // A constant converted to a type parameter is representable in each of its numeric types.
  if (isNumeric(t) && isNumeric(from)) return constValue(b, c, to);
  return convert(b, constValue(b, c, from), from, to);
}

/** []byte("constant"): a fresh array with the bytes. */
function constBytes(b: FuncBuilder, call: Node, s: string): Value {
  const n = s.length;
  const p = objectAt(b, syntaxPos(call.list[0]!), newArray(basicType(Basic.Uint8), n), shown(b, call));
  if (n > 0) b.emit(Op.Move, VT.Void, p, b.symAddr(b.u.stringData(s)), 0, n);
  return [p, b.i64(n), b.i64(n)];
}

// --- to interfaces ---------------------------------------------------------------------------------------------------------

/** Type word of an interface value as a type descriptor (nil for a nil interface). The nil page reads as zeros. */
export function typeWord(b: FuncBuilder, iface: Type, v: Value): ValueId {
  return hasItab(iface) ? b.emit(Op.LoadPtr, VT.Ptr, v[0]!, 0, 0, ITAB_TYPE) : v[0]!;
}

function toInterface(b: FuncBuilder, v: Value, from: Type, to: Type): Value {
  const f = under(from);
  if (f.kind === TypeKind.Basic && f.basic === Basic.UntypedNil) return [b.nil(), b.nil()];
  if (f.kind === TypeKind.Interface) return ifaceToIface(b, v, from, to);
  if (f.kind === TypeKind.Basic && f.basic >= Basic.UntypedBool) {
    const d = defaultType(f);
    return toInterface(b, convert(b, v, f, d), d, to);
  }
  markUsedInIface(b, from);
  const word = hasItab(to) ? b.symAddr(b.u.needItab(from, to)) : b.typeDesc(from);
  return [word, dataWord(b, v, from)];
}

/** The linker keeps the methods of types that reach an interface. */
export function markUsedInIface(b: FuncBuilder, t: Type): void {
  const name = b.u.needType(t);
  const ms = b.f.marks;
  for (const m of ms) if (m.kind === RelocKind.UsedInIface && m.name === name) return;
  ms.push({ kind: RelocKind.UsedInIface, name });
}

function ifaceToIface(b: FuncBuilder, v: Value, from: Type, to: Type): Value {
  if (identical(from, to) || (identical(under(from), under(to)) && !hasItab(to))) return v;
  const typ = typeWord(b, from, v);
  if (!hasItab(to)) return [typ, v[1]!];
  const tab = b.choose(b.notNil(typ), [VT.Ptr], () => b.callRuntime('assertE2I', b.typeDesc(to), typ), () => [b.nil()]);
  return [tab[0]!, v[1]!];
}

/** Data word of an interface that holds v: the pointer itself, or the address of a read-only copy. */
export function dataWord(b: FuncBuilder, v: Value, t: Type): ValueId {
  const l = b.layout(t);
  if (l.direct) return v[0]!;
  if (l.size === 0) return b.symAddr('runtime.zerobase');
  if (l.size === 1 && !l.mem && b.f.op[v[0]!] === Op.ConstI32) return b.symAddr(byteTable(b), b.f.aux[v[0]!]! & 0xff);
  if (l.size === 1 && !l.mem) return b.ptrAdd(b.symAddr(byteTable(b)), b.and32(v[0]!, b.i32(0xff)));
  const fixed = staticCopy(b, v, l);
  if (fixed !== null) return b.symAddr(fixed);
  if (b.converted === null) return b.boxed(t, v, 'silent', '');
  const { pos } = b;
  b.at(syntaxPos(b.converted));
  const p = b.boxed(t, v, 'expr', shown(b, b.converted));
  b.pos = pos;
  return p;
}

/** A new object that messages show at another position than what is being emitted. */
function objectAt(b: FuncBuilder, at: Pos, t: Type, what: string): ValueId {
  const { pos } = b;
  b.at(at);
  const p = b.newObject(t, 'expr', what);
  b.pos = pos;
  return p;
}

/** All 256 one-byte values. */
function byteTable(b: FuncBuilder): string {
  const sym = 'go:bytes';
  if (!b.u.hasData(sym)) b.u.roData(sym, Uint8Array.from({ length: 256 }, (_, i) => i), [], 8);
  return sym;
}

/** Read-only data with the words v if they are all constants; merged by content. */
function staticCopy(b: FuncBuilder, v: Value, l: Layout): string | null {
  const data = l.mem ? null : constantData(b.f, b.u.syms, v, l.words.map((w) => ({ offset: w.offset, width: storeSize(w.store) })), l.size, l.align);
  if (data === null) return null;
  b.u.addData(data);
  return data.name;
}
