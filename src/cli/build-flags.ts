// Flags that build, run and list share, and what follows from them: loader and builder.

import os from 'node:os';
import fs from 'node:fs';
import { BuildContext } from '../build/context.ts';
import { Experiments } from '../build/experiments.ts';
import { Builder, NO_OUTPUT } from '../build/build.ts';
import { Cache, cacheDir } from '../build/cache.ts';
import { discardGoroot, getGoroot, sourcesOf } from '../build/goroot.ts';
import { Loader } from '../build/load.ts';
import { Overlay } from '../build/overlay.ts';
import { BuildError } from '../build/system.ts';
import { DamagedSources } from '../build/sources.ts';
import type { Workers } from '../build/system.ts';
import type { CompileFlags } from '../compile/input.ts';
import { splitWords, type Flags, type FlagSpec } from './flags.ts';
import { NodeSystem } from './node/system.ts';
import { makeWorkers } from './node/pool.ts';

export const BUILD_FLAGS: FlagSpec = {
  bools: ['a', 'n', 'x', 'v', 'trimpath', 'work', 'race', 'msan', 'asan', 'cover', 'linkshared', 'modcacherw', 'json', 'buildvcs', 'timing'],
  values: ['o', 'p', 'C', 'tags', 'gcflags', 'ldflags', 'asmflags', 'gccgoflags', 'mod', 'modfile', 'overlay', 'pgo', 'buildmode', 'compiler',
    'installsuffix', 'pkgdir', 'toolexec', 'covermode', 'coverpkg', 'exec', 'dump', 'jobs'],
};

/** Where the package's own files are: dist/ and goroot/ beside each other. */
export function homeDir(): URL {
  return new URL('..', import.meta.url);
}

export interface LinkFlags { names: boolean; defines: (readonly [string, string])[] }

/** Everything a command needs to load, compile and link. */
export interface Session {
  sys: NodeSystem;
  loader: Loader;
  builder: Builder;
  cache: Cache;
  link: LinkFlags;
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
      throw new BuildError(`chdir ${f.value('C')}: no such file or directory`);
    }
  }
}

/** threads: whether to compile in threads even if there is a single package. */
export async function openSession(f: Flags, threads = false): Promise<Session> {
  const sys = new NodeSystem();
  for (const name of ['race', 'msan', 'asan']) if (f.bool(name)) throw new BuildError(`-${name} is not supported on js/wasm`, 2);
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
  const builder = new Builder(loader, cache, {
    flags: compileFlags(gcFlags(f, false), goos, experiments),
    rootFlags: compileFlags(gcFlags(f, true), goos, experiments),
    compiler: bundleId(sys, workerUrl),
    linker: bundleId(sys, new URL('dist/gossamer.mjs', home)),
    workers: (jobs) => (workers ??= makeWorkers(workerUrl, threads ? limit : jobs, Math.max(1, limit))),
    forget: (forTest) => workers?.forget(forTest),
    force: f.bool('a'),
    dump: f.value('dump'),
    verbose: f.bool('v') ? (line) => process.stderr.write(`${line}\n`) : NO_OUTPUT,
  });
  return { sys, loader, builder, cache, link: linkFlags(f), close: () => workers?.close() };
}

/** Changes with the code of a bundle: its hash. */
function bundleId(sys: NodeSystem, url: URL): string {
  const id = process.env['GOSSAMER_COMPILER_ID'];
  if (id !== undefined && id !== '') return id;
  const bytes = fs.existsSync(url) ? fs.readFileSync(url) : 'none';
  return sys.sha256([bytes]);
}

/** The words of -gcflags for packages that the command names (root) or others: "pattern=words" is taken to mean all packages. */
function gcFlags(f: Flags, root: boolean): string[] {
  const v = f.value('gcflags');
  const pattern = /^[^ =-][^ =]*=/.test(v);
  if (!pattern && !root) return [];
  return splitWords(pattern ? v.slice(v.indexOf('=') + 1) : v);
}

function compileFlags(words: readonly string[], goos: string, experiments: Experiments): CompileFlags {
  return {
    noOptimize: words.includes('-N'),
    noInline: words.includes('-l'),
    explain: words.some((w) => /^-m(=\d+)?$/.test(w)),
    ...(words.includes('-e') ? { allErrors: true } : {}),
    ...(experiments.has('fieldtrack') ? { fieldTrack: true } : {}),
    debugSuspend: words.includes('-d=suspend'),
    ...(words.includes('-d=nopoll') ? { noPolls: true } : {}),
    variant: goos === 'wasip1' ? 'wasip1' : 'js-shared',
  };
}

function linkFlags(f: Flags): LinkFlags {
  const words = splitWords(f.value('ldflags'));
  const defines: [string, string][] = [];
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    let def = '';
    if (w === '-X') def = words[++i] ?? '';
    else if (w.startsWith('-X=')) def = w.slice(3);
    else continue;
    const eq = def.indexOf('=');
    if (eq < 0) throw new BuildError(`-X flag requires argument of the form importpath.name=value`, 2);
    defines.push([def.slice(0, eq), def.slice(eq + 1)]);
  }
  return { names: !words.includes('-s') && !words.includes('-w'), defines };
}

/** --timing: milliseconds by phase, sizes of what was compiled. */
export function printTiming(s: Session, f: Flags): void {
  if (!f.bool('timing')) return;
  for (const [phase, ms] of Object.entries(s.builder.timing)) process.stderr.write(`${ms.toFixed(1).padStart(9)} ms  ${phase}\n`);
  for (const [what, n] of Object.entries(s.builder.sizes)) process.stderr.write(`${String(n).padStart(9)}     ${what}\n`);
  process.stderr.write(`${String(s.builder.compiled).padStart(9)}     packages compiled\n`);
}
