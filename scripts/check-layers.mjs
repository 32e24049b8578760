// Fails on an import that goes up the layers or round in a circle, and on node:* outside host/node, cli and scripts.
import fs from 'node:fs';
import path from 'node:path';

const order = [['base'], ['source'], ['abi', 'constant', 'syntax'], ['types'], ['ssa'], ['wasm'], ['object'], ['link'], ['compile'], ['build'], ['host'], ['cli']];
const rank = new Map(order.flatMap((names, i) => names.map((n) => [n, i])));
const errors = [];

function files(dir) {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(path.join(dir, e.name)) : e.name.endsWith('.ts') ? [path.join(dir, e.name)] : []));
}

const graph = new Map();
for (const f of files('src')) {
  const layer = f.split(path.sep)[1];
  const isTest = f.endsWith('.test.ts') || f.includes('/testing/');
  const text = fs.readFileSync(f, 'utf8');
  const deps = [];
  for (const m of text.matchAll(/(?:^|\n)\s*(import\s+type\s|import\s|export\s)[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)/g)) {
    const spec = m[2] ?? m[3];
    if (spec === undefined) continue;
    if (spec.startsWith('node:')) {
      if (!isTest && layer !== 'cli' && !f.startsWith(path.join('src', 'host', 'node')) && !f.endsWith('worker-main.ts')) errors.push(`${f}: imports ${spec}`);
      continue;
    }
    if (!spec.startsWith('.')) continue;
    const target = path.normalize(path.join(path.dirname(f), spec));
    const tl = target.split(path.sep)[1];
    if (!rank.has(layer)) errors.push(`${f}: unknown layer ${layer}`);
    else if (!isTest && rank.get(tl) > rank.get(layer)) errors.push(`${f}: imports upward ${spec}`);
    const typeOnly = m[1]?.startsWith('import type') || m[3] !== undefined;
    if (!typeOnly) deps.push(target);
  }
  graph.set(f, deps);
}

// Cycles of value imports.
const state = new Map();
function visit(f, trail) {
  if (state.get(f) === 2 || !graph.has(f)) return;
  if (state.get(f) === 1) { errors.push(`import cycle: ${[...trail.slice(trail.indexOf(f)), f].join(' → ')}`); return; }
  state.set(f, 1);
  for (const d of graph.get(f)) visit(d, [...trail, f]);
  state.set(f, 2);
}
if (process.argv.includes('--cycles')) for (const f of graph.keys()) visit(f, []);

for (const e of errors) console.error(e);
console.log(`${graph.size} files, ${errors.length} layer errors`);
process.exit(errors.length ? 1 : 0);
