// For tests: links FuncCodes into a module with one memory and one table, instantiates it, and runs functions under a mock scheduler
// that suspends at every opportunity. The runtime functions are JavaScript.

import { ByteWriter } from '../base/bytes.ts';
import { type Reloc, RelocKind } from '../abi/symbol.ts';
import { Abi } from '../ssa/func.ts';
import { Frame, Global, Low, MBlock } from '../abi/machine.table.ts';
import { type CodeBody, type FuncCode, parseSig, returnsFlag, wasmType } from './code.ts';
import { WT } from './opcode.table.ts';
import { FuncInfoFlag } from '../abi/funcinfo.table.ts';

const wt: Record<string, WT> = { i: WT.I32, l: WT.I64, f: WT.F32, d: WT.F64 };
const INFO = 1 << 16;
const HEAP = 1 << 18;
const STACK_TOP = 1 << 20;

interface Import { name: string; type: string; fn: (...args: never[]) => unknown }

export interface Linked {
  exports: Record<string, (...args: (number | bigint)[]) => unknown>;
  mem: DataView;
  table: WebAssembly.Table;
  machine: Machine;
}

/** State of the mock runtime. */
export class Machine {
  mem!: DataView;
  next = HEAP;
  free: number[] = [];
  suspensions = 0;
  /** Decides at polls and entry checks. */
  suspend: () => boolean = () => true;
  panics: string[] = [];
  frameNew(info: number): number {
    // Freed frames are overwritten as soon as a new one is made.
    for (const f of this.free) for (let i = 0; i < 64; i += 4) this.mem.setUint32(f + i, 0xdeadbeef, true);
    this.free.length = 0;
    const f = this.next;
    this.next += Math.max(64, this.mem.getUint16(info + 20, true)) + 16;
    this.next = (this.next + 15) & ~15;
    if (this.next > (1 << 20) - 4096 - 65536) this.next = HEAP;
    this.mem.setUint32(f + Frame.outer, 0, true);
    this.mem.setUint32(f + Frame.info, info, true);
    this.mem.setUint32(f + Frame.fp, 0, true);
    const last = this.mem.getUint32(Low.M0 + MBlock.frameLast, true);
    this.mem.setUint32(last !== 0 ? last + Frame.outer : Low.M0 + MBlock.frameFirst, f, true);
    this.mem.setUint32(Low.M0 + MBlock.frameLast, f, true);
    this.suspensions++;
    return f;
  }
}

/** Bytes with the placeholders replaced by minimal LEB128. */
function patch(body: CodeBody, value: (r: Reloc) => number): Uint8Array {
  const w = new ByteWriter(body.code.length + 64);
  let at = 0;
  for (const r of body.relocs) {
    if (r.kind >= RelocKind.Keep) continue;
    if (body.code[r.offset] !== 0) throw new Error('placeholder is not zero');
    w.slice(body.code, at, r.offset);
    const v = value(r);
    if (r.kind === RelocKind.TableIndex || r.kind === RelocKind.DataAddr || r.kind === RelocKind.FuncInfo) w.sleb(v);
    else w.uleb(v);
    at = r.offset + 1;
  }
  w.slice(body.code, at, body.code.length);
  return w.finish();
}

export function link(funcs: FuncCode[], data: Record<string, number> = {}): Linked {
  const machine = new Machine();
  const imports: Import[] = [
    { name: 'runtime.frameNew', type: 'i>i', fn: (i: number) => machine.frameNew(i) },
    { name: 'runtime.pollSlow', type: '>i', fn: () => (machine.suspend() ? 1 : 0) },
    { name: 'runtime.entryPoll', type: 'i>i', fn: () => (machine.suspend() ? 1 : 0) },
    { name: 'runtime.stackGrow', type: 'i>i', fn: () => { throw new Error('stack overflow'); } },
    { name: 'runtime.stackShrink', type: '>', fn: () => undefined },
    { name: 'runtime.newobject', type: 'i>i', fn: () => { throw new Error('newobject'); } },
  ];
  const types: string[] = [];
  const typeId = (t: string): number => {
    let i = types.indexOf(t);
    if (i < 0) { i = types.length; types.push(t); }
    return i;
  };
  const index = new Map<string, number>();
  for (const f of funcs) {
    for (const r of [...f.relocs, ...(f.resume?.relocs ?? [])]) {
      if (r.kind !== RelocKind.FuncIndex || funcs.some((g) => g.name === r.name) || imports.some((m) => m.name === r.name)) continue;
      if (r.name.startsWith('entrysave:')) {
        const sig = r.name.slice(10);
        imports.push({ name: r.name, type: `ii${wasmType(sig, 0)}`.replace(/>.*/, '>'), fn: (...args: never[]) => saveEntry(machine, sig, args) });
      } else if (r.name.startsWith('runtime.')) {
        const words = r.name.includes('goPanic') ? 'll' : '';
        imports.push({ name: r.name, type: `${words}>i`, fn: (...args: never[]) => { machine.panics.push(`${r.name}(${args.join()})`); return 1; } });
      } else throw new Error(`undefined ${r.name}`);
    }
  }
  imports.forEach((m, i) => index.set(m.name, i));
  funcs.forEach((f, i) => index.set(f.name, imports.length + i));
  const bodies: { type: number; body: CodeBody; name: string }[] = funcs.map((f) => ({ type: typeId(wasmType(f.sig, f.abi)), body: f, name: f.name }));
  for (const f of funcs) if (f.resume !== null) bodies.push({ type: typeId('i>i'), body: f.resume, name: `resume ${f.name}` });
  const value = (r: Reloc): number => {
    switch (r.kind) {
      case RelocKind.FuncIndex: case RelocKind.TableFunc: case RelocKind.TableIndex: {
        const i = index.get(r.name);
        if (i === undefined) throw new Error(`undefined ${r.name}`);
        return r.kind === RelocKind.TableIndex ? i - imports.length + 1 : i;
      }
      case RelocKind.TypeIndex: return typeId(r.name);
      case RelocKind.FuncInfo: return INFO + 32 * funcs.findIndex((f) => f.name === r.name);
      case RelocKind.DataAddr: case RelocKind.MemOffset: return data[r.name]! + r.addend;
      default: throw new Error(`relocation ${r.kind}`);
    }
  };
  imports.forEach((m) => typeId(m.type));
  const code = bodies.map((b) => patch(b.body, value));
  const bytes: BufferSource = encodeModule(types, imports.map((m) => ({ name: m.name, type: typeId(m.type) })), bodies, code, funcs.length) as Uint8Array<ArrayBuffer>;
  if (!WebAssembly.validate(bytes)) {
    try { new WebAssembly.Module(bytes); } catch (e) { throw new Error(`invalid module: ${(e as Error).message}; functions ${bodies.map((b, i) => `${i + imports.length}=${b.name}`).join(' ')}`); }
  }
  const env: Record<string, unknown> = {};
  for (const m of imports) env[m.name] = m.fn;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: env as never });
  const exports = instance.exports as never as Linked['exports'] & { memory: WebAssembly.Memory; table: WebAssembly.Table };
  const mem = new DataView((exports.memory as WebAssembly.Memory).buffer);
  machine.mem = mem;
  funcs.forEach((f, i) => {
    mem.setUint16(INFO + 32 * i + 20, f.info?.frameSize ?? 0, true);
    mem.setUint8(INFO + 32 * i + 23, f.info?.flags ?? 0);
  });
  return { exports, mem, table: exports.table as WebAssembly.Table, machine };
}

function saveEntry(m: Machine, sig: string, args: (number | bigint)[]): void {
  const [info, ctx, ...params] = args as [number, number, ...(number | bigint)[]];
  const f = m.frameNew(info);
  if (m.mem.getUint16(info + 20, true) < 24 + 8 * params.length) throw new Error('entry frame does not fit');
  m.mem.setUint32(f + Frame.site, 0, true);
  m.mem.setUint32(f + Frame.slots, ctx, true);
  params.forEach((p, k) => writeWord(m.mem, f + 24 + 8 * k, sig[k]!, p));
}

function writeWord(mem: DataView, at: number, letter: string, x: number | bigint): void {
  if (letter === 'l') mem.setBigInt64(at, x as bigint, true);
  else if (letter === 'd') mem.setFloat64(at, x as number, true);
  else if (letter === 'f') mem.setFloat32(at, x as number, true);
  else mem.setInt32(at, x as number, true);
}

function readWord(mem: DataView, at: number, letter: string): number | bigint {
  if (letter === 'l') return mem.getBigInt64(at, true);
  if (letter === 'd') return mem.getFloat64(at, true);
  if (letter === 'f') return mem.getFloat32(at, true);
  return mem.getInt32(at, true);
}

/** Runs a function to its end through all suspensions; its result words. */
export function run(l: Linked, funcs: FuncCode[], name: string, args: (number | bigint)[]): (number | bigint)[] {
  const { mem, machine } = l;
  const m0 = Low.M0;
  mem.setUint32(m0 + MBlock.frameFirst, 0, true);
  mem.setUint32(m0 + MBlock.frameLast, 0, true);
  const globalFlag = l.exports.flag as never as WebAssembly.Global;
  const zero = (t: string): number | bigint => (t === 'l' ? 0n : 0);
  /** Calls by direct ABI; results to the result area; true if suspended. */
  const call = (f: FuncCode, ctx: number, depth: number, params: (number | bigint)[]): boolean => {
    const hidden: number[] = [];
    if ((f.abi & Abi.Ctx) !== 0) hidden.push(ctx);
    if ((f.abi & Abi.Depth) !== 0) hidden.push(depth);
    const r = l.exports[f.name]!(...hidden, ...params);
    const results = f.sig.split('>')[1]!;
    const list = (r === undefined ? [] : Array.isArray(r) ? r : [r]) as (number | bigint)[];
    let flag = 0;
    if ((f.abi & Abi.Flag) !== 0) {
      if (returnsFlag(results.length, f.abi)) flag = list.pop() as number;
      else flag = globalFlag.value as number;
    }
    globalFlag.value = 0;
    if (flag === 0) list.forEach((x, k) => writeWord(mem, m0 + MBlock.resultArea + 8 * k, results[k]!, x));
    return flag !== 0;
  };
  const pending: number[] = []; // outermost first
  const take = (): void => {
    const chain: number[] = [];
    for (let f = mem.getUint32(m0 + MBlock.frameFirst, true); f !== 0; f = mem.getUint32(f + Frame.outer, true)) chain.push(f);
    mem.setUint32(m0 + MBlock.frameFirst, 0, true);
    mem.setUint32(m0 + MBlock.frameLast, 0, true);
    if (chain.length === 0) throw new Error('suspended without a frame');
    pending.push(...chain.reverse());
  };
  const f0 = funcs.find((f) => f.name === name)!;
  if (call(f0, 0, 1 << 16, args)) take();
  for (let steps = 0; pending.length > 0; steps++) {
    if (steps > 1e6) throw new Error('no progress');
    const fr = pending.pop()!;
    const f = funcs[(mem.getUint32(fr + Frame.info, true) - INFO) / 32]!;
    const site = mem.getUint32(fr + Frame.site, true);
    machine.free.push(fr);
    const sig = f.sig.split('>');
    let suspended: boolean;
    if (site === 0) {
      const params = [...sig[0]!].map((t, k) => readWord(mem, fr + 24 + 8 * k, t));
      suspended = call(f, mem.getUint32(fr + 16, true), 1 << 16, params);
    } else if (((f.info?.flags ?? 0) & FuncInfoFlag.Combined) !== 0) suspended = call(f, fr, -1, [...sig[0]!].map(zero));
    else { suspended = l.exports[`resume ${f.name}`]!(fr) !== 0; globalFlag.value = 0; }
    if (suspended) take();
  }
  const results = parseSig(f0.sig).results;
  return results.map((_, k) => readWord(mem, m0 + MBlock.resultArea + 8 * k, f0.sig.split('>')[1]![k]!));
}

function encodeModule(types: string[], imports: { name: string; type: number }[], bodies: { type: number; name: string }[], code: Uint8Array[], tabled: number): Uint8Array {
  const w = new ByteWriter(4096);
  w.u32(0x6d736100);
  w.u32(1);
  const section = (id: number, fill: (s: ByteWriter) => void): void => {
    const s = new ByteWriter(1024);
    fill(s);
    w.u8(id);
    w.uleb(s.len);
    w.bytes(s.view());
  };
  section(1, (s) => {
    s.uleb(types.length);
    for (const t of types) {
      s.u8(0x60);
      for (const part of t.split('>')) { s.uleb(part.length); for (const c of part) s.u8(wt[c]!); }
    }
  });
  section(2, (s) => { s.uleb(imports.length); for (const m of imports) { s.str('env'); s.str(m.name); s.u8(0); s.uleb(m.type); } });
  section(3, (s) => { s.uleb(bodies.length); for (const b of bodies) s.uleb(b.type); });
  section(4, (s) => { s.uleb(1); s.u8(0x70); s.u8(0); s.uleb(tabled + 1); });
  section(5, (s) => { s.uleb(1); s.u8(0); s.uleb(32); });
  section(6, (s) => {
    const init = { [Global.Sp]: STACK_TOP, [Global.SpLimit]: STACK_TOP - 65536, [Global.SpTop]: STACK_TOP + 16, [Global.M]: Low.M0, [Global.Budget]: 1 << 16 } as Record<number, number>;
    s.uleb(7);
    for (let i = 0; i < 7; i++) { s.u8(WT.I32); s.u8(1); s.u8(0x41); s.sleb(init[i] ?? 0); s.u8(0x0b); }
  });
  section(7, (s) => {
    s.uleb(bodies.length + 4);
    bodies.forEach((b, i) => { s.str(b.name); s.u8(0); s.uleb(imports.length + i); });
    s.str('memory'); s.u8(2); s.uleb(0);
    s.str('table'); s.u8(1); s.uleb(0);
    s.str('flag'); s.u8(3); s.uleb(Global.Flag);
    s.str('sp'); s.u8(3); s.uleb(Global.Sp);
  });
  section(9, (s) => { s.uleb(1); s.uleb(0); s.u8(0x41); s.sleb(1); s.u8(0x0b); s.uleb(tabled); for (let i = 0; i < tabled; i++) s.uleb(imports.length + i); });
  section(10, (s) => { s.uleb(code.length); for (const c of code) { s.uleb(c.length); s.bytes(c); } });
  return w.finish();
}
