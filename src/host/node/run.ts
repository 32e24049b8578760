// Runs a compiled program under Node: instantiates the module, drives the runtime's scheduler from the event loop, ends the process.

import { MemoryView } from '../core/memory.ts';
import { JsValues, type GoObject } from '../core/js-values.ts';
import { HOST_MODULE, ProgramExit, makeImports, type HostContext } from './imports.ts';
import { Streams, type HostEvent } from './streams.ts';
import { RUNTIME_EXPORT } from '../../abi/host-imports.table.ts';
import { Low } from '../../abi/machine.table.ts';
import { Ticker } from './tick.ts';

export interface RunOptions {
  /** Program name first. */
  args: string[];
  env: Record<string, string | undefined>;
  executable: string;
  /** Initial and maximal memory in 64 KB pages, as the module's import wants them. */
  initialPages: number;
  maximumPages: number;
  /** What //go:wasmimport functions are: by module and name, or a function that makes them for the program's memory. */
  imports?: ExternalImports;
}

export type ExternalImports = WebAssembly.Imports | ((memory: WebAssembly.Memory) => WebAssembly.Imports);

/** A program that has been started. */
export interface Running {
  /** The //go:wasmexport functions by name; they throw once the program has ended. */
  exports: Record<string, (...args: unknown[]) => unknown>;
  /** Strings and structures that cross the border are here. */
  memory: WebAssembly.Memory;
  /** The exit code, when the program has ended. */
  done: Promise<number>;
}

/** What the runtime exports to the host, without the prefix of the names. */
interface Exports {
  /** Present if the data segments are passive: copies them. */
  initMemory?(): void;
  run(): number;
  resume(): number;
  resumeEvent(): void;
  deadlock(): void;
}

/** Native stack bytes that Go code may use: found once by recursing until the engine refuses, halved. */
function probeStack(): number {
  // A frame of `deep` takes about 100 bytes in V8's interpreter; counting is an estimate that only has to err on the small side.
  let n = 0;
  const deep = (): void => { n++; deep(); };
  try {
    deep();
  } catch {
    // RangeError: that is the limit.
  }
  return Math.max(128 * 1024, Math.min(n * 80, 984 * 1024)) >> 1;
}

/** Runs the program, whose module may still be in compilation; resolves with its exit code when it has ended. */
export async function runProgram(compiled: WebAssembly.Module | Promise<WebAssembly.Module>, options: RunOptions): Promise<number> {
  return (await startProgram(compiled, options)).done;
}

/** Starts the program: runs it until it first waits for something. */
export async function startProgram(compiled: WebAssembly.Module | Promise<WebAssembly.Module>, options: RunOptions): Promise<Running> {
  const memory = new WebAssembly.Memory({ initial: options.initialPages, maximum: options.maximumPages, shared: true });
  const ticker = new Ticker(memory); // first: its thread takes a while to start
  const module = await compiled;
  const mem = new MemoryView(memory);
  const events: HostEvent[] = [];
  const loop = new EventLoop(events);
  let js: JsValues;
  const go: GoObject = {
    _values: [],
    _pendingEvent: null,
    _makeFuncWrapper(id: number) {
      js.funcs++;
      return function (this: unknown, ...args: unknown[]): unknown {
        const event = { id, this: this, args, result: undefined as unknown };
        go._pendingEvent = event;
        loop.event();
        return event.result;
      };
    },
  };
  const streams = new Streams(mem, (e) => { events.push(e); mem.setU32(Low.HostEvents, 1); mem.setU32(Low.Poll, 1); loop.wake(); });
  js = new JsValues(mem, go);
  const budget = probeStack() - 64 * 1024;
  const context: HostContext = { mem, args: options.args, env: options.env, executable: options.executable, js, streams, events, stackBudget: () => budget };
  const running: Pick<Running, 'exports'> = { exports: {} };
  const userImports = externalImports(module, memory, options.imports, () => running.exports);
  const instance = await WebAssembly.instantiate(module, { ...userImports, [HOST_MODULE]: { ...makeImports(context), memory } });
  const { runtime, user } = splitExports(instance, loop);
  runtime.initMemory?.();
  js.funcs += Object.keys(user).length; // what may continue a program that waits
  running.exports = user;
  return { exports: user, memory, done: loop.start(runtime, ticker) };
}

/** Names of a module's //go:wasmexport functions. */
export function exportNames(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module).filter((e) => e.kind === 'function').map((e) => e.name).filter((n) => !n.startsWith(RUNTIME_EXPORT));
}

function splitExports(instance: WebAssembly.Instance, loop: EventLoop): { runtime: Exports; user: Running['exports'] } {
  const runtime: Record<string, unknown> = {};
  const user: Running['exports'] = {};
  for (const [name, fn] of Object.entries(instance.exports)) {
    if (name.startsWith(RUNTIME_EXPORT)) runtime[name.slice(RUNTIME_EXPORT.length)] = fn;
    else if (typeof fn === 'function') user[name] = (...args) => loop.call(fn as (...args: unknown[]) => unknown, args);
  }
  return { runtime: runtime as unknown as Exports, user };
}

/** What gc's wasm_exec.js provides to the release's tests of package syscall/js. */
function testImports(user: () => Running['exports']): Record<string, Record<string, WebAssembly.ImportValue>> {
  return { _gotest: {
    add: (a: number, b: number) => a + b,
    callExport: (a: number, b: bigint) => { user()['testExport0']!(); return user()['testExport']!(a, b) as bigint; },
  } };
}

/** Imports that a program declares with //go:wasmimport: those given, else `globalThis.gossamerImports[module][name]`. */
function externalImports(module: WebAssembly.Module, memory: WebAssembly.Memory, imports: ExternalImports | undefined, user: () => Running['exports']): WebAssembly.Imports {
  const source = imports ?? (globalThis as { gossamerImports?: ExternalImports }).gossamerImports ?? {};
  const given = typeof source === 'function' ? source(memory) : source;
  const tests = testImports(user);
  const out: WebAssembly.Imports = {};
  for (const i of WebAssembly.Module.imports(module)) {
    if (i.module === HOST_MODULE) continue;
    const value = given[i.module]?.[i.name] ?? tests[i.module]?.[i.name];
    if (value === undefined) throw new Error(`the program imports ${i.module}.${i.name}, which nothing provides`);
    (out[i.module] ??= {})[i.name] = value;
  }
  return out;
}

/** Calls the runtime when there is something to do: at once, when a timer is due, or when a host operation has completed. */
class EventLoop {
  private exports: Exports | null = null;
  private ticker: Ticker | null = null;
  private depth = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private immediate: ReturnType<typeof setImmediate> | null = null;
  private readonly events: HostEvent[];
  private done: (code: number) => void = () => {};
  private failed: (e: unknown) => void = () => {};
  private exited = false;

  constructor(events: HostEvent[]) {
    this.events = events;
  }

  start(exports: Exports, ticker: Ticker): Promise<number> {
    this.exports = exports;
    this.ticker = ticker;
    return new Promise((resolve, reject) => {
      const idle = (): void => this.idle();
      const end = (): void => { process.removeListener('beforeExit', idle); };
      process.on('beforeExit', idle);
      this.done = (code) => { end(); resolve(code); };
      this.failed = (e) => { end(); reject(e); };
      this.enter(() => exports.run());
    });
  }

  /** A host operation has completed. */
  wake(): void {
    if (this.depth > 0 || this.exited || this.immediate !== null) return;
    this.immediate = setImmediate(() => { this.immediate = null; this.step(); });
  }

  /** JavaScript called a FuncOf value. */
  event(): void {
    if (this.exited) throw new Error('Go program has already exited');
    this.enter(() => { this.exports!.resumeEvent(); return this.depth > 1 ? Number.POSITIVE_INFINITY : 0; });
  }

  /** JavaScript calls an exported function. */
  call(fn: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
    if (this.exited) throw new Error('Go program has already exited');
    let result: unknown;
    this.enter(() => { result = fn(...args); return this.depth > 1 ? Number.POSITIVE_INFINITY : 0; });
    if (this.exited) throw new Error('Go program has already exited');
    return result;
  }

  /** Nothing is left that could call the program again, which waits for JavaScript to do so. */
  private idle(): void {
    if (!this.exited) this.enter(() => { this.exports!.deadlock(); return Number.POSITIVE_INFINITY; });
  }

  private step(): void {
    if (!this.exited) this.enter(() => this.exports!.resume());
  }

  private enter(fn: () => number): void {
    this.depth++;
    if (this.depth === 1) this.ticker!.begin();
    let next: number;
    try {
      next = fn();
    } catch (e) {
      this.finish(e);
      if (this.depth > 1) throw e;
      return;
    } finally {
      this.depth--;
      if (this.depth === 0) this.ticker!.end();
    }
    if (this.depth === 0) this.schedule(next);
  }

  private finish(e: unknown): void {
    if (this.exited) return;
    this.exited = true;
    this.stopTimers();
    this.ticker?.close();
    if (e instanceof ProgramExit) this.done(e.code);
    else this.failed(e);
  }

  private stopTimers(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.immediate !== null) clearImmediate(this.immediate);
    this.timer = null;
    this.immediate = null;
  }

  private schedule(next: number): void {
    if (this.exited) return;
    if (Number.isNaN(next)) { this.finish(new ProgramExit(0)); return; }
    this.stopTimers();
    if (next < 1 || this.events.length > 0) this.immediate = setImmediate(() => { this.immediate = null; this.step(); });
    else if (Number.isFinite(next)) this.timer = setTimeout(() => { this.timer = null; this.step(); }, Math.min(next, 0x7fffffff));
  }
}
