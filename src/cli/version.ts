// gossamer version

import fs from 'node:fs';
import { Flags } from './flags.ts';
import { RELEASE } from '../build/context.ts';

export const USAGE = 'usage: go version [-m] [-v] [-json] [file ...]';

export function version(argv: readonly string[]): number {
  const f = new Flags('version', USAGE, { bools: ['m', 'v', 'json'], values: [] }, argv);
  if (f.args.length === 0) {
    process.stdout.write(`go version ${RELEASE} ${process.env['GOOS'] === 'wasip1' ? 'wasip1' : 'js'}/wasm\n`);
    return 0;
  }
  let code = 0;
  for (const file of f.args) {
    if (!fs.existsSync(file)) {
      process.stderr.write(`stat ${file}: no such file or directory\n`);
      code = 1;
      continue;
    }
    const bytes = fs.readFileSync(file);
    const ours = bytes.subarray(0, 4).equals(Buffer.from([0, 0x61, 0x73, 0x6d])) || bytes.lastIndexOf('\n//wasm:') > 0;
    if (ours) process.stdout.write(`${file}: ${RELEASE}\n`);
    else {
      process.stderr.write(`${file}: unrecognized file format\n`);
      code = 1;
    }
  }
  return code;
}
