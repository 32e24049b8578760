// Frames, calls and memory operations of the back end: small functions in SSA text.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { SymTab, PosTable, type Func } from '../ssa/func.ts';
import { parseFuncs } from '../ssa/text/parse.ts';
import { Low, MBlock, Frame, SITE_RECOVER } from '../abi/machine.table.ts';
import { ByteReader } from '../base/bytes.ts';
import { lowerUnit } from './lower-unit.ts';
import { type Linked, link, run } from './test-linker.ts';
import type { FuncCode } from './code.ts';

function build(texts: string[], data: Record<string, number> = {}): { funcs: FuncCode[]; l: Linked } {
  const syms = new SymTab();
  const poss = new PosTable();
  poss.add('a.go', 1, 1);
  const fs: Func[] = parseFuncs(texts.join('\n'), syms);
  const { funcs } = lowerUnit({ pkgPath: 'p', syms, poss, funcs: fs, data: [], noescape: new Set<string>() }, () => null);
  return { funcs, l: link(funcs, data) };
}

test('recursion with entry checks', () => {
  const { funcs, l } = build([`func "fib" l>l
b0:
  v1:l = Param [0]
  v2:l = ConstI64 [0:2]
  v3:i = I64LtS v1 v2
  if v3 b1 b2
b1: b0
  ret v1
b2: b0
  v4:l = ConstI64 [0:1]
  v5:l = I64Sub v1 v4
  v6:l = Call v5 {"fib" l>l s2}
  v7:l = I64Sub v1 v2
  v8:l = Call v7 {"fib" l>l s2}
  v9:l = I64Add v6 v8
  ret v9
`]);
  assert.equal(funcs[0]!.checked, true);
  for (const poll of [0, 1]) {
    l.mem.setUint32(Low.Poll, poll, true);
    let n = 0;
    l.machine.suspend = () => ++n % 3 === 0;
    assert.deepEqual(run(l, funcs, 'fib', [12n]), [144n]);
  }
  assert.ok(l.machine.suspensions > 100);
});

test('a panicking check suspends with its site', () => {
  const { l } = build([`func "f" pll>l
b0:
  v1:p = Param [0]
  v2:l = Param [1]
  v3:l = Param [2]
  NilCheck v1
  BoundsCheck v2 v3 [0]
  v4:l = Load64 v1 [8]
  ret v4
`]);
  l.mem.setBigInt64(5008, 77n, true);
  const f = l.exports.f!;
  assert.deepEqual(f(5000, 1n, 2n), [77n, 0]);
  assert.deepEqual(f(0, 1n, 2n), [0n, 1]);
  assert.deepEqual(f(5000, 2n, 2n), [0n, 1]);
  assert.deepEqual(f(5000, -1n, 2n), [0n, 1]);
  assert.deepEqual(l.machine.panics, ['runtime.panicmem()', 'runtime.goPanicIndex(2,2)', 'runtime.goPanicIndex(-1,2)']);
});

const ext = `func "ext" l>l
b0:
  v1:l = Param [0]
  Poll
  v2:l = ConstI64 [0:1]
  v3:l = I64Add v1 v2
  ret v3
`;

test('memory-stack slots survive suspension; sp comes back', () => {
  const { funcs, l } = build([ext, `func "f" lp>l
  slot 16 8 01 "x"
  slot 4 4 - "y"
b0:
  v1:l = Param [0]
  v9:p = Param [1]
  v2:p = StackAddr [s0]
  Zero v2 [16]
  Store64 v2 v1 [8]
  StorePtr v2 v9 [0]
  v3:l = Call v1 {"ext" l>l s2}
  v4:l = Load64 v2 [8]
  v5:l = I64Add v3 v4
  v6:l = Call v5 {"ext" l>l s2}
  v7:p = LoadPtr v2 [0]
  v8:l = I64ExtendI32U v7
  v10:l = I64Add v6 v8
  ret v10
`]);
  const sp = l.exports.sp as never as WebAssembly.Global;
  const before = sp.value as number;
  for (const poll of [0, 1]) {
    l.mem.setUint32(Low.Poll, poll, true);
    assert.deepEqual(run(l, funcs, 'f', [20n, 6000]), [BigInt(20 + 1 + 20 + 1 + 6000)]);
    assert.equal(sp.value, before);
  }
});

test('several returns share the epilogue', () => {
  const { funcs, l } = build([ext, `func "f" l>l
  slot 16 8 01 "x"
b0:
  v1:l = Param [0]
  v2:p = StackAddr [s0]
  Store64 v2 v1 [8]
  v3:l = Call v1 {"ext" l>l s2}
  v4:l = ConstI64 [0:5]
  v5:i = I64GtS v3 v4
  if v5 b1 b2
b1: b0
  ret v3
b2: b0
  v6:l = Load64 v2 [8]
  ret v6
`]);
  const sp = l.exports.sp as never as WebAssembly.Global;
  const before = sp.value as number;
  for (const poll of [0, 1]) {
    l.mem.setUint32(Low.Poll, poll, true);
    assert.deepEqual(run(l, funcs, 'f', [7n]), [8n]);
    assert.deepEqual(run(l, funcs, 'f', [2n]), [2n]);
    assert.equal(sp.value, before);
  }
});

test('closures', () => {
  const { funcs, l } = build([ext, `func "clo" l>l flags=32
b0:
  v1:p = Closure
  v2:l = Param [0]
  v3:l = Call v2 {"ext" l>l s2}
  v4:l = Load64 v1 [8]
  v5:l = I64Add v3 v4
  ret v5
`, `func "f" pl>ll
b0:
  v1:p = Param [0]
  v2:l = Param [1]
  v3:l = CallClosure v1 v2 {- l>l s2}
  v4:l = CallClosure v1 v3 {- l>l s2}
  ret v3 v4
`]);
  l.mem.setUint32(5000, 2, true); // table index of clo: functions are numbered from 1
  l.mem.setBigInt64(5008, 100n, true);
  let n = 0;
  l.machine.suspend = () => ++n % 2 === 0; // an entry check that always suspends makes no progress
  for (const poll of [0, 1]) {
    l.mem.setUint32(Low.Poll, poll, true);
    assert.deepEqual(run(l, funcs, 'f', [5000, 1n]), [102n, 203n]);
  }
});

test('the recovery block runs from its site', () => {
  const { funcs, l } = build([ext, `func "f" l>l flags=4 recover=b1
  slot 8 8 - "r"
b0:
  v1:l = Param [0]
  v2:p = StackAddr [s0]
  Store64 v2 v1 [0]
  v3:l = Call v1 {"ext" l>l s2}
  ret v3
b1:
  v4:p = StackAddr [s0]
  v5:l = Load64 v4 [0]
  ret v5
`]);
  l.mem.setUint32(Low.Poll, 1, true);
  l.exports.f!(41n); // suspended in ext; frames: ext, f
  const inner = l.mem.getUint32(Low.M0 + MBlock.frameFirst, true);
  const outer = l.mem.getUint32(inner + Frame.outer, true);
  l.mem.setUint32(outer + Frame.site, SITE_RECOVER, true);
  const f = funcs.find((x) => x.name === 'f')!;
  assert.notEqual(f.resume, null);
  assert.equal(l.exports['resume f']!(outer), 0);
  assert.equal(l.mem.getBigInt64(Low.M0 + MBlock.resultArea, true), 41n);
});

test('pointer maps say which slots hold pointers', () => {
  const { funcs } = build([ext, `func "f" plp>l
  slot 24 8 05 "s"
b0:
  v1:p = Param [0]
  v2:l = Param [1]
  v3:p = Param [2]
  v4:p = StackAddr [s0]
  Zero v4 [24]
  v5:l = Call v2 {"ext" l>l s2}
  StorePtr v4 v3 [0]
  v6:l = Load64 v1 [0]
  v7:l = I64Add v5 v6
  v8:l = I64Add v7 v2
  v9:l = Call v8 {"ext" l>l s2}
  v10:l = Load64 v4 [8]
  v11:l = I64Add v9 v10
  ret v11
`]);
  const f = funcs.find((x) => x.name === 'f')!;
  const r = new ByteReader(f.meta);
  assert.equal(r.uleb(), 1); // files
  r.u32();
  assert.equal(r.uleb(), 0); // inline tree
  const maps: number[][] = [];
  for (let n = r.uleb(); n > 0; n--) maps.push([...r.take(r.uleb())]);
  assert.equal(r.uleb(), 1); // objects
  assert.deepEqual([r.uleb(), r.uleb(), [...r.take(r.uleb())]], [0, 24, [5]]);
  const sites = r.uleb();
  const rows: (number[] | undefined)[][] = [];
  for (let i = 0; i < sites; i++) { r.uleb(); r.sleb(); r.uleb(); rows.push([maps[r.uleb() - 1], maps[r.uleb() - 1]]); }
  // Slots: v2 (8 bytes at unit 0), v1 and v3 (units 2, 3).
  assert.deepEqual(rows, [[undefined, undefined], [[0b1100], [1]], [undefined, [1]]]);
});

test('moves and clears of all sizes', () => {
  const texts: string[] = [];
  for (let n = 1; n <= 140; n++) {
    texts.push(`func "move${n}" pp>\nb0:\n  v1:p = Param [0]\n  v2:p = Param [1]\n  Move v1 v2 [${n}]\n  ret\n`);
    texts.push(`func "zero${n}" p>\nb0:\n  v1:p = Param [0]\n  v2:p = PtrAddImm v1 [3]\n  Zero v2 [${n}]\n  ret\n`);
  }
  const { l } = build(texts);
  const mem = new Uint8Array(l.mem.buffer);
  for (let n = 1; n <= 140; n++) {
    for (let i = 0; i < 200; i++) { mem[5000 + i] = i + 1; mem[6000 + i] = 0xee; }
    l.exports[`move${n}`]!(6001, 5003);
    assert.deepEqual([...mem.slice(6000, 6002 + n)], [0xee, ...Array.from({ length: n }, (_, i) => (i + 4) & 255), 0xee]);
    l.exports[`zero${n}`]!(5000);
    assert.deepEqual([...mem.slice(5002, 5004 + n)], [3, ...new Array<number>(n).fill(0), (n + 4) & 255]);
  }
});

test('loads and stores', () => {
  const { l } = build([`func "f" p>l
b0:
  v1:p = Param [0]
  v2:i = Load8S v1 [1]
  v3:l = I64ExtendI32S v2
  v4:i = Load16U v1 [2]
  v5:l = I64ExtendI32U v4
  v6:l = I64Add v3 v5
  v7:p = SymAddr ["tab" +4]
  v8:i = Load32 v7 [4]
  v9:l = I64ExtendI32U v8
  v10:l = I64Add v6 v9
  v11:l = Load32S64 v1 [4]
  v12:l = I64Add v10 v11
  Store8 v1 v2 [20]
  StorePtr v1 v7 [24]
  v13:p = ConstPtr [0]
  StorePtr v1 v13 [32]
  v14:i = ConstI32 [5]
  v15:i = AtomicAdd32 v1 v14 [40]
  v16:l = I64ExtendI32U v15
  v17:l = I64Add v12 v16
  v18:p = AtomicXchgPtr v1 v7 [48]
  v19:l = I64ExtendI32U v18
  v20:l = I64Add v17 v19
  ret v20
`], { tab: 7000 });
  const m = l.mem;
  m.setInt8(5001, -3);
  m.setUint16(5002, 50000, true);
  m.setInt32(5004, -100, true);
  m.setUint32(7008, 4000000000, true);
  m.setBigInt64(5032, -1n, true);
  m.setUint32(5040, 9, true);
  m.setUint32(5048, 11, true);
  assert.equal(l.exports.f!(5000), BigInt(-3 + 50000 + 4000000000 - 100 + 9 + 11));
  assert.equal(m.getInt8(5020), -3);
  assert.equal(m.getBigInt64(5024, true), 7004n);
  assert.equal(m.getBigInt64(5032, true), 0n);
  assert.equal(m.getUint32(5040, true), 14);
  assert.equal(m.getBigInt64(5048, true), 7004n);
});
