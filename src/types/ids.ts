// Names that identify fields and methods: exported ones by name, others by name and package.

import type { Obj, Package } from './objects.ts';

export function isExportedName(name: string): boolean {
  const c = name.codePointAt(0);
  return c !== undefined && (c < 128 ? c >= 65 && c <= 90 : /^\p{Lu}/u.test(name));
}

export function samePackage(a: Package | null, b: Package | null): boolean {
  return a === b || (a !== null && b !== null && a.path === b.path);
}

/** Whether obj is what `name`, written in pkg, denotes. With foldCase, names that differ in case only match too (in any package). */
export function sameId(obj: Obj, pkg: Package | null, name: string, foldCase: boolean): boolean {
  if (obj.name !== name) return foldCase && obj.name.length === name.length && obj.name.toLowerCase() === name.toLowerCase();
  return foldCase || obj.exported || samePackage(obj.pkg, pkg);
}

/** Unique id of a field or method name: equal ids ⇔ same field or method name. */
export function objId(pkg: Package | null, name: string): string {
  if (isExportedName(name)) return name;
  return (pkg === null || pkg.path === '' ? '_' : pkg.path) + '.' + name;
}

/** Order of methods in interfaces and method tables: exported ones first, by name, then by package path. */
export function compareMethods(a: Obj, b: Obj): number {
  const ae = a.exported;
  if (ae !== b.exported) return ae ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (ae) return 0;
  const ap = a.pkg === null ? '' : a.pkg.path;
  const bp = b.pkg === null ? '' : b.pkg.path;
  return ap < bp ? -1 : ap > bp ? 1 : 0;
}
