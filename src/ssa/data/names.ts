// reflect names as data: flag byte, varint length, bytes, optionally varint length and bytes of a tag, optionally a NameOff of the
// package path (internal/abi.Name).

import { SymFlag, SymKind } from '../../abi/symbol.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { DataWriter, utf8 } from './writer.ts';

const enum NameFlag { Exported = 1, HasTag = 2, HasPkg = 4, Embedded = 8 }

function varint(n: number): string {
  let r = '';
  while (n >= 128) { r += String.fromCharCode((n & 127) | 128); n >>>= 7; }
  return r + String.fromCharCode(n);
}

/** Symbol of a name. `tag` is Latin-1 bytes; `pkgPath` only for unexported names of another package than the type's. */
export function nameSym(u: UnitBuilder, name: string, tag: string, pkgPath: string, exported: boolean, embedded: boolean): string {
  const sym = `type:.namedata.${name}${exported ? '.' : '-'}${tag}${embedded ? '.embedded' : ''}${pkgPath === '' ? '' : `#${pkgPath}`}`;
  if (u.hasData(sym)) return sym;
  const bytes = utf8(name);
  let flags = 0;
  if (exported) flags |= NameFlag.Exported;
  if (tag !== '') flags |= NameFlag.HasTag;
  if (pkgPath !== '') flags |= NameFlag.HasPkg;
  if (embedded) flags |= NameFlag.Embedded;
  let s = String.fromCharCode(flags) + varint(bytes.length) + bytes;
  if (tag !== '') s += varint(tag.length) + tag;
  const w = new DataWriter(s.length + (pkgPath === '' ? 0 : 4));
  w.latin1(0, s);
  if (pkgPath !== '') w.addr32(s.length, importPathSym(u, pkgPath));
  u.addData(w.symbol(sym, SymKind.RoData, 1, SymFlag.DupOk));
  return sym;
}

/** Symbol of an import path as a name. */
export function importPathSym(u: UnitBuilder, path: string): string {
  const sym = `type:.importpath.${path}.`;
  if (u.hasData(sym)) return sym;
  const bytes = utf8(path);
  const s = String.fromCharCode(0) + varint(bytes.length) + bytes;
  const w = new DataWriter(s.length);
  w.latin1(0, s);
  u.addData(w.symbol(sym, SymKind.RoData, 1, SymFlag.DupOk));
  return sym;
}
