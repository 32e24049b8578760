// Polls: where a loop can be interrupted.

import { type Func, type BlockId, type ValueId, BlockKind } from '../../ssa/func.ts';
import { Effect, VT, opTable } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { Low } from '../../abi/machine.table.ts';
import { reversePostorder } from './graph.ts';
import { joinEdges, splitEdge } from './edges.ts';
import { POLL_IS_SET } from './state.ts';

/** Loops with more back edges than this have them joined first. */
const MAX_BACK_EDGES = 2;

/** Polls on the back edges of every loop: a back edge tests the poll word; if it is set, a block outside of the loop polls and enters
 *  the loop again by an outer header, so that the loop itself has no call and stays in registers, and a resumed loop is entered at its
 *  header. Short loops have none.
 *  (In irreducible graphs: the retreating edges of the depth-first search; every cycle has one.) */
export function insertPolls(f: Func): void {
  const { rpo, num } = reversePostorder({ succs: f.succs, root: 0 });
  for (const h of rpo) {
    const back = f.preds[h]!.map((p) => num[p]! >= num[h]!);
    if (!back.includes(true) || isShort(f, h, back, num)) continue;
    let at = f.firstValue[h]!;
    while (at !== 0 && f.op[at] === Op.Phi) at = f.next[at]!;
    if (at !== 0 && f.op[at] === Op.Poll) continue;
    const pos = f.bpos[h] !== 0 ? f.bpos[h]! : at !== 0 ? f.vpos[at]! : f.pos;
    if (back.filter((x) => x).length > MAX_BACK_EDGES) joinEdges(f, h, back);
    pollLoop(f, h, back, pos);
  }
}

function pollLoop(f: Func, h: BlockId, back: boolean[], pos: number): void {
  const outer = joinEdges(f, h, back.map((x) => !x)); // joined edges become the last predecessor
  const n = f.preds[h]!.length - 1;
  for (let i = 0; i < n; i++) {
    const p = f.preds[h]![i]!;
    const latch = f.succs[p]!.length === 1 ? p : splitEdge(f, p, h, i);
    const cold = f.newBlock(f.bpos[h]);
    const poll = f.newValue(Op.Poll, VT.Void, pos, 0, 0, 0, POLL_IS_SET);
    f.append(cold, poll);
    f.bkind[cold] = BlockKind.Jump;
    f.succs[cold] = [outer];
    f.preds[cold] = [latch];
    f.preds[outer]!.push(cold);
    const word = f.newValue(Op.Load32, VT.I32, pos, f.append(latch, f.newValue(Op.ConstPtr, VT.Ptr, pos)), 0, 0, Low.Poll);
    f.bkind[latch] = BlockKind.If;
    f.likely[latch] = -1;
    f.control[latch] = f.append(latch, word);
    f.succs[latch] = [cold, h];
    let copy = f.firstValue[outer]!;
    for (let v = f.firstValue[h]!; v !== 0 && f.op[v] === Op.Phi; v = f.next[v]!, copy = f.next[copy]!) {
      const args: ValueId[] = [];
      for (let k = 0, m = f.numArgs(copy); k < m; k++) args.push(f.arg(copy, k));
      f.setArgs(copy, [...args, f.arg(v, i)]);
    }
    if (f.firstValue[h] !== 0 && f.op[f.firstValue[h]!] === Op.Phi) splitEdge(f, latch, h, i);
  }
}

/** A loop that evaluates fewer values than this, all turns together, needs no poll: it takes less than a millisecond. */
const SHORT_LOOP = 1 << 20;
const SHORT_LOOP_BLOCKS = 64;

/** Whether the loop of header h counts from a constant to a constant, calls nothing, allocates nothing, contains no loop, and ends soon. */
function isShort(f: Func, h: BlockId, back: readonly boolean[], num: Int32Array): boolean {
  const turns = constantTurns(f, h, back);
  if (turns < 0) return false;
  const inside = new Set<BlockId>([h]);
  const work = f.preds[h]!.filter((_, i) => back[i] === true);
  while (work.length > 0) {
    const b = work.pop()!;
    if (inside.has(b)) continue;
    if (num[b]! < num[h]! || inside.size >= SHORT_LOOP_BLOCKS) return false;
    inside.add(b);
    work.push(...f.preds[b]!);
  }
  if (!inside.has(f.succs[h]![0]!) || inside.has(f.succs[h]![1]!)) return false; // counts while in the loop
  let size = 0;
  for (const b of inside) {
    for (const s of f.succs[b]!) if (s !== h && inside.has(s) && num[s]! <= num[b]!) return false; // a loop in the loop
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const op = f.op[v]! as Op;
      if ((opTable[op]!.effect & Effect.Call) !== 0 || op === Op.NewObject || op === Op.Box || op === Op.MemCopy || op === Op.MemFill) return false;
      size += op === Op.Zero || op === Op.Move ? 1 + (f.aux[v]! >>> 3) : 1;
    }
  }
  return (size + inside.size) * turns <= SHORT_LOOP;
}

/** Turns of a loop whose header is left when a variable that grows by a constant has reached a constant; -1 otherwise. */
function constantTurns(f: Func, h: BlockId, back: readonly boolean[]): number {
  if (f.bkind[h] !== BlockKind.If) return -1;
  const cond = f.control[h]!;
  const op = f.op[cond]! as Op;
  if (op !== Op.I64LtS && op !== Op.I32LtS && op !== Op.I64LtU && op !== Op.I32LtU) return -1;
  const phi = f.arg0[cond]!;
  const limit = smallConst(f, f.arg1[cond]!);
  if (f.op[phi] !== Op.Phi || f.block[phi] !== h || limit < 0) return -1;
  let turns = 0;
  for (let i = 0, n = f.numArgs(phi); i < n; i++) {
    const a = f.arg(phi, i);
    if (back[i] !== true) {
      const from = smallConst(f, a);
      if (from < 0) return -1;
      turns = Math.max(turns, limit - from);
      continue;
    }
    if (f.op[a] !== Op.I64Add && f.op[a] !== Op.I32Add) return -1;
    if (f.arg0[a] !== phi || smallConst(f, f.arg1[a]!) <= 0) return -1;
  }
  return turns;
}

/** The value of a constant from 0 to SHORT_LOOP, else -1. */
function smallConst(f: Func, v: ValueId): number {
  const op = f.op[v]! as Op;
  if (op !== Op.ConstI32 && !(op === Op.ConstI64 && f.aux2[v] === 0)) return -1;
  const x = f.aux[v]!;
  return x >= 0 && x <= SHORT_LOOP ? x : -1;
}
