// Files that `//go:embed` patterns match. https://pkg.go.dev/embed: patterns are path.Match's; a directory stands for its tree
// without files that begin with '.' or '_' (unless the pattern begins with "all:"); nothing outside the package's module.

import { join } from './path.ts';
import type { System } from './system.ts';

export type EmbedResult = { name: string; path: string }[] | string;

/** Matches a pattern in the package directory; a string is the error. */
export function resolveEmbed(sys: System, dir: string, pattern: string): EmbedResult {
  const all = pattern.startsWith('all:');
  const glob = all ? pattern.slice(4) : pattern;
  if (!validPath(glob)) return 'invalid pattern syntax';
  const out = new Map<string, string>();
  let matched = false;
  for (const name of expand(sys, dir, glob)) {
    matched = true;
    const path = join(dir, name);
    const st = sys.stat(path);
    if (st === null) continue;
    if (!st.isDir) {
      const base = name.slice(name.lastIndexOf('/') + 1);
      if (badName(base)) return `cannot embed file ${name}: invalid name ${base}`;
      out.set(name, path);
      continue;
    }
    if (sys.stat(join(path, 'go.mod')) !== null) return `cannot embed directory ${name}: in different module`;
    const before = out.size;
    addTree(sys, name, path, all, out);
    if (out.size === before) return `cannot embed directory ${name}: contains no embeddable files`;
  }
  if (!matched) return 'no matching files found';
  return [...out].map(([name, path]) => ({ name, path })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function addTree(sys: System, name: string, path: string, all: boolean, out: Map<string, string>): void {
  for (const e of sys.readDir(path) ?? []) {
    if (badName(e.name) || (!all && /^[._]/.test(e.name))) continue;
    if (!e.isDir) out.set(`${name}/${e.name}`, `${path}/${e.name}`);
    else if (sys.stat(`${path}/${e.name}/go.mod`) === null) addTree(sys, `${name}/${e.name}`, `${path}/${e.name}`, all, out);
  }
}

function badName(base: string): boolean {
  return base === '' || ['.bzr', '.hg', '.git', '.svn'].includes(base) || /["*<>?`'|\\:]/.test(base);
}

function validPath(p: string): boolean {
  return p === '.' || (p !== '' && p.split('/').every((e) => e !== '' && e !== '.' && e !== '..'));
}

/** Paths below dir that match, relative to it. */
function expand(sys: System, dir: string, glob: string): string[] {
  let found = [''];
  for (const part of glob.split('/')) {
    const next: string[] = [];
    const re = /[*?[\\]/.test(part) ? globRegExp(part) : null;
    for (const f of found) {
      const at = f === '' ? dir : join(dir, f);
      if (part === '.') next.push('.');
      else if (re === null) {
        if (sys.stat(join(at, part)) !== null) next.push(f === '' ? part : `${f}/${part}`);
      } else for (const e of sys.readDir(at) ?? []) if (re.test(e.name)) next.push(f === '' ? e.name : `${f}/${e.name}`);
    }
    found = next;
  }
  return found;
}

/** path.Match of one element: * ? [class] \c. */
function globRegExp(p: string): RegExp {
  let s = '^';
  for (let i = 0; i < p.length; i++) {
    const c = p[i]!;
    if (c === '*') s += '[^/]*';
    else if (c === '?') s += '[^/]';
    else if (c === '[') {
      const e = p.indexOf(']', i + 2);
      if (e < 0) return /^(?!)/;
      s += `[${p.slice(i + 1, e).replace(/[[\]]/g, '\\$&')}]`;
      i = e;
    } else s += (c === '\\' && i + 1 < p.length ? p[++i]! : c).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  }
  return new RegExp(`${s}$`, 'u');
}
