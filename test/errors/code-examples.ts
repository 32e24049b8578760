// The examples in the doc comments of internal/types/errors/codes.go: for each code the programs that must report it first.

import { readFileSync } from 'node:fs';
import { DiagnosticSink } from '../../src/source/diagnostic.ts';
import { NodeIds, parseFile } from '../../src/syntax/parser/parse.ts';
import { checkPackage, defaultConfig } from '../../src/types/check/check.ts';
import { branchMessages } from './corpus.ts';
import type { SourceImporter } from './source-importer.ts';

export interface CodeExamples { code: string; examples: string[] }

/** The codes in their order, those without examples too, and the blank ones. */
export function codeExamples(file: string): CodeExamples[] {
  const out: CodeExamples[] = [];
  let doc: string[] = [];
  let inConst = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === 'const (') inConst = true;
    else if (line === ')') inConst = false;
    else if (!inConst) continue;
    else if (/^\t\/\//.test(line)) doc.push(line.replace(/^\t\/\/ ?/, ''));
    else {
      const m = /^\t(_|[A-Z]\w*)( Code = .*)?( \/\/.*)?$/.exec(line);
      if (m !== null) out.push({ code: m[1]!, examples: doc.join('\n').split('Example:').slice(1).map((e) => e.trim()) });
      doc = [];
    }
  }
  return out;
}

/** The code of the first error in an example, '' if it has none. */
export function firstCode(example: string, importer: SourceImporter): string {
  const sink = new DiagnosticSink();
  const src = example.startsWith('package') ? example : `package p\n\n${example}`;
  const unit = parseFile(importer.fset, 'example.go', new TextEncoder().encode(src), sink, new NodeIds());
  const parsed = sink.list.splice(0).filter((d) => !branchMessages.test(d.message)); // the checker reports those too, with their codes
  sink.list.push(...parsed);
  checkPackage('example', '', [unit], importer.fset, importer, { ...defaultConfig, fakeImportC: true, branchErrors: true, unexportedVisible: true }, sink);
  return sink.list[0]?.code ?? '';
}
