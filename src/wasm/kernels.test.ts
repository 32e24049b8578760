import { test } from 'node:test';
import assert from 'node:assert/strict';
import { bytealgKernels, runtimeKernels } from './kernels/bytes.ts';
import { bigKernels } from './kernels/big.ts';
import { link } from './test-linker.ts';

const l = link([...runtimeKernels(), ...bytealgKernels(), ...bigKernels()]);
const mem = new Uint8Array(l.mem.buffer);
const call = (name: string, ...args: (number | bigint)[]): number | bigint => l.exports[name]!(...args) as number | bigint;
let seed = 1;
const rnd = (n: number): number => { seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff; return (seed >> 8) % n; };

test('memequal, compare', () => {
  for (let n = 0; n < 70; n++) {
    for (let t = 0; t < 12; t++) {
      const p = 4096 * 80 + rnd(16);
      const q = 4096 * 90 + rnd(16);
      for (let i = 0; i < n; i++) mem[p + i] = mem[q + i] = rnd(256);
      mem[p + n] = 1; mem[q + n] = 2;
      assert.equal(call('runtime.memequal', p, q, BigInt(n)), 1);
      l.mem.setUint32(64, n, true);
      assert.equal(call('runtime.memequal_varlen', 56, p, q), 1);
      assert.equal(call('runtime.cmpstring', p, BigInt(n), q, BigInt(n)), 0n);
      assert.equal(call('runtime.cmpstring', p, BigInt(n + 1), q, BigInt(n)), 1n);
      assert.equal(call('internal/bytealg.Compare', p, BigInt(n), 0n, q, BigInt(n + 1), 0n), -1n);
      if (n === 0) continue;
      const k = rnd(n);
      mem[p + k] = mem[q + k]! ^ (1 << rnd(8));
      assert.equal(call('runtime.memequal', p, q, BigInt(n)), 0, `${n} ${k}`);
      assert.equal(call('runtime.cmpstring', p, BigInt(n), q, BigInt(n)), mem[p + k]! < mem[q + k]! ? -1n : 1n);
    }
  }
});

test('IndexByte, Count', () => {
  for (let n = 0; n < 80; n++) {
    for (let t = 0; t < 8; t++) {
      const p = 4096 * 80 + rnd(16);
      mem[p - 1] = 7; mem[p + n] = 7;
      for (let i = 0; i < n; i++) mem[p + i] = rnd(t < 2 ? 3 : 60) + (t === 7 ? 8 : 0);
      const s = mem.slice(p, p + n);
      assert.equal(call('internal/bytealg.IndexByte', p, BigInt(n), 0n, 7), BigInt(s.indexOf(7)));
      assert.equal(call('internal/bytealg.IndexByteString', p, BigInt(n), 1), BigInt(s.indexOf(1)));
      assert.equal(call('internal/bytealg.Count', p, BigInt(n), 0n, 1), BigInt(s.filter((x) => x === 1).length));
    }
  }
});

test('math/big', () => {
  const mask = (1n << 64n) - 1n;
  const Z = 4096 * 80;
  const X = 4096 * 81;
  const Y = 4096 * 82;
  const word = (): bigint => (rnd(4) === 0 ? mask : rnd(4) === 0 ? 0n : (BigInt(rnd(1 << 22)) << 42n) ^ (BigInt(rnd(1 << 22)) << 21n) ^ BigInt(rnd(1 << 22)));
  for (let n = 0; n < 9; n++) {
    for (let t = 0; t < 40; t++) {
      const put = (at: number): bigint => { let x = 0n; for (let i = 0; i < n; i++) { const w = word(); l.mem.setBigUint64(at + 8 * i, w, true); x |= w << BigInt(64 * i); } return x; };
      const get = (at: number): bigint => { let x = 0n; for (let i = 0; i < n; i++) x |= l.mem.getBigUint64(at + 8 * i, true) << BigInt(64 * i); return x; };
      const x = put(X);
      const y = put(Y);
      const N = BigInt(n);
      const top = 1n << (64n * N);
      const v = (at: number): (number | bigint)[] => [at, N, N];
      const u = (r: number | bigint): bigint => BigInt.asUintN(64, r as bigint);
      let c = u(call('math/big.addVV', ...v(Z), ...v(X), ...v(Y)));
      assert.equal(get(Z) + c * top, x + y);
      c = u(call('math/big.subVV', ...v(Z), ...v(X), ...v(Y)));
      assert.equal(get(Z) - c * top, x - y);
      const m = word();
      const a = word();
      c = u(call('math/big.mulAddVWW', ...v(Z), ...v(X), BigInt.asIntN(64, m), BigInt.asIntN(64, a)));
      assert.equal(get(Z) + c * top, x * m + a);
      c = u(call('math/big.addMulVVWW', ...v(Z), ...v(X), ...v(Y), BigInt.asIntN(64, m), BigInt.asIntN(64, a)));
      assert.equal(get(Z) + c * top, x + y * m + a);
      const s = BigInt(rnd(64));
      c = u(call('math/big.lshVU', ...v(Z), ...v(X), s));
      if (s > 0n && n > 0) assert.equal(get(Z) + c * top, x << s);
      c = u(call('math/big.rshVU', ...v(Z), ...v(X), s));
      if (s > 0n && n > 0) { assert.equal(get(Z), x >> s); assert.equal(c, BigInt.asUintN(64, x << (64n - s))); }
    }
  }
});
