// A thread with a compiler in it: it may take too long or die, and is replaced then.

import { Worker } from 'node:worker_threads';

export class Thread<Request, Reply> {
  private worker: Worker | null = null;
  private answer: ((r: Reply | { died: string }) => void) | null = null;

  constructor(private readonly url: URL, private readonly data: unknown) {}

  /** The reply, or how the thread ended. */
  ask(request: Request, limit: number): Promise<Reply | { died: string }> {
    const w = this.worker ?? this.start();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end(`timeout: no answer in ${limit / 1000} s`);
        void w.terminate();
      }, limit);
      this.answer = (r) => {
        clearTimeout(timer);
        this.answer = null;
        resolve(r);
      };
      w.postMessage(request);
    });
  }

  async close(): Promise<void> {
    const w = this.worker;
    this.end('closed');
    await w?.terminate();
  }

  private start(): Worker {
    const w = new Worker(this.url, { workerData: this.data, resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 2048 }, execArgv: [] });
    w.on('message', (r: Reply) => this.answer?.(r));
    w.on('error', (e) => { if (this.worker === w) this.end(`died: ${e.message}\n${(e.stack ?? '').split('\n').slice(0, 10).join('\n')}`); });
    w.on('exit', (code) => { if (this.worker === w) this.end(`ended with status ${code}`); });
    this.worker = w;
    return w;
  }

  private end(reason: string): void {
    this.worker = null;
    this.answer?.({ died: reason });
  }
}
