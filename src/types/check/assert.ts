// Type assertions. spec#Type_assertions

import type { Node } from '../../syntax/ast.ts';
import { Mode, type Type, TypeKind } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { isInterface, isValid } from '../predicates.ts';
import { hasAllMethods } from '../missing-method.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr } from './expr.ts';
import { varType } from './typexpr.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

export function typeAssertExpr(c: Checker, x: Operand, n: Node): void {
  expr(c, null, x, n.x!);
  if (x.mode === Mode.Invalid) return;
  if (n.y === null) {
    c.errN(n, 'BadTypeKeyword', 'invalid syntax tree: use of .(type) outside type switch');
    x.mode = Mode.Invalid;
    return;
  }
  if (isTypeParam(x.type)) {
    c.errO(x, 'InvalidAssert', `invalid operation: cannot use type assertion on type parameter value ${c.o(x)}`);
    x.mode = Mode.Invalid;
    return;
  }
  if (under(x.type).kind !== TypeKind.Interface) {
    c.errO(x, 'InvalidAssert', `invalid operation: ${c.o(x)} is not an interface`);
    x.mode = Mode.Invalid;
    return;
  }
  const T = varType(c, n.y);
  if (!isValid(T)) {
    x.mode = Mode.Invalid;
    return;
  }
  checkAssertable(c, n, x, T, false);
  x.mode = Mode.CommaOk;
  x.type = T;
}

/** x.(T) is impossible if T is concrete and lacks a method of x's interface. n: the assertion, or the case's type. */
export function checkAssertable(c: Checker, n: Node, x: Operand, T: Type, typeSwitch: boolean): void {
  if (isInterface(T)) return;
  const r = hasAllMethods(T, x.type, false, c.str);
  if (r.ok) return;
  const cause = r.cause;
  const e = exprString(n);
  c.errN(n, 'ImpossibleAssert', typeSwitch
    ? `impossible type switch case: ${e}\n\t${c.o(x)} cannot have dynamic type ${c.t(T)} ${cause}`
    : `impossible type assertion: ${e}\n\t${c.t(T)} does not implement ${c.t(x.type)} ${cause}`);
}
