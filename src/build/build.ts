// A build: load, keys, compile what changed, link. The result of the linker is cached too, so an unchanged program needs only
// loading and keys.

import type { CompileFlags, CompileResult, Message, PackageInput } from '../compile/input.ts';
import { ObjectReader } from '../object/reader.ts';
import { LinkError, link, type LinkOptions } from '../link/link.ts';
import { shortenPaths } from '../source/report.ts';
import type { Cache } from './cache.ts';
import { RELEASE } from './context.ts';
import { computeKeys, dependencyOrder } from './key.ts';
import type { Loader } from './load.ts';
import type { Package } from './package.ts';
import type { TestBinary } from './test/package.ts';
import { schedule } from './schedule.ts';
import { BuildError, type System, type Workers } from './system.ts';

export interface BuildOptions {
  /** Flags of a package; root: the command names it. Throws BuildError if they are wrong. */
  flags: (p: Package, root: boolean) => CompileFlags;
  /** Identifies the compiler. */
  compiler: string;
  /** Identifies the linker. */
  linker: string;
  workers: (jobs: number) => Workers;
  /** The objects made for the test of a package are not needed any more. */
  forget?: (forTest: string) => void;
  /** -a: ignore cached objects. */
  force: boolean;
  /** --dump=… */
  dump: string;
  /** Told when the compilation of a package begins. */
  begin: (p: Package) => void;
}

/** What is needed to run a linked program. */
export interface Program {
  module: Uint8Array;
  memoryPages: number;
  maxPages: number;
  sharedMemory: boolean;
  initMemory: boolean;
}

/** What compiling packages gave: their objects by path, and the messages of those that failed. */
interface Compiled { objects: Map<string, Uint8Array>; failures: Map<Package, string> }

export class Builder {
  readonly loader: Loader;
  private readonly sys: System;
  private readonly cache: Cache;
  private readonly options: BuildOptions;
  private readonly roots = new Set<string>();
  /** Objects of packages that are the same in all programs, by path. */
  private readonly known = new Map<string, Uint8Array>();
  private readonly flagsOf = new Map<Package, CompileFlags>();
  readonly timing: Record<string, number> = {};
  readonly sizes: Record<string, number> = {};
  /** Compiled, not taken from the cache. */
  compiled = 0;
  /** Output of compilers of packages that succeeded (-m lines). */
  notes = '';

  constructor(loader: Loader, cache: Cache, options: BuildOptions) {
    this.loader = loader;
    this.sys = loader.sys;
    this.cache = cache;
    this.options = options;
  }

  /** Loads what the arguments name; throws BuildError with all problems found. */
  load(args: readonly string[], files = false): readonly Package[] {
    const roots = this.loader.loadArgs(args, files);
    const errors = this.loader.errors.length > 0 ? this.loader.errors : this.loader.notBuildable;
    if (errors.length > 0) throw new BuildError(errors.join('\n'));
    return this.setRoots(roots.filter((p) => p.files.length > 0));
  }

  /** The packages that the command names. */
  setRoots(roots: readonly Package[]): readonly Package[] {
    for (const p of roots) this.roots.add(p.path).add(`${p.path}_test`);
    return roots;
  }

  /** Whether the command names a package. */
  isRoot(p: Package): boolean { return this.roots.has(p.path); }

  private flags(p: Package): CompileFlags {
    let f = this.flagsOf.get(p);
    if (f === undefined) this.flagsOf.set(p, f = this.options.flags(p, this.isRoot(p)));
    return f;
  }

  /** Brings packages and their imports up to date; throws BuildError with the compilers' messages. */
  async compile(roots: readonly Package[]): Promise<void> {
    const order = this.order(roots);
    if (!this.options.force && this.options.dump === '' && order.every((p) => !this.flags(p).explain && this.cache.has('obj', p.key))) return;
    await this.objects(order);
  }

  /** What there is to compile for packages, in dependency order. */
  plan(roots: readonly Package[]): Package[] {
    return this.order(roots).filter((p) => this.options.force || !this.cache.has('obj', p.key));
  }

  /** Objects of packages given in dependency order; throws BuildError with the compilers' messages. */
  private async objects(order: readonly Package[]): Promise<Map<string, Uint8Array>> {
    const { objects, failures } = await this.compileOrder(order);
    if (failures.size > 0) throw new BuildError(this.notes + order.filter((p) => failures.has(p)).map((p) => failures.get(p)!).join('').replace(/\n$/, ''));
    return objects;
  }

  /** Takes packages given in dependency order from the cache or compiles them. */
  private async compileOrder(order: readonly Package[]): Promise<Compiled> {
    const failures = new Map<Package, string>();
    const objects = await schedule(order, {
      cached: (p) => this.cached(p),
      input: (p) => {
        this.options.begin(p);
        return this.input(p);
      },
      done: (p, r) => this.finish(p, r, failures),
    }, this.options.workers);
    return { objects, failures };
  }

  private cached(p: Package): Uint8Array | null {
    const known = p.forTest === '' ? this.known.get(p.path) : undefined;
    if (known !== undefined) return known;
    if (this.options.force || this.dumps(p)) return null;
    const o = this.cache.get('obj', p.key);
    if (o !== null && p.forTest === '') this.known.set(p.path, o);
    if (o !== null && this.flags(p).explain) this.addNotes(p, new ObjectReader(o, false).messages);
    return o;
  }

  /** Whether --dump names a function of the package. */
  private dumps(p: Package): boolean {
    const name = this.options.dump.slice(this.options.dump.indexOf(':') + 1);
    return name !== '' && name.startsWith(`${p.name === 'main' ? 'main' : p.path}.`);
  }

  private addNotes(p: Package, messages: readonly Message[]): void {
    if (messages.length > 0) this.notes += this.packageText(p, messages);
  }

  private packageText(p: Package, messages: readonly Message[]): string {
    return `# ${p.id}\n${shortenPaths(messageText(messages), p.dir, this.loader.cwd, p.shownDir)}`;
  }

  private order(roots: readonly Package[]): Package[] {
    this.loader.setImplicit();
    if (this.loader.errors.length > 0) throw new BuildError(this.loader.errors.join('\n'));
    const order = dependencyOrder(roots, this.loader.packages);
    this.keys(order, this.loader.packages);
    this.loader.index.save();
    return order;
  }

  private keys(order: readonly Package[], packages: ReadonlyMap<string, Package>): void {
    computeKeys(this.loader, order, { compiler: this.options.compiler, flags: (p) => this.flags(p) }, packages);
  }

  private finish(p: Package, r: CompileResult, failures: Map<Package, string>): void {
    this.compiled++;
    for (const [phase, ms] of Object.entries(r.timing)) this.timing[phase] = (this.timing[phase] ?? 0) + ms;
    for (const [what, n] of Object.entries(r.sizes ?? {})) this.sizes[what] = (this.sizes[what] ?? 0) + n;
    if (r.object !== null) this.cache.put('obj', p.key, r.object);
    if (r.object !== null && p.forTest === '') this.known.set(p.path, r.object);
    if (r.object !== null) this.addNotes(p, r.messages);
    else if (r.messages.length > 0) failures.set(p, this.packageText(p, r.messages));
    else failures.set(p, `# ${p.path}\ncompilation failed without a message\n`);
  }

  private input(p: Package): PackageInput {
    const embeds: PackageInput['embeds'] = {};
    for (const e of p.embeds) embeds[e.pattern] = e.files.map((f) => ({ name: f.name, bytes: this.sys.readFile(f.path)! }));
    return {
      path: p.path,
      files: p.files.map((f) => ({ name: f.path, bytes: this.loader.bytesOf(p, f) })),
      goVersion: this.flags(p).lang ?? p.goVersion,
      flags: this.flags(p),
      importMap: p.importMap,
      embeds,
      standard: p.standard,
      ...(p.library ? { library: true } : {}),
      ...(p.forTest !== '' && !this.loader.packages.has(p.path) ? { outside: true } : {}),
      dump: this.dumps(p) ? this.options.dump : '',
    };
  }

  /** Compiles and links a program. */
  async program(main: Package, link: LinkInput): Promise<Program> {
    const order = this.order([main]);
    const linkOptions = this.linkOptions(main, link);
    const key = this.programKey(order, linkOptions);
    if (!this.options.force && this.options.dump === '' && !order.some((p) => this.flags(p).explain)) {
      const known = this.cache.get('prog', key);
      if (known !== null) return decodeProgram(known);
    }
    const objects = await this.objects(order);
    const start = this.sys.now();
    const program = linkProgram(order, objects, linkOptions);
    this.timing['link'] = this.sys.now() - start;
    this.cache.put('prog', key, encodeProgram(program));
    return program;
  }

  private linkOptions(main: Package, link: LinkInput): LinkOptions {
    return {
      mainPath: main.path, variant: this.flags(main).variant, version: RELEASE, goroot: this.loader.goroot,
      modinfo: modinfo(this.loader, main), godebug: godebug(this.loader, main), ...link,
    };
  }

  private programKey(order: readonly Package[], options: LinkOptions): string {
    return this.sys.sha256([this.options.compiler, this.options.linker, JSON.stringify(options), ...order.map((p) => p.key)]);
  }

  // --- tests ---------------------------------------------------------------------------------------------------------------

  /** Compiles what test binaries and packages have in common; the messages of packages that failed, and of all that need them, by path. */
  async prepareTests(tests: readonly TestBinary[], others: readonly Package[]): Promise<Map<string, string>> {
    const plain = new Set(others);
    for (const t of tests) for (const p of dependencyOrder([t.main], t.view)) if (p.forTest === '') plain.add(p);
    const order = this.order([...plain]);
    for (const t of tests) this.keys(dependencyOrder([t.main], t.view), t.view);
    const { failures } = await this.compileOrder(order);
    return new Map([...failures].map(([p, text]) => [p.path, text]));
  }

  /** Identifies all that a test binary is made from. */
  testKey(t: TestBinary, link: LinkInput): string {
    return this.programKey(dependencyOrder([t.main], t.view), this.linkOptions(t.main, testLink(link)));
  }

  /** Compiles and links a test binary after prepareTests; throws BuildError with the compilers' messages. */
  async testProgram(t: TestBinary, link: LinkInput): Promise<Program> {
    const order = dependencyOrder([t.main], t.view);
    try {
      return linkProgram(order, await this.objects(order), this.linkOptions(t.main, testLink(link)));
    } finally {
      this.options.forget?.(t.pkg.path);
    }
  }
}

export type LinkInput = Pick<LinkOptions, 'names' | 'defines'>;

/** Makes testing.Testing report true. */
function testLink(link: LinkInput): LinkInput {
  return { ...link, defines: [...(link.defines ?? []), ['testing.testBinary', '1']] };
}

function linkProgram(order: readonly Package[], objects: ReadonlyMap<string, Uint8Array>, options: LinkOptions): Program {
  try {
    const l = link(order.map((p) => new ObjectReader(objects.get(p.path)!, false)), options);
    return { module: l.module, memoryPages: l.memoryPages, maxPages: l.maxPages, sharedMemory: l.sharedMemory, initMemory: l.initMemory };
  } catch (e) {
    if (e instanceof LinkError) throw new BuildError(`# ${options.mainPath}\n${e.message}`);
    throw e;
  }
}

/** Columns from here on are not shown: gc keeps eight bits of them. */
const MAX_COL = 255;

/** Compiler output: one line per message (continuation lines are part of its text). */
function messageText(messages: readonly Message[]): string {
  let s = '';
  for (const m of messages) {
    if (m.line === 0) s += `${m.file === '' ? '' : `${m.file}: `}${m.text}\n`;
    else s += m.col === 0 || m.col >= MAX_COL ? `${m.file}:${m.line}: ${m.text}\n` : `${m.file}:${m.line}:${m.col}: ${m.text}\n`;
  }
  return s;
}

/** Lines of debug.ReadBuildInfo. */
function modinfo(loader: Loader, main: Package): string {
  let s = `path\t${main.path}\n`;
  if (main.module !== '') s += `mod\t${main.module}\t(devel)\t\n`;
  for (const r of loader.main?.mod.require ?? []) if ([...loader.packages.values()].some((p) => p.module === r.path)) s += `dep\t${r.path}\t${r.version}\t\n`;
  return `${s}build\t-compiler=gc\nbuild\tCGO_ENABLED=0\nbuild\tGOARCH=wasm\nbuild\tGOOS=${loader.ctx.goos}\n`;
}

/** Default GODEBUG of a program: go.mod's godebug lines, overridden by the main package's //go:debug lines. */
function godebug(loader: Loader, main: Package): string {
  const m = new Map<string, string>();
  for (const kv of [...(loader.main?.mod.godebug ?? []), ...main.debug]) {
    const i = kv.indexOf('=');
    if (i > 0) m.set(kv.slice(0, i), kv.slice(i + 1));
  }
  return [...m].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${k}=${v}`).join(',');
}

/** Program as bytes: four u32 (pages, maximum, flags, 0), then the module. */
function encodeProgram(p: Program): Uint8Array {
  const out = new Uint8Array(16 + p.module.length);
  const d = new DataView(out.buffer);
  d.setUint32(0, p.memoryPages, true);
  d.setUint32(4, p.maxPages, true);
  d.setUint32(8, (p.sharedMemory ? 1 : 0) | (p.initMemory ? 2 : 0), true);
  out.set(p.module, 16);
  return out;
}

function decodeProgram(b: Uint8Array): Program {
  const d = new DataView(b.buffer, b.byteOffset, b.byteLength);
  const flags = d.getUint32(8, true);
  return { memoryPages: d.getUint32(0, true), maxPages: d.getUint32(4, true), sharedMemory: (flags & 1) !== 0, initMemory: (flags & 2) !== 0, module: b.subarray(16) };
}
