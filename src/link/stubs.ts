// Code that the linker makes from signatures (docs/design/abi.md): table-ABI wrappers, entry and resume stubs, reflection's call thunks
// and function stubs, the copying of the data segments.

import { fail } from '../base/internal-error.ts';
import { encodeFuncMeta } from '../abi/funcmeta.ts';
import { type Reloc, RelocKind } from '../abi/symbol.ts';
import { Frame, Global, MBlock } from '../abi/machine.table.ts';
import { FuncInfo, FuncInfoFlag } from '../abi/funcinfo.table.ts';
import { StubBuf } from '../abi/moduledata.table.ts';
import { Abi } from '../ssa/func.ts';
import { Asm } from '../wasm/encode/assembler.ts';
import { returnsFlag, wasmType } from '../wasm/code.ts';
import { W, WT } from '../wasm/opcode.table.ts';
import { RELOC_WORDS, type RelocWords } from '../object/records.ts';
import type { LinkFunc, Program } from './program.ts';

const ENTRY_CTX = Frame.slots;
const ENTRY_WORDS = Frame.slots + 8;
/** Native stack that a reflection thunk takes (counted like the back end's cost). */
const THUNK_COST = 64 + 8 * 24;

const paramsOf = (sig: string): string => sig.slice(0, sig.indexOf('>'));
const resultsOf = (sig: string): string => sig.slice(sig.indexOf('>') + 1);

function wt(c: string): WT {
  switch (c) {
    case 'i': case 'p': return WT.I32;
    case 'l': return WT.I64;
    case 'f': return WT.F32;
    case 'd': return WT.F64;
    default: return fail(`link: signature letter ${c}`);
  }
}

function load(a: Asm, c: string, offset: number): void {
  a.loadWord(wt(c), offset);
}

/** Stores a word; whole: i32 words fill 8 bytes (zero-extended). */
function store(a: Asm, c: string, offset: number, whole: boolean): void {
  const t = wt(c);
  const extend = whole && t === WT.I32;
  if (extend) a.op(W.I64ExtendI32U);
  a.storeWord(extend ? WT.I64 : t, offset);
}

function zero(a: Asm, c: string): void {
  switch (wt(c)) {
    case WT.I64: a.i64(0, 0); break;
    case WT.F32: a.f32(0); break;
    case WT.F64: a.f64(0); break;
    default: a.i32(0);
  }
}

/** Relocations by symbol number. */
function relocWords(p: Program, relocs: readonly Reloc[]): RelocWords {
  const out: RelocWords = new Int32Array(relocs.length * RELOC_WORDS);
  relocs.forEach((r, i) => {
    out[RELOC_WORDS * i] = r.offset;
    out[RELOC_WORDS * i + 1] = r.kind;
    out[RELOC_WORDS * i + 2] = r.kind === RelocKind.TypeIndex ? p.typeId(r.name) : p.syms.byName(r.name);
    out[RELOC_WORDS * i + 3] = r.addend;
  });
  return out;
}

/** Adds a function written with the assembler. */
function addStub(p: Program, gid: number, name: string, type: string, a: Asm, locals: readonly WT[]): LinkFunc {
  const body = a.finish(locals);
  return p.addFunc(gid, name, p.typeId(type), body.code, relocWords(p, body.relocs));
}

/** Makes the stub called `name` if the linker knows how; the new function gets symbol gid. */
export function stubFunc(p: Program, gid: number, name: string): boolean {
  const colon = name.indexOf(':');
  if (colon < 0) return false;
  const sig = name.slice(colon + 1);
  switch (name.slice(0, colon)) {
    case 'resume': resumeStub(p, gid, sig); return true;
    case 'entry': entryStub(p, gid, sig); return true;
    case 'entrysave': entrySaveStub(p, gid, sig); return true;
    case 'reflectcall': reflectCall(p, gid, sig); return true;
    case 'reflectstub': reflectStub(p, gid, sig); return true;
    case 'reflectpanic': reflectPanic(p, gid, sig); return true;
    default: return false;
  }
}

/** Table-ABI entry of f: passes on what f wants and adds flag 0 if f has none. */
export function wrapper(p: Program, f: LinkFunc): LinkFunc {
  const a = new Asm();
  const params = paramsOf(f.sig);
  if ((f.abi & Abi.Ctx) !== 0) a.get(0);
  if ((f.abi & Abi.Depth) !== 0) a.get(1);
  for (let i = 0; i < params.length; i++) a.get(2 + i);
  a.call(p.syms.name(f.gid));
  if ((f.abi & Abi.Flag) === 0 && returnsFlag(resultsOf(f.sig).length, Abi.Table)) a.i32(0);
  const w = addStub(p, -1, `${p.syms.name(f.gid)}·table`, wasmType(f.sig, Abi.Table), a, []);
  w.relocs[2] = f.gid; // by number: the name may have other meanings in other packages
  w.obj = f.obj;
  w.def = f.def;
  return w;
}

/** Function of the wasm type that does nothing (weak calls of functions that were dropped). */
export function noop(p: Program, type: string): number {
  const name = `go:noop.${type}`;
  const g = p.syms.byName(name);
  if (p.syms.entity[g]! < 0) {
    const a = new Asm();
    for (const c of resultsOf(type)) zero(a, c);
    addStub(p, g, name, type, a, []);
  }
  return g;
}

/** After a table-ABI call: results into locals from `first` on, then the flag on the stack. */
function takeResults(a: Asm, results: string, first: number): void {
  if (results.length <= 1) {
    // The flag is on top; the result word lies beneath it.
    if (results.length === 1) { a.set(first + 1); a.set(first); a.get(first + 1); }
    return;
  }
  for (let k = results.length - 1; k >= 0; k--) a.set(first + k);
  a.globalGet(Global.Flag);
}

/** Locals for takeResults. */
function resultLocals(results: string): WT[] {
  const l = [...results].map(wt);
  if (results.length === 1) l.push(WT.I32);
  return l;
}

/** Result words from locals to the result area of this thread. */
function toResultArea(a: Asm, results: string, first: number): void {
  for (let k = 0; k < results.length; k++) {
    a.globalGet(Global.M);
    a.get(first + k);
    store(a, results[k]!, MBlock.resultArea + 8 * k, false);
  }
}

/** Table index of the function whose frame is in local 0. */
function tableOfFrame(a: Asm): void {
  a.get(0);
  a.mem(W.I32Load, 2, Frame.info);
  a.mem(W.I32Load, 2, FuncInfo.table);
}

/** Common end of entry and resume stubs: status 1 if suspended again, else results are stored and status is 0. */
function finishCall(a: Asm, results: string): void {
  takeResults(a, results, 1);
  a.if_();
  a.i32(1);
  a.ret();
  a.end();
  toResultArea(a, results, 1);
  a.i32(0);
}

/** resume:<sig>: (frame) → status. Continues a combined function, whose table entry restores itself if depth < 0. */
function resumeStub(p: Program, gid: number, sig: string): void {
  const a = new Asm();
  a.get(0);
  a.i32(-1);
  for (const c of paramsOf(sig)) zero(a, c);
  tableOfFrame(a);
  a.callIndirect(wasmType(sig, Abi.Table));
  finishCall(a, resultsOf(sig));
  addStub(p, gid, '', 'i>i', a, resultLocals(resultsOf(sig)));
}

/** entry:<sig>: (frame) → status. Calls a function that suspended in its entry check. */
function entryStub(p: Program, gid: number, sig: string): void {
  const a = new Asm();
  const params = paramsOf(sig);
  a.get(0);
  a.mem(W.I32Load, 2, ENTRY_CTX);
  a.globalGet(Global.Budget);
  for (let i = 0; i < params.length; i++) { a.get(0); load(a, params[i]!, ENTRY_WORDS + 8 * i); }
  tableOfFrame(a);
  a.callIndirect(wasmType(sig, Abi.Table));
  finishCall(a, resultsOf(sig));
  addStub(p, gid, '', 'i>i', a, resultLocals(resultsOf(sig)));
}

/** entrysave:<sig>: (info, ctx, params…) writes an entry frame. */
function entrySaveStub(p: Program, gid: number, sig: string): void {
  const a = new Asm();
  const params = paramsOf(sig);
  const frame = 2 + params.length;
  a.get(0);
  a.call('runtime.frameNew');
  a.set(frame);
  a.get(frame); a.i32(0); a.mem(W.I32Store, 2, Frame.site);
  a.get(frame); a.i32(0); a.mem(W.I32Store, 2, Frame.fp);
  a.get(frame); a.get(1); store(a, 'p', ENTRY_CTX, true);
  for (let i = 0; i < params.length; i++) { a.get(frame); a.get(2 + i); store(a, params[i]!, ENTRY_WORDS + 8 * i, true); }
  addStub(p, gid, '', `ii${wasmType(`${params}>`, 0)}`, a, [WT.I32]);
}

/** Writes a frame of this thunk with the pointer in local `ptr` in slot 0, at its only call site; frame is a local. */
function saveThunk(a: Asm, name: string, ptr: number, frame: number): void {
  a.constReloc(RelocKind.FuncInfo, name);
  a.call('runtime.frameNew');
  a.set(frame);
  a.get(frame); a.i32(1); a.mem(W.I32Store, 2, Frame.site);
  a.get(frame); a.i32(0); a.mem(W.I32Store, 2, Frame.fp);
  a.get(frame); a.get(ptr); store(a, 'p', Frame.slots, true);
}

/** Passes on the depth less what the thunk takes, never negative (negative means: restore). */
function passDepth(a: Asm, tmp: number): void {
  a.get(1); a.i32(THUNK_COST); a.op(W.I32Sub); a.tee(tmp);
  a.i32(0);
  a.get(tmp); a.i32(0); a.op(W.I32GtS);
  a.op(W.Select);
}

/** Gives a thunk its record: one pointer slot, one site. Metadata as abi/funcinfo.table.ts describes it. */
function thunkInfo(p: Program, f: LinkFunc, sig: string, resume: LinkFunc): void {
  const site = { file: '<autogenerated>', line: 1, inl: -1, pointers: new Uint8Array(0), objects: new Uint8Array(0) };
  const m = encodeFuncMeta({ frameSize: Frame.slots + 8, startLine: 1, inlines: [], objects: [], sites: [site, { ...site, pointers: Uint8Array.of(1) }] });
  f.sig = sig;
  f.abi = Abi.Table;
  f.info = { frameSize: Frame.slots + 8, frameClass: 1, flags: FuncInfoFlag.System | FuncInfoFlag.Wrapper, startLine: 1, nargs: 0 };
  f.meta = m.meta;
  f.metaRelocs = relocWords(p, m.metaRelocs);
  f.resume = resume;
}

/** reflectcall:<sig>: func(fn closure, args unsafe.Pointer). Words of args: parameters, then results, 8 bytes each. */
function reflectCall(p: Program, gid: number, sig: string): void {
  const params = paramsOf(sig);
  const results = resultsOf(sig);
  const name = `reflectcall:${sig}`;
  const resultAt = 8 * params.length;
  const a = new Asm(); // locals: ctx depth fn args | frame results…
  a.get(2);
  passDepth(a, 4);
  for (let i = 0; i < params.length; i++) { a.get(3); load(a, params[i]!, 8 * i); }
  a.get(2); a.mem(W.I32Load, 2, 0);
  a.callIndirect(wasmType(sig, Abi.Table));
  takeResults(a, results, 5);
  a.if_();
  saveThunk(a, name, 3, 4);
  a.i32(1);
  a.ret();
  a.end();
  for (let k = 0; k < results.length; k++) { a.get(3); a.get(5 + k); store(a, results[k]!, resultAt + 8 * k, true); }
  a.i32(0);
  const f = addStub(p, gid, '', wasmType('pp>', Abi.Table), a, [WT.I32, ...resultLocals(results)]);

  const r = new Asm(); // locals: frame | args
  r.get(0); r.mem(W.I32Load, 2, Frame.slots); r.set(1);
  for (let k = 0; k < results.length; k++) {
    r.get(1);
    r.globalGet(Global.M);
    load(r, results[k]!, MBlock.resultArea + 8 * k);
    store(r, results[k]!, resultAt + 8 * k, true);
  }
  r.i32(0);
  thunkInfo(p, f, 'pp>', addStub(p, -1, `${name}·resume`, 'i>i', r, [WT.I32]));
}

/** Offset of word k of kind c in the argument block of reflectstub. */
const bufOffset = (c: string, k: number): number => (c === 'p' ? StubBuf.ptrs : StubBuf.words) + 8 * k;

/** reflectstub:<sig>: a function of that signature that lets reflect.stubCall(ctx, block) do the work. */
function reflectStub(p: Program, gid: number, sig: string): void {
  const params = paramsOf(sig);
  const results = resultsOf(sig);
  const np = params.length;
  const name = `reflectstub:${sig}`;
  const buf = 2 + np;
  const a = new Asm(); // locals: ctx depth params… | buf frame
  a.call('runtime.makeFuncBuf');
  a.set(buf);
  for (let i = 0; i < np; i++) { a.get(buf); a.get(2 + i); store(a, params[i]!, bufOffset(params[i]!, i), true); }
  a.i32(0);
  passDepth(a, buf + 1);
  a.get(0);
  a.get(buf);
  a.callTableEntry('reflect.stubCall');
  a.if_();
  saveThunk(a, name, buf, buf + 1);
  for (const c of results) zero(a, c);
  a.i32(1);
  if (results.length > 1) a.globalSet(Global.Flag);
  a.ret();
  a.end();
  for (let k = 0; k < results.length; k++) { a.get(buf); load(a, results[k]!, bufOffset(results[k]!, np + k)); }
  if (results.length <= 1) a.i32(0);
  const f = addStub(p, gid, '', wasmType(sig, Abi.Table), a, [WT.I32, WT.I32]);

  const r = new Asm(); // locals: frame | buf
  r.get(0); r.mem(W.I32Load, 2, Frame.slots); r.set(1);
  for (let k = 0; k < results.length; k++) {
    r.globalGet(Global.M);
    r.get(1);
    load(r, results[k]!, bufOffset(results[k]!, np + k));
    store(r, results[k]!, MBlock.resultArea + 8 * k, false);
  }
  r.i32(0);
  thunkInfo(p, f, sig, addStub(p, -1, `${name}·resume`, 'i>i', r, [WT.I32]));
  f.info!.flags |= FuncInfoFlag.HasRecover; // a deferred method value is the method: reflect passes the token on, or takes it
}

/** What the methods do that a type made by reflect.StructOf has from an embedded interface: panic. */
export const EMBEDDED_METHOD = 'reflect.embeddedIfaceMethStub';

/** Name of the stub that stands for such methods of a signature (receiver first): one for all that are the same to WebAssembly. */
export const panicStubName = (sig: string): string => `reflectpanic:${sig.replaceAll('p', 'i')}`;

/** reflectpanic:<sig>: a function of that signature that calls EMBEDDED_METHOD, which never returns. Nothing of it need be saved. */
function reflectPanic(p: Program, gid: number, sig: string): void {
  const results = resultsOf(sig);
  const flag = 2 + paramsOf(sig).length;
  const a = new Asm(); // locals: ctx depth params… | flag
  a.i32(0);
  passDepth(a, flag);
  a.callTableEntry(EMBEDDED_METHOD);
  a.set(flag);
  for (const c of results) zero(a, c);
  a.get(flag);
  if (results.length > 1) a.globalSet(Global.Flag);
  addStub(p, gid, '', wasmType(sig, Abi.Table), a, [WT.I32]);
}

/** Calls f with the hidden words that it wants; args pushes its parameters. Suspending there is a bug of the runtime. */
function callHidden(p: Program, a: Asm, f: LinkFunc, args: () => void): void {
  if ((f.abi & Abi.Ctx) !== 0) a.i32(0);
  if ((f.abi & Abi.Depth) !== 0) a.globalGet(Global.Budget);
  args();
  a.call(p.syms.name(f.gid));
  if ((f.abi & Abi.Flag) === 0) return;
  if (resultsOf(f.sig).length > 1) a.globalGet(Global.Flag);
  a.if_();
  a.unreachable();
  a.end();
}

/** Entry of an exported runtime function with hidden words: the host passes none. */
export function rawExport(p: Program, f: LinkFunc): LinkFunc {
  const a = new Asm();
  callHidden(p, a, f, () => paramsOf(f.sig).split('').forEach((_, i) => a.get(i)));
  const w = addStub(p, -1, `${p.syms.name(f.gid)}·export`, wasmType(f.sig, 0), a, []);
  w.relocs[2] = f.gid;
  return w;
}

/** What exportStub calls and refers to. */
export function exportRoots(sym: string, sig: string): { name: string; table: boolean }[] {
  return [{ name: 'runtime.wasmExportArgs', table: false }, { name: 'runtime.wasmExport', table: false }, { name: `${sym}·f`, table: false }, { name: `reflectcall:${sig}`, table: true }];
}

/**
 * wasmexport of a Go function outside the runtime: called by the host with plain words. The runtime runs a goroutine that calls it
 * through its reflectcall thunk and returns when that goroutine has: runtime.wasmExportArgs(n) p gives n zeroed 8-byte words,
 * runtime.wasmExport(fn closure p, thunk i32, args p) runs it. Made when the ABI of these is known.
 */
export function exportStub(p: Program, name: string, sym: string, sig: string): LinkFunc {
  const params = paramsOf(sig);
  const results = resultsOf(sig);
  const args = params.length;
  const a = new Asm();
  const runtime = (f: string): LinkFunc => p.funcOf(p.syms.byName(f));
  callHidden(p, a, runtime('runtime.wasmExportArgs'), () => a.i32(args + results.length));
  a.set(args);
  for (let i = 0; i < params.length; i++) { a.get(args); a.get(i); store(a, params[i]!, 8 * i, true); }
  callHidden(p, a, runtime('runtime.wasmExport'), () => {
    a.constReloc(RelocKind.DataAddr, `${sym}·f`);
    a.constReloc(RelocKind.TableIndex, `reflectcall:${sig}`);
    a.get(args);
  });
  for (let k = 0; k < results.length; k++) { a.get(args); load(a, results[k]!, 8 * (args + k)); }
  return addStub(p, p.syms.byName(`wasmexport:${name}`), `wasmexport:${name}`, wasmType(sig, 0), a, [WT.I32]);
}

const MEMORY_INIT = 8;
const DATA_DROP = 9;

/** The export initMemory: copies the passive data segments to where they belong, once per program. */
export function initMemory(p: Program, segments: readonly { address: number; bytes: Uint8Array }[]): LinkFunc {
  const a = new Asm();
  segments.forEach((s, i) => {
    a.i32(s.address | 0);
    a.i32(0);
    a.i32(s.bytes.length);
    a.op(W.PrefixMisc); a.w.uleb(MEMORY_INIT); a.w.uleb(i); a.w.u8(0);
    a.op(W.PrefixMisc); a.w.uleb(DATA_DROP); a.w.uleb(i);
  });
  return addStub(p, -1, 'initMemory', '>', a, []);
}
