// The tour on a machine without Go: std's sources come from the module mirror, everything is compiled from nothing.
// Skipped only if the mirror cannot be reached.

import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn, spawnSync } from 'node:child_process';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const MODULE = 'golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64';
const NAME = 'golang.org/toolchain/@v/v0.0.1-go1.26.8.linux-amd64.zip';
const HEADER = 'cannot find the Go standard library of go1.26.8: set GOSSAMER_GOROOT or GOROOT, or allow downloads through GOPROXY\n';

interface Result { status: number; stdout: string; stderr: string }

/** Runs the command with no go on the PATH and an empty home. */
function gossamer(args: string[], home: string, env: Record<string, string> = {}): Promise<Result> {
  const { GOROOT: _g, GOSSAMER_GOROOT: _o, GOSSAMER_CACHE: _c, XDG_CACHE_HOME: _x, GOPROXY: _p, NO_COLOR: _n, ...rest } = process.env;
  const dirs = (rest['PATH'] ?? '').split(':').filter((d) => d !== '' && !fs.existsSync(path.join(d, 'go')));
  const child = spawn(process.execPath, [program, ...args], { env: { ...rest, HOME: home, PATH: dirs.join(':'), ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
  const r: Result = { status: -1, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (s: string) => { r.stdout += s; });
  child.stderr.setEncoding('utf8').on('data', (s: string) => { r.stderr += s; });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...r, status: code ?? -1 })));
}

async function withHome(f: (home: string) => Promise<void>): Promise<void> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'no-go-'));
  try {
    await f(home);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

const cacheOf = (home: string): string => path.join(home, '.cache/gossamer');

test('the tour without Go', (t) => withHome(async (home) => {
  // What interrupted downloads left behind, one of them long ago on another machine.
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  for (const name of [`elsewhere~${gone}~0`, `${os.hostname()}~${gone}~0`]) {
    const leftover = path.join(cacheOf(home), 'tmp', name);
    fs.mkdirSync(leftover, { recursive: true });
    if (name.startsWith('elsewhere')) fs.utimesSync(leftover, 1e9, 1e9);
  }
  const r = await gossamer(['run', './examples/tour'], home);
  if (/GOPROXY\n\t.*(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|timed out)/.test(r.stderr)) return t.skip(`the mirror is unreachable: ${r.stderr}`);
  assert.equal(r.stderr, `go: downloading ${MODULE}\n`);
  assert.equal(r.stdout, fs.readFileSync('examples/tour/expected.txt', 'utf8'));
  assert.equal(r.status, 0);
  assert.deepEqual(fs.readdirSync(cacheOf(home)).filter((f) => f.startsWith('goroot')), ['goroot-go1.26.8']);
  assert.deepEqual(fs.readdirSync(path.join(cacheOf(home), 'tmp')), []);
  // Nothing is fetched again.
  const again = await gossamer(['run', './examples/tour'], home, { GOPROXY: 'off' });
  assert.deepEqual([again.status, again.stderr, again.stdout], [0, '', r.stdout]);
  await damagedSources(home);
}));

/** Downloaded sources that are no longer what they were are fetched again. */
async function damagedSources(home: string): Promise<void> {
  const goroot = path.join(cacheOf(home), 'goroot-go1.26.8');
  const file = path.join(goroot, 'src/fmt/print.go');
  const list = async (): Promise<Result> => {
    fs.rmSync(path.join(cacheOf(home), 'index'), { recursive: true, force: true }); // what is known of std is not read again
    return gossamer(['list', '-f={{.ImportPath}} {{.GoFiles}} {{.Imports}}', '-deps', 'fmt'], home);
  };
  const before = await list();
  assert.deepEqual([before.status, before.stderr], [0, '']);
  const whole = fs.readFileSync(file);
  const { atime, mtime } = fs.statSync(file);
  const flipped = Buffer.from(whole);
  flipped[1000]! ^= 4;
  for (const [what, spoil] of Object.entries({
    'is damaged': () => { fs.writeFileSync(file, flipped); fs.utimesSync(file, atime, mtime); },
    'is missing': () => fs.rmSync(file),
  })) {
    spoil();
    const r = await list();
    assert.equal(r.stderr, `go: ${file} ${what}\ngo: downloading ${MODULE}\n`);
    assert.deepEqual([r.status, r.stdout], [0, before.stdout]);
    assert.ok(fs.readFileSync(file).equals(whole));
    assert.deepEqual(fs.readdirSync(path.join(cacheOf(home), 'tmp')), []);
  }
}

test('GOPROXY', async (t) => {
  const log: string[] = [];
  const server = http.createServer((req, res) => {
    log.push(req.url!);
    const status = Number(/^\/(\d+)\//.exec(req.url!)?.[1]);
    if (status !== 200) res.writeHead(status).end();
    else res.end('no zip');
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const failing = (name: string, goproxy: string, want: string, asked: string[]): Promise<void> => t.test(name, () => withHome(async (home) => {
    log.length = 0;
    const r = await gossamer(['env', 'GOROOT'], home, {});
    assert.equal(r.status, 0, 'env needs no sources');
    const b = await gossamer(['run', './examples/tour'], home, { GOPROXY: goproxy });
    assert.equal(b.stderr, `go: downloading ${MODULE}\n${want}\n`);
    assert.deepEqual([b.status, b.stdout], [1, '']);
    assert.deepEqual(log, asked.map((a) => `/${a}/${NAME}`));
    assert.equal(fs.existsSync(cacheOf(home)), false);
  }));
  try {
    await failing('off', 'off', `${HEADER}\tmodule lookup disabled by GOPROXY=off`, []);
    await failing('a missing file lets the next be asked, another error does not', `${base}/404,${base}/410/,${base}/500,${base}/200`,
      `${HEADER}\t${base}/404/${NAME}: 404 Not Found\n\t${base}/410/${NAME}: 410 Gone\n\t${base}/500/${NAME}: 500 Internal Server Error`, ['404', '410', '500']);
    await failing('any error lets the next be asked', `http://127.0.0.1:9|${base}/503|off|${base}/200`,
      `${HEADER}\thttp://127.0.0.1:9/${NAME}: connect ECONNREFUSED 127.0.0.1:9\n\t${base}/503/${NAME}: 503 Service Unavailable\n\tmodule lookup disabled by GOPROXY=off`, ['503']);
    await failing('no zip', `${base}/200`, `verifying ${MODULE}: not a zip file: invalid zip data`, ['200']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
