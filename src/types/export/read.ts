// Reads export data (format.ts) lazily: a package is a scope that decodes an object when its name is looked up; defined types
// decode their underlying type and methods when these are asked for (named.ts: NamedState.load).

import { InternalError } from '../../base/internal-error.ts';
import { ByteReader } from '../../base/bytes.ts';
import { decodeConst } from '../../constant/constant.ts';
import { type FileSet, type Pos, type Position, SourceFile } from '../../source/pos.ts';
import { addMethod, namedState, newAlias, newField, newFunc, newNamed, newTypeName, newTypeParam, newVar } from '../named.ts';
import { instantiate } from '../generics/instantiate.ts';
import { Obj, ObjKind, Package, VarKind } from '../objects.ts';
import { Dir, newArray, newChan, newMap, newPointer, newSignature, newSlice, newStruct, newTuple, NO_TYPES, Type, TypeKind } from '../types.ts';
import { universe } from '../universe.ts';
import { FIRST_TYPE, FuncFlag, MAGIC, ObjTag, predeclaredTypes, TypeTag } from './format.ts';

export interface ImportContext {
  readonly fset: FileSet;
  /** The package of that path; called when something of it is needed. Must give the same Package each time. */
  importPackage(path: string): Package;
}

/** Source of a generic function. */
export interface BodySource {
  file: string;
  line: number;
  col: number;
  text: Uint8Array;
  goVersion: string;
  imports: { name: string; path: string }[];
  /** Number of local types of the package before this function. */
  typesBefore: number;
}

export function readExport(bytes: Uint8Array, ctx: ImportContext): Package {
  return new ExportReader(bytes, ctx).pkg;
}

/** The positions that a package's export data mentions, as one file of the FileSet. */
class ImportedPositions extends SourceFile {
  private readonly reader: ExportReader;

  constructor(name: string, base: Pos, size: number, reader: ExportReader) {
    super(name, base, size);
    this.reader = reader;
  }

  override rawPosition(pos: Pos): Position { return this.reader.position(pos - this.base); }
  override position(pos: Pos): Position { return this.reader.position(pos - this.base); }
}

export class ExportReader {
  readonly pkg: Package;
  readonly ctx: ImportContext;
  /** Where the bodies of generic functions and methods are. */
  readonly bodies: Map<Obj, BodySource> = new Map();
  private readonly buf: Uint8Array;
  private readonly texts: string[] = [];
  private textTable = 0;
  private textCount = 0;
  private textData = 0;
  private packagesAt: { path: number; name: number }[] = [];
  private packages: (Package | null)[] = [];
  private filesAt = 0;
  private files: { name: string; goVersion: string; imports: { name: string; path: string }[] }[] | null = null;
  private positionsAt = 0;
  private positions: Position[] | null = null;
  private base = 0;
  private types: (Type | null)[] = [];
  private typeTable = 0;
  private typeData = 0;
  private objCount = 0;
  private objTable = 0;
  private objData = 0;

  constructor(bytes: Uint8Array, ctx: ImportContext) {
    this.buf = bytes;
    this.ctx = ctx;
    const r = new ByteReader(bytes);
    if (r.u32() !== MAGIC) throw new InternalError('export data: bad magic');
    const path = r.str();
    const name = r.str();
    this.pkg = new Package(path, name, universe);
    this.pkg.goVersion = r.str();
    this.pkg.complete = true;
    this.pkg.exportData = this;
    this.sections(r);
    this.pkg.mentioned = () => this.packagesAt.map((p, i) => ({ path: this.text(p.path), name: this.text(p.name), pkg: this.packages[i]! }));
    const scope = this.pkg.scope;
    scope.resolve = (n) => this.lookup(n);
    scope.resolveNames = () => this.names();
  }

  private sections(r: ByteReader): void {
    this.textCount = r.uleb();
    this.textTable = r.pos;
    r.take(4 * this.textCount);
    let n = r.uleb();
    this.textData = r.pos;
    r.take(n);
    const np = r.uleb();
    for (let i = 0; i < np; i++) this.packagesAt.push({ path: r.uleb(), name: r.uleb() });
    this.packages = new Array<Package | null>(np).fill(null);
    this.packages[0] = this.pkg;
    this.filesAt = r.pos;
    const nf = r.uleb();
    for (let i = 0; i < nf; i++) {
      r.uleb();
      r.uleb();
      for (let k = r.uleb(); k > 0; k--) {
        r.uleb();
        r.uleb();
      }
    }
    n = r.uleb();
    this.positionsAt = r.pos;
    r.take(n);
    const nt = r.uleb();
    this.types = new Array<Type | null>(nt).fill(null);
    this.typeTable = r.pos;
    r.take(4 * nt);
    n = r.uleb();
    this.typeData = r.pos;
    r.take(n);
    this.objCount = r.uleb();
    this.objTable = r.pos;
    r.take(8 * this.objCount);
    r.uleb();
    this.objData = r.pos;
    const count = this.reader(this.positionsAt).uleb();
    this.base = this.ctx.fset.addSource(count, (base) => new ImportedPositions(this.pkg.path, base, count, this)).base;
  }

  private reader(at: number): ByteReader { return new ByteReader(this.buf, at); }

  private u32(at: number): number {
    const b = this.buf;
    return (b[at]! | b[at + 1]! << 8 | b[at + 2]! << 16 | b[at + 3]! << 24) >>> 0;
  }

  private text(n: number): string {
    let s = this.texts[n];
    if (s === undefined) {
      s = this.reader(this.textData + this.u32(this.textTable + 4 * n)).str();
      this.texts[n] = s;
    }
    return s;
  }

  private package(n: number): Package {
    let p = this.packages[n]!;
    if (p === null) {
      p = this.ctx.importPackage(this.text(this.packagesAt[n]!.path));
      this.packages[n] = p;
    }
    return p;
  }

  /** The package of a member name; a stand-in suffices unless it is loaded anyway (names are compared by path). */
  private memberPackage(n: number): Package { return n === 0 ? this.pkg : this.package(n); }

  private file(n: number): { name: string; goVersion: string; imports: { name: string; path: string }[] } {
    if (this.files === null) {
      const r = this.reader(this.filesAt);
      this.files = [];
      for (let k = r.uleb(); k > 0; k--) {
        const name = this.text(r.uleb());
        const goVersion = this.text(r.uleb());
        const imports = [];
        for (let i = r.uleb(); i > 0; i--) imports.push({ name: this.text(r.uleb()), path: this.text(r.uleb()) });
        this.files.push({ name, goVersion, imports });
      }
    }
    return this.files[n]!;
  }

  /** Resolves position number n. */
  position(n: number): Position {
    if (this.positions === null) {
      const r = this.reader(this.positionsAt);
      this.positions = [];
      let file = 0;
      let line = 0;
      for (let k = r.uleb(); k > 0; k--) {
        file += r.sleb();
        line += r.sleb();
        this.positions.push({ file: this.file(file).name, line, col: r.uleb() });
      }
    }
    return this.positions[n] ?? { file: '', line: 0, col: 0 };
  }

  private pos(r: ByteReader): Pos {
    const n = r.uleb();
    return n === 0 ? 0 : this.base + n - 1;
  }

  // --- objects ------------------------------------------------------------------------------------------------------------------

  private lookup(name: string): Obj | null {
    let lo = 0;
    let hi = this.objCount;
    while (lo < hi) {
      const mid = (lo + hi) >>> 1;
      const s = this.text(this.u32(this.objTable + 8 * mid));
      if (s === name) return this.object(name, this.u32(this.objTable + 8 * mid + 4));
      if (s < name) lo = mid + 1;
      else hi = mid;
    }
    return null;
  }

  /** All package-level names (leaked local types excluded). */
  private names(): string[] {
    const out: string[] = [];
    for (let i = 0; i < this.objCount; i++) {
      const name = this.text(this.u32(this.objTable + 8 * i));
      if (name.indexOf('·') < 0) out.push(name);
    }
    return out;
  }

  private object(name: string, offset: number): Obj {
    const r = this.reader(this.objData + offset);
    const tag: ObjTag = r.u8();
    if (tag === ObjTag.Type) return this.type(r.uleb()).obj!;
    const pos = this.pos(r);
    let o: Obj;
    if (tag === ObjTag.Const) {
      o = new Obj(ObjKind.Const, pos, this.pkg, name, this.type(r.uleb()));
      o.value = decodeConst(this.text(r.uleb()));
    } else if (tag === ObjTag.Var) {
      o = newVar(VarKind.Package, pos, this.pkg, name, this.type(r.uleb()));
      o.linkname = this.text(r.uleb());
      o.pragma = r.uleb();
    } else {
      o = newFunc(pos, this.pkg, name, null);
      this.func(r, o);
    }
    o.parent = this.pkg.scope;
    return o;
  }

  /** What follows the position of a function. */
  private func(r: ByteReader, o: Obj): void {
    o.type = this.type(r.uleb());
    const flags = r.u8();
    o.pragma = r.uleb();
    if ((flags & FuncFlag.Linkname) !== 0) o.linkname = this.text(r.uleb());
    if ((flags & FuncFlag.Body) !== 0) {
      const f = this.file(r.uleb());
      const line = r.uleb();
      const col = r.uleb();
      const typesBefore = r.uleb();
      this.bodies.set(o, { file: f.name, line, col, text: r.blob(), goVersion: f.goVersion, imports: f.imports, typesBefore });
    }
  }

  // --- types --------------------------------------------------------------------------------------------------------------------

  private type(n: number): Type {
    if (n < FIRST_TYPE) return predeclaredTypes[n]!;
    const i = n - FIRST_TYPE;
    return this.types[i] ?? this.decode(i);
  }

  private list(r: ByteReader): Type[] {
    const n = r.uleb();
    if (n === 0) return NO_TYPES;
    const out: Type[] = [];
    for (let i = 0; i < n; i++) out.push(this.type(r.uleb()));
    return out;
  }

  private decode(i: number): Type {
    const r = this.reader(this.typeData + this.u32(this.typeTable + 4 * i));
    const t = this.record(i, r);
    this.types[i] = t;
    return t;
  }

  /** Types that can lead back to themselves enter themselves into `types` before their parts are read. */
  private record(i: number, r: ByteReader): Type {
    const tag: TypeTag = r.u8();
    switch (tag) {
      case TypeTag.Array: {
        const len = r.f64();
        return newArray(this.type(r.uleb()), len);
      }
      case TypeTag.Slice: return newSlice(this.type(r.uleb()));
      case TypeTag.Pointer: return newPointer(this.type(r.uleb()));
      case TypeTag.Map: {
        const k = this.type(r.uleb());
        return newMap(k, this.type(r.uleb()));
      }
      case TypeTag.Chan: {
        const dir: Dir = r.u8();
        return newChan(dir, this.type(r.uleb()));
      }
      case TypeTag.Struct: return this.struct(r);
      case TypeTag.Signature: return this.signature(r);
      case TypeTag.Interface: return this.iface(i, r);
      case TypeTag.Union: {
        const u = new Type(TypeKind.Union);
        u.embeddeds = [];
        u.tildes = [];
        for (let k = r.uleb(); k > 0; k--) {
          u.tildes.push(r.u8() !== 0);
          u.embeddeds.push(this.type(r.uleb()));
        }
        return u;
      }
      case TypeTag.TypeParam: {
        const name = this.text(r.uleb());
        const t = newTypeParam(newTypeName(this.pos(r), this.pkg, name, null), null);
        t.index = r.uleb();
        this.types[i] = t;
        t.constraint = this.type(r.uleb());
        return t;
      }
      case TypeTag.Imported: {
        const p = this.package(r.uleb());
        const name = this.text(r.uleb());
        const o = p.scope.lookup(name);
        if (o === null || o.type === null) throw new InternalError(`export data of ${this.pkg.path}: no type ${name} in ${p.path}`);
        return o.type;
      }
      case TypeTag.Instance: {
        const origin = this.type(r.uleb());
        return instantiate(origin, this.list(r));
      }
      case TypeTag.Alias: return this.alias(i, r);
      case TypeTag.Named: return this.named(i, r);
    }
  }

  private struct(r: ByteReader): Type {
    const fields: Obj[] = [];
    const tags: string[] = [];
    for (let k = r.uleb(); k > 0; k--) {
      const name = this.text(r.uleb());
      const pkg = this.memberPackage(r.uleb());
      const pos = this.pos(r);
      const flags = r.u8();
      fields.push(newField(pos, pkg, name, this.type(r.uleb()), (flags & 1) !== 0));
      tags.push((flags & 2) !== 0 ? this.text(r.uleb()) : '');
    }
    return newStruct(fields, tags);
  }

  private vars(r: ByteReader, kind: VarKind): Type {
    const list: Obj[] = [];
    for (let k = r.uleb(); k > 0; k--) {
      const name = this.text(r.uleb());
      list.push(newVar(kind, 0, this.pkg, name, this.type(r.uleb())));
    }
    return newTuple(list);
  }

  private signature(r: ByteReader): Type {
    const variadic = r.u8() !== 0;
    const tparams = this.list(r);
    const recvTparams = this.list(r);
    const params = this.vars(r, VarKind.Param);
    const s = newSignature(null, params, this.vars(r, VarKind.Result), variadic);
    s.tparams = tparams;
    s.recvTparams = recvTparams;
    return s;
  }

  private iface(i: number, r: ByteReader): Type {
    const t = new Type(TypeKind.Interface);
    this.types[i] = t;
    t.implicit = r.u8() !== 0;
    const n = r.uleb();
    if (n > 0) t.methods = [];
    for (let k = 0; k < n; k++) {
      const name = this.text(r.uleb());
      const pkg = this.memberPackage(r.uleb());
      const pos = this.pos(r);
      const sig = this.type(r.uleb());
      if (sig.recv === null) sig.recv = newVar(VarKind.RecvVar, pos, pkg, '', t);
      t.methods.push(newFunc(pos, pkg, name, sig));
    }
    t.embeddeds = this.list(r);
    return t;
  }

  private alias(i: number, r: ByteReader): Type {
    const name = this.text(r.uleb());
    const o = newTypeName(this.pos(r), this.pkg, name, null);
    const t = newAlias(o, null);
    this.types[i] = t;
    o.parent = this.pkg.scope;
    this.pkg.scope.put(name, o);
    t.tparams = this.list(r);
    t.elem = this.type(r.uleb());
    return t;
  }

  private named(i: number, r: ByteReader): Type {
    const name = this.text(r.uleb());
    const o = newTypeName(this.pos(r), this.pkg, name, null);
    const t = newNamed(o, null);
    this.types[i] = t;
    o.gen = r.uleb();
    o.pragma = r.uleb();
    if (o.gen === 0) {
      o.parent = this.pkg.scope;
      this.pkg.scope.put(name, o);
    }
    t.tparams = this.list(r);
    namedState(t).load = () => this.loadNamed(t, r);
    return t;
  }

  /** Underlying type and methods; r stands behind the type parameters. */
  private loadNamed(t: Type, r: ByteReader): void {
    t.underlying = this.type(r.uleb());
    for (let k = r.uleb(); k > 0; k--) {
      const name = this.text(r.uleb());
      const pkg = this.memberPackage(r.uleb());
      this.pos(r);
      const ptr = r.u8() !== 0;
      const recvName = this.text(r.uleb());
      const pos = this.pos(r);
      const m = newFunc(pos, pkg, name, null);
      this.func(r, m);
      const sig = m.type!;
      const args = sig.recvTparams.length > 0 ? instantiate(t, sig.recvTparams) : t;
      sig.recv = newVar(VarKind.RecvVar, 0, this.pkg, recvName, ptr ? newPointer(args) : args);
      addMethod(t, m);
    }
  }
}
