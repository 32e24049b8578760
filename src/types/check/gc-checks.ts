// What gc complains about besides types, after type checking without errors: cmd/compile/internal/noder's checks of functions
// without bodies, //go:linkname, //go:embed, and anonymous interfaces that contain themselves.

import { Kind, type Node, type SourceUnit } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import type { Directive } from '../../syntax/ast.ts';
import { type Type, TypeKind } from '../types.ts';
import { type Obj, ObjKind } from '../objects.ts';
import { unalias } from '../under.ts';
import { interfaceMethods } from '../typeset.ts';
import type { Checker } from './checker.ts';
import { minorVersion } from './version.ts';
import { checkWasmSignature } from './wasm-directives.ts';
import { sizeof } from '../sizes.ts';

export function gcChecks(c: Checker): void {
  interfaceCycles(c);
  if (c.sink.hasErrors) return;
  elementSizes(c);
  for (const file of c.files) {
    const linknames = checkLinknames(c, file);
    checkEmbeds(c, file);
    for (const d of file.decls) if (d.kind === Kind.FuncDecl) checkBody(c, file, d, linknames);
  }
}

/** Directives of the runtime and of the standard library in other packages. */
export function reservedDirectives(c: Checker): void {
  for (const file of c.files) {
    for (const d of file.directives) {
      const verb = d.text.split(/\s/, 1)[0]!;
      if (runtimeOnly.has(verb)) c.err(d.pos, '', `//${verb} only allowed in runtime`);
      else if (verb === 'go:uintptrkeepalive') c.err(d.pos, '', `//${verb} is only allowed in the standard library`);
      else if (verb.startsWith('go:cgo_')) cgoDirective(c, d, verb);
    }
  }
}

/** The words of directives that instruct the linker; quoted ones are marked by a quote. */
const cgoUsage: Record<string, [RegExp, string]> = {
  'go:cgo_export_static': [/^ww?w?$/, 'local [remote]'], 'go:cgo_export_dynamic': [/^ww?w?$/, 'local [remote]'],
  'go:cgo_import_dynamic': [/^(w|ww|wwq)$/, 'local [remote ["library"]]'], 'go:cgo_import_static': [/^w$/, 'local'],
  'go:cgo_dynamic_linker': [/^q$/, '"path"'], 'go:cgo_ldflag': [/^q$/, '"arg"'],
};

/** Only cmd/cgo may write them, but for cgo_import_dynamic with a library. */
function cgoDirective(c: Checker, d: Directive, verb: string): void {
  const words = (d.text.slice(verb.length).match(/"[^"]*"|[^\s"]+/g) ?? []).map((w) => (w.startsWith('"') ? 'q' : 'w')).join('');
  if (verb !== 'go:cgo_import_dynamic' || words.length < 3) c.err(d.pos, '', `//${d.text} only allowed in cgo-generated code`);
  const usage = cgoUsage[verb];
  if (usage !== undefined && !usage[0].test(words)) c.err(d.pos, '', `usage: //${verb} ${usage[1]}`);
}

const runtimeOnly = new Set(['go:systemstack', 'go:nowritebarrier', 'go:nowritebarrierrec', 'go:yeswritebarrierrec']);

function imports(file: SourceUnit, path: string): boolean {
  return file.imports.some((s) => s.y !== null && s.y.name.slice(1, -1) === path);
}

/** Sets Obj.linkname; the local names. */
function checkLinknames(c: Checker, file: SourceUnit): Set<Obj> {
  const seen = new Set<Obj>();
  const hasUnsafe = imports(file, 'unsafe');
  for (const d of file.directives) {
    const words = d.text.trim().split(/\s+/);
    if (words[0] !== 'go:linkname' || words.length < 2 || words.length > 3) continue;
    const [, local, remote] = words;
    if (!hasUnsafe) {
      c.err(d.pos, '', '//go:linkname only allowed in Go files that import "unsafe"');
      continue;
    }
    if (remote !== undefined && remote.includes('[') && remote.includes(']')) {
      c.err(d.pos, '', '//go:linkname reference of an instantiation is not allowed');
      continue;
    }
    const obj = c.pkg.scope.lookup(local!);
    if (obj === null || (obj.kind !== ObjKind.Func && obj.kind !== ObjKind.Var)) {
      if (minorVersion(c.config.goVersion) >= 18) c.err(d.pos, '', '//go:linkname must refer to declared function or variable');
    } else if (seen.has(obj)) {
      c.err(d.pos, '', `duplicate //go:linkname for ${local}`);
    } else {
      seen.add(obj);
      if (remote !== undefined) obj.linkname = remote;
    }
  }
  return seen;
}

function checkBody(c: Checker, file: SourceUnit, d: Node, linknames: Set<Obj>): void {
  if (d.x!.name === '_') return; // gc drops it
  const own = file.declDirectives.get(d.id) ?? [];
  const has = (name: string): boolean => own.some((x) => x.text === name || x.text.startsWith(name + ' '));
  const pos = d.y !== null ? d.y.pos - 1 : d.x!.pos; // behind "func"
  argumentSize(c, d, pos);
  if (d.w !== null) {
    if (has('go:noescape')) c.err(pos, '', 'can only use //go:noescape with external func implementations');
    if (has('go:wasmimport')) c.err(pos, '', 'can only use //go:wasmimport with external func implementations');
    if (has('go:wasmexport')) checkWasmSignature(c, d, pos, 'go:wasmexport');
    return;
  }
  if (has('go:wasmimport')) checkWasmSignature(c, d, pos, 'go:wasmimport');
  if (c.config.bodiesElsewhere && d.x!.name !== 'init') return;
  const obj = c.info.defs[d.x!.id] ?? null;
  if ((obj === null || !linknames.has(obj)) && !has('go:wasmimport')) c.err(pos, '', 'missing function body');
}

function checkEmbeds(c: Checker, file: SourceUnit): void {
  const atTop = new Map<number, Node>();
  for (const d of file.decls) {
    if (d.kind !== Kind.GenDecl || d.op !== Token.Var) continue;
    if (d.list.length === 1) atTop.set(d.id, d.list[0]!);
    for (const spec of d.list) atTop.set(spec.id, spec);
  }
  for (const [id, list] of file.declDirectives) {
    const dir: Directive | undefined = list.find((x) => x.text === 'go:embed' || x.text.startsWith('go:embed '));
    if (dir === undefined) continue;
    const message = embedProblem(c, file, atTop.get(id) ?? null);
    if (message !== '') c.err(dir.pos, '', message);
  }
}

function embedProblem(c: Checker, file: SourceUnit, spec: Node | null): string {
  if (!imports(file, 'embed')) return 'go:embed requires import "embed" (or import _ "embed", if package is not used)';
  if (spec === null) return 'go:embed cannot apply to var inside func';
  if (spec.list.length > 1) return 'go:embed cannot apply to multiple vars';
  if (spec.list2.length > 0) return 'go:embed cannot apply to var with initializer';
  if (spec.x === null) return 'go:embed cannot apply to var without type';
  if (minorVersion(c.config.goVersion) < 16) return `go:embed requires go1.16 or later (-lang was set to ${c.config.goVersion}; check go.mod)`;
  return '';
}

/** Bytes of a channel's element, and of a type. */
const MAX_CHAN_ELEM = 1 << 16;
const MAX_WIDTH = 2 ** 50;

const MAX_FRAME = 2 ** 30;

/** gc's error if the variables or the parameters and results of a function (bytes) are too large for its stack frame; '' if not. */
export function frameTooLarge(locals: number, args: number): string {
  const mb = (size: number): number => Math.floor(size / 2 ** 20);
  return Math.max(locals, args) > MAX_FRAME ? `stack frame too large (>1GB): ${mb(locals)} MB locals + ${mb(args)} MB args` : '';
}

/** Parameters and results of a function count as part of its frame. */
function argumentSize(c: Checker, d: Node, pos: number): void {
  const sig = c.info.defs[d.x!.id]?.type;
  if (sig === undefined || sig === null || sig.kind !== TypeKind.Signature || sig.tparams.length > 0 || sig.recvTparams.length > 0) return;
  let size = sig.recv === null ? 0 : sizeof(sig.recv.type!);
  for (const p of [...sig.params!.fields, ...sig.results!.fields]) size += sizeof(p.type!);
  const text = frameTooLarge(0, size);
  if (text !== '') c.err(pos, '', text);
}

function elementSizes(c: Checker): void {
  for (const { pos, type } of c.sized) {
    const size = sizeof(type.elem!);
    if (type.kind === TypeKind.Chan) {
      if (size >= MAX_CHAN_ELEM || size < 0) c.err(pos, '', 'channel element type too large (>64kB)');
    } else if (size < 0 || size * type.len >= MAX_WIDTH) c.err(pos, '', `type ${c.t(type)} larger than address space`);
  }
}

// --- anonymous interface cycles ------------------------------------------------------------------------------------------------

/** Type descriptors of anonymous interfaces that mention themselves could not be written down. */
function interfaceCycles(c: Checker): void {
  const cyclic = new Map<Type, boolean>();
  const hasCycle = (t: Type): boolean => interfaceMethods(t).some((m) => visit(m.type!));
  const visit = (t0: Type): boolean => {
    const t = unalias(t0);
    switch (t.kind) {
      case TypeKind.Pointer: case TypeKind.Array: case TypeKind.Chan: case TypeKind.Slice: return visit(t.elem!);
      case TypeKind.Map: return visit(t.key!) || visit(t.elem!);
      case TypeKind.Struct: case TypeKind.Tuple: return t.fields.some((f) => visit(f.type!));
      case TypeKind.Signature: return visit(t.params!) || visit(t.results!);
      case TypeKind.Interface: {
        if (t.methods.length === 0 && t.embeddeds.length === 0) return false;
        const known = cyclic.get(t);
        if (known !== undefined) return known;
        cyclic.set(t, true);
        if (hasCycle(t)) return true;
        cyclic.set(t, false);
        return false;
      }
      default: return false; // named types cannot be part of such a cycle
    }
  };
  c.interfaces.sort((a, b) => a.node.pos - b.node.pos); // they were met in the order of use
  for (const { node, type } of c.interfaces) {
    if (!hasCycle(type)) continue;
    c.err(node.pos, 'InvalidTypeCycle', 'invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)');
    for (const t of cyclic.keys()) cyclic.set(t, false); // no duplicates
  }
}
