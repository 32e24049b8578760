// The downloaded sources of std are checked as they are read: beside them lies the list of hashes that the module's pinned hash is
// the hash of ("h1:…"), so a file that changed, is cut off, missing or added shows, and the sources are fetched again.

import { basename, dirname, join } from './path.ts';
import type { DirEntry, System } from './system.ts';

/** The list: lines "sha256  name", sorted by name, of all files of the module. */
export const SUMS = 'SHA256SUMS';

/** The sources are not what was downloaded. */
export class DamagedSources extends Error {
  override readonly name = 'DamagedSources';
}

/** The lines of the list. */
export function sumLines(sys: System, files: Readonly<Record<string, Uint8Array>>): string {
  return Object.keys(files).filter((n) => !n.endsWith('/')).sort().map((n) => `${sys.sha256([files[n]!])}  ${n}\n`).join('');
}

/** The module hash of a list: its SHA-256 in base64. */
export function moduleHash(sys: System, lines: string): string {
  const bytes = sys.sha256([lines]).match(/../g)!.map((h) => parseInt(h, 16));
  return `h1:${btoa(String.fromCharCode(...bytes))}`;
}

/** Name in GOROOT of a file of the module: go.mod files are stored as _go.mod, since a module may not contain another. */
export function nameInGoroot(name: string): string {
  return name.replace(/(^|\/)_go\.(mod|sum)$/, '$1go.$2');
}

export class Sources {
  private readonly sys: System;
  readonly goroot: string;
  private readonly prefix: string;
  private readonly pinned: string;
  /** Hashes by path, and file names by directory, once the list has been read. */
  private known: { hashes: Map<string, string>; names: Map<string, Set<string>> } | null = null;
  private readonly checked = new Set<string>();

  /** prefix: of the names in the list. pinned: the module hash, '' if that was not known beforehand. */
  constructor(sys: System, goroot: string, prefix: string, pinned: string) {
    this.sys = sys;
    this.goroot = goroot;
    this.prefix = prefix;
    this.pinned = pinned;
  }

  private damaged(path: string, what: string): never {
    throw new DamagedSources(`${path} ${what}`);
  }

  private list(): { hashes: Map<string, string>; names: Map<string, Set<string>> } {
    if (this.known !== null) return this.known;
    const path = join(this.goroot, SUMS);
    const bytes = this.sys.readFile(path);
    if (bytes === null) return this.damaged(path, 'is missing');
    const text = new TextDecoder().decode(bytes);
    if (this.pinned !== '' && moduleHash(this.sys, text) !== this.pinned) this.damaged(path, 'is damaged');
    const hashes = new Map<string, string>();
    const names = new Map<string, Set<string>>();
    for (const line of text.split('\n')) {
      const name = line.slice(66);
      if (!name.startsWith(`${this.prefix}src/`)) continue;
      const file = join(this.goroot, nameInGoroot(name.slice(this.prefix.length)));
      hashes.set(file, line.slice(0, 64));
      const dir = dirname(file);
      const set = names.get(dir);
      if (set === undefined) names.set(dir, new Set([basename(file)]));
      else set.add(basename(file));
    }
    this.known = { hashes, names };
    return this.known;
  }

  private within(path: string): boolean {
    return path.startsWith(`${this.goroot}/src/`);
  }

  /** Throws unless a file of the sources is as it was downloaded. */
  check(path: string, bytes: Uint8Array | null): void {
    if (!this.within(path) || this.checked.has(path)) return;
    const want = this.list().hashes.get(path);
    if (bytes === null ? want !== undefined : want !== this.sys.sha256([bytes])) this.damaged(path, bytes === null ? 'is missing' : 'is damaged');
    this.checked.add(path);
  }

  /** Throws unless a directory of the sources has the files that were downloaded. */
  checkDir(dir: string, entries: readonly DirEntry[]): void {
    if (!this.within(dir) || this.checked.has(dir)) return;
    const want = this.list().names.get(dir) ?? new Set();
    const have = new Set(entries.filter((e) => !e.isDir).map((e) => e.name));
    for (const n of want) if (!have.has(n)) this.damaged(join(dir, n), 'is missing');
    for (const n of have) if (n.endsWith('.go') && !want.has(n)) this.damaged(join(dir, n), 'was not downloaded');
    this.checked.add(dir);
  }
}
