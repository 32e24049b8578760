import { test } from 'node:test';
import assert from 'node:assert/strict';
import { FileSet } from '../source/pos.ts';
import { Kind, Node } from '../syntax/ast.ts';
import { Obj, ObjKind, Package, VarKind } from './objects.ts';
import { Dir, Mode, newArray, newChan, newMap, newPointer, newSignature, newSlice, newStruct, newTuple, Type, TypeKind } from './types.ts';
import { tAny, tBool, tComparable, tError, tFloat64, tInt, tInt8, tString, tByte, tUint8, tUntypedFloat, tUntypedInt, universe, tInt32, tComplex64, tUnsafePointer, unsafePackage } from './universe.ts';
import { addMethod, bindTypeParams, methodAt, namedMethods, newAlias, newField, newFunc, newNamed, newParam, newTypeName, newTypeParam, newVar } from './named.ts';
import { identical, comparableCause, hasNil, defaultType, isGeneric } from './predicates.ts';
import { coreString, coreType, under, unalias } from './under.ts';
import { lookupFieldOrMethod, missingMethodCauseOf } from './lookup.ts';
import { methodSet } from './methodset.ts';
import { alignof, fieldOffsets, ptrdata, ptrMask, sizeof } from './sizes.ts';
import { typeString } from './typestring.ts';
import { funcSymbol, methodSymbol, pathPrefix, typeLinkName, typeReflectString } from './linkname.ts';
import { instantiate, verifyInstantiation } from './generics/instantiate.ts';
import { SubstEnv, substType } from './generics/subst.ts';
import { infer, renameTypeParams } from './generics/infer.ts';
import { typeKey } from './generics/typekey.ts';
import { assignableTo, convertibleTypes } from './assign.ts';
import { typeSetOf } from './typeset.ts';

const pkg = new Package('example.com/a.b', 'ab', universe);
const main = new Package('main', 'main', universe);
const str = (t: Type): string => typeString(t, main);

function field(name: string, t: Type, embedded = false, p = main): Obj { return newField(0, p, name, t, embedded); }
function struct(...fields: Obj[]): Type { return newStruct(fields, fields.map(() => '')); }
function named(name: string, u: Type | null, p = main): Type { return newNamed(newTypeName(0, p, name, null), u); }
function func(params: Type[], results: Type[], variadic = false): Type {
  return newSignature(null, newTuple(params.map((t) => newParam(0, main, '', t))), newTuple(results.map((t) => newParam(0, main, '', t))), variadic);
}
function method(t: Type, name: string, ptr: boolean, sig = func([], [])): Obj {
  const f = newFunc(0, t.obj!.pkg, name, sig);
  sig.recv = newVar(VarKind.RecvVar, 0, main, 't', ptr ? newPointer(t) : t);
  addMethod(t, f);
  return f;
}
function iface(...methods: [string, Type][]): Type {
  const t = new Type(TypeKind.Interface);
  t.methods = methods.map(([n, s]) => newFunc(0, main, n, s));
  return t;
}
function tparam(name: string, bound: Type): Type { return newTypeParam(newTypeName(0, main, name, null), bound); }
function union(...terms: [boolean, Type][]): Type {
  const u = new Type(TypeKind.Union);
  u.embeddeds = terms.map((x) => x[1]);
  u.tildes = terms.map((x) => x[0]);
  const i = new Type(TypeKind.Interface);
  i.embeddeds = [u];
  i.implicit = true;
  return i;
}

test('identity and keys', () => {
  const pairs: [Type, Type, boolean][] = [
    [newSlice(tByte), newSlice(tUint8), true],
    [newMap(tString, newPointer(tInt)), newMap(tString, newPointer(tInt)), true],
    [newChan(Dir.Both, tInt), newChan(Dir.Send, tInt), false],
    [struct(field('a', tInt)), struct(field('a', tInt)), true],
    [struct(field('a', tInt)), struct(field('a', tInt, false, pkg)), false],
    [struct(field('A', tInt)), struct(field('A', tInt, false, pkg)), true],
    [iface(['A', func([], [])], ['B', func([tInt], [])]), iface(['B', func([tInt], [])], ['A', func([], [])]), true],
    [tAny, iface(), true],
    [func([newSlice(tInt)], [], true), func([newSlice(tInt)], []), false],
    [newArray(tInt, 3), newArray(tInt, 4), false],
    [named('T', tInt), named('T', tInt), false],
  ];
  for (const [x, y, want] of pairs) {
    assert.equal(identical(x, y), want, `${str(x)} ${str(y)}`);
    assert.equal(typeKey(x) === typeKey(y), want, `keys of ${str(x)} ${str(y)}`);
  }
});

test('lookup, method sets and missing methods', () => {
  const inner = named('Inner', null);
  inner.underlying = struct(field('x', tInt), field('y', tInt));
  method(inner, 'Val', false);
  method(inner, 'Ptr', true);
  const outer = named('Outer', null);
  outer.underlying = struct(field('Inner', inner, true), field('y', tString));
  const byPtr = named('ByPtr', struct(field('Inner', newPointer(inner), true)));
  const x = lookupFieldOrMethod(outer, false, main, 'x');
  assert.deepEqual(x.index, [0, 0]);
  assert.equal(lookupFieldOrMethod(outer, false, main, 'y').obj!.type, tString);
  const p = lookupFieldOrMethod(outer, false, main, 'Ptr');
  assert.ok(p.obj === null && p.indirect && p.index === null);
  assert.ok(lookupFieldOrMethod(outer, true, main, 'Ptr').obj !== null);
  assert.ok(lookupFieldOrMethod(byPtr, false, main, 'Ptr').indirect);
  assert.equal(lookupFieldOrMethod(outer, false, pkg, 'x').obj, null);
  const two = struct(field('Inner', inner, true), field('B', named('B', struct(field('x', tInt))), true));
  const amb = lookupFieldOrMethod(two, false, main, 'x');
  assert.ok(amb.obj === null && amb.index !== null);
  assert.deepEqual(methodSet(outer).map((m) => m.obj.name), ['Val']);
  assert.deepEqual(methodSet(newPointer(outer)).map((m) => m.obj.name), ['Ptr', 'Val']);
  assert.deepEqual(methodSet(byPtr).map((m) => m.id), ['Ptr', 'Val']);
  const want = iface(['Ptr', func([], [])]);
  assert.equal(missingMethodCauseOf(outer, want, true, main), '(method Ptr has pointer receiver)');
  assert.equal(missingMethodCauseOf(newPointer(outer), want, true, main), '');
  assert.equal(missingMethodCauseOf(outer, iface(['val', func([], [])]), true, main), '(missing method val)\n\t\thave Val()\n\t\twant val()');
  assert.equal(missingMethodCauseOf(outer, iface(['Val', func([], [tInt])]), true, main), '(wrong type for method Val)\n\t\thave Val()\n\t\twant Val() int');
});

test('sizes', () => {
  const s = struct(field('a', tBool), field('b', tFloat64), field('c', tInt8), field('d', tString), field('e', struct()));
  assert.deepEqual(fieldOffsets(s), [0, 8, 16, 24, 40]);
  assert.equal(sizeof(s), 48);
  assert.equal(ptrdata(s), 32);
  assert.deepEqual([...ptrMask(s)], [8]);
  assert.equal(alignof(tComplex64), 4);
  assert.equal(sizeof(newArray(tInt32, 3)), 12);
  assert.equal(sizeof(newArray(tInt, 2 ** 61)), -1);
  assert.equal(sizeof(tError), 16);
});

test('type strings', () => {
  const l = named('L', struct(), pkg);
  const st = newStruct([field('a', tInt), field('B', newPointer(l)), field('error', tError, true)], ['tag', '', '']);
  assert.equal(typeString(st, main), 'struct{a int "tag"; B *ab.L; error}');
  assert.equal(typeReflectString(st), 'struct { a int "tag"; B *ab.L; error }');
  assert.equal(typeLinkName(st), 'struct { main.a int "tag"; B *example.com/a%2eb.L; main.error = error }');
  assert.equal(typeString(tAny, main), 'any');
  assert.equal(typeReflectString(tAny), 'interface {}');
  assert.equal(typeReflectString(func([tInt, newSlice(tString)], [tError, tAny], true)), 'func(int, ...string) (error, interface {})');
  assert.equal(typeString(newChan(Dir.Both, newChan(Dir.Recv, tInt)), null), 'chan (<-chan int)');
  assert.equal(pathPrefix('gopkg.in/yaml.v3'), 'gopkg.in/yaml%2ev3');
  assert.equal(typeString(tUnsafePointer, main), 'unsafe.Pointer');
  assert.ok(unsafePackage.scope.lookup('Sizeof') !== null);
});

test('generic types', () => {
  const list = named('List', null);
  const T = tparam('T', tAny);
  list.tparams = bindTypeParams([T]);
  list.underlying = struct(field('next', newPointer(instantiate(list, [T]))), field('val', T));
  const rt = tparam('T', tAny);
  bindTypeParams([rt]);
  const sig = func([rt], [newPointer(instantiate(list, [rt]))]);
  sig.recvTparams = [rt];
  const push = newFunc(0, main, 'Push', sig);
  sig.recv = newVar(VarKind.RecvVar, 0, main, 'l', newPointer(instantiate(list, [rt])));
  addMethod(list, push);
  const li = instantiate(list, [tInt]);
  assert.equal(li, instantiate(list, [tInt]));
  assert.equal(str(under(li)), 'struct{next *List[int]; val int}');
  assert.equal(under(li).fields[0]!.type!.elem, li);
  const m = methodAt(li, 0);
  assert.equal(m, namedMethods(li)[0]);
  assert.equal(str(m.type!), 'func(int) *List[int]');
  assert.equal(methodSymbol(newPointer(li), m), 'main.(*List[int]).Push');
  assert.equal(str(list), 'List[T any]');
  assert.ok(isGeneric(list) && !isGeneric(li));
  assert.equal(typeLinkName(instantiate(list, [struct(field('a', tInt))])), 'main.List[struct { main.a int }]');
  assert.equal(funcSymbol(newFunc(0, pkg, 'F', func([], [])), [tInt, li]), 'example.com/a%2eb.F[int,main.List[int]]');
  // Generic alias.
  const A = tparam('A', tAny);
  const alias = newAlias(newTypeName(0, main, 'Set', null), newMap(A, struct()));
  alias.tparams = bindTypeParams([A]);
  const ai = instantiate(alias, [tString]);
  assert.equal(str(ai), 'Set[string]');
  assert.ok(identical(ai, newMap(tString, struct())));
  // A local type of a generic function is distinct per instance.
  const F = tparam('F', tAny);
  bindTypeParams([F]);
  const local = newNamed(newTypeName(50, main, 'X', null), newSlice(F));
  local.obj!.gen = 1;
  const e1 = new SubstEnv([F], [tInt], 10, 100);
  const e2 = new SubstEnv([F], [tString], 10, 100);
  const x1 = e1.subst(newPointer(local)).elem!;
  assert.equal(str(under(x1)), '[]int');
  assert.equal(e1.subst(local), x1);
  assert.ok(!identical(x1, e2.subst(local)));
  assert.equal(typeReflectString(x1), 'main.X[int]');
  assert.equal(typeLinkName(instantiate(list, [x1])), 'main.List[main.X[int]·1]');
  // So are local types that mention others, and local generic types: function's arguments first, then their own.
  const outer = newNamed(newTypeName(60, main, 'Y', null), struct(field('x', local)));
  assert.equal(under(e1.subst(outer)).fields[0]!.type, x1);
  const Q = tparam('Q', tAny);
  const gen = newNamed(newTypeName(70, main, 'Z', null), struct(field('f', F), field('q', Q)));
  gen.tparams = bindTypeParams([Q]);
  const z = e1.subst(instantiate(gen, [local]));
  assert.equal(str(under(z)), 'struct{f int; q X}');
  assert.equal(typeReflectString(z), 'main.Z[int;main.X[int]·1]');
  assert.equal(e1.subst(instantiate(gen, [local])), z);
});

test('constraints', () => {
  const ints = union([true, tInt], [true, tString]);
  const P = tparam('P', ints);
  bindTypeParams([P]);
  const my = named('My', tInt);
  assert.equal(verifyInstantiation([P], [my], str), null);
  assert.equal(verifyInstantiation([P], [tFloat64], str)!.error, 'float64 does not satisfy ~int | ~string (float64 missing in ~int | ~string)');
  assert.equal(verifyInstantiation([tparam('Q', tComparable)], [newSlice(tInt)], str)!.error, '[]int does not satisfy comparable');
  assert.equal(verifyInstantiation([tparam('Q', tComparable)], [tAny], str), null);
  assert.equal(verifyInstantiation([tparam('Q', union([false, tInt]))], [my], str)!.error, 'My does not satisfy int (possibly missing ~ for int in int)');
  assert.equal(coreType(P), null);
  assert.equal(coreString(tparam('S', union([false, tString], [true, newSlice(tByte)]))), tString);
  assert.equal(typeSetOf(under(P)).terms!.length, 2);
  assert.ok(comparableCause(struct(field('f', func([], []))), true, str)!.startsWith('struct containing func()'));
  assert.ok(hasNil(newSlice(tInt)) && !hasNil(tInt));
  assert.equal(defaultType(tUntypedInt), tInt);
});

test('inference', () => {
  const fset = new FileSet();
  const env = { str, fset, allowVersion: () => true };
  let msg = '';
  const err = (_p: number, m: string): void => { msg = m; };
  const arg = (t: Type): { mode: Mode; type: Type; node: Node } => {
    const n = new Node(Kind.Ident, 0, 0);
    n.name = 'x';
    return { mode: Mode.Value, type: t, node: n };
  };
  const tuple = (...ts: Type[]): Type => newTuple(ts.map((t) => newParam(0, main, '', t)));
  // func F[S ~[]E, E any](S) E
  const E = tparam('E', tAny);
  const coreOf = new Type(TypeKind.Interface);
  const u = new Type(TypeKind.Union);
  u.embeddeds = [newSlice(E)];
  u.tildes = [true];
  coreOf.embeddeds = [u];
  const S = tparam('S', coreOf);
  bindTypeParams([S, E]);
  const ints = named('Ints', newSlice(tInt));
  const r = infer(env, 0, [S, E], [], tuple(S), [arg(ints)], false, err)!;
  assert.deepEqual(r.map(str), ['Ints', 'int']);
  // func Map[A, B any]([]A, func(A) B)
  const A = tparam('A', tAny);
  const B = tparam('B', tAny);
  bindTypeParams([A, B]);
  const ps = tuple(newSlice(A), func([A], [B]));
  assert.deepEqual(infer(env, 0, [A, B], [], ps, [arg(ints), arg(func([tInt], [tString]))], false, err)!.map(str), ['int', 'string']);
  assert.equal(infer(env, 0, [A, B], [], ps, [arg(ints), arg(func([tString], [tString]))], false, err), null);
  assert.equal(msg, 'type func(string) string of x does not match inferred type func(int) B for func(A) B');
  // Untyped constants: the largest kind wins.
  assert.deepEqual(infer(env, 0, [A], [], tuple(A, A), [arg(tUntypedInt), arg(tUntypedFloat)], false, err)!.map(str), ['float64']);
  // A generic function as argument: func G[T any](T) T for func(A) B.
  const T = tparam('T', tAny);
  bindTypeParams([T]);
  const g = func([T], [T]);
  g.tparams = [T];
  assert.deepEqual(infer(env, 0, [A, B, T], [], ps, [arg(ints), arg(g)], false, err)!.map(str), ['int', 'int', 'int']);
  assert.equal(infer(env, 0, [A, B], [], tuple(newSlice(A)), [arg(ints)], false, err), null);
  assert.match(msg, /^cannot infer B \(declared at /);
  const ren = renameTypeParams([S, E], tuple(S));
  assert.ok(ren.tparams[0] !== S && ren.type.fields[0]!.type === ren.tparams[0]);
  assert.equal(str(substType(ren.type.fields[0]!.type!, ren.tparams, [ints, tInt])), 'Ints');
});

test('assignability and conversion', () => {
  const my = named('My', newSlice(tInt));
  assert.ok(assignableTo(newSlice(tInt), my, str).ok);
  assert.ok(!assignableTo(named('Other', newSlice(tInt)), my, str).ok);
  assert.ok(assignableTo(newChan(Dir.Both, tInt), newChan(Dir.Recv, tInt), str).ok);
  assert.ok(assignableTo(my, tAny, str).ok);
  assert.equal(assignableTo(tAny, my, str).cause, 'need type assertion');
  assert.ok(convertibleTypes(newSlice(tByte), tString, str).ok);
  assert.ok(convertibleTypes(newSlice(tInt), newArray(tInt, 4), str).ok);
  assert.ok(!convertibleTypes(tString, tInt, str).ok);
  assert.ok(unalias(tAny).kind === TypeKind.Interface && tError.obj!.kind === ObjKind.TypeName);
});
