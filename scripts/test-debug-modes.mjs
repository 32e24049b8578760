// Reruns the programs of test/run with the runtime's debug modes: suspending at every poll, collecting at every safepoint, random scheduling.
// node scripts/test-debug-modes.mjs [names]; needs dist/. Programs whose header says `// skip-debug: reason` are left out.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAndRun, findPrograms, knownFailures, mismatch, pool } from '../test/harness/programs.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tool = process.env.GOSSAMER ?? path.join(root, 'bin/gossamer');
const modes = (process.env.MODES ?? 'suspend=1 gc=1 sched=7').split(' ');
const names = process.argv.slice(2);
const failures = knownFailures(path.join(root, 'test/run/known-failures.txt'));
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'debug-modes-'));
const programs = findPrograms(path.join(root, 'test/run')).filter((p) => (names.length ? names.includes(p.name) : !p.skipDebug && !failures.has(p.name)));
let bad = 0, good = 0;
for (const mode of modes) {
  await pool(programs, 2, async (p) => {
    const env = { ...process.env, GOSSAMERDEBUG: mode, GOSSAMER_CACHE: process.env.GOSSAMER_CACHE ?? path.join(os.tmpdir(), 'gossamer-test-cache') };
    const report = mismatch(p, await buildAndRun({ ...p, seconds: p.seconds * 2 }, tool, temporary, env));
    if (report === null) good++;
    else { bad++; console.log(`FAIL ${mode} ${p.name}\n${report}\n`); }
  });
}
fs.rmSync(temporary, { recursive: true, force: true });
console.log(`${good} passed, ${bad} failed`);
process.exit(bad ? 1 : 0);
