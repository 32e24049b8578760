// The driver's System on Node.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import type { DirEntry, System } from '../../build/system.ts';

export class NodeSystem implements System {
  private readonly dirs = new Map<string, DirEntry[] | null>();
  private readonly files = new Map<string, Uint8Array>();
  private readonly owner = `${os.hostname()}~${process.pid}~`;

  readFile(file: string): Uint8Array | null {
    const known = this.files.get(file);
    if (known !== undefined) return known;
    try {
      const b = fs.readFileSync(file);
      const bytes = new Uint8Array(b.buffer, b.byteOffset, b.length);
      if (file.endsWith('.go')) this.files.set(file, bytes); // read for loading, keys and compilation
      return bytes;
    } catch (e) {
      if (isMissing(e)) return null;
      throw e;
    }
  }

  readDir(dir: string): DirEntry[] | null {
    const known = this.dirs.get(dir);
    if (known !== undefined) return known;
    let list: DirEntry[] | null;
    try {
      list = fs.readdirSync(dir, { withFileTypes: true }).map((e) => ({
        name: e.name, isDir: e.isSymbolicLink() ? this.stat(`${dir}/${e.name}`)?.isDir ?? false : e.isDirectory(),
      })).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (e) {
      if (!isMissing(e)) throw e;
      list = null;
    }
    this.dirs.set(dir, list);
    return list;
  }

  stat(file: string): { isDir: boolean; size: number; mtimeMs: number } | null {
    let st: fs.Stats | undefined;
    try {
      st = fs.statSync(file, { throwIfNoEntry: false });
      if (st === undefined) return null;
    } catch (e) {
      if (isMissing(e)) return null;
      throw e;
    }
    return { isDir: st.isDirectory(), size: st.size, mtimeMs: st.mtimeMs };
  }

  makeDir(dir: string): void { fs.mkdirSync(dir, { recursive: true }); }

  createFile(file: string, bytes: Uint8Array, mode?: number): void { fs.writeFileSync(file, bytes, { flag: 'wx', mode }); }

  temporaryName(): string { return `${this.owner}${randomBytes(6).toString('hex')}`; }

  /** Processes of other machines cannot be asked. */
  inUse(name: string): boolean {
    const m = /^(.*)~([0-9]+)~[0-9a-f]+$/.exec(name);
    if (m === null || m[1] !== os.hostname()) return true;
    if (name.startsWith(this.owner)) return true;
    try {
      process.kill(Number(m[2]), 0);
      return true;
    } catch (e) {
      return (e as NodeJS.ErrnoException).code !== 'ESRCH';
    }
  }

  remove(file: string): void { fs.rmSync(file, { recursive: true, force: true }); }

  rename(from: string, to: string): void { fs.renameSync(from, to); }

  realPath(file: string): string { return fs.realpathSync(file); }

  touch(file: string): void {
    try {
      const now = new Date();
      fs.utimesSync(file, now, now);
    } catch {
      // someone removed it
    }
  }

  wallClock(): number { return Date.now(); }

  env(name: string): string | undefined { return process.env[name]; }

  /** The directory as $PWD has it, if that is where we are. */
  cwd(): string {
    const real = process.cwd();
    const pwd = process.env['PWD'];
    if (pwd === undefined || !path.isAbsolute(pwd) || pwd === real) return real;
    const a = fs.statSync(pwd, { throwIfNoEntry: false });
    const b = fs.statSync(real);
    return a !== undefined && a.ino === b.ino && a.dev === b.dev ? pwd : real;
  }

  sha256(parts: readonly (Uint8Array | string)[]): string {
    const h = createHash('sha256');
    for (const p of parts) h.update(p);
    return h.digest('hex');
  }

  now(): number { return performance.now(); }

  async fetch(url: string): Promise<Uint8Array | string> {
    if (url.startsWith('file://')) return this.readFile(decodeURIComponent(new URL(url).pathname)) ?? '404 no such file';
    const { download } = await import('./fetch.ts');
    return download(url);
  }
}

function isMissing(e: unknown): boolean {
  const code = (e as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
