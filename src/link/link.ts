// The linker: package objects in, one WebAssembly module out. Phases: reachability (reach.ts), code made from signatures (stubs.ts),
// numbering of functions and table slots (here), memory layout (layout.ts), encoding (emit.ts).

import { RUNTIME_EXPORT } from '../abi/host-imports.table.ts';
import { RelocKind, SymFlag } from '../abi/symbol.ts';
import { FuncInfoFlag } from '../abi/funcinfo.table.ts';
import { Abi } from '../ssa/func.ts';
import type { ObjectReader } from '../object/reader.ts';
import { RELOC_WORDS } from '../object/records.ts';
import { wasmType } from '../wasm/code.ts';
import { emitModule, type Segment, segments } from './emit.ts';
import { LinkError } from './errors.ts';
import { importClosure, initOrder } from './inits.ts';
import { type InitEntry, Layouter, type ModuleInput } from './layout.ts';
import { DROPPED, type LinkData, type LinkFunc, type LinkOptions, Program, WEAK_CALL } from './program.ts';
import { Reach } from './reach.ts';
import { type SizeRow, sizeRows } from './sizes.ts';
import { EMBEDDED_METHOD, exportRoots, exportStub, initMemory, noop, panicStubName, rawExport, wrapper } from './stubs.ts';
import { Sym } from './symbols.ts';

export type { LinkOptions, Variant } from './program.ts';
export { LinkError } from './errors.ts';

export interface Linked {
  module: Uint8Array;
  /** Pages of the memory at the start; the loader makes a shared memory of so many (maximum 65536) for js-shared. */
  memoryPages: number;
  maxPages: number;
  sharedMemory: boolean;
  /** Whether the first instance must call the export initMemory (passive data segments). */
  initMemory: boolean;
  heapStart: number;
  numFuncs: number;
  tableSize: number;
  imports: { module: string; name: string }[];
  exports: string[];
  /** Undefined symbols that were replaced by traps (stubUndefined). */
  undefined: string[];
  sizes: () => SizeRow[];
}

/** Functions called from so many places or more compete for one-byte indexes. */
const HOT_FUNCS = 110;
/** Stands in method tables for methods that nothing can call. */
const UNREACHABLE_METHOD = 'runtime.unreachableMethod';
const INIT_MEMORY = `${RUNTIME_EXPORT}initMemory`;

interface Export { name: string; func: LinkFunc }

/** Links a program. Throws LinkError with gc's messages. */
export function link(objects: readonly ObjectReader[], options: LinkOptions): Linked {
  const p = new Program(objects, options);
  const reach = new Reach(p);
  const inits = initOrder(p.objects);
  const exportsOf = collect(p, reach, inits);
  const reflectSigs = finishReach(p, reach);
  reach.check();
  dropMethods(p);
  dropWeakCalls(p);
  if (options.stubUndefined) trapUndefined(p);
  for (const f of [...p.funcs]) {
    if (f.gid >= 0 && (p.syms.state[f.gid]! & (Sym.Table | Sym.TableFunc)) !== 0 && f.sig !== '' && f.abi !== Abi.Table) f.wrapper = wrapper(p, f);
  }
  linkStubs(p);
  sortData(p);
  const table = assignSlots(p);
  const runtimePaths = importClosure(p.objects, 'runtime');
  const entries = inits.filter((o) => o.info.initSym !== '').map((o): InitEntry => ({ func: p.funcOf(p.syms.byName(o.info.initSym)), path: o.info.path }));
  const input: ModuleInput = {
    runtimeInits: entries.filter((e) => runtimePaths.has(e.path)),
    mainInits: entries.filter((e) => !runtimePaths.has(e.path)),
    unreachableMethod: maybeFunc(p, UNREACHABLE_METHOD)?.slot ?? table.slots.length + 1,
    mainMain: p.funcOf(p.syms.byName('main.main')), memProfile: reach.isReached('runtime.memProfileRecords'),
    reflectSigs: reflectSigs.map((sig) => ({ sig, call: maybeFunc(p, `reflectcall:${sig}`), stub: maybeFunc(p, `reflectstub:${sig}`), panic: maybeFunc(p, panicStubName(sig)) })),
    records: table.records, numTableFuncs: table.numTableFuncs, tableSize: table.slots.length + 1,
  };
  const layouter = new Layouter(p, input);
  const layout = layouter.run();
  const passive = options.variant === 'js-shared';
  const segs: Segment[] = segments(layout.image);
  const exports: Export[] = exportsOf();
  if (passive) exports.push({ name: INIT_MEMORY, func: initMemory(p, segs) });
  const funcs = numberFuncs(p);
  const { module, codeSizes } = emitModule({ program: p, funcs, table: table.slots, exports, layout, segments: segs, passive, address: (g) => layouter.address(g) });
  return {
    module, memoryPages: layout.pages, maxPages: 65536, sharedMemory: passive, initMemory: passive, heapStart: layout.heap, numFuncs: funcs.length,
    tableSize: input.tableSize, imports: p.imports.map((i) => ({ module: i.module, name: i.name })), exports: exports.map((e) => e.name),
    undefined: undefinedNames(p), sizes: () => sizeRows(p, funcs, codeSizes, layout, module),
  };
}

/** Marks the roots and follows them. The result gives the exported functions, once they exist. */
function collect(p: Program, reach: Reach, inits: readonly ObjectReader[]): () => Export[] {
  reach.root('main.main', Sym.Table);
  for (const o of inits) if (o.info.initSym !== '') reach.root(o.info.initSym, Sym.Table);
  for (const o of p.objects) {
    for (let d = 0; d < o.numDefs; d++) if ((o.defFlags(d) & SymFlag.Root) !== 0) reach.root(o.name(o.defName(d)), 0);
  }
  const exports: { name: string; make: () => LinkFunc }[] = [];
  for (const o of p.objects) {
    const own = o.info.path === 'runtime';
    for (const e of o.info.wasmExports) {
      const name = own ? RUNTIME_EXPORT + e.name : e.name;
      if (exports.some((x) => x.name === name)) throw new LinkError([`${o.info.path}: symbol ${name} redeclared`]);
      for (const r of own ? [{ name: e.sym, table: false }] : exportRoots(e.sym, e.sig)) reach.root(r.name, r.table ? Sym.Table : 0);
      exports.push({ name, make: () => own ? runtimeExport(p, e.sym) : exportStub(p, name, e.sym, e.sig) });
    }
  }
  reach.run();
  return () => exports.map((e) => ({ name: e.name, func: e.make() }));
}

function runtimeExport(p: Program, sym: string): LinkFunc {
  const func = p.funcOf(p.syms.byName(sym));
  return func.abi === 0 ? func : rawExport(p, func);
}

/** Adds what depends on the set of functions itself: reflection's thunks, names of functions in the table. Returns the signatures. */
function finishReach(p: Program, reach: Reach): string[] {
  for (let done = false; !done;) {
    const before = p.funcs.length + p.data.length;
    for (const g of reach.reflected) reach.sigs.call.add(p.funcOf(g).sig);
    if (reach.isReached('runtime.reflectCallThunk')) for (const s of [...reach.sigs.call].sort()) reach.root(`reflectcall:${s}`, Sym.Table | Sym.Info);
    if (reach.isReached('runtime.makeFuncThunk')) for (const s of [...reach.sigs.stub].sort()) reach.root(`reflectstub:${s}`, Sym.Table | Sym.Info);
    if (reach.isReached(EMBEDDED_METHOD)) for (const s of [...reach.sigs.method].sort()) reach.root(panicStubName(s), Sym.Table);
    reach.run();
    for (const f of p.funcs) {
      if (f.gid >= 0 && f.nameGid < 0 && (p.syms.state[f.gid]! & (Sym.Table | Sym.Info)) !== 0) f.nameGid = reach.root(`go:name.${p.syms.name(f.gid)}`, 0);
    }
    reach.run();
    if (p.data.some((d) => d.isItab) && p.syms.isDefined(p.syms.byName(UNREACHABLE_METHOD))) reach.root(UNREACHABLE_METHOD, Sym.Table);
    done = p.funcs.length + p.data.length === before;
  }
  const used = [...new Set([...reach.sigs.call, ...reach.sigs.stub, ...reach.sigs.method])].sort();
  return used.filter((s) => reach.isReached(`reflectcall:${s}`) || reach.isReached(`reflectstub:${s}`) || reach.isReached(panicStubName(s)));
}

function maybeFunc(p: Program, name: string): LinkFunc | null {
  const g = p.syms.byName(name);
  return p.syms.has(g, Sym.Reached) ? p.funcOf(g) : null;
}

/** Method table entries that nothing can call. */
function dropMethods(p: Program): void {
  for (const d of p.data) {
    for (const m of d.methods ?? []) {
      if (m.kept) continue;
      // Mtyp stays if that type is there all the same: assertions to interfaces compare it.
      if (!p.syms.has(m.mtyp, Sym.Reached)) d.relocs[m.from + 1] = DROPPED;
      for (let i = m.from + RELOC_WORDS; i < m.to; i += RELOC_WORDS) d.relocs[i + 1] = DROPPED;
    }
  }
}

/** Weak calls of functions that nothing else needs do nothing. */
function dropWeakCalls(p: Program): void {
  for (const f of [...p.funcs]) {
    const r = f.relocs;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const g = r[i + 2]!;
      if (r[i + 1] !== RelocKind.FuncIndex || r[i + 3] !== WEAK_CALL || p.syms.has(g, Sym.Reached) || !p.syms.isDefined(g)) continue;
      const o = p.objects[p.syms.defObj[g]!]!;
      const rec = o.funcRecord(p.syms.defIdx[g]!);
      r[i + 2] = noop(p, wasmType(o.name(rec.sig), rec.abi));
    }
  }
}

/** Replaces calls of undefined functions by `unreachable`. */
function trapUndefined(p: Program): void {
  for (const f of p.funcs) {
    let keep = 0;
    const r = f.relocs;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const kind = r[i + 1]! as RelocKind;
      const call = kind === RelocKind.FuncIndex || kind === RelocKind.TableFunc;
      if (call && p.syms.entity[r[i + 2]!]! < 0) {
        if (keep === i) f.code = f.code.slice(); // the first one: the object's bytes stay as they are
        f.code[r[i]! - 1] = 0x00; // unreachable
        f.code[r[i]!] = 0x01; // nop
        continue;
      }
      if (keep !== i) r.copyWithin(keep, i, i + RELOC_WORDS);
      keep += RELOC_WORDS;
    }
    if (keep !== r.length) f.relocs = r.subarray(0, keep);
  }
}

function undefinedNames(p: Program): string[] {
  const out: string[] = [];
  for (let g = 0; g < p.syms.count; g++) if (p.syms.has(g, Sym.Undefined)) out.push(p.syms.name(g));
  return out.sort();
}

/** Connects functions with the shared stubs that their records name. */
function linkStubs(p: Program): void {
  for (const f of p.funcs) {
    if (f.gid < 0) continue;
    if (f.checked) f.entry = p.funcOf(p.syms.byName(`entry:${f.sig}`));
    if (f.info && (f.info.flags & FuncInfoFlag.Combined) !== 0) f.resume = p.funcOf(p.syms.byName(`resume:${f.sig}`));
  }
}

/** Order of functions and data: by object and definition there, then what the linker made, as it was made. */
function byPlace(a: LinkFunc | LinkData, b: LinkFunc | LinkData): number {
  if (a.obj !== b.obj) return a.obj < 0 ? 1 : b.obj < 0 ? -1 : a.obj - b.obj;
  return a.def - b.def;
}

function sortData(p: Program): void {
  p.data.sort(byPlace);
  p.data.forEach((d, i) => { p.syms.entity[d.gid] = i; });
}

interface Slots { slots: LinkFunc[]; records: LinkFunc[]; numTableFuncs: number }

/** Order of functions before hot ones are moved to the front. */
function funcOrder(p: Program): LinkFunc[] {
  return [...p.funcs].sort(byPlace);
}

/** Table slots: functions that code or data refers to by table index first (slot t has funcinfo record t − 1), then resume functions and stubs. */
function assignSlots(p: Program): Slots {
  const order = funcOrder(p);
  const slots: LinkFunc[] = [];
  const records: LinkFunc[] = [];
  const give = (f: LinkFunc): void => { slots.push(f); f.slot = slots.length; };
  for (const f of order) {
    if (f.gid < 0 || !p.syms.has(f.gid, Sym.Table)) continue;
    slots.push(f.wrapper ?? f);
    f.slot = slots.length;
    f.infoIndex = records.length;
    records.push(f);
  }
  const numTableFuncs = slots.length;
  for (const f of order) {
    if (f.gid < 0 || f.infoIndex >= 0 || !p.syms.has(f.gid, Sym.Info)) continue;
    f.infoIndex = records.length;
    records.push(f);
  }
  for (const f of records) {
    if (f.resume && f.resume.slot === 0) give(f.resume);
    if (f.entry && f.entry.slot === 0) give(f.entry);
  }
  return { slots, records, numTableFuncs };
}

/** Numbers imports and functions. The most used functions come first: their calls take one byte less. */
function numberFuncs(p: Program): LinkFunc[] {
  p.imports.sort((a, b) => (a.module !== b.module ? (a.module < b.module ? -1 : 1) : a.name < b.name ? -1 : 1));
  p.imports.forEach((x, i) => { x.index = i; p.syms.entity[x.gid] = i; });
  for (const f of p.funcs) {
    const r = f.relocs;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const kind = r[i + 1]! as RelocKind;
      if (kind !== RelocKind.FuncIndex && kind !== RelocKind.TableFunc) continue;
      const t = p.funcs[p.syms.entity[r[i + 2]!]!];
      if (t === undefined || t.gid !== r[i + 2]) continue;
      (kind === RelocKind.TableFunc ? t.wrapper ?? t : t).uses++;
    }
  }
  const order = funcOrder(p);
  const hot = new Set([...order].sort((a, b) => b.uses - a.uses).slice(0, HOT_FUNCS));
  const funcs = [...order.filter((f) => hot.has(f)), ...order.filter((f) => !hot.has(f))];
  funcs.forEach((f, i) => { f.index = p.imports.length + i; });
  return funcs;
}
