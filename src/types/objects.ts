// Declared entities. One class, like types. An object belongs to one scope; package-level objects are reachable from Package.scope.

import type { Pos } from '../source/pos.ts';
import type { Node } from '../syntax/ast.ts';
import type { ConstValue } from '../constant/value.ts';
import type { Type } from './types.ts';

export const enum ObjKind { PkgName, Const, TypeName, Var, Func, Label, Builtin, Nil }

export const enum VarKind { Package, Local, Param, RecvVar, Result, Field }

export class Obj {
  readonly kind: ObjKind;
  readonly name: string;
  readonly pos: Pos;
  /** Package the object is declared in; null for the universe. */
  readonly pkg: Package | null;
  /** Null until checked. */
  type: Type | null;
  parent: Scope | null = null;
  /** Const: value. */
  value: ConstValue | null = null;
  /** Var. */
  varKind: VarKind = 0 as VarKind;
  embedded = false;
  used = false;
  /** Var: (generic instantiation) the object this one was copied from, or null. Func: generic origin of an instantiated method. */
  origin: Obj | null = null;
  /** PkgName: the imported package. */
  imported: Package | null = null;
  /** Builtin id (builtins). */
  builtin = 0;
  /** Declaring node: FuncDecl, TypeSpec, ValueSpec, Field name Ident…; null for imported objects. */
  decl: Node | null = null;
  /** Func and package Var: link name if set by //go:linkname, else "". */
  linkname = '';
  /** Position in its scope from which it is visible (function scopes). */
  scopePos: Pos = 0;
  /** Declaration order within the package, for deterministic iteration. */
  order = 0;
  /** Func: receiver base for methods is type.recv. Func: pragma bits (syntax/directives.ts). */
  pragma = 0;
  /** TypeName: true for an alias. */
  isAlias = false;
  /** TypeName of a defined type local to a function: its number within the package (from 1), for link names (`T·3`); else 0. */
  gen = 0;
  /** Resolution state (checker private). */
  color = 0;

  constructor(kind: ObjKind, pos: Pos, pkg: Package | null, name: string, type: Type | null) {
    this.kind = kind;
    this.pos = pos;
    this.pkg = pkg;
    this.name = name;
    this.type = type;
  }

  get exported(): boolean {
    const c = this.name.codePointAt(0);
    return c !== undefined && (c < 128 ? c >= 65 && c <= 90 : /^\p{Lu}/u.test(this.name));
  }
}

/** Never written to. */
const EMPTY_SCOPE: Map<string, Obj> = new Map();

export class Scope {
  readonly parent: Scope | null;
  /** Use insert; most scopes stay empty and share one map. */
  elems: Map<string, Obj> = EMPTY_SCOPE;
  readonly pos: Pos;
  readonly end: Pos;
  readonly isFunc: boolean;
  /** Resolves a name not in `elems` (lazily decoded imports); returns null if there is none. */
  resolve: ((name: string) => Obj | null) | null = null;
  /** With `resolve`: all names that it knows. */
  resolveNames: (() => string[]) | null = null;

  /** All entries, decoding lazy ones. */
  all(): Map<string, Obj> {
    if (this.resolveNames !== null) for (const n of this.resolveNames()) this.lookup(n);
    return this.elems;
  }

  constructor(parent: Scope | null, pos: Pos = 0, end: Pos = 0, isFunc = false) {
    this.parent = parent;
    this.pos = pos;
    this.end = end;
    this.isFunc = isFunc;
  }

  lookup(name: string): Obj | null {
    const o = this.elems.get(name);
    if (o !== undefined) return o;
    if (this.resolve !== null) {
      const r = this.resolve(name);
      if (r !== null) this.put(name, r);
      return r;
    }
    return null;
  }

  /** Sets an entry without any check. */
  put(name: string, obj: Obj): void {
    if (this.elems === EMPTY_SCOPE) this.elems = new Map();
    this.elems.set(name, obj);
  }

  /** Inserts obj; returns the object already there, if any. */
  insert(obj: Obj): Obj | null {
    const alt = this.lookup(obj.name);
    if (alt !== null) return alt;
    this.put(obj.name, obj);
    if (obj.parent === null) obj.parent = this;
    return null;
  }
}

export class Package {
  readonly path: string;
  name: string;
  readonly scope: Scope;
  /** Direct imports of a package checked from source; see `mentioned` for imported ones. */
  imports: Package[] = [];
  /** Imported packages: those that they import or mention; pkg is null if it is not loaded. */
  mentioned: (() => { path: string; name: string; pkg: Package | null }[]) | null = null;
  complete = false;
  /** Imported packages: their export data (types/export). */
  exportData: unknown = null;
  /** Packages checked from source: instances of other packages' generic types that mention this one (generics/instantiate.ts). */
  readonly foreignInstances: { map: Map<string, Type>; key: string }[] = [];
  /** Language version of the module ("go1.26"). */
  goVersion = '';
  /** While the package is being checked: gives an object its type (methods are resolved on first use). */
  resolveObj: ((obj: Obj) => void) | null = null;

  constructor(path: string, name: string, universe: Scope | null) {
    this.path = path;
    this.name = name;
    this.scope = new Scope(universe);
  }
}
