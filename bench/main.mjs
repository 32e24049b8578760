// The benchmarks: `npm run bench` compares the kernels of bench/run under native Go (GOMAXPROCS=1), Go's js/wasm port and Gossamer, in
// interleaved runs on one core, and prints times and ratios. `--targets` prints one row per target: target, measured, met.
// Options: --only PARTS (of --targets: hello,start,compile,parsing,micro,calls,polls,kernels), --readme (writes the tables of README.md)
// (writes the tables into it), --filter RE, --rounds N (default 3), --no-jswasm, --no-native, --gossamer CMD, --json FILE.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTargets } from './targets.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const suites = ['compute', 'dispatch', 'memory', 'std', 'goroutines'];
const args = process.argv.slice(2);
const opt = (name, fallback) => { const i = args.indexOf(name); return i < 0 ? fallback : args[i + 1]; };
const has = (name) => args.includes(name);
const filter = new RegExp(opt('--filter', '.'));
const rounds = Number(opt('--rounds', '3'));
const gossamer = opt('--gossamer', path.join(root, 'bin/gossamer'));
const work = path.join(os.tmpdir(), `gossamer-bench-${process.pid}`);
fs.mkdirSync(work, { recursive: true });
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));

const goroot = () => execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const pin = fs.existsSync('/usr/bin/taskset') ? ['taskset', ['-c', '0']] : null;

/** Implementations: how to build a suite and how to run the result. */
const impls = {
  native: {
    build: (s, out) => execFileSync('go', ['build', '-o', out, `./${s}`], { cwd: path.join(root, 'bench/run'), stdio: ['ignore', 'ignore', 'inherit'] }),
    run: (out) => [out, []], env: { GOMAXPROCS: '1' },
  },
  jswasm: {
    build: (s, out) => execFileSync('go', ['build', '-o', `${out}.wasm`, `./${s}`], { cwd: path.join(root, 'bench/run'), env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' }, stdio: ['ignore', 'ignore', 'inherit'] }),
    run: (out) => [process.execPath, ['--stack-size=8192', path.join(goroot(), 'lib/wasm/wasm_exec_node.js'), `${out}.wasm`]], env: {},
  },
  gossamer: {
    build: (s, out) => execFileSync(gossamer, ['build', '-o', out, `./${s}`], { cwd: path.join(root, 'bench/run'), stdio: ['ignore', 'ignore', 'inherit'] }),
    run: (out) => [out, []], env: {},
  },
};
if (has('--no-jswasm')) delete impls.jswasm;
if (has('--no-native')) delete impls.native;

function execute(impl, out, kernel) {
  const [cmd, pre] = impl.run(out);
  const full = pin ? [pin[0], [...pin[1], cmd, ...pre, kernel]] : [cmd, [...pre, kernel]];
  const r = spawnSync(full[0], full[1], { encoding: 'utf8', timeout: 120_000, env: { ...process.env, ...impl.env } });
  const ms = /^ms ([\d.]+)$/m.exec(r.stdout ?? '');
  const result = /^result (.*)$/m.exec(r.stdout ?? '');
  return ms && result ? { ms: Number(ms[1]), result: result[1] } : { ms: Number.NaN, result: (r.stderr || `exit ${r.status} ${r.signal ?? ''}`).slice(0, 200) };
}

const median = (a) => { const s = a.filter((x) => !Number.isNaN(x)).sort((x, y) => x - y); return s.length ? s[s.length >> 1] : Number.NaN; };
const geo = (a) => { const s = a.filter((x) => x > 0); return s.length ? Math.exp(s.reduce((t, x) => t + Math.log(x), 0) / s.length) : Number.NaN; };

/** Runs the kernels; rows of {suite, kernel, native, jswasm, gossamer (ms), same}. */
export function runKernels() {
  const rows = [];
  for (const suite of suites) {
    const outs = {};
    for (const [name, impl] of Object.entries(impls)) {
      outs[name] = path.join(work, `${suite}-${name}`);
      try { impl.build(suite, outs[name]); } catch (e) { console.error(`${name}: cannot build ${suite}: ${e.message.split('\n')[0]}`); outs[name] = null; }
    }
    const source = fs.readFileSync(path.join(root, 'bench/run', suite, 'main.go'), 'utf8');
    const table = source.slice(source.indexOf('harness.Main('));
    const kernels = [...table.slice(0, table.indexOf('})')).matchAll(/"(\w+)": +(?:func\(\) string \{|\w+)/g)].map((m) => m[1]).filter((k) => filter.test(`${suite}/${k}`));
    for (const kernel of kernels) {
      const times = {}; const results = {};
      for (let round = 0; round < rounds; round++) {
        for (const [name, impl] of Object.entries(impls)) {
          if (outs[name] === null) continue;
          const r = execute(impl, outs[name], kernel);
          (times[name] ??= []).push(r.ms);
          results[name] = r.result;
        }
      }
      const row = { suite, kernel, same: new Set(Object.values(results)).size === 1, results };
      for (const name of Object.keys(impls)) row[name] = median(times[name] ?? []);
      rows.push(row);
      print(row);
    }
  }
  return rows;
}

const cell = (x, n = 9) => (Number.isNaN(x) || x === undefined ? '–' : x.toFixed(x < 100 ? 2 : 0)).padStart(n);
function print(r) {
  console.log(`${`${r.suite}/${r.kernel}`.padEnd(26)}${cell(r.native)}${cell(r.jswasm)}${cell(r.gossamer)}${cell(r.gossamer / r.native)}${cell(r.jswasm / r.gossamer)}${r.same ? '' : `   DIFFERS ${JSON.stringify(r.results).slice(0, 300)}`}`);
}

if (has('--targets')) await runTargets({ root, gossamer, work, goroot, pin, runKernels, geo, only: opt('--only', ''), readme: has('--readme') ? path.join(root, 'README.md') : '' });
else {
  console.log(`${'kernel'.padEnd(26)}${'native'.padStart(9)}${'js/wasm'.padStart(9)}${'gossamer'.padStart(9)}${'/native'.padStart(9)}${'faster'.padStart(9)}   (ms, median of ${rounds}; faster = js/wasm ÷ gossamer)`);
  const rows = runKernels();
  const ok = rows.filter((r) => r.gossamer > 0);
  console.log(`${ok.length} of ${rows.length} kernels; geometric mean over native ${geo(ok.map((r) => r.gossamer / r.native)).toFixed(2)}, js/wasm ÷ gossamer ${geo(ok.map((r) => r.jswasm / r.gossamer)).toFixed(2)}`);
  if (opt('--json', '')) fs.writeFileSync(opt('--json', ''), JSON.stringify(rows, null, 1));
}
