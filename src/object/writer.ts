// Writes a package object. Equal inputs give equal bytes: everything is written in the order it is given, names in order of first use.

import { ByteWriter, encodeUtf8 } from '../base/bytes.ts';
import { type DataSymbol, SymKind } from '../abi/symbol.ts';
import type { FuncCode } from '../wasm/code.ts';
import { checksum, contractOf, FORMAT_VERSION, hashBytes, HEADER_WORDS, MAGIC, type ObjectMessage, type PackageInfo, Section } from './format.ts';
import { writeData, writeFunc } from './records.ts';

export interface ObjectInput extends PackageInfo {
  funcs: readonly FuncCode[];
  data: readonly DataSymbol[];
  exportData: Uint8Array;
  summaries: Uint8Array;
  bodies: Uint8Array;
  messages: readonly ObjectMessage[];
}

class Names {
  private readonly ids = new Map<string, number>();
  readonly hashes: number[] = [];
  readonly offsets: number[] = [0];
  readonly bytes = new ByteWriter(1 << 14);

  readonly id = (name: string): number => {
    let i = this.ids.get(name);
    if (i === undefined) {
      i = this.hashes.length;
      this.ids.set(name, i);
      const b = encodeUtf8(name);
      this.hashes.push(hashBytes(b, 0, b.length));
      this.bytes.bytes(b);
      this.offsets.push(this.bytes.len);
    }
    return i;
  };

  write(w: ByteWriter): void {
    w.u32(this.hashes.length);
    for (const h of this.hashes) w.u32(h);
    for (const o of this.offsets) w.u32(o);
    w.bytes(this.bytes.view());
  }
}

function writeInfo(w: ByteWriter, p: PackageInfo): void {
  w.str(p.path);
  w.str(p.name);
  w.str(p.variant);
  w.str(p.key);
  w.uleb(p.imports.length);
  for (const i of p.imports) { w.str(i.path); w.str(i.key); }
  w.str(p.initSym);
  w.uleb(p.wasmImports.length);
  for (const i of p.wasmImports) { w.str(i.sym); w.str(i.sig); }
  w.uleb(p.wasmExports.length);
  for (const e of p.wasmExports) { w.str(e.name); w.str(e.sym); w.str(e.sig); }
}

function writeMessages(w: ByteWriter, messages: readonly ObjectMessage[]): void {
  w.uleb(messages.length);
  for (const m of messages) { w.str(m.file); w.uleb(m.line); w.uleb(m.col); w.str(m.code); w.str(m.text); }
}

/** The bytes of a package object. */
export function writeObject(input: ObjectInput): Uint8Array {
  const names = new Names();
  const code = new ByteWriter(1 << 16);
  const data = new ByteWriter(1 << 16);
  const symbols = new ByteWriter(1 << 12);
  symbols.u32(input.funcs.length + input.data.length);
  for (const f of input.funcs) {
    const at = code.len;
    writeFunc(code, f, names.id);
    symbols.u32(names.id(f.name)); symbols.u32(SymKind.Func | (f.flags << 8) | (contractOf(f.abi, f.suspends) << 16)); symbols.u32(at); symbols.u32(code.len - at);
  }
  for (const d of input.data) {
    const at = data.len;
    writeData(data, d, names.id);
    symbols.u32(names.id(d.name)); symbols.u32(d.kind | (d.flags << 8)); symbols.u32(at); symbols.u32(data.len - at);
  }
  const info = new ByteWriter();
  writeInfo(info, input);
  const messages = new ByteWriter();
  writeMessages(messages, input.messages);
  const nameBytes = new ByteWriter(names.bytes.len + 8 * names.hashes.length + 64);
  names.write(nameBytes);

  const sections: Uint8Array[] = [info.view(), nameBytes.view(), symbols.view(), code.view(), data.view(), input.exportData, input.summaries,
    input.bodies, messages.view()];
  let size = 4 * HEADER_WORDS + 8 * Section.Count;
  const offsets = sections.map((s) => { const at = size; size = (size + s.length + 7) & ~7; return at; });
  const file = new Uint8Array(size);
  const words = new Uint32Array(file.buffer);
  words[0] = MAGIC;
  words[1] = FORMAT_VERSION;
  words[2] = size;
  words[5] = Section.Count;
  sections.forEach((s, i) => {
    words[HEADER_WORDS + 2 * i] = offsets[i]!;
    words[HEADER_WORDS + 2 * i + 1] = s.length;
    file.set(s, offsets[i]!);
  });
  [words[3], words[4]] = checksum(words, 5);
  return file;
}
