// What loading found out about std packages, kept in the cache: which files a package has, what they import, and the hash of their
// contents. An entry holds as long as the directories' and files' sizes and times are the same, so an unchanged std is not read
// at all. One JSON file per build context and GOROOT; a damaged or foreign one counts as empty.

import type { HeaderImport } from '../syntax/header.ts';
import type { Cache } from './cache.ts';
import type { Package } from './package.ts';
import type { System } from './system.ts';

interface FileEntry { name: string; path: string; source: string; edit: boolean; size: number; mtime: number; imports: HeaderImport[] }
interface Entry { dirs: [string, number][]; name: string; files: FileEntry[]; ignored: string[]; hash: string }

const KIND = 'index';

export class StdIndex {
  private readonly sys: System;
  private readonly cache: Cache | null;
  private readonly key: string;
  private readonly entries: Record<string, Entry>;
  private changed = false;

  /** context: all that decides which files count: GOROOT, GOOS, tags, the overlay's manifest. */
  constructor(sys: System, cache: Cache | null, context: string) {
    this.sys = sys;
    this.cache = cache;
    this.key = sys.sha256([context]);
    this.entries = this.read();
  }

  private read(): Record<string, Entry> {
    const bytes = this.cache?.get(KIND, this.key);
    if (bytes === null || bytes === undefined) return {};
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Entry>;
    } catch {
      return {};
    }
  }

  /** Fills in a package from its entry; false if there is none that holds. */
  restore(p: Package): boolean {
    const e = this.entries[p.path];
    if (e === undefined) return false;
    for (const [dir, mtime] of e.dirs) if ((this.sys.stat(dir)?.mtimeMs ?? 0) !== mtime) return false;
    for (const f of e.files) {
      const st = this.sys.stat(f.source);
      if (st === null || st.size !== f.size || st.mtimeMs !== f.mtime) return false;
    }
    p.name = e.name;
    p.ignored = e.ignored;
    p.files = e.files.map((f) => ({ name: f.name, path: f.path, source: f.source, edit: f.edit, imports: f.imports }));
    p.contentHash = e.hash;
    return true;
  }

  /** Remembers a package whose contentHash is known. dirs: its directories. */
  add(p: Package, dirs: readonly string[]): void {
    if (p.embeds.length > 0) return;
    const files: FileEntry[] = [];
    for (const f of p.files) {
      const st = this.sys.stat(f.source);
      if (st === null) return;
      files.push({ name: f.name, path: f.path, source: f.source, edit: f.edit, size: st.size, mtime: st.mtimeMs, imports: f.imports });
    }
    this.entries[p.path] = { dirs: dirs.map((d) => [d, this.sys.stat(d)?.mtimeMs ?? 0]), name: p.name, files, ignored: p.ignored, hash: p.contentHash };
    this.changed = true;
  }

  /** Writes new entries to the cache. */
  save(): void {
    if (this.changed) this.cache?.put(KIND, this.key, new TextEncoder().encode(JSON.stringify(this.entries)));
    this.changed = false;
  }
}
