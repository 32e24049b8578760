// The optimisation passes as data: what runs, in which order, and why there.

import type { Func } from '../func.ts';
import { simplify } from './simplify.ts';
import { cleanCfg } from './cfg.ts';
import { deadCode } from './dce.ts';
import { gvn } from './gvn.ts';
import { scalarReplace } from './sroa.ts';
import { eliminateChecks } from './checks.ts';
import { forwardLoads } from './memory.ts';
import { hoistInvariants } from './licm.ts';
import { combineBytes } from './combine.ts';

export interface Pass {
  name: string;
  run(f: Func): boolean;
  /** Names of passes that must come before, and why. */
  after: string[];
  reason: string;
}

/** Before inlining: makes functions small, so that costs are right and inlined bodies clean. */
export const earlyPasses: readonly Pass[] = [
  { name: 'simplify', run: simplify, after: [], reason: 'folds what the builder left: copies, trivial phis, constants' },
  { name: 'cfg', run: cleanCfg, after: ['simplify'], reason: 'constant branches are known then' },
  { name: 'dce', run: deadCode, after: ['simplify', 'cfg'], reason: 'removes what they made unused' },
];

/** After inlining and escape analysis. */
export const latePasses: readonly Pass[] = [
  { name: 'simplify-1', run: simplify, after: [], reason: 'arguments of inlined calls are known now' },
  { name: 'cfg-1', run: cleanCfg, after: ['simplify-1'], reason: '' },
  { name: 'sroa', run: scalarReplace, after: ['simplify-1'], reason: 'needs constant offsets folded into StackAddr' },
  { name: 'simplify-2', run: simplify, after: ['sroa'], reason: 'fields became values' },
  { name: 'cfg-2', run: cleanCfg, after: ['simplify-2'], reason: '' },
  { name: 'gvn', run: gvn, after: ['simplify-2'], reason: 'same addresses and lengths become the same values, which the next passes compare by identity' },
  { name: 'memory', run: forwardLoads, after: ['gvn'], reason: '' },
  { name: 'gvn-2', run: gvn, after: ['memory'], reason: 'forwarded loads make more expressions equal' },
  { name: 'checks', run: eliminateChecks, after: ['gvn-2'], reason: 'facts are about values; equal ones must be one' },
  { name: 'combine', run: combineBytes, after: ['gvn-2', 'checks'], reason: 'checks between stores would keep them apart' },
  { name: 'licm', run: hoistInvariants, after: ['checks'], reason: 'checks removed make more addresses invariant' },
  { name: 'simplify-3', run: simplify, after: ['checks'], reason: '' },
  { name: 'dce-2', run: deadCode, after: ['simplify-3'], reason: '' },
  { name: 'cfg-3', run: cleanCfg, after: ['dce-2'], reason: 'empty blocks go' },
];

/** Runs passes in order; `each` is called after every pass that changed something (dumps, verifier). */
export function runPasses(f: Func, passes: readonly Pass[], each?: (pass: Pass, f: Func) => void): void {
  for (const p of passes) if (p.run(f)) each?.(p, f);
}
