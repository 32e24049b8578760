// A loaded package.

import type { HeaderImport } from '../syntax/header.ts';

export interface PackageFile {
  name: string;
  /** Absolute path, as messages and traces show it. */
  path: string;
  /** Where to read it, if that is elsewhere. */
  source: string;
  /** Release file that the overlay may edit. */
  edit: boolean;
  imports: HeaderImport[];
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
  /** Hash of the files, '' if not computed. */
  contentHash = '';
  /** Hash of all that determines the object. */
  key = '';

  constructor(path: string, dir: string) {
    this.path = path;
    this.dir = dir;
    this.shownDir = dir;
  }
}
