// A short round of each kind of fuzzing. The seeds change with nothing: what passes here must pass everywhere.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import { coverage } from './gen/coverage.ts';
import { Random } from './gen/random.ts';
import { generate } from './gen/program.ts';
import { mutate } from './mutate.ts';
import { reduce } from './reduce.ts';
import { bugs } from './seeded-bugs.mjs';

function fuzz(...args: string[]): void {
  const r = spawnSync(process.execPath, ['dist/fuzz.mjs', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  assert.equal(r.status, 0, r.stdout.slice(-6000));
}

const hasGo = spawnSync('go', ['version'], { encoding: 'utf8' }).stdout?.includes('go1.26') ?? false;

test('generated programs print the same under go and in every mode', { timeout: 600_000, skip: hasGo ? false : 'no go on the PATH' }, () => fuzz('differential', '--seeds', '1000000..1000060', '--batch', '30'));

test('mutated files neither crash the compiler nor take long', { timeout: 600_000 }, () => fuzz('mutation', '--seeds', '1000000..1001500'));

test('2,000 programs cover every area', () => {
  const features = new Map<string, number>();
  for (let seed = 0; seed < 2000; seed++) for (const [f, n] of generate(seed).features) features.set(f, (features.get(f) ?? 0) + n);
  assert.deepEqual(coverage(features).missing, []);
});

test('a seed gives one program', () => {
  assert.equal(generate(7).text, generate(7).text);
  assert.notEqual(generate(7).text.replaceAll('7', ''), generate(8).text.replaceAll('8', ''));
});

test('a mutation depends on its seed alone', () => {
  const source = Buffer.from('package p\n\nfunc f(x int) int { return x + 1 }\n');
  const all = Array.from({ length: 40 }, (_, i) => Buffer.from(mutate(new Random(i), source)).toString('latin1'));
  assert.deepEqual(all, Array.from({ length: 40 }, (_, i) => Buffer.from(mutate(new Random(i), source)).toString('latin1')));
  assert.ok(new Set(all).size > 30);
});

test('the texts that seeded bugs replace are in the sources once', () => {
  for (const b of bugs) for (const { find } of b.also === undefined ? [b] : [b, b.also]) assert.equal(fs.readFileSync(b.file, 'utf8').split(find).length, 2, `${b.name}: ${b.file}`);
  assert.ok(new Set(bugs.map((b) => b.name.replace(/:.*/, ''))).size >= 15);
});

test('reduce keeps what shows the fault', async () => {
  const text = ['func a() {', '\tx()', '}', 'func b() {', '\tif y {', '\t\tbad()', '\t\tz()', '\t}', '}'].join('\n');
  const small = await reduce(text, async (t) => t.includes('bad()') && (t.match(/\{/g) ?? []).length === (t.match(/\}/g) ?? []).length, 200);
  assert.equal(small.trim(), 'bad()');
});
