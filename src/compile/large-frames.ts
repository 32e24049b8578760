// gc's limit for a function's variables on the stack.

import type { Unit } from '../ssa/func.ts';
import type { Message } from './input.ts';

const MAX_FRAME = 2 ** 30;

/** An error for each function whose memory-stack frame would be too large. */
export function largeFrames(unit: Unit): Message[] {
  const out: Message[] = [];
  for (const f of unit.funcs) {
    let size = 0;
    for (const s of f.slots) size += s.size;
    if (size <= MAX_FRAME) continue;
    const p = unit.poss;
    out.push({ file: p.files[p.file[f.pos]!] ?? '', line: p.line[f.pos]!, col: p.col[f.pos]!, code: '', text: `stack frame too large (>1GB): ${Math.floor(size / 2 ** 20)} MB locals + 0 MB args` });
  }
  return out;
}
