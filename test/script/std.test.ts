// All of std: every package that the real go lists for js/wasm compiles. The list is compared if there is a go.

import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const gossamer = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 26 });
const packages = (s: string): string[] => s.split('\n').filter((l) => l !== '');

test('list std', (t) => {
  const real = spawnSync('go', ['list', 'std'], { encoding: 'utf8', env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOFLAGS: '' } });
  if (real.error !== undefined) return t.skip('no go on the PATH');
  assert.deepEqual(packages(gossamer('list', 'std').stdout), packages(real.stdout));
});

test('build std', () => {
  const listed = packages(gossamer('list', 'std').stdout);
  assert.equal(listed.length, 357);
  const r = gossamer('build', 'std');
  assert.deepEqual([r.status, r.stdout, r.stderr], [0, '', '']);
  // Each package has an object now, those without functions too: nothing is left to compile. Package unsafe has none.
  const again = gossamer('build', '-v', 'std');
  assert.deepEqual([again.status, again.stderr], [0, '']);
  // The few without files consist of tests.
  const empty = packages(gossamer('list', '-f', '{{if not .GoFiles}}{{.ImportPath}}{{end}}', 'std').stdout);
  assert.deepEqual(empty, ['crypto/internal/fips140test', 'embed/internal/embedtest', 'internal/copyright', 'internal/coverage/test', 'internal/runtime/wasitest', 'net/internal/cgotest']);
});
