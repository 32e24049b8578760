// Conversions between numeric types. spec#Conversions: integers are sign- or zero-extended and truncated; float to integer truncates toward
// zero. Where the value does not fit the result is gc's on wasm: conversions to 64-bit types saturate, to narrower ones take the low
// bits of the saturated int64.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Basic } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';

export function is64(k: Basic): boolean {
  switch (k) {
    case Basic.Int: case Basic.Int64: case Basic.Uint: case Basic.Uint64: case Basic.Uintptr: case Basic.UntypedInt: return true;
    default: return false;
  }
}

export function isUnsignedKind(k: Basic): boolean { return k >= Basic.Uint && k <= Basic.Uintptr; }

function isInt(k: Basic): boolean { return (k >= Basic.Int && k <= Basic.Uintptr) || k === Basic.UntypedInt || k === Basic.UntypedRune; }
function isComplexKind(k: Basic): boolean { return k === Basic.Complex64 || k === Basic.Complex128 || k === Basic.UntypedComplex; }

/** Brings an I32 to the form of small integer type k: sign- or zero-extended from its width. */
export function normalize(b: FuncBuilder, k: Basic, x: ValueId): ValueId {
  switch (k) {
    case Basic.Int8: return b.emit(Op.I32Extend8S, VT.I32, x);
    case Basic.Int16: return b.emit(Op.I32Extend16S, VT.I32, x);
    case Basic.Uint8: return b.and32(x, b.i32(0xff));
    case Basic.Uint16: return b.and32(x, b.i32(0xffff));
    default: return x;
  }
}

export function normalizeConst(k: Basic, x: number): number {
  switch (k) {
    case Basic.Int8: return (x << 24) >> 24;
    case Basic.Int16: return (x << 16) >> 16;
    case Basic.Uint8: return x & 0xff;
    case Basic.Uint16: return x & 0xffff;
    default: return x | 0;
  }
}

const smallWidth = (k: Basic): number => (k === Basic.Int8 || k === Basic.Uint8 ? 8 : k === Basic.Int16 || k === Basic.Uint16 ? 16 : 32);

function intToInt(b: FuncBuilder, x: ValueId, from: Basic, to: Basic): ValueId {
  if (is64(from)) return is64(to) ? x : normalize(b, to, b.wrap(x));
  if (is64(to)) return isUnsignedKind(from) ? b.extendU(x) : b.extendS(x);
  const wf = smallWidth(from);
  const wt = smallWidth(to);
  const fits = from === to || wt === 32 || (wf < wt && isUnsignedKind(from));
  return fits || (wf < wt && !isUnsignedKind(to)) ? x : normalize(b, to, x);
}

function intToFloat(b: FuncBuilder, x: ValueId, from: Basic, to: Basic): ValueId {
  const f32 = to === Basic.Float32;
  const u = isUnsignedKind(from);
  const vt = f32 ? VT.F32 : VT.F64;
  if (is64(from)) return b.emit(f32 ? (u ? Op.F32ConvertI64U : Op.F32ConvertI64S) : u ? Op.F64ConvertI64U : Op.F64ConvertI64S, vt, x);
  return b.emit(f32 ? (u ? Op.F32ConvertI32U : Op.F32ConvertI32S) : u ? Op.F64ConvertI32U : Op.F64ConvertI32S, vt, x);
}

function floatToInt(b: FuncBuilder, x: ValueId, from: Basic, to: Basic): ValueId {
  const f32 = from === Basic.Float32;
  if (is64(to) && isUnsignedKind(to)) return b.emit(f32 ? Op.I64TruncSatF32U : Op.I64TruncSatF64U, VT.I64, x);
  const l = b.emit(f32 ? Op.I64TruncSatF32S : Op.I64TruncSatF64S, VT.I64, x);
  return is64(to) ? l : normalize(b, to, b.wrap(l));
}

function floatToFloat(b: FuncBuilder, x: ValueId, from: Basic, to: Basic): ValueId {
  const a = from === Basic.Float32;
  const c = to === Basic.Float32;
  if (a === c) return x;
  return c ? b.emit(Op.F32DemoteF64, VT.F32, x) : b.emit(Op.F64PromoteF32, VT.F64, x);
}

/** Conversion between numeric basic kinds. */
export function convertNumeric(b: FuncBuilder, v: Value, from: Basic, to: Basic): Value {
  if (from === to) return v;
  if (isComplexKind(from) && isComplexKind(to)) {
    const f = (k: Basic): Basic => (k === Basic.Complex64 ? Basic.Float32 : Basic.Float64);
    return v.map((w) => floatToFloat(b, w, f(from), f(to)));
  }
  const x = v[0]!;
  if (isComplexKind(from) || isComplexKind(to)) return fail(`conversion from basic kind ${from} to ${to}`);
  if (isInt(from)) return [isInt(to) ? intToInt(b, x, from, to) : intToFloat(b, x, from, to)];
  return [isInt(to) ? floatToInt(b, x, from, to) : floatToFloat(b, x, from, to)];
}
