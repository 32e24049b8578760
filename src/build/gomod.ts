// go.mod files: module, go, toolchain, godebug, require, replace, exclude, ignore… read for what a build needs.
// https://go.dev/ref/mod#go-mod-file

import { unquote } from '../syntax/directives.ts';

export interface Require { path: string; version: string; indirect: boolean }
export interface Replace { path: string; version: string; newPath: string; newVersion: string }

export interface GoMod {
  module: string;
  /** Language version "1.26", or "" if there is no go line. */
  go: string;
  godebug: string[];
  require: Require[];
  replace: Replace[];
  /** "file:line: message" problems. */
  errors: string[];
}

/** Parses a go.mod file; `name` and, where it is shown in full, `path` are for messages. */
export function parseGoMod(name: string, text: string, path = name): GoMod {
  const m: GoMod = { module: '', go: '', godebug: [], require: [], replace: [], errors: [] };
  let block = '';
  let opened = '';
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const { words, comment } = split(lines[i]!);
    const unclosed = unclosedString(lines[i]!);
    if (unclosed > 0) {
      m.errors.push(`${name}:${i + 1}:${unclosed}: unexpected newline in string`);
      return m;
    }
    if (words.length === 0) continue;
    const error = (s: string) => m.errors.push(`${name}:${i + 1}: ${s}`);
    if (block !== '') {
      if (words[0] === ')') block = '';
      else directive(m, block, words, comment, error);
    } else if (words[1] === '(' && words.length === 2) {
      block = words[0]!;
      opened = `${i + 1}:${lines[i]!.indexOf(words[0]!) + 1}`;
    }
    else directive(m, words[0]!, words.slice(1), comment, error);
  }
  if (block !== '') m.errors.push(`${name}:${lines.length}: syntax error (unterminated block started at ${path}:${opened})`);
  return m;
}

/** Column of the end of a line within a string, 0 if it does not end in one. */
function unclosedString(line: string): number {
  const rest = line.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|\/\/.*/g, (s) => '.'.repeat(s.length));
  return rest.includes('"') ? line.length + 1 : 0;
}

function split(line: string): { words: string[]; comment: string } {
  const words: string[] = [];
  const re = /\s*(?:\/\/(.*)|("(?:[^"\\]|\\.)*"|`[^`]*`)|([()])|(=>)|([^\s()]+))/gy;
  let comment = '';
  for (let m = re.exec(line); m !== null; m = re.exec(line)) {
    if (m[1] !== undefined) comment = m[1].trim();
    else words.push(m[2] !== undefined ? unquote(m[2]) ?? m[2] : (m[3] ?? m[4] ?? m[5])!);
  }
  return { words, comment };
}

function directive(m: GoMod, verb: string, args: string[], comment: string, error: (s: string) => void): void {
  switch (verb) {
    case 'module':
      if (m.module !== '') error('repeated module statement');
      else if (args.length !== 1) error('usage: module module/path');
      else m.module = args[0]!;
      break;
    case 'go':
      if (m.go !== '') error('repeated go statement');
      else if (args.length !== 1 || !/^[0-9]+\.[0-9]+(\.[0-9]+|rc[0-9]+|beta[0-9]+)?$/.test(args[0]!)) {
        error(`invalid go version '${args.join(' ')}': must match format 1.23.0`);
      } else m.go = args[0]!;
      break;
    case 'godebug':
      if (args.length === 1) m.godebug.push(args[0]!);
      else error('usage: godebug key=value');
      break;
    case 'require':
      if (args.length !== 2) error('usage: require module/path v1.2.3');
      else m.require.push({ path: args[0]!, version: args[1]!, indirect: comment.startsWith('indirect') });
      break;
    case 'replace': {
      const k = args.indexOf('=>');
      if (k < 1 || k > 2 || args.length - k < 2 || args.length - k > 3) {
        error('usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory');
      } else m.replace.push({ path: args[0]!, version: k === 2 ? args[1]! : '', newPath: args[k + 1]!, newVersion: args[k + 2] ?? '' });
      break;
    }
    case 'toolchain': case 'exclude': case 'retract': case 'tool': case 'ignore': break;
    default: error(`unknown directive: ${verb}`);
  }
}

/** Language version of a go line as the compiler takes it: "1.21.3" → "go1.21". Without one it is go1.16. */
export function languageVersion(go: string): string {
  if (go === '') return 'go1.16';
  const m = /^([0-9]+)\.([0-9]+)/.exec(go)!;
  return `go${m[1]!}.${m[2]!}`;
}

/** True if version a ("1.27", "1.26.9", "1.27rc1") is newer than release b ("go1.26.8"). */
export function newerThan(a: string, b: string): boolean {
  const parse = (v: string) => /^(?:go)?([0-9]+)\.([0-9]+)(?:\.([0-9]+)|(rc|beta)([0-9]+))?$/.exec(v);
  const x = parse(a);
  const y = parse(b);
  if (x === null || y === null) return false;
  for (let i = 1; i <= 3; i++) {
    const d = Number(x[i] ?? 0) - Number(y[i] ?? 0);
    if (d !== 0) return d > 0;
  }
  return false;
}
