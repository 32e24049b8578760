// What a Go file imports, by its text: good enough to know what to build in advance, also of files that do not parse.

export function importsOf(src: string): string[] {
  const out: string[] = [];
  for (const m of src.matchAll(/^import\s+(?:\(([^)]*)\)|[\w.]*\s*("[^"\n]*"))/gm)) {
    for (const q of (m[1] ?? m[2]!).matchAll(/"([^"\n]+)"/g)) out.push(q[1]!);
  }
  return out;
}
