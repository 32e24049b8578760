// gossamer list: packages by pattern, with -deps, -json, -f, -e, -find.

import { BUILD_FLAGS, withSession, type Session } from './build-flags.ts';
import { Flags } from './flags.ts';
import { TYPES, type View, viewJson, Views } from './list-view.ts';
import { parseTemplate, type Template } from './template.ts';
import type { Package } from '../build/package.ts';
import { BuildError } from '../build/system.ts';

export const USAGE = 'usage: go list [-f format] [-json] [-m] [list flags] [build flags] [packages]';

export async function list(argv: readonly string[]): Promise<number> {
  let fields: ReadonlySet<string> | null = null;
  const rest = argv.map((a) => {
    const m = /^--?json=(.*)$/.exec(a);
    if (m === null || /^(true|false)$/.test(m[1]!)) return a;
    fields = new Set(m[1]!.split(','));
    return '-json';
  });
  const f = new Flags('list', USAGE, {
    ...BUILD_FLAGS, bools: [...BUILD_FLAGS.bools, 'deps', 'e', 'm', 'test', 'find', 'compiled', 'export', 'u', 'versions', 'retracted'],
    values: [...BUILD_FLAGS.values, 'f', 'reuse'],
  }, rest, process.env['GOFLAGS']);
  if (f.bool('json') && f.value('f') !== '') throw new BuildError('go list -f cannot be used with -json');
  if (f.bool('find') && f.bool('deps')) throw new BuildError('go list -deps cannot be used with -find');
  if (f.bool('find') && f.bool('test')) throw new BuildError('go list -test cannot be used with -find');
  const template = f.value('f') === '' ? null : parseTemplate(f.value('f'));
  return withSession(f, (s) => Promise.resolve(f.bool('m') ? listModule(s, f, template) : listIn(s, f, template, fields)));
}

function listModule(s: Session, f: Flags, template: Template | null): number {
  const main = s.loader.main;
  if (main === null) throw new BuildError('go: list -m: go.mod file not found in current directory or any parent directory; see \'go help modules\'');
  const view: View = { Path: main.mod.module, Main: true, Dir: main.dir, GoMod: `${main.dir}/go.mod`, GoVersion: main.mod.go };
  print(view, f, null, template, main.mod.module);
  return 0;
}

function print(v: View, f: Flags, fields: ReadonlySet<string> | null, template: Template | null, name: string): void {
  if (f.bool('json')) process.stdout.write(`${viewJson(v, fields)}\n`);
  else if (template !== null) {
    const text = template.expand(v, TYPES);
    if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  } else process.stdout.write(`${name}\n`);
}

function listIn(s: Session, f: Flags, template: Template | null, fields: ReadonlySet<string> | null): number {
  const l = s.loader;
  const views = new Views(l, f.bool('find'));
  /** What the arguments name, in order, each with the patterns that it matches. */
  const roots: { path: string; p: Package | null; error: string; match: string[] }[] = [];
  const groups = f.args.some((a) => a.endsWith('.go')) ? [f.args] : (f.args.length === 0 ? ['.'] : f.args).map((a) => [a]);
  for (const g of groups) {
    const before = l.errors.length;
    const found = l.loadArgs(g);
    for (const p of found) {
      const known = roots.find((r) => r.p === p);
      if (known === undefined) roots.push({ path: p.path, p, error: '', match: [g[0]!] });
      else known.match.push(g[0]!);
    }
    if (found.length === 0 && l.errors.length > before) roots.push({ path: g[0]!, p: null, error: l.errors[before]!, match: [g[0]!] });
  }
  for (const w of l.warnings) process.stderr.write(`${w}\n`);
  const plain = !f.bool('json') && template === null;
  if ((f.bool('deps') || (!plain && !f.bool('find'))) && roots.some((r) => r.p?.name === 'main')) l.loadArgs(['runtime']); // the linker adds it
  const named = new Map(roots.map((r) => [r.path, r]));
  const loaded = roots.map((r) => r.p).filter((p) => p !== null);
  const shown = f.bool('deps') ? [...views.deps(loaded), ...roots.filter((r) => r.p === null).map((r) => r.path)] : roots.map((r) => r.path);
  for (const path of shown) {
    const root = named.get(path);
    const p = l.packages.get(path);
    const match = root?.match ?? [];
    if (p === undefined && path !== 'unsafe' && !f.bool('e')) continue;
    const v = plain ? {} : path === 'unsafe' ? views.unsafe(root === undefined) : p === undefined || root?.p === null ? views.failed(path, root?.error ?? '', match) : views.of(p, match);
    print(v, f, fields, template, path);
  }
  l.index.save();
  if (l.errors.length > 0 && !f.bool('e')) throw new BuildError(l.errors.join('\n'));
  return 0;
}
