// Itabs: {Inter, Type, Hash, Fun…}. Every unit that needs one emits it; the linker merges them by name.

import { RelocKind, SymFlag, SymKind } from '../../abi/symbol.ts';
import { newPointer, type Type } from '../../types/types.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { methodEntry } from '../build/callee.ts';
import { DataWriter } from './writer.ts';
import { ITAB_FUN, concreteMethods, interfaceMethods, sameMethod } from './methods.ts';
import { typeHash } from './type-desc.ts';

/** If t does not implement iface (possible in instances of generic code only), Fun[0] is 0. */
export function emitItab(u: UnitBuilder, t: Type, iface: Type, sym: string): void {
  if (u.hasData(sym)) return;
  const wanted = interfaceMethods(iface);
  const have = concreteMethods(t);
  const found = wanted.map((m) => have.find((h) => sameMethod(h.obj, m)));
  const complete = found.every((f) => f !== undefined);
  const w = new DataWriter(ITAB_FUN + 8 * (complete ? wanted.length : 1));
  w.addr64(0, u.needType(iface));
  w.addr64(8, u.needType(t));
  w.u32(16, typeHash(t));
  if (complete) {
    const l = u.layouts.of(t);
    const recv = l.size === 8 && l.ptrdata === 8 ? t : newPointer(t);
    found.forEach((f, i) => w.reloc(ITAB_FUN + 8 * i, RelocKind.Table64, methodEntry(u, recv, f!)));
  }
  u.addData(w.symbol(sym, SymKind.RoData, 8, SymFlag.DupOk));
}
