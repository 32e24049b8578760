// The command's texts and exit codes against those of the real go command (see golden.mjs). Needs dist/ and a GOROOT of the release.

import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseCases, runCase } from './golden.mjs';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const goroot = spawnSync(program, ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();

for (const file of fs.readdirSync('test/script').filter((f) => f.endsWith('.txt') && !f.endsWith('.golden.txt'))) {
  for (const c of parseCases(fs.readFileSync(`test/script/${file}`, 'utf8'))) {
    test(`${file}: ${c.name}`, () => {
      const got = runCase(c, program, [], process.env, goroot);
      assert.deepEqual(got, c.commands);
    });
  }
}
