// One test from its recipe to a verdict, in a worker thread. Programs run in processes of their own.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runArguments } from '../harness/run-module.ts';
import { compilerFlags, dirPackages, readRecipe, type Recipe, type Test } from './corpus.ts';
import { checkOutput, errorCheck, type CheckedFile } from './expect.ts';
import { dirImportMap, Toolchain, type SourcePackage, type Std } from './toolchain.ts';

export const TIMEOUT_MS = 60_000;
/** Debug modes may take so many times as long. */
export const MODE_FACTOR = 4;
/** Of commands that may compile std anew. */
const BUILD_TIMEOUT_MS = 170_000;

export interface JobContext {
  std: Std;
  /** GOROOT/test */
  testDir: string;
  /** Compiler flags for programs that run, besides their own. */
  gcflags: string[];
  /** Values of GOSSAMERDEBUG with which a program that passes is run again. */
  modes: string[];
  /** dist/ */
  dist: string;
}

/** What a test gave: null if it passes; modes: what a debug mode gave where it differs; how often programs ran again. */
export interface Outcome { reason: string | null; modes: Record<string, string>; reruns: number; seconds: Spent }

/** Seconds in the steps. */
export type Spent = Record<'compile' | 'link' | 'run' | 'modes', number>;

/** A program to start with node. */
interface Program { argv: readonly string[]; cwd: string; experiments: readonly string[]; timeout: number }

/** Thrown with the reason why the test does not pass. */
class Failure extends Error {}

export class Runner {
  private readonly tools: Toolchain;
  private readonly ctx: JobContext;
  private readonly tmp: string;
  private outcome: Outcome = newOutcome();

  constructor(ctx: JobContext) {
    this.ctx = ctx;
    this.tools = new Toolchain(ctx.std);
    this.tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-conformance-'));
  }

  close(): void { fs.rmSync(this.tmp, { recursive: true, force: true }); }

  run(test: Test): Outcome {
    this.tools.begin();
    this.outcome = newOutcome();
    try {
      this.outcome.reason = this.action(path.join(this.ctx.testDir, test.path));
    } catch (e) {
      this.outcome.reason = whyFailed(e);
    }
    return this.outcome;
  }

  private timed<T>(step: keyof Spent, run: () => T): T {
    const start = performance.now();
    try {
      return run();
    } finally {
      this.outcome.seconds[step] += (performance.now() - start) / 1000;
    }
  }

  private action(file: string): string | null {
    const r = readRecipe(fs.readFileSync(file, 'utf8'));
    const dir = file.replace(/\.go$/, '.dir');
    switch (r.action) {
      case 'errorcheck': case 'errorcheckwithauto': return this.errorCheckFile(r, file, r.action === 'errorcheckwithauto');
      case 'errorcheckdir': case 'errorcheckandrundir': case 'compiledir': case 'rundir': return this.directory(r, file, dir);
      case 'errorcheckoutput': return this.errorCheckFile(r, this.generate(r, file), false);
      case 'compile': this.compileOnly(r, [file], 'p'); return null;
      case 'build':
        if (r.experiments.length > 0) { // std differs too
          this.spawn({ argv: [this.command(), 'build', '-o', path.join(this.tmp, 'program'), file], cwd: this.tmp, experiments: r.experiments, timeout: BUILD_TIMEOUT_MS });
          return null;
        }
        this.compileOnly(r, [file], 'command-line-arguments');
        if (/^package main$/m.test(fs.readFileSync(file, 'utf8'))) this.timed('link', () => this.tools.link());
        return null;
      case 'run': return this.judge(file, this.program({ ...r, flags: [...r.flags, ...this.ctx.gcflags] }, [file, ...this.moreFiles(r, file)], r.args.filter((a) => !a.endsWith('.go'))));
      case 'runoutput': return this.judge(file, this.program({ ...r, flags: this.ctx.gcflags }, [this.generate(r, file)], []));
      case 'runindir': return this.judge(file, this.programInDir(r, dir));
      default: return `unknown recipe "${r.action}"`;
    }
  }

  private moreFiles(r: Recipe, file: string): string[] {
    return r.args.filter((a) => a.endsWith('.go')).map((a) => path.resolve(path.dirname(file), a));
  }

  // --- compiling -----------------------------------------------------------------------------------------------------------

  private compile(p: SourcePackage): { ok: boolean; messages: string[] } { return this.timed('compile', () => this.tools.compile(p)); }

  private compileOnly(r: Recipe, files: string[], path: string): void {
    const c = this.compile({ path, files, importMap: {}, flags: [...compilerFlags(r), ...experimentFlags(r)] });
    if (!c.ok) throw new Failure(`does not compile: ${c.messages.join('\n')}`);
  }

  private errorCheckFile(r: Recipe, file: string, auto: boolean): string | null {
    const c = this.compile({ path: 'p', files: [file], importMap: {}, flags: [...r.flags, ...experimentFlags(r)] });
    return verdict(c, r.wantError, [{ path: file, short: path.basename(file) }], auto);
  }

  private directory(r: Recipe, file: string, dir: string): string | null {
    const packages = dirPackages(dir, r.singleFilePackages);
    const importMap = dirImportMap(packages.map((p) => p.files[0]!));
    const checks = r.action.startsWith('errorcheck');
    const runs = r.action.endsWith('rundir');
    const failing = r.wantError ? packages.length - (runs ? 2 : 1) : -1;
    for (const [i, p] of packages.entries()) {
      const files = p.files.map((f) => path.join(dir, f));
      const own = p.name === 'main' ? 'command-line-arguments' : `test/${path.basename(files[0]!, '.go')}`;
      const c = this.compile({ path: own, files, importMap, flags: [...r.flags, ...experimentFlags(r), ...(runs ? this.ctx.gcflags : [])] });
      if (checks) {
        const wrong = verdict(c, i === failing, p.files.map((short, k): CheckedFile => ({ path: files[k]!, short })), false);
        if (wrong !== null) return wrong;
      } else if (!c.ok) throw new Failure(`does not compile: ${c.messages.join('\n')}`);
    }
    return runs ? this.judge(file, this.linked(r.args, this.tmp)) : null;
  }

  // --- running -------------------------------------------------------------------------------------------------------------

  /** Null if the program's output is what the test wants; what the debug modes give is noted. */
  private judge(file: string, p: Program): string | null {
    const wrong = checkOutput(file, this.spawn(p));
    if (wrong !== null) return wrong;
    for (const mode of this.ctx.modes) {
      this.outcome.reruns++;
      try {
        const differs = checkOutput(file, this.spawn(p, mode));
        if (differs !== null) this.outcome.modes[mode] = differs;
      } catch (e) {
        this.outcome.modes[mode] = whyFailed(e);
      }
    }
    return null;
  }

  private program(r: Recipe, files: string[], args: string[]): Program {
    this.compileOnly(r, files, 'command-line-arguments');
    return this.linked(args, this.ctx.testDir);
  }

  /** The Go file that a program prints. */
  private generate(r: Recipe, file: string): string {
    const text = this.spawn(this.program({ ...r, flags: [] }, [file, ...this.moreFiles(r, file)], r.args.filter((a) => !a.endsWith('.go'))));
    const out = path.join(this.tmp, 'tmp__.go');
    fs.writeFileSync(out, text, 'latin1');
    this.tools.begin();
    return out;
  }

  /** Links what was compiled last. */
  private linked(args: readonly string[], cwd: string): Program {
    const l = this.timed('link', () => this.tools.link());
    const wasm = path.join(this.tmp, 'test.wasm');
    fs.writeFileSync(wasm, l.module);
    return { argv: runArguments(this.ctx.dist, wasm, l, [path.join(this.tmp, 'test.exe'), ...args]), cwd, experiments: [], timeout: TIMEOUT_MS };
  }

  /** `go run .` in a copy of the directory that is a module of its own. */
  private programInDir(r: Recipe, dir: string): Program {
    const copy = path.join(this.tmp, path.basename(dir));
    fs.rmSync(copy, { recursive: true, force: true });
    fs.cpSync(dir, copy, { recursive: true });
    fs.writeFileSync(path.join(copy, 'go.mod'), `module ${path.basename(dir)}\ngo ${r.goMod}\n`);
    return { argv: [this.command(), 'run', ...r.flags, '.'], cwd: copy, experiments: r.experiments, timeout: BUILD_TIMEOUT_MS };
  }

  private command(): string { return new URL('gossamer.mjs', this.ctx.dist).pathname; }

  /** Its two output streams in one, as they come. mode: for GOSSAMERDEBUG. */
  private spawn(p: Program, mode: string | null = null): string {
    const log = path.join(this.tmp, 'output');
    const fd = fs.openSync(log, 'w');
    const env = { ...process.env, PWD: p.cwd, GOEXPERIMENT: p.experiments.join(','), GOSSAMERDEBUG: mode ?? process.env['GOSSAMERDEBUG'] ?? '' };
    const r = this.timed(mode === null ? 'run' : 'modes', () => spawnSync(process.execPath, p.argv, { cwd: p.cwd, stdio: ['ignore', fd, fd], timeout: mode === null ? p.timeout : MODE_FACTOR * p.timeout, killSignal: 'SIGKILL', env }));
    fs.closeSync(fd);
    const text = fs.readFileSync(log, 'latin1'); // bytes: programs print what is not UTF-8
    if ((r.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') throw new Failure(`timeout: ${text.slice(-1000)}`);
    if (r.error !== undefined) throw r.error;
    if (r.status !== 0) throw new Failure(`exit status ${r.status ?? r.signal}: ${text.slice(0, 3000)}`);
    return text;
  }
}

export function newOutcome(): Outcome { return { reason: null, modes: {}, reruns: 0, seconds: { compile: 0, link: 0, run: 0, modes: 0 } }; }

function whyFailed(e: unknown): string {
  if (e instanceof Failure) return e.message;
  const x = e instanceof Error ? e : new Error(String(e));
  return `internal: ${x.message}\n${(x.stack ?? '').split('\n').filter((l) => /^ +at /.test(l)).slice(0, 6).join('\n')}`;
}

/** Experiments as the words that Toolchain.compile knows. */
function experimentFlags(r: Recipe): string[] { return r.experiments.map((e) => `-goexperiment=${e}`); }

function verdict(c: { ok: boolean; messages: string[] }, wantError: boolean, files: readonly CheckedFile[], auto: boolean): string | null {
  if (wantError && c.ok) return `compiles without error\n${errorCheck(c.messages, files, auto) ?? ''}`;
  if (!wantError && !c.ok) return `does not compile: ${c.messages.join('\n')}`;
  return errorCheck(c.messages, files, auto);
}
