// Builds the real Go compiler (cmd/compile) with gossamer, lets it compile packages of the standard library, and compares the object
// files byte for byte with those of the native compiler. Needs go on the PATH. Usage: node scripts/test-go-compiler.mjs [package…]
// Prints a line per package with both times in seconds; exit code 1 if an object differs.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const packages = process.argv.length > 2 ? process.argv.slice(2) : ['errors', 'sort', 'strconv', 'encoding/json', 'text/template', 'go/types'];
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'gossamer-compiler-'));
const env = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' };
const go = (...args) => execFileSync('go', args, { encoding: 'utf8', env, maxBuffer: 1 << 28 }).trim();

const ours = path.join(work, 'compile');
execFileSync(path.join(root, 'bin/gossamer'), ['build', '-o', ours, 'cmd/compile'], { stdio: 'inherit' });
const native = go('tool', '-n', 'compile');
const importcfg = path.join(work, 'importcfg');
fs.writeFileSync(importcfg, go('list', '-export', '-f', '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}', 'std'));

/** Compiles a package: the object's bytes and the seconds it took. */
function compile(compiler, pkg, files) {
  const out = path.join(work, 'out.o');
  fs.rmSync(out, { force: true });
  const t = performance.now();
  const r = spawnSync(compiler, ['-p', pkg, '-std', '-c=1', '-importcfg', importcfg, '-o', out, ...files], { encoding: 'utf8', env });
  if (r.status !== 0) throw new Error(`${compiler} ${pkg}: exit ${r.status}\n${r.stdout}${r.stderr}`);
  return { bytes: fs.readFileSync(out), seconds: (performance.now() - t) / 1000 };
}

let differ = 0;
try {
  for (const pkg of packages) {
    const files = go('list', '-f', '{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}', pkg).split('\n');
    const a = compile(native, pkg, files);
    const b = compile(ours, pkg, files);
    const same = a.bytes.equals(b.bytes);
    if (!same) differ++;
    console.log(`${pkg}: ${same ? 'same' : 'DIFFERENT'}, ${a.bytes.length} bytes, native ${a.seconds.toFixed(2)} s, gossamer ${b.seconds.toFixed(2)} s`);
  }
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(differ === 0 ? 0 : 1);
