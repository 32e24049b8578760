// What there is to run: rows of the baseline table (path, class, whether it applies to js/wasm and passes there with Go's own tools)
// and the recipe in the first comment of each file of GOROOT/test, read as cmd/internal/testdir reads it.

import fs from 'node:fs';
import path from 'node:path';
import { importsOf } from '../harness/imports.ts';

export const CLASSES = ['language-run', 'language-errorcheck', 'compile-only', 'runtime'] as const;

/** Tests that are skipped under gc's js/wasm by their build constraint, though not for want of cgo, of an architecture or of a compiler. */
export const BEYOND = 'beyond-js';
const ELSEWHERE = /cgo|aix|p32|386|gccgo|simd|amd64$/;


export interface Test {
  /** Path below GOROOT/test. */
  path: string;
  class: string;
}

/** Tests that apply and pass in the baseline, in its order, and those of class BEYOND. */
export function readBaseline(file: string): Test[] {
  const rows = fs.readFileSync(file, 'utf8').trimEnd().split('\n').map((l) => l.split('\t'));
  const head = rows.shift()!;
  const col = (name: string): number => head.indexOf(name);
  const [p, c, status, applicable] = [col('path'), col('class'), col('status'), col('applicable')] as const;
  const counted = rows.filter((r) => (CLASSES as readonly string[]).includes(r[c]!));
  return [
    ...counted.filter((r) => r[status] === 'pass' && r[applicable] === 'yes').map((r) => ({ path: r[p]!, class: r[c]! })),
    ...counted.filter((r) => r[status] === 'skip' && !ELSEWHERE.test(r[col('reason')]!)).map((r) => ({ path: r[p]!, class: BEYOND })),
  ];
}

export interface Recipe {
  action: string;
  /** Compiler flags (for run, runindir and build: flags of the go command). */
  flags: string[];
  /** Arguments of the program; names of further files. */
  args: string[];
  wantError: boolean;
  /** Every file is a package of its own. */
  singleFilePackages: boolean;
  /** Version in the go.mod of runindir. */
  goMod: string;
  experiments: string[];
}

const ERROR_ACTIONS = new Set(['errorcheck', 'errorcheckdir', 'errorcheckoutput', 'errorcheckwithauto']);

/** The recipe of a test's source text. */
export function readRecipe(src: string): Recipe {
  const line = src.split('\n').find((l) => !/^\/\/go:build |^\/\/ \+build/.test(l) && l.replace(/^\/\//, '').trim() !== '') ?? '';
  const [action = '', ...words] = splitQuoted(line.replace(/^\/\//, '').trim());
  const r: Recipe = { action, flags: [], args: words, wantError: ERROR_ACTIONS.has(action), singleFilePackages: false, goMod: '1.14', experiments: [] };
  while (words[0]?.startsWith('-')) {
    const w = words.shift()!;
    switch (w) {
      case '-1': r.wantError = true; break;
      case '-0': r.wantError = false; break;
      case '-s': r.singleFilePackages = true; break;
      case '-t': case '-godebug': words.shift(); break;
      case '-goexperiment': r.experiments.push(words.shift()!); break;
      case '-gomodversion': r.goMod = words.shift()!; break;
      default: r.flags.push(w);
    }
  }
  return r;
}

/** Words separated by spaces; quotes "…" and '…' group. */
function splitQuoted(s: string): string[] {
  return [...s.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map((m) => m[0].replaceAll(/"([^"]*)"|'([^']*)'/g, (_, a?: string, b?: string) => a ?? b ?? ''));
}

/** Flags of the compiler among those of a recipe: themselves, or for the go command the words of -gcflags. */
export function compilerFlags(r: Recipe): string[] {
  const out: string[] = [];
  for (let i = 0; i < r.flags.length; i++) {
    const f = r.flags[i]!;
    const m = /^--?gcflags(?:=(.*))?$/.exec(f);
    if (m === null) out.push(f);
    else out.push(...(m[1] ?? r.flags[++i] ?? '').replace(/^all=/, '').split(/\s+/));
  }
  return out;
}

export interface DirPackage { name: string; files: string[] }

/** Packages of a .dir in the order in which they are compiled: that of the first file of each. */
export function dirPackages(dir: string, singleFilePackages: boolean): DirPackage[] {
  const out: DirPackage[] = [];
  for (const file of fs.readdirSync(dir).filter((f) => f.endsWith('.go')).sort()) {
    const name = /^package ([\p{Lu}\p{Ll}\w]+)/mu.exec(fs.readFileSync(path.join(dir, file), 'utf8'))?.[1] ?? '';
    const known = singleFilePackages ? undefined : out.find((p) => p.name === name);
    if (known === undefined) out.push({ name, files: [file] });
    else known.files.push(file);
  }
  return out;
}

/** Import paths that the files of a test mention. */
export function mentionedImports(testDir: string, test: Test): Set<string> {
  const files = [path.join(testDir, test.path)];
  const dir = files[0]!.replace(/\.go$/, '.dir');
  for (const a of readRecipe(fs.readFileSync(files[0]!, 'utf8')).args) if (a.endsWith('.go')) files.push(path.resolve(path.dirname(files[0]!), a));
  if (fs.existsSync(dir)) for (const f of fs.readdirSync(dir, { recursive: true }) as string[]) if (f.endsWith('.go')) files.push(path.join(dir, f));
  const out = new Set<string>();
  for (const f of files) for (const p of importsOf(fs.readFileSync(f, 'utf8'))) if (/^[a-z]/.test(p)) out.add(p);
  return out;
}
