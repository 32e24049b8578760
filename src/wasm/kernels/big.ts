// math/big's vector kernels: words are 64 bits, z, x, y slices of equal length (only z's length is read).

import type { FuncCode } from '../code.ts';
import { W, WM, WT } from '../opcode.table.ts';
import { type KernelAsm, kernel } from './kernel.ts';

/** Parameter numbers: z (0, len 1), x (3), y (6). */
const Z = 0;
const LEN = 1;
const X = 3;

/** i counts bytes: a loop over the words with body(i), upwards. */
function forWords(a: KernelAsm, body: (i: number) => void): void {
  const i = a.local(WT.I32);
  const end = a.local(WT.I32);
  a.get(LEN); a.op(W.I32WrapI64); a.i32(3); a.op(W.I32Shl); a.set(end);
  const out = a.block();
  const loop = a.loop();
  a.get(i); a.get(end); a.op(W.I32GeU); a.brIf(out);
  body(i);
  a.get(i); a.i32(8); a.op(W.I32Add); a.set(i);
  a.br(loop);
  a.end();
  a.end();
}

/** Pushes base + i. */
function at(a: KernelAsm, base: number, i: number): void { a.get(base); a.get(i); a.op(W.I32Add); }
function word(a: KernelAsm, base: number, i: number): void { at(a, base, i); a.mem(W.I64Load, 3, 0); }

/** z = x ± y with carry. */
function addSub(a: KernelAsm, sub: boolean): void {
  const c = a.local(WT.I64);
  const s = a.local(WT.I64);
  const x = a.local(WT.I64);
  const r = a.local(WT.I64);
  forWords(a, (i) => {
    word(a, X, i); a.tee(x); word(a, 6, i); a.op(sub ? W.I64Sub : W.I64Add); a.tee(s);
    a.get(c); a.op(sub ? W.I64Sub : W.I64Add); a.set(r);
    at(a, Z, i); a.get(r); a.mem(W.I64Store, 3, 0);
    // Add: s < x or r < s. Subtract: s > x or r > s.
    const past = sub ? W.I64GtU : W.I64LtU;
    a.get(s); a.get(x); a.op(past); a.get(r); a.get(s); a.op(past); a.op(W.I32Or); a.op(W.I64ExtendI32U); a.set(c);
  });
  a.get(c);
}

/** Sets hi, lo to x·y as in lower/select.ts. */
function multiply(a: KernelAsm, x: number, y: number, t: number, hi: number, lo: number): void {
  const low = (v: number): void => { a.get(v); a.i64(-1, 0); a.op(W.I64And); };
  const high = (v: number): void => { a.get(v); a.i64(32, 0); a.op(W.I64ShrU); };
  high(x); low(y); a.op(W.I64Mul);
  low(x); low(y); a.op(W.I64Mul); a.i64(32, 0); a.op(W.I64ShrU);
  a.op(W.I64Add); a.set(t);
  high(x); high(y); a.op(W.I64Mul); high(t); a.op(W.I64Add);
  low(x); high(y); a.op(W.I64Mul); low(t); a.op(W.I64Add); a.i64(32, 0); a.op(W.I64ShrU);
  a.op(W.I64Add); a.set(hi);
  a.get(x); a.get(y); a.op(W.I64Mul); a.set(lo);
}

/** lo += v, carrying into hi. */
function addCarry(a: KernelAsm, lo: number, hi: number, v: number): void {
  a.get(lo); a.get(v); a.op(W.I64Add); a.set(lo);
  a.get(hi); a.get(lo); a.get(v); a.op(W.I64LtU); a.op(W.I64ExtendI32U); a.op(W.I64Add); a.set(hi);
}

/** z = [x +] y·m + c, returning the carry. */
function mulAdd(a: KernelAsm, src: number, add: number, m: number, c: number): void {
  const v = a.local(WT.I64);
  const t = a.local(WT.I64);
  const hi = a.local(WT.I64);
  const lo = a.local(WT.I64);
  forWords(a, (i) => {
    word(a, src, i); a.set(v);
    multiply(a, v, m, t, hi, lo);
    if (add >= 0) { word(a, add, i); a.set(v); addCarry(a, lo, hi, v); }
    addCarry(a, lo, hi, c);
    at(a, Z, i); a.get(lo); a.mem(W.I64Store, 3, 0);
    a.get(hi); a.set(c);
  });
  a.get(c);
}

/** z = x << s or x >> s; the bits shifted out. z and x may overlap as the direction allows. */
function shift(a: KernelAsm, left: boolean, s: number): void {
  const n = a.local(WT.I32); // bytes
  const back = a.local(WT.I64); // 64 − s
  const c = a.local(WT.I64);
  const p = a.local(WT.I32);
  const toward = left ? W.I64Shl : W.I64ShrU;
  const away = left ? W.I64ShrU : W.I64Shl;
  a.get(LEN); a.op(W.I32WrapI64); a.i32(3); a.op(W.I32Shl); a.set(n);
  a.get(s); a.op(W.I64Eqz);
  a.if_();
  a.get(Z); a.get(X); a.get(n); a.misc(WM.MemoryCopy);
  a.i64(0, 0); a.ret();
  a.end();
  a.get(n); a.op(W.I32Eqz);
  a.if_(); a.i64(0, 0); a.ret(); a.end();
  a.i64(64, 0); a.get(s); a.op(W.I64Sub); a.set(back);
  // p: byte offset of the word being made.
  if (left) { a.get(n); a.i32(-8); a.op(W.I32Add); a.set(p); }
  word(a, X, p); a.get(back); a.op(away); a.set(c);
  const out = a.block();
  const loop = a.loop();
  if (left) { a.get(p); a.op(W.I32Eqz); }
  else { a.get(p); a.get(n); a.i32(-8); a.op(W.I32Add); a.op(W.I32Eq); }
  a.brIf(out);
  at(a, Z, p);
  word(a, X, p); a.get(s); a.op(toward);
  at(a, X, p); a.i32(left ? -8 : 8); a.op(W.I32Add); a.mem(W.I64Load, 3, 0); a.get(back); a.op(away);
  a.op(W.I64Or);
  a.mem(W.I64Store, 3, 0);
  a.get(p); a.i32(left ? -8 : 8); a.op(W.I32Add); a.set(p);
  a.br(loop);
  a.end();
  a.end();
  at(a, Z, p); word(a, X, p); a.get(s); a.op(toward); a.mem(W.I64Store, 3, 0);
  a.get(c);
}

export function bigKernels(): FuncCode[] {
  return [
    kernel('math/big.addVV', 'pllpllpll>l', (a) => addSub(a, false)),
    kernel('math/big.subVV', 'pllpllpll>l', (a) => addSub(a, true)),
    kernel('math/big.lshVU', 'pllplll>l', (a) => shift(a, true, 6)),
    kernel('math/big.rshVU', 'pllplll>l', (a) => shift(a, false, 6)),
    kernel('math/big.mulAddVWW', 'pllpllll>l', (a) => mulAdd(a, X, -1, 6, 7)),
    kernel('math/big.addMulVVWW', 'pllpllpllll>l', (a) => mulAdd(a, 6, X, 9, 10)),
  ];
}
