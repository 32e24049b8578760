// The builder over a package: a unit with every function and variable that the package declares, and everything these ask for.

import { CALL_WEAK, Func, FuncFlag, type Unit } from '../func.ts';
import { SymKind } from '../../abi/symbol.ts';
import { Kind, type Directive, type Node, type SourceUnit } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Pragma, parseLinkname, parseWasmExport, parseWasmImport } from '../../syntax/directives.ts';
import type { FileSet, Pos } from '../../source/pos.ts';
import { ObjKind, type Obj, type Package } from '../../types/objects.ts';
import type { Info, Initializer } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import { embedVariables, type EmbeddedFile } from '../data/embed.ts';
import { flushTypes, requestDeclared } from '../data/flush.ts';
import { buildDecl, pragmaFlags } from './callee.ts';
import { FuncBuilder } from './builder.ts';
import { analyseExpr, emptyBody } from './capture.ts';
import { type ClosureNaming, FuncState } from './func-state.ts';
import { componentTypes } from './assign.ts';
import { hasIntrinsicBody, intrinsicBody } from './intrinsic.ts';
import { mapInit, staticInit } from './static-init.ts';
import { exportFunc, importFunc, type WasmFunc } from './wasm-func.ts';
import { constructs } from './dispatch.ts';
import { funcSymbol, methodSymbol } from './types-api.ts';
import { type BodyContext, type BuildConfig, UnitBuilder } from './unit.ts';

export interface BuildInput {
  pkg: Package;
  info: Info;
  fset: FileSet;
  files: SourceUnit[];
  config: BuildConfig;
  /** Files by //go:embed pattern. */
  embeds?: Readonly<Record<string, readonly EmbeddedFile[]>>;
  /** Where to report what is rejected only now. */
  report?: (pos: Pos, message: string) => void;
  /** Neither polls nor depth checks (runtime and what it imports). */
  isRuntime: boolean;
  goVersion: string;
}


export interface Built {
  unit: Unit;
  /** Function that initialises the package, or ''. */
  initSym: string;
  /** name = "module\0name". */
  wasmImports: WasmFunc[];
  wasmExports: WasmFunc[];
}

export function buildUnit(input: BuildInput): Built {
  const u = new UnitBuilder(input.pkg, input.info, input.fset, input.files, input.config, constructs, input.isRuntime, input.report);
  for (const f of input.files) u.fileMinor.set(input.fset.files[f.file]!.name, minorOf(f.goVersion || input.goVersion));
  const wasm = new WasmFuncs();
  for (const f of input.files) declareImports(u, f, wasm);
  requestDeclared(u, input.pkg, input.info.localTypes);
  const dynamic = input.info.initOrder.filter((i) => !staticInit(u, i));
  const inits: string[] = [];
  for (const f of input.files) for (const d of f.decls) if (d.kind === Kind.FuncDecl) declareFunc(u, f, d, inits, wasm);
  const initSym = packageInit(u, dynamic, inits);
  for (;;) {
    const work = u.nextWork();
    if (work !== null) work();
    else if (!flushTypes(u)) break;
  }
  if (input.embeds !== undefined && Object.keys(input.embeds).length > 0) embedVariables(u, input.embeds, u.report);
  zeroVariables(u);
  return { unit: u.unit(), initSym, wasmImports: wasm.imports, wasmExports: wasm.exports };
}

class WasmFuncs {
  readonly imports: WasmFunc[] = [];
  readonly exports: WasmFunc[] = [];
}

/** 22 of "go1.22"; the newest if there is none. */
export function minorOf(version: string): number {
  const m = /^go1\.(\d+)/.exec(version);
  return m === null ? 26 : Number(m[1]);
}

function symbolOf(fn: Obj): string {
  if (fn.linkname !== '') return fn.linkname;
  const recv = fn.type!.recv;
  return recv === null ? funcSymbol(fn) : methodSymbol(recv.type!, fn);
}

/** spec: none; go:wasmimport gives a bodyless function a host import. */
function declareImports(u: UnitBuilder, f: SourceUnit, wasm: WasmFuncs): void {
  for (const d of f.decls) {
    if (d.kind !== Kind.FuncDecl || d.w !== null) continue;
    for (const x of f.declDirectives.get(d.id) ?? []) {
      const w = x.text.startsWith('go:wasmimport') ? parseWasmImport(x.text) : null;
      if (w === null) continue;
      const fn = u.info.defs[d.x!.id]!;
      const sym = symbolOf(fn);
      const imported = importFunc(u, sym, fn, w.module, w.name);
      wasm.imports.push(imported);
      if ((fn.pragma & Pragma.Noescape) !== 0) u.noescape.add(imported.name);
    }
  }
}

function declareFunc(u: UnitBuilder, file: SourceUnit, d: Node, inits: string[], wasm: WasmFuncs): void {
  const fn = d.x!.name === '_' ? null : u.info.defs[d.x!.id] ?? null;
  const isInit = d.x!.name === 'init' && d.y === null;
  if (fn === null) { if (!isInit) return; fail('init function without object'); }
  const sig = fn.type!;
  if (sig.tparams.length > 0 || sig.recvTparams.length > 0) return;
  const ctx = contextAt(u, file);
  let sym = symbolOf(fn);
  if (isInit) { sym = `${u.pkg.path}.init.${inits.length}`; inits.push(sym); }
  if (d.w === null) {
    if ((fn.pragma & Pragma.Noescape) !== 0) u.noescape.add(sym);
    if (hasIntrinsicBody(sym)) intrinsicBody(u, sym, u.layouts.signature(sig, sig.recv === null ? null : sig.recv.type!).sig);
    return;
  }
  for (const x of file.declDirectives.get(d.id) ?? []) {
    const name = x.text.startsWith('go:wasmexport') ? parseWasmExport(x.text) : null;
    if (name !== null) wasm.exports.push(exportFunc(u, sym, sig, name, u.pkg.path === 'runtime'));
  }
  u.enqueue(() => buildDecl(u, sym, ctx, d, fn, pragmaFlags(fn.pragma) | suspendsFlag(file.declDirectives.get(d.id))));
}

/** `//gossamer:suspends`: a function of a runtime package that may be suspended like user code. */
function suspendsFlag(list: readonly Directive[] | undefined): number {
  return (list ?? []).some((x) => x.text.startsWith('gossamer:suspends')) ? FuncFlag.MaySuspend : 0;
}

function contextAt(u: UnitBuilder, file: SourceUnit): BodyContext {
  return { info: u.info, fset: u.fset, pkg: u.pkg, env: null, goMinor: u.fileMinor.get(u.fset.files[file.file]!.name)! };
}

/** The function pkg.init: what is left of the variables' initialisation, in dependency order, then the init functions. */
function packageInit(u: UnitBuilder, dynamic: readonly Initializer[], inits: readonly string[]): string {
  if (dynamic.length === 0 && inits.length === 0) return '';
  const name = `${u.pkg.path}.init`;
  u.enqueue(() => {
    const f = new Func(name, { params: [], results: [] });
    f.flags = u.isRuntime ? FuncFlag.RuntimePkg : 0;
    f.pos = u.poss.add('<autogenerated>', 1, 0);
    const naming: ClosureNaming = { base: `${u.pkg.path}.glob.`, count: u.globLiterals, wraps: 0, ranges: 0, top: true };
    const b = new FuncBuilder(u, f, { info: u.info, fset: u.fset, pkg: u.pkg, env: null, goMinor: 26 }, new FuncState(name, naming, emptyBody(), null));
    b.pos = f.pos;
    for (const i of dynamic) {
      b.s = new FuncState(name, naming, analyseExpr(u.info, i.rhs), null);
      initVariable(b, i);
    }
    u.globLiterals = naming.count;
    for (const sym of inits) b.callSym(sym, { params: [], results: [] }, []);
    b.ret([]);
    b.finish();
    u.addFunc(f);
  });
  return name;
}

function initVariable(b: FuncBuilder, i: Initializer): void {
  const outlined = mapInit(b.u, i);
  if (outlined !== null) { weakCall(b, outlined); return; }
  b.at(i.rhs.pos);
  b.ctx.goMinor = b.u.goMinorAt(i.rhs.pos);
  if (i.lhs.length === 1) {
    const v = i.lhs[0]!;
    if (v.name === '_') { b.c.exprList(b, [i.rhs], [v.type!]); return; }
    const addr = b.symAddr(b.u.varSym(v));
    const val = b.c.exprList(b, [i.rhs], [v.type!])[0]!;
    b.store(v.type!, addr, val);
    return;
  }
  const vals = b.c.multi(b, i.rhs);
  const types = componentTypes(b, i.rhs, i.lhs.length);
  i.lhs.forEach((v, k) => { if (v.name !== '_') b.store(v.type!, b.symAddr(b.u.varSym(v)), b.c.convert(b, vals[k]!, types[k]!, v.type!)); });
}

/** A call that does not keep its callee: the map initialiser is dropped with its variable. */
function weakCall(b: FuncBuilder, sym: string): void {
  b.callSym(sym, { params: [], results: [] }, []);
  b.f.calls[b.f.calls.length - 1]!.flags |= CALL_WEAK;
}

/** Variables without data yet start as zero. One that a linkname takes from another package is defined there. */
function zeroVariables(u: UnitBuilder): void {
  for (const f of u.files) for (const d of f.decls) {
    if (d.kind !== Kind.GenDecl || d.op !== Token.Var) continue;
    for (const spec of d.list) for (const name of spec.list) {
      const v = u.info.defs[name.id];
      if (v === null || v === undefined || v.kind !== ObjKind.Var || v.name === '_') continue;
      const sym = u.varSym(v);
      if (u.hasData(sym) || (v.linkname !== '' && spec.list2.length === 0)) continue;
      const l = u.layouts.of(v.type!);
      u.addData({ name: sym, kind: SymKind.Bss, align: Math.max(l.align, 1), size: l.size, bytes: new Uint8Array(0), ptrmask: u.layouts.ptrmask(v.type!), relocs: [], flags: 0 });
    }
  }
}

/** Sets the link names that //go:linkname directives give to functions and variables. Before export data is written. */
export function applyLinknames(pkg: Package, files: readonly SourceUnit[]): void {
  for (const f of files) {
    for (const x of f.directives) {
      const l = x.text.startsWith('go:linkname') ? parseLinkname(x.text) : null;
      if (l === null || l.remote === '') continue;
      const o = pkg.scope.elems.get(l.local);
      if (o !== undefined && (o.kind === ObjKind.Func || o.kind === ObjKind.Var)) o.linkname = l.remote;
    }
  }
}
