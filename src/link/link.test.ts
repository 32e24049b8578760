import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FuncInfo, FuncInfoFlag } from '../abi/funcinfo.table.ts';
import { Frame, Global, Low, MBlock } from '../abi/machine.table.ts';
import { MODULE_DATA, moduleFields, SigEntry } from '../abi/moduledata.table.ts';
import { RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { ObjectReader } from '../object/reader.ts';
import { ObjectError } from '../object/format.ts';
import { Abi } from '../ssa/func.ts';
import { W, WT } from '../wasm/opcode.table.ts';
import { LinkError } from './errors.ts';
import { sizeReport } from './sizes.ts';
import { data, fn, instantiate, type Instance, linkAll, mark, miniRuntime, object, rel } from './testing.ts';

const field = (i: Instance, name: string): number => i.view.getUint32(MODULE_DATA + 4 * moduleFields.findIndex((f) => f.name === name), true);
const info = { frameSize: 64, frameClass: 3, flags: 0, startLine: 7, nargs: 2 };
const mainMain = fn('main.main', '>', Abi.Table, (a) => a.i32(0));

test('calls, data, imports, exports', () => {
  const rt = miniRuntime({
    funcs: [fn('runtime.run', '>i', 0, (a) => {
      a.i32(20); a.call('main.double');
      a.i32(0); a.w.u8(W.I32Load); a.w.uleb(2); a.reloc(RelocKind.MemOffset, 'main.x', 4);
      a.op(W.I32Add);
      a.i32(1000); a.call('gossamer\0exit');
    })],
    wasmExports: [{ name: 'run', sym: 'runtime.run', sig: '>i' }],
  });
  const main = object('main', {
    funcs: [mainMain, fn('main.double', 'i>i', 0, (a) => { a.get(0); a.i32(2); a.op(W.I32Mul); })],
    data: [data('main.x', SymKind.Data, [1, 0, 0, 0, 2, 0, 0, 0]), data('main.unused', SymKind.Data, [9])],
  });
  for (const variant of ['js-single', 'js-shared'] as const) {
    const exits: number[] = [];
    const l = linkAll([rt, main], { variant });
    assert.equal(l.sharedMemory, variant === 'js-shared');
    const i = instantiate(l, { gossamer: { exit: (n: number) => exits.push(n) } });
    assert.equal(i.exports.run!(), 42);
    assert.deepEqual(exits, [1000]);
    const text = new TextDecoder().decode(new Uint8Array(i.view.buffer as ArrayBuffer).slice(field(i, 'version'), field(i, 'version') + field(i, 'versionLen')));
    assert.equal(text, 'go1.26.8');
    assert.equal(field(i, 'enoptrdata') - field(i, 'noptrdata'), 8);
    assert.match(sizeReport(l.sizes()), /runtime\n/);
  }
});

test('equal inputs give equal bytes, in any order', () => {
  const objs = [miniRuntime(), object('main', { imports: [{ path: 'a', key: '' }], funcs: [mainMain] }), object('a', { funcs: [fn('a.init', '>', 0, () => {})], initSym: 'a.init' })];
  assert.deepEqual(linkAll(objs).module, linkAll(objs).module);
  assert.deepEqual(linkAll([...objs].reverse()).module, linkAll(objs).module);
});

test('undefined symbols', () => {
  const main = object('main', { funcs: [fn('main.main', '>', Abi.Table, (a) => { a.call('main.foo'); a.i32(0); })] });
  assert.throws(() => linkAll([miniRuntime(), main]), (e: LinkError) => e.messages[0] === 'main.main: relocation target main.foo not defined');
  assert.throws(() => linkAll([miniRuntime()]), (e: LinkError) => e.messages[0] === 'runtime.main_main·f: function main is undeclared in the main package');
  const l = linkAll([miniRuntime(), main], { stubUndefined: true });
  assert.deepEqual(l.undefined, ['main.foo']);
  const i = instantiate(l);
  assert.throws(() => (i.table.get(field(i, 'mainMain')) as (c: number, d: number) => number)(0, 1000), WebAssembly.RuntimeError);
});

test('duplicate definitions', () => {
  const dup = (p: string, n: number, flags: number): Uint8Array => object(p, { data: [data('x.v', SymKind.Data, [n], [], { flags })] });
  const main = object('main', { funcs: [fn('main.main', '>', Abi.Table, (a) => { a.constReloc(RelocKind.DataAddr, 'x.v'); a.op(W.Drop); a.i32(0); })] });
  assert.throws(() => linkAll([miniRuntime(), main, dup('a', 1, 0), dup('b', 2, 0)]), /duplicated definition of symbol x.v, from b and a/);
  const i = instantiate(linkAll([miniRuntime(), main, dup('b', 2, SymFlag.DupOk), dup('a', 1, SymFlag.DupOk)]));
  assert.equal(i.view.getUint8(field(i, 'noptrdata')), 1);
});

test('instances compiled with different ABI are kept apart', () => {
  const pkg = (p: string, abi: number): Uint8Array => object(p, { funcs: [
    fn('slices.F[int]', '>i', abi, (a) => { a.i32(abi); if (abi !== 0) a.i32(0); }, { flags: SymFlag.DupOk }),
    fn(`${p}.call`, '>i', 0, (a) => { a.call('slices.F[int]'); if (abi !== 0) a.op(W.Drop); })] });
  const rt = miniRuntime({ funcs: [fn('runtime.run', '>i', 0, (a) => { a.call('a.call'); a.i32(10); a.op(W.I32Mul); a.call('b.call'); a.op(W.I32Add); })],
    wasmExports: [{ name: 'run', sym: 'runtime.run', sig: '>i' }] });
  const i = instantiate(linkAll([rt, object('main', { funcs: [mainMain] }), pkg('a', 0), pkg('b', Abi.Flag)]));
  assert.equal(i.exports.run!(), 4);
});

test('itabs: dropped methods are not 0', () => {
  const itab = data('go:itab.main.T,main.J', SymKind.RoData, new Array(40).fill(0), [rel(8, RelocKind.Addr64, 'type:main.T'), rel(24, RelocKind.Table64, 'main.T.A'),
    rel(32, RelocKind.Table64, 'main.T.B')], { flags: SymFlag.Root });
  const [, main] = reachObjects([mark(RelocKind.IfaceMethod, 'B(int)')]) as [Uint8Array, Uint8Array];
  const rt = miniRuntime({ funcs: [fn('runtime.unreachableMethod', '>', 0, (a) => a.unreachable())] });
  const i = instantiate(linkAll([rt, main, object('tabs', { data: [itab] })]));
  assert.equal(field(i, 'numItablinks'), 1);
  const at = i.view.getUint32(field(i, 'itablinks'), true);
  const [a, b] = [i.view.getUint32(at + 24, true), i.view.getUint32(at + 32, true)];
  assert.notEqual(a, 0);
  assert.notEqual(a, b);
  assert.throws(() => (i.table.get(a) as (c: number, d: number) => number)(0, 0), WebAssembly.RuntimeError);
});

test('weak calls', () => {
  const objects = (keep: boolean): Uint8Array[] => [miniRuntime(), object('main', {
    funcs: [fn('main.main', '>', Abi.Table, (a) => { a.w.u8(W.Call); a.reloc(RelocKind.FuncIndex, 'main.map.init.0', 1); a.op(W.Drop); a.i32(0);
      if (keep) { a.constReloc(RelocKind.DataAddr, 'main.m'); a.op(W.Drop); } }),
    fn('main.map.init.0', '>', Abi.Flag, (a) => { a.constReloc(RelocKind.DataAddr, 'main.m'); a.op(W.Drop); a.i32(0); })],
    data: [data('main.m', SymKind.Bss, [], [mark(RelocKind.Keep, 'main.map.init.0')], { size: 8 })] })];
  for (const keep of [false, true]) {
    const i = instantiate(linkAll(objects(keep)));
    assert.equal(field(i, 'enoptrbss') - field(i, 'noptrbss') - (1 << 16), keep ? 8 : 0);
    assert.equal((i.table.get(field(i, 'mainMain')) as (c: number, d: number) => number)(0, 0), 0);
  }
});

test('wasmexport of Go functions', () => {
  const rt = miniRuntime({
    funcs: [fn('runtime.wasmExportArgs', 'i>p', 0, (a) => a.constReloc(RelocKind.DataAddr, 'runtime.buf')),
      // Runs the thunk at once.
      fn('runtime.wasmExport', 'pip>', 0, (a) => { a.i32(0); a.i32(1 << 16); a.get(0); a.get(2); a.get(1); a.callIndirect('iiii>i'); a.op(W.Drop); })],
    data: [data('runtime.buf', SymKind.Bss, [], [], { size: 64 })],
  });
  const f = fn('main.add', 'id>d', 0, (a) => { a.get(0); a.op(W.F64ConvertI32S); a.get(1); a.op(W.F64Add); });
  const i = instantiate(linkAll([rt, object('main', { funcs: [mainMain, f], wasmExports: [{ name: 'add', sym: 'main.add', sig: 'id>d' }] })]));
  assert.equal(i.exports.add!(40, 2.5), 42.5);
});

test('table wrappers and closure objects', () => {
  const words = ['ll>l', 'll>ll', 'l>', 'lid>d'];
  const bodies = [
    fn('main.f0', words[0]!, 0, (a) => { a.get(0); a.get(1); a.op(W.I64Sub); }),
    fn('main.f1', words[1]!, Abi.Depth, (a) => { a.get(2); a.get(1); }),
    fn('main.f2', words[2]!, Abi.Flag, (a) => { a.i32(1); }),
    fn('main.f3', words[3]!, Abi.Ctx, (a) => { a.get(3); a.get(2); a.op(W.F64ConvertI32S); a.op(W.F64Add); a.get(0); a.op(W.F64ConvertI32S); a.op(W.F64Add); }),
  ];
  const main = object('main', { funcs: [mainMain, ...bodies],
    data: [data('main.fs', SymKind.Data, new Array(32).fill(0), bodies.map((f, k) => rel(8 * k, RelocKind.Closure64, f.name)), { flags: SymFlag.Root, ptrmask: Uint8Array.of(15) })] });
  const i = instantiate(linkAll([miniRuntime(), main]));
  const fs = field(i, 'data');
  assert.deepEqual([i.view.getUint8(field(i, 'rootMask')), field(i, 'rootMaskLen')], [15, 1]);
  const f = (k: number): ((...a: unknown[]) => unknown) => i.table.get(i.view.getUint32(i.view.getUint32(fs + 8 * k, true), true)) as never;
  assert.deepEqual(f(0)(0, 0, 7n, 2n), [5n, 0]);
  assert.deepEqual(f(1)(0, 0, 7n, 2n), [2n, 7n]);
  assert.equal(f(2)(0, 0, 7n), 1);
  assert.deepEqual(f(3)(100, 0, 7n, 2, 0.5), [102.5, 0]);
});

test('entry frames: entrysave, entry', () => {
  // A checked function that writes an entry frame when depth < 100, else returns a - b and c.
  const sig = 'ipld>dl';
  const f = fn('main.f', sig, Abi.Table, (a) => {
    a.get(1); a.i32(100); a.op(W.I32LtS);
    a.if_();
    a.constReloc(RelocKind.FuncInfo, 'main.f'); a.get(0); a.get(2); a.get(3); a.get(4); a.get(5);
    a.call(`entrysave:${sig}`);
    a.f64(0); a.i64(0, 0);
    a.i32(1); a.globalSet(Global.Flag);
    a.ret();
    a.end();
    a.get(5);
    a.get(4); a.get(2); a.op(W.I64ExtendI32U); a.op(W.I64Add); a.get(3); a.op(W.I64ExtendI32U); a.op(W.I64Add); a.get(0); a.op(W.I64ExtendI32U); a.op(W.I64Add);
  }, { checked: true, info });
  const main = object('main', { funcs: [mainMain, f], data: [data('main.p', SymKind.RoData, new Array(8).fill(0), [rel(0, RelocKind.Table64, 'main.f')], { flags: SymFlag.Root })] });
  const l = linkAll([miniRuntime(), main]);
  const i = instantiate(l);
  i.exports.start!();
  const records = field(i, 'funcInfos');
  const slot = [1, 2, 3].find((t) => i.view.getUint32(records + (t - 1) * FuncInfo.size + FuncInfo.entry, true) !== 0)!;
  const g = i.table.get(slot) as (...a: unknown[]) => unknown[];
  assert.deepEqual(g(5, 1000, 1, 2, 3n, 1.5), [1.5, 11n]);
  assert.deepEqual(g(5, 10, 1, 2, 3n, 1.5), [0, 0n]);
  const frame = i.view.getUint32(Low.M0 + MBlock.frameFirst, true);
  assert.equal(i.view.getUint32(frame + Frame.info, true), records + (slot - 1) * FuncInfo.size);
  assert.equal(i.view.getUint16(records + (slot - 1) * FuncInfo.size + FuncInfo.frameSize, true), 64);
  const name = i.view.getUint32(records + (slot - 1) * FuncInfo.size + FuncInfo.name, true);
  assert.equal(String.fromCharCode(...new Uint8Array(i.view.buffer, name, 7)), '\x06main.f');
  // The flag is still set: whoever unwinds clears it.
  assert.equal(i.exports.enterFrame!(frame), 1, 'flag is still set');
  assert.equal(i.exports.enterFrame!(frame), 0);
  assert.equal(i.view.getFloat64(Low.M0 + MBlock.resultArea, true), 1.5);
  assert.equal(i.view.getBigInt64(Low.M0 + MBlock.resultArea + 8, true), 11n);
});

test('combined functions: resume stub', () => {
  // depth < 0: returns the site stored in the frame, and whether it suspends again.
  const f = fn('main.f', 'l>i', Abi.Table, (a) => {
    a.get(1); a.i32(0); a.op(W.I32LtS);
    a.if_();
    a.get(0); a.mem(W.I32Load, 2, Frame.site); a.get(0); a.mem(W.I32Load, 2, Frame.fp); a.ret();
    a.end();
    a.constReloc(RelocKind.FuncInfo, 'main.f'); a.call('runtime.frameNew'); a.set(3);
    a.get(3); a.i32(42); a.mem(W.I32Store, 2, Frame.site);
    a.i32(0); a.i32(1);
  }, { info: { ...info, flags: FuncInfoFlag.Combined }, locals: [WT.I32] });
  const l = linkAll([miniRuntime(), object('main', { funcs: [mainMain, { ...f, flags: SymFlag.Root }] })]);
  const i = instantiate(l);
  i.exports.start!();
  let g: ((...a: unknown[]) => unknown) | null = null;
  for (let t = 1; t < i.table.length; t++) { const h = i.table.get(t) as ((...a: unknown[]) => unknown) | null; if (h?.length === 3) g = h; }
  assert.deepEqual(g!(0, 100, 1n), [0, 1]);
  const frame = i.view.getUint32(Low.M0 + MBlock.frameFirst, true);
  assert.equal(i.exports.resumeFrame!(frame), 0);
  assert.equal(i.view.getUint32(Low.M0 + MBlock.resultArea, true), 42);
  i.view.setUint32(frame + Frame.fp, 1, true);
  assert.equal(i.exports.resumeFrame!(frame), 1);
});

test('reflection thunks', () => {
  const sig = 'pid>lp';
  // Suspends if its int is negative: leaves results to whoever resumes.
  const f = fn('main.f', sig, Abi.Table, (a) => {
    a.get(3); a.i32(0); a.op(W.I32LtS);
    a.if_(); a.i32(1); a.globalSet(Global.Flag); a.end();
    a.get(4); a.w.u8(0xb0); a.get(3); a.op(W.I64ExtendI32S); a.op(W.I64Add); a.get(2);
  }, {});
  const look = (name: string, s: string): ReturnType<typeof fn> => fn(name, '>', 0, () => {}, { flags: SymFlag.Root, marks: [mark(RelocKind.Keep, s)] });
  const rt = miniRuntime({
    funcs: [look('runtime.reflectCallThunk', `go:sig.${sig}`), look('runtime.makeFuncThunk', 'go:msig.pl>'),
      fn('runtime.makeFuncBuf', '>p', 0, (a) => a.constReloc(RelocKind.DataAddr, 'runtime.buf'))],
    data: [data('runtime.buf', SymKind.Bss, [], [], { size: 512, flags: SymFlag.Root })],
  });
  // stubCall(ctx, buf): result words 1000 + ctx and word 0; suspends if ctx is 9.
  const stubCall = fn('reflect.stubCall', 'pp>', Abi.Flag, (a) => {
    a.get(1); a.get(0); a.i32(1000); a.op(W.I32Add); a.op(W.I64ExtendI32U); a.mem(W.I64Store, 3, 256 + 8 * 3);
    a.get(1); a.get(1); a.mem(W.I64Load, 3, 0); a.mem(W.I64Store, 3, 8 * 4);
    a.get(0); a.i32(9); a.op(W.I32Eq);
  });
  const embedded = fn('reflect.embeddedIfaceMethStub', '>', Abi.Flag, (a) => a.i32(1), { flags: SymFlag.Root });
  const main = object('main', { funcs: [mainMain, f], data: [data('main.p', SymKind.Data, new Array(8).fill(0), [rel(0, RelocKind.Closure64, 'main.f')], { flags: SymFlag.Root })] });
  const i = instantiate(linkAll([rt, main, object('reflect', { funcs: [stubCall, embedded] })]));
  i.exports.start!();
  const v = i.view;
  assert.equal(field(i, 'numReflectSigs'), 2);
  const sigs = field(i, 'reflectSigs');
  assert.equal(v.getUint32(sigs + 4, true), sig.length);
  const call = i.table.get(v.getUint32(sigs + 8, true)) as (c: number, d: number, fn: number, args: number) => number;
  const stub = i.table.get(v.getUint32(sigs + 12, true)) as (...a: unknown[]) => unknown[];
  assert.equal(v.getUint32(sigs + SigEntry.size + 12, true), 0);
  const panics = i.table.get(v.getUint32(sigs + SigEntry.size + SigEntry.panic, true)) as (...a: unknown[]) => unknown;
  assert.equal(panics(0, 1 << 20, 123, 5n), 1);
  assert.equal(v.getUint32(sigs + SigEntry.panic, true), 0);
  const closure = v.getUint32(field(i, 'noptrdata'), true);
  const args = field(i, 'heap');
  v.setUint32(args, 77, true); v.setUint32(args + 8, 5, true); v.setFloat64(args + 16, 3, true);
  assert.equal(call(0, 1 << 20, closure, args), 0);
  assert.equal(v.getBigInt64(args + 24, true), 8n);
  assert.equal(v.getBigInt64(args + 32, true), 77n);
  v.setInt32(args + 8, -5, true);
  assert.equal(call(0, 1 << 20, closure, args), 1);
  const frame = v.getUint32(Low.M0 + MBlock.frameFirst, true);
  v.setBigInt64(Low.M0 + MBlock.resultArea, -3n, true);
  v.setUint32(Low.M0 + MBlock.resultArea + 8, 99, true);
  assert.equal(i.exports.resumeFrame!(frame), 0);
  assert.equal(v.getBigInt64(args + 24, true), -3n);
  assert.equal(v.getBigInt64(args + 32, true), 99n);
  assert.deepEqual(stub(8, 1 << 20, 123, 4, 2.5), [1008n, 123]);
  const last = v.getUint32(Low.M0 + MBlock.frameLast, true);
  assert.deepEqual(stub(9, 1 << 20, 123, 4, 2.5), [0n, 0]);
  const frame2 = v.getUint32(Low.M0 + MBlock.frameLast, true);
  assert.notEqual(frame2, last);
  assert.equal(i.exports.resumeFrame!(frame2), 0);
  assert.equal(v.getBigInt64(Low.M0 + MBlock.resultArea, true), 1009n);
  assert.equal(v.getUint32(Low.M0 + MBlock.resultArea + 8, true), 123);
});

// --- reachability of methods ---

const typeBytes = (kind: number, size = 96): number[] => { const b = new Array(size).fill(0); b[23] = kind; return b; };
function methodType(name: string, methods: [string, string][]): ReturnType<typeof data> {
  const relocs = [rel(40, RelocKind.Addr32, `type:.namedata.*${name}.`)];
  methods.forEach(([m, sig], k) => {
    const at = 64 + 16 * k;
    relocs.push(rel(at, RelocKind.Addr32, `type:.namedata.${m}.`), rel(at + 4, RelocKind.Addr32, `type:func${sig}`), rel(at + 8, RelocKind.Table32, `${name}.${m}`),
      rel(at + 12, RelocKind.Table32, `${name}.${m}`));
  });
  return data(`type:${name}`, SymKind.RoData, typeBytes(25, 64 + 16 * methods.length), relocs);
}
const nameData = (n: string): ReturnType<typeof data> => data(`type:.namedata.${n}.`, SymKind.RoData, [1, n.length, ...Buffer.from(n)], [], { align: 1, flags: SymFlag.DupOk });

function reachObjects(marks: ReturnType<typeof mark>[]): Uint8Array[] {
  const method = (n: string): ReturnType<typeof fn> => fn(`main.T.${n}`, 'p>', Abi.Table, (a) => { a.call(`main.only${n}`); a.i32(0); });
  const only = (n: string): ReturnType<typeof fn> => fn(`main.only${n}`, '>', 0, () => {});
  const main = object('main', {
    funcs: [fn('main.main', '>', Abi.Table, (a) => { a.constReloc(RelocKind.DataAddr, 'type:main.T'); a.op(W.Drop); a.i32(0); }, { marks }),
      method('A'), method('B'), method('c'), only('A'), only('B'), only('c')],
    data: [methodType('main.T', [['A', '()'], ['B', '(int)'], ['c', '()']]), data('type:func()', SymKind.RoData, typeBytes(19, 56)), data('type:func(int)', SymKind.RoData, typeBytes(19, 56)),
      data('type:main.I', SymKind.RoData, typeBytes(20), [rel(80, RelocKind.Addr32, 'type:.namedata.B.'), rel(84, RelocKind.Addr32, 'type:func(int)')]),
      ...['*main.T', 'A', 'B', 'c'].map(nameData)],
  });
  return [miniRuntime(), main];
}
const kept = (marks: ReturnType<typeof mark>[]): string => {
  const l = linkAll(reachObjects(marks));
  new WebAssembly.Module(l.module as BufferSource);
  const text = Buffer.from(l.module).toString('latin1');
  return ['A', 'B', 'c'].filter((m) => text.includes(`main.only${m}`)).join('');
};

test('methods are kept only if they can be called', () => {
  const used = mark(RelocKind.UsedInIface, 'type:main.T');
  assert.equal(kept([]), '');
  assert.equal(kept([used]), '');
  assert.equal(kept([mark(RelocKind.IfaceMethod, 'A()')]), '');
  assert.equal(kept([used, mark(RelocKind.IfaceMethod, 'A()')]), 'A');
  assert.equal(kept([used, mark(RelocKind.IfaceMethod, 'A(int)')]), '');
  assert.equal(kept([used, mark(RelocKind.IfaceMethod, 'B')]), 'B');
  assert.equal(kept([used, mark(RelocKind.ReflectMethod, '')]), 'AB');
  assert.equal(kept([used, mark(RelocKind.IfaceMethod, 'c()')]), 'c');
  assert.equal(kept([used, mark(RelocKind.Keep, 'type:main.I'), mark(RelocKind.UsedInIface, 'type:main.I')]), 'B');
});

test('-X, init order, roots', () => {
  const str = data('main.version', SymKind.Bss, [], [], { size: 16, ptrmask: Uint8Array.of(1), flags: SymFlag.Root });
  const pkg = (path: string, imports: string[]): Uint8Array => object(path, { imports: imports.map((p) => ({ path: p, key: '' })), initSym: `${path}.init`,
    funcs: [fn(`${path}.init`, '>', Abi.Table, (a) => a.i32(0))] });
  const main = object('main', { imports: [{ path: 'z', key: '' }, { path: 'b', key: '' }], funcs: [mainMain], data: [str] });
  const i = instantiate(linkAll([main, pkg('b', ['y']), pkg('z', []), pkg('y', []), pkg('a', ['b']), miniRuntime({ imports: [{ path: 'y', key: '' }] })], { defines: [['main.version', 'v1.2']] }));
  const paths = (name: string): string[] => {
    const n = field(i, `num${name[0]!.toUpperCase()}${name.slice(1)}`);
    return Array.from({ length: n }, (_, k) => {
      const at = i.view.getUint32(field(i, name) + 8 * k + 4, true);
      return Buffer.from(new Uint8Array(i.view.buffer, at + 1, i.view.getUint8(at))).toString();
    });
  };
  assert.deepEqual(paths('runtimeInits'), ['y']);
  assert.deepEqual(paths('mainInits'), ['b', 'a', 'z']);
  const d = field(i, 'data');
  assert.equal(i.view.getUint32(d + 8, true), 4);
  assert.equal(Buffer.from(new Uint8Array(i.view.buffer, i.view.getUint32(d, true), 4)).toString(), 'v1.2');
});

test('damaged objects are found', () => {
  const o = miniRuntime();
  assert.throws(() => new ObjectReader(o.subarray(0, o.length - 8)), ObjectError);
  assert.throws(() => new ObjectReader(o.subarray(0, 40)), ObjectError);
  assert.throws(() => new ObjectReader(new Uint8Array(64)), ObjectError);
  for (let at = 20; at < o.length; at += 97) {
    const bad = o.slice();
    bad[at]! ^= 0x10;
    assert.throws(() => new ObjectReader(bad), ObjectError, `byte ${at}`);
  }
});
