// The checker against Go's own tests: the type-checker corpus, all of std, and GOROOT/test. Skipped without the real go on the PATH.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { noGo } from '../harness/oracle.ts';
import { FileSet } from '../../src/source/pos.ts';
import { corpusCases, corpusFolders, runCase } from './corpus.ts';
import { codeExamples, firstCode } from './code-examples.ts';
import { runTestFile } from './errorcheck.ts';
import { SourceImporter, formatDiagnostic } from './source-importer.ts';
import { goroot, stdTable } from './std-table.ts';

test('internal/types/testdata', { skip: noGo }, () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const problems: string[] = [];
  let cases = 0;
  for (const folder of corpusFolders(goroot())) {
    for (const files of corpusCases(folder.dir)) {
      const r = runCase(files, folder.colDelta, importer);
      if (!r.skipped) cases++;
      problems.push(...r.problems.map((p) => `${r.name}: ${p}`));
    }
  }
  assert.deepEqual(problems, []);
  assert.ok(cases >= 356);
});

/** Units of internal/types/testdata that do not pass by go/types' own rule (exact columns), with the reason. */
const EXCEPTIONS = new Map([
  ['cycles5.go', 'gotypesalias=0: aliases without Alias nodes, a mode of go/types that the compiler does not have'],
  ['typeAliases1.23a.go', 'gotypesalias=0'],
  ['issue46461.go', 'gotypesalias=0'],
  ['issue50779.go', 'gotypesalias=0'],
]);

test("internal/types/testdata by go/types' positions", { skip: noGo }, () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const failed: string[] = [];
  let units = 0;
  for (const folder of corpusFolders(goroot()).filter((f) => f.dir.includes('internal/types/testdata'))) {
    for (const files of corpusCases(folder.dir)) {
      const r = runCase(files, 0, importer, true);
      units++;
      if (EXCEPTIONS.has(r.name)) assert.ok(r.skipped || r.problems.length > 0, `${r.name} passes now`);
      else failed.push(...r.problems.map((p) => `${r.name}: ${p}`));
    }
  }
  assert.deepEqual(failed, []);
  assert.equal(units, 357);
});

test('examples of internal/types/errors/codes.go', { skip: noGo }, () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const codes = codeExamples(join(goroot(), 'src/internal/types/errors/codes.go'));
  const failed: string[] = [];
  let examples = 0;
  for (const c of codes) {
    for (const e of c.examples) {
      examples++;
      const got = firstCode(e, importer);
      if (got !== c.code) failed.push(`${c.code}: ${got === '' ? 'no error' : got} in ${e}`);
    }
  }
  assert.deepEqual(failed, []);
  assert.equal(codes.length, 153);
  assert.ok(examples >= 148, `${examples} examples`);
});

test('std from source', { skip: noGo }, () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  importer.bodies = true;
  for (const path of importer.table.keys()) importer.import(path);
  assert.deepEqual(importer.errors.map((e) => formatDiagnostic(importer.fset, e.diag)), []);
});

test('GOROOT/test run and compile files', { skip: noGo }, () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const failed: string[] = [];
  const root = join(goroot(), 'test');
  for (const dir of ['', 'fixedbugs', 'typeparam', 'interface', 'ken', 'chan', 'internal/runtime/sys', 'abi']) {
    let names: string[];
    try { names = readdirSync(join(root, dir)); } catch { continue; }
    for (const name of names.sort()) {
      if (!name.endsWith('.go')) continue;
      const r = runTestFile(join(root, dir, name), importer);
      if (r === null || r.kind === 'errorcheck') continue;
      if (r.problems.some((p) => /could not import (C|runtime\/cgo|simd)/.test(p))) continue;
      failed.push(...r.problems);
    }
  }
  assert.deepEqual(failed, []);
});
