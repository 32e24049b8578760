// The global symbol table: every name of every object, and of what the linker makes, has one number (gid). Names are compared by hash and
// bytes, so that opening a large program decodes no strings. Types are numbered likewise by their signature strings.

import { encodeUtf8 } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { SymFlag, SymKind } from '../abi/symbol.ts';
import { hashBytes } from '../object/format.ts';
import type { ObjectReader } from '../object/reader.ts';
import { LinkError } from './errors.ts';

/** State bits of a symbol. */
export const enum Sym {
  /** In the program. */
  Reached = 1,
  /** Has a slot in the function table. */
  Table = 2,
  /** Its table-ABI entry is called directly. */
  TableFunc = 4,
  /** Its funcinfo record is referred to. */
  Info = 8,
  /** Type converted to an interface. */
  UsedInIface = 16,
  /** Method key that is called through an interface. */
  Called = 32,
  /** Already reported as undefined. */
  Undefined = 64,
  /** Static closure object f·f made by the linker. */
  ClosureObject = 128,
}

export class SymbolTable {
  readonly objects: readonly ObjectReader[];
  /** Where the name of each gid lies: object and name index there, or object -1 and index into made. */
  private nameObj: Int32Array;
  private nameIdx: Int32Array;
  private readonly made: string[] = [];
  private readonly madeBytes: Uint8Array[] = [];
  private scratch = new Uint8Array(256);
  private hash: Uint32Array;
  private slots: Int32Array;
  count = 0;
  /** Definition: object (-1: none) and index there. */
  defObj: Int32Array;
  defIdx: Int32Array;
  state: Uint8Array;
  /** Index into the program's functions or data, once reached; -1 before. */
  entity: Int32Array;
  /** gid of each name of each object, -1 before it is asked for. */
  private readonly local: Int32Array[];

  constructor(objects: readonly ObjectReader[]) {
    this.objects = objects;
    let names = 0;
    for (const o of objects) names += o.numDefs;
    let cap = 1024;
    while (cap < 2 * names) cap *= 2;
    this.slots = new Int32Array(2 * cap).fill(-1);
    this.nameObj = new Int32Array(cap);
    this.nameIdx = new Int32Array(cap);
    this.hash = new Uint32Array(cap);
    this.defObj = new Int32Array(cap);
    this.defIdx = new Int32Array(cap);
    this.state = new Uint8Array(cap);
    this.entity = new Int32Array(cap);
    this.local = objects.map((o) => new Int32Array(o.numNames).fill(-1));
    this.define();
  }

  /** Enters the definitions of all objects. */
  private define(): void {
    const errors: string[] = [];
    this.objects.forEach((o, obj) => {
      for (let d = 0; d < o.numDefs; d++) {
        const name = o.defName(d);
        const flags = o.defFlags(d);
        if ((flags & SymFlag.Local) !== 0) { this.defineLocal(obj, name, d); continue; }
        const g = this.of(obj, name);
        if (this.differs(o, d, g)) { this.defineLocal(obj, name, d); continue; }
        const other = this.defObj[g]!;
        if (other < 0 || this.replaces(o, d, this.objects[other]!, this.defIdx[g]!, errors)) {
          this.defObj[g] = obj;
          this.defIdx[g] = d;
        }
      }
    });
    if (errors.length > 0) throw new LinkError(errors);
  }

  private defineLocal(obj: number, name: number, d: number): void {
    const g = this.add(obj, name, this.objects[obj]!.hashes[name]!);
    this.local[obj]![name] = g;
    this.defObj[g] = obj;
    this.defIdx[g] = d;
  }

  /** Whether d is a function (an instance, a wrapper) that another package compiled with a different ABI or suspension: each keeps its own then. */
  private differs(o: ObjectReader, d: number, g: number): boolean {
    const other = this.defObj[g]!;
    if (other < 0 || o.defKind(d) !== SymKind.Func || (o.defFlags(d) & SymFlag.DupOk) === 0) return false;
    const o2 = this.objects[other]!;
    const d2 = this.defIdx[g]!;
    return o2.defKind(d2) === SymKind.Func && o.funcContract(d) !== o2.funcContract(d2);
  }

  /** Whether definition d of o takes the place of an earlier one of the same name. */
  private replaces(o: ObjectReader, d: number, o2: ObjectReader, d2: number, errors: string[]): boolean {
    const dup = (o.defFlags(d) & SymFlag.DupOk) !== 0;
    const dup2 = (o2.defFlags(d2) & SymFlag.DupOk) !== 0;
    if (dup) return false;
    if (dup2) return true;
    // Variables declared in several packages by linkname: the one with content counts, else the largest.
    const k = o.defKind(d);
    const k2 = o2.defKind(d2);
    if (k === SymKind.Bss && k2 !== SymKind.Func) return k2 === SymKind.Bss && o.dataRecord(d).size > o2.dataRecord(d2).size;
    if (k2 === SymKind.Bss && k !== SymKind.Func) return true;
    errors.push(`duplicated definition of symbol ${o.name(o.defName(d))}, from ${o.info.path} and ${o2.info.path}`);
    return false;
  }

  private add(obj: number, name: number, h: number): number {
    if (this.count === this.nameObj.length) this.grow();
    const g = this.count++;
    this.nameObj[g] = obj;
    this.nameIdx[g] = name;
    this.hash[g] = h;
    this.defObj[g] = -1;
    this.entity[g] = -1;
    return g;
  }

  private grow(): void {
    const n = this.nameObj.length * 2;
    const up = (a: Int32Array): Int32Array => { const b = new Int32Array(n); b.set(a); return b; };
    this.nameObj = up(this.nameObj); this.nameIdx = up(this.nameIdx); this.defObj = up(this.defObj); this.defIdx = up(this.defIdx);
    this.entity = up(this.entity);
    const hash = new Uint32Array(n); hash.set(this.hash); this.hash = hash;
    const state = new Uint8Array(n); state.set(this.state); this.state = state;
    const slots = new Int32Array(2 * n).fill(-1);
    const mask = slots.length - 1;
    for (const g of this.slots) {
      if (g < 0) continue;
      let i = this.hash[g]! & mask;
      while (slots[i]! >= 0) i = (i + 1) & mask;
      slots[i] = g;
    }
    this.slots = slots;
  }

  private sameName(g: number, bytes: Uint8Array, from: number, len: number): boolean {
    const obj = this.nameObj[g]!;
    const idx = this.nameIdx[g]!;
    let b: Uint8Array;
    let at = 0;
    let n: number;
    if (obj < 0) {
      b = this.madeBytes[idx]!;
      n = b.length;
    } else {
      const o = this.objects[obj]!;
      b = o.nameBytes;
      at = o.nameOffsets[idx]!;
      n = o.nameOffsets[idx + 1]! - at;
    }
    if (n !== len) return false;
    for (let i = 0; i < len; i++) if (b[at + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Slot of a name in the hash table: its gid, or where it belongs. */
  private slot(h: number, bytes: Uint8Array, from: number, len: number): number {
    const mask = this.slots.length - 1;
    for (let i = h & mask; ; i = (i + 1) & mask) {
      const g = this.slots[i]!;
      if (g < 0 || (this.hash[g] === h && this.sameName(g, bytes, from, len))) return i;
    }
  }

  /** gid of a name of an object. */
  of(obj: number, name: number): number {
    const local = this.local[obj]!;
    let g = local[name]!;
    if (g >= 0) return g;
    const o = this.objects[obj]!;
    if (name >= o.numNames) fail(`link: name ${name} of ${o.info.path}`);
    const h = o.hashes[name]!;
    const from = o.nameOffsets[name]!;
    const i = this.slot(h, o.nameBytes, from, o.nameOffsets[name + 1]! - from);
    g = this.slots[i]!;
    if (g < 0) {
      const before = this.slots;
      g = this.add(obj, name, h);
      if (this.slots === before) this.slots[i] = g;
      else this.slots[this.slot(h, o.nameBytes, from, o.nameOffsets[name + 1]! - from)] = g;
    }
    local[name] = g;
    return g;
  }

  /** gid of a name that is written out. */
  byName(name: string): number {
    let n = name.length;
    if (n > this.scratch.length) this.scratch = new Uint8Array(2 * n);
    let b: Uint8Array = this.scratch;
    for (let i = 0; i < name.length; i++) {
      const c = name.charCodeAt(i);
      if (c > 127) { b = encodeUtf8(name); n = b.length; break; }
      b[i] = c;
    }
    const h = hashBytes(b, 0, n);
    let i = this.slot(h, b, 0, n);
    let g = this.slots[i]!;
    if (g >= 0) return g;
    const before = this.slots;
    g = this.add(-1, this.made.length, h);
    this.made.push(name);
    this.madeBytes.push(b.slice(0, n));
    if (this.slots !== before) i = this.slot(h, b, 0, n);
    this.slots[i] = g;
    return g;
  }

  name(g: number): string {
    const obj = this.nameObj[g]!;
    return obj < 0 ? this.made[this.nameIdx[g]!]! : this.objects[obj]!.name(this.nameIdx[g]!);
  }

  /** Whether the name of g begins with the ASCII text p. */
  startsWith(g: number, p: string): boolean {
    const obj = this.nameObj[g]!;
    if (obj < 0) return this.made[this.nameIdx[g]!]!.startsWith(p);
    const o = this.objects[obj]!;
    const at = o.nameOffsets[this.nameIdx[g]!]!;
    if (o.nameOffsets[this.nameIdx[g]! + 1]! - at < p.length) return false;
    for (let i = 0; i < p.length; i++) if (o.nameBytes[at + i] !== p.charCodeAt(i)) return false;
    return true;
  }

  isDefined(g: number): boolean { return this.defObj[g]! >= 0; }
  kind(g: number): SymKind { return this.objects[this.defObj[g]!]!.defKind(this.defIdx[g]!); }
  has(g: number, bit: Sym): boolean { return (this.state[g]! & bit) !== 0; }
}
