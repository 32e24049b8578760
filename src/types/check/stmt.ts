// Statements, and the bodies of functions. spec#Statements

import { InternalError } from '../../base/internal-error.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token, tokenText } from '../../syntax/token.ts';
import type { ConstValue } from '../../constant/value.ts';
import { ExprKind } from '../builtins/ids.ts';
import { Mode, type Type } from '../types.ts';
import type { Obj, Scope } from '../objects.ts';
import { allBoolean, allNumeric } from '../predicates.ts';
import { assignVar, assignVars, assignment, initVars, shortVarDecl } from './assignment.ts';
import { binary } from './binary.ts';
import { declStmt } from './decl.ts';
import { startPos } from './positions.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr, rawExpr } from './expr.ts';
import { labels } from './labels.ts';
import { rangeStmt } from './range.ts';
import { isTerminating } from './return.ts';
import { selectStmt } from './select.ts';
import { switchStmt } from './switch.ts';
import { typeSwitchStmt } from './typeswitch.ts';
import { chanElem } from './unary.ts';
import { use } from './use.ts';
import type { Checker } from './checker.ts';
import { Ctx, type DeclInfo, Env } from './env.ts';
import { Operand } from './operand.ts';

/** Checks a function's body in the scope of its parameters. decl: the package-level declaration it belongs to. */
export function funcBody(c: Checker, decl: DeclInfo | null, sig: Type, scope: Scope, body: Node, iota: ConstValue | null, version: number): void {
  const saved = c.env;
  const env = new Env(scope, version);
  env.decl = decl;
  env.iota = iota;
  env.sig = sig;
  env.vars = [];
  c.env = env;
  stmtList(c, Ctx.None, body.list);
  if (env.hasLabel) labels(c, body);
  if (sig.results!.fields.length > 0 && !isTerminating(c, body, '')) c.err(body.aux, 'MissingReturn', 'missing return');
  unusedVars(c, env.vars);
  c.env = saved;
}

/** spec#Variable_declarations: "Implementation restriction: A compiler may make it illegal to declare a variable inside a function body if the variable is never used." */
function unusedVars(c: Checker, vars: readonly Obj[]): void {
  for (const v of vars) if (!v.used) c.softErr(v.pos, 'UnusedVar', `declared and not used: ${v.name}`);
}

/** A list of statements; fallthrough is permitted as the last one only. */
export function stmtList(c: Checker, ctx: Ctx, list: readonly Node[]): void {
  const inner = ctx & ~Ctx.FallthroughOk;
  let n = list.length;
  while (n > 0 && list[n - 1]!.kind === Kind.EmptyStmt) n--; // trailing empty statements do not count
  for (let i = 0; i < n; i++) stmt(c, (i === n - 1 ? ctx : inner) as Ctx, list[i]!);
}

export function simpleStmt(c: Checker, n: Node | null): void {
  if (n !== null) stmt(c, Ctx.None, n);
}

export function stmt(c: Checker, ctx: Ctx, n: Node): void {
  const top = c.delayedTop;
  const scope = c.env.scope;
  stmtInternal(c, ctx, n);
  c.env.scope = scope;
  // Function literals are checked at the end of their statement: what they capture is known then.
  c.processDelayed(top);
}

function stmtInternal(c: Checker, ctx: Ctx, n: Node): void {
  // Statements within see break and continue only.
  const inner = (ctx & (Ctx.BreakOk | Ctx.ContinueOk)) as Ctx;
  switch (n.kind) {
    case Kind.EmptyStmt: case Kind.BadStmt: return;
    case Kind.DeclStmt: return declStmt(c, n.x!);
    case Kind.LabeledStmt:
      c.env.hasLabel = true;
      return stmt(c, ctx, n.y!);
    case Kind.ExprStmt: return exprStmt(c, n);
    case Kind.SendStmt: return sendStmt(c, n);
    case Kind.IncDec: return incDec(c, n);
    case Kind.Assign: return assignStmt(c, n);
    case Kind.GoStmt: return suspendedCall(c, n.x!, 'go');
    case Kind.DeferStmt: return suspendedCall(c, n.x!, 'defer');
    case Kind.ReturnStmt: return returnStmt(c, n);
    case Kind.BranchStmt: return branchStmt(c, ctx, n);
    case Kind.Block:
      c.openScope(n);
      return stmtList(c, inner, n.list);
    case Kind.IfStmt: return ifStmt(c, inner, n);
    case Kind.SwitchStmt:
      c.openScope(n);
      simpleStmt(c, n.x);
      return switchStmt(c, (inner | Ctx.BreakOk) as Ctx, n);
    case Kind.TypeSwitchStmt:
      c.openScope(n);
      simpleStmt(c, n.x);
      return typeSwitchStmt(c, (inner | Ctx.BreakOk | Ctx.InTypeSwitch) as Ctx, n);
    case Kind.SelectStmt: return selectStmt(c, (inner | Ctx.BreakOk) as Ctx, n);
    case Kind.ForStmt: return forStmt(c, (inner | Ctx.BreakOk | Ctx.ContinueOk) as Ctx, n);
    case Kind.RangeStmt: return rangeStmt(c, (inner | Ctx.BreakOk | Ctx.ContinueOk) as Ctx, n);
    default: throw new InternalError(`statement of kind ${n.kind}`);
  }
}

/** spec#Expression_statements: calls and receive operations. */
function exprStmt(c: Checker, n: Node): void {
  const x = new Operand();
  const kind = rawExpr(c, null, x, n.x!, null, false);
  if (x.mode === Mode.Builtin) c.errO(x, 'UncalledBuiltin', `${c.o(x)} must be called`);
  else if (x.mode === Mode.TypeExpr) c.errO(x, 'NotAnExpr', `${c.o(x)} is not an expression`);
  else if (kind !== ExprKind.Statement) c.errO(x, 'UnusedExpr', `${c.o(x)} is not used`);
}

/** spec#Send_statements */
function sendStmt(c: Checker, n: Node): void {
  const ch = new Operand();
  const val = new Operand();
  expr(c, null, ch, n.x!);
  expr(c, null, val, n.y!);
  if (ch.mode === Mode.Invalid || val.mode === Mode.Invalid) return;
  const elem = chanElem(c, startPos(n), ch, false, n.opPos);
  if (elem !== null) assignment(c, val, elem, 'send');
}

/** spec#IncDec_statements */
function incDec(c: Checker, n: Node): void {
  const x = new Operand();
  expr(c, null, x, n.x!);
  if (x.mode === Mode.Invalid) return;
  if (!allNumeric(x.type)) {
    c.errN(n.x!, 'NonNumericIncDec', `invalid operation: ${exprString(n.x)}${tokenText(n.op)} (non-numeric type ${c.t(x.type)})`);
    return;
  }
  assignVar(c, n.x!, null, x, 'assignment');
}

/** spec#Assignment_statements */
function assignStmt(c: Checker, n: Node): void {
  const lhs = n.list;
  const rhs = n.list2;
  if (n.aux === 1) {
    if (lhs.length !== 1 || rhs.length !== 1) {
      c.errN(lhs[0]!, 'MultiValAssignOp', `assignment operation ${tokenText(n.op)} requires single-valued expressions`);
      return;
    }
    const x = new Operand();
    binary(c, x, null, lhs[0]!, rhs[0]!, n.op);
    assignVar(c, lhs[0]!, null, x, 'assignment');
  } else if (n.op === Token.Define) {
    shortVarDecl(c, n.opPos, lhs, rhs);
  } else {
    assignVars(c, lhs, rhs);
  }
}

/** spec#Go_statements, spec#Defer_statements: a call, not of a conversion or of a built-in without effect. */
function suspendedCall(c: Checker, call: Node, keyword: 'go' | 'defer'): void {
  const code = keyword === 'go' ? 'InvalidGo' : 'InvalidDefer';
  if (call.kind !== Kind.Call) {
    c.err(startPos(call), code, `expression in ${keyword} must be function call`, [], call.end);
    use(c, [call]);
    return;
  }
  const x = new Operand();
  const kind = rawExpr(c, null, x, call, null, false);
  if (kind === ExprKind.Conversion) c.errO(x, code, `${keyword} requires function call, not conversion ${c.o(x)}`);
  else if (kind === ExprKind.Expression) c.errO(x, 'UnusedResults', `${keyword} discards result of ${c.o(x)}`);
}

/** spec#Return_statements */
function returnStmt(c: Checker, n: Node): void {
  const res = c.env.sig!.results!.fields;
  const values = n.list;
  if (values.length > 0 || res.length === 0 || res[0]!.name === '') {
    if (res.length > 0 || values.length > 0) initVars(c, res, values, n);
    return;
  }
  // "A compiler may disallow an empty expression list if a different entity with the same name as a result parameter is in scope".
  for (const v of res) {
    const alt = c.lookup(v.name);
    if (alt === null || alt === v) continue;
    c.err(n.pos, 'OutOfScopeResult', `result parameter ${v.name} not in scope at return`, [{ pos: alt.pos, message: `inner declaration of ${c.objText(v)}` }]);
  }
}

/** break, continue, fallthrough without label; those with one are checked by labels.ts. */
function branchStmt(c: Checker, ctx: Ctx, n: Node): void {
  if (n.x !== null) {
    c.env.hasLabel = true;
    return;
  }
  if (!c.config.branchErrors) return;
  switch (n.op as Token) {
    case Token.Break:
      if ((ctx & Ctx.BreakOk) === 0) c.errN(n, 'MisplacedBreak', 'break not in for, switch, or select statement');
      break;
    case Token.Continue:
      if ((ctx & Ctx.ContinueOk) === 0) c.errN(n, 'MisplacedContinue', 'continue not in for statement');
      break;
    case Token.Fallthrough:
      if ((ctx & Ctx.FallthroughOk) !== 0) break;
      c.errN(n, 'MisplacedFallthrough', (ctx & Ctx.FinalSwitchCase) !== 0 ? 'cannot fallthrough final case in switch'
        : (ctx & Ctx.InTypeSwitch) !== 0 ? 'cannot fallthrough in type switch' : 'fallthrough statement out of place');
      break;
    default: break;
  }
}

/** The condition of an if or for statement. */
function condition(c: Checker, n: Node, what: string): void {
  const x = new Operand();
  expr(c, null, x, n);
  if (x.mode !== Mode.Invalid && !allBoolean(x.type)) c.errN(n, 'InvalidCond', `non-boolean condition in ${what} statement`);
}

/** spec#If_statements */
function ifStmt(c: Checker, inner: Ctx, n: Node): void {
  c.openScope(n);
  simpleStmt(c, n.x);
  if (n.y !== null) condition(c, n.y, 'if');
  stmt(c, inner, n.z!);
  if (n.w !== null) stmt(c, inner, n.w);
}

/** spec#For_statements with condition or for clause. */
function forStmt(c: Checker, inner: Ctx, n: Node): void {
  c.openScope(n);
  simpleStmt(c, n.x);
  if (n.y !== null) condition(c, n.y, 'for');
  simpleStmt(c, n.z);
  // "The post statement may not be a short variable declaration" is reported by the parser; avoid follow-on errors.
  if (n.z !== null && n.z.kind === Kind.Assign && n.z.op === Token.Define) use(c, n.z.list);
  stmt(c, inner, n.w!);
}
