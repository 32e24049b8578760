// Error texts and positions against those of the real compiler (errors.golden.txt, written by `go tool compile -e`).

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DiagnosticSink } from '../../source/diagnostic.ts';
import { FileSet } from '../../source/pos.ts';
import { gcReport } from '../../source/report.ts';
import { NodeIds, parseFile, parseFuncAt } from './parse.ts';
import { Kind } from '../ast.ts';

function report(name: string, src: string): string {
  const fset = new FileSet();
  const sink = new DiagnosticSink();
  parseFile(fset, name, new TextEncoder().encode(src), sink, new NodeIds());
  return gcReport(sink.list, fset, true);
}

test('gc messages', () => {
  for (const c of readFileSync('src/syntax/parser/errors.golden.txt', 'utf8').split(/^== /m).slice(1)) {
    const nl = c.indexOf('\n');
    const [src, want] = c.slice(nl + 1).split('\n-- want\n');
    assert.equal(report(c.slice(0, nl), src!), want);
  }
});

test('characters that are invalid everywhere', () => {
  const fset = new FileSet();
  const sink = new DiagnosticSink();
  const bytes = new Uint8Array([...new TextEncoder().encode('\ufeffpackage p\nvar x = "a'), 0, 0x62, 0xff, 0xef, 0xbb, 0xbf, 0x22, 10]);
  parseFile(fset, 'x.go', bytes, sink, new NodeIds());
  assert.equal(gcReport(sink.list, fset, true), 'x.go:2:11: invalid NUL character\nx.go:2:13: invalid UTF-8 encoding\nx.go:2:14: invalid BOM in the middle of the file\n');
});

test('deep nesting', () => {
  const n = 10000;
  assert.equal(report('x.go', `package p\nvar x = ${'('.repeat(n)}1${')'.repeat(n)}\n`), '');
  assert.match(report('x.go', `package p\nvar x = ${'f('.repeat(100 * n)}`), /nesting too deep/);
});

test('line directives', () => {
  assert.equal(report('x.go', 'package p\n//line y.go:10\nvar x = )\n/*line z.go:5:7*/ var y = )\n'), [
    'y.go:10: syntax error: unexpected ), expected expression', 'z.go:5:16: syntax error: unexpected ), expected expression', ''].join('\n'));
});

test('parseFuncAt resolves to the original position', () => {
  const fset = new FileSet();
  const { decl } = parseFuncAt(fset, '/a/x.go', 20, 3, new TextEncoder().encode('func f[T any](x T) T {\n\treturn x\n}'), new DiagnosticSink(), new NodeIds());
  assert.equal(decl.kind, Kind.FuncDecl);
  assert.deepEqual(fset.position(decl.x!.pos), { file: '/a/x.go', line: 20, col: 8 });
  assert.deepEqual(fset.position(decl.w!.list[0]!.pos), { file: '/a/x.go', line: 21, col: 2 });
});
