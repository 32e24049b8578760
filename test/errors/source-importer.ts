// Importing packages from source, recursively, for tests of the checker: no export data needed. The list of packages (path, folder,
// files, import map; as `go list` gives them) is read from a table.

import { readFileSync } from 'node:fs';
import { FileSet } from '../../src/source/pos.ts';
import { type Diagnostic, DiagnosticSink } from '../../src/source/diagnostic.ts';
import type { SourceUnit } from '../../src/syntax/ast.ts';
import { NodeIds, parseFile } from '../../src/syntax/parser/parse.ts';
import { Package } from '../../src/types/objects.ts';
import { type CheckConfig, checkPackage, defaultConfig, type Importer } from '../../src/types/check/check.ts';

interface Entry { path: string; dir: string; files: string[]; map: Map<string, string> }

export class SourceImporter implements Importer {
  readonly fset: FileSet;
  readonly table: Map<string, Entry> = new Map();
  readonly packages: Map<string, Package | string> = new Map();
  readonly errors: { path: string; diag: Diagnostic }[] = [];
  bodies = false;
  lines = 0;
  parseMs = 0;
  checkMs = 0;

  constructor(fset: FileSet, tablePath: string) {
    this.fset = fset;
    for (const line of readFileSync(tablePath, 'utf8').split('\n')) {
      const [path, dir, files, map] = line.split('\t');
      if (!path || !dir) continue;
      const m = new Map<string, string>();
      for (const kv of (map ?? '').split(',')) if (kv !== '') m.set(kv.slice(0, kv.indexOf('=')), kv.slice(kv.indexOf('=') + 1));
      this.table.set(path, { path, dir, files: (files ?? '').split(',').filter((f) => f !== ''), map: m });
    }
  }

  import(path: string): Package | string {
    const known = this.packages.get(path);
    if (known !== undefined) return known;
    const e = this.table.get(path);
    if (e === undefined) return `package ${path} is not in std`;
    this.packages.set(path, 'import cycle');
    const r = this.load(e);
    this.packages.set(path, r);
    return r;
  }

  private load(e: Entry): Package {
    const sink = new DiagnosticSink();
    const ids = new NodeIds();
    const t0 = performance.now();
    const units: SourceUnit[] = e.files.map((f) => {
      const bytes = readFileSync(`${e.dir}/${f}`);
      const u = parseFile(this.fset, `${e.dir}/${f}`, bytes, sink, ids);
      this.lines += this.fset.files[u.file]!.lines.length;
      return u;
    });
    this.parseMs += performance.now() - t0;
    const importer: Importer = { import: (p) => this.import(e.map.get(p) ?? p) };
    // Dependencies first, so that the time is this package's own.
    for (const u of units) for (const s of u.imports) {
      const p = s.y === null ? '' : s.y.name.slice(1, -1);
      if (p !== 'unsafe' && p !== 'C') importer.import(p);
    }
    const config: CheckConfig = { ...defaultConfig, goVersion: 'go1.26', ignoreFuncBodies: !this.bodies, nodeCount: ids.next };
    const t1 = performance.now();
    const { pkg } = checkPackage(e.path, '', units, this.fset, importer, config, sink);
    this.checkMs += performance.now() - t1;
    for (const diag of sink.list) this.errors.push({ path: e.path, diag });
    return pkg;
  }
}

export function formatDiagnostic(fset: FileSet, d: Diagnostic): string {
  const p = fset.position(d.pos);
  return `${p.file.replace(/^.*\/src\//, '')}:${p.line}:${p.col}: ${d.message}`
    + d.notes.map((n) => { const q = fset.position(n.pos); return `\n\t${q.file.replace(/.*\//, '')}:${q.line}:${q.col}: ${n.message}`; }).join('');
}
