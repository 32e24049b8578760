// The memory-stack frame of a function (offsets of its slots from fp) and the stack objects that are live at each site.
//
// A slot is live at a site if code behind the site names it (StackAddr) before it is cleared or overwritten as a whole. Pointers to it
// in live values and objects keep it alive too, those that a callee was given among them; that is the collector's business. What the recovery block names is live everywhere.

import { type Func, type ValueId } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { type Lowering, Mode, SiteKind } from '../lower/state.ts';

export function layoutStack(L: Lowering): void {
  const f = L.f;
  const used = new Uint8Array(f.slots.length);
  let frameAddr = false;
  for (let v = 1; v < f.numValues; v++) {
    if (f.block[v]! < 0 || L.mode[v] === Mode.None) continue;
    if (f.op[v] === Op.StackAddr) used[f.aux[v]!] = 1;
    else if (f.op[v] === Op.FrameAddr) frameAddr = true;
  }
  let offset = 0;
  // By falling alignment, so that there is little padding; 8-byte words stay aligned for the pointer masks.
  L.stackOffset = f.slots.map(() => 0);
  L.objectIndex = f.slots.map(() => -1);
  for (const big of [true, false]) {
    for (let i = 0; i < f.slots.length; i++) {
      const s = f.slots[i]!;
      const align = Math.max(s.align, s.size >= 8 ? 8 : 1);
      if (used[i] === 0 || (align >= 8) !== big) continue;
      offset = Math.ceil(offset / align) * align;
      L.stackOffset[i] = offset;
      offset += Math.max(s.size, 1); // the address of an empty slot must not be that of an outer frame's slot
      if (s.ptrmask.some((m) => m !== 0)) {
        L.objectIndex[i] = L.objectSlots.length;
        L.objectSlots.push(i);
      }
    }
  }
  L.stackSize = Math.ceil(offset / 16) * 16;
  // A frame identity needs bytes of its own.
  if (frameAddr && L.stackSize === 0) L.stackSize = 16;
}

/** Fills Site.objects. */
export function liveObjects(L: Lowering): void {
  const f = L.f;
  const words = (L.objectSlots.length + 31) >> 5;
  if (words === 0) return;
  const n = f.numBlocks;
  const liveIn = new Uint32Array(n * words);
  const cur = new Uint32Array(words);
  const always = new Uint32Array(words);
  const atEnd = (b: number): void => {
    cur.fill(0);
    for (const s of f.succs[b]!) for (let w = 0; w < words; w++) cur[w]! |= liveIn[s * words + w]!;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let b = n - 1; b >= 0; b--) {
      atEnd(b);
      for (let v = f.lastValue[b]!; v !== 0; v = f.prev[v]!) transfer(L, v, cur);
      for (let w = 0; w < words; w++) {
        if (liveIn[b * words + w] === cur[w]) continue;
        liveIn[b * words + w] = cur[w]!;
        changed = true;
      }
    }
  }
  if (f.recoverBlock >= 0) for (let w = 0; w < words; w++) always[w] = liveIn[f.recoverBlock * words + w]!;
  for (let b = 0; b < n; b++) {
    atEnd(b);
    for (let v = f.lastValue[b]!; v !== 0; v = f.prev[v]!) {
      const k = L.siteKind[v]!;
      if (k !== SiteKind.None) {
        // Behind a resumable site; nothing runs behind a panic site but the recovery block.
        const live = k === SiteKind.Resumable ? cur.slice() : new Uint32Array(words);
        for (let w = 0; w < words; w++) live[w]! |= always[w]!;
        const site = L.sites[L.siteOf[v]!]!;
        if (site.value === v) site.objects = live;
      }
      transfer(L, v, cur);
    }
  }
}

/** Effect of v on the set of live objects, backward. */
function transfer(L: Lowering, v: ValueId, live: Uint32Array): void {
  const f = L.f;
  const op = f.op[v]! as Op;
  if (op === Op.StackAddr || L.mode[v] === Mode.None) return;
  const dst = op === Op.Zero || op === Op.Move ? wholeSlot(L, f.arg0[v]!, f.aux[v]!) : -1;
  if (dst >= 0) {
    live[dst >> 5]! &= ~(1 << (dst & 31));
    if (op === Op.Move) useSlot(L, f.arg1[v]!, live);
    return;
  }
  useSlots(L, v, live);
}

function useSlots(L: Lowering, v: ValueId, live: Uint32Array): void {
  for (let i = 0, n = L.f.numArgs(v); i < n; i++) useSlot(L, L.f.arg(v, i), live);
}

function useSlot(L: Lowering, a: ValueId, live: Uint32Array): void {
  const f = L.f;
  if (f.op[a] !== Op.StackAddr) {
    // Offsets and trees are evaluated at their users.
    if (L.mode[a] === Mode.Tree || L.mode[a] === Mode.Remat) useSlots(L, a, live);
    return;
  }
  const o = L.objectIndex[f.aux[a]!]!;
  if (o >= 0) live[o >> 5]! |= 1 << (o & 31);
}

/** The object index if a is the start of a slot of exactly `size` bytes, else -1. */
function wholeSlot(L: Lowering, a: ValueId, size: number): number {
  const f: Func = L.f;
  if (f.op[a] !== Op.StackAddr || f.aux2[a] !== 0 || f.slots[f.aux[a]!]!.size > size) return -1;
  return L.objectIndex[f.aux[a]!]!;
}
