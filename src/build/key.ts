// Keys of packages: a hash of everything that determines the object. Nothing else may influence compilation.

import type { CompileFlags } from '../compile/input.ts';
import type { Loader } from './load.ts';
import type { Package } from './package.ts';

export interface KeyContext {
  /** Identifies the compiler: changes with its code. */
  compiler: string;
  flags(p: Package): CompileFlags;
}

/** Packages in dependency order: imports before importers. */
export function dependencyOrder(roots: readonly Package[], packages: ReadonlyMap<string, Package>): Package[] {
  const out: Package[] = [];
  const seen = new Set<Package>();
  // An explicit stack: import chains can be long.
  const stack: { p: Package; i: number }[] = [];
  const push = (p: Package) => {
    if (seen.has(p)) return;
    seen.add(p);
    stack.push({ p, i: 0 });
  };
  for (const r of roots) {
    push(r);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const k = top.i++;
      const next = top.p.imports[k] ?? top.p.implicit[k - top.p.imports.length];
      if (next === undefined) {
        out.push(top.p);
        stack.pop();
      } else {
        const p = packages.get(next);
        if (p !== undefined) push(p);
      }
    }
  }
  return out;
}

function hashFiles(loader: Loader, p: Package): string {
  const parts: (Uint8Array | string)[] = [];
  for (const f of p.files) {
    const bytes = loader.sourceOf(f);
    parts.push(`\0${f.path}\0${bytes.length}\0`, bytes);
  }
  return loader.sys.sha256(parts);
}

/** Of the files of a package; a copy made for a test has those of the original. */
function contentHash(loader: Loader, p: Package): string {
  const original = loader.packages.get(p.path);
  if (original !== undefined && original !== p && original.files === p.files) {
    if (original.contentHash === '') original.contentHash = contentHash(loader, original);
    return original.contentHash;
  }
  const hash = hashFiles(loader, p);
  p.contentHash = hash;
  loader.remember(p);
  return hash;
}

/** Sets the keys of packages given in dependency order; `packages`: what their imports name. */
export function computeKeys(loader: Loader, order: readonly Package[], ctx: KeyContext, packages: ReadonlyMap<string, Package> = loader.packages): void {
  for (const p of order) {
    const parts: (Uint8Array | string)[] = [ctx.compiler, '\0', JSON.stringify(ctx.flags(p)), '\0', p.path, '\0', p.goVersion, '\0', JSON.stringify(p.importMap), '\0'];
    if (p.library) parts.push('library\0');
    if (p.standard && loader.overlay.touches(p.path)) parts.push(loader.overlay.hash);
    if (p.contentHash === '') p.contentHash = contentHash(loader, p);
    parts.push(p.contentHash);
    for (const e of p.embeds) {
      parts.push(`\0embed ${e.pattern}`);
      for (const f of e.files) {
        const bytes = loader.sys.readFile(f.path)!;
        parts.push(`\0${f.name}\0${bytes.length}\0`, bytes);
      }
    }
    for (const i of [...p.imports, ...p.implicit]) parts.push(`\0import ${i} ${packages.get(i)!.key}`);
    p.key = loader.sys.sha256(parts);
  }
}
