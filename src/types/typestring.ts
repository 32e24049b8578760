// Types as gc's messages spell them. Names of other packages are qualified by the Qualifier; link names are in linkname.ts.

import { quoteGo, utf8Bytes } from '../constant/constant.ts';
import { anyInterface, comparableInterface, emptyTuple, tUnsafePointer } from './basic-types.ts';
import { Obj, ObjKind, Package, VarKind } from './objects.ts';
import { isExportedName } from './ids.ts';
import type { TypePrinter } from './predicates.ts';
import type { Pos } from '../source/pos.ts';
import { Dir, Type, TypeKind } from './types.ts';
import { typeArgs, typeParams } from './named.ts';

/** How a package is named in front of its objects: '' for no prefix. */
export type Qualifier = (pkg: Package) => string;

/** Names packages by name, except the given one, which needs none. */
export function relativeTo(pkg: Package): Qualifier { return (p) => (p === pkg || p.path === pkg.path ? '' : p.name); }

function toQualifier(qf: Qualifier | Package | null): Qualifier | null { return qf instanceof Package ? relativeTo(qf) : qf; }

/** qf null: full package paths. pos prints where a type parameter that hides a predeclared name is declared. */
export function typeString(t: Type, qf: Qualifier | Package | null, pos: ((p: Pos) => string) | null = null): string {
  const w = new TypeWriter(toQualifier(qf), pos);
  w.type(t);
  return w.out;
}

/** Parameters and results without "func". With printer `str`, it prints the (complete) types; else full package paths are written. */
export function signatureString(sig: Type, str: TypePrinter | null, paramNames: boolean, pkgInfo: boolean): string {
  const w = new TypeWriter(null);
  w.str = str;
  w.paramNames = paramNames;
  w.pkgInfo = pkgInfo;
  w.signature(sig);
  return w.out;
}

export function writeSignature(sig: Type, qf: Qualifier | Package | null): string {
  const w = new TypeWriter(toQualifier(qf));
  w.signature(sig);
  return w.out;
}

/** Names of the universe: a type parameter of such a name is pointed out. */
const predeclared: ReadonlySet<string> = new Set(('any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr '
  + 'true false iota nil append cap clear close complex copy delete imag len make max min new panic print println real recover').split(' '));

class TypeWriter {
  out = '';
  paramNames = true;
  pkgInfo = false;
  /** If set, component types of a signature are printed by it. */
  str: TypePrinter | null = null;
  private readonly qf: Qualifier | null;
  private readonly pos: ((p: Pos) => string) | null;
  private readonly seen: Type[] = [];

  constructor(qf: Qualifier | null, pos: ((p: Pos) => string) | null = null) {
    this.qf = qf;
    this.pos = pos;
  }

  type(t: Type | null): void {
    if (t === null) {
      this.out += '<nil>';
      return;
    }
    if (this.seen.includes(t)) {
      this.out += `<cycle to ${t.obj?.name ?? 'type'}>`;
      return;
    }
    this.seen.push(t);
    this.write(t);
    this.seen.pop();
  }

  private write(t: Type): void {
    switch (t.kind) {
      case TypeKind.Basic: this.out += t === tUnsafePointer ? 'unsafe.Pointer' : t.name; return;
      case TypeKind.Array:
        this.out += `[${BigInt(t.len)}]`;
        this.type(t.elem);
        return;
      case TypeKind.Slice:
        this.out += '[]';
        this.type(t.elem);
        return;
      case TypeKind.Pointer:
        this.out += '*';
        this.type(t.elem);
        return;
      case TypeKind.Struct: this.struct(t); return;
      case TypeKind.Tuple: this.tuple(t, false); return;
      case TypeKind.Signature:
        this.out += 'func';
        this.signature(t);
        return;
      case TypeKind.Union:
        for (let i = 0; i < t.embeddeds.length; i++) {
          this.out += (i > 0 ? ' | ' : '') + (t.tildes[i] ? '~' : '');
          this.type(t.embeddeds[i]!);
        }
        return;
      case TypeKind.Interface: this.iface(t); return;
      case TypeKind.Map:
        this.out += 'map[';
        this.type(t.key);
        this.out += ']';
        this.type(t.elem);
        return;
      case TypeKind.Chan: {
        const paren = t.dir === Dir.Both && t.elem !== null && t.elem.kind === TypeKind.Chan && t.elem.dir === Dir.Recv;
        this.out += t.dir === Dir.Send ? 'chan<- ' : t.dir === Dir.Recv ? '<-chan ' : 'chan ';
        if (paren) this.out += '(';
        this.type(t.elem);
        if (paren) this.out += ')';
        return;
      }
      case TypeKind.Named: case TypeKind.Alias: this.named(t); return;
      case TypeKind.TypeParam:
        if (t.obj === null) {
          this.out += '<unnamed type parameter>';
          return;
        }
        this.out += t.obj.name;
        if (predeclared.has(t.obj.name)) this.out += this.pos === null ? '/* type parameter */' : ` /* with ${t.obj.name} declared at ${this.pos(t.obj.pos)} */`;
        return;
    }
  }

  private named(t: Type): void {
    this.typeName(t.obj!);
    const targs = t.kind === TypeKind.Alias ? t.targs : typeArgs(t);
    if (targs.length > 0) {
      this.out += '[';
      for (let i = 0; i < targs.length; i++) {
        if (i > 0) this.out += ', ';
        this.type(targs[i]!);
      }
      this.out += ']';
    } else if (t.origin === null) {
      const tp = typeParams(t);
      if (tp.length > 0) this.tparamList(tp);
    }
  }

  private struct(t: Type): void {
    this.out += 'struct{';
    for (let i = 0; i < t.fields.length; i++) {
      const f = t.fields[i]!;
      if (i > 0) this.out += '; ';
      const annotate = this.qf === null && this.pkgInfo && !isExportedName(f.name);
      if (annotate) this.pkgInfo = false;
      if (!f.embedded) this.out += f.name + ' ';
      this.type(f.type);
      if (annotate && f.pkg !== null) this.out += ` /* package ${f.pkg.path} */ `;
      const tag = t.tags[i] ?? '';
      if (tag !== '') this.out += ' ' + quoteGo(tag);
    }
    this.out += '}';
  }

  private iface(t: Type): void {
    if (t === anyInterface) {
      this.out += 'any';
      return;
    }
    if (t === comparableInterface) {
      this.out += 'interface{comparable}';
      return;
    }
    if (t.implicit) {
      if (t.methods.length === 0 && t.embeddeds.length === 1) {
        this.type(t.embeddeds[0]!);
        return;
      }
      this.out += '/* implicit */ ';
    }
    this.out += 'interface{';
    let first = true;
    for (const m of t.methods) {
      if (!first) this.out += '; ';
      first = false;
      this.out += m.name;
      if (m.type !== null) this.signature(m.type);
    }
    for (const e of t.embeddeds) {
      if (!first) this.out += '; ';
      first = false;
      this.type(e);
    }
    this.out += '}';
  }

  private typeName(o: Obj): void {
    if (o.pkg !== null) {
      const q = this.qf === null ? o.pkg.path : this.qf(o.pkg);
      if (q !== '') this.out += q + '.';
    }
    this.out += o.name;
  }

  tparamList(list: Type[]): void {
    this.out += '[';
    let prev: Type | null = null;
    for (let i = 0; i < list.length; i++) {
      const p = list[i]!;
      if (i > 0) {
        if (p.constraint !== prev) {
          this.out += ' ';
          this.type(prev);
        }
        this.out += ', ';
      }
      prev = p.constraint;
      this.type(p);
    }
    if (prev !== null) {
      this.out += ' ';
      this.type(prev);
    }
    this.out += ']';
  }

  private part(t: Type | null): void {
    if (this.str !== null && t !== null) this.out += this.str(t);
    else this.type(t);
  }

  tuple(t: Type, variadic: boolean): void {
    this.out += '(';
    for (let i = 0; i < t.fields.length; i++) {
      const v = t.fields[i]!;
      if (i > 0) this.out += ', ';
      if (v.name !== '' && this.paramNames) this.out += v.name + ' ';
      if (variadic && i === t.fields.length - 1) {
        if (v.type !== null && v.type.kind === TypeKind.Slice) {
          this.out += '...';
          this.part(v.type.elem);
        } else {
          this.part(v.type);
          this.out += '...';
        }
      } else this.part(v.type);
    }
    this.out += ')';
  }

  signature(s: Type): void {
    if (s.tparams.length > 0) this.tparamList(s.tparams);
    this.tuple(s.params ?? emptyTuple, s.variadic);
    const r = (s.results ?? emptyTuple).fields;
    if (r.length === 0) return;
    this.out += ' ';
    if (r.length === 1 && r[0]!.name === '') this.part(r[0]!.type);
    else this.tuple(s.results!, false);
  }
}

/** An object as gc's messages describe it: "var x int", "func f(x int) string", "type T struct{…}". */
export function objString(o: Obj, qf: Qualifier | Package | null): string {
  const q = toQualifier(qf);
  let kind = '';
  switch (o.kind) {
    case ObjKind.PkgName: return `package ${o.name}${o.imported !== null && o.imported.path !== o.name ? ` (${quoteGo(utf8Bytes(o.imported.path))})` : ''}`;
    case ObjKind.Const: kind = 'const'; break;
    case ObjKind.TypeName: kind = o.type !== null && o.type.kind === TypeKind.TypeParam ? 'type parameter' : 'type'; break;
    case ObjKind.Var: kind = o.varKind === VarKind.Field ? 'field' : 'var'; break;
    case ObjKind.Func: kind = 'func'; break;
    case ObjKind.Label: return `label ${o.name}`;
    case ObjKind.Builtin: return `builtin ${o.name}`;
    case ObjKind.Nil: return 'nil';
  }
  let s = kind + ' ';
  if (o.pkg !== null && o.parent === o.pkg.scope) {
    const p = q === null ? o.pkg.path : q(o.pkg);
    if (p !== '') s += p + '.';
  }
  s += o.name;
  if (o.type === null) return s;
  if (o.kind === ObjKind.Func) return s + writeSignature(o.type, q);
  if (o.kind === ObjKind.TypeName) {
    if (o.type.kind === TypeKind.Named && o.type.obj === o) return o.type.underlying === null ? s : s + ' ' + typeString(o.type.underlying, q);
    if (o.type.kind === TypeKind.Alias) return s + ' = ' + typeString(o.type.elem ?? o.type, q);
  }
  return s + ' ' + typeString(o.type, q);
}
