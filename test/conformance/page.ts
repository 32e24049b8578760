// docs/conformance.md: what the last complete runs gave. Counts come from results.json here (npm run conformance), std-results.json
// (npm run conformance:std), debug-modes.json (--modes) and test/fuzz/results.json (npm run fuzz); what fails, with reasons, from the snapshots.

import fs from 'node:fs';
import path from 'node:path';
import type { Entry } from './snapshot.ts';

/** Of the last run of a whole class. */
export interface ClassResult { tests: number; pass: number; seconds: number }

export type Results = Record<string, ClassResult>;

const json = (file: string): unknown => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null);

export function readResults(home: string): Results { return (json(path.join(home, 'test/conformance/results.json')) ?? {}) as Results; }

export function writeResults(home: string, r: Results): void {
  fs.writeFileSync(path.join(home, 'test/conformance/results.json'), `${JSON.stringify(r, null, 1)}\n`);
}

const ABOUT: [string, string][] = [
  ['language-run', 'GOROOT/test: programs whose output is compared'],
  ['runtime', 'GOROOT/test: programs that examine the runtime'],
  ['compile-only', 'GOROOT/test: packages that must compile (and programs that must link)'],
  ['language-errorcheck', 'GOROOT/test: the errors that ERROR comments ask for, on their lines, and no others'],
  ['beyond-js', 'GOROOT/test: tests that are skipped under js/wasm by a build constraint (without those that want cgo or one architecture)'],
  ['types-testdata', 'internal/types/testdata: text and exact position of each error, as go/types judges them'],
  ['error-codes', 'internal/types/errors/codes.go: the code that each example reports'],
  ['shared-cases', 'the shared cases'],
];

function classRows(results: Results): string[] {
  return ABOUT.map(([name, about]) => {
    const r = results[name];
    return r === undefined ? `| ${name} | ${about} | | not counted yet | |` : `| ${name} | ${about} | ${r.tests} | ${r.pass} | ${r.seconds} |`;
  });
}

function stdSection(home: string): string {
  const r = json(path.join(home, 'test/conformance/std-results.json')) as Record<string, { passes: boolean; pass: number; skip: number; seconds: number }> | null;
  if (r === null) return 'Not counted yet.';
  const all = Object.values(r);
  const sum = (of: 'pass' | 'skip' | 'seconds'): number => all.reduce((n, p) => n + p[of], 0);
  return `${all.filter((p) => p.passes).length} of ${all.length} packages pass (${sum('pass')} tests, ${sum('skip')} skipped, ${sum('seconds')} seconds). What does not pass is in [test/conformance/std-snapshot.txt](../test/conformance/std-snapshot.txt).`;
}

function fuzzSection(home: string): string {
  const r = json(path.join(home, 'test/fuzz/results.json')) as Record<string, Record<string, unknown>> | null;
  if (r === null) return 'No round counted yet.';
  return Object.entries(r).map(([corpus, e]) => `- ${corpus}: ${Object.entries(e).filter(([, v]) => typeof v !== 'object').map(([k, v]) => `${k} ${String(v)}`).join(', ')}`).join('\n');
}

/** Programs that ran once more in each debug mode, and those whose output differed with the reason. */
export interface ModeResult { programs: number; same: Record<string, number>; differ: Record<string, string[]> }

const MODES = 'test/conformance/debug-modes.json';

export function recordModes(home: string, corpus: string, r: ModeResult): void {
  const all = (json(path.join(home, MODES)) ?? {}) as Record<string, ModeResult>;
  fs.writeFileSync(path.join(home, MODES), `${JSON.stringify({ ...all, [corpus]: r }, null, 1)}\n`);
}

/** Std's packages near to the runtime. */
export const NEAR = ['encoding/json', 'iter', 'maps', 'reflect', 'regexp', 'strings', 'sync', 'text/template', 'time'];

/** Of each mode the packages of std whose tests ran, and the tests ("package test") that gave something else than without it. */
export type StdModes = Record<string, { packages: string[]; differ: string[] }>;

const STD_MODES = 'test/conformance/std-debug-modes.json';

/** Packages that ran now replace what was known of them. */
export function recordStdModes(home: string, now: StdModes): void {
  const all = (json(path.join(home, STD_MODES)) ?? {}) as StdModes;
  for (const [mode, r] of Object.entries(now)) {
    const old = all[mode] ?? { packages: [], differ: [] };
    const ran = new Set(r.packages);
    all[mode] = { packages: [...new Set([...old.packages, ...ran])].sort(), differ: [...old.differ.filter((d) => !ran.has(d.split(' ')[0]!)), ...r.differ].sort() };
  }
  fs.writeFileSync(path.join(home, STD_MODES), `${JSON.stringify(all, null, 1)}\n`);
}

function stdModesRow(what: string, all: StdModes, counts: (pkg: string) => boolean): string {
  const differing = new Map<string, string[]>();
  const same: string[] = [];
  let programs = 0;
  for (const [mode, r] of Object.entries(all)) {
    const differ = r.differ.filter((d) => counts(d.split(' ')[0]!));
    for (const d of differ) differing.set(d, [...differing.get(d) ?? [], mode]);
    const ran = r.packages.filter(counts).length;
    if (ran === 0) continue;
    programs = Math.max(programs, ran);
    same.push(`${mode}: ${ran - new Set(differ.map((d) => d.split(' ')[0])).size}`);
  }
  return `| ${what} | ${programs} | ${same.join(', ')} | ${[...differing].map(([d, modes]) => `${d} (${modes.join(', ')})`).join(', ')} |`;
}

function modesSection(home: string): string {
  const all = (json(path.join(home, MODES)) ?? {}) as Record<string, ModeResult>;
  const rows = Object.entries(all).map(([corpus, r]) => `| ${corpus} | ${r.programs} | ${Object.entries(r.same).map(([m, n]) => `${m}: ${n}`).join(', ')} | ${Object.entries(r.differ).map(([t, m]) => `${t} (${m.join(', ')})`).join(', ')} |`);
  const std = (json(path.join(home, STD_MODES)) ?? {}) as StdModes;
  const others = (pkg: string): boolean => !NEAR.includes(pkg);
  rows.push(stdModesRow(`std (-short), near to the runtime: ${NEAR.join(' ')}`, std, (pkg) => NEAR.includes(pkg)));
  if (Object.values(std).some((r) => r.packages.some(others))) rows.push(stdModesRow('std (-short), others', std, others));
  return ['| corpus | programs | the same output with | differ |', '|---|---|---|---|', ...rows].join('\n');
}

function failing(entries: ReadonlyMap<string, Entry>): string {
  const rows = [...entries.values()].sort((a, b) => (a.class + a.path < b.class + b.path ? -1 : 1));
  return rows.map((e) => `| ${e.class} | ${e.path} | ${e.reason.replaceAll('|', '\\|')} |`).join('\n');
}

export function writePage(home: string, release: string, results: Results, entries: ReadonlyMap<string, Entry>): void {
  fs.writeFileSync(path.join(home, 'docs/conformance.md'), `# Conformance

The corpora that come with ${release}, read in place from GOROOT and judged as Go's own harnesses judge them. Counted are the tests that
apply to js/wasm and pass there with Go's own tools. \`npm run conformance -- --update\` writes this page (test/conformance/README.md).

| class | what | tests | pass | seconds |
|---|---|---|---|---|
${classRows(results).join('\n')}

Seconds are those of the last complete run, two threads at most, std compiled before. Tests of gc's own optimisations and debugging output (\`-m\`,
\`-live\`, \`asmcheck\`, …) are not counted.

## What does not pass

From [test/conformance/snapshot.txt](../test/conformance/snapshot.txt), which a run must match exactly: a test that fails without being
listed and one that is listed but passes are errors.

| class | test | reason |
|---|---|---|
${failing(entries)}

## std's own tests

\`npm run conformance:std\`: ${stdSection(home)}

## Debug modes

Programs that pass, run again with GOSSAMERDEBUG: \`suspend=1\` suspends at every poll, \`gc=1\` collects at every safepoint, \`sched=N\`
schedules at random (\`npm run conformance -- --modes suspend=1+gc=1+sched=7\`, likewise conformance:std).

${modesSection(home)}

Of std's tests those differ that count allocations: a collection empties sync.Pool and the tables of package unique.

## Fuzzing

\`npm run fuzz\` (test/fuzz/README.md):

${fuzzSection(home)}
`);
}
