// close, panic, recover, print, println. spec#Close, spec#Handling_panics, spec#Bootstrapping

import { Dir, Mode, type Type, TypeKind } from '../types.ts';
import { tEmptyInterface } from '../universe.ts';
import { assignment } from '../check/assignment.ts';
import { underIs } from '../check/common.ts';
import type { Checker } from '../check/checker.ts';
import { type BuiltinCall, noResult, recordBuiltin, valueResult } from './builtin.ts';

export function closeCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const ok = underIs(x.type, (u) => {
    if (u === null || u.kind !== TypeKind.Chan) {
      c.errO(x, 'InvalidClose', `invalid operation: cannot close non-channel ${c.o(x)}`);
      return false;
    }
    if (u.dir === Dir.Recv) {
      c.errO(x, 'InvalidClose', `invalid operation: cannot close receive-only channel ${c.o(x)}`);
      return false;
    }
    return true;
  });
  if (!ok) return false;
  recordBuiltin(c, b, null, [x.type]);
  return noResult(x);
}

export function panicCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  // Remembered for the analysis of terminating statements.
  const env = c.env;
  if (env.sig !== null && env.sig.results!.fields.length > 0) {
    env.panics ??= new Set();
    env.panics.add(b.call.id);
  }
  assignment(c, x, tEmptyInterface, 'argument to panic');
  if (x.mode === Mode.Invalid) return false;
  recordBuiltin(c, b, null, [tEmptyInterface]);
  return noResult(x);
}

export function printCall(c: Checker, b: BuiltinCall): boolean {
  const types: Type[] = [];
  for (const a of b.args) {
    assignment(c, a, null, `argument to built-in ${b.name}`);
    if (a.mode === Mode.Invalid) return false;
    types.push(a.type);
  }
  recordBuiltin(c, b, null, types);
  return noResult(b.x);
}

export function recoverCall(c: Checker, b: BuiltinCall): boolean {
  recordBuiltin(c, b, tEmptyInterface, []);
  return valueResult(b.x, tEmptyInterface);
}
