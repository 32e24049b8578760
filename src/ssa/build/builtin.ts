// Calls of predeclared functions and of package unsafe. spec#Built-in_functions, spec#Package_unsafe
// Calls with a constant value never get here.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Kind, Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, Mode, TypeKind, newArray, type Type } from '../../types/types.ts';
import { isString } from '../../types/predicates.ts';
import { under } from '../../types/under.ts';
import { fail } from '../../base/internal-error.ts';
import { PanicKind } from '../../abi/panics.table.ts';
import { basicType } from '../../types/universe.ts';
import { BuiltinId } from '../../types/builtins/ids.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { appendCall, clearSlice, copyCall } from './append.ts';
import { orderedCompare } from './compare.ts';
import { constValue } from './const.ts';
import { panicCall, recoverCall } from './defer.ts';
import { makeMap, mapDelete, mapLen } from './map.ts';
import { printCall } from './print.ts';
import { noteHeap, shown } from './shown.ts';
import { indexValue } from './slice.ts';
import { stringLess } from './string.ts';

const NONE: Value = [];

export function builtinCall(b: FuncBuilder, call: Node, id: BuiltinId): Value {
  const n = spreadArgs(b, call);
  switch (id) {
    case BuiltinId.Append: return appendCall(b, n);
    case BuiltinId.Cap: case BuiltinId.Len: return lenCall(b, n.list[0]!, id === BuiltinId.Cap);
    case BuiltinId.Clear: clearCall(b, n); return NONE;
    case BuiltinId.Close: { const ch = b.expr1(n.list[0]!); b.at(n.opPos); b.callRuntime('closechan', ch); return NONE; }
    case BuiltinId.Complex: return complexCall(b, n);
    case BuiltinId.Copy: return copyCall(b, n);
    case BuiltinId.Delete: deleteCall(b, n); return NONE;
    case BuiltinId.Imag: return [operand(b, n.list[0]!, b.typeOf(n.list[0]!))[1]!];
    case BuiltinId.Real: return [operand(b, n.list[0]!, b.typeOf(n.list[0]!))[0]!];
    case BuiltinId.Make: return makeCall(b, n);
    case BuiltinId.Max: case BuiltinId.Min: return minMax(b, n, id === BuiltinId.Max);
    case BuiltinId.New: return newCall(b, n);
    case BuiltinId.Panic: return panicCall(b, n);
    case BuiltinId.Print: case BuiltinId.Println: printCall(b, n, id === BuiltinId.Println); return NONE;
    case BuiltinId.Recover: return recoverCall(b, n);
    default: return unsafeCall(b, n, id);
  }
}

/**
 * spec#Calls: f(g()) with the several results of g as arguments. Calls g and returns a call whose arguments are nodes that stand for the
 * results; other calls are returned as they are.
 */
export function spreadArgs(b: FuncBuilder, n: Node): Node {
  const only = n.list.length === 1 ? n.list[0]! : null;
  const t = only === null ? null : b.ctx.info.types[only.id] ?? null;
  if (only === null || t === null || t.kind !== TypeKind.Tuple) return n;
  const types = b.type(t).fields.map((f) => f.type!);
  const override = (b.s.override ??= new Map());
  const call = Object.assign(new Node(Kind.Call, n.pos, n.id), n);
  call.list = b.c.multi(b, only).map((v, i) => {
    const arg = new Node(Kind.BadExpr, only.pos, -1);
    override.set(arg, b.valueVar(types[i]!, v));
    return arg;
  });
  return call;
}

/** Value of an argument in type t; constants are materialised. */
function operand(b: FuncBuilder, n: Node, t: Type): Value {
  const c = b.constOf(n);
  return c !== null ? constValue(b, c, t) : b.c.convert(b, b.expr(n), b.typeOf(n), t);
}

/** spec#Length_and_capacity */
function lenCall(b: FuncBuilder, x: Node, cap: boolean): Value {
  const u = under(b.typeOf(x));
  if (isString(u)) return [operand(b, x, u)[1]!];
  const v = b.expr(x);
  switch (u.kind) {
    case TypeKind.Slice: return [v[cap ? 2 : 1]!];
    case TypeKind.Array: return [b.i64(u.len)];
    case TypeKind.Pointer: return [b.i64(under(u.elem!).len)];
    case TypeKind.Map: return [mapLen(b, v[0]!)];
    case TypeKind.Chan: return b.callRuntime(cap ? 'chancap' : 'chanlen', v[0]!);
    default: return fail(`len of type kind ${u.kind}`);
  }
}

/** spec#Clear */
function clearCall(b: FuncBuilder, n: Node): void {
  const t = b.typeOf(n.list[0]!);
  const v = b.expr(n.list[0]!);
  b.at(n.opPos);
  if (under(t).kind === TypeKind.Map) b.callRuntime('mapclear', b.typeDesc(t), v[0]!);
  else clearSlice(b, v, under(t).elem!);
}

/** spec#Complex_numbers */
function complexCall(b: FuncBuilder, n: Node): Value {
  const t = b.typeOf(n);
  const part = basicType(b.layout(t).size === 8 ? Basic.Float32 : Basic.Float64);
  return [operand(b, n.list[0]!, part)[0]!, operand(b, n.list[1]!, part)[0]!];
}

function deleteCall(b: FuncBuilder, n: Node): void {
  const t = b.typeOf(n.list[0]!);
  const m = b.expr1(n.list[0]!);
  const key = operand(b, n.list[1]!, under(t).key!);
  b.at(n.opPos);
  mapDelete(b, t, m, key);
}

// --- make, new ---------------------------------------------------------------------------------------------------------------

/** Slices up to this size and of constant capacity are objects that may live on the stack (gc's MaxImplicitStackVarSize). */
const MAX_IMPLICIT_STACK = 64 * 1024;

/** spec#Making_slices_maps_and_channels */
function makeCall(b: FuncBuilder, n: Node): Value {
  const t = b.typeOf(n);
  const u = under(t);
  const size = n.list.length > 1 ? indexValue(b, n.list[1]!).value : 0;
  switch (u.kind) {
    case TypeKind.Slice: return makeSlice(b, n, u.elem!, size);
    case TypeKind.Map:
      b.at(n.opPos);
      return [makeMap(b, t, size, 'expr', shown(b, n))];
    case TypeKind.Chan: b.at(n.opPos); return b.callRuntime('makechan', b.typeDesc(t), size === 0 ? b.i64(0) : size);
    default: return fail(`make of type kind ${u.kind}`);
  }
}

function makeSlice(b: FuncBuilder, n: Node, elem: Type, len: ValueId): Value {
  const cap = n.list.length > 2 ? indexValue(b, n.list[2]!).value : len;
  b.at(n.opPos);
  const f = b.f;
  if (f.op[cap] === Op.ConstI64 && f.aux2[cap] === 0 && f.aux[cap]! >= 0) {
    const k = f.aux[cap]!;
    if (k * b.layout(elem).size <= MAX_IMPLICIT_STACK) {
      // A constant length has been checked against the capacity.
      if (len !== cap && b.constOf(n.list[1]!) === null) {
        b.panicIf(b.cmp(Op.I64LtS, len, b.i64(0)), PanicKind.MakeSliceLen);
        b.panicIf(b.cmp(Op.I64GtU, len, cap), PanicKind.MakeSliceCap);
      }
      return [b.newObject(newArray(elem, k), 'expr', shown(b, n)), len, cap];
    }
  }
  noteHeap(b, () => shown(b, n));
  return [b.callRuntime('makeslice', b.typeDesc(elem), len, cap)[0]!, len, cap];
}

/** spec#Allocation: new(T), and new(x) with an initial value. */
function newCall(b: FuncBuilder, n: Node): Value {
  const elem = under(b.typeOf(n)).elem!;
  const x = n.list[0]!;
  b.at(n.opPos);
  if (b.mode(x) === Mode.TypeExpr) return [b.newObject(elem, 'expr', shown(b, n))];
  const v = operand(b, x, elem);
  const p = b.newObject(elem, 'expr', shown(b, n));
  b.store(elem, p, v);
  return [p];
}

// --- min, max ----------------------------------------------------------------------------------------------------------------

/** spec#Min_and_max: floats as IEEE minimum and maximum (NaN wins, -0 < +0), which are wasm's. */
function minMax(b: FuncBuilder, n: Node, max: boolean): Value {
  const t = b.typeOf(n);
  const u = under(t);
  let r = operand(b, n.list[0]!, t);
  for (let i = 1; i < n.list.length; i++) {
    const y = operand(b, n.list[i]!, t);
    b.at(n.opPos);
    r = pick(b, u, r, y, max);
  }
  return r;
}

function pick(b: FuncBuilder, u: Type, x: Value, y: Value, max: boolean): Value {
  if (isString(u)) {
    const c = stringLess(b, max ? Token.Gtr : Token.Lss, y, x);
    return [b.select(c, y[0]!, x[0]!), b.select(c, y[1]!, x[1]!)];
  }
  if (u.basic === Basic.Float32) return [b.emit(max ? Op.F32Max : Op.F32Min, VT.F32, x[0]!, y[0]!)];
  if (u.basic === Basic.Float64) return [b.emit(max ? Op.F64Max : Op.F64Min, VT.F64, x[0]!, y[0]!)];
  return [b.select(orderedCompare(b, max ? Token.Gtr : Token.Lss, u.basic, y[0]!, x[0]!), y[0]!, x[0]!)];
}

// --- unsafe ------------------------------------------------------------------------------------------------------------------

function unsafeCall(b: FuncBuilder, n: Node, id: BuiltinId): Value {
  const x = n.list[0]!;
  switch (id) {
    case BuiltinId.UnsafeAdd: {
      const p = b.expr1(x);
      return [b.ptrAdd(p, b.wrap(indexValue(b, n.list[1]!).value))];
    }
    case BuiltinId.UnsafeSlice: return unsafeSlice(b, n, false);
    case BuiltinId.UnsafeString: return unsafeSlice(b, n, true).slice(0, 2);
    case BuiltinId.UnsafeSliceData: return [b.expr(x)[0]!];
    case BuiltinId.UnsafeStringData: return [operand(b, x, b.typeOf(x))[0]!];
    // Of types that depend on type parameters; otherwise constant.
    case BuiltinId.UnsafeSizeof: return [b.i64(b.layout(b.typeOf(x)).size)];
    case BuiltinId.UnsafeAlignof: return [b.i64(b.layout(b.typeOf(x)).align)];
    case BuiltinId.UnsafeOffsetof: return [b.i64(offsetOf(b, x))];
    default: return fail(`builtin ${id}`);
  }
}

function offsetOf(b: FuncBuilder, n: Node): number {
  const s = b.selection(n);
  if (s === null) return fail('unsafe.Offsetof of something that is not a selector');
  let t = b.type(s.recv);
  let off = 0;
  for (const i of s.index) {
    let u = under(t);
    if (u.kind === TypeKind.Pointer) u = under(u.elem!);
    off += b.layout(u).fieldOffsets[i]!;
    t = u.fields[i]!.type!;
  }
  return off;
}

/** unsafe.Slice(ptr, len) and unsafe.String(ptr, len): length not negative, in memory's range, and 0 if ptr is nil. */
function unsafeSlice(b: FuncBuilder, n: Node, string: boolean): Value {
  const p = b.expr1(n.list[0]!);
  const len = indexValue(b, n.list[1]!).value;
  b.at(n.opPos);
  const size = string ? 1 : b.layout(under(b.typeOf(n)).elem!).size;
  const limit = size === 0 ? b.i64(-1, 0x7fffffff) : b.i64(Math.floor(0xffffffff / size), 0);
  const room = b.sub64(b.i64(0, 1), b.extendU(p)); // the elements must not lie beyond the end of the address space
  const wraps = b.cmp(Op.I64GtU, size === 1 ? len : b.emit(Op.I64Mul, VT.I64, len, b.i64(size)), room);
  b.panicIf(b.or32(b.cmp(Op.I64GtU, len, limit), wraps), string ? PanicKind.UnsafeStringLen : PanicKind.UnsafeSliceLen);
  const bad = b.and32(b.isNil(p), b.cmp(Op.I64Ne, len, b.i64(0)));
  b.panicIf(bad, string ? PanicKind.UnsafeStringNil : PanicKind.UnsafeSliceNil);
  return [p, len, len];
}
