// go:uintptrkeepalive and go:uintptrescapes: arguments `uintptr(p)`, p an unsafe.Pointer, of calls of such functions keep what p points to
// alive until the call returns. The conversions among the arguments note their pointers; a KeepAlive of each follows the call.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Pragma } from '../../syntax/directives.ts';
import { unparen } from '../../syntax/walk.ts';
import type { Obj } from '../../types/objects.ts';
import { Basic, Mode, type Type } from '../../types/types.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { callArgs } from './call.ts';
import { isBasic } from './types-api.ts';

function convertsPointer(b: FuncBuilder, arg: Node): boolean {
  return arg.kind === Kind.Call && b.mode(arg.x!) === Mode.TypeExpr && isBasic(b.typeOf(arg), Basic.Uintptr) && isBasic(b.typeOf(arg.list[0]!), Basic.UnsafePointer);
}

/** Arguments of the call n of fn (null: not known), and the pointers that are to stay alive until it returns. */
export function keptArgs(b: FuncBuilder, n: Node, sig: Type, fn: Obj | null): { args: Value[]; kept: ValueId[] } {
  if (fn === null || ((fn.origin ?? fn).pragma & Pragma.UintptrKeepAlive) === 0) return { args: callArgs(b, n, sig, null), kept: [] };
  const saved = b.s.keptPointers;
  const pointers = new Map<Node, ValueId>();
  for (const a of n.list.map(unparen)) if (convertsPointer(b, a)) pointers.set(a, 0);
  b.s.keptPointers = pointers;
  const args = callArgs(b, n, sig, null);
  b.s.keptPointers = saved;
  return { args, kept: [...pointers.values()] };
}

/** Called by conversions with their operand. */
export function notePointer(b: FuncBuilder, conversion: Node, operand: Value): void {
  if (b.s.keptPointers?.has(conversion) === true) b.s.keptPointers.set(conversion, operand[0]!);
}

export function keepAlive(b: FuncBuilder, pointers: readonly ValueId[]): void {
  for (const p of pointers) b.emit(Op.KeepAlive, VT.Void, p);
}
