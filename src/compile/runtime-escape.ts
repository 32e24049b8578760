// Escape summaries of the runtime functions that compiled code calls, from the attributes in abi/runtime-calls.table.ts.

import { runtimeCalls, type RuntimeCall } from '../abi/runtime-calls.table.ts';
import { Leak, type EscapeSummary } from '../ssa/program/summary.ts';

const summaries = new Map<string, EscapeSummary>(runtimeCalls.filter((c) => c.noescape !== undefined || c.fresh === true).map((c) => [c.name, summaryOf(c)]));

const enum Node { Heap, HeapContent, Outside, Result }

function summaryOf(c: RuntimeCall): EscapeSummary {
  const [params, results] = c.sig.split('>') as [string, string];
  const has = (mask: number | undefined, k: number): boolean => (((mask ?? 0) >> k) & 1) !== 0;
  return {
    params: [...params].map((w, k) => {
      if (w !== 'p' || has(c.noescape, k)) return -1;
      if (has(c.toResult, k) || (k === 0 && c.buffer !== undefined)) return Node.Result;
      return has(c.content, k) ? Node.HeapContent : Node.Heap;
    }),
    context: -1,
    captures: [],
    results: [...results].map((w, k) => (w !== 'p' ? -1 : k === 0 && c.fresh === true ? Node.Result : Node.Outside)),
    nodes: [{ leak: Leak.Heap, content: -1 }, { leak: 0, content: Node.Heap }, { leak: Leak.Outside, content: -1 }, { leak: 0, content: -1 }],
    buffer: c.buffer ?? 0,
  };
}

/** Null for functions that the table says nothing of. */
export function runtimeEscape(name: string): EscapeSummary | null { return summaries.get(name) ?? null; }

/** Hand-written kernels keep no pointer; memmove copies what lies behind one to behind another. */
export function kernelEscape(name: string, sig: string): EscapeSummary {
  const [params, results] = sig.split('>') as [string, string];
  const moves = name === 'runtime.memmove';
  return {
    params: [...params].map((_, k) => (moves && k < 2 ? k : -1)),
    context: -1,
    captures: [],
    results: [...results].map((w) => (w === 'p' ? 3 : -1)),
    nodes: [{ leak: 0, content: 2 }, { leak: 0, content: 2 }, { leak: 0, content: -1 }, { leak: Leak.Outside, content: -1 }],
    buffer: 0,
  };
}
