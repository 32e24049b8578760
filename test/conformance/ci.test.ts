// A fixed twelfth of Go's own tests, against the snapshot.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const BASELINE = path.join(process.env['GOSSAMER_BASELINES'] ?? '../shared/baselines', 'gotest-jswasm.tsv');

/** Why the tests cannot run here, or ''. */
function missing(): string {
  if (!fs.existsSync(BASELINE)) return `no ${BASELINE}`;
  const goroot = spawnSync(process.execPath, ['bin/gossamer', 'env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  return fs.existsSync(path.join(goroot, 'test')) ? '' : `no tests in ${goroot}/test`;
}

test('a share of GOROOT/test', { timeout: 1_800_000 }, (t) => {
  const why = missing();
  if (why !== '') {
    t.skip(why);
    return;
  }
  const r = spawnSync(process.execPath, ['dist/conformance.mjs', '--shard', '5/12'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  assert.equal(r.status, 0, r.stdout.slice(-6000));
});
