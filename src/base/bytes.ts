// Growable byte buffers: writing and reading little-endian numbers and LEB128.

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
const NO_BYTES = new Uint8Array(0);

export class ByteWriter {
  buf: Uint8Array;
  /** Bytes written so far; also the offset of the next one. */
  len = 0;

  constructor(capacity = 256) { this.buf = new Uint8Array(capacity); }

  /** Makes room for n more bytes. */
  reserve(n: number): void {
    const need = this.len + n;
    if (need <= this.buf.length) return;
    const b = new Uint8Array(Math.max(need, this.buf.length * 2));
    b.set(this.buf.subarray(0, this.len));
    this.buf = b;
  }

  u8(x: number): void {
    if (this.len === this.buf.length) this.reserve(1);
    this.buf[this.len++] = x;
  }
  u16(x: number): void { this.u8(x & 255); this.u8((x >>> 8) & 255); }
  u32(x: number): void {
    this.reserve(4);
    const b = this.buf;
    b[this.len++] = x;
    b[this.len++] = x >>> 8;
    b[this.len++] = x >>> 16;
    b[this.len++] = x >>> 24;
  }
  /** 64-bit word from two halves. */
  u64(lo: number, hi: number): void { this.u32(lo); this.u32(hi); }
  f32(x: number): void {
    this.reserve(4);
    new DataView(this.buf.buffer, this.buf.byteOffset).setFloat32(this.len, x, true);
    this.len += 4;
  }
  f64(x: number): void {
    this.reserve(8);
    new DataView(this.buf.buffer, this.buf.byteOffset).setFloat64(this.len, x, true);
    this.len += 8;
  }

  /** Unsigned LEB128 of a number below 2^53. */
  uleb(x: number): void {
    while (x >= 0x80000000) {
      this.u8((x % 128) | 0x80);
      x = Math.floor(x / 128);
    }
    while (x >= 0x80) {
      this.u8((x & 0x7f) | 0x80);
      x >>>= 7;
    }
    this.u8(x);
  }
  /** Signed LEB128 of an int32. */
  sleb(x: number): void {
    x |= 0;
    for (;;) {
      const low = x & 0x7f;
      x >>= 7;
      if ((x === 0 && (low & 0x40) === 0) || (x === -1 && (low & 0x40) !== 0)) { this.u8(low); return; }
      this.u8(low | 0x80);
    }
  }
  /** Signed LEB128 of a 64-bit integer given as two int32 halves. */
  sleb64(lo: number, hi: number): void {
    lo |= 0;
    hi |= 0;
    for (;;) {
      const low = lo & 0x7f;
      lo = (lo >>> 7) | (hi << 25);
      hi >>= 7;
      if ((lo === 0 && hi === 0 && (low & 0x40) === 0) || (lo === -1 && hi === -1 && (low & 0x40) !== 0)) { this.u8(low); return; }
      this.u8(low | 0x80);
    }
  }

  bytes(b: Uint8Array): void {
    this.reserve(b.length);
    this.buf.set(b, this.len);
    this.len += b.length;
  }
  /** Part of another buffer. */
  slice(b: Uint8Array, from: number, to: number): void {
    const n = to - from;
    if (n >= 24) { this.bytes(b.subarray(from, to)); return; }
    this.reserve(n);
    for (let i = 0; i < n; i++) this.buf[this.len + i] = b[from + i]!;
    this.len += n;
  }
  /** Length and bytes. */
  blob(b: Uint8Array): void {
    this.uleb(b.length);
    this.bytes(b);
  }
  /** Unsigned LEB128 length, then UTF-8. */
  str(s: string): void {
    const b = utf8.encode(s);
    this.uleb(b.length);
    this.bytes(b);
  }
  zeros(n: number): void {
    this.reserve(n);
    this.buf.fill(0, this.len, this.len + n);
    this.len += n;
  }
  align(n: number): void { while (this.len % n !== 0) this.u8(0); }
  /** Overwrites four bytes at an earlier offset. */
  patch32(at: number, x: number): void {
    const b = this.buf;
    b[at] = x;
    b[at + 1] = x >>> 8;
    b[at + 2] = x >>> 16;
    b[at + 3] = x >>> 24;
  }
  /** A copy of what was written. */
  finish(): Uint8Array { return this.buf.slice(0, this.len); }
  /** A view of what was written; invalid after the next write. */
  view(): Uint8Array { return this.buf.subarray(0, this.len); }
}

export class ByteReader {
  readonly buf: Uint8Array;
  pos: number;
  readonly end: number;

  constructor(buf: Uint8Array, pos = 0, end = buf.length) { this.buf = buf; this.pos = pos; this.end = end; }

  get done(): boolean { return this.pos >= this.end; }
  u8(): number {
    if (this.pos >= this.end) throw new RangeError('read past the end');
    return this.buf[this.pos++]!;
  }
  u16(): number { const a = this.u8(); return a | (this.u8() << 8); }
  u32(): number { const a = this.u16(); return (a | (this.u16() << 16)) >>> 0; }
  i32(): number { return this.u32() | 0; }
  f32(): number { const b = this.take(4); return new DataView(b.buffer, b.byteOffset).getFloat32(0, true); }
  f64(): number { const b = this.take(8); return new DataView(b.buffer, b.byteOffset).getFloat64(0, true); }
  uleb(): number {
    let x = this.u8();
    if (x < 0x80) return x;
    x &= 0x7f;
    let scale = 128;
    for (;;) {
      const b = this.u8();
      x += (b & 0x7f) * scale;
      if (b < 0x80) return x;
      scale *= 128;
    }
  }
  sleb(): number {
    let x = 0;
    let shift = 0;
    for (;;) {
      const b = this.u8();
      if (shift < 32) x |= (b & 0x7f) << shift;
      shift += 7;
      if (b < 0x80) return shift < 32 && (b & 0x40) !== 0 ? x | (-1 << shift) : x;
    }
  }
  /** Signed LEB128 of up to 64 bits. */
  sleb64(): { lo: number; hi: number } {
    let lo = 0;
    let hi = 0;
    let shift = 0;
    for (;;) {
      const b = this.u8();
      const d = b & 0x7f;
      if (shift < 32) lo |= d << shift;
      if (shift > 31) hi |= d << (shift - 32);
      else if (shift > 25) hi |= d >>> (32 - shift);
      shift += 7;
      if (b >= 0x80) continue;
      if ((b & 0x40) !== 0 && shift < 64) {
        if (shift < 32) { lo |= -1 << shift; hi = -1; }
        else hi |= -1 << (shift - 32);
      }
      return { lo, hi };
    }
  }
  take(n: number): Uint8Array {
    if (this.pos + n > this.end) throw new RangeError('read past the end');
    const b = this.buf.subarray(this.pos, this.pos + n);
    this.pos += n;
    return b;
  }
  /** Bytes preceded by their length (a view). */
  blob(): Uint8Array {
    const n = this.uleb();
    return n === 0 ? NO_BYTES : this.take(n);
  }
  str(): string { return fromUtf8.decode(this.take(this.uleb())); }
}

/** Length of the unsigned LEB128 of x (< 2^32). */
export function ulebSize(x: number): number {
  return x < 0x80 ? 1 : x < 0x4000 ? 2 : x < 0x200000 ? 3 : x < 0x10000000 ? 4 : 5;
}

/** Length of the signed LEB128 of an int32. */
export function slebSize(x: number): number {
  const y = x < 0 ? ~x : x;
  return y < 0x40 ? 1 : y < 0x2000 ? 2 : y < 0x100000 ? 3 : y < 0x8000000 ? 4 : 5;
}

export function encodeUtf8(s: string): Uint8Array { return utf8.encode(s); }

/** Text of b[from … to). Short ASCII needs no decoder. */
export function decodeUtf8(b: Uint8Array, from: number, to: number): string {
  if (to - from < 256) {
    let i = from;
    while (i < to && b[i]! < 128) i++;
    if (i === to) return String.fromCharCode.apply(null, b.subarray(from, to) as unknown as number[]);
  }
  return fromUtf8.decode(b.subarray(from, to));
}
