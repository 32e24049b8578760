// Growing byte buffer and cursor for the binary formats (package objects, SSA bodies, wasm modules): little-endian, LEB128.

/** Writes bytes at the end of a buffer that grows. */
export class ByteWriter {
  buf: Uint8Array;
  length = 0;

  constructor(capacity = 256) { this.buf = new Uint8Array(capacity); }

  /** Makes room for n more bytes. */
  reserve(n: number): void {
    const need = this.length + n;
    if (need <= this.buf.length) return;
    let cap = this.buf.length * 2;
    while (cap < need) cap *= 2;
    const b = new Uint8Array(cap);
    b.set(this.buf.subarray(0, this.length));
    this.buf = b;
  }

  u8(x: number): void {
    if (this.length === this.buf.length) this.reserve(1);
    this.buf[this.length++] = x;
  }

  u16(x: number): void { this.u8(x & 255); this.u8((x >>> 8) & 255); }

  u32(x: number): void {
    this.reserve(4);
    const b = this.buf;
    const n = this.length;
    b[n] = x; b[n + 1] = x >>> 8; b[n + 2] = x >>> 16; b[n + 3] = x >>> 24;
    this.length = n + 4;
  }

  /** Unsigned LEB128 of an integer in 0 … 2^53 − 1. */
  uleb(x: number): void {
    while (x > 0x7fffffff) { this.u8((x % 128) | 0x80); x = Math.floor(x / 128); }
    while (x > 127) { this.u8((x & 127) | 0x80); x >>>= 7; }
    this.u8(x);
  }

  /** Signed LEB128 of an int32. */
  sleb(x: number): void {
    for (;;) {
      const low = x & 127;
      x >>= 7;
      if ((x === 0 && (low & 64) === 0) || (x === -1 && (low & 64) !== 0)) { this.u8(low); return; }
      this.u8(low | 128);
    }
  }

  bytes(b: Uint8Array): void {
    this.reserve(b.length);
    this.buf.set(b, this.length);
    this.length += b.length;
  }

  /** b[from … to). */
  slice(b: Uint8Array, from: number, to: number): void {
    const n = to - from;
    this.reserve(n);
    if (n < 24) for (let i = 0; i < n; i++) this.buf[this.length + i] = b[from + i]!;
    else this.buf.set(b.subarray(from, to), this.length);
    this.length += n;
  }

  zeros(n: number): void {
    this.reserve(n);
    this.buf.fill(0, this.length, this.length + n);
    this.length += n;
  }

  align(n: number): void { while (this.length % n !== 0) this.u8(0); }

  /** UTF-8 bytes preceded by their length. */
  str(s: string): void {
    let ascii = true;
    for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) { ascii = false; break; }
    if (!ascii) { const b = encodeUtf8(s); this.uleb(b.length); this.bytes(b); return; }
    this.uleb(s.length);
    this.reserve(s.length);
    for (let i = 0; i < s.length; i++) this.buf[this.length + i] = s.charCodeAt(i);
    this.length += s.length;
  }

  /** Length and bytes. */
  blob(b: Uint8Array): void { this.uleb(b.length); this.bytes(b); }

  setU32(at: number, x: number): void {
    const b = this.buf;
    b[at] = x; b[at + 1] = x >>> 8; b[at + 2] = x >>> 16; b[at + 3] = x >>> 24;
  }

  /** A copy of what was written. */
  finish(): Uint8Array { return this.buf.slice(0, this.length); }
}

/** Reads what ByteWriter wrote. Reading past the end gives zeros; formats carry a checksum instead of checking every byte. */
export class ByteReader {
  readonly buf: Uint8Array;
  pos: number;

  constructor(buf: Uint8Array, pos = 0) { this.buf = buf; this.pos = pos; }

  u8(): number { return this.buf[this.pos++]!; }

  u32(): number {
    const b = this.buf;
    const p = this.pos;
    this.pos = p + 4;
    return (b[p]! | (b[p + 1]! << 8) | (b[p + 2]! << 16) | (b[p + 3]! << 24)) >>> 0;
  }

  uleb(): number {
    let x = this.buf[this.pos++]!;
    if (x < 128) return x;
    x &= 127;
    for (let shift = 7, scale = 128; ; shift += 7, scale *= 128) {
      const b = this.buf[this.pos++]!;
      x = shift < 28 ? x | ((b & 127) << shift) : x + (b & 127) * scale;
      if (!(b >= 128)) return x;
    }
  }

  sleb(): number {
    let x = 0;
    for (let shift = 0; ; shift += 7) {
      const b = this.buf[this.pos++]!;
      x |= (b & 127) << shift;
      if (!(b >= 128)) return shift < 25 && (b & 64) !== 0 ? x | (-1 << (shift + 7)) : x;
    }
  }

  str(): string {
    const n = this.uleb();
    const s = decodeUtf8(this.buf, this.pos, this.pos + n);
    this.pos += n;
    return s;
  }

  /** A view, not a copy. */
  blob(): Uint8Array {
    const n = this.uleb();
    const b = this.buf.subarray(this.pos, this.pos + n);
    this.pos += n;
    return b;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeUtf8(s: string): Uint8Array { return encoder.encode(s); }

export function decodeUtf8(b: Uint8Array, from: number, to: number): string {
  if (to - from < 64) {
    let s = '';
    let i = from;
    for (; i < to; i++) {
      const c = b[i]!;
      if (c > 127) break;
      s += String.fromCharCode(c);
    }
    if (i === to) return s;
  }
  return decoder.decode(b.subarray(from, to));
}
