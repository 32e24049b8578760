// GOROOT/test files in place: `// errorcheck` files must give the errors of their ERROR comments (line and regexp, as
// cmd/internal/testdir compares them), `// run`, `// compile` and `// build` files none.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DiagnosticSink } from '../../src/source/diagnostic.ts';
import { NodeIds, parseFile } from '../../src/syntax/parser/parse.ts';
import { type CheckConfig, checkPackage, defaultConfig } from '../../src/types/check/check.ts';
import type { SourceImporter } from './source-importer.ts';

export interface TestDirResult { name: string; kind: string; problems: string[] }

/** Null if the file is not of a kind that can be judged by the checker alone. */
export function runTestFile(path: string, importer: SourceImporter): TestDirResult | null {
  const bytes = readFileSync(path);
  const src = bytes.toString('utf8');
  const action = /^(?:\/\/go:build[^\n]*\n\s*)?\/\/ *([^\n]*)/.exec(src)?.[1]?.trim() ?? '';
  const words = action.split(/\s+/);
  const kind = words[0]!;
  const expectErrors = kind === 'errorcheck';
  if (!expectErrors && kind !== 'run' && kind !== 'compile' && kind !== 'build' && kind !== 'runoutput') return null;
  const flags = words.slice(1);
  // Flags of later phases: escape analysis, inlining, bounds checks, race …
  if (expectErrors && flags.some((f) => f === '-0' || /^-(m|d|l|live|race|goexperiment|std|complete|\+)/.test(f) || f === '-+' || f === '-p=runtime')) return null;
  const build = /^\/\/go:build ([^\n]*)/m.exec(src)?.[1];
  if (build !== undefined && !/linux|amd64|!js|cgo|!wasm/.test(build) && !build.startsWith('!') && !/^go1/.test(build)) return null;
  const lang = flags.find((f) => f.startsWith('-lang='))?.slice(6) ?? 'go1.26';
  const sink = new DiagnosticSink();
  const fset = importer.fset;
  const result: TestDirResult = { name: path, kind, problems: [] };
  try {
    const ids = new NodeIds();
    const unit = parseFile(fset, path, bytes, sink, ids);
    // `// run a.go` names further files of the program.
    const more = flags.filter((f) => f.endsWith('.go')).map((f) => parseFile(fset, join(dirname(path), f), readFileSync(join(dirname(path), f)), sink, ids));
    const syntaxErrors = sink.list.some((d) => !d.soft);
    if (!syntaxErrors) {
      const config: CheckConfig = { ...defaultConfig, goVersion: lang, directives: true, bodiesElsewhere: true };
      checkPackage(unit.pkgName.name === 'main' ? 'main' : unit.pkgName.name, '', [unit, ...more], fset, importer, config, sink);
    }
  } catch (e) {
    result.problems.push('CRASH ' + (e as Error).stack!.split('\n').slice(0, 7).join('\n'));
    return result;
  }
  const errors = new Map<number, string[]>();
  for (const d of sink.list) {
    const p = fset.fileOf(d.pos)?.rawPosition(d.pos) ?? { line: 0, col: 0 };
    const msg = d.message + d.notes.map((n) => '\n\t' + n.message).join('');
    const list = errors.get(p.line);
    if (list === undefined) errors.set(p.line, [msg]);
    else if (!list.includes(msg)) list.push(msg);
  }
  if (!expectErrors) {
    for (const [line, list] of errors) for (const m of list) result.problems.push(`${basename(path)}:${line}: unexpected: ${m}`);
    return result;
  }
  const lines = src.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const at = i + 1;
    const m = /\/\/ (?:GC_)?ERROR (.*)/.exec(lines[i]!) ?? /\/\* (?:GC_)?ERROR (.*?)\*\//.exec(lines[i]!);
    const got = errors.get(at) ?? [];
    if (m === null || /\/\/ GCCGO_ERROR/.test(lines[i]!)) continue;
    let rest = got;
    for (const q of m[1]!.match(/"(?:[^"\\]|\\.)*"/g) ?? []) {
      const rx = q.slice(1, -1).replace(/\\"/g, '"').replace(/LINE([+-]\d+)?/g, (_, d?: string) => `${basename(path)}:${at + Number(d ?? 0)}`);
      let r: RegExp;
      try { r = new RegExp(rx); } catch { continue; }
      // A regexp takes all errors of the line that it matches.
      if (!got.some((g) => r.test(`${basename(path)}:${at}: ${g}`))) result.problems.push(`${basename(path)}:${at}: missing: ${rx}` + (got.length > 0 ? ` (have: ${got.join(' | ')})` : ''));
      rest = rest.filter((g) => !r.test(`${basename(path)}:${at}: ${g}`));
    }
    if (rest.length > 0) errors.set(at, rest);
    else errors.delete(at);
  }
  for (const [line, list] of errors) for (const g of list) result.problems.push(`${basename(path)}:${line}: unexpected: ${g}`);
  return result;
}
