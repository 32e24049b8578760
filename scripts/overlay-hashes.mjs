// Fills the hashes of goroot/overlay.json: the sha256 of each release file that an entry replaces or leaves declarations out of, so that
// an upgrade reports which entries are stale. With --check it only compares. Usage: node scripts/overlay-hashes.mjs [--check] [GOROOT]
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const args = process.argv.slice(2);
const checkOnly = args[0] === '--check' && args.shift() !== undefined;
const goroot = args[0] ?? execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const file = join(root, 'goroot/overlay.json');
const overlay = JSON.parse(readFileSync(file, 'utf8'));
let stale = 0;

function hash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

for (const [pkg, entry] of Object.entries(overlay.packages)) {
  const release = join(goroot, 'src', pkg);
  const ours = join(root, 'goroot/src', pkg);
  const names = new Set([...(entry.drop ?? []), ...Object.keys(entry.omit ?? {})]);
  if (existsSync(ours)) for (const f of readdirSync(ours)) if (existsSync(join(release, f)) && f.endsWith('.go')) names.add(f);
  const hashes = {};
  for (const name of [...names].sort()) hashes[name] = hash(join(release, name));
  for (const [name, h] of Object.entries(entry.hashes ?? {})) {
    if (checkOnly && hashes[name] !== h) {
      console.log(`${pkg}/${name}: changed since the overlay was written`);
      stale++;
    }
  }
  entry.hashes = hashes;
}
if (checkOnly) process.exit(stale > 0 ? 1 : 0);
const sorted = Object.fromEntries(Object.keys(overlay.packages).sort().map((k) => [k, overlay.packages[k]]));
writeFileSync(file, JSON.stringify({ release: overlay.release, packages: sorted }, null, 1) + '\n');
