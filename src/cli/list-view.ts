// What `list` knows of a package: the fields of go's PackagePublic, in its order, each with its value or its zero value.

import { isDirectiveComment } from '../syntax/directives.ts';
import { parseHeader } from '../syntax/header.ts';
import { join } from '../build/path.ts';
import type { Loader } from '../build/load.ts';
import type { Package } from '../build/package.ts';

export type View = Record<string, unknown>;

/** Zero values: '' string, false bool, 0 number; [] and {} for slices and maps, null for pointers. */
const FIELDS: readonly (readonly [string, unknown])[] = [
  ['Dir', ''], ['ImportPath', ''], ['ImportComment', ''], ['Name', ''], ['Doc', ''], ['Target', ''], ['Shlib', ''], ['Root', ''], ['ConflictDir', ''], ['ForTest', ''],
  ['Export', ''], ['BuildID', ''], ['Module', null], ['Match', []], ['Goroot', false], ['Standard', false], ['DepOnly', false], ['BinaryOnly', false], ['Incomplete', false],
  ['DefaultGODEBUG', ''], ['Stale', false], ['StaleReason', ''],
  ...list('GoFiles CgoFiles CompiledGoFiles IgnoredGoFiles InvalidGoFiles IgnoredOtherFiles CFiles CXXFiles MFiles HFiles FFiles SFiles SwigFiles SwigCXXFiles ' +
    'SysoFiles EmbedPatterns EmbedFiles CgoCFLAGS CgoCPPFLAGS CgoCXXFLAGS CgoFFLAGS CgoLDFLAGS CgoPkgConfig Imports'),
  ['ImportMap', {}], ['Deps', []], ['Error', null], ['DepsErrors', []],
  ...list('TestGoFiles TestImports TestEmbedPatterns TestEmbedFiles XTestGoFiles XTestImports XTestEmbedPatterns XTestEmbedFiles'),
];

function list(names: string): [string, unknown][] {
  return names.split(' ').map((n) => [n, []]);
}

/** Names of the Go types of fields, for messages of templates. */
export const TYPES: Readonly<Record<string, string>> = { '': '*load.PackagePublic', Module: '*modinfo.ModulePublic', Error: '*load.PackageError' };

function blank(): View {
  return Object.fromEntries(FIELDS.map(([k, v]) => [k, Array.isArray(v) ? [] : v]));
}

export class Views {
  private readonly loader: Loader;
  /** -find: without what other packages it depends on. */
  private readonly find: boolean;

  constructor(loader: Loader, find: boolean) {
    this.loader = loader;
    this.find = find;
  }

  /** Imports of a package as go lists them: sorted, "unsafe" among them; a program's linker adds runtime. */
  imports(p: Package): string[] {
    const set = new Set(p.imports);
    if (p.files.some((f) => f.imports.some((i) => i.path === 'unsafe'))) set.add('unsafe');
    return [...set].sort();
  }

  /** Import paths that p reaches, in depth-first order, itself last. */
  deps(roots: readonly Package[]): string[] {
    const out: string[] = [];
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const p = this.loader.packages.get(path);
      if (p !== undefined) {
        for (const i of this.imports(p)) visit(i);
        if (p.name === 'main') visit('runtime');
      }
      out.push(path);
    };
    for (const r of roots) visit(r.path);
    return out;
  }

  unsafe(depOnly: boolean): View {
    const l = this.loader;
    const doc = 'Package unsafe contains operations that step around the type safety of Go programs.';
    return { ...blank(), Dir: `${l.goroot}/src/unsafe`, ImportPath: 'unsafe', Name: 'unsafe', Doc: doc, Root: l.goroot, DepOnly: depOnly, Goroot: true, Standard: true, GoFiles: ['unsafe.go'] };
  }

  /** A package that could not be loaded. */
  failed(path: string, message: string, match: readonly string[]): View {
    const at = /^(\S+?:[0-9]+(?::[0-9]+)?): (.*)$/s.exec(message);
    return { ...blank(), ImportPath: path, Match: match, Incomplete: true, Error: { ImportStack: [], Pos: at?.[1] ?? '', Err: at?.[2] ?? message } };
  }

  of(p: Package, match: readonly string[]): View {
    const l = this.loader;
    const m = l.main;
    const tests = this.tests(p);
    return {
      ...blank(), Dir: p.dir, ImportPath: p.path, Name: p.name, Doc: this.doc(p), Root: p.standard ? l.goroot : m?.dir ?? '', Match: match,
      Module: p.module === '' || m === null ? null : { Path: p.module, Main: p.module === m.mod.module, Dir: m.dir, GoMod: `${m.dir}/go.mod`, GoVersion: m.mod.go },
      DepOnly: match.length === 0, Goroot: p.standard, Standard: p.standard, GoFiles: p.files.map((f) => f.name),
      EmbedPatterns: p.embeds.map((e) => e.pattern), EmbedFiles: p.embeds.flatMap((e) => e.files.map((f) => f.name)).sort(),
      Imports: this.find ? [] : this.imports(p), ImportMap: p.importMap, Deps: this.find ? [] : this.deps([p]).filter((d) => d !== p.path).sort(), ...tests,
    };
  }

  /** The files of tests and what they import. */
  private tests(p: Package): View {
    const ignored = [...p.ignored];
    const own = { files: [] as string[], imports: new Set<string>() };
    const external = { files: [] as string[], imports: new Set<string>() };
    for (const e of p.path === 'command-line-arguments' ? [] : this.loader.sys.readDir(p.dir) ?? []) {
      if (e.isDir || !e.name.endsWith('_test.go') || /^[._]/.test(e.name)) continue;
      if (!this.loader.ctx.matchFileName(e.name)) {
        ignored.push(e.name);
        continue;
      }
      const h = parseHeader(this.loader.sys.readFile(join(p.dir, e.name))!);
      if (h.constraint !== null && !this.loader.ctx.satisfies(h.constraint)) {
        ignored.push(e.name);
        continue;
      }
      const kind = h.packageName.endsWith('_test') ? external : own;
      kind.files.push(e.name);
      for (const i of h.imports) kind.imports.add(p.standard && i.path.split('/', 1)[0]!.includes('.') ? `vendor/${i.path}` : i.path);
    }
    const sorted = (s: ReadonlySet<string>): string[] => (this.find ? [] : [...s].sort());
    return { IgnoredGoFiles: ignored.sort(), TestGoFiles: own.files, TestImports: sorted(own.imports), XTestGoFiles: external.files, XTestImports: sorted(external.imports) };
  }

  /** First sentence of the package comment. */
  private doc(p: Package): string {
    for (const f of p.files) {
      const s = synopsis(packageComment(new TextDecoder().decode(this.loader.sys.readFile(f.source) ?? new Uint8Array())));
      if (s !== '') return s;
    }
    return '';
  }
}

/** The comment that stands directly above the package clause, without its markers. */
export function packageComment(text: string): string {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const m = /\s*/y;
    m.lastIndex = at;
    const blankText = m.exec(text)![0];
    at += blankText.length;
    if ((blankText.match(/\n/g) ?? []).length > 1) lines.length = 0;
    const line = /\/\/([^\n]*)/y;
    const block = /\/\*([\s\S]*?)\*\//y;
    line.lastIndex = at;
    block.lastIndex = at;
    const l = line.exec(text);
    const b = l === null ? block.exec(text) : null;
    if (l !== null) {
      if (!isDirectiveComment(l[1]!)) lines.push(l[1]!);
      at += l[0].length;
    } else if (b !== null) {
      lines.push(b[1]!);
      at += b[0].length;
    } else return /package\b/y.test(text.slice(at, at + 8)) ? lines.join('\n') : '';
  }
}

/** The first sentence of a comment, on one line; '' for copyright notices. */
export function synopsis(comment: string): string {
  const paragraph = comment.trim().split(/\n[ \t]*\n/, 1)[0]!.replace(/\s+/g, ' ').trim();
  let s = paragraph;
  for (const m of paragraph.matchAll(/[.。．]/g)) {
    const i = m.index;
    const next = paragraph[i + 1];
    // A period after a single capital letter does not end a sentence ("J. S. Bach").
    const initial = i > 0 && /\p{Lu}/u.test(paragraph[i - 1]!) && (i < 2 || !/\p{Lu}/u.test(paragraph[i - 2]!));
    if (m[0] !== '.' || ((next === undefined || next === ' ') && !initial)) {
      s = paragraph.slice(0, i + 1);
      break;
    }
  }
  return /^(copyright|all rights|author)/i.test(s) ? '' : s;
}

/** JSON of a view as go prints it: without empty fields; fields: the ones to show, null for all. */
export function viewJson(v: View, fields: ReadonlySet<string> | null): string {
  const shown = Object.entries(v).filter(([k, x]) => (fields === null || fields.has(k)) && !isZero(x));
  return JSON.stringify(Object.fromEntries(shown), null, '\t');
}

function isZero(x: unknown): boolean {
  return x === '' || x === false || x === null || x === 0 || (typeof x === 'object' && Object.keys(x as object).length === 0);
}
