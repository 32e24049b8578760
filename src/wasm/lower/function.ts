// Emits one variant of a function (normal, resume, combined) into an assembler: locals, blocks around the body for the shared cold
// paths, the nodes of the graph.

import { type ValueId, BlockKind } from '../../ssa/func.ts';
import { Op } from '../../ssa/op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { Global, MBlock } from '../../abi/machine.table.ts';
import { boundsFuncs, panicFuncs, BOUNDS_UNSIGNED, BoundsKind } from '../../abi/panics.table.ts';
import { W, WT } from '../opcode.table.ts';
import { Asm } from '../encode/assembler.ts';
import { type CodeBody, returnsFlag } from '../code.ts';
import { type Lowering, Mode, SiteKind, wasmTypeOf } from './state.ts';
import { type NodeGraph, NodeKind, Variant, buildNodes } from './nodes.ts';
import { End, type NodeEmitter, emitStructured } from './structure.ts';
import { emitValue, emitTree } from './select.ts';
import { emitResume, emitResults } from '../frames/resume.ts';
import { emitPrologue, emitEpilogue, emitRoot } from '../frames/entry.ts';
import { emitColdPaths } from '../frames/save.ts';

/** Locals beyond those of SSA values. */
export const enum Special { Site, Fp, Selector, Frame, IndexA, IndexB, Wide, Addr, Old32, Old64, New32, New64, Cmp32, Cmp64 }
const specialTypes = [WT.I32, WT.I32, WT.I32, WT.I32, WT.I64, WT.I64, WT.I64, WT.I32, WT.I32, WT.I64, WT.I32, WT.I64, WT.I32, WT.I64];

/** A shared cold path of panics: the runtime function, and whether it takes the two words in IndexA and IndexB. */
export interface PanicPath { callee: string; words: boolean; label: number; used: boolean }

export class FnEmitter implements NodeEmitter {
  readonly L: Lowering;
  readonly variant: Variant;
  readonly a = new Asm();
  g!: NodeGraph;
  /** Final local of each colour. */
  local: Int32Array;
  private readonly special = new Int32Array(specialTypes.length).fill(-1);
  private readonly locals: WT[] = [];
  private numParams = 0;
  private returnLabel = -1;
  saveLabel = -1;
  savePanicLabel = -1;
  panicPaths: PanicPath[] = [];
  /** Bytes that only suspending and resuming need. */
  suspendBytes = 0;

  constructor(L: Lowering, variant: Variant) {
    this.L = L;
    this.variant = variant;
    this.local = new Int32Array(L.colourType.length).fill(-1);
    this.numberLocals();
  }

  /** Parameters keep their place (the resume function has only the frame); other colours follow, by type. */
  private numberLocals(): void {
    const L = this.L;
    const params = this.variant === Variant.Resume ? 0 : L.firstParam + L.f.sig.params.length;
    this.numParams = this.variant === Variant.Resume ? 1 : params;
    for (let c = 0; c < params; c++) this.local[c] = c;
    for (const t of [WT.I32, WT.I64, WT.F32, WT.F64]) {
      for (let c = params; c < L.colourType.length; c++) {
        if (L.colourType[c] !== t || c === L.depthColour) continue;
        this.local[c] = this.numParams + this.locals.length;
        this.locals.push(t);
      }
    }
  }

  specialLocal(s: Special): number {
    let x = this.special[s]!;
    if (x < 0) {
      x = this.special[s] = this.numParams + this.locals.length;
      this.locals.push(specialTypes[s]!);
    }
    return x;
  }

  localOf(v: ValueId): number {
    const c = this.L.colour[v]!;
    if (c < 0) fail(`${this.L.f.name}: value ${v} has no local`);
    return this.local[c]!;
  }

  /** Runs emit, whose code serves only suspending or resuming. */
  forSuspend<T>(emit: () => T): T {
    const from = this.a.w.len;
    const r = emit();
    this.suspendBytes += this.a.w.len - from;
    return r;
  }

  emit(): CodeBody {
    const L = this.L;
    this.g = buildNodes(L, this.variant);
    const a = this.a;
    if (L.stackSize > 0) this.specialLocal(Special.Fp);
    if (L.hasFlag) {
      if (L.numResumable > 0) this.saveLabel = a.block();
      // A bare frame where nothing is resumable; else panic sites share the full save (their pointer maps are empty).
      if (L.numResumable > 0) this.savePanicLabel = this.saveLabel;
      else if (L.siteKind.includes(SiteKind.Panic)) this.savePanicLabel = a.block();
    }
    this.openPanicPaths();
    if (this.sharesEpilogue()) this.returnLabel = a.block(this.variant === Variant.Resume || L.f.sig.results.length === 0 ? WT.Void : wasmTypeOf(L.f.sig.results[0]!));
    emitStructured(this.g, a, this);
    if (this.returnLabel >= 0) {
      a.end();
      this.emitExit();
    }
    emitColdPaths(this);
    if (a.depth !== 0) fail(`${L.f.name}: unbalanced blocks`);
    return a.finish(this.locals);
  }

  /** Several returns of a function with a memory-stack frame meet behind the body, unless they carry several words. */
  private sharesEpilogue(): boolean {
    const L = this.L;
    if (L.stackSize === 0 || (this.variant !== Variant.Resume && L.f.sig.results.length > 1)) return false;
    let n = 0;
    for (let b = 0; b < L.f.numBlocks; b++) if (L.f.bkind[b] === BlockKind.Return) n++;
    return n > 1;
  }

  /** One block per kind of panic that the checks of this function need. */
  private openPanicPaths(): void {
    const L = this.L;
    const seen = new Set<string>();
    for (let b = 0; b < L.f.numBlocks; b++) {
      for (let v = L.f.firstValue[b]!; v !== 0; v = L.f.next[v]!) {
        const op = L.f.op[v]! as Op;
        if (op !== Op.NilCheck && op !== Op.BoundsCheck && op !== Op.PanicIf) continue;
        const callee = panicCallee(op, L.f.aux[v]!);
        if (seen.has(callee)) continue;
        seen.add(callee);
        this.panicPaths.push({ callee, words: op === Op.BoundsCheck, label: 0, used: false });
      }
    }
    for (const p of this.panicPaths) p.label = this.a.block();
  }

  panicLabel(v: ValueId): number {
    const callee = panicCallee(this.L.f.op[v]! as Op, this.L.f.aux[v]!);
    for (const p of this.panicPaths) if (p.callee === callee) { p.used = true; return p.label; }
    return fail(`no path to ${callee}`);
  }

  // --- NodeEmitter ---

  isTable(x: number): boolean {
    const g = this.g;
    switch (g.kind[x]!) {
      case NodeKind.Segment: return g.ends[x]! && this.L.f.bkind[g.block[x]!] === BlockKind.Switch && g.succs[x]!.length > 1;
      case NodeKind.Resume: return g.succs[x]!.length > 1;
      case NodeKind.Dispatch: return true;
      default: return false;
    }
  }

  table(x: number): readonly number[] {
    const g = this.g;
    const ss = g.succs[x]!;
    switch (g.kind[x]!) {
      case NodeKind.Resume: return [ss[ss.length - 1]!, ...ss]; // index = site; the last is the recovery block or the last site
      case NodeKind.Dispatch: {
        const ids = g.ids[x]!;
        const t: number[] = [];
        const min = Math.min(...ids);
        for (let i = Math.max(...ids) - min; i >= 0; i--) t[i] = ss[0]!;
        ids.forEach((id, i) => { t[id - min] = ss[i + 1]!; });
        t.push(ss[0]!);
        return t;
      }
      default: return ss;
    }
  }

  body(x: number): End {
    const { g, a } = this;
    switch (g.kind[x]!) {
      case NodeKind.Prologue: emitPrologue(this); return End.Jump;
      case NodeKind.Root: this.forSuspend(() => emitRoot(this)); return End.If;
      case NodeKind.Resume: return this.forSuspend(() => emitResume(this, x));
      case NodeKind.Results: this.forSuspend(() => emitResults(this, this.L.sites[g.arg[x]!]!.value)); return End.Jump;
      case NodeKind.SetSelector:
        this.forSuspend(() => {
          a.i32(g.arg[x]!);
          a.set(this.specialLocal(Special.Selector));
        });
        return End.Jump;
      case NodeKind.Dispatch: {
        const s = this.specialLocal(Special.Selector);
        a.get(s);
        a.i32(0);
        a.set(s);
        const min = Math.min(...g.ids[x]!);
        a.i32(min);
        a.op(W.I32Sub);
        return End.Table;
      }
      case NodeKind.Segment: return this.segment(x);
    }
  }

  private segment(x: number): End {
    const { g, L } = this;
    const f = L.f;
    for (let v = g.first[x]!; v !== 0; v = f.next[v]!) {
      const m = L.mode[v]!;
      if (m === Mode.Stmt || m === Mode.Local) emitValue(this, v);
      if (v === g.last[x]) break;
    }
    if (!g.ends[x]) return End.Jump;
    const b = g.block[x]!;
    switch (f.bkind[b]!) {
      case BlockKind.Jump: this.phiCopies(b); return End.Jump;
      case BlockKind.If: {
        const c = f.control[b]!;
        if (L.isTree(c) && f.op[c] === Op.I32Eqz) { emitTree(this, f.arg0[c]!); return End.IfNot; }
        emitTree(this, c);
        return End.If;
      }
      case BlockKind.Switch:
        if (g.succs[x]!.length <= 1) return End.Jump;
        emitTree(this, f.control[b]!);
        return End.Table;
      case BlockKind.Return: this.emitReturn(f.rets[b]!); return End.Exit;
      default:
        if (!this.a.dead) this.a.unreachable();
        return End.Exit;
    }
  }

  /** All sources are pushed before the first local is set, so the copies are parallel. */
  private phiCopies(b: number): void {
    const { L, a } = this;
    const f = L.f;
    const s = f.succs[b]![0]!;
    const k = f.preds[s]!.indexOf(b);
    const set: number[] = [];
    for (let p = f.firstValue[s]!; p !== 0 && f.op[p] === Op.Phi; p = f.next[p]!) {
      if (L.mode[p] !== Mode.Local) continue;
      const src = f.arg(p, k);
      if (L.mode[src] === Mode.Local && this.localOf(src) === this.localOf(p)) continue;
      emitTree(this, src);
      set.push(this.localOf(p));
    }
    for (let i = set.length - 1; i >= 0; i--) a.set(set[i]!);
  }

  private emitReturn(rets: readonly ValueId[]): void {
    const { L, a } = this;
    const f = L.f;
    if (this.variant === Variant.Resume) {
      rets.forEach((r, k) => {
        a.globalGet(Global.M);
        emitTree(this, r);
        a.storeWord(wasmTypeOf(f.sig.results[k]!), MBlock.resultArea + 8 * k);
      });
    } else for (const r of rets) emitTree(this, r);
    if (this.returnLabel >= 0) a.br(this.returnLabel);
    else this.emitExit();
  }

  /** Behind the result words: memory stack, flag or status. */
  private emitExit(): void {
    emitEpilogue(this);
    if (this.variant === Variant.Resume || returnsFlag(this.L.f.sig.results.length, this.L.shape.abi)) this.a.i32(0);
    this.a.ret();
  }
}

/** The runtime function that a failing check calls. */
export function panicCallee(op: Op, aux: number): string {
  if (op === Op.NilCheck) return 'runtime.panicmem';
  const name = op === Op.PanicIf ? panicFuncs[aux] : boundsFuncs[aux & (BOUNDS_UNSIGNED - 1)];
  if (name === undefined || name === '') fail(`bad kind ${aux} of a check`);
  return op === Op.BoundsCheck && (aux & BOUNDS_UNSIGNED) !== 0 && (aux & (BOUNDS_UNSIGNED - 1)) !== BoundsKind.Convert ? `${name}U` : name;
}
