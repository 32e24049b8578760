import assert from 'node:assert/strict';
import test from 'node:test';
import { Obj, ObjKind } from '../../types/objects.ts';
import { Basic, newArray, newPointer, newStruct, type Type } from '../../types/types.ts';
import { basicType, tError } from '../../types/universe.ts';
import { Layouts } from './layout.ts';

const struct = (...types: Type[]): Type => newStruct(types.map((t, i) => new Obj(ObjKind.Var, 0, null, `f${i}`, t)), types.map(() => ''));
const int = basicType(Basic.Int);
const pointer = newPointer(int);

/** Numbers of the words that hold pointers. */
function pointers(t: Type): number[] {
  const mask = new Layouts().ptrmask(t);
  const out: number[] = [];
  for (let w = 0; w < mask.length * 8; w++) if ((mask[w >> 3]! >> (w & 7)) & 1) out.push(w);
  return out;
}

test('masks of long arrays repeat those of their elements', () => {
  const elements = [pointer, tError, basicType(Basic.String), struct(int, pointer, int), struct(pointer, int, int, int, pointer), newArray(struct(int, pointer), 70)];
  for (const e of elements) for (const len of [65, 100, 129, 1000]) for (const before of [0, 1, 3, 8]) {
    const l = new Layouts();
    const words = l.of(e).size / 8;
    const t = struct(...Array.from({ length: before }, () => int), newArray(e, len), int, pointer);
    const one = pointers(e);
    const want = Array.from({ length: len }, (_, i) => one.map((w) => before + i * words + w)).flat();
    assert.deepEqual(pointers(t), [...want, before + len * words + 1], `${len} times ${words} words after ${before}`);
  }
});

test('types larger than the address space have no mask', () => {
  assert.equal(new Layouts().ptrmask(newArray(pointer, 2 ** 45)).length, 0);
});

test('the mask of a long array takes one look at its element, not one for each', () => {
  class Counting extends Layouts {
    looks = 0;
    override of(t: Type): ReturnType<Layouts['of']> { this.looks++; return super.of(t); }
  }
  const l = new Counting();
  assert.equal(l.ptrmask(newArray(tError, 2 ** 24)).length, 2 ** 22);
  assert.ok(l.looks < 100, `${l.looks}`);
});
