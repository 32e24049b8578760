// Records what the real go command says of the bad inputs:
//   node test/script/bad-inputs.golden.mjs
// Also the running of the table with either command.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { cases, packages, programs } from './bad-inputs.table.mjs';

const MODULE = 'module p\n\ngo 1.26\n';

export class Runner {
  /** command: ['go'] or ours; parallel: commands at a time. */
  constructor(command, env, goroot, parallel) {
    Object.assign(this, { command, env, goroot, parallel });
  }

  /** Output and status as one text, with "? n" for a status that is not 0. */
  async run(args, dir) {
    const text = await new Promise((resolve) => {
      const [program, ...first] = this.command;
      const child = spawn(program, [...first, ...args], { cwd: dir, env: { ...this.env, PWD: dir }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
      let s = '';
      child.stdout.on('data', (b) => { s += b.toString('latin1'); });
      child.stderr.on('data', (b) => { s += b.toString('latin1'); });
      child.on('close', (code) => resolve(Buffer.from(s, 'latin1').toString() + (code === 0 ? '' : `? ${code}\n`)));
    });
    return shorten(text.replaceAll(dir, '$WORK').replaceAll(this.goroot, '$GOROOT'));
  }

  /** All of the table: text by name. */
  async all() {
    const out = {};
    const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'bad-')));
    try {
      const jobs = [];
      const dir = path.join(work, 'packages');
      write(dir, { 'go.mod': MODULE, ...Object.fromEntries(Object.entries(packages).map(([n, t]) => [`${n}/${n}.go`, t])) });
      jobs.push(async () => {
        // Messages of several packages come in any order.
        const text = await this.run(['build', './...'], dir);
        for (const section of text.replace(/^\? 1\n/m, '').split(/^# p\//m)) {
          const name = section.slice(0, section.indexOf('\n'));
          if (name in packages) out[`package ${name}`] = section.slice(name.length + 1);
          else if (section !== '') out['packages'] = section;
        }
        for (const n of Object.keys(packages)) out[`package ${n}`] ??= '';
      });
      cases.forEach((c, i) => jobs.push(async () => {
        const d = path.join(work, `case${i}`);
        write(d, c.files);
        c.setup?.(d);
        out[`case ${c.name}`] = await this.run(c.args.split(' '), d);
      }));
      for (const [name, text] of Object.entries(programs)) jobs.push(async () => {
        const d = path.join(work, `program-${name}`);
        write(d, { 'x.go': text });
        out[`program ${name}`] = await this.run(['run', 'x.go'], d);
      });
      await Promise.all(Array.from({ length: this.parallel }, async () => {
        for (let j = jobs.shift(); j !== undefined; j = jobs.shift()) await j();
      }));
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
    }
    return out;
  }
}

function write(dir, files) {
  fs.mkdirSync(dir, { recursive: true });
  for (const [f, t] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, f)), { recursive: true });
    fs.writeFileSync(path.join(dir, f), t);
  }
}

/** Long repetitions by their length. */
const shorten = (s) => s.replace(/(.{1,4}?)\1{99,}/g, (m, unit) => `<${unit} × ${m.length / unit.length}>`);

export const GOLDEN = 'test/script/bad-inputs.golden.txt';

export function format(out) {
  return Object.keys(out).sort().map((n) => `=== ${n}\n${out[n].replace(/^/gm, '> ').replace(/> $/, '')}`).join('');
}

export function parse(text) {
  const out = {};
  for (const section of text.split(/^=== /m).slice(1)) {
    const nl = section.indexOf('\n');
    out[section.slice(0, nl)] = section.slice(nl + 1).replace(/^> ?/gm, '');
  }
  return out;
}

if (process.argv[1]?.endsWith('bad-inputs.golden.mjs')) {
  const goroot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  // Errors as on js/wasm; nothing is fetched.
  const env = { ...process.env, GOFLAGS: '', GOPROXY: 'off' };
  const wasm = new Runner(['go'], { ...env, GOOS: 'js', GOARCH: 'wasm' }, goroot, 2);
  const { GOOS: _o, GOARCH: _a, ...native } = env;
  const out = await wasm.all();
  // Programs run natively.
  const run = await new Runner(['go'], native, goroot, 2).all();
  for (const n of Object.keys(out)) if (n.startsWith('program ') || n === 'case run without main') out[n] = run[n];
  fs.writeFileSync(GOLDEN, format(out));
}
