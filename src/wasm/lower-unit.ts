// The back end for a compilation unit: prepares all functions, then decides and lowers component by component of the call graph.

import type { Unit } from '../ssa/func.ts';
import { type Summary, SuspendAnalysis } from '../ssa/program/suspend.ts';
import { InternalError } from '../base/internal-error.ts';
import type { FuncCode } from './code.ts';
import { lowerFunc, prepare } from './lower-func.ts';

export interface LoweredUnit {
  /** In the order of unit.funcs. */
  funcs: FuncCode[];
  /** By function name: what importers must know. */
  summaries: Map<string, Summary>;
}

/** Lowers the functions of a unit, which are changed in place. `imported` finds the summary of a function of another package. */
export function lowerUnit(unit: Unit, imported: (name: string) => Summary | null): LoweredUnit {
  const { funcs, syms, poss } = unit;
  for (const f of funcs) within(f.name, () => prepare(f));
  const analysis = new SuspendAnalysis(funcs, syms, imported);
  const out: FuncCode[] = [];
  const summaries = new Map<string, Summary>();
  for (const c of analysis.components()) {
    const shapes = analysis.decide(c.members, c.recursive);
    c.members.forEach((i, k) => {
      const f = funcs[i]!;
      within(f.name, () => {
        const code = lowerFunc(f, syms, poss, analysis, shapes[k]!);
        out[i] = code;
        summaries.set(f.name, analysis.record(i, code.cost, shapes[k]!));
      });
    });
  }
  return { funcs: out, summaries };
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
