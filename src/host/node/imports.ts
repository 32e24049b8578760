// The host imports of a compiled program (abi/host-imports.table.ts) for Node.

import fs from 'node:fs';
import os from 'node:os';
import { webcrypto } from 'node:crypto';
import { HOST_MODULE, hostImports } from '../../abi/host-imports.table.ts';
import { Low } from '../../abi/machine.table.ts';
import type { MemoryView } from '../core/memory.ts';
import type { JsValues } from '../core/js-values.ts';
import { errno } from './errno.ts';
import { fileImports } from './files.ts';
import type { HostEvent, Streams } from './streams.ts';

/** Thrown through WebAssembly to end the program. */
export class ProgramExit extends Error {
  override readonly name = 'ProgramExit';
  readonly code: number;
  constructor(code: number) {
    super(`exit status ${code}`);
    this.code = code;
  }
}

export interface HostContext {
  mem: MemoryView;
  /** Program name first. */
  args: string[];
  env: Record<string, string | undefined>;
  /** Absolute path of the running program, for os.Executable. */
  executable: string;
  js: JsValues;
  streams: Streams;
  events: HostEvent[];
  /** Native stack bytes available at this moment for Go code. */
  stackBudget(): number;
}

type Fn = (...args: number[]) => number | void;

export function makeImports(c: HostContext): WebAssembly.ModuleImports {
  const all: Record<string, Fn> = { ...processImports(c), ...waiting(c), ...fileImports(c.mem), ...children(), ...values(c) };
  const out: Record<string, Fn> = {};
  for (const h of hostImports) {
    const fn = all[h.name];
    if (fn === undefined) throw new Error(`host import ${h.name} is not implemented`);
    out[h.name] = fn;
  }
  return out as WebAssembly.ModuleImports;
}

export { HOST_MODULE };

function zeroTerminated(list: string[]): Uint8Array {
  return new TextEncoder().encode(list.map((s) => `${s}\0`).join(''));
}

function writeAll(fd: number, b: Uint8Array): number {
  let at = 0;
  while (at < b.length) {
    try {
      at += fs.writeSync(fd, b, at, b.length - at);
    } catch (e) {
      if ((e as { code?: string }).code !== 'EAGAIN') return at;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
  return at;
}

function processImports(c: HostContext): Record<string, Fn> {
  const { mem } = c;
  let args: Uint8Array | null = null;
  let env: Uint8Array | null = null;
  const argBytes = (): Uint8Array => (args ??= zeroTerminated(c.args));
  const envBytes = (): Uint8Array => (env ??= zeroTerminated(Object.entries(c.env).filter(([, v]) => v !== undefined).map(([k, v]) => `${k}=${v}`)));
  const put = (p: number, b: Uint8Array): void => { mem.bytes(p, b.length).set(b); };
  const text = (p: number, n: number, s: string): number => { const len = mem.putText(p, n, s); return len <= n ? len : -errno.ERANGE; };
  return {
    exit: (code) => { throw new ProgramExit(code!); },
    rawWrite: (fd, p, n) => writeAll(fd!, mem.bytes(p!, n!)),
    nanotime: () => performance.now() * 1e6,
    walltime: (p) => {
      const ms = performance.timeOrigin + performance.now();
      const sec = Math.floor(ms / 1000);
      mem.setI64(p!, sec);
      mem.setI32(p! + 8, Math.floor((ms - sec * 1000) * 1e6));
    },
    random: (p, n) => {
      for (let at = 0; at < n! >>> 0; at += 65536) {
        const part = new Uint8Array(Math.min(65536, (n! >>> 0) - at));
        webcrypto.getRandomValues(part);
        mem.bytes((p! >>> 0) + at, part.length).set(part);
      }
    },
    argsSize: () => argBytes().length,
    argsGet: (p) => put(p!, argBytes()),
    envSize: () => envBytes().length,
    envGet: (p) => put(p!, envBytes()),
    timezone: (p, n) => text(p!, n!, c.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? ''),
    timezoneOffset: () => -new Date().getTimezoneOffset() * 60,
    executable: (p, n) => text(p!, n!, c.executable),
    hostname: (p, n) => text(p!, n!, os.hostname()),
    ident: (k) => ident(k!),
    umask: (mask) => process.umask(mask!),
    stackBudget: () => c.stackBudget(),
    diagnose: (kind, a, b) => { if (process.env['GOSSAMERDEBUG']?.includes('host=1')) process.stderr.write(`host: ${kind} ${a} ${b}\n`); },
  };
}

function ident(k: number): number {
  switch (k) {
    case 0: return process.pid;
    case 1: return process.ppid;
    case 2: return process.getuid?.() ?? -1;
    case 3: return process.getgid?.() ?? -1;
    case 4: return process.geteuid?.() ?? -1;
    case 5: return process.getegid?.() ?? -1;
    case 6: return os.availableParallelism();
    case 7: return 65536;
    default: return -1;
  }
}

function waiting(c: HostContext): Record<string, Fn> {
  const { mem } = c;
  return {
    events: (p, max) => {
      const n = Math.min(max!, c.events.length);
      for (let i = 0; i < n; i++) {
        const e = c.events.shift()!;
        mem.setU32(p! + 16 * i, e.op);
        mem.setI32(p! + 16 * i + 4, e.result);
        mem.setF64(p! + 16 * i + 8, e.aux);
      }
      if (c.events.length === 0) mem.setU32(Low.HostEvents, 0);
      return n;
    },
    pending: () => c.streams.pending + c.js.funcs + c.events.length,
    readStart: (op, fd, p, n) => c.streams.readStart(op! >>> 0, fd!, p!, n!),
    writeStart: (op, fd, p, n) => c.streams.writeStart(op! >>> 0, fd!, p!, n!),
    cancel: (op) => c.streams.cancel(op! >>> 0),
  };
}

/** Child processes and signals come with a later release: they say so with ENOSYS, as gc's js/wasm does. */
function children(): Record<string, Fn> {
  const none = (): number => -errno.ENOSYS;
  return { pipe: none, spawn: none, waitStart: none, kill: none, signal: () => {} };
}

function values(c: HostContext): Record<string, Fn> {
  const { js, mem } = c;
  return {
    js: (p) => js.perform(p!),
    jsString: (out, p, n) => js.store(out!, mem.text(p!, n!)),
    jsStringSize: (p) => js.stringSize(p!),
    jsStringGet: (p) => js.stringGet(p!),
    jsInstanceOf: (v, t) => js.instanceOf(v!, t!),
    jsCopyToGo: (p, n, src) => js.copyToGo(p!, n!, src!),
    jsCopyToJS: (dst, p, n) => js.copyToJS(dst!, p!, n!),
    jsFinalize: (id) => js.finalize(id!),
    jsFuncs: (delta) => { js.funcs += delta!; },
  };
}
