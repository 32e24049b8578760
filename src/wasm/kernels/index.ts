// Hand-written function bodies by package: functions that std declares without a body, and a few that replace Go bodies for speed.

import { Abi, Suspends } from '../../ssa/func.ts';
import type { Summary } from '../../ssa/program/suspend.ts';
import { Asm } from '../encode/assembler.ts';
import type { FuncCode } from '../code.ts';
import { bigKernels } from './big.ts';
import { bytealgKernels, runtimeKernels } from './bytes.ts';
import { kernel } from './kernel.ts';

/** A function that is another one: calls it by the table ABI and returns what it returns, suspended or not. It needs no frame, as
 *  nothing happens behind the call and the results are the same words. */
function jump(name: string, sig: string, target: string): FuncCode {
  const a = new Asm();
  const n = sig.indexOf('>') + 2;
  for (let i = 0; i < n; i++) a.get(i);
  a.callTableEntry(target);
  return { ...kernel(name, sig, () => undefined, Abi.Table), ...a.finish([]), suspends: Suspends.May };
}

/** The kernels of a package. Where the package has a Go body of the same name, the kernel stands for it. */
export function kernelsOf(pkgPath: string): FuncCode[] {
  switch (pkgPath) {
    case 'runtime': return runtimeKernels();
    case 'internal/bytealg': return bytealgKernels();
    case 'math/big': return bigKernels();
    case 'internal/chacha8rand': return [jump('internal/chacha8rand.block', 'ppi>', 'internal/chacha8rand.block_generic')];
    case 'crypto/internal/boring/sig':
      return ['BoringCrypto', 'FIPSOnly', 'StandardCrypto'].map((n) => kernel(`crypto/internal/boring/sig.${n}`, '>', () => undefined));
    default: return [];
  }
}

export function summaryOf(f: FuncCode): Summary {
  return { abi: f.abi, suspends: f.suspends, checked: f.checked, bound: f.bound };
}
