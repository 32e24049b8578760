// Emits what was asked for: type descriptors and itabs, until nothing new is requested.

import { TypeKind, type Type } from '../../types/types.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { Kind } from '../../syntax/ast.ts';
import { emitItab } from './itab.ts';
import { emitType } from './type-desc.ts';
import { under } from '../../types/under.ts';
import { isConstraintInterface } from '../../types/typeset.ts';
import { Basic, newPointer, newSignature, newSlice, newTuple } from '../../types/types.ts';
import { Obj, ObjKind, type Package } from '../../types/objects.ts';
import { basicType, tEmptyInterface, tError } from '../../types/universe.ts';

/** True if anything was emitted (or found to be another package's). */
export function flushTypes(u: UnitBuilder): boolean {
  let any = false;
  while (u.typeQueue.length > 0 || u.itabQueue.length > 0) {
    any = true;
    const types = u.typeQueue.splice(0);
    for (const t of types) emitType(u, t, u.needType(t));
    const itabs = u.itabQueue.splice(0);
    for (const i of itabs) emitItab(u, i.type, i.iface, i.sym);
  }
  return any;
}

/** Asks for the descriptors that a package has to provide whether it uses them or not: its declared types (`localTypes`: those declared in
 *  functions), and in runtime the basic ones. */
export function requestDeclared(u: UnitBuilder, pkg: Package, localTypes: readonly Obj[]): void {
  const want = (t: Type): void => {
    u.needType(t);
    u.needType(newPointer(t));
  };
  for (const o of [...pkg.scope.elems.values(), ...localTypes.filter((l) => !inGeneric(u, l))]) {
    if (o.kind !== ObjKind.TypeName || o.isAlias || o.type === null) continue;
    const t = o.type;
    if (t.kind !== TypeKind.Named || t.tparams.length > 0 || t.obj !== o) continue;
    // Constraints are not types of values.
    if (under(t).kind === TypeKind.Interface && isConstraintInterface(under(t))) continue;
    want(t);
  }
  if (pkg.path !== 'runtime') return;
  for (let b = Basic.Bool; b <= Basic.UnsafePointer; b++) { want(basicType(b)); want(newSlice(basicType(b))); }
  for (const t of [tError, tEmptyInterface]) { want(t); want(newSlice(t)); }
  const v = (t: Type): Obj => new Obj(ObjKind.Var, 0, null, '', t);
  want(newSignature(null, newTuple([v(tError)]), newTuple([v(basicType(Basic.String))]), false));
}

/** True if o is declared inside a generic function or a method of a generic type: then only its instances are types of values. */
function inGeneric(u: UnitBuilder, o: Obj): boolean {
  for (const f of u.files) for (const d of f.decls) {
    if (d.kind !== Kind.FuncDecl || o.pos < d.pos || o.pos >= d.end) continue;
    const fn = d.x === null ? null : u.info.defs[d.x.id] ?? null;
    const sig = fn === null ? null : fn.type;
    return sig !== null && (sig.tparams.length > 0 || sig.recvTparams.length > 0);
  }
  return false;
}
