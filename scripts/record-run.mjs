// Records what the programs of test/run print under the real go: node scripts/record-run.mjs [names].
// A program whose header says `// target: js/wasm` runs under GOOS=js GOARCH=wasm, all others natively. Each runs twice and must print the same.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildAndRun, findPrograms, normalise, pool } from '../test/harness/programs.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const names = process.argv.slice(2);
const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'record-run-'));
let bad = 0;

function put(p, ext, text) {
  const file = path.join(p.dir, p.name + ext);
  if (text === null) fs.rmSync(file, { force: true });
  else fs.writeFileSync(file, text);
}

async function record(p) {
  const wasm = p.target === 'js/wasm';
  const env = wasm ? { ...process.env, GOOS: 'js', GOARCH: 'wasm' } : { ...process.env };
  const runner = wasm ? (exe) => ['node', '--stack-size=8192', path.join(goroot, 'lib/wasm/wasm_exec_node.js'), exe] : undefined;
  const first = await buildAndRun({ ...p, runner }, 'go', temporary, env);
  if (first.build !== undefined) { bad++; console.log(`${p.name}: does not build\n${first.build}`); return; }
  const again = await buildAndRun({ ...p, runner }, 'go', temporary, env);
  if (again.out !== first.out || again.exit !== first.exit) { bad++; console.log(`${p.name}: two runs differ\n${first.out}\n---\n${again.out}`); return; }
  put(p, '.out', first.out);
  put(p, '.exit', first.exit === 0 ? null : `${first.exit}\n`);
  put(p, '.err', first.err === '' ? null : normalise(first.err));
  console.log(`${p.name}: ${first.out.split('\n').length - 1} lines${first.exit ? `, exit ${first.exit}` : ''}${first.err ? `, stderr ${first.err.slice(0, 80).split('\n')[0]}` : ''}`);
}

await pool(findPrograms(path.join(root, 'test/run')).filter((p) => names.length === 0 || names.includes(p.name)), 2, record);
fs.rmSync(temporary, { recursive: true, force: true });
process.exit(bad ? 1 : 0);
