// Writes the metadata stream of a function (format: funcinfo.table.ts). Equal maps are stored once.

import { ByteWriter } from '../base/bytes.ts';
import { type Reloc, RelocKind } from './symbol.ts';

/** Symbol of a string {uvarint length, bytes} that the linker makes. */
export function nameSymbol(text: string): string { return `go:name.${text}`; }

export interface MetaInline { parent: number; name: string; file: string; line: number }
export interface MetaObject { offset: number; size: number; mask: Uint8Array }
export interface MetaSite {
  file: string;
  line: number;
  /** Index into inlines, -1 none. */
  inl: number;
  /** Bit i: 4-byte unit i behind the frame header holds a pointer. Empty: none. */
  pointers: Uint8Array;
  /** Bit i: object i is live. Empty: none. */
  objects: Uint8Array;
}

export interface FuncMeta {
  /** Written if the frame does not fit 16 bits. */
  frameSize: number;
  startLine: number;
  inlines: MetaInline[];
  objects: MetaObject[];
  /** Site 0 first. */
  sites: MetaSite[];
}

export function encodeFuncMeta(m: FuncMeta): { meta: Uint8Array; metaRelocs: Reloc[] } {
  const w = new ByteWriter(64 + 5 * m.sites.length);
  const metaRelocs: Reloc[] = [];
  const address = (text: string): void => {
    metaRelocs.push({ offset: w.len, kind: RelocKind.Addr32, name: nameSymbol(text), addend: 0 });
    w.u32(0);
  };
  if (m.frameSize >= 0xffff) w.uleb(m.frameSize);
  const files: string[] = [];
  const fileOf = (name: string): number => {
    let i = files.indexOf(name);
    if (i < 0) { i = files.length; files.push(name); }
    return i;
  };
  for (const s of m.sites) fileOf(s.file);
  for (const c of m.inlines) fileOf(c.file);
  w.uleb(files.length);
  for (const f of files) address(f);
  w.uleb(m.inlines.length);
  for (const c of m.inlines) {
    w.sleb(c.parent);
    address(c.name);
    w.uleb(fileOf(c.file));
    w.uleb(c.line);
  }
  const maps: Uint8Array[] = [];
  const keys = new Map<string, number>();
  const mapOf = (bits: Uint8Array): number => {
    let n = bits.length;
    while (n > 0 && bits[n - 1] === 0) n--;
    if (n === 0) return 0;
    const key = bits.subarray(0, n).join();
    let i = keys.get(key);
    if (i === undefined) {
      maps.push(bits.subarray(0, n));
      i = maps.length;
      keys.set(key, i);
    }
    return i;
  };
  const siteMaps = m.sites.map((s) => [mapOf(s.pointers), mapOf(s.objects)] as const);
  w.uleb(maps.length);
  for (const b of maps) { w.uleb(b.length); w.bytes(b); }
  w.uleb(m.objects.length);
  for (const o of m.objects) {
    w.uleb(o.offset);
    w.uleb(o.size);
    w.uleb(o.mask.length);
    w.bytes(o.mask);
  }
  w.uleb(m.sites.length);
  let line = m.startLine;
  m.sites.forEach((s, i) => {
    w.uleb(fileOf(s.file));
    w.sleb(s.line - line);
    line = s.line;
    w.uleb(s.inl + 1);
    w.uleb(siteMaps[i]![0]);
    w.uleb(siteMaps[i]![1]);
  });
  return { meta: w.finish(), metaRelocs };
}
