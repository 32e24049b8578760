// The collector's masks: one bit for each 8-byte word of a type, set if the word is a pointer.

import { TypeKind, type Type } from '../../types/types.ts';
import { Store, type Layouts } from './layout.ts';
import { under } from './types-api.ts';

const NO_MASK = new Uint8Array(0);
const ADDRESS_SPACE = 2 ** 32;
const LONG_ARRAY = 64;

export function pointerMask(layouts: Layouts, t: Type): Uint8Array {
  const l = layouts.of(t);
  // What exceeds the address space never exists: the program is rejected, or panics when it allocates.
  if (l.ptrdata === 0 || l.ptrdata > ADDRESS_SPACE) return NO_MASK;
  const mask = new Uint8Array(Math.ceil(l.ptrdata / 64));
  fill(layouts, t, 0, mask);
  return mask;
}

function fill(layouts: Layouts, t: Type, base: number, mask: Uint8Array): void {
  const l = layouts.of(t);
  if (l.ptrdata === 0) return;
  const u = under(t);
  if (u.kind === TypeKind.Array) {
    const { size } = layouts.of(u.elem!);
    if (u.len > LONG_ARRAY) place(mask, base / 8, longMask(layouts, u.elem!, size, u.len));
    else for (let i = 0; i < u.len; i++) fill(layouts, u.elem!, base + i * size, mask);
  } else if (u.kind === TypeKind.Struct || u.kind === TypeKind.Tuple) {
    u.fields.forEach((f, i) => fill(layouts, f.type!, base + l.fieldOffsets[i]!, mask));
  } else {
    for (const w of l.words) if (w.store === Store.Ptr) {
      const at = (base + w.offset) / 8;
      mask[at >> 3]! |= 1 << (at & 7);
    }
  }
}

/** Mask of an array: the first elements' bits fill whole bytes, the others' are copies. */
function longMask(layouts: Layouts, elem: Type, size: number, len: number): Uint8Array {
  const words = (len * size) / 8;
  const mask = new Uint8Array(Math.ceil(words / 8));
  for (let i = 0; i < 8; i++) fill(layouts, elem, i * size, mask);
  for (let done = size / 8; done < mask.length; done *= 2) mask.copyWithin(done, 0, done);
  if (words % 8 !== 0) mask[mask.length - 1]! &= (1 << words % 8) - 1;
  return mask;
}

/** Sets the bits of `part` in `mask`, from bit `at` on. */
function place(mask: Uint8Array, at: number, part: Uint8Array): void {
  const shift = at & 7;
  for (let i = 0, to = at >>> 3; i < part.length; i++, to++) {
    mask[to]! |= part[i]! << shift;
    if (shift !== 0 && to + 1 < mask.length) mask[to + 1]! |= part[i]! >> (8 - shift);
  }
}
