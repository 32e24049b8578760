// Type-checks std with the overlay of goroot/ applied, by the pinned release's own go/types. Usage: node scripts/check-goroot.mjs [-max N] [packages]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const dir = join(tmpdir(), `gossamer-check-${process.getuid?.() ?? 0}`);
mkdirSync(dir, { recursive: true });
const exe = join(dir, 'check');
const source = join(root, 'scripts/goroot-check/main.go');
if (!existsSync(exe) || statSync(exe).mtimeMs < statSync(source).mtimeMs) {
  execFileSync('go', ['build', '-o', exe, '.'], { cwd: join(root, 'scripts/goroot-check'), stdio: 'inherit' });
}
const args = process.argv.slice(2);
const flags = [];
while (args[0]?.startsWith('-')) flags.push(...args.splice(0, 2));
let packages = args;
if (packages.length === 0) {
  const list = join(dir, 'std.txt');
  if (!existsSync(list)) {
    writeFileSync(list, execFileSync('go', ['list', 'std'], { env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', CGO_ENABLED: '0' } }));
  }
  packages = readFileSync(list, 'utf8').trim().split('\n').filter((p) => !p.startsWith('cmd/')).map((p) => p.replace(/^vendor\//, ''));
}
const r = spawnSync(exe, ['-goroot', join(root, 'goroot'), ...flags, ...packages], { stdio: 'inherit' });
process.exit(r.status ?? 1);
