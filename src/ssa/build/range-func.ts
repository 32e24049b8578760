// Range over functions. spec#For_range: `for x, y := range f { body }` calls f with a function that runs the body.
//
// The body becomes a closure func(x, y) bool, with a state per loop that catches misuse (the body called after the loop ended, or
// concurrently, or its panic swallowed: runtime.panicrangestate). A jump out of the body (return, break or continue of an outer
// statement, goto) stores the number of the exit in a variable `next` of the outermost function, marks the loop done and returns
// false; behind the call of f, the function that has the target performs the jump, others return false in turn. Results are stored
// in the outermost function's result variables. Deferred calls of the body belong to the outermost function (defer.ts).
//
//   state := ready
//   f(func(x, y) bool { if state != ready { panicrangestate(state) }; state = panicking; body; state = ready; return true })
//   if state == panicking { panicrangestate(missingPanic) }
//   state = exhausted
//   if next != 0 { … }

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { FuncFlag } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, type Type } from '../../types/types.ts';
import { basicType } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, LocalVar, Value } from './builder.ts';
import { callClosure } from './call.ts';
import { pushRangeRecord } from './defer.ts';
import { buildFunc, capturesOf, enterCaptures, makeClosure, returnVars, type Capture } from './func.ts';
import type { FuncState } from './func-state.ts';
import { exprList } from './order.ts';
import { assignPlace, storePlace } from './places.ts';
import { performExit, takeLabel } from './stmt.ts';
import { under } from './types-api.ts';
import { declareVar } from './vars.ts';

const enum State { Done = 0, Ready = 1, Panic = 2, Exhausted = 3, MissingPanic = 4 }

/** A way out of range-over-func bodies. */
interface Exit { op: Token; label: string; owner: FuncState }

/** What the body of a range-over-func loop knows of the functions around it. */
export interface RangeFuncBody {
  /** The outermost function: a declaration or literal. */
  root: FuncState;
  /** All exits asked for so far in root and its bodies; exit k has number k + 1. Shared by all bodies of root. */
  exits: Exit[];
  /** Variables shared with root, in this function's terms. */
  state: LocalVar;
  next: LocalVar;
  results: LocalVar[];
  deferRecord: LocalVar | null;
  token: LocalVar | null;
}

/** In root: variables that its bodies share, made at the first loop. */
interface Shared { exits: Exit[]; next: LocalVar; results: LocalVar[]; deferRecord: LocalVar | null; token: LocalVar | null }

function intObject(b: FuncBuilder, name: string): LocalVar {
  const t = basicType(Basic.Int);
  return { obj: null, type: t, name, base: -1, addr: b.newObject(t, 'silent', name), addrVar: -1 };
}

function sharedOf(b: FuncBuilder): Shared {
  const rb = b.s.rangeBody;
  if (rb !== null) return rb;
  const ptr = basicType(Basic.UnsafePointer);
  const pv = (name: string, v: number): LocalVar => {
    const l: LocalVar = { obj: null, type: ptr, name, base: b.newVars([VT.Ptr]), addr: 0, addrVar: -1 };
    b.writeVar(l.base, v);
    return l;
  };
  return {
    exits: [], next: intObject(b, '#next'), results: b.s.fn!.returnsInRange ? b.s.results : [],
    deferRecord: b.s.hasDefer ? pv('#defers', pushRangeRecord(b)) : null,
    token: b.s.recoverVar >= 0 ? pv('#token', b.readVar(b.s.recoverVar)) : null,
  };
}

export function rangeFuncStmt(b: FuncBuilder, n: Node): void {
  const label = takeLabel(b);
  const f = b.expr1(n.z!);
  b.at(n.pos);
  const ft = under(b.typeOf(n.z!));
  const yieldType = under(ft.params!.fields[0]!.type!);
  const shared = sharedOf(b);
  const state = intObject(b, '#state');
  b.storeLocal(state, [b.i64(State.Ready)]);
  const fn = b.s.body.fns.get(n);
  if (fn === undefined) fail('range-over-func body not analysed');
  const extra: LocalVar[] = [state, shared.next, ...shared.results];
  if (shared.deferRecord !== null) extra.push(shared.deferRecord);
  if (shared.token !== null) extra.push(shared.token);
  const caps: Capture[] = capturesOf(b, fn!);
  for (const v of extra) caps.push({ obj: null, outer: v, byRef: v.base < 0, type: v.type, offset: 0 });
  b.s.naming.ranges++;
  const name = `${b.s.naming.base}-range${b.s.naming.ranges}`;
  const closure = makeClosure(b, name, caps, 'func literal');
  const firstExit = shared.exits.length;
  const root = b.s.rangeBody?.root ?? b.s;
  buildBody(b, n, name, yieldType, caps, label, { root, shared });
  b.at(n.pos);
  callClosure(b, f, b.u.layouts.signature(ft, null), [[closure]]);
  const st = b.loadLocal(state)[0]!;
  b.when(b.cmp(Op.I64Eq, st, b.i64(State.Panic)), () => { b.callRuntime('panicrangestate', b.i64(State.MissingPanic)); }, -1);
  b.storeLocal(state, [b.i64(State.Exhausted)]);
  dispatchExits(b, shared, firstExit);
}

/** Builds the body's closure: func(x, y) bool. */
function buildBody(b: FuncBuilder, n: Node, name: string, yieldType: Type, caps: Capture[], label: string, up: { root: FuncState; shared: Shared }): void {
  const fn = b.s.body.fns.get(n)!;
  const flags = FuncFlag.AddressTaken | FuncFlag.IsClosure | (b.f.flags & (FuncFlag.DupOk | FuncFlag.NoSplit | FuncFlag.MaySuspend));
  const src = {
    name, ctx: b.ctx, body: b.s.body, fn, sig: rawYieldType(b, n), recv: null, block: n.w!, pos: n.pos, flags,
    naming: { base: name, count: 0, wraps: 0, ranges: 0 }, outer: b.s,
  };
  buildFunc(b.u, src, (inner) => {
    enterCaptures(inner, caps);
    const ev = inner.s.extraVars;
    let k = 2;
    const results = up.shared.results.map(() => ev[k++]!);
    const deferRecord = up.shared.deferRecord !== null ? ev[k++]! : null;
    const token = up.shared.token !== null ? ev[k++]! : null;
    inner.s.rangeBody = { root: up.root, exits: up.shared.exits, state: ev[0]!, next: ev[1]!, results, deferRecord, token };
    enterBody(inner, n, yieldType, label);
  });
}

/** The yield function's type as recorded (buildFunc substitutes it). */
function rawYieldType(b: FuncBuilder, n: Node): Type {
  const t = under(b.typeOf(n.z!));
  return under(t.params!.fields[0]!.type!);
}

/** Start of the body: check the state, set up break and continue, assign the iteration variables. */
function enterBody(b: FuncBuilder, n: Node, yieldType: Type, label: string): void {
  const rb = b.s.rangeBody!;
  b.at(n.pos);
  const st = b.loadLocal(rb.state)[0]!;
  b.when(b.cmp(Op.I64Ne, st, b.i64(State.Ready)), () => { b.callRuntime('panicrangestate', st); }, -1);
  b.storeLocal(rb.state, [b.i64(State.Panic)]);
  b.s.targets.push({ label, breakTo: exitBlock(b, State.Done), continueTo: exitBlock(b, State.Ready) });
  b.s.loopDepth++;
  const params = yieldType.params!.fields;
  [n.x, n.y].forEach((v, i) => {
    if (v === null || v.name === '_' || params[i] === undefined) return;
    const val = b.c.paramValue(b, i);
    const t = b.s.sigLayout!.params[i]!.type;
    b.at(v.pos);
    if (n.op === Token.Define) {
      const o = b.def(v);
      if (o !== null) declareVar(b, o, val);
    } else {
      const p = assignPlace(b, v);
      storePlace(b, p, b.c.convert(b, val, t, p.type));
    }
  });
}

/** Block that ends this call of the body: sets the state and returns whether to go on. Built aside of the current block. */
function exitBlock(b: FuncBuilder, state: State): number {
  const blk = b.newBlock();
  const saved = b.cur;
  b.start(blk);
  finishBody(b, state);
  b.start(saved);
  return blk;
}

function finishBody(b: FuncBuilder, state: State): void {
  b.storeLocal(b.s.rangeBody!.state, [b.i64(state)]);
  b.ret([b.i32(state === State.Ready ? 1 : 0)]);
}

/** End of the body reached: go on with the next iteration. */
export function endRangeBody(b: FuncBuilder): void { finishBody(b, State.Ready); }

/** spec#Return_statements in a body: results go to the outermost function's variables. */
export function rangeReturn(b: FuncBuilder, n: Node): void {
  const rb = b.s.rangeBody!;
  const types = rb.results.map((r) => r.type);
  if (n.list.length > 0) {
    let vals: Value[];
    if (n.list.length === 1 && types.length > 1) {
      const from = b.typeOf(n.list[0]!).fields.map((x) => x.type!);
      vals = b.c.multi(b, n.list[0]!).map((v, i) => b.c.convert(b, v, from[i]!, types[i]!));
    } else vals = exprList(b, n.list, types);
    const stable = vals.length > 1 ? vals.map((v, i) => b.stable(v, types[i]!)) : vals;
    stable.forEach((v, i) => b.storeLocal(rb.results[i]!, v));
  }
  leaveThrough(b, { op: Token.Return, label: '', owner: rb.root });
}

/** break, continue or goto whose target is outside the body. */
export function rangeExit(b: FuncBuilder, op: Token, label: string): void {
  const rb = b.s.rangeBody;
  if (rb === null) { fail(`${b.f.name}: no target for jump ${label}`); return; }
  let owner: FuncState = b.s;
  while (owner.outer !== null && owner.rangeBody !== null) {
    owner = owner.outer;
    if (op === Token.Goto ? owner.fn!.labels.has(label) : owner.targets.some((t) => (label !== '' ? t.label === label : op === Token.Break || t.continueTo >= 0))) break;
  }
  leaveThrough(b, { op, label, owner });
}

function leaveThrough(b: FuncBuilder, exit: Exit): void {
  const rb = b.s.rangeBody!;
  let k = rb.exits.findIndex((e) => e.op === exit.op && e.label === exit.label && e.owner === exit.owner);
  if (k < 0) { k = rb.exits.length; rb.exits.push(exit); }
  b.storeLocal(rb.next, [b.i64(k + 1)]);
  finishBody(b, State.Done);
}

/** Behind the call of the iterator function: performs the exits that concern this function, passes on the others. */
function dispatchExits(b: FuncBuilder, shared: Shared, _first: number): void {
  if (shared.exits.length === 0) return;
  const next = b.loadLocal(shared.next)[0]!;
  b.when(b.cmp(Op.I64Ne, next, b.i64(0)), () => {
    shared.exits.forEach((e, k) => {
      if (e.owner !== b.s) return;
      b.when(b.cmp(Op.I64Eq, next, b.i64(k + 1)), () => {
        b.storeLocal(shared.next, [b.i64(0)]);
        if (e.op === Token.Return) returnVars(b);
        else performExit(b, e.op, e.label);
      });
    });
    if (b.s.rangeBody !== null) finishBody(b, State.Done);
    else b.unreachable();
  }, -1);
}
