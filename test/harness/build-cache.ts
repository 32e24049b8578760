// A program of several packages and what the tests of the build cache do with it: build it in a process of its own, copy caches,
// damage files.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';

export const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
/** Local packages beside main. */
export const LOCALS = ['a', 'b', 'c', 'd', 'e', 'f'];

export interface Outcome { code: number | null; signal: NodeJS.Signals | null; stderr: string }

/** A directory for one test file; removed by close. */
export class Playground {
  readonly dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-cache-')));
  readonly src = path.join(this.dir, 'src');
  private n = 0;

  constructor() {
    const write = (file: string, text: string): void => {
      fs.mkdirSync(path.dirname(path.join(this.src, file)), { recursive: true });
      fs.writeFileSync(path.join(this.src, file), text);
    };
    write('go.mod', 'module example.com/m\ngo 1.26\n');
    for (const [i, p] of LOCALS.entries()) {
      const below = LOCALS.slice(0, i).filter((_, k) => (i + k) % 2 === 1);
      write(`${p}/${p}.go`, `package ${p}\n\nimport (\n${below.map((b) => `\t"example.com/m/${b}"\n`).join('')})\n\n` +
        `type T struct{ n, s int }\n\nfunc (t *T) Add(k int) *T { t.n += k; t.s ^= t.n*${i + 3}; return t }\n\n` +
        `func Sum(n int) int {\n\tt := &T{}\n\tfor i := range n {\n\t\tt.Add(i)\n\t}\n\treturn t.s${below.map((b) => ` + ${b}.Sum(n)`).join('')}\n}\n`);
    }
    write('main.go', `package main\n\nimport (\n${LOCALS.map((p) => `\t"example.com/m/${p}"\n`).join('')})\n\nfunc main() { println(${LOCALS.map((p) => `${p}.Sum(100)`).join(', ')}) }\n`);
  }

  close(): void { fs.rmSync(this.dir, { recursive: true, force: true }); }

  /** A new directory that does not exist yet. */
  fresh(): string { return path.join(this.dir, `t${this.n++}`); }

  /** A copy of a cache; without the entries that `drop` says. */
  copy(cache: string, drop: (file: string) => boolean = () => false): string {
    const to = this.fresh();
    for (const f of files(cache)) {
      if (drop(f)) continue;
      const target = path.join(to, path.relative(cache, f));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(f, target);
    }
    return to;
  }

  start(cache: string, out: string, jobs = 2): ChildProcess {
    fs.mkdirSync(path.dirname(out), { recursive: true });
    const env = { ...process.env, GOSSAMER_CACHE: cache, GOSSAMER_JOBS: String(jobs), PWD: this.src };
    return spawn(process.execPath, [program, 'build', '-o', out, '.'], { cwd: this.src, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  build(cache: string, out: string, jobs = 2): Promise<Outcome> {
    return finished(this.start(cache, out, jobs));
  }
}

export function finished(child: ChildProcess): Promise<Outcome> {
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (s: string) => { stderr += s; });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stderr })));
}

/** All files below a directory, sorted. */
export function files(dir: string): string[] {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(path.join(dir, e.name)) : [path.join(dir, e.name)])).sort();
}

/** What interrupted writing left in a cache. */
export function leftovers(cache: string): string[] {
  return files(cache).filter((f) => !/^(obj|prog|index)\/[0-9a-f]{2}\/[0-9a-f]{64}$|^trim\.txt$/.test(path.relative(cache, f)));
}
