// The build cache under damage, several builds at once, a full disk and interrupts: what is built from such a cache afterwards equals a
// clean build byte for byte, and no temporary files stay. Needs dist/ and a GOROOT.

import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildContext } from '../../src/build/context.ts';
import { Builder } from '../../src/build/build.ts';
import { Cache } from '../../src/build/cache.ts';
import { findGoroot, install } from '../../src/build/goroot.ts';
import { Loader } from '../../src/build/load.ts';
import { Overlay } from '../../src/build/overlay.ts';
import { SUMS } from '../../src/build/sources.ts';
import { BuildError } from '../../src/build/system.ts';
import type { CompileFlags } from '../../src/compile/input.ts';
import { makeWorkers } from '../../src/cli/node/pool.ts';
import { NodeSystem } from '../../src/cli/node/system.ts';
import { replaceFile } from '../../src/build/atomic.ts';
import { files, finished, leftovers, Playground, type Outcome } from '../harness/build-cache.ts';

const OK: Outcome = { code: 0, signal: null, stderr: '' };
const play = new Playground();
after(() => play.close());

/** The cache after a build from nothing, and its result. */
let base = '';
let clean: Buffer;
/** Cache entries that are of local packages: those that a build of nothing but std does not make. */
let local: Set<string>;

before(async () => {
  // All builds take the sources of std from where they are; a machine without Go has them in its cache, which the caches here are not.
  process.env['GOSSAMER_GOROOT'] = spawnSync(process.execPath, ['bin/gossamer', 'env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  base = play.fresh();
  const out = path.join(play.fresh(), 'app');
  assert.deepEqual(await play.build(base, out), OK);
  clean = fs.readFileSync(out);
  local = new Set([...entriesOf('prog'), ...entriesOf('index'), ...entriesOf('obj').filter((f) => fs.readFileSync(f).includes('example.com/m'))].map((f) => path.relative(base, f)));
  assert.equal(local.size, 9, 'six packages, main, program and index');
  assert.deepEqual(leftovers(base), []);
});

const entriesOf = (kind: string): string[] => files(path.join(base, kind));
const isLocal = (f: string): boolean => local.has(path.relative(base, f));

/** A build from the cache gives what a clean one gives, and leaves nothing else behind. */
async function buildsClean(cache: string, what: string): Promise<void> {
  const out = path.join(play.fresh(), 'app');
  assert.deepEqual(await play.build(cache, out), OK, what);
  assert.ok(fs.readFileSync(out).equals(clean), `${what}: another program`);
  assert.deepEqual(leftovers(cache), [], what);
  assert.deepEqual(fs.readdirSync(path.dirname(out)), ['app'], what);
}

/** Numbers that look random (a linear congruence), the same in every run. */
class Random {
  private state: number;
  constructor(seed: number) { this.state = seed; }
  below(n: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * n);
  }
}

const DAMAGES: Record<string, (b: Buffer, r: Random) => Buffer> = {
  'a bit flipped': (b, r) => { const c = Buffer.from(b); c[r.below(c.length)]! ^= 1 << r.below(8); return c; },
  'cut off': (b, r) => b.subarray(0, r.below(b.length)),
  empty: () => Buffer.alloc(0),
  'the last byte missing': (b) => b.subarray(0, b.length - 1),
  'a byte too many': (b) => Buffer.concat([b, Buffer.from([0])]),
  'a flipped byte in the checksum': (b) => { const c = Buffer.from(b); c[c.length - 20]! ^= 1; return c; },
  'zeroes at the end': (b) => { const c = Buffer.from(b); c.fill(0, c.length - Math.min(512, c.length)); return c; },
};

/** Damages the files that `which` chooses; those whose content stayed the same (empty ones) do not count. */
function damage(cache: string, how: string, r: Random, which: (f: string) => boolean): number {
  let n = 0;
  for (const f of files(cache)) {
    const b = fs.readFileSync(f);
    if (b.length === 0 || !which(f)) continue;
    fs.writeFileSync(f, DAMAGES[how]!(b, r));
    n++;
  }
  return n;
}

test('every file damaged', async () => {
  const cache = play.copy(base);
  for (const [i, how] of ['a bit flipped', 'cut off'].entries()) {
    assert.ok(damage(cache, how, new Random(i + 1), () => true) > 30);
    await buildsClean(cache, how);
  }
});

test('files of each kind damaged in each way', async () => {
  for (const [i, how] of Object.keys(DAMAGES).entries()) {
    const cache = play.copy(base);
    const one = [...local].filter((f) => f.startsWith('obj'))[i % 7]!;
    const n = damage(cache, how, new Random(i), (f) => /^(prog|index)/.test(path.relative(cache, f)) || path.relative(cache, f) === one);
    assert.equal(n, 3);
    await buildsClean(cache, how);
    // What was damaged has been replaced.
    assert.deepEqual(files(cache).map((f) => fs.readFileSync(f).length), files(base).map((f) => fs.readFileSync(f).length), how);
  }
});

test('an entry of another key, and directories in place of entries', async () => {
  const cache = play.copy(base);
  const [first, second] = [...local].filter((f) => f.startsWith('obj')).map((f) => path.join(cache, f));
  for (const f of files(path.join(cache, 'prog'))) fs.rmSync(f);
  fs.copyFileSync(first!, second!);
  await buildsClean(cache, 'an entry of another key');
  const other = play.copy(base);
  for (const f of [...local].map((l) => path.join(other, l))) {
    fs.rmSync(f);
    fs.mkdirSync(f);
  }
  await buildsClean(other, 'directories');
});

test('two builds at once from nothing, four at once from a cache of std', async () => {
  for (const [n, cache] of [[2, play.fresh()], [4, play.copy(base, isLocal)]] as const) {
    const outs = Array.from({ length: n }, () => path.join(play.fresh(), 'app'));
    const all = await Promise.all(outs.map((o) => play.build(cache, o, 1)));
    for (const [i, o] of outs.entries()) {
      assert.deepEqual(all[i], OK);
      assert.ok(fs.readFileSync(o).equals(clean));
    }
    await buildsClean(cache, `${n} at once`);
    assert.deepEqual(files(cache).map((f) => path.relative(cache, f)), files(base).map((f) => path.relative(base, f)));
  }
});

/** A disk that is full at the nth operation that needs space: for that one, or from then on. */
class FullDisk extends NodeSystem {
  operations = 0;
  private readonly at: number;
  private readonly forever: boolean;

  constructor(at: number, forever: boolean) {
    super();
    this.at = at;
    this.forever = forever;
  }

  private take(what: string): boolean {
    const k = this.operations++;
    if (this.forever ? k < this.at : k !== this.at) return true;
    if (what === 'write') return false;
    throw this.error(what);
  }

  private error(what: string): Error {
    return Object.assign(new Error(`ENOSPC: no space left on device, ${what}`), { code: 'ENOSPC', syscall: what });
  }

  override makeDir(dir: string): void {
    if (fs.existsSync(dir)) return;
    this.take('mkdir');
    super.makeDir(dir);
  }

  override createFile(file: string, bytes: Uint8Array, mode?: number): void {
    if (this.take('write')) return super.createFile(file, bytes, mode);
    super.createFile(file, bytes.subarray(0, bytes.length >> 1), mode);
    throw this.error('write');
  }

  override rename(from: string, to: string): void {
    this.take('rename');
    super.rename(from, to);
  }
}

const flags: CompileFlags = { noOptimize: false, noInline: false, explain: false, debugSuspend: false, variant: 'js-shared' };
const dist = (name: string): URL => pathToFileURL(path.resolve('dist', name));

/** The module that a build in this process gives, on this disk. */
async function buildHere(sys: NodeSystem, dir: string): Promise<Uint8Array> {
  const cache = new Cache(sys, dir);
  cache.trim();
  const id = (name: string): string => sys.sha256([fs.readFileSync(dist(name))]);
  const here = { cwd: () => play.src };
  const loader = new Loader(Object.assign(sys, here), new BuildContext('js', []), findGoroot(sys, dir)!, new Overlay(sys, path.resolve('goroot')), cache);
  const workers = makeWorkers(dist('worker.mjs'), 1, 1);
  try {
    const b = new Builder(loader, cache, { flags: () => flags, compiler: id('worker.mjs'), linker: id('gossamer.mjs'), workers: () => workers, force: false, dump: '', begin: () => {} });
    const [main] = b.load(['.']);
    return (await b.program(main!, { names: true, defines: [] })).module;
  } finally {
    workers.close();
  }
}

test('a full disk', async () => {
  const reference = await buildHere(new NodeSystem(), play.copy(base, isLocal));
  assert.ok(clean.includes(Buffer.from(reference).toString('base64')), 'the same module as the command builds');
  const counting = new FullDisk(Infinity, false);
  await buildHere(counting, play.copy(base, (f) => isLocal(f) || f.endsWith('trim.txt')));
  assert.ok(counting.operations >= 20, `${counting.operations} operations`);
  for (let k = 0; k < counting.operations; k++) {
    for (const forever of [false, true]) {
      if (forever && k % 3 !== 0) continue;
      const what = `operation ${k}${forever ? ' and all after it' : ''}`;
      const cache = play.copy(base, (f) => isLocal(f) || f.endsWith('trim.txt'));
      const got = await buildHere(new FullDisk(k, forever), cache);
      assert.ok(Buffer.from(got).equals(reference), `${what}: the build goes on without a cache`);
      assert.deepEqual(leftovers(cache), [], what);
      assert.ok(Buffer.from(await buildHere(new NodeSystem(), cache)).equals(reference), `${what}: afterwards`);
      fs.rmSync(cache, { recursive: true });
    }
  }
});

test('a full disk where the output goes', () => {
  const dir = play.fresh();
  fs.mkdirSync(dir);
  const out = path.join(dir, 'app');
  fs.writeFileSync(out, 'old');
  for (let k = 0; k < 2; k++) {
    assert.throws(() => replaceFile(new FullDisk(k, false), out, new Uint8Array(1000), path.join(dir, '.new')), /ENOSPC/);
    assert.deepEqual([fs.readdirSync(dir), fs.readFileSync(out, 'utf8')], [['app'], 'old']);
  }
});

test('a full disk while the sources of std are unpacked', () => {
  const prefix = 'golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/';
  const text = (s: string): Uint8Array => new TextEncoder().encode(s);
  const zip = { [`${prefix}VERSION`]: text('go1.26.8\n'), [`${prefix}src/runtime/chan.go`]: text('package runtime'), [`${prefix}src/fmt/print.go`]: text('package fmt'), [`${prefix}bin/go`]: text('') };
  const counting = new FullDisk(Infinity, false);
  const whole = install(counting, play.fresh(), zip, 'sums');
  assert.deepEqual(files(whole).map((f) => path.relative(whole, f)), [SUMS, 'VERSION', 'src/fmt/print.go', 'src/runtime/chan.go']);
  for (let k = 0; k < counting.operations; k++) {
    const cache = play.fresh();
    // The very last operation, renaming, may be repeated.
    if (k === counting.operations - 1) assert.equal(install(new FullDisk(k, false), cache, zip, 'sums'), path.join(cache, 'goroot-go1.26.8'));
    else assert.throws(() => install(new FullDisk(k, false), cache, zip, 'sums'), (e) => e instanceof BuildError && e.message.startsWith('cannot unpack') && e.message.includes('no space left on device'));
    assert.deepEqual(files(path.join(cache, 'tmp')), []);
    install(new NodeSystem(), cache, zip, 'sums');
    assert.equal(files(path.join(cache, 'goroot-go1.26.8')).length, 4);
  }
});

test('SIGINT at twenty moments', async () => {
  // Some of std is to be compiled too, so that several threads are at work.
  const std = entriesOf('obj').filter((f) => !isLocal(f)).sort((a, b) => fs.statSync(a).size - fs.statSync(b).size).slice(0, 12);
  const before = (): string => play.copy(base, (f) => isLocal(f) || std.includes(f));
  let start = performance.now();
  await buildsClean(before(), 'uninterrupted');
  let whole = performance.now() - start;
  let interrupted = 0;
  for (let tries = 0; interrupted < 20 && tries < 60; tries++) {
    const moment = `moment ${interrupted}`;
    const cache = before();
    const out = path.join(play.fresh(), 'app');
    start = performance.now();
    const child = play.start(cache, out);
    const timer = setTimeout(() => child.kill('SIGINT'), (whole * (interrupted + 0.5)) / 20);
    const r = await finished(child);
    clearTimeout(timer);
    if (r.signal === null) {
      // It was done before its moment came: builds take less than was thought.
      assert.deepEqual(r, OK);
      whole = Math.min(whole * 0.95, performance.now() - start);
    } else {
      assert.deepEqual(r, { code: null, signal: 'SIGINT', stderr: '' });
      interrupted++;
    }
    const made = fs.readdirSync(path.dirname(out));
    assert.ok(made.length === 0 || (made.length === 1 && fs.readFileSync(out).equals(clean)), `${moment}: ${made.join(' ')}`);
    await buildsClean(cache, moment);
    fs.rmSync(cache, { recursive: true });
  }
  assert.equal(interrupted, 20);
});
