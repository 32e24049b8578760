// Units of the driver: file selection, go.mod, overlay edits, embed patterns, cache, scheduling.

import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { BuildContext } from './context.ts';
import { languageVersion, newerThan, parseGoMod } from './gomod.ts';
import { omitDeclarations } from './overlay.ts';
import { resolveEmbed } from './embed.ts';
import { Cache } from './cache.ts';
import { schedule } from './schedule.ts';
import { Package } from './package.ts';
import { evalConstraint, parseGoBuild, constraintGoVersion } from '../syntax/build-constraint.ts';
import type { DirEntry, System, Workers } from './system.ts';

/** Files in memory. */
class Memory implements System {
  readonly files = new Map<string, Uint8Array>();
  private names = 0;
  constructor(files: Record<string, string> = {}) {
    for (const [k, v] of Object.entries(files)) this.files.set(k, new TextEncoder().encode(v));
  }
  readFile(p: string): Uint8Array | null { return this.files.get(p) ?? null; }
  readDir(dir: string): DirEntry[] | null {
    const names = new Map<string, boolean>();
    for (const f of this.files.keys()) {
      if (!f.startsWith(`${dir}/`)) continue;
      const rest = f.slice(dir.length + 1);
      const i = rest.indexOf('/');
      names.set(i < 0 ? rest : rest.slice(0, i), i >= 0);
    }
    return names.size === 0 ? null : [...names].map(([name, isDir]) => ({ name, isDir })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  stat(p: string): { isDir: boolean; size: number; mtimeMs: number } | null {
    const f = this.files.get(p);
    if (f !== undefined) return { isDir: false, size: f.length, mtimeMs: 0 };
    return this.readDir(p) === null ? null : { isDir: true, size: 0, mtimeMs: 0 };
  }
  makeDir(): void {}
  createFile(p: string, b: Uint8Array): void { this.files.set(p, b); }
  temporaryName(): string { return `t${this.names++}`; }
  inUse(): boolean { return true; }
  remove(p: string): void { for (const f of [...this.files.keys()]) if (f === p || f.startsWith(`${p}/`)) this.files.delete(f); }
  rename(from: string, to: string): void {
    this.files.set(to, this.files.get(from)!);
    this.files.delete(from);
  }
  realPath(p: string): string { return p; }
  env(): undefined { return undefined; }
  cwd(): string { return '/w'; }
  sha256(parts: readonly (Uint8Array | string)[]): string {
    const h = createHash('sha256');
    for (const p of parts) h.update(p);
    return h.digest('hex');
  }
  fetch(): Promise<string> { return Promise.resolve('offline'); }
  touch(): void {}
  wallClock(): number { return 0; }
  now(): number { return 0; }
}

test('file names', () => {
  const c = new BuildContext('js', ['foo']);
  for (const [name, want] of [['a.go', true], ['a_linux.go', false], ['a_js.go', true], ['a_js_wasm.go', true], ['a_linux_wasm.go', false], ['a_amd64_test.go', false],
    ['js.go', true], ['linux.go', true], ['_linux.go', false], ['a_unix.go', true], ['a_linux.x.go', false], ['a_foo_wasm.go', true]] as const) {
    assert.equal(c.matchFileName(name), want, name);
  }
});

test('constraints', () => {
  const c = new BuildContext('js', ['foo']);
  const sat = (s: string) => {
    const r = parseGoBuild(`//go:build ${s}`);
    return 'error' in r ? r.error : c.satisfies(r.expr);
  };
  assert.equal(sat('js && wasm'), true);
  assert.equal(sat('!js || foo && !(linux || go1.27)'), true);
  assert.equal(sat('unix'), false);
  assert.equal(sat('!!js'), 'double negation not allowed');
  assert.equal(sat('(js'), 'missing close paren');
  assert.equal(sat('js wasm'), 'unexpected token wasm');
  assert.equal(sat(''), 'unexpected end of expression');
  const version = (s: string) => constraintGoVersion((parseGoBuild(`//go:build ${s}`) as { expr: Parameters<typeof evalConstraint>[0] }).expr);
  assert.equal(version('go1.21 && linux'), 'go1.21');
  assert.equal(version('go1.21 || linux'), '');
  assert.equal(version('!go1.21'), '');
  assert.equal(version('(go1.20 || go1.22) && go1.18'), 'go1.20');
});

test('go.mod', () => {
  const m = parseGoMod('go.mod', 'module "x.com/a" // c\n\ngo 1.21.3\nrequire (\n\tb.com/b v1.0.0 // indirect\n\tc v2.0.0\n)\nreplace c => ../c\nreplace d v1.0.0 => e v1.1.0\ngodebug a=b\n');
  assert.deepEqual(m, {
    module: 'x.com/a', go: '1.21.3', godebug: ['a=b'], errors: [],
    require: [{ path: 'b.com/b', version: 'v1.0.0', indirect: true }, { path: 'c', version: 'v2.0.0', indirect: false }],
    replace: [{ path: 'c', version: '', newPath: '../c', newVersion: '' }, { path: 'd', version: 'v1.0.0', newPath: 'e', newVersion: 'v1.1.0' }],
  });
  assert.equal(languageVersion('1.21.3'), 'go1.21');
  assert.equal(languageVersion(''), 'go1.16');
  assert.equal(newerThan('1.27', 'go1.26.8'), true);
  assert.equal(newerThan('1.26.8', 'go1.26.8'), false);
});

test('overlay omits declarations and the imports that only they use', () => {
  const src = 'package p\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nconst (\n\tA = iota\n\tB\n\tC\n)\n\nfunc F() { fmt.Println() }\n\nfunc (t *T[P]) M() {}\n\ntype T[P any] struct{}\n\nvar V, W = 1, 2\n\nvar X = os.Args\n';
  const out = new TextDecoder().decode(omitDeclarations('p', new TextEncoder().encode(src), ['F', '(*T).M', 'B', 'W']));
  assert.equal(out.length, src.length);
  assert.equal(out.replaceAll(/ +\n/g, '\n').replaceAll(/\n+/g, '\n'), 'package p\nimport (\n\t\n\t"os"\n)\nconst (\n\tA = iota\n\t_\n\tC\n)\ntype T[P any] struct{}\nvar V, _ = 1, 2\nvar X = os.Args\n');
  assert.throws(() => omitDeclarations('p', new TextEncoder().encode(src), ['G']), /does not declare G/);
});

test('embed patterns', () => {
  const sys = new Memory({ '/w/a.txt': '', '/w/.h': '', '/w/d/x': '', '/w/d/_y': '', '/w/d/e/z': '', '/w/m/go.mod': '', '/w/m/a': '' });
  const names = (p: string) => {
    const r = resolveEmbed(sys, '/w', p);
    return typeof r === 'string' ? r : r.map((f) => f.name);
  };
  assert.deepEqual(names('*.txt'), ['a.txt']);
  assert.deepEqual(names('d'), ['d/e/z', 'd/x']);
  assert.deepEqual(names('all:d'), ['d/_y', 'd/e/z', 'd/x']);
  assert.deepEqual(names('d/*'), ['d/_y', 'd/e/z', 'd/x']);
  assert.equal(names('../x'), 'invalid pattern syntax');
  assert.equal(names('nope*'), 'no matching files found');
  assert.equal(names('m'), 'cannot embed directory m: in different module');
});

test('cache entries that are damaged count as absent', () => {
  const sys = new Memory();
  const c = new Cache(sys, '/c');
  const key = 'ab'.repeat(32);
  c.put('obj', key, new Uint8Array([1, 2, 3]));
  assert.deepEqual(c.get('obj', key), new Uint8Array([1, 2, 3]));
  const file = [...sys.files.keys()][0]!;
  sys.files.get(file)![1] = 9;
  assert.equal(c.get('obj', key), null);
  assert.equal(sys.files.size, 0);
});

test('schedule: waits for what a cached import stands on', async () => {
  const make = (path: string, imports: string[]) => Object.assign(new Package(path, ''), { imports });
  const order = [make('a', []), make('b', ['a']), make('c', ['b'])];
  const log: string[] = [];
  const workers: Workers = {
    parallel: 2,
    async compile(job) {
      log.push(`${job.input.path}+`);
      await new Promise((r) => setTimeout(r, 1));
      log.push(`${job.input.path}-`);
      return { object: new Uint8Array([1]), messages: [], timing: {} };
    },
    provide() {}, forget() {}, close() {},
  };
  await schedule(order, { cached: (p) => (p.path === 'b' ? new Uint8Array([1]) : null), input: (p) => ({ path: p.path }) as never, done: () => {} }, () => workers);
  assert.deepEqual(log, ['a+', 'a-', 'c+', 'c-']);
});

test('schedule: imports first, importers of failures left out, parallel', async () => {
  const make = (path: string, imports: string[]) => Object.assign(new Package(path, ''), { imports });
  const order = [make('a', []), make('b', []), make('c', ['a']), make('d', ['b', 'c']), make('e', ['b'])];
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const workers: Workers = {
    parallel: 2,
    async compile(job) {
      log.push(job.input.path);
      most = Math.max(most, ++running);
      await new Promise((r) => setTimeout(r, 1));
      running--;
      const bad = job.input.path === 'c';
      return { object: bad ? null : new Uint8Array([1]), messages: [], timing: {} };
    },
    provide() {}, forget() {}, close() {},
  };
  const objects = await schedule(order, {
    cached: () => null, input: (p) => ({ path: p.path }) as never, done: () => {},
  }, () => workers);
  assert.deepEqual([...objects.keys()].sort(), ['a', 'b', 'e']);
  assert.ok(log.indexOf('a') < log.indexOf('c') && log.indexOf('b') < log.indexOf('e') && !log.includes('d'));
  assert.equal(most, 2);
});
