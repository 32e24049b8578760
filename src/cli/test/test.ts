// gossamer test: builds a test binary for each package, runs it in the package's directory and reports as `go test` does.
//
//   parse flags → load packages and their tests → compile what is shared → for each package, -p at a time:
//   cached result, or compile, link, run → print in the order of the packages

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { printTiming, withSession, type Session } from '../build-flags.ts';
import { fileStat, writeOutput } from '../output.ts';
import { executableName } from '../run.ts';
import { BuildError } from '../../build/system.ts';
import { loadTest, type TestBinary } from '../../build/test/package.ts';
import { dependencyOrder } from '../../build/key.ts';
import type { Program } from '../../build/build.ts';
import type { Package } from '../../build/package.ts';
import { parseTestFlags, type TestFlags } from './flags.ts';
import { Processes } from './process.ts';
import { PackageRun, type RunContext } from './run-package.ts';
import { BuildOutput } from './build-output.ts';

/** A package to test: with its binary, without test files, or with what kept it from being set up. */
export interface Subject { path: string; pkg: Package | null; binary: TestBinary | null; errors: string[] }

export async function test(argv: readonly string[]): Promise<number> {
  const flags = parseTestFlags(argv, process.env['GOFLAGS'] ?? '', process.cwd());
  if (flags.build.bool('cover') || flags.args.some((a) => a.startsWith('-test.coverprofile='))) throw new BuildError('go: -cover is not supported yet', 1);
  if (flags.fuzz !== '') throw new BuildError('-fuzz flag is not supported on js/wasm');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'go-build'));
  const processes = new Processes();
  const interrupt = (): void => {
    processes.killAll();
    fs.rmSync(work, { recursive: true, force: true });
    process.exit(1);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await withSession(flags.build, async (s) => {
      const code = await testPackages(s, flags, work, processes);
      printTiming(s, flags.build);
      return code;
    }, true);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function testPackages(s: Session, flags: TestFlags, work: string, processes: Processes): Promise<number> {
  const output = new BuildOutput(flags.json);
  const subjects = loadSubjects(s, flags);
  for (const w of s.loader.warnings) process.stderr.write(`${w}\n`);
  if (subjects.length === 0) throw new BuildError('no packages to test');
  if (flags.profile !== '' && subjects.length > 1) throw new BuildError(`cannot use ${flags.profile} flag with multiple packages`);
  checkOutputs(subjects, flags);
  const limit = Number(flags.build.value('p') || s.sys.env('GOSSAMER_JOBS') || os.availableParallelism());
  const context: RunContext = { session: s, flags, work, processes, output, failures: new Map(), stopped: false, alone: subjects.length === 1 || limit === 1 };
  const runs = subjects.map((x, i) => new PackageRun(context, x, i));
  for (const r of runs) r.setup();
  const ready = subjects.filter((x) => x.errors.length === 0);
  const binaries = ready.flatMap((x) => (x.binary === null ? [] : [x.binary]));
  context.failures = await s.builder.prepareTests(binaries, ready.flatMap((x) => (x.binary === null && x.pkg!.files.length > 0 ? [x.pkg!] : [])));
  for (const [id, text] of context.failures) output.failed(id, text);
  const failed = await runAll(runs, context, Math.max(1, limit));
  if (failed && !flags.json && !(flags.compileOnly && runs.some((r) => r.buildFailed))) process.stdout.write('FAIL\n');
  return failed ? 1 : 0;
}

function loadSubjects(s: Session, flags: TestFlags): Subject[] {
  s.loader.testing = true;
  const loaded = s.loader.loadEach(flags.packages ?? []);
  s.builder.setRoots(loaded.flatMap((l) => (l.pkg === null ? [] : [l.pkg])));
  return loaded.map(({ path, pkg, errors }) => {
    if (pkg === null || errors.length > 0) return { path, pkg, binary: null, errors };
    try {
      return { path, pkg, binary: loadTest(s.loader, pkg), errors };
    } catch (e) {
      if (e instanceof BuildError) return { path, pkg, binary: null, errors: [e.message] };
      throw e;
    }
  });
}

/** -o with several packages names a directory, in which binaries must not meet. */
function checkOutputs(subjects: readonly Subject[], flags: TestFlags): void {
  if (subjects.length < 2 || (!flags.compileOnly && flags.output === '') || flags.output === os.devNull) return;
  if (flags.output !== '' && !isDirectory(flags.output)) throw new BuildError(`with multiple packages, -o must refer to a directory or ${os.devNull}`);
  const byName = new Map<string, string[]>();
  for (const x of subjects) {
    const name = binaryName(x.path, flags);
    byName.set(name, [...byName.get(name) ?? [], x.path]);
  }
  for (const [name, paths] of byName) if (paths.length > 1) throw new BuildError(`cannot write test binary ${name} for multiple packages:\n${paths.join('\n')}`);
}

function isDirectory(name: string): boolean {
  return name.endsWith('/') || fileStat(name)?.isDirectory() === true;
}

/** Name of the test binary of a package. */
export function binaryName(pkg: string, flags: TestFlags): string {
  return `${executableName(pkg, path.basename(flags.packages?.[0] ?? ''))}.test`;
}

/** Writes the binary for -c, -o and profiles. */
export async function installBinary(s: Session, flags: TestFlags, pkg: string, program: Program): Promise<void> {
  if (flags.output === os.devNull) return;
  const name = binaryName(pkg, flags);
  await writeOutput(s.sys, program, path.resolve(flags.output === '' ? name : isDirectory(flags.output) ? path.join(flags.output, name) : flags.output));
}

/** Whether the packages that a binary contains include one that did not compile. */
export function brokenBy(x: Subject, failures: ReadonlyMap<string, string>): string {
  const order = x.binary !== null ? dependencyOrder([x.binary.main], x.binary.view) : [x.pkg!];
  return order.find((p) => failures.has(p.id))?.id ?? '';
}

/** Builds and runs, some at a time, in order; benchmarks one by one once all is built. */
async function runAll(runs: readonly PackageRun[], c: RunContext, limit: number): Promise<boolean> {
  const serial = c.flags.bench !== '' && !c.flags.compileOnly;
  if (serial) {
      await atMost(limit, runs, (r) => r.build());
    for (const r of runs) {
      await r.run();
      r.print();
    }
    return runs.some((r) => r.failed);
  }
  let printed = 0;
  const done = new Set<PackageRun>();
  await atMost(limit, runs, async (r) => {
    await r.build();
    await r.run();
    done.add(r);
    while (printed < runs.length && done.has(runs[printed]!)) runs[printed++]!.print();
  });
  return runs.some((r) => r.failed);
}

async function atMost<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
