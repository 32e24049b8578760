// gc's limit for a function's variables on the stack.

import type { Unit } from '../ssa/func.ts';
import { frameTooLarge } from '../types/check/gc-checks.ts';
import type { Message } from './input.ts';

/** An error for each function whose memory-stack frame would be too large. */
export function largeFrames(unit: Unit): Message[] {
  const out: Message[] = [];
  for (const f of unit.funcs) {
    let size = 0;
    for (const s of f.slots) size += s.size;
    const text = frameTooLarge(size, 0);
    if (text === '') continue;
    const p = unit.poss;
    out.push({ file: p.files[p.file[f.pos]!] ?? '', line: p.line[f.pos]!, col: p.col[f.pos]!, code: '', text });
  }
  return out;
}
