// Slice expressions. spec#Slice_expressions

import type { Node } from '../../syntax/ast.ts';
import { stringVal } from '../../constant/constant.ts';
import { Mode, type Type, TypeKind, newSlice } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { identical, isString, isUntyped } from '../predicates.ts';
import { tByte, tString } from '../universe.ts';
import { typeSetPairs } from './common.ts';
import { expr } from './expr.ts';
import { index } from './index.ts';
import { use } from './use.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

export function sliceExpr(c: Checker, x: Operand, n: Node): void {
  expr(c, null, x, n.x!);
  if (x.mode === Mode.Invalid) {
    use(c, [n.y, n.z, n.w]);
    return;
  }
  const u = sliceableType(c, x);
  if (u === null) {
    x.mode = Mode.Invalid;
    return;
  }
  const length = sliceOperand(c, x, n, u);
  if (length === undefined) {
    x.mode = Mode.Invalid;
    return;
  }
  x.mode = Mode.Value;
  if (n.op === 1 && (n.z === null || n.w === null)) { // reported by the parser
    x.mode = Mode.Invalid;
    return;
  }
  checkIndices(c, n, length);
}

/** The common underlying type to slice; string if some type of the type set is one. */
function sliceableType(c: Checker, x: Operand): Type | null {
  let ct: Type | null = null;
  let cu: Type | null = null;
  let hasString = false;
  for (const [t, u0] of typeSetPairs(x.type)) {
    let u = u0;
    if (u === null) {
      c.errO(x, 'NonSliceableOperand', `cannot slice ${c.o(x)}: no specific type in ${c.t(x.type)}`);
      return null;
    }
    if (isString(u)) {
      u = newSlice(tByte);
      hasString = true;
    }
    if (cu === null) {
      ct = t;
      cu = u;
    } else if (!identical(cu, u)) {
      c.errO(x, 'NonSliceableOperand', `cannot slice ${c.o(x)}: ${c.t(ct!)} and ${c.t(t!)} have different underlying types`);
      return null;
    }
  }
  if (!hasString) return cu;
  return isTypeParam(x.type) ? tString : under(x.type);
}

/** Sets x's type to the result's; the constant length if known, -1 if not, undefined after an error. */
function sliceOperand(c: Checker, x: Operand, n: Node, u: Type): number | undefined {
  switch (u.kind) {
    case TypeKind.Basic:
      if (!isString(u)) break;
      if (n.op === 1) {
        c.errN(n.w ?? n, 'InvalidSliceExpr', 'invalid operation: 3-index slice of string');
        return undefined;
      }
      {
        const length = x.mode === Mode.Constant ? stringVal(x.val!).length : -1;
        // The result of slicing an untyped string is of type string.
        if (isUntyped(x.type)) x.type = tString;
        return length;
      }
    case TypeKind.Array:
      if (x.mode !== Mode.Variable) {
        c.errO(x, 'NonSliceableOperand', `cannot slice unaddressable value ${c.o(x)}`);
        return undefined;
      }
      x.type = newSlice(u.elem!);
      return u.len;
    case TypeKind.Pointer: {
      const a = under(u.elem!);
      if (a.kind !== TypeKind.Array) break;
      x.type = newSlice(a.elem!);
      return a.len;
    }
    case TypeKind.Slice: return -1;
    default: break;
  }
  c.errO(x, 'NonSliceableOperand', `cannot slice ${c.o(x)}`);
  return undefined;
}

/** Constant indices must be in range and in order. */
function checkIndices(c: Checker, n: Node, length: number): void {
  const nodes = [n.y, n.z, n.w];
  const vals = [-1, -1, -1];
  for (let i = 0; i < 3; i++) {
    const e = nodes[i]!;
    if (e !== null) {
      const r = index(c, e, length >= 0 ? length + 1 : -1); // the "capacity" counts as an index
      vals[i] = r.val;
    } else if (i === 0) {
      vals[0] = 0;
    } else {
      vals[i] = length;
    }
  }
  for (let i = 0; i < 2; i++) {
    if (vals[i]! <= 0) continue;
    for (let j = i + 1; j < 3; j++) {
      if (vals[j]! >= 0 && vals[j]! < vals[i]!) {
        const at = nodes[j] ?? n;
        c.errN(at, 'SwappedSliceIndices', `invalid slice indices: ${vals[j]!} < ${vals[i]!}`);
        return;
      }
    }
  }
}
