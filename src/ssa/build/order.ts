// Order of evaluation. spec#Order_of_evaluation fixes the order of calls, receives and logical operations only; gc evaluates these
// first, in order, and loads variables, fields and elements afterwards. Programs have come to rely on it, so this does the same:
// in a list (arguments, operands, right-hand sides), expressions that contain a call come first if a later one contains a call.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { BuiltinId } from '../../types/builtins/ids.ts';
import { Mode, TypeKind, type Type } from '../../types/types.ts';
import { unparen } from '../../syntax/walk.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { under } from './types-api.ts';

/** Builtins that gc's order pass treats as plain operations. */
function plainBuiltin(id: number): boolean {
  switch (id) {
    case BuiltinId.UnsafeAdd: case BuiltinId.UnsafeSizeof: case BuiltinId.UnsafeAlignof: case BuiltinId.UnsafeOffsetof:
    case BuiltinId.UnsafeSliceData: case BuiltinId.UnsafeStringData: case BuiltinId.UnsafeString: case BuiltinId.UnsafeSlice: return true;
    default: return false;
  }
}

/** True if evaluating n calls, receives, or does something else that gc hoists out of expressions. */
export function hasCall(b: FuncBuilder, n: Node | null): boolean {
  if (n === null) return false;
  if ((b.ctx.info.values[n.id] ?? null) !== null) return false;
  switch (n.kind) {
    case Kind.Ident: case Kind.BasicLit: case Kind.FuncLit: return false;
    case Kind.Call: {
      const m = b.mode(n.x!);
      if (m === Mode.TypeExpr) return hasCall(b, n.list[0] ?? null);
      if (m === Mode.Builtin) {
        const f = unparen(n.x!);
        const o = b.use(f.kind === Kind.Selector ? f.y! : f);
        if (o !== null && plainBuiltin(o.builtin)) return n.list.some((a) => hasCall(b, a));
      }
      return true;
    }
    case Kind.Unary: return n.op === Token.Arrow || hasCall(b, n.x);
    case Kind.Binary: return hasCall(b, n.x) || hasCall(b, n.y);
    case Kind.Index: {
      const t = b.ctx.info.types[n.x!.id];
      if (t !== null && t !== undefined && b.mode(n.x!) !== Mode.TypeExpr && under(b.type(t)).kind === TypeKind.Map) return true;
      return hasCall(b, n.x) || n.list.some((a) => hasCall(b, a));
    }
    case Kind.TypeAssert: return true;
    case Kind.Selector: return hasCall(b, n.x);
    case Kind.KeyValue: return hasCall(b, n.y) || hasCall(b, n.x);
    case Kind.CompositeLit: return n.list.some((a) => hasCall(b, a.kind === Kind.KeyValue ? a.y : a));
    case Kind.SliceExpr: return hasCall(b, n.x) || hasCall(b, n.y) || hasCall(b, n.z) || hasCall(b, n.w);
    case Kind.Paren: case Kind.Star: return hasCall(b, n.x);
    default: return false;
  }
}

/** Index of the last expression with a call, or -1: those before it without one are evaluated after it. */
export function lastCall(b: FuncBuilder, list: readonly Node[]): number {
  for (let i = list.length - 1; i >= 0; i--) if (hasCall(b, list[i]!)) return i;
  return -1;
}

/** Values of list converted to types[i]. */
export function exprList(b: FuncBuilder, list: readonly Node[], types: readonly Type[]): Value[] {
  const last = lastCall(b, list);
  const vals: Value[] = [];
  if (last > 0) {
    // Calls in order; then the rest.
    for (let i = 0; i <= last; i++) if (hasCall(b, list[i]!)) vals[i] = b.exprTo(list[i]!, types[i]!);
  }
  for (let i = 0; i < list.length; i++) if (vals[i] === undefined) vals[i] = b.exprTo(list[i]!, types[i]!);
  return vals;
}

/** Both operands of a binary operation, each in its own type. */
export function exprPair(b: FuncBuilder, x: Node, y: Node): [Value, Value] {
  if (hasCall(b, y) && !hasCall(b, x)) {
    const vy = b.expr(y);
    return [b.expr(x), vy];
  }
  const vx = b.expr(x);
  return [vx, b.expr(y)];
}
