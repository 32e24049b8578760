// Expression switches. spec#Expression_switches: cases are tried in source order; dense integer constants become a jump table.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { BlockId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { basicType } from '../../types/universe.ts';
import { compare, constBits64, ConstOp } from '../../constant/constant.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { equal, ifaceConcreteEqual } from './compare.ts';
import { condBranch } from './expr.ts';
import { enterTarget, leaveTarget, stmt, stmtList, takeLabel } from './stmt.ts';
import { identical, isInteger, under } from './types-api.ts';

/** Jump tables: at least so many cases, at most so many entries per case. */
const MIN_TABLE = 5;
const MAX_SPARSE = 3;

export function switchStmt(b: FuncBuilder, n: Node): void {
  const label = takeLabel(b);
  if (n.x !== null) stmt(b, n.x);
  b.at(n.pos);
  const done = b.newBlock();
  const bodies = n.list.map(() => b.newBlock());
  const defaultIndex = n.list.findIndex((c) => c.op === 1);
  const otherwise = defaultIndex >= 0 ? bodies[defaultIndex]! : done;
  if (n.y === null) boolCases(b, n, bodies, otherwise);
  else tagCases(b, n, bodies, otherwise);
  enterTarget(b, label, done, -1);
  const outerFall = b.s.fallthroughTo;
  n.list.forEach((c, i) => {
    b.s.fallthroughTo = bodies[i + 1] ?? done;
    // A fallthrough from the previous body also comes here: seal when that one is built.
    b.seal(bodies[i]!);
    b.start(bodies[i]!);
    stmtList(b, c.list2);
    b.jump(done);
  });
  b.s.fallthroughTo = outerFall;
  leaveTarget(b);
  b.startSealed(done);
}

/** switch without tag: the first case expression that is true. */
function boolCases(b: FuncBuilder, n: Node, bodies: BlockId[], otherwise: BlockId): void {
  n.list.forEach((c, i) => {
    for (const e of c.list) {
      const next = b.newBlock();
      b.at(e.pos);
      const t = b.typeOf(e);
      if (under(t).kind === TypeKind.Interface) b.branch(ifaceConcreteEqual(b, t, b.expr(e), basicType(Basic.Bool), [b.i32(1)]), bodies[i]!, next);
      else condBranch(b, e, bodies[i]!, next);
      b.startSealed(next);
    }
  });
  b.jump(otherwise);
}

function tagCases(b: FuncBuilder, n: Node, bodies: BlockId[], otherwise: BlockId): void {
  const t = b.typeOf(n.y!);
  const tag = b.exprStable(n.y!);
  if (isInteger(t) && jumpTable(b, n, tag[0]!, bodies, otherwise)) return;
  const tagConst = b.constOf(n.y!);
  for (const [i, c] of n.list.entries()) {
    for (const e of c.list) {
      const et = b.typeOf(e);
      const caseConst = b.constOf(e);
      if (tagConst !== null && caseConst !== null && identical(t, et)) {
        if (!compare(tagConst, ConstOp.Eql, caseConst)) continue;
        b.jump(bodies[i]!);
        return;
      }
      const next = b.newBlock();
      const v = b.expr(e);
      b.at(e.pos);
      b.branch(caseEqual(b, t, tag, et, v), bodies[i]!, next);
      b.startSealed(next);
    }
  }
  b.jump(otherwise);
}

/** tag == case value, where either may be an interface holding the other's type. */
function caseEqual(b: FuncBuilder, t: Type, tag: Value, et: Type, v: Value): number {
  const it = under(t).kind === TypeKind.Interface;
  const ie = under(et).kind === TypeKind.Interface;
  if (it && !ie) return ifaceConcreteEqual(b, t, tag, et, v);
  if (ie && !it) return ifaceConcreteEqual(b, et, v, t, tag);
  if (it && ie && !identical(t, et)) return equal(b, t, tag, b.c.convert(b, v, et, t));
  return equal(b, t, tag, v);
}

interface ConstCase { value: number; body: BlockId }

/** A br_table over small-range constants; false if the cases do not fit. */
function jumpTable(b: FuncBuilder, n: Node, tag: number, bodies: BlockId[], otherwise: BlockId): boolean {
  const cases: ConstCase[] = [];
  for (let i = 0; i < n.list.length; i++) {
    for (const e of n.list[i]!.list) {
      const c = b.constOf(e);
      if (c === null) return false;
      const { lo, hi } = constBits64(c);
      if (hi !== (lo < 0 ? -1 : 0)) return false;
      cases.push({ value: lo | 0, body: bodies[i]! });
    }
  }
  if (cases.length < MIN_TABLE) return false;
  let min = cases[0]!.value;
  let max = min;
  for (const c of cases) { min = Math.min(min, c.value); max = Math.max(max, c.value); }
  const size = max - min + 1;
  if (size > cases.length * MAX_SPARSE || size > 4096) return false;
  const targets: BlockId[] = new Array<BlockId>(size + 1).fill(otherwise);
  for (const c of cases) if (targets[c.value - min] === otherwise) targets[c.value - min] = c.body;
  if (b.f.vt[tag] === VT.I64) {
    const rel = b.sub64(tag, b.i64(min));
    const inside = b.newBlock();
    b.branch(b.cmp(Op.I64LtU, rel, b.i64(size)), inside, otherwise);
    b.startSealed(inside);
    b.switchTo(b.wrap(rel), targets);
  } else b.switchTo(b.emit(Op.I32Sub, VT.I32, tag, b.i32(min)), targets);
  return true;
}
