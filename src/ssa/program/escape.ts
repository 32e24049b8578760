// Escape analysis on SSA, per function, bottom-up over the call graph. Pointers are put into equivalence classes (Steensgaard, Points-to
// Analysis in Almost Linear Time, 1996): values that may hold the same pointer share a class; each class has a content class for what
// is stored behind its pointers. Where values meet (phi, select) the class of the result is another than that of the operands, with the same
// content: it points to what they point to, not the other way round (Das, Unification-based Pointer Analysis with Directional Assignments,
// 2000). Properties of classes:
//   outside   the pointer may be held by memory that outlives this call (a caller's, a global, the heap of unknown code)
//   heap      it may be passed to code that keeps it
//   caller    it came out of the memory behind a parameter
//   returned  it may be returned
// A NewObject, Box or StackObject whose class is none of these, and which does not outlive its loop iteration, becomes a memory-stack slot; a call whose new
// result is such gets a buffer in one.
// Properties flow from a class to its contents: what is reachable from an escaping object escapes; and from a result to its operands.
// Callers see no such directions: in summaries the classes of operands and results are one.
// Each captured word of a closure object has a class of its own where possible (closure-objects.ts): what a body does to one of them is part
// of its summary, and holds for what the maker stored there. What holds for the content of the object holds for all its words.

import { VT, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import { BlockKind, DEFER_SLOT, FuncFlag, MAX_STACK_VAR, type Func, type ValueId } from '../func.ts';
import { Defer } from '../../abi/machine.table.ts';
import { Dom } from '../analysis/dom.ts';
import { Loops } from '../analysis/loops.ts';
import { unbox } from '../passes/box.ts';
import { ClosureObjects, codeStored, OWN, type ClosureObject } from './closure-objects.ts';
import type { EscapeNode, EscapeSummary } from './summary.ts';

/** Largest implicit allocation on the memory stack, as gc has it. */
const MAX_IMPLICIT = 64 * 1024;

const enum Prop { Heap = 1, Outside = 2, Caller = 4, Returned = 8, Escapes = 15 } // the first two are Leak's

export interface EscapeEnv {
  /** Summary of a directly called function or host import with so many result words; null if unknown. */
  summary(sym: number, results: number): EscapeSummary | null;
  /** True if the symbol is known to be read-only data. */
  readOnly(sym: number): boolean;
  /** Reports the fate of an allocation (for -m). */
  report?: (f: Func, alloc: ValueId, escapes: boolean) => void;
}

/** Decides which objects of f go to the stack (rewriting them) and returns f's summary. */
export function escape(f: Func, env: EscapeEnv): EscapeSummary {
  const a = new Analysis(f, env);
  a.solve();
  a.rewrite();
  return a.summary();
}

/** The summary that f would have, without deciding anything. */
export function summarize(f: Func, env: EscapeEnv): EscapeSummary {
  const a = new Analysis(f, env);
  a.solve();
  return a.summary();
}

class Analysis {
  // Classes: 0 is unused; value v starts in class v; more are made on demand.
  private parent: number[] = [];
  private content: number[] = [];
  private props: number[] = [];
  /** Pairs of classes: what the first one's pointers point to, the second's may, too. */
  private readonly edges: [number, number][] = [];
  /** Member values that matter for loops: NewObject values and header phis. */
  private allocs: ValueId[] = [];
  /** Results of calls that may be new memory, with the bytes of the buffer that the call takes for it (result 0: unused). */
  private readonly made: { call: ValueId; result: ValueId; buffer: number }[] = [];
  private readonly context: number;
  private readonly params: number[] = [];
  private readonly closures: ClosureObjects;
  /** Class of the address of each memory-stack slot (result variables of functions with defers, …). */
  private readonly slots: number[] = [];

  constructor(private readonly f: Func, private readonly env: EscapeEnv) {
    for (let v = 0; v < f.numValues; v++) this.fresh();
    this.context = this.fresh();
    this.mark(this.contentOf(this.context), Prop.Caller);
    for (let k = 0; k < f.sig.params.length; k++) {
      this.params.push(this.fresh());
      if (f.sig.params[k] === VT.Ptr) this.mark(this.contentOf(this.params[k]!), Prop.Caller);
    }
    this.closures = new ClosureObjects(f, (sym) => { const s = env.summary(sym, 0); return s !== null && s.captures.length > 0 && s.context < 0; });
  }

  private fresh(): number {
    const c = this.parent.length;
    this.parent.push(c);
    this.content.push(0);
    this.props.push(0);
    return c;
  }

  private find(c: number): number {
    const p = this.parent;
    while (p[c] !== c) { p[c] = p[p[c]!]!; c = p[c]!; }
    return c;
  }

  private contentOf(c: number): number {
    c = this.find(c);
    if (this.content[c] === 0) {
      const k = this.fresh();
      this.content[c] = k;
      this.props[k] = this.props[c]!;
    }
    return this.find(this.content[c]!);
  }

  private unify(a: number, b: number): void {
    const work = [a, b];
    while (work.length > 0) {
      const y = this.find(work.pop()!);
      const x = this.find(work.pop()!);
      if (x === y) continue;
      this.parent[y] = x;
      this.props[x]! |= this.props[y]!;
      if (this.content[x] === 0) this.content[x] = this.content[y]!;
      else if (this.content[y] !== 0) work.push(this.content[x]!, this.content[y]!);
    }
  }

  private mark(c: number, p: number): void { this.props[this.find(c)]! |= p; }

  solve(): void {
    const { f } = this;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) this.value(v);
      if (f.bkind[b] === BlockKind.Return) f.rets[b]!.forEach((r) => { if (f.vt[r] === VT.Ptr) this.mark(r, Prop.Returned); });
    }
    this.propagate();
  }

  /** Properties flow from classes to their contents until nothing changes. */
  private propagate(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (let c = 1; c < this.parent.length; c++) {
        if (this.parent[c] !== c || this.content[c] === 0) continue;
        const k = this.find(this.content[c]!);
        if (k === c) continue;
        const p = this.props[k]! | this.props[c]!;
        if (p !== this.props[k]) { this.props[k] = p; changed = true; }
      }
      for (const [from, to] of this.edges) {
        const a = this.find(from), more = this.props[this.find(to)]! & ~this.props[a]!;
        if (more !== 0) { this.props[a]! |= more; changed = true; }
      }
      for (const o of this.closures.all()) {
        const p = this.props[this.contentOf(o.addr)]!;
        o.words.forEach((w) => { const c = this.find(w); if ((p & ~this.props[c]!) !== 0) { this.props[c]! |= p; changed = true; } });
      }
    }
  }

  private value(v: ValueId): void {
    const { f } = this;
    const op = f.op[v]! as Op;
    switch (op) {
      case Op.NewObject: case Op.StackObject: this.allocs.push(v); return;
      case Op.Box:
        this.allocs.push(v);
        for (let i = 0, n = f.numArgs(v); i < n; i++) if (f.vt[f.arg(v, i)] === VT.Ptr) this.store(v, f.arg(v, i));
        return;
      case Op.Param: if (f.vt[v] === VT.Ptr) this.unify(v, this.params[f.aux[v]!]!); return;
      case Op.Closure: this.unify(v, this.context); return;
      case Op.StackAddr: this.unify(v, this.slots[f.aux[v]!] ??= this.fresh()); return;
      case Op.Phi: if (f.vt[v] === VT.Ptr) for (let i = 0, n = f.numArgs(v); i < n; i++) this.meet(f.arg(v, i), v); return;
      case Op.Copy: case Op.PtrAdd: case Op.PtrAddImm: if (f.vt[v] === VT.Ptr) this.flow(f.arg0[v]!, v); return;
      case Op.Select: if (f.vt[v] === VT.Ptr) { this.meet(f.arg1[v]!, v); this.meet(f.arg2[v]!, v); } return;
      case Op.LoadPtr: this.unify(v, this.behind(f.arg0[v]!, f.aux[v]!)); return;
      case Op.AtomicLoadPtr: this.unify(v, this.contentOf(f.arg0[v]!)); return;
      case Op.StorePtr: if (!this.linksDefer(v) && !this.isStatic(f.arg1[v]!)) this.unify(this.behind(f.arg0[v]!, f.aux[v]!), f.arg1[v]!); return;
      case Op.AtomicStorePtr: this.store(f.arg0[v]!, f.arg1[v]!); return;
      case Op.AtomicXchgPtr: this.store(f.arg0[v]!, f.arg1[v]!); this.unify(v, this.contentOf(f.arg0[v]!)); return;
      case Op.AtomicCasPtr: this.store(f.arg0[v]!, f.arg2[v]!); this.unify(v, this.contentOf(f.arg0[v]!)); return;
      case Op.Move: if (f.aux2[v] === 1) this.move(v); return;
      case Op.MemCopy: if (f.aux[v] === 0) this.unify(this.contentOf(f.arg0[v]!), this.contentOf(f.arg1[v]!)); return;
      case Op.SymAddr: if (!this.isStatic(v)) this.mark(this.contentOf(v), Prop.Heap | Prop.Outside); return;
      case Op.I32ToPtr: case Op.GlobalGet: if (f.vt[v] === VT.Ptr) this.external(v); return;
      case Op.Result: if (f.vt[v] === VT.Ptr && f.op[f.arg0[v]!] !== Op.Call) this.external(v); return;
      case Op.Store64: this.code(v); return;
      case Op.GlobalSet: if (f.vt[f.arg0[v]!] === VT.Ptr) this.mark(f.arg0[v]!, Prop.Heap); return;
      case Op.Call: case Op.CallImport: this.call(v, f.calls[f.aux[v]!]!.sym, 0); return;
      case Op.CallClosure: this.callClosure(v); return;
      case Op.CallTable: this.unknownCall(v, 0); return;
      case Op.CallResume: case Op.CallStart: this.unknownCall(v, 0); return;
      default:
        if (f.vt[v] === VT.Ptr && opTable[op]!.result !== VT.Ptr) this.external(v);
    }
  }

  private flow(from: ValueId, to: ValueId): void {
    if (!this.isStatic(from)) this.unify(from, to);
  }

  private meet(from: ValueId, to: ValueId): void {
    if (this.isStatic(from)) return;
    this.unify(this.contentOf(from), this.contentOf(to));
    this.edges.push([from, to]);
  }

  private store(addr: ValueId, val: ValueId): void {
    if (!this.isStatic(val)) this.unify(this.contentOf(addr), val);
  }

  /** The class of what is stored at this address. */
  private behind(addr: ValueId, off: number): number {
    const o = this.closures.at(addr);
    return o !== null && o.apart ? this.wordOf(o, (this.closures.offset(addr) + off) >> 3) : this.contentOf(addr);
  }

  private wordOf(o: ClosureObject, word: number): number {
    const known = o.words[word];
    if (known !== undefined) return known;
    return (o.words[word] = this.fresh());
  }

  /** Copying memory makes one class of what is behind the two addresses. */
  private move(v: ValueId): void {
    const { f } = this;
    let all = 0;
    for (const addr of [f.arg0[v]!, f.arg1[v]!]) {
      for (let off = 0; off < f.aux[v]!; off += 8) {
        const c = this.behind(addr, off);
        if (all !== 0) this.unify(all, c);
        all = c;
        if (this.closures.at(addr)?.apart !== true) break; // one class for all of it
      }
    }
  }

  /** Nil, or the address of read-only data: nothing behind it can change or escape. */
  private isStatic(v: ValueId): boolean {
    const op = this.f.op[v]!;
    return op === Op.ConstPtr || (op === Op.SymAddr && this.env.readOnly(this.f.aux[v]!));
  }

  /** Stores that put a defer record on the stack in front of the goroutine's list: the record is taken off before the function ends. */
  private linksDefer(v: ValueId): boolean {
    const { f } = this;
    const isRecord = (p: ValueId): boolean => f.op[p] === Op.StackAddr && f.slots[f.aux[p]!]!.name === DEFER_SLOT;
    return isRecord(f.arg1[v]!) || (isRecord(f.arg0[v]!) && f.aux2[f.arg0[v]!]! + f.aux[v]! === Defer.link);
  }

  /** A pointer of unknown origin: what is stored behind it is out of our sight. */
  private external(v: number): void { this.mark(v, Prop.Outside); this.mark(this.contentOf(v), Prop.Heap | Prop.Outside); }

  private unknownCall(v: ValueId, from: number): void {
    const { f } = this;
    for (let i = from, n = f.numArgs(v); i < n; i++) if (f.vt[f.arg(v, i)] === VT.Ptr) this.mark(f.arg(v, i), Prop.Heap);
    if (f.vt[v] === VT.Ptr) this.external(v);
  }

  /** A call of a closure made in this function is one of its function, with the closure as context. */
  private callClosure(v: ValueId): void {
    const f = this.f.arg(v, 0);
    const o = this.closures.at(f);
    if (o === null || o.sym < 0 || this.closures.offset(f) !== 0) this.unknownCall(v, 1);
    else this.call(v, o.sym, 1);
  }

  /** Arguments from word `first` on are the parameters; an argument before them is the context. */
  private call(v: ValueId, sym: number, first: number): void {
    const { f } = this;
    const s = this.env.summary(sym, f.calls[f.aux[v]!]!.sig.results.length);
    const results: ValueId[] = [];
    if (f.vt[v] !== VT.Void) results[0] = v;
    for (let w = f.next[v]!; w !== 0 && f.op[w] === Op.Result; w = f.next[w]!) if (f.arg0[w] === v) results[f.aux[w]!] = w;
    if (s === null) {
      this.unknownCall(v, first);
      if (first > 0) this.mark(this.contentOf(f.arg(v, 0)), Prop.Heap);
      for (const r of results) if (r !== undefined && f.vt[r] === VT.Ptr) this.external(r);
      return;
    }
    results.forEach((r, k) => { if (f.vt[r] === VT.Ptr) this.made.push({ call: v, result: r, buffer: k === 0 ? s.buffer : 0 }); });
    if (results[0] === undefined && s.buffer > 0) this.made.push({ call: v, result: 0, buffer: s.buffer });
    const node = this.instance(s);
    if (first > 0) this.bindContext(f.arg(v, 0), s, node);
    for (let i = first, n = f.numArgs(v); i < n; i++) {
      const a = f.arg(v, i);
      const k = s.params[i - first] ?? -1;
      if (k >= 0 && f.vt[a] === VT.Ptr && !this.isStatic(a)) this.unify(a, node(k));
    }
    results.forEach((r, i) => {
      const k = s.results[i] ?? -1;
      if (k >= 0 && f.vt[r] === VT.Ptr) this.unify(r, node(k));
    });
  }

  /** What a body does to its context, it does to the closure object at this address. */
  private bindContext(addr: ValueId, s: EscapeSummary, node: (n: number) => number): void {
    if (s.context >= 0) this.unify(addr, node(s.context));
    s.captures.forEach((n, word) => { if (n >= 0) this.unify(this.behind(addr, 8 * word), node(n)); });
  }

  /** Classes for the nodes of a summary, made on demand. */
  private instance(s: EscapeSummary): (n: number) => number {
    const classes: number[] = [];
    const node = (n: number): number => {
      const known = classes[n];
      if (known !== undefined) return known;
      const c = this.fresh();
      classes[n] = c;
      const { leak, content } = s.nodes[n]!;
      this.props[c] = leak;
      if (content >= 0) this.content[c] = node(content);
      return c;
    };
    return node;
  }

  /** A store of a code word makes a closure: whoever calls it does to what it has captured what its summary says of the context. */
  private code(v: ValueId): void {
    const sym = codeStored(this.f, v);
    if (sym < 0) return;
    const addr = this.f.arg0[v]!;
    if (this.closures.at(addr)?.passedOn === false) return; // each call says what it does
    const s = this.env.summary(sym, 0);
    if (s === null) { this.mark(this.contentOf(addr), Prop.Heap); return; }
    const node = this.instance(s);
    this.bindContext(addr, s, node);
    for (const r of s.results) if (r >= 0) this.mark(node(r), Prop.Heap);
    for (const p of s.params) if (p >= 0) this.mark(node(p), Prop.Heap);
  }

  summary(): EscapeSummary {
    const { f } = this;
    for (const [from, to] of this.edges) this.unify(from, to);
    const result: number[] = f.sig.results.map(() => 0);
    for (let b = 0; b < f.numBlocks; b++) {
      if (f.bkind[b] === BlockKind.Return) f.rets[b]!.forEach((r, k) => {
        if (f.vt[r] !== VT.Ptr || this.isStatic(r)) return;
        if (result[k] === 0) result[k] = r;
        else this.unify(result[k]!, r);
      });
    }
    this.propagate();
    const own = [...this.closures.all()].find((o) => o.sym === OWN && o.apart);
    const roots = (): number[][] => [
      this.params.map((c, k) => (f.sig.params[k] === VT.Ptr ? this.find(c) : 0)),
      [this.find(this.context)],
      own === undefined ? [] : Array.from(own.words, (c) => (c === undefined ? 0 : this.find(c))),
      result.map((r) => (r === 0 ? 0 : this.find(r))),
    ];
    while (this.joinVisible(roots().flat())) this.propagate();
    const [params, [context], captures, results] = roots() as [number[], [number], number[], number[]];
    const uses = this.uses([...params, context, ...captures, ...results]);
    const nodes: EscapeNode[] = [];
    const numbers = new Map<number, number>();
    const number = (c: number): number => {
      if (c === 0) return -1;
      const known = numbers.get(c);
      if (known !== undefined) return known;
      const leak = this.props[c]! & (Prop.Heap | Prop.Outside);
      const at = nodes.length;
      nodes.push({ leak, content: -1 });
      numbers.set(c, at);
      if (leak === 0 && this.content[c] !== 0) nodes[at]!.content = number(this.find(this.content[c]!));
      if (leak !== 0 || nodes[at]!.content >= 0 || uses.get(c)! > 1) return at;
      nodes.pop(); // its content had nothing to say either, so it is the last
      numbers.set(c, -1);
      return -1;
    };
    const words = captures.map(number);
    if (words.length === 0 && (own !== undefined || this.ignoresContext())) words.push(-1);
    return { params: params.map(number), context: number(context), captures: words, results: results.map(number), nodes, buffer: 0 };
  }

  /** A closure's body that does not use what it captures. */
  private ignoresContext(): boolean {
    return (this.f.flags & FuncFlag.IsClosure) !== 0 && ![...this.closures.all()].some((o) => o.sym === OWN);
  }

  /** Callers know nothing of the words of closure objects that they get to see; tells whether there was one more. */
  private joinVisible(roots: readonly number[]): boolean {
    let any = false;
    const visible = this.uses(roots);
    for (const o of this.closures.all()) {
      const c = this.find(o.addr);
      if (o.sym === OWN || !o.apart || !visible.has(c) || (this.props[c]! & (Prop.Heap | Prop.Outside)) !== 0) continue;
      o.apart = false;
      any = true;
      o.words.forEach((w) => this.unify(this.contentOf(c), w));
    }
    return any;
  }

  /** How often each class is named by the roots and as a content, as far as callers can see: escaping classes hide their contents. */
  private uses(roots: readonly number[]): Map<number, number> {
    const uses = new Map<number, number>();
    const work = roots.filter((c) => c !== 0);
    for (let c = work.pop(); c !== undefined; c = work.pop()) {
      const n = uses.get(c) ?? 0;
      uses.set(c, n + 1);
      if (n === 0 && this.content[c] !== 0 && (this.props[c]! & (Prop.Heap | Prop.Outside)) === 0) work.push(this.find(this.content[c]!));
    }
    return uses;
  }

  // --- deciding --------------------------------------------------------------------------------------------------------------

  rewrite(): void {
    const { f } = this;
    if (this.allocs.length === 0 && !this.made.some((m) => m.buffer > 0)) return;
    const dom = new Dom(f);
    if (irreducible(f, dom)) { for (const v of this.allocs) this.env.report?.(f, v, true); return; }
    const loops = new Loops(f, dom);
    const holders = this.holders(loops, dom);
    for (const v of this.allocs) {
      if (!dom.reachable(f.block[v]!)) continue;
      const keep = this.mustStayOnHeap(v, loops, holders);
      this.env.report?.(f, v, keep);
      if (!keep) this.toSlot(v);
    }
    for (const { call, result, buffer } of this.made) {
      if (buffer === 0 || !dom.reachable(f.block[call]!) || this.escapes(result) || this.outlivesIteration(result, loops, holders)) continue;
      f.slots.push({ size: buffer, align: 8, ptrmask: new Uint8Array(Math.ceil(buffer / 64)), name: 'buffer' });
      const slot = f.newValue(Op.StackAddr, VT.Ptr, f.vpos[call]!, 0, 0, 0, f.slots.length - 1);
      f.inl[slot] = f.inl[call]!;
      f.insertBefore(slot, call);
      f.setArg(call, 0, slot);
    }
  }

  /** For each class that is the content of others: the loops whose iterations the holding objects outlive (-1: made outside any loop). */
  private holders(loops: Loops, dom: Dom): Map<number, Set<number>> {
    const { f } = this;
    const out = new Map<number, Set<number>>();
    const add = (c: number, loop: number): void => {
      let s = out.get(c);
      if (s === undefined) { s = new Set(); out.set(c, s); }
      s.add(loop);
    };
    // Direct holders: phis at loop headers hold a value from one iteration to the next.
    for (const l of loops.loops) {
      for (let v = f.firstValue[l.header]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) if (f.vt[v] === VT.Ptr) add(this.find(v), l.parent);
    }
    // Objects hold their contents as long as they live.
    const objects = [...this.allocs, ...this.made.map((m) => m.result).filter((r) => r !== 0)];
    for (let changed = true; changed;) {
      changed = false;
      const hold = (c: number, loop: number): void => { const before = out.get(c)?.size ?? 0; add(c, loop); if (out.get(c)!.size !== before) changed = true; };
      for (const v of objects) {
        if (!dom.reachable(f.block[v]!)) continue;
        const c = this.find(v);
        if (this.content[c] === 0) continue;
        const k = this.find(this.content[c]!);
        hold(k, loops.of[f.block[v]!]!);
        for (const l of out.get(c) ?? []) hold(k, l);
      }
      for (let c = 1; c < this.parent.length; c++) {
        if (this.parent[c] !== c || this.content[c] === 0) continue;
        for (const l of out.get(c) ?? []) hold(this.find(this.content[c]!), l);
      }
      for (let s = 0; s < f.numValues; s++) { if (f.op[s] === Op.StackAddr && f.block[s]! >= 0 && this.content[this.find(s)] !== 0) hold(this.find(this.content[this.find(s)]!), -1); }
      for (const [from, to] of this.edges) for (const l of out.get(this.find(to)) ?? []) hold(this.find(from), l);
      for (const o of this.closures.all()) o.words.forEach((w) => { for (const l of out.get(this.contentOf(o.addr)) ?? []) hold(this.find(w), l); });
    }
    return out;
  }

  private mustStayOnHeap(v: ValueId, loops: Loops, holders: Map<number, Set<number>>): boolean {
    const a = this.f.allocs[this.f.aux[v]!]!;
    return a.mustHeap || a.size > (a.kind === 'var' ? MAX_STACK_VAR : MAX_IMPLICIT) || this.escapes(v) || this.outlivesIteration(v, loops, holders);
  }

  private escapes(v: ValueId): boolean { return v !== 0 && (this.props[this.find(v)]! & Prop.Escapes) !== 0; }

  private outlivesIteration(v: ValueId, loops: Loops, holders: Map<number, Set<number>>): boolean {
    const { f } = this;
    const c = this.find(v);
    const mine = loops.of[f.block[v]!]!;
    if (mine < 0) return false;
    // In a loop: nothing that lives longer than one iteration of the innermost loop may hold it.
    for (const h of holders.get(c) ?? []) if (h !== mine && !(h >= 0 && isInside(loops, h, mine))) return true;
    return false;
  }

  private toSlot(v: ValueId): void {
    const { f } = this;
    const a = f.allocs[f.aux[v]!]!;
    const slot = f.slots.length;
    f.slots.push({ size: a.size, align: a.align, ptrmask: a.ptrmask, name: a.what });
    if (f.op[v] === Op.Box) { unbox(f, v, slot); return; }
    const zero = f.newValue(Op.Zero, VT.Void, f.vpos[v]!, v, 0, 0, a.size);
    f.inl[zero] = f.inl[v]!;
    const next = f.next[v]!;
    if (next === 0) f.append(f.block[v]!, zero);
    else f.insertBefore(zero, next);
    f.op[v] = Op.StackAddr;
    f.aux[v] = slot;
    f.aux2[v] = 0;
  }
}

/** True if some cycle has no single header (goto into a loop): iterations cannot be told apart then. */
function irreducible(f: Func, dom: Dom): boolean {
  for (const b of dom.rpo) for (const s of f.succs[b]!) if (dom.index[s]! <= dom.index[b]! && !dom.dominates(s, b)) return true;
  return false;
}

/** True if loop `inner` is `outer` or lies in it. */
function isInside(loops: Loops, inner: number, outer: number): boolean {
  for (let l = inner; l >= 0; l = loops.loops[l]!.parent) if (l === outer) return true;
  return false;
}

