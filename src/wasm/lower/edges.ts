// Changes of a function's graph that keep its phis right: blocks put on edges.

import { type Func, type BlockId, BlockKind } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { fail } from '../../base/internal-error.ts';

/** Puts a block on the edge from p to the i-th predecessor entry of b. */
export function splitEdge(f: Func, p: BlockId, b: BlockId, i: number): BlockId {
  const e = f.succs[p]!.indexOf(b);
  if (e < 0) fail(`${f.name}: block ${p} is no predecessor of ${b}`);
  const m = f.newBlock(f.bpos[b]);
  f.bkind[m] = BlockKind.Jump;
  f.succs[m]!.push(b);
  f.preds[m]!.push(p);
  f.succs[p]![e] = m;
  f.preds[b]![i] = m;
  return m;
}

/** Makes the edges into h that `take` names come from one new block. */
export function joinEdges(f: Func, h: BlockId, take: boolean[]): BlockId {
  const m = f.newBlock(f.bpos[h]);
  f.bkind[m] = BlockKind.Jump;
  f.succs[m]!.push(h);
  const preds = f.preds[h]!;
  const some = <T>(list: readonly T[], which: boolean): T[] => list.filter((_, i) => take[i] === which);
  for (let v = f.firstValue[h]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!) {
    const args = preds.map((_, i) => f.arg(v, i));
    const joined = f.newValueList(Op.Phi, f.vt[v]!, f.vpos[v]!, some(args, true));
    f.append(m, joined);
    f.setArgs(v, [...some(args, false), joined]);
  }
  retarget(f, h, m, take);
  f.preds[m] = some(preds, true);
  f.preds[h] = [...some(preds, false), m];
  take.splice(0, take.length, ...some(take, false), true);
  return m;
}

/** The edges into h that `take` names go to m instead. Equal edges pair with equal predecessor entries in order. */
function retarget(f: Func, h: BlockId, m: BlockId, take: readonly boolean[]): void {
  const seen = new Map<BlockId, number>();
  f.preds[h]!.forEach((p, i) => {
    let from = seen.get(p) ?? 0;
    const e = f.succs[p]!.indexOf(h, from);
    if (e < 0) fail(`${f.name}: block ${p} is no predecessor of ${h}`);
    from = e + 1;
    seen.set(p, from);
    if (take[i] === true) f.succs[p]![e] = m;
  });
}
