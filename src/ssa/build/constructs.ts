// The recursive entry points of the builder, as one interface, so that the files of single constructs do not import each other in
// cycles: they call `b.expr(n)` etc., and `dispatch.ts` (which imports every construct) provides the implementation.

import type { Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import type { FuncBuilder, Value } from './builder.ts';
import type { UnitBuilder } from './unit.ts';
import type { Place } from './place.ts';

export interface Constructs {
  /** Value of expression n, in its own type b.typeOf(n). Memory-typed: an address that may alias a variable. */
  expr(b: FuncBuilder, n: Node): Value;
  /** Evaluates a multi-value expression (call, comma-ok form) to one Value per component. */
  multi(b: FuncBuilder, n: Node): Value[];
  /** Values of a list of expressions, converted to `types` (order of evaluation as gc: calls first, then plain operands). Memory-typed ones may alias. */
  exprList(b: FuncBuilder, list: readonly Node[], types: readonly Type[]): Value[];
  /** Where n is stored: for assignment, address-of. */
  place(b: FuncBuilder, n: Node): Place;
  /** Address of an addressable expression (or of a composite literal / temporary). */
  addr(b: FuncBuilder, n: Node): number;
  /** Evaluates n, converted to type t, directly into fresh memory at addr. */
  exprInto(b: FuncBuilder, n: Node, t: Type, addr: number): void;
  stmt(b: FuncBuilder, n: Node): void;
  /** Returns the given results (no deferred calls). */
  emitReturn(b: FuncBuilder, vals: Value[]): void;
  /** Words of parameter k (receiver first) of the function being built. */
  paramValue(b: FuncBuilder, k: number): Value;
  /** Conversion of a value between types: assignability conversions (to interface) and explicit ones. */
  convert(b: FuncBuilder, v: Value, from: Type, to: Type): Value;
  /** x == y for values of type t: I32 0/1. */
  equal(b: FuncBuilder, t: Type, x: Value, y: Value): number;
  /** Emits what is still requested: descriptors, itabs, eq/hash functions. True if anything was. */
  flush(u: UnitBuilder): boolean;
}
