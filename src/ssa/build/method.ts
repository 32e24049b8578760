// Method calls: finding the receiver through embedded fields, calling statically or through an itab; method values and expressions.
// spec#Calls, spec#Method_values, spec#Method_expressions

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { FuncFlag } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { syntaxPos } from '../../syntax/walk.ts';
import { GField, Global } from '../../abi/machine.table.ts';
import { RelocKind } from '../../abi/symbol.ts';
import type { Obj } from '../../types/objects.ts';
import { newSignature, newTuple, TypeKind, type Selection, type Type } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import { ITAB_FUN } from '../data/methods.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { generateGo, ifaceMethod, methodEntry, methodSym, ptrRecv, slotOf } from './callee.ts';
import type { SigLayout } from './layout.ts';
import { intrinsicCall } from './intrinsic.ts';
import type { Place } from './place.ts';
import { addressOfPlace, fieldStep, placeOf, valuePlaceOf } from './places.ts';
import { asNamed, lookupFieldOrMethod, typeLinkName, typeSymbol, under } from './types-api.ts';
import { closureType, enterCaptures, type Capture } from './func.ts';

/** Embedded fields on the way to a method. */
export function fieldPath(sel: { index: number[] }): number[] { return sel.index.slice(0, -1); }

/** A method found for a receiver expression, in the current type environment. */
export interface Method { fn: Obj; path: number[]; recv: Type }

export function resolveMethod(b: FuncBuilder, s: Selection): Method {
  const recv = b.type(s.recv);
  if (b.ctx.env === null) return { fn: s.obj, path: s.index.slice(0, -1), recv };
  const r = lookupFieldOrMethod(recv, true, s.obj.pkg, s.obj.name);
  if (r.obj === null || r.index === null) return fail(`${b.f.name}: no method ${s.obj.name} of ${typeLinkName(recv)}`);
  return { fn: r.obj, path: r.index.slice(0, -1), recv };
}

/** What a method call needs: operation, symbol or leading word, receiver. */
export interface BoundMethod { op: Op; sym: string; lead: number; layout: SigLayout; recv: Value; sig: Type; key: string }

/** Key of an interface method for reachability (object.md): Name(signature). */
export function methodKey(m: Obj): string { return m.name + typeSymbol(m.type!).slice('type:func'.length); }

/** Follows `path` from the receiver place and selects fn there. */
export function bindMethod(b: FuncBuilder, recv: Place, path: readonly number[], fn: Obj): BoundMethod {
  let p = recv;
  for (const i of path) p = fieldStep(b, p, i);
  const u = under(p.type);
  if (u.kind === TypeKind.Interface) return bindInterface(b, p, fn);
  const isPtr = u.kind === TypeKind.Pointer && asNamed(p.type) === null;
  const base = isPtr ? u.elem! : p.type;
  const named = asNamed(base);
  if (named === null) return fail(`method ${fn.name} of unnamed type`);
  const sig = fn.type!;
  let value: Value;
  let recvType: Type;
  if (ptrRecv(fn)) {
    value = isPtr ? b.loadPlace(p) : [addressOfPlace(b, p)];
    recvType = fn.type!.recv!.type!;
  } else {
    recvType = named;
    if (isPtr) {
      const ptr = b.loadPlace(p)[0]!;
      b.nilCheck(ptr);
      value = b.load(named, ptr);
    } else value = b.loadPlace(p);
  }
  return { op: Op.Call, sym: methodSym(b.u, named, fn), lead: 0, layout: b.u.layouts.signature(sig, recvType), recv: value, sig, key: '' };
}

function bindInterface(b: FuncBuilder, p: Place, fn: Obj): BoundMethod {
  const m = ifaceMethod(p.type, fn);
  const v = b.loadPlace(p);
  const sig = m.type!;
  b.nilCheck(v[0]!);
  const key = methodKey(m);
  b.f.marks.push({ kind: RelocKind.IfaceMethod, name: key });
  const lead = b.emit(Op.Load32, VT.I32, v[0]!, 0, 0, ITAB_FUN + 8 * slotOf(p.type, m));
  return { op: Op.CallTable, sym: '', lead, layout: b.u.layouts.signature(sig, b.u.ptrType), recv: [v[1]!], sig, key };
}

/** Calls a bound method with converted arguments. */
export function callBound(b: FuncBuilder, m: BoundMethod, args: Value[]): Value[] {
  const all = [m.recv, ...args];
  if (m.op === Op.Call) {
    const r = intrinsicCall(b, m.sym, all, m.sig);
    if (r !== null) return m.layout.results.length === 0 ? [] : [r];
  }
  return b.call(m.op, m.layout, all, m.op === Op.Call ? b.u.syms.id(m.sym) : -1, m.lead);
}

/** In a wrapper: calls method fn, found through path, on the receiver at p. Deferred, the wrapper stands for the method (abi.md#Panics). */
export function callMethod(b: FuncBuilder, p: Place, path: readonly number[], fn: Obj, args: Value[]): Value[] {
  const m = bindMethod(b, p, path, fn);
  if (m.op === Op.CallTable && !b.u.isRuntime) {
    b.f.flags |= FuncFlag.HasRecover;
    const token = b.emit(Op.LoadPtr, VT.Ptr, b.emit(Op.GlobalGet, VT.Ptr, 0, 0, 0, Global.G), 0, 0, GField.recoverToken);
    b.when(b.notNil(token), () => { b.callRuntime('recoverPass', b.extendU(m.lead)); }, -1);
  }
  return callBound(b, m, args);
}

/** spec#Method_values: x.M as a func value; the receiver is evaluated and copied now. */
export function methodValue(b: FuncBuilder, n: Node, s: Selection): Value {
  const m = resolveMethod(b, s);
  let p = placeOf(b, n.x!);
  b.at(syntaxPos(n));
  for (const i of m.path) p = fieldStep(b, p, i);
  // The receiver as it is bound: interface value, pointer, or copy of the value.
  const u = under(p.type);
  let recvType = p.type;
  let value: Value;
  if (u.kind === TypeKind.Interface) {
    value = b.loadPlace(p);
    b.nilCheck(value[0]!);
  } else if (ptrRecv(m.fn)) {
    recvType = m.fn.type!.recv!.type!;
    const isPtr = u.kind === TypeKind.Pointer && asNamed(p.type) === null;
    value = isPtr ? b.loadPlace(p) : [addressOfPlace(b, p)];
  } else if (u.kind === TypeKind.Pointer && asNamed(p.type) === null) {
    const ptr = b.loadPlace(p)[0]!;
    b.nilCheck(ptr);
    recvType = u.elem!;
    value = b.load(recvType, ptr);
  } else value = b.loadPlace(p);
  const fn = u.kind === TypeKind.Interface ? ifaceMethod(recvType, m.fn) : m.fn;
  const thunk = methodValueThunk(b, recvType, fn);
  const outer = { obj: null, type: recvType, name: 'receiver', base: -1, addr: 0, addrVar: -1 };
  const cap: Capture = { obj: null, outer, byRef: false, type: recvType, offset: 0 };
  return [fillClosure(b, thunk, cap, value)];
}

function fillClosure(b: FuncBuilder, sym: string, cap: Capture, value: Value): number {
  const t = closureType([cap]);
  const obj = b.newObject(t, 'expr', 'method value');
  b.emit(Op.Store64, VT.Void, obj, b.extendU(b.funcIndex(sym)));
  b.store(cap.type, obj, value, b.layout(t).fieldOffsets[1]!);
  return obj;
}

/** Function `T.M-fm`: takes the receiver from its closure and calls. */
function methodValueThunk(b: FuncBuilder, recvType: Type, fn: Obj): string {
  const u = b.u;
  const sel = { obj: fn, index: [0], indirect: false, id: '' };
  const sym = `${methodEntry(u, recvType, sel)}-fm`;
  return u.needFunc(sym, () => generateGo(u, sym, null, fn.type!, FuncFlag.Wrapper | FuncFlag.DupOk | FuncFlag.AddressTaken | FuncFlag.IsClosure, (t, params) => {
    const cap: Capture = { obj: null, outer: { obj: null, type: recvType, name: 'receiver', base: -1, addr: 0, addrVar: -1 }, byRef: false, type: recvType, offset: 0 };
    enterCaptures(t, [cap]);
    const recv = t.loadLocal(t.s.extraVars[0]!);
    t.c.emitReturn(t, callMethod(t, valuePlaceOf(t, recv, recvType), [], fn, params));
  }));
}

/** spec#Method_expressions: T.M as a function whose first parameter is the receiver. */
export function methodExprSym(b: FuncBuilder, s: Selection): string {
  const m = resolveMethod(b, s);
  return methodEntry(b.u, m.recv, { obj: m.fn, index: [...m.path, 0], indirect: false, id: '' });
}

/** The signature of a method expression: receiver first. */
export function methodExprSig(recv: Obj, sig: Type): Type {
  return newSignature(null, newTuple([recv, ...sig.params!.fields]), sig.results!, sig.variadic);
}

