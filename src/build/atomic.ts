// Files appear whole or not at all: they are written under a temporary name on the same file system, then renamed. A process that is
// killed may leave its temporary files behind; the next command removes those whose process is gone.

import { dirname, join } from './path.ts';
import type { System } from './system.ts';

/** Milliseconds after which a temporary file is nobody's, wherever its process runs. */
const LEFTOVER_AGE = 3_600_000;

/** Writes a file whole by way of `temporary`. Throws what the system throws, with nothing left behind. */
export function replaceFile(sys: System, path: string, bytes: Uint8Array, temporary: string, mode?: number): void {
  try {
    sys.makeDir(dirname(temporary));
    sys.createFile(temporary, bytes, mode);
    sys.makeDir(dirname(path));
    sys.rename(temporary, path);
  } catch (e) {
    removeQuietly(sys, temporary);
    throw e;
  }
}

/** Removes a file or directory, if that is possible. */
export function removeQuietly(sys: System, path: string): void {
  try {
    sys.remove(path);
  } catch {
    // What failed before is what to report.
  }
}

/** The directory for temporary files of a cache. */
export class Temporaries {
  private readonly sys: System;
  readonly dir: string;

  constructor(sys: System, cacheDir: string) {
    this.sys = sys;
    this.dir = join(cacheDir, 'tmp');
  }

  /** The path of a new temporary file or directory of this process. */
  path(): string {
    return join(this.dir, this.sys.temporaryName());
  }

  write(path: string, bytes: Uint8Array): void {
    replaceFile(this.sys, path, bytes, this.path());
  }

  /** Removes a temporary file or directory, if that is possible. */
  discard(path: string): void {
    removeQuietly(this.sys, path);
  }

  /** Removes what processes that are gone have left behind. */
  sweep(): void {
    for (const e of this.sys.readDir(this.dir) ?? []) {
      const path = join(this.dir, e.name);
      const st = this.sys.stat(path);
      if (st !== null && (!this.sys.inUse(e.name) || this.sys.wallClock() - st.mtimeMs > LEFTOVER_AGE)) removeQuietly(this.sys, path);
    }
  }
}
