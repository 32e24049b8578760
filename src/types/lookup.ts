// Fields and methods by name, through embedded fields. // spec#Selectors

import { consolidate, type Embedded, embeddedIn, pathTo, rootOf, SeenTypes } from './embedded.ts';
import { findMethod, hasPtrRecv, methodAt } from './named.ts';
import { sameId } from './ids.ts';
import { Obj, ObjKind, type Package } from './objects.ts';
import { Type, TypeKind } from './types.ts';
import { asNamed, deref, unalias, under } from './under.ts';
import { typeSetMethod, typeSetOf } from './typeset.ts';
import { hasAllMethods } from './missing-method.ts';
import { typeString } from './typestring.ts';

export { methodSet, type MethodSel } from './methodset.ts';

/**
 * obj found: index is the path (embedded field indices, then the field's or method's index), indirect tells whether a pointer was
 * followed on the way. Not found: index ≠ null means ambiguous at that place; indirect means that there is a method with pointer
 * receiver but T is neither a pointer nor addressable.
 */
export interface LookupResult { obj: Obj | null; index: number[] | null; indirect: boolean }

const notFound: LookupResult = Object.freeze({ obj: null, index: null, indirect: false });
const needsPointer: LookupResult = Object.freeze({ obj: null, index: null, indirect: true });

const noIndex: number[] = [];

/** Looks name up in T as written in pkg. Methods of a defined pointer type's base are not found, its fields are. */
export function lookupFieldOrMethod(T: Type, addressable: boolean, pkg: Package | null, name: string, foldCase = false): LookupResult {
  const n = asNamed(T);
  if (n !== null) {
    const p = under(n);
    if (p.kind === TypeKind.Pointer) {
      const r = lookupImpl(p, false, pkg, name, foldCase);
      return r.obj !== null && r.obj.kind === ObjKind.Func ? notFound : r;
    }
  }
  return lookupImpl(T, addressable, pkg, name, foldCase);
}

/** Like lookupFieldOrMethod but without the rule for defined pointer types. The method found may not be checked yet (type null). */
export function lookupImpl(T: Type, addressable: boolean, pkg: Package | null, name: string, foldCase: boolean): LookupResult {
  if (name === '_') return notFound;
  const d = deref(T);
  if (d.isPtr && under(d.type).kind === TypeKind.Interface) return notFound;
  let current = [rootOf(d.type, d.isPtr)];
  let seen: SeenTypes | null = null;
  while (current.length > 0) {
    const next: Embedded[] = [];
    let obj: Obj | null = null;
    let index: number[] = noIndex;
    let indirect = false;
    for (const e of current) {
      const t = unalias(e.type);
      if (t.kind === TypeKind.Named) {
        if (seen !== null && !seen.add(t)) continue;
        const i = findMethod(t, pkg, name, foldCase);
        if (i >= 0) {
          index = pathTo(e, i);
          if (obj !== null || e.multiples) return { obj: null, index, indirect: false };
          obj = methodAt(t, i);
          indirect = e.indirect;
          continue;
        }
      }
      const u = under(t);
      if (u.kind === TypeKind.Struct) {
        const fields = u.fields;
        for (let i = 0; i < fields.length; i++) {
          const f = fields[i]!;
          if (sameId(f, pkg, name, foldCase)) {
            index = pathTo(e, i);
            if (obj !== null || e.multiples) return { obj: null, index, indirect: false };
            obj = f;
            indirect = e.indirect;
          } else if (f.embedded && obj === null && f.type !== null) {
            next.push(embeddedIn(e, i, f.type));
          }
        }
      } else if (u.kind === TypeKind.Interface) {
        const ts = typeSetOf(u);
        const i = typeSetMethod(ts, pkg, name, foldCase);
        if (i >= 0) {
          index = pathTo(e, i);
          if (obj !== null || e.multiples) return { obj: null, index, indirect: false };
          obj = ts.methods[i]!;
          indirect = e.indirect;
        }
      }
    }
    if (obj !== null) {
      if (obj.kind === ObjKind.Func && !indirect && !addressable && hasPtrRecv(obj)) return needsPointer;
      return { obj, index, indirect };
    }
    if (seen === null && next.length > 0) {
      seen = new SeenTypes();
      seen.add(unalias(d.type));
    }
    current = consolidate(next);
  }
  return notFound;
}

/** The method name of T, or null. */
export function lookupMethod(T: Type, addressable: boolean, pkg: Package | null, name: string): LookupResult {
  const r = lookupFieldOrMethod(T, addressable, pkg, name, false);
  return r.obj !== null && r.obj.kind === ObjKind.Func ? r : notFound;
}

/** '' if V has all methods of interface T, else gc's explanation. */
export function missingMethodCauseOf(V: Type, T: Type, static_: boolean, qf: Package | null): string {
  return hasAllMethods(V, T, static_, (t) => typeString(t, qf)).cause;
}

/** Index of the field in a struct's own fields, or -1. */
export function fieldIndex(fields: Obj[], pkg: Package | null, name: string, foldCase = false): number {
  if (name === '_') return -1;
  for (let i = 0; i < fields.length; i++) if (sameId(fields[i]!, pkg, name, foldCase)) return i;
  return -1;
}
