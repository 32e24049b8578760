// Bodies of generic functions of imported packages: parsed again from the source in the export data and checked again, for the
// package that instantiates them.

import { InternalError } from '../../base/internal-error.ts';
import { DiagnosticSink } from '../../source/diagnostic.ts';
import type { FileSet } from '../../source/pos.ts';
import type { Node } from '../../syntax/ast.ts';
import { NodeIds, parseFuncAt } from '../../syntax/parser/parse.ts';
import type { Importer } from '../check/checker.ts';
import { checkImportedFunc } from '../check/imported-body.ts';
import { CURRENT_MINOR, minorVersion } from '../check/version.ts';
import { assignTypeGen } from '../linkname.ts';
import type { Obj, Package } from '../objects.ts';
import type { Info, Type } from '../types.ts';
import { ExportReader } from './read.ts';

/**
 * A generic function's declaration, checked: sig has the type parameters (tparams or recvTparams) that info speaks of; so has the
 * object that info.defs gives for the declared name.
 */
export interface ImportedBody {
  decl: Node;
  sig: Type;
  info: Info;
  fset: FileSet;
  pkg: Package;
  /** Minor language version of its file. */
  goMinor: number;
}

/** Checked bodies by object: one per compilation, as the results refer to its FileSet. */
export class ImportedBodies {
  private readonly done: Map<Obj, ImportedBody> = new Map();
  private readonly importer: Importer;

  constructor(importer: Importer) { this.importer = importer; }

  /** The body of a generic function or of a method of a generic type (instances give their origin's); null if obj has none. */
  get(obj: Obj): ImportedBody | null {
    const o = obj.origin ?? obj;
    const known = this.done.get(o);
    if (known !== undefined) return known;
    const b = importedBody(o, this.importer);
    if (b !== null) this.done.set(o, b);
    return b;
  }
}

/** Uncached; see ImportedBodies. */
export function importedBody(obj: Obj, importer: Importer): ImportedBody | null {
  const o = obj.origin ?? obj;
  const reader = o.pkg === null ? null : o.pkg.exportData;
  if (!(reader instanceof ExportReader)) return null;
  const src = reader.bodies.get(o);
  if (src === undefined) return null;
  const fset = reader.ctx.fset;
  const sink = new DiagnosticSink();
  const ids = new NodeIds();
  const { decl } = parseFuncAt(fset, src.file, src.line, src.col, src.text, sink, ids);
  const version = src.goVersion || reader.pkg.goVersion;
  const r = checkImportedFunc(reader.pkg, fset, decl, src.imports, version, importer, sink);
  const first = sink.list.find((d) => !d.soft);
  if (first !== undefined) {
    const p = fset.position(first.pos);
    throw new InternalError(`imported body of ${reader.pkg.path}.${o.name}: ${p.file}:${p.line}:${p.col}: ${first.message}`);
  }
  assignTypeGen(r.info.localTypes, src.typesBefore);
  r.info.defs[decl.x!.id] = r.func;
  r.info.defs[decl.x!.id] = r.func;
  return { decl, sig: r.func.type!, info: r.info, fset, pkg: reader.pkg, goMinor: minorVersion(version) || CURRENT_MINOR };
}
