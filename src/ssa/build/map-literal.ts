// Large map literals in functions: keys and elements that are static lie in two read-only arrays, and a loop inserts them.

import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import type { FuncBuilder } from './builder.ts';
import { insertEntries, staticMapEntries } from './static-init.ts';

/** Literals with more entries than this are worth a loop (gc's number). */
const MIN_ENTRIES = 25;

/** Inserts the entries of map literal n (type map) into m by a loop; false if it is small or has entries that need code. */
export function insertStaticEntries(b: FuncBuilder, n: Node, map: Type, m: ValueId): boolean {
  if (n.list.length <= MIN_ENTRIES) return false;
  const data = staticMapEntries(b, n, map, false);
  if (data === null) return false;
  insertEntries(b, map, m, data, n.list.length);
  return true;
}
