// Type descriptors: the release's internal/abi.Type and its kinds, byte for byte.
//
//   0 Size  8 PtrBytes  16 Hash  20 TFlag  21 Align  22 FieldAlign  23 Kind  24 Equal  32 GCData  40 Str  44 PtrToThis
//   48 fields of the kind; then, if the type has a name or methods, UncommonType {PkgPath, Mcount, Xcount, Moff, _};
//   then variable-length parts (parameter types, fields, interface methods); then Method {Name, Mtyp, Ifn, Tfn} each.
//
// Who emits: unnamed types and instances every package that uses them (merged by name); a declared type the package that declares it,
// together with the pointer to it; basic types package runtime.

import { RelocKind, SymFlag, SymKind } from '../../abi/symbol.ts';
import { Basic, Dir, TypeKind, newPointer, newSlice, type Type } from '../../types/types.ts';
import { asNamed, unalias, under } from '../../types/under.ts';
import { typeLinkName, typeReflectString } from '../../types/linkname.ts';
import { basicType, tError } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import { sigString } from '../build/layout.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { methodEntry } from '../build/callee.ts';
import { DataWriter } from './writer.ts';
import { Alg, algOf } from './alg.ts';
import { eqClosure, writeClosure } from './closures.ts';
import { baseNamed, concreteMethods, interfaceMethods, methodType } from './methods.ts';
import { importPathSym, nameSym } from './names.ts';
import { writeMapType } from './map-type.ts';
import { ptrmaskSym } from './ptrmask.ts';

export const enum TFlag { Uncommon = 1, ExtraStar = 2, Named = 4, RegularMemory = 8, GCMaskOnDemand = 16, DirectIface = 32 }

export const enum AbiKind { Array = 17, Chan = 18, Func = 19, Interface = 20, Map = 21, Pointer = 22, Slice = 23, String = 24, Struct = 25, UnsafePointer = 26 }

/** Pointer masks up to this many bytes are data; larger ones are made at run time (abi.MaxPtrmaskBytes). */
const MAX_PTRMASK_BYTES = 2048;

function abiKind(u: Type): number {
  switch (u.kind) {
    case TypeKind.Basic:
      if (u.basic === Basic.String) return AbiKind.String;
      if (u.basic === Basic.UnsafePointer) return AbiKind.UnsafePointer;
      return u.basic; // Bool..Complex128 are numbered alike
    case TypeKind.Array: return AbiKind.Array;
    case TypeKind.Chan: return AbiKind.Chan;
    case TypeKind.Signature: return AbiKind.Func;
    case TypeKind.Interface: return AbiKind.Interface;
    case TypeKind.Map: return AbiKind.Map;
    case TypeKind.Pointer: return AbiKind.Pointer;
    case TypeKind.Slice: return AbiKind.Slice;
    case TypeKind.Struct: return AbiKind.Struct;
    default: return fail(`no descriptor for type kind ${u.kind}`);
  }
}

/** Hash of a type: depends on its link name only. */
export function typeHash(t: Type): number {
  const s = typeLinkName(t);
  let h = 0x811c9dc5;
  for (let i = 0; i < s.length; i++) {
    h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** True for a name: declared types, instances and predeclared types. */
function hasName(t: Type): boolean { return t.kind === TypeKind.Named || t.kind === TypeKind.Basic; }

function isBasicFamily(t: Type): boolean {
  let e = unalias(t);
  if (e.kind === TypeKind.Slice) e = unalias(e.elem!);
  if (e.kind === TypeKind.Basic || e === tError) return true;
  return e.kind === TypeKind.Interface && e.methods.length === 0 && e.embeddeds.length === 0;
}

/** True if this unit has to emit the descriptor of t. */
export function mustEmit(u: UnitBuilder, t: Type): boolean {
  const base = t.kind === TypeKind.Pointer ? unalias(t.elem!) : t;
  if (isBasicFamily(base)) return u.pkg.path === 'runtime';
  const n = asNamed(base);
  if (n === null || n.targs.length > 0) return true;
  return n.obj!.pkg === u.pkg || n.obj!.pkg!.path === u.pkg.path;
}

function isDupOk(t: Type): boolean {
  const n = baseNamed(t);
  return n === null || n.targs.length > 0 || isBasicFamily(n);
}

/** Emits the descriptor of t (and asks for what it refers to). */
export function emitType(u: UnitBuilder, t0: Type, sym: string): void {
  const t = unalias(t0);
  if (!mustEmit(u, t) || u.hasData(sym)) return;
  const ut = under(t);
  const ms = concreteMethods(t);
  const named = hasName(t);
  const extra = named || ms.length > 0;
  const fixed = fixedPart(abiKind(ut));
  const c = fixed + (extra ? 16 : 0);
  const variable = variablePart(ut);
  const w = new DataWriter(c + variable + 16 * ms.length);
  writeCommon(u, w, t, sym, ms.length > 0, extra);
  writeKind(u, w, t, ut, sym, c);
  if (extra) writeUncommon(u, w, t, ms, fixed, 16 + variable);
  u.addData(w.symbol(sym, SymKind.RoData, 8, isDupOk(t) ? SymFlag.DupOk : 0));
}

/** Size of the descriptor's part before the name and methods. */
export function fixedPart(kind: AbiKind): number {
  switch (kind) {
    case AbiKind.Array: return 72;
    case AbiKind.Chan: return 64;
    case AbiKind.Func: case AbiKind.Pointer: case AbiKind.Slice: return 56;
    case AbiKind.Interface: case AbiKind.Struct: return 80;
    case AbiKind.Map: return 112;
    default: return 48;
  }
}

function variablePart(ut: Type): number {
  switch (ut.kind) {
    case TypeKind.Signature: return 8 * (ut.params!.fields.length + (ut.results?.fields.length ?? 0));
    case TypeKind.Interface: return 8 * interfaceMethods(ut).length;
    case TypeKind.Struct: return 24 * ut.fields.length;
    default: return 0;
  }
}

function writeCommon(u: UnitBuilder, w: DataWriter, t: Type, sym: string, hasMethods: boolean, extra: boolean): void {
  const l = u.layouts.of(t);
  const str = typeReflectString(t);
  let flags = 0;
  if (extra) flags |= TFlag.Uncommon;
  if (hasName(t)) flags |= TFlag.Named;
  if (algOf(u.layouts, t) === Alg.Mem) flags |= TFlag.RegularMemory;
  if (l.size === 8 && l.ptrdata === 8) flags |= TFlag.DirectIface;
  let name = str;
  let nameOf = t;
  if (str.startsWith('*')) nameOf = t.kind === TypeKind.Pointer ? unalias(t.elem!) : t;
  else { name = `*${str}`; flags |= TFlag.ExtraStar; }
  const n = asNamed(nameOf);
  w.u64(0, l.size);
  w.u64(8, l.ptrdata);
  w.u32(16, typeHash(t));
  w.u8(21, l.align);
  w.u8(22, l.align);
  w.u8(23, abiKind(under(t)));
  const eq = eqClosure(u, t);
  if (eq !== null) writeClosure(w, 24, eq);
  if (l.ptrdata / 64 > MAX_PTRMASK_BYTES) {
    flags |= TFlag.GCMaskOnDemand;
    w.addr64(32, maskOnDemand(u, sym));
  } else if (l.ptrdata > 0) w.addr64(32, ptrmaskSym(u, u.layouts.ptrmask(t)));
  w.u8(20, flags);
  w.addr32(40, nameSym(u, name, '', '', n !== null && n.obj!.exported, false));
  if (t.kind !== TypeKind.Pointer) {
    const p = newPointer(t);
    const ps = u.needType(p);
    w.addr32(44, ps);
    // A pointer type with methods cannot be made at run time.
    if (t.kind === TypeKind.Named || hasMethods || concreteMethods(p).length > 0) w.reloc(0, RelocKind.Keep, ps);
  }
}

function maskOnDemand(u: UnitBuilder, sym: string): string {
  const s = sym.replace(/^type:/, 'type:.gcmask.');
  u.addData({ name: s, kind: SymKind.Bss, align: 8, size: 8, bytes: new Uint8Array(0), ptrmask: new Uint8Array(0), relocs: [], flags: SymFlag.DupOk });
  return s;
}

function writeKind(u: UnitBuilder, w: DataWriter, t: Type, ut: Type, sym: string, c: number): void {
  switch (ut.kind) {
    case TypeKind.Array:
      w.addr64(48, u.needType(ut.elem!));
      w.addr64(56, u.needType(newSlice(ut.elem!)));
      w.u64(64, ut.len);
      break;
    case TypeKind.Slice: case TypeKind.Pointer:
      w.addr64(48, u.needType(ut.elem!));
      break;
    case TypeKind.Chan:
      w.addr64(48, u.needType(ut.elem!));
      w.u64(56, ut.dir === Dir.Both ? 3 : ut.dir === Dir.Send ? 2 : 1);
      break;
    case TypeKind.Signature: writeFuncType(u, w, ut, c); break;
    case TypeKind.Interface: writeInterface(u, w, t, ut, sym, c); break;
    case TypeKind.Map: writeMapType(u, w, t, ut); break;
    case TypeKind.Struct: writeStruct(u, w, ut, sym, c); break;
    default: break;
  }
}

function writeFuncType(u: UnitBuilder, w: DataWriter, ut: Type, c: number): void {
  const ins = ut.params!.fields;
  const outs = ut.results?.fields ?? [];
  w.u16(48, ins.length);
  w.u16(50, outs.length | (ut.variadic ? 0x8000 : 0));
  let off = c;
  for (const f of ins) { w.addr64(off, u.needType(f.type!)); off += 8; }
  for (const f of outs) { w.addr64(off, u.needType(f.type!)); off += 8; }
  // reflect.Value.Call and MakeFunc need thunks for functions and methods of this type; the linker makes them if the type is reachable.
  w.reloc(0, RelocKind.Keep, `go:sig.${sigString(u.layouts.signature(ut, null).sig)}`);
  w.reloc(0, RelocKind.Keep, `go:msig.${sigString(u.layouts.signature(ut, basicType(Basic.UnsafePointer)).sig)}`);
}

function writeSliceHeader(w: DataWriter, off: number, sym: string, at: number, n: number): void {
  w.addr64(off, sym, at);
  w.u64(off + 8, n);
  w.u64(off + 16, n);
}

function writeInterface(u: UnitBuilder, w: DataWriter, t: Type, ut: Type, sym: string, c: number): void {
  const ms = interfaceMethods(ut);
  const n = asNamed(t);
  let pkg = n === null || n.obj!.pkg === null ? '' : n.obj!.pkg.path;
  if (pkg === '') for (const m of ms) if (!m.exported && n === null) { pkg = ''; break; }
  if (pkg !== '') w.addr64(48, importPathSym(u, pkg));
  writeSliceHeader(w, 56, sym, c, ms.length);
  ms.forEach((m, i) => {
    const other = m.exported || m.pkg === null || m.pkg.path === pkg ? '' : m.pkg.path;
    w.addr32(c + 8 * i, nameSym(u, m.name, '', other, m.exported, false));
    w.addr32(c + 8 * i + 4, u.needType(methodType(m)));
  });
}

function writeStruct(u: UnitBuilder, w: DataWriter, ut: Type, sym: string, c: number): void {
  const l = u.layouts.of(ut);
  const hidden = ut.fields.find((f) => !f.exported && f.pkg !== null);
  if (hidden !== undefined) w.addr64(48, importPathSym(u, hidden.pkg!.path));
  writeSliceHeader(w, 56, sym, c, ut.fields.length);
  ut.fields.forEach((f, i) => {
    const o = c + 24 * i;
    w.addr64(o, nameSym(u, f.name, ut.tags[i] ?? '', '', f.exported, f.embedded));
    w.addr64(o + 8, u.needType(f.type!));
    w.u64(o + 16, l.fieldOffsets[i]!);
  });
}

/** Import path of the package that a type belongs to for reflect: of its name, or of its element's. */
function typePkg(t: Type): string {
  if (t.kind === TypeKind.Basic && t.basic === Basic.UnsafePointer) return 'unsafe';
  let n = asNamed(t);
  if (n === null) {
    const k = t.kind;
    if (k === TypeKind.Array || k === TypeKind.Slice || k === TypeKind.Pointer || k === TypeKind.Chan) n = asNamed(t.elem!);
  }
  return n === null || n.obj!.pkg === null ? '' : n.obj!.pkg.path;
}

function writeUncommon(u: UnitBuilder, w: DataWriter, t: Type, ms: ReturnType<typeof concreteMethods>, at: number, moff: number): void {
  const pkg = typePkg(t);
  if (pkg !== '') w.addr32(at, importPathSym(u, pkg));
  w.u16(at + 4, ms.length);
  w.u16(at + 6, ms.filter((m) => m.obj.exported).length);
  w.u32(at + 8, moff);
  const l = u.layouts.of(t);
  const recv = l.size === 8 && l.ptrdata === 8 ? t : newPointer(t);
  ms.forEach((m, i) => {
    const o = at + moff + 16 * i;
    const other = m.obj.exported || m.obj.pkg === null || m.obj.pkg.path === pkg ? '' : m.obj.pkg.path;
    w.addr32(o, nameSym(u, m.obj.name, '', other, m.obj.exported, false));
    w.addr32(o + 4, u.needType(methodType(m.obj)));
    w.reloc(o + 8, RelocKind.Table32, methodEntry(u, recv, m));
    w.reloc(o + 12, RelocKind.Table32, methodEntry(u, t, m));
  });
}
