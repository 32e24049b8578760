// Map types (internal/abi.MapType of Swiss maps) and the descriptor of their slot groups:
// struct { ctrl uint64; slots [8]struct { key K; elem E } }, with keys and elements over 128 bytes replaced by pointers.

import { RelocKind } from '../../abi/symbol.ts';
import { Basic, TypeKind, newPointer, newArray, newStruct, type Type } from '../../types/types.ts';
import { Obj, ObjKind } from '../../types/objects.ts';
import { basicType } from '../../types/universe.ts';
import { under } from '../../types/under.ts';
import { typeLinkName } from '../../types/linkname.ts';
import type { Layouts } from '../build/layout.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { structDesc } from './alloc-type.ts';
import { DataWriter } from './writer.ts';
import { hashMightPanic } from './alg.ts';
import { hashClosure, writeClosure } from './closures.ts';

export const GROUP_SLOTS = 8;
export const MAP_MAX_INLINE = 128;

const enum MapFlag { NeedKeyUpdate = 1, HashMightPanic = 2, IndirectKey = 4, IndirectElem = 8 }

function field(name: string, t: Type): Obj { return new Obj(ObjKind.Var, 0, null, name, t); }

/** Slot and group types of a map; not types of the program. */
export function mapGroup(ls: Layouts, map: Type): { slot: Type; group: Type } {
  const inline = (t: Type): Type => (ls.of(t).size > MAP_MAX_INLINE ? newPointer(t) : t);
  const slot = newStruct([field('key', inline(map.key!)), field('elem', inline(map.elem!))], ['', '']);
  const group = newStruct([field('ctrl', basicType(Basic.Uint64)), field('slots', newArray(slot, GROUP_SLOTS))], ['', '']);
  return { slot, group };
}

/** internal/runtime/maps.Map, whose third word is the only pointer, and that with a group behind it. */
export function mapObject(ls: Layouts, map: Type): { header: Type; withGroup: Type } {
  const word = basicType(Basic.Uint64);
  const header = newStruct([field('counts', newArray(word, 2)), field('dirPtr', basicType(Basic.UnsafePointer)), field('rest', newArray(word, 3))], ['', '', '']);
  return { header, withGroup: newStruct([field('header', header), field('group', mapGroup(ls, map).group)], ['', '']) };
}

/** Overwriting an entry must store the key too: keys that are equal but differ in bits. */
export function needKeyUpdate(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return u.basic >= Basic.Float32 && u.basic <= Basic.String;
    case TypeKind.Interface: return true;
    case TypeKind.Array: return needKeyUpdate(u.elem!);
    case TypeKind.Struct: return u.fields.some((f) => needKeyUpdate(f.type!));
    default: return false;
  }
}

export function writeMapType(u: UnitBuilder, w: DataWriter, t: Type, ut: Type): void {
  const ls = u.layouts;
  const { slot, group } = mapGroup(ls, ut);
  w.addr64(48, u.needType(ut.key!));
  w.addr64(56, u.needType(ut.elem!));
  w.addr64(64, groupDesc(u, ut, group));
  writeClosure(w, 72, hashClosure(u, ut.key!));
  w.u64(80, ls.of(group).size);
  w.u64(88, ls.of(slot).size);
  w.u64(96, ls.of(slot).fieldOffsets[1]!);
  let flags = 0;
  if (needKeyUpdate(ut.key!)) flags |= MapFlag.NeedKeyUpdate;
  if (hashMightPanic(ut.key!)) flags |= MapFlag.HashMightPanic;
  if (ls.of(ut.key!).size > MAP_MAX_INLINE) flags |= MapFlag.IndirectKey;
  if (ls.of(ut.elem!).size > MAP_MAX_INLINE) flags |= MapFlag.IndirectElem;
  w.u32(104, flags);
  // A named map type converted to its underlying type by reflection must find the same hash function.
  if (ut !== t) w.reloc(0, RelocKind.Keep, u.needType(ut));
}

/** Descriptor of a group: used for allocation and clearing only. */
function groupDesc(u: UnitBuilder, map: Type, group: Type): string {
  const name = `map.group[${typeLinkName(map.key!)}]${typeLinkName(map.elem!)}`;
  return structDesc(u, `type:noalg.${name}`, `*${name}`, u.layouts.of(group), u.layouts.ptrmask(group));
}
