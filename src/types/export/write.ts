// Writes export data (format.ts). Types are numbered in the order in which they are met, starting from the objects in order of
// their names, so that equal packages give equal bytes.

import { InternalError } from '../../base/internal-error.ts';
import { ByteWriter } from '../../base/bytes.ts';
import { encodeConst } from '../../constant/constant.ts';
import type { FileSet, Pos } from '../../source/pos.ts';
import type { Node, SourceUnit } from '../../syntax/ast.ts';
import { emptyTuple } from '../basic-types.ts';
import { assignTypeGen } from '../linkname.ts';
import { isLocalClone, namedMethods, typeParams } from '../named.ts';
import { Obj, ObjKind, Package } from '../objects.ts';
import { type Info, Type, TypeKind } from '../types.ts';
import { unalias, under } from '../under.ts';
import { FIRST_TYPE, FuncFlag, MAGIC, ObjTag, predeclaredTypes, TypeTag } from './format.ts';

export interface ExportInput {
  pkg: Package;
  fset: FileSet;
  units: readonly SourceUnit[];
  /** Bytes of a unit's file. */
  text(unit: SourceUnit): Uint8Array;
  info: Info;
}

export function writeExport(input: ExportInput): Uint8Array {
  assignTypeGen(input.info.localTypes);
  return new ExportWriter(input).write();
}

class ExportWriter {
  private readonly input: ExportInput;
  private readonly pkg: Package;
  private readonly strings: Map<string, number> = new Map();
  private readonly packages: Map<string, number> = new Map();
  private readonly packageList: Package[] = [];
  private readonly positions: { file: number; line: number; col: number }[] = [];
  private readonly positionIndex: Map<string, number> = new Map();
  private readonly fileNames: string[] = [];
  private readonly fileIndex: Map<string, number> = new Map();
  /** By index into fileNames: unit of a file that has generic bodies, for its imports. */
  private readonly fileUnits: (SourceUnit | null)[] = [];
  private readonly types: Map<Type, number> = new Map();
  private readonly queue: Type[] = [];
  private readonly typeData = new ByteWriter(1 << 14);
  private readonly typeOffsets: number[] = [];
  /** Package-level objects and leaked local types by name in the index. */
  private readonly objects: { name: string; obj: Obj }[] = [];
  private readonly leaked: Map<Type, string> = new Map();

  constructor(input: ExportInput) {
    this.input = input;
    this.pkg = input.pkg;
    for (let i = 0; i < predeclaredTypes.length; i++) this.types.set(predeclaredTypes[i]!, i);
    this.package(this.pkg);
    for (const p of [...this.pkg.imports].sort(byPath)) this.package(p);
  }

  write(): Uint8Array {
    for (const [name, obj] of this.pkg.scope.elems) if (name !== '_' && obj.kind !== ObjKind.PkgName) this.objects.push({ name, obj });
    this.objects.sort(byName);
    const objData = new ByteWriter(1 << 14);
    const offsets: number[] = [];
    for (const o of this.objects) {
      offsets.push(objData.len);
      this.object(objData, o.obj);
    }
    for (let i = 0; i < this.queue.length; i++) {
      this.typeOffsets.push(this.typeData.len);
      this.type(this.typeData, this.queue[i]!);
    }
    // Local types met on the way become objects; their type records exist already.
    const index = this.objects.map((o, i) => ({ name: o.name, offset: offsets[i]! }));
    for (const [t, name] of this.leaked) {
      index.push({ name, offset: objData.len });
      objData.u8(ObjTag.Type);
      objData.uleb(this.typeNumber(t));
    }
    index.sort(byName);
    return this.assemble(index, objData);
  }

  private assemble(index: { name: string; offset: number }[], objData: ByteWriter): Uint8Array {
    const tail = new ByteWriter(1 << 14);
    const packages = this.packageList;
    tail.uleb(packages.length);
    for (const p of packages) {
      tail.uleb(this.string(p.path));
      tail.uleb(this.string(p.name));
    }
    this.files(tail);
    const pos = new ByteWriter();
    pos.uleb(this.positions.length);
    let file = 0;
    let line = 0;
    for (const p of this.positions) {
      pos.sleb(p.file - file);
      pos.sleb(p.line - line);
      pos.uleb(p.col);
      file = p.file;
      line = p.line;
    }
    tail.blob(pos.view());
    table(tail, this.typeOffsets, this.typeData);
    tail.uleb(index.length);
    for (const o of index) {
      tail.u32(this.string(o.name));
      tail.u32(o.offset);
    }
    tail.blob(objData.view());

    const out = new ByteWriter(tail.len * 2);
    out.u32(MAGIC);
    out.str(this.pkg.path);
    out.str(this.pkg.name);
    out.str(this.pkg.goVersion);
    const texts = new ByteWriter(1 << 12);
    const textOffsets: number[] = [];
    for (const s of this.strings.keys()) {
      textOffsets.push(texts.len);
      texts.str(s);
    }
    table(out, textOffsets, texts);
    out.bytes(tail.view());
    return out.finish();
  }

  private files(w: ByteWriter): void {
    w.uleb(this.fileNames.length);
    for (let i = 0; i < this.fileNames.length; i++) {
      const unit = this.fileUnits[i]!;
      w.uleb(this.string(this.fileNames[i]!));
      w.uleb(this.string(unit === null ? '' : unit.goVersion));
      const imports = unit === null ? [] : unit.imports;
      w.uleb(imports.length);
      for (const spec of imports) {
        w.uleb(this.string(spec.x === null ? '' : spec.x.name));
        w.uleb(this.string(spec.y!.name.slice(1, -1)));
      }
    }
  }

  // --- references ----------------------------------------------------------------------------------------------------------------

  private string(s: string): number {
    let n = this.strings.get(s);
    if (n === undefined) {
      n = this.strings.size;
      this.strings.set(s, n);
    }
    return n;
  }

  private package(p: Package): number {
    let n = this.packages.get(p.path);
    if (n === undefined) {
      n = this.packageList.length;
      this.packages.set(p.path, n);
      this.packageList.push(p);
    }
    return n;
  }

  private file(name: string, unit: SourceUnit | null): number {
    let n = this.fileIndex.get(name);
    if (n === undefined) {
      n = this.fileNames.length;
      this.fileIndex.set(name, n);
      this.fileNames.push(name);
      this.fileUnits.push(null);
    }
    if (unit !== null) this.fileUnits[n] = unit;
    return n;
  }

  private pos(w: ByteWriter, pos: Pos): void {
    if (pos <= 0) {
      w.u8(0);
      return;
    }
    const p = this.input.fset.position(pos);
    const file = this.file(p.file, null);
    const key = `${file}:${p.line}:${p.col}`;
    let n = this.positionIndex.get(key);
    if (n === undefined) {
      n = this.positions.length;
      this.positionIndex.set(key, n);
      this.positions.push({ file, line: p.line, col: p.col });
    }
    w.uleb(n + 1);
  }

  private typeNumber(t: Type): number {
    if (t.kind === TypeKind.Alias && !this.keepsName(t)) t = unalias(t);
    let n = this.types.get(t);
    if (n === undefined) {
      n = FIRST_TYPE + this.queue.length;
      this.types.set(t, n);
      this.queue.push(t);
    }
    return n;
  }

  /** Local aliases are replaced by what they stand for. */
  private keepsName(t: Type): boolean {
    if (this.types.has(t)) return true;
    const o = t.obj!;
    return o.pkg === null || o.pkg !== this.pkg || o.parent === this.pkg.scope;
  }

  private ref(w: ByteWriter, t: Type | null): void {
    if (t === null) throw new InternalError(`export of package ${this.pkg.path}: missing type`);
    w.uleb(this.typeNumber(t));
  }

  private refs(w: ByteWriter, list: readonly Type[]): void {
    w.uleb(list.length);
    for (const t of list) this.ref(w, t);
  }

  // --- objects -------------------------------------------------------------------------------------------------------------------

  private object(w: ByteWriter, o: Obj): void {
    switch (o.kind) {
      case ObjKind.Const:
        w.u8(ObjTag.Const);
        this.pos(w, o.pos);
        this.ref(w, o.type);
        w.uleb(this.string(encodeConst(o.value!)));
        return;
      case ObjKind.TypeName:
        w.u8(ObjTag.Type);
        this.ref(w, o.type);
        return;
      case ObjKind.Var:
        w.u8(ObjTag.Var);
        this.pos(w, o.pos);
        this.ref(w, o.type);
        w.uleb(this.string(o.linkname));
        w.uleb(o.pragma);
        return;
      case ObjKind.Func:
        w.u8(ObjTag.Func);
        this.func(w, o, o.type!.tparams.length > 0);
        return;
      default: throw new InternalError(`export of object kind ${o.kind} ${o.name}`);
    }
  }

  /** Position, signature, flags, pragma, linkname, body. */
  private func(w: ByteWriter, o: Obj, generic: boolean): void {
    this.pos(w, o.pos);
    this.ref(w, o.type);
    const body = generic && o.decl !== null && o.decl.w !== null;
    w.u8((o.linkname !== '' ? FuncFlag.Linkname : 0) | (body ? FuncFlag.Body : 0));
    w.uleb(o.pragma);
    if (o.linkname !== '') w.uleb(this.string(o.linkname));
    if (body) this.body(w, o.decl!);
  }

  private body(w: ByteWriter, decl: Node): void {
    const src = this.input.fset.fileOf(decl.pos)!;
    const unit = this.input.units.find((u) => this.input.fset.files[u.file] === src);
    if (unit === undefined) throw new InternalError(`export of ${decl.x!.name}: no source`);
    const at = src.position(decl.pos);
    w.uleb(this.file(at.file, unit));
    w.uleb(at.line);
    w.uleb(at.col);
    let before = 0;
    for (const t of this.input.info.localTypes) if (t.pos < decl.pos && !t.isAlias) before++;
    w.uleb(before);
    w.blob(this.input.text(unit).subarray(decl.pos - src.base, decl.end - src.base));
  }

  // --- types -------------------------------------------------------------------------------------------------------------------

  private type(w: ByteWriter, t: Type): void {
    switch (t.kind) {
      case TypeKind.Array:
        w.u8(TypeTag.Array);
        w.f64(t.len);
        this.ref(w, t.elem);
        return;
      case TypeKind.Slice: this.elem(w, TypeTag.Slice, t); return;
      case TypeKind.Pointer: this.elem(w, TypeTag.Pointer, t); return;
      case TypeKind.Map:
        w.u8(TypeTag.Map);
        this.ref(w, t.key);
        this.ref(w, t.elem);
        return;
      case TypeKind.Chan:
        w.u8(TypeTag.Chan);
        w.u8(t.dir);
        this.ref(w, t.elem);
        return;
      case TypeKind.Struct: this.struct(w, t); return;
      case TypeKind.Signature: this.signature(w, t); return;
      case TypeKind.Interface: this.iface(w, t); return;
      case TypeKind.Union:
        w.u8(TypeTag.Union);
        w.uleb(t.embeddeds.length);
        t.embeddeds.forEach((e, i) => {
          w.u8(t.tildes[i] ? 1 : 0);
          this.ref(w, e);
        });
        return;
      case TypeKind.TypeParam:
        w.u8(TypeTag.TypeParam);
        w.uleb(this.string(t.obj!.name));
        this.pos(w, t.obj!.pos);
        w.uleb(t.index);
        this.ref(w, t.constraint);
        return;
      case TypeKind.Named: case TypeKind.Alias: this.named(w, t); return;
      default: throw new InternalError(`export of type kind ${t.kind}`);
    }
  }

  private elem(w: ByteWriter, tag: TypeTag, t: Type): void {
    w.u8(tag);
    this.ref(w, t.elem);
  }

  /** Name of a field or method with its package (0: this one or irrelevant). */
  private member(w: ByteWriter, o: Obj): void {
    w.uleb(this.string(o.name));
    w.uleb(o.pkg === null ? 0 : this.package(o.pkg));
    this.pos(w, o.pos);
  }

  private struct(w: ByteWriter, t: Type): void {
    w.u8(TypeTag.Struct);
    w.uleb(t.fields.length);
    t.fields.forEach((f, i) => {
      const tag = t.tags[i] ?? '';
      this.member(w, f);
      w.u8((f.embedded ? 1 : 0) | (tag !== '' ? 2 : 0));
      this.ref(w, f.type);
      if (tag !== '') w.uleb(this.string(tag));
    });
  }

  private vars(w: ByteWriter, list: readonly Obj[]): void {
    w.uleb(list.length);
    for (const v of list) {
      w.uleb(this.string(v.name));
      this.ref(w, v.type);
    }
  }

  private signature(w: ByteWriter, t: Type): void {
    w.u8(TypeTag.Signature);
    w.u8(t.variadic ? 1 : 0);
    this.refs(w, t.tparams);
    this.refs(w, t.recvTparams);
    this.vars(w, (t.params ?? emptyTuple).fields);
    this.vars(w, (t.results ?? emptyTuple).fields);
  }

  private iface(w: ByteWriter, t: Type): void {
    w.u8(TypeTag.Interface);
    w.u8(t.implicit ? 1 : 0);
    w.uleb(t.methods.length);
    for (const m of t.methods) {
      this.member(w, m);
      this.ref(w, m.type);
    }
    this.refs(w, t.embeddeds);
  }

  private named(w: ByteWriter, t: Type): void {
    const o = t.obj!;
    if (t.origin !== null) {
      if (isLocalClone(t)) throw new InternalError(`export of an instance of local type ${o.name}`);
      w.u8(TypeTag.Instance);
      this.ref(w, t.origin);
      this.refs(w, t.targs);
      return;
    }
    const local = o.gen > 0;
    if (o.pkg !== this.pkg) {
      w.u8(TypeTag.Imported);
      w.uleb(this.package(o.pkg!));
      w.uleb(this.string(local ? `${o.name}·${o.gen}` : o.name));
      return;
    }
    w.u8(t.kind === TypeKind.Alias ? TypeTag.Alias : TypeTag.Named);
    w.uleb(this.string(o.name));
    this.pos(w, o.pos);
    if (t.kind === TypeKind.Alias) {
      this.refs(w, t.tparams);
      this.ref(w, t.elem);
      return;
    }
    w.uleb(o.gen);
    w.uleb(o.pragma);
    if (local) this.leaked.set(t, `${o.name}·${o.gen}`);
    this.refs(w, typeParams(t));
    this.ref(w, under(t));
    const methods = namedMethods(t);
    w.uleb(methods.length);
    for (const m of methods) {
      this.member(w, m);
      const recv = m.type!.recv!;
      w.u8(unalias(recv.type!).kind === TypeKind.Pointer ? 1 : 0);
      w.uleb(this.string(recv.name));
      this.func(w, m, t.tparams.length > 0);
    }
  }
}

function byName(a: { name: string }, b: { name: string }): number { return a.name < b.name ? -1 : a.name > b.name ? 1 : 0; }

function byPath(a: Package, b: Package): number { return a.path < b.path ? -1 : a.path > b.path ? 1 : 0; }

/** count, u32 offsets, then the data. */
function table(w: ByteWriter, offsets: readonly number[], data: ByteWriter): void {
  w.uleb(offsets.length);
  for (const o of offsets) w.u32(o);
  w.blob(data.view());
}
