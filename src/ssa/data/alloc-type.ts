// Descriptors that only say how to allocate: closure objects, backing arrays and variables of unnamed types need a size and a pointer
// mask but are never seen by reflection, so all types of one shape share a descriptor.

import { SymFlag, SymKind } from '../../abi/symbol.ts';
import { TypeKind, type Type } from '../../types/types.ts';
import { unalias } from '../../types/under.ts';
import type { Layout } from '../build/layout.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { nameSym } from './names.ts';
import { ptrmaskSym } from './ptrmask.ts';
import { DataWriter } from './writer.ts';

const MAX_MASK = 512;

/** Symbol to pass to runtime.newobject for a t: its descriptor, or for unnamed structs and arrays one of the same shape. */
export function allocType(u: UnitBuilder, t0: Type): string {
  const t = unalias(t0);
  if (t.kind !== TypeKind.Struct && t.kind !== TypeKind.Array) return u.needType(t);
  const l = u.layouts.of(t);
  if (l.ptrdata / 64 > MAX_MASK) return u.needType(t);
  const mask = u.layouts.ptrmask(t);
  let hex = '';
  for (const b of mask) hex += (b < 16 ? '0' : '') + b.toString(16);
  const sym = `type:noalg.alloc.${l.size}.${l.align}.${hex}`;
  return structDesc(u, sym, '*struct {}', l, mask);
}

/** Descriptor `sym` of a struct of which no more is known than how to allocate and clear it: it lists no fields. */
export function structDesc(u: UnitBuilder, sym: string, name: string, l: Layout, mask: Uint8Array): string {
  if (u.hasData(sym)) return sym;
  const w = new DataWriter(80);
  w.u64(0, l.size);
  w.u64(8, l.ptrdata);
  w.u8(20, 2); // ExtraStar
  w.u8(21, l.align);
  w.u8(22, l.align);
  w.u8(23, 25); // Struct
  if (l.ptrdata > 0) w.addr64(32, ptrmaskSym(u, mask));
  w.addr32(40, nameSym(u, name, '', '', false, false));
  u.addData(w.symbol(sym, SymKind.RoData, 8, SymFlag.DupOk));
  return sym;
}
