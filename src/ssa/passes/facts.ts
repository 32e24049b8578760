// Facts of the form a ≤ b + c between integer values (mathematical integers: sign-extended words), as in Bodík, Gupta, Sarkar: ABCD,
// Eliminating Array Bounds Checks on Demand (2000). The graph grows along the dominator tree and is cut back on leaving a block.
// Value 0 stands for the number 0.

import { Op } from '../op.gen.ts';
import type { Func, ValueId } from '../func.ts';
import { toNumber64 } from '../../constant/int64.ts';

const ZERO = 0;

export class Facts {
  // Edge lists by value: to[], c[], next[]; heads by value.
  private readonly head: Int32Array;
  private readonly to: number[] = [0];
  private readonly c: number[] = [0];
  private readonly link: number[] = [0];
  private readonly owner: number[] = [0];
  private budget = 0;
  /** Values that are lengths of slices or strings that exist on the current path. */
  private readonly lengths: Uint8Array;

  constructor(private readonly f: Func) {
    this.head = new Int32Array(f.numValues);
    this.lengths = new Uint8Array(f.numValues);
  }

  /** Notes that v is a length from here on; the value to pass to `notLength` when the path is left, or ZERO if it was known. */
  isLength(v: ValueId): ValueId {
    const x = this.alias(v);
    if (this.lengths[x] === 1 || x === ZERO) return ZERO;
    this.lengths[x] = 1;
    return x;
  }

  notLength(v: ValueId): void { this.lengths[v] = 0; }

  mark(): number { return this.to.length; }

  cut(mark: number): void {
    while (this.to.length > mark) {
      this.head[this.owner.pop()!] = this.link.pop()!;
      this.to.pop();
      this.c.pop();
    }
  }

  /** Records a ≤ b + c. */
  add(a: ValueId, b: ValueId, c: number): void {
    a = this.alias(a);
    b = this.alias(b);
    const ka = this.constant(a);
    if (ka !== null) { c -= ka; a = ZERO; }
    const kb = this.constant(b);
    if (kb !== null) { c += kb; b = ZERO; }
    if (a === b || Number.isNaN(c)) return;
    this.to.push(b);
    this.c.push(c);
    this.owner.push(a);
    this.link.push(this.head[a]!);
    this.head[a] = this.to.length - 1;
  }

  /** The number a value denotes if it is a constant (exact in a double), else null. */
  constant(v: ValueId): number | null {
    if (v === ZERO) return 0;
    const { f } = this;
    if (f.op[v] === Op.ConstI64) { const x = toNumber64(f.aux[v]!, f.aux2[v]!); return Number.isNaN(x) ? null : x; }
    return f.op[v] === Op.ConstI32 ? f.aux[v]! : null;
  }

  /** Sign extension keeps the number. */
  private alias(v: ValueId): ValueId {
    const { f } = this;
    while (v !== ZERO) {
      const op = f.op[v]!;
      if (op === Op.I64ExtendI32S || op === Op.Copy) v = f.arg0[v]!;
      else if (op === Op.I64ExtendI32U && this.nonNegativeNarrow(f.arg0[v]!)) v = f.arg0[v]!;
      else break;
    }
    return v;
  }

  private nonNegativeNarrow(v: ValueId): boolean {
    const [lo] = this.range(v);
    return lo >= 0;
  }

  /** Bounds that follow from how v is computed alone. */
  range(v: ValueId): [number, number] {
    const { f } = this;
    switch (f.op[v]! as Op) {
      case Op.Load8U: return [0, 255];
      case Op.Load16U: return [0, 65535];
      case Op.Load8S: case Op.I32Extend8S: return [-128, 127];
      case Op.Load16S: case Op.I32Extend16S: return [-32768, 32767];
      case Op.Load32U64: case Op.I64ExtendI32U: { const r = f.op[v] === Op.I64ExtendI32U ? this.range(f.arg0[v]!) : null; return r !== null && r[0] >= 0 ? r : [0, 4294967295]; }
      case Op.Load32S64: return [-2147483648, 2147483647];
      case Op.I64ExtendI32S: return this.range(f.arg0[v]!);
      case Op.I32And: case Op.I64And: { const k = this.constant(f.arg1[v]!); return k !== null && k >= 0 ? [0, k] : this.word(v); }
      case Op.I32RemU: case Op.I64RemU: { const k = this.constant(f.arg1[v]!); return k !== null && k > 0 ? [0, k - 1] : this.word(v); }
      case Op.I32RemS: case Op.I64RemS: { const k = this.constant(f.arg1[v]!); return k !== null && k !== 0 ? [1 - Math.abs(k), Math.abs(k) - 1] : this.word(v); }
      case Op.I32ShrU: { const k = this.constant(f.arg1[v]!); return k !== null && (k & 31) > 0 ? [0, 2 ** (32 - (k & 31)) - 1] : this.word(v); }
      case Op.I64ShrU: { const k = this.constant(f.arg1[v]!); return k !== null && (k & 63) > 11 ? [0, 2 ** (64 - (k & 63)) - 1] : this.word(v); }
      case Op.I64Clz: case Op.I64Ctz: case Op.I64Popcnt: return [0, 64];
      case Op.I32Clz: case Op.I32Ctz: case Op.I32Popcnt: return [0, 32];
      case Op.I32Eqz: case Op.I64Eqz: return [0, 1];
      default: return this.word(v);
    }
  }

  private word(v: ValueId): [number, number] {
    if (v !== ZERO && this.lengths[v]) return [0, Number.POSITIVE_INFINITY];
    return this.f.vt[v] === 1 ? [-2147483648, 2147483647] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }

  /** Proves a ≤ b + c. */
  le(a: ValueId, b: ValueId, c: number): boolean {
    this.budget = 64;
    return this.prove(this.alias(a), this.alias(b), c, 8);
  }

  private prove(a: ValueId, b: ValueId, c: number, depth: number): boolean {
    if (this.budget-- <= 0) return false;
    if (a === b && c >= 0) return true;
    const ka = this.constant(a);
    const kb = this.constant(b);
    if (ka !== null && kb !== null) return ka <= kb + c;
    const hi = ka ?? (a === ZERO ? 0 : this.range(a)[1]);
    const lo = kb ?? (b === ZERO ? 0 : this.range(b)[0]);
    if (hi <= lo + c) return true;
    if (depth === 0) return false;
    if (ka !== null && a !== ZERO) return this.proveConst(ka, b, c, depth);
    if (kb !== null && b !== ZERO) return this.prove(a, ZERO, c + kb, depth - 1);
    return this.structural(a, b, c, depth) || this.edges(a, b, c, depth);
  }

  private proveConst(k: number, b: ValueId, c: number, depth: number): boolean { return this.prove(ZERO, b, c - k, depth - 1); }

  /** Sums with constants, as long as they cannot wrap. */
  private structural(a: ValueId, b: ValueId, c: number, depth: number): boolean {
    const { f } = this;
    if (a !== ZERO && (f.op[a] === Op.I64Add || f.op[a] === Op.I32Add)) {
      const k = this.constant(f.arg1[a]!);
      const x = this.alias(f.arg0[a]!);
      // x + k ≤ b + c: for k ≥ 0 not wrapping needs x ≤ MAX − k, which x ≤ b + (c − k) with c ≤ 0 gives.
      if (k !== null && k >= 0 && c <= 0 && this.prove(x, b, c - k, depth - 1)) return true;
      // for k < 0 not wrapping needs x ≥ MIN − k: x ≥ 0 will do.
      if (k !== null && k < 0 && this.prove(ZERO, x, 0, depth - 1) && this.prove(x, b, c - k, depth - 1)) return true;
    }
    if (b !== ZERO && (f.op[b] === Op.I64Add || f.op[b] === Op.I32Add)) {
      const k = this.constant(f.arg1[b]!);
      const x = this.alias(f.arg0[b]!);
      // a ≤ (x + k) + c: for k < 0 the sum must not wrap: x ≥ 0; for k > 0: only where x is a length.
      if (k !== null && k < 0 && this.prove(ZERO, x, 0, depth - 1) && this.prove(a, x, c + k, depth - 1)) return true;
      if (k !== null && k > 0 && k < 2 ** 31 && this.lengths[x] && this.prove(a, x, c + k, depth - 1)) return true;
    }
    if (a !== ZERO && (f.op[a] === Op.I64ShrU || f.op[a] === Op.I64ShrS)) {
      // x >> k ≤ x for x ≥ 0.
      const x = this.alias(f.arg0[a]!);
      if (this.constant(f.arg1[a]!) !== null && this.prove(ZERO, x, 0, depth - 1) && this.prove(x, b, c, depth - 1)) return true;
    }
    return false;
  }

  private edges(a: ValueId, b: ValueId, c: number, depth: number): boolean {
    for (let e = this.head[a]!; e !== 0; e = this.link[e]!) if (this.prove(this.to[e]!, b, c - this.c[e]!, depth - 1)) return true;
    return false;
  }
}
