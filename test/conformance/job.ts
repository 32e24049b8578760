// One test from its recipe to a verdict, in a worker thread. Programs run in processes of their own.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compilerFlags, dirPackages, readRecipe, type Recipe, type Test } from './corpus.ts';
import { checkOutput, errorCheck, type CheckedFile } from './expect.ts';
import { dirImportMap, Toolchain, type Std } from './toolchain.ts';

export const TIMEOUT_MS = 60_000;
/** Of commands that may compile std anew. */
const BUILD_TIMEOUT_MS = 170_000;

export interface JobContext {
  std: Std;
  /** GOROOT/test */
  testDir: string;
  /** Compiler flags for programs that run, besides their own. */
  gcflags: string[];
  /** dist/ */
  dist: string;
}

/** Thrown with the reason why the test does not pass. */
class Failure extends Error {}

export class Runner {
  private readonly tools: Toolchain;
  private readonly ctx: JobContext;
  private readonly tmp: string;

  constructor(ctx: JobContext) {
    this.ctx = ctx;
    this.tools = new Toolchain(ctx.std);
    this.tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-conformance-'));
  }

  close(): void { fs.rmSync(this.tmp, { recursive: true, force: true }); }

  /** Null if the test passes. */
  run(test: Test): string | null {
    this.tools.begin();
    try {
      return this.action(path.join(this.ctx.testDir, test.path));
    } catch (e) {
      if (e instanceof Failure) return e.message;
      const x = e instanceof Error ? e : new Error(String(e));
      return `internal: ${x.message}\n${(x.stack ?? '').split('\n').filter((l) => /^ +at /.test(l)).slice(0, 6).join('\n')}`;
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
          this.spawn([this.command(), 'build', '-o', path.join(this.tmp, 'program'), file], this.tmp, r.experiments, BUILD_TIMEOUT_MS);
          return null;
        }
        this.compileOnly(r, [file], 'command-line-arguments');
        if (/^package main$/m.test(fs.readFileSync(file, 'utf8'))) this.tools.link();
        return null;
      case 'run': return checkOutput(file, this.runFiles({ ...r, flags: [...r.flags, ...this.ctx.gcflags] }, [file, ...this.moreFiles(r, file)], r.args.filter((a) => !a.endsWith('.go'))));
      case 'runoutput': return checkOutput(file, this.runFiles({ ...r, flags: this.ctx.gcflags }, [this.generate(r, file)], []));
      case 'runindir': return checkOutput(file, this.runInDir(r, dir));
      default: return `unknown recipe "${r.action}"`;
    }
  }

  private moreFiles(r: Recipe, file: string): string[] {
    return r.args.filter((a) => a.endsWith('.go')).map((a) => path.resolve(path.dirname(file), a));
  }

  // --- compiling -----------------------------------------------------------------------------------------------------------

  private compileOnly(r: Recipe, files: string[], path: string): void {
    const c = this.tools.compile({ path, files, importMap: {}, flags: [...compilerFlags(r), ...experimentFlags(r)] });
    if (!c.ok) throw new Failure(`does not compile: ${c.messages.join('\n')}`);
  }

  private errorCheckFile(r: Recipe, file: string, auto: boolean): string | null {
    const c = this.tools.compile({ path: 'p', files: [file], importMap: {}, flags: [...r.flags, ...experimentFlags(r)] });
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
      const c = this.tools.compile({ path: own, files, importMap, flags: [...r.flags, ...experimentFlags(r), ...(runs ? this.ctx.gcflags : [])] });
      if (checks) {
        const wrong = verdict(c, i === failing, p.files.map((short, k): CheckedFile => ({ path: files[k]!, short })), false);
        if (wrong !== null) return wrong;
      } else if (!c.ok) throw new Failure(`does not compile: ${c.messages.join('\n')}`);
    }
    return runs ? checkOutput(file, this.execute(r.args, this.tmp)) : null;
  }

  // --- running -------------------------------------------------------------------------------------------------------------

  private runFiles(r: Recipe, files: string[], args: string[]): string {
    this.compileOnly(r, files, 'command-line-arguments');
    return this.execute(args, this.ctx.testDir);
  }

  /** The Go file that a program prints. */
  private generate(r: Recipe, file: string): string {
    const text = this.runFiles({ ...r, flags: [] }, [file, ...this.moreFiles(r, file)], r.args.filter((a) => !a.endsWith('.go')));
    const out = path.join(this.tmp, 'tmp__.go');
    fs.writeFileSync(out, text, 'latin1');
    this.tools.begin();
    return out;
  }

  /** Links what was compiled last and runs it; its two output streams in one, as they come. */
  private execute(args: readonly string[], cwd: string): string {
    const l = this.tools.link();
    const wasm = path.join(this.tmp, 'test.wasm');
    fs.writeFileSync(wasm, l.module);
    const host = new URL('host-node.mjs', this.ctx.dist).href;
    const script = `import fs from 'node:fs'; const { runProgram } = await import(${JSON.stringify(host)});
const m = await WebAssembly.compile(fs.readFileSync(${JSON.stringify(wasm)}));
process.exitCode = await runProgram(m, { args: process.argv.slice(1), env: process.env, executable: '', initialPages: ${l.memoryPages}, maximumPages: ${l.maxPages} });`;
    return this.spawn(['--input-type=module', '-e', script, '--', path.join(this.tmp, 'test.exe'), ...args], cwd);
  }

  /** `go run .` in a copy of the directory that is a module of its own. */
  private runInDir(r: Recipe, dir: string): string {
    const copy = path.join(this.tmp, path.basename(dir));
    fs.rmSync(copy, { recursive: true, force: true });
    fs.cpSync(dir, copy, { recursive: true });
    fs.writeFileSync(path.join(copy, 'go.mod'), `module ${path.basename(dir)}\ngo ${r.goMod}\n`);
    return this.spawn([this.command(), 'run', ...r.flags, '.'], copy, r.experiments, BUILD_TIMEOUT_MS);
  }

  private command(): string { return new URL('gossamer.mjs', this.ctx.dist).pathname; }

  private spawn(argv: readonly string[], cwd: string, experiments: readonly string[] = [], timeout = TIMEOUT_MS): string {
    const log = path.join(this.tmp, 'output');
    const fd = fs.openSync(log, 'w');
    const p = spawnSync(process.execPath, argv, { cwd, stdio: ['ignore', fd, fd], timeout, killSignal: 'SIGKILL', env: { ...process.env, PWD: cwd, GOEXPERIMENT: experiments.join(',') } });
    fs.closeSync(fd);
    const text = fs.readFileSync(log, 'latin1'); // bytes: programs print what is not UTF-8
    if ((p.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') throw new Failure(`timeout: ${text.slice(-1000)}`);
    if (p.error !== undefined) throw p.error;
    if (p.status !== 0) throw new Failure(`exit status ${p.status ?? p.signal}: ${text.slice(0, 3000)}`);
    return text;
  }
}

/** Experiments as the words that Toolchain.compile knows. */
function experimentFlags(r: Recipe): string[] { return r.experiments.map((e) => `-goexperiment=${e}`); }

function verdict(c: { ok: boolean; messages: string[] }, wantError: boolean, files: readonly CheckedFile[], auto: boolean): string | null {
  if (wantError && c.ok) return `compiles without error\n${errorCheck(c.messages, files, auto) ?? ''}`;
  if (!wantError && !c.ok) return `does not compile: ${c.messages.join('\n')}`;
  return errorCheck(c.messages, files, auto);
}
