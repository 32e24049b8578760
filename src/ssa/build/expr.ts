// Expressions: dispatch by kind. Constants come from the checker; everything else from the file of its construct.

import { VT } from '../op.table.ts';
import type { BlockId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { ObjKind, type Obj } from '../../types/objects.ts';
import { Mode, SelKind, TypeKind, type Type } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { binaryArith, countType, shift, unaryArith } from './arith.ts';
import { callExpr, callMulti, staticCallee } from './call.ts';
import { funcSym } from './callee.ts';
import { recvExpr, recvOk } from './chan.ts';
import { compareExpr } from './compare.ts';
import { compositeAddr, compositeLit } from './composite.ts';
import { constValue } from './const.ts';
import { funcLit } from './func.ts';
import { typeAssertExpr, typeAssertOk } from './interface.ts';
import { mapIndexExpr, mapIndexOk } from './map.ts';
import { methodExprSym, methodValue } from './method.ts';
import { exprPair } from './order.ts';
import { addressOf, globalPlace, isGlobal, placeOf } from './places.ts';
import { sliceExpr } from './slice.ts';
import { stringAdd, stringIndexExpr } from './string.ts';
import { isString, under } from './types-api.ts';
import { localVar } from './vars.ts';

/** Value of expression n, of type b.typeOf(n). */
export function expr(b: FuncBuilder, n: Node): Value {
  if (b.s.override !== null) {
    const v = b.s.override.get(n);
    if (v !== undefined) return b.loadLocal(v);
  }
  const c = b.constOf(n);
  if (c !== null) { b.at(n.pos); return constValue(b, c, b.typeOf(n)); }
  switch (n.kind) {
    case Kind.Ident: return identExpr(b, n);
    case Kind.Paren: return expr(b, n.x!);
    case Kind.FuncLit: return funcLit(b, n);
    case Kind.CompositeLit: return compositeLit(b, n);
    case Kind.Selector: return selectorExpr(b, n);
    case Kind.Index: return indexExpr(b, n);
    case Kind.SliceExpr: return sliceExpr(b, n);
    case Kind.TypeAssert: return typeAssertExpr(b, n);
    case Kind.Call: return callExpr(b, n);
    case Kind.Star: return b.loadPlace(placeOf(b, n));
    case Kind.Unary: return unaryExpr(b, n);
    case Kind.Binary: return binaryExpr(b, n);
    default: return fail(`expression of kind ${n.kind} at ${b.where(n.pos)}`);
  }
}

/** Components of a multi-value expression: call, or comma-ok form. */
export function multi(b: FuncBuilder, n0: Node): Value[] {
  const n = unparen(n0);
  switch (n.kind) {
    case Kind.Call: return b.mode(n.x!) === Mode.TypeExpr ? [callExpr(b, n)] : callMulti(b, n);
    case Kind.Index: return mapIndexOk(b, n);
    case Kind.TypeAssert: return typeAssertOk(b, n);
    case Kind.Unary: return recvOk(b, n);
    default: return fail(`multi-value expression of kind ${n.kind}`);
  }
}

function identExpr(b: FuncBuilder, n: Node): Value {
  const o = b.use(n) ?? b.def(n);
  if (o === null) return fail(`unresolved identifier ${n.name} at ${b.where(n.pos)}`);
  b.at(n.pos);
  switch (o.kind) {
    case ObjKind.Var: return isGlobal(o) ? b.loadPlace(globalPlace(b, o)) : b.loadLocal(localVar(b, o));
    case ObjKind.Func: return funcValue(b, n, o);
    case ObjKind.Nil: return b.zero(b.typeOf(n));
    default: return fail(`identifier ${n.name} is no value at ${b.where(n.pos)}`);
  }
}

/** A declared function (or instance) as a func value: its static closure object. */
function funcValue(b: FuncBuilder, n: Node, o: Obj): Value {
  const callee = staticCallee(b, n);
  return [b.symAddr(b.u.funcObj(funcSym(b.u, callee?.fn ?? o, callee?.targs ?? [])))];
}

function selectorExpr(b: FuncBuilder, n: Node): Value {
  const s = b.selection(n);
  if (s === null) {
    const o = b.use(n.y!);
    if (o !== null && o.kind === ObjKind.Func) { b.at(syntaxPos(n)); return funcValue(b, n, o); }
    return b.loadPlace(placeOf(b, n));
  }
  switch (s.kind) {
    case SelKind.FieldVal: { const p = placeOf(b, n); b.at(syntaxPos(n)); return b.loadPlace(p); }
    case SelKind.MethodVal: return methodValue(b, n, s);
    case SelKind.MethodExpr: b.at(syntaxPos(n)); return [b.symAddr(b.u.funcObj(methodExprSym(b, s)))];
    default: return b.loadPlace(placeOf(b, n));
  }
}

function indexExpr(b: FuncBuilder, n: Node): Value {
  const callee = staticCallee(b, n);
  if (callee !== null && callee.targs.length > 0) { b.at(syntaxPos(n)); return funcValue(b, n, callee.fn); }
  const t = under(b.typeOf(n.x!));
  if (t.kind === TypeKind.Map) return mapIndexExpr(b, n);
  if (isString(t)) return stringIndexExpr(b, n);
  return b.loadPlace(placeOf(b, n));
}

function unaryExpr(b: FuncBuilder, n: Node): Value {
  switch (n.op) {
    case Token.Arrow: return recvExpr(b, n);
    case Token.And: {
      const x = unparen(n.x!);
      b.at(n.pos);
      return [x.kind === Kind.CompositeLit ? compositeAddr(b, x, b.typeOf(x), n.pos) : addressOf(b, x)];
    }
    case Token.Not: if (isLogical(n.x!)) return logical(b, n); break;
    default: break;
  }
  const x = b.expr(n.x!);
  b.at(syntaxPos(n));
  return unaryArith(b, n.op, b.typeOf(n), x);
}

function isLogical(n0: Node): boolean {
  const n = unparen(n0);
  return (n.kind === Kind.Binary && (n.op === Token.AndAnd || n.op === Token.OrOr)) || (n.kind === Kind.Unary && n.op === Token.Not && isLogical(n.x!));
}

function binaryExpr(b: FuncBuilder, n: Node): Value {
  switch (n.op) {
    case Token.AndAnd: case Token.OrOr: return logical(b, n);
    case Token.Eql: case Token.Neq: case Token.Lss: case Token.Leq: case Token.Gtr: case Token.Geq: return [compareExpr(b, n)];
    case Token.Shl: case Token.Shr: {
      const t = b.typeOf(n);
      const ct = countType(b, n.y!);
      const c = b.constOf(n.y!);
      const [x, y] = c !== null ? [b.expr(n.x!), constValue(b, c, ct)] : exprPair(b, n.x!, n.y!);
      b.at(syntaxPos(n));
      return [shift(b, n.op, t, x[0]!, ct, y[0]!)];
    }
    default: break;
  }
  const t = b.typeOf(n);
  if (n.op === Token.Add && isString(t)) return stringAdd(b, n);
  const [x, y] = exprPair(b, n.x!, n.y!);
  b.at(syntaxPos(n));
  return binaryArith(b, n.op, t, x, y);
}

/** spec#Logical_operators as a value: branches to 1 and 0. */
function logical(b: FuncBuilder, n: Node): Value {
  const v = b.newVars([VT.I32]);
  const yes = b.newBlock();
  const no = b.newBlock();
  const done = b.newBlock();
  condBranch(b, n, yes, no);
  b.startSealed(yes);
  b.writeVar(v, b.i32(1));
  b.jump(done);
  b.startSealed(no);
  b.writeVar(v, b.i32(0));
  b.jump(done);
  b.startSealed(done);
  return [b.readVar(v)];
}

/** Branches on a boolean expression; && || ! become control flow. The caller seals yes and no. */
export function condBranch(b: FuncBuilder, n0: Node, yes: BlockId, no: BlockId): void {
  const n = unparen(n0);
  if (b.constOf(n) === null) {
    if (n.kind === Kind.Unary && n.op === Token.Not) { condBranch(b, n.x!, no, yes); return; }
    if (n.kind === Kind.Binary && (n.op === Token.AndAnd || n.op === Token.OrOr)) {
      const mid = b.newBlock();
      if (n.op === Token.AndAnd) condBranch(b, n.x!, mid, no);
      else condBranch(b, n.x!, yes, mid);
      b.startSealed(mid);
      condBranch(b, n.y!, yes, no);
      return;
    }
  }
  const c = b.constOf(n);
  if (c !== null) { b.jump(c.bool ? yes : no); return; }
  const v = b.expr1(n);
  b.at(n.pos);
  b.branch(v, yes, no);
}

/** Evaluates n as a t directly into fresh memory. */
export function exprInto(b: FuncBuilder, n: Node, t: Type, addr: number): void {
  b.store(t, addr, b.exprTo(n, t));
}

