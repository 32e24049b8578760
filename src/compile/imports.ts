// What a compilation knows of its imports: objects opened lazily, their packages decoded on demand, summaries and inlinable bodies of
// their functions found by symbol name. One instance per worker, shared by the packages it compiles, so that a type decoded once is one
// type everywhere.

import { fail } from '../base/internal-error.ts';
import { FileSet } from '../source/pos.ts';
import type { DataSymbol } from '../abi/symbol.ts';
import { ObjectReader } from '../object/reader.ts';
import { BodyReader } from '../ssa/serialize.ts';
import type { Func, PosTable, SymTab } from '../ssa/func.ts';
import type { Package } from '../types/objects.ts';
import { unsafePackage } from '../types/universe.ts';
import { readExport } from '../types/export/read.ts';
import { ImportedBodies } from '../types/export/import.ts';
import type { Importer } from '../types/check/checker.ts';
import type { ImportObjects } from './input.ts';
import { forgetCopies } from './package-id.ts';
import { SummaryReader, type FuncSummary } from './summaries.ts';

interface Loaded { object: ObjectReader; bytes: Uint8Array; pkg: Package | null; summaries: SummaryReader | null; bodies: BodyReader | null }

export class Imports {
  /** Sources of imported generic functions, checked again on demand. */
  readonly bodies = new ImportedBodies({ import: (path) => this.package(path) });
  readonly fset = new FileSet();
  private readonly loaded = new Map<string, Loaded>();
  /** Gives objects that are not open yet; set for each compilation. */
  objects: ImportObjects = (path) => fail(`no object for ${path}`);

  /** Where the object of a path is looked for: packages rebuilt for a test have another name than the originals. What these import is never
   * a rebuilt one, so decoded packages can be kept by that name. */
  idOf: (path: string) => string = (path) => path;

  /** Forgets what was made for a test. */
  forgetTest(forTest: string): void {
    forgetCopies(this.loaded, forTest);
  }

  /** Forgets a package, so that another one can have its path. Nothing that is still in use may import it. */
  forget(path: string): void { this.loaded.delete(path); }

  private open(path: string): Loaded {
    const id = this.idOf(path);
    let l = this.loaded.get(id);
    if (l === undefined) {
      const bytes = this.objects(id);
      l = { object: new ObjectReader(bytes), bytes, pkg: null, summaries: null, bodies: null };
      this.loaded.set(id, l);
    }
    return l;
  }

  package(path: string): Package {
    if (path === 'unsafe') return unsafePackage;
    const l = this.open(path);
    l.pkg ??= readExport(l.object.exportData, { fset: this.fset, importPackage: (p) => this.package(p) });
    return l.pkg;
  }

  readonly importer: Importer = { import: (path) => this.package(path) };

  /** Paths of all packages that have been opened, and what they import. */
  private closure(direct: readonly string[]): Loaded[] {
    const seen = new Set<string>();
    const out: Loaded[] = [];
    const visit = (path: string): void => {
      if (path === 'unsafe' || seen.has(path)) return;
      seen.add(path);
      const l = this.open(path);
      out.push(l);
      for (const i of l.object.info.imports) visit(i.path);
    };
    for (const p of direct) visit(p);
    return out;
  }

  /** Look-up of functions by symbol among the packages that `direct` reach. */
  functions(direct: readonly string[]): FunctionIndex { return new FunctionIndex(this.closure(direct)); }
}

/** Finds summaries and inlinable bodies by symbol name. */
export class FunctionIndex {
  private readonly known = new Map<string, FuncSummary | null>();

  constructor(private readonly packages: readonly Loaded[]) {}

  summary(name: string): FuncSummary | null {
    let s = this.known.get(name);
    if (s === undefined) {
      s = null;
      for (const l of this.packages) {
        l.summaries ??= new SummaryReader(l.object.summaries);
        s = l.summaries.get(name);
        if (s !== null) break;
      }
      this.known.set(name, s);
    }
    return s;
  }

  /** Inlinable body, read into the symbols and positions of the unit that asks. */
  body(name: string, syms: SymTab, poss: PosTable): Func | null {
    for (const l of this.packages) {
      l.bodies ??= new BodyReader(l.object.bodies);
      if (l.bodies.has(name)) return l.bodies.read(name, syms, poss);
    }
    return null;
  }

  /** Data by symbol name. */
  data(name: string): DataSymbol | null {
    for (const l of this.packages) {
      const d = l.object.findDef(name);
      if (d >= 0) return l.object.data(d);
    }
    return null;
  }
}
