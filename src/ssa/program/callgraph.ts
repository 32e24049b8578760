// Call graph of a unit: strongly connected components in bottom-up order (Tarjan). An edge goes from a function to each function of the
// unit that it calls directly or whose closure it makes (FuncIndex), so that callees' and closures' summaries come first.

import { Op } from '../op.gen.ts';
import { FuncFlag, type Func, type Unit } from '../func.ts';

export interface Scc { funcs: Func[]; recursive: boolean }

/** Functions of the unit by symbol id. */
export function functionsBySym(unit: Unit): (Func | undefined)[] {
  const out: (Func | undefined)[] = new Array(unit.syms.names.length);
  for (const f of unit.funcs) out[f.sym] = f;
  return out;
}

export function callees(f: Func, visit: (sym: number, isCall: boolean) => void): void {
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const op = f.op[v]!;
      if (op === Op.Call) visit(f.calls[f.aux[v]!]!.sym, true);
      else if (op === Op.FuncIndex) visit(f.aux[v]!, false);
    }
  }
}

export function bottomUp(unit: Unit): Scc[] {
  const bySym = functionsBySym(unit);
  const index = new Map<Func, number>();
  const low = new Map<Func, number>();
  const onStack = new Set<Func>();
  const stack: Func[] = [];
  const out: Scc[] = [];
  let clock = 0;
  const succs = (f: Func): Func[] => {
    const list: Func[] = [];
    callees(f, (s) => { const g = bySym[s]; if (g !== undefined) list.push(g); });
    return list;
  };
  const close = (f: Func): void => {
    const funcs: Func[] = [];
    for (;;) {
      const g = stack.pop()!;
      onStack.delete(g);
      funcs.push(g);
      if (g === f) break;
    }
    let recursive = funcs.length > 1;
    if (!recursive) callees(f, (s, isCall) => { if (isCall && bySym[s] === f) recursive = true; });
    out.push({ funcs, recursive });
  };
  // Methods first: interface calls may turn out to be calls of them, and then their summaries are wanted.
  const methods = unit.funcs.filter((f) => (f.flags & FuncFlag.Method) !== 0);
  for (const root of [...methods, ...unit.funcs]) {
    if (index.has(root)) continue;
    const work: { f: Func; succs: Func[]; i: number }[] = [];
    const enter = (f: Func): void => {
      index.set(f, clock);
      low.set(f, clock++);
      stack.push(f);
      onStack.add(f);
      work.push({ f, succs: succs(f), i: 0 });
    };
    enter(root);
    while (work.length > 0) {
      const top = work[work.length - 1]!;
      if (top.i < top.succs.length) {
        const g = top.succs[top.i++]!;
        if (!index.has(g)) enter(g);
        else if (onStack.has(g)) low.set(top.f, Math.min(low.get(top.f)!, index.get(g)!));
      } else {
        work.pop();
        if (low.get(top.f) === index.get(top.f)) close(top.f);
        const parent = work[work.length - 1];
        if (parent !== undefined) low.set(parent.f, Math.min(low.get(parent.f)!, low.get(top.f)!));
      }
    }
  }
  return out;
}
