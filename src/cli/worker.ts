// The compiler as a module of its own: loaded by the command to compile a single package, or started as a thread of the pool.

import { isMainThread, parentPort } from 'node:worker_threads';
import { compilePackage } from '../compile/package.ts';
import { Imports } from '../compile/imports.ts';
import { fail } from '../base/internal-error.ts';
import type { CompileJob } from '../build/system.ts';
import type { CompileResult } from '../compile/input.ts';

export type Request = { kind: 'object'; path: string; object: Uint8Array } | ({ kind: 'compile' } & CompileJob);
export type Answer = CompileResult;

export interface WorkerModule { Compiler: new (objects: ReadonlyMap<string, Uint8Array>) => { compile(job: CompileJob): CompileResult } }

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

  private run(job: CompileJob): CompileResult {
    return compilePackage(job.input, (path) => {
      const o = this.objects.get(path) ?? fail(`${job.input.path}: the object of ${path} is missing`);
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
      objects.set(r.path, r.object);
      return;
    }
    port.postMessage(compiler.compile(r));
  });
}
