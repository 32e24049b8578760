// Expression switches. spec#Expression_switches

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ConstKind } from '../../constant/value.ts';
import { makeBool } from '../../constant/constant.ts';
import { Mode, type Type } from '../types.ts';
import { comparableType, hasNil, identical } from '../predicates.ts';
import { tBool } from '../universe.ts';
import { assignment } from './assignment.ts';
import { comparison } from './compare.ts';
import { constKey } from './composite.ts';
import { convertUntyped } from './untyped.ts';
import { nodePos } from './positions.ts';
import { expr } from './expr.ts';
import { syntheticIdent } from './instantiate.ts';
import { stmtList } from './stmt.ts';
import { type Checker, posOf } from './checker.ts';
import { Ctx } from './env.ts';
import { Operand } from './operand.ts';
import type { Pos } from '../../source/pos.ts';

interface SeenCase { pos: Pos; type: Type }

export function switchStmt(c: Checker, inner: Ctx, n: Node): void {
  const x = new Operand();
  if (n.y !== null) {
    expr(c, null, x, n.y);
    // "If the switch expression evaluates to an untyped constant, it is first implicitly converted to its default type."
    assignment(c, x, null, 'switch expression');
    if (x.mode !== Mode.Invalid && !comparableType(x.type) && !hasNil(x.type)) {
      c.errO(x, 'InvalidExprSwitch', `cannot switch on ${c.o(x)} (${c.t(x.type)} is not comparable)`);
      x.mode = Mode.Invalid;
    }
  } else {
    // "A missing switch expression is equivalent to the boolean value true."
    const pos = n.list.length > 0 ? n.list[0]!.pos : n.aux;
    x.set(Mode.Constant, syntheticIdent(pos, 'true'), tBool);
    x.val = makeBool(true);
  }
  multipleDefaults(c, n.list);
  const seen = new Map<string, SeenCase[]>();
  for (let i = 0; i < n.list.length; i++) {
    const clause = n.list[i]!;
    const last = i === n.list.length - 1;
    if (clause.kind !== Kind.CaseClause) continue;
    caseValues(c, x, clause.list, seen);
    c.openScope(clause);
    stmtList(c, (inner | (last ? Ctx.FinalSwitchCase : Ctx.FallthroughOk)) as Ctx, clause.list2);
    c.closeScope();
  }
}

function caseValues(c: Checker, x: Operand, values: readonly Node[], seen: Map<string, SeenCase[]>): void {
  const v = new Operand();
  const res = new Operand();
  for (const e of values) {
    expr(c, null, v, e);
    if (x.mode === Mode.Invalid || v.mode === Mode.Invalid) continue;
    convertUntyped(c, v, x.type);
    if (v.mode as Mode === Mode.Invalid) continue;
    // "for each (possibly converted) case expression x and the value t of the switch expression, x == t must be a valid comparison"
    res.assign(v);
    const y = new Operand().assign(x);
    comparison(c, res, y, Token.Eql, true);
    if (res.mode as Mode === Mode.Invalid || v.mode !== Mode.Constant) continue;
    duplicateCase(c, v, seen);
  }
}

function duplicateCase(c: Checker, v: Operand, seen: Map<string, SeenCase[]>): void {
  const k = v.val!.kind;
  // Booleans and complex numbers may be repeated: gc does not look.
  if (k !== ConstKind.Int && k !== ConstKind.Float && k !== ConstKind.String) return;
  const key = k === ConstKind.String ? 's' + v.val!.str : (k === ConstKind.Int ? 'i' : 'f') + constKey(v.val!);
  const list = seen.get(key);
  const pos = posOf(v);
  const at = nodePos(v.node!);
  if (list === undefined) {
    seen.set(key, [{ pos: at, type: v.type }]);
    return;
  }
  const dup = list.find((s) => identical(s.type, v.type));
  if (dup !== undefined) {
    c.err(pos, 'DuplicateCase', `duplicate case ${c.o(v)} in expression switch`, [{ pos: dup.pos, message: 'previous case' }]);
  } else {
    list.push({ pos: at, type: v.type });
  }
}

/** At most one default clause. */
export function multipleDefaults(c: Checker, clauses: readonly Node[]): void {
  let first: Node | null = null;
  for (const d of clauses) {
    const isDefault = d.kind === Kind.CommClause ? d.x === null : d.op === 1;
    if (!isDefault) continue;
    if (first === null) first = d;
    else c.errN(d, 'DuplicateDefault', `multiple defaults (first at ${c.where(first.pos)})`);
  }
}
