// Elimination of nil, bounds and other checks that cannot fail: a walk over the dominator tree that collects facts from branch
// conditions, from checks already passed, and from induction variables.

import { Op } from '../op.gen.ts';
import { BlockKind, type BlockId, type Func, type ValueId } from '../func.ts';
import { BoundsKind } from '../../abi/panics.table.ts';
import { Dom } from '../analysis/dom.ts';
import { Loops } from '../analysis/loops.ts';
import { Facts } from './facts.ts';

export function eliminateChecks(f: Func): boolean {
  return new Eliminator(f).run();
}

class Eliminator {
  private readonly dom: Dom;
  private readonly facts: Facts;
  /** Values known to be non-zero (pointers) or zero (conditions of PanicIf that was passed) on the current path: scope depth counters. */
  private readonly nonZero: Uint8Array;
  private readonly isZero: Uint8Array;
  private readonly trail: { v: ValueId; zero: boolean }[] = [];
  /** Values found to be lengths on the current path. */
  private readonly lengths: ValueId[] = [];
  /** Unsigned comparisons on the current path with what may turn out to be a length, by that; the order of their arrival. */
  private readonly pending = new Map<ValueId, { a: ValueId; c: number }[]>();
  private readonly arrivals: ValueId[] = [];
  private readonly headers = new Map<BlockId, { phi: ValueId; init: ValueId; step: number }[]>();
  private changed = false;

  constructor(private readonly f: Func) {
    this.dom = new Dom(f);
    this.facts = new Facts(f);
    this.nonZero = new Uint8Array(f.numValues);
    this.isZero = new Uint8Array(f.numValues);
    this.induction();
  }

  run(): boolean {
    const { f, dom } = this;
    const stack: BlockId[] = [0];
    const marks: { facts: number; trail: number; lengths: number; arrivals: number }[] = [];
    while (stack.length > 0) {
      const b = stack.pop()!;
      if (b === -1) {
        const m = marks.pop()!;
        this.facts.cut(m.facts);
        while (this.lengths.length > m.lengths) this.facts.notLength(this.lengths.pop()!);
        while (this.arrivals.length > m.arrivals) this.pending.get(this.arrivals.pop()!)!.pop();
        while (this.trail.length > m.trail) { const t = this.trail.pop()!; (t.zero ? this.isZero : this.nonZero)[t.v] = 0; }
        continue;
      }
      marks.push({ facts: this.facts.mark(), trail: this.trail.length, lengths: this.lengths.length, arrivals: this.arrivals.length });
      this.entering(b);
      for (let v = f.firstValue[b]!; v !== 0;) { const n = f.next[v]!; this.value(v); v = n; }
      stack.push(-1);
      for (let c = dom.firstChild[b]!; c >= 0; c = dom.nextSibling[c]!) stack.push(c);
    }
    return this.changed;
  }

  /** Facts that hold on entry to b: the branch that leads here, and induction variables. */
  private entering(b: BlockId): void {
    const { f } = this;
    const preds = f.preds[b]!;
    if (preds.length === 1) {
      const p = preds[0]!;
      if (f.bkind[p] === BlockKind.If && f.succs[p]![0] !== f.succs[p]![1]) this.condition(f.control[p]!, f.succs[p]![0] === b);
    }
    for (const i of this.headers.get(b) ?? []) {
      if (i.step > 0) this.facts.add(i.init, i.phi, 0);
      else this.facts.add(i.phi, i.init, 0);
    }
  }

  private know(v: ValueId, zero: boolean): void {
    const table = zero ? this.isZero : this.nonZero;
    if (table[v]) return;
    table[v] = 1;
    this.trail.push({ v, zero });
  }

  private condition(c: ValueId, truth: boolean): void {
    const { f, facts } = this;
    this.know(c, !truth);
    const a = f.arg0[c]!;
    const b = f.arg1[c]!;
    switch (f.op[c]! as Op) {
      case Op.I32Eqz: this.condition(a, !truth); return;
      case Op.I64Eqz: if (truth) this.equal(a, 0); else this.know(a, false); return;
      case Op.I32And: if (truth && this.isBit(a) && this.isBit(b)) { this.condition(a, true); this.condition(b, true); } return;
      case Op.I32Or: if (!truth) { this.condition(a, false); this.condition(b, false); } return;
      case Op.I32Eq: case Op.I64Eq: if (truth) this.equal(a, b); else this.differ(a, b); return;
      case Op.I32Ne: case Op.I64Ne: if (!truth) this.equal(a, b); else this.differ(a, b); return;
      case Op.I32LtS: case Op.I64LtS: if (truth) facts.add(a, b, -1); else facts.add(b, a, 0); return;
      case Op.I32GtS: case Op.I64GtS: if (truth) facts.add(b, a, -1); else facts.add(a, b, 0); return;
      case Op.I32LeS: case Op.I64LeS: if (truth) facts.add(a, b, 0); else facts.add(b, a, -1); return;
      case Op.I32GeS: case Op.I64GeS: if (truth) facts.add(b, a, 0); else facts.add(a, b, -1); return;
      case Op.I32LtU: case Op.I64LtU: if (truth) this.unsignedLess(a, b, -1); else this.unsignedLess(b, a, 0); return;
      case Op.I32GeU: case Op.I64GeU: if (truth) this.unsignedLess(b, a, 0); else this.unsignedLess(a, b, -1); return;
      case Op.I32GtU: case Op.I64GtU: if (truth) this.unsignedLess(b, a, -1); else this.unsignedLess(a, b, 0); return;
      case Op.I32LeU: case Op.I64LeU: if (truth) this.unsignedLess(a, b, 0); else this.unsignedLess(b, a, -1); return;
      default:
    }
  }

  private isBit(v: ValueId): boolean {
    const [lo, hi] = this.facts.range(v);
    const op = this.f.op[v]!;
    return (lo >= 0 && hi <= 1) || (op >= Op.I32Eq && op <= Op.I32GeU) || (op >= Op.I64Eq && op <= Op.I64GeU);
  }

  private equal(a: ValueId, b: ValueId): void { this.facts.add(a, b, 0); this.facts.add(b, a, 0); }

  private differ(a: ValueId, b: ValueId): void {
    const { facts } = this;
    if (facts.constant(b) === 0) this.know(a, false);
    // a ≠ b together with a ≤ b is a < b.
    if (facts.le(a, b, 0)) facts.add(a, b, -1);
    else if (facts.le(b, a, 0)) facts.add(b, a, -1);
  }

  /** a ≤u b + c (c is 0 or −1) with b ≥ 0 means 0 ≤ a ≤ b + c. */
  private unsignedLess(a: ValueId, b: ValueId, c: number): void {
    if (!this.facts.le(0, b, 0)) {
      const list = this.pending.get(b);
      if (list === undefined) this.pending.set(b, [{ a, c }]);
      else list.push({ a, c });
      this.arrivals.push(b);
      return;
    }
    this.facts.add(0, a, 0);
    this.facts.add(a, b, c);
  }

  /** A check against n tells that n is a length: here and behind, not before, where n may be an index that is yet to be checked. */
  private length(n: ValueId): void {
    const x = this.facts.isLength(n);
    if (x === 0) return;
    this.lengths.push(x);
    for (const p of this.pending.get(n) ?? []) {
      this.facts.add(0, p.a, 0);
      this.facts.add(p.a, n, p.c);
    }
  }

  private value(v: ValueId): void {
    const { f, facts } = this;
    switch (f.op[v]! as Op) {
      case Op.NilCheck:
        if (this.isNonNil(f.arg0[v]!)) this.drop(v);
        else this.know(f.arg0[v]!, false);
        return;
      case Op.PanicIf:
        if (this.isZero[f.arg0[v]!]) this.drop(v);
        else this.condition(f.arg0[v]!, false);
        return;
      case Op.BoundsCheck: {
        const i = f.arg0[v]!;
        const n = f.arg1[v]!;
        this.length(n);
        const c = ((f.aux[v]! & 15) as BoundsKind) === BoundsKind.Index ? -1 : 0;
        if (facts.le(0, i, 0) && facts.le(i, n, c)) this.drop(v);
        else { facts.add(0, i, 0); facts.add(i, n, c); }
        return;
      }
      default:
    }
  }

  private isNonNil(p: ValueId): boolean {
    const { f } = this;
    for (;;) {
      if (this.nonZero[p]) return true;
      const op = f.op[p]!;
      if (op === Op.NewObject || op === Op.Box || op === Op.SymAddr || op === Op.StackAddr || op === Op.FrameAddr || op === Op.Closure) return true;
      if (op !== Op.PtrAddImm && op !== Op.Copy) return false;
      p = f.arg0[p]!;
    }
  }

  private drop(v: ValueId): void {
    this.f.remove(v);
    this.changed = true;
  }

  /**
   * Loop-header phis i = phi(init, i + step) with a constant step, where every path to the increment has passed a test that bounds i in
   * the direction of the step: then i never wraps, and init bounds it from the other side.
   */
  private induction(): void {
    const { f, dom } = this;
    const loops = new Loops(f, dom);
    for (const l of loops.loops) {
      const h = l.header;
      if (f.preds[h]!.length !== 2) continue;
      const back = dom.dominates(h, f.preds[h]![0]!) ? 0 : 1;
      for (let phi = f.firstValue[h]!; phi !== 0 && f.op[phi] === Op.Phi; phi = f.next[phi]!) {
        const inc = f.arg(phi, back);
        if (f.op[inc] !== Op.I64Add && f.op[inc] !== Op.I32Add) continue;
        const step = f.arg0[inc] === phi ? this.facts.constant(f.arg1[inc]!) : null;
        if (step === null || step === 0 || Math.abs(step) > 1) continue;
        if (!this.guarded(phi, f.block[inc]!, step, l.blocks)) continue;
        let list = this.headers.get(h);
        if (list === undefined) { list = []; this.headers.set(h, list); }
        list.push({ phi, init: f.arg(phi, 1 - back), step });
      }
    }
  }

  /** True if a test i < x (or > for a negative step) on i = phi holds wherever block `at` is reached. */
  private guarded(phi: ValueId, at: BlockId, step: number, blocks: BlockId[]): boolean {
    const { f, dom } = this;
    for (const b of blocks) {
      if (!dom.dominates(b, at)) continue;
      if (f.bkind[b] === BlockKind.If && f.succs[b]![0] !== f.succs[b]![1]) {
        for (const k of [0, 1]) {
          const s = f.succs[b]![k]!;
          if (f.preds[s]!.length === 1 && dom.dominates(s, at) && this.bounds(f.control[b]!, k === 0, phi, step)) return true;
        }
      }
      if (step > 0) for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.BoundsCheck && this.same(f.arg0[v]!, phi) && b !== at) return true;
    }
    return false;
  }

  private same(v: ValueId, phi: ValueId): boolean {
    const { f } = this;
    return v === phi || (f.op[v] === Op.I64ExtendI32S && f.arg0[v] === phi);
  }

  private bounds(c: ValueId, truth: boolean, phi: ValueId, step: number): boolean {
    const { f } = this;
    const a = f.arg0[c]!;
    const b = f.arg1[c]!;
    let less: boolean | null = null; // true: a < b, false: a > b (strictly)
    switch (f.op[c]! as Op) {
      case Op.I32Eqz: return this.bounds(a, !truth, phi, step);
      case Op.I32LtS: case Op.I64LtS: if (truth) less = true; break;
      case Op.I32GeS: case Op.I64GeS: if (!truth) less = true; else if (step < 0 && a === phi && f.op[b] !== Op.Phi && (this.facts.constant(b) ?? -1) >= 0) return true; break;
      case Op.I32GtS: case Op.I64GtS: if (truth) less = false; break;
      case Op.I32LeS: case Op.I64LeS: if (!truth) less = false; break;
      default:
    }
    if (less === null) return false;
    return step > 0 ? (less && a === phi) || (!less && b === phi) : (less && b === phi) || (!less && a === phi);
  }
}
