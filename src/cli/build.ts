// gossamer build: compile packages; write the executables of main packages (output.ts).

import path from 'node:path';
import { BUILD_FLAGS, printPlan, printTiming, withSession, type Session } from './build-flags.ts';
import { buildFailEvent, buildOutputEvents } from './build-events.ts';
import { Flags } from './flags.ts';
import { BuildError } from '../build/system.ts';
import type { Package } from '../build/package.ts';
import { fileStat, writeOutput } from './output.ts';
import { executableName } from './run.ts';

export const USAGE = 'usage: go build [-o output] [build flags] [packages]';

export async function build(argv: readonly string[]): Promise<number> {
  const f = new Flags('build', USAGE, BUILD_FLAGS, argv, process.env['GOFLAGS']);
  try {
    return await withSession(f, (s) => buildIn(s, f));
  } catch (e) {
    if (!f.bool('json') || !(e instanceof BuildError)) throw e;
    printJson(e.message, f.args[0] ?? '.');
    return e.status;
  }
}

/** -json: the messages, line by line, with the package that they are of. otherwise: for messages that are of none. */
function printJson(text: string, otherwise: string): void {
  let path = otherwise;
  const end = (): void => { process.stdout.write(buildFailEvent(path)); };
  let any = false;
  for (const line of text.split('\n')) {
    const m = /^# (\S+)/.exec(line);
    if (m !== null) {
      if (any) end();
      path = m[1]!;
    }
    any = true;
    process.stdout.write(buildOutputEvents(path, `${line}\n`));
  }
  end();
}

async function buildIn(s: Session, f: Flags): Promise<number> {
  const roots = s.builder.load(f.args);
  for (const w of s.loader.warnings) process.stderr.write(`${w}\n`);
  const output = f.value('o');
  if (roots.length === 0) {
    if (output !== '') throw new BuildError('no packages to build');
    return 0;
  }
  const mains = roots.filter((p) => p.name === 'main');
  const isDir = output !== '' && (output.endsWith('/') || fileStat(output)?.isDirectory() === true);
  if (output !== '' && !isDir && roots.length > 1) throw new BuildError(`go: cannot write multiple packages to non-directory ${output}`);
  if (isDir && mains.length === 0) throw new BuildError('go: no main packages to build');
  if (f.value('buildmode') === 'archive') {
    if (mains.length === roots.length) throw new BuildError('no packages to build');
    await s.builder.compile(roots.filter((p) => p.name !== 'main'));
  } else if (f.bool('n')) printPlan(s, f, roots, mains.length === 0 || (roots.length > 1 && !isDir) ? '' : outputFile(mains[0]!, output, isDir, f.args));
  else if (mains.length === 0 || (roots.length > 1 && !isDir)) await s.builder.compile(roots);
  else for (const m of mains) await writeProgram(s, f, m, outputFile(m, output, isDir, f.args));
  process.stderr.write(s.builder.notes);
  printTiming(s, f);
  return 0;
}

function outputFile(m: Package, output: string, isDir: boolean, args: readonly string[]): string {
  const name = executableName(m.path, path.basename(args[0] ?? ''));
  return output === '' ? name : isDir ? path.join(output, name) : output;
}

async function writeProgram(s: Session, f: Flags, m: Package, file: string): Promise<void> {
  const p = await s.builder.program(m, s.link(m));
  try {
    if (f.bool('x')) process.stderr.write(`link -o ${file}\n`);
    await writeOutput(s.sys, p, file);
  } catch (e) {
    throw e instanceof BuildError ? e : new BuildError(`${m.path}: go build ${m.path}: ${e instanceof Error ? e.message : String(e)}`);
  }
}
