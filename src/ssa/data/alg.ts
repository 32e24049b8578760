// How values of a type are compared and hashed (gc's AlgType): plain memory, a runtime function, or a generated one.

import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { typeSetOf } from '../../types/typeset.ts';
import type { Layouts } from '../build/layout.ts';

export const enum Alg { NoEq, Mem, String, Iface, Eface, F32, F64, C64, C128, Special }

export function algOf(ls: Layouts, t: Type): Alg {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic:
      switch (u.basic) {
        case Basic.String: case Basic.UntypedString: return Alg.String;
        case Basic.Float32: return Alg.F32;
        case Basic.Float64: case Basic.UntypedFloat: return Alg.F64;
        case Basic.Complex64: return Alg.C64;
        case Basic.Complex128: case Basic.UntypedComplex: return Alg.C128;
        default: return Alg.Mem;
      }
    case TypeKind.Pointer: case TypeKind.Chan: return Alg.Mem;
    case TypeKind.Interface: return typeSetOf(u).methods.length === 0 ? Alg.Eface : Alg.Iface;
    case TypeKind.Array: return arrayAlg(ls, u);
    case TypeKind.Struct: return structAlg(ls, u);
    default: return Alg.NoEq;
  }
}

function arrayAlg(ls: Layouts, u: Type): Alg {
  const e = algOf(ls, u.elem!);
  if (e === Alg.NoEq || e === Alg.Mem || u.len === 1) return e;
  return u.len === 0 ? Alg.Mem : Alg.Special;
}

function structAlg(ls: Layouts, u: Type): Alg {
  const fs = u.fields;
  if (fs.length === 1 && fs[0]!.name !== '_') return algOf(ls, fs[0]!.type!);
  let r = Alg.Mem;
  for (let i = 0; i < fs.length; i++) {
    const a = algOf(ls, fs[i]!.type!);
    if (a === Alg.NoEq) return a;
    if (a !== Alg.Mem || fs[i]!.name === '_' || isPadded(ls, u, i)) r = Alg.Special;
  }
  return r;
}

/** True if field i of struct u is followed by padding. */
export function isPadded(ls: Layouts, u: Type, i: number): boolean {
  const l = ls.of(u);
  const end = i + 1 < u.fields.length ? l.fieldOffsets[i + 1]! : l.size;
  return l.fieldOffsets[i]! + ls.of(u.fields[i]!.type!).size !== end;
}

/** A run of plain-memory fields that starts at field i: its size in bytes and the index behind it. */
export function memRun(ls: Layouts, u: Type, i: number): { size: number; next: number } {
  const l = ls.of(u);
  let next = i + 1;
  while (next < u.fields.length && !isPadded(ls, u, next - 1) && u.fields[next]!.name !== '_' && algOf(ls, u.fields[next]!.type!) === Alg.Mem) next++;
  const last = next - 1;
  return { size: l.fieldOffsets[last]! + ls.of(u.fields[last]!.type!).size - l.fieldOffsets[i]!, next };
}

/** == on values of t may panic (there is an interface in it). */
export function eqCanPanic(t: Type): boolean {
  const u = under(t);
  if (u.kind === TypeKind.Interface) return true;
  if (u.kind === TypeKind.Array) return eqCanPanic(u.elem!);
  if (u.kind === TypeKind.Struct) return u.fields.some((f) => f.name !== '_' && eqCanPanic(f.type!));
  return false;
}

const fixed = new Set([0, 1, 2, 4, 8, 16]);

/** Suffix of memequalN / memhashN for objects of `size` bytes, or '' if there is none. */
export function fixedSize(size: number): string { return fixed.has(size) ? String(size * 8) : ''; }

const algNames: readonly string[] = ['', '', 'str', 'inter', 'nilinter', 'f32', 'f64', 'c64', 'c128', ''];

/** Runtime function of an algorithm: 'equal' or 'hash'. */
export function runtimeAlg(a: Alg, what: 'equal' | 'hash'): string { return `runtime.${algNames[a]!}${what}`; }

/** Whether hashing a value of t may panic: it holds an interface. */
export function hashMightPanic(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Interface: return true;
    case TypeKind.Array: return hashMightPanic(u.elem!);
    case TypeKind.Struct: return u.fields.some((f) => hashMightPanic(f.type!));
    default: return false;
  }
}
