// Diagnostics are values collected in a sink, never thrown (STYLE: errors). The text is gc's; `code` is the name that Go's
// internal/types/errors uses ("" for syntax errors). Sorting, the ten-error limit and follow-on suppression live in report.ts.

import type { Pos } from './pos.ts';

export interface Note { pos: Pos; message: string }

export interface Diagnostic {
  pos: Pos;
  /** Position that go/types' harness expects, where it differs from gc's `pos`; 0 if the same. */
  altPos: Pos;
  code: string;
  /** gc's wording without position; continuation lines start with "\t". */
  message: string;
  notes: Note[];
  /** A soft error does not stop later phases of checking (unused variables and imports). */
  soft: boolean;
}

export class DiagnosticSink {
  readonly list: Diagnostic[] = [];
  add(pos: Pos, code: string, message: string, notes: Note[] = [], altPos: Pos = 0, soft = false): void {
    this.list.push({ pos, altPos, code, message, notes, soft });
  }
  get hasErrors(): boolean { return this.list.length > 0; }
}
