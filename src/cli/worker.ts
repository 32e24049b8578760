// The compiler as a module of its own: loaded by the command to compile a single package, or started as a thread of the pool.

import { isMainThread, parentPort } from 'node:worker_threads';
import { compilePackage } from '../compile/package.ts';
import { Imports } from '../compile/imports.ts';
import { forgetCopies, packageId } from '../compile/package-id.ts';
import { fail } from '../base/internal-error.ts';
import type { CompileJob } from '../build/system.ts';
import type { CompileResult } from '../compile/input.ts';

export type Request = { kind: 'object'; id: string; object: Uint8Array } | { kind: 'forget'; forTest: string } | ({ kind: 'compile' } & CompileJob);
export type Answer = CompileResult;

export interface WorkerModule { Compiler: new (objects: ReadonlyMap<string, Uint8Array>) => { compile(job: CompileJob): CompileResult; forget(forTest: string): void } }

/** Compiles packages one after the other; what it decodes of imports is kept. */
export class Compiler {
  private readonly objects: ReadonlyMap<string, Uint8Array>;
  private readonly imports = new Imports();

  constructor(objects: ReadonlyMap<string, Uint8Array>) {
    this.objects = objects;
  }

  /** A bug of ours becomes the package's message, so that the build goes on with the packages that do not need it. */
  compile(job: CompileJob): CompileResult {
    try {
      return this.run(job);
    } catch (e) {
      const x = e instanceof Error ? e : new Error(String(e));
      const frames = (x.stack ?? '').split('\n').filter((l) => /^ +at /.test(l)).slice(0, 8).map((l) => `\t${l.trim()}`);
      const text = `internal compiler error: ${x.message}\n${frames.join('\n')}`;
      return { object: null, messages: [{ file: '', line: 0, col: 0, code: '', text }], timing: {} };
    }
  }

  forget(forTest: string): void { this.imports.forgetTest(forTest); }

  private run(job: CompileJob): CompileResult {
    const copies = new Set(job.copies);
    this.imports.idOf = (path) => packageId(path, copies.has(path) ? job.forTest : '');
    return compilePackage(job.input, (id) => {
      const o = this.objects.get(id) ?? fail(`${job.input.path}: the object of ${id} is missing`);
      // Not shared with other threads: decoders refuse shared memory.
      return o.buffer instanceof SharedArrayBuffer ? o.slice() : o;
    }, this.imports, job.implicit, job.key);
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const objects = new Map<string, Uint8Array>();
  const compiler = new Compiler(objects);
  port.on('message', (r: Request) => {
    if (r.kind === 'object') {
      objects.set(r.id, r.object);
      return;
    }
    if (r.kind === 'forget') {
      forgetCopies(objects, r.forTest);
      compiler.forget(r.forTest);
      return;
    }
    port.postMessage(compiler.compile(r));
  });
}
