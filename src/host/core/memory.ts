// Views of the program's linear memory. Growing makes a new buffer (shared or not), so views are renewed when an access lies past the
// one at hand.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class MemoryView {
  readonly memory: WebAssembly.Memory;
  u8: Uint8Array;
  dv: DataView;

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
    if (at + len > this.u8.length || this.u8.buffer !== this.memory.buffer) this.renew();
    return this.u8.subarray(at, at + len);
  }

  view(p: number, n: number): DataView {
    if ((p >>> 0) + n > this.dv.byteLength || this.dv.buffer !== this.memory.buffer) this.renew();
    return this.dv;
  }

  /** UTF-8 text at p. Copies first: text decoders refuse shared memory. */
  text(p: number, n: number): string { return decoder.decode(this.bytes(p, n).slice()); }

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
