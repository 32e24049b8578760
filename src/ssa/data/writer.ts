// Builds the bytes and relocations of one data symbol. Little-endian; offsets are bytes. `sym` relocations leave zero bytes.

import { RelocKind, SymKind, type DataSymbol, type Reloc } from '../../abi/symbol.ts';

const NO_MASK = new Uint8Array(0);

export class DataWriter {
  bytes: Uint8Array;
  readonly relocs: Reloc[] = [];

  constructor(size: number) { this.bytes = new Uint8Array(size); }

  get size(): number { return this.bytes.length; }

  u8(off: number, v: number): void { this.bytes[off] = v; }
  u16(off: number, v: number): void { this.bytes[off] = v; this.bytes[off + 1] = v >>> 8; }
  u32(off: number, v: number): void {
    this.bytes[off] = v;
    this.bytes[off + 1] = v >>> 8;
    this.bytes[off + 2] = v >>> 16;
    this.bytes[off + 3] = v >>> 24;
  }
  /** A non-negative integer below 2^53. */
  u64(off: number, v: number): void {
    this.u32(off, v % 4294967296);
    this.u32(off + 4, Math.floor(v / 4294967296));
  }
  words64(off: number, lo: number, hi: number): void { this.u32(off, lo); this.u32(off + 4, hi); }
  f32(off: number, v: number): void { new DataView(this.bytes.buffer).setFloat32(off, v, true); }
  f64(off: number, v: number): void { new DataView(this.bytes.buffer).setFloat64(off, v, true); }
  /** Latin-1 bytes. */
  latin1(off: number, s: string): void { for (let i = 0; i < s.length; i++) this.bytes[off + i] = s.charCodeAt(i); }

  reloc(off: number, kind: RelocKind, name: string, addend = 0): void { this.relocs.push({ offset: off, kind, name, addend }); }
  addr64(off: number, name: string, addend = 0): void { this.reloc(off, RelocKind.Addr64, name, addend); }
  addr32(off: number, name: string, addend = 0): void { this.reloc(off, RelocKind.Addr32, name, addend); }

  symbol(name: string, kind: SymKind, align: number, flags: number, ptrmask: Uint8Array = NO_MASK): DataSymbol {
    return { name, kind, align, size: this.bytes.length, bytes: this.bytes, ptrmask, relocs: this.relocs, flags };
  }
}

/** UTF-8 bytes of a JavaScript string as a Latin-1 string. */
export function utf8(s: string): string {
  let ascii = true;
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) { ascii = false; break; }
  if (ascii) return s;
  let r = '';
  for (const c of new TextEncoder().encode(s)) r += String.fromCharCode(c);
  return r;
}
