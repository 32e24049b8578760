// Which functions may suspend, which check the native stack at their entry, and with what ABI each is called (docs/design/abi.md).
//
// Bottom-up over the strongly connected components of the call graph of a unit. The bound of a function (native stack of its
// activation and of everything unchecked that it calls) is known only after lowering, so the back end asks for one component at a
// time (decide), lowers it, and reports the cost (record).
//
// An entry check stands in every function that is recursive, that calls through the table, or whose bound has grown past MAX_BOUND; so
// every cycle of calls has a check, and any callee in the table needs at most MAX_BOUND unless it checks for itself.

import { type Func, type SymTab, type ValueId, Abi, FuncFlag, Suspends } from '../func.ts';
import { Op } from '../op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { findRuntimeCall } from '../../abi/runtime-calls.table.ts';

/** What a caller must know of a callee. Exported with the package object. */
export interface Summary {
  /** Abi bits of the direct entry. */
  abi: number;
  suspends: Suspends;
  /** Has an entry check (its bound does not count for callers). */
  checked: boolean;
  /** Native stack bytes that a caller must have left for it; 0 if checked or on the runtime's reserve. */
  bound: number;
}

/** Where callees are looked up. */
export interface CalleeSource {
  /** Null: unknown; called through its table entry, may suspend. */
  callee(sym: number): Summary | null;
}

/** Decisions about a function, before it is lowered. */
export interface Shape {
  abi: number;
  suspends: Suspends;
  checked: boolean;
  /** Normal and resume code in one wasm function. */
  combined: boolean;
  /** Bytes of native stack that its unchecked callees may take. */
  calleeBound: number;
}

export const MAX_BOUND = 4096;
/** Suspending functions with more values than this take the combined shape: those with loops, whose headers then test the selector,
 *  and those without. */
export const COMBINED_SIZE = 150;
export const COMBINED_SIZE_NO_LOOP = 40;

/** What executing v may do to its activation. */
export function suspendsOf(f: Func, v: ValueId, env: CalleeSource, runtime: boolean): Suspends {
  switch (f.op[v]! as Op) {
    case Op.NilCheck: case Op.BoundsCheck: case Op.PanicIf:
      return runtime ? Suspends.Never : Suspends.Panics; // fatal in runtime packages
    case Op.Call: {
      const info = f.calls[f.aux[v]!]!;
      const s = env.callee(info.sym)?.suspends ?? Suspends.May;
      return s === Suspends.May && info.noreturn ? Suspends.Panics : s;
    }
    // Runtime code is not resumed behind a call through the table unless it says so (//gossamer:suspends).
    case Op.CallClosure: case Op.CallTable: return runtime && (f.flags & FuncFlag.MaySuspend) === 0 ? Suspends.Panics : Suspends.May;
    case Op.Poll: case Op.Suspend: return Suspends.May;
    default: return Suspends.Never;
  }
}

export class SuspendAnalysis implements CalleeSource {
  private readonly funcs: readonly Func[];
  private readonly syms: SymTab;
  private readonly imported: (name: string) => Summary | null;
  /** By symbol: index of the function in funcs, -1 if it is not of this unit. */
  private readonly funcOf: Int32Array;
  private readonly summaries: (Summary | null | undefined)[] = [];

  constructor(funcs: readonly Func[], syms: SymTab, imported: (name: string) => Summary | null) {
    this.funcs = funcs;
    this.syms = syms;
    this.imported = imported;
    this.funcOf = new Int32Array(syms.names.length).fill(-1);
    funcs.forEach((f, i) => { this.funcOf[f.sym] = i; });
  }

  callee(sym: number): Summary | null {
    const known = this.summaries[sym];
    if (known !== undefined) return known;
    const name = this.syms.names[sym]!;
    const s = fixedSummary(name) ?? (this.funcOf[sym] !== undefined && this.funcOf[sym]! >= 0 ? fail(`${name} is called before its summary is known`) : this.imported(name));
    this.summaries[sym] = s;
    return s;
  }

  /** Strongly connected components of the call graph, callees first. */
  components(): { members: number[]; recursive: boolean }[] {
    return callComponents(this.funcs, this.funcOf);
  }

  /** Decides about the functions of one component; those of earlier ones have been recorded. */
  decide(members: readonly number[], recursive: boolean): Shape[] {
    const fs = members.map((i) => this.funcs[i]!);
    for (const f of fs) this.summaries[f.sym] = fixedSummary(f.name) ?? mergedSummary(f) ?? { abi: 0, suspends: Suspends.Never, checked: false, bound: 0 };
    const facts = fs.map((f) => this.scan(f, recursive));
    // Least fixed point of `suspends` within the component.
    for (let changed = true; changed;) {
      changed = false;
      fs.forEach((f, i) => {
        const s = this.bodySuspends(f, facts[i]!.checked);
        if (s <= facts[i]!.suspends) return;
        facts[i]!.suspends = s;
        changed = true;
        if (fixedSummary(f.name) === null && mergedSummary(f) === null) this.summaries[f.sym]!.suspends = s;
      });
    }
    const shapes = fs.map((f, i) => this.shape(f, facts[i]!, recursive));
    fs.forEach((f, i) => { this.summaries[f.sym] = mergedSummary(f) ?? { abi: shapes[i]!.abi, suspends: shapes[i]!.suspends, checked: shapes[i]!.checked, bound: 0 }; });
    return shapes;
  }

  /** After lowering: cost in bytes of one activation. */
  record(i: number, cost: number, shape: Shape): Summary {
    const f = this.funcs[i]!;
    const s = this.summaries[f.sym]!;
    if (mergedSummary(f) !== null) return s;
    if (!shape.checked && (f.flags & FuncFlag.RuntimePkg) === 0) s.bound = cost + shape.calleeBound;
    return s;
  }

  /** Entry check and bound of callees. */
  private scan(f: Func, recursive: boolean): Facts {
    const facts: Facts = { checked: false, calleeBound: 0, depth: false, ctx: false, suspends: Suspends.Never };
    const free = (f.flags & (FuncFlag.RuntimePkg | FuncFlag.NoSplit)) === 0;
    let dynamic = false;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        switch (f.op[v]! as Op) {
          case Op.CallClosure: case Op.CallTable: dynamic = true; break;
          case Op.Closure: facts.ctx = true; break;
          case Op.Call: {
            const c = this.callee(f.calls[f.aux[v]!]!.sym);
            if (c === null) { facts.calleeBound = Math.max(facts.calleeBound, MAX_BOUND); facts.depth = true; break; }
            facts.calleeBound = Math.max(facts.calleeBound, c.bound);
            if ((c.abi & Abi.Depth) !== 0) facts.depth = true;
          }
        }
      }
    }
    if (dynamic) { facts.calleeBound = Math.max(facts.calleeBound, MAX_BOUND); facts.depth = true; }
    if (!free) { facts.depth = false; return facts; }
    const estimate = 128 + 8 * f.sig.params.length + f.numValues;
    facts.checked = recursive || dynamic || facts.calleeBound + estimate > MAX_BOUND;
    facts.depth ||= facts.checked;
    return facts;
  }

  private bodySuspends(f: Func, checked: boolean): Suspends {
    let s = checked ? Suspends.May : Suspends.Never;
    const runtime = (f.flags & FuncFlag.RuntimePkg) !== 0;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        const t = suspendsOf(f, v, this, runtime);
        if (t > s) s = t;
      }
    }
    // A recovered panic makes the function return normally although its activations were saved.
    if ((f.flags & FuncFlag.HasDefer) !== 0 && s === Suspends.Panics) s = Suspends.May;
    return s;
  }

  private shape(f: Func, facts: Facts, recursive: boolean): Shape {
    const base = { suspends: facts.suspends, checked: facts.checked, calleeBound: facts.calleeBound, combined: false };
    const fixed = fixedSummary(f.name);
    if (fixed !== null) {
      // The table is the truth: where the body could do more (paths that end in a throw), the site traps.
      return { ...base, abi: fixed.abi, suspends: fixed.suspends, checked: false };
    }
    let size = 0;
    let loops = false;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        size++;
        if (f.op[v] === Op.Poll) loops = true;
      }
    }
    const combined = facts.suspends === Suspends.May && size > (loops ? COMBINED_SIZE : COMBINED_SIZE_NO_LOOP);
    const indirect = mergedSummary(f) !== null || (f.flags & FuncFlag.IsClosure) !== 0 || ((f.flags & (FuncFlag.Method | FuncFlag.AddressTaken)) !== 0 && facts.suspends === Suspends.May);
    if (combined || indirect) return { ...base, combined, abi: Abi.Table };
    // In a component, a member may call another that needs depth: give it to all.
    const depth = facts.depth || (recursive && facts.checked);
    return { ...base, abi: (facts.ctx ? Abi.Ctx : 0) | (depth ? Abi.Depth : 0) | (facts.suspends !== Suspends.Never ? Abi.Flag : 0) };
  }
}

interface Facts { checked: boolean; calleeBound: number; depth: boolean; ctx: boolean; suspends: Suspends }

/** Summary that runtime-calls.table.ts fixes for a runtime function, or null. */
export function fixedSummary(name: string): Summary | null {
  const row = findRuntimeCall(name);
  if (row === null) return null;
  const suspends = row.suspends === 'never' ? Suspends.Never : row.suspends === 'panics' ? Suspends.Panics : Suspends.May;
  return { abi: suspends === Suspends.Never ? 0 : Abi.Flag, suspends, checked: false, bound: 0 };
}

/** Summary of functions of which several packages have copies that the linker merges by name (instances, wrappers): what is common to
 *  all copies whatever each package's optimiser has made of its own. Null for other functions. (Runtime packages: their copies depend
 *  on nothing that differs.) */
function mergedSummary(f: Func): Summary | null {
  if ((f.flags & FuncFlag.DupOk) === 0 || (f.flags & FuncFlag.RuntimePkg) !== 0) return null;
  return { abi: Abi.Table, suspends: Suspends.May, checked: false, bound: MAX_BOUND };
}

/** Tarjan's algorithm over direct calls, iterative; components come out callees first. */
function callComponents(funcs: readonly Func[], funcOf: Int32Array): { members: number[]; recursive: boolean }[] {
  const callees = funcs.map((f) => {
    const out = new Set<number>();
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        if (f.op[v] !== Op.Call) continue;
        const i = funcOf[f.calls[f.aux[v]!]!.sym] ?? -1;
        if (i >= 0) out.add(i);
      }
    }
    return [...out];
  });
  const n = funcs.length;
  const index = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const next = new Int32Array(n);
  const onStack = new Uint8Array(n);
  const stack: number[] = [];
  const out: { members: number[]; recursive: boolean }[] = [];
  let counter = 0;
  for (let start = 0; start < n; start++) {
    if (index[start] !== -1) continue;
    const path = [start];
    while (path.length > 0) {
      const x = path[path.length - 1]!;
      if (index[x] === -1) {
        index[x] = low[x] = counter++;
        stack.push(x);
        onStack[x] = 1;
      }
      const cs = callees[x]!;
      if (next[x]! < cs.length) {
        const c = cs[next[x]!++]!;
        if (index[c] === -1) path.push(c);
        else if (onStack[c] === 1) low[x] = Math.min(low[x]!, index[c]!);
        continue;
      }
      path.pop();
      if (path.length > 0) { const p = path[path.length - 1]!; low[p] = Math.min(low[p]!, low[x]!); }
      if (low[x] !== index[x]) continue;
      const members: number[] = [];
      for (;;) {
        const y = stack.pop()!;
        onStack[y] = 0;
        members.push(y);
        if (y === x) break;
      }
      members.reverse();
      out.push({ members, recursive: members.length > 1 || cs.includes(x) });
    }
  }
  return out;
}
