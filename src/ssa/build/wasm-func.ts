// go:wasmimport and go:wasmexport: functions between Go and the host.
//
// The host's words of a signature are the Go words, but lengths of strings and uintptrs are 32 bits wide. For an import f of the host,
//   f·host   has f's words: converts them, calls the import, converts the result
//   f        puts its words into a block and lets the scheduler call f·host (runtime.wasmCall), when the goroutine's frames lie in
//            memory: the host may call exported functions, which run goroutines and may collect garbage
// Std's own imports (module "gossamer") are called directly. For an exported function f, f·export has the host's words and calls f.

import { Op } from '../op.gen.ts';
import { FuncFlag, type Sig, Suspends, type ValueId } from '../func.ts';
import { VT } from '../op.table.ts';
import type { Obj } from '../../types/objects.ts';
import { Basic, type Type, TypeKind } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { HOST_MODULE } from '../../abi/host-imports.table.ts';
import type { FuncBuilder } from './builder.ts';
import { generate } from './generate.ts';
import type { UnitBuilder } from './unit.ts';
import { sigText } from '../text/print.ts';

export interface WasmFunc { name: string; sym: string; sig: string }

/** Which Go words are 32 bits wide on the host's side, and which are bools. */
interface Words { narrow: boolean[]; bool: boolean[] }

function words(types: readonly Type[]): Words {
  const w: Words = { narrow: [], bool: [] };
  const add = (narrow: boolean, bool = false): void => { w.narrow.push(narrow); w.bool.push(bool); };
  for (const t of types) {
    const basic = under(t).kind === TypeKind.Basic ? under(t).basic : Basic.Int32;
    if (basic === Basic.String) add(false);
    add(basic === Basic.String || basic === Basic.Uintptr, basic === Basic.Bool);
  }
  return w;
}

class HostSig {
  readonly params: Words;
  readonly results: Words;
  readonly go: Sig;
  readonly host: Sig;

  constructor(u: UnitBuilder, sig: Type) {
    this.params = words(sig.params!.fields.map((f) => f.type!));
    this.results = words(sig.results!.fields.map((f) => f.type!));
    this.go = u.layouts.signature(sig, null).sig;
    const narrow = (vts: readonly VT[], w: Words): VT[] => vts.map((vt, k) => (w.narrow[k]! ? VT.I32 : vt));
    this.host = { ...this.go, params: narrow(this.go.params, this.params), results: narrow(this.go.results, this.results) };
  }
}

/** Words on their way out of Go. */
function toHost(b: FuncBuilder, values: readonly ValueId[], w: Words): ValueId[] {
  return values.map((v, k) => (w.narrow[k]! ? b.wrap(v) : v));
}

/** Words on their way into Go. */
function toGo(b: FuncBuilder, values: readonly ValueId[], w: Words): ValueId[] {
  return values.map((v, k) => (w.narrow[k]! ? b.extendU(v) : w.bool[k]! ? b.emit(Op.I32Ne, VT.I32, v, b.i32(0)) : v));
}

/** A bodyless function that the host provides. */
export function importFunc(u: UnitBuilder, sym: string, fn: Obj, module: string, name: string): WasmFunc {
  const s = new HostSig(u, fn.type!);
  const full = `${module}\0${name}`;
  if (module === HOST_MODULE) {
    u.imports.set(sym, full);
    return { name: full, sym, sig: sigText(s.go) };
  }
  const hostSym = `${sym}·host`;
  generate(u, hostSym, s.go, (b, params) => {
    const r = b.emitCall(Op.CallImport, toHost(b, params, s.params), b.callInfo(s.host, u.syms.id(full), 0));
    b.ret(toGo(b, r, s.results));
  }, FuncFlag.RuntimePkg | FuncFlag.NoInline);
  generate(u, sym, s.go, (b, params) => {
    const block = b.callRuntime('wasmExportArgs', b.i32(params.length + s.go.results.length))[0]!;
    params.forEach((v, k) => storeWhole(b, s.go.params[k]!, block, v, 8 * k));
    b.callRuntime('wasmCall', b.symAddr(u.funcObj(hostSym)), b.funcIndex(`reflectcall:${sigText(s.go)}`), block);
    b.ret(s.go.results.map((vt, k) => loadBlock(b, vt, block, 8 * (params.length + k))));
  }, 0);
  return { name: full, sym, sig: sigText(s.host) };
}

/** Stores a word as the thunks read it: small ones fill 8 bytes. */
function storeWhole(b: FuncBuilder, vt: VT, block: ValueId, v: ValueId, offset: number): void {
  switch (vt) {
    case VT.I32: b.emit(Op.Store64, VT.Void, block, b.extendU(v), 0, offset); break;
    case VT.I64: b.emit(Op.Store64, VT.Void, block, v, 0, offset); break;
    case VT.F32: b.emit(Op.StoreF32, VT.Void, block, v, 0, offset); break;
    case VT.F64: b.emit(Op.StoreF64, VT.Void, block, v, 0, offset); break;
    default: b.emit(Op.StorePtr, VT.Void, block, v, 0, offset);
  }
}

function loadBlock(b: FuncBuilder, vt: VT, block: ValueId, offset: number): ValueId {
  switch (vt) {
    case VT.I32: return b.emit(Op.Load32, vt, block, 0, 0, offset);
    case VT.I64: return b.emit(Op.Load64, vt, block, 0, 0, offset);
    case VT.F32: return b.emit(Op.LoadF32, vt, block, 0, 0, offset);
    case VT.F64: return b.emit(Op.LoadF64, vt, block, 0, 0, offset);
    default: return b.emit(Op.LoadPtr, vt, block, 0, 0, offset);
  }
}

/** A function that the host may call under a name. */
export function exportFunc(u: UnitBuilder, sym: string, sig: Type, name: string, isRuntime: boolean): WasmFunc {
  const s = new HostSig(u, sig);
  if (isRuntime) return { name, sym, sig: sigText(s.go) };
  const own = `${sym}·export`;
  generate(u, own, s.host, (b, params) => {
    const r = b.callSym(sym, s.go, toGo(b, params, s.params), Suspends.May);
    b.ret(toHost(b, r, s.results));
  }, 0);
  return { name, sym: own, sig: sigText(s.host) };
}
