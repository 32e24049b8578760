// The back end for a compilation unit: prepares all functions, then decides and lowers component by component of the call graph.

import type { Unit } from '../ssa/func.ts';
import { type Summary, SuspendAnalysis } from '../ssa/program/suspend.ts';
import { InternalError } from '../base/internal-error.ts';
import type { FuncCode } from './code.ts';
import { type CodeSize, lowerFunc, prepare } from './lower-func.ts';
import { kernelsOf, summaryOf } from './kernels/index.ts';

export interface LoweredUnit {
  /** In the order of unit.funcs, without those that are kernels. */
  funcs: FuncCode[];
  /** By function name: what importers must know. */
  summaries: Map<string, Summary>;
  size: CodeSize;
}

/** Lowers the functions of a unit, which are changed in place; those that a kernel stands for are left out (but their summaries are
 *  given, the caller adds kernelsOf). `imported` finds the summary of a function of another package. Without polls (to measure what they
 *  cost) a loop cannot be interrupted. */
export function lowerUnit(unit: Unit, imported: (name: string) => Summary | null, polls = true): LoweredUnit {
  const { syms, poss } = unit;
  const kernels = new Map(kernelsOf(unit.pkgPath).map((k) => [k.name, summaryOf(k)]));
  const funcs = kernels.size === 0 ? unit.funcs : unit.funcs.filter((f) => !kernels.has(f.name));
  for (const f of funcs) within(f.name, () => prepare(f, polls));
  const analysis = new SuspendAnalysis(funcs, syms, (name) => kernels.get(name) ?? imported(name));
  const out: FuncCode[] = [];
  const size: CodeSize = { normal: 0, suspend: 0 };
  const summaries = new Map<string, Summary>(kernels);
  for (const c of analysis.components()) {
    const shapes = analysis.decide(c.members, c.recursive);
    c.members.forEach((i, k) => {
      const f = funcs[i]!;
      within(f.name, () => {
        const code = lowerFunc(f, syms, poss, analysis, shapes[k]!, size);
        out[i] = code;
        summaries.set(f.name, analysis.record(i, code.cost, shapes[k]!));
      });
    });
  }
  return { funcs: out, summaries, size };
}

/** Names the function in internal errors. */
function within(name: string, run: () => void): void {
  try {
    run();
  } catch (e) {
    if (e instanceof InternalError && e.message.includes(name)) throw e;
    if (e instanceof Error) {
      const wrapped = new InternalError(`lowering ${name}: ${e.message}`);
      if (e.stack !== undefined) wrapped.stack = e.stack;
      throw wrapped;
    }
    throw e;
  }
}
