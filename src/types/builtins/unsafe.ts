// Package unsafe. spec#Package_unsafe

import { makeInt64 } from '../../constant/constant.ts';
import { Kind } from '../../syntax/ast.ts';
import { Mode, SelKind, type Type, TypeKind, newPointer, newSlice } from '../types.ts';
import { ObjKind } from '../objects.ts';
import { derefStructPtr, isTypeParam, under } from '../under.ts';
import { tByte, tString, tUintptr, tUnsafePointer } from '../universe.ts';
import { lookupFieldOrMethod } from '../lookup.ts';
import { alignof, fieldOffsets, sizeof } from '../sizes.ts';
import { assignment } from '../check/assignment.ts';
import { commonUnder } from '../check/common.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr } from '../check/expr.ts';
import { isValidIndex } from '../check/index.ts';
import { use } from '../check/use.ts';
import { type Checker, unparen } from '../check/checker.ts';
import { Operand } from '../check/operand.ts';
import { startPos } from '../check/positions.ts';
import { type BuiltinCall, recordBuiltin, valueResult } from './builtin.ts';

const tBytePtr = newPointer(tByte);

export function addCall(c: Checker, b: BuiltinCall): boolean {
  c.needVersion(startPos(b.call.x!), 17, 'unsafe.Add');
  assignment(c, b.x, tUnsafePointer, 'argument to unsafe.Add');
  if (b.x.mode === Mode.Invalid) return false;
  const y = b.args[1]!;
  if (!isValidIndex(c, y, 'InvalidUnsafeAdd', 'length', true)) return false;
  recordBuiltin(c, b, tUnsafePointer, [tUnsafePointer, y.type]);
  return valueResult(b.x, tUnsafePointer);
}

/** Whether the size of t depends on type parameters. */
export function hasVarSize(t: Type, seen: Map<Type, boolean> = new Map()): boolean {
  if (t.kind === TypeKind.Named) {
    const known = seen.get(t);
    if (known !== undefined) return known;
    seen.set(t, true); // possibly recursive until proven otherwise
    const r = partsVary(t, seen);
    seen.set(t, r);
    return r;
  }
  return partsVary(t, seen);
}

function partsVary(t: Type, seen: Map<Type, boolean>): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Array: return hasVarSize(u.elem!, seen);
    case TypeKind.Struct: return u.fields.some((f) => hasVarSize(f.type!, seen));
    case TypeKind.Interface: return isTypeParam(t);
    default: return false;
  }
}

/** A uintptr: the constant n, or a value if it depends on type parameters. */
function sizeResult(c: Checker, b: BuiltinCall, varies: boolean, arg: Type, n: () => number): boolean {
  const { x } = b;
  if (varies) {
    recordBuiltin(c, b, tUintptr, [arg]);
    return valueResult(x, tUintptr);
  }
  const v = n();
  if (v < 0) {
    c.errO(x, 'TypeTooLarge', `${c.o(x)} is too large`);
    return false;
  }
  x.mode = Mode.Constant;
  x.val = makeInt64(v);
  x.type = tUintptr;
  return true;
}

export function alignofCall(c: Checker, b: BuiltinCall): boolean {
  assignment(c, b.x, null, 'argument to unsafe.Alignof');
  if (b.x.mode === Mode.Invalid) return false;
  const t = b.x.type;
  return sizeResult(c, b, hasVarSize(t), t, () => alignof(t));
}

export function sizeofCall(c: Checker, b: BuiltinCall): boolean {
  assignment(c, b.x, null, 'argument to unsafe.Sizeof');
  if (b.x.mode === Mode.Invalid) return false;
  const t = b.x.type;
  return sizeResult(c, b, hasVarSize(t), t, () => sizeof(t));
}

export function offsetofCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  const n = b.call.list[0]!;
  const sel = unparen(n);
  if (sel.kind !== Kind.Selector) {
    c.errN(n, 'BadOffsetofSyntax', `invalid argument: ${exprString(n)} is not a selector expression`);
    use(c, [n]);
    return false;
  }
  expr(c, null, x, sel.x!);
  if (x.mode === Mode.Invalid) return false;
  const base = derefStructPtr(x.type);
  const name = sel.y!.name;
  const r = lookupFieldOrMethod(base, false, c.pkg, name, false);
  if (r.obj === null) {
    c.errO(x, 'MissingFieldOrMethod', `invalid argument: ${c.t(base)} has no single field ${name}`);
    return false;
  }
  if (r.obj.kind === ObjKind.Func) {
    c.errN(n, 'InvalidOffsetof', `invalid argument: ${exprString(n)} is a method value`);
    return false;
  }
  if (r.indirect) {
    c.errO(x, 'InvalidOffsetof', `invalid argument: field ${name} is embedded via a pointer in ${c.t(base)}`);
    return false;
  }
  const ftype = r.obj.type!;
  c.recordSelection(sel, SelKind.FieldVal, base, r.obj, r.index!, false, ftype);
  c.record(new Operand().set(x.mode === Mode.Variable ? Mode.Variable : Mode.Value, sel, ftype));
  return sizeResult(c, b, hasVarSize(base), ftype, () => offsetOf(base, r.index!));
}

/** Offset of the field that the index path leads to; -1 if too large. */
function offsetOf(t: Type, path: readonly number[]): number {
  let sum = 0;
  for (const i of path) {
    const s = under(t);
    const o = fieldOffsets(s)[i]!;
    if (o < 0) return -1;
    sum += o;
    t = s.fields[i]!.type!;
  }
  return sum;
}

export function sliceCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  c.needVersion(startPos(b.call.x!), 17, 'unsafe.Slice');
  const ptr = commonUnder(c, x.type, null).type;
  if (ptr === null || ptr.kind !== TypeKind.Pointer) {
    c.errO(x, 'InvalidUnsafeSlice', `invalid argument: ${c.o(x)} is not a pointer`);
    return false;
  }
  const y = b.args[1]!;
  if (!isValidIndex(c, y, 'InvalidUnsafeSlice', 'length', false)) return false;
  const S = newSlice(ptr.elem!);
  recordBuiltin(c, b, S, [ptr, y.type]);
  return valueResult(x, S);
}

export function sliceDataCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  c.needVersion(startPos(b.call.x!), 20, 'unsafe.SliceData');
  const s = commonUnder(c, x.type, null).type;
  if (s === null || s.kind !== TypeKind.Slice) {
    c.errO(x, 'InvalidUnsafeSliceData', `invalid argument: ${c.o(x)} is not a slice`);
    return false;
  }
  const P = newPointer(s.elem!);
  recordBuiltin(c, b, P, [s]);
  return valueResult(x, P);
}

export function stringCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  c.needVersion(startPos(b.call.x!), 20, 'unsafe.String');
  assignment(c, x, tBytePtr, 'argument to unsafe.String');
  if (x.mode === Mode.Invalid) return false;
  const y = b.args[1]!;
  if (!isValidIndex(c, y, 'InvalidUnsafeString', 'length', false)) return false;
  recordBuiltin(c, b, tString, [tBytePtr, y.type]);
  return valueResult(x, tString);
}

export function stringDataCall(c: Checker, b: BuiltinCall): boolean {
  const { x } = b;
  c.needVersion(startPos(b.call.x!), 20, 'unsafe.StringData');
  assignment(c, x, tString, 'argument to unsafe.StringData');
  if (x.mode === Mode.Invalid) return false;
  recordBuiltin(c, b, tBytePtr, [tString]);
  return valueResult(x, tBytePtr);
}
