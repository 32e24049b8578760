// Variables with //go:embed: string, []byte and embed.FS get the files' contents as data. https://pkg.go.dev/embed
//
// embed.FS is struct { files *[]file }, file is struct { name, data string; hash [16]byte }. The list is sorted by directory, then by
// last element, and holds all directories on the way with a trailing slash. The hash stays zero: nothing reads it.

import { SymKind } from '../../abi/symbol.ts';
import { Kind } from '../../syntax/ast.ts';
import { isEmbed, parseEmbedPatterns } from '../../syntax/directives.ts';
import { Token } from '../../syntax/token.ts';
import type { Pos } from '../../source/pos.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { typeString } from '../../types/typestring.ts';
import { under } from '../../types/under.ts';
import { isString } from '../../types/predicates.ts';
import { fail } from '../../base/internal-error.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { DataWriter, utf8 } from './writer.ts';

export interface EmbeddedFile { name: string; bytes: Uint8Array }

const FILE_SIZE = 48;

/** Adds the data of all embedded variables. embeds: files by pattern. */
export function embedVariables(u: UnitBuilder, embeds: Readonly<Record<string, readonly EmbeddedFile[]>>, report: (pos: Pos, message: string) => void): void {
  for (const f of u.files) {
    for (const d of f.decls) {
      if (d.kind !== Kind.GenDecl || d.op !== Token.Var) continue;
      for (const spec of d.list) {
        const directives = (f.declDirectives.get(spec.id) ?? []).filter((x) => isEmbed(x.text));
        const v = spec.list.length === 1 ? u.info.defs[spec.list[0]!.id] ?? null : null;
        if (directives.length === 0 || v === null) continue;
        const files = new Map<string, EmbeddedFile>();
        for (const x of directives) {
          for (const p of parseEmbedPatterns(x.text)) {
            const list = embeds[p];
            if (list === undefined) report(x.pos, `invalid go:embed: build system did not map pattern: ${p}`);
            else for (const e of list) files.set(e.name, e);
          }
        }
        embedVariable(u, u.varSym(v), v.type!, [...files.values()], (message) => report(spec.list[0]!.pos, message));
      }
    }
  }
}

function embedVariable(u: UnitBuilder, sym: string, t: Type, files: EmbeddedFile[], report: (message: string) => void): void {
  const bytes = isByteSlice(t);
  if (!isString(t) && !bytes && !isFS(t)) {
    report(`go:embed cannot apply to var of type ${typeString(t, u.pkg)}`);
    return;
  }
  const l = u.layouts.of(t);
  const w = new DataWriter(l.size);
  if (isString(t) || bytes) {
    if (files.length !== 1) {
      report(`invalid go:embed: multiple files for type ${bytes ? '[]byte' : 'string'}`);
      return;
    }
    const data = files[0]!.bytes;
    w.addr64(0, contents(u, `${sym}..embed`, data, bytes));
    w.u64(8, data.length);
    if (bytes) w.u64(16, data.length);
  } else {
    w.addr64(0, fileList(u, sym, files));
  }
  u.addData(w.symbol(sym, SymKind.Data, l.align, 0, u.layouts.ptrmask(t)));
}

function isByteSlice(t: Type): boolean {
  const s = under(t);
  if (s.kind !== TypeKind.Slice) return false;
  const e = under(s.elem!);
  return e.kind === TypeKind.Basic && e.basic === Basic.Uint8;
}

function isFS(t: Type): boolean {
  return t.kind === TypeKind.Named && t.obj!.name === 'FS' && t.obj!.pkg?.path === 'embed';
}

/** Symbol of a file's contents. */
function contents(u: UnitBuilder, name: string, data: Uint8Array, writable: boolean): string {
  if (u.hasData(name)) return name;
  u.addData({ name, kind: writable ? SymKind.Data : SymKind.RoData, align: 1, size: data.length, bytes: data, ptrmask: new Uint8Array(0), relocs: [], flags: 0 });
  return name;
}

/** The []file of an embed.FS: slice header and array. */
function fileList(u: UnitBuilder, sym: string, files: readonly EmbeddedFile[]): string {
  const all = new Map<string, EmbeddedFile | null>();
  for (const f of files) {
    all.set(f.name, f);
    for (let i = f.name.lastIndexOf('/'); i > 0; i = f.name.lastIndexOf('/', i - 1)) all.set(`${f.name.slice(0, i)}/`, null);
  }
  const list = [...all.keys()].sort(compareNames);
  const w = new DataWriter(24 + FILE_SIZE * list.length);
  const name = `${sym}..files`;
  w.addr64(0, name, 24);
  w.u64(8, list.length);
  w.u64(16, list.length);
  list.forEach((n, i) => {
    const at = 24 + FILE_SIZE * i;
    const text = utf8(n);
    w.addr64(at, u.stringData(text));
    w.u64(at + 8, text.length);
    const f = all.get(n);
    if (f === undefined) fail(`embedded file ${n}`);
    if (f === null || f.bytes.length === 0) return;
    w.addr64(at + 16, contents(u, `${u.pkg.path}..embed.${n}`, f.bytes, false));
    w.u64(at + 24, f.bytes.length);
  });
  u.addData(w.symbol(name, SymKind.RoData, 8, 0));
  return name;
}

/** By directory, then by last element, bytewise. */
function compareNames(a: string, b: string): number {
  const split = (s: string): [string, string] => {
    const t = s.endsWith('/') ? s.slice(0, -1) : s;
    const i = t.lastIndexOf('/');
    return i < 0 ? ['.', utf8(t)] : [utf8(t.slice(0, i)), utf8(t.slice(i + 1))];
  };
  const [da, ea] = split(a);
  const [db, eb] = split(b);
  return da !== db ? (da < db ? -1 : 1) : ea < eb ? -1 : ea > eb ? 1 : 0;
}
