// Names to JavaScript strings: a hash table over bytes, so that a name met again costs no allocation and equal names are the
// same string object. Keywords are in the table from the start, with their token.

import { KEYWORDS, FIRST_KEYWORD, Token } from './token.ts';

const decoder = new TextDecoder();

export class Interner {
  private table = new Int32Array(1024);
  private readonly strings: string[] = [''];
  private readonly hashes: number[] = [0];
  /** Token of entry i: a keyword or Token.Name. */
  private readonly tokens: number[] = [0];

  constructor() {
    for (let i = 0; i < KEYWORDS.length; i++) {
      const s = KEYWORDS[i]!;
      let h = 0;
      for (let k = 0; k < s.length; k++) h = (Math.imul(h, 31) + s.charCodeAt(k)) | 0;
      this.insert(s, h, FIRST_KEYWORD + i);
    }
  }

  /** Entry of the name src[start..end) with hash h (h = h*31 + byte); `ascii` if all bytes are below 0x80. */
  lookup(src: Uint8Array, start: number, end: number, h: number, ascii: boolean): number {
    const mask = this.table.length - 1;
    const n = end - start;
    for (let i = mix(h) & mask; ; i = (i + 1) & mask) {
      const e = this.table[i]!;
      if (e === 0) break;
      if (this.hashes[e] !== h || !ascii) continue;
      const s = this.strings[e]!;
      if (s.length !== n) continue;
      let k = 0;
      while (k < n && s.charCodeAt(k) === src[start + k]) k++;
      if (k === n) return e;
    }
    const s = ascii ? asciiString(src, start, end) : decoder.decode(src.subarray(start, end));
    if (!ascii) {
      // Rare; equality of such names is found by comparing the decoded strings.
      for (let i = mix(h) & mask; this.table[i] !== 0; i = (i + 1) & mask) if (this.strings[this.table[i]!] === s) return this.table[i]!;
    }
    return this.insert(s, h, Token.Name);
  }

  string(entry: number): string { return this.strings[entry]!; }
  token(entry: number): Token { return this.tokens[entry]!; }

  private insert(s: string, h: number, tok: number): number {
    const e = this.strings.length;
    this.strings.push(s);
    this.hashes.push(h);
    this.tokens.push(tok);
    if (e * 2 > this.table.length) {
      this.table = new Int32Array(this.table.length * 2);
      for (let k = 1; k <= e; k++) this.place(k);
    } else {
      this.place(e);
    }
    return e;
  }

  private place(e: number): void {
    const mask = this.table.length - 1;
    let i = mix(this.hashes[e]!) & mask;
    while (this.table[i] !== 0) i = (i + 1) & mask;
    this.table[i] = e;
  }
}

function mix(h: number): number {
  return h ^ (h >>> 15);
}

/** Short ASCII text to a flat string. */
export function asciiString(src: Uint8Array, start: number, end: number): string {
  if (end - start > 4096) return decoder.decode(src.subarray(start, end));
  return String.fromCharCode.apply(null, src.subarray(start, end) as unknown as number[]);
}
