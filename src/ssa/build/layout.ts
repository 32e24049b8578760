// Layout of Go types in memory (gc's amd64 rules) and in SSA words (docs/design/abi.md, 'Values' and 'Signatures').
//
// A Layout is computed once per Type object and cached by Type.id. `words` describes the flattened value: one entry per SSA word with
// its type, its byte offset in memory and how it is loaded and stored. A memory-typed value has no words list of its own: its single
// SSA word is its address (`mem` is true, `words` is empty, `vts` is [Ptr]).

import { VT } from '../op.table.ts';
import type { Sig } from '../func.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { MAX_SIG_WORDS, MAX_VALUE_WORDS } from '../../abi/machine.table.ts';
import { fail } from '../../base/internal-error.ts';
import { pointerMask } from './pointer-mask.ts';
import { under } from './types-api.ts';

/** How one word lies in memory. */
export const enum Store { I8, U8, I16, U16, I32, I64, F32, F64, Ptr }

export interface Word { vt: VT; offset: number; store: Store }

export interface Layout {
  size: number;
  align: number;
  /** Memory-typed: an SSA value of the type is its address. */
  mem: boolean;
  /** Words of a value that is not memory-typed. */
  words: Word[];
  /** SSA types of a value: of `words`, or [Ptr] if memory-typed. */
  vts: VT[];
  /** Struct: byte offsets of the fields; else empty. */
  fieldOffsets: number[];
  /** Struct that is not memory-typed: index of each field's first word. */
  fieldWords: number[];
  /** Bytes up to and including the last pointer; 0 if there is none. */
  ptrdata: number;
  /** The data word of an interface holds the value itself (abi.md). */
  direct: boolean;
}

const storeVT: readonly VT[] = [VT.I32, VT.I32, VT.I32, VT.I32, VT.I32, VT.I64, VT.F32, VT.F64, VT.Ptr];
const storeSizes: readonly number[] = [1, 1, 2, 2, 4, 8, 4, 8, 8];

export function storeSize(s: Store): number { return storeSizes[s]!; }

function word(store: Store, offset: number): Word { return { vt: storeVT[store]!, offset, store }; }

function scalar(store: Store): Layout {
  const size = storeSizes[store]!;
  const ptr = store === Store.Ptr;
  return { size, align: size, mem: false, words: [word(store, 0)], vts: [storeVT[store]!], fieldOffsets: [], fieldWords: [], ptrdata: ptr ? 8 : 0, direct: ptr };
}

function multi(words: Word[], size: number, align: number, ptrdata: number): Layout {
  return { size, align, mem: false, words, vts: words.map((w) => w.vt), fieldOffsets: [], fieldWords: [], ptrdata, direct: false };
}

function basicLayout(b: Basic): Layout {
  switch (b) {
    case Basic.Bool: case Basic.UntypedBool: case Basic.Uint8: return scalar(Store.U8);
    case Basic.Int8: return scalar(Store.I8);
    case Basic.Int16: return scalar(Store.I16);
    case Basic.Uint16: return scalar(Store.U16);
    case Basic.Int32: case Basic.Uint32: case Basic.UntypedRune: return scalar(Store.I32);
    case Basic.Int: case Basic.Uint: case Basic.Int64: case Basic.Uint64: case Basic.Uintptr: case Basic.UntypedInt: return scalar(Store.I64);
    case Basic.Float32: return scalar(Store.F32);
    case Basic.Float64: case Basic.UntypedFloat: return scalar(Store.F64);
    case Basic.Complex64: return multi([word(Store.F32, 0), word(Store.F32, 4)], 8, 4, 0);
    case Basic.Complex128: case Basic.UntypedComplex: return multi([word(Store.F64, 0), word(Store.F64, 8)], 16, 8, 0);
    case Basic.String: case Basic.UntypedString: return multi([word(Store.Ptr, 0), word(Store.I64, 8)], 16, 8, 8);
    case Basic.UnsafePointer: case Basic.UntypedNil: return scalar(Store.Ptr);
    default: return fail(`layout of basic type ${b}`);
  }
}

function alignUp(n: number, a: number): number { return Math.ceil(n / a) * a; }

/** Layout rules of one compilation; the cache is indexed by Type.id. */
export class Layouts {
  private readonly cache = new Map<number, Layout>();

  of(t: Type): Layout {
    let l = this.cache.get(t.id);
    if (l === undefined) {
      l = this.compute(t);
      this.cache.set(t.id, l);
    }
    return l;
  }

  private compute(t: Type): Layout {
    const u = under(t);
    if (u !== t) return t.kind === TypeKind.TypeParam ? fail(`layout of type parameter ${t.obj?.name ?? ''}`) : this.of(u);
    switch (u.kind) {
      case TypeKind.Basic: return basicLayout(u.basic);
      case TypeKind.Pointer: case TypeKind.Map: case TypeKind.Chan: case TypeKind.Signature: return scalar(Store.Ptr);
      case TypeKind.Slice: return multi([word(Store.Ptr, 0), word(Store.I64, 8), word(Store.I64, 16)], 24, 8, 8);
      case TypeKind.Interface: return multi([word(Store.Ptr, 0), word(Store.Ptr, 8)], 16, 8, 16);
      case TypeKind.Array: return this.array(u);
      case TypeKind.Struct: case TypeKind.Tuple: return this.struct(u);
      default: return fail(`layout of type kind ${u.kind}`);
    }
  }

  private array(t: Type): Layout {
    const e = this.of(t.elem!);
    const n = t.len;
    const ptrdata = e.ptrdata === 0 || n === 0 ? 0 : (n - 1) * e.size + e.ptrdata;
    if (n === 0) return { ...multi([], 0, e.align, 0) };
    if (n === 1 && !e.mem) return { ...multi(e.words, e.size, e.align, ptrdata), direct: e.direct };
    return { ...memory(n * e.size, e.align, ptrdata), direct: false };
  }

  private struct(t: Type): Layout {
    let offset = 0;
    let align = 1;
    let ptrdata = 0;
    let mem = false;
    const words: Word[] = [];
    const fieldOffsets: number[] = [];
    const fieldWords: number[] = [];
    let last = -1;
    for (const f of t.fields) {
      const l = this.of(f.type!);
      offset = alignUp(offset, l.align);
      if (l.align > align) align = l.align;
      fieldOffsets.push(offset);
      fieldWords.push(words.length);
      if (l.mem) mem = true;
      else for (const w of l.words) words.push({ vt: w.vt, offset: offset + w.offset, store: w.store });
      if (l.ptrdata > 0) ptrdata = offset + l.ptrdata;
      offset += l.size;
      last = l.size;
    }
    if (last === 0 && offset > 0) offset++; // a pointer to a final zero-size field must not point past the object
    const size = alignUp(offset, align);
    const direct = !mem && size === 8 && ptrdata === 8;
    if (mem || words.length > MAX_VALUE_WORDS) return { ...memory(size, align, ptrdata), fieldOffsets };
    return { ...multi(words, size, align, ptrdata), fieldOffsets, fieldWords, direct };
  }

  /** Pointer mask of t: one bit per 8-byte word up to ptrdata. */
  ptrmask(t: Type): Uint8Array { return pointerMask(this, t); }

  /** Calling convention of a function type (a Signature, substituted); `recv` is the receiver's type or null. */
  signature(sigType: Type, recv: Type | null): SigLayout {
    const params: Passing[] = [];
    const results: Passing[] = [];
    const pvts: VT[] = [];
    const rvts: VT[] = [];
    for (const r of sigType.results === null ? [] : sigType.results.fields) {
      const l = this.of(r.type!);
      if (l.mem || rvts.length + l.vts.length > MAX_SIG_WORDS) {
        results.push({ type: r.type!, start: pvts.length, count: 1, byPtr: true });
        pvts.push(VT.Ptr);
      } else {
        results.push({ type: r.type!, start: rvts.length, count: l.vts.length, byPtr: false });
        rvts.push(...l.vts);
      }
    }
    const add = (t: Type): void => {
      const l = this.of(t);
      const over = l.vts.length > 1 && pvts.length + l.vts.length > MAX_SIG_WORDS;
      params.push({ type: t, start: pvts.length, count: over ? 1 : l.vts.length, byPtr: l.mem || over });
      if (over) pvts.push(VT.Ptr);
      else pvts.push(...l.vts);
    };
    if (recv !== null) add(recv);
    for (const p of sigType.params!.fields) add(p.type!);
    return { sig: { params: pvts, results: rvts }, params, results };
  }
}

function memory(size: number, align: number, ptrdata: number): Layout {
  return { size, align, mem: true, words: [], vts: [VT.Ptr], fieldOffsets: [], fieldWords: [], ptrdata, direct: false };
}

/** How one parameter or result travels. */
export interface Passing {
  type: Type;
  /** First word: in Sig.params (parameters, and hidden pointers of results by pointer), else in Sig.results. */
  start: number;
  count: number;
  /** By pointer: memory-typed, or beyond the word limit. */
  byPtr: boolean;
}

export interface SigLayout {
  sig: Sig;
  /** Receiver first, if there is one. */
  params: Passing[];
  results: Passing[];
}

const letters = ['?', 'i', 'l', 'f', 'd', 'p'] as const;

/** `ppl>i`. */
export function sigString(s: Sig): string {
  return `${s.params.map((v) => letters[v]!).join('')}>${s.results.map((v) => letters[v]!).join('')}`;
}

export function parseSig(s: string): Sig {
  const [p, r] = s.split('>') as [string, string];
  const vt = (c: string): VT => letters.indexOf(c as 'i') as VT;
  return { params: [...p].map(vt), results: [...r].map(vt) };
}
