// What the last complete runs found, committed as results.json: docs/conformance.md takes its numbers from there.

import fs from 'node:fs';
import { homeDir } from '../../src/cli/build-flags.ts';

/** Replaces the entry of a corpus. */
export function record(corpus: string, entry: Record<string, unknown>): void {
  const file = new URL('test/fuzz/results.json', homeDir());
  const all = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  all[corpus] = entry;
  fs.writeFileSync(file, `${JSON.stringify(all, null, 1)}\n`);
}
