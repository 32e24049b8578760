// Text of a package object for debugging: facts, symbols, relocations, bytes.

import { type Reloc, RelocKind, SymFlag, SymKind } from '../abi/symbol.ts';
import { Abi } from '../ssa/func.ts';
import { BodyReader } from '../ssa/serialize.ts';
import { Section, sectionNames } from '../object/format.ts';
import type { ObjectReader } from '../object/reader.ts';

export interface DumpOptions {
  /** Only symbols whose name contains this. */
  match?: string;
  /** Bytes and relocations too. */
  full?: boolean;
}

const kindNames: Record<number, string> = { [SymKind.Func]: 'func', [SymKind.RoData]: 'rodata', [SymKind.Data]: 'data', [SymKind.Bss]: 'bss' };
const relocNames: Record<number, string> = {
  [RelocKind.FuncIndex]: 'FuncIndex', [RelocKind.TableFunc]: 'TableFunc', [RelocKind.TableIndex]: 'TableIndex', [RelocKind.DataAddr]: 'DataAddr',
  [RelocKind.MemOffset]: 'MemOffset', [RelocKind.TypeIndex]: 'TypeIndex', [RelocKind.FuncInfo]: 'FuncInfo', [RelocKind.Addr64]: 'Addr64',
  [RelocKind.Addr32]: 'Addr32', [RelocKind.Table64]: 'Table64', [RelocKind.Table32]: 'Table32', [RelocKind.Closure64]: 'Closure64', [RelocKind.Keep]: 'Keep',
  [RelocKind.UsedInIface]: 'UsedInIface', [RelocKind.IfaceMethod]: 'IfaceMethod', [RelocKind.ReflectMethod]: 'ReflectMethod',
};

function flagText(flags: number): string {
  return `${flags & SymFlag.DupOk ? ' dupok' : ''}${flags & SymFlag.Root ? ' root' : ''}${flags & SymFlag.Local ? ' local' : ''}`;
}

function abiText(abi: number): string {
  return abi === Abi.Table ? 'table' : `${abi & Abi.Ctx ? 'c' : ''}${abi & Abi.Depth ? 'd' : ''}${abi & Abi.Flag ? 'f' : ''}` || 'plain';
}

function hex(out: string[], b: Uint8Array): void {
  for (let i = 0; i < b.length; i += 16) {
    const row = b.subarray(i, i + 16);
    const text = [...row].map((x) => (x >= 32 && x < 127 ? String.fromCharCode(x) : '.')).join('');
    out.push(`    ${i.toString(16).padStart(4, '0')}  ${[...row].map((x) => x.toString(16).padStart(2, '0')).join(' ').padEnd(47)}  ${text}`);
  }
}

function relocs(out: string[], list: readonly Reloc[]): void {
  for (const r of list) {
    out.push(`    ${r.offset.toString(16).padStart(4, '0')}  ${relocNames[r.kind] ?? r.kind} ${r.name.replace('\0', '.')}${r.addend ? ` + ${r.addend}` : ''}`);
  }
}

/** The listing, with a newline at its end. */
export function dumpObject(o: ObjectReader, options: DumpOptions = {}): string {
  const out: string[] = [];
  const { info } = o;
  const match = options.match ?? '';
  if (match === '') {
    out.push(`object ${info.path} (package ${info.name}) variant ${info.variant} key ${info.key}`, `  size ${o.bytes.length}:` +
      sectionNames.map((n, i) => ` ${n} ${o.section(i as Section).length}`).join(','));
    out.push(`  imports: ${info.imports.map((i) => i.path).join(' ')}`, `  init: ${info.initSym || 'none'}`);
    for (const i of info.wasmImports) out.push(`  wasm import ${i.sym.replace('\0', '.')} ${i.sig}`);
    for (const e of info.wasmExports) out.push(`  wasm export ${e.name} = ${e.sym} ${e.sig}`);
    for (const m of o.messages) out.push(`  message ${m.file}:${m.line}:${m.col}: ${m.text}`);
    const bodies = o.bodies.length > 0 ? new BodyReader(o.bodies).names() : [];
    if (bodies.length > 0) out.push(`  inlinable: ${bodies.join(' ')}`);
  }
  for (let d = 0; d < o.numDefs; d++) {
    const name = o.name(o.defName(d));
    if (!name.includes(match)) continue;
    const kind = o.defKind(d);
    if (kind === SymKind.Func) dumpFunc(out, o, d, options.full === true);
    else dumpData(out, o, d, name, kindNames[kind]!, options.full === true);
  }
  return `${out.join('\n')}\n`;
}

function dumpFunc(out: string[], o: ObjectReader, d: number, full: boolean): void {
  const f = o.func(d);
  out.push(`func ${f.name} ${f.sig} abi ${abiText(f.abi)}${flagText(f.flags)} code ${f.code.length}${f.resume ? ` resume ${f.resume.code.length}` : ''} meta ${f.meta.length} ` +
    `cost ${f.cost} bound ${f.bound} suspends ${f.suspends}${f.checked ? ' checked' : ''}` +
    (f.info ? ` frame ${f.info.frameSize} flags ${f.info.flags} line ${f.info.startLine} args ${f.info.nargs}` : ''));
  if (!full) return;
  hex(out, f.code);
  relocs(out, f.relocs);
  if (f.meta.length > 0) { out.push('   meta'); hex(out, f.meta); relocs(out, f.metaRelocs); }
  if (f.resume) { out.push('   resume'); hex(out, f.resume.code); relocs(out, f.resume.relocs); }
}

function dumpData(out: string[], o: ObjectReader, d: number, name: string, kind: string, full: boolean): void {
  const s = o.data(d);
  const mask = [...s.ptrmask].map((b) => b.toString(16).padStart(2, '0')).join('');
  out.push(`${kind} ${name} size ${s.size} align ${s.align}${flagText(s.flags)}${mask ? ` ptrs ${mask}` : ''}`);
  if (!full) return;
  hex(out, s.bytes);
  relocs(out, s.relocs);
}
