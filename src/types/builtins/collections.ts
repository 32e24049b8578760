// append, cap, clear, copy, delete, len. spec#Appending_and_copying_slices, spec#Length_and_capacity, spec#Clear

import { makeInt64, makeUnknown, stringVal } from '../../constant/constant.ts';
import type { ConstValue } from '../../constant/value.ts';
import { Mode, type Type, TypeKind, newSlice } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { allString, identical, isString, isValid } from '../predicates.ts';
import { tByte, tInt } from '../universe.ts';
import { assignableTo } from '../check/assignable.ts';
import { assignment } from '../check/assignment.ts';
import { callArguments } from '../check/call.ts';
import { arrayPtrDeref, typeSetPairs, underIs } from '../check/common.ts';
import type { Checker } from '../check/checker.ts';
import type { Operand } from '../check/operand.ts';
import { startPos } from '../check/positions.ts';
import { type BuiltinCall, noResult, recordBuiltin, valueResult } from './builtin.ts';
import { BuiltinId } from './ids.ts';

const tBytes = newSlice(tByte);

/** Element type of the slice(s) x, or the reason why there is none. */
function sliceElem(c: Checker, x: Operand): Type | string {
  let elem: Type | null = null;
  for (const [, u] of typeSetPairs(x.type)) {
    if (u === null || u.kind !== TypeKind.Slice) {
      return 'argument must be a slice; have ' + (x.isNil ? 'untyped nil' : c.o(x));
    }
    if (elem === null) elem = u.elem!;
    else if (!identical(elem, u.elem!)) return `mismatched slice element types ${c.t(elem)} and ${c.t(u.elem!)} in ${c.o(x)}`;
  }
  return elem!;
}

/** Whether all types of y's type set are byte slices or strings; and whether a string is among them. */
function bytesOrString(y: Operand): { ok: boolean; hasString: boolean } {
  let hasString = false;
  for (const [, u] of typeSetPairs(y.type)) {
    if (u !== null && isString(u)) hasString = true;
    else if (u === null || u.kind !== TypeKind.Slice || !identical(u.elem!, tByte)) return { ok: false, hasString };
  }
  return { ok: true, hasString };
}

export function appendCall(c: Checker, b: BuiltinCall): boolean {
  const { x, call, args } = b;
  const S = x.type;
  const elem = sliceElem(c, x);
  if (typeof elem === 'string') {
    c.errO(x, 'InvalidAppend', 'invalid append: ' + elem);
    return false;
  }
  // Special case: append([]byte, string...).
  if (b.nargs === 2 && call.op === 1 && assignableTo(c, x, tBytes).ok) {
    const y = args[1]!;
    const r = bytesOrString(y);
    if (r.ok && r.hasString) {
      recordBuiltin(c, b, S, [S, y.type], true);
      // An untyped string constant becomes a string.
      if (allString(y.type)) assignment(c, y, null, 'argument to append');
      return valueResult(x, S);
    }
  }
  const sig = recordBuiltin(c, b, S, [S, newSlice(elem)], true);
  callArguments(c, call, sig, [], [], args, []); // its errors do not matter for the result
  return valueResult(x, S);
}

export function capLenCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const isLen = b.id === BuiltinId.Len;
  let mode: Mode = Mode.Invalid;
  let val: ConstValue | null = null;
  const u = arrayPtrDeref(under(x.type));
  switch (u.kind) {
    case TypeKind.Basic:
      if (!isString(u) || !isLen) break;
      mode = Mode.Value;
      if (x.mode === Mode.Constant) {
        mode = Mode.Constant;
        val = makeInt64(stringVal(x.val!).length);
      }
      break;
    case TypeKind.Array:
      // "The expressions len(s) and cap(s) are constants if the type of s is an array or pointer to an array and the expression
      // s does not contain channel receives or (non-constant) function calls".
      mode = Mode.Value;
      if (!c.env.hasCallOrRecv) {
        mode = Mode.Constant;
        val = u.len >= 0 ? makeInt64(u.len) : makeUnknown();
      }
      break;
    case TypeKind.Slice: case TypeKind.Chan: mode = Mode.Value; break;
    case TypeKind.Map: if (isLen) mode = Mode.Value; break;
    case TypeKind.Interface:
      if (isTypeParam(x.type) && underIs(x.type, (t) => t !== null && hasLength(arrayPtrDeref(t), isLen))) mode = Mode.Value;
      break;
    default: break;
  }
  if (mode === Mode.Invalid) {
    if (isValid(under(x.type))) c.errO(x, isLen ? 'InvalidLen' : 'InvalidCap', `invalid argument: ${c.o(x)} for built-in ${b.name}`);
    return false;
  }
  // A constant argument of type string is not converted: it has no run-time value.
  if (mode !== Mode.Constant) recordBuiltin(c, b, tInt, [x.type]);
  x.mode = mode;
  x.type = tInt;
  x.val = val;
  return true;
}

function hasLength(u: Type, isLen: boolean): boolean {
  switch (u.kind) {
    case TypeKind.Basic: return isLen && isString(u);
    case TypeKind.Array: case TypeKind.Slice: case TypeKind.Chan: return true;
    case TypeKind.Map: return isLen;
    default: return false;
  }
}

export function clearCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  c.needVersion(startPos(b.call.x!), 21, 'clear');
  const ok = underIs(x.type, (u) => {
    if (u !== null && (u.kind === TypeKind.Map || u.kind === TypeKind.Slice)) return true;
    c.errO(x, 'InvalidClear', `invalid argument: cannot clear ${c.o(x)}: argument must be (or constrained by) map or slice`);
    return false;
  });
  if (!ok) return false;
  recordBuiltin(c, b, null, [x.type]);
  return noResult(x);
}

export function copyCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const y = b.args[1]!;
  // Special case: a byte slice may be copied from a string.
  const special = assignableTo(c, x, tBytes).ok && bytesOrString(y).ok;
  if (special) {
    if (allString(y.type)) assignment(c, y, null, 'argument to copy');
  } else {
    const dst = sliceElem(c, x);
    if (typeof dst === 'string') {
      c.errO(x, 'InvalidCopy', 'invalid copy: ' + dst);
      return false;
    }
    let src = sliceElem(c, y);
    if (typeof src === 'string') {
      if (!allString(y.type)) {
        c.errO(y, 'InvalidCopy', 'invalid copy: ' + src);
        return false;
      }
      src = tByte;
    }
    if (!identical(dst, src)) {
      c.errO(x, 'InvalidCopy', `invalid copy: arguments ${c.o(x)} and ${c.o(y)} have different element types ${c.t(dst)} and ${c.t(src)}`);
      return false;
    }
  }
  recordBuiltin(c, b, tInt, [x.type, y.type]);
  return valueResult(x, tInt);
}

export function deleteCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const m = x.type;
  let key: Type | null = null;
  const ok = underIs(m, (u) => {
    if (u === null || u.kind !== TypeKind.Map) {
      c.errO(x, 'InvalidDelete', `invalid argument: ${c.o(x)} is not a map`);
      return false;
    }
    if (key !== null && !identical(u.key!, key)) {
      c.errO(x, 'InvalidDelete', `invalid argument: maps of ${c.o(x)} must have identical key types`);
      return false;
    }
    key = u.key!;
    return true;
  });
  if (!ok) return false;
  x.assign(b.args[1]!);
  assignment(c, x, key, 'argument to delete');
  if (x.mode === Mode.Invalid) return false;
  recordBuiltin(c, b, null, [m, key!]);
  return noResult(x);
}
