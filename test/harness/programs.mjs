// The programs of test/run: finding them, reading their headers, building and running them, and the files with what they must print.
// Used by test/run/run.test.ts (with gossamer), scripts/record-run.mjs (with the real go) and scripts/check-std-coverage.mjs.

import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';

/** All programs of a folder: `<name>.go`, or a folder `<name>` with its own go.mod. */
export function findPrograms(dir) {
  const out = [];
  for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
    if (e.isDirectory() && fs.existsSync(path.join(dir, e.name, 'main.go'))) out.push(program(dir, e.name, path.join(e.name, 'main.go')));
    else if (e.isFile() && e.name.endsWith('.go')) out.push(program(dir, e.name.slice(0, -3), e.name));
  }
  return out.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function program(dir, name, file) {
  const header = fs.readFileSync(path.join(dir, file), 'utf8').split(/^package /m, 1)[0];
  const values = (key) => [...header.matchAll(new RegExp(`^// ${key}:(.*)$`, 'gm'))].flatMap((m) => m[1].split(',')).map((s) => s.trim()).filter(Boolean);
  return {
    name, dir, folder: file.includes('/'), file: path.join(dir, file),
    uses: values('uses'), target: values('target')[0] ?? '', args: values('args'), env: values('env'), stdin: values('stdin').join(','),
    skipDebug: values('skip-debug').length > 0, seconds: Number(values('seconds')[0] ?? 60),
  };
}

/** What a program must do: `<name>.out`, `<name>.exit` (0 without), `<name>.err` (normalised stderr; not compared without). */
export function expectation(p) {
  const read = (ext) => (fs.existsSync(path.join(p.dir, p.name + ext)) ? fs.readFileSync(path.join(p.dir, p.name + ext), 'utf8') : null);
  return { out: read('.out'), exit: Number(read('.exit') ?? 0), err: read('.err') };
}

/** Runs a command to its end; kills it after `seconds`. */
export function execute(command, args, { cwd, env, stdin = '', seconds = 120 }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: 'pipe' });
    const out = [], err = [];
    let late = false;
    const timer = setTimeout(() => { late = true; child.kill('SIGKILL'); }, seconds * 1000);
    child.stdout.on('data', (d) => out.push(d));
    child.stderr.on('data', (d) => err.push(d));
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    child.on('error', (e) => { clearTimeout(timer); resolve({ out: '', err: String(e), exit: -1 }); });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const text = Buffer.concat(err).toString();
      resolve({ out: Buffer.concat(out).toString(), err: late ? `${text}\n[killed after ${seconds} s]\n` : text, exit: code ?? `signal ${signal}` });
    });
  });
}

/** Builds a program with `tool` (gossamer or go) and runs it. Result: {out, err, exit} or {build: text} if it did not build. */
export async function buildAndRun(p, tool, temporary, env) {
  const exe = path.join(temporary, p.name);
  const cwd = p.folder ? path.dirname(p.file) : p.dir;
  const built = await execute(tool, ['build', '-o', exe, p.folder ? '.' : path.basename(p.file)], { cwd, env, seconds: 300 });
  if (built.exit !== 0) return { build: built.out + built.err };
  const runEnv = { ...env, ...Object.fromEntries(p.env.map((e) => e.split('='))) };
  const command = p.runner ? p.runner(exe) : [exe];
  const ran = await execute(command[0], [...command.slice(1), ...p.args], { cwd, env: runEnv, stdin: p.stdin, seconds: p.seconds });
  fs.rmSync(exe, { force: true });
  return ran;
}

/** Stderr without what differs from machine to machine: addresses, offsets, arguments of frames, folders, goroutine numbers, the run time's own frames and goroutines. */
export function normalise(text) {
  const lines = [];
  const all = text.replace(/\nruntime stack:\n[^]*?\n\n/, '\n').split('\n');
  for (let i = 0; i < all.length; i++) {
    const next = all[i + 1] ?? '';
    if (next.startsWith('\t') && /(^|created by )(runtime|internal\/\w+|testing|sync|reflect|syscall|os|time)[./]|^panic\(/.test(all[i])) { i++; continue; }
    lines.push(all[i]
      .replace(/^exit status \d+$/, '')
      .replace(/ \+0x[0-9a-f]+( fp=.*)?$/, '')
      .replace(/^\.\.\.\d+ frames elided\.\.\.$/, '...N frames elided...')
      .replace(/^(\S.*?)\([^()]*\)$/, (_, f) => (next.startsWith('\t') ? `${f}(…)` : _))
      .replace(/^\t\S*\/([^/]+\.go:\d+)$/, '\t$1')
      .replace(/in goroutine \d+$/, 'in goroutine N')
      .replace(/^goroutine (\d+)( gp=\S+)?( m=\S+)?( mp=\S+)? \[([^\],]*).*\]:$/, (_, n, a, b, c, s) => `goroutine ${n === '1' ? 1 : 'N'} [${s}]:`)
      .replace(/0x[0-9a-f]+/g, '0x…'));
  }
  const sections = lines.join('\n').trimEnd().split('\n\n');
  return sections.filter((s) => !/^goroutine .*:$/.test(s)).join('\n\n') + '\n'; // without goroutines of the run time alone
}

/** The differing lines of two texts, `-` expected, `+` got; at most `limit` of them. */
export function difference(expected, got, limit = 30) {
  const a = expected.split('\n'), b = got.split('\n');
  let start = 0, endA = a.length, endB = b.length;
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) endA--, endB--;
  const lines = [`@@ line ${start + 1}`, ...a.slice(start, endA).slice(0, limit).map((l) => `- ${l}`), ...b.slice(start, endB).slice(0, limit).map((l) => `+ ${l}`)];
  return lines.join('\n');
}

/** Compares a run with what was recorded; null if equal, otherwise a report. */
export function mismatch(p, got) {
  const want = expectation(p);
  if (want.out === null) return `no ${p.name}.out: node scripts/record-run.mjs ${p.name}`;
  if (got.build !== undefined) return `does not build:\n${got.build.slice(0, 4000)}`;
  const parts = [];
  if (got.exit !== want.exit) parts.push(`exit code ${got.exit}, want ${want.exit}`);
  if (got.out !== want.out) parts.push(`stdout\n${difference(want.out, got.out)}`);
  if (want.err !== null && normalise(got.err) !== want.err) parts.push(`stderr\n${difference(want.err, normalise(got.err))}`);
  if (parts.length === 0) return null;
  if (want.err === null && got.err) parts.push(`(its stderr)\n${got.err.slice(0, 3000)}`);
  return parts.join('\n');
}

/** Calls `f` on each item, at most `n` at a time. */
export async function pool(items, n, f) {
  let next = 0;
  await Promise.all(Array.from({ length: n }, async () => {
    while (next < items.length) await f(items[next++]);
  }));
}

/** known-failures.txt: `name  reason` per line; programs that are expected to fail. */
export function knownFailures(file) {
  const out = new Map();
  if (!fs.existsSync(file)) return out;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const m = /^(\S+)\s+(.*)$/.exec(line);
    if (m && !line.startsWith('#')) out.set(m[1], m[2]);
  }
  return out;
}
