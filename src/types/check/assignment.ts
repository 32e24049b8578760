// Assignment of operands to variables, in declarations, assignments, calls and returns. spec#Assignment_statements

import { Kind, type Node } from '../../syntax/ast.ts';
import { Mode, type Type, TypeKind } from '../types.ts';
import { type Obj, ObjKind, VarKind } from '../objects.ts';
import { under } from '../under.ts';
import { defaultType, isNonTypeParamInterface, isUntyped, isValid } from '../predicates.ts';
import { tInvalid, tUntypedNil } from '../universe.ts';
import { newTuple } from '../types.ts';
import { assignableTo } from './assignable.ts';
import { typesSummary } from './call.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr, exprList, multiExpr, singleValue } from './expr.ts';
import { measure } from './text.ts';
import { applyImplicit, implicitType } from './untyped.ts';
import { localVar, use, useLHS } from './use.ts';
import { type Checker, posOf, unparen } from './checker.ts';
import type { Target } from './env.ts';
import { Operand } from './operand.ts';
import type { Pos } from '../../source/pos.ts';

/**
 * Converts x for assignment to type T (null: to a new variable of x's default type) or complains. The context is named in
 * messages; callee: expression to add to it.
 */
export function assignment(c: Checker, x: Operand, T: Type | null, context: string, callee: Node | null = null): void {
  singleValue(c, x);
  switch (x.mode) {
    case Mode.Invalid: return;
    case Mode.NilValue: case Mode.Constant: case Mode.Variable: case Mode.MapIndex: case Mode.Value: case Mode.CommaOk: case Mode.CommaErr: break;
    default:
      c.errO(x, 'IncompatibleAssign', `cannot assign ${c.o(x)} to ${T === null ? '<nil>' : c.t(T)} in ${contextText(context, callee)}`);
      x.mode = Mode.Invalid;
      return;
  }
  if (isUntyped(x.type) && !settleUntyped(c, x, T, context, callee)) {
    x.mode = Mode.Invalid;
    return;
  }
  const t = x.type;
  if (t === T) {
    if (t.kind !== TypeKind.Signature) return;
  }
  const u = t.kind === TypeKind.Basic ? t : under(t);
  if (u.kind === TypeKind.Signature && u.tparams.length > 0) {
    c.errO(x, 'WrongTypeArgCount', `cannot use generic function ${c.o(x)} without instantiation in ${contextText(context, callee)}`);
    x.mode = Mode.Invalid;
    return;
  }
  if (T === null || t === T) return;
  const r = assignableTo(c, x, T);
  if (r.ok) return;
  c.errO(x, r.code, `cannot use ${c.o(x)} as ${c.t(T)} value in ${contextText(context, callee)}` + (r.cause !== '' ? ': ' + r.cause : ''));
  x.mode = Mode.Invalid;
}

function contextText(context: string, callee: Node | null): string { return callee === null ? context : context + exprString(callee); }

/** An untyped value becomes one of type T, or of its default type if T is missing or an interface. */
function settleUntyped(c: Checker, x: Operand, T: Type | null, context: string, callee: Node | null): boolean {
  let target = T;
  if (x.isNil) {
    if (T === null) {
      c.errO(x, 'UntypedNilUse', `use of untyped nil in ${contextText(context, callee)}`);
      return false;
    }
  } else if (T === null || isNonTypeParamInterface(T)) {
    target = defaultType(x.type);
  }
  const r = implicitType(c, x, target!);
  if (r.code !== '') {
    const why = r.code === 'TruncatedFloat' ? ' (truncated)' : r.code === 'NumericOverflow' ? ' (overflows)' : '';
    c.errO(x, why !== '' ? r.code : 'IncompatibleAssign', `cannot use ${c.o(x)} as ${c.t(target!)} value in ${contextText(context, callee)}${why}`);
    return false;
  }
  applyImplicit(c, x, r);
  return true;
}

/** A variable initialised without declared type gets the initialiser's. */
export function initVar(c: Checker, lhs: Obj, x: Operand, context: string): void {
  if (x.mode === Mode.Invalid || !isValid(x.type) || (lhs.type !== null && !isValid(lhs.type))) {
    if (lhs.type === null) lhs.type = tInvalid;
    x.mode = Mode.Invalid;
    return;
  }
  if (lhs.type === null) {
    let t = x.type;
    if (isUntyped(t)) {
      if (t === tUntypedNil) {
        c.errO(x, 'UntypedNilUse', `use of untyped nil in ${context}`);
        lhs.type = tInvalid;
        x.mode = Mode.Invalid;
        return;
      }
      t = defaultType(t);
    }
    lhs.type = t;
  }
  assignment(c, x, lhs.type, context);
}

export function initConst(c: Checker, lhs: Obj, x: Operand): void {
  if (x.mode === Mode.Invalid || !isValid(x.type) || (lhs.type !== null && !isValid(lhs.type))) {
    if (lhs.type === null) lhs.type = tInvalid;
    return;
  }
  if (x.mode !== Mode.Constant) {
    c.errO(x, 'InvalidConstInit', `${c.o(x)} is not constant`);
    if (lhs.type === null) lhs.type = tInvalid;
    return;
  }
  if (lhs.type === null) lhs.type = x.type;
  assignment(c, x, lhs.type, 'constant declaration');
  if (x.mode as Mode !== Mode.Invalid) lhs.value = x.val;
}

/** A generic function assigned to something of function type is inferred from that. */
export function newTarget(t: Type | null, desc: string): Target | null {
  if (t === null) return null;
  const u = under(t);
  return u.kind === TypeKind.Signature ? { sig: u, desc } : null;
}

/** Type of the left side of an assignment: null for blank, Invalid after an error. */
function lhsVar(c: Checker, lhs: Node): Type | null {
  const id = unparen(lhs);
  const isIdent = id.kind === Kind.Ident;
  if (isIdent && id.name === '_') {
    c.recordDef(id, null);
    return null;
  }
  // Assigning to a variable is no use of it.
  const v = isIdent ? localVar(c, id) : null;
  const used = v !== null && v.used;
  const x = new Operand();
  expr(c, null, x, lhs);
  if (v !== null) v.used = used;
  if (x.mode === Mode.Invalid || !isValid(x.type)) return tInvalid;
  if (x.mode === Mode.Variable || x.mode === Mode.MapIndex) return x.type;
  const e = x.node!;
  if (e.kind === Kind.Selector) {
    const op = new Operand();
    expr(c, null, op, e.x!);
    if (op.mode === Mode.MapIndex) {
      c.errO(x, 'UnaddressableFieldAssign', `cannot assign to struct field ${exprString(e)} in map`);
      return tInvalid;
    }
  }
  c.errO(x, 'UnassignableOperand', `cannot assign to ${exprString(e)} (neither addressable nor a map index expression)`);
  return tInvalid;
}

/** lhs = rhs, or lhs = x if the operand is given. */
export function assignVar(c: Checker, lhs: Node, rhs: Node | null, x: Operand | null, context: string): void {
  const T = lhsVar(c, lhs);
  if (T !== null && !isValid(T)) {
    if (x !== null) x.mode = Mode.Invalid;
    else use(c, [rhs]);
    return;
  }
  if (x === null) {
    x = new Operand();
    const u = T === null ? null : under(T);
    expr(c, u !== null && u.kind === TypeKind.Signature ? { sig: u, desc: exprString(lhs) } : null, x, rhs!);
  }
  if (T === null && context === 'assignment') context = 'assignment to _ identifier';
  assignment(c, x, T, context);
}

function assignError(c: Checker, rhs: readonly Node[], l: number, r: number): void {
  const vars = measure(l, 'variable');
  const vals = measure(r, 'value');
  const first = rhs[0]!;
  const call = unparen(first);
  const what = rhs.length === 1 && call.kind === Kind.Call ? `${exprString(call.x)} returns ${vals}` : vals;
  c.errN(first, 'WrongAssignCount', `assignment mismatch: ${vars} but ${what}`);
}

function returnError(c: Checker, pos: Pos, lhs: readonly Obj[], rhs: readonly Operand[]): void {
  const l = lhs.length;
  const r = rhs.length;
  let qualifier = 'not enough';
  if (r > l) {
    pos = posOf(rhs[l]!); // first extra value
    qualifier = 'too many';
  } else if (r > 0) {
    pos = posOf(rhs[r - 1]!); // last value
  }
  const have = typesSummary(c, rhs.map((x) => x.type), false, false);
  const want = typesSummary(c, lhs.map((v) => v.type!), false, false);
  c.err(pos, 'WrongResultCount', `${qualifier} return values\n\thave ${have}\n\twant ${want}`);
}

function isCallNode(rhs: readonly Node[]): boolean { return rhs.length === 1 && unparen(rhs[0]!).kind === Kind.Call; }

function invalidate(lhs: readonly Obj[]): void { for (const v of lhs) if (v.type === null) v.type = tInvalid; }

/** Initialises variables, or with returnStmt the result parameters. */
export function initVars(c: Checker, lhs: readonly Obj[], rhs: readonly Node[], returnStmt: Node | null): void {
  const context = returnStmt !== null ? 'return statement' : 'assignment';
  const l = lhs.length;
  if (l === rhs.length && !isCallNode(rhs)) {
    const x = new Operand();
    for (let i = 0; i < l; i++) {
      const v = lhs[i]!;
      const desc = returnStmt !== null && v.name === '' ? 'result variable' : v.name;
      expr(c, newTarget(v.type, desc), x, rhs[i]!);
      initVar(c, v, x, context);
    }
    return;
  }
  if (rhs.length !== 1) {
    // Only report a mismatch if there was no error on the right.
    if (use(c, rhs)) {
      if (returnStmt !== null) returnError(c, returnStmt.pos, lhs, exprList(c, rhs));
      else assignError(c, rhs, l, rhs.length);
    }
    invalidate(lhs);
    return;
  }
  const m = multiExpr(c, rhs[0]!, l === 2 && returnStmt === null);
  if (l === m.list.length) {
    for (let i = 0; i < l; i++) initVar(c, lhs[i]!, m.list[i]!, context);
    if (m.commaOk) recordCommaOk(c, rhs[0]!, m.list);
    return;
  }
  // A single invalid value has been reported already.
  if (m.list[0]!.mode !== Mode.Invalid) {
    if (returnStmt !== null) returnError(c, returnStmt.pos, lhs, m.list);
    else assignError(c, rhs, l, m.list.length);
  }
  invalidate(lhs);
}

export function assignVars(c: Checker, lhs: readonly Node[], rhs: readonly Node[]): void {
  const l = lhs.length;
  if (l === rhs.length && !isCallNode(rhs)) {
    for (let i = 0; i < l; i++) assignVar(c, lhs[i]!, rhs[i]!, null, 'assignment');
    return;
  }
  if (rhs.length !== 1) {
    const okL = useLHS(c, lhs);
    const okR = use(c, rhs);
    if (okL && okR) assignError(c, rhs, l, rhs.length);
    return;
  }
  const m = multiExpr(c, rhs[0]!, l === 2);
  if (l === m.list.length) {
    for (let i = 0; i < l; i++) assignVar(c, lhs[i]!, null, m.list[i]!, 'assignment');
    if (m.commaOk) recordCommaOk(c, rhs[0]!, m.list);
    return;
  }
  if (m.list[0]!.mode !== Mode.Invalid) assignError(c, rhs, l, m.list.length);
  useLHS(c, lhs);
}

/** A comma-ok expression has the type of the pair. */
function recordCommaOk(c: Checker, n: Node, list: readonly Operand[]): void {
  if (list[0]!.mode === Mode.Invalid || list[1]!.mode === Mode.Invalid) return;
  const pair = newTuple(list.map((x) => c.newVar(VarKind.Local, n.pos, '', x.type)));
  for (let e: Node = n; ; e = e.x!) {
    c.info.types[e.id] = pair;
    if (e.kind !== Kind.Paren) return;
  }
}

/** spec#Short_variable_declarations */
export function shortVarDecl(c: Checker, pos: Pos, lhs: readonly Node[], rhs: readonly Node[]): void {
  const top = c.delayedTop;
  const scope = c.env.scope;
  const seen = new Set<string>();
  const vars: Obj[] = [];
  const fresh: Obj[] = [];
  let hasErr = false;
  for (const n of lhs) {
    let v: Obj | null = null;
    if (n.kind !== Kind.Ident) {
      useLHS(c, [n]);
      c.errN(n, 'BadDecl', `non-name ${exprString(n)} on left side of :=`);
      hasErr = true;
    } else if (n.name !== '_' && seen.has(n.name)) {
      c.errN(n, 'RepeatedDecl', `${n.name} repeated on left side of :=`);
      hasErr = true;
    } else {
      seen.add(n.name);
      // Variables of the same scope are assigned to; others are declared anew.
      const alt = n.name === '_' ? null : scope.lookup(n.name);
      if (alt !== null) {
        c.recordUse(n, alt);
        if (alt.kind === ObjKind.Var) v = alt;
        else {
          c.errN(n, 'UnassignableOperand', `cannot assign to ${n.name}`);
          hasErr = true;
        }
      } else {
        v = c.newVar(VarKind.Local, n.pos, n.name, null);
        if (n.name !== '_') fresh.push(v);
        c.recordDef(n, v);
      }
    }
    vars.push(v ?? c.newVar(VarKind.Local, n.pos, '_', null));
  }
  initVars(c, vars, rhs, null);
  // Function literals on the right are checked before the new variables are visible.
  c.processDelayed(top);
  if (fresh.length === 0 && !hasErr) {
    c.softErr(pos, 'NoNewVar', 'no new variables on left side of :=');
    return;
  }
  const scopePos = rhs[rhs.length - 1]!.end;
  for (const v of fresh) c.declare(scope, null, v, scopePos);
}
