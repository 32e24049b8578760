// The gossamer command: picks the command and turns errors into texts and exit codes as the go command does: 0 success, 1 failure,
// 2 wrong usage.

import { build, USAGE as BUILD } from './build.ts';
import { clean, USAGE as CLEAN } from './clean.ts';
import { env, USAGE as ENV } from './env.ts';
import { UsageError } from './flags.ts';
import { fmt, USAGE as FMT } from './fmt.ts';
import { help, overview } from './help.ts';
import { list, USAGE as LIST } from './list.ts';
import { run, USAGE as RUN } from './run.ts';
import { test } from './test/test.ts';
import { USAGE as TEST } from './test/flags.ts';
import { version, USAGE as VERSION } from './version.ts';
import { BuildError } from '../build/system.ts';
import { InternalError } from '../base/internal-error.ts';

const USAGES: ReadonlyMap<string, string> = new Map([
  ['build', BUILD], ['clean', CLEAN], ['env', ENV], ['fmt', FMT], ['list', LIST], ['run', RUN], ['test', TEST], ['version', VERSION],
]);

/** `-C dir` may stand before the command. */
function withDirectory(argv: readonly string[]): readonly string[] {
  const m = /^--?C(=.*)?$/s.exec(argv[0] ?? '');
  if (m === null) return argv;
  const n = m[1] === undefined ? 2 : 1;
  return [...argv.slice(n, n + 1), ...argv.slice(0, n), ...argv.slice(n + 1)];
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = withDirectory(argv);
  if (command !== undefined && /^-(?!h$|-help$|help$)/.test(command)) {
    process.stderr.write(`flag provided but not defined: ${command.replace(/^--/, '-').replace(/=.*/, '')}\n${overview()}`);
    return 2;
  }
  switch (command) {
    case undefined:
      process.stderr.write(overview());
      return 2;
    case 'build': return build(rest);
    case 'clean': return clean(rest);
    case 'env': return env(rest);
    case 'fmt': return fmt(rest);
    case 'help': case '-h': case '-help': case '--help': return help(rest, USAGES);
    case 'list': return list(rest);
    case 'run': return run(rest);
    case 'test': return test(rest);
    case 'version': return version(rest);
    default:
      process.stderr.write(`go ${command}: unknown command\nRun 'go help' for usage.\n`);
      return 2;
  }
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  try {
    process.exitCode = await dispatch(argv);
  } catch (e) {
    if (e instanceof BuildError) {
      process.stderr.write(`${e.message}\n`);
      process.exitCode = e.status;
    } else if (e instanceof UsageError) {
      process.stderr.write(`${e.message}\n`);
      process.exitCode = 2;
    } else {
      const x = e instanceof Error ? e : new Error(String(e));
      const what = x instanceof InternalError ? 'internal error' : 'unexpected error';
      process.stderr.write(`gossamer: ${what}: ${x.message}\n${x.stack ?? ''}\n\nThis is a bug of Gossamer. To reproduce: gossamer ${argv.join(' ')}\n`);
      process.exitCode = 3;
    }
  }
}

await main();
