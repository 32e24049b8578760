// -gcflags=-m: escape and inlining decisions in the words of the real go, which decides alike about this program. Lines about constants,
// which gc counts as allocated when they are put in interfaces, and about wrappers are left out. Skipped without the real go on the PATH.

import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { noGo } from '../harness/oracle.ts';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;

function messages(tool: string, folder: string): string[] {
  const r = spawnSync(tool, ['build', '-gcflags=-m', '-o', path.join(folder, 'out'), '.'], {
    cwd: path.resolve('test/script/explain'), encoding: 'utf8', env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
  });
  assert.equal(r.status, 0, r.stderr);
  return [...new Set(r.stderr.split('\n'))].filter((l) => l.startsWith('./') && !/: ("[^"]*"|\d+) (escapes|does not)/.test(l)).sort();
}

test('-gcflags=-m', { skip: noGo }, (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'explain-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const want = messages('go', folder);
  assert.ok(want.length > 40, want.join('\n'));
  fs.rmSync(path.join(folder, 'out'));
  assert.deepEqual(messages(program, folder), want);
});
