// SSA operations that are one WebAssembly instruction.

import { Op } from '../../ssa/op.gen.ts';
import { W, WM, WA } from '../opcode.table.ts';

const simple: readonly (readonly [Op, W])[] = [
  [Op.I32Add, W.I32Add], [Op.I32Mul, W.I32Mul], [Op.I32And, W.I32And], [Op.I32Or, W.I32Or], [Op.I32Xor, W.I32Xor], [Op.I32Sub, W.I32Sub],
  [Op.I32DivS, W.I32DivS], [Op.I32DivU, W.I32DivU], [Op.I32RemS, W.I32RemS], [Op.I32RemU, W.I32RemU], [Op.I32Shl, W.I32Shl],
  [Op.I32ShrS, W.I32ShrS], [Op.I32ShrU, W.I32ShrU], [Op.I32Rotl, W.I32Rotl], [Op.I32Rotr, W.I32Rotr], [Op.I32Eq, W.I32Eq],
  [Op.I32Ne, W.I32Ne], [Op.I32LtS, W.I32LtS], [Op.I32LtU, W.I32LtU], [Op.I32GtS, W.I32GtS], [Op.I32GtU, W.I32GtU], [Op.I32LeS, W.I32LeS],
  [Op.I32LeU, W.I32LeU], [Op.I32GeS, W.I32GeS], [Op.I32GeU, W.I32GeU], [Op.I32Eqz, W.I32Eqz], [Op.I32Clz, W.I32Clz],
  [Op.I32Ctz, W.I32Ctz], [Op.I32Popcnt, W.I32Popcnt], [Op.I32Extend8S, W.I32Extend8S], [Op.I32Extend16S, W.I32Extend16S],
  [Op.I64Add, W.I64Add], [Op.I64Mul, W.I64Mul], [Op.I64And, W.I64And], [Op.I64Or, W.I64Or], [Op.I64Xor, W.I64Xor], [Op.I64Sub, W.I64Sub],
  [Op.I64DivS, W.I64DivS], [Op.I64DivU, W.I64DivU], [Op.I64RemS, W.I64RemS], [Op.I64RemU, W.I64RemU], [Op.I64Shl, W.I64Shl],
  [Op.I64ShrS, W.I64ShrS], [Op.I64ShrU, W.I64ShrU], [Op.I64Rotl, W.I64Rotl], [Op.I64Rotr, W.I64Rotr], [Op.I64Eq, W.I64Eq],
  [Op.I64Ne, W.I64Ne], [Op.I64LtS, W.I64LtS], [Op.I64LtU, W.I64LtU], [Op.I64GtS, W.I64GtS], [Op.I64GtU, W.I64GtU], [Op.I64LeS, W.I64LeS],
  [Op.I64LeU, W.I64LeU], [Op.I64GeS, W.I64GeS], [Op.I64GeU, W.I64GeU], [Op.I64Eqz, W.I64Eqz], [Op.I64Clz, W.I64Clz],
  [Op.I64Ctz, W.I64Ctz], [Op.I64Popcnt, W.I64Popcnt], [Op.I64Extend8S, W.I64Extend8S], [Op.I64Extend16S, W.I64Extend16S],
  [Op.I64Extend32S, W.I64Extend32S], [Op.F32Add, W.F32Add], [Op.F32Mul, W.F32Mul], [Op.F32Sub, W.F32Sub], [Op.F32Div, W.F32Div],
  [Op.F32Min, W.F32Min], [Op.F32Max, W.F32Max], [Op.F32Copysign, W.F32Copysign], [Op.F32Eq, W.F32Eq], [Op.F32Ne, W.F32Ne],
  [Op.F32Lt, W.F32Lt], [Op.F32Gt, W.F32Gt], [Op.F32Le, W.F32Le], [Op.F32Ge, W.F32Ge], [Op.F32Abs, W.F32Abs], [Op.F32Neg, W.F32Neg],
  [Op.F32Ceil, W.F32Ceil], [Op.F32Floor, W.F32Floor], [Op.F32Trunc, W.F32Trunc], [Op.F32Nearest, W.F32Nearest], [Op.F32Sqrt, W.F32Sqrt],
  [Op.F64Add, W.F64Add], [Op.F64Mul, W.F64Mul], [Op.F64Sub, W.F64Sub], [Op.F64Div, W.F64Div], [Op.F64Min, W.F64Min],
  [Op.F64Max, W.F64Max], [Op.F64Copysign, W.F64Copysign], [Op.F64Eq, W.F64Eq], [Op.F64Ne, W.F64Ne], [Op.F64Lt, W.F64Lt],
  [Op.F64Gt, W.F64Gt], [Op.F64Le, W.F64Le], [Op.F64Ge, W.F64Ge], [Op.F64Abs, W.F64Abs], [Op.F64Neg, W.F64Neg], [Op.F64Ceil, W.F64Ceil],
  [Op.F64Floor, W.F64Floor], [Op.F64Trunc, W.F64Trunc], [Op.F64Nearest, W.F64Nearest], [Op.F64Sqrt, W.F64Sqrt],
  [Op.I32WrapI64, W.I32WrapI64], [Op.I64ExtendI32S, W.I64ExtendI32S], [Op.I64ExtendI32U, W.I64ExtendI32U],
  [Op.F32ConvertI32S, W.F32ConvertI32S], [Op.F32ConvertI32U, W.F32ConvertI32U], [Op.F32ConvertI64S, W.F32ConvertI64S],
  [Op.F32ConvertI64U, W.F32ConvertI64U], [Op.F64ConvertI32S, W.F64ConvertI32S], [Op.F64ConvertI32U, W.F64ConvertI32U],
  [Op.F64ConvertI64S, W.F64ConvertI64S], [Op.F64ConvertI64U, W.F64ConvertI64U], [Op.F32DemoteF64, W.F32DemoteF64],
  [Op.F64PromoteF32, W.F64PromoteF32], [Op.I32ReinterpretF32, W.I32ReinterpretF32], [Op.F32ReinterpretI32, W.F32ReinterpretI32],
  [Op.I64ReinterpretF64, W.I64ReinterpretF64], [Op.F64ReinterpretI64, W.F64ReinterpretI64],

  [Op.PtrAdd, W.I32Add], [Op.Select, W.Select],
];

const saturating: readonly (readonly [Op, WM])[] = [
  [Op.I32TruncSatF32S, WM.I32TruncSatF32S], [Op.I32TruncSatF32U, WM.I32TruncSatF32U], [Op.I32TruncSatF64S, WM.I32TruncSatF64S],
  [Op.I32TruncSatF64U, WM.I32TruncSatF64U], [Op.I64TruncSatF32S, WM.I64TruncSatF32S], [Op.I64TruncSatF32U, WM.I64TruncSatF32U],
  [Op.I64TruncSatF64S, WM.I64TruncSatF64S], [Op.I64TruncSatF64U, WM.I64TruncSatF64U],
];

/** Loads: instruction and log2 of the alignment. */
const loads: readonly (readonly [Op, W, number])[] = [
  [Op.Load8S, W.I32Load8S, 0], [Op.Load8U, W.I32Load8U, 0], [Op.Load16S, W.I32Load16S, 1], [Op.Load16U, W.I32Load16U, 1],
  [Op.Load32, W.I32Load, 2], [Op.Load64, W.I64Load, 3], [Op.Load32S64, W.I64Load32S, 2], [Op.Load32U64, W.I64Load32U, 2],
  [Op.LoadF32, W.F32Load, 2], [Op.LoadF64, W.F64Load, 3], [Op.LoadPtr, W.I32Load, 2],
  [Op.Store8, W.I32Store8, 0], [Op.Store16, W.I32Store16, 1], [Op.Store32, W.I32Store, 2], [Op.Store64, W.I64Store, 3],
  [Op.StoreF32, W.F32Store, 2], [Op.StoreF64, W.F64Store, 3], [Op.StorePtr, W.I64Store, 3],
];

const atomics: readonly (readonly [Op, WA, number])[] = [
  [Op.AtomicLoad32, WA.I32Load, 2], [Op.AtomicLoad64, WA.I64Load, 3], [Op.AtomicStore32, WA.I32Store, 2], [Op.AtomicStore64, WA.I64Store, 3],
  [Op.AtomicAdd32, WA.I32Add, 2], [Op.AtomicAdd64, WA.I64Add, 3], [Op.AtomicAnd32, WA.I32And, 2], [Op.AtomicAnd64, WA.I64And, 3],
  [Op.AtomicOr32, WA.I32Or, 2], [Op.AtomicOr64, WA.I64Or, 3], [Op.AtomicXchg32, WA.I32Xchg, 2], [Op.AtomicXchg64, WA.I64Xchg, 3],
  [Op.AtomicCas32, WA.I32Cas, 2], [Op.AtomicCas64, WA.I64Cas, 3], [Op.AtomicLoad8, WA.I32Load8U, 0], [Op.AtomicStore8, WA.I32Store8, 0],
  [Op.AtomicAnd8, WA.I32And8U, 0], [Op.AtomicOr8, WA.I32Or8U, 0], [Op.AtomicLoadPtr, WA.I64Load, 3], [Op.AtomicStorePtr, WA.I64Store, 3],
  [Op.AtomicXchgPtr, WA.I64Xchg, 3], [Op.AtomicCasPtr, WA.I64Cas, 3], [Op.AtomicNotify, WA.Notify, 2], [Op.AtomicWait32, WA.Wait32, 2],
];

function table(rows: readonly (readonly [Op, number, number?])[], align: boolean): Int16Array {
  const t = new Int16Array(256).fill(-1);
  for (const [op, code, al] of rows) t[op] = align ? al! : code;
  return t;
}

/** Opcode by op, -1 if the op is no single one-byte instruction on its operands. */
export const simpleOpcode = table(simple, false);
export const saturatingOpcode = table(saturating, false);
export const memOpcode = table(loads, false);
export const memAlign = table(loads, true);
export const atomicOpcode = table(atomics, false);
export const atomicAlign = table(atomics, true);
