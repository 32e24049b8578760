// gossamer build: compile packages; write the executable of a main package.
//
// Output by the name of -o: "x.wasm" the module alone, anything else an executable script: the host code, then the module in
// base64 in a last line that is a comment.

import fs from 'node:fs';
import path from 'node:path';
import { BUILD_FLAGS, homeDir, openSession, printTiming, type Session } from './build-flags.ts';
import { Flags } from './flags.ts';
import { BuildError } from '../build/system.ts';
import type { Package } from '../build/package.ts';
import type { Program } from '../build/build.ts';
import { executableName } from './run.ts';

export const USAGE = 'usage: go build [-o output] [build flags] [packages]';

export async function build(argv: readonly string[]): Promise<number> {
  const f = new Flags('build', USAGE, BUILD_FLAGS, argv, process.env['GOFLAGS']);
  const s = await openSession(f);
  try {
    const roots = s.builder.load(f.args);
    for (const w of s.loader.warnings) process.stderr.write(`${w}\n`);
    if (roots.length === 0) {
      if (f.value('o') !== '') throw new BuildError('no packages to build');
      return 0;
    }
    const mains = roots.filter((p) => p.name === 'main');
    const output = f.value('o');
    const isDir = output !== '' && (output.endsWith('/') || fs.statSync(output, { throwIfNoEntry: false })?.isDirectory() === true);
    if (output !== '' && !isDir && roots.length > 1) throw new BuildError(`go: cannot write multiple packages to non-directory ${output}`);
    if (isDir && mains.length === 0) throw new BuildError('go: no main packages to build');
    if (mains.length === 0 || (roots.length > 1 && !isDir)) await s.builder.compile(roots);
    else for (const m of mains) await writeProgram(s, m, outputFile(m, output, isDir, f.args));
    process.stderr.write(s.builder.notes);
    printTiming(s, f);
  } finally {
    s.close();
  }
  return 0;
}

function outputFile(m: Package, output: string, isDir: boolean, args: readonly string[]): string {
  const name = executableName(m.path, path.basename(args[0] ?? ''));
  return output === '' ? name : isDir ? path.join(output, name) : output;
}

async function writeProgram(s: Session, m: Package, file: string): Promise<void> {
  const p = await s.builder.program(m, s.link);
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new BuildError(`build output "${file}" already exists and is a directory`);
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  if (file.endsWith('.wasm')) fs.writeFileSync(file, p.module);
  else fs.writeFileSync(file, executableScript(p), { mode: 0o755 });
}

/** A file that Node runs. The host code is dist/host-node.cjs. */
export function executableScript(p: Program): Uint8Array {
  const host = fs.readFileSync(new URL('dist/host-node.cjs', homeDir()), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const start = `
var __src = require('node:fs').readFileSync(__filename), __at = __src.lastIndexOf('\\n//wasm:') + 8;
module.exports.runProgram(WebAssembly.compile(Buffer.from(__src.subarray(__at).toString('latin1'), 'base64')), { args: [process.argv[1]].concat(process.argv.slice(2)), env: process.env, executable: __filename, initialPages: ${p.memoryPages}, maximumPages: ${p.maxPages} }).then(function (code) { process.exitCode = code; });
`;
  return Buffer.from(`#!/usr/bin/env node\n${host}\n${start}\n//wasm:${Buffer.from(p.module).toString('base64')}`, 'latin1');
}
