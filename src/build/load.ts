// Loading packages: from command-line arguments to a graph of packages with their files. The texts of errors are the go command's.
//
// Import paths resolve in this order: "C" and "unsafe" are special; std packages (in std itself golang.org/x/… is
// vendor/golang.org/x/…); packages of the main module; of its vendor directory; of modules that go.mod requires, from the module
// cache or a replacement directory.

import { BuildContext } from './context.ts';
import { resolveEmbed } from './embed.ts';
import { dependencyOrder } from './key.ts';
import { languageVersion, newerThan, parseGoMod, type GoMod } from './gomod.ts';
import { RELEASE } from './context.ts';
import { Overlay } from './overlay.ts';
import type { Cache } from './cache.ts';
import { StdIndex } from './std-index.ts';
import { Package, type EmbedPattern, type PackageFile } from './package.ts';
import { absolute, basename, clean, dirname, join } from './path.ts';
import type { Sources } from './sources.ts';
import { BuildError, type System } from './system.ts';
import { parseHeader, readConstraint } from '../syntax/header.ts';
import { relative } from '../source/report.ts';

/** Directories of the standard library that are no packages for this target are left out. */
const STD_PACKAGE = /^(?!(?:builtin|runtime\/cgo)(?:\/|$))/;

/** Where a package is imported from. */
interface From { pkg: Package; file: string; line: number; col: number }

/** Where the source of an import path is. */
interface Location { dir: string; standard: boolean; goVersion: string; module: string }

export interface MainModule { dir: string; mod: GoMod }

export class Loader {
  readonly sys: System;
  readonly ctx: BuildContext;
  readonly goroot: string;
  readonly overlay: Overlay;
  readonly cwd: string;
  main: MainModule | null;
  readonly index: StdIndex;
  private readonly trimpath: boolean;
  private readonly sources: Sources | null;
  /** All packages loaded, by resolved path. */
  readonly packages = new Map<string, Package>();
  /** Problems found, in order, without duplicates; fatal once all is loaded. */
  readonly errors: string[] = [];
  private readonly loading: { pkg: Package; file: string }[] = [];
  /** Files named on the command line that are test files are their package's tests. */
  testing = false;
  /** Packages that every program contains, imported or not. */
  readonly always: readonly string[] = ['runtime'];

  /** cache: where to keep what is known of std; null for nowhere. sources: checks a GOROOT that was downloaded. */
  constructor(sys: System, ctx: BuildContext, goroot: string, overlay: Overlay, cache: Cache | null, trimpath = false, sources: Sources | null = null) {
    this.sources = sources;
    this.sys = sys;
    this.ctx = ctx;
    this.goroot = goroot;
    this.overlay = overlay;
    this.cwd = sys.cwd();
    this.trimpath = trimpath;
    this.main = this.findMainModule(this.cwd);
    this.index = new StdIndex(sys, cache, JSON.stringify([1, trimpath, goroot, overlay.dir, overlay.hash, ctx.id]));
  }

  /** go.mod of the directory or the nearest parent that has one. */
  private findMainModule(from: string): MainModule | null {
    if (this.sys.env('GO111MODULE') === 'off') return null;
    for (let dir = from; ; dir = dirname(dir)) {
      const path = join(dir, 'go.mod');
      const bytes = this.sys.readFile(path);
      if (bytes !== null) {
        const shown = relative(this.cwd, path);
        const mod = parseGoMod(shown, new TextDecoder().decode(bytes), path);
        if (mod.errors.length > 0) throw new BuildError(`go: errors parsing ${shown}:\n${mod.errors.join('\n')}`);
        if (mod.module === '') throw new BuildError(`go: error reading ${shown}: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod`);
        if (mod.go !== '' && newerThan(mod.go, RELEASE)) throw new BuildError(`go: ${shown} requires go >= ${mod.go} (running ${RELEASE.replace('go', 'go ')}; GOTOOLCHAIN=local)`);
        return { dir, mod };
      }
      if (dir === '/' || dir === '.') return null;
    }
  }

  // --- arguments -----------------------------------------------------------------------------------------------------------

  /** Packages that the arguments name: import paths, directories, patterns with "...", or Go files. No arguments: the directory.
   * files: names in .go are files, whether they exist or not. */
  loadArgs(args: readonly string[], files = false): Package[] {
    if (args.some((a) => a.endsWith('.go') && (files || this.sys.stat(absolute(this.cwd, a))?.isDir === false))) return [this.loadFiles(args)];
    const out: Package[] = [];
    const add = (p: Package | null) => {
      if (p !== null && !out.includes(p)) out.push(p);
    };
    for (const a of args.length === 0 ? ['.'] : args) {
      if (a.includes('...') || a === 'std' || a === 'all') for (const p of this.matchPattern(a)) {
        const known = this.notBuildable.length;
        add(this.loadArgument(p));
        if (this.packages.get(p)?.files.length === 0) this.notBuildable.length = known; // fine in a pattern
      }
      else add(this.loadArgument(a));
    }
    return out;
  }

  /** Loads each package that the arguments name on its own; errors: what is wrong with it or with anything it imports. */
  loadEach(args: readonly string[]): { path: string; pkg: Package | null; errors: string[] }[] {
    if (args.some((a) => a.endsWith('.go') && this.sys.stat(absolute(this.cwd, a))?.isDir !== true)) {
      const pkg = this.loadFiles(args);
      return [{ path: pkg.path, pkg, errors: this.errors.splice(0) }];
    }
    const out: { path: string; pkg: Package | null; errors: string[] }[] = [];
    for (const a of args.length === 0 ? ['.'] : args) {
      const pattern = a.includes('...') || a === 'std' || a === 'all';
      for (const p of pattern ? this.matchPattern(a) : [a]) {
        const before = this.errors.length;
        let pkg: Package | null = null;
        try {
          pkg = this.loadArgument(p);
        } catch (e) {
          if (!(e instanceof BuildError) || e.message.startsWith('go: ')) throw e;
          this.errors.push(e.message);
        }
        if (pkg !== null && out.some((o) => o.pkg === pkg)) continue;
        const own = this.errors.slice(before);
        const errors = pkg === null ? own : [...new Set([...dependencyOrder([pkg], this.packages).flatMap((q) => q.errors), ...own])];
        out.push({ path: pkg === null ? p : pkg.path, pkg, errors });
      }
    }
    this.errors.length = 0;
    return out;
  }

  private loadArgument(arg: string): Package | null {
    const path = isLocal(arg) ? this.pathOfDir(arg) : clean(arg);
    if (isLocal(arg) && !this.hasGoFiles(absolute(this.cwd, arg))) {
      this.report(null, `no Go files in ${absolute(this.cwd, arg)}`);
      return null;
    }
    const loc = this.locate(path, null);
    if (loc === null) return null;
    return this.load(path, loc, null);
  }

  /** Import path of a directory argument. */
  private pathOfDir(arg: string): string {
    const dir = absolute(this.cwd, arg);
    const st = this.sys.stat(dir);
    const src = `${this.goroot}/src/`;
    if (`${dir}/`.startsWith(src) && dir.length > src.length) return dir.slice(src.length);
    // Beyond the go command: outside of any module, the module that a directory belongs to becomes the main module.
    this.main ??= this.findMainModule(dir);
    if (this.main === null) throw new BuildError('go: go.mod file not found in current directory or any parent directory; see \'go help modules\'');
    if (st === null) throw new BuildError(`stat ${dir}: directory not found`, 1);
    if (!st.isDir) throw new BuildError(`${dir} is not a directory`);
    const rel = relative(this.main.dir, dir);
    if (rel.startsWith('..')) throw new BuildError(`directory ${arg} outside main module or its selected dependencies`);
    return rel === '.' ? this.main.mod.module : `${this.main.mod.module}/${rel}`;
  }

  /** Files given on the command line form the package command-line-arguments. */
  private loadFiles(args: readonly string[]): Package {
    let dir = '';
    const names: string[] = [];
    for (const a of args) {
      if (!a.endsWith('.go')) throw new BuildError(`named files must be .go files: ${a}`);
      const path = absolute(this.cwd, a);
      const st = this.sys.stat(path);
      if (st === null) throw new BuildError(`stat ${a}: no such file or directory`);
      if (st.isDir) throw new BuildError(`${a} is a directory, should be a Go file`);
      if (dir !== '' && dirname(path) !== dir) throw new BuildError(`named files must all be in one directory; have ${shortDir(this.cwd, dir)} and ${shortDir(this.cwd, dirname(path))}`);
      dir = dirname(path);
      names.push(basename(path));
    }
    const pkg = new Package('command-line-arguments', dir);
    pkg.goVersion = this.main !== null ? languageVersion(this.main.mod.go) : languageVersion(RELEASE.slice(2));
    pkg.module = this.main?.mod.module ?? '';
    this.packages.set(pkg.path, pkg);
    if (this.testing) pkg.testNames = names.filter((n) => n.endsWith('_test.go'));
    this.readFiles(pkg, names.filter((n) => !(pkg.testNames?.includes(n) ?? false)), null, true);
    this.loadImports(pkg);
    return pkg;
  }

  /** Loads the packages that every program contains and makes all others depend on them. */
  setImplicit(): Package[] {
    const always = this.loadArgs(this.always);
    const below = new Set(dependencyOrder(always, this.packages));
    for (const p of this.packages.values()) p.implicit = below.has(p) ? [] : [...this.always];
    return always;
  }

  /** Packages that a pattern with "..." matches, as import paths or directories. */
  private matchPattern(pattern: string): string[] {
    if (pattern === 'std') return this.walk(`${this.goroot}/src`, '', (p) => STD_PACKAGE.test(p) && !/^cmd(\/|$)/.test(p), true);
    const matches = (full: string): ((path: string) => boolean) => {
      const re = new RegExp(`^${full.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\/\\\.\\\.\\\.$/, '(/.*)?').replace(/\\\.\\\.\\\./g, '.*')}$`);
      return (p) => re.test(p);
    };
    const found: string[] = [];
    if (isLocal(pattern)) {
      const prefix = pattern.slice(0, pattern.indexOf('...'));
      if (this.main === null) throw new BuildError(`pattern ${pattern}: directory prefix ${clean(prefix)} does not contain main module or its selected dependencies`);
      const dir = absolute(this.cwd, prefix.slice(0, prefix.lastIndexOf('/') + 1));
      if (this.sys.stat(dir) === null) throw new BuildError(`pattern ${pattern}: lstat ${prefix}: no such file or directory`);
      const mod = this.main.mod.module;
      const rel = relative(this.main.dir, absolute(this.cwd, pattern));
      found.push(...this.walk(this.main.dir, mod, matches(rel === '.' ? mod : `${mod}/${rel}`)));
    } else if (pattern === 'all') {
      if (this.main !== null) found.push(...this.walk(this.main.dir, this.main.mod.module, () => true));
    } else {
      found.push(...this.matchStd(pattern, matches(pattern)));
      if (this.main !== null) {
        found.push(...this.walk(this.main.dir, this.main.mod.module, matches(pattern)));
        for (const r of this.main.mod.require) found.push(...this.walk(this.moduleRoot(this.main, r), r.path, matches(pattern)));
      }
    }
    if (found.length === 0) this.warnings.push(`go: warning: "${pattern}" matched no packages`);
    return [...new Set(found)].sort();
  }

  /** The release's packages that a pattern matches; its commands are a module of their own. */
  private matchStd(pattern: string, ok: (path: string) => boolean): string[] {
    const literal = pattern.slice(0, pattern.indexOf('...'));
    if (literal.split('/', 1)[0]!.includes('.')) return [];
    const top = literal.slice(0, Math.max(literal.lastIndexOf('/'), 0));
    const matches = (p: string): boolean => ok(p) && STD_PACKAGE.test(p);
    if (top !== '') return this.walk(`${this.goroot}/src/${top}`, top, matches);
    return [...this.walk(`${this.goroot}/src`, '', matches), ...this.walk(`${this.goroot}/src/cmd`, 'cmd', matches)];
  }

  /** Lines for standard error that do not stop the command. */
  readonly warnings: string[] = [];
  /** Problems of packages that can be listed but not built. */
  readonly notBuildable: string[] = [];
  /** Packages that could not be loaded. */
  private readonly broken = new Set<string>();

  /** Import paths of the directories with Go files below dir. vendor: also of dir's vendor directory. */
  private walk(dir: string, prefix: string, ok: (path: string) => boolean, vendor = false): string[] {
    const out: string[] = [];
    const visit = (d: string, path: string, top: boolean): void => {
      const entries = this.sys.readDir(d) ?? [];
      if (!top && entries.some((e) => e.name === 'go.mod')) return;
      if (path !== '' && ok(path) && entries.some((e) => !e.isDir && this.counts(d, e.name))) out.push(path);
      for (const e of entries) {
        if (e.isDir && !/^[._]/.test(e.name) && e.name !== 'testdata' && (vendor || !(top && e.name === 'vendor'))) visit(`${d}/${e.name}`, path === '' ? e.name : `${path}/${e.name}`, false);
      }
    };
    visit(dir, prefix, true);
    return out;
  }

  /** Whether a file makes its directory a package for a pattern. */
  private counts(dir: string, name: string): boolean {
    if (!name.endsWith('.go') || /^[._]/.test(name) || !this.ctx.matchFileName(name)) return false;
    const c = readConstraint(this.sys.readFile(join(dir, name))!).constraint;
    return c === null || this.ctx.satisfies(c);
  }

  // --- resolving -----------------------------------------------------------------------------------------------------------

  /** Where the source of an import path is; null after reporting that there is none. */
  private locate(path: string, from: From | null): Location | null {
    const std = this.locateStd(path);
    if (std !== null) return std;
    const main = this.main;
    if (main !== null && (path === main.mod.module || path.startsWith(`${main.mod.module}/`))) {
      const dir = path === main.mod.module ? main.dir : join(main.dir, path.slice(main.mod.module.length + 1));
      if (this.hasGoFiles(dir)) return { dir, standard: false, goVersion: languageVersion(main.mod.go), module: main.mod.module };
    }
    if (main !== null) {
      const found = this.locateRequired(main, path);
      if (found !== null) return found;
    }
    this.report(from, this.missing(path, from));
    if (isLocal(path) && !path.startsWith('/')) this.report(from, `local import "${path}" in non-local package`);
    return null;
  }

  private locateStd(path: string): Location | null {
    if (path.split('/', 1)[0]!.includes('.')) return null;
    const dir = `${this.goroot}/src/${path}`;
    if (!this.hasGoFiles(dir) && this.overlay.ourFiles(path).size === 0) {
      this.sources?.checkDir(dir, this.sys.readDir(dir) ?? []);
      return null;
    }
    return { dir, standard: true, goVersion: languageVersion(RELEASE.slice(2)), module: '' };
  }

  private locateRequired(main: MainModule, path: string): Location | null {
    const vendor = join(main.dir, 'vendor', path);
    if (this.hasGoFiles(vendor)) return { dir: vendor, standard: false, goVersion: languageVersion(main.mod.go), module: path };
    const mods = main.mod.require.filter((r) => path === r.path || path.startsWith(`${r.path}/`)).sort((a, b) => b.path.length - a.path.length);
    for (const r of mods) {
      const root = this.moduleRoot(main, r);
      const dir = path === r.path ? root : join(root, path.slice(r.path.length + 1));
      if (!this.hasGoFiles(dir)) continue;
      const text = this.sys.readFile(join(root, 'go.mod'));
      const go = text === null ? '' : parseGoMod('go.mod', new TextDecoder().decode(text)).go;
      return { dir, standard: false, goVersion: languageVersion(go), module: r.path };
    }
    return null;
  }

  /** Where the sources of a required module are, or would be. */
  private moduleRoot(main: MainModule, r: { path: string; version: string }): string {
    const rep = main.mod.replace.find((x) => x.path === r.path && (x.version === '' || x.version === r.version));
    if (rep !== undefined && rep.newVersion === '') return absolute(main.dir, rep.newPath);
    return join(this.moduleCache(), `${escapeModule(rep?.newPath ?? r.path)}@${escapeModule(rep?.newVersion ?? r.version)}`);
  }

  private moduleCache(): string {
    const explicit = this.sys.env('GOMODCACHE');
    if (explicit !== undefined && explicit !== '') return explicit;
    const gopath = this.sys.env('GOPATH')?.split(':')[0];
    return join(gopath !== undefined && gopath !== '' ? gopath : join(this.sys.env('HOME') ?? '/', 'go'), 'pkg/mod');
  }

  private hasGoFiles(dir: string): boolean {
    return (this.sys.readDir(dir) ?? []).some((e) => !e.isDir && e.name.endsWith('.go'));
  }

  /** Why a path does not resolve. */
  private missing(path: string, from: From | null): string {
    if (path.startsWith('/')) return `"${path}" is not a package path; see 'go help packages'`;
    if (isLocal(path)) return `"${path}" is relative, but relative import paths are not supported in module mode`;
    if (!path.split('/', 1)[0]!.includes('.')) return `package ${path} is not in std (${this.goroot}/src/${path})`;
    if (this.main === null) return `no required module provides package ${path}: go.mod file not found in current directory or any parent directory; see 'go help modules'`;
    if (from?.pkg.standard === true) return `cannot find package ${path}`;
    return `no required module provides package ${path}; to add it:\n\tgo get ${path}`;
  }

  /** Adds an error, at the import if there is one. */
  private report(from: From | null, message: string): void {
    const text = from === null ? message : `${relativeFile(this.cwd, from.pkg.dir, from.file)}:${from.line}:${from.col}: ${message}`;
    if (from !== null || this.loading.length > 0) this.blame(from?.pkg ?? this.loading[this.loading.length - 1]!.pkg, text);
    if (!this.errors.includes(text)) this.errors.push(text);
  }

  /** Notes what is wrong with a package. */
  private blame(pkg: Package, text: string): void {
    if (!pkg.errors.includes(text)) pkg.errors.push(text);
  }

  // --- packages ------------------------------------------------------------------------------------------------------------

  /** Loads a package and all that it imports. Null after reporting an error. */
  private load(path: string, loc: Location, from: From | null): Package | null {
    const known = this.packages.get(path);
    if (this.broken.has(path)) {
      if (from !== null && known !== undefined) for (const e of known.errors) this.blame(from.pkg, e);
      return null;
    }
    if (known !== undefined) {
      if (this.loading.some((l) => l.pkg === known)) this.reportCycle(known, from!);
      return known;
    }
    const pkg = new Package(path, loc.dir);
    pkg.standard = loc.standard;
    pkg.goVersion = loc.goVersion;
    pkg.module = loc.module;
    this.packages.set(path, pkg);
    const before = this.errors.length;
    if (!this.listFiles(pkg, from)) {
      for (const e of this.errors.slice(before)) this.blame(pkg, e);
      this.broken.add(path);
      return null;
    }
    this.loadImports(pkg);
    return pkg;
  }

  private reportCycle(pkg: Package, from: From): void {
    const chain = this.loading.slice(0);
    let text = `package ${chain[0]!.pkg.path}`;
    for (let i = 1; i < chain.length; i++) text += `\n\timports ${chain[i]!.pkg.path} from ${chain[i - 1]!.file}`;
    text += `\n\timports ${pkg.path} from ${from.file}: import cycle not allowed`;
    this.blame(from.pkg, text);
    if (!this.errors.includes(text)) this.errors.push(text);
  }

  private listFiles(pkg: Package, from: From | null): boolean {
    if (pkg.standard && this.index.restore(pkg)) return true;
    const names: string[] = [];
    const entries = this.sys.readDir(pkg.dir) ?? [];
    this.sources?.checkDir(pkg.dir, entries);
    for (const e of entries) if (!e.isDir && e.name.endsWith('.go') && !/^[._]/.test(e.name)) names.push(e.name);
    this.readFiles(pkg, names, from, false);
    if (pkg.files.length > 0) return true;
    const tests = names.some((n) => n.endsWith('_test.go') && this.ctx.matchFileName(n));
    const why = pkg.ignored.length > 0 ? 'build constraints exclude all Go files' : tests ? 'no non-test Go files' : 'no Go files';
    if (tests) this.notBuildable.push(`${pkg.path}: ${why} in ${pkg.dir}`); // a package, but only to test
    else this.report(null, `package ${[...this.loading.map((l) => l.pkg.path), pkg.path].join('\n\timports ')}: ${why} in ${pkg.dir}`);
    return tests;
  }

  /** Reads the heads of the package's files; `explicit`: constraints do not apply to files named on the command line. */
  private readFiles(pkg: Package, names: readonly string[], from: From | null, explicit: boolean): void {
    if (this.trimpath) pkg.shownDir = pkg.path;
    const candidates: PackageFile[] = [];
    const ours = pkg.standard ? this.overlay.ourFiles(pkg.path) : new Map<string, string>();
    for (const name of names) {
      if (!explicit && (name.endsWith('_test.go') || !this.ctx.matchFileName(name))) {
        if (!name.endsWith('_test.go')) pkg.ignored.push(name);
        continue;
      }
      if (ours.has(name) || (pkg.standard && !this.overlay.keeps(pkg.path, name))) continue;
      const path = join(pkg.dir, name);
      candidates.push({ name, path: `${pkg.shownDir}/${name}`, source: path, edit: pkg.standard, imports: [] });
    }
    for (const [name, path] of ours) {
      if (!name.endsWith('_test.go') && this.ctx.matchFileName(name)) candidates.push({ name, path: `${pkg.shownDir}/${name}`, source: path, edit: false, imports: [] });
    }
    this.readHeads(pkg, candidates, from, explicit);
  }

  /** Reads the heads of files and adds those that belong to the package. */
  readHeads(pkg: Package, candidates: PackageFile[], from: From | null, explicit: boolean): void {
    candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
    const embeds: EmbedPattern[] = [];
    let firstFile = '';
    for (const f of candidates) {
      const bytes = this.bytesOf(pkg, f);
      const h = parseHeader(bytes);
      const where = relativeFile(this.cwd, pkg.dir, f.name);
      if (h.error !== '') {
        if (h.line === 0) this.report(from, `${f.name}: ${h.error}`);
        else if (h.line < 0) this.report(null, `read ${join(pkg.dir, f.name)}: ${h.error}`);
        else this.report(null, `${h.error.startsWith('invalid import path') ? join(pkg.dir, f.name) : where}:${h.line}:${h.col}: ${h.error}`);
      }
      if (h.constraint !== null && !explicit && !this.ctx.satisfies(h.constraint)) {
        pkg.ignored.push(f.name);
        continue;
      }
      if (h.packageName === 'documentation' && !explicit) {
        pkg.ignored.push(f.name);
        continue;
      }
      if (h.imports.some((i) => i.path === 'C')) {
        pkg.ignored.push(f.name);
        continue;
      }
      if (pkg.name === '') {
        pkg.name = h.packageName;
        firstFile = f.name;
      } else if (h.packageName !== '' && h.packageName !== pkg.name) {
        this.report(from, `found packages ${pkg.name} (${firstFile}) and ${h.packageName} (${f.name}) in ${pkg.dir}`);
        continue;
      }
      f.imports = h.imports;
      pkg.debug.push(...h.debug);
      for (const e of h.embeds) embeds.push({ ...e, file: f.name });
      pkg.files.push(f);
    }
    this.matchEmbeds(pkg, embeds);
  }

  private matchEmbeds(pkg: Package, patterns: readonly EmbedPattern[]): void {
    for (const p of [...patterns].sort((a, b) => (a.pattern < b.pattern ? -1 : 1))) {
      if (pkg.embeds.some((m) => m.pattern === p.pattern)) continue;
      const r = resolveEmbed(this.sys, pkg.dir, p.pattern);
      if (typeof r === 'string') {
        this.report(null, `${relativeFile(this.cwd, pkg.dir, p.file)}:${p.line}:${p.col}: pattern ${p.pattern}: ${r}`);
        return;
      }
      pkg.embeds.push({ pattern: p.pattern, files: r });
    }
  }

  /** Keeps what loading found out about a std package. */
  remember(pkg: Package): void {
    if (pkg.standard && pkg.forTest === '') this.index.add(pkg, [pkg.dir, `${this.overlay.dir}/src/${pkg.path}`]);
  }

  /** The text of a file as it is to be compiled. */
  bytesOf(pkg: Package, f: PackageFile): Uint8Array {
    const bytes = this.sourceOf(f);
    return f.edit ? this.overlay.edit(pkg.path, f.name, bytes) : bytes;
  }

  /** The contents of a file on disk, or generated. */
  sourceOf(f: PackageFile): Uint8Array {
    if (f.text !== undefined) return f.text;
    const bytes = this.sys.readFile(f.source);
    this.sources?.check(f.source, bytes);
    if (bytes === null) throw new BuildError(`open ${f.source}: no such file or directory`);
    return bytes;
  }

  /** Loads what the package imports. */
  loadImports(pkg: Package): void {
    const seen = new Set<string>();
    const imports: { path: string; from: From }[] = [];
    for (const f of pkg.files) {
      for (const i of f.imports) {
        if (seen.has(i.path)) continue;
        seen.add(i.path);
        imports.push({ path: i.path, from: { pkg, file: f.name, line: i.line, col: i.col } });
      }
    }
    imports.sort((a, b) => (a.path < b.path ? -1 : 1));
    const resolved = new Set<string>();
    for (const { path, from } of imports) {
      if (path === 'unsafe') continue;
      const to = pkg.standard ? this.vendored(pkg, path) : path;
      if (to !== path) pkg.importMap[path] = to;
      const loc = this.packages.has(to) ? null : this.locate(to, from);
      if (loc === null && !this.packages.has(to)) continue;
      this.loading.push({ pkg, file: from.file });
      const p = this.load(to, loc!, from);
      this.loading.pop();
      if (p === null) continue;
      if (p.name === 'main' && p.dir !== pkg.dir) this.report(from, `import "${path}" is a program, not an importable package`);
      else if (!this.mayImport(pkg, to)) this.reportInternal(pkg, from, to);
      resolved.add(to);
    }
    pkg.imports = [...resolved].sort();
  }

  /** Std and the go command have vendor directories of their own. */
  private vendored(pkg: Package, path: string): string {
    if (!path.split('/', 1)[0]!.includes('.')) return path;
    return pkg.path.startsWith('cmd/') ? `cmd/vendor/${path}` : `vendor/${path}`;
  }

  /** The rule for internal directories: importable from the tree rooted at their parent. */
  private mayImport(pkg: Package, path: string): boolean {
    const m = /^(?:(.*)\/)?internal(?:\/|$)/.exec(path);
    if (m === null) return true;
    const to = this.packages.get(path)!;
    if (pkg.standard) return to.standard;
    if (to.standard) return false;
    const parent = m[1] ?? '';
    if (pkg.path === 'command-line-arguments') {
      const root = to.dir.slice(0, to.dir.lastIndexOf('/internal'));
      return `${pkg.dir}/`.startsWith(`${root}/`);
    }
    const importer = pkg.forTest === '' ? pkg.path : pkg.forTest;
    return importer === parent || importer.startsWith(`${parent}/`) || (importer === 'main' && parent === '');
  }

  private reportInternal(pkg: Package, from: From, path: string): void {
    this.blame(pkg, `use of internal package ${path} not allowed`);
    const text = `package ${pkg.path}\n\t${relativeFile(this.cwd, pkg.dir, from.file)}:${from.line}:${from.col}: use of internal package ${path} not allowed`;
    if (this.errors.some((e) => e.startsWith(`package ${pkg.path}\n`) && e.includes(': use of internal package '))) return; // one is enough
    this.errors.push(text);
  }
}

function isLocal(arg: string): boolean {
  return arg === '.' || arg === '..' || arg.startsWith('./') || arg.startsWith('../') || arg.startsWith('/');
}

function shortDir(cwd: string, dir: string): string {
  const r = relative(cwd, dir);
  return r.length < dir.length ? r : dir;
}

function relativeFile(cwd: string, dir: string, file: string): string {
  const full = join(dir, file);
  const r = relative(cwd, full);
  return r.length < full.length ? r : full;
}

/** Module paths and versions in file names: capitals as "!" and the small letter. */
function escapeModule(s: string): string {
  return s.replace(/[A-Z]/g, (c) => `!${c.toLowerCase()}`);
}
