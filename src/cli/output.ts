// The forms of a built program, by the name of the file:
//   x         an executable script for Node: the host, then the module in base64 in a last line that is a comment
//   x.mjs     the same as an ES module: exports run, start and the //go:wasmexport functions; runs the program if Node is started with it
//   x.wasm    the module alone, and x.js beside it, a script that runs it
// All carry the notice of the Go authors, whose code every program contains; of the two files of the last form it is the script.

import fs from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../build/atomic.ts';
import { BuildError } from '../build/system.ts';
import type { Program } from '../build/build.ts';
import { exportNames } from '../host/node/run.ts';
import { homeDir } from './build-flags.ts';
import type { NodeSystem } from './node/system.ts';

/** First lines of the scripts that we write. */
const MARK = '#!/usr/bin/env node\n// Made by gossamer build.\n';
const WASM = '\0asm';

interface OutputFile { file: string; bytes: Uint8Array; mode: number }

/** Writes the forms of a program; each file appears whole or not at all, also if the command is interrupted. */
export async function writeOutput(sys: NodeSystem, p: Program, file: string): Promise<void> {
  const st = fileStat(file);
  if (st?.isDirectory() === true) throw new BuildError(`go: build output "${file}" already exists and is a directory`);
  if (file === '/dev/null') return;
  const files = await outputFiles(p, file);
  for (const o of files) {
    if (!mayReplace(o.file)) throw new Error(`build output "${o.file}" already exists and is not an object file`);
  }
  // An interrupt waits until the files are there: they are written in one go.
  const interrupted = (signal: NodeJS.Signals): void => {
    for (const s of SIGNALS) process.removeListener(s, interrupted);
    process.kill(process.pid, signal);
  };
  for (const s of SIGNALS) process.on(s, interrupted);
  for (const o of files) writeOne(sys, o);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function writeOne(sys: NodeSystem, o: OutputFile): void {
  const file = path.resolve(o.file);
  try {
    if (fileStat(file)?.isFile() === false) fs.writeFileSync(file, o.bytes); // a device or a pipe
    else replaceFile(sys, file, o.bytes, path.join(path.dirname(file), `.${sys.temporaryName()}`), o.mode);
  } catch (e) {
    throw new Error(describe(e, o.file));
  }
}

/** The error of a system call in Go's words. */
function describe(e: unknown, file: string): string {
  const x = e as NodeJS.ErrnoException;
  const text = WORDS[x.code ?? ''] ?? /^[A-Z0-9]+: (.*?), /.exec(x.message)?.[1];
  if (text === undefined) return x.message;
  return x.syscall === 'mkdir' ? `mkdir ${path.dirname(file)}/: ${text}` : `${x.syscall ?? 'write'} ${file}: ${text}`;
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied', EEXIST: 'file exists', ENOTDIR: 'not a directory', ENOSPC: 'no space left on device', EROFS: 'read-only file system',
  ENAMETOOLONG: 'file name too long', EDQUOT: 'disk quota exceeded', EIO: 'input/output error', EPERM: 'operation not permitted',
};

/** Null if there is no such file. */
export function fileStat(file: string): fs.Stats | null {
  try {
    return fs.statSync(file);
  } catch {
    return null;
  }
}

/** Whether a file may be overwritten: there is none, it is empty, or it is a program. */
function mayReplace(file: string): boolean {
  const st = fileStat(file);
  if (st === null || !st.isFile() || st.size === 0) return true;
  const fd = fs.openSync(file, 'r');
  try {
    const b = Buffer.alloc(Math.min(st.size, MARK.length));
    const head = b.subarray(0, fs.readSync(fd, b)).toString('latin1');
    return head === MARK || head.startsWith(WASM) || head.startsWith('\x7fELF');
  } finally {
    fs.closeSync(fd);
  }
}

async function outputFiles(p: Program, file: string): Promise<OutputFile[]> {
  if (file.endsWith('.wasm')) {
    const script = `${file.slice(0, -'.wasm'.length)}.js`;
    return [{ file, bytes: p.module, mode: 0o755 }, { file: script, bytes: loader(p, path.basename(file)), mode: 0o755 }];
  }
  if (file.endsWith('.mjs')) return [{ file, bytes: await esModule(p), mode: 0o755 }];
  return [{ file, bytes: executableScript(p), mode: 0o755 }];
}

/** What every form begins with. */
function head(): string {
  const notice = fs.readFileSync(new URL('NOTICE', homeDir()), 'utf8').trimEnd();
  return `${MARK}/*\n${notice.replaceAll('*/', '* /')}\n*/\n`;
}

/** The host code, CommonJS: dist/host-node.cjs. */
function host(): string {
  return fs.readFileSync(new URL('dist/host-node.cjs', homeDir()), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function base64(p: Program): string {
  return `\n//wasm:${Buffer.from(p.module).toString('base64')}`;
}

/** A file that Node runs. */
export function executableScript(p: Program): Uint8Array {
  const start = `
var __src = require('node:fs').readFileSync(__filename), __at = __src.lastIndexOf('\\n//wasm:') + 8;
module.exports.runProgram(WebAssembly.compile(Buffer.from(__src.subarray(__at).toString('latin1'), 'base64')), { args: [process.argv[1]].concat(process.argv.slice(2)), env: process.env, executable: __filename, initialPages: ${p.memoryPages}, maximumPages: ${p.maxPages} }).then(function (code) { process.exitCode = code; });
`;
  return Buffer.from(`${head()}${host()}\n${start}${base64(p)}`, 'latin1');
}

/** The script beside a bare module: runs it, whichever kind of module Node takes the script for. */
function loader(p: Program, wasm: string): Uint8Array {
  const start = `
(function () {
  var file = typeof __filename === 'string' ? __filename : process.argv[1];
  var load = typeof require === 'function' ? require : process.getBuiltinModule;
  var host = (function (require, module, exports) {
${host()}
    return module.exports;
  })(load, { exports: {} }, {});
  var fs = load('node:fs'), path = load('node:path');
  var real = fs.realpathSync(file);
  var module = WebAssembly.compile(fs.readFileSync(path.join(path.dirname(real), ${JSON.stringify(wasm)})));
  host.runProgram(module, { args: [process.argv[1]].concat(process.argv.slice(2)), env: process.env, executable: real, initialPages: ${p.memoryPages}, maximumPages: ${p.maxPages} }).then(function (code) { process.exitCode = code; });
})();
`;
  return Buffer.from(`${head()}${start}`, 'latin1');
}

/** Names that the ES module has for itself. */
const OWN_EXPORTS = ['run', 'start'];

async function esModule(p: Program): Promise<Uint8Array> {
  const names = exportNames(await WebAssembly.compile(p.module as Uint8Array<ArrayBuffer>));
  const text = `import { createRequire } from 'node:module';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
const host = (function (require, module, exports) {
${host()}
return module.exports;
})(createRequire(import.meta.url), { exports: {} }, {});
const file = fileURLToPath(import.meta.url);
let module = null, running = null;
function compile() {
  if (module === null) {
    const text = readFileSync(file);
    module = WebAssembly.compile(Buffer.from(text.subarray(text.lastIndexOf('\\n//wasm:') + 8).toString('latin1'), 'base64'));
  }
  return module;
}
/** Starts a program of its own: { exports, memory, done }. Options: args (without the program's name), env, imports. */
export async function start({ args = [], env = process.env, imports } = {}) {
  running = await host.startProgram(compile(), { args: [file, ...args], env, executable: file, initialPages: ${p.memoryPages}, maximumPages: ${p.maxPages}, imports });
  return running;
}
/** Runs the program; its exit code. */
export async function run(options) {
  return (await start(options)).done;
}
function call(name, args) {
  if (running === null) throw new Error('the Go program has not been started');
  return running.exports[name](...args);
}
${names.map((n, i) => `const $${i} = (...args) => call(${JSON.stringify(n)}, args);`).join('\n')}
${names.length === 0 ? '' : `export { ${names.map((n, i) => `$${i} as ${OWN_EXPORTS.includes(n) ? `$${n}` : JSON.stringify(n)}`).join(', ')} };`}
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(file)) process.exitCode = await run({ args: process.argv.slice(2) });
`;
  return Buffer.concat([Buffer.from(`${head()}${text}`, 'utf8'), Buffer.from(base64(p), 'latin1')]);
}
