// Reads package objects lazily: opening looks at the header (and the checksum) only; names, symbols and records are decoded when asked for.

import { ByteReader, decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { type DataSymbol, type Reloc, type RelocKind, SymKind } from '../abi/symbol.ts';
import type { CodeBody, FuncCode } from '../wasm/code.ts';
import { checksum, FORMAT_VERSION, hashBytes, HEADER_WORDS, MAGIC, ObjectError, type ObjectMessage, type PackageInfo, Section, SYMBOL_WORDS } from './format.ts';
import { type BodyRecord, type DataRecord, type FuncRecord, readData, readFunc, RELOC_WORDS, type RelocWords } from './records.ts';

export class ObjectReader {
  readonly bytes: Uint8Array;
  private readonly words: Uint32Array;
  /** Number of names. Name i has hash hashes[i] and bytes nameBytes[nameOffsets[i] … nameOffsets[i + 1]). */
  readonly numNames: number;
  readonly hashes: Uint32Array;
  readonly nameOffsets: Uint32Array;
  readonly nameBytes: Uint8Array;
  /** Number of symbols defined here, functions first. */
  readonly numDefs: number;
  private readonly defs: Uint32Array;
  private readonly names: (string | undefined)[] = [];
  private infoCache: PackageInfo | null = null;
  private index: Int32Array | null = null;

  /** Throws ObjectError if bytes are not a whole object of this format. verify: also compute the checksum. */
  constructor(bytes: Uint8Array, verify = true) {
    if (bytes.length < 4 * HEADER_WORDS || bytes.length % 4 !== 0) throw new ObjectError('object is cut off');
    if (bytes.byteOffset % 4 !== 0) bytes = bytes.slice();
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    if (words[0] !== MAGIC) throw new ObjectError('not a package object');
    if (words[1] !== FORMAT_VERSION || words[5] !== Section.Count) throw new ObjectError(`object has format ${words[1]}, want ${FORMAT_VERSION}`);
    if (words[2] !== bytes.length) throw new ObjectError('object is cut off');
    if (verify) {
      const [lo, hi] = checksum(words, 5);
      if (lo !== words[3] || hi !== words[4]) throw new ObjectError('object is damaged');
    }
    this.bytes = bytes;
    this.words = words;
    const n = this.at(Section.Names) >> 2;
    this.numNames = words[n]!;
    this.hashes = words.subarray(n + 1, n + 1 + this.numNames);
    this.nameOffsets = words.subarray(n + 1 + this.numNames, n + 2 + 2 * this.numNames);
    this.nameBytes = bytes.subarray(4 * (n + 2 + 2 * this.numNames), this.at(Section.Names) + this.len(Section.Names));
    const s = this.at(Section.Symbols) >> 2;
    this.numDefs = words[s]!;
    this.defs = words.subarray(s + 1, s + 1 + SYMBOL_WORDS * this.numDefs);
  }

  private at(s: Section): number { return this.words[HEADER_WORDS + 2 * s]!; }
  private len(s: Section): number { return this.words[HEADER_WORDS + 2 * s + 1]!; }

  /** The bytes of a section (a view). */
  section(s: Section): Uint8Array { return this.bytes.subarray(this.at(s), this.at(s) + this.len(s)); }

  get exportData(): Uint8Array { return this.section(Section.Export); }
  get summaries(): Uint8Array { return this.section(Section.Summaries); }
  get bodies(): Uint8Array { return this.section(Section.Bodies); }

  /** Facts about the package. */
  get info(): PackageInfo {
    this.infoCache ??= readInfo(new ByteReader(this.section(Section.Info)));
    return this.infoCache;
  }

  get messages(): ObjectMessage[] {
    const r = new ByteReader(this.section(Section.Messages));
    const out: ObjectMessage[] = [];
    for (let n = r.uleb(); n > 0; n--) out.push({ file: r.str(), line: r.uleb(), col: r.uleb(), code: r.str(), text: r.str() });
    return out;
  }

  name(i: number): string {
    let s = this.names[i];
    if (s === undefined) {
      if (i >= this.numNames) fail(`object ${this.info.path}: name ${i} of ${this.numNames}`);
      s = decodeUtf8(this.nameBytes, this.nameOffsets[i]!, this.nameOffsets[i + 1]!);
      this.names[i] = s;
    }
    return s;
  }

  defName(d: number): number { return this.defs[SYMBOL_WORDS * d]!; }
  defKind(d: number): SymKind { return this.defs[SYMBOL_WORDS * d + 1]! & 255; }
  defFlags(d: number): number { return (this.defs[SYMBOL_WORDS * d + 1]! >>> 8) & 255; }
  /** Bytes of the definition in the object. */
  defLength(d: number): number { return this.defs[SYMBOL_WORDS * d + 3]!; }

  /** Definition d as the linker reads it (names stay indexes). */
  funcRecord(d: number): FuncRecord {
    return readFunc(new ByteReader(this.bytes, this.at(Section.Code) + this.defs[SYMBOL_WORDS * d + 2]!));
  }

  dataRecord(d: number): DataRecord {
    return readData(new ByteReader(this.bytes, this.at(Section.Data) + this.defs[SYMBOL_WORDS * d + 2]!));
  }

  /** What callers of function d assume about it (contractOf); its signature follows from its name. */
  funcContract(d: number): number { return this.defs[SYMBOL_WORDS * d + 1]! >>> 16; }

  /** Number of the definition of `name`, or -1. */
  findDef(name: string): number {
    const table = (this.index ??= this.buildIndex());
    const mask = table.length - 1;
    const b = encodeUtf8(name);
    const h = hashBytes(b, 0, b.length);
    for (let i = h & mask; ; i = (i + 1) & mask) {
      const d = table[i]!;
      if (d < 0) return -1;
      const n = this.defName(d);
      if (this.hashes[n] === h && this.name(n) === name) return d;
    }
  }

  private buildIndex(): Int32Array {
    let size = 16;
    while (size < 2 * this.numDefs) size *= 2;
    const table = new Int32Array(size).fill(-1);
    for (let d = 0; d < this.numDefs; d++) {
      let i = this.hashes[this.defName(d)]! & (size - 1);
      while (table[i]! >= 0) i = (i + 1) & (size - 1);
      table[i] = d;
    }
    return table;
  }

  /** Definition d as the compiler made it (tests, dumps). */
  func(d: number): FuncCode {
    const f = this.funcRecord(d);
    const body = (b: BodyRecord): CodeBody => ({ code: b.code, relocs: this.relocs(b.relocs) });
    return { name: this.name(this.defName(d)), sig: this.name(f.sig), abi: f.abi, flags: f.flags, suspends: f.suspends, checked: f.checked, cost: f.cost,
      bound: f.bound, info: f.info, recorded: f.recorded, code: f.code, relocs: [...this.relocs(f.relocs), ...this.relocs(f.marks)], meta: f.meta,
      metaRelocs: this.relocs(f.metaRelocs), resume: f.resume && body(f.resume) };
  }

  data(d: number): DataSymbol {
    const s = this.dataRecord(d);
    return { name: this.name(this.defName(d)), kind: this.defKind(d), align: s.align, size: s.size, bytes: s.bytes, ptrmask: s.ptrmask,
      relocs: [...this.relocs(s.relocs), ...this.relocs(s.marks)], flags: s.flags };
  }

  private relocs(w: RelocWords): Reloc[] {
    const out: Reloc[] = [];
    for (let i = 0; i < w.length; i += RELOC_WORDS) out.push({ offset: w[i]!, kind: w[i + 1]! as RelocKind, name: this.name(w[i + 2]!), addend: w[i + 3]! });
    return out;
  }
}

function readInfo(r: ByteReader): PackageInfo {
  const info: PackageInfo = { path: r.str(), name: r.str(), variant: r.str(), key: r.str(), imports: [], initSym: '', wasmImports: [], wasmExports: [] };
  for (let n = r.uleb(); n > 0; n--) info.imports.push({ path: r.str(), key: r.str() });
  info.initSym = r.str();
  for (let n = r.uleb(); n > 0; n--) info.wasmImports.push({ sym: r.str(), sig: r.str() });
  for (let n = r.uleb(); n > 0; n--) info.wasmExports.push({ name: r.str(), sym: r.str(), sig: r.str() });
  return info;
}
