// JavaScript values as Go's syscall/js sees them: a ref is 8 bytes, either a float64 (numbers except 0 and NaN) or a NaN whose low word is
// an index into a table and whose bits 32–34 tell the kind (1 object, 2 string, 3 symbol, 4 function). Objects are counted: Go tells when
// it drops one (finalize).

import { JsOp, jsOp } from '../../abi/host-imports.table.ts';
import type { MemoryView } from './memory.ts';

const NAN_HEAD = 0x7ff80000;

/** What the program's `Go` object (ref 6) offers to JavaScript and to syscall/js. */
export interface GoObject {
  _pendingEvent: unknown;
  /** The table of objects, as in the release's Go class. */
  _values: unknown[];
  _makeFuncWrapper(id: number): (...args: unknown[]) => unknown;
}

export class JsValues {
  private readonly mem: MemoryView;
  private readonly values: unknown[];
  private counts: number[];
  private readonly ids = new Map<unknown, number>();
  private readonly free: number[] = [];
  private kept: Uint8Array = new Uint8Array(0);
  /** FuncOf values made: JavaScript may call the program as long as its event loop runs. */
  funcs = 0;

  constructor(mem: MemoryView, go: GoObject) {
    this.mem = mem;
    this.values = go._values = [Number.NaN, 0, null, true, false, globalThis, go];
    this.counts = this.values.map(() => Number.POSITIVE_INFINITY);
    const fixed: [unknown, number][] = [[0, 1], [null, 2], [true, 3], [false, 4], [globalThis, 5], [go, 6]];
    for (const [v, id] of fixed) this.ids.set(v, id);
  }

  load(p: number): unknown {
    const at = p >>> 0;
    const dv = this.mem.view(at, 8);
    const f = dv.getFloat64(at, true);
    if (f === 0) return undefined;
    if (!Number.isNaN(f)) return f;
    return this.values[dv.getUint32(at, true)];
  }

  store(p: number, v: unknown): void {
    const at = p >>> 0;
    if (typeof v === 'number' && v !== 0) {
      if (Number.isNaN(v)) this.put(at, NAN_HEAD, 0);
      else this.mem.setF64(at, v);
      return;
    }
    if (v === undefined) { this.mem.setF64(at, 0); return; }
    let id = this.ids.get(v);
    if (id === undefined) {
      id = this.free.pop() ?? this.values.length;
      this.values[id] = v;
      this.counts[id] = 0;
      this.ids.set(v, id);
    }
    this.counts[id]!++;
    this.put(at, NAN_HEAD | kindFlag(v), id);
  }

  private put(at: number, hi: number, lo: number): void {
    const dv = this.mem.view(at, 8);
    dv.setUint32(at + 4, hi, true);
    dv.setUint32(at, lo, true);
  }

  finalize(id: number): void {
    if (--this.counts[id]! === 0) {
      const v = this.values[id];
      this.values[id] = null;
      this.ids.delete(v);
      this.free.push(id);
    }
  }

  private args(p: number): unknown[] {
    const at = this.mem.getU32(p + jsOp.args);
    const n = this.mem.getU32(p + jsOp.nargs);
    const out: unknown[] = new Array(n);
    for (let i = 0; i < n; i++) out[i] = this.load(at + 8 * i);
    return out;
  }

  /** Performs the operation recorded at p. */
  perform(p: number): void {
    const at = p >>> 0;
    try {
      const kind = this.mem.getU32(at + jsOp.kind) as JsOp;
      if (kind === JsOp.Length) {
        const n = Number((this.load(at + jsOp.v) as { length: unknown }).length);
        this.mem.setI64(at + jsOp.result, Number.isFinite(n) ? Math.trunc(n) : 0);
      } else {
        const r = this.run(kind, at);
        this.store(at + jsOp.result, r);
      }
      this.mem.setU32(at + jsOp.ok, 1);
    } catch (e) {
      if (e instanceof Error && e.name === 'ProgramExit') throw e;
      this.store(at + jsOp.result, e);
      this.mem.setU32(at + jsOp.ok, 0);
    }
  }

  private run(kind: JsOp, at: number): unknown {
    const v = this.load(at + jsOp.v) as object;
    const name = (): string => this.mem.name(this.mem.getU32(at + jsOp.name), this.mem.getU32(at + jsOp.nameLen));
    switch (kind) {
      case JsOp.Get: return Reflect.get(v, name());
      case JsOp.Set: Reflect.set(v, name(), this.load(at + jsOp.x)); return undefined;
      case JsOp.Delete: Reflect.deleteProperty(v, name()); return undefined;
      case JsOp.Index: return Reflect.get(v, this.mem.getI64(at + jsOp.index));
      case JsOp.SetIndex: Reflect.set(v, this.mem.getI64(at + jsOp.index), this.load(at + jsOp.x)); return undefined;
      case JsOp.Call: return Reflect.apply(Reflect.get(v, name()), v, this.args(at));
      case JsOp.Invoke: return Reflect.apply(v as () => unknown, undefined, this.args(at));
      case JsOp.New: return Reflect.construct(v as new () => unknown, this.args(at));
      default: throw new Error(`unknown JavaScript operation ${kind}`);
    }
  }

  stringSize(p: number): number {
    this.kept = new TextEncoder().encode(String(this.load(p)));
    return this.kept.length;
  }
  stringGet(p: number): void {
    this.mem.bytes(p, this.kept.length).set(this.kept);
    this.kept = new Uint8Array(0);
  }

  instanceOf(v: number, c: number): number {
    return (this.load(v) as object) instanceof (this.load(c) as new () => unknown) ? 1 : 0;
  }

  copyToGo(p: number, n: number, src: number): number {
    const a = this.load(src);
    if (!(a instanceof Uint8Array || a instanceof Uint8ClampedArray)) return -1;
    const k = Math.min(n >>> 0, a.length);
    this.mem.bytes(p, k).set(a.subarray(0, k));
    return k;
  }
  copyToJS(dst: number, p: number, n: number): number {
    const a = this.load(dst);
    if (!(a instanceof Uint8Array || a instanceof Uint8ClampedArray)) return -1;
    const k = Math.min(n >>> 0, a.length);
    a.set(this.mem.bytes(p, k));
    return k;
  }
}

function kindFlag(v: unknown): number {
  switch (typeof v) {
    case 'object': return v === null ? 0 : 1;
    case 'string': return 2;
    case 'symbol': return 3;
    case 'function': return 4;
    default: return 0;
  }
}
