// Differential fuzzing: batches of generated programs, built once by the real go and twice by Gossamer (optimised; -N -l), and run in
// several modes of the runtime. What a program prints must be the same everywhere.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { homeDir } from '../../src/cli/build-flags.ts';
import { runArguments } from '../harness/run-module.ts';
import type { CompileReply, CompileRequest } from './compiler.ts';
import { driver, generate, type Program } from './gen/program.ts';
import type { Thread } from './thread.ts';

export interface Mode {
  name: string;
  flags: string[];
  /** GOSSAMERDEBUG */
  debug: string;
}

export const MODES: readonly Mode[] = [
  { name: 'opt', flags: [], debug: '' },
  { name: 'plain', flags: ['-N', '-l'], debug: '' },
  { name: 'suspend', flags: [], debug: 'suspend=1' },
  { name: 'gc', flags: [], debug: 'gc=1' },
  { name: 'sched', flags: [], debug: 'sched=7' },
  { name: 'plain-gc', flags: ['-N', '-l'], debug: 'suspend=1,gc=1' },
];

export interface Find { seed: number; mode: string; report: string }

export interface BatchResult {
  programs: Program[];
  finds: Find[];
  /** Programs that the real go does not compile: faults of the generator. */
  rejected: string[];
}

export type CompileThread = Thread<CompileRequest, CompileReply>;

/** What the real go prints does not depend on its optimisations, which take half of its time. */
const NATIVE_FLAGS = ['-trimpath', '-gcflags=-e -N -l -dwarf=false', '-ldflags=-s -w'];
const COMPILE_LIMIT = 600_000;
const RUN_LIMIT = 120_000;
/** Where the first find is enough, a program that does not end should not hold it up. */
const FIRST_LIMIT = 20_000;

export class Differential {
  constructor(private readonly dir: string, private readonly support: string, private readonly compiler: CompileThread, private readonly modes: readonly Mode[] = MODES, private readonly focus = '', private readonly beside = true, private readonly first = false) {}

  /** `modes`: names of those to run. */
  async batch(seeds: readonly number[], modes: readonly string[]): Promise<BatchResult> {
    return this.check(seeds.map((s) => generate(s, this.focus)), modes);
  }

  /** Compares programs with given texts. */
  async check(programs: Program[], names: readonly string[] = this.modes.map((m) => m.name)): Promise<BatchResult> {
    const modes = this.modes.filter((m) => names.includes(m.name));
    this.write(programs);
    // Beside the compiler, or before it.
    const native = this.beside ? this.native(programs) : Promise.resolve(await this.native(programs));
    const finds: Find[] = [];
    const compiled = new Map<string, CompileReply | null>();
    for (const mode of modes) {
      const key = mode.flags.join(' ');
      if (!compiled.has(key)) compiled.set(key, await this.compile(programs, mode, finds));
    }
    const want = await native;
    for (const mode of modes) {
      const pages = compiled.get(mode.flags.join(' '));
      if (pages) await this.compare(programs.filter((p) => !want.rejected.has(p.id) && !finds.some((f) => f.seed === p.id)), mode, pages, want.outputs, finds);
    }
    return { programs, finds: finds.filter((f) => !want.rejected.has(f.seed)), rejected: [...want.rejected.values()] };
  }

  private file(p: Program): string { return path.join(this.dir, `p${p.id}.go`); }

  private write(programs: readonly Program[]): void {
    fs.rmSync(this.dir, { recursive: true, force: true });
    fs.mkdirSync(this.dir, { recursive: true });
    fs.writeFileSync(path.join(this.dir, 'go.mod'), 'module fuzz\n\ngo 1.26\n');
    fs.writeFileSync(path.join(this.dir, 'support.go'), this.support);
    for (const p of programs) fs.writeFileSync(this.file(p), p.text);
    this.writeDriver('driver.go', programs);
  }

  private writeDriver(name: string, programs: readonly Program[]): string {
    const file = path.join(this.dir, name);
    fs.writeFileSync(file, driver(programs.map((p) => p.id)));
    return file;
  }

  /** Outputs by program, from the real go; programs it rejects. */
  private async native(programs: readonly Program[]): Promise<{ outputs: Map<number, string>; rejected: Map<number, string> }> {
    const rejected = new Map<number, string>();
    const dir = `${this.dir}.native`;
    for (;;) {
      fs.rmSync(dir, { recursive: true, force: true });
      fs.mkdirSync(dir);
      const good = programs.filter((p) => !rejected.has(p.id));
      for (const f of ['go.mod', 'support.go', ...good.map((p) => `p${p.id}.go`)]) fs.copyFileSync(path.join(this.dir, f), path.join(dir, f));
      fs.writeFileSync(path.join(dir, 'driver.go'), driver(good.map((p) => p.id)));
      const b = await execute('go', ['build', '-p', '1', ...NATIVE_FLAGS, '-o', 'native', '.'], dir, { GOGC: '400', GOMAXPROCS: '1' }, COMPILE_LIMIT);
      if (b.status === 0) break;
      const before = rejected.size;
      for (const m of b.stderr.matchAll(/^\.\/p(\d+)\.go:.*$/gm)) if (!rejected.has(Number(m[1]))) rejected.set(Number(m[1]), m[0]);
      if (rejected.size === before) throw new Error(`go build: ${b.stderr}`);
    }
    const r = await execute(path.join(dir, 'native'), [], dir, {}, RUN_LIMIT);
    const outputs = sections(r.stdout);
    for (const p of programs) if (!outputs.has(p.id) && !rejected.has(p.id)) rejected.set(p.id, `p${p.id}: native run: ${r.failure} ${r.stderr.slice(0, 500)}`);
    fs.rmSync(dir, { recursive: true, force: true });
    return { outputs, rejected };
  }

  private wasm(mode: Mode): string { return path.join(this.dir, `${mode.flags.length === 0 ? 'opt' : 'plain'}.wasm`); }

  /** Compiles all; where that fails finds the programs at fault. */
  private async compile(programs: readonly Program[], mode: Mode, finds: Find[]): Promise<CompileReply | null> {
    let good = programs;
    for (;;) {
      const main = this.writeDriver('driver.go', good);
      const r = await this.ask({ kind: 'compile', files: [main, path.join(this.dir, 'support.go'), ...good.map((p) => this.file(p))], flags: mode.flags, out: this.wasm(mode) });
      if (r.ok) return r;
      const bad = await this.guilty(good, mode);
      if (bad.length === 0) throw new Error(`only the whole batch fails: ${r.internal}${r.messages.join('\n')}`);
      for (const f of bad) finds.push(f);
      good = good.filter((p) => !bad.some((f) => f.seed === p.id));
      if (good.length === 0) return null;
    }
  }

  private async ask(r: CompileRequest): Promise<CompileReply> {
    const a = await this.compiler.ask(r, COMPILE_LIMIT);
    return 'died' in a ? { ok: false, messages: [], internal: a.died, memoryPages: 0, maxPages: 0 } : a;
  }

  private async guilty(programs: readonly Program[], mode: Mode): Promise<Find[]> {
    const main = this.writeDriver('part.go', programs);
    const r = await this.ask({ kind: 'compile', files: [main, path.join(this.dir, 'support.go'), ...programs.map((p) => this.file(p))], flags: mode.flags, out: path.join(this.dir, 'part.wasm') });
    fs.rmSync(main);
    if (r.ok) return [];
    if (programs.length === 1) return [{ seed: programs[0]!.id, mode: mode.name, report: r.internal === '' ? `rejected: ${r.messages.slice(0, 3).join('\n')}` : `internal: ${r.internal}` }];
    const half = programs.length >> 1;
    return [...(await this.guilty(programs.slice(0, half), mode)), ...(await this.guilty(programs.slice(half), mode))];
  }

  private async compare(programs: readonly Program[], mode: Mode, pages: CompileReply, want: Map<number, string>, finds: Find[]): Promise<void> {
    const env = { GOSSAMERDEBUG: mode.debug };
    const args = runArguments(new URL('dist/', homeDir()).href, this.wasm(mode), pages, [path.basename(this.wasm(mode))]);
    const limit = this.first ? FIRST_LIMIT : RUN_LIMIT;
    const all = await execute(process.execPath, args, this.dir, env, limit);
    const got = sections(all.stdout);
    let alone = 0;
    for (const p of programs) {
      let have = got.get(p.id);
      let why = all;
      if (have === undefined && alone++ < 40) { // a program before it ended the process
        why = await execute(process.execPath, [...args, String(p.id)], this.dir, env, limit);
        have = sections(why.stdout).get(p.id);
      }
      if (have === want.get(p.id) || (have === undefined && alone > 40)) continue;
      finds.push({ seed: p.id, mode: mode.name, report: have === undefined ? `no output: ${why.failure} ${why.stderr.slice(0, 800)}` : difference(want.get(p.id)!, have) });
      if (this.first) return;
    }
  }
}

/** Text after "#n" up to its checksum, by n; programs that did not finish are left out. */
function sections(text: string): Map<number, string> {
  const m = new Map<number, string>();
  for (const part of text.split(/^(?=#\d+$)/m)) {
    const n = /^#(\d+)$/m.exec(part);
    if (n !== null && /^sum=\w+ lines=\d+$/m.test(part)) m.set(Number(n[1]), part);
  }
  return m;
}

function difference(want: string, have: string): string {
  const a = want.split('\n'), b = have.split('\n');
  const i = a.findIndex((l, k) => l !== b[k]);
  return `line ${i}: want ${a[i]} have ${b[i]}`;
}

interface Execution { status: number | null; stdout: string; stderr: string; failure: string }

/** Runs a process to its end; bytes of its output as Latin-1. */
export function execute(file: string, args: readonly string[], cwd: string, env: Record<string, string>, limit: number): Promise<Execution> {
  return new Promise((resolve) => {
    const p = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [], err: Buffer[] = [];
    let late = false;
    const timer = setTimeout(() => { late = true; p.kill('SIGKILL'); }, limit);
    p.stdout.on('data', (d: Buffer) => out.push(d));
    p.stderr.on('data', (d: Buffer) => err.push(d));
    p.on('error', (e) => err.push(Buffer.from(e.message)));
    p.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, stdout: Buffer.concat(out).toString('latin1'), stderr: Buffer.concat(err).toString('latin1'), failure: late ? 'timeout' : status === 0 ? '' : `status ${status ?? signal}` });
    });
  });
}
