// Expressions evaluated only so that what they mention counts as used, after an error elsewhere.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Mode } from '../types.ts';
import { type Obj, ObjKind } from '../objects.ts';
import { exprOrType, rawExpr } from './expr.ts';
import { type Checker, unparen } from './checker.ts';
import { Operand } from './operand.ts';

/** Evaluates each; whether all were valid. */
export function use(c: Checker, list: readonly (Node | null)[]): boolean { return useAll(c, list, false); }

/** As use, but variables on the left of an assignment do not count as used. */
export function useLHS(c: Checker, list: readonly (Node | null)[]): boolean { return useAll(c, list, true); }

function useAll(c: Checker, list: readonly (Node | null)[], lhs: boolean): boolean {
  let ok = true;
  for (const n of list) if (n !== null && !useOne(c, n, lhs)) ok = false;
  return ok;
}

function useOne(c: Checker, n: Node, lhs: boolean): boolean {
  const e = unparen(n);
  const x = new Operand();
  x.mode = Mode.Value;
  if (e.kind === Kind.Ident) {
    if (e.name === '_') return true;
    const v = lhs ? localVar(c, e) : null;
    const used = v !== null && v.used;
    exprOrType(c, x, e, true);
    if (v !== null) v.used = used;
  } else if (e.kind === Kind.KeyValue) {
    return useOne(c, e.y!, lhs);
  } else {
    rawExpr(c, null, x, n, null, true);
  }
  return x.mode as Mode !== Mode.Invalid;
}

/** The variable of this package that identifier n denotes, else null. */
export function localVar(c: Checker, n: Node): Obj | null {
  const obj = c.lookup(n.name);
  return obj !== null && obj.kind === ObjKind.Var && obj.pkg === c.pkg ? obj : null;
}
