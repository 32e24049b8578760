// The two positions of a node that gc's messages use: where its text starts, and its characteristic token.

import { Kind, type Node } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';

/** Start of an expression. (As in gc, an expression that begins with a slice expression starts at that one's bracket, and a function
 * type behind the keyword.) */
export function startPos(n: Node): Pos {
  for (let e = n; ;) {
    switch (e.kind) {
      case Kind.Selector: case Kind.Index: case Kind.TypeAssert: case Kind.Call: case Kind.Binary: case Kind.KeyValue: case Kind.SendStmt:
        e = e.x!;
        break;
      case Kind.Assign:
        e = e.list[0]!;
        break;
      case Kind.CompositeLit:
        if (e.x === null) return e.pos;
        e = e.x;
        break;
      case Kind.SliceExpr: return e.opPos;
      case Kind.ExprStmt: return nodePos(e.x!);
      case Kind.FuncType: return e.opPos !== 0 ? e.opPos : e.pos + 4; // behind "func"
      default: return e.pos;
    }
  }
}

/** Position of the token that makes the node what it is: an operator, a bracket, the dot of a selector; else its start. */
export function nodePos(n: Node): Pos {
  switch (n.kind) {
    case Kind.Selector: case Kind.Index: case Kind.SliceExpr: case Kind.TypeAssert: case Kind.Call: case Kind.Binary: case Kind.CompositeLit:
    case Kind.Assign: case Kind.SendStmt:
      return n.opPos;
    default: return n.pos;
  }
}
