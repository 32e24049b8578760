// Flags that build, run and list share, and what follows from them: loader and builder.

import os from 'node:os';
import fs from 'node:fs';
import { BuildContext } from '../build/context.ts';
import { Experiments } from '../build/experiments.ts';
import { Builder } from '../build/build.ts';
import { Cache, cacheDir } from '../build/cache.ts';
import { discardGoroot, getGoroot, sourcesOf } from '../build/goroot.ts';
import { Loader } from '../build/load.ts';
import { Overlay } from '../build/overlay.ts';
import { BuildError } from '../build/system.ts';
import { DamagedSources } from '../build/sources.ts';
import type { Workers } from '../build/system.ts';
import type { Package } from '../build/package.ts';
import { relative } from '../source/report.ts';
import { BOOL, type Flags, type FlagSpec, splitQuoted, splitWords } from './flags.ts';
import { compileFlags, type LinkFlags, linkFlags, PerPackage } from './tool-flags.ts';
import { NodeSystem } from './node/system.ts';
import { makeWorkers } from './node/pool.ts';

export const BUILD_FLAGS: FlagSpec = {
  bools: ['a', 'n', 'x', 'v', 'trimpath', 'work', 'race', 'msan', 'asan', 'cover', 'linkshared', 'modcacherw', 'json', 'buildvcs', 'timing'],
  values: ['o', 'p', 'C', 'tags', 'gcflags', 'ldflags', 'asmflags', 'gccgoflags', 'mod', 'modfile', 'overlay', 'pgo', 'buildmode', 'compiler',
    'installsuffix', 'pkgdir', 'toolexec', 'covermode', 'coverpkg', 'exec', 'dump', 'jobs'],
  checks: {
    p: (v) => (/^[-+]?[0-9]+$/.test(v) ? '' : 'parse error'),
    buildvcs: (v) => (v === 'auto' || BOOL.test(v) ? '' : 'value is neither \'auto\' nor a valid bool'),
    tags: (v) => { const words = splitQuoted(v); return typeof words === 'string' ? words : ''; },
    gcflags: PerPackage.problem,
    ldflags: PerPackage.problem,
    asmflags: PerPackage.problem,
    gccgoflags: PerPackage.problem,
    compiler: (v) => (v === 'gc' || v === 'gccgo' ? '' : `unknown compiler "${v}"`),
    covermode: (v) => (['set', 'count', 'atomic'].includes(v) ? '' : 'valid modes are "set", "count", or "atomic"'),
  },
};

/** What the go command says to flags that do not fit the target; then to those that we do not have. */
function checkFlags(f: Flags): void {
  const fail = (text: string, status = 1): never => { throw new BuildError(text, status); };
  const p = f.value('p');
  if (p !== '' && Number(p) <= 0) fail(`go: -p must be a positive integer: ${Number(p)}`);
  for (const name of ['race', 'msan', 'asan']) if (f.bool(name)) fail(`-${name} is not supported on js/wasm`, 2);
  const mod = f.value('mod');
  if (!['', 'mod', 'readonly', 'vendor'].includes(mod)) fail(`-mod=${mod} not supported (can be '', 'mod', 'readonly', or 'vendor')`);
  if (f.bool('linkshared')) fail('-linkshared not supported on js/wasm');
  const mode = f.value('buildmode');
  if (mode === 'shared' && f.value('o') !== '') fail('-buildmode=shared and -o not supported together');
  if (['c-archive', 'c-shared', 'pie', 'plugin', 'shared'].includes(mode)) fail(`-buildmode=${mode} not supported on js/wasm`);
  if (!['', 'default', 'exe', 'archive'].includes(mode)) fail(`buildmode=${mode} not supported`);
  if (f.value('compiler') === 'gccgo') fail('go: -compiler=gccgo is not supported');
  for (const name of ['overlay', 'modfile', 'toolexec', 'pkgdir']) if (f.value(name) !== '') fail(`go: -${name} is not supported`);
}

/** Where the package's own files are: dist/ and goroot/ beside each other. */
export function homeDir(): URL {
  return new URL('..', import.meta.url);
}

/** Everything a command needs to load, compile and link. */
export interface Session {
  sys: NodeSystem;
  loader: Loader;
  builder: Builder;
  cache: Cache;
  /** Of a program's main package. */
  link(main: Package): LinkFlags;
  close(): void;
}

const NO_CACHE = 'build cache is required, but could not be located: GOSSAMER_CACHE is not defined and neither $XDG_CACHE_HOME nor $HOME are defined';

export function platformCache(sys: NodeSystem): string {
  return cacheDir(sys, process.platform);
}

/** Does something with a session. If the downloaded sources of std turn out damaged, they are fetched again and it starts over. */
export async function withSession(f: Flags, body: (s: Session) => Promise<number>, threads = false): Promise<number> {
  changeDirectory(f);
  for (let attempt = 0; ; attempt++) {
    const s = await openSession(f, threads);
    try {
      return await body(s);
    } catch (e) {
      if (!(e instanceof DamagedSources) || attempt > 0) throw e;
      process.stderr.write(`go: ${e.message}\n`);
      discardGoroot(s.sys, s.cache.dir);
    } finally {
      s.close();
    }
  }
}

/** -C */
function changeDirectory(f: Flags): void {
  if (f.value('C') !== '') {
    try {
      process.chdir(f.value('C'));
      process.env['PWD'] = process.cwd();
    } catch {
      throw new BuildError(`go: chdir ${f.value('C')}: no such file or directory`);
    }
  }
}

/** threads: whether to compile in threads even if there is a single package. */
export async function openSession(f: Flags, threads = false): Promise<Session> {
  checkFlags(f);
  const sys = new NodeSystem();
  const dir = platformCache(sys);
  if (!dir.startsWith('/') && !/^[A-Za-z]:/.test(dir)) throw new BuildError(dir === '' ? NO_CACHE : `GOSSAMER_CACHE is not an absolute path: ${dir}`);
  const goroot = await getGoroot(sys, dir, (s) => process.stderr.write(`go: ${s}\n`));
  const goos = sys.env('GOOS') === 'wasip1' ? 'wasip1' : 'js';
  const tags = f.value('tags').split(/[ ,]+/).filter((t) => t !== '');
  const experiments = new Experiments(sys.env('GOEXPERIMENT') ?? '');
  const home = homeDir();
  const overlayDir = sys.env('GOSSAMER_OVERLAY') ?? new URL('goroot', home).pathname;
  const cache = new Cache(sys, dir);
  cache.trim();
  const loader = new Loader(sys, new BuildContext(goos, tags, experiments), goroot, new Overlay(sys, overlayDir), cache, f.bool('trimpath'), sourcesOf(sys, dir, goroot));
  const workerUrl = new URL('dist/worker.mjs', home);
  let workers: Workers | null = null;
  const limit = Number(f.value('p') || sys.env('GOSSAMER_JOBS') || os.availableParallelism());
  const gcflags = new PerPackage(f.values('gcflags'));
  const ldflags = new PerPackage(f.values('ldflags'));
  const builder = new Builder(loader, cache, {
    flags: (p, root) => compileFlags(gcflags.words(p, root, loader.cwd), p.path, goos, experiments),
    compiler: bundleId(sys, workerUrl),
    linker: bundleId(sys, new URL('dist/gossamer.mjs', home)),
    workers: (jobs) => (workers ??= makeWorkers(workerUrl, threads ? limit : jobs, Math.max(1, limit))),
    forget: (forTest) => workers?.forget(forTest),
    force: f.bool('a'),
    dump: f.value('dump'),
    begin: (p) => {
      if (f.bool('v')) process.stderr.write(`${p.path}\n`);
      if (f.bool('x')) process.stderr.write(`${compileCommand(p, gcflags.words(p, builder.isRoot(p), loader.cwd), loader.cwd)}\n`);
    },
  });
  return { sys, loader, builder, cache, link: (p) => linkFlags(ldflags.words(p, true, loader.cwd), p.path), close: () => workers?.close() };
}

/** Changes with the code of a bundle: its hash. */
function bundleId(sys: NodeSystem, url: URL): string {
  const id = process.env['GOSSAMER_COMPILER_ID'];
  if (id !== undefined && id !== '') return id;
  const bytes = fs.existsSync(url) ? fs.readFileSync(url) : 'none';
  return sys.sha256([bytes]);
}

/** What -n and -x show of a compilation. */
function compileCommand(p: Package, words: readonly string[], cwd: string): string {
  const files = p.files.map((x) => relative(cwd, x.source));
  return `\n#\n# ${p.path}\n#\n\n${['compile', '-p', p.name === 'main' ? 'main' : p.path, ...words, ...files].join(' ')}`;
}

/** -n: shows what would be compiled and linked. link: the output of the linker, '' for none. */
export function printPlan(s: Session, f: Flags, roots: readonly Package[], link: string): void {
  const gcflags = new PerPackage(f.values('gcflags'));
  for (const p of s.builder.plan(roots)) process.stderr.write(`${compileCommand(p, gcflags.words(p, s.builder.isRoot(p), s.loader.cwd), s.loader.cwd)}\n`);
  if (link !== '') process.stderr.write(`${['link', ...splitWords(f.value('ldflags')), '-o', link].join(' ')}\n`);
}

/** --timing: milliseconds by phase, sizes of what was compiled. */
export function printTiming(s: Session, f: Flags): void {
  if (!f.bool('timing')) return;
  for (const [phase, ms] of Object.entries(s.builder.timing)) process.stderr.write(`${ms.toFixed(1).padStart(9)} ms  ${phase}\n`);
  for (const [what, n] of Object.entries(s.builder.sizes)) process.stderr.write(`${String(n).padStart(9)}     ${what}\n`);
  process.stderr.write(`${String(s.builder.compiled).padStart(9)}     packages compiled\n`);
}
