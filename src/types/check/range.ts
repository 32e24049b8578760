// For statements with range clause: over arrays, slices, strings, maps, channels, integers and functions. spec#For_range

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Dir, Mode, type Type, TypeKind } from '../types.ts';
import { type Obj, VarKind } from '../objects.ts';
import { identical, isBoolean, isInteger, isString } from '../predicates.ts';
import { tBool, tInt, tInvalid, tRune } from '../universe.ts';
import { assignVar, assignment, initVar } from './assignment.ts';
import { arrayPtrDeref, commonUnder } from './common.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr } from './expr.ts';
import { startPos } from './positions.ts';
import { stmt } from './stmt.ts';
import { type Checker, posOf } from './checker.ts';
import type { Ctx } from './env.ts';
import { Operand, valueOperand } from './operand.ts';

export function rangeStmt(c: Checker, inner: Ctx, n: Node): void {
  const sKey = n.x;
  const sValue = n.y;
  const x = new Operand();
  expr(c, null, x, n.z!);
  let r: RangeTypes = { key: null, val: null, ok: false, cause: '' };
  if (x.mode !== Mode.Invalid) {
    r = rangeKeyVal(c, x.type);
    if (!r.ok) c.softErr(posOf(x), 'InvalidRangeExpr', `cannot range over ${c.o(x)}` + (r.cause !== '' ? ': ' + r.cause : ''));
    else if (r.key === null && sKey !== null) c.softErr(sKey.pos, 'InvalidIterVar', `range over ${c.o(x)} permits no iteration variables`);
    else if (r.val === null && sValue !== null) c.softErr(sValue.pos, 'InvalidIterVar', `range over ${c.o(x)} permits only one iteration variable`, [], (n.list.at(-1) ?? sValue).pos);
    else if (n.list.length > 0) c.softErr(n.list[0]!.pos, 'InvalidIterVar', 'range clause permits at most two iteration variables', [], n.list.at(-1)!.pos);
  }
  // The scope of the variables starts after the clause.
  c.openScope(n);
  const overInt = isInteger(x.type);
  if (n.op === Token.Define) {
    defineVars(c, n, x, r, overInt);
  } else if (sKey !== null) {
    if (r.key !== null && r.key !== tInvalid) assignIteration(c, sKey, r.key, overInt ? x : null);
    if (sValue !== null && r.val !== null && r.val !== tInvalid) assignIteration(c, sValue, r.val, null);
  } else if (overInt) {
    // "If n is an untyped constant, it is given its default type."
    assignment(c, x, null, 'range clause');
  }
  stmt(c, inner, n.w!);
}

function defineVars(c: Checker, n: Node, x: Operand, r: RangeTypes, overInt: boolean): void {
  const fresh: Obj[] = [];
  for (let i = 0; i < 2; i++) {
    const lhs = i === 0 ? n.x : n.y;
    if (lhs === null) continue;
    const isIdent = lhs.kind === Kind.Ident;
    const v = c.newVar(VarKind.Local, lhs.pos, isIdent ? lhs.name : '_', null);
    if (isIdent) {
      c.recordDef(lhs, v);
      if (lhs.name !== '_') fresh.push(v);
    } else {
      c.errN(lhs, 'InvalidSyntaxTree', `invalid syntax tree: cannot declare ${exprString(lhs)}`);
    }
    const t = i === 0 ? r.key : r.val;
    if (t === null || t === tInvalid) {
      v.type = tInvalid;
      v.used = true; // no complaint about that as well
    } else if (overInt) {
      initVar(c, v, x, 'range clause');
    } else {
      initVar(c, v, valueOperand(lhs, t), 'assignment');
    }
  }
  if (fresh.length === 0) c.err(startPos(n), 'NoNewVar', 'no new variables on left side of :=', [], n.aux);
  for (const v of fresh) c.declare(c.env.scope, null, v, n.w!.pos);
}

function assignIteration(c: Checker, lhs: Node, t: Type, x: Operand | null): void {
  if (x === null) {
    assignVar(c, lhs, null, valueOperand(lhs, t), 'assignment');
    return;
  }
  // Over an integer: an untyped constant takes the variable's type.
  assignVar(c, lhs, null, x, 'range clause');
  if (x.mode !== Mode.Invalid && !isInteger(x.type)) {
    c.softErr(lhs.pos, 'InvalidRangeExpr', `cannot use iteration variable of type ${c.t(x.type)}`);
  }
}

interface RangeTypes { key: Type | null; val: Type | null; ok: boolean; cause: string }

function types(key: Type | null, val: Type | null): RangeTypes { return { key, val, ok: true, cause: '' }; }
function bad(cause: string): RangeTypes { return { key: tInvalid, val: tInvalid, ok: false, cause }; }

/** Types of the iteration values; null where there is none. */
export function rangeKeyVal(c: Checker, orig: Type): RangeTypes {
  const r = commonUnder(c, orig, (t, u) => (u !== null && u.kind === TypeKind.Chan && u.dir === Dir.Send ? `receive from send-only channel ${c.t(t!)}` : ''));
  if (r.type === null) return bad(r.cause);
  const u = arrayPtrDeref(r.type);
  switch (u.kind) {
    case TypeKind.Basic:
      if (isString(u)) return types(tInt, tRune);
      if (isInteger(u)) return c.allowVersion(22) ? types(orig, null) : bad('requires go1.22 or later');
      break;
    case TypeKind.Array: case TypeKind.Slice: return types(tInt, u.elem);
    case TypeKind.Map: return types(u.key, u.elem);
    case TypeKind.Chan: return types(u.elem, null);
    case TypeKind.Signature: return c.allowVersion(23) ? rangeFunc(c, u) : bad('requires go1.23 or later');
    default: break;
  }
  return { key: null, val: null, ok: false, cause: '' };
}

/** func(yield func(K, V) bool) */
function rangeFunc(c: Checker, sig: Type): RangeTypes {
  const wrong = (what: string): RangeTypes => bad('func must be func(yield func(...) bool): ' + what);
  if (sig.params!.fields.length !== 1) return wrong('wrong argument count');
  if (sig.results!.fields.length !== 0) return wrong('unexpected results');
  const y = commonUnder(c, sig.params!.fields[0]!.type!, null);
  if (y.type === null) return wrong('in yield type, ' + y.cause);
  if (y.type.kind !== TypeKind.Signature) return wrong('argument is not func');
  const params = y.type.params!.fields;
  const results = y.type.results!.fields;
  if (params.length > 2) return wrong('yield func has too many parameters');
  if (results.length !== 1 || !identical(results[0]!.type!, tBool)) {
    return wrong(results.length === 1 && isBoolean(results[0]!.type!) ? 'yield func returns user-defined boolean, not bool' : 'yield func does not return bool');
  }
  return types(params.length > 0 ? params[0]!.type : null, params.length > 1 ? params[1]!.type : null);
}

