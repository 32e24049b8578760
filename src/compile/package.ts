// The pipeline: one package in, its object out.

import { InternalError, fail } from '../base/internal-error.ts';
import { DiagnosticSink } from '../source/diagnostic.ts';
import type { FileSet } from '../source/pos.ts';
import { resolveDiagnostics } from '../source/report.ts';
import { unquote } from '../syntax/directives.ts';
import { NodeIds, parseFile } from '../syntax/parser/parse.ts';
import type { SourceUnit } from '../syntax/ast.ts';
import { checkPackage, type CheckResult } from '../types/check/check.ts';
import { defaultConfig, type Importer } from '../types/check/checker.ts';
import { writeExport } from '../types/export/write.ts';
import { releaseInstances } from '../types/generics/instantiate.ts';
import type { Obj } from '../types/objects.ts';
import type { GenericBody } from '../ssa/build/unit.ts';
import { FuncFlag, type Unit } from '../ssa/func.ts';
import { applyLinknames, buildUnit, minorOf } from '../ssa/build/package.ts';
import { optimizeUnit, type OptimizeResult } from '../ssa/program/optimize.ts';
import { verify } from '../ssa/verify.ts';
import { printFunc } from '../ssa/text/print.ts';
import { writeBodies } from '../ssa/serialize.ts';
import { dumpFunc } from '../wasm/encode/dump.ts';
import { lowerUnit, type LoweredUnit } from '../wasm/lower-unit.ts';
import { kernelsOf } from '../wasm/kernels/index.ts';
import { writeObject } from '../object/writer.ts';
import type { CompileResult, ImportObjects, PackageInput } from './input.ts';
import { Imports, type FunctionIndex } from './imports.ts';
import { writeSummaries } from './summaries.ts';
import { kernelEscape, runtimeEscape } from './runtime-escape.ts';
import { Explain } from './explain.ts';
import { tooLarge } from './size-limits.ts';

/** Compiles a package. `implicit`: packages that compiled code refers to without importing them (runtime). */
export function compilePackage(input: PackageInput, objects: ImportObjects, imports: Imports, implicit: readonly string[], key = ''): CompileResult {
  imports.objects = objects;
  const timing: Record<string, number> = {};
  const phase = <T>(name: string, run: () => T): T => {
    const t = performance.now();
    try {
      return run();
    } catch (e) {
      throw inPhase(e, name, input.path);
    } finally {
      timing[name] = performance.now() - t;
    }
  };
  const fset = imports.fset;
  const sink = new DiagnosticSink();
  const failed = (): CompileResult => {
    return { object: null, messages: resolveDiagnostics(sink.list, fset, input.flags.allErrors === true), timing };
  };

  const ids = new NodeIds();
  const units = phase('parse', () => parse(input, fset, sink, ids));
  if (sink.list.some((d) => !d.soft)) return failed();
  const checked = phase('check', () => check(input, units, fset, imports.importer, sink, ids.next));
  if (input.standard) forgive(sink);
  if (sink.hasErrors) return failed();
  applyLinknames(checked.pkg, units);
  const exportData = phase('export', () => writeExport({ pkg: checked.pkg, fset, units, info: checked.info, text: (u) => input.files[units.indexOf(u)]!.bytes }));
  const isRuntime = isRuntimeCode(input, implicit);
  const built = phase('build', () => buildUnit({
    pkg: checked.pkg, info: checked.info, fset, files: units, isRuntime, goVersion: input.goVersion,
    embeds: input.embeds, report: (pos, message) => sink.add(pos, '', message),
    config: { importedBody: (fn) => importedBody(imports, fn), importPackage: (path) => imports.package(path), explain: input.flags.explain },
  }));
  if (sink.hasErrors) return failed();
  const direct = [...new Set([...importPaths(input, units), ...implicit])].sort();
  const index = imports.functions(direct);
  const explain = new Explain(built.unit, input.flags.explain);
  if (explain.enabled) for (const f of built.unit.funcs) explain.notes(f);
  const optimized = phase('optimise', () => optimise(built.unit, input, index, explain));
  const large = tooLarge(built.unit);
  if (large.length > 0) return { object: null, messages: large, timing };
  const bodies = writeBodies(built.unit.syms, built.unit.poss, optimized.inlinable);
  const lowered = phase('lower', () => lowerUnit(built.unit, (name) => index.summary(name), input.flags.noPolls !== true));
  if (input.dump.startsWith('wasm:')) for (const f of lowered.funcs) if (f.name === input.dump.slice(5)) console.error(dumpFunc(f));
  const object = phase('object', () => writeObject({
    path: input.path, name: checked.pkg.name, variant: input.flags.variant, key, imports: direct.map((path) => ({ path, key: '' })),
    initSym: built.initSym, wasmImports: built.wasmImports.map((w) => ({ sym: w.name, sig: w.sig })), wasmExports: built.wasmExports,
    funcs: [...lowered.funcs, ...kernelsOf(input.path)], data: built.unit.data, exportData, bodies,
    summaries: summaries(built.unit, lowered, optimized), messages: explain.messages,
  }));
  releaseInstances(checked.pkg);
  const sizes = { 'lines': lines(input), 'bytes of normal code': lowered.size.normal, 'bytes of suspend and resume code': lowered.size.suspend };
  return { object, messages: explain.messages, timing, sizes };
}

function inPhase(e: unknown, phase: string, path: string): unknown {
  if (!(e instanceof Error)) return e;
  const wrapped = new InternalError(`${phase} ${path}: ${e.message}`);
  if (e.stack !== undefined) wrapped.stack = e.stack;
  return wrapped;
}

function parse(input: PackageInput, fset: FileSet, sink: DiagnosticSink, ids: NodeIds): SourceUnit[] {
  return input.files.map((f) => parseFile(fset, f.name, f.bytes, sink, ids));
}

function lines(input: PackageInput): number {
  let n = 0;
  for (const f of input.files) for (const c of f.bytes) if (c === 10) n++;
  return n;
}

/** Resolved paths of the packages that the files import. */
function importPaths(input: PackageInput, units: readonly SourceUnit[]): string[] {
  const paths = units.flatMap((u) => u.imports.map((i) => unquote(i.y!.name) ?? ''));
  return paths.map((p) => input.importMap[p] ?? p).filter((p) => p !== 'unsafe' && p !== 'C' && p !== '');
}

function importedBody(imports: Imports, fn: Obj): GenericBody {
  const b = imports.bodies.get(fn) ?? fail(`${fn.pkg?.path}.${fn.name} has no body to instantiate`);
  return { decl: b.decl, info: b.info, fset: b.fset, pkg: fn.pkg!, goMinor: minorOf(fn.pkg!.goVersion) };
}

function check(input: PackageInput, units: SourceUnit[], fset: FileSet, importer: Importer, sink: DiagnosticSink, nodeCount: number): CheckResult {
  const name = units[0]?.pkgName.name ?? '';
  const mapped: Importer = { import: (path) => importProblem(path) ?? importer.import(input.importMap[path] ?? path) };
  const path = name === 'main' && input.library !== true ? 'main' : input.path;
  return checkPackage(path, name, units, fset, mapped, { ...defaultConfig, goVersion: input.goVersion, directives: !input.standard, bodiesElsewhere: input.standard || input.flags.bodiesElsewhere === true, fieldTrack: input.flags.fieldTrack === true, nodeCount }, sink);
}

/** Why gc refuses an import path that no driver would resolve. */
function importProblem(path: string): string | null {
  if (path === 'main') return 'cannot import "main"';
  if (path.startsWith('/')) return 'import path cannot be absolute path';
  const clean = path.split('/').filter((e, i) => e !== '' && (e !== '.' || i === 0)).join('/');
  return clean === path ? null : `non-canonical import path "${path}" (should be "${clean}")`;
}

function optimise(unit: Unit, input: PackageInput, index: FunctionIndex, explain: Explain): OptimizeResult {
  const dumpName = input.dump.startsWith('ssa:') ? input.dump.slice(4) : '';
  const dump = (f: { name: string }, pass: string): void => {
    if (f.name === dumpName) console.error(`--- ${pass}\n${printFunc(f as Parameters<typeof printFunc>[0], unit.syms)}`);
  };
  if (dumpName !== '') for (const f of unit.funcs) dump(f, 'built');
  return optimizeUnit(unit, {
    noOptimize: input.flags.noOptimize,
    noInline: input.flags.noInline,
    importedEscape: (name) => runtimeEscape(name) ?? index.summary(name)?.escape ?? null,
    importedRecovers: (name) => index.summary(name)?.recovers ?? false,
    importedBody: (name) => index.body(name, unit.syms, unit.poss),
    importedData: (name) => index.data(name),
    afterPass: dumpName === '' ? undefined : (f, pass) => { verify(f, unit.syms); dump(f, pass); },
    onAlloc: explain.enabled ? (f, v, escapes) => explain.alloc(f, v, escapes) : undefined,
    onInline: explain.enabled ? (caller, at, callee) => explain.inline(caller, at, callee) : undefined,
    onDevirtualize: explain.enabled ? (f, v, type, partial) => explain.devirtualize(f, v, type, partial) : undefined,
    onInlinable: explain.enabled ? (f) => explain.inlinable(f) : undefined,
    onSummary: explain.enabled ? (f, s) => explain.summary(f, s) : undefined,
  });
}

function summaries(unit: Unit, lowered: LoweredUnit, optimized: OptimizeResult): Uint8Array {
  const escapes = new Map([...optimized.escapes].map(([f, e]) => [f.name, e]));
  const kernels = new Map(kernelsOf(unit.pkgPath).map((k) => [k.name, kernelEscape(k.name, k.sig)]));
  const recovering = new Set(unit.funcs.filter((f) => (f.flags & FuncFlag.HasRecover) !== 0).map((f) => f.name));
  const entries = [];
  for (const [name, s] of lowered.summaries) entries.push({ name, summary: { ...s, escape: kernels.get(name) ?? escapes.get(name) ?? null, recovers: recovering.has(name) } });
  return writeSummaries(entries);
}

/** Release files from which the overlay leaves out declarations may have imports that nothing uses any more. */
function forgive(sink: DiagnosticSink): void {
  const kept = sink.list.filter((d) => d.code !== 'UnusedImport');
  sink.list.splice(0, sink.list.length, ...kept);
}

/** Packages that the runtime is made of: their failed checks are fatal. Not those below it whose failed checks are a caller's mistake. */
function isRuntimeCode(input: PackageInput, implicit: readonly unknown[]): boolean {
  if (!input.standard || input.outside === true || input.path === 'math/bits' || input.path === 'internal/byteorder') return false;
  return implicit.length === 0 || input.path.startsWith('internal/runtime/');
}
