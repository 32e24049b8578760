// Select statements. spec#Select_statements

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { multipleDefaults } from './switch.ts';
import { stmt, stmtList } from './stmt.ts';
import { type Checker, unparen } from './checker.ts';
import type { Ctx } from './env.ts';

export function selectStmt(c: Checker, inner: Ctx, n: Node): void {
  multipleDefaults(c, n.list);
  for (const clause of n.list) {
    if (clause.kind !== Kind.CommClause) continue;
    if (clause.x !== null && !isCommunication(clause.x)) {
      c.errN(clause.x, 'InvalidSelectCase', 'select case must be send or receive (possibly with assignment)');
      continue;
    }
    c.openScope(clause);
    if (clause.x !== null) {
      const scope = c.env.scope;
      stmt(c, inner, clause.x);
      c.env.scope = scope;
    }
    stmtList(c, inner, clause.list2);
    c.closeScope();
  }
}

/** A send statement, or a receive operation (parenthesised or not), alone or assigned. */
function isCommunication(n: Node): boolean {
  let rhs: Node | null = null;
  if (n.kind === Kind.SendStmt) return true;
  if (n.kind === Kind.ExprStmt) rhs = n.x;
  else if (n.kind === Kind.Assign && n.list2.length === 1) rhs = n.list2[0]!;
  if (rhs === null) return false;
  const e = unparen(rhs);
  return e.kind === Kind.Unary && e.op === Token.Arrow;
}
