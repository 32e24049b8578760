// From collected diagnostics to text. Order, duplicates and the ten-error limit are gc's:
// - of several syntax errors in a row on one line only the first counts; so do equal other errors;
// - after ten errors, in the order in which they were found, compilation stops ("too many errors", unless all are wanted);
// - what is left is sorted by position, and equal lines are printed once.

import type { Diagnostic } from './diagnostic.ts';
import type { FileSet, Pos } from './pos.ts';

export const ERROR_LIMIT = 10;

export interface Report {
  /** Sorted; no duplicates. */
  list: Diagnostic[];
  /** Position at which the error limit was reached, 0 if it was not. */
  tooMany: Pos;
}

/** Chooses and sorts what is to be reported; `all` lifts the limit (-e). */
export function selectDiagnostics(list: readonly Diagnostic[], fset: FileSet, all: boolean): Report {
  const kept: Diagnostic[] = [];
  let tooMany = 0;
  let lastSyntax = '';
  let lastOther = '';
  for (const d of list) {
    const p = fset.position(d.pos);
    const line = `${p.file}:${p.line}`;
    if (d.message.startsWith('syntax error')) {
      if (lastSyntax === line) continue;
      lastSyntax = line;
    } else {
      const key = `${line}:${d.message}`;
      if (lastOther === key) continue;
      lastOther = key;
    }
    kept.push(d);
    if (!all && kept.length >= ERROR_LIMIT) {
      tooMany = d.pos;
      break;
    }
  }
  kept.sort((a, b) => a.pos - b.pos);
  const out = kept.filter((d, i) => i === 0 || gcText(d, fset) !== gcText(kept[i - 1]!, fset));
  return { list: out, tooMany };
}

/** "file:line:col", without the column if it is unknown; "<unknown line number>" without a position. */
export function posText(pos: Pos, fset: FileSet): string {
  const p = fset.position(pos);
  if (p.line === 0) return '<unknown line number>';
  return p.col === 0 ? `${p.file}:${p.line}` : `${p.file}:${p.line}:${p.col}`;
}

/** One diagnostic in gc's form; notes and continuation lines are indented by a tab. No newline at the end. */
export function gcText(d: Diagnostic, fset: FileSet): string {
  let s = `${posText(d.pos, fset)}: ${d.message}`;
  for (const n of d.notes) s += `\n\t${n.pos !== 0 ? `${posText(n.pos, fset)}: ` : ''}${n.message}`;
  return s;
}

/** All diagnostics of a compilation as the compiler prints them, each ended by a newline. */
export function gcReport(list: readonly Diagnostic[], fset: FileSet, all: boolean): string {
  const r = selectDiagnostics(list, fset, all);
  let s = '';
  for (const d of r.list) s += `${gcText(d, fset)}\n`;
  if (r.tooMany !== 0) s += `${posText(r.tooMany, fset)}: too many errors\n`;
  return s;
}

/** One diagnostic per element, for tools. */
export interface JsonDiagnostic {
  file: string; line: number; column: number; code: string; message: string;
  notes: { file: string; line: number; column: number; message: string }[];
}

export function jsonReport(list: readonly Diagnostic[], fset: FileSet): JsonDiagnostic[] {
  return selectDiagnostics(list, fset, true).list.map((d) => {
    const p = fset.position(d.pos);
    return {
      file: p.file, line: p.line, column: p.col, code: d.code, message: d.message,
      notes: d.notes.map((n) => {
        const q = fset.position(n.pos);
        return { file: q.file, line: q.line, column: q.col, message: n.message };
      }),
    };
  });
}

/** The text of a failed package as `go build` shows it: "# path" and the compiler's output with paths shortened. */
export function packageReport(path: string, text: string, dir: string, cwd: string): string {
  return `# ${path}\n${shortenPaths(text, dir, cwd)}`;
}

/**
 * Replaces package directory `dir`, which the text calls `shown`, in compiler output by its path relative to `cwd` ("./x.go" for
 * files in cwd itself).
 */
export function shortenPaths(text: string, dir: string, cwd: string, shown = dir): string {
  const rel = relative(cwd, dir);
  if (rel === '.') return text.replaceAll(`${shown}/`, './');
  const short = rel.length < dir.length ? rel : dir;
  return short === shown ? text : text.replaceAll(`${shown}/`, `${short}/`);
}

/** Relative path between absolute slash paths. */
export function relative(from: string, to: string): string {
  const a = from.split('/').filter((x) => x !== '');
  const b = to.split('/').filter((x) => x !== '');
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const r = [...a.slice(i).map(() => '..'), ...b.slice(i)].join('/');
  return r === '' ? '.' : r;
}

/** A diagnostic without FileSet: what crosses to another thread. */
export interface ResolvedDiagnostic { file: string; line: number; col: number; code: string; text: string }

/** selectDiagnostics, resolved: notes are continuation lines of the text; "too many errors" is a message of its own at the end. */
export function resolveDiagnostics(list: readonly Diagnostic[], fset: FileSet, all: boolean): ResolvedDiagnostic[] {
  const r = selectDiagnostics(list, fset, all);
  const at = (pos: Pos, code: string, text: string): ResolvedDiagnostic => {
    const p = fset.position(pos);
    return { file: p.file, line: p.line, col: p.col, code, text };
  };
  const out = r.list.map((d) => at(d.pos, d.code, d.message + d.notes.map((n) => `\n\t${n.pos !== 0 ? `${posText(n.pos, fset)}: ` : ''}${n.message}`).join('')));
  if (r.tooMany !== 0) out.push(at(r.tooMany, '', 'too many errors'));
  return out;
}

/**
 * Adds to "… requires go1.N or later" where the version in force comes from: the file's //go:build line, or go.mod. A file may
 * lower its version to go1.21 at most, so an older one is not in force.
 */
export function addVersionHints(list: readonly Diagnostic[], fset: FileSet, units: readonly { file: number; goVersion: string }[], lang: string): void {
  for (const d of list) {
    if (!/requires go[0-9]+\.[0-9]+ or later/.test(d.message)) continue;
    const file = fset.fileOf(d.pos);
    const unit = units.find((u) => fset.files[u.file] === file);
    const declared = unit !== undefined && Number(/^go1\.([0-9]+)/.exec(unit.goVersion)?.[1] ?? 0) >= 21;
    d.message += declared ? ` (file declares //go:build ${unit.goVersion})` : ` (-lang was set to ${lang}; check go.mod)`;
  }
}
