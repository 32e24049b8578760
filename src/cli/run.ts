// gossamer run: compile and run a program.

import { BUILD_FLAGS, printPlan, printTiming, withSession, type Session } from './build-flags.ts';
import { Flags } from './flags.ts';
import { BuildError } from '../build/system.ts';
import type { Package } from '../build/package.ts';
import { runProgram } from '../host/node/run.ts';

export const USAGE = 'usage: go run [build flags] [-exec xprog] package [arguments...]';

export async function run(argv: readonly string[]): Promise<number> {
  const f = new Flags('run', USAGE, BUILD_FLAGS, argv, process.env['GOFLAGS']);
  const { pkgArgs, args } = splitArgs(f.args);
  if (pkgArgs.length === 0) throw new BuildError('go: no go files listed');
  const code = await withSession(f, (s) => runIn(s, f, pkgArgs, args));
  if (code !== 0) {
    process.stderr.write(`exit status ${code}\n`);
    return 1;
  }
  return 0;
}

async function runIn(s: Session, f: Flags, pkgArgs: readonly string[], args: readonly string[]): Promise<number> {
  let roots: readonly Package[] = s.builder.load(pkgArgs, pkgArgs[0]!.endsWith('.go'));
  if (pkgArgs[0]!.includes('...') && roots.length > 0) {
    roots = roots.filter((p) => p.name === 'main');
    if (roots.length === 0) s.loader.warnings.push(`go: warning: "${pkgArgs[0]!}" matched only non-main packages`);
  }
  for (const w of s.loader.warnings) process.stderr.write(`${w}\n`);
  if (roots.length === 0) throw new BuildError(`go: no packages loaded from ${pkgArgs[0]!}`);
  if (roots.length > 1) throw new BuildError(`go: pattern ${pkgArgs[0]!} matches multiple packages:\n${roots.map((p) => `\t${p.path}`).join('\n')}`);
  const main = roots[0]!;
  if (main.name !== 'main') throw new BuildError(`package ${main.path} is not a main package`);
  if (f.bool('n')) {
    printPlan(s, f, [main], executableName(main.path, pkgArgs[0]!));
    return 0;
  }
  const program = await s.builder.program(main, s.link(main));
  process.stderr.write(s.builder.notes);
  printTiming(s, f);
  s.close();
  const module = WebAssembly.compile(program.module as Uint8Array<ArrayBuffer>);
  return runProgram(module, {
    args: [executableName(main.path, pkgArgs[0]!), ...args],
    env: process.env,
    executable: process.argv[1] ?? '',
    initialPages: program.memoryPages,
    maximumPages: program.maxPages,
  });
}

/** The leading .go files, or one package, then the program's arguments. */
function splitArgs(args: readonly string[]): { pkgArgs: string[]; args: string[] } {
  let n = 0;
  while (n < args.length && args[n]!.endsWith('.go')) n++;
  if (n === 0 && args.length > 0) n = 1;
  return { pkgArgs: args.slice(0, n), args: args.slice(n) };
}

/** Last element of the import path; of the first file for command-line-arguments. */
export function executableName(path: string, first: string): string {
  const p = path === 'command-line-arguments' ? first.replace(/\.go$/, '') : path;
  const base = p.slice(p.lastIndexOf('/') + 1);
  const dir = p.slice(0, Math.max(0, p.lastIndexOf('/')));
  return /^v[0-9]+$/.test(base) && dir !== '' ? dir.slice(dir.lastIndexOf('/') + 1) : base;
}
