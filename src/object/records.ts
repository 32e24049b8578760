// The varint records of functions and data symbols in a package object.
//
// Function: uleb sig (name), abi, symbol flags, bits (1 checked, 2 info, 4 resume, 8 meta; suspends << 4; 64 recorded), cost, bound;
//   info: frameSize, frameClass, flags, startLine, nargs; body; meta: blob, relocs; resume: body; reachability entries.
//   body = blob, relocs.
// Data: uleb log2 align, flags, size, blob bytes, blob ptrmask, relocs, reachability entries.
// Relocs: uleb count, each: uleb offset delta, uleb kind << 1 | hasAddend, uleb name, [sleb addend]. Reachability: count, each: kind, name.

import { ByteReader, ByteWriter } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { type DataSymbol, type Reloc, RelocKind } from '../abi/symbol.ts';
import type { FuncCode, FuncInfoFields } from '../wasm/code.ts';

/** Relocations as the linker walks them: RELOC_WORDS numbers each: offset, kind, name index, addend. */
export type RelocWords = Int32Array;
export const RELOC_WORDS = 4;
const NO_RELOCS: RelocWords = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);

export interface BodyRecord { code: Uint8Array; relocs: RelocWords }

export interface FuncRecord extends BodyRecord {
  /** Name indexes. */
  sig: number;
  abi: number;
  flags: number;
  suspends: number;
  checked: boolean;
  cost: number;
  bound: number;
  info: FuncInfoFields | null;
  recorded: boolean;
  meta: Uint8Array;
  metaRelocs: RelocWords;
  resume: BodyRecord | null;
  /** Reachability entries (Keep, UsedInIface, IfaceMethod, ReflectMethod). */
  marks: RelocWords;
}

export interface DataRecord {
  align: number;
  flags: number;
  size: number;
  bytes: Uint8Array;
  ptrmask: Uint8Array;
  relocs: RelocWords;
  marks: RelocWords;
}

type NameId = (name: string) => number;

const isMark = (kind: RelocKind): boolean => kind >= RelocKind.Keep;

function writeRelocs(w: ByteWriter, relocs: readonly Reloc[], nameId: NameId, what: string, limit: number): void {
  let n = 0;
  for (const r of relocs) if (!isMark(r.kind)) n++;
  w.uleb(n);
  let last = 0;
  for (const r of relocs) {
    if (isMark(r.kind)) continue;
    if (r.offset < last || r.offset >= limit) fail(`object: relocation of ${r.name} in ${what} at ${r.offset} after ${last}, size ${limit}`);
    w.uleb(r.offset - last);
    last = r.offset;
    w.uleb((r.kind << 1) | (r.addend !== 0 ? 1 : 0));
    w.uleb(nameId(r.name));
    if (r.addend !== 0) w.sleb(r.addend);
  }
}

function writeMarks(w: ByteWriter, lists: readonly (readonly Reloc[])[], nameId: NameId): void {
  const seen = new Set<string>();
  const marks: Reloc[] = [];
  for (const l of lists) {
    for (const r of l) {
      if (!isMark(r.kind)) continue;
      const key = `${r.kind} ${r.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      marks.push(r);
    }
  }
  w.uleb(marks.length);
  for (const r of marks) { w.uleb(r.kind); w.uleb(nameId(r.name)); }
}

export function writeFunc(w: ByteWriter, f: FuncCode, nameId: NameId): void {
  w.uleb(nameId(f.sig));
  w.uleb(f.abi);
  w.uleb(f.flags);
  w.uleb((f.checked ? 1 : 0) | (f.info ? 2 : 0) | (f.resume ? 4 : 0) | (f.meta.length > 0 ? 8 : 0) | (f.suspends << 4) | (f.recorded ? 64 : 0));
  w.uleb(f.cost);
  w.uleb(f.bound);
  if (f.info) {
    w.uleb(f.info.frameSize); w.uleb(f.info.frameClass); w.uleb(f.info.flags); w.uleb(f.info.startLine); w.uleb(f.info.nargs);
  }
  w.blob(f.code);
  writeRelocs(w, f.relocs, nameId, f.name, f.code.length);
  if (f.meta.length > 0) {
    w.blob(f.meta);
    writeRelocs(w, f.metaRelocs, nameId, `${f.name} (metadata)`, f.meta.length);
  }
  if (f.resume) {
    w.blob(f.resume.code);
    writeRelocs(w, f.resume.relocs, nameId, `${f.name} (resume)`, f.resume.code.length);
  }
  writeMarks(w, f.resume ? [f.relocs, f.resume.relocs] : [f.relocs], nameId);
}

export function writeData(w: ByteWriter, d: DataSymbol, nameId: NameId): void {
  if (d.align <= 0 || (d.align & (d.align - 1)) !== 0) fail(`object: alignment ${d.align} of ${d.name}`);
  if (d.bytes.length > d.size) fail(`object: ${d.name} has ${d.bytes.length} bytes, size ${d.size}`);
  w.uleb(31 - Math.clz32(d.align));
  w.uleb(d.flags);
  w.uleb(d.size);
  w.blob(d.bytes);
  w.blob(d.ptrmask);
  const relocs = d.relocs.every((r, i) => i === 0 || r.offset >= d.relocs[i - 1]!.offset) ? d.relocs : [...d.relocs].sort((x, y) => x.offset - y.offset);
  writeRelocs(w, relocs, nameId, d.name, d.size);
  writeMarks(w, [d.relocs], nameId);
}

function readRelocs(r: ByteReader): RelocWords {
  const n = r.uleb();
  if (n === 0) return NO_RELOCS;
  const out = new Int32Array(n * RELOC_WORDS);
  let offset = 0;
  for (let i = 0; i < out.length; i += RELOC_WORDS) {
    offset += r.uleb();
    const k = r.uleb();
    out[i] = offset;
    out[i + 1] = k >> 1;
    out[i + 2] = r.uleb();
    if ((k & 1) !== 0) out[i + 3] = r.sleb();
  }
  return out;
}

function readMarks(r: ByteReader): RelocWords {
  const n = r.uleb();
  if (n === 0) return NO_RELOCS;
  const out = new Int32Array(n * RELOC_WORDS);
  for (let i = 0; i < out.length; i += RELOC_WORDS) { out[i + 1] = r.uleb(); out[i + 2] = r.uleb(); }
  return out;
}

export function readFunc(r: ByteReader): FuncRecord {
  const sig = r.uleb();
  const abi = r.uleb();
  const flags = r.uleb();
  const bits = r.uleb();
  const cost = r.uleb();
  const bound = r.uleb();
  const info = (bits & 2) !== 0 ? { frameSize: r.uleb(), frameClass: r.uleb(), flags: r.uleb(), startLine: r.uleb(), nargs: r.uleb() } : null;
  const code = r.blob();
  const relocs = readRelocs(r);
  const hasMeta = (bits & 8) !== 0;
  const meta = hasMeta ? r.blob() : NO_BYTES;
  const metaRelocs = hasMeta ? readRelocs(r) : NO_RELOCS;
  const resume = (bits & 4) !== 0 ? { code: r.blob(), relocs: readRelocs(r) } : null;
  const marks = readMarks(r);
  return { sig, abi, flags, suspends: (bits >> 4) & 3, checked: (bits & 1) !== 0, cost, bound, info, recorded: (bits & 64) !== 0, code, relocs, meta, metaRelocs, resume, marks };
}

export function readData(r: ByteReader): DataRecord {
  const align = 1 << r.uleb();
  const flags = r.uleb();
  const size = r.uleb();
  const bytes = r.blob();
  const ptrmask = r.blob();
  const relocs = readRelocs(r);
  return { align, flags, size, bytes, ptrmask, relocs, marks: readMarks(r) };
}
