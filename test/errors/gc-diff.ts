// Compares our diagnostics with those of the real compiler, byte for byte (position, text, notes), for single files.
// usage: node gc-diff.mjs <importcfg> <file.go>…   (importcfg: `go list -export -f '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}' std`)

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileSet, type Pos } from '../../src/source/pos.ts';
import { DiagnosticSink } from '../../src/source/diagnostic.ts';
import { NodeIds, parseFile } from '../../src/syntax/parser/parse.ts';
import { checkPackage, defaultConfig } from '../../src/types/check/check.ts';
import { SourceImporter } from './source-importer.ts';
import { stdTable } from './std-table.ts';

const langOf = (src: Uint8Array): string => /-lang=(go1\.\d+)/.exec(new TextDecoder('latin1').decode(src.subarray(0, 300)))?.[1] ?? 'go1.26';

/** gc's messages; continuation lines belong to the message above. */
export function gcMessages(path: string, importcfg: string, out: string): Set<string> {
  const lang = langOf(readFileSync(path));
  const r = spawnSync('go', ['tool', 'compile', '-e', '-complete', '-importcfg', importcfg, `-lang=${lang}`, '-p', 'p', '-o', out, path], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const list: string[] = [];
  for (const line of (r.stdout + r.stderr).split('\n')) {
    if (line.startsWith('\t') && list.length > 0) list[list.length - 1] += '\n' + line;
    else if (line !== '') list.push(line);
  }
  return new Set(list);
}

export function ourMessages(path: string, importer: SourceImporter): Set<string> {
  const bytes = readFileSync(path);
  const fset = importer.fset;
  const sink = new DiagnosticSink();
  const unit = parseFile(fset, path, bytes, sink, new NodeIds());
  if (!sink.list.some((d) => !d.soft)) {
    checkPackage('p', '', [unit], fset, importer, { ...defaultConfig, goVersion: langOf(bytes), directives: true, bodiesElsewhere: false }, sink);
  }
  const at = (pos: Pos): string => {
    const p = fset.position(pos);
    return p.col === 0 ? `${p.file}:${p.line}` : `${p.file}:${p.line}:${p.col}`;
  };
  // As gc: one syntax error and one of several equal messages per line.
  const seen = new Set<string>();
  const res = new Set<string>();
  for (const d of sink.list.slice().sort((a, b) => a.pos - b.pos)) {
    const p = fset.position(d.pos);
    const key = `${p.file}:${p.line} ` + (d.message.startsWith('syntax error') ? 'syntax error' : d.message);
    if (seen.has(key)) continue;
    seen.add(key);
    res.add(`${at(d.pos)}: ${d.message}` + d.notes.map((n) => `\n\t${n.pos !== 0 ? at(n.pos) + ': ' : ''}${n.message}`).join(''));
  }
  return res;
}

function main(args: string[]): void {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const out = join(mkdtempSync(join(tmpdir(), 'gc-diff-')), 'x.o');
  let same = 0;
  for (const path of args.slice(1)) {
    const strip = (s: string): string => s.replaceAll(dirname(path) + '/', '');
    const gc = new Set([...gcMessages(path, args[0]!, out)].map(strip));
    const us = new Set([...ourMessages(path, importer)].map(strip));
    const diff = [...[...us].filter((s) => !gc.has(s)).map((s) => '  us ' + s), ...[...gc].filter((s) => !us.has(s)).map((s) => '  gc ' + s)];
    if (diff.length === 0) same++;
    else console.log(`== ${path}\n${diff.join('\n')}`);
  }
  console.log(`${same} of ${args.length - 1} files equal`);
}

if (process.argv[1] !== undefined && /gc-diff/.test(process.argv[1])) main(process.argv.slice(2));
