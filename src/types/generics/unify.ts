// Unification: finds type arguments for a list of type parameters such that two types become identical, or (inexact) assignable
// or of identical underlying type. // spec#Type_unification
//
// Each type parameter has a slot that holds its type argument; parameters unified with each other share one. Two modes, both off
// for 'inexact' unification: Assign (the types stand in an assignment at top level; below it they must match exactly) and Exact.

import { InternalError } from '../../base/internal-error.ts';
import { emptyTuple } from '../basic-types.ts';
import { objId, sameId } from '../ids.ts';
import { lookupFieldOrMethod } from '../lookup.ts';
import { resolveObj } from '../named.ts';
import { Obj, ObjKind } from '../objects.ts';
import { identical, isTypeLit } from '../predicates.ts';
import { Dir, Type, TypeKind } from '../types.ts';
import { termsEqual, typeSetOf } from '../typeset.ts';
import { commonUnder, isTypeParam, unalias, under } from '../under.ts';

export const enum UnifyMode { Inexact = 0, Assign = 1, Exact = 2 }

const DEPTH_LIMIT = 50;

interface Pair { x: Type; y: Type; prev: Pair | null }

export class Unifier {
  private readonly index: Map<Type, number> = new Map();
  /** Slot of each parameter. */
  private readonly slotOf: number[] = [];
  private readonly slots: (Type | null)[] = [];
  private depth = 0;
  /** Go 1.21: interfaces match types that have their methods. */
  private readonly interfaceInference: boolean;

  constructor(tparams: readonly Type[], targs: readonly (Type | null)[], interfaceInference: boolean) {
    for (let i = 0; i < tparams.length; i++) {
      this.index.set(tparams[i]!, i);
      this.slotOf.push(i);
      this.slots.push(targs[i] ?? null);
    }
    this.interfaceInference = interfaceInference;
  }

  unify(x: Type, y: Type, mode: UnifyMode): boolean { return this.nify(x, y, mode, null); }

  at(tp: Type): Type | null { return this.slots[this.slotOf[this.index.get(tp)!]!]!; }
  set(tp: Type, t: Type): void { this.slots[this.slotOf[this.index.get(tp)!]!] = t; }

  /** Number of parameters without argument. */
  unknowns(): number {
    let n = 0;
    for (const s of this.slotOf) if (this.slots[s] === null) n++;
    return n;
  }

  inferred(tparams: readonly Type[]): (Type | null)[] { return tparams.map((p) => this.at(p)); }

  /** t if it is one of the parameters to be inferred. */
  private bound(t: Type): Type | null {
    const u = unalias(t);
    return u.kind === TypeKind.TypeParam && this.index.has(u) ? u : null;
  }

  /** Makes x and y share a slot; false if both have arguments already. */
  private join(x: Type, y: Type): boolean {
    const sx = this.slotOf[this.index.get(x)!]!;
    const sy = this.slotOf[this.index.get(y)!]!;
    if (sx === sy) return true;
    if (this.slots[sx] !== null && this.slots[sy] !== null) return false;
    const keep = this.slots[sx] !== null ? sx : sy;
    const drop = keep === sx ? sy : sx;
    for (let i = 0; i < this.slotOf.length; i++) if (this.slotOf[i] === drop) this.slotOf[i] = keep;
    return true;
  }

  private nify(x: Type, y: Type, mode: UnifyMode, p: Pair | null): boolean {
    if (x === y || unalias(x) === unalias(y)) return true;
    if (++this.depth > DEPTH_LIMIT) throw new InternalError('unification reached recursion depth limit');
    const ok = this.step(x, y, mode, p);
    this.depth--;
    return ok;
  }

  private step(x: Type, y: Type, mode: UnifyMode, p: Pair | null): boolean {
    // A defined type goes to the right; a parameter to be inferred to the left.
    if (unalias(x).kind === TypeKind.Named || this.bound(y) !== null) [x, y] = [y, x];
    // Inexact: a type literal matches the underlying type of a defined type.
    if ((mode & UnifyMode.Exact) === 0 && unalias(y).kind === TypeKind.Named && isTypeLit(x) && !(this.interfaceInference && under(x).kind === TypeKind.Interface)) {
      y = under(y);
      if (x === y || unalias(x) === y) return true;
    }
    const px = this.bound(x);
    const py = this.bound(y);
    if (px !== null) {
      if (py !== null) {
        if (this.join(px, py)) return true;
        return this.nify(this.at(px)!, this.at(py)!, mode, p);
      }
      return this.param(px, y, mode, p);
    }
    if (this.interfaceInference && (mode & UnifyMode.Exact) === 0) {
      const r = this.interfaces(x, y, p);
      if (r !== null) return r;
    }
    if (isTypeParam(y)) [x, y] = [y, x];
    return this.structure(x, y, mode, p);
  }

  /** Parameter px, y not one to be inferred. */
  private param(px: Type, y: Type, mode: UnifyMode, p: Pair | null): boolean {
    const x = this.at(px);
    if (x === null) {
      this.set(px, y);
      return true;
    }
    if (!this.nify(x, y, mode, p)) return false;
    // x and y match, maybe inexactly: decide which of them is the argument.
    const xi = asInterface(x);
    const yi = asInterface(y);
    const xn = unalias(x).kind === TypeKind.Named;
    const yn = unalias(y).kind === TypeKind.Named;
    if (xi !== null && yi !== null) {
      if (xn && yn) return identical(x, y);
      if (typeSetOf(xi).methods.length !== typeSetOf(yi).methods.length) return false;
    } else if (xi !== null || yi !== null) return false;
    if ((mode & UnifyMode.Exact) === 0) {
      if (!xn && yn) this.set(px, y);
      else if (!xn) {
        const c = under(y);
        if (c.kind === TypeKind.Chan && c.dir !== Dir.Both) this.set(px, y);
      }
    }
    return true;
  }

  /** Inexact unification where at least one is an interface: the common methods must match. Null if neither is. */
  private interfaces(x: Type, y: Type, p: Pair | null): boolean | null {
    let xi = asInterface(x);
    const yi = asInterface(y);
    if (xi !== null && yi !== null) {
      const xs = typeSetOf(xi);
      const ys = typeSetOf(yi);
      if (xs.comparable !== ys.comparable || !termsEqual(xs.terms, ys.terms)) return false;
      for (let q = p; q !== null; q = q.prev) if ((q.x === xi && q.y === yi) || (q.x === yi && q.y === xi)) return true;
      const pair: Pair = { x: xi, y: yi, prev: p };
      const few = xs.methods.length > ys.methods.length ? ys.methods : xs.methods;
      const many = few === xs.methods ? ys.methods : xs.methods;
      for (const m of few) {
        const id = objId(m.pkg, m.name);
        const o = many.find((k) => objId(k.pkg, k.name) === id);
        if (o === undefined || !this.methods(m, o, pair)) return false;
      }
      return true;
    }
    if (yi !== null) {
      xi = yi;
      y = x;
    }
    if (xi === null) return null;
    for (const m of typeSetOf(xi).methods) {
      const o = lookupFieldOrMethod(y, false, m.pkg, m.name).obj;
      if (o === null || o.kind !== ObjKind.Func || !this.methods(m, o, p)) return false;
    }
    return true;
  }

  private methods(a: Obj, b: Obj, p: Pair | null): boolean {
    resolveObj(a);
    resolveObj(b);
    return this.nify(a.type!, b.type!, UnifyMode.Exact, p);
  }

  private vars(a: readonly Obj[], b: readonly Obj[], mode: UnifyMode, p: Pair | null): boolean {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!this.nify(a[i]!.type!, b[i]!.type!, mode, p)) return false;
    return true;
  }

  /** Neither is a parameter to be inferred. Components of an assignment must match exactly. */
  private structure(xorig: Type, yorig: Type, mode: UnifyMode, p: Pair | null): boolean {
    const emode: UnifyMode = (mode & UnifyMode.Assign) !== 0 ? mode | UnifyMode.Exact : mode;
    const x = unalias(xorig);
    const y = unalias(yorig);
    if (x.kind === TypeKind.TypeParam) {
      const cx = commonUnder(x).type;
      return cx !== null && this.nify(cx, yorig, UnifyMode.Assign, p);
    }
    if (x.kind !== y.kind) return false;
    switch (x.kind) {
      case TypeKind.Basic: return x.basic === y.basic;
      case TypeKind.Array: return (x.len < 0 || y.len < 0 || x.len === y.len) && this.nify(x.elem!, y.elem!, emode, p);
      case TypeKind.Slice: case TypeKind.Pointer: return this.nify(x.elem!, y.elem!, emode, p);
      case TypeKind.Map: return this.nify(x.key!, y.key!, emode, p) && this.nify(x.elem!, y.elem!, emode, p);
      case TypeKind.Chan: return ((mode & UnifyMode.Exact) === 0 || x.dir === y.dir) && this.nify(x.elem!, y.elem!, emode, p);
      case TypeKind.Struct: {
        if (x.fields.length !== y.fields.length) return false;
        for (let i = 0; i < x.fields.length; i++) {
          const f = x.fields[i]!;
          const g = y.fields[i]!;
          if (f.embedded !== g.embedded || (x.tags[i] ?? '') !== (y.tags[i] ?? '') || !sameId(f, g.pkg, g.name, false)
            || !this.nify(f.type!, g.type!, emode, p)) return false;
        }
        return true;
      }
      case TypeKind.Tuple: return this.vars(x.fields, y.fields, mode, p);
      case TypeKind.Signature:
        return x.variadic === y.variadic && this.vars((x.params ?? emptyTuple).fields, (y.params ?? emptyTuple).fields, emode, p)
          && this.vars((x.results ?? emptyTuple).fields, (y.results ?? emptyTuple).fields, emode, p);
      case TypeKind.Interface: {
        const xs = typeSetOf(x);
        const ys = typeSetOf(y);
        if (xs.comparable !== ys.comparable || !termsEqual(xs.terms, ys.terms) || xs.methods.length !== ys.methods.length) return false;
        for (let q = p; q !== null; q = q.prev) if ((q.x === x && q.y === y) || (q.x === y && q.y === x)) return true;
        const pair: Pair = { x, y, prev: p };
        for (let i = 0; i < xs.methods.length; i++) {
          const f = xs.methods[i]!;
          const g = ys.methods[i]!;
          if (objId(f.pkg, f.name) !== objId(g.pkg, g.name) || !this.methods(f, g, pair)) return false;
        }
        return true;
      }
      case TypeKind.Named: {
        if ((x.origin ?? x) !== (y.origin ?? y) && x.targs.length === 0) return false;
        if (x.targs.length !== y.targs.length) return false;
        for (let i = 0; i < x.targs.length; i++) if (!this.nify(x.targs[i]!, y.targs[i]!, mode, p)) return false;
        return (x.origin ?? x).obj === (y.origin ?? y).obj;
      }
      default: return false;
    }
  }
}

/** The interface that t is underneath; null for type parameters. */
function asInterface(t: Type): Type | null {
  if (isTypeParam(t)) return null;
  const u = under(t);
  return u.kind === TypeKind.Interface ? u : null;
}
