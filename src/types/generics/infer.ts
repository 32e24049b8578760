// Type inference: the missing type arguments of a generic function, from its arguments, the constraints, and at last the default
// types of untyped constants. // spec#Type_inference
//
// 1. Parameter types are unified with the types of typed arguments; arguments may be generic functions, whose type parameters
//    are then part of `tparams`. 2. Until nothing changes, each argument found is unified with its constraint's core type and
//    methods, and single-type constraints supply missing arguments. 3. Untyped constants. 4. Arguments that mention other
//    parameters are simplified; what remains unknown is an error.

import { exprString } from '../../syntax/expr-string.ts';
import type { Node } from '../../syntax/ast.ts';
import type { FileSet, Pos } from '../../source/pos.ts';
import { emptyTuple } from '../basic-types.ts';
import { hasAllMethods } from '../missing-method.ts';
import { newTypeName, newTypeParam, resolveObj } from '../named.ts';
import type { Obj } from '../objects.ts';
import { defaultType, isTyped, maxType, type TypePrinter } from '../predicates.ts';
import { Mode, NO_TYPES, Type, TypeKind } from '../types.ts';
import { Term, typeSetOf } from '../typeset.ts';
import { commonUnder, typeParamIface, unalias } from '../under.ts';
import { substType } from './subst.ts';
import { Unifier, UnifyMode } from './unify.ts';

/** An argument: the checker's operand. */
export interface InferArg { readonly mode: Mode; readonly type: Type; readonly node: Node | null }

/** What inference needs of the checker. */
export interface InferEnv { readonly str: TypePrinter; readonly fset: FileSet; allowVersion(minor: number): boolean }

export type InferError = (pos: Pos, message: string) => void;

/**
 * The type arguments of tparams, given some of them (null where missing) and arguments for params. Null if they cannot be
 * inferred: then err has been told why, unless an argument was invalid. reverse: the argument is the type that a generic function
 * is assigned to.
 */
export function infer(env: InferEnv, pos: Pos, tparams: readonly Type[], given: readonly (Type | null)[], params: Type, args: readonly InferArg[],
  reverse: boolean, err: InferError): Type[] | null {
  const targs: (Type | null)[] = tparams.map((_, i) => given[i] ?? null);
  if (!targs.includes(null)) return targs as Type[];
  for (const a of args) if (a.mode === Mode.Invalid) return null;
  if (params.fields.length > 0) params = substKnown(params, tparams, targs);
  const inf = new Inference(env, pos, tparams, targs, err, reverse);
  const untyped = inf.arguments(params, args);
  if (untyped === null || !inf.constraints() || !inf.untyped(params, args, untyped)) return null;
  return inf.finish(targs);
}

/** Substitutes the arguments that are known. */
function substKnown(t: Type, tparams: readonly Type[], targs: readonly (Type | null)[]): Type {
  return substType(t, tparams as Type[], tparams.map((p, i) => targs[i] ?? p));
}

class Inference {
  private readonly env: InferEnv;
  private readonly pos: Pos;
  private readonly tparams: readonly Type[];
  private readonly u: Unifier;
  private readonly err: InferError;
  private readonly reverse: boolean;

  constructor(env: InferEnv, pos: Pos, tparams: readonly Type[], targs: readonly (Type | null)[], err: InferError, reverse: boolean) {
    this.env = env;
    this.pos = pos;
    this.tparams = tparams;
    this.u = new Unifier(tparams, targs, env.allowVersion(21));
    this.err = err;
    this.reverse = reverse;
  }

  private str(t: Type): string { return this.env.str(t); }

  /** Unifies parameter and argument types; returns the indices of untyped arguments for bare type parameters. */
  arguments(params: Type, args: readonly InferArg[]): number[] | null {
    const untyped: number[] = [];
    for (let i = 0; i < args.length; i++) {
      const a = args[i]!;
      const par = params.fields[i]!.type!;
      if (!isParameterized(this.tparams, par) && !isParameterized(this.tparams, a.type)) continue;
      if (isTyped(a.type)) {
        if (!this.u.unify(par, a.type, UnifyMode.Assign)) {
          this.mismatch(par, a);
          return null;
        }
      } else if (par.kind === TypeKind.TypeParam && a.mode !== Mode.NilValue) untyped.push(i);
    }
    return untyped;
  }

  private mismatch(par: Type, arg: InferArg): void {
    const at = arg.node === null ? this.pos : arg.node.pos;
    const what = `type ${this.str(arg.type)} of ${exprString(arg.node!)}`;
    const inferred = this.u.inferred(this.tparams);
    if (inferred.every((t) => t === null)) {
      this.err(at, `${what} does not match ${this.str(par)} (cannot infer ${typeParamsString(this.tparams)})`);
      return;
    }
    const t = substKnown(par, this.tparams, inferred);
    if (t === par) this.err(at, `${what} does not match ${this.str(par)}`);
    else if (this.reverse) this.err(at, `inferred type ${this.str(t)} for ${this.str(par)} does not match ${what}`);
    else this.err(at, `${what} does not match inferred type ${this.str(t)} for ${this.str(par)}`);
  }

  /** Core types and methods of constraints, until nothing new is learnt. */
  constraints(): boolean {
    for (;;) {
      const before = this.u.unknowns();
      for (const tp of this.tparams) if (!this.constraint(tp)) return false;
      if (this.u.unknowns() === before) return true;
    }
  }

  private constraint(tp: Type): boolean {
    const tx = this.u.at(tp);
    const core = coreTerm(tp);
    if (core !== null) {
      if (tx !== null) {
        if (!this.u.unify(tx, core.term.type, UnifyMode.Inexact)) {
          this.err(this.pos, `${this.str(tp)} (type ${this.str(tx)}) does not satisfy ${this.str(tp.constraint!)}`);
          return false;
        }
      } else if (core.single && !core.term.tilde) this.u.set(tp, core.term.type);
    }
    if (tx !== null && !isParameterized(this.tparams, tx)) {
      const v = hasAllMethods(tx, typeParamIface(tp), true, (t) => this.str(t), (x, y) => this.u.unify(x, y, UnifyMode.Exact));
      if (!v.ok) {
        this.err(this.pos, `${this.str(tp)} (type ${this.str(tx)}) does not satisfy ${this.str(tp.constraint!)} ${v.cause}`);
        return false;
      }
    }
    return true;
  }

  /** Parameters known only by untyped constants get the default type of the largest kind. */
  untyped(params: Type, args: readonly InferArg[], indices: readonly number[]): boolean {
    const max = new Map<Type, Type>();
    for (const i of indices) {
      const tp = params.fields[i]!.type!;
      if (this.u.at(tp) !== null) continue;
      const a = args[i]!;
      const m = max.get(tp);
      const t = m === undefined ? a.type : maxType(m, a.type);
      if (t === null) {
        this.err(a.node === null ? this.pos : a.node.pos, `mismatched types ${this.str(m!)} and ${this.str(a.type)} (cannot infer ${this.str(tp)})`);
        return false;
      }
      max.set(tp, t);
    }
    for (const [tp, t] of max) this.u.set(tp, defaultType(t));
    return true;
  }

  /** Replaces parameters within arguments by their arguments. */
  finish(targs: readonly (Type | null)[]): Type[] | null {
    const inferred = this.u.inferred(this.tparams);
    killCycles(this.tparams, inferred);
    let dirty: number[] = [];
    for (let i = 0; i < inferred.length; i++) if (inferred[i] !== null && targs[i] === null) dirty.push(i);
    while (dirty.length > 0) {
      const next: number[] = [];
      for (const i of dirty) {
        const t0 = inferred[i]!;
        const t1 = substKnown(t0, this.tparams, inferred);
        if (t1 === t0) continue;
        // A generic function argument whose parameters are all known is generic no more.
        if (t1.kind === TypeKind.Signature && t1.tparams.length > 0 && !isParameterized(this.tparams, t1)) t1.tparams = NO_TYPES;
        inferred[i] = t1;
        next.push(i);
      }
      dirty = next;
    }
    for (let i = 0; i < inferred.length; i++) {
      const t = inferred[i]!;
      if (t === null || isParameterized(this.tparams, t)) {
        const o = this.tparams[i]!.obj!;
        const p = this.env.fset.position(o.pos);
        this.err(this.pos, `cannot infer ${o.name} (declared at ${p.file}:${p.line}:${p.col})`);
        return null;
      }
    }
    return inferred as Type[];
  }
}

function typeParamsString(list: readonly Type[]): string {
  const names = list.map((p) => p.obj!.name);
  if (names.length <= 2) return names.join(' and ');
  return names.slice(0, -1).join(', ') + ', and ' + names[names.length - 1];
}

/** The single term of a constraint, or its common underlying type as a term. */
function coreTerm(tp: Type): { term: Term; single: boolean } | null {
  const terms = typeSetOf(typeParamIface(tp)).terms;
  if (terms === null || terms.length === 0) return null;
  if (terms.length === 1) return { term: terms[0]!, single: true };
  const u = commonUnder(tp).type;
  return u === null ? null : { term: new Term(terms.some((t) => t.tilde), u), single: false };
}

/** Fresh copies of type parameters, and t with them: for recursive calls, whose parameters are not the caller's. */
export function renameTypeParams(tparams: readonly Type[], t: Type): { tparams: Type[]; type: Type } {
  if (tparams.length === 0) return { tparams: [], type: t };
  const fresh = tparams.map((p) => {
    const o = p.obj!;
    const f = newTypeParam(newTypeName(o.pos, o.pkg, o.name, null), null);
    f.index = p.index;
    return f;
  });
  for (let i = 0; i < fresh.length; i++) {
    const c = tparams[i]!.constraint;
    fresh[i]!.constraint = c === null ? null : substType(c, tparams as Type[], fresh);
  }
  return { tparams: fresh, type: substType(t, tparams as Type[], fresh) };
}

/** Whether t mentions one of the type parameters. */
export function isParameterized(tparams: readonly Type[], t: Type): boolean {
  return tparams.length > 0 && mentions(tparams, t, null);
}

function mentions(tparams: readonly Type[], t: Type, seen: Set<Type> | null): boolean {
  switch (t.kind) {
    case TypeKind.Basic: return false;
    case TypeKind.TypeParam: return tparams.includes(t);
    case TypeKind.Alias: return mentions(tparams, unalias(t), seen);
    case TypeKind.Array: case TypeKind.Slice: case TypeKind.Pointer: case TypeKind.Chan: return mentions(tparams, t.elem!, seen);
    case TypeKind.Map: return mentions(tparams, t.key!, seen) || mentions(tparams, t.elem!, seen);
    case TypeKind.Struct: case TypeKind.Tuple: return anyVar(tparams, t.fields, seen);
    case TypeKind.Signature: return anyVar(tparams, (t.params ?? emptyTuple).fields, seen) || anyVar(tparams, (t.results ?? emptyTuple).fields, seen);
    case TypeKind.Named: {
      for (const a of t.targs) if (mentions(tparams, a, seen)) return true;
      return false;
    }
    case TypeKind.Union: {
      for (const e of t.embeddeds) if (mentions(tparams, e, seen)) return true;
      return false;
    }
    case TypeKind.Interface: {
      const ts = typeSetOf(t);
      if (ts.isAll) return false;
      const s: Set<Type> = seen ?? new Set();
      if (s.has(t)) return false;
      s.add(t);
      for (const m of ts.methods) {
        resolveObj(m);
        if (m.type !== null && mentions(tparams, m.type, s)) return true;
      }
      if (ts.terms !== null) for (const x of ts.terms) if (mentions(tparams, x.type, s)) return true;
      return false;
    }
  }
}

function anyVar(tparams: readonly Type[], vars: readonly Obj[], seen: Set<Type> | null): boolean {
  for (const v of vars) if (v.type !== null && mentions(tparams, v.type, seen)) return true;
  return false;
}

/** Drops arguments that lead back to their own parameter (P = []Q, Q = []P). */
function killCycles(tparams: readonly Type[], inferred: (Type | null)[]): void {
  const seen = new Set<Type>();
  const vars = (list: readonly Obj[]): void => { for (const v of list) if (v.type !== null) walk(v.type); };
  const walk = (t0: Type): void => {
    const t = unalias(t0);
    if (seen.has(t)) {
      const i = t.kind === TypeKind.TypeParam ? tparams.indexOf(t) : -1;
      if (i >= 0) inferred[i] = null;
      return;
    }
    seen.add(t);
    switch (t.kind) {
      case TypeKind.Array: case TypeKind.Slice: case TypeKind.Pointer: case TypeKind.Chan: walk(t.elem!); break;
      case TypeKind.Map: walk(t.key!); walk(t.elem!); break;
      case TypeKind.Struct: case TypeKind.Tuple: vars(t.fields); break;
      case TypeKind.Signature: vars((t.params ?? emptyTuple).fields); vars((t.results ?? emptyTuple).fields); break;
      case TypeKind.Union: t.embeddeds.forEach(walk); break;
      case TypeKind.Interface:
        for (const m of t.methods) if (m.type !== null) walk(m.type);
        t.embeddeds.forEach(walk);
        break;
      case TypeKind.Named: t.targs.forEach(walk); break;
      case TypeKind.TypeParam: {
        const i = tparams.indexOf(t);
        if (i >= 0 && inferred[i] !== null) walk(inferred[i]!);
        break;
      }
    }
    seen.delete(t);
  };
  for (const p of tparams) walk(p);
}

