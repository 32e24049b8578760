// The tick worker: a thread that sets the poll word of a running program, soon after a slice begins (so that V8's optimised code replaces
// the baseline code of a long-running function) and then every 10 ms. It sleeps while no Go code runs.

import { Worker } from 'node:worker_threads';
import { Low } from '../../abi/machine.table.ts';

const source = `
const { workerData } = require('node:worker_threads');
const a = new Int32Array(workerData.buffer, 0, 4096);
const poll = ${Low.Poll >> 2}, tick = ${Low.Tick >> 2}, running = ${Low.Running >> 2};
const early = [1, 1, 3, 5];
let slice = 0, k = 0;
for (;;) {
  const now = Atomics.load(a, running);
  if (now === 0) { k = 0; Atomics.wait(a, running, 0); continue; }
  if (now !== slice) { slice = now; k = 0; }
  const ms = k < early.length ? early[k++] : 10;
  Atomics.wait(a, tick + 2, a[tick + 2], ms);
  if (Atomics.load(a, running) === 0) continue;
  Atomics.add(a, tick, ms);
  Atomics.store(a, poll, 1);
}
`;

export class Ticker {
  private readonly words: Int32Array;
  private slice = 0;
  private worker: Worker | null = null;

  constructor(memory: WebAssembly.Memory) {
    this.words = new Int32Array(memory.buffer, 0, 4096);
    this.worker = new Worker(source, { eval: true, workerData: memory, stdout: false, stderr: false, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 } });
    this.worker.unref();
    this.worker.on('error', () => { this.worker = null; });
  }

  /** Go code begins to run on this thread. */
  begin(): void {
    this.slice = (this.slice % 0x3fffffff) + 1;
    Atomics.store(this.words, Low.Running >> 2, this.slice);
    Atomics.notify(this.words, Low.Running >> 2);
  }

  /** Go code has returned to the host. */
  end(): void { Atomics.store(this.words, Low.Running >> 2, 0); }

  /** The program has ended. */
  close(): void {
    void this.worker?.terminate();
    this.worker = null;
  }
}
