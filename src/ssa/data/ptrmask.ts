// Pointer masks as data.

import type { UnitBuilder } from '../build/unit.ts';

/** Symbol of a pointer mask, padded to words. */
export function ptrmaskSym(u: UnitBuilder, mask: Uint8Array): string {
  const bytes = new Uint8Array((mask.length + 7) & ~7);
  bytes.set(mask);
  let hex = '';
  for (const b of bytes) hex += (b < 16 ? '0' : '') + b.toString(16);
  const sym = `runtime.gcbits.${hex}`;
  if (!u.hasData(sym)) u.roData(sym, bytes, [], 8);
  return sym;
}
