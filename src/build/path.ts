// Slash-separated paths.

/** Joins and cleans. */
export function join(...parts: string[]): string {
  return clean(parts.filter((p) => p !== '').join('/'));
}

/** Shortest equivalent path: no "." or "..", no double slashes. */
export function clean(path: string): string {
  const abs = path.startsWith('/');
  const out: string[] = [];
  for (const e of path.split('/')) {
    if (e === '' || e === '.') continue;
    if (e === '..' && out.length > 0 && out[out.length - 1] !== '..') out.pop();
    else if (e !== '..' || !abs) out.push(e);
  }
  const s = out.join('/');
  return abs ? `/${s}` : s === '' ? '.' : s;
}

export function dirname(path: string): string {
  const i = path.lastIndexOf('/');
  return i < 0 ? '.' : i === 0 ? '/' : path.slice(0, i);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** path as an absolute path, from cwd. */
export function absolute(cwd: string, path: string): string {
  return path.startsWith('/') ? clean(path) : join(cwd, path);
}
