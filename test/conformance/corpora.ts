// The corpora besides GOROOT/test: the checker's testdata and the examples of its codes (test/errors), which this process checks, and the
// shared cases ($GOSSAMER_CASES, by default ../shared/cases), whose own runner judges them.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FileSet } from '../../src/source/pos.ts';
import { codeExamples, firstCode } from '../errors/code-examples.ts';
import { corpusCases, corpusFolders, runCase } from '../errors/corpus.ts';
import { SourceImporter } from '../errors/source-importer.ts';
import { stdTable } from '../errors/std-table.ts';

export interface Outcome { path: string; reason: string | null }

export interface Corpus {
  /** Its class in the snapshot. */
  name: string;
  /** Outcomes of the tests whose path contains one of the filters (all if there are none); null if the corpus is not here. */
  run(filters: readonly string[], env: CorpusEnv): Promise<Outcome[]> | null;
}

export interface CorpusEnv { goroot: string; home: string }

const chosen = (filters: readonly string[], name: string): boolean => filters.length === 0 || filters.some((f) => name.includes(f));

/** Units of internal/types/testdata by go/types' rule: text and exact position of each error. */
function typesTestdata(filters: readonly string[], env: CorpusEnv): Outcome[] {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const out: Outcome[] = [];
  for (const folder of corpusFolders(env.goroot).filter((f) => f.dir.includes('internal/types/testdata'))) {
    for (const files of corpusCases(folder.dir)) {
      const unit = path.basename(folder.dir) + '/' + path.relative(folder.dir, files.length > 1 ? path.dirname(files[0]!) : files[0]!);
      if (!chosen(filters, unit)) continue;
      const r = runCase(files, 0, importer, true);
      out.push({ path: unit, reason: r.skipped ? 'gotypesalias=0: aliases without Alias nodes, a mode of go/types that the compiler lacks' : r.problems[0] ?? null });
    }
  }
  return out;
}

function errorCodes(filters: readonly string[], env: CorpusEnv): Outcome[] {
  const importer = new SourceImporter(new FileSet(), stdTable());
  const out: Outcome[] = [];
  for (const [i, c] of codeExamples(path.join(env.goroot, 'src/internal/types/errors/codes.go')).entries()) {
    const name = c.code === '_' ? `_${i}` : c.code;
    if (!chosen(filters, name)) continue;
    const wrong = c.examples.map((e) => firstCode(e, importer)).find((code) => code !== c.code);
    out.push({ path: name, reason: wrong === undefined ? null : wrong === '' ? 'no error' : `reports ${wrong}` });
  }
  return out;
}

/** Areas of the shared cases that are in reach: what else there is comes with other work. */
const AREAS = '^(lang|ch|err|gen|gc|mem|reflect|rt|std|sync|ctx|pat|net|http|tls|perf)-';

function sharedCases(filters: readonly string[], env: CorpusEnv): Promise<Outcome[]> | null {
  const dir = process.env['GOSSAMER_CASES'] ?? path.join(env.home, '../shared/cases');
  if (!fs.existsSync(path.join(dir, 'run.mjs'))) return null;
  const tsv = path.join(os.tmpdir(), `gossamer-cases-${process.pid}.tsv`);
  const filter = filters.length === 0 ? AREAS : `${AREAS}.*(${filters.join('|')})|${AREAS.slice(0, -1)}-(${filters.map((f) => f.replace(/^[a-z]+-/, '')).join('|')})`;
  const args = [path.join(dir, 'run.mjs'), '--no-needs', '--filter', filter, '--go', path.join(env.home, 'bin/gossamer'), '--tsv', tsv];
  return new Promise((resolve) => {
    spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }).on('close', () => {
      const rows = fs.existsSync(tsv) ? fs.readFileSync(tsv, 'utf8').trimEnd().split('\n').filter((l) => l !== '').map((l) => l.split('\t')) : [];
      fs.rmSync(tsv, { force: true });
      resolve(rows.map(([name, verdict, , why]) => ({ path: name!, reason: verdict === 'pass' ? null : why! })));
    });
  });
}

const soon = (f: (filters: readonly string[], env: CorpusEnv) => Outcome[]) => (filters: readonly string[], env: CorpusEnv): Promise<Outcome[]> => Promise.resolve(f(filters, env));

export const CORPORA: readonly Corpus[] = [
  { name: 'types-testdata', run: soon(typesTestdata) },
  { name: 'error-codes', run: soon(errorCodes) },
  { name: 'shared-cases', run: sharedCases },
];
