import { test } from 'node:test';
import assert from 'node:assert/strict';
import { constString } from '../../constant/constant.ts';
import { DiagnosticSink } from '../../source/diagnostic.ts';
import { FileSet } from '../../source/pos.ts';
import { NodeIds, parseFile } from '../../syntax/parser/parse.ts';
import { checkPackage, defaultConfig, type CheckResult } from '../check/check.ts';
import type { Importer } from '../check/checker.ts';
import { SubstEnv } from '../generics/subst.ts';
import { instantiate } from '../generics/instantiate.ts';
import { typeReflectString } from '../linkname.ts';
import { namedMethods } from '../named.ts';
import type { Package } from '../objects.ts';
import { identical } from '../predicates.ts';
import { tInt } from '../universe.ts';
import { typeString } from '../typestring.ts';
import { ImportedBodies } from './import.ts';
import { readExport } from './read.ts';
import { writeExport } from './write.ts';

/** A little build: packages by path, each importing the others through their export data. */
class World implements Importer {
  readonly fset = new FileSet();
  readonly data: Map<string, Uint8Array> = new Map();
  readonly loaded: Map<string, Package> = new Map();
  readonly asked: string[] = [];

  importPackage(path: string): Package {
    let p = this.loaded.get(path);
    if (p === undefined) {
      this.asked.push(path);
      p = readExport(this.data.get(path)!, this);
      this.loaded.set(path, p);
    }
    return p;
  }

  import(path: string): Package | string { return this.importPackage(path); }

  add(path: string, text: string): CheckResult {
    const bytes = new TextEncoder().encode(text);
    const sink = new DiagnosticSink();
    const unit = parseFile(this.fset, `/src/${path}.go`, bytes, sink, new NodeIds());
    const r = checkPackage(path, '', [unit], this.fset, this, { ...defaultConfig, goVersion: 'go1.26' }, sink);
    assert.deepEqual(sink.list.map((d) => d.message), []);
    this.data.set(path, writeExport({ pkg: r.pkg, fset: this.fset, units: [unit], text: () => bytes, info: r.info }));
    return r;
  }
}

const a = `package a

type Node struct {
	next *Node
	Val  int \`k:"v"\`
}

func (n *Node) Len() int { return 0 }

type Num interface{ ~int | ~float64 }

type List[T any] struct{ items []T }

func (l *List[T]) Push(x T) { l.items = append(l.items, x) }

type Set[K comparable] = map[K]struct{}

const big = 1 << 100 / 3.0

var hidden, Leak = 1, func() any { type T int; return T(1) }()

var Local = func() []local { return nil }()

type local = struct{ x int }

func Sum[T Num](xs ...T) (s T) {
	type acc struct{ v T }
	var a acc
	for _, x := range xs {
		a.v += x + T(hidden)
	}
	return a.v
}
`;

test('export and import', () => {
  const w = new World();
  w.add('a', a);
  const first = w.data.get('a')!;
  const p = w.importPackage('a');
  const str = (n: string): string => typeString(p.scope.lookup(n)!.type!, p);
  assert.equal(str('Set'), 'Set[K comparable]');
  assert.equal(str('Sum'), 'func[T Num](xs ...T) (s T)');
  assert.equal(constString(p.scope.lookup('big')!.value!), '4.2255e+29');
  assert.deepEqual(namedMethods(p.scope.lookup('Node')!.type!).map((m) => m.name + typeString(m.type!, p)), ['Lenfunc() int']);
  assert.deepEqual(w.fset.position(p.scope.lookup('Node')!.pos), { file: '/src/a.go', line: 3, col: 6 });
  assert.deepEqual(p.scope.resolveNames!(), ['Leak', 'List', 'Local', 'Node', 'Num', 'Set', 'Sum', 'big', 'hidden', 'local']);
  assert.equal(p.scope.lookup('nothing'), null);
  w.add('a', a);
  assert.deepEqual(w.data.get('a'), first);
});

test('types imported along two ways are one type', () => {
  const w = new World();
  w.add('a', a);
  w.add('b', 'package b\nimport "a"\ntype L = a.List[int]\nvar X a.List[int]\nfunc F(n *a.Node) a.Set[string] { return nil }\n');
  const c = w.add('c', 'package c\nimport ("a"; "b")\nvar y a.List[int] = b.X\nvar z b.L = y\nvar s = b.F((*a.Node)(nil))\nvar t a.Set[string] = s\nvar n = a.Sum(1, 2)\n');
  const List = w.importPackage('a').scope.lookup('List')!.type!;
  assert.ok(identical(c.pkg.scope.lookup('y')!.type!, instantiate(List, [tInt])));
  assert.deepEqual(w.asked, ['a', 'b']);
});

test('bodies of generic functions', () => {
  const w = new World();
  w.add('a', a);
  const p = w.importPackage('a');
  const bodies = new ImportedBodies(w);
  const sum = bodies.get(p.scope.lookup('Sum')!)!;
  assert.equal(sum, bodies.get(p.scope.lookup('Sum')!));
  assert.equal(w.fset.position(sum.decl.w!.pos).line, 26);
  const acc = sum.info.localTypes[0]!;
  assert.equal(acc.gen, 2);
  const env = new SubstEnv(sum.sig.tparams, [tInt], sum.decl.pos, sum.decl.end);
  assert.equal(typeReflectString(env.subst(acc.type!)), 'a.acc[int]');
  const push = namedMethods(p.scope.lookup('List')!.type!)[0]!;
  assert.equal(bodies.get(push)!.sig.recvTparams.length, 1);
  assert.equal(bodies.get(namedMethods(instantiate(p.scope.lookup('List')!.type!, [tInt]))[0]!), bodies.get(push));
});
