// A small deterministic random generator (splitmix32): the same seed gives the same program on every machine.

export class Random {
  private state: number;

  constructor(seed: number) { this.state = (seed * 0x9e3779b1 + 0x7f4a7c15) | 0; }

  /** 32 random bits. */
  bits(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  /** 0 ≤ result < n. */
  int(n: number): number { return this.bits() % n; }

  /** low ≤ result ≤ high. */
  range(low: number, high: number): number { return low + this.int(high - low + 1); }

  chance(p: number): boolean { return this.bits() < p * 4294967296; }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('pick from an empty list');
    return list[this.int(list.length)]!;
  }

  /** One of [weight, value]. */
  weighted<T>(list: readonly (readonly [number, T])[]): T {
    let n = this.int(list.reduce((s, [w]) => s + w, 0));
    for (const [w, v] of list) {
      if (n < w) return v;
      n -= w;
    }
    throw new Error('weighted from an empty list');
  }

  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }

  big64(): bigint { return (BigInt(this.bits()) << 32n) | BigInt(this.bits()); }
}
