// Comparing and searching bytes: runtime.memequal, memequal_varlen, cmpstring; internal/bytealg Compare, IndexByte, Count.
//
// Sixteen bytes at a time with SIMD; ends are covered by a load that overlaps what has been seen. Lengths fit 32 bits.

import type { FuncCode } from '../code.ts';
import { W, WS, WT } from '../opcode.table.ts';
import { type KernelAsm, kernel } from './kernel.ts';
import { Abi } from '../../ssa/func.ts';

function wrap(a: KernelAsm, x: number): number {
  const n = a.local(WT.I32);
  a.get(x);
  a.op(W.I32WrapI64);
  a.set(n);
  return n;
}

function addTo(a: KernelAsm, x: number, k: number): void {
  a.get(x);
  a.i32(k);
  a.op(W.I32Add);
  a.set(x);
}

/** Pushes x + n − back. */
function endMinus(a: KernelAsm, x: number, n: number, back: number): void {
  a.get(x);
  a.get(n);
  a.op(W.I32Add);
  a.i32(-back);
  a.op(W.I32Add);
}

/** Returns 0 unless the vectors at the two addresses that `at` pushes are equal. */
function differAt(a: KernelAsm, p: () => void, q: () => void): void {
  p(); a.simdMem(WS.V128Load, 0);
  q(); a.simdMem(WS.V128Load, 0);
  a.simd(WS.V128Xor);
  a.simd(WS.V128AnyTrue);
}

/** Body of memequal on the locals p, q (i32 addresses) and n (i32 length). Leaves by return. */
function memequal(a: KernelAsm, p: number, q: number, n: number): void {
  const ret = (x: number): void => { a.i32(x); a.ret(); };
  const pushP = (): void => a.get(p);
  const pushQ = (): void => a.get(q);
  a.get(p); a.get(q); a.op(W.I32Eq);
  a.if_(); ret(1); a.end();
  // 16 and more: vectors, the last one overlapping.
  a.get(n); a.i32(16); a.op(W.I32GeU);
  a.if_();
  const last = a.local(WT.I32);
  const lastQ = a.local(WT.I32);
  endMinus(a, p, n, 16); a.set(last);
  endMinus(a, q, n, 16); a.set(lastQ);
  const done = a.block();
  const loop = a.loop();
  a.get(p); a.get(last); a.op(W.I32GeU); a.brIf(done);
  differAt(a, pushP, pushQ);
  a.if_(); ret(0); a.end();
  addTo(a, p, 16);
  addTo(a, q, 16);
  a.br(loop);
  a.end();
  a.end();
  differAt(a, () => a.get(last), () => a.get(lastQ));
  a.op(W.I32Eqz);
  a.ret();
  a.end();
  // Two overlapping pieces of 8, 4, 2.
  const pieces: [number, W, W, W, W][] = [
    [8, W.I64Load, W.I64Xor, W.I64Or, W.I64Eqz], [4, W.I32Load, W.I32Xor, W.I32Or, W.I32Eqz], [2, W.I32Load16U, W.I32Xor, W.I32Or, W.I32Eqz],
  ];
  for (const [size, load, xor, or, eqz] of pieces) {
    a.get(n); a.i32(size); a.op(W.I32GeU);
    a.if_();
    a.get(p); a.mem(load, 0, 0);
    a.get(q); a.mem(load, 0, 0);
    a.op(xor);
    endMinus(a, p, n, size); a.mem(load, 0, 0);
    endMinus(a, q, n, size); a.mem(load, 0, 0);
    a.op(xor);
    a.op(or);
    a.op(eqz);
    a.ret();
    a.end();
  }
  a.get(n);
  a.if_();
  a.get(p); a.mem(W.I32Load8U, 0, 0);
  a.get(q); a.mem(W.I32Load8U, 0, 0);
  a.op(W.I32Eq);
  a.ret();
  a.end();
  a.i32(1);
}

/** Body of a three-way comparison: −1, 0 or 1 as I64. Lengths are the I64 locals nx, ny. */
function compare(a: KernelAsm, x: number, nx: number, y: number, ny: number): void {
  const n = a.local(WT.I32); // bytes left of the shorter one
  const u = a.local(WT.I32);
  const v = a.local(WT.I32);
  a.get(nx); a.get(ny); a.get(nx); a.get(ny); a.op(W.I64LtU); a.op(W.Select);
  a.op(W.I32WrapI64);
  a.set(n);
  const same = a.block();
  const differ = a.block(); // u, v: the first different bytes
  a.get(x); a.get(y); a.op(W.I32Eq); a.brIf(same);
  const short = a.block();
  const vec = a.loop();
  a.get(n); a.i32(16); a.op(W.I32LtU); a.brIf(short);
  a.get(x); a.simdMem(WS.V128Load, 0);
  a.get(y); a.simdMem(WS.V128Load, 0);
  a.simd(WS.I8x16Ne);
  a.simd(WS.I8x16Bitmask);
  a.tee(u);
  a.if_();
  a.get(u); a.op(W.I32Ctz); a.set(u);
  a.get(y); a.get(u); a.op(W.I32Add); a.mem(W.I32Load8U, 0, 0); a.set(v);
  a.get(x); a.get(u); a.op(W.I32Add); a.mem(W.I32Load8U, 0, 0); a.set(u);
  a.br(differ);
  a.end();
  addTo(a, x, 16);
  addTo(a, y, 16);
  addTo(a, n, -16);
  a.br(vec);
  a.end();
  a.end();
  const byte = a.loop();
  a.get(n); a.op(W.I32Eqz); a.brIf(same);
  a.get(x); a.mem(W.I32Load8U, 0, 0); a.tee(u);
  a.get(y); a.mem(W.I32Load8U, 0, 0); a.tee(v);
  a.op(W.I32Ne); a.brIf(differ);
  addTo(a, x, 1);
  addTo(a, y, 1);
  addTo(a, n, -1);
  a.br(byte);
  a.end();
  a.end();
  a.i64(-1, -1); a.i64(1, 0); a.get(u); a.get(v); a.op(W.I32LtU); a.op(W.Select);
  a.ret();
  a.end();
  // Equal as far as both go: the shorter one is less.
  a.get(nx); a.get(ny); a.op(W.I64GtU); a.op(W.I64ExtendI32U);
  a.get(nx); a.get(ny); a.op(W.I64LtU); a.op(W.I64ExtendI32U);
  a.op(W.I64Sub);
}

/** Body of IndexByte: index as I64, −1 if c does not occur. */
function indexByte(a: KernelAsm, p: number, len: number, c: number): void {
  const start = a.local(WT.I32);
  const end = a.local(WT.I32);
  const mask = a.local(WT.I32);
  const splat = a.local(WT.V128);
  const found = (): void => { a.get(p); a.get(start); a.op(W.I32Sub); };
  a.get(p); a.tee(start);
  a.get(len); a.op(W.I32WrapI64); a.op(W.I32Add); a.set(end);
  a.get(len); a.i64(16, 0); a.op(W.I64GeU);
  a.if_();
  a.get(c); a.simd(WS.I8x16Splat); a.set(splat);
  const probe = (): void => {
    a.get(p); a.simdMem(WS.V128Load, 0); a.get(splat); a.simd(WS.I8x16Eq); a.simd(WS.I8x16Bitmask);
    a.tee(mask);
    a.if_();
    found(); a.get(mask); a.op(W.I32Ctz); a.op(W.I32Add); a.op(W.I64ExtendI32U);
    a.ret();
    a.end();
  };
  const loop = a.loop();
  probe();
  addTo(a, p, 16);
  a.get(p); a.get(end); a.i32(-16); a.op(W.I32Add); a.op(W.I32LeU); a.brIf(loop);
  a.end();
  // Fewer than 16 are left; look at the last 16 again.
  a.get(p); a.get(end); a.op(W.I32LtU);
  a.if_();
  a.get(end); a.i32(-16); a.op(W.I32Add); a.set(p);
  probe();
  a.end();
  a.i64(-1, -1);
  a.ret();
  a.end();
  const out = a.block();
  const byte = a.loop();
  a.get(p); a.get(end); a.op(W.I32GeU); a.brIf(out);
  a.get(p); a.mem(W.I32Load8U, 0, 0); a.get(c); a.op(W.I32Eq);
  a.if_();
  found(); a.op(W.I64ExtendI32U); a.ret();
  a.end();
  addTo(a, p, 1);
  a.br(byte);
  a.end();
  a.end();
  a.i64(-1, -1);
}

/** Body of Count: how often c occurs, as I64. */
function count(a: KernelAsm, p: number, len: number, c: number): void {
  const n = wrap(a, len);
  const sum = a.local(WT.I32);
  const splat = a.local(WT.V128);
  a.get(c); a.simd(WS.I8x16Splat); a.set(splat);
  const out = a.block();
  const vec = a.loop();
  a.get(n); a.i32(16); a.op(W.I32LtU); a.brIf(out);
  a.get(sum);
  a.get(p); a.simdMem(WS.V128Load, 0); a.get(splat); a.simd(WS.I8x16Eq); a.simd(WS.I8x16Bitmask); a.op(W.I32Popcnt);
  a.op(W.I32Add); a.set(sum);
  addTo(a, p, 16);
  addTo(a, n, -16);
  a.br(vec);
  a.end();
  a.end();
  const done = a.block();
  const byte = a.loop();
  a.get(n); a.op(W.I32Eqz); a.brIf(done);
  a.get(sum); a.get(p); a.mem(W.I32Load8U, 0, 0); a.get(c); a.op(W.I32Eq); a.op(W.I32Add); a.set(sum);
  addTo(a, p, 1);
  addTo(a, n, -1);
  a.br(byte);
  a.end();
  a.end();
  a.get(sum);
  a.op(W.I64ExtendI32U);
}

export function runtimeKernels(): FuncCode[] {
  return [
    kernel('runtime.memequal', 'ppl>i', (a) => memequal(a, 0, 1, wrap(a, 2))),
    // The size is the word behind the code word of the closure object.
    kernel('runtime.memequal_varlen', 'pp>i', (a) => {
      const n = a.local(WT.I32);
      a.get(0); a.mem(W.I32Load, 2, 8); a.set(n);
      memequal(a, 1, 2, n);
    }, Abi.Ctx),
    kernel('runtime.cmpstring', 'plpl>l', (a) => compare(a, 0, 1, 2, 3)),
  ];
}

export function bytealgKernels(): FuncCode[] {
  return [
    kernel('internal/bytealg.Compare', 'pllpll>l', (a) => compare(a, 0, 1, 3, 4)),
    kernel('internal/bytealg.CompareString', 'plpl>l', (a) => compare(a, 0, 1, 2, 3)),
    kernel('internal/bytealg.IndexByte', 'plli>l', (a) => indexByte(a, 0, 1, 3)),
    kernel('internal/bytealg.IndexByteString', 'pli>l', (a) => indexByte(a, 0, 1, 2)),
    kernel('internal/bytealg.Count', 'plli>l', (a) => count(a, 0, 1, 3)),
    kernel('internal/bytealg.CountString', 'pli>l', (a) => count(a, 0, 1, 2)),
  ];
}
