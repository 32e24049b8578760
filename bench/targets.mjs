// The targets of the project, measured: one row each.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export async function runTargets({ root, gossamer, work, runKernels, geo }) {
  const rows = [];
  const add = (target, measured, met) => { rows.push([target, measured, met]); console.log(`${target} | ${measured} | ${met ? 'yes' : 'NO'}`); };
  const kernels = runKernels().filter((r) => r.gossamer > 0 || r.jswasm > 0);
  const slower = kernels.filter((r) => !(r.gossamer <= r.jswasm));
  add('no kernel slower than js/wasm', slower.length ? slower.map((r) => r.kernel).join(' ') : `none of ${kernels.length}`, slower.length === 0);
  const mean = geo(kernels.map((r) => r.jswasm / r.gossamer));
  add('geometric mean ≥ 2× js/wasm', mean.toFixed(2), mean >= 2);
  const hello = path.join(work, 'hello.go');
  fs.writeFileSync(hello, 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
  const timed = (args, env, n) => {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      const t = performance.now();
      const r = spawnSync(gossamer, args, { encoding: 'utf8', env: { ...process.env, ...env } });
      if (r.status !== 0) return Number.NaN;
      best = Math.min(best, performance.now() - t);
    }
    return best / 1000;
  };
  const cache = path.join(work, 'cache');
  const cold = timed(['run', hello], { GOSSAMER_CACHE: cache }, 1);
  add('hello, nothing cached ≤ 15 s', `${cold.toFixed(2)} s`, cold <= 15);
  const same = timed(['run', hello], { GOSSAMER_CACHE: cache }, 5);
  add('hello, unchanged ≤ 0.3 s', `${same.toFixed(3)} s`, same <= 0.3);
  let warm = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    fs.writeFileSync(hello, `package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello ${i}") }\n`);
    warm = Math.min(warm, timed(['run', hello], { GOSSAMER_CACHE: cache }, 1));
  }
  add('hello, std cached ≤ 0.5 s', `${warm.toFixed(3)} s`, warm <= 0.5);
  const wasm = path.join(work, 'hello.wasm');
  spawnSync(gossamer, ['build', '-ldflags=-s -w', '-o', wasm, hello], { env: { ...process.env, GOSSAMER_CACHE: cache } });
  const size = fs.existsSync(wasm) ? fs.statSync(wasm).size : Number.NaN;
  add('hello.wasm ≤ 900 KB', `${(size / 1024).toFixed(0)} KB`, size <= 900 * 1024);
  micro(add, root, gossamer, work);
  const missed = rows.filter((r) => !r[2]).length;
  console.log(`${rows.length} targets, ${missed} missed`);
  process.exitCode = missed ? 1 : 0;
}

/** Rows of the programs in bench/run/micro: what each prints as `name value` pairs. */
function micro(add, root, gossamer, work) {
  const program = path.join(work, 'micro');
  spawnSync(gossamer, ['build', '-o', program, './micro'], { cwd: path.join(root, 'bench/run') });
  const measure = (name) => {
    const t = performance.now();
    const r = spawnSync(program, [name], { encoding: 'utf8', timeout: 60_000 });
    const words = (r.stdout ?? '').trim().split(/\s+/);
    const values = { wall: performance.now() - t };
    for (let i = 0; i + 1 < words.length; i += 2) values[words[i]] = Number(words[i + 1]);
    return r.status === 0 ? values : {};
  };
  const row = (target, name, key, unit, limit) => {
    const x = measure(name)[key] ?? Number.NaN;
    add(target, `${x} ${unit}`, x <= limit);
  };
  row('suspend and resume of three frames ≤ 60 ns (with a turn of the scheduler)', 'suspend', 'ns', 'ns', 60);
  row('preemption latency ≤ 20 ms', 'preempt', 'ms', 'ms', 20);
  row('runtime.Callers at depth 20 ≤ 10 µs', 'callers', 'us', 'µs', 10);
  row('100k parked goroutines ≤ 2 KB each', 'parked100k', 'bytes', 'bytes each', 2048);
  row('1M parked goroutines ≤ 2 KB each', 'parked1m', 'bytes', 'bytes each', 2048);
  const depth = measure('recursion').depth ?? Number.NaN;
  add('recursion 10 million deep', `${depth}`, depth === 10_000_000);
  const start = [measure('start'), measure('start'), measure('start')];
  const wall = Math.min(...start.map((s) => s.wall ?? Number.NaN));
  add('program start ≤ 107 ms', `${wall.toFixed(0)} ms`, wall <= 107);
  add('program start ≤ 61 MB', `${start[0].rssmb} MB`, start[0].rssmb <= 61);
}
