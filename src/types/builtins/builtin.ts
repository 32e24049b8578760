// Calls of predeclared functions and of those of package unsafe: the common part, and the dispatch to the families' files.
// spec#Built-in_functions

import type { Node } from '../../syntax/ast.ts';
import { Kind } from '../../syntax/ast.ts';
import { Mode, type Type, newSignature, newTuple } from '../types.ts';
import { VarKind } from '../objects.ts';
import { defaultType } from '../predicates.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { exprList } from '../check/expr.ts';
import { startPos } from '../check/positions.ts';
import { use } from '../check/use.ts';
import type { Checker } from '../check/checker.ts';
import { Operand } from '../check/operand.ts';
import { appendCall, capLenCall, clearCall, copyCall, deleteCall } from './collections.ts';
import { closeCall, panicCall, printCall, recoverCall } from './control.ts';
import { complexCall, minMaxCall, realImagCall } from './numbers.ts';
import { makeCall, newCall } from './allocation.ts';
import { addCall, alignofCall, offsetofCall, sizeofCall, sliceCall, sliceDataCall, stringCall, stringDataCall } from './unsafe.ts';
import { assertCall, traceCall } from './test-calls.ts';
import { BuiltinId, builtinInfos } from './ids.ts';

/** A call being checked. The first argument's operand is also `x`, which takes the result. */
export interface BuiltinCall { x: Operand; call: Node; id: BuiltinId; args: Operand[]; nargs: number; name: string }

/** x becomes the result of the call; false after an error. */
export function builtinCall(c: Checker, x: Operand, call: Node, id: BuiltinId): boolean {
  const info = builtinInfos[id]!;
  const dots = call.op === 1;
  if (dots && id !== BuiltinId.Append) {
    c.err(startPos(call), 'InvalidDotDotDot', `invalid operation: invalid use of ... with built-in ${info.name}`, [], call.aux);
    use(c, call.list);
    return false;
  }
  // len and cap are constant unless their argument contains calls or receive operations.
  const measured = id === BuiltinId.Len || id === BuiltinId.Cap;
  const outer = c.env.hasCallOrRecv;
  if (measured) c.env.hasCallOrRecv = false;
  const ok = evaluate(c, { x, call, id, args: [], nargs: call.list.length, name: info.name });
  if (measured) c.env.hasCallOrRecv = outer;
  return ok;
}

function evaluate(c: Checker, b: BuiltinCall): boolean {
  const { x, call, id } = b;
  // These take types or look at their arguments as syntax.
  const raw = id === BuiltinId.Make || id === BuiltinId.New || id === BuiltinId.UnsafeOffsetof || id === BuiltinId.Trace;
  if (!raw) {
    b.args = exprList(c, call.list);
    b.nargs = b.args.length;
    for (const a of b.args) if (a.mode === Mode.Invalid) return false;
    if (b.nargs > 0) {
      x.assign(b.args[0]!);
      b.args[0] = x;
    }
  }
  const info = builtinInfos[id]!;
  const what = b.nargs < info.nargs ? 'not enough' : !info.variadic && b.nargs > info.nargs ? 'too many' : '';
  if (what !== '') {
    c.err(startPos(call), 'WrongArgCount', `invalid operation: ${what} arguments for ${exprString(call)} (expected ${info.nargs}, found ${b.nargs})`, [], call.end - 1);
    return false;
  }
  return dispatch(c, b);
}

function dispatch(c: Checker, b: BuiltinCall): boolean {
  switch (b.id) {
    case BuiltinId.Append: return appendCall(c, b);
    case BuiltinId.Cap: case BuiltinId.Len: return capLenCall(c, b);
    case BuiltinId.Clear: return clearCall(c, b);
    case BuiltinId.Close: return closeCall(c, b);
    case BuiltinId.Complex: return complexCall(c, b);
    case BuiltinId.Copy: return copyCall(c, b);
    case BuiltinId.Delete: return deleteCall(c, b);
    case BuiltinId.Imag: case BuiltinId.Real: return realImagCall(c, b);
    case BuiltinId.Make: return makeCall(c, b);
    case BuiltinId.Max: case BuiltinId.Min: return minMaxCall(c, b);
    case BuiltinId.New: return newCall(c, b);
    case BuiltinId.Panic: return panicCall(c, b);
    case BuiltinId.Print: case BuiltinId.Println: return printCall(c, b);
    case BuiltinId.Recover: return recoverCall(c, b);
    case BuiltinId.UnsafeAdd: return addCall(c, b);
    case BuiltinId.UnsafeAlignof: return alignofCall(c, b);
    case BuiltinId.UnsafeOffsetof: return offsetofCall(c, b);
    case BuiltinId.UnsafeSizeof: return sizeofCall(c, b);
    case BuiltinId.UnsafeSlice: return sliceCall(c, b);
    case BuiltinId.UnsafeSliceData: return sliceDataCall(c, b);
    case BuiltinId.UnsafeString: return stringCall(c, b);
    case BuiltinId.UnsafeStringData: return stringDataCall(c, b);
    case BuiltinId.Assert: return assertCall(c, b);
    default: return traceCall(c, b);
  }
}

/** Records the function operand with the signature that this call of the built-in has. */
export function recordBuiltin(c: Checker, b: BuiltinCall, result: Type | null, args: readonly Type[], variadic = false): Type {
  const params = args.map((t) => c.newVar(VarKind.Param, 0, '', defaultType(t)));
  const results = result === null ? [] : [c.newVar(VarKind.Result, 0, '', result)];
  const sig = newSignature(null, newTuple(params), newTuple(results), variadic);
  let f = b.call.x!;
  c.recordType(f, Mode.Builtin, sig, null);
  while (f.kind === Kind.Paren) {
    f = f.x!;
    c.recordType(f, Mode.Builtin, sig, null);
  }
  return sig;
}

/** The call yields a value of type t. */
export function valueResult(x: Operand, t: Type): true {
  x.mode = Mode.Value;
  x.type = t;
  x.val = null;
  return true;
}

export function noResult(x: Operand): true {
  x.mode = Mode.NoValue;
  return true;
}
