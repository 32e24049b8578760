// Sizes, alignments and offsets of types in memory: gc's rules for amd64. Sizes are JavaScript numbers, -1 if above 2^63 - 1.

import { Basic, Type, TypeKind } from './types.ts';
import { under } from './under.ts';

/** Sizes must stay below. */
const LIMIT = 2 ** 63;

const basicSizes: readonly number[] = [8, 1, 8, 1, 2, 4, 8, 8, 1, 2, 4, 8, 8, 4, 8, 8, 16, 16, 8];
const basicAligns: readonly number[] = [8, 1, 8, 1, 2, 4, 8, 8, 1, 2, 4, 8, 8, 4, 8, 4, 8, 8, 8];

/** sync/atomic.align64 and its internal twin: empty structs that ask for 8-byte alignment. */
function isAlign64(t: Type): boolean {
  if (t.kind !== TypeKind.Named) return false;
  const o = t.obj!;
  return o.name === 'align64' && o.pkg !== null && (o.pkg.path === 'sync/atomic' || o.pkg.path === 'internal/runtime/atomic');
}

export function alignof(t: Type): number {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Array: return alignof(u.elem!);
    case TypeKind.Struct: {
      if (u.fields.length === 0) return isAlign64(t) ? 8 : 1;
      let max = 1;
      for (const f of u.fields) max = Math.max(max, alignof(f.type!));
      return max;
    }
    case TypeKind.Basic: return basicAligns[u.basic] ?? 8;
    default: return 8;
  }
}

function alignUp(x: number, a: number): number {
  const r = x % a;
  return r === 0 ? x : x + a - r;
}

/** Offsets of a struct's fields; -1 from the first on that is out of range. */
export function fieldOffsets(st: Type): number[] {
  const out: number[] = [];
  let off = 0;
  for (const f of under(st).fields) {
    if (off >= 0) off = alignUp(off, alignof(f.type!));
    out.push(off);
    if (off < 0) continue;
    const s = sizeof(f.type!);
    off = s < 0 || off + s >= LIMIT ? -1 : off + s;
  }
  return out;
}

export function sizeof(t: Type): number {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return basicSizes[u.basic] ?? 8;
    case TypeKind.Array: {
      if (u.len <= 0) return 0;
      const e = sizeof(u.elem!);
      return e < 0 || e * u.len >= LIMIT ? -1 : e * u.len;
    }
    case TypeKind.Slice: return 24;
    case TypeKind.Interface: return 16;
    case TypeKind.Struct: {
      const n = u.fields.length;
      if (n === 0) return 0;
      const off = fieldOffsets(u)[n - 1]!;
      let last = sizeof(u.fields[n - 1]!.type!);
      if (off < 0 || last < 0) return -1;
      // A zero-size field at the end gets a byte, so that its address stays within the struct.
      if (off > 0 && last === 0) last = 1;
      const size = alignUp(off + last, alignof(t));
      return size >= LIMIT ? -1 : size;
    }
    default: return 8;
  }
}

/** Calls f with the byte offset of each pointer word, in order. */
export function forEachPointer(t: Type, base: number, f: (offset: number) => void): void {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic:
      if (u.basic === Basic.String || u.basic === Basic.UnsafePointer) f(base);
      return;
    case TypeKind.Array: {
      if (ptrdata(u.elem!) === 0) return;
      const e = sizeof(u.elem!);
      for (let i = 0; i < u.len; i++) forEachPointer(u.elem!, base + i * e, f);
      return;
    }
    case TypeKind.Struct: {
      const offs = fieldOffsets(u);
      for (let i = 0; i < offs.length; i++) forEachPointer(u.fields[i]!.type!, base + offs[i]!, f);
      return;
    }
    case TypeKind.Interface:
      f(base);
      f(base + 8);
      return;
    default: f(base);
  }
}

/** Bytes up to the end of the last pointer; 0 if there is none. */
export function ptrdata(t: Type): number {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return u.basic === Basic.String || u.basic === Basic.UnsafePointer ? 8 : 0;
    case TypeKind.Array: {
      if (u.len <= 0) return 0;
      const p = ptrdata(u.elem!);
      return p === 0 ? 0 : (u.len - 1) * sizeof(u.elem!) + p;
    }
    case TypeKind.Struct: {
      const offs = fieldOffsets(u);
      for (let i = offs.length - 1; i >= 0; i--) {
        const p = ptrdata(u.fields[i]!.type!);
        if (p > 0) return offs[i]! + p;
      }
      return 0;
    }
    case TypeKind.Interface: return 16;
    default: return 8;
  }
}

/** One bit per 8-byte word of the first ptrdata bytes. */
export function ptrMask(t: Type): Uint8Array {
  const words = ptrdata(t) / 8;
  const mask = new Uint8Array(Math.ceil(words / 8));
  forEachPointer(t, 0, (off) => { mask[off >> 6] = mask[off >> 6]! | 1 << (off >> 3 & 7); });
  return mask;
}
