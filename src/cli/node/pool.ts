// Compiles in worker threads; a single package in this thread. Both run dist/worker.mjs (../worker.ts).

import { Worker } from 'node:worker_threads';
import type { CompileResult } from '../../compile/input.ts';
import type { CompileJob, Workers } from '../../build/system.ts';
import type { Answer, Request, WorkerModule } from '../worker.ts';

/** Megabytes of young objects: fewer scavenges take a third off parsing and checking. */
const YOUNG_MB = 192;
/** Megabytes: checker and SSA builder recurse over expressions. */
const STACK_MB = 64;

/** Workers for `jobs` packages, at most `limit` at a time. url: of worker.mjs. */
export function makeWorkers(url: URL, jobs: number, limit: number): Workers {
  const n = Math.min(jobs, limit);
  return n <= 1 ? new Inline(url) : new Pool(url, n);
}

class Inline implements Workers {
  readonly parallel = 1;
  private readonly compiler: Promise<InstanceType<WorkerModule['Compiler']>>;
  private readonly objects = new Map<string, Uint8Array>();

  private readonly url: URL;

  constructor(url: URL) {
    this.url = url;
    this.compiler = (import(url.href) as Promise<WorkerModule>).then((m) => new m.Compiler(this.objects));
  }

  async compile(job: CompileJob): Promise<CompileResult> {
    const r = (await this.compiler).compile(job);
    return r.messages.some((m) => STACK_OVERFLOW.test(m.text)) ? this.onThread(job) : r;
  }

  /** Once more where the stack is large. */
  private async onThread(job: CompileJob): Promise<CompileResult> {
    const pool = new Pool(this.url, 1);
    for (const [path, object] of this.objects) pool.provide(path, object);
    try {
      return await pool.compile(job);
    } finally {
      pool.close();
    }
  }

  provide(path: string, object: Uint8Array): void { this.objects.set(path, object); }
  close(): void {}
}

const STACK_OVERFLOW = /Maximum call stack size exceeded|syntax error: nesting too deep/;

interface Slot { worker: Worker; busy: boolean; resolve: ((r: CompileResult) => void) | null; reject: ((e: Error) => void) | null }

class Pool implements Workers {
  readonly parallel: number;
  private readonly slots: Slot[] = [];
  private readonly url: URL;
  /** All objects so far, in memory that the threads share. */
  private readonly objects: { path: string; object: Uint8Array }[] = [];

  constructor(url: URL, n: number) {
    this.url = url;
    this.parallel = n;
  }

  compile(job: CompileJob): Promise<CompileResult> {
    const slot = this.slots.find((s) => !s.busy) ?? this.start();
    slot.busy = true;
    return new Promise((resolve, reject) => {
      slot.resolve = resolve;
      slot.reject = reject;
      this.post(slot, { kind: 'compile', ...job });
    });
  }

  provide(path: string, object: Uint8Array): void {
    const shared = new Uint8Array(new SharedArrayBuffer(object.length));
    shared.set(object);
    this.objects.push({ path, object: shared });
    for (const s of this.slots) this.post(s, { kind: 'object', path, object: shared });
  }

  close(): void {
    for (const s of this.slots) void s.worker.terminate();
  }

  private post(s: Slot, r: Request): void { s.worker.postMessage(r); }

  private start(): Slot {
    const worker = new Worker(this.url, { resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: YOUNG_MB }, execArgv: [] });
    const slot: Slot = { worker, busy: false, resolve: null, reject: null };
    this.slots.push(slot);
    worker.on('message', (a: Answer) => {
      slot.busy = false;
      slot.resolve!(a);
    });
    worker.on('error', (e) => slot.reject?.(e));
    for (const o of this.objects) this.post(slot, { kind: 'object', ...o });
    return slot;
  }
}
