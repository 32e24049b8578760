// Calls: functions, methods, func values, built-ins and conversions; arguments, variadic parameters. spec#Calls

import { Op } from '../op.gen.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { ObjKind, type Obj } from '../../types/objects.ts';
import { Mode, newArray, SelKind, TypeKind, type Type } from '../../types/types.ts';
import { Known } from '../../abi/intrinsics.table.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { builtinCall } from './builtin.ts';
import { funcSym } from './callee.ts';
import { conversionExpr } from './convert.ts';
import { intrinsicCall, isKnown } from './intrinsic.ts';
import { keepAlive, keptArgs } from './keep-alive.ts';
import type { SigLayout } from './layout.ts';
import { bindMethod, callBound, methodExprSym, resolveMethod } from './method.ts';
import { exprList, hasCall } from './order.ts';
import { placeOf } from './places.ts';
import { shown } from './shown.ts';
import { bytesOfConversion, stringTemp } from './string.ts';
import { under } from './types-api.ts';

/** The function object that fun denotes with its type arguments, or null if fun is a func value. */
export function staticCallee(b: FuncBuilder, fun0: Node): { fn: Obj; targs: Type[] } | null {
  let fun = unparen(fun0);
  let targs: Type[] = [];
  if (fun.kind === Kind.Index) {
    fun = unparen(fun.x!);
    if (b.mode(fun) === Mode.TypeExpr) return null;
  }
  let id: Node;
  if (fun.kind === Kind.Ident) id = fun;
  else if (fun.kind === Kind.Selector && b.selection(fun) === null) id = fun.y!;
  else return null;
  const o = b.use(id);
  if (o === null || o.kind !== ObjKind.Func) return null;
  const inst = b.ctx.info.instances[id.id];
  if (inst !== null && inst !== undefined) targs = inst.targs.map((t) => b.type(t));
  return { fn: o, targs };
}

/** Signature of a call's function operand, substituted. */
export function calleeSig(b: FuncBuilder, n: Node): Type {
  const t = under(b.typeOf(n.x!));
  return t.kind === TypeKind.Signature ? t : fail(`call of a non-function at ${b.where(n.pos)}`);
}

/** Value of a call with at most one result. */
export function callExpr(b: FuncBuilder, n: Node): Value {
  const m = b.mode(n.x!);
  if (m === Mode.TypeExpr) return conversionExpr(b, n);
  if (m === Mode.Builtin) {
    const f = unparen(n.x!);
    return builtinCall(b, n, b.use(f.kind === Kind.Selector ? f.y! : f)!.builtin);
  }
  return callMulti(b, n)[0] ?? [];
}

/** Results of a call of a function, method or func value. */
export function callMulti(b: FuncBuilder, n: Node): Value[] {
  const fun = unparen(n.x!);
  const sig = calleeSig(b, n);
  const callee = staticCallee(b, fun);
  if (callee !== null) {
    const sym = funcSym(b.u, callee.fn, callee.targs);
    if (isKnown(sym, Known.ClonesString) && bytesOfConversion(b, n.list[0]!) !== null && under(sig.params!.fields[0]!.type!).kind === TypeKind.Basic) {
      const s = stringTemp(b, n.list[0]!);
      b.at(syntaxPos(n));
      return callStatic(b, sym, [s], sig);
    }
    const { args, kept } = keptArgs(b, n, sig, callee.fn);
    b.at(syntaxPos(n));
    const res = callStatic(b, sym, args, sig);
    keepAlive(b, kept);
    return res;
  }
  if (fun.kind === Kind.Selector) {
    const s = b.selection(fun);
    if (s !== null && s.kind === SelKind.MethodVal) {
      const m = resolveMethod(b, s);
      const late = !hasCall(b, fun.x!) && n.list.some((a) => hasCall(b, a));
      let place = late ? null : placeOf(b, fun.x!);
      const { args, kept } = keptArgs(b, n, sig, m.fn);
      if (place === null) place = placeOf(b, fun.x!);
      b.at(syntaxPos(n));
      const bound = bindMethod(b, place, m.path, m.fn);
      const res = callBound(b, bound, args);
      if (bound.op === Op.CallTable && b.u.config.explain) b.f.calls.at(-1)!.shown = shown(b, fun);
      keepAlive(b, kept);
      return res;
    }
    if (s !== null && s.kind === SelKind.MethodExpr) {
      const sym = methodExprSym(b, s);
      const args = callArgs(b, n, sig, null);
      b.at(syntaxPos(n));
      return callStatic(b, sym, args, sig);
    }
  }
  const late = !hasCall(b, fun) && n.list.some((a) => hasCall(b, a));
  let f = late ? 0 : b.expr1(fun);
  const args = callArgs(b, n, sig, null);
  if (late) f = b.expr1(fun);
  b.at(syntaxPos(n));
  return callClosure(b, f, b.u.layouts.signature(sig, null), args);
}

export function callClosure(b: FuncBuilder, f: number, layout: SigLayout, args: Value[]): Value[] {
  b.nilCheck(f);
  return b.call(Op.CallClosure, layout, args, -1, f);
}

/** Direct call of a symbol, or the intrinsic in its place. */
export function callStatic(b: FuncBuilder, sym: string, args: Value[], sig: Type): Value[] {
  const r = intrinsicCall(b, sym, args, sig);
  const layout = b.u.layouts.signature(sig, null);
  if (r !== null) return splitResults(b, r, layout);
  const imp = b.u.imports.get(sym);
  if (imp !== undefined) return callImport(b, imp, args, layout);
  return b.call(Op.Call, layout, args, b.u.syms.id(sym));
}

/** Words of an intrinsic's results, one Value per result. */
function splitResults(b: FuncBuilder, r: Value, layout: SigLayout): Value[] {
  if (layout.results.length === 1) return [r];
  return layout.results.map((p) => r.slice(p.start, p.start + p.count));
}

/** Host import: words are wasm values. spec: go:wasmimport */
export function callImport(b: FuncBuilder, imp: string, args: Value[], layout: SigLayout): Value[] {
  const words: number[] = [];
  for (const a of args) words.push(...a);
  const info = b.callInfo(layout.sig, b.u.syms.id(imp), 0);
  const res = b.emitCall(Op.CallImport, words, info);
  return layout.results.map((p) => res.slice(p.start, p.start + p.count));
}

/** Arguments of call n, converted to the parameter types of sig. `f(g())` spreads; variadic arguments become a slice. */
export function callArgs(b: FuncBuilder, n: Node, sig: Type, given: Value[] | null): Value[] {
  const params = sig.params!.fields.map((p) => p.type!);
  if (given === null && n.list.length === 1) {
    const only = n.list[0]!;
    const t = b.ctx.info.types[only.id];
    if (t !== null && t !== undefined && t.kind === TypeKind.Tuple) return spread(b, only, sig, params);
  }
  if (!sig.variadic || n.op === 1) return exprList(b, n.list, params);
  const fixed = params.length - 1;
  const st = under(params[fixed]!);
  const types = n.list.map((_, i) => (i < fixed ? params[i]! : st.elem!));
  const vals = exprList(b, n.list, types);
  const rest = vals.slice(fixed);
  b.at(syntaxPos(n));
  return [...vals.slice(0, fixed), packSlice(b, st.elem!, rest, '... argument')];
}

function spread(b: FuncBuilder, call: Node, sig: Type, params: Type[]): Value[] {
  const from = b.typeOf(call).fields.map((f) => f.type!);
  const vals = b.c.multi(b, call);
  if (!sig.variadic) return vals.map((v, i) => b.c.convert(b, v, from[i]!, params[i]!));
  const fixed = params.length - 1;
  const elem = under(params[fixed]!).elem!;
  const conv = vals.map((v, i) => b.c.convert(b, v, from[i]!, i < fixed ? params[i]! : elem));
  return [...conv.slice(0, fixed), packSlice(b, elem, conv.slice(fixed), '... argument')];
}

/** []elem{vals…} in a new array; nil if there are none. */
export function packSlice(b: FuncBuilder, elem: Type, vals: readonly Value[], what: string): Value {
  if (vals.length === 0) return [b.nil(), b.i64(0), b.i64(0)];
  const at = newArray(elem, vals.length);
  const obj = b.newObject(at, 'expr', what);
  const size = b.layout(elem).size;
  vals.forEach((v, i) => b.store(elem, obj, v, i * size));
  const len = b.i64(vals.length);
  return [obj, len, len];
}

