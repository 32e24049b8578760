// Small checks of the checker without the go command; test/errors runs Go's own corpus.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileSet } from '../../source/pos.ts';
import { DiagnosticSink } from '../../source/diagnostic.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { NodeIds, parseFile } from '../../syntax/parser/parse.ts';
import { constString } from '../../constant/constant.ts';
import { Mode, SelKind } from '../types.ts';
import { typeString } from '../typestring.ts';
import { type CheckConfig, type CheckResult, checkPackage, defaultConfig } from './check.ts';

interface Checked extends CheckResult { errors: string[]; decls: Node[] }

function check(src: string, config: Partial<CheckConfig> = {}): Checked {
  const fset = new FileSet();
  const sink = new DiagnosticSink();
  const unit = parseFile(fset, 'a.go', new TextEncoder().encode('package p; ' + src), sink, new NodeIds());
  assert.deepEqual(sink.list.map((d) => d.message), [], 'syntax errors');
  const r = checkPackage('p', '', [unit], fset, { import: (path) => `no ${path}` }, { ...defaultConfig, ...config }, sink);
  return { ...r, decls: unit.decls, errors: sink.list.map((d) => d.message + d.notes.map((n) => '; ' + n.message).join('')) };
}

function find(nodes: readonly (Node | null)[], ok: (n: Node) => boolean): Node | null {
  for (const n of nodes) {
    if (n === null) continue;
    if (ok(n)) return n;
    const r = find([n.x, n.y, n.z, n.w, ...n.list, ...n.list2], ok);
    if (r !== null) return r;
  }
  return null;
}

test('messages are those of gc', () => {
  assert.deepEqual(check('func f() { x := 1 }').errors, ['declared and not used: x']);
  assert.deepEqual(check('var x int = "s"').errors, ['cannot use "s" (untyped string constant) as int value in variable declaration']);
  assert.deepEqual(check('func f() int { for { break } }').errors, ['missing return']);
  assert.deepEqual(check('type T struct { t T }').errors, ['invalid recursive type: T refers to itself']);
  assert.deepEqual(check('var a = b; var b = a').errors, ['initialization cycle for a; a refers to b; b refers to a']);
  assert.deepEqual(check('func f(x int) { switch x { case 1: case 1: } }').errors, ['duplicate case 1 (constant of type int) in expression switch; previous case']);
  assert.deepEqual(check('import "q"').errors, ['could not import q (no q)']);
});

test('language versions', () => {
  const src = 'func f() { for range 3 {} }';
  assert.deepEqual(check(src, { goVersion: 'go1.21' }).errors, ['cannot range over 3 (untyped int constant): requires go1.22 or later']);
  assert.deepEqual(check(src, { goVersion: 'go1.22' }).errors, []);
  assert.deepEqual(check('var p = new(42)', { goVersion: 'go1.25' }).errors, ['new(42) requires go1.26 or later']);
});

test('untyped constants take their final type and value', () => {
  const r = check('var s uint; var x float32 = 1 << 3; var y int64 = 1.0 << s; const Big = 1 << 100 >> 98');
  assert.deepEqual(r.errors, []);
  const shift = find(r.decls, (n) => n.kind === Kind.Binary)!;
  assert.equal(typeString(r.info.types[shift.id]!, r.pkg), 'float32');
  assert.equal(constString(r.info.values[shift.id]!), '8');
  const lit = find(r.decls, (n) => n.kind === Kind.BasicLit && n.name === '1.0')!;
  assert.equal(typeString(r.info.types[lit.id]!, r.pkg), 'int64');
  assert.equal(constString(r.pkg.scope.lookup('Big')!.value!), '4');
});

test('inference, instances and selections are recorded', () => {
  const r = check('func Map[T, U any](s []T, f func(T) U) []U { return nil }; type S struct{ *E }; type E struct{ n int }; func (e *E) M() {}\n'
    + 'var s S; var _ = Map([]int{1}, func(i int) string { return "" }); func g() { s.M(); _ = s.n; _ = (*E).M }');
  assert.deepEqual(r.errors, []);
  const call = find(r.decls, (n) => n.kind === Kind.Ident && n.name === 'Map' && r.info.instances[n.id] != null)!;
  assert.equal(typeString(r.info.instances[call.id]!.type, r.pkg), 'func(s []int, f func(int) string) []string');
  const field = r.info.selections[find(r.decls, (n) => n.kind === Kind.Selector && n.y!.name === 'n')!.id]!;
  assert.deepEqual([field.kind, field.index, field.indirect], [SelKind.FieldVal, [0, 0], true]);
  const method = find(r.decls, (n) => n.kind === Kind.Selector && n.y!.name === 'M' && n.x!.kind === Kind.Paren)!;
  assert.equal(r.info.selections[method.id]!.kind, SelKind.MethodExpr);
  assert.equal(typeString(r.info.types[method.id]!, r.pkg), 'func(*E)');
});

test('initialisation order follows dependencies', () => {
  const r = check('var a = c + b; var b = f(); var c = 1; var d, e = g(); func f() int { return c + d }; func g() (int, int) { return 1, 2 }');
  assert.deepEqual(r.errors, []);
  assert.deepEqual(r.info.initOrder.map((i) => i.lhs.map((v) => v.name).join()), ['c', 'd,e', 'b', 'a']);
});

test('built-ins', () => {
  const r = check('var a [3]int; const n = len(a); var m = min(1, 2.5); var b = append([]byte(nil), "x"...)');
  assert.deepEqual(r.errors, []);
  assert.equal(constString(r.pkg.scope.lookup('n')!.value!), '3');
  assert.equal(typeString(r.pkg.scope.lookup('m')!.type!, r.pkg), 'float64');
  const fun = find(r.decls, (n) => n.kind === Kind.Ident && n.name === 'append')!;
  assert.equal(r.info.modes[fun.id], Mode.Builtin);
});

test('literals with elements beyond the address space', () => {
  const config = { directives: true };
  assert.deepEqual(check('var s = []string{9223372036854775807: "a", 1: "b"}', config).errors, ['type [9223372036854775808]string larger than address space']);
  assert.deepEqual(check('var s = [...]int{1 << 62: 1}', config).errors, ['type [4611686018427387904]int larger than address space']);
  assert.deepEqual(check('var s = []int{1 << 20: 1}', config).errors, []);
});
