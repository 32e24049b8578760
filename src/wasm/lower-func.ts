// The back end for one function: SSA in (changed in place), FuncCode out.

import type { Func, PosTable, SymTab } from '../ssa/func.ts';
import { FuncFlag } from '../ssa/func.ts';
import type { CalleeSource, Shape } from '../ssa/program/suspend.ts';
import { type Reloc, SymFlag } from '../abi/symbol.ts';
import { type CodeBody, type FuncCode, sigString } from './code.ts';
import { Lowering } from './lower/state.ts';
import { prepare } from './lower/prepare.ts';
import { chooseTrees } from './lower/trees.ts';
import { colour, computeLiveness } from './lower/colour.ts';
import { Variant } from './lower/nodes.ts';
import { FnEmitter } from './lower/function.ts';
import { classifySites, numberSites } from './frames/sites.ts';
import { layoutStack, liveObjects } from './frames/stack.ts';
import { layoutFrame } from './frames/layout.ts';
import { funcMeta } from './frames/meta.ts';

export { prepare };

/** Bytes of wasm code: what runs when nothing suspends, and what suspending and resuming need besides. */
export interface CodeSize { normal: number; suspend: number }

/** Lowers f, which `prepare` has been called on; adds its bytes to `size`. */
export function lowerFunc(f: Func, syms: SymTab, poss: PosTable, env: CalleeSource, shape: Shape, size?: CodeSize): FuncCode {
  const L = new Lowering(f, syms, poss, env, shape);
  classifySites(L);
  chooseTrees(L);
  numberSites(L);
  layoutStack(L);
  computeLiveness(L);
  colour(L);
  layoutFrame(L);
  liveObjects(L);
  L.cost = 64 + 8 * (L.colourType.length + 4 + Math.min(L.maxDepth + f.sig.params.length, 40));
  const emitter = new FnEmitter(L, shape.combined ? Variant.Combined : Variant.Normal);
  const main = emitter.emit();
  let resume: CodeBody | null = null;
  if (!shape.combined && L.hasFlag && (L.numResumable > 0 || f.recoverBlock >= 0)) resume = new FnEmitter(L, Variant.Resume).emit();
  if (size !== undefined) {
    size.normal += main.code.length - emitter.suspendBytes;
    size.suspend += emitter.suspendBytes + (resume?.code.length ?? 0);
  }
  const recorded = L.sites.length > 1 || shape.checked || (f.flags & (FuncFlag.HasRecover | FuncFlag.Described | FuncFlag.AddressTaken | FuncFlag.IsClosure | FuncFlag.Method)) !== 0;
  const { info, meta, metaRelocs } = funcMeta(L);
  return {
    name: f.name, sig: sigString(f.sig), abi: shape.abi,
    flags: (f.flags & FuncFlag.DupOk) !== 0 ? SymFlag.DupOk : 0,
    suspends: shape.suspends, checked: shape.checked,
    cost: L.cost, bound: L.cost + shape.calleeBound,
    code: main.code, relocs: withMarks(f, main.relocs),
    info, recorded, meta, metaRelocs, resume,
  };
}

/** Adds what the function keeps reachable. */
function withMarks(f: Func, relocs: Reloc[]): Reloc[] {
  if (f.marks.length === 0) return relocs;
  return [...relocs, ...f.marks.map((m) => ({ offset: 0, kind: m.kind, name: m.name, addend: 0 }))];
}
