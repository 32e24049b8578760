// -gcflags=-m: escape and inlining decisions in gc's words.

import { FuncFlag, type Func, type ShownSignature, type Unit, type ValueId } from '../ssa/func.ts';
import { VT } from '../ssa/op.table.ts';
import { type EscapeSummary, Leak } from '../ssa/program/summary.ts';
import type { Message } from './input.ts';

export class Explain {
  readonly messages: Message[] = [];
  private readonly seen = new Set<string>();
  /** Names of the first results of inlined calls, by the calls' positions. */
  private readonly inlined = new Map<number, string>();

  constructor(private readonly unit: Unit, readonly enabled: boolean) {}

  alloc(f: Func, v: ValueId, escapes: boolean): void {
    const a = f.allocs[f.aux[v]!]!;
    if (a.kind === 'silent' || f.inl[v]! >= 0) return;
    if (a.kind === 'var') {
      if (escapes) this.add(a.pos, `moved to heap: ${a.what}`);
      return;
    }
    // The result of a call that has been inlined is the callee's variable.
    const what = a.what.endsWith(')') ? this.inlined.get(a.pos) ?? a.what : a.what;
    this.add(a.pos, `${what} ${escapes ? 'escapes to heap' : 'does not escape'}`);
  }

  /** What the builder decided. */
  notes(f: Func): void {
    for (const n of f.notes) this.add(n.pos, n.text);
  }

  inline(caller: Func, at: ValueId, callee: Func): void {
    if (caller.inl[at]! >= 0 || (caller.flags & FuncFlag.Generated) !== 0) return;
    this.add(caller.vpos[at]!, `inlining call to ${display(callee.name, this.unit.pkgPath)}`);
    this.inlined.set(caller.vpos[at]!, callee.shown?.results[0]?.name ?? '~r0');
  }

  devirtualize(f: Func, v: ValueId, type: string, partial: boolean): void {
    const { shown } = f.calls[f.aux[v]!]!;
    if (shown === undefined || (f.flags & FuncFlag.Generated) !== 0) return;
    let pos = f.vpos[v]!;
    for (let i = f.inl[v]!; i >= 0; i = f.inlineTree[i]!.parent) pos = f.inlineTree[i]!.pos;
    this.add(pos, `${partial ? 'partially ' : ''}devirtualizing ${shown} to ${displayType(type, this.unit.pkgPath)}`);
  }

  inlinable(f: Func): void {
    if (f.shown !== null && (f.flags & (FuncFlag.Generated | FuncFlag.Wrapper)) === 0) this.add(f.pos, `can inline ${display(f.name, this.unit.pkgPath)}`);
  }

  /** What becomes of the pointers in each parameter. */
  summary(f: Func, s: EscapeSummary): void {
    if (f.shown === null || (f.flags & (FuncFlag.Generated | FuncFlag.Wrapper)) !== 0) return;
    for (const p of f.shown.params) {
      if (p.name === '' || p.name === '_' || p.pos === 0) continue;
      const texts: string[] = [];
      let pointers = false;
      for (let w = p.start; w < p.start + p.count; w++) {
        if (f.sig.params[w] !== VT.Ptr) continue;
        pointers = true;
        texts.push(...fates(s, s.params[w]!, p.memory ? -1 : 0, f.shown));
      }
      if (!pointers) continue;
      const say = (text: string): void => { const at = f.shown!.fset.position(p.pos); this.addAt(at.file, at.line, at.col, text); };
      if (texts.includes('')) say( `leaking param: ${p.name}`);
      else if (texts.length === 0) say(`${p.name} does not escape`);
      else for (const t of texts) say(t === 'content' ? `leaking param content: ${p.name}` : `leaking param: ${p.name} ${t}`);
    }
  }

  private add(pos: number, text: string): void {
    const { poss } = this.unit;
    this.addAt(poss.files[poss.file[pos]!] ?? '', poss.line[pos]!, poss.col[pos]!, text);
  }

  private addAt(file: string, line: number, col: number, text: string): void {
    const m: Message = { file, line, col, code: '', text };
    const key = `${m.file}:${m.line}:${m.col}:${text}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.messages.push(m);
  }
}

/**
 * Where a node's pointers and what they point at go: '' to the heap, 'content' what they point at does, 'to result r level=n'. level: how
 * often the node's pointers have been followed (−1: they are addresses of the copy that the function is given).
 */
function fates(s: EscapeSummary, node: number, level: number, shown: ShownSignature): string[] {
  const out: string[] = [];
  const seen = new Set<number>();
  for (let n = node, k = level; n >= 0 && !seen.has(n); n = s.nodes[n]!.content, k++) {
    seen.add(n);
    if ((s.nodes[n]!.leak & Leak.Heap) !== 0) {
      out.push(k <= 0 ? '' : 'content');
      break;
    }
    for (const r of shown.results) {
      // A result in memory is what the hidden parameter points at.
      const words = r.memory ? [s.nodes[s.params[r.start]!]?.content ?? -1] : s.results.slice(r.start, r.start + r.count);
      if (k >= 0 && words.includes(n)) out.push(`to result ${r.name} level=${k}`);
    }
  }
  return [...new Set(out)];
}

/** Name of a function as gc shows it: without the path of its own package. */
function display(name: string, pkgPath: string): string {
  const own = `${pkgPath}.`;
  return name.startsWith(own) ? name.slice(own.length) : name.slice(name.lastIndexOf('/') + 1);
}

/** A type by its link name, as gc shows it: local ones without their number. */
function displayType(link: string, pkgPath: string): string {
  return link.replaceAll(/·\d+/g, '').replaceAll(/(?:[^\s*[\](){},;/]+\/)*[^\s*[\](){},;./]+\./g, (pkg) => (pkg === `${pkgPath}.` ? '' : pkg.slice(pkg.lastIndexOf('/') + 1)));
}
