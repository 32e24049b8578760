// What a crash prints at each level of GOTRACEBACK, seen from outside, against the real go's program of the same source: equal but for
// addresses, arguments and the run time's own frames and goroutines (which must be there, or not, as in the real one).
// Skipped without the real go on the PATH.

import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { noGo } from '../harness/oracle.ts';
import { normalise } from '../harness/programs.mjs';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const source = path.resolve('test/script/traceback/main.go');
const levels = [null, 'none', 'single', 'all', 'system', 'crash', '0', '1', '2', 'nonsense'];

interface Crash { status: number | null; text: string; runtimeFrames: boolean; runtimeGoroutines: boolean; header: boolean }

function crash(exe: string, how: string, level: string | null): Crash {
  const { GOTRACEBACK: _, ...env } = process.env;
  const r = spawnSync(exe, [how], { encoding: 'utf8', env: level === null ? env : { ...env, GOTRACEBACK: level } });
  const text = r.stderr.replace(/\n(PC=|SIGABRT)[^]*$/, '\n');
  return {
    status: level === 'crash' && r.signal === 'SIGABRT' ? 2 : r.status, // (where there are no signals the status is that of any crash)
    text: normalise(text),
    runtimeFrames: /^runtime\.gopark\(/m.test(text),
    runtimeGoroutines: / \[finalizer wait\]:$/m.test(text),
    header: /^goroutine 1 gp=0x\w+ m=\d+ mp=0x\w+ \[running\]:$/m.test(text),
  };
}

test('GOTRACEBACK', { skip: noGo }, (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'traceback-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const ours = path.join(folder, 'ours'), theirs = path.join(folder, 'theirs');
  for (const [tool, exe] of [[program, ours], ['go', theirs]] as const) {
    const built = spawnSync(tool, ['build', '-o', exe, source], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
  }
  for (const how of ['panic', 'fatal', 'nil']) {
    for (const level of levels) {
      const want = crash(theirs, how, level);
      assert.equal(want.text.startsWith(how === 'fatal' ? 'fatal error: ' : 'deferred\npanic: '), true, want.text);
      assert.deepEqual(crash(ours, how, level), want, `GOTRACEBACK=${level ?? '(unset)'} ${how}`);
    }
  }
});
