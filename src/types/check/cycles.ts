// Cycles among declarations: reports, aliases and definitions that name only each other, and types of infinite size that are
// used before their declaration is complete. spec#Type_declarations, spec#Struct_types

import { Kind } from '../../syntax/ast.ts';
import { type Type, TypeKind } from '../types.ts';
import type { Pos } from '../../source/pos.ts';
import { type Obj, ObjKind } from '../objects.ts';
import { newTypeName } from '../named.ts';
import { unalias, under } from '../under.ts';
import { tInvalid } from '../universe.ts';
import type { Note } from '../../source/diagnostic.ts';
import type { Checker } from './checker.ts';

/** Index of the object that is declared first. */
export function firstInSource(path: readonly Obj[]): number {
  let first = 0;
  for (let i = 1; i < path.length; i++) if (path[i]!.pos < path[first]!.pos) first = i;
  return first;
}

export function cycleError(c: Checker, cycle: readonly Obj[], start: number): void {
  const name = (o: Obj): string => (o.pkg === null || o.pkg === c.pkg ? '' : o.pkg.name + '.') + o.name;
  let obj = cycle[start]!;
  const isType = obj.kind === ObjKind.TypeName;
  // An alias is invalid from now on, so that nobody follows it around the cycle.
  if (isType && obj.type !== null && obj.type.kind === TypeKind.Alias) obj.type.elem = tInvalid;
  if (cycle.length === 1) {
    c.err(obj.pos, 'InvalidDeclCycle', `${isType ? 'invalid recursive type:' : 'invalid cycle in declaration:'} ${name(obj)} refers to itself`);
    return;
  }
  const notes: Note[] = [];
  for (let i = 0; i < cycle.length; i++) {
    const next = cycle[(start + i + 1) % cycle.length]!;
    notes.push({ pos: obj.pos, message: `${name(obj)} refers to ${name(next)}` });
    obj = next;
  }
  obj = cycle[start]!;
  c.err(obj.pos, 'InvalidDeclCycle', `${isType ? 'invalid recursive type' : 'invalid cycle in declaration of'} ${name(obj)}`, notes);
}

/** The object by which reports name a type: for an instance one at the place of its (first) instantiation. */
export function instanceObj(c: Checker, t: Type, pos: Pos): Obj {
  if (t.origin === null || t.kind !== TypeKind.Named) return t.obj!;
  let obj = c.instanceObjs.get(t);
  if (obj === undefined) {
    obj = newTypeName(pos, t.obj!.pkg, t.obj!.name, t);
    c.instanceObjs.set(t, obj);
  }
  return obj;
}

/** Finds type declarations whose right sides are just names that lead back to them (type A B; type B A), before anything else. */
export function directCycles(c: Checker): void {
  const done = new Set<Obj>();
  for (const obj of c.objList) if (obj.kind === ObjKind.TypeName) directCycle(c, obj, done);
}

function directCycle(c: Checker, tname: Obj, done: Set<Obj>): void {
  const path: Obj[] = [];
  for (let t: Obj | null = tname; t !== null && !done.has(t);) {
    const start = path.indexOf(t);
    if (start >= 0) {
      t.type = tInvalid;
      const cycle = path.slice(start);
      cycleError(c, cycle, firstInSource(cycle));
      break;
    }
    path.push(t);
    const rhs = c.declOf(t)?.tdecl?.y ?? null;
    if (rhs === null || rhs.kind !== Kind.Ident) break;
    const next = c.pkg.scope.lookup(rhs.name);
    t = next !== null && next.kind === ObjKind.TypeName && next.pkg === c.pkg ? next : null;
  }
  for (const t of path) done.add(t);
}

/**
 * Whether the size of t is finite as far as its declaration is known: values of a type that contains itself cannot be handled
 * while it is being declared. Reports the cycle if not.
 */
export function finiteSize(c: Checker, t: Type): boolean {
  const k = t.kind;
  if (k !== TypeKind.Named && k !== TypeKind.Alias && k !== TypeKind.Array && k !== TypeKind.Struct) return true;
  t = unalias(t);
  switch (t.kind) {
    case TypeKind.Named: {
      if (t.obj === null || t.obj.pkg !== c.pkg) return true;
      const known = c.finite.get(t);
      if (known !== undefined) return known;
      const obj = instanceObj(c, t, t.obj.pos);
      if (obj.color !== 0) {
        const cycle = c.path.slice(obj.color - 1);
        cycleError(c, cycle, firstInSource(cycle));
        return false;
      }
      const rhs = t.elem ?? under(t);
      if (rhs === tInvalid) return true; // not known yet
      c.push(obj);
      const ok = finiteSize(c, rhs);
      c.pop();
      if (!c.finite.has(t)) c.finite.set(t, ok);
      return ok;
    }
    case TypeKind.Array: return finiteSize(c, t.elem!);
    case TypeKind.Struct:
      for (const f of t.fields) if (!finiteSize(c, f.type!)) return false;
      return true;
    default: return true;
  }
}
