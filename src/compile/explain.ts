// -gcflags=-m: escape and inlining decisions in gc's words.

import type { Func, Unit, ValueId } from '../ssa/func.ts';
import type { Message } from './input.ts';

export class Explain {
  readonly messages: Message[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly unit: Unit, readonly enabled: boolean) {}

  alloc(f: Func, v: ValueId, escapes: boolean): void {
    const a = f.allocs[f.aux[v]!]!;
    if (a.kind === 'silent' || f.inl[v]! >= 0) return;
    if (a.kind === 'var') { if (escapes) this.add(a.pos, `moved to heap: ${a.what}`); } else this.add(a.pos, `${a.what} ${escapes ? 'escapes to heap' : 'does not escape'}`);
  }

  inline(caller: Func, at: ValueId, callee: Func): void {
    if (caller.inl[at]! < 0) this.add(caller.vpos[at]!, `inlining call to ${display(callee.name, this.unit.pkgPath)}`);
  }

  private add(pos: number, text: string): void {
    const { poss } = this.unit;
    const m: Message = { file: poss.files[poss.file[pos]!] ?? '', line: poss.line[pos]!, col: poss.col[pos]!, code: '', text };
    const key = `${m.file}:${m.line}:${m.col}:${text}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.messages.push(m);
  }
}

/** Name of a function as gc shows it: without the path of its own package. */
function display(name: string, pkgPath: string): string {
  const own = `${pkgPath}.`;
  return name.startsWith(own) ? name.slice(own.length) : name.slice(name.lastIndexOf('/') + 1);
}
