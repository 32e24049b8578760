// The file format of package objects (docs/design/object.md). All numbers little-endian.
//
//   header   u32 × HEADER_WORDS: magic, version, file size, checksum lo, checksum hi, number of sections, 0, 0
//   table    per section: u32 offset, u32 length
//   sections each aligned to 8 bytes, in the order of Section
//
// Names section: u32 n, u32 hash[n], u32 offset[n + 1], UTF-8 bytes. Everything else refers to names by index.
// Symbols section: u32 count, then per definition u32 × 4: name index, kind | flags << 8 | contract << 16, offset and length of its record in Code
// (functions) or Data. Records are varint streams (records.ts).

export const MAGIC = 0x6a626f47; // "Gobj"
export const FORMAT_VERSION = 3;
export const HEADER_WORDS = 8;

export const enum Section {
  /** Package facts: paths, imports, init task, wasm imports and exports. */
  Info,
  Names,
  Symbols,
  Code,
  Data,
  /** types/export. */
  Export,
  /** Summaries of functions (ssa/program). */
  Summaries,
  /** Inlinable bodies (ssa/serialize). */
  Bodies,
  /** Messages to print again when the object comes from the cache (-m lines, warnings). */
  Messages,
  Count,
}

export const sectionNames = ['info', 'names', 'symbols', 'code', 'data', 'export', 'summaries', 'bodies', 'messages'] as const;

export const SYMBOL_WORDS = 4;

/** What callers assume about a function besides its signature, as a number. */
export const contractOf = (abi: number, suspends: number): number => (suspends << 4) | abi;

/** A package object that cannot be used: cut off, damaged, or of another format. The driver compiles the package again. */
export class ObjectError extends Error {
  override readonly name = 'ObjectError';
}

/** FNV-1a over the UTF-8 bytes of a name. */
export function hashBytes(b: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ b[i]!, 0x01000193);
  return h >>> 0;
}

/** Two mixed 32-bit lanes over whole words; `words` is the file after its header. Finds cut-off and flipped files, not forged ones. */
export function checksum(words: Uint32Array, from: number): [number, number] {
  let a = 0x9e3779b9 | 0;
  let b = 0x7f4a7c15 | 0;
  for (let i = from; i < words.length; i++) {
    const w = words[i]!;
    a = Math.imul(a ^ w, 0x85ebca6b);
    a ^= a >>> 15;
    b = (Math.imul(b, 31) + w) | 0;
  }
  return [a >>> 0, (b ^ words.length) >>> 0];
}

export interface ImportRef { path: string; key: string }
export interface WasmImport {
  /** "module\0name", the name of FuncIndex relocations. */
  sym: string;
  /** Flattened signature, letters i l f d p. */
  sig: string;
}
export interface WasmExport { name: string; sym: string; sig: string }

/** One user-visible message (the shape of compile/input.ts Message). */
export interface ObjectMessage { file: string; line: number; col: number; code: string; text: string }

/** Facts about the package. */
export interface PackageInfo {
  /** Import path ("main" symbols of a main package are named main.X all the same). */
  path: string;
  /** Name in the package clause. */
  name: string;
  /** 'js-shared' | 'js-single' | 'wasip1' */
  variant: string;
  /** Cache key (hash of the inputs). */
  key: string;
  imports: ImportRef[];
  /** Function that initialises the package, or ''. */
  initSym: string;
  wasmImports: WasmImport[];
  wasmExports: WasmExport[];
}
