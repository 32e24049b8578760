// Inlining of direct calls, bottom-up: a callee has already been simplified and has its own small callees inlined. The caller's block is
// split at the call, the callee's blocks are copied between the halves, its returns become jumps with phis for the results.
// Positions keep an inline tree, so that traces show the inlined calls.
//
// Not inlined: functions with defer or recover (their activation matters), go:noinline, recursive ones, and runtime functions with loops
// or calls into user code (user loops poll, runtime loops must not).

import { Effect, VT, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import { BlockKind, FuncFlag, type BlockId, type Func, type ValueId } from '../func.ts';
import { Dom } from '../analysis/dom.ts';
import { Replacements } from '../passes/rewrite.ts';

export interface InlineLimits {
  /** Cost up to which a function may be inlined anywhere. */
  small: number;
  /** Cost of a caller beyond which only tiny callees are still inlined. */
  bigCaller: number;
  tiny: number;
  /** Functions that allocate and cost no more than this do not grow beyond `small`. */
  outlined: number;
}

export const defaultLimits: InlineLimits = { small: 60, bigCaller: 4000, tiny: 12, outlined: 32 };

/** Cost of a function for inlining: about one per instruction that will be emitted; Infinity if it must not be inlined. */
export function inlineCost(f: Func): number {
  const never = FuncFlag.NoInline | FuncFlag.HasDefer | FuncFlag.HasRecover;
  if ((f.flags & never) !== 0 || f.recoverBlock >= 0) return Number.POSITIVE_INFINITY;
  let cost = 0;
  for (let b = 0; b < f.numBlocks; b++) {
    if (f.bkind[b] === BlockKind.Switch) cost += f.succs[b]!.length;
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) cost += valueCost(f, v);
  }
  return cost;
}

function valueCost(f: Func, v: ValueId): number {
  const op = f.op[v]! as Op;
  switch (op) {
    case Op.Param: case Op.Closure: case Op.Copy: case Op.ConstI32: case Op.ConstI64: case Op.ConstPtr: case Op.ConstF32: case Op.ConstF64:
    case Op.Result: case Op.PtrAddImm: case Op.SymAddr: case Op.StackAddr: case Op.Phi: case Op.I32WrapI64: case Op.NilCheck: case Op.StackObject:
      return 0;
    case Op.Call: return f.calls[f.aux[v]!]!.noreturn ? 2 : 12;
    case Op.CallClosure: case Op.CallTable: return 14;
    case Op.NewObject: return 6;
    case Op.Box: return 7;
    case Op.GlobalSet: case Op.CallResume: case Op.CallStart: case Op.CallImport: case Op.Poll: case Op.FrameAddr: return Number.POSITIVE_INFINITY;
    case Op.BoundsCheck: return 2;
    default: return 1;
  }
}

function hasLoop(f: Func): boolean {
  const dom = new Dom(f);
  for (const b of dom.rpo) for (const s of f.succs[b]!) if (dom.index[s]! <= dom.index[b]!) return true;
  return false;
}

/** True if callee may be inlined into caller at all. */
export function mayInline(caller: Func, callee: Func): boolean {
  if (callee === caller) return false;
  const calleeRuntime = (callee.flags & FuncFlag.RuntimePkg) !== 0;
  const callerRuntime = (caller.flags & FuncFlag.RuntimePkg) !== 0;
  if (callerRuntime && !calleeRuntime) return false;
  if (calleeRuntime && !callerRuntime) return !hasLoop(callee) && !callsAnything(callee);
  return true;
}

function callsAnything(f: Func): boolean {
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if ((opTable[f.op[v]!]!.effect & (Effect.Call | Effect.Check)) !== 0) return true;
      if (f.op[v] === Op.NewObject || f.op[v] === Op.StackObject || f.op[v] === Op.Box || f.op[v] === Op.GlobalGet) return true;
    }
  }
  return false;
}

/**
 * Inlines the call `at` (Op.Call, or Op.CallClosure whose target is known) of caller. `closure` is the closure object passed, or 0.
 * Both functions must belong to the same unit (symbols, positions).
 */
export function inlineCall(caller: Func, at: ValueId, callee: Func, closure: ValueId, results: InlinedResults): void {
  new Inliner(caller, at, callee, closure, results).run();
}

/** Result words by inlined call; apply them with replaceResults when the caller is done. */
export type InlinedResults = Map<ValueId, ValueId[]>;

class Inliner {
  private readonly map: Int32Array;
  private readonly blocks: BlockId[] = [];
  private slot0 = 0;
  private tree0 = 0;
  private site = 0;

  constructor(private readonly f: Func, private readonly at: ValueId, private readonly g: Func, private readonly closure: ValueId, private readonly results_: InlinedResults) {
    this.map = new Int32Array(g.numValues);
  }

  run(): void {
    const { f, at, g } = this;
    this.slot0 = f.slots.length;
    for (const s of g.slots) f.slots.push(s);
    this.site = f.inlineTree.length;
    f.inlineTree.push({ parent: f.inl[at]!, pos: f.vpos[at]!, sym: g.sym });
    this.tree0 = f.inlineTree.length;
    for (const s of g.inlineTree) f.inlineTree.push({ parent: s.parent < 0 ? this.site : this.tree0 + s.parent, pos: s.pos, sym: s.sym });
    for (const m of g.marks) f.marks.push(m);
    const rest = this.split();
    this.copyBlocks();
    const returns = this.connect();
    this.results(rest, returns);
  }

  /** Moves what follows the call into a new block; the call's block is left open. */
  private split(): BlockId {
    const { f, at } = this;
    const b = f.block[at]!;
    const rest = f.newBlock(f.bpos[b]!);
    for (let v = f.next[at]!; v !== 0;) { const n = f.next[v]!; f.remove(v); f.append(rest, v); v = n; }
    f.moveEnd(b, rest);
    return rest;
  }

  private copyBlocks(): void {
    const { f, g, map } = this;
    for (let b = 0; b < g.numBlocks; b++) this.blocks[b] = f.newBlock(g.bpos[b]!);
    const list = f.op[this.at] === Op.CallClosure ? 1 : 0;
    for (let b = 0; b < g.numBlocks; b++) {
      for (let v = g.firstValue[b]!; v !== 0; v = g.next[v]!) {
        const op = g.op[v]! as Op;
        if (op === Op.Param) map[v] = f.arg(this.at, list + g.aux[v]!);
        else if (op === Op.Closure) map[v] = this.closure;
        else map[v] = f.append(this.blocks[b]!, this.copyValue(v, op));
      }
    }
    // Arguments refer to values that may be copied later (loops): set them now.
    for (let v = 1; v < g.numValues; v++) {
      const w = map[v]!;
      if (w === 0 || g.op[v] === Op.Param || g.op[v] === Op.Closure) continue;
      for (let i = 0, n = g.numArgs(v); i < n; i++) f.setArg(w, i, map[g.arg(v, i)]!);
    }
  }

  private copyValue(v: ValueId, op: Op): ValueId {
    const { f, g } = this;
    let aux = g.aux[v]!;
    const kind = opTable[op]!.aux;
    if (kind === 'call') { aux = f.calls.length; f.calls.push({ ...g.calls[g.aux[v]!]! }); }
    else if (kind === 'alloc') { aux = f.allocs.length; f.allocs.push({ ...g.allocs[g.aux[v]!]! }); }
    else if (kind === 'slot') aux = this.slot0 + g.aux[v]!;
    else if (kind === 'f64') aux = f.addF64(g.f64s[g.aux[v]!]!);
    let w: ValueId;
    if (g.hasList(v)) {
      const args: ValueId[] = [];
      for (let i = 0, n = g.argCount[v]!; i < n; i++) args.push(0);
      w = f.newValueList(op, g.vt[v]! as VT, g.vpos[v]!, args, aux, g.aux2[v]!);
    } else w = f.newValue(op, g.vt[v]! as VT, g.vpos[v]!, 0, 0, 0, aux, g.aux2[v]!);
    f.inl[w] = g.inl[v]! < 0 ? this.site : this.tree0 + g.inl[v]!;
    return w;
  }

  /** Copies the control flow; returns the blocks that return with their values. */
  private connect(): { block: BlockId; values: ValueId[] }[] {
    const { f, g, map, blocks } = this;
    const returns: { block: BlockId; values: ValueId[] }[] = [];
    for (let b = 0; b < g.numBlocks; b++) {
      const c = blocks[b]!;
      f.bkind[c] = g.bkind[b]!;
      f.control[c] = g.control[b]! === 0 ? 0 : map[g.control[b]!]!;
      f.likely[c] = g.likely[b]!;
      f.succs[c] = g.succs[b]!.map((s) => blocks[s]!);
      f.preds[c] = g.preds[b]!.map((p) => blocks[p]!);
      if (g.bkind[b] === BlockKind.Return) returns.push({ block: c, values: g.rets[b]!.map((r) => map[r]!) });
    }
    f.endJump(f.block[this.at]!, blocks[0]!);
    return returns;
  }

  private results(rest: BlockId, returns: { block: BlockId; values: ValueId[] }[]): void {
    const { f, at, g } = this;
    const n = g.sig.results.length;
    for (const r of returns) f.endJump(r.block, rest);
    const words: ValueId[] = [];
    for (let k = n - 1; k >= 0; k--) {
      if (returns.length === 1) words[k] = returns[0]!.values[k]!;
      else if (returns.length > 1) {
        words[k] = f.newValueList(Op.Phi, g.sig.results[k]!, f.vpos[at]!, returns.map((r) => r.values[k]!));
        f.prepend(rest, words[k]!);
      }
    }
    f.remove(at);
    if (returns.length > 0) this.results_.set(at, words); // otherwise rest is unreachable and will be removed
  }
}

/** Replaces the uses of the results of inlined calls: the call itself if it has one result word, else its Result values. */
export function replaceResults(f: Func, results: InlinedResults): void {
  if (results.size === 0) return;
  const r = new Replacements(f);
  for (const [call, words] of results) if (words.length === 1) r.set(call, words[0]!);
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      if (f.op[v] !== Op.Result) continue;
      const words = results.get(f.arg0[v]!);
      if (words !== undefined) r.set(v, words[f.aux[v]!]!);
    }
  }
  r.apply(f);
}
