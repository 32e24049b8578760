// The targets of the project, measured: one row each. Ratios come from interleaved runs, absolute times are the best of five; builds from
// nothing are repeated only until the target is met.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { measured, pairs } from './measure.mjs';
import { writeReadme } from './readme.mjs';

/** Kernels whose time goes into loops: polls stand in these. */
const LOOPS = ['intloop', 'xorshift', 'nbody', 'spectral', 'fannkuch', 'mandelbrot', 'queens', 'sieve', 'matmul', 'sum'];

class Targets {
  rows = [];
  measuredKernels = [];

  constructor(options) {
    Object.assign(this, options); // root, gossamer, work, goroot, pin, runKernels, geo
    this.cache = path.join(this.work, 'cache');
    this.source = path.join(this.root, 'bench/run');
  }

  add(target, measuredText, met) {
    this.rows.push({ target, measured: measuredText, met });
    console.log(`| ${target} | ${measuredText} | ${met ? 'yes' : 'NO'} |`);
  }

  /** A row whose value must not be above the limit. */
  limit(target, value, unit, limit, digits = 0, more = '') {
    this.add(target, `${value === undefined ? '–' : value.toFixed(digits)} ${unit}${more}`, value <= limit);
  }

  /** Builds a program of bench/run with a cache of its own for the std objects; null if that fails. */
  program(dir, { flags = [], name = dir } = {}) {
    const out = path.join(this.work, name);
    const r = spawnSync(this.gossamer, ['build', ...flags, '-o', out, `./${dir}`], { cwd: this.source, encoding: 'utf8' });
    if (r.status !== 0) console.error(r.stderr);
    return r.status === 0 ? out : null;
  }

  /** The same program by gc's js/wasm port: what to start. */
  jswasm(dir) {
    const out = path.join(this.work, `${dir}-jswasm.wasm`);
    const r = spawnSync('go', ['build', '-o', out, `./${dir}`], { cwd: this.source, encoding: 'utf8', env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' } });
    if (r.status !== 0) console.error(r.stderr);
    return [process.execPath, '--stack-size=8192', path.join(this.goroot(), 'lib/wasm/wasm_exec_node.js'), out];
  }

  /** Runs on one core. */
  onOne(command, args, options) {
    return this.pin === null ? measured(command, args, options) : measured(this.pin[0], [...this.pin[1], command, ...args], options);
  }

  kernels() {
    const kernels = this.measuredKernels = this.runKernels();
    const wrong = kernels.filter((r) => !r.same);
    this.add('kernels: result equal to native’s', wrong.length ? wrong.map((r) => r.kernel).join(' ') : `${kernels.length} of ${kernels.length}`, wrong.length === 0 && kernels.length >= 33);
    const slower = kernels.filter((r) => !(r.gossamer <= r.jswasm));
    this.add('kernels: none slower than gc’s js/wasm', slower.length ? slower.map((r) => r.kernel).join(' ') : `none of ${kernels.length}`, slower.length === 0);
    const mean = this.geo(kernels.map((r) => r.jswasm / r.gossamer));
    this.add('kernels: geometric mean ≥ 2 × js/wasm’s speed', `${mean.toFixed(2)} ×`, mean >= 2);
    const p = kernels.find((r) => r.kernel === 'pingpong');
    if (p !== undefined) this.limit('round trip between two goroutines ≤ native’s, GOMAXPROCS=1', p.gossamer / p.native, '×', 1, 2, ` (${(p.gossamer / 2).toFixed(0)} ns)`);
  }

  async micro() {
    const program = this.program('micro');
    const measure = async (name) => {
      const r = await measured(program, [name]);
      return r.status === 0 ? { ...pairs(r.stdout), peakMB: r.peakMB } : {};
    };
    const best = async (name, key) => {
      let b = {};
      for (let i = 0; i < 5; i++) { const m = await measure(name); if (!(m[key] >= b[key])) b = m; }
      return b;
    };
    // The least of each before the difference: the least difference would be the noisiest.
    const turn = (await best('suspend', 'turn')).turn;
    const deep = (await best('suspend', 'deep')).deep;
    this.add('suspending and resuming three frames ≤ 60 ns', `${(deep - turn).toFixed(1)} ns (a yield four frames deep less one at depth one; with the scheduler’s turn ${deep?.toFixed(0)} ns, ${turn?.toFixed(0)} ns)`, deep - turn <= 60 && deep > turn);
    this.limit('preemption latency ≤ 25 ms', (await best('preempt', 'ms')).ms, 'ms', 25, 1, ' (worst of 50)');
    this.limit('runtime.Callers at depth 20 ≤ 10 µs', (await best('callers', 'us')).us, 'µs', 10, 2);
    this.limit('100,000 parked goroutines ≤ 300 MB', (await measure('parked100k')).peakMB, 'MB', 300);
    this.limit('1,000,000 parked goroutines ≤ 3 GB', (await measure('parked1m')).peakMB, 'MB', 3 * 1024);
    const depth = (await measure('recursion')).depth;
    this.add('recursion 10,000,000 calls deep', `${depth ?? 'fails'}`, depth === 10_000_000);
  }

  /** Loop kernels with polls and without, both by V8's optimising compiler alone (without polls no loop would leave the baseline code). */
  async polls() {
    const variants = [this.program('compute', { name: 'polls' }), this.program('compute', { flags: ['-gcflags=-d=nopoll'], name: 'nopolls' })];
    const ratios = [];
    for (const kernel of LOOPS) {
      const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 2; i++) {
          const r = await this.onOne(process.execPath, ['--no-liftoff', variants[i], kernel]);
          best[i] = Math.min(best[i], pairs(r.stdout).ms ?? Number.NaN);
        }
      }
      ratios.push([kernel, best[0] / best[1]]);
    }
    const worst = ratios.reduce((a, b) => (a[1] >= b[1] ? a : b));
    const cost = (x) => 100 * (x - 1);
    this.limit('polls: cost ≤ 3 % on the loop kernels', cost(this.geo(ratios.map((r) => r[1]))), '%', 3, 1, ` (geometric mean of ${ratios.length}; the most: ${worst[0]} ${cost(worst[1]).toFixed(1)} %)`);
  }

  async calls() {
    const ours = this.program('jscall');
    const theirs = this.jswasm('jscall');
    const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 5; round++) {
      best[0] = Math.min(best[0], pairs((await this.onOne(ours, [])).stdout).ns ?? Number.NaN);
      best[1] = Math.min(best[1], pairs((await this.onOne(theirs[0], theirs.slice(1))).stdout).ns ?? Number.NaN);
    }
    this.limit('syscall/js Call ≤ 2 × js/wasm’s', best[0] / best[1], '×', 2, 2, ` (${best[0].toFixed(0)} ns, ${best[1].toFixed(0)} ns)`);
  }

  async start() {
    const ours = [this.program('start')];
    const theirs = this.jswasm('start');
    const best = [ours, theirs].map(() => ({ ms: Number.POSITIVE_INFINITY, mb: Number.POSITIVE_INFINITY }));
    for (let round = 0; round < 10; round++) {
      for (const [i, c] of [ours, theirs].entries()) {
        const r = await measured(c[0], c.slice(1));
        best[i].ms = Math.min(best[i].ms, r.status === 0 ? r.ms : Number.NaN);
        const m = await measured(c[0], [...c.slice(1), 'rss']);
        best[i].mb = Math.min(best[i].mb, pairs(m.stdout).rssmb ?? Number.NaN);
      }
    }
    this.limit('program’s start ≤ js/wasm’s: time', best[0].ms, 'ms', best[1].ms, 0, ` (js/wasm ${best[1].ms.toFixed(0)} ms)`);
    this.limit('program’s start ≤ js/wasm’s: memory', best[0].mb, 'MB', best[1].mb, 0, ` (js/wasm ${best[1].mb.toFixed(0)} MB)`);
  }

  async hello() {
    const hello = path.join(this.work, 'hello.go');
    const env = { GOSSAMER_CACHE: this.cache };
    const write = (text) => fs.writeFileSync(hello, `package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("${text}") }\n`);
    const seconds = async (n, before, enough = 0) => {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < n && !(best <= enough); i++) {
        before(i);
        const r = await measured(this.gossamer, ['run', hello], { env });
        best = Math.min(best, r.status === 0 ? r.ms / 1000 : Number.NaN);
      }
      return best;
    };
    write('hello');
    this.limit('hello: nothing cached ≤ 15 s', await seconds(5, () => fs.rmSync(this.cache, { recursive: true, force: true }), 15), 's', 15, 2);
    this.limit('hello: unchanged ≤ 0.3 s', await seconds(5, () => {}), 's', 0.3, 3);
    this.limit('hello: std cached ≤ 0.5 s', await seconds(5, (i) => write(`hello ${i}`)), 's', 0.5, 3);
    const wasm = path.join(this.work, 'hello.wasm');
    await measured(this.gossamer, ['build', '-ldflags=-s -w', '-o', wasm, hello], { env });
    this.limit('hello.wasm with fmt, without names ≤ 900 KB', fs.existsSync(wasm) ? fs.statSync(wasm).size / 1024 : undefined, 'KB', 900);
  }

  /** net/http and everything that it imports, from nothing. */
  async compile() {
    const file = path.join(this.work, 'http.go');
    fs.writeFileSync(file, 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":0", nil) }\n');
    let best = { ms: Number.POSITIVE_INFINITY };
    for (let i = 0; i < 3 && best.ms > 40_000; i++) {
      fs.rmSync(this.cache, { recursive: true, force: true });
      const r = await measured(this.gossamer, ['build', '-timing', '-o', path.join(this.work, 'http.wasm'), file], { env: { GOSSAMER_CACHE: this.cache } });
      if (r.status === 0 && r.ms < best.ms) best = r;
    }
    const size = (what) => Number(new RegExp(`(\\d+) +${what}$`, 'm').exec(best.stderr)?.[1] ?? Number.NaN);
    this.limit('compiling the net/http closure from nothing ≤ 40 s', best.ms / 1000, 's', 40, 1, ` (${size('lines')} lines)`);
    this.limit('compiling the net/http closure: memory ≤ 1.5 GB', best.peakMB, 'MB', 1536);
    this.limit('suspend and resume code ≤ 80 % of normal code', 100 * size('bytes of suspend and resume code') / size('bytes of normal code'), '%', 80, 1, ' (net/http closure)');
  }

  async parsing() {
    const out = path.join(this.work, 'parse.mjs');
    await build({ entryPoints: [path.join(this.root, 'bench/parse.ts')], bundle: true, platform: 'node', format: 'esm', outfile: out, logLevel: 'warning' });
    const src = path.join(this.goroot(), 'src');
    const files = fs.readdirSync(src, { recursive: true }).filter((f) => f.endsWith('.go') && !/(^|\/)testdata\/|^cmd\/|_test\.go$/.test(f)).map((f) => path.join(src, f));
    const command = [...(this.pin === null ? [] : [this.pin[0], ...this.pin[1]]), process.execPath, out];
    const r = spawnSync(command[0], command.slice(1), { encoding: 'utf8', input: files.join('\n') });
    if (r.status !== 0) { console.error(r.stderr); this.add('parsing alone ≥ 500,000 lines/s', 'fails', false); return; }
    const { lines, ms } = JSON.parse(r.stdout);
    const rate = lines / ms * 1000;
    this.add('parsing alone ≥ 500,000 lines/s', `${Math.round(rate)} lines/s (the standard library, ${lines} lines)`, rate >= 500_000);
  }
}

export async function runTargets(options) {
  const t = new Targets(options);
  const only = options.only;
  const parts = ['hello', 'start', 'compile', 'parsing', 'micro', 'calls', 'polls', 'kernels'];
  for (const part of parts) if (only === '' || only.split(',').includes(part)) await t[part]();
  if (options.readme !== '') writeReadme(options.readme, t.rows, t.measuredKernels, options.geo);
  const missed = t.rows.filter((r) => !r.met).length;
  console.log(`${t.rows.length} targets, ${missed} missed`);
  process.exitCode = missed > 0 ? 1 : 0;
}
