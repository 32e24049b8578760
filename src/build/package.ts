// A loaded package.

import type { HeaderImport } from '../syntax/header.ts';
import { packageId } from '../compile/package-id.ts';

export interface PackageFile {
  name: string;
  /** Absolute path, as messages and traces show it. */
  path: string;
  /** Where to read it, if that is elsewhere. */
  source: string;
  /** Release file that the overlay may edit. */
  edit: boolean;
  imports: HeaderImport[];
  /** Contents of a generated file, which is nowhere on disk. */
  text?: Uint8Array;
}

export interface EmbedPattern { pattern: string; file: string; line: number; col: number }
export interface EmbedMatch { pattern: string; files: { name: string; path: string }[] }

export class Package {
  readonly path: string;
  dir: string;
  /** Directory as messages and traces show it: dir, or with -trimpath the import path. */
  shownDir: string;
  name = '';
  files: PackageFile[] = [];
  /** Files of the directory that the constraints exclude. */
  ignored: string[] = [];
  standard = false;
  goVersion = '';
  /** Import path as written to resolved path, where they differ. */
  importMap: Record<string, string> = {};
  /** Resolved direct imports, sorted, without "unsafe". */
  imports: string[] = [];
  /** Packages that compiled code refers to without importing them: runtime, except in what runtime itself imports. */
  implicit: string[] = [];
  embeds: EmbedMatch[] = [];
  debug: string[] = [];
  /** Module path, '' for std and file arguments outside a module. */
  module = '';
  /** Path of the package whose test this copy belongs to: built for one test binary only. '' otherwise. */
  forTest = '';
  /** Package main compiled to be imported (by its own tests). */
  library = false;
  /** What is wrong with it, in the loader's words. */
  errors: string[] = [];
  /** Test files named on the command line; null: those of the directory. */
  testNames: string[] | null = null;
  /** Hash of the files, '' if not computed. */
  contentHash = '';
  /** Hash of all that determines the object. */
  key = '';

  constructor(path: string, dir: string) {
    this.path = path;
    this.dir = dir;
    this.shownDir = dir;
  }

  /** Tells copies for different tests apart: "strings", "strings [strings.test]". */
  get id(): string { return packageId(this.path, this.forTest); }

  /** A copy for the test of another package. */
  copyFor(forTest: string): Package {
    const p = Object.assign(new Package(this.path, this.dir), this);
    p.forTest = forTest;
    return p;
  }
}
