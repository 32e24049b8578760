// Hand-made objects for tests of the linker.

import { type DataSymbol, type Reloc, RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { RUNTIME_EXPORT } from '../abi/host-imports.table.ts';
import { Frame, Global, Low, MBlock } from '../abi/machine.table.ts';
import { FuncInfo } from '../abi/funcinfo.table.ts';
import { type ObjectInput, writeObject } from '../object/writer.ts';
import { ObjectReader } from '../object/reader.ts';
import { Asm } from '../wasm/encode/assembler.ts';
import type { FuncCode } from '../wasm/code.ts';
import { W, WT } from '../wasm/opcode.table.ts';
import { type Linked, type LinkOptions, link } from './link.ts';

/** A function written with the assembler. */
export function fn(name: string, sig: string, abi: number, build: (a: Asm) => void, extra: Partial<FuncCode> & { locals?: WT[]; marks?: Reloc[] } = {}): FuncCode {
  const a = new Asm();
  build(a);
  const body = a.finish(extra.locals ?? []);
  return { name, sig, abi, flags: 0, suspends: 0, checked: false, cost: 64, bound: 64, info: null, recorded: false, meta: new Uint8Array(0), metaRelocs: [], resume: null,
    ...extra, code: body.code, relocs: [...body.relocs, ...(extra.marks ?? [])] };
}

export function data(name: string, kind: SymKind, bytes: number[], relocs: Reloc[] = [], extra: Partial<DataSymbol> = {}): DataSymbol {
  return { name, kind, align: 8, size: bytes.length, bytes: Uint8Array.from(bytes), ptrmask: new Uint8Array(0), relocs, flags: 0, ...extra };
}

export const rel = (offset: number, kind: RelocKind, name: string, addend = 0): Reloc => ({ offset, kind, name, addend });
export const mark = (kind: RelocKind, name: string): Reloc => rel(0, kind, name);

export function object(path: string, parts: Partial<ObjectInput>): Uint8Array {
  const empty = new Uint8Array(0);
  return writeObject({ path, name: path, variant: 'js-single', key: `key of ${path}`, imports: [], initSym: '', wasmImports: [], wasmExports: [], funcs: [], data: [],
    exportData: empty, summaries: empty, bodies: empty, messages: [], ...parts });
}

/** A runtime with just enough for stubs: frameNew takes blocks of 256 bytes from an arena and links them. */
export function miniRuntime(extra: Partial<ObjectInput> = {}): Uint8Array {
  const frameNew = fn('runtime.frameNew', 'p>p', 0, (a) => {
    a.i32(0); a.mem(W.I32Load, 2, Low.M0 + 400); a.set(1);
    a.i32(0);
    a.i32(0); a.mem(W.I32Load, 2, Low.M0 + 400); a.i32(256); a.op(W.I32Add);
    a.mem(W.I32Store, 2, Low.M0 + 400);
    a.get(1); a.get(0); a.mem(W.I32Store, 2, Frame.info);
    a.get(1); a.i32(0); a.mem(W.I32Store, 2, Frame.outer);
    a.get(1); a.i32(0); a.mem(W.I32Store, 2, Frame.fp);
    // m.frameLast.outer = frame, or m.frameFirst = frame
    a.i32(0); a.mem(W.I32Load, 2, Low.M0 + MBlock.frameLast);
    a.if_();
    a.i32(0); a.mem(W.I32Load, 2, Low.M0 + MBlock.frameLast); a.get(1); a.mem(W.I32Store, 2, Frame.outer);
    a.else_();
    a.i32(0); a.get(1); a.mem(W.I32Store, 2, Low.M0 + MBlock.frameFirst);
    a.end();
    a.i32(0); a.get(1); a.mem(W.I32Store, 2, Low.M0 + MBlock.frameLast);
    a.get(1);
  }, { locals: [WT.I32] });
  // resume(frame) → status
  const resume = fn('runtime.resumeFrame', 'i>i', 0, (a) => {
    a.get(0);
    a.get(0); a.mem(W.I32Load, 2, Frame.info); a.mem(W.I32Load, 2, FuncInfo.resume);
    a.callIndirect('i>i');
    a.i32(0); a.globalSet(Global.Flag);
  });
  const enter = fn('runtime.enterFrame', 'i>i', 0, (a) => {
    a.get(0);
    a.get(0); a.mem(W.I32Load, 2, Frame.info); a.mem(W.I32Load, 2, FuncInfo.entry);
    a.callIndirect('i>i');
    a.i32(0); a.globalSet(Global.Flag);
  });
  const arena = data('runtime.arena', SymKind.Bss, [], [], { size: 1 << 16, flags: SymFlag.Root });
  const start = fn('runtime.start', '>', 0, (a) => { a.i32(0); a.constReloc(RelocKind.DataAddr, 'runtime.arena'); a.mem(W.I32Store, 2, Low.M0 + 400); });
  const funcs = [frameNew, resume, enter, start, ...(extra.funcs ?? [])];
  const wasmExports = [{ name: 'start', sym: 'runtime.start', sig: '>' }, { name: 'resumeFrame', sym: 'runtime.resumeFrame', sig: 'i>i' },
    { name: 'enterFrame', sym: 'runtime.enterFrame', sig: 'i>i' }, ...(extra.wasmExports ?? [])];
  return object('runtime', { ...extra, funcs, data: [arena, ...(extra.data ?? [])], wasmExports });
}

export function linkAll(objects: Uint8Array[], options: Partial<LinkOptions> = {}): Linked {
  return link(objects.map((o) => new ObjectReader(o)), { mainPath: 'main', variant: 'js-single', names: true, version: 'go1.26.8', ...options });
}

export interface Instance { exports: Record<string, (...args: unknown[]) => unknown>; view: DataView; table: WebAssembly.Table }

export function instantiate(l: Linked, imports: Record<string, Record<string, unknown>> = {}): Instance {
  const module = new WebAssembly.Module(l.module as BufferSource);
  let memory: WebAssembly.Memory | null = null;
  const all: Record<string, Record<string, unknown>> = { ...imports };
  if (l.sharedMemory) {
    memory = new WebAssembly.Memory({ initial: l.memoryPages, maximum: l.maxPages, shared: true });
    all.gossamer = { ...all.gossamer, memory };
  }
  const instance = new WebAssembly.Instance(module, all as WebAssembly.Imports);
  const exports: Record<string, unknown> = {};
  for (const [name, e] of Object.entries(instance.exports)) exports[name.startsWith(RUNTIME_EXPORT) ? name.slice(RUNTIME_EXPORT.length) : name] = e;
  if (l.initMemory) (exports.initMemory as () => void)();
  const buffer = (memory ?? (exports.memory as WebAssembly.Memory)).buffer;
  return { exports: exports as Instance['exports'], view: new DataView(buffer), table: exports.table as WebAssembly.Table };
}
