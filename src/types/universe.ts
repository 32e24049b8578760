// The universe scope and package unsafe. // spec#Predeclared_identifiers

import { makeBool, makeInt64 } from '../constant/constant.ts';
import { anyInterface, basicTypes, comparableInterface, tByte, tEmptyInterface, tInt, tInvalid, tRune, tString, tUnsafePointer, tUntypedBool, tUntypedInt, tUntypedNil } from './basic-types.ts';
import { builtinInfos, FIRST_TEST, FIRST_UNSAFE } from './builtins/ids.ts';
import { Obj, ObjKind, Package, Scope, VarKind } from './objects.ts';
import { Basic, newSignature, newTuple, Type, TypeKind } from './types.ts';
import { TypeSet } from './typeset-data.ts';

export * from './basic-types.ts';

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

/** assert and trace: declared for tests of the checker only. */
export const testBuiltins: Obj[] = [];

for (let id = 1; id < builtinInfos.length; id++) {
  const unsafe = id >= FIRST_UNSAFE && id < FIRST_TEST;
  const o = new Obj(ObjKind.Builtin, 0, unsafe ? unsafePackage : null, builtinInfos[id]!.name, tInvalid);
  o.builtin = id;
  if (unsafe) unsafePackage.scope.insert(o);
  else if (id >= FIRST_TEST) testBuiltins.push(o);
  else universe.insert(o);
}

const pointerName = new Obj(ObjKind.TypeName, 0, unsafePackage, 'Pointer', tUnsafePointer);
tUnsafePointer.obj = pointerName;
unsafePackage.scope.insert(pointerName);

export { tEmptyInterface, tInt };
