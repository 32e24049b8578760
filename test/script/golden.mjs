// Writes the expected output into the .txt cases of this directory, from the real go command of the pinned release:
//   node test/script/golden.mjs test/script/load-errors.txt
// Sections "=== name"; "$ arguments" is a command, followed by its output ("> line") and status ("? n") if that is not 0;
// then files, "-- name --". A _ in a template stands for a blank. $WORK and $GOROOT stand for the directories.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

/** @returns {{name: string, commands: {args: string, want: string[], status: number}[], files: Record<string, string>}[]} */
export function parseCases(text) {
  const cases = [];
  for (const section of text.split(/^=== /m).slice(1)) {
    const lines = section.split('\n');
    const c = { name: lines[0], commands: [], files: {} };
    let file = '';
    for (const l of lines.slice(1)) {
      const f = /^-- (.*) --$/.exec(l);
      if (f !== null) {
        file = f[1];
        c.files[file] = '';
      } else if (file !== '') c.files[file] += `${l}\n`;
      else if (l.startsWith('$ ')) c.commands.push({ args: l.slice(2), want: [], status: 0 });
      else if (l.startsWith('>')) c.commands.at(-1).want.push(l.slice(2));
      else if (l.startsWith('? ')) c.commands.at(-1).status = Number(l.slice(2));
    }
    for (const f of Object.keys(c.files)) c.files[f] = c.files[f].replace(/\n\n+$/, '\n');
    cases.push(c);
  }
  return cases;
}

/** Runs the commands of a case in a fresh directory; returns what they print and their status. */
export function runCase(c, program, prefix, env, goroot) {
  const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'script-')));
  try {
    for (const [f, t] of Object.entries(c.files)) {
      fs.mkdirSync(path.dirname(path.join(work, f)), { recursive: true });
      fs.writeFileSync(path.join(work, f), t);
    }
    return c.commands.map((cmd) => {
      const args = cmd.args.split(' ').filter((a) => a !== '').map((a) => a.replaceAll('$WORK', work).replace(/^\{\{.*/, (t) => t.replaceAll('_', ' ')));
      const r = spawnSync(program, [...prefix, ...args], { cwd: work, env: { ...env, PWD: work }, encoding: 'utf8', timeout: 120_000 });
      const text = (r.stdout + r.stderr).replaceAll(work, '$WORK').replaceAll(goroot, '$GOROOT')
        .replace(/ \+0x[0-9a-f]+$/gm, '').replace(/\(\{?0x.*\)$/gm, '(...)').replace(/goroutine [0-9]+ \[/g, 'goroutine ? [').replace(/runtime\/panic\.go:[0-9]+/g, 'runtime/panic.go:?')
        .replace(/(?<=[\t(]|\\t)[0-9.]+s\b/g, '?s').replace(/"Time":"[^"]*"/g, '"Time":"?"').replace(/"Elapsed":[0-9.]+/g, '"Elapsed":?');
      return { args: cmd.args, want: text === '' ? [] : text.replace(/\n$/, '').split('\n'), status: r.status ?? -1 };
    });
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function format(c) {
  let s = `=== ${c.name}\n`;
  for (const cmd of c.commands) {
    s += `$ ${cmd.args}\n${cmd.want.map((l) => (l === '' ? '>\n' : `> ${l}\n`)).join('')}`;
    if (cmd.status !== 0) s += `? ${cmd.status}\n`;
  }
  for (const [f, t] of Object.entries(c.files)) s += `-- ${f} --\n${t}`;
  return `${s}\n`;
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(path.basename(process.argv[1])) && process.argv[1].endsWith('golden.mjs')) {
  const goroot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  for (const file of process.argv.slice(2)) {
    const text = fs.readFileSync(file, 'utf8');
    const head = text.slice(0, text.indexOf('=== '));
    const cases = parseCases(text);
    // Programs run natively: what they print must not depend on that.
    const { GOOS: _o, GOARCH: _a, ...native } = process.env;
    for (const c of cases) {
      const run = c.commands.some((x) => /^(run|test) /.test(x.args));
      c.commands = runCase(c, 'go', [], run ? { ...native, GOFLAGS: '-vet=off' } : { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOFLAGS: '' }, goroot);
    }
    fs.writeFileSync(file, head + cases.map(format).join(''));
  }
}
