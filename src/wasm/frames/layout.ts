// Layout of the suspended frame: one slot per saved colour behind the header, 8-byte ones first; large enough for an entry frame too.

import { Frame, frameClasses } from '../../abi/machine.table.ts';
import { WT } from '../opcode.table.ts';
import type { Lowering } from '../lower/state.ts';

export const ENTRY_WORDS = Frame.slots + 8; // parameter word k of an entry frame is at ENTRY_WORDS + 8k

export function layoutFrame(L: Lowering): void {
  L.slotOffset = new Int32Array(L.colourType.length).fill(-1);
  let offset: number = Frame.slots;
  const wide = (c: number): boolean => L.colourType[c] === WT.I64 || L.colourType[c] === WT.F64;
  for (const c of L.saved) if (wide(c)) { L.slotOffset[c] = offset; offset += 8; }
  for (const c of L.saved) if (!wide(c)) { L.slotOffset[c] = offset; offset += 4; }
  if (L.shape.checked) offset = Math.max(offset, ENTRY_WORDS + 8 * L.f.sig.params.length);
  L.frameSize = offset;
}

/** Index of the smallest size class that holds `size`; 255 if none does. */
export function frameClass(size: number): number {
  for (let i = 0; i < frameClasses.length; i++) if (size <= frameClasses[i]!) return i;
  return 255;
}
