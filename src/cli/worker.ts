// The compiler as a module of its own: loaded by the command to compile a single package, or started as a thread of the pool.

import { isMainThread, parentPort } from 'node:worker_threads';
import { compilePackage } from '../compile/package.ts';
import { Imports } from '../compile/imports.ts';
import { fail } from '../base/internal-error.ts';
import type { CompileJob } from '../build/system.ts';
import type { CompileResult } from '../compile/input.ts';

export type Request = { kind: 'object'; path: string; object: Uint8Array } | ({ kind: 'compile' } & CompileJob);
export type Answer = { result: CompileResult } | { error: string; stack: string };

export interface WorkerModule { Compiler: new (objects: ReadonlyMap<string, Uint8Array>) => { compile(job: CompileJob): CompileResult } }

/** Compiles packages one after the other; what it decodes of imports is kept. */
export class Compiler {
  private readonly objects: ReadonlyMap<string, Uint8Array>;
  private readonly imports = new Imports();

  constructor(objects: ReadonlyMap<string, Uint8Array>) {
    this.objects = objects;
  }

  compile(job: CompileJob): CompileResult {
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
    let a: Answer;
    try {
      a = { result: compiler.compile(r) };
    } catch (e) {
      const x = e instanceof Error ? e : new Error(String(e));
      a = { error: `${r.input.path}: ${x.name}: ${x.message}`, stack: x.stack ?? '' };
    }
    port.postMessage(a);
  });
}
