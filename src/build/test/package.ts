// The packages of a test binary, as the go command makes them (go help test):
//
//   p.test      package main, generated: runs the tests
//   p           the package under test with its in-package test files, instead of p
//   p_test      the external test package
//   q …         every package that the three reach and that imports p, directly or not, built again against the p above
//
// They live in a view: the loader's packages by path, with these copies in the place of the originals.

import { parseHeader } from '../../syntax/header.ts';
import { Package, type PackageFile } from '../package.ts';
import { join } from '../path.ts';
import { BuildError } from '../system.ts';
import type { Loader } from '../load.ts';
import { dependencyOrder } from '../key.ts';
import { TestFunctions } from './functions.ts';
import { mainImports, mainSource } from './main.ts';

export interface TestBinary {
  /** As loaded. */
  pkg: Package;
  main: Package;
  /** With the in-package test files; the package itself if it has none. */
  ptest: Package;
  xtest: Package | null;
  functions: TestFunctions;
  /** All packages by path, as this binary sees them. */
  view: Map<string, Package>;
}

/** Names of the _test.go files that belong to a package: those given on the command line, or of its directory. */
function testFiles(loader: Loader, p: Package): PackageFile[] {
  const out: PackageFile[] = [];
  const file = (name: string, source: string, edit: boolean): void => {
    out.push({ name, path: `${p.shownDir}/${name}`, source, edit, imports: [] });
  };
  if (p.testNames !== null) {
    for (const name of p.testNames) file(name, join(p.dir, name), false);
    return out;
  }
  const ours = p.standard ? loader.overlay.ourFiles(p.path) : new Map<string, string>();
  const isTest = (name: string): boolean => name.endsWith('_test.go') && !/^[._]/.test(name) && loader.ctx.matchFileName(name);
  for (const e of loader.sys.readDir(p.dir) ?? []) {
    if (e.isDir || !isTest(e.name) || ours.has(e.name) || (p.standard && loader.overlay.drops(p.path, e.name))) continue;
    file(e.name, join(p.dir, e.name), p.standard);
  }
  for (const [name, path] of ours) if (isTest(name)) file(name, path, false);
  return out;
}

/** Loads what testing a package needs; null if it has no test files. Throws BuildError with the problems. */
export function loadTest(loader: Loader, p: Package): TestBinary | null {
  const before = loader.errors.length;
  const candidates = testFiles(loader, p);
  const ptest = p.copyFor(p.path);
  ptest.files = [...p.files];
  ptest.embeds = [...p.embeds];
  ptest.ignored = [...p.ignored];
  ptest.debug = [...p.debug];
  ptest.importMap = { ...p.importMap };
  const xtest = new Package(`${p.path}_test`, p.dir);
  Object.assign(xtest, { forTest: p.path, shownDir: p.shownDir, standard: p.standard, goVersion: p.goVersion, module: p.module });
  const external = (f: PackageFile): boolean => {
    const name = parseHeader(loader.bytesOf(p, f)).packageName;
    return name.endsWith('_test') && name !== p.name;
  };
  const outside = candidates.filter(external);
  loader.readHeads(ptest, candidates.filter((f) => !outside.includes(f)), null, p.testNames !== null);
  const inside = ptest.files.slice(p.files.length);
  loader.readHeads(xtest, outside, null, p.testNames !== null);
  if (inside.length + xtest.files.length === 0 && loader.errors.length === before) return null;
  if (ptest.name === '') ptest.name = xtest.name.replace(/_test$/, '');
  loader.loadImports(ptest);
  if (xtest.files.length > 0) loader.loadImports(xtest);
  throwErrors(loader, before);
  const functions = new TestFunctions();
  for (const f of inside) functions.add(join(p.dir, f.name), loader.bytesOf(ptest, f), '_test');
  for (const f of xtest.files) functions.add(join(p.dir, f.name), loader.bytesOf(xtest, f), '_xtest');
  if (functions.error !== '') throw new BuildError(functions.error);
  const same = inside.length === 0 && p.name !== 'main';
  if (!same) {
    ptest.contentHash = '';
    ptest.library = p.name === 'main';
  }
  const binary = { pkg: p, ptest: same ? p : ptest, xtest: xtest.files.length > 0 ? xtest : null, functions };
  const main = makeMain(loader, binary);
  throwErrors(loader, before);
  const view = makeView(loader, binary, main);
  checkCycle(binary.ptest, view);
  return { ...binary, main, view };
}

function throwErrors(loader: Loader, before: number): void {
  if (loader.errors.length === before) return;
  throw new BuildError(loader.errors.splice(before).join('\n'));
}

function makeMain(loader: Loader, b: { pkg: Package; ptest: Package; xtest: Package | null; functions: TestFunctions }): Package {
  const p = b.pkg;
  const main = new Package(`${p.path}.test`, p.dir);
  Object.assign(main, { name: 'main', forTest: p.path, standard: p.standard, goVersion: p.goVersion, module: p.module, debug: [...b.ptest.debug, ...(b.xtest?.debug ?? [])] });
  const importTest = b.ptest.files.length > 0;
  const text = new TextEncoder().encode(mainSource({ path: p.path, module: p.module, functions: b.functions, importTest, importXtest: b.xtest !== null }));
  main.files = [{ name: '_testmain.go', path: '_testmain.go', source: '', edit: false, imports: [], text }];
  const imports = mainImports(b.functions);
  loader.loadArgs(imports);
  main.imports = [...imports, ...(importTest ? [p.path] : []), ...(b.xtest !== null ? [b.xtest.path] : [])].sort();
  return main;
}

/** Puts copies in the place of all that depends on the package under test. */
function makeView(loader: Loader, b: { pkg: Package; ptest: Package; xtest: Package | null }, main: Package): Map<string, Package> {
  loader.loadArgs(['runtime']);
  const view = new Map(loader.packages);
  loader.setImplicit();
  const p = b.pkg;
  view.set(p.path, b.ptest);
  view.set(main.path, main);
  if (b.xtest !== null) view.set(b.xtest.path, b.xtest);
  main.implicit = [...loader.always];
  if (b.xtest !== null) b.xtest.implicit = [...loader.always];
  b.ptest.implicit = p.implicit;
  if (b.ptest === p) return view;
  const changed = new Set([p.path]);
  for (const q of dependencyOrder([main], view)) {
    if (q === main || q === b.xtest || q === b.ptest || ![...q.imports, ...q.implicit].some((i) => changed.has(i))) continue;
    changed.add(q.path);
    view.set(q.path, q.copyFor(p.path));
  }
  return view;
}

/** The in-package test files may import something that imports the package. */
function checkCycle(ptest: Package, view: ReadonlyMap<string, Package>): void {
  const importer = new Map<string, string>(ptest.imports.map((i) => [i, '']));
  for (const path of importer.keys()) {
    if (path === ptest.path) {
      const chain: string[] = [];
      for (let at = path; at !== ''; at = importer.get(at)!) chain.unshift(at);
      let from = ptest;
      let text = `package ${ptest.path}`;
      for (const to of chain) {
        const written = (i: { path: string }): boolean => (from.importMap[i.path] ?? i.path) === to;
        text += `\n\timports ${to} from ${from.files.find((f) => f.imports.some(written))?.name ?? ''}`;
        from = view.get(to)!;
      }
      throw new BuildError(`${text}: import cycle not allowed in test`);
    }
    for (const i of view.get(path)?.imports ?? []) if (!importer.has(i)) importer.set(i, path);
  }
}
