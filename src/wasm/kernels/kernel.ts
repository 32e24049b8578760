// What a hand-written function body is: signature, locals, instructions. Kernels call nothing, never suspend and have no hidden words
// (memequal_varlen has the closure context).

import { Suspends } from '../../ssa/func.ts';
import { Asm } from '../encode/assembler.ts';
import { type FuncCode, wasmType } from '../code.ts';
import { WT } from '../opcode.table.ts';

/** Assembler with named locals. */
export class KernelAsm extends Asm {
  private readonly types: WT[] = [];
  private readonly numParams: number;
  constructor(numParams: number) { super(); this.numParams = numParams; }
  local(type: WT): number {
    this.types.push(type);
    return this.numParams + this.types.length - 1;
  }
  localTypes(): readonly WT[] { return this.types; }
}

export function kernel(name: string, sig: string, body: (a: KernelAsm) => void, abi = 0): FuncCode {
  const a = new KernelAsm(wasmType(sig, abi).indexOf('>'));
  body(a);
  return {
    name, sig, abi, flags: 0, suspends: Suspends.Never, checked: false, cost: 256, bound: 256, ...a.finish(a.localTypes()),
    info: null, recorded: false, meta: new Uint8Array(0), metaRelocs: [], resume: null,
  };
}
