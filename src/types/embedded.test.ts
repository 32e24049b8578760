import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consolidate, embeddedIn, pathTo, rootOf, SeenTypes } from './embedded.ts';
import { Obj, ObjKind } from './objects.ts';
import { newNamed } from './named.ts';
import { Basic, newPointer, newSlice, newStruct, type Type } from './types.ts';
import { basicType } from './universe.ts';

const named = (name: string): Type => newNamed(new Obj(ObjKind.TypeName, 0, null, name, null), newStruct([], []));

test('a path lists the fields from the root', () => {
  const [A, B] = [named('A'), named('B')];
  const e = embeddedIn(embeddedIn(rootOf(A, false), 3, newPointer(B)), 1, A);
  assert.deepEqual(pathTo(e, 7), [3, 1, 7]);
  assert.deepEqual([e.type === A, e.indirect], [true, true]);
  assert.deepEqual(pathTo(rootOf(A, true), 2), [2]);
});

test('what occurs several times at a depth is one entry that says so', () => {
  const [A, B] = [named('A'), named('B')];
  const root = rootOf(named('R'), false);
  const ints = (): Type => newSlice(basicType(Basic.Int));
  const list = consolidate([embeddedIn(root, 0, A), embeddedIn(root, 1, B), embeddedIn(root, 2, newPointer(A)), embeddedIn(root, 3, ints()), embeddedIn(root, 4, ints())]);
  assert.deepEqual(list.map((e) => [e.at, e.multiples]), [[0, true], [1, false], [3, true]]);
});

test('each defined type is met once', () => {
  const [A, B] = [named('A'), named('B')];
  const seen = new SeenTypes();
  assert.deepEqual([seen.add(A), seen.add(B), seen.add(A)], [true, true, false]);
});
