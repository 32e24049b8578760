// How fast the parser is alone: parses the files named on standard input, five times, on one thread; prints the lines and the best time.

import fs from 'node:fs';
import { FileSet } from '../src/source/pos.ts';
import { DiagnosticSink } from '../src/source/diagnostic.ts';
import { NodeIds, parseFile } from '../src/syntax/parser/parse.ts';

const files = fs.readFileSync(0, 'utf8').trim().split('\n').map((name) => ({ name, bytes: new Uint8Array(fs.readFileSync(name)) }));
let lines = 0;
for (const f of files) for (const c of f.bytes) if (c === 10) lines++;
let best = Number.POSITIVE_INFINITY;
for (let round = 0; round < 5; round++) {
  const sink = new DiagnosticSink();
  const start = performance.now();
  for (const f of files) parseFile(new FileSet(), f.name, f.bytes, sink, new NodeIds());
  best = Math.min(best, performance.now() - start);
  if (sink.list.length > 0) throw new Error(`${sink.list.length} problems in files of the release`);
}
console.log(JSON.stringify({ lines, ms: best }));
