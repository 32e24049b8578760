// The back end against an interpreter of SSA: random control-flow graphs (irreducible ones too), run normally and with a suspension
// at every site.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Func, SymTab, PosTable, type Sig, type ValueId, BlockKind, Suspends, FuncFlag } from '../ssa/func.ts';
import { VT } from '../ssa/op.table.ts';
import { Op } from '../ssa/op.gen.ts';
import { Low } from '../abi/machine.table.ts';
import { lowerUnit } from './lower-unit.ts';
import { link, run } from './test-linker.ts';

class Rng {
  s: number;
  constructor(seed: number) { this.s = seed * 2654435761 + 12345 >>> 0; }
  int(n: number): number {
    this.s = Math.imul(this.s ^ (this.s >>> 15), 0x2c1b3c6d) + 0x9e3779b9 >>> 0;
    let x = this.s;
    x ^= x >>> 12; x = Math.imul(x, 0x297a2d39); x ^= x >>> 15;
    return (x >>> 0) % n;
  }
}

const syms = new SymTab();
const poss = new PosTable();

function newFunc(name: string, sig: Sig, flags = 0): Func {
  const f = new Func(name, sig);
  f.sym = syms.id(name);
  f.flags = flags;
  return f;
}

function call(f: Func, b: number, name: string, sig: Sig, args: ValueId[]): ValueId {
  f.calls.push({ sig, sym: syms.id(name), noreturn: false, suspends: Suspends.May, flags: 0 });
  const vt = sig.results.length === 1 ? sig.results[0]! : VT.Void;
  return f.append(b, f.newValueList(Op.Call, vt, 0, args, f.calls.length - 1));
}

const L1: Sig = { params: [VT.I64], results: [VT.I64] };
const L2: Sig = { params: [VT.I64, VT.I32], results: [VT.I64, VT.I32] };

/** ext1(x) = 3x + 1 and ext2(x, y) = (x ^ y, y + 7), both with a poll. */
function externals(): Func[] {
  const f = newFunc('ext1', L1);
  const b = f.newBlock();
  const v = (g: Func, op: Op, vt: VT, a0 = 0, a1 = 0, aux = 0): ValueId => g.append(b, g.newValue(op, vt, 0, a0, a1, 0, aux));
  const x = v(f, Op.Param, VT.I64);
  v(f, Op.Poll, VT.Void);
  f.endReturn(b, [v(f, Op.I64Add, VT.I64, v(f, Op.I64Mul, VT.I64, x, v(f, Op.ConstI64, VT.I64, 0, 0, 3)), v(f, Op.ConstI64, VT.I64, 0, 0, 1))]);
  const g = newFunc('ext2', L2);
  g.newBlock();
  const p = v(g, Op.Param, VT.I64);
  const q = v(g, Op.Param, VT.I32, 0, 0, 1);
  v(g, Op.Poll, VT.Void);
  g.endReturn(b, [v(g, Op.I64Xor, VT.I64, p, v(g, Op.I64ExtendI32S, VT.I64, q)), v(g, Op.I32Add, VT.I32, q, v(g, Op.ConstI32, VT.I32, 0, 0, 7))]);
  return [f, g];
}

/** A random function: every block may reach every other; variable 0 is fuel. K variables: even I64, odd I32. */
function randomFunc(name: string, r: Rng, blocks: number, K: number, ops: number, calls: boolean): Func {
  const f = newFunc(name, { params: [VT.I64, VT.I64, VT.I32], results: r.int(2) === 0 ? [VT.I64] : [VT.I64, VT.I32] });
  const isL = (k: number): boolean => k % 2 === 0;
  const vt = (k: number): VT => (isL(k) ? VT.I64 : VT.I32);
  const n = blocks;
  const entry = f.newBlock();
  for (let i = 0; i < n; i++) f.newBlock();
  const fuelOut: number[] = [];
  // Shape first: block i ends by testing the fuel, then goes on at random.
  const ends: { kind: number; to: number[] }[] = [];
  for (let i = 1; i <= n; i++) {
    const kind = r.int(4);
    const to = Array.from({ length: kind === 0 ? 1 : kind === 3 ? 2 + r.int(3) : 2 }, () => (r.int(3) === 0 ? 1 + r.int(n) : 1 + Math.min(n - 1, i - 1 + r.int(3))));
    ends.push({ kind, to });
  }
  const exit = f.newBlock();
  const mids = ends.map(() => f.newBlock());
  const phis: ValueId[][] = [];
  const outs: ValueId[][] = [];
  const add = (b: number, op: Op, t: VT, a0 = 0, a1 = 0, a2 = 0, aux = 0): ValueId => f.append(b, f.newValue(op, t, 0, a0, a1, a2, aux));
  // Entry values.
  const p = [add(entry, Op.Param, VT.I64), add(entry, Op.Param, VT.I64, 0, 0, 0, 1), add(entry, Op.Param, VT.I32, 0, 0, 0, 2)];
  const init = Array.from({ length: K }, (_, k) => (k === 0 ? p[0]! : isL(k) ? p[1]! : p[2]!));
  f.endJump(entry, 1);
  // Edges.
  for (let i = 1; i <= n; i++) {
    f.addEdge(i, mids[i - 1]!);
    f.addEdge(i, exit);
  }
  ends.forEach((e, i) => { for (const t of e.to) f.addEdge(mids[i]!, t); });
  // Phis of every block and of the exit.
  for (const b of [...Array.from({ length: n }, (_, i) => i + 1), exit]) {
    phis[b] = Array.from({ length: K }, (_, k) => f.append(b, f.newValueList(Op.Phi, vt(k), 0, f.preds[b]!.map(() => 0))));
  }
  for (let i = 1; i <= n; i++) {
    const cur = [...phis[i]!];
    const pick = (l: boolean): ValueId => { for (;;) { const k = r.int(K); if (isL(k) === l) return cur[k]!; } };
    for (let o = 0; o < ops; o++) {
      const k = 1 + r.int(K - 1);
      const c = r.int(12);
      if (isL(k)) {
        if (c < 4) cur[k] = add(i, [Op.I64Add, Op.I64Sub, Op.I64Mul, Op.I64Xor][c]!, VT.I64, pick(true), pick(true));
        else if (c === 4) cur[k] = add(i, Op.I64MulHiU, VT.I64, pick(true), pick(true));
        else if (c === 5) cur[k] = add(i, Op.Select, VT.I64, pick(false), pick(true), pick(true));
        else if (c === 6) cur[k] = add(i, Op.I64ExtendI32S, VT.I64, pick(false));
        else if (c === 7) cur[k] = add(i, Op.I64Add, VT.I64, pick(true), add(i, Op.ConstI64, VT.I64, 0, 0, 0, r.int(1000)));
        else if (calls && c === 8) cur[k] = call(f, i, 'ext1', L1, [pick(true)]);
        else cur[k] = add(i, Op.I64Or, VT.I64, pick(true), pick(true));
      } else if (c < 4) cur[k] = add(i, [Op.I32Add, Op.I32Sub, Op.I32Mul, Op.I32Xor][c]!, VT.I32, pick(false), pick(false));
      else if (c === 4) cur[k] = add(i, Op.I64LtS, VT.I32, pick(true), pick(true));
      else if (c === 5) cur[k] = add(i, Op.I32WrapI64, VT.I32, pick(true));
      else if (calls && c === 6) {
        const v = call(f, i, 'ext2', L2, [pick(true), pick(false)]);
        const a = r.int(4);
        if (a !== 0) cur[k] = f.append(i, f.newValue(Op.Result, VT.I32, 0, v, 0, 0, 1));
        if (a !== 1) { const q = 2 * (1 + r.int((K - 1) >> 1)); if (q < K) cur[q] = f.append(i, f.newValue(Op.Result, VT.I64, 0, v, 0, 0, 0)); }
      } else if (c === 7) add(i, Op.Poll, VT.Void);
      else cur[k] = add(i, Op.I32Sub, VT.I32, pick(false), pick(false));
    }
    cur[0] = add(i, Op.I64Sub, VT.I64, phis[i]![0]!, add(i, Op.ConstI64, VT.I64, 0, 0, 0, 1));
    f.bkind[i] = BlockKind.If;
    f.control[i] = add(i, Op.I64GtS, VT.I32, cur[0]!, add(i, Op.ConstI64, VT.I64));
    const m = mids[i - 1]!;
    const e = ends[i - 1]!;
    if (e.kind === 0) f.bkind[m] = BlockKind.Jump;
    else if (e.kind === 3) { f.bkind[m] = BlockKind.Switch; f.control[m] = add(m, Op.I32And, VT.I32, pick(false), add(m, Op.ConstI32, VT.I32, 0, 0, 0, 3)); }
    else { f.bkind[m] = BlockKind.If; f.control[m] = e.kind === 1 ? pick(false) : add(m, Op.I32Eqz, VT.I32, pick(false)); }
    outs[i] = cur;
    outs[m] = cur;
    fuelOut.push(cur[0]!);
  }
  outs[entry] = init;
  for (const b of [...Array.from({ length: n }, (_, i) => i + 1), exit]) {
    f.preds[b]!.forEach((q, j) => phis[b]!.forEach((phi, k) => f.setArg(phi, j, outs[q]![k]!)));
  }
  // Mix all variables into the results.
  let l = phis[exit]![0]!;
  let w = phis[exit]![1]!;
  for (let k = 1; k < K; k++) {
    if (isL(k)) l = add(exit, Op.I64Add, VT.I64, add(exit, Op.I64Mul, VT.I64, l, add(exit, Op.ConstI64, VT.I64, 0, 0, 0, 31)), phis[exit]![k]!);
    else w = add(exit, Op.I32Xor, VT.I32, add(exit, Op.I32Mul, VT.I32, w, add(exit, Op.ConstI32, VT.I32, 0, 0, 0, 17)), phis[exit]![k]!);
  }
  f.endReturn(exit, f.sig.results.length === 1 ? [add(exit, Op.I64Add, VT.I64, l, add(exit, Op.I64ExtendI32S, VT.I64, w))] : [l, w]);
  return f;
}

/** Reference semantics of the ops that the generator uses. */
function interpret(f: Func, args: (number | bigint)[]): (number | bigint)[] {
  const val: (number | bigint)[] = [];
  const multi: (number | bigint)[][] = [];
  const s64 = (x: bigint): bigint => BigInt.asIntN(64, x);
  let b = 0;
  let from = -1;
  let fromIndex = 0;
  for (;;) {
    const next: [ValueId, number | bigint][] = [];
    for (let v = f.firstValue[b]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) next.push([v, val[f.arg(v, fromIndex)]!]);
    for (const [v, x] of next) val[v] = x;
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const A = (): bigint => val[f.arg(v, 0)] as bigint;
      const B = (): bigint => val[f.arg(v, 1)] as bigint;
      const I = (): number => val[f.arg(v, 0)] as number;
      const J = (): number => val[f.arg(v, 1)] as number;
      switch (f.op[v]! as Op) {
        case Op.Phi: case Op.Poll: break;
        case Op.Param: val[v] = args[f.aux[v]!]!; break;
        case Op.ConstI64: val[v] = BigInt(f.aux[v]!); break;
        case Op.ConstI32: val[v] = f.aux[v]!; break;
        case Op.I64Add: val[v] = s64(A() + B()); break;
        case Op.I64Sub: val[v] = s64(A() - B()); break;
        case Op.I64Mul: val[v] = s64(A() * B()); break;
        case Op.I64Xor: val[v] = s64(A() ^ B()); break;
        case Op.I64Or: val[v] = s64(A() | B()); break;
        case Op.I64MulHiU: val[v] = s64((BigInt.asUintN(64, A()) * BigInt.asUintN(64, B())) >> 64n); break;
        case Op.I64LtS: val[v] = A() < B() ? 1 : 0; break;
        case Op.I64GtS: val[v] = A() > B() ? 1 : 0; break;
        case Op.I64ExtendI32S: val[v] = BigInt(I()); break;
        case Op.I32WrapI64: val[v] = Number(BigInt.asIntN(32, A())); break;
        case Op.I32Add: val[v] = (I() + J()) | 0; break;
        case Op.I32Sub: val[v] = (I() - J()) | 0; break;
        case Op.I32Mul: val[v] = Math.imul(I(), J()); break;
        case Op.I32Xor: val[v] = I() ^ J(); break;
        case Op.I32And: val[v] = I() & J(); break;
        case Op.I32Eqz: val[v] = I() === 0 ? 1 : 0; break;
        case Op.Select: val[v] = I() !== 0 ? val[f.arg(v, 1)]! : val[f.arg(v, 2)]!; break;
        case Op.Call:
          if (syms.names[f.calls[f.aux[v]!]!.sym] === 'ext1') val[v] = s64(A() * 3n + 1n);
          else multi[v] = [s64(A() ^ BigInt(J())), (J() + 7) | 0];
          break;
        case Op.Result: val[v] = multi[f.arg0[v]!]![f.aux[v]!]!; break;
        default: throw new Error(`interpret ${f.op[v]}`);
      }
    }
    let k = 0;
    switch (f.bkind[b]!) {
      case BlockKind.Return: return f.rets[b]!.map((r) => val[r]!);
      case BlockKind.If: k = val[f.control[b]!] !== 0 ? 0 : 1; break;
      case BlockKind.Switch: k = Math.min((val[f.control[b]!] as number) >>> 0, f.succs[b]!.length - 1); break;
      default: k = 0;
    }
    from = b;
    b = f.succs[from]![k]!;
    // Which of several edges from the same block this is.
    let nth = 0;
    for (let i = 0; i < k; i++) if (f.succs[from]![i] === b) nth++;
    fromIndex = -1;
    f.preds[b]!.forEach((p, i) => { if (p === from && nth-- === 0) fromIndex = i; });
  }
}

function check(seed: number, blocks: number, K: number, ops: number, calls: boolean): void {
  const r = new Rng(seed);
  const f = randomFunc(`f${seed}`, r, blocks, K, ops, calls);
  const cases = [3, 0, 25].map((fuel) => [BigInt(fuel), BigInt(r.int(1 << 30)) * 77777n - 5n, r.int(1 << 30) - 1000] as (number | bigint)[]);
  const want = cases.map((c) => interpret(f, c));
  const unit = { pkgPath: 'p', syms, poss, funcs: [...externals(), f], data: [], noescape: new Set<string>() };
  const { funcs } = lowerUnit(unit, () => null);
  const l = link(funcs);
  for (const poll of [0, 1]) {
    l.mem.setUint32(Low.Poll, poll, true);
    cases.forEach((c, i) => assert.deepEqual(run(l, funcs, f.name, c), want[i], `seed ${seed} case ${i} poll ${poll}`));
  }
  let toggle = 0;
  l.machine.suspend = () => (toggle = (toggle + 1) % 3) === 0;
  cases.forEach((c, i) => assert.deepEqual(run(l, funcs, f.name, c), want[i], `seed ${seed} case ${i} sometimes`));
}

test('random graphs without calls', () => { for (let s = 1; s <= 60; s++) check(s, 1 + s % 9, 3 + s % 5, 1 + s % 5, false); });
test('random graphs with suspending calls', () => { for (let s = 100; s <= 200; s++) check(s, 1 + s % 12, 3 + s % 6, 1 + s % 7, true); });
test('combined shape', () => { for (let s = 300; s <= 330; s++) check(s, 8 + s % 12, 8, 12 + s % 5, true); });

export { newFunc, call, syms, poss, FuncFlag };
