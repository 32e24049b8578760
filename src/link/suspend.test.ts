// Back end and linker together: SSA functions are lowered, linked and run under a scheduler of a few lines that suspends them at every poll.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FuncInfo } from '../abi/funcinfo.table.ts';
import { Frame, Low, MBlock } from '../abi/machine.table.ts';
import { MODULE_DATA, moduleFields } from '../abi/moduledata.table.ts';
import { RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { Abi, Func, FuncFlag, PosTable, type Sig, Suspends, SymTab } from '../ssa/func.ts';
import { Op } from '../ssa/op.gen.ts';
import { VT } from '../ssa/op.table.ts';
import { SuspendAnalysis } from '../ssa/program/suspend.ts';
import type { FuncCode } from '../wasm/code.ts';
import { lowerFunc, prepare } from '../wasm/lower-func.ts';
import { data, fn, instantiate, type Instance, linkAll, miniRuntime, object, rel } from './testing.ts';

const poss = new PosTable();
const pos = poss.add('main.go', 1, 1);

/** sum(n) = n == 0 ? 0 : n + sum(n − 1), polling at the end; `ballast` makes it large enough for the combined shape. */
function sum(syms: SymTab, name: string, callee: string, ballast: number): Func {
  const sig: Sig = { params: [VT.I64], results: [VT.I64] };
  const f = new Func(name, sig);
  f.sym = syms.id(name);
  f.pos = pos;
  f.flags = FuncFlag.AddressTaken;
  const b = [f.newBlock(pos), f.newBlock(pos), f.newBlock(pos)];
  const n = f.append(b[0]!, f.newValue(Op.Param, VT.I64, pos, 0, 0, 0, 0));
  let x = n;
  for (let i = 0; i < ballast; i++) {
    const k = f.append(b[0]!, f.newValue(Op.ConstI64, VT.I64, pos, 0, 0, 0, i + 1));
    x = f.append(b[0]!, f.newValue(i % 2 === 0 ? Op.I64Xor : Op.I64Add, VT.I64, pos, x, k));
  }
  f.endIf(b[0]!, f.append(b[0]!, f.newValue(Op.I64Eqz, VT.I32, pos, n)), b[1]!, b[2]!);
  f.append(b[1]!, f.newValue(Op.Poll, VT.Void, pos));
  f.endReturn(b[1]!, [f.append(b[1]!, f.newValue(Op.ConstI64, VT.I64, pos))]);
  const one = f.append(b[2]!, f.newValue(Op.ConstI64, VT.I64, pos, 0, 0, 0, 1));
  const arg = f.append(b[2]!, f.newValue(Op.I64Sub, VT.I64, pos, n, one));
  f.calls.push({ sig, sym: syms.id(callee), noreturn: false, suspends: Suspends.May, flags: 0 });
  const r = f.append(b[2]!, f.newValueList(Op.Call, VT.I64, pos, [arg], 0));
  f.append(b[2]!, f.newValue(Op.Poll, VT.Void, pos));
  let y = f.append(b[2]!, f.newValue(Op.I64Add, VT.I64, pos, r, n));
  if (ballast > 0) { // adds and removes the ballast value: it lives across the call
    y = f.append(b[2]!, f.newValue(Op.I64Add, VT.I64, pos, y, x));
    y = f.append(b[2]!, f.newValue(Op.I64Sub, VT.I64, pos, y, x));
  }
  f.endReturn(b[2]!, [y]);
  return f;
}

function lower(funcs: Func[], syms: SymTab): FuncCode[] {
  for (const f of funcs) prepare(f);
  const analysis = new SuspendAnalysis(funcs, syms, () => null);
  const out: FuncCode[] = [];
  for (const c of analysis.components()) {
    const shapes = analysis.decide(c.members, c.recursive);
    c.members.forEach((i, k) => {
      const code = lowerFunc(funcs[i]!, syms, poss, analysis, shapes[k]!);
      analysis.record(i, code.cost, shapes[k]!);
      out.push(code);
    });
  }
  return out;
}

const field = (i: Instance, name: string): number => i.view.getUint32(MODULE_DATA + 4 * moduleFields.findIndex((f) => f.name === name), true);

/** Runs table function `slot` with an int64 until it is done; returns its result and how often it was suspended. */
function run(i: Instance, slot: number, n: bigint, depth: number, poll: boolean): { result: bigint; suspensions: number } {
  const v = i.view;
  const first = Low.M0 + MBlock.frameFirst;
  const f = i.table.get(slot) as (ctx: number, depth: number, n: bigint) => [bigint, number];
  i.exports.start!();
  v.setUint32(Low.Poll, poll ? 1 : 0, true);
  v.setUint32(first, 0, true); v.setUint32(first + 4, 0, true);
  const [r, flag] = f(0, depth, n);
  if (flag === 0) return { result: r, suspensions: 0 };
  const frames: number[] = []; // innermost first
  const take = (): void => {
    const chain: number[] = [];
    for (let at = v.getUint32(first, true); at !== 0; at = v.getUint32(at + Frame.outer, true)) chain.push(at);
    frames.unshift(...chain);
    v.setUint32(first, 0, true); v.setUint32(first + 4, 0, true);
  };
  take();
  let suspensions = 1;
  while (frames.length > 0) {
    const frame = frames.shift()!;
    const entry = v.getUint32(frame + Frame.site, true) === 0;
    const status = (entry ? i.exports.enterFrame! : i.exports.resumeFrame!)(frame) as number;
    if (status === 1) { suspensions++; take(); }
  }
  return { result: v.getBigInt64(Low.M0 + MBlock.resultArea, true), suspensions };
}

for (const [shape, ballast] of [['separate', 0], ['combined', 300]] as const) {
  test(`recursion that suspends, ${shape} shape`, () => {
    const syms = new SymTab();
    const codes = lower([sum(syms, 'main.sum', 'main.sum', ballast)], syms);
    assert.equal(codes[0]!.resume !== null, shape === 'separate');
    assert.equal(codes[0]!.checked, true);
    const rt = miniRuntime({ funcs: [
      // Every poll suspends; entry checks only for want of stack.
      fn('runtime.pollSlow', '>i', 0, (a) => a.i32(1)),
      fn('runtime.entryPoll', 'i>i', 0, (a) => a.get(0)),
    ] });
    const main = object('main', { funcs: [fn('main.main', '>', Abi.Table, (a) => a.i32(0)), ...codes],
      data: [data('main.p', SymKind.Data, new Array(8).fill(0), [rel(0, RelocKind.Table64, 'main.sum')], { flags: SymFlag.Root })] });
    const i = instantiate(linkAll([rt, main]));
    const slot = i.view.getUint32(field(i, 'noptrdata'), true);
    const records = field(i, 'funcInfos');
    assert.equal(i.view.getUint32(records + (slot - 1) * FuncInfo.size + FuncInfo.table, true), slot);
    assert.deepEqual(run(i, slot, 100n, 1 << 18, false), { result: 5050n, suspensions: 0 });
    const polled = run(i, slot, 9n, 1 << 18, true);
    assert.equal(polled.result, 45n);
    assert.ok(polled.suspensions >= 10, `${polled.suspensions} suspensions`);
    const shallow = run(i, slot, 10n, 1000, false);
    assert.equal(shallow.result, 55n);
    assert.ok(shallow.suspensions > 0);
  });
}
