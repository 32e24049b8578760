// The forms of a built program, and functions between Go and its host: //go:wasmexport functions that a script calls through the .mjs,
// //go:wasmimport functions that it provides, also calling each other, also in the debug modes. Needs dist/ and a GOROOT.

import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const program = process.env['GOSSAMER'] ?? `${process.cwd()}/bin/gossamer`;
const source = path.resolve('test/script/exports');
const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'exports-')));
after(() => fs.rmSync(dir, { recursive: true, force: true }));

function node(args: string[], cwd = dir, env: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 300_000, env: { ...process.env, PWD: cwd, ...env } });
  return { status, stdout, stderr };
}

const gossamer = (args: string[], cwd = dir) => node([program, ...args], cwd);

const START = ['7 []', 'true', '1 2'];
const OUTPUT = ['before: the Go program has not been started', '7 [x y]', 'log from Go: ä', 'mix 1 -1099511627776n -9223372036854775808n 0.5 2.25 number 77', 'true', '10 20',
  '3 10n 0 1 2432902008176640000n 1.5', 'hello, wörld 6', '25 4950 10 7', 'count 5', 'exit code 0', 'after: Go program has already exited',
  ...[['Go program has already exited', 'exit code 2'], ['Go program has already exited', 'exit code 3'], ['5', 'exit code 2']].flatMap((end) => {
    const [a, b, c] = START;
    return [a!, 'log from Go: ä', 'mix 1 -1099511627776n -9223372036854775808n 0.5 2.25 number 77', b!, '10 20', ...end].filter((l) => l !== c);
  })];

test('exported and imported functions', () => {
  const file = path.join(dir, 'we.mjs');
  assert.deepEqual(gossamer(['build', '-o', file, '.'], source), { status: 0, stdout: '', stderr: '' });
  for (const mode of ['', 'gc=1', 'suspend=1']) {
    const r = node([path.join(source, 'use.mjs'), file], dir, { GOSSAMERDEBUG: mode });
    assert.deepEqual(r.stdout.trimEnd().split('\n'), OUTPUT, mode);
    assert.match(r.stderr, /^panic: boom\n\ngoroutine [0-9]+ \[running\]:\nmain\.boom\(/, mode);
    assert.match(r.stderr, /\nfatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\nmain\.main\(\)\n/, mode);
    assert.equal(r.status, 0);
  }
  assert.match(node([file]).stderr, /the program imports env\.add, which nothing provides/);
});

test('forms of output', () => {
  fs.writeFileSync(path.join(dir, 'go.mod'), 'module example.com/app\ngo 1.26\n');
  fs.writeFileSync(path.join(dir, 'main.go'), 'package main\n\nimport "os"\n\nfunc main() {\n\tprintln("hello", len(os.Args), os.Args[len(os.Args)-1])\n\tos.Exit(4)\n}\n');
  const done = { status: 0, stdout: '', stderr: '' };
  const runs = { status: 4, stdout: '', stderr: 'hello 3 b\n' };
  assert.deepEqual(gossamer(['build', '.']), done);
  assert.equal(fs.statSync(path.join(dir, 'app')).mode & 0o777, 0o755 & ~process.umask());
  assert.deepEqual(node(['app', 'a', 'b']), runs);
  assert.deepEqual(gossamer(['build', '-o', 'sub/app.mjs', '.']), done);
  assert.deepEqual(node(['sub/app.mjs', 'a', 'b']), runs);
  assert.deepEqual(gossamer(['build', '-o', 'sub/app.wasm', '.']), done);
  assert.ok(WebAssembly.validate(fs.readFileSync(path.join(dir, 'sub/app.wasm'))));
  assert.deepEqual(node(['sub/app.js', 'a', 'b']), runs);
  fs.writeFileSync(path.join(dir, 'sub/package.json'), '{"type": "module"}');
  assert.deepEqual(node(['sub/app.js', 'a', 'b']), runs, 'the script is an ES module by its package.json');
  assert.deepEqual(fs.readdirSync(path.join(dir, 'sub')).sort(), ['app.js', 'app.mjs', 'app.wasm', 'package.json']);
  for (const f of ['app', 'sub/app.mjs', 'sub/app.js']) assert.ok(fs.readFileSync(path.join(dir, f), 'latin1').includes('Copyright 2009 The Go Authors.'), f);
  // Imported, it runs when asked to.
  fs.writeFileSync(path.join(dir, 'use.mjs'), `import { run } from './sub/app.mjs';\nconsole.error('code', await run({ args: ['x', 'y'] }), await run({ args: ['z'] }));\n`);
  assert.deepEqual(node(['use.mjs']), { status: 0, stdout: '', stderr: 'hello 3 y\nhello 2 z\ncode 4 4\n' });
  // Over what may be written.
  assert.deepEqual(gossamer(['build', '-o', '/dev/null', '.']), done);
  assert.equal(fs.statSync('/dev/null').isFile(), false);
  fs.writeFileSync(path.join(dir, 'empty'), '');
  assert.deepEqual(gossamer(['build', '-o', 'empty', '.']), done);
  fs.writeFileSync(path.join(dir, 'notes'), 'text');
  const failed = (stderr: string) => ({ status: 1, stdout: '', stderr });
  assert.deepEqual(gossamer(['build', '-o', 'notes', '.']), failed('example.com/app: go build example.com/app: build output "notes" already exists and is not an object file\n'));
  assert.deepEqual(gossamer(['build', '-o', 'go.mod/x', '.']), failed('example.com/app: go build example.com/app: mkdir go.mod/: file exists\n'));
  fs.rmSync(path.join(dir, 'app'));
  fs.mkdirSync(path.join(dir, 'app'));
  assert.deepEqual(gossamer(['build']), failed('go: build output "app" already exists and is a directory\n'));
});
