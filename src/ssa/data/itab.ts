// Itabs: {Inter, Type, Hash, Fun…}. Every unit that needs one emits it; the linker merges them by name.

import { newPointer, type Type } from '../../types/types.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { methodEntry } from '../build/callee.ts';
import { itabData } from './implements.ts';
import { concreteMethods, interfaceMethods, sameMethod } from './methods.ts';
import { typeHash } from './type-desc.ts';

/** If t does not implement iface (possible in instances of generic code only), Fun[0] is 0. */
export function emitItab(u: UnitBuilder, t: Type, iface: Type, sym: string): void {
  if (u.hasData(sym)) return;
  const wanted = interfaceMethods(iface);
  const have = concreteMethods(t);
  const found = wanted.map((m) => have.find((h) => sameMethod(h.obj, m)));
  const l = u.layouts.of(t);
  const recv = l.size === 8 && l.ptrdata === 8 ? t : newPointer(t);
  const entries = found.every((f) => f !== undefined) ? found.map((f) => methodEntry(u, recv, f!)) : [];
  u.addData(itabData(sym, u.needType(iface), u.needType(t), typeHash(t), entries));
}
