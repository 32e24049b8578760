// The --size report: bytes of the linked module and of its memory by package.

import { SymKind } from '../abi/symbol.ts';
import type { Layout } from './layout.ts';
import type { LinkFunc, Program } from './program.ts';

export interface SizeRow { name: string; funcs: number; code: number; rodata: number; data: number; bss: number; meta: number }

/** One row per package (largest first), '(linker)' for what the linker made, '(module)' with the whole size in `code`. */
export function sizeRows(p: Program, funcs: readonly LinkFunc[], codeSizes: Int32Array, layout: Layout, module: Uint8Array): SizeRow[] {
  const rows = new Map<number, SizeRow>();
  const row = (obj: number): SizeRow => {
    let r = rows.get(obj);
    if (r === undefined) {
      r = { name: obj < 0 ? '(linker)' : p.objects[obj]!.info.path, funcs: 0, code: 0, rodata: 0, data: 0, bss: 0, meta: 0 };
      rows.set(obj, r);
    }
    return r;
  };
  funcs.forEach((f, i) => { const r = row(f.obj); r.funcs++; r.code += codeSizes[i]!; r.meta += f.meta.length; });
  for (const d of p.data) {
    const r = row(d.obj);
    if (d.kind === SymKind.RoData) r.rodata += d.size;
    else if (d.kind === SymKind.Bss) r.bss += d.size;
    else r.data += d.size;
  }
  row(-1).meta += layout.metaSize - [...rows.values()].reduce((n, r) => n + r.meta, 0);
  const list = [...rows.values()].sort((a, b) => b.code + b.rodata + b.data + b.meta - (a.code + a.rodata + a.data + a.meta) || (a.name < b.name ? -1 : 1));
  list.push({ name: '(module)', funcs: funcs.length, code: module.length, rodata: 0, data: 0, bss: 0, meta: 0 });
  return list;
}

/** The report as text. */
export function sizeReport(rows: readonly SizeRow[]): string {
  const cell = (x: number): string => String(x).padStart(10);
  const lines = [`${['code', 'rodata', 'data', 'bss', 'meta', 'funcs'].map((h) => h.padStart(10)).join('')}  package`];
  for (const r of rows) lines.push(`${cell(r.code)}${cell(r.rodata)}${cell(r.data)}${cell(r.bss)}${cell(r.meta)}${cell(r.funcs)}  ${r.name}`);
  return `${lines.join('\n')}\n`;
}
