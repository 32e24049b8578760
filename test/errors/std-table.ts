// The table of std packages for SourceImporter, made once per machine by the real go command.

import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function stdTable(): string {
  const file = join(tmpdir(), 'gossamer-std-table.tsv');
  if (!existsSync(file)) {
    const format = '{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles ","}}\t{{range $k,$v := .ImportMap}}{{$k}}={{$v}},{{end}}';
    writeFileSync(file, execFileSync('go', ['list', '-f', format, 'std'], { env: { ...process.env, CGO_ENABLED: '0' }, maxBuffer: 1 << 26 }));
  }
  return file;
}

export function goroot(): string { return execFileSync('go', ['env', 'GOROOT']).toString().trim(); }
