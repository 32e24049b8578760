// Bad inputs: the messages and exit codes of the real go command, recorded by bad-inputs.golden.mjs.

import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { GOLDEN, parse, Runner } from './bad-inputs.golden.mjs';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const goroot = spawnSync(program, ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();

test('bad inputs', async (t) => {
  const got = await new Runner([process.execPath, program], { ...process.env, GOFLAGS: '', GOPROXY: 'off' }, goroot, 2).all();
  const want = parse(fs.readFileSync(GOLDEN, 'utf8'));
  assert.deepEqual(Object.keys(got).sort(), Object.keys(want).sort());
  for (const name of Object.keys(want)) await t.test(name, () => assert.equal(got[name], want[name]));
});
