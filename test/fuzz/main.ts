// npm run fuzz -- [differential|mutation|reduce] [--seeds a..b] …: see README.md. The same bundle is what its threads run.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { homeDir } from '../../src/cli/build-flags.ts';
import { BuildError, Compiler, prepareStd, type CompileReply, type CompileRequest } from './compiler.ts';
import type { Std } from '../conformance/toolchain.ts';
import { Differential, MODES } from './differential.ts';
import { coverage } from './gen/coverage.ts';
import { generate } from './gen/program.ts';
import { mutation, Mutator, type MutationReply, type MutationRequest } from './mutation.ts';
import { reduce } from './reduce.ts';
import { Recorder, type Round } from './results.ts';
import { Thread } from './thread.ts';

interface Options {
  command: string;
  from: number;
  to: number;
  batch: number;
  seconds: number;
  modes: string[];
  budget: number;
  /** -N -l only in every so many batches. */
  plainEvery: number;
  record: boolean;
  /** Go on where the record ends. */
  goOn: boolean;
  /** Processes and threads at a time, about: 1 or 2. */
  jobs: number;
  file: string;
  focus: string;
  /** Stop at the first find. */
  first: boolean;
}

function parseArgs(argv: readonly string[]): Options {
  const o: Options = { command: '', from: 0, to: 0, batch: 50, seconds: 0, modes: MODES.map((m) => m.name), budget: 600, plainEvery: 1, record: false, goOn: false, jobs: 2, file: '', focus: '', first: false };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i]!;
    const value = (): string => argv[++i] ?? '';
    if (a === '--seeds') {
      const m = /^(\d+)(?:\.\.(\d+))?$/.exec(value());
      if (m === null) throw new BuildError('--seeds wants a..b');
      o.from = Number(m[1]);
      o.to = m[2] === undefined ? o.from + 1 : Number(m[2]);
    } else if (a === '--batch') o.batch = Number(value());
    else if (a === '--seconds') o.seconds = Number(value());
    else if (a === '--modes') o.modes = value().split(',');
    else if (a === '--plain-every') o.plainEvery = Number(value());
    else if (a === '--budget') o.budget = Number(value());
    else if (a === '--file') o.file = value();
    else if (a === '--focus') o.focus = value();
    else if (a === '--first') o.first = true;
    else if (a === '--record') o.record = true;
    else if (a === '--continue') o.record = o.goOn = true;
    else if (a === '--jobs') o.jobs = Number(value());
    else if (a.startsWith('-') || o.command !== '') throw new BuildError(`unknown argument ${a}`);
    else o.command = a;
  }
  if (o.command === '') o.command = 'differential';
  if (o.to === 0) o.to = o.command === 'mutation' ? 2000 : 100;
  return o;
}

const self = new URL(import.meta.url);
/** So many programs have each construct of gen/coverage.ts. */
const COVERING = 2000;

/** Runs differential fuzzing; the number of finds. */
async function differential(o: Options, std: Std): Promise<number> {
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-fuzz-'));
  const thread = new Thread<CompileRequest, CompileReply>(self, { std });
  const d = new Differential(path.join(tmp, 'batch'), supportText(), thread, MODES.filter((m) => o.modes.includes(m.name)), o.focus, o.jobs > 1, o.first);
  const start = performance.now();
  const features = new Map<string, number>();
  const recorder = new Recorder('differential', std, o.from, o.record, o.goOn);
  const { counts } = recorder.round;
  let found = 0, programs = 0;
  for (let s = recorder.round.to; s < o.to && !late(start, o) && !(o.first && found > 0); s = recorder.round.to) {
    const plain = Math.floor((s - o.from) / o.batch) % o.plainEvery === 0;
    const modes = MODES.filter((m) => o.modes.includes(m.name) && (plain || m.flags.length === 0)).map((m) => m.name);
    const r = await d.batch(Array.from({ length: Math.min(o.batch, o.to - s) }, (_, i) => s + i), modes);
    const n = r.programs.length;
    programs += n;
    const seen = new Map<string, number>();
    for (const p of r.programs) for (const [f, k] of p.features) seen.set(f, (seen.get(f) ?? 0) + k);
    for (const [f, k] of seen) features.set(f, (features.get(f) ?? 0) + k);
    for (const f of r.finds) console.log(`FIND seed ${f.seed} ${f.mode}: ${f.report}`);
    for (const f of r.rejected) console.log(`REJECTED by go: ${f}`);
    found += r.finds.length + r.rejected.length;
    const lines = r.programs.reduce((sum, p) => sum + p.lines, 0);
    recorder.add(s + n, { programs: n, lines, finds: r.finds.length, rejected: r.rejected.length, ...Object.fromEntries(modes.map((m) => [`in mode ${m}`, n])) }, seen);
    process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${summary(recorder.round)}\n`);
  }
  await thread.close();
  fs.rmSync(tmp, { recursive: true, force: true });
  console.log(`${features.size} features:`);
  for (const [f, n] of [...features].sort((a, b) => (a[0] < b[0] ? -1 : 1))) console.log(`  ${String(n).padStart(8)} ${f}`);
  const { table, missing } = coverage(features);
  for (const l of table) console.log(l);
  // A few programs need not have everything.
  if (missing.length > 0) console.log(`NOT COVERED: ${missing.join('; ')}`);
  if (programs >= COVERING && o.focus === '') found += missing.length;
  console.log(`differential: ${summary(recorder.round)}, ${(counts['lines']! / counts['programs']!).toFixed(0)} lines on average, ${seconds(start)} s`);
  return found;
}

const summary = (r: Round): string => `seeds ${r.from}..${r.to}: ${Object.entries(r.counts).map(([k, n]) => `${k} ${n}`).join(', ')}`;

const seconds = (start: number): string => ((performance.now() - start) / 1000).toFixed(0);
const late = (start: number, o: Options): boolean => o.seconds > 0 && performance.now() - start > o.seconds * 1000;

function supportText(): string { return fs.readFileSync(new URL('test/fuzz/support.go', homeDir()), 'utf8'); }

/** Prints a smaller program that shows the same fault. */
async function reduceSeed(o: Options, std: Std): Promise<number> {
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-fuzz-'));
  const thread = new Thread<CompileRequest, CompileReply>(self, { std });
  const d = new Differential(path.join(tmp, 'batch'), supportText(), thread, MODES.filter((m) => o.modes.includes(m.name)), o.focus);
  const whole = o.file === '' ? generate(o.from, o.focus) : { ...generate(o.from), text: fs.readFileSync(o.file, 'utf8') };
  const fault = async (text: string): Promise<string> => (await d.check([{ ...whole, text }])).finds[0]?.report.replace(/[^a-z]+.*/s, '') ?? '';
  const kind = await fault(whole.text);
  if (kind === '') {
    console.log('no fault');
    return 1;
  }
  const check = path.join(tmp, 'check');
  fs.mkdirSync(check);
  const text = await reduce(whole.text, async (t) => {
    // What our own checker rejects is not worth asking the real go.
    fs.writeFileSync(path.join(check, 'p.go'), t);
    fs.writeFileSync(path.join(check, 'support.go'), supportText());
    fs.writeFileSync(path.join(check, 'main.go'), `package main\n\nfunc main() { run(${o.from}, prog${o.from}) }\n`);
    const r = await thread.ask({ kind: 'compile', files: ['p.go', 'support.go', 'main.go'].map((f) => path.join(check, f)), flags: ['-N', '-l'], out: '' }, 60_000);
    if (!('died' in r) && !r.ok && r.internal === '' && kind !== 'rejected') return false;
    return (await fault(t)) === kind;
  }, o.budget);
  await thread.close();
  console.log(text);
  console.log(`// ${(await d.check([{ ...whole, text }])).finds.map((f) => `${f.mode}: ${f.report}`).join('\n// ')}`);
  await thread.close();
  fs.rmSync(tmp, { recursive: true, force: true });
  return 0;
}

async function main(): Promise<number> {
  const o = parseArgs(process.argv.slice(2));
  if (o.command === 'print') {
    console.log(generate(o.from, o.focus).text);
    return 0;
  }
  const std = await prepareStd();
  switch (o.command) {
    case 'differential': return differential(o, std);
    case 'mutation': return mutation(self, std, o);
    case 'reduce': return reduceSeed(o, std);
    default: throw new BuildError(`unknown command ${o.command}`);
  }
}

function serve(): void {
  const port = parentPort!;
  const { std } = workerData as { std: Std };
  const compiler = new Compiler(std);
  const mutator = new Mutator(compiler);
  port.on('message', (r: CompileRequest | MutationRequest) => port.postMessage((r.kind === 'compile' ? compiler.compile(r) : mutator.run(r)) satisfies CompileReply | MutationReply));
}

if (isMainThread) {
  main().then((n) => { process.exitCode = n === 0 ? 0 : 1; }, (e: unknown) => {
    console.error(e instanceof BuildError ? e.message : e);
    process.exitCode = 1;
  });
} else serve();
