// Compiling and linking the packages of a test in this thread: imports of std come from the build cache and stay decoded.

import fs from 'node:fs';
import path from 'node:path';
import { fail } from '../../src/base/internal-error.ts';
import { Cache } from '../../src/build/cache.ts';
import { RELEASE } from '../../src/build/context.ts';
import { NodeSystem } from '../../src/cli/node/system.ts';
import { Imports } from '../../src/compile/imports.ts';
import type { CompileFlags } from '../../src/compile/input.ts';
import { compilePackage } from '../../src/compile/package.ts';
import { link } from '../../src/link/link.ts';
import { ObjectReader } from '../../src/object/reader.ts';

/** A std package in the cache. */
export interface StdPackage { path: string; imports: string[]; key: string }

export interface Std { packages: StdPackage[]; cacheDir: string; goroot: string }

export interface SourcePackage {
  path: string;
  files: string[];
  importMap: Record<string, string>;
  /** Words for the compiler. */
  flags: readonly string[];
}

export interface Linked { module: Uint8Array; memoryPages: number; maxPages: number }

export class Toolchain {
  private readonly std = new Map<string, StdPackage>();
  private readonly stdObjects = new Map<string, Uint8Array>();
  private readonly readers = new Map<string, ObjectReader>();
  private readonly cache: Cache;
  private readonly goroot: string;
  private readonly imports = new Imports();
  /** Packages of the current test. */
  private own = new Map<string, Uint8Array>();

  constructor(std: Std) {
    for (const p of std.packages) this.std.set(p.path, p);
    this.cache = new Cache(new NodeSystem(), std.cacheDir);
    this.goroot = std.goroot;
  }

  /** Forgets the packages of the test before. */
  begin(): void {
    for (const path of this.own.keys()) this.imports.forget(path);
    this.own = new Map();
  }

  /** Compiles a package; the messages are the compiler's lines without columns, as with -C. */
  compile(p: SourcePackage): { ok: boolean; messages: string[] } {
    const lang = p.flags.find((f) => f.startsWith('-lang='))?.slice(6) ?? RELEASE.split('.').slice(0, 2).join('.');
    const files = p.files.map((name) => ({ name, bytes: new Uint8Array(fs.readFileSync(name)) }));
    const input = { path: p.path, files, goVersion: lang, flags: compileFlags(p.flags), importMap: p.importMap, embeds: {}, standard: false, dump: '' };
    const r = compilePackage(input, (q) => this.object(q), this.imports, ['runtime']);
    if (r.object !== null) this.own.set(p.path, r.object);
    return { ok: r.object !== null, messages: r.messages.map((m) => (m.line === 0 ? m.text : `${m.file}:${m.line}: ${m.text}`)) };
  }

  /** Links the package compiled last as the program. */
  link(): Linked {
    const main = [...this.own.keys()].at(-1)!;
    const seen = new Set<string>();
    const order: ObjectReader[] = [];
    const visit = (path: string): void => {
      if (path === 'unsafe' || seen.has(path)) return;
      seen.add(path);
      const own = this.own.get(path);
      if (own === undefined) {
        for (const i of this.stdPackage(path).imports) visit(i);
        order.push(this.reader(path));
        return;
      }
      const o = new ObjectReader(own, false);
      for (const i of o.info.imports) visit(i.path);
      order.push(o);
    };
    visit('runtime');
    visit(main);
    return link(order, { mainPath: main, variant: 'js-shared', version: RELEASE, goroot: this.goroot, modinfo: '', godebug: '', names: false, defines: [] });
  }

  private stdPackage(path: string): StdPackage { return this.std.get(path) ?? fail(`package ${path} is not in std`); }

  private reader(path: string): ObjectReader {
    let r = this.readers.get(path);
    if (r === undefined) this.readers.set(path, r = new ObjectReader(this.object(path), false));
    return r;
  }

  private object(path: string): Uint8Array {
    const known = this.own.get(path) ?? this.stdObjects.get(path);
    if (known !== undefined) return known;
    const o = this.cache.get('obj', this.stdPackage(path).key) ?? fail(`std package ${path} does not compile`);
    this.stdObjects.set(path, o);
    return o;
  }
}

/** Flags that mean something here; those for gc's debugging and code generation are ignored. */
function compileFlags(words: readonly string[]): CompileFlags {
  return {
    noOptimize: words.includes('-N'), noInline: words.includes('-l'), explain: words.some((w) => /^-m(=\d+)?$/.test(w)),
    debugSuspend: false, fieldTrack: words.includes('-goexperiment=fieldtrack'), allErrors: !words.includes('-e=0'), bodiesElsewhere: !words.includes('-complete'), variant: 'js-shared',
  };
}

/** Packages of a directory as "test/<first file>", importing each other as "./<first file>". */
export function dirImportMap(firstFiles: readonly string[]): Record<string, string> {
  return Object.fromEntries(firstFiles.map((f) => path.basename(f, '.go')).map((n) => [`./${n}`, `test/${n}`]));
}
