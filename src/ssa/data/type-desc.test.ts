import test from 'node:test';
import assert from 'node:assert/strict';
import { FileSet } from '../../source/pos.ts';
import { Basic, Info, newArray, newMap, newPointer, newSlice, newStruct, newTuple, newSignature, newChan, Dir, type Type } from '../../types/types.ts';
import { Obj, ObjKind, Package } from '../../types/objects.ts';
import { basicType, tError } from '../../types/universe.ts';
import { UnitBuilder } from '../build/unit.ts';
import { RelocKind } from '../../abi/symbol.ts';
import { flushTypes } from './flush.ts';

function unit(path: string): UnitBuilder {
  const pkg = new Package(path, path, null);
  const config = { importedBody: () => { throw new Error('none'); }, importPackage: () => null, explain: false };
  return new UnitBuilder(pkg, new Info(), new FileSet(), [], config as never, {} as never, false);
}
const field = (name: string, t: Type, pkg: Package | null): Obj => new Obj(ObjKind.Var, 0, pkg, name, t);
const u32 = (b: Uint8Array, o: number): number => new DataView(b.buffer, b.byteOffset).getUint32(o, true);

function desc(u: UnitBuilder, t: Type): { bytes: Uint8Array; refs: Map<number, string> } {
  const sym = u.needType(t);
  flushTypes(u);
  const d = u.data.find((s) => s.name === sym)!;
  const refs = new Map<number, string>();
  for (const r of d.relocs) if (r.kind !== RelocKind.Keep) refs.set(r.offset, r.name);
  return { bytes: d.bytes, refs };
}

test('struct descriptor', () => {
  const u = unit('p');
  const t = newStruct([field('A', basicType(Basic.Int32), u.pkg), field('b', basicType(Basic.String), u.pkg)], ['json:"a"', '']);
  const { bytes, refs } = desc(u, t);
  assert.equal(u32(bytes, 0), 24);
  assert.equal(u32(bytes, 8), 16);
  assert.equal(bytes[23], 25);
  assert.equal(refs.get(48), 'type:.importpath.p.');
  assert.equal(refs.get(24), 'type:.eq.' + u.needType(t).slice(5));
  assert.equal(refs.get(80), 'type:.namedata.A.json:"a"');
  assert.equal(refs.get(88), 'type:int32');
  assert.equal(bytes.length, 80 + 48);
  assert.ok(u.data.some((s) => s.name === 'runtime.gcbits.0200000000000000'));
});

test('map descriptor', () => {
  const u = unit('p');
  const { bytes, refs } = desc(u, newMap(basicType(Basic.String), newArray(basicType(Basic.Int), 100)));
  assert.equal(bytes.length, 112);
  assert.equal(u32(bytes, 80), 8 + 8 * 24);
  assert.equal(u32(bytes, 88), 24);
  assert.equal(u32(bytes, 96), 16);
  assert.equal(u32(bytes, 104), 1 | 8);
  assert.equal(refs.get(72), 'runtime.strhash');
});

test('func, chan, slice, pointer descriptors', () => {
  const u = unit('p');
  const v = (t: Type): Obj => field('', t, null);
  const f = desc(u, newSignature(null, newTuple([v(basicType(Basic.Int)), v(newSlice(tError))]), newTuple([v(basicType(Basic.Bool))]), true));
  assert.equal(f.bytes.length, 56 + 24);
  assert.equal(u32(f.bytes, 48), (2 | (0x8001 << 16)) >>> 0);
  const c = desc(u, newChan(Dir.Recv, newPointer(basicType(Basic.Int))));
  assert.equal(c.bytes[56], 1);
  assert.equal(c.refs.get(48), 'type:*int');
  assert.ok(!u.data.some((s) => s.name === 'type:*int'), 'basic types are package runtime\'s');
});
