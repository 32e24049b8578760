// Writes the tables of a run with --targets into README.md, between its `<!-- bench:… -->` markers.
import fs from 'node:fs';

/** Kernels that the README shows, and how it calls them. */
const SHOWN = {
  fib: 'fib(38), recursive', nbody: 'nbody', matmul: 'matmul, 400 × 400', interfaces: 'interface calls', trees: 'binary trees', mapint: 'map[int]int',
  json: 'JSON round trip', regexp: 'regexp, 2 MB', sha256: 'SHA-256, 192 MB (native has SHA instructions)', pingpong: 'channel ping-pong, 2M',
  spawn: 'spawn 1M goroutines', parked: '100k parked goroutines',
};

/** rows: of Targets; kernels: of runKernels. */
export function writeReadme(file, rows, kernels, geo) {
  let text = fs.readFileSync(file, 'utf8');
  const put = (name, body) => {
    const [begin, end] = [`<!-- bench:${name} -->\n`, `<!-- /bench:${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`${file} has no ${begin.trim()}`);
    text = text.slice(0, from + begin.length) + body + text.slice(to);
  };
  const faster = geo(kernels.map((r) => r.jswasm / r.gossamer));
  const native = geo(kernels.map((r) => r.gossamer / r.native));
  const ms = (x) => x.toFixed(0);
  const shown = Object.keys(SHOWN).map((k) => kernels.find((r) => r.kernel === k)).filter((r) => r !== undefined);
  put('kernels', `Geometric mean: **${faster.toFixed(2)} times the speed of Go's js/wasm port**, ${native.toFixed(2)} times native's time. Some rows, in ms:\n\n`
    + `| kernel | native | js/wasm | Gossamer |\n|---|---|---|---|\n${shown.map((r) => `| ${SHOWN[r.kernel]} | ${ms(r.native)} | ${ms(r.jswasm)} | ${ms(r.gossamer)} |\n`).join('')}`);
  put('targets', `| target | measured | met |\n|---|---|---|\n${rows.map((r) => `| ${r.target} | ${r.measured} | ${r.met ? 'yes' : 'no'} |\n`).join('')}`);
  fs.writeFileSync(file, text);
}
