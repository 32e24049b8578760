// The SSA verifier: run after the builder and, in tests, after every pass. It checks
//   - lists: values of a block are linked both ways, know their block, phis come first;
//   - edges: succs and preds agree as multisets, blocks end in a known way, every block but the entry and recoverBlock has predecessors;
//   - types: operands fit op.table, results too; calls fit their signatures; returns fit the function's;
//   - phis: one argument per predecessor, of the phi's type;
//   - dominance: every use is dominated by its definition (phi arguments at the end of their predecessor);
//   - recoverBlock: no predecessors, no values from outside.

import { BlockKind, type BlockId, type Func, type Sig, type SymTab, type ValueId } from './func.ts';
import { Op } from './op.gen.ts';
import { opTable, VT } from './op.table.ts';
import { InternalError } from '../base/internal-error.ts';
import { printFunc, valueText, vtLetters } from './text/print.ts';

/** Immediate dominators by block (Cooper, Harvey, Kennedy: 'A Simple, Fast Dominance Algorithm'); -1 for roots and unreachable blocks. */
export function dominators(f: Func): { idom: Int32Array; order: BlockId[]; rpo: Int32Array } {
  const n = f.numBlocks;
  const rpo = new Int32Array(n).fill(-1);
  const post: BlockId[] = [];
  const seen = new Uint8Array(n);
  const visit = (root: BlockId): void => {
    const stack: BlockId[] = [root];
    const next: number[] = [0];
    seen[root] = 1;
    while (stack.length > 0) {
      const b = stack[stack.length - 1]!;
      const i = next[next.length - 1]!++;
      const s = f.succs[b]![i];
      if (s === undefined) { post.push(b); stack.pop(); next.pop(); } else if (seen[s] === 0) { seen[s] = 1; stack.push(s); next.push(0); }
    }
  };
  if (f.recoverBlock >= 0) visit(f.recoverBlock);
  if (n > 0 && seen[0] === 0) visit(0);
  const order = post.reverse();
  order.forEach((b, i) => { rpo[b] = i; });
  const idom = new Int32Array(n).fill(-1);
  let changed = true;
  const meet = (a: BlockId, b: BlockId): BlockId => {
    let x = a;
    let y = b;
    while (x !== y) {
      while (x !== -1 && y !== -1 && rpo[x]! > rpo[y]!) x = idom[x]!;
      if (x === -1) return -1;
      while (y !== -1 && rpo[y]! > rpo[x]!) y = idom[y]!;
      if (y === -1) return -1;
    }
    return x;
  };
  while (changed) {
    changed = false;
    for (const b of order) {
      if (b === 0 || b === f.recoverBlock) continue;
      let d = -2;
      for (const p of f.preds[b]!) {
        if (rpo[p]! < 0 || (idom[p] === -1 && p !== 0 && p !== f.recoverBlock)) continue;
        d = d === -2 ? p : meet(d, p);
      }
      if (d !== -2 && idom[b] !== d) { idom[b] = d; changed = true; }
    }
  }
  return { idom, order, rpo };
}

class Verifier {
  private readonly f: Func;
  private readonly syms: SymTab;
  private readonly idom: Int32Array;
  private readonly rpo: Int32Array;
  private readonly index: Int32Array;

  constructor(f: Func, syms: SymTab) {
    this.f = f;
    this.syms = syms;
    const d = dominators(f);
    this.idom = d.idom;
    this.rpo = d.rpo;
    this.index = new Int32Array(f.numValues).fill(-1);
  }

  private bad(msg: string, v: ValueId = 0): never {
    const at = v === 0 ? '' : `\n  in: ${valueText(this.f, v, this.syms)}`;
    throw new InternalError(`SSA verifier: ${this.f.name}: ${msg}${at}\n${this.f.numValues < 400 ? printFunc(this.f, this.syms) : ''}`);
  }

  run(): void {
    for (let b = 0; b < this.f.numBlocks; b++) this.lists(b);
    for (let b = 0; b < this.f.numBlocks; b++) this.edges(b);
    for (let b = 0; b < this.f.numBlocks; b++) {
      for (let v = this.f.firstValue[b]!; v !== 0; v = this.f.next[v]!) this.value(b, v);
      this.ending(b);
    }
  }

  private lists(b: BlockId): void {
    const f = this.f;
    let prev = 0;
    let i = 0;
    let phis = true;
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.prev[v] !== prev) this.bad(`b${b}: v${v} has prev v${f.prev[v]}, not v${prev}`);
      if (f.block[v] !== b) this.bad(`v${v} is in the list of b${b} but says b${f.block[v]}`);
      if (this.index[v] !== -1) this.bad(`v${v} is listed twice`);
      this.index[v] = i++;
      if (f.op[v] === Op.Phi) { if (!phis) this.bad(`phi v${v} behind other values`, v); } else phis = false;
      prev = v;
    }
    if (f.lastValue[b] !== prev) this.bad(`b${b}: lastValue v${f.lastValue[b]}, not v${prev}`);
  }

  private edges(b: BlockId): void {
    const f = this.f;
    const want = f.bkind[b] === BlockKind.Jump ? 1 : f.bkind[b] === BlockKind.If ? 2 : f.bkind[b] === BlockKind.Switch ? -1 : 0;
    const n = f.succs[b]!.length;
    if (want === -1 ? n === 0 : n !== want) this.bad(`b${b} has ${n} successors`);
    if (f.bkind[b] === BlockKind.None) this.bad(`b${b} is not ended`);
    for (const s of f.succs[b]!) {
      const out = f.succs[b]!.filter((x) => x === s).length;
      const back = f.preds[s]!.filter((x) => x === b).length;
      if (out !== back) this.bad(`edge b${b} → b${s}: ${out} successors, ${back} predecessors`);
    }
    for (const p of f.preds[b]!) if (!f.succs[p]!.includes(b)) this.bad(`b${b} lists predecessor b${p}, which does not go there`);
    if (b !== 0 && b !== f.recoverBlock && f.preds[b]!.length === 0) this.bad(`b${b} has no predecessors`);
    if ((b === f.recoverBlock || b === 0) && f.preds[b]!.length > 0) this.bad(`root block b${b} has predecessors`);
  }

  private fits(letter: string, vt: VT): boolean {
    if (letter === 'v') return vt !== VT.Void;
    if (letter === 'i') return vt === VT.I32 || vt === VT.Ptr;
    return vtLetters[vt] === letter;
  }

  private value(b: BlockId, v: ValueId): void {
    const f = this.f;
    const row = opTable[f.op[v]!];
    if (row === undefined || f.op[v] === Op.Invalid) { this.bad(`v${v} has no valid op`); }
    if (row!.result !== -1 && f.vt[v] !== row!.result) this.bad(`v${v}: result type ${vtLetters[f.vt[v]!]}`, v);
    const n = f.numArgs(v);
    for (let i = 0; i < n; i++) {
      const a = f.arg(v, i);
      if (a <= 0 || a >= f.numValues || this.index[a] === -1) this.bad(`argument ${i} (v${a}) is not in the function`, v);
      if (f.vt[a] === VT.Void && f.op[v] !== Op.Result) this.bad(`argument ${i} (v${a}) has no value`, v);
      if (f.op[v] === Op.Phi) continue;
      const letter = row!.args[i];
      if (letter !== undefined && letter !== '*' && f.op[v] !== Op.Result && !this.fits(letter, f.vt[a]! as VT)) this.bad(`argument ${i} (v${a}) is ${vtLetters[f.vt[a]!]}`, v);
      this.dominated(a, b, this.index[v]!, v);
    }
    this.special(b, v, n);
  }

  private special(b: BlockId, v: ValueId, n: number): void {
    const f = this.f;
    switch (f.op[v]! as Op) {
      case Op.Phi:
        if (n !== f.preds[b]!.length) this.bad(`phi with ${n} arguments for ${f.preds[b]!.length} predecessors`, v);
        for (let i = 0; i < n; i++) {
          const a = f.arg(v, i);
          if (!sameWord(f.vt[a]! as VT, f.vt[v]! as VT)) this.bad(`phi argument v${a} is ${vtLetters[f.vt[a]!]}`, v);
          this.dominated(a, f.preds[b]![i]!, 0x7fffffff, v);
        }
        break;
      case Op.Select: if (f.vt[f.arg(v, 1)] !== f.vt[v] || f.vt[f.arg(v, 2)] !== f.vt[v]) this.bad('select of different types', v); break;
      case Op.Copy: if (f.vt[f.arg(v, 0)] !== f.vt[v]) this.bad('copy of another type', v); break;
      case Op.Param: if (f.sig.params[f.aux[v]!] !== f.vt[v]) this.bad('parameter type', v); break;
      case Op.Call: case Op.CallImport: this.call(v, 0); break;
      case Op.CallClosure: case Op.CallTable: this.call(v, 1); break;
      case Op.Result: this.result(v); break;
      case Op.StackAddr: if (f.slots[f.aux[v]!] === undefined) this.bad('unknown slot', v); break;
      case Op.NewObject: case Op.StackObject: case Op.Box: if (f.allocs[f.aux[v]!] === undefined) this.bad('unknown alloc', v); break;
      default: break;
    }
  }

  private call(v: ValueId, lead: number): void {
    const f = this.f;
    const c = f.calls[f.aux[v]!];
    if (c === undefined) this.bad('call without CallInfo', v);
    const sig: Sig = c!.sig;
    const n = f.numArgs(v) - lead;
    if (n !== sig.params.length) this.bad(`call with ${n} words for ${sig.params.length}`, v);
    for (let i = 0; i < n; i++) {
      const a = f.arg(v, i + lead);
      if (!sameWord(f.vt[a]! as VT, sig.params[i]!)) this.bad(`call argument ${i} (v${a}) is ${vtLetters[f.vt[a]!]}, not ${vtLetters[sig.params[i]!]}`, v);
    }
    const want = sig.results.length === 1 ? sig.results[0]! : VT.Void;
    if (f.vt[v] !== want) this.bad('type of call', v);
  }

  private result(v: ValueId): void {
    const f = this.f;
    const call = f.arg(v, 0);
    const op = f.op[call]! as Op;
    if (op !== Op.Call && op !== Op.CallClosure && op !== Op.CallTable && op !== Op.CallImport) this.bad('result of no call', v);
    if (f.calls[f.aux[call]!]!.sig.results[f.aux[v]!] !== f.vt[v]) this.bad('type of call result', v);
  }

  private ending(b: BlockId): void {
    const f = this.f;
    const k = f.bkind[b]!;
    if (k === BlockKind.If || k === BlockKind.Switch) {
      const c = f.control[b]!;
      if (this.index[c] === -1) this.bad(`control v${c} of b${b} is not in the function`);
      if (!this.fits('i', f.vt[c]! as VT)) this.bad(`control v${c} of b${b} is ${vtLetters[f.vt[c]!]}`);
      this.dominated(c, b, 0x7fffffff, 0);
    } else if (k === BlockKind.Return) {
      const r = f.rets[b]!;
      if (r.length !== f.sig.results.length) this.bad(`b${b} returns ${r.length} words for ${f.sig.results.length}`);
      r.forEach((v, i) => {
        if (this.index[v] === undefined || this.index[v] === -1) this.bad(`returned v${v} is not in the function`);
        if (!sameWord(f.vt[v]! as VT, f.sig.results[i]!)) this.bad(`b${b}: result ${i} (v${v}) is ${vtLetters[f.vt[v]!]}`);
        this.dominated(v, b, 0x7fffffff, 0);
      });
    }
  }

  /** The definition of a must dominate place `at` of block b. */
  private dominated(a: ValueId, b: BlockId, at: number, user: ValueId): void {
    const d = this.f.block[a]!;
    if (d === b) { if (this.index[a]! >= at) this.bad(`v${a} is used before its definition`, user); return; }
    if (this.rpo[b]! < 0) return; // unreachable code
    let x = b;
    while (x !== -1 && x !== d) x = this.idom[x]!;
    if (x !== d) this.bad(`v${a} (b${d}) does not dominate its use in b${b}`, user);
  }
}

function sameWord(a: VT, b: VT): boolean { return a === b; }

/** Throws InternalError if f is not well formed. */
export function verify(f: Func, syms: SymTab): void { new Verifier(f, syms).run(); }
