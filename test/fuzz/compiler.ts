// Gossamer's compiler in this process: std once into the build cache, then programs of package main to modules on disk.

import fs from 'node:fs';
import { dependencyOrder } from '../../src/build/key.ts';
import { BuildError } from '../../src/build/system.ts';
import { BUILD_FLAGS, openSession } from '../../src/cli/build-flags.ts';
import { Flags } from '../../src/cli/flags.ts';
import { Toolchain, type Std } from '../conformance/toolchain.ts';

/** What generated programs and the corpus of mutations import. */
export const STD = ['runtime', 'os', 'sort', 'strconv', 'math', 'sync', 'sync/atomic', 'slices', 'iter', 'fmt', 'errors', 'strings', 'bytes', 'unsafe', 'maps', 'time', 'io', 'reflect', 'unicode/utf8', 'cmp', 'math/bits'];

/** Brings std up to date in the build cache. */
export async function prepareStd(): Promise<Std> {
  const s = await openSession(new Flags('fuzz', '', BUILD_FLAGS, []));
  try {
    await s.builder.compile(s.builder.load(STD.filter((p) => p !== 'unsafe')));
    const packages = dependencyOrder([...s.loader.packages.values()], s.loader.packages).map((p) => ({ path: p.path, imports: [...p.imports, ...p.implicit], key: p.key }));
    return { packages, cacheDir: s.cache.dir, goroot: s.loader.goroot };
  } finally {
    s.close();
  }
}

export interface CompileRequest { kind: 'compile'; files: string[]; flags: string[]; out: string }

/** ok; or the messages of the compiler; or the failure of the compiler itself. */
export interface CompileReply { ok: boolean; messages: string[]; internal: string; memoryPages: number; maxPages: number }

export class Compiler {
  readonly tools: Toolchain;

  constructor(std: Std) { this.tools = new Toolchain(std); }

  /** Compiles and, with `out`, links to that file. */
  compile(r: CompileRequest): CompileReply {
    try {
      this.tools.begin();
      const c = this.tools.compile({ path: 'command-line-arguments', files: r.files, importMap: {}, flags: r.flags });
      if (!c.ok || r.out === '') return { ok: c.ok, messages: c.messages, internal: '', memoryPages: 0, maxPages: 0 };
      const l = this.tools.link();
      fs.writeFileSync(r.out, l.module);
      return { ok: true, messages: [], internal: '', memoryPages: l.memoryPages, maxPages: l.maxPages };
    } catch (e) {
      return { ok: false, messages: [], internal: describeError(e), memoryPages: 0, maxPages: 0 };
    }
  }
}

export function describeError(e: unknown): string {
  const x = e instanceof Error ? e : new Error(String(e));
  return `${x.name}: ${x.message}\n${(x.stack ?? '').split('\n').filter((l) => /^ +at /.test(l)).slice(0, 8).join('\n')}`;
}

export { BuildError };
