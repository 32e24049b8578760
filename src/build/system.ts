// What the driver needs from the machine. host-specific implementations are in cli/node and, for browsers, host/browser.

import type { CompileResult, PackageInput } from '../compile/input.ts';

export interface DirEntry { name: string; isDir: boolean }

export interface FileSystem {
  /** Null if there is no such file. */
  readFile(path: string): Uint8Array | null;
  /** Entries sorted by name; null if there is no such directory. */
  readDir(path: string): DirEntry[] | null;
  stat(path: string): { isDir: boolean; size: number; mtimeMs: number } | null;
  /** Makes a directory and those above it. */
  makeDir(path: string): void;
  /** Writes a new file; one that fails half-way may stay in part. atomic.ts writes files whole. */
  createFile(path: string, bytes: Uint8Array, mode?: number): void;
  /** Removes a file or a tree; no error if it does not exist. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** A file name that no other process and no other call gives out. */
  temporaryName(): string;
  /** Whether the process that a temporary name is of may still be running. */
  inUse(temporaryName: string): boolean;
  /** The path without symbolic links. */
  realPath(path: string): string;
  /** Sets the modification time to now; no error if there is no such file. */
  touch(path: string): void;
  /** Milliseconds since 1970, to compare with modification times. */
  wallClock(): number;
}

export interface System extends FileSystem {
  env(name: string): string | undefined;
  cwd(): string;
  /** SHA-256 of the parts one after the other, in hex. */
  sha256(parts: readonly (Uint8Array | string)[]): string;
  /** Downloads a file; a string result is the reason why not. */
  fetch(url: string): Promise<Uint8Array | string>;
  now(): number;
}

/** One compilation. The objects of all that the package reaches have been provided. */
export interface CompileJob {
  input: PackageInput;
  implicit: string[];
  key: string;
  /** For a test binary of this package, '' otherwise: there, the objects of the packages `copies` are those made for it. */
  forTest: string;
  copies: string[];
}

/** Compiles packages somewhere else. */
export interface Workers {
  /** How many compile at a time. */
  readonly parallel: number;
  compile(job: CompileJob): Promise<CompileResult>;
  /** Makes an object known before any job that imports it; once only for each id (Package.id). */
  provide(id: string, object: Uint8Array): void;
  /** Forgets objects made for the test of a package. */
  forget(forTest: string): void;
  close(): void;
}

/** A user's mistake that the driver found: text as the go command prints it, without "go: ". */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  /** Exit status of the command. */
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
