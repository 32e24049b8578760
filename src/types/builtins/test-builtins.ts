// assert(bool) and trace(…): built-ins of the type checker's test corpus, in a scope around the universe's contents.

import { Obj, ObjKind, Scope } from '../objects.ts';
import { tInvalid, universe } from '../universe.ts';
import { BuiltinId } from './ids.ts';

/** A scope like the universe, with the test built-ins added. */
export function testScope(): Scope {
  const scope = new Scope(universe);
  for (const [name, id] of [['assert', BuiltinId.Assert], ['trace', BuiltinId.Trace]] as const) {
    const obj = new Obj(ObjKind.Builtin, 0, null, name, tInvalid);
    obj.builtin = id;
    scope.insert(obj);
  }
  return scope;
}
