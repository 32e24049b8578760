// Large map literals: the keys and elements that are static lie in two read-only arrays, and a loop inserts them.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import type { FuncBuilder } from './builder.ts';
import { mapAssignAddr } from './map.ts';
import { staticMapEntries } from './static-init.ts';

/** Literals with more entries than this are worth a loop (gc's number). */
const MIN_ENTRIES = 25;

/** Inserts the entries of map literal n (type map) into m by a loop; false if it is small or has entries that need code. */
export function insertStaticEntries(b: FuncBuilder, n: Node, map: Type, m: ValueId): boolean {
  if (n.list.length <= MIN_ENTRIES) return false;
  const once = b.s.decl === null && b.s.outer === null;
  const data = staticMapEntries(b, n, map, once);
  if (data === null) return false;
  const u = under(map);
  const i = b.newVars([VT.I64]);
  const head = b.newBlock();
  const body = b.newBlock();
  const done = b.newBlock();
  b.writeVar(i, b.i64(0));
  b.jump(head);
  b.start(head);
  b.branch(b.cmp(Op.I64LtS, b.readVar(i), b.i64(n.list.length)), body, done);
  b.startSealed(body);
  const at = (sym: string, t: Type): ValueId => b.elemAddr(b.symAddr(sym), b.readVar(i), b.layout(t).size);
  const slot = mapAssignAddr(b, u, m, b.load(u.key!, at(data.keys, u.key!)));
  b.store(u.elem!, slot, b.load(u.elem!, at(data.elems, u.elem!)));
  b.writeVar(i, b.add64(b.readVar(i), b.i64(1)));
  b.jump(head);
  b.seal(head);
  b.startSealed(done);
  return true;
}
