// make and new. spec#Making_slices_maps_and_channels, spec#Allocation

import { Mode, type Type, TypeKind, newPointer } from '../types.ts';
import { isUntyped, isValid } from '../predicates.ts';
import { assignment } from '../check/assignment.ts';
import { commonUnder } from '../check/common.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { exprOrType } from '../check/expr.ts';
import { index } from '../check/index.ts';
import { validVarType, varType } from '../check/typexpr.ts';
import type { Checker } from '../check/checker.ts';
import { startPos } from '../check/positions.ts';
import { type BuiltinCall, recordBuiltin, valueResult } from './builtin.ts';

export function makeCall(c: Checker, b: BuiltinCall): boolean {
  const args = b.call.list;
  const n0 = args[0]!;
  const T = varType(c, n0);
  if (!isValid(T)) return false;
  const r = commonUnder(c, T, (_t, u) => (u === null ? 'no specific type'
    : u.kind === TypeKind.Slice || u.kind === TypeKind.Map || u.kind === TypeKind.Chan ? '' : 'type must be slice, map, or channel'));
  if (r.type === null) {
    c.errN(n0, 'InvalidMake', `invalid argument: cannot make ${exprString(n0)}: ${r.cause}`);
    return false;
  }
  const min = r.type.kind === TypeKind.Slice ? 2 : 1;
  if (b.nargs < min || b.nargs > min + 1) {
    c.errN(b.call, 'WrongArgCount', `invalid operation: ${exprString(b.call)} expects ${min} or ${min + 1} arguments; found ${b.nargs}`);
    return false;
  }
  const types: Type[] = [T];
  const sizes: number[] = [];
  for (let i = 1; i < args.length; i++) {
    const s = index(c, args[i]!, -1);
    types.push(s.type);
    if (s.val >= 0) sizes.push(s.val);
  }
  if (sizes.length === 2 && sizes[0]! > sizes[1]!) c.errN(args[1]!, 'SwappedMakeArgs', 'invalid argument: length and capacity swapped');
  recordBuiltin(c, b, T, types);
  return valueResult(b.x, T);
}

/** new(T), and since Go 1.26 new(expr): a variable initialised with the value. */
export function newCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const n = b.call.list[0]!;
  exprOrType(c, x, n, false);
  if (x.mode === Mode.Builtin) {
    c.errO(x, 'UncalledBuiltin', `${c.o(x)} must be called`);
    return false;
  }
  if (x.mode === Mode.Invalid) return false;
  if (x.mode === Mode.TypeExpr) {
    validVarType(c, n, x.type);
  } else {
    if (isUntyped(x.type)) {
      assignment(c, x, null, 'argument to new');
      if (x.mode as Mode === Mode.Invalid) return false;
    }
    c.needVersion(startPos(b.call.x!), 26, `new(${exprString(n)})`);
  }
  const T = x.type;
  const P = newPointer(T);
  recordBuiltin(c, b, P, [T]);
  return valueResult(x, P);
}
