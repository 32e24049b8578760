// Type sets of interfaces: all methods (sorted), and the terms (T or ~T) that restrict the types. // spec#Interface_types

import { interfaceIncomplete, resolveObj } from './named.ts';
import { compareMethods, objId, sameId } from './ids.ts';
import { comparableCause, identical } from './predicates.ts';
import type { Obj, Package } from './objects.ts';
import { PendingTypeSet, Term, type TermList, TypeSet } from './typeset-data.ts';
import { Type, TypeKind } from './types.ts';
import { isTypeParam, unalias, under } from './under.ts';
import { tInvalid } from './basic-types.ts';

export { PendingTypeSet, Term, TypeSet };
export type { TermList };

const topTypeSet = new TypeSet();
const MAX_TERMS = 100;

/** What the checker wants to hear of while a type set is computed; i is the index of the embedded element concerned, -1 for none. */
export interface TypeSetReport {
  /** m duplicates other. Explicit: both are declared here; otherwise an error only if their types differ (known later). */
  duplicate(m: Obj, other: Obj, explicit: boolean, i: number): void;
  tooManyTerms(i: number, max: number): void;
  /** Version checks; false ignores the element. */
  allow(kind: 'interface' | 'union' | 'type', t: Type, i: number): boolean;
}

/** The type set of an interface, cached once the interface is complete. */
export function typeSetOf(iface: Type): TypeSet {
  const l = iface.lazy;
  if (l instanceof TypeSet) return l;
  if (l instanceof PendingTypeSet) return l.compute();
  return l === interfaceIncomplete ? topTypeSet : computeTypeSet(iface, null);
}

/** First computation by the checker passes a report. */
export function computeTypeSet(iface: Type, report: TypeSetReport | null): TypeSet {
  if (iface.lazy instanceof TypeSet) return iface.lazy;
  if (iface.lazy === interfaceIncomplete) return topTypeSet;
  const ts = new TypeSet();
  iface.lazy = ts;
  if (iface.methods.length === 0 && iface.embeddeds.length === 0) return ts;
  const all: Obj[] = [];
  const byId = new Map<string, Obj>();
  const add = (m: Obj, explicit: boolean, i: number): void => {
    const id = objId(m.pkg, m.name);
    const other = byId.get(id);
    if (other === undefined) {
      byId.set(id, m);
      all.push(m);
    } else if (report !== null) report.duplicate(m, other, explicit, i);
  };
  for (const m of iface.methods) add(m, true, -1);
  let terms: TermList = null;
  let comparable = false;
  for (let i = 0; i < iface.embeddeds.length; i++) {
    const e = iface.embeddeds[i]!;
    const u = under(e);
    let eterms: TermList;
    if (u.kind === TypeKind.Interface) {
      if (isTypeParam(e)) continue;
      const es = computeTypeSet(u, report);
      if (report !== null && !report.allow('interface', e, i)) continue;
      for (const m of es.methods) add(m, false, i);
      comparable = comparable || es.comparable;
      eterms = es.terms;
    } else if (u.kind === TypeKind.Union) {
      if (report !== null && !report.allow('union', u, i)) continue;
      const ut = unionTerms(u);
      if (ut === undefined) {
        if (report !== null) report.tooManyTerms(i, MAX_TERMS);
        continue;
      }
      eterms = ut;
    } else {
      if (u === tInvalid || (report !== null && !report.allow('type', e, i))) continue;
      eterms = [new Term(false, e)];
    }
    terms = intersectTerms(terms, eterms);
    if (comparable && terms !== null) {
      terms = terms.filter((t) => comparableCause(t.type, false) === null);
      comparable = false;
    }
  }
  ts.comparable = comparable;
  ts.terms = terms;
  ts.methods = all.sort(compareMethods);
  return ts;
}

/** Terms of a union; undefined if there are too many. */
export function unionTerms(u: Type): TermList | undefined {
  let all: TermList = [];
  for (let i = 0; i < u.embeddeds.length; i++) {
    const t = u.embeddeds[i]!;
    const tu = under(t);
    let terms: TermList;
    if (tu.kind === TypeKind.Interface && !isTypeParam(t)) terms = typeSetOf(tu).terms;
    else if (tu === tInvalid) continue;
    else if (u.tildes[i] && !identical(t, tu)) terms = [];
    else terms = [new Term(u.tildes[i]!, t)];
    all = all === null || terms === null ? null : normTerms(all.concat(terms));
    if (all !== null && all.length > MAX_TERMS) return undefined;
  }
  return all;
}

function disjoint(x: Term, y: Term): boolean {
  const ux = y.tilde ? under(x.type) : x.type;
  const uy = x.tilde ? under(y.type) : y.type;
  return !identical(ux, uy);
}

/** Removes terms that others include. */
function normTerms(list: Term[]): Term[] {
  const out: Term[] = [];
  const used: boolean[] = [];
  for (let i = 0; i < list.length; i++) {
    if (used[i]) continue;
    let x = list[i]!;
    for (let j = i + 1; j < list.length; j++) {
      const y = list[j]!;
      if (used[j] || disjoint(x, y)) continue;
      if (!x.tilde && y.tilde) x = y;
      used[j] = true;
    }
    out.push(x);
  }
  return out;
}

export function intersectTerms(a: TermList, b: TermList): TermList {
  if (a === null) return b;
  if (b === null) return a;
  const out: Term[] = [];
  for (const x of a) for (const y of b) if (!disjoint(x, y)) out.push(!x.tilde || y.tilde ? x : y);
  return normTerms(out);
}

/** Whether type t is in the set the term describes. */
export function termIncludes(x: Term, t: Type): boolean {
  return identical(x.type, x.tilde ? under(t) : t);
}

export function termsInclude(list: TermList, t: Type): boolean {
  if (list === null) return true;
  for (const x of list) if (termIncludes(x, t)) return true;
  return false;
}

export function termsSubset(a: TermList, b: TermList): boolean {
  if (b === null) return true;
  if (a === null) return false;
  for (const x of a) {
    let found = false;
    for (const y of b) {
      if (!disjoint(x, y) && (!x.tilde || y.tilde)) {
        found = true;
        break;
      }
    }
    if (!found) return false;
  }
  return true;
}

export function termsEqual(a: TermList, b: TermList): boolean {
  return a === b || (termsSubset(a, b) && termsSubset(b, a));
}

/** Index of the method in ts.methods, or -1. */
export function typeSetMethod(ts: TypeSet, pkg: Package | null, name: string, foldCase = false): number {
  const ms = ts.methods;
  for (let i = 0; i < ms.length; i++) if (sameId(ms[i]!, pkg, name, foldCase)) return i;
  return -1;
}

/** All methods of an interface type (declared and embedded), sorted, with their types known. */
export function interfaceMethods(t: Type): Obj[] {
  const ms = typeSetOf(under(unalias(t))).methods;
  for (const m of ms) resolveObj(m);
  return ms;
}

/** Whether every type of the set is (strictly) comparable. */
export function typeSetComparable(ts: TypeSet, seen: Set<Type> | null = null): boolean {
  if (ts.terms === null) return ts.comparable;
  if (ts.terms.length === 0) return false;
  for (const t of ts.terms) if (comparableCause(t.type, false, null, seen) !== null) return false;
  return true;
}

/** Terms of a type parameter's constraint; null if it has no specific types. */
export function termsOf(tp: Type): Term[] | null {
  const terms = typeSetOf(under(tp)).terms;
  return terms === null || terms.length === 0 ? null : terms;
}

export function isMethodSetOnly(ts: TypeSet): boolean { return ts.isMethodSet; }

/** Interface that may only be used as a constraint. */
export function isConstraintInterface(iface: Type): boolean { return !typeSetOf(iface).isMethodSet; }

/** Terms joined as written, for messages. */
export function termsString(list: TermList, str: (t: Type) => string): string {
  if (list === null) return '𝓤';
  if (list.length === 0) return '∅';
  return list.map((t) => (t.tilde ? '~' : '') + str(t.type)).join(' | ');
}
