// Where everything lies in linear memory (docs/design/object.md): module data, read-only data, types, function records, variables by kind
// (pointers or not, initialised or not), the stack of g0, the heap. Then the image of all initialised memory, relocated.

import { ByteWriter, encodeUtf8 } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { RelocKind, SymKind } from '../abi/symbol.ts';
import { FuncInfo } from '../abi/funcinfo.table.ts';
import { InitTask, MODULE_DATA, MODULE_DATA_SIZE, moduleFields, SigEntry } from '../abi/moduledata.table.ts';
import { RELOC_WORDS, type RelocWords } from '../object/records.ts';
import { DROPPED, type LinkData, type LinkFunc, type Program } from './program.ts';
import { Sym } from './symbols.ts';

const PAGE = 65536;
/** Memory stack of g0 (runtime code on the host's stack). */
const STACK0 = 65536;
/** Heap that the memory has room for at the start. */
const INITIAL_HEAP = 2 << 20;
/** Undefined data under stubUndefined. */
const UNDEFINED_SIZE = 4096;

export interface InitEntry { func: LinkFunc; path: string }

/** What else the module data tells. */
export interface ModuleInput {
  runtimeInits: readonly InitEntry[];
  mainInits: readonly InitEntry[];
  mainMain: LinkFunc;
  /** The program can read the heap profile. */
  memProfile: boolean;
  /** Table index written for dropped methods of itabs: never 0, which would mean that the type does not implement the interface. */
  unreachableMethod: number;
  /** Signature; reflectcall thunk, reflectstub, reflectpanic or null. */
  reflectSigs: readonly { sig: string; call: LinkFunc | null; stub: LinkFunc | null; panic: LinkFunc | null }[];
  /** Functions with a record, in order; the first numTableFuncs have a table slot. */
  records: readonly LinkFunc[];
  numTableFuncs: number;
  tableSize: number;
}

export interface Layout {
  /** Initialised memory from MODULE_DATA on. */
  image: Uint8Array;
  heap: number;
  pages: number;
  stack0: number;
  estack0: number;
  funcInfos: number;
  /** Bytes of function records and metadata. */
  metaSize: number;
  /** Address + addend of a data symbol. */
  undefinedData: number;
}

const alignUp = (x: number, a: number): number => (x + a - 1) & -a;

class Placer {
  at: number;
  constructor(at: number) { this.at = at; }
  take(size: number, align: number): number {
    this.at = alignUp(this.at, align);
    const a = this.at;
    this.at += size;
    return a;
  }
}

/** Places symbols: those of large alignment first, so that there is little padding. */
function place(list: readonly LinkData[], p: Placer): void {
  for (let align = 4096; align >= 1; align >>= 1) for (const d of list) if (d.align === align) d.address = p.take(d.size, align);
}

class Image {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  constructor(end: number) {
    this.bytes = new Uint8Array(end - MODULE_DATA);
    this.view = new DataView(this.bytes.buffer);
  }
  set(address: number, b: Uint8Array): void { this.bytes.set(b, address - MODULE_DATA); }
  u8(address: number, x: number): void { this.bytes[address - MODULE_DATA] = x; }
  u16(address: number, x: number): void { this.view.setUint16(address - MODULE_DATA, x, true); }
  u32(address: number, x: number): void { this.view.setUint32(address - MODULE_DATA, x, true); }
}

export class Layouter {
  private readonly p: Program;
  private readonly input: ModuleInput;
  private image!: Image;
  private readonly fields = new Map<string, number>();
  private undefinedData = 0;

  constructor(p: Program, input: ModuleInput) { this.p = p; this.input = input; }

  run(): Layout {
    const { input } = this;
    const groups = this.group();
    const f = this.fields;
    const p = new Placer(MODULE_DATA + MODULE_DATA_SIZE);
    f.set('rodata', MODULE_DATA);
    place(groups.rodata, p);
    f.set('types', p.take(0, 16));
    place(groups.types, p);
    f.set('etypes', p.at);
    const funcInfos = p.take(input.records.length * FuncInfo.size, 16);
    const meta = p.take(input.records.reduce((n, r) => n + r.meta.length, 0), 1);
    const metaSize = p.at - funcInfos;
    const tables = this.placeTables(groups, p);
    f.set('erodata', p.at);
    this.region('noptrdata', groups.noptrdata, p);
    this.region('data', groups.data, p);
    const imageEnd = p.at;
    this.region('bss', groups.bss, p);
    this.region('noptrbss', groups.noptrbss, p);
    this.placeEmpty([...groups.bss, ...groups.noptrbss]);
    this.undefinedData = this.p.options.stubUndefined ? p.take(UNDEFINED_SIZE, 16) : 0;
    const stack0 = p.take(STACK0, 16);
    f.set('stack0', stack0);
    f.set('estack0', p.at);
    const heap = p.take(0, 16);
    const pages = Math.ceil((heap + INITIAL_HEAP) / PAGE);
    if (heap > 0x7fffffff) fail('link: data does not fit in memory');
    f.set('heap', heap);
    f.set('memEnd', pages * PAGE);
    f.set('funcInfos', funcInfos);
    f.set('numFuncInfos', input.records.length);
    f.set('numTableFuncs', input.numTableFuncs);
    f.set('tableSize', input.tableSize);
    f.set('mainMain', input.mainMain.slot);
    f.set('memProfile', input.memProfile ? 1 : 0);

    this.image = new Image(imageEnd);
    for (const d of this.p.data) if (d.kind !== SymKind.Bss) this.writeData(d);
    this.writeRecords(funcInfos, meta);
    tables(this.image);
    moduleFields.forEach((field, i) => this.image.u32(MODULE_DATA + 4 * i, f.get(field.name) ?? fail(`link: module data field ${field.name}`)));
    return { image: this.image.bytes, heap, pages, stack0, estack0: stack0 + STACK0, funcInfos, metaSize, undefinedData: this.undefinedData };
  }

  /** Variables of size 0 are where the allocator puts objects of size 0. */
  private placeEmpty(list: readonly LinkData[]): void {
    const zerobase = list.find((d) => d.gid === this.p.syms.byName('runtime.zerobase'));
    if (zerobase !== undefined) for (const d of list) if (d.size === 0) d.address = zerobase.address;
  }

  private region(name: string, list: readonly LinkData[], p: Placer): void {
    this.fields.set(name, p.take(0, 16));
    place(list, p);
    this.fields.set(`e${name}`, p.at);
  }

  private group(): Record<'rodata' | 'types' | 'noptrdata' | 'data' | 'bss' | 'noptrbss', LinkData[]> {
    const g = { rodata: [], types: [], noptrdata: [], data: [], bss: [], noptrbss: [] } as Record<string, LinkData[]>;
    for (const d of this.p.data) {
      const ptrs = d.ptrmask.some((b) => b !== 0);
      switch (d.kind) {
        case SymKind.RoData: (d.isType ? g.types! : g.rodata!).push(d); break;
        case SymKind.Data: (ptrs ? g.data! : g.noptrdata!).push(d); break;
        case SymKind.Bss: (ptrs ? g.bss! : g.noptrbss!).push(d); break;
        default: fail('link: data of kind Func');
      }
    }
    return g;
  }

  /** Reserves the tables of the module data; the result writes them once addresses are known. */
  private placeTables(groups: Record<'data' | 'bss' | 'types', LinkData[]>, p: Placer): (image: Image) => void {
    const { input, fields: f } = this;
    const writers: ((image: Image) => void)[] = [];
    const array = (name: string, count: string, n: number, size: number, align: number, write: (image: Image, at: number, i: number) => void): void => {
      const at = p.take(n * size, align);
      f.set(name, at);
      f.set(count, n);
      writers.push((image) => { for (let i = 0; i < n; i++) write(image, at + i * size, i); });
    };
    const text = (bytes: Uint8Array): number => {
      const at = p.take(bytes.length, 1);
      writers.push((image) => image.set(at, bytes));
      return at;
    };
    const links = this.typelinks();
    array('typelinks', 'numTypelinks', links.length, 4, 8, (m, at, i) => m.u32(at, links[i]!.address));
    const itabs = this.p.data.filter((d) => d.isItab);
    array('itablinks', 'numItablinks', itabs.length, 8, 8, (m, at, i) => m.u32(at, itabs[i]!.address));
    for (const [name, list] of [['runtimeInits', input.runtimeInits], ['mainInits', input.mainInits]] as const) {
      const paths = list.map((e) => text(lengthPrefixed(e.path)));
      array(name, `num${name[0]!.toUpperCase()}${name.slice(1)}`, list.length, InitTask.size, 4, (m, at, i) => {
        m.u32(at + InitTask.fn, list[i]!.func.slot);
        m.u32(at + InitTask.path, paths[i]!);
      });
    }
    const sigs = input.reflectSigs;
    const texts = sigs.map((s) => text(encodeUtf8(s.sig)));
    array('reflectSigs', 'numReflectSigs', sigs.length, SigEntry.size, 4, (m, at, i) => {
      m.u32(at + SigEntry.text, texts[i]!);
      m.u32(at + SigEntry.len, sigs[i]!.sig.length);
      m.u32(at + SigEntry.call, sigs[i]!.call?.slot ?? 0);
      m.u32(at + SigEntry.stub, sigs[i]!.stub?.slot ?? 0);
      m.u32(at + SigEntry.panic, sigs[i]!.panic?.slot ?? 0);
    });
    const o = this.p.options;
    for (const [name, value] of [['modinfo', o.modinfo], ['version', o.version], ['godebug', o.godebug], ['goroot', o.goroot], ['mainPath', o.mainPath]] as const) {
      const bytes = encodeUtf8(value ?? '');
      f.set(name, text(bytes));
      f.set(`${name}Len`, bytes.length);
    }
    this.placeRoots(groups, p, writers);
    return (image) => { for (const w of writers) w(image); };
  }

  /** One bit per word of the data and bss regions. */
  private placeRoots(groups: Record<'data' | 'bss', LinkData[]>, p: Placer, writers: ((image: Image) => void)[]): void {
    const size = new Placer(0);
    place(groups.data, size);
    size.take(0, 16);
    place(groups.bss, size);
    const bytes = Math.ceil(Math.ceil(size.at / 8) / 8);
    const at = p.take(bytes, 8);
    this.fields.set('rootMask', at);
    this.fields.set('rootMaskLen', bytes);
    writers.push((image) => {
      const mask = new Uint8Array(bytes);
      const start = this.fields.get('data')!;
      for (const list of [groups.data, groups.bss]) {
        for (const d of list) {
          if ((d.address & 7) !== 0) fail(`link: ${this.p.syms.name(d.gid)} has pointers and alignment ${d.align}`);
          const word = (d.address - start) >> 3;
          for (let i = 0; i < d.ptrmask.length * 8; i++) if ((d.ptrmask[i >> 3]! >> (i & 7)) & 1) mask[(word + i) >> 3]! |= 1 << ((word + i) & 7);
        }
      }
      image.set(at, mask);
    });
  }

  /** Unnamed types that reflection may look up by string, sorted by it. */
  private typelinks(): LinkData[] {
    const named = 4; // abi.TFlagNamed
    const kinds = (1 << 17) | (1 << 18) | (1 << 19) | (1 << 21) | (1 << 22) | (1 << 23) | (1 << 25); // array chan func map pointer slice struct
    const list: { d: LinkData; text: string }[] = [];
    for (const d of this.p.data) {
      if (!d.isType || d.bytes.length < 48 || (d.bytes[20]! & named) !== 0 || ((kinds >> (d.bytes[23]! & 31)) & 1) === 0) continue;
      list.push({ d, text: this.typeString(d) });
    }
    list.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    return list.map((x) => x.d);
  }

  /** The string of a type descriptor: name at Str, without the star if TFlagExtraStar. */
  private typeString(d: LinkData): string {
    for (let i = 0; i < d.relocs.length; i += RELOC_WORDS) {
      if (d.relocs[i] !== 40) continue;
      const name = this.p.dataOf(d.relocs[i + 2]!).bytes;
      let at = d.relocs[i + 3]! + 1;
      let n = 0;
      for (let shift = 0; ; shift += 7) { const b = name[at++]!; n |= (b & 127) << shift; if (!(b >= 128)) break; }
      const s = new TextDecoder().decode(name.subarray(at, at + n));
      return (d.bytes[20]! & 2) !== 0 ? s.slice(1) : s;
    }
    return '';
  }

  /** Address of data symbol g, 0 if it was dropped. */
  address(g: number): number {
    const { syms } = this.p;
    const d = this.p.data[syms.entity[g]!];
    if (d !== undefined && d.gid === g) return d.address;
    return syms.has(g, Sym.Undefined) ? this.undefinedData : 0;
  }

  private slot(g: number): number {
    const f = this.p.funcs[this.p.syms.entity[g]!];
    return f !== undefined && f.gid === g ? f.slot : 0;
  }

  private writeData(d: LinkData): void {
    this.image.set(d.address, d.bytes);
    this.relocate(d.relocs, d.address, d.isItab);
  }

  private relocate(r: RelocWords, base: number, itab: boolean): void {
    const m = this.image;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const at = base + r[i]!;
      const g = r[i + 2]!;
      switch (r[i + 1]! as RelocKind) {
        case RelocKind.Addr64: m.u32(at, this.address(g) + r[i + 3]!); m.u32(at + 4, 0); break;
        case RelocKind.Addr32: { const a = this.address(g); m.u32(at, a === 0 ? 0 : a + r[i + 3]!); break; }
        case RelocKind.Table64: m.u32(at, this.slot(g) || (itab ? this.input.unreachableMethod : 0)); m.u32(at + 4, 0); break;
        case RelocKind.Table32: m.u32(at, this.slot(g) || -1); break;
        case RelocKind.Closure64: m.u32(at, this.address(this.p.syms.byName(`${this.p.syms.name(g)}·f`))); m.u32(at + 4, 0); break;
        case DROPPED: m.u32(at, -1); break;
        default: fail(`link: relocation kind ${r[i + 1]} in data (${this.p.syms.name(g)}${itab ? ', itab' : ''})`);
      }
    }
  }

  private writeRecords(at: number, meta: number): void {
    const m = this.image;
    for (const f of this.input.records) {
      m.u32(at + FuncInfo.resume, f.resume?.slot ?? 0);
      m.u32(at + FuncInfo.entry, f.entry?.slot ?? 0);
      m.u32(at + FuncInfo.table, f.slot);
      m.u32(at + FuncInfo.name, this.address(f.nameGid));
      if (f.meta.length > 0) {
        m.u32(at + FuncInfo.meta, meta);
        m.set(meta, f.meta);
        this.relocate(f.metaRelocs, meta, false);
        meta += f.meta.length;
      }
      if (f.info) {
        m.u16(at + FuncInfo.frameSize, Math.min(f.info.frameSize, 0xffff));
        m.u8(at + FuncInfo.frameClass, f.info.frameClass);
        m.u8(at + FuncInfo.flags, f.info.flags);
        m.u32(at + FuncInfo.startLine, f.info.startLine);
        m.u16(at + FuncInfo.nargs, f.info.nargs);
      }
      at += FuncInfo.size;
    }
  }
}

function lengthPrefixed(s: string): Uint8Array {
  const w = new ByteWriter(s.length + 2);
  w.str(s);
  return w.finish();
}
