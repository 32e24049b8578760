// The universe scope and package unsafe. // spec#Predeclared_identifiers

import { makeBool, makeInt64 } from '../constant/constant.ts';
import { anyInterface, basicTypes, comparableInterface, tByte, tEmptyInterface, tInt, tInvalid, tRune, tString, tUnsafePointer, tUntypedBool, tUntypedInt, tUntypedNil } from './basic-types.ts';
import { Obj, ObjKind, Package, Scope, VarKind } from './objects.ts';
import { Basic, newSignature, newTuple, Type, TypeKind } from './types.ts';
import { TypeSet } from './typeset-data.ts';

export * from './basic-types.ts';

/** Obj.builtin of builtin functions. Those from Add on belong to package unsafe. */
export const enum BuiltinId {
  Append = 1, Cap, Clear, Close, Complex, Copy, Delete, Imag, Len, Make, Max, Min, New, Panic, Print, Println, Real, Recover,
  Add, Alignof, Offsetof, Sizeof, Slice, SliceData, String, StringData,
  Assert, Trace,
}

const builtinNames: readonly string[] = ['', 'append', 'cap', 'clear', 'close', 'complex', 'copy', 'delete', 'imag', 'len', 'make', 'max', 'min', 'new',
  'panic', 'print', 'println', 'real', 'recover', 'Add', 'Alignof', 'Offsetof', 'Sizeof', 'Slice', 'SliceData', 'String', 'StringData', 'assert', 'trace'];

export function builtinName(id: BuiltinId): string { return builtinNames[id]!; }
export function isUnsafeBuiltin(id: BuiltinId): boolean { return id >= BuiltinId.Add && id <= BuiltinId.StringData; }

export const universe = new Scope(null);
export const unsafePackage = new Package('unsafe', 'unsafe', universe);
unsafePackage.complete = true;

function define(o: Obj): Obj {
  universe.insert(o);
  return o;
}

function typeName(name: string, t: Type | null): Obj { return new Obj(ObjKind.TypeName, 0, null, name, t); }

for (const t of basicTypes) {
  if (t.basic >= Basic.Bool && t.basic <= Basic.String) {
    t.obj = define(typeName(t.name, t));
  }
}
tByte.obj = define(typeName('byte', tByte));
tRune.obj = define(typeName('rune', tRune));
tByte.obj.isAlias = true;
tRune.obj.isAlias = true;

/** any: an alias of interface{} (its own interface value, so that messages print it as any). */
export const tAny = makeAny();
function makeAny(): Type {
  const a = new Type(TypeKind.Alias);
  const o = define(typeName('any', a));
  o.isAlias = true;
  a.obj = o;
  a.elem = anyInterface;
  return a;
}

/** error: a Named whose interface has the method Error() string. */
export const tError = makeError();
function makeError(): Type {
  const t = new Type(TypeKind.Named);
  const o = define(typeName('error', t));
  t.obj = o;
  const recv = new Obj(ObjKind.Var, 0, null, '', t);
  recv.varKind = VarKind.RecvVar;
  const res = new Obj(ObjKind.Var, 0, null, '', tString);
  res.varKind = VarKind.Result;
  const m = new Obj(ObjKind.Func, 0, null, 'Error', newSignature(recv, newTuple([]), newTuple([res]), false));
  const iface = new Type(TypeKind.Interface);
  iface.methods = [m];
  t.underlying = iface;
  return t;
}

/** comparable: a Named whose interface is the set of comparable types. */
export const tComparable = makeComparable();
function makeComparable(): Type {
  const t = new Type(TypeKind.Named);
  t.obj = define(typeName('comparable', t));
  const ts = new TypeSet();
  ts.comparable = true;
  comparableInterface.lazy = ts;
  t.underlying = comparableInterface;
  return t;
}

function constant(name: string, t: Type, v: Obj['value']): Obj {
  const o = new Obj(ObjKind.Const, 0, null, name, t);
  o.value = v;
  return define(o);
}

export const trueObj = constant('true', tUntypedBool, makeBool(true));
export const falseObj = constant('false', tUntypedBool, makeBool(false));
export const iotaObj = constant('iota', tUntypedInt, makeInt64(0));
export const nilObj = define(new Obj(ObjKind.Nil, 0, null, 'nil', tUntypedNil));

for (let id = 1; id < builtinNames.length; id++) {
  const unsafe = isUnsafeBuiltin(id);
  const o = new Obj(ObjKind.Builtin, 0, unsafe ? unsafePackage : null, builtinNames[id]!, tInvalid);
  o.builtin = id;
  // assert and trace exist for tests of the checker only.
  if (unsafe) unsafePackage.scope.insert(o);
  else if (id < BuiltinId.Assert) universe.insert(o);
}

const pointerName = new Obj(ObjKind.TypeName, 0, unsafePackage, 'Pointer', tUnsafePointer);
tUnsafePointer.obj = pointerName;
unsafePackage.scope.insert(pointerName);

export { tEmptyInterface, tInt };
