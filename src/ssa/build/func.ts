// Function declarations and literals: parameters, results, bodies, closures, return statements.
// abi.md#Signatures: hidden pointers for memory results first, then the receiver, then parameters.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { Func, FuncFlag, type ShownSignature, type ShownWords, type ValueId } from '../func.ts';
import type { Passing, SigLayout } from './layout.ts';
import type { Node } from '../../syntax/ast.ts';
import { Basic, newPointer, newStruct, TypeKind, type Type } from '../../types/types.ts';
import { Obj, ObjKind, VarKind } from '../../types/objects.ts';
import { basicType } from '../../types/universe.ts';
import { under } from './types-api.ts';
import { Known } from '../../abi/intrinsics.table.ts';
import { fail } from '../../base/internal-error.ts';
import { FuncBuilder, type LocalVar, type Value } from './builder.ts';
import type { BodyInfo, FnInfo } from './capture.ts';
import { FuncState, type ClosureNaming } from './func-state.ts';
import { isKnown } from './intrinsic.ts';
import type { BodyContext, UnitBuilder } from './unit.ts';
import { capturedByRef, localVar, makeVar, needsObject, zeroVar } from './vars.ts';
import { endRangeBody, rangeReturn } from './range-func.ts';
import { buildRecoverBlock, enterDefers, emitDeferReturn, takeRecoverToken } from './defer.ts';

/** What one function is built from. */
export interface FuncSource {
  name: string;
  ctx: BodyContext;
  body: BodyInfo;
  fn: FnInfo;
  /** Signature as declared (parameter objects); substituted by the builder. */
  sig: Type;
  recv: Obj | null;
  block: Node;
  pos: number;
  flags: number;
  naming: ClosureNaming;
  outer: FuncState | null;
}

/** Builds a function with a body and adds it to the unit. `enter` runs after the parameters are declared (captured variables). */
export function buildFunc(u: UnitBuilder, src: FuncSource, enter: ((b: FuncBuilder) => void) | null): FuncBuilder {
  const env = src.ctx.env;
  const subst = (t: Type): Type => (env === null ? t : env.subst(t));
  const sigType = subst(src.sig);
  const recvType = src.recv === null ? null : subst(src.recv.type!);
  const layout = u.layouts.signature(sigType, recvType);
  const f = new Func(src.name, layout.sig, 128);
  f.flags = src.flags | (u.isRuntime ? FuncFlag.RuntimePkg : 0);
  const s = new FuncState(src.name, src.naming, src.body, src.outer);
  const b = new FuncBuilder(u, f, src.ctx, s);
  b.at(src.pos);
  f.pos = b.pos;
  s.sigLayout = layout;
  s.sigType = sigType;
  s.decl = src.fn.node;
  s.fn = src.fn;
  s.hasDefer = src.fn.hasDefer && !src.fn.isRangeBody;
  s.hasGoto = src.fn.hasGoto;
  if (s.hasDefer) f.flags |= FuncFlag.HasDefer;
  if (env === null && !src.fn.isRangeBody) f.shown = shownSignature(b, src, sigType, layout);
  declareParams(b, src);
  if (enter !== null) enter(b);
  if (src.fn.hasRecover && !src.fn.isRangeBody) { f.flags |= FuncFlag.HasRecover; takeRecoverToken(b); }
  declareResults(b, src, sigType);
  if (s.hasDefer) enterDefers(b);
  b.stmt(src.block);
  b.at(src.block.aux !== 0 ? src.block.aux : src.block.pos);
  if (b.s.rangeBody !== null) { if (!b.isDead()) endRangeBody(b); } else if (!b.isDead() && sigType.results!.fields.length === 0) returnVars(b); // spec#Terminating_statements: with results the end is unreachable
  else b.unreachable();
  if (s.hasDefer) buildRecoverBlock(b);
  b.finish();
  u.addFunc(f);
  return b;
}

/** Words of parameter k of the function (receiver first), loaded if it came by pointer and is not memory-typed. */
export function paramValue(b: FuncBuilder, k: number): Value {
  const p = b.s.sigLayout!.params[k]!;
  const words: Value = [];
  for (let i = 0; i < p.count; i++) words.push(b.emit(Op.Param, b.f.sig.params[p.start + i]!, 0, 0, 0, p.start + i));
  if (p.byPtr && !b.layout(p.type).mem) return b.load(p.type, words[0]!);
  return words;
}

function declareParams(b: FuncBuilder, src: FuncSource): void {
  const objs: Obj[] = [];
  if (src.recv !== null) objs.push(src.recv);
  for (const o of src.sig.params!.fields) objs.push(o);
  const values = objs.map((_, k) => paramValue(b, k));
  objs.forEach((o, k) => {
    if (o.name === '' || o.name === '_') return;
    const t = b.s.sigLayout!.params[k]!.type;
    const v = values[k]!;
    b.at(o.pos);
    // A memory-typed parameter is a copy that this function owns.
    if (b.layout(t).mem && !needsObject(b, o)) {
      b.s.vars.set(o, { obj: o, type: t, name: o.name, base: -1, addr: v[0]!, addrVar: -1 });
      return;
    }
    const mv = makeVar(b, o, t, o.name, needsObject(b, o));
    b.s.vars.set(o, mv.v);
    b.storeLocal(mv.v, v);
  });
}

/** Result variables: named ones always, unnamed ones where deferred calls or range-over-func bodies need them in memory. */
function declareResults(b: FuncBuilder, src: FuncSource, sigType: Type): void {
  const s = b.s;
  const layout = s.sigLayout!;
  const fields = src.sig.results === null ? [] : src.sig.results.fields;
  s.namedResults = fields.length > 0 && fields[0]!.name !== '';
  const inMemory = s.hasDefer || src.fn.returnsInRange;
  layout.results.forEach((p, i) => {
    s.hiddenResults[i] = p.byPtr ? b.emit(Op.Param, VT.Ptr, 0, 0, 0, p.start) : 0;
    s.hiddenSlots[i] = -1;
    if (p.byPtr && s.hasDefer) s.hiddenSlots[i] = saveInSlot(b, s.hiddenResults[i]!, 'result address');
  });
  if (src.fn.isRangeBody || (!s.namedResults && !inMemory)) return;
  fields.forEach((o, i) => {
    const t = sigType.results!.fields[i]!.type!;
    b.at(o.pos);
    const v = resultVar(b, o, t, i, inMemory, src.fn.returnsInRange);
    s.results.push(v);
    if (o.name !== '') s.vars.set(o, v);
  });
}

function resultVar(b: FuncBuilder, o: Obj, t: Type, i: number, inMemory: boolean, shared: boolean): LocalVar {
  const object = needsObject(b, o) || shared;
  const name = o.name === '' ? `~r${i}` : o.name;
  if (object || !inMemory) {
    const hidden = b.s.hiddenResults[i]!;
    if (!object && hidden !== 0 && b.layout(t).mem) {
      // A memory result that nobody else sees lives in the caller's space.
      const v: LocalVar = { obj: o, type: t, name, base: -1, addr: hidden, addrVar: -1 };
      zeroVar(b, v);
      return v;
    }
    const { v, zeroed } = makeVar(b, o, t, name, object);
    if (!zeroed) zeroVar(b, v);
    if (object && b.s.hasDefer) b.s.resultSlots[i] = saveInSlot(b, v.addr, `&${name}`);
    return v;
  }
  const v: LocalVar = { obj: o, type: t, name, base: -1, addr: b.temp(t, name), addrVar: -1 };
  zeroVar(b, v);
  return v;
}

/** Keeps a pointer in a memory-stack slot, where the recovery block finds it. */
function saveInSlot(b: FuncBuilder, p: ValueId, name: string): number {
  const slot = b.newSlot(8, 8, new Uint8Array([1]), name);
  b.emit(Op.StorePtr, VT.Void, b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, slot), p);
  return slot;
}

/** spec#Return_statements: `return` with expressions, or of the result variables. */
export function returnStmt(b: FuncBuilder, n: Node): void {
  b.at(n.pos);
  if (b.s.rangeBody !== null) { rangeReturn(b, n); return; }
  const layout = b.s.sigLayout!;
  if (n.list.length === 0) { returnVars(b); return; }
  const types = layout.results.map((r) => r.type);
  let vals: Value[];
  if (n.list.length === 1 && types.length > 1) {
    const from = b.typeOf(n.list[0]!).fields.map((x) => x.type!);
    vals = b.c.multi(b, n.list[0]!).map((v, i) => b.c.convert(b, v, from[i]!, types[i]!));
  } else vals = b.c.exprList(b, n.list, types);
  b.at(n.pos);
  returnValues(b, vals);
}

export function returnValues(b: FuncBuilder, vals: Value[]): void {
  const s = b.s;
  const types = s.sigLayout!.results.map((r) => r.type);
  const stored = s.hasDefer || s.results.some((r) => r.base < 0);
  if (!stored) { emitReturn(b, vals); return; }
  const stable = vals.length > 1 ? vals.map((v, i) => b.stable(v, types[i]!)) : vals;
  stable.forEach((v, i) => b.storeLocal(s.results[i]!, v));
  if (s.hasDefer) { returnVars(b); return; }
  emitReturn(b, stable);
}

/** Returns what the result variables hold, after the deferred calls. */
export function returnVars(b: FuncBuilder): void {
  if (b.s.hasDefer) emitDeferReturn(b);
  emitReturn(b, b.s.results.map((r) => b.loadLocal(r)));
}

/** Return with the given values (already converted; no deferred calls). */
export function emitReturn(b: FuncBuilder, vals: Value[]): void {
  const words: ValueId[] = [];
  b.s.sigLayout!.results.forEach((p, i) => {
    const v = vals[i];
    if (v === undefined) fail(`${b.f.name}: missing result ${i}`);
    if (p.byPtr) b.store(p.type, b.s.hiddenResults[i]!, v!);
    else words.push(...v!);
  });
  b.ret(words);
}

/** Parameters and results with the names that gc's messages have. */
function shownSignature(b: FuncBuilder, src: FuncSource, sig: Type, layout: SigLayout): ShownSignature {
  const at = (o: Obj, p: Passing, name: string): ShownWords => {
    const memory = p.byPtr || b.layout(p.type).mem;
    return { name, pos: o.pos, start: p.start, count: memory ? 1 : p.count, memory };
  };
  const objs = [...(src.recv === null ? [] : [src.recv]), ...sig.params!.fields];
  return {
    fset: b.ctx.fset,
    params: layout.params.map((p, k) => at(objs[k]!, p, objs[k]!.name)),
    results: layout.results.map((p, k) => { const o = sig.results!.fields[k]!; return at(o, p, o.name === '' ? `~r${k}` : o.name); }),
  };
}

// --- closures ----------------------------------------------------------------------------------------------------------------

/** One captured variable: how it lies in the closure object. */
export interface Capture { obj: Obj | null; outer: LocalVar; byRef: boolean; type: Type; offset: number }

/** Closure object layout: {code uintptr; captures…}. */
export function closureType(caps: readonly Capture[]): Type {
  const field = (name: string, t: Type): Obj => { const o = new Obj(ObjKind.Var, 0, null, name, t); o.varKind = VarKind.Field; return o; };
  const fields = [field('F', basicType(Basic.Uintptr))];
  caps.forEach((c, i) => fields.push(field(`X${i}`, c.byRef ? newPointer(c.type) : c.type)));
  return newStruct(fields, fields.map(() => ''));
}

/** Captures of inner function `fn` seen from b, where its closure is made. */
export function capturesOf(b: FuncBuilder, fn: FnInfo): Capture[] {
  return fn.captures.map((o) => {
    const outer = localVar(b, o);
    return { obj: o, outer, byRef: capturedByRef(b, o), type: outer.type, offset: 0 };
  });
}

/** Allocates and fills a closure object; without captures the static one. */
export function makeClosure(b: FuncBuilder, sym: string, caps: Capture[], what: string): ValueId {
  if (caps.length === 0) return b.symAddr(b.u.funcObj(sym));
  const t = closureType(caps);
  const offsets = b.layout(t).fieldOffsets;
  const obj = b.newObject(t, what === '' ? 'silent' : 'expr', what);
  b.emit(Op.Store64, VT.Void, obj, b.extendU(b.funcIndex(sym)));
  caps.forEach((c, i) => {
    c.offset = offsets[i + 1]!;
    if (c.byRef) b.emit(Op.StorePtr, VT.Void, obj, b.localAddr(c.outer), 0, c.offset);
    else b.store(c.type, obj, b.loadLocal(c.outer), c.offset);
  });
  return obj;
}

/** In the inner function: declares the captured variables from the closure object. */
export function enterCaptures(b: FuncBuilder, caps: readonly Capture[]): void {
  if (caps.length === 0) return;
  const offsets = b.layout(closureType(caps)).fieldOffsets;
  const ctx = b.emit(Op.Closure, VT.Ptr);
  caps.forEach((c, i) => {
    const off = offsets[i + 1]!;
    let v: LocalVar;
    if (c.byRef) v = { obj: c.obj, type: c.type, name: c.outer.name, base: -1, addr: b.emit(Op.LoadPtr, VT.Ptr, ctx, 0, 0, off), addrVar: -1 };
    else if (b.layout(c.type).mem) v = { obj: c.obj, type: c.type, name: c.outer.name, base: -1, addr: b.ptrAddImm(ctx, off), addrVar: -1 };
    else {
      v = { obj: c.obj, type: c.type, name: c.outer.name, base: b.newVars(b.layout(c.type).vts), addr: 0, addrVar: -1 };
      b.storeLocal(v, b.load(c.type, ctx, off));
    }
    if (c.obj !== null) b.s.vars.set(c.obj, v);
    else b.s.extraVars.push(v);
  });
}

/**
 * Captured values that are constants need no place in the closure object: the inner function has them as constants too. Not structs and
 * arrays: a box of one that is a variable is allocated anew each time, in gc as here.
 */
function splitConstants(b: FuncBuilder, all: readonly Capture[]): { caps: Capture[]; constants: ((inner: FuncBuilder) => void)[] } {
  const caps: Capture[] = [];
  const constants: ((inner: FuncBuilder) => void)[] = [];
  for (const c of all) {
    const words = c.byRef || b.layout(c.type).mem || isComposite(c.type) ? null : constantWords(b, b.loadLocal(c.outer));
    if (words === null) { caps.push(c); continue; }
    constants.push((inner) => {
      const v: LocalVar = { obj: c.obj, type: c.type, name: c.outer.name, base: inner.newVars(b.layout(c.type).vts), addr: 0, addrVar: -1 };
      inner.storeLocal(v, words.map((make) => make(inner)));
      inner.s.vars.set(c.obj!, v);
    });
  }
  return { caps, constants };
}

function isComposite(t: Type): boolean {
  const { kind } = under(t);
  return kind === TypeKind.Struct || kind === TypeKind.Array;
}

/** What makes the same constants in another function; null if a word is none. */
function constantWords(b: FuncBuilder, words: Value): ((to: FuncBuilder) => ValueId)[] | null {
  const { f } = b;
  const out: ((to: FuncBuilder) => ValueId)[] = [];
  for (const w of words) {
    const op = f.op[w]! as Op;
    const vt = f.vt[w]! as VT;
    const aux = f.aux[w]!;
    const aux2 = f.aux2[w]!;
    if (op === Op.ConstF32 || op === Op.ConstF64) {
      const x = f.f64s[aux]!;
      out.push((to) => to.emit(op, vt, 0, 0, 0, to.f.addF64(x)));
    } else if (op === Op.ConstI32 || op === Op.ConstI64 || op === Op.ConstPtr || op === Op.SymAddr) {
      out.push((to) => to.emit(op, vt, 0, 0, 0, aux, aux2));
    } else return null;
  }
  return out;
}

/** spec#Function_literals: a func value; its code is built right away, in the same type environment. */
export function funcLit(b: FuncBuilder, n: Node): Value {
  b.at(n.pos);
  const fn = b.s.body.fns.get(n);
  if (fn === undefined) return fail(`function literal not analysed at ${b.where(n.pos)}`);
  const { caps, constants } = splitConstants(b, capturesOf(b, fn));
  const name = closureName(b.s.naming);
  const sig = b.ctx.info.types[n.id]!;
  const flags = FuncFlag.AddressTaken | (caps.length > 0 ? FuncFlag.IsClosure : 0) | (isKnown(b.s.naming.base, Known.MakesTypeFuncs) ? FuncFlag.NoSplit : 0) | (b.f.flags & (FuncFlag.DupOk | FuncFlag.RuntimePkg | FuncFlag.NoSplit | FuncFlag.MaySuspend));
  const src: FuncSource = {
    name, ctx: b.ctx, body: b.s.body, fn, sig, recv: null, block: n.y!, pos: n.pos, flags,
    naming: { base: name, count: 0, wraps: 0, ranges: 0, top: false }, outer: b.s,
  };
  const closure = makeClosure(b, name, caps, 'func literal');
  buildFunc(b.u, src, (inner) => {
    enterCaptures(inner, caps);
    for (const enter of constants) enter(inner);
  });
  return [closure];
}

/** gc's names: f.func1, then f.func1.1; glob..func1 at package level. */
export function closureName(naming: ClosureNaming): string {
  naming.count++;
  return naming.top ? `${naming.base}.func${naming.count}` : `${naming.base}.${naming.count}`;
}

