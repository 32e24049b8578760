// spec#Type_switches: cases are tried in order; in instances of generic functions several may name the same type, the first wins.

import { Op } from '../op.gen.ts';
import type { BlockId, ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Basic, Mode, TypeKind } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { hasItab } from '../data/methods.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { enterTarget, leaveTarget, stmts } from './bind.ts';
import { typeWord } from './convert.ts';
import { unpack } from './interface.ts';
import { declareVar } from './vars.ts';

/** A clause with its body block; `itab` is the one tested last, for a clause with a single interface type. */
interface Clause { node: Node; body: BlockId; itab: ValueId }

export function typeSwitchStmt(b: FuncBuilder, n: Node): void {
  const label = b.s.pendingLabel;
  b.s.pendingLabel = '';
  if (n.x !== null) b.stmt(n.x);
  const ix = b.typeOf(n.z!);
  const x = b.expr(n.z!);
  b.at(n.opPos !== 0 ? n.opPos : n.pos);
  const typ = typeWord(b, ix, x);
  const done = b.newBlock();
  b.s.pendingLabel = label;
  enterTarget(b, done, -1);
  let fallback: Clause | null = null;
  const clauses: Clause[] = [];
  for (const node of n.list) {
    const c: Clause = { node, body: b.newBlock(), itab: 0 };
    clauses.push(c);
    if (node.op === 1) fallback = c;
    for (const t of node.list) testCase(b, c, t, typ);
  }
  b.jump(fallback !== null ? fallback.body : done);
  for (const c of clauses) {
    b.startSealed(c.body);
    bindSymbol(b, c, x);
    stmts(b, c.node.list2);
    b.jump(done);
  }
  leaveTarget(b);
  b.startSealed(done);
}

function isNilCase(b: FuncBuilder, t: Node): boolean {
  if (b.mode(t) === Mode.NilValue) return true;
  const ty = b.ctx.info.types[t.id];
  return t.kind === Kind.Ident && ty !== null && ty !== undefined && ty.kind === TypeKind.Basic && ty.basic === Basic.UntypedNil;
}

/** Goes to the clause's body if the dynamic type matches t; continues otherwise. */
function testCase(b: FuncBuilder, c: Clause, t: Node, typ: ValueId): void {
  b.at(t.pos);
  let cond: ValueId;
  if (isNilCase(b, t)) cond = b.isNil(typ);
  else {
    const ty = b.typeOf(t);
    if (under(ty).kind !== TypeKind.Interface) cond = b.cmp(Op.I32Eq, typ, b.typeDesc(ty));
    else {
      c.itab = hasItab(ty) ? b.callRuntime('assertE2I2', b.typeDesc(ty), typ)[0]! : typ;
      cond = b.notNil(c.itab);
    }
  }
  const next = b.newBlock();
  b.branch(cond, c.body, next);
  b.startSealed(next);
}

/** The symbol of `switch v := x.(type)` has the case's type where there is exactly one, else that of x. */
function bindSymbol(b: FuncBuilder, c: Clause, x: Value): void {
  const obj = b.ctx.info.implicits[c.node.id];
  if (obj === null || obj === undefined) return;
  const list = c.node.list;
  if (list.length !== 1 || isNilCase(b, list[0]!)) { declareVar(b, obj, x); return; }
  const t = b.typeOf(list[0]!);
  if (under(t).kind === TypeKind.Interface) { declareVar(b, obj, [c.itab, x[1]!]); return; }
  declareVar(b, obj, unpack(b, t, x[1]!));
}
