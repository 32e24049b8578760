// Metadata of a lowered function: sites with positions and pointer maps, inline tree, stack objects.

import { Frame } from '../../abi/machine.table.ts';
import { type FuncMeta, type MetaInline, type MetaSite, encodeFuncMeta } from '../../abi/funcmeta.ts';
import { FuncInfoFlag } from '../../abi/funcinfo.table.ts';
import type { Reloc } from '../../abi/symbol.ts';
import { FuncFlag } from '../../ssa/func.ts';
import { VT } from '../../ssa/op.table.ts';
import type { FuncInfoFields } from '../code.ts';
import type { Lowering, Site } from '../lower/state.ts';
import { ENTRY_WORDS, frameClass } from './layout.ts';

const none = new Uint8Array(0);

function setBit(bits: number[], i: number): void {
  while (bits.length <= i >> 3) bits.push(0);
  bits[i >> 3]! |= 1 << (i & 7);
}

/** Pointer map of a site: units of 4 bytes behind the header. */
function pointerMap(L: Lowering, s: Site): Uint8Array {
  const bits: number[] = [];
  if (s.num === 0) {
    // Entry frame: context, then one 8-byte slot per parameter word.
    if (!L.shape.checked) return none;
    setBit(bits, 0);
    L.f.sig.params.forEach((p, k) => { if (p === VT.Ptr) setBit(bits, (ENTRY_WORDS - Frame.slots + 8 * k) >> 2); });
  } else for (const c of s.ptrColours) setBit(bits, (L.slotOffset[c]! - Frame.slots) >> 2);
  return Uint8Array.from(bits);
}

function siteMeta(L: Lowering, s: Site): MetaSite {
  const objects = new Uint8Array(s.objects.buffer.slice(s.objects.byteOffset, s.objects.byteOffset + s.objects.byteLength));
  return { file: fileName(L, s.pos), line: L.poss.line[s.pos] ?? 0, inl: s.inl, pointers: pointerMap(L, s), objects };
}

function fileName(L: Lowering, pos: number): string {
  return L.poss.files[L.poss.file[pos] ?? 0] ?? '';
}

/** The inline sites that sites refer to, with their parents; Site.inl is renumbered in place. */
function usedInlines(L: Lowering): MetaInline[] {
  const tree = L.f.inlineTree;
  const to = new Int32Array(tree.length).fill(-1);
  const out: MetaInline[] = [];
  const use = (i: number): number => {
    if (i < 0) return -1;
    if (to[i]! >= 0) return to[i]!;
    const parent = use(tree[i]!.parent);
    to[i] = out.length;
    const pos = tree[i]!.pos;
    out.push({ parent, name: L.syms.names[tree[i]!.sym]!, file: fileName(L, pos), line: L.poss.line[pos] ?? 0 });
    return to[i]!;
  };
  for (const s of L.sites) s.inl = use(s.inl);
  return out;
}

export function funcMeta(L: Lowering): { info: FuncInfoFields; meta: Uint8Array; metaRelocs: Reloc[] } {
  const f = L.f;
  const startLine = L.poss.line[f.pos] ?? 0;
  const inlines = usedInlines(L);
  const m: FuncMeta = {
    frameSize: L.frameSize, startLine, inlines,
    objects: L.objectSlots.map((i) => ({ offset: L.stackOffset[i]!, size: f.slots[i]!.size, mask: f.slots[i]!.ptrmask })),
    sites: L.sites.map((s) => siteMeta(L, s)),
  };
  const flag = (has: number, bit: FuncInfoFlag): number => ((f.flags & has) !== 0 ? bit : 0);
  const info: FuncInfoFields = {
    frameSize: Math.min(L.frameSize, 0xffff), frameClass: frameClass(L.frameSize), startLine, nargs: f.sig.params.length,
    flags: flag(FuncFlag.HasRecover, FuncInfoFlag.HasRecover) | flag(FuncFlag.Wrapper, FuncInfoFlag.Wrapper) | flag(FuncFlag.HasDefer, FuncInfoFlag.HasDefer)
      | flag(FuncFlag.IsClosure, FuncInfoFlag.Closure) | flag(FuncFlag.RuntimePkg, FuncInfoFlag.System) | (L.shape.combined ? FuncInfoFlag.Combined : 0),
  };
  return { info, ...encodeFuncMeta(m) };
}
