// Checking a package: the phases in order. What comes out is the package (its scope filled) and the Info arrays; errors go to the sink.

import type { SourceUnit } from '../../syntax/ast.ts';
import type { FileSet } from '../../source/pos.ts';
import type { DiagnosticSink } from '../../source/diagnostic.ts';
import { Package } from '../objects.ts';
import type { Info } from '../types.ts';
import { testScope } from '../builtins/test-builtins.ts';
import { universe } from '../universe.ts';
import { type CheckConfig, Checker, type Importer } from './checker.ts';
import { directCycles } from './cycles.ts';
import { objDecl } from './decl.ts';
import { gcChecks, reservedDirectives } from './gc-checks.ts';
import { initOrder } from './initorder.ts';
import { collectObjects, packageObjects, unusedImports } from './resolver.ts';
import { CURRENT_MINOR, minorVersion } from './version.ts';

export { type CheckConfig, type Importer, Checker, defaultConfig } from './checker.ts';

export interface CheckResult { pkg: Package; info: Info }

/** Checks the package of the given files. name: "" to take the first file's. */
export function checkPackage(path: string, name: string, files: readonly SourceUnit[], fset: FileSet, importer: Importer, config: CheckConfig,
  sink: DiagnosticSink): CheckResult {
  const pkg = new Package(path, name, config.testBuiltins ? testScope() : universe);
  const c = new Checker(pkg, fset, importer, config, sink);
  checkFiles(c, files);
  return { pkg, info: c.info };
}

export function checkFiles(c: Checker, files: readonly SourceUnit[]): void {
  const pkg = c.pkg;
  if (c.config.nodeCount > 0) c.info.reserve(c.config.nodeCount - 1);
  pkg.resolveObj = (obj) => objDecl(c, obj);
  initFiles(c, files);
  if (c.config.directives) reservedDirectives(c);
  collectObjects(c);
  directCycles(c);
  packageObjects(c);
  c.processDelayed(0); // includes all function bodies
  initOrder(c);
  unusedImports(c);
  if (!c.hadError) c.mono.check(c);
  if (c.config.directives && !c.sink.hasErrors) {
    gcChecks(c);
    if (!c.sink.hasErrors) for (const f of c.files) c.sink.list.push(...f.late);
  }
  pkg.goVersion = c.config.goVersion;
  pkg.complete = true;
  pkg.resolveObj = null;
}

/** All files must be of one package and not ask for a newer language. */
function initFiles(c: Checker, files: readonly SourceUnit[]): void {
  const pkg = c.pkg;
  const want = minorVersion(c.config.goVersion);
  if (want > CURRENT_MINOR && files.length > 0) {
    c.err(files[0]!.pkgName.pos, 'TooNew', `package requires newer Go version ${c.config.goVersion} (application built with go1.${CURRENT_MINOR})`);
  }
  for (const f of files) {
    const name = f.pkgName.name;
    if (f === files[0] && name === '_') c.errN(f.pkgName, 'BlankPkgName', 'invalid package name _');
    if (pkg.name === '') pkg.name = name;
    if (name !== pkg.name) {
      c.errN(f.pkgName, 'MismatchedPkgName', `package ${name}; expected package ${pkg.name}`);
      continue;
    }
    if (minorVersion(f.goVersion) > CURRENT_MINOR) c.errN(f.pkgName, 'TooNew', `file requires newer Go version ${f.goVersion}`);
    c.files.push(f);
  }
}
