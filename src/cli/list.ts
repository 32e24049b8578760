// gossamer list: packages by pattern, with -deps, -json, -f.

import { BUILD_FLAGS, withSession, type Session } from './build-flags.ts';
import { Flags } from './flags.ts';
import { expandTemplate } from './template.ts';
import { dependencyOrder } from '../build/key.ts';
import type { Loader } from '../build/load.ts';
import type { Package } from '../build/package.ts';
import { BuildError } from '../build/system.ts';

export const USAGE = 'usage: go list [-f format] [-json] [-m] [list flags] [build flags] [packages]';

export async function list(argv: readonly string[]): Promise<number> {
  const f = new Flags('list', USAGE, {
    bools: [...BUILD_FLAGS.bools, 'deps', 'e', 'm', 'test', 'find', 'compiled', 'export'], values: [...BUILD_FLAGS.values, 'f'],
  }, argv.map((a) => (/^--?json=/.test(a) ? '-json' : a)));
  return withSession(f, (s) => Promise.resolve(listIn(s, f)));
}

function listIn(s: Session, f: Flags): number {
  if (f.bool('m')) {
    if (s.loader.main === null) throw new BuildError('go: list -m: go.mod file not found in current directory or any parent directory; see \'go help modules\'');
    process.stdout.write(`${s.loader.main.mod.module}\n`);
    return 0;
  }
  const roots = s.loader.loadArgs(f.args);
  for (const w of s.loader.warnings) process.stderr.write(`${w}\n`);
  const shown = f.bool('deps') ? dependencyOrder(roots, s.loader.packages) : roots;
  const views = shown.map((p) => view(p, s.loader, !roots.includes(p)));
  if (f.bool('deps') && shown.some((p) => p.files.some((x) => x.imports.some((i) => i.path === 'unsafe')))) views.unshift(unsafeView(s.loader));
  for (const v of views) {
    if (f.bool('json')) process.stdout.write(`${JSON.stringify(v, null, '\t')}\n`);
    else if (f.value('f') !== '') {
      const text = expandTemplate(f.value('f'), v);
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    } else process.stdout.write(`${v['ImportPath'] as string}\n`);
  }
  if (s.loader.errors.length > 0 && !f.bool('e')) throw new BuildError(s.loader.errors.join('\n'));
  s.loader.index.save();
  return 0;
}

/** The fields of go list that we know; empty ones are left out, as in its JSON. */
function view(p: Package, l: Loader, depOnly: boolean): Record<string, unknown> {
  const importsOf = (q: Package) => {
    const set = new Set(q.imports);
    if (q.files.some((f) => f.imports.some((i) => i.path === 'unsafe'))) set.add('unsafe');
    return [...set].sort();
  };
  const deps = new Set<string>();
  for (const d of dependencyOrder([p], l.packages)) for (const i of importsOf(d)) deps.add(i);
  const m = l.main;
  const v: Record<string, unknown> = {
    Dir: p.dir, ImportPath: p.path, Name: p.name, Root: p.standard ? l.goroot : m?.dir,
    Module: p.module === '' || m === null ? undefined : { Path: p.module, Main: p.module === m.mod.module, Dir: m.dir, GoMod: `${m.dir}/go.mod`, GoVersion: m.mod.go },
    DepOnly: depOnly, Goroot: p.standard, Standard: p.standard, GoFiles: p.files.map((f) => f.name), IgnoredGoFiles: p.ignored,
    EmbedPatterns: p.embeds.map((e) => e.pattern), EmbedFiles: p.embeds.flatMap((e) => e.files.map((f) => f.name)).sort(),
    Imports: importsOf(p), ImportMap: p.importMap, Deps: [...deps].sort(),
  };
  for (const [k, x] of Object.entries(v)) {
    if (x === undefined || x === false || x === '' || (Array.isArray(x) && x.length === 0) || (k === 'ImportMap' && Object.keys(p.importMap).length === 0)) delete v[k];
  }
  return v;
}

function unsafeView(l: Loader): Record<string, unknown> {
  return { Dir: `${l.goroot}/src/unsafe`, ImportPath: 'unsafe', Name: 'unsafe', DepOnly: true, Goroot: true, Standard: true, GoFiles: ['unsafe.go'] };
}
