// Results of tests that passed, kept by content: the test binary, its arguments, and the environment variables and files that the run
// before looked at (the binary writes their names to a log). Two entries: id → log, id and hash of what the log names → output.

import fs from 'node:fs';
import path from 'node:path';
import type { Cache } from '../../build/cache.ts';
import type { NodeSystem } from '../node/system.ts';

const KIND = 'test';
const MAGIC = '# test log\n';
/** Flags that do not keep a result from being reused. */
const CACHEABLE = ['benchtime', 'cpu', 'list', 'parallel', 'run', 'short', 'skip', 'timeout', 'failfast', 'v', 'fullpath'];
const IGNORED = ['coverprofile', 'outputdir'];
/** Milliseconds: a file this young may change without its time changing. */
const TOO_NEW = 2000;

export class ResultCache {
  private readonly sys: NodeSystem;
  private readonly cache: Cache;
  private readonly id: string;
  private readonly dir: string;
  private readonly root: string;

  /** dir: where the test runs; root: module or GOROOT, outside of which files are not looked at. */
  constructor(sys: NodeSystem, cache: Cache, key: string, args: readonly string[], exec: readonly string[], dir: string, root: string) {
    this.sys = sys;
    this.cache = cache;
    this.id = sys.sha256([JSON.stringify([key, args, exec])]);
    this.dir = dir;
    this.root = root;
  }

  /** The arguments that matter; null if results of such runs are not kept. */
  static arguments(args: readonly string[]): string[] | null {
    const out: string[] = [];
    for (const a of args) {
      const m = /^-test\.(\w+)=/.exec(a);
      if (m === null) return null;
      if (CACHEABLE.includes(m[1]!)) out.push(a);
      else if (!IGNORED.includes(m[1]!)) return null;
    }
    return out;
  }

  /** Output of an earlier run with "(cached)" for its time, or null. */
  get(): Buffer | null {
    const log = this.cache.get(KIND, this.id);
    if (log === null) return null;
    const inputs = this.inputs(Buffer.from(log).toString());
    if (inputs === null) return null;
    const bytes = this.cache.get(KIND, this.sys.sha256([this.id, inputs]));
    if (bytes === null) return null;
    const text = Buffer.from(bytes).toString('latin1');
    const m = /(^|\n)(ok {2}\t[^\t\n]*\t)[0-9.s]*([^\n]*\n)$/.exec(text);
    return m === null ? null : Buffer.from(`${text.slice(0, m.index)}${m[1]!}${m[2]!}(cached)${m[3]!}`, 'latin1');
  }

  put(logFile: string, output: Buffer): void {
    const log = this.sys.readFile(logFile);
    if (log === null) return;
    const inputs = this.inputs(Buffer.from(log).toString());
    if (inputs === null) return;
    this.cache.put(KIND, this.id, log);
    this.cache.put(KIND, this.sys.sha256([this.id, inputs]), output);
  }

  /** Hash of all that a log names; null if it is damaged or names a file that is too new. */
  private inputs(log: string): string | null {
    if (!log.startsWith(MAGIC) || !log.endsWith('\n')) return null;
    const env = (name: string): string => `env ${name} ${process.env[name] === undefined ? 'unset' : `=${process.env[name]}`}\n`;
    let text = env('GODEBUG') + env('GOSSAMERDEBUG');
    let cwd = this.dir;
    for (const line of log.slice(MAGIC.length).split('\n')) {
      if (line === '') continue;
      const i = line.indexOf(' ');
      const op = line.slice(0, i);
      const name = line.slice(i + 1);
      const file = path.resolve(cwd, name);
      const inside = file === this.root || file.startsWith(`${this.root}/`);
      if (op === 'getenv') text += env(name);
      else if (op === 'chdir') {
        cwd = name;
        text += `chdir ${name} ${statText(name)}\n`;
      } else if (op === 'stat') text += inside ? `stat ${file} ${statText(file)}\n` : '';
      else if (op === 'open') {
        if (!inside) continue;
        const opened = openText(file);
        if (opened === null) return null;
        text += `open ${file} ${opened}\n`;
      } else return null;
    }
    return this.sys.sha256([text]);
  }
}

/** The error of a failed look, which the test saw too. */
function orCode<T>(look: () => T): T | string {
  try {
    return look();
  } catch (e) {
    return (e as NodeJS.ErrnoException).code ?? 'error';
  }
}

function statText(file: string): string {
  return orCode(() => {
    const st = fs.statSync(file);
    return `${st.size} ${st.mode} ${st.mtimeMs}`;
  });
}

function openText(file: string): string | null {
  return orCode(() => {
    const st = fs.statSync(file);
    if (st.isDirectory()) return fs.readdirSync(file).map((n) => `${n} ${statText(path.join(file, n))}`).join('\n');
    return st.isFile() && Date.now() - st.mtimeMs < TOO_NEW ? null : statText(file);
  });
}
