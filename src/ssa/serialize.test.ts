import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Func, PosTable, Suspends, SymTab } from './func.ts';
import { Op } from './op.gen.ts';
import { VT } from './op.table.ts';
import { BodyReader, writeBodies } from './serialize.ts';
import { printFunc } from './text/print.ts';

/** A loop with a phi, a call, an allocation, constants of every kind; some values removed so that numbers have gaps. */
function sample(syms: SymTab, poss: PosTable): Func {
  const f = new Func('p.f', { params: [VT.I64, VT.Ptr], results: [VT.I64] }, 4);
  f.sym = syms.id('p.f');
  f.flags = 5;
  f.pos = poss.add('a.go', 3, 1);
  const line = (n: number): number => poss.add('a.go', n, 2);
  const entry = f.newBlock(line(3));
  const head = f.newBlock();
  const body = f.newBlock(line(5));
  const exit = f.newBlock();
  f.slots.push({ size: 16, align: 8, ptrmask: Uint8Array.of(2), name: 'x' });
  f.inlineTree.push({ parent: -1, pos: line(4), sym: syms.id('q.g') });
  f.marks.push({ kind: 13, name: 'type:p.T' });
  const n = f.append(entry, f.newValue(Op.Param, VT.I64, line(3), 0, 0, 0, 0));
  const dead = f.append(entry, f.newValue(Op.ConstI32, VT.I32, line(3), 0, 0, 0, 99));
  f.remove(dead);
  const big = f.append(entry, f.newValue(Op.ConstI64, VT.I64, line(4), 0, 0, 0, -1, 0x7fffffff));
  const flt = f.append(entry, f.newValue(Op.ConstF64, VT.F64, line(4), 0, 0, 0, f.addF64(-0.1)));
  const addr = f.append(entry, f.newValue(Op.SymAddr, VT.Ptr, 0, 0, 0, 0, syms.id('p.v'), 8));
  f.append(entry, f.newValue(Op.StoreF64, VT.Void, line(4), addr, flt, 0, 16));
  f.endJump(entry, head);
  const phi = f.append(head, f.newValueList(Op.Phi, VT.I64, line(5), [n, 0]));
  const c = f.append(head, f.newValue(Op.I64LtS, VT.I32, line(5), phi, big));
  f.endIf(head, c, body, exit, 1);
  f.allocs.push({ typeSym: syms.id('type:p.T'), size: 24, align: 8, ptrmask: Uint8Array.of(1), what: '&T{...}', kind: 'expr', pos: line(6), mustHeap: true });
  const obj = f.append(body, f.newValue(Op.NewObject, VT.Ptr, line(6), 0, 0, 0, 0));
  f.calls.push({ sym: syms.id('q.g'), sig: { params: [VT.Ptr], results: [VT.I64] }, noreturn: false, suspends: Suspends.May, flags: 2 });
  const call = f.append(body, f.newValueList(Op.Call, VT.I64, line(7), [obj], 0));
  f.inl[call] = 0;
  const sum = f.append(body, f.newValue(Op.I64Add, VT.I64, line(7), phi, call));
  f.setArg(phi, 1, sum);
  f.endJump(body, head);
  f.endReturn(exit, [phi]);
  return f;
}

test('functions survive writing and reading', () => {
  const syms = new SymTab();
  const poss = new PosTable();
  syms.id('other');
  const f = sample(syms, poss);
  const bytes = writeBodies(syms, poss, [f]);
  const r = new BodyReader(bytes);
  assert.deepEqual(r.names(), ['p.f']);
  assert.equal(r.read('p.g', syms, poss), null);
  // Into another unit, where symbols and positions have other numbers.
  const syms2 = new SymTab();
  const poss2 = new PosTable();
  syms2.id('type:p.T');
  poss2.add('b.go', 1, 1);
  const g = r.read('p.f', syms2, poss2)!;
  assert.equal(g.numValues, f.numValues - 1);
  assert.deepEqual(writeBodies(syms2, poss2, [g]), bytes);
  assert.equal(syms2.names[g.calls[0]!.sym], 'q.g');
  assert.deepEqual([poss2.files[poss2.file[g.pos]!], poss2.line[g.pos]], ['a.go', 3]);
  assert.deepEqual(g.allocs[0], { ...f.allocs[0], typeSym: 0, pos: g.allocs[0]!.pos });
  assert.deepEqual(g.marks, f.marks);
  // Into the same unit: only the numbers of values after the gap differ.
  const h = r.read('p.f', syms, poss)!;
  const text = (x: Func): string => printFunc(x, syms).replace(/\bv\d+/g, 'v');
  assert.equal(text(h), text(f));
  assert.equal(new BodyReader(new Uint8Array(0)).has('p.f'), false);
});
