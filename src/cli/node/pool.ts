// Compiles in worker threads; a single package in this thread. Both run dist/worker.mjs (../worker.ts).

import { Worker } from 'node:worker_threads';
import type { CompileResult } from '../../compile/input.ts';
import { forgetCopies } from '../../compile/package-id.ts';
import type { CompileJob, Workers } from '../../build/system.ts';
import type { Answer, Request, WorkerModule } from '../worker.ts';

/** Megabytes of young objects: fewer scavenges take a third off parsing and checking. */
const YOUNG_MB = 192;
/** Megabytes: checker and SSA builder recurse over expressions. */
const STACK_MB = 64;

/** Bytes of source from which on a single package is compiled in a thread all the same. */
const LARGE_SOURCE = 1 << 20;

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
    if (sourceBytes(job) > LARGE_SOURCE) return this.onThread(job);
    const r = (await this.compiler).compile(job);
    return r.messages.some((m) => STACK_OVERFLOW.test(m.text)) ? this.onThread(job) : r;
  }

  /** Where the stack and the space for young objects are large. */
  private async onThread(job: CompileJob): Promise<CompileResult> {
    const pool = new Pool(this.url, 1);
    for (const [id, object] of this.objects) pool.provide(id, object);
    try {
      return await pool.compile(job);
    } finally {
      pool.close();
    }
  }

  provide(id: string, object: Uint8Array): void { this.objects.set(id, object); }

  forget(forTest: string): void {
    forgetCopies(this.objects, forTest);
    void this.compiler.then((c) => c.forget(forTest));
  }

  close(): void {}
}

function sourceBytes(job: CompileJob): number { return job.input.files.reduce((n, f) => n + f.bytes.length, 0); }

const STACK_OVERFLOW = /Maximum call stack size exceeded|syntax error: nesting too deep/;

interface Slot { worker: Worker; busy: boolean; resolve: ((r: CompileResult) => void) | null; reject: ((e: Error) => void) | null }

class Pool implements Workers {
  readonly parallel: number;
  private readonly slots: Slot[] = [];
  private readonly url: URL;
  /** All objects so far, in memory that the threads share. */
  private readonly objects = new Map<string, Uint8Array>();
  /** Jobs that wait for a thread. */
  private readonly queue: { job: CompileJob; resolve: (r: CompileResult) => void; reject: (e: Error) => void }[] = [];

  constructor(url: URL, n: number) {
    this.url = url;
    this.parallel = n;
  }

  compile(job: CompileJob): Promise<CompileResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.next();
    });
  }

  /** Gives waiting jobs to free threads. */
  private next(): void {
    while (this.queue.length > 0) {
      const slot = this.slots.find((s) => !s.busy) ?? (this.slots.length < this.parallel ? this.start() : null);
      if (slot === null) return;
      const { job, resolve, reject } = this.queue.shift()!;
      slot.busy = true;
      slot.resolve = resolve;
      slot.reject = reject;
      this.post(slot, { kind: 'compile', ...job });
    }
  }

  provide(id: string, object: Uint8Array): void {
    if (this.objects.has(id)) return;
    const shared = new Uint8Array(new SharedArrayBuffer(object.length));
    shared.set(object);
    this.objects.set(id, shared);
    for (const s of this.slots) this.post(s, { kind: 'object', id, object: shared });
  }

  forget(forTest: string): void {
    forgetCopies(this.objects, forTest);
    for (const s of this.slots) this.post(s, { kind: 'forget', forTest });
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
      this.next();
    });
    worker.on('error', (e) => slot.reject?.(e));
    for (const [id, object] of this.objects) this.post(slot, { kind: 'object', id, object });
    return slot;
  }
}
