// gossamer version

import fs from 'node:fs';
import path from 'node:path';
import { Flags, UsageError } from './flags.ts';
import { fileStat } from './output.ts';
import { RELEASE } from '../build/context.ts';

export const USAGE = 'usage: go version [-m] [-v] [-json] [file ...]';

export function version(argv: readonly string[]): number {
  const f = new Flags('version', USAGE, { bools: ['m', 'v', 'json'], values: [] }, argv);
  if (f.args.length === 0) {
    if (f.bool('m') || f.bool('v')) throw new UsageError(`go: 'go version' only accepts ${f.bool('m') ? '-m' : '-v'} flag with arguments`);
    process.stdout.write(`go version ${RELEASE} ${process.env['GOOS'] === 'wasip1' ? 'wasip1' : 'js'}/wasm\n`);
    return 0;
  }
  let code = 0;
  for (const file of f.args) {
    const st = fileStat(file);
    if (st === null) {
      process.stderr.write(`stat ${file}: no such file or directory\n`);
      code = 1;
    } else if (st.isDirectory()) scan(file, f.bool('v'));
    else if (!printVersion(file, true)) code = 1;
  }
  return code;
}

/** Prints the version of a program that we built; whether it is one. */
function printVersion(file: string, complain: boolean): boolean {
  const bytes = fs.readFileSync(file);
  const ours = bytes.subarray(0, 4).equals(Buffer.from([0, 0x61, 0x73, 0x6d])) || bytes.lastIndexOf('\n//wasm:') > 0;
  if (ours) process.stdout.write(`${file}: ${RELEASE}\n`);
  else if (complain) process.stderr.write(`${file}: unrecognized file format\n`);
  return ours;
}

/** The programs below a directory; complain: -v. */
function scan(dir: string, complain: boolean): void {
  for (const e of fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(dir, e.name);
    if (e.isDirectory()) scan(file, complain);
    else if (e.isFile() && ((fileStat(file)?.mode ?? 0) & 0o111) !== 0) printVersion(file, complain);
  }
}
