// Instances of generic types, aliases and signatures. Instances of one origin with identical type arguments are one Type: they are
// kept in the origin's state. Verification of constraints is separate, as it must wait until types are complete.

import { InternalError } from '../../base/internal-error.ts';
import { tInvalid } from '../basic-types.ts';
import { copySignature, isLocalClone, type LocalContext, namedState, typeParams } from '../named.ts';
import { implementsType } from '../assign.ts';
import type { TypePrinter } from '../predicates.ts';
import type { Obj, Package } from '../objects.ts';
import { NO_TYPES, Type, TypeKind } from '../types.ts';
import { unalias } from '../under.ts';
import { substType } from './subst.ts';
import { typeListKey } from './typekey.ts';

/**
 * The instance of a generic Named, Alias or Signature. The number of type arguments must be right for aliases and signatures.
 * `like` (an instance of the same origin) tells that orig is a local type of a generic function, if it is a clone of one.
 */
export function instantiate(orig: Type, targs: Type[], like: Type | null = null): Type {
  switch (orig.kind) {
    case TypeKind.Named:
      if (like !== null && isLocalClone(like)) return instantiateLocal(orig, namedState(like).local!, targs);
      return namedInstance(orig, targs);
    case TypeKind.Alias: return aliasInstance(orig, targs);
    case TypeKind.Signature: {
      if (orig.tparams.length !== targs.length) return tInvalid;
      let sig = substType(orig, orig.tparams, targs);
      if (sig === orig) sig = copySignature(orig);
      sig.tparams = NO_TYPES;
      return sig;
    }
    default: throw new InternalError(`instantiate of type kind ${orig.kind}`);
  }
}

function instanceMap(orig: Type): Map<string, Type> {
  const s = namedState(orig);
  if (s.instances === null) s.instances = new Map();
  return s.instances;
}

function namedInstance(orig: Type, targs: Type[]): Type {
  const map = instanceMap(orig);
  const k = typeListKey(targs);
  let t = map.get(k);
  if (t === undefined) {
    t = new Type(TypeKind.Named);
    t.obj = orig.obj;
    t.origin = orig;
    t.targs = targs.slice();
    map.set(k, t);
    if (orig.obj!.pkg !== null && orig.obj!.pkg.exportData !== null) {
      const owner = sourceOwner(targs);
      if (owner !== null) owner.foreignInstances.push({ map, key: k });
    }
  }
  return t;
}

/**
 * Forgets the instances that a package checked from source has left with generic types of imported packages, which live longer:
 * else a process that compiles many packages would keep all their syntax trees.
 */
export function releaseInstances(pkg: Package): void {
  for (const i of pkg.foreignInstances) i.map.delete(i.key);
  pkg.foreignInstances.length = 0;
}

/** A package not from export data that one of the types mentions, or null. */
function sourceOwner(list: readonly Type[]): Package | null {
  for (const t of list) {
    const p = ownerOf(t);
    if (p !== null) return p;
  }
  return null;
}

function ownerOf(t: Type): Package | null {
  switch (t.kind) {
    case TypeKind.Basic: return null;
    case TypeKind.Named: case TypeKind.TypeParam: case TypeKind.Alias: {
      const p = t.obj!.pkg;
      return p !== null && p.exportData === null ? p : t.kind === TypeKind.Alias ? ownerOf(unalias(t)) : sourceOwner(t.targs);
    }
    case TypeKind.Map: return ownerOf(t.key!) ?? ownerOf(t.elem!);
    case TypeKind.Struct: case TypeKind.Tuple: return ownerOfVars(t.fields);
    case TypeKind.Signature: return ownerOfVars(t.params!.fields) ?? ownerOfVars(t.results!.fields);
    case TypeKind.Interface: return ownerOfVars(t.methods) ?? sourceOwner(t.embeddeds);
    case TypeKind.Union: return sourceOwner(t.embeddeds);
    default: return ownerOf(t.elem!);
  }
}

function ownerOfVars(list: readonly Obj[]): Package | null {
  for (const v of list) {
    if (v.pkg !== null && v.pkg.exportData === null) return v.pkg;
    const p = v.type === null ? null : ownerOf(v.type);
    if (p !== null) return p;
  }
  return null;
}

/** The copy of a type declared in a generic function for an instance of that function: targs are the function's and then its own. */
export function instantiateLocal(orig: Type, context: LocalContext, targs: Type[]): Type {
  const t = namedInstance(orig, targs);
  const s = namedState(t);
  if (s.local === null) s.local = context;
  return t;
}

function aliasInstance(orig: Type, targs: Type[]): Type {
  const params = typeParams(orig);
  if (params.length !== targs.length) return tInvalid;
  if (params.length === 0) return orig;
  const map = instanceMap(orig);
  const k = typeListKey(targs);
  let t = map.get(k);
  if (t === undefined) {
    if (orig.elem === null) return tInvalid;
    t = new Type(TypeKind.Alias);
    t.obj = orig.obj;
    t.origin = orig;
    t.targs = targs.slice();
    t.elem = substType(unalias(orig), params, targs);
    map.set(k, t);
  }
  return t;
}

/** Whether the type arguments satisfy the constraints: the first that does not, with gc's explanation, or null. allow120: interfaces satisfy comparable. */
export function verifyInstantiation(tparams: readonly Type[], targs: readonly Type[], str: TypePrinter, allow120 = true): { index: number; error: string } | null {
  for (let i = 0; i < tparams.length; i++) {
    const bound = tparams[i]!.constraint;
    if (bound === null) continue;
    const b = unalias(bound);
    if (b.kind === TypeKind.Interface && b.methods.length === 0 && b.embeddeds.length === 0) continue;
    const v = implementsType(targs[i]!, substType(constraintOf(tparams[i]!), tparams as Type[], targs as Type[]), true, str, allow120);
    if (!v.ok) return { index: i, error: v.cause };
  }
  return null;
}

/** The constraint as declared, or its implicit interface if it is not an interface. */
function constraintOf(tp: Type): Type {
  const c = tp.constraint!;
  const iface = typeParamIface(tp);
  return iface.implicit && under(c) !== iface ? iface : c;
}

import { typeParamIface, under } from '../under.ts';
