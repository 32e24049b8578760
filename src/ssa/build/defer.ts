// go and defer statements, panic and recover, and what functions with deferred calls need. docs/design/abi.md#Panics
//
// `go f(x)` and `defer f(x)` evaluate f and x now and make a func() closure (a thunk, unless f is a func() already). A deferred one gets
// a record {link, fp, fn} in front of gp._defer; the function returns through runtime.deferreturn, and a recovered panic enters its
// recovery block, which runs the remaining deferred calls, loads the results and returns.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { DEFER_SLOT, FuncFlag, type ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { Defer, GField, Global } from '../../abi/machine.table.ts';
import { BuiltinId } from '../../types/builtins/ids.ts';
import { Basic, Mode, newSignature, newTuple, SelKind, type Type } from '../../types/types.ts';
import { basicType, tEmptyInterface } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { builtinCall, spreadArgs } from './builtin.ts';
import { callArgs, calleeSig, callClosure, callStatic, staticCallee } from './call.ts';
import { funcSym, generateGo } from './callee.ts';
import { enterCaptures, makeClosure, type Capture } from './func.ts';
import { keepAlive, keptArgs } from './keep-alive.ts';
import { bindMethod, callBound, methodExprSym, resolveMethod, type BoundMethod } from './method.ts';
import { placeOf } from './places.ts';
import type { SigLayout } from './layout.ts';

/** Bits of _defer's pointer words: link and fn. */
const DEFER_MASK = 0b101;

// --- thunks ------------------------------------------------------------------------------------------------------------------------

function capture(b: FuncBuilder, t: Type, v: Value): Capture {
  return { obj: null, outer: b.valueVar(t, v), byRef: false, type: t, offset: 0 };
}

const noSig = (): Type => newSignature(null, newTuple([]), newTuple([]), false);

/** A func() closure over `caps` whose body is made by `body` from the captured values. */
function thunk(b: FuncBuilder, caps: Capture[], what: string, kind: 'gowrap' | 'deferwrap', flags: number, body: (t: FuncBuilder, vals: Value[]) => void): ValueId {
  b.s.naming.wraps++;
  const name = `${b.s.naming.base}.${kind}${b.s.naming.wraps}`;
  const closure = makeClosure(b, name, caps, what);
  const inherit = b.f.flags & (FuncFlag.DupOk | FuncFlag.MaySuspend);
  const isClosure = caps.length > 0 ? FuncFlag.IsClosure : 0;
  generateGo(b.u, name, null, noSig(), FuncFlag.Wrapper | FuncFlag.AddressTaken | isClosure | inherit | flags, (t) => {
    t.pos = b.pos;
    t.f.pos = b.pos;
    enterCaptures(t, caps);
    body(t, t.s.extraVars.map((v) => t.loadLocal(v)));
    t.ret([]);
  });
  return closure;
}

/** What go or defer will call: makes the closure. */
function callThunk(b: FuncBuilder, call: Node, kind: 'gowrap' | 'deferwrap'): ValueId {
  const what = '';
  const n = unparen(call);
  const fun = unparen(n.x!);
  if (b.mode(fun) === Mode.Builtin) return builtinThunk(b, n, kind);
  const pass = kind === 'deferwrap' ? FuncFlag.HasRecover : 0;
  const sig = calleeSig(b, n);
  const ptypes = sig.params!.fields.map((p) => p.type!);
  const plain = ptypes.length === 0 && sig.results!.fields.length === 0;
  const callee = staticCallee(b, fun);
  const sel = callee === null && fun.kind === Kind.Selector ? b.selection(fun) : null;
  if (callee !== null || (sel !== null && sel.kind === SelKind.MethodExpr)) {
    const sym = callee !== null ? funcSym(b.u, callee.fn, callee.targs) : methodExprSym(b, sel!);
    if (plain && !b.u.imports.has(sym)) return b.symAddr(b.u.funcObj(sym));
    const { args, kept } = keptArgs(b, n, sig, callee?.fn ?? null);
    b.at(syntaxPos(n));
    return thunk(b, [...args.map((a, i) => capture(b, ptypes[i]!, a)), ...keptCaptures(b, kept)], what, kind, pass, (t, vals) => {
      if (pass !== 0) t.callRuntime('recoverPass', t.extendU(t.funcIndex(sym)));
      callStatic(t, sym, vals.slice(0, args.length), sig);
      keepAlive(t, vals.slice(args.length).flat());
    });
  }
  if (sel !== null && sel.kind === SelKind.MethodVal) {
    const m = resolveMethod(b, sel);
    const place = placeOf(b, fun.x!);
    b.at(syntaxPos(fun));
    const bound = bindMethod(b, place, m.path, m.fn);
    const { args, kept } = keptArgs(b, n, sig, m.fn);
    return methodThunk(b, n, bound, args, kept, kind, pass);
  }
  const f = b.expr1(fun);
  const args = callArgs(b, n, sig, null);
  b.at(syntaxPos(n));
  if (plain) return kind === 'gowrap' ? f : orNilDefer(b, f);
  const layout: SigLayout = b.u.layouts.signature(sig, null);
  const ftype = basicType(Basic.UnsafePointer);
  return thunk(b, [capture(b, ftype, [f]), ...args.map((a, i) => capture(b, ptypes[i]!, a))], what, kind, pass, (t, vals) => {
    const fn = vals[0]![0]!;
    if (pass !== 0) { t.nilCheck(fn); t.callRuntime('recoverPass', t.emit(Op.Load64, VT.I64, fn)); }
    callClosure(t, fn, layout, vals.slice(1));
  });
}

/** A nil func value may be deferred: it panics when the deferred call is made, and in Go code, not in the runtime. */
function orNilDefer(b: FuncBuilder, f: ValueId): ValueId {
  const op = b.f.op[f]!;
  if (op === Op.NewObject || op === Op.SymAddr) return f;
  const sym = b.u.needFunc('go:nildefer', () => generateGo(b.u, 'go:nildefer', null, noSig(), FuncFlag.Wrapper | FuncFlag.DupOk | FuncFlag.AddressTaken | FuncFlag.NoInline, (t) => {
    t.nilCheck(t.nil());
    t.ret([]);
  }));
  return b.select(b.isNil(f), b.symAddr(b.u.funcObj(sym)), f);
}

function keptCaptures(b: FuncBuilder, kept: readonly ValueId[]): Capture[] {
  return kept.map((p) => capture(b, basicType(Basic.UnsafePointer), [p]));
}

function methodThunk(b: FuncBuilder, n: Node, m: BoundMethod, args: Value[], kept: readonly ValueId[], kind: 'gowrap' | 'deferwrap', pass: number): ValueId {
  const ptypes = m.sig.params!.fields.map((p) => p.type!);
  const recvType = m.layout.params[0]!.type;
  b.at(syntaxPos(n));
  const caps = [capture(b, recvType, m.recv), ...args.map((a, i) => capture(b, ptypes[i]!, a)), ...keptCaptures(b, kept)];
  const dynamic = m.op === Op.CallTable;
  if (dynamic) caps.push(capture(b, basicType(Basic.Uint32), [m.lead]));
  return thunk(b, caps, '', kind, pass, (t, vals) => {
    const bound: BoundMethod = { ...m, recv: vals[0]!, lead: dynamic ? vals[vals.length - 1]![0]! : 0 };
    if (pass !== 0) t.callRuntime('recoverPass', t.extendU(dynamic ? bound.lead : t.funcIndex(m.sym)));
    callBound(t, bound, vals.slice(1, 1 + args.length));
    keepAlive(t, vals.slice(1 + args.length, 1 + args.length + kept.length).flat());
  });
}

/** go and defer of a built-in: its arguments are evaluated now, the call is built in the thunk from their values. */
function builtinThunk(b: FuncBuilder, call: Node, kind: 'gowrap' | 'deferwrap'): ValueId {
  const n = spreadArgs(b, call);
  const f = unparen(n.x!);
  const id = b.use(f.kind === Kind.Selector ? f.y! : f)!.builtin;
  if (id === BuiltinId.Recover) {
    // The function itself is its caller when it returns; in another goroutine there is none.
    if (kind === 'gowrap') return thunk(b, [], '', kind, 0, () => {});
    const token = capture(b, basicType(Basic.UnsafePointer), [recoverToken(b)]);
    return thunk(b, [token], '', kind, 0, (t, vals) => { t.callRuntime('gorecover', vals[0]![0]!); });
  }
  const nodes: Node[] = [];
  const caps: Capture[] = [];
  for (const a of n.list) {
    if (b.mode(a) === Mode.TypeExpr || b.constOf(a) !== null || b.mode(a) === Mode.NilValue) continue;
    const t = b.typeOf(a);
    nodes.push(a);
    caps.push(capture(b, t, b.exprStable(a)));
  }
  b.at(syntaxPos(n));
  b.s.naming.wraps++;
  const name = `${b.s.naming.base}.${kind}${b.s.naming.wraps}`;
  const closure = makeClosure(b, name, caps, '');
  const flags = FuncFlag.Wrapper | FuncFlag.AddressTaken | (caps.length > 0 ? FuncFlag.IsClosure : 0) | (b.f.flags & (FuncFlag.DupOk | FuncFlag.MaySuspend));
  const pos = b.pos;
  generateGoIn(b, name, flags, (t) => {
    t.pos = pos;
    t.f.pos = pos;
    enterCaptures(t, caps);
    t.s.override = new Map(nodes.map((a, i) => [a, t.s.extraVars[i]!]));
    builtinCall(t, n, id);
    t.ret([]);
  });
  return closure;
}

/** Like generateGo for func(), but in the syntax context (checker results, type environment) of b. */
function generateGoIn(b: FuncBuilder, name: string, flags: number, body: (t: FuncBuilder) => void): void {
  generateGo(b.u, name, null, noSig(), flags, (t) => body(t), b.ctx);
}

/** spec#Go_statements */
export function goStmt(b: FuncBuilder, n: Node): void {
  b.at(n.pos);
  const fn = callThunk(b, n.x!, 'gowrap');
  b.at(n.pos);
  // Traces name the function of the go statement, so it is not inlined (nor does gc).
  b.f.flags |= FuncFlag.NoInline | FuncFlag.Described;
  b.callRuntime('newproc', fn, b.emit(Op.FuncInfo, VT.Ptr, 0, 0, 0, b.u.syms.id(b.f.name)), b.i64(b.ctx.fset.position(n.pos).line));
}

// --- defer -------------------------------------------------------------------------------------------------------------------------

function currentG(b: FuncBuilder): ValueId { return b.emit(Op.GlobalGet, VT.Ptr, 0, 0, 0, Global.G); }

/** Called at the entry of functions with defers. */
export function enterDefers(_b: FuncBuilder): void { /* the frame address is rematerialised where it is needed */ }

/** A new _defer record: on the memory stack, or on the heap where the statement may run more than once. */
function newRecord(b: FuncBuilder, heap: boolean): ValueId {
  if (!heap) return b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, b.newSlot(Defer.size, 8, new Uint8Array([DEFER_MASK]), DEFER_SLOT));
  b.f.allocs.push({
    typeSym: b.u.syms.id('type:runtime._defer'), size: Defer.size, align: 8, ptrmask: new Uint8Array([DEFER_MASK]), what: '', kind: 'silent', pos: b.pos, mustHeap: true,
  });
  return b.emit(Op.NewObject, VT.Ptr, 0, 0, 0, b.f.allocs.length - 1);
}

function pushRecord(b: FuncBuilder, rec: ValueId, fn: ValueId, heap: boolean): void {
  const g = currentG(b);
  b.emit(Op.StorePtr, VT.Void, rec, b.emit(Op.LoadPtr, VT.Ptr, g, 0, 0, GField.defer_), 0, Defer.link);
  b.emit(Op.StorePtr, VT.Void, rec, b.emit(Op.FrameAddr, VT.Ptr), 0, Defer.fp);
  b.emit(Op.StorePtr, VT.Void, rec, fn, 0, Defer.fn);
  b.emit(Op.Store64, VT.Void, rec, b.i64(heap ? 1 : 0), 0, Defer.heap);
  b.emit(Op.StorePtr, VT.Void, g, rec, 0, GField.defer_);
}

/** True if code at this place may run more than once per activation. */
function mayRepeat(b: FuncBuilder): boolean { return b.s.loopDepth > 0 || b.s.hasGoto; }

/** spec#Defer_statements */
export function deferStmt(b: FuncBuilder, n: Node): void {
  b.at(n.pos);
  const fn = callThunk(b, n.x!, 'deferwrap');
  b.at(n.pos);
  const rb = b.s.rangeBody;
  if (rb !== null) { deferInRange(b, b.loadLocal(rb.deferRecord!)[0]!, fn); return; }
  const heap = mayRepeat(b);
  pushRecord(b, newRecord(b, heap), fn, heap);
}

/** A placeholder record for the defers of range-over-func bodies: they happen while the iterator's own records are in front. Its fn does
 *  nothing; the address is kept for the body. Returns the record. */
export function pushRangeRecord(b: FuncBuilder): ValueId {
  const heap = true;
  const rec = newRecord(b, heap);
  const nop = b.u.needFunc('go:nop', () => generateGo(b.u, 'go:nop', null, noSig(), FuncFlag.DupOk | FuncFlag.AddressTaken, (t) => t.ret([])));
  pushRecord(b, rec, b.symAddr(b.u.funcObj(nop)), heap);
  return rec;
}

/** Defers fn behind the placeholder: the placeholder takes fn, a new record what it had before, so that the order is LIFO. */
function deferInRange(b: FuncBuilder, holder: ValueId, fn: ValueId): void {
  const rec = newRecord(b, true);
  b.copyBytes(rec, holder, Defer.size);
  b.emit(Op.StorePtr, VT.Void, holder, rec, 0, Defer.link);
  b.emit(Op.StorePtr, VT.Void, holder, fn, 0, Defer.fn);
}

/** Runs the deferred calls of this activation. */
export function emitDeferReturn(b: FuncBuilder): void {
  b.callRuntime('deferreturn', b.emit(Op.FrameAddr, VT.Ptr));
}

/** The block that a recovered panic enters: remaining deferred calls, results from memory, return. It uses no values from outside. */
export function buildRecoverBlock(b: FuncBuilder): void {
  const s = b.s;
  const blk = b.newBlock(true);
  b.f.recoverBlock = blk;
  b.start(blk);
  emitDeferReturn(b);
  const words: ValueId[] = [];
  const slotPtr = (slot: number): ValueId => b.emit(Op.LoadPtr, VT.Ptr, b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, slot));
  s.sigLayout!.results.forEach((p, i) => {
    const r = s.results[i]!;
    const objSlot = s.resultSlots[i];
    const hidden = s.hiddenSlots[i]!;
    const inHidden = p.byPtr && r.addr === s.hiddenResults[i];
    if (inHidden) return;
    const addr = objSlot !== undefined ? slotPtr(objSlot) : b.localAddr(r);
    const v = b.load(p.type, addr);
    if (p.byPtr) b.store(p.type, slotPtr(hidden), v);
    else words.push(...v);
  });
  b.ret(words);
}

// --- panic, recover ------------------------------------------------------------------------------------------------------------------

/** spec#Handling_panics: panic(v). */
export function panicCall(b: FuncBuilder, n: Node): Value {
  const v = b.exprTo(n.list[0]!, tEmptyInterface);
  b.at(syntaxPos(n));
  b.callRuntime('gopanic', v[0]!, v[1]!);
  return [];
}

/** At the entry of a function that calls recover: takes the token of the panic that it may recover. */
export function takeRecoverToken(b: FuncBuilder): void {
  const g = currentG(b);
  b.s.recoverVar = b.newVars([VT.Ptr]);
  b.writeVar(b.s.recoverVar, b.emit(Op.LoadPtr, VT.Ptr, g, 0, 0, GField.recoverToken));
  b.emit(Op.StorePtr, VT.Void, g, b.nil(), 0, GField.recoverToken);
}

/** recover(): the value of the panic in progress if this function was called for it by the machinery. */
export function recoverCall(b: FuncBuilder, n: Node): Value {
  b.at(syntaxPos(n));
  return b.callRuntime('gorecover', recoverToken(b));
}

function recoverToken(b: FuncBuilder): ValueId {
  const rb = b.s.rangeBody;
  if (rb !== null && rb.token !== null) return b.loadLocal(rb.token)[0]!;
  if (b.s.recoverVar >= 0) return b.readVar(b.s.recoverVar);
  return fail(`${b.f.name}: recover without token`);
}

