// The checker against Go's own tests: the type-checker corpus, all of std, and GOROOT/test. Needs the real go command.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FileSet } from '../../src/source/pos.ts';
import { corpusCases, corpusFolders, runCase } from './corpus.ts';
import { runTestFile } from './errorcheck.ts';
import { SourceImporter, formatDiagnostic } from './source-importer.ts';
import { goroot, stdTable } from './std-table.ts';

test('internal/types/testdata', () => {
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

test('std from source', () => {
  const importer = new SourceImporter(new FileSet(), stdTable());
  importer.bodies = true;
  for (const path of importer.table.keys()) importer.import(path);
  assert.deepEqual(importer.errors.map((e) => formatDiagnostic(importer.fset, e.diag)), []);
});

test('GOROOT/test run and compile files', () => {
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
