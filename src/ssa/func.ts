// A function in SSA form: typed arrays indexed by value and block ids, cheap to send to workers and to serialise.
//
// Values live in blocks, in order (a doubly linked list per block: firstValue/lastValue, next/prev). Phis come first in a block.
// Up to three arguments are inline (arg0..arg2); longer lists (phis, calls) are in `extra` (argStart, argCount). Use the accessors.
// Control flow: each block has a kind, up to two control values (BlockKind) and a list of successors; critical edges may exist.
// Invariant (verify.ts): every use is dominated by its definition; phi arguments align with preds; types fit op.table.

import { VT, opTable } from './op.table.ts';
import { Op } from './op.gen.ts';
import type { FileSet, Pos } from '../source/pos.ts';
import { fail } from '../base/internal-error.ts';

export type ValueId = number;
export type BlockId = number;

export const enum BlockKind {
  /** Under construction. */
  None,
  /** succs [next] */
  Jump,
  /** control (I32) ≠ 0 → succs[0], else succs[1]. likely: 1 first, -1 second. */
  If,
  /** control (I32) = k < n-1 → succs[k], else succs[n-1] (br_table) */
  Switch,
  /** values = result words (Block.values); memory results have been stored */
  Return,
  /** After a call that does not return. */
  Unreachable,
}

/** Flattened signature: word types. Hidden pointers for memory results come first in params. */
export interface Sig { params: VT[]; results: VT[] }

/** How a function's wasm signature looks (docs/design/abi.md): Sig plus these hidden parts. */
export const enum Abi { Ctx = 1, Depth = 2, Flag = 4, Table = Ctx | Depth | Flag }

/** What a function may do to its caller's control: summaries order None < Panics < Suspends. */
export const enum Suspends { Never = 0, Panics = 1, May = 2 }

export interface CallInfo {
  sig: Sig;
  /** Direct call: symbol id of the callee; import: symbol "module\0name"; else -1. */
  sym: number;
  /** True if the callee never returns normally (panics, throws). */
  noreturn: boolean;
  /** Set by program/suspend.ts before lowering; builder leaves May. */
  suspends: Suspends;
  /** For `go`/`defer` thunks and diagnostics: 0 ordinary. */
  flags: number;
  /** For -m: x.M of an interface call that the source spells out. Not part of objects. */
  shown?: string;
}

/** Largest variable on the memory stack, as gc has it. */
export const MAX_STACK_VAR = 128 * 1024;

export interface AllocInfo {
  /** Symbol id of the type descriptor. */
  typeSym: number;
  size: number;
  align: number;
  /** Pointer mask: one bit per 8-byte word, as the collector's; empty if it has no pointers or never lies on the stack. */
  ptrmask: Uint8Array;
  /** For -gcflags=-m: 'moved to heap: x', '&T{...}', 'new(T)', 'func literal', … The text before ' escapes to heap' / ' does not escape'; 'x' with kind 'var' for moved variables. */
  what: string;
  kind: 'var' | 'expr' | 'silent';
  pos: number;
  /** If the builder knows it must be on the heap. */
  mustHeap: boolean;
}

/** Name of the slots of defer records. */
export const DEFER_SLOT = 'defer';

export interface SlotInfo { size: number; align: number; ptrmask: Uint8Array; name: string }

/** Words of a parameter or result as the source names it, and where; memory: the word is the address of a copy. */
export interface ShownWords { name: string; pos: Pos; start: number; count: number; memory: boolean }
export interface ShownSignature { fset: FileSet; params: ShownWords[]; results: ShownWords[] }

/** One inlined call: position of the call, its caller in the tree (-1 = the function itself), and the callee's symbol. */
export interface InlineSite { parent: number; pos: number; sym: number }

/** Bit in CallInfo.flags: the call does not make its callee reachable; without other references it is dropped (initialisers of unused maps). */
export const CALL_WEAK = 1;

/** One reachability entry: kind is a RelocKind, name its type symbol or method key. */
export interface FuncMark { kind: number; name: string }

export const enum FuncFlag {
  NoSplit = 1, NoInline = 2, HasDefer = 4, HasRecover = 8, Wrapper = 16, IsClosure = 32,
  /** In a package where nothing polls (runtime, internal/runtime/…, internal/abi, …). */
  RuntimePkg = 64,
  /** Address taken, or a method: has unknown callers. */
  AddressTaken = 128, DupOk = 256, Exported = 1024, Method = 2048, LinknamePush = 4096, Generated = 8192,
  /** `//gossamer:suspends`: a runtime function whose dynamic calls may suspend. */
  MaySuspend = 16384,
  /** Has positions in its funcinfo record even if it has no sites: contains a go statement. */
  Described = 32768,
}

/** Twelve columns of words, op and vt. */
const BYTES_PER_VALUE = 12 * 4 + 2 + 1;

export class Func {
  readonly name: string;
  /** Symbol id in the unit's symbol table. */
  sym = -1;
  sig: Sig;
  flags = 0;
  /** PosTable index of the declaration. */
  pos = 0;

  // Values.
  numValues = 1; // value 0 is 'none'
  op!: Uint16Array;
  vt!: Uint8Array;
  block!: Int32Array;
  arg0!: Int32Array;
  arg1!: Int32Array;
  arg2!: Int32Array;
  /** For variable-length ops: start and count in extra; argCount -1 means inline. */
  argStart!: Int32Array;
  argCount!: Int32Array;
  aux!: Int32Array;
  aux2!: Int32Array;
  /** PosTable index (source position) of each value. */
  vpos!: Int32Array;
  /** Index into inlineTree, or -1. */
  inl!: Int32Array;
  next!: Int32Array;
  prev!: Int32Array;
  extra: number[] = [];
  f64s: Float64Array = new Float64Array(4);
  numF64s = 0;
  calls: CallInfo[] = [];
  /** For -gcflags=-m: what the builder itself decided. */
  readonly notes: { pos: number; text: string }[] = [];
  allocs: AllocInfo[] = [];
  slots: SlotInfo[] = [];
  inlineTree: InlineSite[] = [];
  /** Reachability entries of the function (RelocKind.UsedInIface, IfaceMethod, ReflectMethod); merged when a body is inlined. */
  marks: FuncMark[] = [];
  /** For -m: parameters and results of a declared function; null otherwise. Not part of objects. */
  shown: ShownSignature | null = null;

  // Blocks. Block 0 is the entry.
  numBlocks = 0;
  bkind: BlockKind[] = [];
  /** Control value (If, Switch). */
  control: ValueId[] = [];
  /** Return values. */
  rets: ValueId[][] = [];
  succs: BlockId[][] = [];
  preds: BlockId[][] = [];
  firstValue: ValueId[] = [];
  lastValue: ValueId[] = [];
  likely: number[] = [];
  bpos: number[] = [];
  /** The block that a recovered panic returns to (functions with defer), or -1. It has no predecessors and uses no values but StackAddr, constants and loads. */
  recoverBlock: BlockId = -1;

  constructor(name: string, sig: Sig, capacity = 64) {
    this.name = name;
    this.sig = sig;
    this.columns(capacity);
  }

  private grow(): void {
    const { op, vt, block, arg0, arg1, arg2, argStart, argCount, aux, aux2, vpos, inl, next, prev } = this;
    this.columns(op.length * 2);
    this.op.set(op); this.vt.set(vt); this.block.set(block); this.arg0.set(arg0); this.arg1.set(arg1); this.arg2.set(arg2);
    this.argStart.set(argStart); this.argCount.set(argCount); this.aux.set(aux); this.aux2.set(aux2);
    this.vpos.set(vpos); this.inl.set(inl); this.next.set(next); this.prev.set(prev);
  }

  /** Room for n values, in one buffer: programs have tens of thousands of small functions. */
  private columns(n: number): void {
    const buffer = new ArrayBuffer(n * BYTES_PER_VALUE);
    let at = 0;
    const column = (): Int32Array => { at += 4 * n; return new Int32Array(buffer, at - 4 * n, n); };
    this.block = column(); this.arg0 = column(); this.arg1 = column(); this.arg2 = column();
    this.argStart = column(); this.argCount = column(); this.aux = column(); this.aux2 = column();
    this.vpos = column(); this.inl = column(); this.next = column(); this.prev = column();
    this.op = new Uint16Array(buffer, at, n);
    this.vt = new Uint8Array(buffer, at + 2 * n, n);
  }

  // --- blocks ---
  newBlock(pos = 0): BlockId {
    const b = this.numBlocks++;
    this.bkind[b] = BlockKind.None;
    this.control[b] = 0;
    this.rets[b] = [];
    this.succs[b] = [];
    this.preds[b] = [];
    this.firstValue[b] = 0;
    this.lastValue[b] = 0;
    this.likely[b] = 0;
    this.bpos[b] = pos;
    return b;
  }

  addEdge(from: BlockId, to: BlockId): void {
    this.succs[from]!.push(to);
    this.preds[to]!.push(from);
  }

  /** The end of block `from` becomes that of `to`, with the edges; `from` has none then. */
  moveEnd(from: BlockId, to: BlockId): void {
    this.bkind[to] = this.bkind[from]!;
    this.control[to] = this.control[from]!;
    this.rets[to] = this.rets[from]!;
    this.likely[to] = this.likely[from]!;
    this.succs[to] = this.succs[from]!;
    for (const s of new Set(this.succs[to])) {
      const preds = this.preds[s]!;
      for (let i = 0; i < preds.length; i++) if (preds[i] === from) preds[i] = to;
    }
    this.succs[from] = [];
    this.rets[from] = [];
    this.control[from] = 0;
    this.bkind[from] = BlockKind.None;
  }

  endJump(b: BlockId, to: BlockId): void { this.bkind[b] = BlockKind.Jump; this.addEdge(b, to); }
  endIf(b: BlockId, cond: ValueId, yes: BlockId, no: BlockId, likely = 0): void {
    this.bkind[b] = BlockKind.If;
    this.control[b] = cond;
    this.likely[b] = likely;
    this.addEdge(b, yes);
    this.addEdge(b, no);
  }
  endSwitch(b: BlockId, index: ValueId, targets: BlockId[]): void {
    this.bkind[b] = BlockKind.Switch;
    this.control[b] = index;
    for (const t of targets) this.addEdge(b, t);
  }
  endReturn(b: BlockId, values: ValueId[]): void { this.bkind[b] = BlockKind.Return; this.rets[b] = values; }
  endUnreachable(b: BlockId): void { this.bkind[b] = BlockKind.Unreachable; }

  // --- values ---
  private alloc(op: Op, vt: VT, pos: number): ValueId {
    if (this.numValues === this.op.length) this.grow();
    const v = this.numValues++;
    this.op[v] = op;
    this.vt[v] = vt;
    this.argCount[v] = -1;
    this.vpos[v] = pos;
    this.inl[v] = -1;
    this.block[v] = -1;
    return v;
  }

  /** New value with up to three inline arguments (0 = none), not yet in a block. */
  newValue(op: Op, vt: VT, pos: number, a0 = 0, a1 = 0, a2 = 0, aux = 0, aux2 = 0): ValueId {
    const v = this.alloc(op, vt, pos);
    this.arg0[v] = a0;
    this.arg1[v] = a1;
    this.arg2[v] = a2;
    this.aux[v] = aux;
    this.aux2[v] = aux2;
    return v;
  }

  /** New value with an argument list (Phi, calls), not yet in a block. */
  newValueList(op: Op, vt: VT, pos: number, args: readonly ValueId[], aux = 0, aux2 = 0): ValueId {
    const v = this.alloc(op, vt, pos);
    this.argStart[v] = this.extra.length;
    this.argCount[v] = args.length;
    for (let i = 0; i < args.length; i++) this.extra.push(args[i]!);
    this.aux[v] = aux;
    this.aux2[v] = aux2;
    return v;
  }

  /** True if op takes an argument list. */
  hasList(v: ValueId): boolean { return this.argCount[v]! >= 0; }

  numArgs(v: ValueId): number {
    const n = this.argCount[v]!;
    return n >= 0 ? n : opTable[this.op[v]!]!.args.length;
  }

  arg(v: ValueId, i: number): ValueId {
    if (this.argCount[v]! >= 0) return this.extra[this.argStart[v]! + i]!;
    return i === 0 ? this.arg0[v]! : i === 1 ? this.arg1[v]! : this.arg2[v]!;
  }

  setArg(v: ValueId, i: number, a: ValueId): void {
    if (this.argCount[v]! >= 0) this.extra[this.argStart[v]! + i] = a;
    else if (i === 0) this.arg0[v] = a;
    else if (i === 1) this.arg1[v] = a;
    else this.arg2[v] = a;
  }

  /** Replaces the argument list of a list op. */
  setArgs(v: ValueId, args: readonly ValueId[]): void {
    if (this.argCount[v]! < 0) fail(`setArgs on ${opTable[this.op[v]!]!.name}`);
    if (args.length > this.argCount[v]!) {
      this.argStart[v] = this.extra.length;
      for (let i = 0; i < args.length; i++) this.extra.push(args[i]!);
    } else for (let i = 0; i < args.length; i++) this.extra[this.argStart[v]! + i] = args[i]!;
    this.argCount[v] = args.length;
  }

  append(b: BlockId, v: ValueId): ValueId {
    const last = this.lastValue[b]!;
    this.block[v] = b;
    this.prev[v] = last;
    this.next[v] = 0;
    if (last === 0) this.firstValue[b] = v;
    else this.next[last] = v;
    this.lastValue[b] = v;
    return v;
  }

  insertBefore(v: ValueId, at: ValueId): ValueId {
    const b = this.block[at]!;
    const p = this.prev[at]!;
    this.block[v] = b;
    this.prev[v] = p;
    this.next[v] = at;
    this.prev[at] = v;
    if (p === 0) this.firstValue[b] = v;
    else this.next[p] = v;
    return v;
  }

  prepend(b: BlockId, v: ValueId): ValueId {
    const first = this.firstValue[b]!;
    return first === 0 ? this.append(b, v) : this.insertBefore(v, first);
  }

  /** Unlinks v from its block (it keeps its id; nothing may use it any more, or it is inserted elsewhere). */
  remove(v: ValueId): void {
    const b = this.block[v]!;
    if (b < 0) return;
    const p = this.prev[v]!;
    const n = this.next[v]!;
    if (p === 0) this.firstValue[b] = n;
    else this.next[p] = n;
    if (n === 0) this.lastValue[b] = p;
    else this.prev[n] = p;
    this.block[v] = -1;
  }

  /** f32 constants are stored as their float64 value; NaN payloads are not preserved (Go constants cannot be NaN). */
  addF64(x: number): number {
    if (this.numF64s === this.f64s.length) { const a = new Float64Array(this.numF64s * 2); a.set(this.f64s); this.f64s = a; }
    this.f64s[this.numF64s] = x;
    return this.numF64s++;
  }
}

/** Interned names: functions and data symbols of one compilation unit. */
export class SymTab {
  readonly names: string[] = [];
  private readonly ids = new Map<string, number>();
  id(name: string): number {
    let i = this.ids.get(name);
    if (i === undefined) {
      i = this.names.length;
      this.names.push(name);
      this.ids.set(name, i);
    }
    return i;
  }
}

/** Interned source positions of one compilation unit; index 0 is 'none'. */
export class PosTable {
  readonly files: string[] = [];
  private readonly fileIds = new Map<string, number>();
  readonly file: number[] = [0];
  readonly line: number[] = [0];
  readonly col: number[] = [0];
  /** By file: position by line and column. */
  private readonly ids: Map<number, number>[] = [];
  add(file: string, line: number, col: number): number {
    let f = this.fileIds.get(file);
    if (f === undefined) {
      f = this.files.length;
      this.files.push(file);
      this.fileIds.set(file, f);
      this.ids.push(new Map());
    }
    const key = col < 0x1000 ? line * 0x1000 + col : -(line * 0x1000000 + col);
    const ids = this.ids[f]!;
    let i = ids.get(key);
    if (i === undefined) {
      i = this.file.length;
      this.file.push(f);
      this.line.push(line);
      this.col.push(col);
      ids.set(key, i);
    }
    return i;
  }
}

/** A compilation unit in SSA: all functions of a package (instances, wrappers, closures included) and its data. */
export interface Unit {
  pkgPath: string;
  syms: SymTab;
  poss: PosTable;
  funcs: Func[];
  data: import('../abi/symbol.ts').DataSymbol[];
  /** Functions without a body here, and host imports, that keep no pointer (//go:noescape). */
  noescape: ReadonlySet<string>;
}
