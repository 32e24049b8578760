// Bundles the command, the compile worker and the host runtimes into dist/. `--tests` bundles every *.test.ts into build/test/.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning', sourcemap: 'linked',
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } };

function find(dir, suffix, out = []) {
  if (!fs.existsSync(dir)) return out;
  for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
    if (e.name === 'node_modules') continue;
    const p = path.join(dir, e.name);
    if (e.isDirectory()) find(p, suffix, out);
    else if (e.name.endsWith(suffix)) out.push(p);
  }
  return out;
}

if (process.argv.includes('--tests')) {
  const only = process.argv.slice(2).filter((a) => !a.startsWith('-'));
  const entries = [...find('src', '.test.ts'), ...find('test', '.test.ts')].filter((f) => only.length === 0 || only.some((o) => f.includes(o)));
  fs.rmSync('build/test', { recursive: true, force: true });
  if (entries.length) await build({ ...common, entryPoints: entries, outdir: 'build/test', outbase: '.', splitting: true, outExtension: { '.js': '.mjs' } });
} else {
  const entries = { gossamer: 'src/cli/main.ts', worker: 'src/cli/worker.ts', 'host-node': 'src/host/node/main.ts', conformance: 'test/conformance/main.ts', 'conformance-std': 'test/conformance/std.ts', fuzz: 'test/fuzz/main.ts' };
  const points = Object.fromEntries(Object.entries(entries).filter(([, f]) => fs.existsSync(f)));
  if (Object.keys(points).length) await build({ ...common, entryPoints: points, outdir: 'dist', outExtension: { '.js': '.mjs' }, minifySyntax: true });
  // The host as CommonJS: executable scripts have no extension, so Node takes them for CommonJS.
  await build({ ...common, banner: {}, format: 'cjs', entryPoints: { 'host-node': 'src/host/node/main.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, minify: true, sourcemap: false });
}
