// Mutation fuzzing of the compiler: files of Go's own tests with tokens and bytes changed go through parser, checker and, where they still
// type-check, the whole compiler. It may reject them; it must neither fail itself nor take longer than LIMIT_MS.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Std } from '../conformance/toolchain.ts';
import { importsOf } from '../harness/imports.ts';
import { STD, type Compiler } from './compiler.ts';
import { Random } from './gen/random.ts';
import { mutate } from './mutate.ts';
import { Recorder } from './results.ts';
import { Thread } from './thread.ts';

/** `progress`: the seed at work and how many programs compiled. */
export interface MutationRequest { kind: 'mutate'; corpus: string[]; from: number; to: number; progress: SharedArrayBuffer }
export interface MutationReply { kind: 'mutate'; finds: MutationFind[] }
export interface MutationFind { seed: number; file: string; report: string }

const LIMIT_MS = 10_000;
const CHUNK = 2000;
const MAX_SIZE = 20_000;

/** The input of a seed. */
export function mutationOf(corpus: readonly string[], seed: number): { file: string; bytes: Uint8Array } {
  const r = new Random(seed ^ 0x5eed);
  const file = r.pick(corpus);
  return { file, bytes: mutate(r, fs.readFileSync(file)) };
}

/** The worker's side. */
export class Mutator {
  private readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-mutant-'));

  constructor(private readonly compiler: Compiler) {}

  run(r: MutationRequest): MutationReply {
    const progress = new Int32Array(r.progress);
    const finds: MutationFind[] = [];
    for (let seed = r.from; seed < r.to; seed++) {
      Atomics.store(progress, 0, seed);
      const m = mutationOf(r.corpus, seed);
      const input = path.join(this.dir, 'm.go');
      fs.writeFileSync(input, m.bytes);
      let c = this.attempt(input);
      for (let again = 0; again < 2 && c.time > LIMIT_MS; again++) c = this.attempt(input); // the machine may have been busy
      if (c.ok) Atomics.add(progress, 1, 1);
      if (c.internal !== '') finds.push({ seed, file: m.file, report: c.internal });
      else if (c.time > LIMIT_MS) finds.push({ seed, file: m.file, report: `slow: ${(c.time / 1000).toFixed(1)} s` });
    }
    fs.rmSync(this.dir, { recursive: true, force: true });
    fs.mkdirSync(this.dir, { recursive: true });
    return { kind: 'mutate', finds };
  }

  private attempt(input: string): { ok: boolean; internal: string; time: number } {
    const start = performance.now(), cpu = process.cpuUsage();
    const c = this.compiler.compile({ kind: 'compile', files: [input], flags: [], out: '' });
    // The driver reports a package that is missing before it compiles anything.
    const missing = /package .* is not in std/s.test(c.internal);
    // On a busy machine the clock says little; the whole process's processor time is at least this thread's.
    const used = process.cpuUsage(cpu);
    return { ok: c.ok, internal: missing ? '' : c.internal, time: Math.min(performance.now() - start, (used.user + used.system) / 1000) };
  }
}

export interface MutationOptions { from: number; to: number; seconds: number; record: boolean; goOn: boolean; jobs: number; file: string }

/** Runs mutation fuzzing; the number of finds. */
export async function mutation(self: URL, std: Std, o: MutationOptions): Promise<number> {
  const corpus = o.file === '' ? findCorpus(std.goroot) : [o.file];
  console.log(`${corpus.length} files`);
  const start = performance.now();
  const finds: MutationFind[] = [];
  const kinds = new Set<string>();
  const recorder = new Recorder('mutation', std, o.from, o.record, o.goOn);
  let next = recorder.round.to, done = 0, compiled = 0, recorded = 0;
  const report = (f: MutationFind): void => {
    finds.push(f);
    const kind = f.report.split('\n').slice(0, 2).join(' ').replace(/\d+/g, 'N');
    if (kinds.has(kind)) return;
    kinds.add(kind);
    console.log(`FIND seed ${f.seed} ${path.relative(std.goroot, f.file)}: ${f.report}`);
  };
  const lane = async (): Promise<void> => {
    while (next < o.to && !(o.seconds > 0 && performance.now() - start > o.seconds * 1000)) {
      const from = next, to = Math.min(o.to, from + CHUNK);
      next = to;
      const thread = new Thread<MutationRequest, MutationReply>(self, { std });
      const progress = new SharedArrayBuffer(8);
      for (let at = from; at < to; ) {
        const r = await watched(thread, { kind: 'mutate', corpus, from: at, to, progress });
        if (!('died' in r)) {
          r.finds.forEach(report);
          break;
        }
        const seed = Atomics.load(new Int32Array(progress), 0);
        report({ seed, file: mutationOf(corpus, seed).file, report: r.died });
        at = seed + 1;
      }
      await thread.close();
      done += to - from;
      const valid = Atomics.load(new Int32Array(progress), 1);
      compiled += valid;
      recorder.add(Math.max(to, recorder.round.to), { inputs: to - from, 'still compile': valid, finds: finds.length - recorded });
      recorded = finds.length;
      process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${done} inputs, ${compiled} compiled, ${finds.length} finds of ${kinds.size} kinds\n`);
    }
  };
  await Promise.all(Array.from({ length: o.jobs }, lane));
  console.log(`mutation: ${done} inputs (seeds ${o.from}..${next}) of ${corpus.length} files, ${compiled} still compile: ${finds.length} finds of ${kinds.size} kinds, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return finds.length;
}

/** Asks; ends the thread if one input takes nine times the limit (the thread itself tries thrice and reports what exceeds it). */
async function watched(thread: Thread<MutationRequest, MutationReply>, r: MutationRequest): Promise<MutationReply | { died: string }> {
  const progress = new Int32Array(r.progress);
  let seen = -1, since = process.cpuUsage();
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<{ died: string }>((resolve) => {
    timer = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now !== seen) {
        seen = now;
        since = process.cpuUsage();
      } else if (process.cpuUsage(since).user / 1000 > 9 * LIMIT_MS) resolve({ died: `timeout: no end after ${(9 * LIMIT_MS) / 1000} s of processor time` });
    }, 1000);
  });
  const reply = await Promise.race([thread.ask(r, 2 ** 31 - 1), stuck]);
  clearInterval(timer);
  if ('died' in reply) await thread.close();
  return reply;
}

/** Files of the release's own tests whose imports are at hand. */
export function findCorpus(goroot: string): string[] {
  const list: string[] = [];
  const known = new Set(STD);
  const visit = (dir: string): void => {
    if (!fs.existsSync(dir)) return;
    for (const e of fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const p = path.join(dir, e.name);
      if (e.isDirectory()) visit(p);
      else if (e.name.endsWith('.go') && fs.statSync(p).size <= MAX_SIZE && importsOf(fs.readFileSync(p, 'utf8')).every((i) => known.has(i))) list.push(p);
    }
  };
  for (const d of ['test', 'src/internal/types/testdata', 'src/sort', 'src/strconv', 'src/strings', 'src/slices', 'src/container', 'src/bytes', 'src/errors', 'src/go/ast', 'src/text']) visit(path.join(goroot, d));
  return list;
}
