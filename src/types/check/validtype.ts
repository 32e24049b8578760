// Types that contain themselves. spec#Type_declarations: "An array or struct type T may not contain an element of type T, or of a
// type containing T as a component, directly or indirectly, if those containing types are only array or struct types".
//
// For generic types the expansion is followed symbolically: `nest` is the stack of types whose declarations we are inside; a
// type parameter met there stands for the type argument of the innermost one, in whose surroundings (nest without it) the
// argument is then looked at. `path` is the whole way, for the report.

import { type Type, TypeKind } from '../types.ts';
import { unalias } from '../under.ts';
import { identical } from '../predicates.ts';
import { loadNamed, typeParams } from '../named.ts';
import { tInvalid } from '../universe.ts';
import { cycleError, instanceObj } from './cycles.ts';
import type { Checker } from './checker.ts';

export function validType(c: Checker, t: Type): void { walk(c, t, [], []); }

function walk(c: Checker, t0: Type, nest: Type[], path: Type[]): boolean {
  const t = unalias(t0);
  switch (t.kind) {
    case TypeKind.Array: return walk(c, t.elem!, nest, path);
    case TypeKind.Struct:
      for (const f of t.fields) if (!walk(c, f.type!, nest, path)) return false;
      return true;
    case TypeKind.Union: case TypeKind.Interface:
      for (const e of t.embeddeds) if (!walk(c, e, nest, path)) return false;
      return true;
    case TypeKind.Named: return walkNamed(c, t, nest, path);
    case TypeKind.TypeParam: {
      const d = nest.length - 1;
      if (d < 0) return true;
      const inst = nest[d]!;
      const i = typeParams(inst.origin ?? inst).indexOf(t);
      // A parameter of an enclosing function, or one that has no argument, contributes nothing.
      if (i < 0 || i >= inst.targs.length) return true;
      return walk(c, inst.targs[i]!, nest.slice(0, d), path);
    }
    default: return true;
  }
}

function walkNamed(c: Checker, t: Type, nest: Type[], path: Type[]): boolean {
  const origin = t.origin ?? t;
  // What has been examined without type arguments needs no second look; imported types are valid.
  if (c.validTypes.has(t)) return true;
  for (const n of nest) {
    if (!identical(n, t)) continue;
    // Mark it so that nobody tries to compute its size.
    origin.elem = tInvalid;
    origin.underlying = tInvalid;
    const start = path.findIndex((p) => identical(p, t));
    cycleError(c, path.slice(start).map((p) => instanceObj(c, p, p.obj!.pos)), 0);
    return false;
  }
  if (origin.obj!.pkg !== c.pkg && t.targs.length === 0) return true;
  loadNamed(origin);
  const rhs = origin.elem ?? origin.underlying;
  if (rhs === null) return true;
  if (!walk(c, rhs, [...nest, t], [...path, t])) return false;
  // Without surrounding instances the answer holds everywhere.
  if (t.targs.length === 0 && typeParams(t).length === 0) c.validTypes.add(t);
  return true;
}
