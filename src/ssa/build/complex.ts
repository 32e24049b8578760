// Complex products and quotients. complex64 operations are computed in float64, as gc does, so results round once.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import type { Type } from '../../types/types.ts';
import type { FuncBuilder, Value } from './builder.ts';

function wide(b: FuncBuilder, t: Type, v: Value): Value {
  if (b.layout(t).size === 16) return v;
  return v.map((w) => b.emit(Op.F64PromoteF32, VT.F64, w));
}

function narrow(b: FuncBuilder, t: Type, re: ValueId, im: ValueId): Value {
  if (b.layout(t).size === 16) return [re, im];
  return [b.emit(Op.F32DemoteF64, VT.F32, re), b.emit(Op.F32DemoteF64, VT.F32, im)];
}

/** x * y of complex type t. */
export function complexMul(b: FuncBuilder, t: Type, x: Value, y: Value): Value {
  const [a, c] = wide(b, t, x) as [ValueId, ValueId];
  const [d, e] = wide(b, t, y) as [ValueId, ValueId];
  const mul = (p: ValueId, q: ValueId): ValueId => b.emit(Op.F64Mul, VT.F64, p, q);
  const re = b.emit(Op.F64Sub, VT.F64, mul(a, d), mul(c, e));
  const im = b.emit(Op.F64Add, VT.F64, mul(a, e), mul(c, d));
  return narrow(b, t, re, im);
}

/** x / y of complex type t. */
export function complexDiv(b: FuncBuilder, t: Type, x: Value, y: Value): Value {
  const r = b.callRuntime('complex128div', ...wide(b, t, x), ...wide(b, t, y));
  return narrow(b, t, r[0]!, r[1]!);
}
