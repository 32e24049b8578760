import assert from 'node:assert/strict';
import test from 'node:test';
import { RelocKind, SymFlag, SymKind, type DataSymbol } from '../../abi/symbol.ts';
import { DataWriter } from '../data/writer.ts';
import { Func, PosTable, Suspends, SymTab, type Unit } from '../func.ts';
import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { foldAssertions } from './assertions.ts';
import { knownSymbol, KnownTypes } from './known-types.ts';

const KIND_INTERFACE = 20;
const KIND_INT = 2;
const UNCOMMON = 1;

const nameOf = (name: string): string => `type:.namedata.${name}${/^[A-Z]/.test(name) ? '.' : '-'}`;
const data = (w: DataWriter, name: string): DataSymbol => w.symbol(name, SymKind.RoData, 8, SymFlag.DupOk);

/** Descriptor of an interface type of package `pkg`; methods are [name, type]. */
function iface(name: string, pkg: string, methods: readonly (readonly [string, string])[]): DataSymbol {
  const w = new DataWriter(96 + 8 * methods.length);
  w.u8(23, KIND_INTERFACE);
  if (pkg !== '') w.addr64(48, `type:.importpath.${pkg}.`);
  w.addr64(56, name, 96);
  w.u64(64, methods.length);
  methods.forEach(([m, t], i) => { w.addr32(96 + 8 * i, nameOf(m)); w.addr32(100 + 8 * i, t); });
  return data(w, name);
}

/** Descriptor of a defined integer type. */
function concrete(name: string, pkg: string, methods: readonly (readonly [string, string])[]): DataSymbol {
  const w = new DataWriter(64 + 16 * methods.length);
  w.u32(16, 0x1234);
  w.u8(20, UNCOMMON);
  w.u8(23, KIND_INT);
  w.addr32(48, `type:.importpath.${pkg}.`);
  w.u16(52, methods.length);
  w.u32(56, 16);
  methods.forEach(([m, t], i) => {
    w.addr32(64 + 16 * i, nameOf(m));
    w.addr32(68 + 16 * i, t);
    w.reloc(72 + 16 * i, RelocKind.Table32, `${name.slice(5)}.${m}`);
  });
  return data(w, name);
}

const INT = 'type:func() int';
const STRING = 'type:func() string';
const T = concrete('type:p.T', 'p', [['A', INT], ['B', STRING], ['c', INT]]);

function setUp(...more: DataSymbol[]): { unit: Unit; types: KnownTypes } {
  const unit: Unit = { pkgPath: 'p', syms: new SymTab(), poss: new PosTable(), funcs: [], data: [], noescape: new Set() };
  const imported = new Map([T, ...more].map((d) => [d.name, d]));
  return { unit, types: new KnownTypes(unit, (name) => imported.get(name) ?? null) };
}

/** A function that returns what `body` ends with, folded. */
function folded(unit: Unit, types: KnownTypes, vt: VT, body: (v: (op: Op, vt: VT, a?: number, b?: number, aux?: number) => number, f: Func) => number): { op: Op; text: string; aux: number } {
  const f = new Func('t', { params: [], results: [vt] });
  const b = f.newBlock();
  const r = body((op, t, a0 = 0, a1 = 0, aux = 0) => f.append(b, f.newValue(op, t, 0, a0, a1, 0, aux)), f);
  f.endReturn(b, [r]);
  while (foldAssertions(f, unit.syms, types)) { /* until nothing changes */ }
  return { op: f.op[r]! as Op, text: f.op[r] === Op.SymAddr ? unit.syms.names[f.aux[r]!]! : '', aux: f.aux[r]! };
}

function asserted(name: string, to: DataSymbol, type: string | null = T.name): { op: Op; text: string; entries: string[] } {
  const { unit, types } = setUp(to);
  const r = folded(unit, types, VT.Ptr, (v, f) => {
    const typ = type === null ? v(Op.ConstPtr, VT.Ptr) : v(Op.SymAddr, VT.Ptr, 0, 0, unit.syms.id(type));
    const args = [v(Op.SymAddr, VT.Ptr, 0, 0, unit.syms.id(to.name)), typ];
    f.calls.push({ sig: { params: [VT.Ptr, VT.Ptr], results: [VT.Ptr] }, sym: unit.syms.id(`runtime.${name}`), noreturn: false, suspends: Suspends.May, flags: 0 });
    return f.append(0, f.newValueList(Op.Call, VT.Ptr, 0, args, f.calls.length - 1));
  });
  const itab = unit.data.find((d) => d.name === r.text);
  return { ...r, entries: (itab?.relocs ?? []).filter((x) => x.kind === RelocKind.Table64).map((x) => x.name) };
}

test('an assertion of a known type is its itab, made from the descriptors', () => {
  const r = asserted('assertE2I', iface('type:q.I', 'q', [['A', INT], ['B', STRING]]));
  assert.deepEqual([r.op, r.text, r.entries], [Op.SymAddr, 'go:itab.p.T,q.I', ['p.T.A', 'p.T.B']]);
  assert.deepEqual(asserted('assertE2I2', iface('type:interface { B() string }', '', [['B', STRING]])).entries, ['p.T.B']);
});

test('a missing method or another signature: nil with ok, else the call stays and panics', () => {
  for (const i of [iface('type:q.I', 'q', [['D', INT]]), iface('type:q.I', 'q', [['A', STRING]])]) {
    assert.equal(asserted('assertE2I2', i).op, Op.ConstPtr);
    assert.equal(asserted('assertE2I', i).op, Op.Call);
  }
});

test('unexported methods are those of the same package', () => {
  assert.equal(asserted('assertE2I2', iface('type:p.I', 'p', [['c', INT]])).op, Op.SymAddr);
  assert.equal(asserted('assertE2I2', iface('type:q.I', 'q', [['c', INT]])).op, Op.ConstPtr);
});

test('nil implements nothing; types without a descriptor in sight stay unknown', () => {
  const i = iface('type:q.I', 'q', [['A', INT]]);
  assert.equal(asserted('assertE2I2', i, null).op, Op.ConstPtr);
  assert.equal(asserted('assertE2I', i, null).op, Op.Call);
  assert.equal(asserted('assertE2I2', i, 'type:r.Unknown').op, Op.Call);
});

test('type words of known itabs are types, and types are compared by name', () => {
  const i = iface('type:q.I', 'q', [['A', INT]]);
  const { unit, types } = setUp(i);
  const itab = types.itab(unit.syms.id(T.name), unit.syms.id(i.name))!;
  const load = (off: number): { op: Op; text: string } => folded(unit, types, VT.Ptr, (v) => v(Op.LoadPtr, VT.Ptr, v(Op.SymAddr, VT.Ptr, 0, 0, itab), 0, off));
  assert.equal(load(8).text, T.name);
  assert.equal(load(0).op, Op.LoadPtr);
  const compared = (op: Op, other: string): number => folded(unit, types, VT.I32, (v) =>
    v(op, VT.I32, v(Op.LoadPtr, VT.Ptr, v(Op.SymAddr, VT.Ptr, 0, 0, itab), 0, 8), v(Op.SymAddr, VT.Ptr, 0, 0, unit.syms.id(other)))).aux;
  assert.deepEqual([compared(Op.I32Eq, T.name), compared(Op.I32Eq, i.name), compared(Op.I32Ne, T.name), compared(Op.I32Ne, i.name)], [1, 0, 0, 1]);
  assert.equal(types.method(itab, 24), unit.syms.id('p.T.A'));
});

test('a phi is known if all its sources are; a call may be by nil', () => {
  const f = new Func('t', { params: [], results: [] });
  const b = f.newBlock();
  const phi = (...args: number[]): number => f.append(b, f.newValueList(Op.Phi, VT.Ptr, 0, args));
  const sym = (s: number): number => f.append(b, f.newValue(Op.SymAddr, VT.Ptr, 0, 0, 0, 0, s));
  const nil = f.append(b, f.newValue(Op.ConstPtr, VT.Ptr, 0));
  const loop = phi(0, 0);
  const inner = phi(sym(3), loop);
  f.setArgs(loop, [inner, sym(3)]);
  assert.equal(knownSymbol(f, loop, false), 3);
  assert.deepEqual([knownSymbol(f, phi(loop, nil), false), knownSymbol(f, phi(loop, nil), true)], [-1, 3]);
  assert.deepEqual([knownSymbol(f, phi(loop, sym(4)), true), knownSymbol(f, phi(nil, nil), true)], [-1, -1]);
});
