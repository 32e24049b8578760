// Compiles what is not cached, in parallel along the import graph. Among the packages that are ready, the one with the longest
// chain of importers behind it goes first.

import type { CompileResult, PackageInput } from '../compile/input.ts';
import type { Package } from './package.ts';
import type { Workers } from './system.ts';

export interface ScheduleHooks {
  /** The object if it is cached. */
  cached(p: Package): Uint8Array | null;
  input(p: Package): PackageInput;
  done(p: Package, r: CompileResult): void;
}

/**
 * Compiles packages given in dependency order; returns their objects by path. Packages that import a failed one are left out.
 * workers is asked for, with the number of packages, when the first compilation is due.
 */
export async function schedule(order: readonly Package[], hooks: ScheduleHooks, workers: (jobs: number) => Workers): Promise<Map<string, Uint8Array>> {
  const objects = new Map<string, Uint8Array>();
  const todo: Package[] = [];
  for (const p of order) {
    const o = hooks.cached(p);
    if (o === null) todo.push(p);
    else objects.set(p.path, o);
  }
  if (todo.length === 0) return objects;
  const w = workers(todo.length);
  for (const p of order) {
    const o = objects.get(p.path);
    if (o !== undefined) w.provide(p.id, o);
  }
  const copies = order.filter((p) => p.forTest !== '').map((p) => p.path);

  const pending = new Set(todo);
  const waiting = new Map<Package, number>();
  const importers = new Map<string, Package[]>();
  const blockers = new Blockers(order, pending);
  for (const p of todo) {
    const on = blockers.of(p);
    for (const i of on) {
      const list = importers.get(i);
      if (list === undefined) importers.set(i, [p]);
      else list.push(p);
    }
    waiting.set(p, on.size);
  }
  const height = new Map<string, number>();
  for (let k = todo.length - 1; k >= 0; k--) {
    const p = todo[k]!;
    let h = 0;
    for (const i of importers.get(p.path) ?? []) h = Math.max(h, height.get(i.path)!);
    height.set(p.path, h + 1);
  }
  const ready = todo.filter((p) => waiting.get(p) === 0);

  await new Promise<void>((resolve, reject) => {
    let running = 0;
    const pump = (): void => {
      if (running === 0 && ready.length === 0) return resolve();
      ready.sort((a, b) => height.get(b.path)! - height.get(a.path)!);
      while (running < w.parallel && ready.length > 0) {
        const p = ready.shift()!;
        running++;
        w.compile({ input: hooks.input(p), implicit: p.implicit, key: p.key, forTest: p.forTest, copies: p.forTest === '' ? [] : copies }).then((r) => {
          running--;
          pending.delete(p);
          hooks.done(p, r);
          if (r.object !== null) {
            objects.set(p.path, r.object);
            w.provide(p.id, r.object);
            for (const i of importers.get(p.path) ?? []) {
              const n = waiting.get(i)! - 1;
              waiting.set(i, n);
              if (n === 0) ready.push(i);
            }
          }
          pump();
        }).catch(reject);
      }
    };
    pump();
  });
  return objects;
}

/** What a package has to wait for. A compilation reads objects of indirect imports too, and an import that is cached may stand on one that is not (a damaged entry). */
class Blockers {
  private readonly byPath: ReadonlyMap<string, Package>;
  private readonly todo: ReadonlySet<Package>;

  constructor(order: readonly Package[], todo: Iterable<Package>) {
    this.byPath = new Map(order.map((p) => [p.path, p]));
    this.todo = new Set(todo);
  }

  /** Paths of the packages to compile that p reaches, directly or through cached ones. */
  of(p: Package): Set<string> {
    const found = new Set<string>();
    const seen = new Set<Package>([p]);
    const work = [p];
    for (let q = work.pop(); q !== undefined; q = work.pop()) {
      for (const path of [...q.imports, ...q.implicit]) {
        const i = this.byPath.get(path);
        if (i === undefined || seen.has(i)) continue;
        seen.add(i);
        if (this.todo.has(i)) found.add(path);
        else work.push(i);
      }
    }
    return found;
  }
}
