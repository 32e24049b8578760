// Substitution of type arguments for type parameters. Types that do not change are returned as they are; identity and caching of
// instances rest on that. A substitution is for the parameters of one declaration: t.index finds the argument.

import { tInvalid } from '../basic-types.ts';
import { isLocalClone, newVar, typeParams } from '../named.ts';
import { Obj, ObjKind } from '../objects.ts';
import { NO_TYPES, Type, TypeKind, newArray, newChan, newMap, newPointer, newSlice, newStruct, newTuple } from '../types.ts';
import { instantiate, instantiateLocal } from './instantiate.ts';

/** t with tparams[i] replaced by targs[i]. */
export function substType(t: Type, tparams: Type[], targs: Type[]): Type {
  if (tparams.length === 0) return t;
  return new SubstEnv(tparams, targs, 0, 0).type(t);
}

/** Like substType for a list; the same array if nothing changes. */
export function substList(list: Type[], tparams: Type[], targs: Type[]): Type[] {
  if (tparams.length === 0) return list;
  return new SubstEnv(tparams, targs, 0, 0).types(list);
}

/**
 * The environment in which the body of a generic function (or method of a generic type) is instantiated: `subst` maps any type
 * recorded for the body to that of the instance. Defined types declared between declPos and declEnd, the extent of the function,
 * become distinct types for each instance.
 */
export class SubstEnv {
  readonly tparams: Type[];
  readonly targs: Type[];
  readonly declPos: number;
  readonly declEnd: number;
  /** How many of the first parameters are the function's (the rest are those of a local generic type whose instance is expanded). */
  private readonly implicit: number;
  private cache: Map<Type, Type> | null = null;

  constructor(tparams: Type[], targs: Type[], declPos: number, declEnd: number, implicit = tparams.length) {
    this.tparams = tparams;
    this.targs = targs;
    this.declPos = declPos;
    this.declEnd = declEnd;
    this.implicit = implicit;
  }

  get isEmpty(): boolean { return this.tparams.length === 0; }

  /** The type of the instance, cached by type. */
  subst(t: Type): Type {
    if (t.kind === TypeKind.Basic || this.tparams.length === 0) return t;
    if (this.cache === null) this.cache = new Map();
    let r = this.cache.get(t);
    if (r === undefined) {
      r = this.type(t);
      this.cache.set(t, r);
    }
    return r;
  }

  substList(list: Type[]): Type[] {
    let out: Type[] | null = null;
    for (let i = 0; i < list.length; i++) {
      const r = this.subst(list[i]!);
      if (r !== list[i] && out === null) out = list.slice();
      if (out !== null) out[i] = r;
    }
    return out ?? list;
  }

  types(list: Type[]): Type[] {
    let out: Type[] | null = null;
    for (let i = 0; i < list.length; i++) {
      const r = this.type(list[i]!);
      if (r !== list[i] && out === null) out = list.slice();
      if (out !== null) out[i] = r;
    }
    return out ?? list;
  }

  type(t: Type): Type {
    switch (t.kind) {
      case TypeKind.Basic: return t;
      case TypeKind.TypeParam: return this.param(t);
      case TypeKind.Pointer: {
        const e = this.type(t.elem!);
        return e === t.elem ? t : newPointer(e);
      }
      case TypeKind.Slice: {
        const e = this.type(t.elem!);
        return e === t.elem ? t : newSlice(e);
      }
      case TypeKind.Array: {
        const e = this.type(t.elem!);
        return e === t.elem ? t : newArray(e, t.len);
      }
      case TypeKind.Chan: {
        const e = this.type(t.elem!);
        return e === t.elem ? t : newChan(t.dir, e);
      }
      case TypeKind.Map: {
        const k = this.type(t.key!);
        const e = this.type(t.elem!);
        return k === t.key && e === t.elem ? t : newMap(k, e);
      }
      case TypeKind.Named: return this.named(t);
      case TypeKind.Alias: return this.alias(t);
      case TypeKind.Signature: return this.signature(t);
      case TypeKind.Tuple: return this.tuple(t);
      case TypeKind.Struct: {
        const fields = this.vars(t.fields);
        return fields === t.fields ? t : newStruct(fields, t.tags);
      }
      case TypeKind.Interface: return this.iface(t);
      case TypeKind.Union: {
        const list = this.types(t.embeddeds);
        if (list === t.embeddeds) return t;
        const u = new Type(TypeKind.Union);
        u.embeddeds = list;
        u.tildes = t.tildes;
        return u;
      }
    }
  }

  /** Usually the index finds the argument; lists joined for inference are searched. */
  private param(t: Type): Type {
    if (this.tparams[t.index] === t) return this.targs[t.index] ?? t;
    const i = this.tparams.indexOf(t);
    return i >= 0 ? this.targs[i] ?? t : t;
  }

  private named(t: Type): Type {
    if (t.origin !== null) {
      const clone = isLocalClone(t);
      if (!clone && typeParams(t.origin).length !== t.targs.length) return tInvalid; // reported elsewhere
      const targs = this.types(t.targs);
      if (!clone && this.isLocal(t)) return this.clone(t.origin, targs);
      return targs === t.targs ? t : instantiate(t.origin, targs, t);
    }
    return this.isLocal(t) ? this.clone(t, NO_TYPES) : t;
  }

  /** Whether t is declared within the function. */
  private isLocal(t: Type): boolean {
    const pos = t.obj!.pos;
    return this.declEnd !== 0 && pos >= this.declPos && pos < this.declEnd;
  }

  /** The copy of local type t (with type arguments of its own, if it is generic) for this instance of the function. */
  private clone(t: Type, own: Type[]): Type {
    const n = this.implicit;
    const context = { tparams: this.tparams.slice(0, n), pos: this.declPos, end: this.declEnd };
    return instantiateLocal(t, context, this.targs.slice(0, n).concat(own));
  }

  private alias(t: Type): Type {
    if (t.targs.length > 0 && t.origin !== null) {
      const targs = this.types(t.targs);
      return targs === t.targs ? t : instantiate(t.origin, targs);
    }
    if (t.elem === null) return t;
    const r = this.type(t.elem);
    return r === t.elem ? t : r;
  }

  private signature(t: Type): Type {
    const params = t.params === null ? null : this.tuple(t.params);
    const results = t.results === null ? null : this.tuple(t.results);
    if (params === t.params && results === t.results) return t;
    const s = new Type(TypeKind.Signature);
    s.recv = t.recv;
    s.params = params;
    s.results = results;
    s.variadic = t.variadic;
    s.tparams = t.tparams;
    s.recvTparams = NO_TYPES;
    return s;
  }

  private tuple(t: Type): Type {
    const vars = this.vars(t.fields);
    return vars === t.fields ? t : newTuple(vars);
  }

  private vars(list: Obj[]): Obj[] {
    let out: Obj[] | null = null;
    for (let i = 0; i < list.length; i++) {
      const v = list[i]!;
      if (v.type === null) continue;
      const r = this.type(v.type);
      if (r === v.type) continue;
      if (out === null) out = list.slice();
      out[i] = substVar(v, r);
    }
    return out ?? list;
  }

  private iface(t: Type): Type {
    if (t.methods.length === 0 && t.embeddeds.length === 0) return t;
    let methods: Obj[] | null = null;
    for (let i = 0; i < t.methods.length; i++) {
      const m = t.methods[i]!;
      if (m.type === null) continue;
      const r = this.type(m.type);
      if (r === m.type) continue;
      if (methods === null) methods = t.methods.slice();
      const c = new Obj(ObjKind.Func, m.pos, m.pkg, m.name, r);
      c.origin = m;
      methods[i] = c;
    }
    const embeddeds = this.types(t.embeddeds);
    if (methods === null && embeddeds === t.embeddeds) return t;
    const r = new Type(TypeKind.Interface);
    r.methods = methods ?? t.methods;
    r.embeddeds = embeddeds;
    r.implicit = t.implicit;
    return r;
  }
}

/** A copy of variable v with another type; its origin is v's. */
export function substVar(v: Obj, type: Type): Obj {
  const c = newVar(v.varKind, v.pos, v.pkg, v.name, type);
  c.embedded = v.embedded;
  c.used = v.used;
  c.decl = v.decl;
  c.order = v.order;
  c.origin = v.origin ?? v;
  return c;
}
