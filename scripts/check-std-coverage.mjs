// Lists importable std packages that no program of test/run uses (header `// uses:`, which must agree with its imports); fails if there are any.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findPrograms } from '../test/harness/programs.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const std = execFileSync('go', ['list', 'std'], { encoding: 'utf8', env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' } })
  .split('\n').filter((p) => p && !/(^|\/)(internal|vendor)(\/|$)/.test(p));
const used = new Map();
let bad = 0;
for (const p of findPrograms(path.join(root, 'test/run'))) {
  const files = p.folder ? fs.readdirSync(path.dirname(p.file), { recursive: true }).filter((f) => f.endsWith('.go')).map((f) => path.join(path.dirname(p.file), f)) : [p.file];
  const text = files.map((f) => fs.readFileSync(f, 'utf8')).join('\n');
  for (const u of p.uses) {
    if (!text.includes(`"${u}"`)) { bad++; console.log(`${p.name}: says that it uses ${u}, but does not import it`); }
    used.set(u, [...(used.get(u) ?? []), p.name]);
  }
}
const missing = std.filter((p) => !used.has(p));
for (const p of missing) console.log(`no program uses ${p}`);
console.log(`${std.length - missing.length} of ${std.length} packages used`);
process.exit(missing.length || bad ? 1 : 0);
