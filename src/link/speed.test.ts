// Linking a small program must be quick: the cost of opening objects and resolving names grows with the objects' headers, not their contents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { ObjectReader } from '../object/reader.ts';
import { Abi } from '../ssa/func.ts';
import { dumpObject } from './dump.ts';
import { data, fn, linkAll, miniRuntime, object } from './testing.ts';

const OBJECTS = 60;
const FUNCS = 200;

function objects(): Uint8Array[] {
  const out = [miniRuntime()];
  for (let k = 0; k < OBJECTS; k++) {
    const path = `example.com/some/package${k}`;
    const funcs = [];
    const datas = [];
    for (let i = 0; i < FUNCS; i++) {
      funcs.push(fn(`${path}.(*Type).Function${i}`, 'pl>l', i % 3 === 0 ? Abi.Table : 0, (a) => {
        if (i > 0) for (let c = 0; c < 10; c++) a.constReloc(RelocKind.DataAddr, `type:*${path}.Type${(i + c) % FUNCS}`), a.w.u8(0x1a);
        if (i < FUNCS - 1) a.constReloc(RelocKind.TableIndex, `${path}.(*Type).Function${i + 1}`), a.w.u8(0x1a);
        if (k + 1 < OBJECTS) a.constReloc(RelocKind.TableIndex, `example.com/some/package${k + 1}.(*Type).Function${i}`), a.w.u8(0x1a);
        a.i64(1, 0);
        if (i % 3 === 0) a.i32(0);
      }));
      datas.push(data(`type:*${path}.Type${i}`, SymKind.RoData, new Array(64).fill(i & 255), [], { flags: SymFlag.DupOk }));
    }
    out.push(object(path, { funcs, data: datas }));
  }
  out.push(object('main', { funcs: [fn('main.main', '>', Abi.Table, (a) => { a.constReloc(RelocKind.TableIndex, 'example.com/some/package0.(*Type).Function0'); a.w.u8(0x1a); a.i32(0); })] }));
  return out;
}

test('24,000 symbols', () => {
  const objs = objects();
  linkAll(objs);
  const t0 = performance.now();
  const readers = objs.map((o) => new ObjectReader(o));
  const t1 = performance.now();
  const l = linkAll(objs);
  const t2 = performance.now();
  console.log(`open ${(t1 - t0).toFixed(1)} ms (${objs.reduce((n, o) => n + o.length, 0)} bytes), link ${(t2 - t1).toFixed(1)} ms, ${l.numFuncs} functions, module ${l.module.length}`);
  assert.ok(l.numFuncs > OBJECTS * FUNCS);
  new WebAssembly.Module(l.module as BufferSource);
  assert.ok(t2 - t0 < 3000);
  assert.match(dumpObject(readers[1]!, { match: 'Function7' }), /^func example.com\/some\/package0.\(\*Type\).Function7 pl>l abi plain/);
  assert.match(dumpObject(readers[0]!, { full: true }), /wasm export start = runtime.start/);
});
