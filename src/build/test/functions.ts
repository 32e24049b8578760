// Which functions of a package's test files are tests, benchmarks, fuzz targets and examples (go help testfunc).

import { Kind, type Node } from '../../syntax/ast.ts';
import { NodeIds, parseFile } from '../../syntax/parser/parse.ts';
import { DiagnosticSink } from '../../source/diagnostic.ts';
import { FileSet } from '../../source/pos.ts';
import { exampleOutput } from './example.ts';

/** A function as the test main names it: pkg is "_test" for the package itself, "_xtest" for the external one. */
export interface TestFunc { pkg: '_test' | '_xtest'; name: string }
export interface TestExample extends TestFunc { output: string; unordered: boolean }

export class TestFunctions {
  readonly tests: TestFunc[] = [];
  readonly benchmarks: TestFunc[] = [];
  readonly fuzz: TestFunc[] = [];
  readonly examples: TestExample[] = [];
  main: TestFunc | null = null;
  /** Names that the test main uses of the packages. */
  readonly used = new Set<'_test' | '_xtest'>();
  /** First mistake: "file:line:col: text". */
  error = '';

  /** Adds the functions of a file; `path` is what messages show. A file with syntax errors adds nothing: the compiler reports them. */
  add(path: string, bytes: Uint8Array, pkg: '_test' | '_xtest'): void {
    const fset = new FileSet();
    const sink = new DiagnosticSink();
    const unit = parseFile(fset, path, bytes, sink, new NodeIds());
    if (sink.list.some((d) => !d.soft)) return;
    const base = fset.files[0]!.base;
    for (const d of unit.decls) {
      if (d.kind !== Kind.FuncDecl || d.y !== null) continue;
      const name = d.x!.name;
      const letter = name === 'TestMain' ? (takes(d, 'T') ? 'T' : 'M') : kindOf(name);
      if (letter === 'E') this.example(d, name, pkg, bytes, base);
      else if (letter !== '') this.func(d, name, letter, pkg, (why) => {
        const p = fset.position(d.pos);
        if (this.error === '') this.error = `${path}:${p.line}:${p.col}: wrong signature for ${name}, ${why}`;
      });
    }
  }

  private func(d: Node, name: string, letter: string, pkg: '_test' | '_xtest', wrong: (why: string) => void): void {
    if (d.z!.tparams.length > 0) return wrong('test functions cannot have type parameters');
    if (!takes(d, letter)) return wrong(`must be: func ${name}(${letter.toLowerCase()} *testing.${letter})`);
    const f = { pkg, name };
    if (letter === 'T') this.tests.push(f);
    else if (letter === 'B') this.benchmarks.push(f);
    else if (letter === 'F') this.fuzz.push(f);
    else if (this.main === null) this.main = f;
    else if (this.error === '') this.error = 'multiple definitions of TestMain';
    this.used.add(pkg);
  }

  private example(d: Node, name: string, pkg: '_test' | '_xtest', bytes: Uint8Array, base: number): void {
    if (d.z!.list.length > 0 || d.w === null) return;
    const found = exampleOutput(new TextDecoder().decode(bytes.subarray(d.w.pos - base + 1, d.w.end - base - 1)));
    if (found === null) return;
    this.examples.push({ pkg, name, ...found });
    this.used.add(pkg);
  }
}

const PREFIXES: readonly (readonly [string, string])[] = [['Test', 'T'], ['Benchmark', 'B'], ['Fuzz', 'F'], ['Example', 'E']];

/** T, B, F, E for a name of that kind: the prefix, then no small letter. */
function kindOf(name: string): string {
  for (const [prefix, letter] of PREFIXES) if (name.startsWith(prefix) && !/^\p{Ll}/u.test(name.slice(prefix.length))) return letter;
  return '';
}

/** Whether a function takes one *T or *testing.T (any package's) and returns nothing. */
function takes(d: Node, letter: string): boolean {
  const t = d.z!;
  const p = t.list[0];
  if (t.list2.length > 0 || t.list.length !== 1 || p === undefined) return false;
  const type = p.x;
  if (p.list.length > 1 || type === null || type.kind !== Kind.Star) return false;
  const x = type.x!;
  return (x.kind === Kind.Ident && x.name === letter) || (x.kind === Kind.Selector && x.y?.name === letter);
}
