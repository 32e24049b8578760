// Runs a test binary: a script beside its module in a directory of its own, started with one pipe for both outputs, as the go command does.

import fs from 'node:fs';
import path from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import type { Program } from '../../build/build.ts';
import { homeDir } from '../build-flags.ts';

/** Writes the files of a test binary; returns the path of the script. */
export function writeBinary(dir: string, name: string, p: Program): string {
  fs.mkdirSync(dir, { recursive: true });
  const file = path.join(dir, name);
  fs.writeFileSync(`${file}.wasm`, p.module);
  const host = JSON.stringify(new URL('dist/host-node.cjs', homeDir()).pathname);
  fs.writeFileSync(file, `#!/usr/bin/env node
require(${host}).runProgram(new WebAssembly.Module(require('node:fs').readFileSync(__filename + '.wasm')), {
  args: [process.argv[1]].concat(process.argv.slice(2)), env: process.env, executable: __filename,
  initialPages: ${p.memoryPages}, maximumPages: ${p.maxPages},
}).then(function (code) { process.exitCode = code; });
`, { mode: 0o755 });
  return file;
}

export interface Execution {
  /** '' for success, "exit status 2", "signal: killed". */
  failure: string;
  /** Ended by itself with a status. */
  exited: boolean;
  /** Killed because it ran too long. */
  late: boolean;
  seconds: number;
}

export interface ExecuteOptions {
  cwd: string;
  exec: readonly string[];
  /** Nanoseconds until it is killed; 0 for never. */
  limit: bigint;
  /** Told about output as it comes; null: the program writes where the command does. */
  output: ((chunk: Buffer) => void) | null;
}

/** Programs that are running, so that they can be ended with the command. */
export class Processes {
  private readonly running = new Set<ChildProcess>();

  killAll(): void {
    for (const c of this.running) c.kill('SIGKILL');
  }

  execute(file: string, args: readonly string[], o: ExecuteOptions): Promise<Execution> {
    const start = performance.now();
    // Found by its name, as when the script itself is started: net/http looks at process.argv0 for "node".
    const command = [...(o.exec.length > 0 ? o.exec : [path.basename(process.execPath)]), file, ...args];
    const PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`;
    // The shell makes both outputs one pipe, which keeps their order.
    const shell = o.output !== null && process.platform !== 'win32';
    const child = spawn(shell ? '/bin/sh' : command[0]!, shell ? ['-c', 'exec "$@" 2>&1', 'sh', ...command] : command.slice(1), {
      cwd: o.cwd, env: { ...process.env, PATH, PWD: o.cwd }, stdio: o.output === null ? ['ignore', 1, 1] : ['ignore', 'pipe', 'pipe'],
    });
    this.running.add(child);
    child.stdout?.on('data', (b: Buffer) => o.output?.(b));
    child.stderr?.on('data', (b: Buffer) => o.output?.(b));
    let late = false;
    const timer = o.limit <= 0n ? null : setTimeout(() => { late = true; child.kill('SIGQUIT'); setTimeout(() => child.kill('SIGKILL'), GRACE).unref(); }, Number(o.limit / 1_000_000n));
    return new Promise((resolve) => {
      const done = (failure: string, exited: boolean): void => {
        if (timer !== null) clearTimeout(timer);
        this.running.delete(child);
        resolve({ failure, exited, late, seconds: (performance.now() - start) / 1000 });
      };
      child.on('error', (e) => done(e.message, false));
      child.on('close', (code, signal) => done(signal !== null ? `signal: ${SIGNALS[signal] ?? signal}` : code === 0 ? '' : `exit status ${code}`, signal === null));
    });
  }
}

/** Milliseconds between the two signals. */
const GRACE = 5000;
const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed', SIGQUIT: 'quit', SIGTERM: 'terminated', SIGINT: 'interrupt', SIGHUP: 'hangup', SIGABRT: 'aborted', SIGSEGV: 'segmentation fault', SIGTRAP: 'trace/breakpoint trap',
};
