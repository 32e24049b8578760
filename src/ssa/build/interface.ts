// Type assertions. The type word of an interface is compared with the descriptor of a concrete type; assertions to interface types ask
// the runtime for the itab.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { hasItab } from '../data/methods.ts';
import { typeWord } from './convert.ts';
import type { FuncBuilder, Value } from './builder.ts';

/** Value of concrete type t that the interface with this data word holds. */
export function unpack(b: FuncBuilder, t: Type, data: ValueId): Value { return b.layout(t).direct ? [data] : b.load(t, data); }

/** spec#Type_assertions: x.(T), panicking. */
export function typeAssertExpr(b: FuncBuilder, n: Node): Value {
  const ix = b.typeOf(n.x!);
  const t = b.typeOf(n);
  const x = b.expr(n.x!);
  b.at(n.opPos);
  const typ = typeWord(b, ix, x);
  const desc = b.typeDesc(t);
  if (under(t).kind === TypeKind.Interface) {
    if (hasItab(t)) return [b.callRuntime('assertE2I', desc, typ)[0]!, x[1]!];
    b.when(b.isNil(typ), () => { b.callRuntime('panicnildottype', desc); }, -1);
    return [typ, x[1]!];
  }
  b.when(b.cmp(Op.I32Ne, typ, desc), () => { b.callRuntime('panicdottypeE', typ, desc, b.typeDesc(ix)); }, -1);
  return unpack(b, t, x[1]!);
}

/** v, ok := x.(T): [v, ok]. `t` is the asserted type. */
export function typeAssertOk(b: FuncBuilder, n: Node): Value[] {
  const ix = b.typeOf(n.x!);
  const t = b.typeOf(n.y!);
  const x = b.expr(n.x!);
  b.at(n.opPos);
  return assertOk(b, ix, x, t);
}

/** [v, ok] of asserting that interface value x of type ix holds a t. */
export function assertOk(b: FuncBuilder, ix: Type, x: Value, t: Type): Value[] {
  const typ = typeWord(b, ix, x);
  if (under(t).kind === TypeKind.Interface) {
    const tab = hasItab(t) ? b.callRuntime('assertE2I2', b.typeDesc(t), typ)[0]! : typ;
    const ok = b.notNil(tab);
    return [[tab, b.select(ok, x[1]!, b.nil())], [ok]];
  }
  const ok = b.cmp(Op.I32Eq, typ, b.typeDesc(t));
  const vts = b.layout(t).vts;
  if (vts.length === 0) return [[], [ok]];
  if (vts.length === 1 && vts[0] === VT.Ptr && b.layout(t).direct) return [[b.select(ok, x[1]!, b.nil())], [ok]];
  return [b.choose(ok, vts, () => unpack(b, t, x[1]!), () => b.zero(t)), [ok]];
}
