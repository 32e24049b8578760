// What the stages of lowering one function share. Stages run in the order of lower-func.ts; each fills its own part.

import { type Func, type ValueId, type SymTab, type PosTable, Abi, FuncFlag } from '../../ssa/func.ts';
import type { CalleeSource, Shape } from '../../ssa/program/suspend.ts';
import { VT, opTable } from '../../ssa/op.table.ts';
import { Op } from '../../ssa/op.gen.ts';
import { WT } from '../opcode.table.ts';

/** How a value is computed. */
export const enum Mode {
  /** Never needed. */
  None,
  /** A statement without result, or whose result nobody needs. */
  Stmt,
  /** Evaluated once, on the wasm stack, where its only user stands. */
  Tree,
  /** Cheap: evaluated wherever it is used. */
  Remat,
  /** In a wasm local. */
  Local,
}

/** aux of a Poll whose block is entered only when the poll word is set. */
export const POLL_IS_SET = 1;

export const enum SiteKind { None = 0, Resumable = 1, Panic = 2 }

export interface Site {
  kind: SiteKind;
  /** Site number: resumable ones first. */
  num: number;
  value: ValueId;
  pos: number;
  inl: number;
  /** Colours that hold pointers live across the site. */
  ptrColours: number[];
  /** Stack objects that are live, by bit. */
  objects: Uint32Array;
}

export class Lowering {
  readonly f: Func;
  readonly syms: SymTab;
  readonly poss: PosTable;
  readonly env: CalleeSource;
  readonly shape: Shape;
  readonly runtime: boolean;

  // sites.ts
  siteKind = new Uint8Array(0);
  /** Sites by number (0: entry). */
  sites: Site[] = [];
  siteOf = new Int32Array(0);
  numResumable = 0;
  /** Some call passes the depth on. */
  passesDepth = false;

  // trees.ts
  mode = new Uint8Array(0);
  uses = new Int32Array(0);
  maxDepth = 1;

  // colour.ts. Colours are locals before their final numbering; the first are the wasm parameters.
  liveIn: ValueId[][] = [];
  liveOut: ValueId[][] = [];
  colour = new Int32Array(0);
  colourType: WT[] = [];
  ctxColour = -1;
  depthColour = -1;
  firstParam = 0;
  /** Colours live across a resumable site. */
  saved: number[] = [];
  slotOffset = new Int32Array(0);
  frameSize = 0;
  /** Native stack bytes of one activation. */
  cost = 0;

  // Memory stack.
  stackOffset: number[] = [];
  stackSize = 0;
  /** Stack objects with pointers: index by slot, -1 none. */
  objectIndex: number[] = [];
  objectSlots: number[] = [];

  constructor(f: Func, syms: SymTab, poss: PosTable, env: CalleeSource, shape: Shape) {
    this.f = f;
    this.syms = syms;
    this.poss = poss;
    this.env = env;
    this.shape = shape;
    this.runtime = (f.flags & FuncFlag.RuntimePkg) !== 0;
  }

  get hasFlag(): boolean { return (this.shape.abi & Abi.Flag) !== 0; }
  effect(v: ValueId): number { return opTable[this.f.op[v]!]!.effect; }
  isTree(v: ValueId): boolean { return this.mode[v] === Mode.Tree; }
}

export function wasmTypeOf(vt: VT): WT {
  switch (vt) {
    case VT.I64: return WT.I64;
    case VT.F32: return WT.F32;
    case VT.F64: return WT.F64;
    default: return WT.I32;
  }
}

/** Largest Move or Zero that is unrolled. */
export const MAX_UNROLL = 128;

/** Number of pieces of an unrolled Move or Zero. */
export function pieces(size: number): number {
  let n = 0;
  for (const s of [16, 8, 4, 2, 1]) { n += Math.floor(size / s); size %= s; }
  return n;
}

/** How often the code of v evaluates its operand i (0: never). */
export function evaluations(f: Func, v: ValueId, i: number): number {
  switch (f.op[v]! as Op) {
    case Op.Move: return f.aux[v]! > MAX_UNROLL ? 1 : pieces(f.aux[v]!);
    case Op.Zero: return f.aux[v]! > MAX_UNROLL ? 1 : pieces(f.aux[v]!);
    case Op.I64MulHiU: return 2;
    case Op.CallClosure: return i === 0 ? 2 : 1;
    case Op.KeepAlive: return 2;
    default: return 1;
  }
}

/** True if operand i of v is an address whose constant offset is folded into the instruction. */
export function foldsAddress(op: Op, i: number): boolean {
  return i === 0 && op >= Op.Load8S && op <= Op.StorePtr || (op === Op.Move || op === Op.Zero && i === 0);
}
