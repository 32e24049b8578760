// Real numbers of constant expressions: exact rationals while numerator and denominator stay below 4096 bits, else binary floats
// with a 512-bit mantissa (round to nearest even), as cmd/compile's limits are. Conversion to IEEE formats rounds once, correctly.

/** A rational num/den in lowest terms (den > 0), or, if den is 0, the binary float num × 2^exp with |num| < 2^512. */
export class FloatValue {
  readonly num: bigint;
  readonly den: bigint;
  readonly exp: number;

  constructor(num: bigint, den: bigint, exp: number) {
    this.num = num;
    this.den = den;
    this.exp = exp;
  }

  get isRat(): boolean { return this.den !== 0n; }
}

const PREC = 512;
/** Numbers whose bit length is within this are kept as rationals. */
const MAX_RAT_BITS = 4096;

/** Number of bits of |x|; 0 for 0. */
export function bitLength(x: bigint): number {
  if (x < 0n) x = -x;
  if (x <= 0xffffffffn) return 32 - Math.clz32(Number(x));
  const hex = x.toString(16);
  return (hex.length - 1) * 4 + 32 - Math.clz32(parseInt(hex[0]!, 16));
}

function gcd(a: bigint, b: bigint): bigint {
  if (a < 0n) a = -a;
  while (b !== 0n) {
    const t = a % b;
    a = b;
    b = t;
  }
  return a;
}

/** num / den, den ≠ 0: exact if small enough. */
export function makeRatFloat(num: bigint, den: bigint): FloatValue {
  if (den < 0n) {
    num = -num;
    den = -den;
  }
  if (den !== 1n) {
    const g = gcd(num, den);
    if (g !== 1n) {
      num /= g;
      den /= g;
    }
  }
  if (bitLength(num) < MAX_RAT_BITS && bitLength(den) < MAX_RAT_BITS) return new FloatValue(num, den, 0);
  return ratToBig(num, den);
}

function ratToBig(num: bigint, den: bigint): FloatValue {
  const q = quotient(num, den, PREC + 2);
  return roundBig(q.mant, q.exp);
}

interface Scaled { mant: bigint; exp: number }

/** num/den as mant × 2^exp where mant has at least `bits` bits; inexactness is kept as a sticky lowest bit. */
function quotient(num: bigint, den: bigint, bits: number): Scaled {
  const neg = num < 0n;
  let n = neg ? -num : num;
  const shift = bits + 1 - (bitLength(n) - bitLength(den));
  let d = den;
  if (shift > 0) n <<= BigInt(shift);
  else d <<= BigInt(-shift);
  let q = n / d;
  if (q * d !== n) q = (q << 1n) | 1n;
  else q <<= 1n;
  return { mant: neg ? -q : q, exp: -shift - 1 };
}

/** Drops the lowest `drop` bits of m ≥ 0, rounding half to even. */
function roundShift(m: bigint, drop: number): bigint {
  if (drop <= 0) return m << BigInt(-drop);
  const d = BigInt(drop);
  const q = m >> d;
  const rest = m - (q << d);
  const half = 1n << (d - 1n);
  if (rest > half || (rest === half && (q & 1n) === 1n)) return q + 1n;
  return q;
}

/** mant × 2^exp rounded to 512 bits, with trailing zero bits stripped in whole bytes to keep numbers small. */
function roundBig(mant: bigint, exp: number): FloatValue {
  if (mant === 0n) return FLOAT_ZERO;
  const neg = mant < 0n;
  let m = neg ? -mant : mant;
  const drop = bitLength(m) - PREC;
  if (drop > 0) {
    m = roundShift(m, drop);
    exp += drop;
  }
  while ((m & 0xffffffffn) === 0n) {
    m >>= 32n;
    exp += 32;
  }
  while ((m & 1n) === 0n) {
    m >>= 1n;
    exp += 1;
  }
  return new FloatValue(neg ? -m : m, 0n, exp);
}

export const FLOAT_ZERO = new FloatValue(0n, 1n, 0);

/** Binary exponent of x: 2^(e-1) <= |x| < 2^e. */
export function binaryExponent(x: FloatValue): number {
  if (x.den === 0n) return bitLength(x.num) + x.exp;
  const q = toBig(x);
  return bitLength(q.num) + q.exp;
}

export function makeBigFloat(mant: bigint, exp: number): FloatValue {
  const b = roundBig(mant, exp);
  return simplify(b);
}

/** A big float whose exponent is small becomes a rational again only when it was made from a literal or a float64. */
function simplify(b: FloatValue): FloatValue {
  if (b.den !== 0n) return b;
  const e = bitLength(b.num) + b.exp;
  if (e > -MAX_RAT_BITS && e < MAX_RAT_BITS && b.exp > -MAX_RAT_BITS) {
    if (b.exp >= 0) return makeRatFloat(b.num << BigInt(b.exp), 1n);
    return makeRatFloat(b.num, 1n << BigInt(-b.exp));
  }
  return b;
}

export function toBig(x: FloatValue): FloatValue {
  return x.den === 0n ? x : ratToBig(x.num, x.den);
}

export function floatAdd(a: FloatValue, b: FloatValue): FloatValue {
  if (a.den !== 0n && b.den !== 0n) {
    if (a.den === b.den) return makeRatFloat(a.num + b.num, a.den);
    return makeRatFloat(a.num * b.den + b.num * a.den, a.den * b.den);
  }
  const x = toBig(a);
  const y = toBig(b);
  if (x.num === 0n) return y;
  if (y.num === 0n) return x;
  const ex = bitLength(x.num) + x.exp;
  const ey = bitLength(y.num) + y.exp;
  // The smaller operand is below half a unit in the last place: a sticky bit is all that remains of it.
  if (ex - ey > 2 * PREC + 8) return roundBig((x.num << BigInt(PREC)) + sign(y.num), x.exp - PREC);
  if (ey - ex > 2 * PREC + 8) return roundBig((y.num << BigInt(PREC)) + sign(x.num), y.exp - PREC);
  const e = Math.min(x.exp, y.exp);
  return roundBig((x.num << BigInt(x.exp - e)) + (y.num << BigInt(y.exp - e)), e);
}

function sign(x: bigint): bigint { return x < 0n ? -1n : x > 0n ? 1n : 0n; }

export function floatNeg(a: FloatValue): FloatValue { return new FloatValue(-a.num, a.den, a.exp); }
export function floatSub(a: FloatValue, b: FloatValue): FloatValue { return floatAdd(a, floatNeg(b)); }

export function floatMul(a: FloatValue, b: FloatValue): FloatValue {
  if (a.den !== 0n && b.den !== 0n) return makeRatFloat(a.num * b.num, a.den * b.den);
  const x = toBig(a);
  const y = toBig(b);
  return roundBig(x.num * y.num, x.exp + y.exp);
}

/** a / b, b ≠ 0. */
export function floatDiv(a: FloatValue, b: FloatValue): FloatValue {
  if (a.den !== 0n && b.den !== 0n) return makeRatFloat(a.num * b.den, a.den * b.num);
  const x = toBig(a);
  const y = toBig(b);
  const neg = y.num < 0n;
  const q = quotient(neg ? -x.num : x.num, neg ? -y.num : y.num, PREC + 2);
  return roundBig(q.mant, q.exp + x.exp - y.exp);
}

export function floatCmp(a: FloatValue, b: FloatValue): number {
  if (a.den !== 0n && b.den !== 0n) {
    const l = a.num * b.den;
    const r = b.num * a.den;
    return l < r ? -1 : l > r ? 1 : 0;
  }
  const d = floatSub(a, b);
  return d.num < 0n ? -1 : d.num > 0n ? 1 : 0;
}

export function floatSign(a: FloatValue): number { return a.num < 0n ? -1 : a.num > 0n ? 1 : 0; }

/** The integer that x is, or null if it is none (or one beyond 4096 bits). Big floats may miss an integer by rounding errors of the last 4 bits. */
export function floatToInt(x: FloatValue): bigint | null {
  if (x.den === 1n) return x.num;
  if (x.den !== 0n) return null;
  const e = bitLength(x.num) + x.exp;
  if (e > MAX_RAT_BITS || e < -MAX_RAT_BITS) return null;
  if (x.exp >= 0) return x.num << BigInt(x.exp);
  const neg = x.num < 0n;
  const m = neg ? -x.num : x.num;
  const drop = bitLength(m) - (PREC - 4);
  if (drop <= 0) return null;
  const d = BigInt(drop);
  for (const up of [0n, 1n]) {
    const r = (m >> d) + up;
    const exp = x.exp + drop;
    if (exp >= 0) return signed(r << BigInt(exp), neg);
    const f = BigInt(-exp);
    if ((r >> f) << f === r) return signed(r >> f, neg);
  }
  return null;
}

function signed(x: bigint, neg: boolean): bigint { return neg ? -x : x; }

/** Whether x is an integer exactly (no rounding allowance). */
export function floatIsInt(x: FloatValue): boolean { return x.den === 1n || (x.den === 0n && x.exp >= 0); }

/** |x| rounded to `prec` bits with no bit below 2^minExp, as mant × 2^exp. */
function roundTo(x: FloatValue, prec: number, minExp: number): Scaled {
  let mant: bigint;
  let exp: number;
  if (x.den === 0n) {
    mant = x.num;
    exp = x.exp;
  } else if (x.den === 1n) {
    mant = x.num;
    exp = 0;
  } else {
    const q = quotient(x.num, x.den, prec + 3);
    mant = q.mant;
    exp = q.exp;
  }
  if (mant < 0n) mant = -mant;
  const drop = Math.max(bitLength(mant) - prec, minExp - exp);
  if (drop <= 0) return { mant, exp };
  if (drop > bitLength(mant) + 1) return { mant: 0n, exp: minExp };
  return { mant: roundShift(mant, drop), exp: exp + drop };
}

function scaledToNumber(s: Scaled, neg: boolean): number {
  let m = s.mant;
  let e = s.exp;
  if (m === 0n) return neg ? -0 : 0;
  if (e > 1100) return neg ? -Infinity : Infinity;
  // Bring the exponent into the range of Math.pow: mantissa and result are exact anyway.
  if (e > 900) {
    m <<= BigInt(e - 900);
    e = 900;
  }
  const v = Number(m) * 2 ** e;
  return neg ? -v : v;
}

/** Nearest float64 (ties to even), ±Infinity on overflow. */
export function floatToNumber(x: FloatValue): number {
  return scaledToNumber(roundTo(x, 53, -1074), x.num < 0n);
}

/** Nearest float32 as a number, rounded once, ±Infinity on overflow. */
export function floatToNumber32(x: FloatValue): number {
  return Math.fround(scaledToNumber(roundTo(x, 24, -149), x.num < 0n));
}

const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer);

/** Exact value of a finite float64. */
export function floatFromNumber(x: number): FloatValue {
  if (x === 0) return FLOAT_ZERO;
  if (Number.isSafeInteger(x)) return new FloatValue(BigInt(x), 1n, 0);
  f64[0] = x;
  const hi = u32[1]!;
  const e = (hi >>> 20) & 0x7ff;
  let m = (BigInt(hi & 0xfffff) << 32n) | BigInt(u32[0]!);
  if (e !== 0) m |= 1n << 52n;
  return makeBigFloat(hi >>> 31 !== 0 ? -m : m, (e === 0 ? 1 : e) - 1075);
}

/** mant × 10^exp10 × 2^exp2, exactly if small, else rounded to 512 bits; null if the exponent leaves the range of big floats. */
export function floatFromDecimal(mant: bigint, exp10: number, exp2: number): FloatValue | null {
  if (mant === 0n) return FLOAT_ZERO;
  const log2 = bitLength(mant) + exp10 * 3.321928094887362 + exp2;
  if (log2 > 2147483647) return null;
  if (log2 < -2147483648) return FLOAT_ZERO;
  if (log2 < MAX_RAT_BITS && log2 > -MAX_RAT_BITS && Math.abs(exp10) < 8192) {
    let num = mant;
    let den = 1n;
    if (exp10 > 0) num *= 10n ** BigInt(exp10);
    else den = 10n ** BigInt(-exp10);
    if (exp2 > 0) num <<= BigInt(exp2);
    else den <<= BigInt(-exp2);
    return makeRatFloat(num, den);
  }
  const p = powTen(Math.abs(exp10));
  if (exp10 >= 0) return roundBig(mant * p.mant, p.exp + exp2);
  const q = quotient(mant, p.mant, PREC + 66);
  return roundBig(q.mant, q.exp - p.exp + exp2);
}

/** 10^n to 640 bits. */
function powTen(n: number): Scaled {
  let mant = 1n;
  let exp = 0;
  let bm = 10n;
  let be = 0;
  while (n > 0) {
    if (n & 1) {
      const r = trim(mant * bm, exp + be);
      mant = r.mant;
      exp = r.exp;
    }
    const s = trim(bm * bm, be * 2);
    bm = s.mant;
    be = s.exp;
    n = Math.floor(n / 2);
  }
  return { mant, exp };
}

function trim(m: bigint, e: number): Scaled {
  const drop = bitLength(m) - 640;
  return drop > 0 ? { mant: m >> BigInt(drop), exp: e + drop } : { mant: m, exp: e };
}
