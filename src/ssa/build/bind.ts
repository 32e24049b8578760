// Helpers of statements that bind values to operands on the left: range clauses, receive clauses, comma-ok forms.

import type { BlockId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { assignPlace, storePlace } from './places.ts';
import { hasCall } from './order.ts';
import { declareVar } from './vars.ts';

export function unparen(n: Node): Node { while (n.kind === Kind.Paren) n = n.x!; return n; }

/** Evaluates operands x and y by fx and fy, in gc's order: x first unless only y contains a call (order.ts). */
export function inOrder<X, Y>(b: FuncBuilder, x: Node, y: Node, fx: () => X, fy: () => Y): [X, Y] {
  if (hasCall(b, y) && !hasCall(b, x)) {
    const vy = fy();
    return [fx(), vy];
  }
  const vx = fx();
  return [vx, fy()];
}

export function isBlank(n: Node | null): boolean { return n === null || (n.kind === Kind.Ident && n.name === '_'); }

/** Binds v (of type `from`) to left operand n: declares it (`define`, and it is new here) or assigns to it. */
export function bind(b: FuncBuilder, n: Node | null, define: boolean, v: Value, from: Type): void {
  if (n === null || isBlank(n)) return;
  if (define && n.kind === Kind.Ident) {
    const obj = b.def(n);
    if (obj !== null) {
      declareVar(b, obj, b.c.convert(b, v, from, b.type(obj.type!)));
      return;
    }
  }
  const p = assignPlace(b, n);
  storePlace(b, p, b.c.convert(b, v, from, p.type));
}

/** x, y = v, w: the operands of both before the stores, as spec#Assignment_statements wants it. */
export function bindBoth(b: FuncBuilder, x: Node | null, y: Node | null, define: boolean, vals: readonly [Value, Value], from: readonly [Type, Type]): void {
  if (define || x === null || y === null || isBlank(x) || isBlank(y)) {
    bind(b, x, define, vals[0], from[0]);
    bind(b, y, define, vals[1], from[1]);
    return;
  }
  const p = assignPlace(b, x);
  const q = assignPlace(b, y);
  storePlace(b, p, b.c.convert(b, vals[0], from[0], p.type));
  storePlace(b, q, b.c.convert(b, vals[1], from[1], q.type));
}

/** Makes break (and continue, unless -1) in what follows go to the given blocks; takes the pending label. */
export function enterTarget(b: FuncBuilder, breakTo: BlockId, continueTo: BlockId): void {
  b.s.targets.push({ label: b.s.pendingLabel, breakTo, continueTo });
  b.s.pendingLabel = '';
  if (continueTo >= 0) b.s.loopDepth++;
}

export function leaveTarget(b: FuncBuilder): void {
  const t = b.s.targets.pop()!;
  if (t.continueTo >= 0) b.s.loopDepth--;
}

export function stmts(b: FuncBuilder, list: readonly Node[]): void { for (const s of list) b.stmt(s); }
