// Defined types, aliases and type parameters: construction, and the lazy parts of Named.
//
// A Named is in one of these forms:
//   declared   underlying set by its declaration; methods as declared; tparams if generic
//   imported   the same, but `state.load` fills everything in at the first question (types/export)
//   instance   origin and targs; underlying and methods are substituted from the origin's at the first question
//   local clone  an instance of a type declared inside a generic function: origin is that type, targs the type arguments of the
//              function followed by its own, state.local tells the function's type parameters and extent
// `underlying` may for a while be another Named (while declarations are being resolved); `under` follows the chain.

import { InternalError } from '../base/internal-error.ts';
import type { Pos } from '../source/pos.ts';
import { tInvalid } from './basic-types.ts';
import { SubstEnv, substType } from './generics/subst.ts';
import { Obj, ObjKind, Package, VarKind } from './objects.ts';
import { newPointer, NO_OBJS, NO_TYPES, Type, TypeKind } from './types.ts';
import { sameId } from './ids.ts';

/** The generic function around a local type: its type parameters and where its declaration begins and ends. */
export interface LocalContext { tparams: Type[]; pos: Pos; end: Pos }

/** The value of `lazy` in a Named. */
export class NamedState {
  /** Fills in a Named whose contents are still encoded; runs once. */
  load: ((t: Type) => void) | null = null;
  /** Instances of a generic type (or clones of a local type) by the key of their type arguments. */
  instances: Map<string, Type> | null = null;
  /** Instances: methods substituted so far, same indices as the origin's. */
  expanded: (Obj | null)[] | null = null;
  /** All of `expanded` is filled. */
  allExpanded = false;
  /** Local clones: the generic function. */
  local: LocalContext | null = null;
  /** Being expanded: guards against invalid recursive declarations. */
  busy = false;
}

/** The state of a Named (or generic Alias), created on demand. */
export function namedState(t: Type): NamedState {
  if (t.lazy === null) t.lazy = new NamedState();
  return t.lazy as NamedState;
}

/** A TypeName object; `type` may be filled in by newNamed, newAlias or newTypeParam. */
export function newTypeName(pos: Pos, pkg: Package | null, name: string, type: Type | null): Obj {
  return new Obj(ObjKind.TypeName, pos, pkg, name, type);
}

export function newVar(kind: VarKind, pos: Pos, pkg: Package | null, name: string, type: Type | null): Obj {
  const v = new Obj(ObjKind.Var, pos, pkg, name, type);
  v.varKind = kind;
  return v;
}

export function newField(pos: Pos, pkg: Package | null, name: string, type: Type | null, embedded: boolean): Obj {
  const v = newVar(VarKind.Field, pos, pkg, name, type);
  v.embedded = embedded;
  return v;
}

export function newParam(pos: Pos, pkg: Package | null, name: string, type: Type | null): Obj {
  return newVar(VarKind.Param, pos, pkg, name, type);
}

export function newFunc(pos: Pos, pkg: Package | null, name: string, sig: Type | null): Obj {
  return new Obj(ObjKind.Func, pos, pkg, name, sig);
}

/** A defined type; becomes obj.type if that is null. */
export function newNamed(obj: Obj, underlying: Type | null): Type {
  const t = new Type(TypeKind.Named);
  t.obj = obj;
  t.underlying = underlying;
  if (obj.type === null) obj.type = t;
  return t;
}

export function newAlias(obj: Obj, rhs: Type | null): Type {
  const t = new Type(TypeKind.Alias);
  t.obj = obj;
  t.elem = rhs;
  obj.isAlias = true;
  if (obj.type === null) obj.type = t;
  return t;
}

export function newTypeParam(obj: Obj, constraint: Type | null): Type {
  const t = new Type(TypeKind.TypeParam);
  t.obj = obj;
  t.constraint = constraint;
  t.index = -1;
  if (obj.type === null) obj.type = t;
  return t;
}

/** Gives the type parameters of one declaration their indices. */
export function bindTypeParams(list: Type[]): Type[] {
  for (let i = 0; i < list.length; i++) {
    const p = list[i]!;
    if (p.index >= 0 && p.index !== i) throw new InternalError(`type parameter ${p.obj!.name} bound twice`);
    p.index = i;
  }
  return list;
}

export function setUnderlying(t: Type, u: Type): void { t.underlying = u; }

/** Adds a declared method. Methods of instances come from their origin. */
export function addMethod(named: Type, func: Obj): void {
  if (named.methods === NO_OBJS) named.methods = [];
  named.methods.push(func);
}

/** Decodes a lazily imported Named. */
export function loadNamed(t: Type): void {
  const s = t.lazy as NamedState | null;
  if (s !== null && s.load !== null) {
    const f = s.load;
    s.load = null;
    f(t);
  }
}

/** Type parameters of a generic Named or Alias ([] for instances). */
export function typeParams(t: Type): Type[] {
  if (t.kind === TypeKind.Named || t.kind === TypeKind.Alias) {
    loadNamed(t);
    return t.tparams;
  }
  return t.kind === TypeKind.Signature ? t.tparams : NO_TYPES;
}

/** Explicit type arguments of an instance; [] for others. */
export function typeArgs(t: Type): Type[] {
  if (t.origin === null) return NO_TYPES;
  const n = implicitArgs(t);
  return n === 0 ? t.targs : t.targs.slice(n);
}

/** How many of the first targs are those of the generic function around a local type. */
export function implicitArgs(t: Type): number {
  const s = t.origin === null ? null : t.lazy as NamedState | null;
  return s === null || s.local === null ? 0 : s.local.tparams.length;
}

export function originOf(t: Type): Type { return t.origin ?? t; }

/** Whether t is a per-instantiation copy of a type declared in a generic function. */
export function isLocalClone(t: Type): boolean {
  return implicitArgs(t) > 0;
}

/** The substitution that makes an instance's underlying type; null if the number of arguments is wrong. */
function instanceEnv(t: Type): SubstEnv | null {
  const own = typeParams(t.origin!);
  const local = namedState(t).local;
  const params = local === null ? own : local.tparams.concat(own);
  if (params.length !== t.targs.length) return null;
  return local === null ? new SubstEnv(params, t.targs, 0, 0) : new SubstEnv(params, t.targs, local.pos, local.end, local.tparams.length);
}

/** Underlying type of a Named: never Named, Alias. The invalid type while (or because) the declaration is not resolved. */
export function namedUnder(t: Type): Type {
  loadNamed(t);
  if (t.origin !== null && t.underlying === null) return expandUnderlying(t);
  let u = t.underlying;
  if (u === null) u = t.elem; // declared, right-hand side known but not yet resolved
  if (u === null) return tInvalid;
  if (u.kind < TypeKind.Named) {
    t.underlying = u;
    return u;
  }
  // A chain of declarations: type A B; type B C.
  for (let steps = 0; u !== null && steps < 1000; steps++) {
    if (u.kind === TypeKind.Alias) u = u.elem;
    else if (u.kind === TypeKind.Named) {
      if (u === t) return tInvalid;
      loadNamed(u);
      if (u.origin !== null && u.underlying === null) {
        u = expandUnderlying(u);
        if (u === tInvalid) return u;
      } else u = u.underlying ?? u.elem;
    } else {
      if (u.kind === TypeKind.TypeParam) return tInvalid;
      t.underlying = u;
      return u;
    }
  }
  return tInvalid;
}

function expandUnderlying(t: Type): Type {
  const orig = t.origin!;
  const s = namedState(t);
  if (s.busy) return tInvalid;
  s.busy = true;
  const ou = namedUnder(orig);
  const env = instanceEnv(t);
  s.busy = false;
  if (ou === tInvalid) {
    if (orig.underlying !== null && orig.underlying.kind < TypeKind.Named) t.underlying = tInvalid;
    return tInvalid;
  }
  if (env === null) {
    t.underlying = tInvalid;
    return tInvalid;
  }
  const u = env.type(ou);
  // Incomplete literals (interfaces and structs under construction) must not be copied for good.
  if (ou.kind === TypeKind.Interface && ou.lazy === interfaceIncomplete) return u;
  t.underlying = u;
  return u;
}

/** Value of `lazy` in an Interface while its methods and embedded types are still being collected. */
export const interfaceIncomplete: unknown = Object.freeze({ incomplete: true });

export function numMethods(t: Type): number {
  const o = originOf(t);
  loadNamed(o);
  return isLocalClone(t) ? 0 : o.methods.length;
}

/** Method i of a Named, expanded for instances. */
export function methodAt(t: Type, i: number): Obj {
  if (t.origin === null) {
    loadNamed(t);
    return t.methods[i]!;
  }
  const s = namedState(t);
  if (s.expanded === null) s.expanded = [];
  while (s.expanded.length < numMethods(t)) s.expanded.push(null);
  let m = s.expanded[i]!;
  if (m === null) {
    m = expandMethod(t, t.origin.methods[i]!);
    if (m.type !== null) s.expanded[i] = m;
  }
  return m;
}

/** All methods of a Named, expanded for instances. */
export function namedMethods(t: Type): Obj[] {
  if (t.origin === null) {
    loadNamed(t);
    return t.methods;
  }
  const s = namedState(t);
  const n = numMethods(t);
  if (s.allExpanded && t.methods.length === n) return t.methods;
  const out: Obj[] = [];
  for (let i = 0; i < n; i++) out.push(methodAt(t, i));
  t.methods = out;
  s.allExpanded = true;
  return out;
}

/** Index of the method with that name, or -1. */
export function findMethod(t: Type, pkg: Package | null, name: string, foldCase = false): number {
  const o = originOf(t);
  loadNamed(o);
  if (o !== t && isLocalClone(t)) return -1;
  const ms = o.methods;
  for (let i = 0; i < ms.length; i++) if (sameId(ms[i]!, pkg, name, foldCase)) return i;
  return -1;
}

/** Makes sure that a method's type is known while its package is being checked. */
export function resolveObj(m: Obj): void {
  if (m.type === null && m.pkg !== null && m.pkg.resolveObj !== null) m.pkg.resolveObj(m);
}

function expandMethod(inst: Type, orig: Obj): Obj {
  resolveObj(orig);
  const m = new Obj(ObjKind.Func, orig.pos, orig.pkg, orig.name, null);
  m.origin = orig;
  m.decl = orig.decl;
  m.pragma = orig.pragma;
  m.order = orig.order;
  const osig = orig.type;
  if (osig === null) return m;
  let sig: Type = osig;
  if (osig.recvTparams.length === inst.targs.length) sig = substType(osig, osig.recvTparams, inst.targs);
  if (sig === osig) sig = copySignature(osig);
  sig.recvTparams = NO_TYPES;
  const orecv = osig.recv!;
  const ptr = orecv.type !== null && orecv.type.kind === TypeKind.Pointer;
  const recv = newVar(VarKind.RecvVar, orecv.pos, orecv.pkg, orecv.name, ptr ? newPointer(inst) : inst);
  recv.origin = orecv;
  sig.recv = recv;
  m.type = sig;
  return m;
}

export function copySignature(s: Type): Type {
  const t = new Type(TypeKind.Signature);
  t.recv = s.recv;
  t.params = s.params;
  t.results = s.results;
  t.variadic = s.variadic;
  t.tparams = s.tparams;
  t.recvTparams = s.recvTparams;
  return t;
}

/** Whether a method is declared with a pointer receiver. Works before its signature is checked if `recvIsPtr` is known by then. */
export function hasPtrRecv(m: Obj): boolean {
  let o = m;
  while (o.type === null && o.origin !== null) o = o.origin;
  resolveObj(o);
  const recv = o.type === null ? null : o.type.recv;
  if (recv === null || recv.type === null) return false;
  let t = recv.type;
  while (t.kind === TypeKind.Alias && t.elem !== null) t = t.elem;
  return t.kind === TypeKind.Pointer;
}
