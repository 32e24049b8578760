// Assignments, short variable declarations, op-assignments, ++ and --, var declarations. spec#Assignment_statements: operands first,
// then the stores from left to right; order.ts says when right-hand sides with calls come first.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { TypeKind, type Type } from '../../types/types.ts';
import type { Obj } from '../../types/objects.ts';
import { basicType } from '../../types/universe.ts';
import { Basic } from '../../types/types.ts';
import { makeInt64 } from '../../constant/constant.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { binaryArith, countType, shift } from './arith.ts';
import { litInto } from './composite.ts';
import { constValue } from './const.ts';
import { mapAssignAddr, mapLoad } from './map.ts';
import { exprList, hasCall } from './order.ts';
import { PlaceKind, type Place } from './place.ts';
import { assignPlace, storePlace } from './places.ts';
import { under } from './types-api.ts';
import { declareVar, makeVar, needsObject } from './vars.ts';

export function assignStmt(b: FuncBuilder, n: Node): void {
  b.at(syntaxPos(n));
  if (n.aux === 1) { opAssign(b, n, n.list[0]!, n.op, n.list2[0]!); return; }
  const define = n.op === Token.Define;
  if (n.list2.length === 1 && n.list.length > 1) { assignMulti(b, n.list, n.list2[0]!, define); return; }
  if (n.list.length === 1) { assignOne(b, n.list[0]!, n.list2[0]!, define); return; }
  assignParallel(b, n, define);
}

/** The variable that an identifier on the left of := declares, or null. */
function defined(b: FuncBuilder, n: Node, define: boolean): Obj | null {
  return define && n.kind === Kind.Ident && n.name !== '_' ? b.def(n) : null;
}

function isBlank(n: Node): boolean { const x = unparen(n); return x.kind === Kind.Ident && x.name === '_'; }

function assignOne(b: FuncBuilder, lhs: Node, rhs: Node, define: boolean): void {
  const obj = defined(b, lhs, define);
  if (obj !== null) { defineOne(b, obj, rhs); return; }
  if (isBlank(lhs)) { b.expr(rhs); return; }
  if (hasCall(b, lhs)) {
    const p = assignPlace(b, lhs);
    const v = b.exprTo(rhs, p.type);
    b.at(syntaxPos(lhs));
    storePlace(b, p, v);
    return;
  }
  const v = b.exprTo(rhs, lhsType(b, lhs));
  const p = assignPlace(b, lhs);
  b.at(syntaxPos(lhs));
  storePlace(b, p, v);
}

/** `x := rhs` / `var x T = rhs`; literals of memory types are built in the new variable itself. */
export function defineOne(b: FuncBuilder, obj: Obj, rhs: Node): void {
  const t = b.type(obj.type!);
  const x = unparen(rhs);
  const u = under(t);
  if (x.kind === Kind.CompositeLit && b.layout(t).mem && (u.kind === TypeKind.Struct || u.kind === TypeKind.Array) && b.typeOf(x) === t) {
    b.at(obj.pos);
    const { v, zeroed } = makeVar(b, obj, t, obj.name, needsObject(b, obj));
    litInto(b, x, t, b.localAddr(v), zeroed);
    b.s.vars.set(obj, v);
    return;
  }
  const v = b.exprTo(rhs, t);
  b.at(obj.pos);
  declareVar(b, obj, v);
}

/** Component types of a multi-value expression. */
export function componentTypes(b: FuncBuilder, n: Node, count: number): Type[] {
  const t = b.typeOf(n);
  if (t.kind === TypeKind.Tuple) return t.fields.map((f) => f.type!);
  const types = [t];
  while (types.length < count) types.push(basicType(Basic.Bool));
  return types;
}

/** a, b = f() and comma-ok forms. */
function assignMulti(b: FuncBuilder, lhs: readonly Node[], rhs: Node, define: boolean): void {
  const early = lhs.some((l) => defined(b, l, define) === null && hasCall(b, l));
  let places: (Place | null)[] = [];
  if (early) places = lhs.map((l) => (defined(b, l, define) === null ? assignPlace(b, l) : null));
  const from = componentTypes(b, rhs, lhs.length);
  const vals = b.c.multi(b, rhs);
  if (!early) places = lhs.map((l) => (defined(b, l, define) === null ? assignPlace(b, l) : null));
  lhs.forEach((l, i) => {
    b.at(syntaxPos(l));
    const obj = defined(b, l, define);
    if (obj !== null) declareVar(b, obj, b.c.convert(b, vals[i]!, from[i]!, b.type(obj.type!)));
    else if (places[i]!.kind !== PlaceKind.Blank) storePlace(b, places[i]!, b.c.convert(b, vals[i]!, from[i]!, places[i]!.type));
  });
}

/** Type of an operand on the left; the checker records none for the variables that := assigns to. */
function lhsType(b: FuncBuilder, l: Node): Type {
  const o = l.kind === Kind.Ident ? b.use(l) : null;
  return o !== null ? b.type(o.type!) : b.typeOf(l);
}

/** spec#Assignment_statements (tuple assignment): all operands and values, then the stores. */
function assignParallel(b: FuncBuilder, n: Node, define: boolean): void {
  const lhs = n.list;
  const objs = lhs.map((l) => defined(b, l, define));
  const types = lhs.map((l, i) => (objs[i] !== null ? b.type(objs[i]!.type!) : isBlank(l) ? b.typeOf(n.list2[i]!) : lhsType(b, l)));
  const early = lhs.some((l, i) => objs[i] === null && hasCall(b, l));
  const place = (l: Node, i: number): Place | null => (objs[i] === null && !isBlank(l) ? assignPlace(b, l) : null);
  let places = early ? lhs.map(place) : [];
  const vals = exprList(b, n.list2, types).map((v, i) => b.stable(v, types[i]!));
  if (!early) places = lhs.map(place);
  lhs.forEach((l, i) => {
    b.at(syntaxPos(l));
    if (objs[i] !== null) declareVar(b, objs[i]!, vals[i]!);
    else if (places[i] !== null) storePlace(b, places[i]!, vals[i]!);
  });
}

/** x op= y: the operands of x are evaluated once. */
function opAssign(b: FuncBuilder, n: Node, lhs: Node, op: Token, rhs: Node): void {
  const t = lhsType(b, lhs);
  const rhsFirst = !hasCall(b, lhs) && hasCall(b, rhs);
  const isShift = op === Token.Shl || op === Token.Shr;
  const c = isShift ? b.constOf(rhs) : null;
  const evalRhs = (): Value => (c !== null ? constValue(b, c, countType(b, rhs)) : b.expr(rhs));
  let y: Value | null = rhsFirst ? evalRhs() : null;
  const p = assignPlace(b, lhs);
  b.at(syntaxPos(n));
  const combine = (x: Value, v: Value): Value => {
    b.at(syntaxPos(n));
    return isShift ? [shift(b, op, t, x[0]!, countType(b, rhs), v[0]!)] : binaryArith(b, op, t, x, v);
  };
  if (p.kind === PlaceKind.Map && op !== Token.Div && op !== Token.Rem) {
    const v = y ?? evalRhs();
    updateMap(b, p, (old) => combine(old, v));
    return;
  }
  const x = p.kind === PlaceKind.Map ? mapLoad(b, p.mapType!, p.map, p.key) : b.loadPlace(p);
  if (y === null) y = evalRhs();
  storePlace(b, p, combine(x, y));
}

/** m[k] op= y with one look-up. As in gc, only a failing division does not add the key. */
function updateMap(b: FuncBuilder, p: Place, combine: (old: Value) => Value): void {
  const pos = b.pos;
  b.pos = p.pos;
  const addr = mapAssignAddr(b, p.mapType!, p.map, p.key);
  b.pos = pos;
  b.store(p.type, addr, combine(b.load(p.type, addr)));
}

/** spec#IncDec_statements: x += 1 with an untyped constant 1. */
export function incDec(b: FuncBuilder, n: Node): void {
  b.at(syntaxPos(n));
  const t = lhsType(b, n.x!);
  const p = assignPlace(b, n.x!);
  const one = constValue(b, makeInt64(1), t);
  const op = n.op === Token.Inc ? Token.Add : Token.Sub;
  if (p.kind === PlaceKind.Map) updateMap(b, p, (old) => binaryArith(b, op, t, old, one));
  else storePlace(b, p, binaryArith(b, op, t, b.loadPlace(p), one));
}

/** spec#Variable_declarations inside functions. */
export function varDecl(b: FuncBuilder, spec: Node): void {
  const objs = spec.list.map((id) => (id.name === '_' ? null : b.def(id)));
  b.at(spec.pos);
  if (spec.list2.length === 0) {
    for (const o of objs) if (o !== null) { b.at(o.pos); declareVar(b, o, null); }
    return;
  }
  const declared = spec.x === null ? null : b.typeOf(spec.x);
  if (spec.list2.length === 1 && objs.length > 1) {
    const from = componentTypes(b, spec.list2[0]!, objs.length);
    const vals = b.c.multi(b, spec.list2[0]!);
    objs.forEach((o, i) => {
      const to = declared ?? from[i]!;
      if (o !== null) declareVar(b, o, b.c.convert(b, vals[i]!, from[i]!, b.type(o.type!)));
      else b.c.convert(b, vals[i]!, from[i]!, to);
    });
    return;
  }
  if (objs.length === 1) {
    if (objs[0] !== null) defineOne(b, objs[0]!, spec.list2[0]!);
    else b.exprTo(spec.list2[0]!, declared ?? b.typeOf(spec.list2[0]!));
    return;
  }
  const types = objs.map((o, i) => (o !== null ? b.type(o.type!) : declared ?? b.typeOf(spec.list2[i]!)));
  const vals = exprList(b, spec.list2, types).map((v, i) => b.stable(v, types[i]!));
  objs.forEach((o, i) => { if (o !== null) declareVar(b, o, vals[i]!); });
}
