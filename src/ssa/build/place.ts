// A Place is an expression evaluated as far as a location: operands done, load or store not yet (spec#Assignment_statements: the first
// phase evaluates the operands of index expressions and pointer indirections, the second stores). Nil and bounds checks are pending
// until it is used, as in gc.

import type { ValueId } from '../func.ts';
import type { Type } from '../../types/types.ts';
import type { LocalVar, Value } from './builder.ts';

export const enum PlaceKind {
  /** `_`: the value is dropped. */
  Blank,
  /** Words of an SSA variable, from `word` on. */
  Words,
  /** Memory at addr + offset, after the pending checks. */
  Memory,
  /** Element of a map: m[key]; assignment only. */
  Map,
  /** Not a location: the words of a value (an operand of a selector or index expression). */
  Value,
}

export interface Place {
  kind: PlaceKind;
  /** Type of what is stored. */
  type: Type;
  local: LocalVar | null;
  word: number;
  /** Memory: address without offset. */
  addr: ValueId;
  offset: number;
  /** Pending: pointer that must not be nil, or 0. */
  nilBase: ValueId;
  /** Pending: index (I64) that must be below limit (I64), or 0. */
  index: ValueId;
  limit: ValueId;
  unsigned: boolean;
  /** Source position of the pending checks (PosTable index). */
  pos: number;
  /** Memory: may be assigned to and addressed (false for temporaries). */
  addressable: boolean;
  /** Map. */
  map: ValueId;
  key: Value;
  mapType: Type | null;
  /** Value. */
  value: Value;
}

const NONE: Value = [];

export function newPlace(kind: PlaceKind, type: Type): Place {
  return {
    kind, type, local: null, word: 0, addr: 0, offset: 0, nilBase: 0, index: 0, limit: 0, unsigned: false, pos: 0, addressable: true,
    map: 0, key: NONE, mapType: null, value: NONE,
  };
}
