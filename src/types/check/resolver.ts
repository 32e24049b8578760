// The first pass over a package: imports and package-level names go into their scopes, methods to their base types; then all
// declarations are resolved. spec#Packages, spec#Import_declarations

import { Kind, type Node, type SourceUnit } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Pragma, pragmaBits } from '../../syntax/directives.ts';
import { decodeUtf8, makeInt64, unquoteString } from '../../constant/constant.ts';
import { Obj, ObjKind, Package, Scope, VarKind } from '../objects.ts';
import { newTypeName } from '../named.ts';
import { tInvalid, unsafePackage } from '../universe.ts';
import { arity, collectMethods, constSource, objDecl } from './decl.ts';
import { unpackRecv } from './signature.ts';
import { isExportedName } from './text.ts';
import { type Checker, unparen } from './checker.ts';
import { DeclInfo } from './env.ts';
import { minorVersion } from './version.ts';

interface MethodInfo { obj: Obj; ptr: boolean; recv: Node }

export function collectObjects(c: Checker): void {
  const methods: MethodInfo[] = [];
  const scopes = c.fileScopes;
  for (const file of c.files) {
    c.env.version = fileVersion(c, file);
    c.recordDef(file.pkgName, null);
    const sf = c.fset.files[file.file];
    const scope = new Scope(c.pkg.scope, sf === undefined ? 0 : sf.base, sf === undefined ? 0 : sf.base + sf.size);
    scopes.push(scope);
    for (const d of file.decls) {
      if (d.kind === Kind.FuncDecl) collectFunc(c, file, d, scope, methods);
      else if (d.kind === Kind.GenDecl) for (const spec of d.list) collectSpec(c, d.op, spec, scope);
    }
  }
  checkFileScopes(c, scopes);
  if (methods.length === 0) return;
  c.methods = new Map();
  for (const m of methods) {
    const base = baseTypeName(c, m.ptr, m.recv);
    if (base === null) continue;
    const list = c.methods.get(base);
    if (list === undefined) c.methods.set(base, [m.obj]);
    else list.push(m.obj);
  }
}

/** A file may ask for another language version than the module's, but not for one before go1.21. */
export function fileVersion(c: Checker, file: SourceUnit): number {
  const v = minorVersion(file.goVersion);
  return v > 0 ? Math.max(v, 21) : minorVersion(c.config.goVersion);
}

function collectSpec(c: Checker, op: Token, spec: Node, scope: Scope): void {
  switch (op) {
    case Token.Import: collectImport(c, spec, scope); break;
    case Token.Const: collectConst(c, spec, scope); break;
    case Token.Var: collectVars(c, spec, scope); break;
    case Token.Type: {
      const obj = newTypeName(spec.x!.pos, c.pkg, spec.x!.name, null);
      obj.decl = spec;
      obj.isAlias = spec.op === 1;
      const d = new DeclInfo(scope, c.env.version);
      d.tdecl = spec;
      declarePackageObj(c, spec.x!, obj, d);
      break;
    }
    default: break;
  }
}

function declarePackageObj(c: Checker, id: Node, obj: Obj, d: DeclInfo): void {
  // spec#Package_initialization, spec#Program_execution
  if (id.name === 'init') {
    c.errN(id, 'InvalidInitDecl', 'cannot declare init - must be func');
    return;
  }
  if (id.name === 'main' && c.pkg.name === 'main') {
    c.errN(id, 'InvalidMainDecl', 'cannot declare main - must be func');
    return;
  }
  c.declare(c.pkg.scope, id, obj, 0);
  addDecl(c, obj, d);
}

function addDecl(c: Checker, obj: Obj, d: DeclInfo): void {
  c.decls.push(d);
  c.objList.push(obj);
  obj.order = c.decls.length;
}

function collectConst(c: Checker, spec: Node, scope: Scope): void {
  const { source, inherited } = constSource(spec);
  for (let i = 0; i < spec.list.length; i++) {
    const id = spec.list[i]!;
    const obj = new Obj(ObjKind.Const, id.pos, c.pkg, id.name, null);
    obj.decl = spec;
    const d = new DeclInfo(scope, c.env.version);
    d.vtyp = source.x;
    d.init = source.list2[i] ?? null;
    d.inherited = inherited;
    d.iota = makeInt64(spec.aux);
    declarePackageObj(c, id, obj, d);
  }
  arity(c, spec.pos, spec.list, source.list2, true, inherited);
}

function collectVars(c: Checker, spec: Node, scope: Scope): void {
  const vars: Obj[] = [];
  const values = spec.list2;
  // One initialiser (or none) for all variables: they share a DeclInfo.
  let shared: DeclInfo | null = null;
  if (values.length <= 1) {
    shared = new DeclInfo(scope, c.env.version);
    shared.lhs = vars;
    shared.vtyp = spec.x;
    shared.init = values[0] ?? null;
  }
  for (let i = 0; i < spec.list.length; i++) {
    const id = spec.list[i]!;
    const obj = c.newVar(VarKind.Package, id.pos, id.name, null);
    obj.decl = spec;
    vars.push(obj);
    let d = shared;
    if (d === null) {
      d = new DeclInfo(scope, c.env.version);
      d.vtyp = spec.x;
      d.init = values[i] ?? null;
    }
    declarePackageObj(c, id, obj, d);
  }
  if (spec.x === null || values.length > 0) arity(c, spec.pos, spec.list, values, false, false);
}

function collectFunc(c: Checker, file: SourceUnit, n: Node, scope: Scope, methods: MethodInfo[]): void {
  const id = n.x!;
  const obj = new Obj(ObjKind.Func, id.pos, c.pkg, id.name, null);
  obj.decl = n;
  obj.pragma = pragmaBits(file.declDirectives.get(n.id));
  if (!c.config.fieldTrack) obj.pragma &= ~Pragma.NoInterface;
  const ftype = n.z!;
  let tparamError = false;
  if (n.y === null) {
    if (id.name === 'init' || (id.name === 'main' && c.pkg.name === 'main')) tparamError = checkSpecialFunc(c, n);
    if (id.name === 'init') {
      // Not declared: init cannot be referred to, and there may be several.
      obj.parent = c.pkg.scope;
      c.recordDef(id, obj);
      if (n.w === null) c.softErr(obj.pos, 'MissingInitBody', 'func init must have a body');
    } else {
      c.declare(c.pkg.scope, id, obj, 0);
    }
  } else {
    const r = unpackRecv(c, n.y.x!, false);
    if (r.base.kind === Kind.Ident && id.name !== '_') methods.push({ obj, ptr: r.ptr, recv: r.base });
    c.recordDef(id, obj);
  }
  if (ftype.tparams.length > 0 && !tparamError) c.needVersion(ftype.tparams[0]!.pos, 18, 'type parameter');
  const d = new DeclInfo(scope, c.env.version);
  d.fdecl = n;
  addDecl(c, obj, d);
}

/** init and main take and return nothing. */
function checkSpecialFunc(c: Checker, n: Node): boolean {
  const name = n.x!.name;
  const code = name === 'main' ? 'InvalidMainDecl' : 'InvalidInitDecl';
  const t = n.z!;
  const generic = t.tparams.length > 0;
  if (generic) c.softErr(t.tparams[0]!.pos, code, `func ${name} must have no type parameters`);
  if (t.list.length > 0 || t.list2.length > 0) c.softErr(n.x!.pos, code, `func ${name} must have no arguments and no return values`);
  return generic;
}

// --- imports ---------------------------------------------------------------------------------------------------------------------

function collectImport(c: Checker, spec: Node, scope: Scope): void {
  const lit = spec.y;
  if (lit === null || lit.kind !== Kind.BasicLit || lit.aux === 1) return; // reported by the parser
  const bytes = unquoteString(lit.name);
  if (bytes === null) return;
  const path = decodeUtf8(bytes);
  const bad = invalidPath(path);
  if (bad !== '') {
    c.errN(lit, 'BadImportPath', `invalid import path (${bad})`);
    return;
  }
  declareImport(c, spec, path, scope);
}

/** Enters the package name (or, for a dot-import, the package's names) into the file scope. */
export function declareImport(c: Checker, spec: Node, path: string, scope: Scope): void {
  const imp = importPackage(c, spec.y!, path);
  let name = imp.name;
  if (spec.x !== null) {
    name = spec.x.name;
    if (path === 'C') {
      c.errN(spec.x, 'ImportCRenamed', 'cannot rename import "C"');
      return;
    }
  }
  if (name === 'init') {
    c.errN(spec, 'InvalidInitDecl', 'cannot import package as init - init must be a func');
    return;
  }
  if (!c.pkg.imports.includes(imp)) c.pkg.imports.push(imp);
  const obj = new Obj(ObjKind.PkgName, spec.pos, c.pkg, name, tInvalid);
  obj.imported = imp;
  obj.decl = spec;
  if (spec.x !== null) c.recordDef(spec.x, obj);
  else c.recordImplicit(spec, obj);
  if (c.fakePackages.has(imp)) obj.used = true;
  c.imports.push(obj);
  if (name === '.') dotImport(c, spec, obj, imp, scope);
  else c.declare(scope, null, obj, 0);
}

function invalidPath(path: string): string {
  if (path === '') return 'empty string';
  for (const ch of path) {
    if (/[\p{C}\p{Z}]/u.test(ch) || '!"#$%&\'()*,:;<=>?[\\]^{|}`\uFFFD'.includes(ch)) {
      return `invalid character U+${ch.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
        + (/[\p{C}\p{Zl}\p{Zp}]/u.test(ch) ? '' : ` '${ch}'`);
    }
  }
  return '';
}

function importPackage(c: Checker, lit: Node, path: string): Package {
  if (path === 'unsafe') return unsafePackage;
  let imp: Package | string;
  if (path === 'C' && c.config.fakeImportC) {
    imp = new Package('C', 'C', null);
    c.fakePackages.add(imp);
    return imp;
  }
  const known = c.failedImports.get(path);
  if (known !== undefined) return known;
  imp = c.importer.import(path);
  if (typeof imp === 'string') {
    c.errN(lit, 'BrokenImport', `could not import ${path} (${imp})`);
    imp = new Package(path, path.replace(/\/$/, '').replace(/^.*\//, ''), null);
    c.fakePackages.add(imp);
    c.failedImports.set(path, imp);
  }
  return imp;
}

/** import . "p": the exported names of p are visible in the file. */
function dotImport(c: Checker, spec: Node, pname: Obj, imp: Package, scope: Scope): void {
  c.dotImports ??= new Map();
  const names = c.dotImports.get(scope) ?? new Map<string, Obj>();
  c.dotImports.set(scope, names);
  for (const [name, obj] of imp.scope.all()) {
    if (!isExportedName(name)) continue;
    const alt = scope.elems.get(name);
    if (alt !== undefined) {
      c.err(spec.x!.pos, 'DuplicateDecl', `${name} redeclared in this block`, c.altDecl(alt));
    } else {
      scope.put(name, obj); // obj belongs to its package's scope
      names.set(name, pname);
    }
  }
}

/** "…the PackageName … must not be declared in the package block" */
function checkFileScopes(c: Checker, scopes: readonly Scope[]): void {
  for (const scope of scopes) {
    for (const [name, obj] of scope.elems) {
      const alt = c.pkg.scope.lookup(name);
      if (alt === null) continue;
      const how = obj.kind === ObjKind.PkgName ? `import of package ${obj.imported!.name} ("${obj.imported!.path}")` : `dot-import of package ${obj.pkg!.name} ("${obj.pkg!.path}")`;
      c.err(alt.pos, 'DuplicateDecl', `${name} already declared through ${how}`, c.altDecl(obj));
    }
  }
}

export function unusedImports(c: Checker): void {
  if (c.config.ignoreFuncBodies) return;
  for (const obj of c.imports) {
    if (obj.name === '_' || obj.used) continue;
    const path = obj.imported!.path;
    const elem = path.slice(path.lastIndexOf('/') + 1);
    const as = obj.name === '' || obj.name === '.' || obj.name === elem ? '' : ` as ${obj.name}`;
    c.softErr(obj.pos, 'UnusedImport', `"${path}" imported${as} and not used`);
  }
}

// --- resolution --------------------------------------------------------------------------------------------------------------------

/** The type that a receiver's base name denotes, through (non-generic) aliases; null if there is none in this package. */
function baseTypeName(c: Checker, ptr: boolean, n: Node | null): Obj | null {
  const seen = new Set<Obj>();
  while (n !== null && n.kind === Kind.Ident) {
    const obj = c.pkg.scope.lookup(n.name);
    if (obj === null || obj.kind !== ObjKind.TypeName || seen.has(obj)) return null;
    const spec = c.declOf(obj)?.tdecl ?? null;
    if (spec === null) return null;
    if (spec.op !== 1) return obj;
    if (spec.tparams.length > 0) return null;
    seen.add(obj);
    let t = unparen(spec.y!);
    if (t.kind === Kind.Star) {
      // At most one pointer indirection.
      if (ptr) return null;
      ptr = true;
      t = unparen(t.x!);
    }
    n = t;
  }
  return null;
}

/** Resolves all declarations: types first (aliases after the defined ones), then the others in source order. */
export function packageObjects(c: Checker): void {
  for (const obj of c.objList) if (obj.kind === ObjKind.TypeName && obj.type !== null) collectMethods(c, obj);
  for (const obj of c.objList) if (obj.kind === ObjKind.TypeName && !obj.isAlias) objDecl(c, obj);
  for (const obj of c.objList) if (obj.kind === ObjKind.TypeName && obj.isAlias) objDecl(c, obj);
  for (const obj of c.objList) if (obj.kind !== ObjKind.TypeName) objDecl(c, obj);
  c.methods = null;
}
