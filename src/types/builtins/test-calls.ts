// assert and trace, see test-builtins.ts.

import { ConstKind } from '../../constant/value.ts';
import { Mode } from '../types.ts';
import { isBoolean } from '../predicates.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { rawExpr } from '../check/expr.ts';
import type { Checker } from '../check/checker.ts';
import { Operand } from '../check/operand.ts';
import { type BuiltinCall, noResult } from './builtin.ts';

export function assertCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  if (x.mode !== Mode.Constant || !isBoolean(x.type)) {
    c.errO(x, 'Test', `invalid argument: ${c.o(x)} is not a boolean constant`);
    return false;
  }
  if (x.val!.kind === ConstKind.Bool && !x.val!.bool) c.errN(b.call, 'Test', `${exprString(b.call)} failed`);
  return true;
}

/** trace(x, …) is x; what types2 prints is not wanted. */
export function traceCall(c: Checker, b: BuiltinCall): boolean {
  if (b.nargs === 0) return noResult(b.x);
  const list = b.call.list;
  rawExpr(c, null, b.x, list[0]!, null, false);
  for (let i = 1; i < list.length; i++) rawExpr(c, null, new Operand(), list[i]!, null, false);
  return b.x.mode !== Mode.Invalid;
}
