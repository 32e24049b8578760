// Properties that all types of a type set share: what operations on values of type-parameter type ask for.

import { Dir, type Type, TypeKind } from '../types.ts';
import { forEachUnderTerm, isTypeParam, typeParamIface, unalias, under } from '../under.ts';
import { type Term, typeSetOf } from '../typeset.ts';
import { identical, isInterface } from '../predicates.ts';
import type { Checker } from './checker.ts';

/** A type or the reason why there is none. */
export interface TypeOrCause { type: Type | null; cause: string }

/** Whether f holds for the underlying types of all types in t's type set; f(null) if there are no specific types. */
export function underIs(t: Type, f: (u: Type | null) => boolean): boolean {
  if (t.kind !== TypeKind.TypeParam && !isTypeParam(t)) return f(under(t));
  return forEachUnderTerm(t, (_t, u) => f(u));
}

/** The (type, underlying type) pairs of t's type set; [null, null] if t is a type parameter without specific types. */
export function typeSetPairs(t: Type): [Type | null, Type | null][] {
  if (!isTypeParam(t)) return [[t, under(t)]];
  const list: [Type | null, Type | null][] = [];
  forEachUnderTerm(t, (x, u) => { list.push([x, u]); return true; });
  return list;
}

/**
 * The one underlying type of all types of t's type set (for channels: the most restricted direction), each of which must satisfy
 * cond ('' if it does, else the cause; null for no condition).
 */
export function commonUnder(c: Checker, t: Type, cond: ((t: Type | null, u: Type | null) => string) | null): TypeOrCause {
  if (!isTypeParam(t)) {
    const u = under(t);
    const cause = cond === null ? '' : cond(t, u);
    return cause !== '' ? { type: null, cause } : { type: u, cause: '' };
  }
  let ct: Type | null = null;
  let cu: Type | null = null;
  for (const [x, u] of typeSetPairs(t)) {
    if (cond !== null) {
      const cause = cond(x, u);
      if (cause !== '') return { type: null, cause };
    }
    if (u === null) return { type: null, cause: 'no specific type' };
    if (cu === null) {
      ct = x;
      cu = u;
    } else if (cu.kind === TypeKind.Chan && u.kind === TypeKind.Chan) {
      if (!identical(cu.elem!, u.elem!)) return { type: null, cause: `channels ${c.t(ct!)} and ${c.t(x!)} have different element types` };
      if (cu.dir === u.dir) continue;
      if (cu.dir === Dir.Both) {
        ct = x;
        cu = u;
      } else if (u.dir !== Dir.Both) {
        return { type: null, cause: `channels ${c.t(ct!)} and ${c.t(x!)} have conflicting directions` };
      }
    } else if (!identical(cu, u)) {
      return { type: null, cause: `${c.t(ct!)} and ${c.t(x!)} have different underlying types` };
    }
  }
  return { type: cu, cause: '' };
}

/** The terms of a type parameter's type set; null if it has no specific types. */
export function termsOf(tp: Type): readonly Term[] | null {
  const terms = typeSetOf(typeParamIface(unalias(tp))).terms;
  return terms === null || terms.length === 0 ? null : terms;
}

export function isInterfacePtr(t: Type): boolean {
  const u = under(t);
  return u.kind === TypeKind.Pointer && isInterface(u.elem!);
}

export function interfacePtrError(c: Checker, t: Type): string {
  return isTypeParam(under(t).elem!)
    ? `type ${c.t(t)} is pointer to type parameter, not type parameter`
    : `type ${c.t(t)} is pointer to interface, not interface`;
}

/** The array that t, an array or pointer to array type, denotes; else t. */
export function arrayPtrDeref(t: Type): Type {
  if (t.kind === TypeKind.Pointer) {
    const a = under(t.elem!);
    if (a.kind === TypeKind.Array) return a;
  }
  return t;
}
