// The order of methods in descriptors and itabs: exported names first, then by name, unexported ones also by package path. The runtime
// and reflect walk two such lists in step, so interface calls, itabs and uncommon types all take the order from here.

import { Pragma } from '../../syntax/directives.ts';
import { TypeKind, newSignature, type Type } from '../../types/types.ts';
import type { Obj } from '../../types/objects.ts';
import { under, asNamed, unalias } from '../../types/under.ts';
import { typeSetOf } from '../../types/typeset.ts';
import { methodSet, type MethodSel } from '../../types/lookup.ts';
import { fail } from '../../base/internal-error.ts';

function compareNames(a: string, b: string): number { return a < b ? -1 : a > b ? 1 : 0; }

/** Order of method (or field) symbols. */
export function compareMethods(a: Obj, b: Obj): number {
  const ea = a.exported;
  if (ea !== b.exported) return ea ? -1 : 1;
  const c = compareNames(a.name, b.name);
  if (c !== 0 || ea) return c;
  return compareNames(a.pkg?.path ?? '', b.pkg?.path ?? '');
}

/** True if a and b are the same method name: same identifier, and same package unless exported. */
export function sameMethod(a: Obj, b: Obj): boolean {
  return a.name === b.name && (a.exported || (a.pkg?.path ?? '') === (b.pkg?.path ?? ''));
}

/** All methods of an interface type, embedded ones included, in descriptor order: entry i is itab.Fun[i]. */
export function interfaceMethods(t: Type): Obj[] {
  const u = under(t);
  if (u.kind !== TypeKind.Interface) return fail('interfaceMethods of a type that is not an interface');
  return typeSetOf(u).methods.slice().sort(compareMethods);
}

/** Index of method m (an Obj of the interface or of one it embeds) in the itab of interface type t. */
export function methodSlot(t: Type, m: Obj): number {
  const i = interfaceMethods(t).findIndex((x) => sameMethod(x, m));
  return i >= 0 ? i : fail(`interface has no method ${m.name}`);
}

/** Offset of Fun[0] in an itab; entries are 8 bytes. */
export const ITAB_FUN = 24;

/** True if values of interface type t have an itab (methods), false for a plain type word. */
export function hasItab(t: Type): boolean {
  return typeSetOf(under(t)).methods.length > 0;
}

/** Methods callable through an interface that holds a t, in descriptor order; none for interfaces and pointers to them. */
export function concreteMethods(t: Type): MethodSel[] {
  const u = under(t);
  if (u.kind === TypeKind.Interface) return [];
  if (u.kind === TypeKind.Pointer) {
    if (asNamed(t) !== null) return [];
    const e = under(u.elem!).kind;
    if (e === TypeKind.Interface || e === TypeKind.Pointer) return [];
  } else if (u.kind !== TypeKind.Struct && asNamed(t) === null) return [];
  return methodSet(t).filter((m) => ((m.obj.origin ?? m.obj).pragma & Pragma.NoInterface) === 0).sort((a, b) => compareMethods(a.obj, b.obj));
}

/** Type of method m without its receiver. */
export function methodType(m: Obj): Type {
  if (m.type === null) m.pkg?.resolveObj?.(m);
  const s = m.type!;
  return s.recv === null ? s : newSignature(null, s.params!, s.results!, s.variadic);
}

/** The defined type behind t or *t, or null. */
export function baseNamed(t: Type): Type | null {
  const n = asNamed(t);
  if (n !== null) return n;
  const u = unalias(t);
  return u.kind === TypeKind.Pointer ? asNamed(u.elem!) : null;
}
