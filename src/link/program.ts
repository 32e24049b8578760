// The program under construction: functions, data and wasm types that are reachable, with all names resolved to symbol numbers (gid).

import { fail } from '../base/internal-error.ts';
import { RelocKind, SymKind } from '../abi/symbol.ts';
import type { ObjectReader } from '../object/reader.ts';
import { type DataRecord, type FuncRecord, RELOC_WORDS, type RelocWords } from '../object/records.ts';
import type { FuncInfoFields } from '../wasm/code.ts';
import { SymbolTable } from './symbols.ts';

export type Variant = 'js-shared' | 'js-single' | 'wasip1';

export interface LinkOptions {
  /** Import path of the main package's object. */
  mainPath: string;
  variant: Variant;
  /** Write a name section (not with -s or -w). */
  names: boolean;
  /** -X importpath.name=value: [symbol, value]. */
  defines?: readonly (readonly [string, string])[];
  /** "go1.26.8" */
  version: string;
  /** Module information for debug.ReadBuildInfo. */
  modinfo?: string;
  /** Default GODEBUG settings. */
  godebug?: string;
  goroot?: string;
  /** Debugging: calls of undefined functions become traps, undefined data zeros. */
  stubUndefined?: boolean;
}

/** A wasm function of the module. */
export interface LinkFunc {
  /** Symbol, or -1 (wrappers, resume functions). */
  gid: number;
  /** Name for the name section; '' = name of gid. */
  name: string;
  /** Type number. */
  type: number;
  code: Uint8Array;
  /** offset, kind, gid or type number, addend. */
  relocs: RelocWords;
  /** Object that it comes from, -1 made by the linker. */
  obj: number;
  /** Index of the definition there. */
  def: number;
  /** Wasm function index. */
  index: number;
  /** Number of references from code. */
  uses: number;
  /** The rest is for functions with a symbol (direct entry). */
  sig: string;
  abi: number;
  info: FuncInfoFields | null;
  checked: boolean;
  meta: Uint8Array;
  metaRelocs: RelocWords;
  resume: LinkFunc | null;
  /** Table-ABI entry if that is another function. */
  wrapper: LinkFunc | null;
  /** Stub entry:<sig>, if checked. */
  entry: LinkFunc | null;
  /** Table index of this function (resume functions, stubs) or of its table-ABI entry; 0 none. */
  slot: number;
  /** Symbol of its name for the record, -1 not yet needed. */
  nameGid: number;
  /** Number of its funcinfo record, -1 none. */
  infoIndex: number;
}

/** A data symbol of the module. */
export interface LinkData {
  gid: number;
  kind: SymKind;
  align: number;
  size: number;
  bytes: Uint8Array;
  ptrmask: Uint8Array;
  relocs: RelocWords;
  marks: RelocWords;
  obj: number;
  def: number;
  isType: boolean;
  isItab: boolean;
  methods: Method[] | null;
  address: number;
}

/** An entry of an uncommon type's method table. */
export interface Method { mtyp: number; ifn: number; tfn: number; key: number; name: number; exported: boolean; kept: boolean; /** Positions in relocs. */ from: number; to: number }

/** A function imported from the host. */
export interface LinkImport { gid: number; module: string; name: string; type: number; uses: number; index: number }

/** Kind of relocations whose target was dropped: the linker writes -1 (4 bytes). Not written to objects. */
export const DROPPED = 100 as RelocKind;

/** Addend of a FuncIndex relocation whose call is made only if something else needs the function (initialisers of large maps). */
export const WEAK_CALL = 1;

const NONE: RelocWords = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);

export class Program {
  readonly objects: readonly ObjectReader[];
  readonly options: LinkOptions;
  readonly syms: SymbolTable;
  readonly funcs: LinkFunc[] = [];
  readonly data: LinkData[] = [];
  readonly imports: LinkImport[] = [];
  /** Wasm types by number: 'iil>ii'. */
  readonly types: string[] = [];
  private readonly typeIds = new Map<string, number>();
  /** Type numbers by gid of the type's text (typeOf). */
  private readonly typeByGid: number[] = [];

  constructor(objects: readonly ObjectReader[], options: LinkOptions) {
    this.objects = [...objects].sort((a, b) => (a.info.path < b.info.path ? -1 : a.info.path > b.info.path ? 1 : 0));
    this.options = options;
    this.syms = new SymbolTable(this.objects);
  }

  typeId(text: string): number {
    let t = this.typeIds.get(text);
    if (t === undefined) {
      t = this.types.length;
      this.types.push(text);
      this.typeIds.set(text, t);
    }
    return t;
  }

  typeOf(gid: number): number {
    let t = this.typeByGid[gid];
    if (t === undefined) {
      t = this.typeId(this.syms.name(gid));
      this.typeByGid[gid] = t;
    }
    return t;
  }

  /** Replaces the names in an object's relocations by symbol numbers. */
  resolve(obj: number, relocs: RelocWords): RelocWords {
    for (let i = 0; i < relocs.length; i += RELOC_WORDS) {
      const g = this.syms.of(obj, relocs[i + 2]!);
      relocs[i + 2] = relocs[i + 1] === RelocKind.TypeIndex ? this.typeOf(g) : g;
    }
    return relocs;
  }

  funcOf(gid: number): LinkFunc {
    const f = this.funcs[this.syms.entity[gid]!];
    if (f === undefined || f.gid !== gid) fail(`link: ${this.syms.name(gid)} is not a function`);
    return f;
  }

  dataOf(gid: number): LinkData {
    const d = this.data[this.syms.entity[gid]!];
    if (d === undefined || d.gid !== gid) fail(`link: ${this.syms.name(gid)} is not data`);
    return d;
  }

  addFunc(gid: number, name: string, type: number, code: Uint8Array, relocs: RelocWords): LinkFunc {
    const f: LinkFunc = { gid, name, type, code, relocs, obj: -1, def: -1, index: -1, uses: 0, sig: '', abi: 0, info: null, checked: false, meta: NO_BYTES,
      metaRelocs: NONE, resume: null, wrapper: null, entry: null, slot: 0, nameGid: -1, infoIndex: -1 };
    if (gid >= 0) this.syms.entity[gid] = this.funcs.length;
    this.funcs.push(f);
    return f;
  }

  addObjectFunc(gid: number, obj: number, def: number, rec: FuncRecord, sig: string, type: number): LinkFunc {
    const f = this.addFunc(gid, '', type, rec.code, rec.relocs);
    f.obj = obj;
    f.def = def;
    f.sig = sig;
    f.abi = rec.abi;
    f.info = rec.info;
    f.checked = rec.checked;
    f.meta = rec.meta;
    f.metaRelocs = rec.metaRelocs;
    if (rec.resume) {
      const r = this.addFunc(-1, '', this.typeId('i>i'), rec.resume.code, rec.resume.relocs);
      r.obj = obj;
      r.def = def;
      f.resume = r;
    }
    return f;
  }

  addData(gid: number, kind: SymKind, align: number, size: number, bytes: Uint8Array, relocs: RelocWords = NONE): LinkData {
    const d: LinkData = { gid, kind, align, size, bytes, ptrmask: NO_BYTES, relocs, marks: NONE, obj: -1, def: -1, isType: false, isItab: false, methods: null,
      address: 0 };
    if (gid >= 0) this.syms.entity[gid] = this.data.length;
    this.data.push(d);
    return d;
  }

  addObjectData(gid: number, obj: number, def: number, kind: SymKind, rec: DataRecord): LinkData {
    const d = this.addData(gid, kind, rec.align, rec.size, rec.bytes, rec.relocs);
    d.ptrmask = rec.ptrmask;
    d.marks = rec.marks;
    d.obj = obj;
    d.def = def;
    return d;
  }

  /** Name of a function for people. */
  funcName(f: LinkFunc): string {
    if (f.name !== '') return f.name;
    if (f.gid >= 0) return this.syms.name(f.gid);
    const o = this.objects[f.obj]!;
    return `${o.name(o.defName(f.def))}·resume`;
  }
}
