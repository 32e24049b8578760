// Entry points of the parser.

import { Kind, Node, type SourceUnit } from '../ast.ts';
import { NodeIds } from './base.ts';
import { Parser } from './decl.ts';
import type { FileSet, SourceFile } from '../../source/pos.ts';
import type { DiagnosticSink } from '../../source/diagnostic.ts';

export { NodeIds };

/**
 * Parses one source file and adds it to the FileSet. Problems go to the sink; the unit then holds what could be read. Labels and
 * branches are checked. Diagnostics marked soft (misplaced directives) do not stop type checking.
 */
export function parseFile(fset: FileSet, name: string, bytes: Uint8Array, sink: DiagnosticSink, ids: NodeIds): SourceUnit {
  const file = fset.addFile(name, bytes.length);
  const p = new Parser(file, bytes, sink, ids);
  try {
    return p.sourceFile(fset.files.length - 1);
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    p.errorAt(p.pos(), 'syntax error: nesting too deep'); // the host's stack is exhausted
    return {
      file: fset.files.length - 1, pkgName: new Node(Kind.Ident, file.base, ids.next++), decls: [], imports: [], directives: p.directives,
      declDirectives: p.declDirectives, goVersion: p.goVersion, usesCgo: false, late: [],
    };
  }
}

/**
 * Parses the text of a single function or method declaration (from "func" on) that stood at line:col of file `name`, into a file
 * of its own whose positions resolve to the original ones.
 */
export function parseFuncAt(
  fset: FileSet, name: string, line: number, col: number, bytes: Uint8Array, sink: DiagnosticSink, ids: NodeIds,
): { decl: Node; file: SourceFile } {
  const file = fset.addFile(name, bytes.length);
  if (line !== 1 || col !== 1) file.addRemap(0, name, line, col);
  const p = new Parser(file, bytes, sink, ids);
  p.s.next();
  return { decl: p.funcDecl(), file };
}
