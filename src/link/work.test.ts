// The linker's work: opening an object costs nothing for its symbols; linking reads each that is reached once, and nothing of the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { ObjectReader } from '../object/reader.ts';
import { Abi } from '../ssa/func.ts';
import { dumpObject } from './dump.ts';
import { link } from './link.ts';
import { data, fn, miniRuntime, object } from './testing.ts';

const OBJECTS = 60;
const FUNCS = 200;

/** Packages of which main reaches the first `reached` functions. */
function objects(reached: number): Uint8Array[] {
  const out = [miniRuntime()];
  for (let k = 0; k < OBJECTS; k++) {
    const path = `example.com/some/package${k}`;
    const funcs = [];
    const datas = [];
    for (let i = 0; i < FUNCS; i++) {
      funcs.push(fn(`${path}.(*Type).Function${i}`, 'pl>l', i % 3 === 0 ? Abi.Table : 0, (a) => {
        if (i > 0) for (let c = 0; c < 10; c++) a.constReloc(RelocKind.DataAddr, `type:*${path}.Type${(i + c) % FUNCS}`), a.w.u8(0x1a);
        if (i < reached - 1) a.constReloc(RelocKind.TableIndex, `${path}.(*Type).Function${i + 1}`), a.w.u8(0x1a);
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

/** Counts what the linker reads of an object. */
class CountingReader extends ObjectReader {
  readonly records: number[] = [];
  readonly strings = new Set<number>();

  override funcRecord(d: number): ReturnType<ObjectReader['funcRecord']> { this.count(d); return super.funcRecord(d); }
  override dataRecord(d: number): ReturnType<ObjectReader['dataRecord']> { this.count(d); return super.dataRecord(d); }
  override name(i: number): string { this.strings.add(i); return super.name(i); }

  private count(d: number): void { this.records[d] = (this.records[d] ?? 0) + 1; }
  /** Definitions that were read, and how often altogether. */
  get read(): number { return this.records.filter((n) => n > 0).length; }
  get reads(): number { return this.records.reduce((a, b) => a + b, 0); }
}

const OPTIONS = { mainPath: 'main', variant: 'js-single', names: true, version: 'go1.26.8' } as const;

test('opening reads no name and no symbol', () => {
  for (const o of objects(10)) {
    const r = new CountingReader(o);
    assert.deepEqual([r.reads, r.strings.size], [0, 0]);
  }
});

test('linking 24,000 symbols reads each of them once', () => {
  const readers = objects(FUNCS).map((o) => new CountingReader(o));
  const l = link(readers, OPTIONS);
  assert.ok(l.numFuncs > OBJECTS * FUNCS);
  new WebAssembly.Module(l.module as BufferSource);
  for (const r of readers.slice(1)) assert.deepEqual([r.read, r.reads], [r.numDefs, r.numDefs], r.info.path);
  assert.match(dumpObject(readers[1]!, { match: 'Function7' }), /^func example.com\/some\/package0.\(\*Type\).Function7 pl>l abi plain/);
  assert.match(dumpObject(readers[0]!, { full: true }), /wasm export start = runtime.start/);
});

test('linking reads nothing of what is not reached', () => {
  const readers = objects(3).map((o) => new CountingReader(o));
  link(readers, OPTIONS);
  // Function0 to Function2 and Type1 to Type11 of each package, which has 200 of each.
  for (const r of readers.slice(1, -1)) {
    assert.deepEqual([r.read, r.reads], [3 + 11, 3 + 11], r.info.path);
    assert.ok(r.strings.size < r.numNames / 4, `${r.strings.size} of ${r.numNames} names`);
  }
});
