// npm run conformance -- [filter…] [--shard i/n] [--class c] [--update] [--verbose] [--jobs n] [--gcflags words] [--modes m+m…]: runs GOROOT/test. Builds
// what the tests import of std, then hands the tests to worker threads. Fails if a test outside the snapshot fails or one in it passes.

import fs from 'node:fs';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { dependencyOrder } from '../../src/build/key.ts';
import type { Loader } from '../../src/build/load.ts';
import { readConstraint } from '../../src/syntax/header.ts';
import { RELEASE } from '../../src/build/context.ts';
import { BuildError } from '../../src/build/system.ts';
import { BUILD_FLAGS, homeDir, openSession } from '../../src/cli/build-flags.ts';
import { Flags } from '../../src/cli/flags.ts';
import { mentionedImports, readBaseline, type Test } from './corpus.ts';
import { MODE_FACTOR, newOutcome, Runner, TIMEOUT_MS, type JobContext, type Outcome, type Spent } from './job.ts';
import { CORPORA } from './corpora.ts';
import { readResults, recordModes, writePage, writeResults, type Results } from './page.ts';
import { parseShard, shardOf } from './shard.ts';
import { isExplained, isUnsteady, readSnapshot, shortReason, writeSnapshot, type Entry } from './snapshot.ts';
import type { Std } from './toolchain.ts';

interface Verdict { path: string; outcome: Outcome }

const home = homeDir().pathname;
const SNAPSHOT = path.join(home, 'test/conformance/snapshot.txt');
const BASELINE = process.env['GOSSAMER_BASELINES'] ?? path.join(home, '../shared/baselines');
/** Threads are replaced after so many tests: what they keep of imports grows. */
const TESTS_PER_THREAD = 250;
const JOBS = 2;

interface Options { filters: string[]; shard: number; shards: number; class: string; update: boolean; verbose: boolean; jobs: number; gcflags: string[]; modes: string[] }

function parseArgs(argv: readonly string[]): Options {
  const o: Options = { filters: [], shard: 0, shards: 1, class: '', update: false, verbose: false, jobs: JOBS, gcflags: [], modes: [] };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i]!;
    if (a === '--update') o.update = true;
    else if (a === '--verbose') o.verbose = true;
    else if (a === '--class') o.class = argv[++i] ?? '';
    else if (a === '--gcflags') o.gcflags = (argv[++i] ?? '').split(' ');
    else if (a === '--modes') o.modes = (argv[++i] ?? '').split('+');
    else if (a === '--jobs') o.jobs = Number(argv[++i]);
    else if (a === '--shard') Object.assign(o, parseShard(argv[++i] ?? ''));
    else if (a.startsWith('-')) throw new BuildError(`unknown flag ${a}`);
    else o.filters.push(a);
  }
  return o;
}

/** Whether std has the package, with files for this platform. */
function isBuildable(loader: Loader, name: string): boolean {
  const dir = path.join(loader.goroot, 'src', name);
  if (name === 'unsafe' || !fs.existsSync(dir)) return false;
  return fs.readdirSync(dir).some((f) => {
    if (!f.endsWith('.go') || f.endsWith('_test.go') || !loader.ctx.matchFileName(f)) return false;
    const c = readConstraint(fs.readFileSync(path.join(dir, f))).constraint;
    return c === null || loader.ctx.satisfies(c);
  });
}

/** Brings the std packages that the tests import up to date in the build cache. */
async function buildStd(tests: readonly Test[], testDir: string): Promise<Std> {
  const s = await openSession(new Flags('conformance', '', BUILD_FLAGS, []));
  const wanted = new Set(['fmt', 'runtime', ...tests.flatMap((t) => [...mentionedImports(testDir, t)])]);
  const roots = s.builder.load([...wanted].filter((p) => isBuildable(s.loader, p)).sort());
  try {
    await s.builder.compile(roots);
  } catch (e) {
    if (!(e instanceof BuildError)) throw e;
    process.stderr.write(`${e.message.slice(0, 4000)}\n`);
  } finally {
    s.close();
  }
  const packages = dependencyOrder([...s.loader.packages.values()], s.loader.packages).map((p) => ({ path: p.path, imports: [...p.imports, ...p.implicit], key: p.key }));
  return { packages, cacheDir: s.cache.dir, goroot: s.loader.goroot };
}

/** Runs tests in threads, in order; a test that takes too long or kills its thread fails. */
async function runAll(tests: readonly Test[], ctx: JobContext, jobs: number, done: (t: Test, o: Outcome) => void): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < tests.length) {
      const thread = new Thread(ctx);
      for (let n = 0; n < TESTS_PER_THREAD && next < tests.length && !thread.dead; n++) {
        const test = tests[next++]!;
        done(test, await thread.ask(test));
      }
      thread.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tests.length) }, lane));
}

/** Time for compiling a program, and running it, twice (runoutput). */
const limit = (modes: readonly string[]): number => (3 + MODE_FACTOR * modes.length) * TIMEOUT_MS;

/** A thread with a Runner. */
class Thread {
  dead = false;
  private readonly worker: Worker;
  private answer: (o: Outcome) => void = () => {};
  private readonly limit: number;

  constructor(ctx: JobContext) {
    this.limit = limit(ctx.modes);
    this.worker = new Worker(new URL(import.meta.url), { workerData: ctx, resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 3072, maxYoungGenerationSizeMb: 128 }, execArgv: [] });
    this.worker.on('message', (v: Verdict) => this.answer(v.outcome));
    this.worker.on('error', (e) => this.end(`internal: the compiler's thread ended: ${e.message}`));
    this.worker.on('exit', (code) => this.end(`internal: the compiler's thread ended with status ${code}`));
  }

  ask(test: Test): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end('timeout: the compiler does not come to an end');
        void this.worker.terminate();
      }, this.limit);
      this.answer = (o) => {
        clearTimeout(timer);
        resolve(o);
      };
      this.worker.postMessage(test);
    });
  }

  /** Lets the thread clean up and end. */
  close(): void {
    if (!this.dead) this.worker.postMessage(null);
  }

  private end(reason: string): void {
    this.dead = true;
    this.answer({ ...newOutcome(), reason });
  }
}

/** Outcomes against the snapshot. */
class Tally {
  readonly failing = new Map<string, Entry>();
  readonly surprises: string[] = [];
  readonly results: Results = {};
  private readonly known: ReadonlyMap<string, Entry>;
  private readonly verbose: boolean;
  private readonly testDir: string;
  private count = 0;

  constructor(known: ReadonlyMap<string, Entry>, verbose: boolean, testDir: string) {
    this.known = known;
    this.verbose = verbose;
    this.testDir = testDir;
  }

  add(t: Test, reason: string | null): void {
    this.count++;
    if (reason !== null) {
      const old = this.known.get(t.path)?.reason ?? '';
      this.failing.set(t.path, { path: t.path, class: t.class, reason: isExplained(old) ? old : shortReason(reason, this.testDir) });
    }
    const unsteady = isUnsteady(this.known.get(t.path)?.reason ?? '');
    const surprise = !unsteady && (reason !== null) !== this.known.has(t.path);
    if (surprise) this.surprises.push(t.path);
    if (reason !== null && (surprise || this.verbose)) console.log(`FAIL ${t.path} (${t.class}): ${reason}`);
    else if (surprise) console.log(`passes now: ${t.path}`);
    if (process.stderr.isTTY) process.stderr.write(`\r${this.count} `);
  }

  /** A class is through. */
  end(name: string, tests: readonly Test[], seconds: number): void {
    const pass = tests.filter((t) => !this.failing.has(t.path)).length;
    console.log(`${name} ${pass} of ${tests.length}, ${seconds.toFixed(0)} s`);
    this.results[name] = { tests: tests.length, pass, seconds: Math.round(seconds) };
  }
}

/** What the programs of a class did in the debug modes. */
class ModeTally {
  private readonly modes: readonly string[];
  private readonly wrong = new Map<string, Record<string, string>>();
  private programs = 0;

  constructor(modes: readonly string[]) { this.modes = modes; }

  add(t: Test, o: Outcome): void {
    if (o.reruns > 0) this.programs++;
    if (Object.keys(o.modes).length === 0) return;
    this.wrong.set(t.path, o.modes);
    for (const [mode, reason] of Object.entries(o.modes)) console.log(`FAIL ${t.path} (GOSSAMERDEBUG=${mode}): ${reason}`);
  }

  end(name: string, o: Options): void {
    const same = this.modes.map((m) => [m, this.programs - [...this.wrong.values()].filter((w) => m in w).length] as const);
    console.log(`${name} in debug modes: ${this.programs} programs; same output: ${same.map(([m, n]) => `${m} ${n}`).join(', ')}`);
    if (o.update && o.filters.length === 0 && o.shards === 1) recordModes(home, `GOROOT/test, ${name}`, { programs: this.programs, same: Object.fromEntries(same), differ: Object.fromEntries([...this.wrong].map(([p, w]) => [p, Object.keys(w)])) });
  }
}

async function main(): Promise<number> {
  const o = parseArgs(process.argv.slice(2));
  const table = path.join(BASELINE, 'gotest-jswasm.tsv');
  if (!fs.existsSync(table)) throw new BuildError(`no baseline table ${table}`);
  const goroot = await findGoroot();
  const testDir = path.join(goroot, 'test');
  if (!fs.existsSync(testDir)) throw new BuildError(`no tests in ${testDir}`);
  const wanted = (name: string): boolean => o.class === '' || o.class === name;
  const tests = readBaseline(table).filter((t) => wanted(t.class) && (o.filters.length === 0 || o.filters.some((f) => t.path.includes(f))) && shardOf(t.path, o.shards) === o.shard);
  const known = readSnapshot(SNAPSHOT);
  const tally = new Tally(known, o.verbose, testDir);
  const ran: Test[] = [...tests];
  if (tests.length > 0) await runGoTests(tests, testDir, o, tally);
  for (const corpus of CORPORA) {
    if (!wanted(corpus.name) || (o.class === '' && o.shards > 1)) continue;
    const start = performance.now();
    const outcomes = await corpus.run(o.filters, { goroot, home });
    if (outcomes === null || outcomes.length === 0) continue;
    const own = outcomes.map((x): Test => ({ path: x.path, class: corpus.name }));
    own.forEach((t, i) => tally.add(t, outcomes[i]!.reason));
    tally.end(corpus.name, own, (performance.now() - start) / 1000);
    ran.push(...own);
  }
  if (o.update) {
    update(ran, known, tally, o);
    return 0;
  }
  if (tally.surprises.length > 0) console.log(`${tally.surprises.length} differ from ${path.relative(process.cwd(), SNAPSHOT)}: ${tally.surprises.join(' ')}`);
  return tally.surprises.length > 0 ? 1 : 0;
}

/** Class by class. */
async function runGoTests(tests: readonly Test[], testDir: string, o: Options, tally: Tally): Promise<void> {
  const std = await buildStd(tests, testDir);
  const ctx: JobContext = { std, gcflags: o.gcflags, modes: o.modes, testDir, dist: new URL('dist/', homeDir()).href };
  for (const c of new Set(tests.map((t) => t.class))) {
    const own = tests.filter((t) => t.class === c);
    const start = performance.now();
    const modes = new ModeTally(o.modes);
    const spent: Spent = newOutcome().seconds;
    await runAll(own, ctx, o.jobs, (t, outcome) => {
      tally.add(t, outcome.reason);
      modes.add(t, outcome);
      for (const k of Object.keys(spent) as (keyof Spent)[]) spent[k] += outcome.seconds[k];
      if (o.verbose) reportSlow(t, outcome.seconds);
    });
    if (o.verbose) console.log(`${c}: ${seconds(spent)}`);
    if (o.modes.length > 0) modes.end(c, o);
    tally.end(c, own, (performance.now() - start) / 1000 - spent.modes / o.jobs);
  }
}

/** Tests that take longer are named with --verbose. */
const SLOW_SECONDS = 5;

function reportSlow(t: Test, s: Spent): void {
  if (s.compile + s.link + s.run > SLOW_SECONDS) console.log(`slow: ${t.path}: ${seconds(s)}`);
}

function seconds(s: Spent): string { return Object.entries(s).map(([k, v]) => `${k} ${v.toFixed(1)} s`).join(', '); }

/** Rewrites what concerns the tests that ran; counts only if whole classes did. */
function update(ran: readonly Test[], known: Map<string, Entry>, tally: Tally, o: Options): void {
  for (const t of ran) if (!isUnsteady(known.get(t.path)?.reason ?? '')) known.delete(t.path);
  for (const [p, e] of tally.failing) known.set(p, e);
  writeSnapshot(SNAPSHOT, known);
  const results = readResults(home);
  if (o.filters.length === 0 && o.shards === 1 && o.gcflags.length === 0) Object.assign(results, tally.results);
  writeResults(home, results);
  writePage(home, RELEASE, results, known);
}

async function findGoroot(): Promise<string> {
  const s = await openSession(new Flags('conformance', '', BUILD_FLAGS, []));
  s.close();
  return s.loader.goroot;
}

function serve(): void {
  const port = parentPort!;
  const runner = new Runner(workerData as JobContext);
  port.on('message', (t: Test | null) => {
    if (t === null) {
      runner.close();
      port.close();
      return;
    }
    port.postMessage({ path: t.path, outcome: runner.run(t) } satisfies Verdict);
  });
}

if (isMainThread) {
  main().then((code) => { process.exitCode = code; }, (e: unknown) => {
    console.error(e instanceof BuildError ? e.message : e);
    process.exitCode = 1;
  });
} else serve();
