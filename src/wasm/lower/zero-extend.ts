// Pointers across calls. V8 before 12 (Node 20) leaves the upper half of an i32 result that is returned in memory (the third integer and
// beyond) as it lay on the native stack when optimised code fetches it, and passes it on in a register like that; baseline code takes all
// 64 bits for an address and traps. Baseline code therefore clears the upper half of the pointers that it gets from calls and as
// parameters; optimised code drops the pair or makes it one move.

import { W } from '../opcode.table.ts';
import type { Asm } from '../encode/assembler.ts';

/** i32 → i32, with the upper half of its register clear. */
export function zeroExtend(a: Asm): void {
  a.op(W.I64ExtendI32U);
  a.op(W.I32WrapI64);
}
