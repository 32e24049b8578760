// Type switches. spec#Type_switches

import { Kind, type Node } from '../../syntax/ast.ts';
import { Mode, type Type } from '../types.ts';
import { type Obj, ObjKind, VarKind } from '../objects.ts';
import { isTypeParam } from '../under.ts';
import { identical, isInterface, isValid } from '../predicates.ts';
import { tInvalid } from '../universe.ts';
import { startPos } from './positions.ts';
import { checkAssertable } from './assert.ts';
import { expr } from './expr.ts';
import { multipleDefaults } from './switch.ts';
import { stmtList } from './stmt.ts';
import { varType } from './typexpr.ts';
import { type Checker, unparen } from './checker.ts';
import type { Ctx } from './env.ts';
import { Operand } from './operand.ts';

interface SeenType { type: Type | null; node: Node }

export function typeSwitchStmt(c: Checker, inner: Ctx, n: Node): void {
  let symbol = n.y;
  if (symbol !== null) {
    if (symbol.name === '_') {
      c.softErr(symbol.pos, 'NoNewVar', 'no new variable on left side of :=');
      symbol = null;
    } else {
      c.recordDef(symbol, null); // declared anew in each clause
    }
  }
  const x = new Operand();
  let sx: Operand | null = null; // the operand, if valid
  expr(c, null, x, n.z!);
  if (x.mode !== Mode.Invalid) {
    if (isTypeParam(x.type)) c.errO(x, 'InvalidTypeSwitch', `cannot use type switch on type parameter value ${c.o(x)}`);
    else if (isInterface(x.type)) sx = x;
    else c.errO(x, 'InvalidTypeSwitch', `${c.o(x)} is not an interface`);
  }
  multipleDefaults(c, n.list);
  const vars: Obj[] = [];
  const seen: SeenType[] = [];
  for (const clause of n.list) {
    if (clause.kind !== Kind.CaseClause) continue;
    const T = caseTypes(c, sx, clause.list, seen);
    c.openScope(clause);
    if (symbol !== null) {
      const v = c.newVar(VarKind.Local, symbol.pos, symbol.name, T);
      // Not c.declare: use is counted over all clauses together.
      c.env.scope.insert(v);
      v.scopePos = clause.opPos;
      c.recordImplicit(clause, v);
      vars.push(v);
    }
    stmtList(c, inner, clause.list2);
    c.closeScope();
  }
  if (symbol !== null && !vars.some((v) => v.used)) c.softErr(symbol.pos, 'UnusedVar', `${symbol.name} declared and not used`);
}

/** Checks the types of a case; the type of the clause's variable: that of a single case, else the operand's. */
function caseTypes(c: Checker, x: Operand | null, types: readonly Node[], seen: SeenType[]): Type {
  let T: Type | null = null;
  const dummy = new Operand();
  for (const e of types) {
    if (isNil(c, e)) {
      T = null;
      expr(c, null, dummy, e);
    } else {
      T = varType(c, e);
      if (!isValid(T)) continue;
    }
    const t = T;
    const dup = seen.find((s) => (t === null || s.type === null ? t === s.type : identical(t, s.type)));
    if (dup !== undefined) {
      c.err(startPos(e), 'DuplicateCase', `duplicate case ${t === null ? 'nil' : c.t(t)} in type switch`, [{ pos: startPos(dup.node), message: 'previous case' }], e.pos);
      continue;
    }
    seen.push({ type: t, node: e });
    if (x !== null && t !== null) checkAssertable(c, e, x, t, true);
  }
  if (types.length === 1 && T !== null) return T;
  return x !== null ? x.type : tInvalid;
}

function isNil(c: Checker, n: Node): boolean {
  const e = unparen(n);
  return e.kind === Kind.Ident && c.lookup(e.name)?.kind === ObjKind.Nil;
}
