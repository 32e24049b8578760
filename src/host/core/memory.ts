// Views of the program's linear memory. Growing makes a new buffer, so views are renewed when an access lies past the one at hand (an old
// shared buffer keeps its part of the memory, one that is not shared becomes empty).

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const NAMES = 256;
const MAX_NAME = 40;

export class MemoryView {
  readonly memory: WebAssembly.Memory;
  u8: Uint8Array;
  dv: DataView;
  private readonly names: { bytes: Uint8Array; text: string }[] = [];

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.u8 = new Uint8Array(memory.buffer);
    this.dv = new DataView(memory.buffer);
  }

  private renew(): void {
    this.u8 = new Uint8Array(this.memory.buffer);
    this.dv = new DataView(this.memory.buffer);
  }

  /** A view (not a copy) of n bytes at address p. */
  bytes(p: number, n: number): Uint8Array {
    const at = p >>> 0;
    const len = n >>> 0;
    if (at + len > this.u8.length) this.renew();
    return this.u8.subarray(at, at + len);
  }

  view(p: number, n: number): DataView {
    if ((p >>> 0) + n > this.dv.byteLength) this.renew();
    return this.dv;
  }

  /** UTF-8 text at p. Copies first: text decoders refuse shared memory. */
  text(p: number, n: number): string { return decoder.decode(this.bytes(p, n).slice()); }

  /** Like text, for short text that comes again and again. */
  name(p: number, n: number): string {
    const at = p >>> 0;
    if (n > MAX_NAME) return this.text(at, n);
    const bytes = this.bytes(at, n);
    const slot = (at ^ n) & (NAMES - 1);
    const known = this.names[slot];
    if (known !== undefined && known.bytes.length === n) {
      let i = 0;
      while (i < n && known.bytes[i] === bytes[i]) i++;
      if (i === n) return known.text;
    }
    const copy = bytes.slice();
    const text = decoder.decode(copy);
    this.names[slot] = { bytes: copy, text };
    return text;
  }

  /** Writes UTF-8 text into at most n bytes at p; the number of bytes the text has. */
  putText(p: number, n: number, s: string): number {
    const b = encoder.encode(s);
    if (b.length <= n) this.bytes(p, b.length).set(b);
    return b.length;
  }

  getU32(p: number): number { return this.view(p >>> 0, 4).getUint32(p >>> 0, true); }
  setU32(p: number, x: number): void { this.view(p >>> 0, 4).setUint32(p >>> 0, x, true); }
  setI32(p: number, x: number): void { this.view(p >>> 0, 4).setInt32(p >>> 0, x, true); }
  setF64(p: number, x: number): void { this.view(p >>> 0, 8).setFloat64(p >>> 0, x, true); }
  /** An integer of magnitude below 2^53 as int64. */
  setI64(p: number, x: number): void {
    const v = this.view(p >>> 0, 8);
    v.setUint32(p >>> 0, x >>> 0, true);
    v.setInt32((p >>> 0) + 4, Math.floor(x / 4294967296), true);
  }
  getI64(p: number): number {
    const v = this.view(p >>> 0, 8);
    return v.getUint32(p >>> 0, true) + v.getInt32((p >>> 0) + 4, true) * 4294967296;
  }
}
