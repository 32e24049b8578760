// Itabs made from type descriptors alone, by the symbols these refer to: what the runtime does with their bytes. The optimiser, which has no
// types, learns so at compile time what an assertion yields, whichever packages the two types are of.

import { RelocKind, SymFlag, SymKind, type DataSymbol } from '../../abi/symbol.ts';
import { DataWriter } from './writer.ts';
import { ITAB_FUN } from './methods.ts';
import { AbiKind, TFlag, fixedPart } from './type-desc.ts';

/** A method by name (unexported names with their package) and type. `entry`: what an itab holds; '' in interfaces. */
interface MethodEntry { name: string; type: string; entry: string }

const NAME = /^type:\.namedata\.([^.-]+)([.-])(?:#(.*))?$/;
const IMPORT_PATH = /^type:\.importpath\.(.*)\.$/;

/** Bytes and relocations of a descriptor. */
class Descriptor {
  private readonly view: DataView;
  private readonly at = new Map<number, { name: string; addend: number }>();

  constructor(readonly d: DataSymbol) {
    this.view = new DataView(d.bytes.buffer, d.bytes.byteOffset, d.bytes.length);
    for (const r of d.relocs) if (r.kind !== RelocKind.Keep) this.at.set(r.offset, r);
  }

  get kind(): AbiKind { return this.d.bytes[23]! & 31; }
  get hash(): number { return this.u32(16); }
  get hasMethods(): boolean { return (this.d.bytes[20]! & TFlag.Uncommon) !== 0; }
  u16(off: number): number { return off + 2 <= this.d.bytes.length ? this.view.getUint16(off, true) : 0; }
  u32(off: number): number { return off + 4 <= this.d.bytes.length ? this.view.getUint32(off, true) : 0; }
  target(off: number): string { return this.at.get(off)?.name ?? ''; }
  addend(off: number): number { return this.at.get(off)?.addend ?? 0; }

  /** Import path that the name at an offset refers to. */
  path(off: number): string { return IMPORT_PATH.exec(this.target(off))?.[1] ?? ''; }
}

/** A name as methods are compared by; `pkg` is the package of unexported names that say none. */
function methodName(sym: string, pkg: string): string | null {
  const m = NAME.exec(sym);
  if (m === null) return null;
  return m[2] === '.' ? m[1]! : `${m[1]}#${m[3] ?? pkg}`;
}

/** Methods of an interface type in the order of its itabs; null if the descriptor is not one. */
function wantedMethods(t: Descriptor): MethodEntry[] | null {
  if (t.kind !== AbiKind.Interface) return null;
  const pkg = t.path(48);
  const first = t.addend(56);
  const out: MethodEntry[] = [];
  for (let i = 0, n = t.u32(64); i < n; i++) {
    const name = methodName(t.target(first + 8 * i), pkg);
    const type = t.target(first + 8 * i + 4);
    if (name === null || type === '') return null;
    out.push({ name, type, entry: '' });
  }
  return out;
}

/** Methods of a concrete type by name; null if the descriptor is not one. */
function methodsOf(t: Descriptor): Map<string, MethodEntry> | null {
  if (t.kind === AbiKind.Interface) return null;
  const out = new Map<string, MethodEntry>();
  if (!t.hasMethods) return out;
  const at = fixedPart(t.kind);
  const pkg = t.path(at);
  const first = at + t.u32(at + 8);
  for (let i = 0, n = t.u16(at + 4); i < n; i++) {
    const o = first + 16 * i;
    const name = methodName(t.target(o), pkg);
    const type = t.target(o + 4);
    const entry = t.target(o + 8);
    if (name === null || type === '' || entry === '') return null;
    out.set(name, { name, type, entry });
  }
  return out;
}

/** Itab of a concrete type for an interface type with methods, false if the type lacks one, null if the descriptors do not tell. */
export function itabOf(type: DataSymbol, iface: DataSymbol): DataSymbol | false | null {
  const t = new Descriptor(type);
  const wanted = wantedMethods(new Descriptor(iface));
  const have = methodsOf(t);
  if (wanted === null || wanted.length === 0 || have === null) return null;
  const entries: string[] = [];
  for (const w of wanted) {
    const m = have.get(w.name);
    if (m === undefined || m.type !== w.type) return false;
    entries.push(m.entry);
  }
  const link = (name: string): string => name.slice('type:'.length);
  return itabData(`go:itab.${link(type.name)},${link(iface.name)}`, iface.name, type.name, t.hash, entries);
}

/** True if the entry of pointer type `pointer`'s method set is a wrapper of a method of its element type, which needs what is pointed to. */
export function needsElement(pointer: DataSymbol, elem: DataSymbol, entry: string): boolean {
  const have = methodsOf(new Descriptor(elem));
  for (const m of have === null ? [] : methodsOf(new Descriptor(pointer))?.values() ?? []) if (m.entry === entry) return have!.has(m.name);
  return false;
}

/** {Inter, Type, Hash, Fun…}; without methods it says that the type does not implement the interface. */
export function itabData(sym: string, iface: string, type: string, hash: number, entries: readonly string[]): DataSymbol {
  const w = new DataWriter(ITAB_FUN + 8 * Math.max(entries.length, 1));
  w.addr64(0, iface);
  w.addr64(8, type);
  w.u32(16, hash);
  entries.forEach((e, i) => w.reloc(ITAB_FUN + 8 * i, RelocKind.Table64, e));
  return w.symbol(sym, SymKind.RoData, 8, SymFlag.DupOk);
}
