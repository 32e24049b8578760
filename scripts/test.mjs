// The project's tests: unit tests (*.test.ts) bundled and run by node's test runner. Arguments: path fragments to choose files; --quick
// leaves out those that download, build from nothing or run a corpus. Prints node's summary and, last, `N passed, N failed`.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
if (!process.env.GOSSAMER_SKIP_BUILD) {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build.mjs', '--tests', ...process.argv.slice(2).filter((a) => a !== '--quick')], { stdio: 'inherit' });
}
function find(dir) {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? find(path.join(dir, e.name)) : e.name.endsWith('.test.mjs') ? [path.join(dir, e.name)] : []));
}
const SLOW = /^build\/test\/test\/(conformance\/|script\/(cache|no-go|std)\.)/;
const files = find('build/test').sort().filter((f) => !process.argv.includes('--quick') || !SLOW.test(f));
const child = spawn(process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=tap', ...files], {
  stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, GOSSAMER_CACHE: process.env.GOSSAMER_CACHE ?? path.join(os.tmpdir(), 'gossamer-test-cache') },
});
let out = '';
child.stdout.setEncoding('utf8');
child.stdout.on('data', (d) => { out += d; });
child.on('close', (code) => {
  const total = (k) => Number(new RegExp(`^# ${k} (\\d+)`, 'm').exec(out)?.[1] ?? 0);
  for (const block of out.split(/^(?=\s*(?:not )?ok \d)/m)) if (/^\s*not ok/.test(block)) console.log(block.slice(0, 3000));
  if (total('skipped')) for (const m of out.matchAll(/^\s*ok .*# SKIP.*$/gm)) console.log(m[0].trim());
  const failed = total('fail') + total('cancelled');
  console.log(`${total('pass')} passed, ${failed || (code ? 1 : 0)} failed`);
  process.exit(failed || code ? 1 : 0);
});
