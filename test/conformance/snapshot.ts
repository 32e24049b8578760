// The committed list of tests that do not pass. Reasons are what the run said, or by hand: those beginning with file.go:line are kept;
// a test whose reason ends with "; passes at times" stays listed when it passes.

import fs from 'node:fs';

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
  fs.writeFileSync(file, ['# Tests that do not pass: path, class, reason. Written by npm run conformance -- --update; reasons that begin with file.go:line are kept.', ...lines, ''].join('\n'));
}

/** Whether a reason was written by hand and stays. */
export function isExplained(reason: string): boolean { return /^[\w/.-]+\.go:\d+ /.test(reason); }

/** Whether a test measures time, so that both verdicts are as listed. */
export function isUnsteady(reason: string): boolean { return reason.endsWith('; passes at times'); }

const MAX_REASON = 160;

/** The first line of a reason, without what differs from run to run. */
export function shortReason(reason: string, testDir: string): string {
  const lines = reason.split('\n').map((l) => l.trim()).filter((l) => l !== '');
  const first = (lines[0] ?? '').endsWith(':') ? `${lines[0]} ${lines[1] ?? ''}` : lines[0] ?? '';
  return first.replaceAll(`${testDir}/`, '').replaceAll(/\/tmp\/gossamer-conformance-\w+\//g, '').replaceAll(/0x[0-9a-f]{4,}/g, '0x…').replaceAll(/[\t\r]/g, ' ').slice(0, MAX_REASON);
}
