// Suspend and panic sites: which values are sites, their numbers (resumable sites first, from 1).
//
// A resumable site (a call that may suspend, Poll, Suspend) saves the live locals; execution can continue behind it. A panic site
// (a check, a call that only panics or does not return) writes a bare frame: nothing of this activation runs again, except the
// recovery block. Sites of equal position in the inline tree share a number if they are panic sites.

import { type ValueId, Abi, Suspends } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { suspendsOf } from '../../ssa/program/suspend.ts';
import { fail } from '../../base/internal-error.ts';
import { SITE_RECOVER } from '../../abi/machine.table.ts';
import { type Lowering, SiteKind } from '../lower/state.ts';

/** Fills L.siteKind. */
export function classifySites(L: Lowering): void {
  const f = L.f;
  L.siteKind = new Uint8Array(f.numValues);
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const s = suspendsOf(f, v, L.env, L.runtime);
      const op = f.op[v]! as Op;
      if (op === Op.CallClosure || op === Op.CallTable) L.passesDepth = true;
      else if (op === Op.Call) L.passesDepth ||= ((L.env.callee(f.calls[f.aux[v]!]!.sym)?.abi ?? Abi.Table) & Abi.Depth) !== 0;
      L.siteKind[v] = s === Suspends.May ? SiteKind.Resumable : s === Suspends.Panics ? SiteKind.Panic : SiteKind.None;
    }
  }
}

/** Numbers the sites: fills L.sites and L.siteOf. */
export function numberSites(L: Lowering): void {
  const f = L.f;
  L.siteOf = new Int32Array(f.numValues);
  const objects = new Uint32Array(0);
  L.sites = [{ kind: SiteKind.None, num: 0, value: 0, pos: f.pos, inl: -1, ptrColours: [], objects }];
  const add = (v: ValueId, kind: SiteKind): number => {
    const num = L.sites.length;
    L.sites.push({ kind, num, value: v, pos: f.vpos[v]!, inl: f.inl[v]!, ptrColours: [], objects });
    return num;
  };
  const panics = new Map<string, number>();
  for (const kind of [SiteKind.Resumable, SiteKind.Panic]) {
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        if (L.siteKind[v] !== kind) continue;
        if (kind === SiteKind.Resumable) { L.siteOf[v] = add(v, kind); continue; }
        const key = `${f.vpos[v]},${f.inl[v]}`;
        let num = panics.get(key);
        if (num === undefined) panics.set(key, num = add(v, kind));
        L.siteOf[v] = num;
      }
    }
    if (kind === SiteKind.Resumable) L.numResumable = L.sites.length - 1;
  }
  if (L.sites.length >= SITE_RECOVER) fail(`${f.name}: too many suspend sites`);
}
