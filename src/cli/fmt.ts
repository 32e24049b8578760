// gossamer fmt: the release's own gofmt, compiled from its sources, over the files of packages.

import { BUILD_FLAGS, openSession, withSession } from './build-flags.ts';
import { BuildError } from '../build/system.ts';
import { Flags } from './flags.ts';
import { runProgram } from '../host/node/run.ts';
import { relative } from '../source/report.ts';

export const USAGE = 'usage: go fmt [-n] [-x] [packages]';

export async function fmt(argv: readonly string[]): Promise<number> {
  const f = new Flags('fmt', USAGE, { bools: ['n', 'x'], values: ['mod', 'modfile'] }, argv);
  const named = await openSession(new Flags('fmt', USAGE, BUILD_FLAGS, []));
  const files: string[] = [];
  try {
    const packages = named.loader.loadArgs(f.args);
    if (named.loader.errors.length > 0) throw new BuildError(named.loader.errors.join('\n'));
    for (const p of packages) {
      for (const name of [...p.files.map((x) => x.name), ...p.ignored]) files.push(relative(named.loader.cwd, `${p.dir}/${name}`));
    }
  } finally {
    named.close();
  }
  if (f.bool('n') || f.bool('x')) process.stdout.write(`gofmt -l -w ${files.join(' ')}\n`);
  if (f.bool('n') || files.length === 0) return 0;
  return withSession(new Flags('fmt', USAGE, BUILD_FLAGS, []), async (s) => {
    const [main] = s.builder.load(['cmd/gofmt']);
    const program = await s.builder.program(main!, s.link(main!));
    s.close();
    const module = await WebAssembly.compile(program.module as Uint8Array<ArrayBuffer>);
    return runProgram(module, {
      args: ['gofmt', '-l', '-w', ...files], env: process.env, executable: 'gofmt', initialPages: program.memoryPages, maximumPages: program.maxPages,
    });
  });
}
