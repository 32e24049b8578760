import assert from 'node:assert/strict';
import test from 'node:test';
import { Func } from '../func.ts';
import { VT } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import { combineBytes } from './combine.ts';

/** b0 with `body`, returning its last value. */
function make(body: (f: Func, p: number, v: (op: Op, vt: VT, a?: number, b?: number, aux?: number) => number) => number): Func {
  const f = new Func('t', { params: [VT.Ptr], results: [VT.I32] });
  const b = f.newBlock();
  const v = (op: Op, vt: VT, a0 = 0, a1 = 0, aux = 0): number => f.append(b, f.newValue(op, vt, 0, a0, a1, 0, aux));
  const p = v(Op.Param, VT.Ptr, 0, 0, 0);
  const last = body(f, p, v);
  f.endReturn(b, [last]);
  return f;
}

const ops = (f: Func): Op[] => {
  const out: Op[] = [];
  for (let v = f.firstValue[0]!; v !== 0; v = f.next[v]!) out.push(f.op[v]! as Op);
  return out;
};

/** The or of four bytes at offsets, each shifted by 8 × its index; `between` stands before the last load. */
const or4 = (offsets: number[], between?: (v: (op: Op, vt: VT, a?: number, b?: number, aux?: number) => number, p: number) => void): Func => make((f, p, v) => {
  let x = 0;
  offsets.forEach((o, i) => {
    if (i === 3) between?.(v, p);
    const b = v(Op.Load8U, VT.I32, p, 0, o);
    const s = i === 0 ? b : v(Op.I32Shl, VT.I32, b, v(Op.ConstI32, VT.I32, 0, 0, 8 * i));
    x = i === 0 ? s : v(Op.I32Or, VT.I32, x, s);
  });
  return x;
});

test('four bytes in order are one load', () => {
  const f = or4([0, 1, 2, 3]);
  assert.equal(combineBytes(f), true);
  const r = f.rets[0]![0]!;
  assert.equal(f.op[r], Op.Load32);
  assert.equal(f.aux[r], 0);
});

test('in big-endian order the load starts at the last byte and is swapped', () => {
  const f = or4([7, 6, 5, 4]);
  assert.equal(combineBytes(f), true);
  const loads: number[] = [];
  for (let v = f.firstValue[0]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.Load32) loads.push(f.aux[v]!);
  assert.deepEqual(loads, [4]);
  assert.equal(f.op[f.rets[0]![0]!], Op.I32Or);
});

test('not with a gap, nor with a write between', () => {
  for (const f of [or4([0, 1, 2, 4]), or4([0, 1, 2, 3], (v, p) => { v(Op.Store32, VT.Void, p, v(Op.ConstI32, VT.I32), 8); })]) {
    const root = f.rets[0]![0]!;
    combineBytes(f);
    assert.equal(f.rets[0]![0], root);
    assert.equal(ops(f).includes(Op.Load16U), true); // the first two are neighbours
    assert.equal(ops(f).includes(Op.Load32), false);
  }
});

test('stores of the bytes of a word are one store, unless a check stands between', () => {
  const stores = (check: boolean): Func => make((f, p, v) => {
    const x = v(Op.Load32, VT.I32, p, 0, 16);
    for (let i = 0; i < 4; i++) {
      if (check && i === 2) v(Op.NilCheck, VT.Void, p);
      v(Op.Store8, VT.Void, p, i === 0 ? x : v(Op.I32ShrU, VT.I32, x, v(Op.ConstI32, VT.I32, 0, 0, 8 * i)), i);
    }
    return x;
  });
  const f = stores(false);
  assert.equal(combineBytes(f), true);
  assert.deepEqual(ops(f).filter((o) => o === Op.Store8 || o === Op.Store32), [Op.Store32]);
  const g = stores(true);
  combineBytes(g);
  assert.deepEqual(ops(g).filter((o) => o === Op.Store8 || o === Op.Store32 || o === Op.Store16), [Op.Store16, Op.Store8, Op.Store8]);
});
