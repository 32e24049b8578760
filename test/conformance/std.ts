// std's own tests: runs `gossamer test -short -json` over the std packages that have tests under gc's js/wasm, and compares, package by
// package, with what passes there (`std-jswasm.tsv`, see corpus.ts for where the baselines are).
//
//   npm run conformance:std -- [package prefix…] [--near] [--shard i/n] [--jobs n] [--timeout 10m] [--update] [--verbose]
//                              [--modes suspend=1+gc=1] [--gcflags words]
//
// --near: the packages near to the runtime (page.ts). --modes: again in each mode, what differs goes to debug-modes.json (--update).
// --gcflags: the packages and their tests are compiled with these flags ("all=-N -l": std too); nothing is recorded then.
//
// A package passes if no test of it fails and at least as many of its tests pass, and are not skipped, as under js/wasm. What does not is
// listed in std-snapshot.txt: package, test (or "-" for the package as a whole), reason. Counts go to std-results.json (--update), a line for
// each package as its last run left it, so that parts of the corpus can be run one after the other.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { RELEASE } from '../../src/build/context.ts';
import { NEAR, readResults, recordStdModes, writePage, type StdModes } from './page.ts';
import { parseShard, shardOf } from './shard.ts';
import { readSnapshot as readTestSnapshot } from './snapshot.ts';

const HERE = path.resolve('test/conformance');
const SNAPSHOT = path.join(HERE, 'std-snapshot.txt');
const RESULTS = path.join(HERE, 'std-results.json');

/** The package of whose tests only those count that use its exported API alone (runtime-api/select.go). */
const RUNTIME = 'runtime';

/** Left out: they test gc's own collector, scheduler and tracer from inside. */
const LEFT_OUT = /^(runtime\/trace|internal\/trace(\/.*)?|internal\/runtime\/gc(\/.*)?)$/;

interface Baseline { path: string; pass: number; skip: number }
interface PackageResult { path: string; pass: number; skip: number; failed: Map<string, string>; result: string; seconds: number; output: string }
interface Event { Action: string; Package?: string; ImportPath?: string; Test?: string; Output?: string; Elapsed?: number; FailedBuild?: string }

export function readBaselines(): Baseline[] {
  const file = path.join(process.env['GOSSAMER_BASELINES'] ?? path.resolve('../shared/baselines'), 'std-jswasm.tsv');
  return fs.readFileSync(file, 'utf8').split('\n').slice(1).map((l) => l.split('\t')).filter((r) => r[1] === 'pass' && !LEFT_OUT.test(r[0]!))
    .map((r) => (r[0] === RUNTIME ? runtimeBaseline() : { path: r[0]!, pass: Number(r[2]), skip: Number(r[4]) })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What gc's js/wasm makes of the selected tests of package runtime: a line for each, "pass" or "skip" and its name. */
function runtimeBaseline(): Baseline {
  const lines = fs.readFileSync(path.join(HERE, 'runtime-api/baseline.txt'), 'utf8').split('\n');
  const count = (what: string): number => lines.filter((l) => l.startsWith(`${what} `)).length;
  return { path: RUNTIME, pass: count('pass'), skip: count('skip') };
}

/** Collects results of packages from the events of -json. */
export class Collector {
  readonly packages = new Map<string, PackageResult>();
  private readonly builds = new Map<string, string>();
  private readonly outputs = new Map<string, string>();
  /** Tests that have begun and not ended. */
  private readonly running = new Map<string, Set<string>>();
  private rest = '';

  write(chunk: string, done: (p: PackageResult) => void): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop()!;
    for (const l of lines) if (l !== '') this.event(JSON.parse(l) as Event, done);
  }

  private event(e: Event, done: (p: PackageResult) => void): void {
    if (e.Action === 'build-output') this.builds.set(e.ImportPath!, (this.builds.get(e.ImportPath!) ?? '') + e.Output!);
    if (e.Package === undefined) return;
    let p = this.packages.get(e.Package);
    if (p === undefined) this.packages.set(e.Package, p = { path: e.Package, pass: 0, skip: 0, failed: new Map(), result: '', seconds: 0, output: '' });
    const key = `${e.Package}\0${e.Test ?? ''}`;
    if (e.Action === 'output') this.outputs.set(key, ((this.outputs.get(key) ?? '') + e.Output!).slice(-4000));
    if (e.Test !== undefined) {
      if (e.Test.includes('/')) return;
      const running = this.running.get(e.Package) ?? new Set();
      if (e.Action === 'run' || e.Action === 'cont') this.running.set(e.Package, running.add(e.Test));
      else if (e.Action !== 'output') running.delete(e.Test);
      if (e.Action === 'pass') p.pass++;
      else if (e.Action === 'skip') p.skip++;
      else if (e.Action === 'fail') p.failed.set(e.Test, this.outputs.get(key) ?? '');
    } else if (e.Action === 'pass' || e.Action === 'fail' || e.Action === 'skip') {
      p.result = e.Action;
      for (const test of this.running.get(e.Package) ?? []) p.failed.set(test, this.outputs.get(`${e.Package}\0${test}`) || 'did not end');
      p.seconds = e.Elapsed ?? 0;
      p.output = e.FailedBuild === undefined ? this.outputs.get(key) ?? '' : this.builds.get(e.FailedBuild) ?? '';
      done(p);
    }
  }
}

/** What keeps a package from passing: test or "-", and the reason. */
export function problems(b: Baseline, p: PackageResult | undefined): [string, string][] {
  if (p === undefined || p.result === '') return [['-', 'did not end']];
  const out: [string, string][] = [...p.failed].map(([test, text]) => [test, firstLine(text, test)]);
  if (p.result === 'fail' && out.length === 0) out.push(['-', firstLine(p.output, '')]);
  if (out.length === 0 && p.pass < b.pass) out.push(['-', `${p.pass} tests pass, ${p.skip} skip; under js/wasm ${b.pass} and ${b.skip}`]);
  return out;
}

/** The first line of a test's output that says something, without what differs from run to run. */
function firstLine(text: string, test: string): string {
  const lines = text.split('\n').map((l) => l.trim()).filter((l) => l !== '' && !l.startsWith('===') && !l.startsWith(`--- FAIL: ${test}`) && !/^(# |FAIL\b|wasm:\/\/)/.test(l));
  return (lines[0] ?? '').replace(/0x[0-9a-f]{4,}/g, '0x…').replace(/\/tmp\/\S*/g, '…').replace(/[\t\r]/g, ' ').slice(0, 160);
}

function readSnapshot(): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of fs.existsSync(SNAPSHOT) ? fs.readFileSync(SNAPSHOT, 'utf8').split('\n') : []) {
    const [pkg, test, reason] = line.split('\t');
    if (line !== '' && !line.startsWith('#')) out.set(`${pkg}\t${test}`, reason ?? '');
  }
  return out;
}

/** A reason with what was added to the old one by hand, after a dash: that stays as long as the test fails, alone if it stood alone. */
function explained(reason: string, old = ''): string {
  const at = old.indexOf(' — ');
  return at < 0 ? reason : at === 0 ? old : reason + old.slice(at);
}

function writeSnapshot(entries: ReadonlyMap<string, string>): void {
  const lines = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, reason]) => `${k}\t${reason}`);
  fs.writeFileSync(SNAPSHOT, ["# std's own tests that do not pass: package, test, reason. Written by npm run conformance:std -- --update.", ...lines, ''].join('\n'));
}

/** Results of the chosen packages replace their lines; packages that the baselines no longer name go. */
function writeResults(all: readonly Baseline[], chosen: readonly Baseline[], results: Collector): void {
  const old = fs.existsSync(RESULTS) ? JSON.parse(fs.readFileSync(RESULTS, 'utf8')) as Record<string, object> : {};
  const ran = new Set(chosen.map((b) => b.path));
  const lines: string[] = [];
  for (const b of all) {
    const p = results.packages.get(b.path);
    const entry = ran.has(b.path) ? { passes: problems(b, p).length === 0, pass: p?.pass ?? 0, skip: p?.skip ?? 0, fail: p?.failed.size ?? 0, seconds: Math.round(p?.seconds ?? 0) } : old[b.path];
    if (entry !== undefined) lines.push(`${JSON.stringify(b.path)}: ${JSON.stringify(entry)}`);
  }
  fs.writeFileSync(RESULTS, `{\n${lines.join(',\n')}\n}\n`);
}

interface Options { jobs: string; timeout: string; verbose: boolean; gcflags: string }

/** mode: for GOSSAMERDEBUG. */
async function run(packages: readonly Baseline[], options: Options, mode = ''): Promise<Collector> {
  const env = { ...process.env, ...(mode === '' ? {} : { GOSSAMERDEBUG: mode }) };
  const c = new Collector();
  const ordinary = packages.filter((b) => b.path !== RUNTIME);
  if (ordinary.length > 0) await runInto(c, ordinary, options, env);
  if (ordinary.length < packages.length) {
    const tree = runtimeTree();
    await runInto(c, packages.filter((b) => b.path === RUNTIME), options, { ...env, GOSSAMER_GOROOT: tree });
    fs.rmSync(tree, { recursive: true });
  }
  return c;
}

/** A tree like the release's in which package runtime has only the tests that count. */
function runtimeTree(): string {
  const env = { ...process.env, GOFLAGS: '' };
  const goroot = process.env['GOSSAMER_GOROOT'] ?? execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8' }).trim();
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'runtime-api-'));
  execFileSync('go', ['run', path.join(HERE, 'runtime-api/select.go'), goroot, tree], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return tree;
}

async function runInto(c: Collector, packages: readonly Baseline[], { jobs, timeout, verbose, gcflags }: Options, env: NodeJS.ProcessEnv): Promise<void> {
  const byPath = new Map(packages.map((b) => [b.path, b]));
  const args = ['test', '-short', '-json', `-timeout=${timeout}`, ...(jobs === '' ? [] : [`-p=${jobs}`]), ...(gcflags === '' ? [] : [`-gcflags=${gcflags}`]), ...packages.map((b) => b.path)];
  const child = spawn(process.env['GOSSAMER'] ?? path.resolve('bin/gossamer'), args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (s: string) => c.write(s, (p) => {
    const bad = problems(byPath.get(p.path)!, p);
    if (verbose || bad.length > 0) console.log(`${bad.length === 0 ? 'ok  ' : 'FAIL'} ${p.path} ${p.seconds}s, ${p.pass} pass, ${p.skip} skip`);
    for (const [test, reason] of bad) console.log(`       ${test}: ${reason}`);
    if (!verbose || bad.length === 0) return;
    for (const [test, text] of p.failed) console.log(text.replace(/^/gm, `       ${test} | `));
    console.log(p.output.replace(/^/gm, '       | '));
  }));
  await new Promise((resolve) => child.on('close', resolve));
}

/** Runs the packages again in each mode: the tests that then fail, or "-" for a package of which other tests pass or are skipped. */
async function runModes(modes: readonly string[], chosen: readonly Baseline[], plain: Collector, rerun: (mode: string) => Promise<Collector>): Promise<StdModes> {
  const out: StdModes = {};
  for (const m of modes) {
    console.log(`GOSSAMERDEBUG=${m}:`);
    const again = await rerun(m);
    const differ = chosen.flatMap((b) => differences(plain.packages.get(b.path), again.packages.get(b.path)).map((test) => `${b.path} ${test}`));
    for (const d of differ) console.log(`differs from the plain run: ${d}`);
    out[m] = { packages: chosen.map((b) => b.path), differ };
  }
  return out;
}

function differences(plain: PackageResult | undefined, again: PackageResult | undefined): string[] {
  const other = [...again?.failed.keys() ?? []].filter((test) => plain?.failed.has(test) !== true).sort();
  if (other.length > 0) return other;
  const verdict = (p: PackageResult | undefined): string => JSON.stringify([p?.result, p?.pass, p?.skip, p?.failed.size]);
  return verdict(plain) === verdict(again) ? [] : ['-'];
}

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  const option = (name: string): string => {
    const i = argv.indexOf(name);
    return i < 0 ? '' : argv.splice(i, 2)[1] ?? '';
  };
  const flag = (name: string): boolean => {
    const i = argv.indexOf(name);
    if (i >= 0) argv.splice(i, 1);
    return i >= 0;
  };
  const jobs = option('--jobs'), timeout = option('--timeout') || '10m';
  const modes = option('--modes'), gcflags = option('--gcflags');
  const near = flag('--near'), verbose = flag('--verbose');
  const update = flag('--update') && gcflags === '';
  const all = readBaselines();
  const { shard, shards } = parseShard(option('--shard'));
  const chosen = all.filter((b) => shardOf(b.path, shards) === shard).filter((b) => !near || NEAR.includes(b.path)).filter((b) => argv.length === 0 || argv.some((a) => b.path === a || b.path.startsWith(`${a.replace(/\/$/, '')}/`)));
  const start = performance.now();
  const options: Options = { jobs, timeout, verbose, gcflags };
  const results = await run(chosen, options);
  const found = new Map<string, string>();
  let passing = 0, tests = 0;
  for (const b of chosen) {
    const p = results.packages.get(b.path);
    const bad = problems(b, p);
    if (bad.length === 0) passing++;
    tests += p?.pass ?? 0;
    for (const [test, reason] of bad) found.set(`${b.path}\t${test}`, reason);
  }
  console.log(`std: ${passing} of ${chosen.length} packages, ${tests} tests pass, ${((performance.now() - start) / 60_000).toFixed(1)} minutes`);
  const inModes = modes === '' ? null : await runModes(modes.split('+'), chosen, results, (m) => run(chosen, options, m));
  if (inModes !== null && update) recordStdModes(process.cwd(), inModes);
  const known = readSnapshot();
  const ran = new Set(chosen.map((b) => b.path));
  const worse = [...found.keys()].filter((k) => !known.has(k));
  const better = [...known.keys()].filter((k) => ran.has(k.split('\t')[0]!) && !found.has(k));
  if (update) {
    for (const k of better) known.delete(k);
    for (const [k, reason] of found) known.set(k, explained(reason, known.get(k)));
    writeSnapshot(known);
    writeResults(all, chosen, results);
    writePage(process.cwd(), RELEASE, readResults(process.cwd()), readTestSnapshot(path.join(HERE, 'snapshot.txt')));
    return 0;
  }
  for (const k of worse) console.log(`fails, not in the snapshot: ${k.replace('\t', ' ')}`);
  for (const k of better) console.log(`passes, still in the snapshot: ${k.replace('\t', ' ')}`);
  return worse.length + better.length > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('conformance-std.mjs') === true) process.exitCode = await main();
