// One package of `gossamer test`: build its test binary, run it, and say how it went.

import path from 'node:path';
import type { Session } from '../build-flags.ts';
import { BuildError } from '../../build/system.ts';
import { formatDuration, type TestFlags } from './flags.ts';
import { writeBinary, type Execution, type Processes } from './process.ts';
import { ResultCache } from './result-cache.ts';
import { Test2Json } from './test2json.ts';
import type { BuildOutput } from './build-output.ts';
import { binaryName, brokenBy, installBinary, type Subject } from './test.ts';

export interface RunContext {
  session: Session;
  flags: TestFlags;
  /** Directory for binaries. */
  work: string;
  processes: Processes;
  output: BuildOutput;
  /** Messages of packages without tests of their own in them that did not compile, by path. */
  failures: ReadonlyMap<string, string>;
  /** -failfast: a test has failed, so no further package is started. */
  stopped: boolean;
  /** One package at a time, so its output can be shown as it comes. */
  alone: boolean;
}

const NO_TESTS = 'testing: warning: no tests to run\n';
const SECOND = 1_000_000_000n;

export class PackageRun {
  failed = false;
  private readonly c: RunContext;
  private readonly x: Subject;
  private readonly dir: string;
  /** The binary's script; '' if it could not be built or is not needed. */
  private script = '';
  private cached: Buffer | null = null;
  private results: ResultCache | null = null;
  /** Package that did not compile. */
  private broken = '';
  private skipped = false;
  private json: Test2Json | null = null;
  /** Output to print when it is this package's turn. */
  private readonly chunks: Buffer[] = [];
  private readonly streamed: boolean;

  constructor(c: RunContext, x: Subject, index: number) {
    this.c = c;
    this.x = x;
    this.dir = path.join(c.work, `b${String(index + 1).padStart(3, '0')}`);
    const showAll = c.flags.verbose || c.flags.list !== '' || c.flags.help;
    this.streamed = c.flags.packages === null || c.flags.bench !== '' || c.flags.json || (showAll && c.alone);
  }

  /** Looks for an earlier result, else compiles and links. */
  async build(): Promise<void> {
    const { c, x } = this;
    if (x.errors.length > 0) return;
    this.broken = brokenBy(x, c.failures);
    if (this.broken !== '' || x.binary === null) return;
    const builder = c.session.builder;
    const install = c.flags.compileOnly || c.flags.profile !== '';
    if (!install && !c.flags.build.bool('a')) this.lookUp();
    if (this.cached !== null) return;
    try {
      const program = await builder.testProgram(x.binary, c.session.link(x.pkg!));
      if (install) await installBinary(c.session, c.flags, x.path, program);
      if (!c.flags.compileOnly) this.script = writeBinary(this.dir, binaryName(x.path, c.flags), program);
    } catch (e) {
      if (!(e instanceof BuildError)) throw e;
      this.broken = /^# (.*)$/m.exec(e.message)?.[1] ?? x.path;
      c.output.failed(this.broken, e.message);
    }
  }

  private lookUp(): void {
    const { c, x } = this;
    const args = c.flags.packages === null ? null : ResultCache.arguments(c.flags.args);
    const root = x.pkg!.standard ? c.session.loader.goroot : x.pkg!.module === '' ? '' : c.session.loader.main?.dir ?? '';
    if (args === null || root === '') return;
    const key = c.session.builder.testKey(x.binary!, c.session.link(x.pkg!));
    this.results = new ResultCache(c.session.sys, c.session.cache, key, args, c.flags.exec, x.pkg!.dir, root);
    this.cached = this.results.get();
  }

  get buildFailed(): boolean { return this.broken !== ''; }

  /** Runs the binary and prepares, or shows, the report. */
  async run(): Promise<void> {
    const { c, x } = this;
    if (x.errors.length > 0) return;
    if (c.flags.compileOnly) {
      this.failed = this.broken !== '';
      return;
    }
    if (c.stopped) {
      this.skipped = true;
      return;
    }
    this.begin();
    if (this.broken !== '') {
      if (this.json !== null) this.json.failedBuild = this.broken;
      this.failed = true;
      this.write(`FAIL\t${x.path} [build failed]\n`);
    } else if (x.binary === null) this.write(`?   \t${x.path}\t[no test files]\n`);
    else if (this.cached !== null) this.write(this.cached);
    else await this.execute();
    this.end();
  }

  private begin(): void {
    if (this.c.flags.json) this.json = new Test2Json(this.x.path, (line) => process.stdout.write(line));
  }

  private end(): void {
    this.json?.exited(!this.failed);
    this.json?.close();
  }

  /** Reports a package that could not be loaded, before anything is built. */
  setup(): void {
    const { c, x } = this;
    if (x.errors.length === 0) return;
    c.output.failed(x.path, `# ${x.path}\n${x.errors.join('\n')}`);
    this.failed = true;
    this.begin();
    if (this.json !== null) this.json.failedBuild = x.path;
    this.write(`FAIL\t${x.path} [setup failed]\n`);
    this.end();
    this.print();
    this.chunks.length = 0;
  }

  /** Adds to the report. */
  private write(b: Buffer | string): void {
    const bytes = typeof b === 'string' ? Buffer.from(b) : b;
    if (this.json !== null) this.json.write(bytes);
    else if (this.streamed) process.stdout.write(bytes);
    else this.chunks.push(bytes);
  }

  private async execute(): Promise<void> {
    const { c, x } = this;
    const log = path.join(this.dir, 'testlog.txt');
    const args = [...(this.results !== null && c.flags.exec.length === 0 ? [`-test.testlogfile=${log}`] : []), '-test.paniconexit0', ...c.flags.args];
    const output: Buffer[] = [];
    const direct = this.streamed && !c.flags.json && (c.flags.packages === null || c.flags.bench !== '');
    const wait = c.flags.timeout / 10n < 5n * SECOND ? 5n * SECOND : c.flags.timeout / 10n;
    const limit = c.flags.timeout <= 0n || c.flags.bench !== '' ? 0n : c.flags.timeout + (wait < 60n * SECOND ? 60n * SECOND : wait);
    const e = await c.processes.execute(this.script, args, {
      cwd: x.pkg!.dir, exec: c.flags.exec, limit,
      output: direct ? null : (b) => {
        output.push(b);
        if (this.streamed) this.write(b);
      },
    });
    const out = Buffer.concat(output);
    if (e.failure === '') this.passed(e, out, log);
    else this.notPassed(e, out, limit);
  }

  private passed(e: Execution, out: Buffer, log: string): void {
    const { c, x } = this;
    const show = c.flags.verbose || c.flags.list !== '' || c.flags.help;
    const none = out.indexOf(NO_TESTS) === 0 || out.includes(`\n${NO_TESTS}`);
    const report: Buffer[] = [];
    const add = (s: string | Buffer): void => {
      report.push(Buffer.from(s));
      this.write(s);
    };
    if (show || c.flags.json) {
      report.push(out);
      if (!this.streamed) this.write(out);
    }
    if (out.length > 0 && out[out.length - 1] !== 10 && (show || this.streamed)) add('\n');
    add(`ok  \t${x.path}\t${e.seconds.toFixed(3)}s${none ? ' [no tests to run]' : ''}\n`);
    this.results?.put(log, Buffer.concat(report));
  }

  private notPassed(e: Execution, out: Buffer, limit: bigint): void {
    const { c, x } = this;
    this.failed = true;
    if (c.flags.failFast) c.stopped = true;
    if (!this.streamed) this.write(out);
    if (e.late) this.write(`*** Test killed with quit: ran too long (${formatDuration(limit)}).\n`);
    if (!e.exited || out.length === 0) this.write(`${e.failure}\n`);
    else if (out[out.length - 1] !== 10) this.write('\n');
    this.write(`${c.flags.json || c.flags.verboseJson ? '\x16' : ''}FAIL\t${x.path}\t${e.seconds.toFixed(3)}s\n`);
  }

  /** Shows what was not shown as it came. */
  print(): void {
    if (!this.skipped && this.chunks.length > 0) process.stdout.write(Buffer.concat(this.chunks));
  }
}
