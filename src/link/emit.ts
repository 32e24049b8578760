// Encodes the module. Equal programs give equal bytes; every number is a minimal LEB128.

import { ByteWriter, slebSize, ulebSize } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { RelocKind } from '../abi/symbol.ts';
import { FuncInfo } from '../abi/funcinfo.table.ts';
import { Global, globalNames, Low } from '../abi/machine.table.ts';
import { HOST_MODULE, RUNTIME_EXPORT } from '../abi/host-imports.table.ts';
import { MODULE_DATA } from '../abi/moduledata.table.ts';
import { RELOC_WORDS } from '../object/records.ts';
import type { Layout } from './layout.ts';
import type { LinkFunc, Program } from './program.ts';

const VALTYPE: Record<string, number> = { i: 0x7f, l: 0x7e, f: 0x7d, d: 0x7c };
const FUNC = 0;
const TABLE = 1;
const MEMORY = 2;
const FUNCREF = 0x70;
const MAX_PAGES = 65536;
/** Runs of zeros of at least this length are left out of the data segments. */
const ZERO_RUN = 24;
/** Until the runtime has asked the host. */
const INITIAL_BUDGET = 256 << 10;

export interface Segment { address: number; bytes: Uint8Array }

/** Parts of the image that are not zero. The image begins at a multiple of 4 and is looked at by words. */
export function segments(image: Uint8Array): Segment[] {
  const out: Segment[] = [];
  const n = image.length >> 2;
  const words = new Uint32Array(image.buffer, image.byteOffset, n);
  for (let i = 0; i < n;) {
    while (i < n && words[i] === 0) i++;
    if (i === n) break;
    const start = i;
    let end = i; // after the last word that is not zero
    for (; i < n && i - end < ZERO_RUN / 4; i++) if (words[i] !== 0) end = i + 1;
    let from = 4 * start;
    let to = 4 * end;
    while (image[from] === 0) from++;
    while (image[to - 1] === 0) to--;
    out.push({ address: MODULE_DATA + from, bytes: image.subarray(from, to) });
  }
  const rest = image.subarray(4 * n);
  if (rest.some((b) => b !== 0)) out.push({ address: MODULE_DATA + 4 * n, bytes: rest });
  return out;
}

export interface ModuleParts {
  program: Program;
  /** In index order, after the imports. */
  funcs: readonly LinkFunc[];
  /** Table entries from slot 1. */
  table: readonly LinkFunc[];
  exports: readonly { name: string; func: LinkFunc }[];
  layout: Layout;
  segments: readonly Segment[];
  /** Segments are passive, copied by initMemory. */
  passive: boolean;
  /** Address of a data symbol. */
  address: (gid: number) => number;
}

export interface Emitted { module: Uint8Array; /** Encoded size of each function. */ codeSizes: Int32Array }

class Emitter {
  private readonly parts: ModuleParts;
  private readonly p: Program;
  private readonly out: ByteWriter;
  /** Final index of each type number. */
  private typeIndex!: Int32Array;
  private typeOrder!: number[];
  /** Values of the current function's relocations. */
  private values = new Int32Array(256);
  readonly codeSizes: Int32Array;

  constructor(parts: ModuleParts) {
    this.parts = parts;
    this.p = parts.program;
    this.out = new ByteWriter(parts.funcs.reduce((n, f) => n + f.code.length + f.relocs.length, 2 * parts.layout.image.length));
    this.codeSizes = new Int32Array(parts.funcs.length);
  }

  run(): Uint8Array {
    const { out, parts } = this;
    this.orderTypes();
    out.bytes(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    this.section(1, (w) => this.typeSection(w));
    this.section(2, (w) => this.importSection(w));
    this.section(3, (w) => { w.uleb(parts.funcs.length); for (const f of parts.funcs) w.uleb(this.typeIndex[f.type]!); });
    this.section(4, (w) => { const n = parts.table.length + 1; w.uleb(1); w.u8(FUNCREF); w.u8(1); w.uleb(n); w.uleb(n); });
    if (!this.importsMemory) this.section(5, (w) => { w.uleb(1); this.memoryType(w); });
    this.section(6, (w) => this.globalSection(w));
    this.section(7, (w) => this.exportSection(w));
    if (parts.table.length > 0) this.section(9, (w) => this.elementSection(w));
    if (parts.passive && parts.segments.length > 0) this.section(12, (w) => w.uleb(parts.segments.length));
    this.codeSection();
    if (parts.segments.length > 0) this.section(11, (w) => this.dataSection(w));
    if (this.p.options.names) this.section(0, (w) => this.nameSection(w));
    return out.finish();
  }

  private get importsMemory(): boolean { return this.p.options.variant === 'js-shared'; }

  private section(id: number, write: (w: ByteWriter) => void): void {
    const w = new ByteWriter(1024);
    write(w);
    this.out.u8(id);
    this.out.uleb(w.len);
    this.out.bytes(w.view());
  }

  /** Types by number of uses, so that frequent ones have short indexes. */
  private orderTypes(): void {
    const uses = new Int32Array(this.p.types.length);
    for (const i of this.p.imports) uses[i.type]!++;
    for (const f of this.parts.funcs) {
      uses[f.type]!++;
      const r = f.relocs;
      for (let i = 0; i < r.length; i += RELOC_WORDS) if (r[i + 1] === RelocKind.TypeIndex) uses[r[i + 2]!]!++;
    }
    this.typeOrder = this.p.types.map((_, i) => i).filter((i) => uses[i]! > 0);
    this.typeOrder.sort((a, b) => uses[b]! - uses[a]! || (this.p.types[a]! < this.p.types[b]! ? -1 : 1));
    this.typeIndex = new Int32Array(this.p.types.length).fill(-1);
    this.typeOrder.forEach((t, i) => { this.typeIndex[t] = i; });
  }

  private typeSection(w: ByteWriter): void {
    w.uleb(this.typeOrder.length);
    for (const t of this.typeOrder) {
      const text = this.p.types[t]!;
      const gt = text.indexOf('>');
      if (gt < 0) fail(`link: wasm type ${text}`);
      w.u8(0x60);
      for (const part of [text.slice(0, gt), text.slice(gt + 1)]) {
        w.uleb(part.length);
        for (const c of part) w.u8(VALTYPE[c] ?? fail(`link: wasm type ${text}`));
      }
    }
  }

  private memoryType(w: ByteWriter): void {
    const shared = this.p.options.variant === 'js-shared';
    w.u8(shared ? 3 : 1);
    w.uleb(this.parts.layout.pages);
    w.uleb(MAX_PAGES);
  }

  private importSection(w: ByteWriter): void {
    w.uleb(this.p.imports.length + (this.importsMemory ? 1 : 0));
    for (const i of this.p.imports) { w.str(i.module); w.str(i.name); w.u8(FUNC); w.uleb(this.typeIndex[i.type]!); }
    if (this.importsMemory) { w.str(HOST_MODULE); w.str('memory'); w.u8(MEMORY); this.memoryType(w); }
  }

  private globalSection(w: ByteWriter): void {
    const { layout } = this.parts;
    const init = new Int32Array(globalNames.length);
    init[Global.Sp] = layout.estack0;
    init[Global.SpTop] = layout.estack0;
    init[Global.SpLimit] = layout.stack0;
    init[Global.M] = Low.M0;
    init[Global.Budget] = INITIAL_BUDGET;
    w.uleb(init.length);
    for (const x of init) { w.u8(VALTYPE.i!); w.u8(1); w.u8(0x41); w.sleb(x); w.u8(0x0b); }
  }

  private exportSection(w: ByteWriter): void {
    const { exports } = this.parts;
    w.uleb(exports.length + 1 + (this.importsMemory ? 0 : 1));
    w.str(`${RUNTIME_EXPORT}table`); w.u8(TABLE); w.uleb(0);
    if (!this.importsMemory) { w.str('memory'); w.u8(MEMORY); w.uleb(0); }
    for (const e of exports) { w.str(e.name); w.u8(FUNC); w.uleb(e.func.index); }
  }

  private elementSection(w: ByteWriter): void {
    w.uleb(1);
    w.u8(0);
    w.u8(0x41); w.sleb(1); w.u8(0x0b);
    w.uleb(this.parts.table.length);
    for (const f of this.parts.table) w.uleb(f.index);
  }

  private codeSection(): void {
    const { funcs } = this.parts;
    const w = new ByteWriter(funcs.reduce((n, f) => n + f.code.length + f.relocs.length + 8, 16));
    w.uleb(funcs.length);
    for (let i = 0; i < funcs.length; i++) {
      const start = w.len;
      this.body(w, funcs[i]!);
      this.codeSizes[i] = w.len - start;
    }
    this.out.u8(10);
    this.out.uleb(w.len);
    this.out.bytes(w.view());
  }

  /** One function: its code with the relocated operands written out. */
  private body(w: ByteWriter, f: LinkFunc): void {
    const r = f.relocs;
    const n = r.length / RELOC_WORDS;
    if (n > this.values.length) this.values = new Int32Array(2 * n);
    const { values } = this;
    let size = f.code.length - n;
    for (let k = 0; k < n; k++) {
      const kind = r[k * RELOC_WORDS + 1]! as RelocKind;
      const x = this.value(kind, r[k * RELOC_WORDS + 2]!, r[k * RELOC_WORDS + 3]!, f);
      values[k] = x;
      size += signed(kind) ? slebSize(x) : ulebSize(x >>> 0);
    }
    w.uleb(size);
    let from = 0;
    for (let k = 0; k < n; k++) {
      const at = r[k * RELOC_WORDS]!;
      w.slice(f.code, from, at);
      if (signed(r[k * RELOC_WORDS + 1]!)) w.sleb(values[k]!);
      else w.uleb(values[k]! >>> 0);
      from = at + 1;
    }
    w.slice(f.code, from, f.code.length);
  }

  private value(kind: RelocKind, target: number, addend: number, f: LinkFunc): number {
    switch (kind) {
      case RelocKind.FuncIndex: return this.funcIndex(target, f);
      case RelocKind.TableFunc: { const t = this.target(target, f); return (t.wrapper ?? t).index; }
      case RelocKind.TableIndex: return this.defined(target) ? this.target(target, f).slot : 0;
      case RelocKind.DataAddr: case RelocKind.MemOffset: return (this.parts.address(target) + addend) | 0;
      case RelocKind.TypeIndex: return this.typeIndex[target]!;
      case RelocKind.FuncInfo: return this.defined(target) ? this.parts.layout.funcInfos + this.target(target, f).infoIndex * FuncInfo.size : 0;
      default: return fail(`link: relocation kind ${kind} in code of ${this.p.funcName(f)}`);
    }
  }

  private defined(g: number): boolean { return this.p.syms.entity[g]! >= 0; }

  private target(g: number, from: LinkFunc): LinkFunc {
    const t = this.p.funcs[this.p.syms.entity[g]!];
    if (t === undefined || t.gid !== g) fail(`link: ${this.p.funcName(from)} refers to ${this.p.syms.name(g)} as a function`);
    return t;
  }

  private funcIndex(g: number, f: LinkFunc): number {
    const i = this.p.imports[this.p.syms.entity[g]!];
    return i !== undefined && i.gid === g ? i.index : this.target(g, f).index;
  }

  private dataSection(w: ByteWriter): void {
    const { segments, passive } = this.parts;
    w.uleb(segments.length);
    for (const s of segments) {
      w.u8(passive ? 1 : 0);
      if (!passive) { w.u8(0x41); w.sleb(s.address | 0); w.u8(0x0b); }
      w.blob(s.bytes);
    }
  }

  private nameSection(w: ByteWriter): void {
    w.str('name');
    const names = new ByteWriter(1 << 16);
    const { imports } = this.p;
    names.uleb(imports.length + this.parts.funcs.length);
    for (const i of imports) { names.uleb(i.index); names.str(`${i.module}.${i.name}`); }
    for (const f of this.parts.funcs) { names.uleb(f.index); names.str(this.p.funcName(f)); }
    w.u8(1);
    w.uleb(names.len);
    w.bytes(names.view());
    const globals = new ByteWriter(64);
    globals.uleb(globalNames.length);
    globalNames.forEach((g, i) => { globals.uleb(i); globals.str(g); });
    w.u8(7);
    w.uleb(globals.len);
    w.bytes(globals.view());
  }
}

/** Operands of i32.const are signed, all others unsigned. */
const signed = (kind: RelocKind): boolean => kind === RelocKind.TableIndex || kind === RelocKind.DataAddr || kind === RelocKind.FuncInfo;

export function emitModule(parts: ModuleParts): Emitted {
  const e = new Emitter(parts);
  const module = e.run();
  return { module, codeSizes: e.codeSizes };
}
