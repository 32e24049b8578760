// The optimiser over a unit: functions bottom-up along the call graph; each is simplified, takes in its small callees (of this package and
// of imported ones), has its escaping objects decided, and is then optimised by itself. Summaries of escape are kept for callers.

import type { DataSymbol } from '../../abi/symbol.ts';
import { Op } from '../op.gen.ts';
import { FuncFlag, type Func, type Unit, type ValueId } from '../func.ts';
import { earlyPasses, latePasses, runPasses, type Pass } from '../passes/pipeline.ts';
import { cleanCfg } from '../passes/cfg.ts';
import { bottomUp, functionsBySym } from './callgraph.ts';
import { foldAssertions } from './assertions.ts';
import { devirtualize, passesOn, type DevirtualizeReport } from './devirtualize.ts';
import { KnownTypes } from './known-types.ts';
import { constantBoxes } from './constant-boxes.ts';
import { escape, summarize, type EscapeEnv } from './escape.ts';
import { defaultLimits, inlineCall, inlineCost, mayInline, replaceResults, type InlinedResults } from './inline.ts';
import { bottom, type EscapeSummary, keepsNothing } from './summary.ts';

/** Type descriptors, itabs, strings, constants, closures that capture nothing. */
const READ_ONLY = /^(?:type|go):|·f$/;
/** Recursive functions that are looked at together, in SSA values, and how often. */
const RECURSIVE_VALUES = 100_000;
const RECURSIVE_ROUNDS = 8;

export interface OptimizeEnv {
  /** -N: only what later phases need. */
  noOptimize: boolean;
  /** -l */
  noInline: boolean;
  /** Escape summary of a function of another package, or of a runtime call; null if unknown. */
  importedEscape(name: string): EscapeSummary | null;
  /** True if a function of another package is to be deferred with the right to recover. */
  importedRecovers(name: string): boolean;
  /** Inlinable body of a function of another package, already in this unit's symbols and positions; null if it has none. */
  importedBody(name: string): Func | null;
  /** Read-only data that another package defines; null if there is none of that name. */
  importedData?(name: string): DataSymbol | null;
  /** After each pass that changed a function: dumps, verifier. */
  afterPass?: (f: Func, pass: string) => void;
  /** -m: fate of an allocation, decision about a call. */
  onAlloc?: (f: Func, v: ValueId, escapes: boolean) => void;
  onInline?: (caller: Func, at: ValueId, callee: Func) => void;
  /** -m: an interface call that is about to become a direct one, and the link name of the type; partial: of a method that calls another
   *  through an embedded interface. */
  onDevirtualize?: (f: Func, v: ValueId, type: string, partial: boolean) => void;
  /** -m: a function that may be inlined; what escapes through a function's parameters. */
  onInlinable?: (f: Func) => void;
  onSummary?: (f: Func, s: EscapeSummary) => void;
}

export interface OptimizeResult {
  /** By function, for the object's summaries. */
  escapes: Map<Func, EscapeSummary>;
  /** Functions that other packages may inline, as they were before their own late optimisation. */
  inlinable: Func[];
}

export function optimizeUnit(unit: Unit, env: OptimizeEnv): OptimizeResult {
  return new Optimizer(unit, env).run();
}

class Optimizer {
  private readonly bySym: (Func | undefined)[];
  private readonly cost = new Map<Func, number>();
  private readonly escapes = new Map<Func, EscapeSummary>();
  private readonly inlinable: Func[] = [];
  private readonly imported = new Map<number, Func | null>();
  private readonly types: KnownTypes;

  constructor(private readonly unit: Unit, private readonly env: OptimizeEnv) {
    this.bySym = functionsBySym(unit);
    this.types = new KnownTypes(unit, (name) => env.importedData?.(name) ?? null);
  }

  run(): OptimizeResult {
    const { env } = this;
    const each = env.afterPass === undefined ? undefined : (p: Pass, f: Func): void => env.afterPass!(f, p.name);
    for (const f of this.unit.funcs) runPasses(f, earlyPasses, each);
    for (const scc of bottomUp(this.unit)) {
      for (const f of scc.funcs) {
        this.passRecover(f);
        this.inlineInto(f, each);
        const body = this.inlining && !scc.recursive ? this.keepBody(f) : null;
        if (body !== null) this.inlinable.push(body);
      }
      if (scc.recursive && !env.noOptimize) this.recursiveEscapes(scc.funcs);
      for (const f of scc.funcs) {
        this.decide(f);
        if (!env.noOptimize) runPasses(f, latePasses, each);
      }
    }
    return { escapes: this.escapes, inlinable: this.inlinable };
  }

  /** A wrapper around a function that recovers is deferred as if it were that function: it leaves the token alone. abi.md#Panics */
  private passRecover(f: Func): void {
    if ((f.flags & FuncFlag.Wrapper) === 0) return;
    for (const c of f.calls) {
      const callee = this.bySym[c.sym];
      const recovers = callee !== undefined ? (callee.flags & FuncFlag.HasRecover) !== 0 : this.env.importedRecovers(this.unit.syms.names[c.sym]!);
      if (recovers) f.flags |= FuncFlag.HasRecover;
    }
  }

  /** Remembers the cost; a small function is what callers of this package copy (as it is now) and what the object exports. */
  private keepBody(f: Func): Func | null {
    const c = inlineCost(f);
    this.cost.set(f, c);
    if (c > defaultLimits.small) return null;
    this.env.onInlinable?.(f);
    return f;
  }

  private decide(f: Func): void {
    constantBoxes(f, this.unit.syms, (d) => this.types.add(d));
    const summary = escape(f, { ...this.escapeEnv, report: this.env.onAlloc });
    this.escapes.set(f, summary);
    this.env.onSummary?.(f, summary);
  }

  private readonly escapeEnv: EscapeEnv = {
    summary: (sym, results) => this.escapeOf(sym, results),
    readOnly: (sym) => READ_ONLY.test(this.unit.syms.names[sym]!),
  };

  private escapeOf(sym: number, results: number): EscapeSummary | null {
    const g = this.bySym[sym];
    if (g === undefined && this.unit.noescape.has(this.unit.syms.names[sym]!)) return keepsNothing(results);
    return g !== undefined ? this.escapes.get(g) ?? null : this.env.importedEscape(this.unit.syms.names[sym]!);
  }

  /**
   * Summaries of functions that call each other: the least fixed point, from functions that leak nothing. If it is not found in a few
   * rounds, calls among them count as unknown.
   */
  private recursiveEscapes(funcs: readonly Func[]): void {
    let values = 0;
    for (const f of funcs) values += f.numValues;
    if (values > RECURSIVE_VALUES) return;
    const texts = new Map<Func, string>();
    for (const f of funcs) this.escapes.set(f, bottom(f.sig.params.length, f.sig.results.length, (f.flags & FuncFlag.IsClosure) !== 0));
    for (let round = 0; round < RECURSIVE_ROUNDS; round++) {
      let changed = false;
      for (const f of funcs) {
        const s = summarize(f, this.escapeEnv);
        const text = JSON.stringify(s);
        if (texts.get(f) !== text) changed = true;
        texts.set(f, text);
        this.escapes.set(f, s);
      }
      if (!changed) return;
    }
    for (const f of funcs) this.escapes.delete(f);
  }

  private reportOf(f: Func): DevirtualizeReport | undefined {
    const { onDevirtualize } = this.env;
    if (onDevirtualize === undefined) return undefined;
    return (v, itab, method) => {
      const name = this.unit.syms.names[method]!;
      const g = this.bySym[method] ?? this.env.importedBody(name);
      const type = this.types.typeOf(itab);
      if (type >= 0) onDevirtualize(f, v, this.unit.syms.names[type]!.slice('type:'.length), g !== null && passesOn(g));
    };
  }

  private get inlining(): boolean { return !this.env.noInline && !this.env.noOptimize; }

  /** Makes calls direct where the callee is known and takes in the small callees. */
  private inlineInto(f: Func, each?: (p: Pass, f: Func) => void): void {
    const results: InlinedResults = new Map();
    const own = inlineCost(f);
    const limit = own <= defaultLimits.outlined && allocates(f) ? defaultLimits.small : Number.POSITIVE_INFINITY;
    let size = Number.isFinite(own) ? own : 0;
    const seen = new Set<ValueId>();
    const report = this.reportOf(f);
    let sites = this.inlining ? directCalls(f, seen) : [];
    for (;;) {
      const before = size;
      for (const v of sites) size += this.inlineAt(f, v, size, limit, results);
      if (sites.length > 0) {
        replaceResults(f, results);
        results.clear();
        cleanCfg(f); // what follows a call that never returns is unreachable now
        runPasses(f, earlyPasses, each);
      }
      while (foldAssertions(f, this.unit.syms, this.types)) runPasses(f, earlyPasses, each);
      sites = devirtualize(f, this.types, report);
      if (!this.inlining) return;
      // Functions that were to stay small have calls that may be inlined now.
      if (size > before) sites.push(...directCalls(f, new Set([...seen, ...sites])).filter((v) => this.candidate(f, v, size) !== null));
      if (sites.length === 0) return;
      for (const v of sites) seen.add(v);
    }
  }

  /** Inlines a call if that is worth it and the caller stays within the limit; returns what it adds to the caller's size. */
  private inlineAt(f: Func, v: ValueId, size: number, limit: number, results: InlinedResults): number {
    const g = this.candidate(f, v, size);
    if (g === null) return 0;
    const c = this.cost.get(g)!;
    if (size + c > limit) return 0;
    this.env.onInline?.(f, v, g);
    inlineCall(f, v, g, 0, results);
    return c;
  }

  /** The callee of a call if it is small enough to be inlined. */
  private candidate(f: Func, v: ValueId, size: number): Func | null {
    const g = this.target(f, f.calls[f.aux[v]!]!.sym);
    if (g === null || !mayInline(f, g)) return null;
    return this.cost.get(g)! > (size > defaultLimits.bigCaller ? defaultLimits.tiny : defaultLimits.small) ? null : g;
  }

  private target(f: Func, sym: number): Func | null {
    const g = this.bySym[sym];
    if (g !== undefined) return g !== f && this.cost.has(g) && (g.flags & FuncFlag.NoInline) === 0 ? g : null;
    let h = this.imported.get(sym);
    if (h === undefined) {
      h = this.env.importedBody(this.unit.syms.names[sym]!);
      this.imported.set(sym, h);
      if (h !== null) this.cost.set(h, inlineCost(h));
    }
    return h;
  }
}

/** Direct calls of f that are not in `seen`; they are then. */
function directCalls(f: Func, seen: Set<ValueId>): ValueId[] {
  const out: ValueId[] = [];
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] !== Op.Call || seen.has(v)) continue;
      seen.add(v);
      out.push(v);
    }
  }
  return out;
}

/** True for functions like `p := new(T); return initT(p)`: they shall stay small, so that the object may be on their callers' stacks. */
function allocates(f: Func): boolean {
  for (let b = 0; b < f.numBlocks; b++) for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.NewObject) return true;
  return false;
}
