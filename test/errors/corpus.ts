// Runs the type-checker corpus of GOROOT in place and compares our diagnostics with its ERROR comments by types2's rules
// (text must match on the line, column within the folder's tolerance) or go/types' (exact columns at altPos).

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DiagnosticSink } from '../../src/source/diagnostic.ts';
import { NodeIds, parseFile } from '../../src/syntax/parser/parse.ts';
import { type CheckConfig, checkPackage, defaultConfig } from '../../src/types/check/check.ts';
import { errorComments, type Wanted } from './error-comments.ts';
import type { SourceImporter } from './source-importer.ts';

export interface CaseResult { name: string; problems: string[]; skipped: boolean; crashed: boolean }

export interface Folder { dir: string; colDelta: number }

export function corpusFolders(goroot: string): Folder[] {
  const base = join(goroot, 'src/internal/types/testdata');
  return [
    { dir: join(base, 'check'), colDelta: 50 }, { dir: join(base, 'spec'), colDelta: 20 }, { dir: join(base, 'examples'), colDelta: 125 },
    { dir: join(base, 'fixedbugs'), colDelta: 100 }, { dir: join(goroot, 'src/cmd/compile/internal/types2/testdata/local'), colDelta: 0 },
  ];
}

/** The cases of a folder: files, and sub-folders as packages. */
export function corpusCases(dir: string): string[][] {
  return readdirSync(dir).sort().map((f) => {
    const p = join(dir, f);
    return statSync(p).isDirectory() ? readdirSync(p).sort().map((g) => join(p, g)) : [p];
  });
}

interface Flags { lang: string; fakeImportC: boolean; noAlias: boolean }

function parseFlags(src: string): Flags {
  const f: Flags = { lang: '', fakeImportC: false, noAlias: false };
  const m = /^\/\/\s*(-[^\n]*)\n/.exec(src);
  for (const w of m === null ? [] : m[1]!.trim().split(/\s+/)) {
    if (w.startsWith('-lang=')) f.lang = w.slice(6);
    else if (w === '-fakeImportC') f.fakeImportC = true;
    else if (w === '-gotypesalias=0') f.noAlias = true;
  }
  return f;
}

/** Messages of the parser's branch checks, which types2 words differently (and the corpus follows types2). */
export const branchMessages = /^(label .* (defined and not used|already defined|not defined)|goto |invalid (break|continue) label|break is not in|continue is not in|fallthrough statement out of place|cannot fallthrough|invalid .* label|label \S+ already defined|(break|continue) label not defined)/;

/** alt: judge by go/types' positions. */
export function runCase(files: string[], colDelta: number, importer: SourceImporter, alt = false): CaseResult {
  const fset = importer.fset;
  const sink = new DiagnosticSink();
  const ids = new NodeIds();
  const sources = files.map((f) => readFileSync(f));
  const flags = parseFlags(sources[0]!.toString('latin1'));
  const name = files.length > 1 ? basename(join(files[0]!, '..')) : basename(files[0]!);
  const result: CaseResult = { name, problems: [], skipped: flags.noAlias, crashed: false };
  if (flags.noAlias) return result;
  const wanted = new Map<string, Wanted[]>();
  for (let i = 0; i < files.length; i++) wanted.set(files[i]!, errorComments(sources[i]!));
  try {
    const units = files.map((f, i) => parseFile(fset, f, sources[i]!, sink, ids));
    const parsed = sink.list.splice(0).filter((d) => !branchMessages.test(d.message));
    sink.list.push(...parsed);
    const config: CheckConfig = { ...defaultConfig, goVersion: flags.lang, fakeImportC: flags.fakeImportC, testBuiltins: true, branchErrors: true, unexportedVisible: true };
    checkPackage(units[0]!.pkgName.name, '', units, fset, importer, config, sink);
  } catch (e) {
    result.crashed = true;
    result.problems.push('CRASH ' + (e as Error).stack!.split('\n').slice(0, 8).join('\n'));
    return result;
  }
  for (const d of sink.list) {
    const at = alt && d.altPos !== 0 ? d.altPos : d.pos;
    const p = fset.position(at);
    const file = fset.fileOf(at)?.name ?? p.file;
    const raw = fset.fileOf(at)?.rawPosition(at) ?? p;
    const msg = d.message + d.notes.map((n) => '\n\t' + n.message).join('');
    const where = `${basename(file)}:${raw.line}:${raw.col}`;
    const list = wanted.get(file) ?? [];
    let best = -1;
    for (let i = 0; i < list.length; i++) {
      const w = list[i]!;
      if (w.line !== raw.line || !(w.regexp ? goRegexp(w.text).test(msg) : msg.includes(w.text))) continue;
      if (best < 0 || Math.abs(w.col - raw.col) < Math.abs(list[best]!.col - raw.col)) best = i;
    }
    if (best < 0) result.problems.push(`${where}: unexpected: ${msg}`);
    else {
      if (Math.abs(list[best]!.col - raw.col) > colDelta) result.problems.push(`${where}: column ${raw.col}, want ${list[best]!.col}: ${msg}`);
      list.splice(best, 1);
    }
  }
  for (const [f, list] of wanted) for (const w of list) result.problems.push(`${basename(f)}:${w.line}:${w.col}: missing:${w.raw}`);
  return result;
}

function goRegexp(s: string): RegExp {
  return new RegExp(s.replace(/\(\?s\)/g, ''), s.startsWith('(?s)') ? 's' : '');
}
