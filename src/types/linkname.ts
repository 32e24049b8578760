// Names that reach the linker and the run time: symbols of functions, methods, types, and the strings that reflect shows.
//
// Link form: packages by (escaped) path, unexported fields and methods qualified, local types with their number (T·3). Two types
// are identical iff their link forms are equal. Reflect form: packages by name, no numbers; type arguments stay in link form.

import { quoteGo } from '../constant/constant.ts';
import { emptyTuple, tError } from './universe.ts';
import { Obj, Package } from './objects.ts';
import { isExportedName } from './ids.ts';
import { Basic, Dir, Type, TypeKind } from './types.ts';
import { interfaceMethods } from './typeset.ts';
import { unalias } from './under.ts';
import { basicTypes } from './basic-types.ts';
import { implicitArgs, resolveObj } from './named.ts';

/** A package path as it appears in symbols: dots after the last slash, quotes, percent signs and non-ASCII bytes are escaped. */
export function pathPrefix(path: string): string {
  const slash = path.lastIndexOf('/');
  let plain = path.indexOf('.', slash + 1) < 0;
  for (let i = 0; plain && i < path.length; i++) {
    const c = path.charCodeAt(i);
    plain = c > 32 && c < 0x7f && c !== 37 && c !== 34;
  }
  if (plain) return path;
  const bytes = new TextEncoder().encode(path);
  let out = '';
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!;
    if (c <= 32 || (c === 46 && i > slash) || c === 37 || c === 34 || c >= 0x7f) out += '%' + (c < 16 ? '0' : '') + c.toString(16);
    else out += String.fromCharCode(c);
  }
  return out;
}

/** The link form of a concrete type (cached). */
export function typeLinkName(t: Type): string {
  if (t.linkName !== '') return t.linkName;
  const s = write(t, true);
  t.linkName = s;
  return s;
}

/** What reflect.Type.String returns. */
export function typeReflectString(t: Type): string { return write(t, false); }

/** Name of a defined type without package: "T", "T[int]", as reflect.Type.Name returns it. */
export function typeName(t: Type): string {
  t = unalias(t);
  if (t.kind === TypeKind.Named) return t.obj!.name + argsSuffix(t.targs, implicitArgs(t));
  return t.kind === TypeKind.Basic ? basicName(t) : '';
}

/** "[int,string]"; the first `implicit` arguments, those of the generic function around a local type, are set off: "[int;string]". */
function argsSuffix(targs: readonly Type[], implicit = 0): string {
  if (targs.length === 0) return '';
  let s = '[';
  for (let i = 0; i < targs.length; i++) s += (i === 0 ? '' : i === implicit ? ';' : ',') + typeLinkName(targs[i]!);
  return s + ']';
}

function basicName(t: Type): string {
  return t.basic === Basic.UnsafePointer ? 'unsafe.Pointer' : basicTypes[t.basic]!.name;
}

function qualified(pkg: Package | null, name: string, link: boolean): string {
  if (pkg === null) return name;
  return (link ? pathPrefix(pkg.path) : pkg.name) + '.' + name;
}

function write(t: Type, link: boolean): string {
  switch (t.kind) {
    case TypeKind.Alias: return write(unalias(t), link);
    case TypeKind.Basic: return basicName(t);
    case TypeKind.Named: {
      if (t === tError) return 'error';
      const o = t.obj!;
      const s = qualified(o.pkg, o.name + argsSuffix(t.targs, implicitArgs(t)), link);
      return link && o.gen > 0 ? `${s}·${o.gen}` : s;
    }
    case TypeKind.Pointer: return '*' + part(t.elem!, link);
    case TypeKind.Slice: return '[]' + part(t.elem!, link);
    case TypeKind.Array: return `[${t.len}]` + part(t.elem!, link);
    case TypeKind.Map: return `map[${part(t.key!, link)}]${part(t.elem!, link)}`;
    case TypeKind.Chan: {
      const e = unalias(t.elem!);
      if (t.dir === Dir.Both) return e.kind === TypeKind.Chan && e.dir === Dir.Recv ? `chan (${part(e, link)})` : 'chan ' + part(e, link);
      return (t.dir === Dir.Send ? 'chan<- ' : '<-chan ') + part(e, link);
    }
    case TypeKind.Signature: return 'func' + signature(t, link);
    case TypeKind.Struct: return struct(t, link);
    case TypeKind.Interface: return iface(t, link);
    case TypeKind.Tuple: return params(t.fields, false, link);
    case TypeKind.TypeParam: return t.obj!.name;
    case TypeKind.Union: return t.embeddeds.map((e, i) => (t.tildes[i] ? '~' : '') + write(e, link)).join('|');
  }
}

function part(t: Type, link: boolean): string { return link ? typeLinkName(t) : write(t, false); }

function struct(t: Type, link: boolean): string {
  if (t.fields.length === 0) return 'struct {}';
  let s = 'struct {';
  for (let i = 0; i < t.fields.length; i++) {
    const f = t.fields[i]!;
    s += i > 0 ? '; ' : ' ';
    if (!f.embedded) s += (link && !f.exported ? qualified(f.pkg, f.name, true) : f.name) + ' ';
    else if (link && !namedLike(f)) s += (f.exported ? f.name : qualified(f.pkg, f.name, true)) + ' = ';
    s += part(f.type!, link);
    const tag = t.tags[i] ?? '';
    if (tag !== '') s += ' ' + quoteGo(tag);
  }
  return s + ' }';
}

/** Whether an embedded field has the name that its type gives it (an alias may have given it another). */
function namedLike(f: Obj): boolean {
  let t = unalias(f.type!);
  if (t.kind === TypeKind.Pointer) t = unalias(t.elem!);
  if (t.kind !== TypeKind.Named && t.kind !== TypeKind.Basic) return false;
  const name = t.kind === TypeKind.Named ? t.obj!.name + argsSuffix(t.targs, implicitArgs(t)) + (t.obj!.gen > 0 ? `·${t.obj!.gen}` : '') : basicName(t);
  if (name !== f.name) return false;
  return isExportedName(name) || (t.kind === TypeKind.Named && t.obj!.pkg === f.pkg);
}

function iface(t: Type, link: boolean): string {
  const ms = interfaceMethods(t);
  if (ms.length === 0) return 'interface {}';
  let s = 'interface {';
  for (let i = 0; i < ms.length; i++) {
    const m = ms[i]!;
    s += (i > 0 ? '; ' : ' ') + (m.exported ? m.name : qualified(m.pkg, m.name, link)) + signature(m.type!, link);
  }
  return s + ' }';
}

function params(list: readonly Obj[], variadic: boolean, link: boolean): string {
  let s = '(';
  for (let i = 0; i < list.length; i++) {
    if (i > 0) s += ', ';
    const t = list[i]!.type!;
    s += variadic && i === list.length - 1 ? '...' + part(unalias(t).elem!, link) : part(t, link);
  }
  return s + ')';
}

function signature(t: Type, link: boolean): string {
  const r = (t.results ?? emptyTuple).fields;
  const p = params((t.params ?? emptyTuple).fields, t.variadic, link);
  if (r.length === 0) return p;
  return p + ' ' + (r.length === 1 ? part(r[0]!.type!, link) : params(r, false, link));
}

/** Parameters and results of a method in link form: part of the key of its itab entry. */
export function signatureLinkString(sig: Type): string { return signature(sig, true); }

/** Symbol of a package-level function or of its instance: "path.F", "path.F[int]". A linkname wins. */
export function funcSymbol(f: Obj, targs: readonly Type[] = []): string {
  if (f.linkname !== '') return f.linkname;
  return qualified(f.pkg, f.name, true) + argsSuffix(targs);
}

/** Symbol of a package-level variable. */
export function varSymbol(v: Obj): string { return v.linkname !== '' ? v.linkname : qualified(v.pkg, v.name, true); }

/**
 * Symbol of method m with receiver type recv (T or *T): "path.T.M", "path.(*T[int]).M"; for types without name (with promoted
 * methods) "go:struct {…}.M". Unexported methods promoted from another package carry its path.
 */
export function methodSymbol(recv: Type, m: Obj): string {
  const orig = m.origin ?? m;
  if (orig.linkname !== '' && orig.type !== null && orig.type.recv !== null) return orig.linkname;
  recv = unalias(recv);
  const ptr = recv.kind === TypeKind.Pointer;
  const base = ptr ? unalias(recv.elem!) : recv;
  let rpkg: Package | null = null;
  let name: string;
  let prefix: string;
  if (base.kind === TypeKind.Named) {
    const o = base.obj!;
    rpkg = o.pkg;
    name = o.name + argsSuffix(base.targs, implicitArgs(base)) + (o.gen > 0 ? `·${o.gen}` : '');
    prefix = rpkg === null ? '' : pathPrefix(rpkg.path) + '.';
  } else {
    name = typeLinkName(base);
    prefix = 'go:';
  }
  const method = m.exported || m.pkg === null || (rpkg !== null && m.pkg.path === rpkg.path) ? m.name : qualified(m.pkg, m.name, true);
  return prefix + (ptr ? `(*${name})` : name) + '.' + method;
}

/** Type descriptor. */
export function typeSymbol(t: Type): string { return 'type:' + typeLinkName(t); }
export function itabSymbol(t: Type, iface: Type): string { return `go:itab.${typeLinkName(t)},${typeLinkName(iface)}`; }
export function eqSymbol(t: Type): string { return 'type:.eq.' + typeLinkName(t); }
export function hashSymbol(t: Type): string { return 'type:.hash.' + typeLinkName(t); }

/** Key of an interface method for reachability: name (qualified if unexported) and signature. */
export function methodKey(m: Obj): string {
  resolveObj(m);
  return (m.exported ? m.name : qualified(m.pkg, m.name, true)) + signatureLinkString(m.type!);
}

/** Numbers the local types of a package for their link names: by position. */
export function assignTypeGen(localTypes: Obj[], start = 0): void {
  localTypes.sort((a, b) => a.pos - b.pos);
  for (const o of localTypes) if (!o.isAlias) o.gen = ++start;
}
