// Arithmetic: + - * / % & | ^ &^ << >> and unary operators, by type. spec#Arithmetic_operators, spec#Integer_overflow
// docs/design/ssa.md: small integers are I32 words kept normalised; division and shifts are guarded.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, TypeKind, type Type } from '../../types/types.ts';
import { PanicKind } from '../../abi/panics.table.ts';
import { basicType } from '../../types/universe.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { complexDiv, complexMul } from './complex.ts';
import { isUnsignedKind, normalize } from './numeric.ts';
import { stringAddValues } from './string.ts';
import { under } from './types-api.ts';

/** Basic kind of a type with a basic underlying type. */
export function basicOf(t: Type): Basic {
  const u = under(t);
  return u.kind === TypeKind.Basic ? u.basic : fail(`not a basic type: kind ${u.kind}`);
}

/** Value of an integer constant op, or null. */
function constInt(b: FuncBuilder, v: ValueId): { lo: number; hi: number } | null {
  const op = b.f.op[v]!;
  if (op === Op.ConstI64) return { lo: b.f.aux[v]!, hi: b.f.aux2[v]! };
  if (op === Op.ConstI32) return { lo: b.f.aux[v]!, hi: b.f.aux[v]! < 0 ? -1 : 0 };
  return null;
}

/** x op y for operands of type t (not shifts, comparisons, && ||). */
export function binaryArith(b: FuncBuilder, op: Token, t: Type, x: Value, y: Value): Value {
  const k = basicOf(t);
  switch (k) {
    case Basic.String: case Basic.UntypedString: return stringAddValues(b, x, y);
    case Basic.Float32: case Basic.Float64: case Basic.UntypedFloat: return [floatArith(b, op, k === Basic.Float32, x[0]!, y[0]!)];
    case Basic.Complex64: case Basic.Complex128: case Basic.UntypedComplex: return complexArith(b, op, t, x, y);
    case Basic.Bool: case Basic.UntypedBool: return [b.cmp(op === Token.And ? Op.I32And : Op.I32Or, x[0]!, y[0]!)];
    default: return [intArith(b, op, k, x[0]!, y[0]!)];
  }
}

function floatArith(b: FuncBuilder, op: Token, f32: boolean, x: ValueId, y: ValueId): ValueId {
  const vt = f32 ? VT.F32 : VT.F64;
  switch (op) {
    case Token.Add: return b.emit(f32 ? Op.F32Add : Op.F64Add, vt, x, y);
    case Token.Sub: return b.emit(f32 ? Op.F32Sub : Op.F64Sub, vt, x, y);
    case Token.Mul: return b.emit(f32 ? Op.F32Mul : Op.F64Mul, vt, x, y);
    case Token.Div: return b.emit(f32 ? Op.F32Div : Op.F64Div, vt, x, y);
    default: return fail(`float operator ${op}`);
  }
}

function complexArith(b: FuncBuilder, op: Token, t: Type, x: Value, y: Value): Value {
  const f32 = b.layout(t).vts[0] === VT.F32;
  if (op === Token.Mul) return complexMul(b, t, x, y);
  if (op === Token.Div) return complexDiv(b, t, x, y);
  return [floatArith(b, op, f32, x[0]!, y[0]!), floatArith(b, op, f32, x[1]!, y[1]!)];
}

function intArith(b: FuncBuilder, op: Token, k: Basic, x: ValueId, y: ValueId): ValueId {
  const wide = b.f.vt[x] === VT.I64;
  const vt = wide ? VT.I64 : VT.I32;
  switch (op) {
    case Token.Add: return normalize(b, k, b.emit(wide ? Op.I64Add : Op.I32Add, vt, x, y));
    case Token.Sub: return normalize(b, k, b.emit(wide ? Op.I64Sub : Op.I32Sub, vt, x, y));
    case Token.Mul: return normalize(b, k, b.emit(wide ? Op.I64Mul : Op.I32Mul, vt, x, y));
    case Token.And: return b.emit(wide ? Op.I64And : Op.I32And, vt, x, y);
    case Token.Or: return b.emit(wide ? Op.I64Or : Op.I32Or, vt, x, y);
    case Token.Xor: return b.emit(wide ? Op.I64Xor : Op.I32Xor, vt, x, y);
    case Token.AndNot: return b.emit(wide ? Op.I64And : Op.I32And, vt, x, notBits(b, k, y, wide));
    case Token.Div: return divide(b, k, x, y, wide);
    case Token.Rem: return remainder(b, k, x, y, wide);
    default: return fail(`integer operator ${op}`);
  }
}

function notBits(b: FuncBuilder, k: Basic, y: ValueId, wide: boolean): ValueId {
  return normalize(b, k, wide ? b.emit(Op.I64Xor, VT.I64, y, b.i64(-1)) : b.emit(Op.I32Xor, VT.I32, y, b.i32(-1)));
}

function isZero(b: FuncBuilder, y: ValueId, wide: boolean): ValueId { return wide ? b.emit(Op.I64Eqz, VT.I32, y) : b.eqz(y); }

/** spec#Integer_operators: division by zero panics; the most negative value divided by -1 is itself. */
function divide(b: FuncBuilder, k: Basic, x: ValueId, y: ValueId, wide: boolean): ValueId {
  const vt = wide ? VT.I64 : VT.I32;
  const c = constInt(b, y);
  if (c === null || (c.lo === 0 && c.hi === 0)) b.panicIf(isZero(b, y, wide), PanicKind.Divide);
  if (isUnsignedKind(k)) return b.emit(wide ? Op.I64DivU : Op.I32DivU, vt, x, y);
  const divS = wide ? Op.I64DivS : Op.I32DivS;
  const narrow = k === Basic.Int8 || k === Basic.Int16;
  if (narrow) return normalize(b, k, b.emit(divS, vt, x, y));
  const zero = wide ? b.i64(0) : b.i32(0);
  if (c !== null) {
    if (c.lo === -1 && c.hi === -1) return b.emit(wide ? Op.I64Sub : Op.I32Sub, vt, zero, x);
    return b.emit(divS, vt, x, y);
  }
  const minus = wide ? b.i64(-1) : b.i32(-1);
  const one = wide ? b.i64(1) : b.i32(1);
  const isMinus = b.cmp(wide ? Op.I64Eq : Op.I32Eq, y, minus);
  const q = b.emit(divS, vt, x, b.select(isMinus, one, y));
  return b.select(isMinus, b.emit(wide ? Op.I64Sub : Op.I32Sub, vt, zero, x), q);
}

/** x % -1 is 0 in wasm as in Go, for the most negative x too. */
function remainder(b: FuncBuilder, k: Basic, x: ValueId, y: ValueId, wide: boolean): ValueId {
  const c = constInt(b, y);
  if (c === null || (c.lo === 0 && c.hi === 0)) b.panicIf(isZero(b, y, wide), PanicKind.Divide);
  const u = isUnsignedKind(k);
  return b.emit(wide ? (u ? Op.I64RemU : Op.I64RemS) : u ? Op.I32RemU : Op.I32RemS, wide ? VT.I64 : VT.I32, x, y);
}

/** spec#Operators (shifts): x op y, x of type t; the count y of type yt, or a constant. Negative counts panic. */
export function shift(b: FuncBuilder, op: Token, t: Type, x: ValueId, yt: Type, y: ValueId): ValueId {
  const k = basicOf(t);
  const wide = b.f.vt[x] === VT.I64;
  const width = wide ? 64 : 32;
  const signedX = !isUnsignedKind(k);
  const c = constInt(b, y);
  const left = op === Token.Shl;
  if (c !== null && !(c.hi < 0 && !isUnsignedKind(basicOf(yt)))) {
    const big = c.hi !== 0 || c.lo < 0 || c.lo >= width;
    if (big && (left || !signedX)) return wide ? b.i64(0) : b.i32(0);
    return emitShift(b, k, x, countConst(b, wide, big ? width - 1 : c.lo), left, wide, signedX);
  }
  const ywide = b.f.vt[y] === VT.I64;
  if (!isUnsignedKind(basicOf(yt))) {
    const neg = ywide ? b.cmp(Op.I64LtS, y, b.i64(0)) : b.cmp(Op.I32LtS, y, b.i32(0));
    b.panicIf(neg, PanicKind.Shift);
  }
  const inRange = ywide ? b.cmp(Op.I64LtU, y, b.i64(width)) : b.cmp(Op.I32LtU, y, b.i32(width));
  const count = wide === ywide ? y : wide ? b.extendU(y) : b.wrap(y);
  if (!left && signedX) return emitShift(b, k, x, b.select(inRange, count, countConst(b, wide, width - 1)), left, wide, signedX);
  const r = emitShift(b, k, x, count, left, wide, signedX);
  return b.select(inRange, r, wide ? b.i64(0) : b.i32(0));
}

/** Type of a shift count: untyped constants, of whatever kind, are uints. spec#Operators (shifts) */
export function countType(b: FuncBuilder, n: Node): Type {
  const t = b.typeOf(n);
  return b.constOf(n) !== null && basicOf(t) >= Basic.UntypedBool ? basicType(Basic.Uint) : t;
}

function countConst(b: FuncBuilder, wide: boolean, n: number): ValueId { return wide ? b.i64(n) : b.i32(n); }

function emitShift(b: FuncBuilder, k: Basic, x: ValueId, n: ValueId, left: boolean, wide: boolean, signed: boolean): ValueId {
  const vt = wide ? VT.I64 : VT.I32;
  if (left) return normalize(b, k, b.emit(wide ? Op.I64Shl : Op.I32Shl, vt, x, n));
  if (signed) return b.emit(wide ? Op.I64ShrS : Op.I32ShrS, vt, x, n);
  return b.emit(wide ? Op.I64ShrU : Op.I32ShrU, vt, x, n);
}

/** Unary + - ^ ! for type t. */
export function unaryArith(b: FuncBuilder, op: Token, t: Type, x: Value): Value {
  if (op === Token.Add) return x;
  const k = basicOf(t);
  if (op === Token.Not) return [b.eqz(x[0]!)];
  const vt = b.f.vt[x[0]!] as VT;
  if (op === Token.Xor) return [notBits(b, k, x[0]!, vt === VT.I64)];
  if (op !== Token.Sub) return fail(`unary operator ${op}`);
  switch (vt) {
    case VT.F32: return x.map((w) => b.emit(Op.F32Neg, VT.F32, w));
    case VT.F64: return x.map((w) => b.emit(Op.F64Neg, VT.F64, w));
    case VT.I64: return [b.emit(Op.I64Sub, VT.I64, b.i64(0), x[0]!)];
    default: return [normalize(b, k, b.emit(Op.I32Sub, VT.I32, b.i32(0), x[0]!))];
  }
}
