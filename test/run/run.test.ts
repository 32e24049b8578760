// The programs of this folder, built and run by gossamer, against what the real go printed (see test/harness/programs.mjs and README.md).
// Needs dist/. RUN=fragment,fragment chooses programs. GOSSAMERDEBUG is passed on (scripts/test-debug-modes.mjs).

import test, { describe } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildAndRun, findPrograms, knownFailures, mismatch } from '../harness/programs.mjs';

const program = process.env['GOSSAMER'] ?? path.resolve('bin/gossamer');
const only = (process.env['RUN'] ?? '').split(',').filter(Boolean);
const debugging = process.env['GOSSAMERDEBUG'] !== undefined;
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-run-'));
const env = { ...process.env, GOSSAMER_CACHE: process.env['GOSSAMER_CACHE'] ?? path.join(os.tmpdir(), 'gossamer-test-cache') };
const failures = knownFailures(path.resolve('test/run/known-failures.txt'));

const programs = findPrograms(path.resolve('test/run')).filter((p) => (only.length === 0 || only.some((o) => p.name.includes(o))) && !(debugging && p.skipDebug));

describe('programs', { concurrency: 2 }, () => {
  for (const p of programs) {
    test(p.name, async () => {
      const slow = debugging ? { ...p, seconds: p.seconds * 4 } : p;
      const report = mismatch(p, await buildAndRun(slow, program, temporary, env));
      const reason = failures.get(p.name);
      if (reason === undefined) assert.equal(report, null, `${p.name}: ${report}`);
      else if (!debugging) assert.notEqual(report, null, `${p.name} passes now: take it out of known-failures.txt (${reason})`);
    });
  }
});
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));
