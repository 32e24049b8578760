// The types that are reached through embedded fields, depth by depth: what field and method look-up and method sets have in common.
// Work grows with the number of types, not with its square: a path is a list of parents that is written out for what is found only,
// and types are compared by reference where that suffices.

import { identical } from './predicates.ts';
import { type Type, TypeKind } from './types.ts';
import { deref, unalias } from './under.ts';

/** A type at some depth and how it was reached: field `at` of `up`. `multiples`: it occurs several times at that depth. */
export interface Embedded { type: Type; up: Embedded | null; at: number; indirect: boolean; multiples: boolean }

/** Where a search begins. */
export function rootOf(type: Type, isPtr: boolean): Embedded { return { type, up: null, at: -1, indirect: isPtr, multiples: false }; }

/** What embedded field `at` of type `type` leads to. */
export function embeddedIn(up: Embedded, at: number, type: Type): Embedded {
  const d = deref(type);
  return { type: d.type, up, at, indirect: up.indirect || d.isPtr, multiples: up.multiples };
}

/** Indices of the embedded fields on the way to e, then `last`. */
export function pathTo(e: Embedded, last: number): number[] {
  const path = [last];
  for (let x = e; x.up !== null; x = x.up) path.push(x.at);
  return path.reverse();
}

/** Types by identity. */
class TypeMap<V> {
  private readonly same = new Map<Type, V>();
  private readonly others: [Type, V][] = [];

  get(t: Type): V | undefined {
    const v = this.same.get(t);
    if (v !== undefined || isUnique(t)) return v;
    return this.others.find((o) => identical(o[0], t))?.[1];
  }

  set(t: Type, v: V): void {
    this.same.set(t, v);
    if (!isUnique(t)) this.others.push([t, v]);
  }
}

/** Two defined types are identical if they are one, but instances of generic types can be made several times. */
function isUnique(t: Type): boolean { return t.kind === TypeKind.Named && t.origin === null; }

/** Defined types that a search has met. */
export class SeenTypes {
  private readonly map = new TypeMap<true>();

  /** False if t was there already. */
  add(t: Type): boolean {
    if (this.map.get(t) !== undefined) return false;
    this.map.set(t, true);
    return true;
  }
}

/** Merges entries of identical type, marking them as multiple. */
export function consolidate(list: Embedded[]): Embedded[] {
  if (list.length <= 1) return list;
  const out: Embedded[] = [];
  const known = new TypeMap<Embedded>();
  for (const e of list) {
    const t = unalias(e.type);
    const o = known.get(t);
    if (o !== undefined) o.multiples = true;
    else { out.push(e); known.set(t, e); }
  }
  return out;
}
