// Small questions about nodes that parser, checker and SSA builder share.

import { Kind, type Node } from './ast.ts';
import type { Pos } from '../source/pos.ts';

/** The position that gc's compiler reports for a node: that of its operator, bracket or dot where it has one. */
export function syntaxPos(n: Node): Pos {
  switch (n.kind) {
    case Kind.CompositeLit: case Kind.KeyValue: case Kind.Selector: case Kind.Index: case Kind.SliceExpr: case Kind.TypeAssert:
    case Kind.Call: case Kind.Binary: case Kind.SendStmt: case Kind.IncDec: case Kind.Assign: case Kind.LabeledStmt:
      return n.opPos !== 0 ? n.opPos : n.pos;
    case Kind.ExprStmt:
      return syntaxPos(n.x!);
    case Kind.RangeStmt:
      return n.pos;
    default:
      return n.pos;
  }
}

/** x without enclosing parentheses. */
export function unparen(x: Node): Node {
  while (x.kind === Kind.Paren) x = x.x!;
  return x;
}

/** Calls f for each child of n, in no particular order. */
export function forEachChild(n: Node, f: (child: Node) => void): void {
  if (n.x !== null) f(n.x);
  if (n.y !== null) f(n.y);
  if (n.z !== null && n.kind !== Kind.ValueSpec) f(n.z);
  if (n.w !== null && n.kind !== Kind.TypeSwitchStmt) f(n.w);
  for (const c of n.list) f(c);
  for (const c of n.list2) f(c);
  for (const c of n.tparams) f(c);
}
