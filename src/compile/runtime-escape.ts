// Escape summaries of the runtime functions that compiled code calls, from the noescape attribute of abi/runtime-calls.table.ts.

import { runtimeCalls } from '../abi/runtime-calls.table.ts';
import { FULL_LEAK, NO_LEAK, type EscapeSummary } from '../ssa/program/summary.ts';

const summaries = new Map<string, EscapeSummary>(runtimeCalls.filter((c) => c.noescape !== undefined).map((c) => {
  const words = c.sig.indexOf('>');
  const params = Array.from({ length: words }, (_, k) => ((c.noescape! >> k) & 1 ? NO_LEAK : FULL_LEAK));
  return [c.name, { params, context: NO_LEAK }];
}));

/** Null for functions that the table says nothing of. */
export function runtimeEscape(name: string): EscapeSummary | null { return summaries.get(name) ?? null; }

/** Hand-written kernels keep no pointer. */
export function kernelEscape(sig: string): EscapeSummary {
  return { params: Array.from({ length: sig.indexOf('>') }, () => NO_LEAK), context: NO_LEAK };
}
