// Method sets with the way to each method, for type descriptors, itabs and wrappers. // spec#Method_sets

import { consolidate, type Embedded, embeddedIn, pathTo, rootOf, SeenTypes } from './embedded.ts';
import { compareMethods, objId } from './ids.ts';
import { hasPtrRecv, loadNamed, methodAt, numMethods, resolveObj } from './named.ts';
import { Obj } from './objects.ts';
import { Type, TypeKind } from './types.ts';
import { asNamed, deref, unalias, under } from './under.ts';
import { interfaceMethods } from './typeset.ts';

/** A method of a method set. */
export interface MethodSel {
  obj: Obj;
  /** Embedded field indices on the way, then the method's index in its own type. */
  index: number[];
  /** Whether a pointer is followed on the way (also the receiver's own, for *T). */
  indirect: boolean;
  id: string;
}

/** What a name denotes at the shallowest depth: null obj for a collision or a field. */
interface Found { sel: MethodSel | null; depth: number }

/** The method set of T, sorted as in type descriptors. */
export function methodSet(T: Type): MethodSel[] {
  const t = unalias(T);
  const u = under(t);
  if (u.kind === TypeKind.Interface) {
    return interfaceMethods(t).map((obj, i) => ({ obj, index: [i], indirect: true, id: objId(obj.pkg, obj.name) }));
  }
  const d = deref(t);
  if (d.isPtr && under(d.type).kind === TypeKind.Interface) return [];
  if (t.kind === TypeKind.Named && u.kind === TypeKind.Pointer) return [];
  return collect(d.type, d.isPtr);
}

function collect(base: Type, isPtr: boolean): MethodSel[] {
  const found = new Map<string, Found>();
  let current = [rootOf(base, isPtr)];
  const seen = new SeenTypes();
  for (let depth = 0; current.length > 0; depth++) {
    const next: Embedded[] = [];
    for (const e of current) {
      const n = asNamed(e.type);
      if (n !== null) {
        if (!seen.add(n)) continue;
        loadNamed(n);
        for (let i = 0, k = numMethods(n); i < k; i++) enter(found, depth, e, methodAt(n, i), i);
      }
      const u = under(e.type);
      if (u.kind === TypeKind.Struct) {
        for (let i = 0; i < u.fields.length; i++) {
          const f = u.fields[i]!;
          block(found, depth, objId(f.pkg, f.name));
          if (f.embedded && f.type !== null) next.push(embeddedIn(e, i, f.type));
        }
      } else if (u.kind === TypeKind.Interface) {
        const ms = interfaceMethods(u);
        for (let i = 0; i < ms.length; i++) enter(found, depth, e, ms[i]!, i);
      }
    }
    current = consolidate(next);
  }
  const out: MethodSel[] = [];
  for (const f of found.values()) {
    const s = f.sel;
    if (s === null || s.obj.name === '_') continue;
    if (!s.indirect && !isPtr && hasPtrRecv(s.obj)) continue;
    out.push(s);
  }
  return out.sort((a, b) => compareMethods(a.obj, b.obj));
}

function enter(found: Map<string, Found>, depth: number, e: Embedded, obj: Obj, i: number): void {
  resolveObj(obj);
  const id = objId(obj.pkg, obj.name);
  const f = found.get(id);
  if (f === undefined) {
    const sel = e.multiples ? null : { obj, index: pathTo(e, i), indirect: e.indirect, id };
    found.set(id, { sel, depth });
  } else if (f.depth === depth) f.sel = null;
}

/** A field hides methods of that name at this and deeper levels. */
function block(found: Map<string, Found>, depth: number, id: string): void {
  const f = found.get(id);
  if (f === undefined) found.set(id, { sel: null, depth });
  else if (f.depth === depth) f.sel = null;
}
