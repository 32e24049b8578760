// Checking one function of an already built package again, from its source text: the generic functions and methods that another
// package instantiates. Package-level names resolve to the built package's objects.

import { type Node, Node as SyntaxNode, Kind } from '../../syntax/ast.ts';
import type { FileSet } from '../../source/pos.ts';
import type { DiagnosticSink } from '../../source/diagnostic.ts';
import { Obj, ObjKind, type Package, Scope } from '../objects.ts';
import { type Info, newSignature, newTuple } from '../types.ts';
import { type Importer, Checker, defaultConfig } from './checker.ts';
import { DeclInfo, Env } from './env.ts';
import { declareImport } from './resolver.ts';
import { funcType } from './signature.ts';
import { funcBody } from './stmt.ts';
import { minorVersion } from './version.ts';

/** An import of the file that the declaration comes from. name: as written, '' if none. */
export interface ImportedName { name: string; path: string }

/**
 * Checks the FuncDecl in a file scope with those imports. func.type is the signature anew, with type parameters of its own;
 * nothing is entered into the package.
 */
export function checkImportedFunc(pkg: Package, fset: FileSet, decl: Node, imports: readonly ImportedName[], goVersion: string,
  importer: Importer, sink: DiagnosticSink): { func: Obj; info: Info } {
  const c = new Checker(pkg, fset, importer, defaultConfig, sink);
  const version = minorVersion(goVersion);
  const scope = new Scope(pkg.scope, decl.pos, decl.end);
  const env = new Env(scope, version);
  c.env = env;
  const known = pkg.imports.slice();
  for (const imp of imports) declareImport(c, importSpec(decl, imp), imp.path, scope);
  pkg.imports = known;
  const func = new Obj(ObjKind.Func, decl.x!.pos, pkg, decl.x!.name, null);
  func.decl = decl;
  const sig = newSignature(null, newTuple([]), newTuple([]), false);
  func.type = sig;
  const r = funcType(c, sig, decl.y, decl.z!);
  if (decl.w !== null) funcBody(c, new DeclInfo(scope, version), sig, r.scope, decl.w, null, version);
  c.processDelayed(0);
  return { func, info: c.info };
}

function importSpec(decl: Node, imp: ImportedName): Node {
  const spec = new SyntaxNode(Kind.ImportSpec, decl.pos, -1);
  if (imp.name !== '') {
    spec.x = new SyntaxNode(Kind.Ident, decl.pos, -1);
    spec.x.name = imp.name;
  }
  spec.y = new SyntaxNode(Kind.BasicLit, decl.pos, -1);
  return spec;
}
