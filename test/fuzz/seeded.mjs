// node test/fuzz/seeded.mjs [--programs n] [--record] [name fragment…]: does the fuzzer find known bugs? For each entry of seeded-bugs.mjs
// bundles the fuzzer with a compiler that has the bug, and counts the generated programs until the first find. std is compiled without it.
// The part of a name before the colon is the pass.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bugs } from './seeded-bugs.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
process.chdir(root);
const BATCH = 20;
const args = process.argv.slice(2);
const limit = args.includes('--programs') ? Number(args.splice(args.indexOf('--programs'), 2)[1]) : 400;
const record = args.includes('--record') && args.splice(args.indexOf('--record'), 1).length > 0;
const chosen = bugs.filter((b) => args.length === 0 || args.some((a) => b.name.includes(a)));

const found = [];
let missed = 0;

/** The text of a source with the bug in it. */
function patched(bug) {
  let text = fs.readFileSync(bug.file, 'utf8');
  for (const change of [bug, ...(bug.also ? [bug.also] : [])]) {
    if (text.split(change.find).length !== 2) throw new Error(`${bug.name}: the text is not in ${bug.file} exactly once: ${change.find}`);
    text = text.replace(change.find, () => change.put);
  }
  return text;
}

/** Notes what is known so far. A run of some bugs replaces what was known of these. */
function write() {
  const file = 'test/fuzz/results.json';
  const all = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const known = new Map([...(all.seeded?.list ?? []), ...found].map((e) => [e.bug, e]));
  const list = bugs.flatMap((b) => known.get(b.name) ?? []);
  const hits = list.filter((e) => e.programs !== null);
  all.seeded = { bugs: list.length, found: hits.length, 'passes with a bug found': new Set(hits.map((e) => e.bug.replace(/:.*/, ''))).size, list };
  fs.writeFileSync(file, `${JSON.stringify(all, null, 1)}\n`);
}

async function bundle(bug, outfile) {
  const file = path.resolve(bug.file);
  const contents = patched(bug);
  await build({ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning', entryPoints: ['test/fuzz/main.ts'], outfile,
    banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
    plugins: [{ name: 'bug', setup: (b) => b.onLoad({ filter: /\.ts$/ }, (a) => (a.path === file ? { contents, loader: 'ts' } : undefined)) }] });
}

for (const bug of chosen) {
  const outfile = `dist/fuzz-seeded-${process.pid}.mjs`;
  try {
    await bundle(bug, outfile);
    const r = spawnSync(process.execPath, [outfile, 'differential', '--seeds', `0..${limit}`, '--batch', String(BATCH), '--first', '--jobs', '1', '--modes', bug.modes, ...(bug.focus ? ['--focus', bug.focus] : [])], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const finds = [...r.stdout.matchAll(/^FIND seed (\d+) ([\w-]+): (\w+)/gm)];
    if (finds.length === 0) missed++;
    const n = finds.length === 0 ? null : Math.min(...finds.map((m) => Number(m[1]))) + 1;
    const first = finds.find((m) => Number(m[1]) === n - 1);
    found.push({ bug: bug.name, programs: n });
    if (record) write();
    console.log(`${n === null ? `NOT FOUND in ${limit} programs` : `found by program ${n} (${first[2]}: ${first[3]})`}  ${bug.name}${r.status === null ? ` ${r.signal}` : ''}${finds.length === 0 ? r.stderr.slice(-300) : ''}`);
  } finally {
    fs.rmSync(outfile, { force: true });
  }
}
console.log(`${chosen.length - missed} of ${chosen.length} seeded bugs found`);
process.exit(missed ? 1 : 0);
