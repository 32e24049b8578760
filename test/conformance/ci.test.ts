// The part of the corpora that runs with the other tests: all of what is quick, a fixed share of the rest, against the snapshots.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';

const BASELINES = process.env['GOSSAMER_BASELINES'] ?? '../shared/baselines';

/** Why the tests cannot run here, or ''. file: the baseline they are compared with. */
function missing(file: string): string {
  if (!fs.existsSync(path.join(BASELINES, file))) return `no ${file} in ${BASELINES}`;
  const goroot = spawnSync(process.execPath, ['bin/gossamer', 'env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  return goroot !== '' && fs.existsSync(path.join(goroot, 'test')) ? '' : `no tests in ${goroot}/test`;
}

function conformance(t: TestContext, baseline: string, args: readonly string[]): void {
  const why = missing(baseline);
  if (why !== '') {
    t.skip(why);
    return;
  }
  const r = spawnSync(process.execPath, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  t.diagnostic(r.stdout.trimEnd().split('\n').at(-1) ?? '');
  assert.equal(r.status, 0, r.stdout.slice(-6000));
}

for (const name of ['language-errorcheck', 'types-testdata', 'error-codes']) {
  test(`${name}, whole`, { timeout: 900_000 }, (t) => conformance(t, 'gotest-jswasm.tsv', ['dist/conformance.mjs', '--class', name]));
}

test('a share of GOROOT/test', { timeout: 1_800_000 }, (t) => {
  conformance(t, 'gotest-jswasm.tsv', ['dist/conformance.mjs', '--shard', '5/12']);
});

test("a share of std's own tests", { timeout: 1_800_000 }, (t) => {
  conformance(t, 'std-jswasm.tsv', ['dist/conformance-std.mjs', '--shard', '3/10']);
});
