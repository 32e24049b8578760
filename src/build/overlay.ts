// Our Go files laid over the release's: goroot/overlay.json and goroot/src.
//
// Manifest: { release, packages: { path: { keep?: [release files], omit?: { file: [declarations] }, hashes?: { file: sha256 }, reason? } } }.
// With `keep`, only these of the release's files are used; without, all of them. A file of ours in goroot/src/<path> replaces the
// release's of the same name or adds to it. `omit` blanks declarations of a release file that ours declare instead: functions
// ("F"), methods ("T.M" or "(*T).M"), types, variables; constants keep their place in an iota list under the name "_". Imports that only
// they used are blanked with them. `hashes` are those of release files that are replaced or have omissions: a mismatch means that the
// entry was written for another text.

import { Kind, type Node } from '../syntax/ast.ts';
import { NodeIds, parseFile } from '../syntax/parser/parse.ts';
import { forEachChild } from '../syntax/walk.ts';
import { Token } from '../syntax/token.ts';
import { parseLinkname, unquote } from '../syntax/directives.ts';
import { DiagnosticSink } from '../source/diagnostic.ts';
import { FileSet } from '../source/pos.ts';
import { fail } from '../base/internal-error.ts';
import type { System } from './system.ts';

interface Entry { keep?: string[]; omit?: Record<string, string[]>; hashes?: Record<string, string>; drop?: string[]; reason?: string }
interface Manifest { release: string; packages: Record<string, Entry> }

export class Overlay {
  private readonly sys: System;
  /** Directory that holds overlay.json and src/. */
  readonly dir: string;
  private readonly manifest: Manifest;
  private readonly edited = new Map<string, Uint8Array>();
  /** Hash of the manifest, part of the keys of what it touches. */
  readonly hash: string;

  constructor(sys: System, dir: string) {
    this.sys = sys;
    this.dir = dir;
    const bytes = sys.readFile(`${dir}/overlay.json`) ?? fail(`${dir}/overlay.json is missing`);
    this.manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    this.hash = sys.sha256([bytes]);
  }

  get release(): string { return this.manifest.release; }

  /** Files of ours in a package (not tests), by name; the path of each. */
  ourFiles(pkg: string): Map<string, string> {
    const out = new Map<string, string>();
    for (const e of this.sys.readDir(`${this.dir}/src/${pkg}`) ?? []) if (!e.isDir && e.name.endsWith('.go')) out.set(e.name, `${this.dir}/src/${pkg}/${e.name}`);
    return out;
  }

  /** True if the package is touched at all. */
  touches(pkg: string): boolean {
    return this.manifest.packages[pkg] !== undefined || this.sys.readDir(`${this.dir}/src/${pkg}`) !== null;
  }

  /** Whether a release file is part of the package. */
  keeps(pkg: string, file: string): boolean {
    const e = this.manifest.packages[pkg];
    if (e === undefined) return true;
    return !(e.drop?.includes(file) ?? false) && (e.keep === undefined || e.keep.includes(file));
  }

  /** Whether the manifest leaves out a release file by name (test files are not in `keep` lists). */
  drops(pkg: string, file: string): boolean {
    return this.manifest.packages[pkg]?.drop?.includes(file) ?? false;
  }

  /** The text of a release file with the omitted declarations blanked. */
  edit(pkg: string, file: string, bytes: Uint8Array): Uint8Array {
    const e = this.manifest.packages[pkg];
    const hash = e?.hashes?.[file];
    if (hash !== undefined && !this.sys.sha256([bytes]).startsWith(hash)) fail(`goroot/overlay.json: ${pkg}/${file} is not the text that the entry was written for`);
    const omit = e?.omit?.[file];
    if (omit === undefined) return bytes;
    const name = `${pkg}/${file}`;
    let edited = this.edited.get(name);
    if (edited === undefined) {
      edited = omitDeclarations(name, bytes, omit);
      this.edited.set(name, edited);
    }
    return edited;
  }
}

/** Blanks the named declarations. */
export function omitDeclarations(name: string, bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const omit = names.map((n) => n.replace(/^\(\*?(\w+)\)/, '$1'));
  const fset = new FileSet();
  const sink = new DiagnosticSink();
  const unit = parseFile(fset, name, bytes, sink, new NodeIds());
  if (sink.list.some((d) => !d.soft)) fail(`${name}: ${sink.list[0]!.message}`);
  const base = fset.files[0]!.base;
  const out = bytes.slice();
  const blank = (n: Node) => {
    for (let i = n.pos - base; i < n.end - base; i++) if (out[i] !== 10) out[i] = 32;
  };
  const todo = new Set(omit);
  const gone = new Set<Node>();
  const drop = (key: string, n: Node): boolean => {
    if (!omit.includes(key)) return false;
    todo.delete(key);
    blank(n);
    for (const d of unit.declDirectives.get(n.id) ?? []) { // its directives, comment marks included
      const l = parseLinkname(d.text);
      if (l !== null && l.local !== key) continue;
      for (let i = d.pos - base - 2; i < out.length && out[i] !== 10; i++) out[i] = 32;
    }
    gone.add(n);
    return true;
  };
  for (const d of unit.decls) {
    if (d.kind === Kind.FuncDecl) drop(d.y === null ? d.x!.name : `${receiverName(d.y.x!)}.${d.x!.name}`, d);
    else if (d.op !== Token.Import) omitSpecs(d, drop, out, base, omit, todo);
  }
  if (todo.size > 0) fail(`goroot/overlay.json: ${name} does not declare ${[...todo].join(', ')}`);
  blankImports(unit.decls, unit.imports, gone, blank);
  return out;
}

function omitSpecs(d: Node, drop: (key: string, n: Node) => boolean, out: Uint8Array, base: number, omit: readonly string[], todo: Set<string>): void {
  for (const s of d.list) {
    const whole = d.aux === 1 ? s : d;
    if (s.kind === Kind.TypeSpec) {
      drop(s.x!.name, whole);
      continue;
    }
    if (s.list.length === 1 && d.op === Token.Var) {
      drop(s.list[0]!.name, whole);
      continue;
    }
    for (const n of s.list) { // keep the place, lose the name
      if (!omit.includes(n.name)) continue;
      todo.delete(n.name);
      for (let i = n.pos - base; i < n.end - base; i++) out[i] = i === n.pos - base ? 0x5f : 32;
    }
  }
}

/** T of a receiver type T, *T, T[P]. */
function receiverName(t: Node): string {
  for (;;) {
    if (t.kind === Kind.Star || t.kind === Kind.Paren || t.kind === Kind.Index) t = t.x!;
    else return t.name;
  }
}

/** Blanks the imports that no remaining declaration mentions. */
function blankImports(decls: readonly Node[], imports: readonly Node[], gone: ReadonlySet<Node>, blank: (n: Node) => void): void {
  const used = new Set<string>();
  const visit = (n: Node): void => {
    if (gone.has(n)) return;
    if (n.kind === Kind.Selector && n.x!.kind === Kind.Ident) used.add(n.x!.name);
    forEachChild(n, visit);
  };
  for (const d of decls) if (d.kind !== Kind.GenDecl || d.op !== Token.Import) visit(d);
  for (const i of imports) {
    const path = unquote(i.y!.name) ?? '';
    const name = i.x !== null ? i.x.name : path.slice(path.lastIndexOf('/') + 1);
    if (name === '_' || name === '.' || used.has(name)) continue;
    const group = decls.find((d) => d.list.includes(i))!;
    blank(group.aux === 1 ? i : group);
  }
}
