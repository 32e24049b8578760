// The committed list of tests that do not pass, and the page that shows the counts.

import fs from 'node:fs';
import { CLASSES, type Test } from './corpus.ts';

export interface Entry { path: string; class: string; reason: string }

export function readSnapshot(file: string): Map<string, Entry> {
  const out = new Map<string, Entry>();
  if (!fs.existsSync(file)) return out;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [path = '', cls = '', reason = ''] = line.split('\t');
    out.set(path, { path, class: cls, reason });
  }
  return out;
}

export function writeSnapshot(file: string, entries: ReadonlyMap<string, Entry>): void {
  const lines = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).map((e) => `${e.path}\t${e.class}\t${e.reason}`);
  fs.writeFileSync(file, ['# Tests of GOROOT/test that do not pass: path, class, reason. Written by npm run conformance -- --update.', ...lines, ''].join('\n'));
}

const MAX_REASON = 160;

/** The first line of a reason, without what differs from run to run. */
export function shortReason(reason: string, testDir: string): string {
  const lines = reason.split('\n').map((l) => l.trim()).filter((l) => l !== '');
  const first = (lines[0] ?? '').endsWith(':') ? `${lines[0]} ${lines[1] ?? ''}` : lines[0] ?? '';
  return first.replaceAll(`${testDir}/`, '').replaceAll(/\/tmp\/gossamer-conformance-\w+\//g, '').replaceAll(/0x[0-9a-f]{4,}/g, '0x…').replaceAll(/[\t\r]/g, ' ').slice(0, MAX_REASON);
}

/** docs/conformance.md */
export function writePage(file: string, release: string, tests: readonly Test[], failing: ReadonlyMap<string, Entry>): void {
  const rows = CLASSES.map((c) => {
    const all = tests.filter((t) => t.class === c);
    const bad = all.filter((t) => failing.has(t.path)).length;
    return `| ${c} | ${all.length} | ${all.length - bad} | ${bad} |`;
  });
  fs.writeFileSync(file, `# Conformance

Go's own tests (\`GOROOT/test\` of ${release}), read in place and judged as \`cmd/internal/testdir\` judges them. Counted are the tests
that apply to js/wasm and pass there with Go's own tools. \`npm run conformance\` runs them (test/conformance/README.md); tests that
do not pass are listed, with reasons, in [test/conformance/snapshot.txt](../test/conformance/snapshot.txt).

| class | tests | pass | fail |
|---|---|---|---|
${rows.join('\n')}

Classes: *language-run* compiles and runs programs and compares their output; *language-errorcheck* compares the compiler's errors with
the ERROR comments of the file; *compile-only* is compiled (and for \`build\` linked); *runtime* runs programs that examine the runtime.
Tests of gc's own optimisations and debugging output (\`-m\`, \`-live\`, \`asmcheck\`, …) are not counted.
`);
}
