// The build cache: files named by key, safe with several processes at work: entries are written under a temporary name and renamed
// (atomic.ts), equal keys have equal contents, and a damaged entry (its checksum does not fit) counts as absent and is removed.
//
// Entry: contents, then 32 hex digits of the SHA-256 of kind, key and contents, and the magic "gossamr2".

import { removeQuietly, Temporaries } from './atomic.ts';
import { join } from './path.ts';
import type { System } from './system.ts';

const MAGIC = 'gossamr2';
const TRAILER = 32 + MAGIC.length;

const HOUR = 3_600_000;
/** Entries not used for so long are removed, looking once a day. */
const KEEP = 5 * 24 * HOUR;
const TRIM_INTERVAL = 24 * HOUR;
const KINDS = ['obj', 'prog', 'index', 'test'];

export class Cache {
  private readonly sys: System;
  readonly dir: string;
  readonly temporaries: Temporaries;

  constructor(sys: System, dir: string) {
    this.sys = sys;
    this.dir = dir;
    this.temporaries = new Temporaries(sys, dir);
  }

  /** kind: "obj", "prog", "index", "test". */
  file(kind: string, key: string): string {
    return join(this.dir, kind, key.slice(0, 2), key);
  }

  /** So that an entry in the place of another does not count either. */
  private checksum(kind: string, key: string, contents: Uint8Array): string {
    return this.sys.sha256([`${kind} ${key}\n`, contents]).slice(0, 32);
  }

  /** Whether there is an entry; it may still turn out damaged. */
  has(kind: string, key: string): boolean {
    const st = this.sys.stat(this.file(kind, key));
    return st !== null && st.size > TRAILER;
  }

  /** Contents, or null. */
  get(kind: string, key: string): Uint8Array | null {
    const path = this.file(kind, key);
    const bytes = this.read(path);
    if (bytes === null) return null;
    const n = bytes.length - TRAILER;
    if (n >= 0) {
      const trailer = String.fromCharCode(...bytes.subarray(n));
      const contents = bytes.subarray(0, n);
      if (trailer.slice(32) === MAGIC && this.checksum(kind, key, contents) === trailer.slice(0, 32)) {
        this.used(path);
        return contents;
      }
    }
    removeQuietly(this.sys, path); // In a cache that cannot be written it stays, and is found damaged again.
    return null;
  }

  /** A file that cannot be read is as good as none. */
  private read(path: string): Uint8Array | null {
    try {
      return this.sys.readFile(path);
    } catch {
      return null;
    }
  }

  /** Failure to write (no space, read-only) is not an error: the build goes on without a cache. */
  put(kind: string, key: string, contents: Uint8Array): void {
    const trailer = this.checksum(kind, key, contents) + MAGIC;
    const bytes = new Uint8Array(contents.length + TRAILER);
    bytes.set(contents);
    for (let i = 0; i < TRAILER; i++) bytes[contents.length + i] = trailer.charCodeAt(i);
    try {
      this.temporaries.write(this.file(kind, key), bytes);
    } catch {
      // see above
    }
  }

  /** Notes that an entry is in use; times need only be right to the hour. */
  private used(path: string): void {
    const st = this.sys.stat(path);
    if (st !== null && this.sys.wallClock() - st.mtimeMs > HOUR) this.sys.touch(path);
  }

  /** Removes what killed processes left behind and, at most once a day, what has not been used for days. */
  trim(): void {
    this.temporaries.sweep();
    const marker = join(this.dir, 'trim.txt');
    const now = this.sys.wallClock();
    const last = this.sys.stat(marker);
    if (last !== null && now - last.mtimeMs < TRIM_INTERVAL) return;
    try {
      this.temporaries.write(marker, new Uint8Array());
    } catch {
      return; // read-only
    }
    for (const kind of KINDS) {
      for (const d of this.sys.readDir(join(this.dir, kind)) ?? []) {
        for (const f of this.sys.readDir(join(this.dir, kind, d.name)) ?? []) {
          const path = join(this.dir, kind, d.name, f.name);
          const st = this.sys.stat(path);
          if (st !== null && now - st.mtimeMs > KEEP) removeQuietly(this.sys, path);
        }
      }
    }
  }

  /** Removes all entries of these kinds. */
  clean(kinds: readonly string[] = KINDS): void {
    for (const kind of kinds) this.sys.remove(join(this.dir, kind));
  }
}

/** $GOSSAMER_CACHE, else the platform's place for caches; '' if there is none. */
export function cacheDir(sys: System, platform: string): string {
  const explicit = sys.env('GOSSAMER_CACHE');
  if (explicit !== undefined && explicit !== '') return explicit;
  const xdg = sys.env('XDG_CACHE_HOME') ?? '';
  const home = sys.env('HOME') ?? '';
  if (xdg === '' && home === '' && platform !== 'win32') return '';
  if (platform === 'darwin') return join(home, 'Library/Caches/gossamer');
  if (platform === 'win32') return join((sys.env('LOCALAPPDATA') ?? home).replaceAll('\\', '/'), 'gossamer');
  return xdg !== '' ? join(xdg, 'gossamer') : join(home, '.cache/gossamer');
}
