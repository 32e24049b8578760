// The predeclared basic types: one Type value each (byte and rune have their own, identical to uint8 and int32).

import { Basic } from '../constant/basic.ts';
import { Info_, Type, TypeKind } from './types.ts';

function basic(b: Basic, info: number, name: string): Type {
  const t = new Type(TypeKind.Basic);
  t.basic = b;
  t.info = info;
  t.name = name;
  return t;
}

const integer: number = Info_.Integer;
const unsigned: number = Info_.Integer | Info_.Unsigned;
const untyped: number = Info_.Untyped;

/** Indexed by Basic. */
export const basicTypes: readonly Type[] = [
  basic(Basic.Invalid, 0, 'invalid type'),
  basic(Basic.Bool, Info_.Boolean, 'bool'),
  basic(Basic.Int, integer, 'int'),
  basic(Basic.Int8, integer, 'int8'),
  basic(Basic.Int16, integer, 'int16'),
  basic(Basic.Int32, integer, 'int32'),
  basic(Basic.Int64, integer, 'int64'),
  basic(Basic.Uint, unsigned, 'uint'),
  basic(Basic.Uint8, unsigned, 'uint8'),
  basic(Basic.Uint16, unsigned, 'uint16'),
  basic(Basic.Uint32, unsigned, 'uint32'),
  basic(Basic.Uint64, unsigned, 'uint64'),
  basic(Basic.Uintptr, unsigned, 'uintptr'),
  basic(Basic.Float32, Info_.Float, 'float32'),
  basic(Basic.Float64, Info_.Float, 'float64'),
  basic(Basic.Complex64, Info_.Complex, 'complex64'),
  basic(Basic.Complex128, Info_.Complex, 'complex128'),
  basic(Basic.String, Info_.String, 'string'),
  basic(Basic.UnsafePointer, 0, 'Pointer'),
  basic(Basic.UntypedBool, Info_.Boolean | untyped, 'untyped bool'),
  basic(Basic.UntypedInt, integer | untyped, 'untyped int'),
  basic(Basic.UntypedRune, integer | untyped, 'untyped rune'),
  basic(Basic.UntypedFloat, Info_.Float | untyped, 'untyped float'),
  basic(Basic.UntypedComplex, Info_.Complex | untyped, 'untyped complex'),
  basic(Basic.UntypedString, Info_.String | untyped, 'untyped string'),
  basic(Basic.UntypedNil, untyped, 'untyped nil'),
];

export function basicType(b: Basic): Type { return basicTypes[b]!; }

export const tInvalid = basicType(Basic.Invalid);
export const tBool = basicType(Basic.Bool);
export const tInt = basicType(Basic.Int);
export const tInt8 = basicType(Basic.Int8);
export const tInt16 = basicType(Basic.Int16);
export const tInt32 = basicType(Basic.Int32);
export const tInt64 = basicType(Basic.Int64);
export const tUint = basicType(Basic.Uint);
export const tUint8 = basicType(Basic.Uint8);
export const tUint16 = basicType(Basic.Uint16);
export const tUint32 = basicType(Basic.Uint32);
export const tUint64 = basicType(Basic.Uint64);
export const tUintptr = basicType(Basic.Uintptr);
export const tFloat32 = basicType(Basic.Float32);
export const tFloat64 = basicType(Basic.Float64);
export const tComplex64 = basicType(Basic.Complex64);
export const tComplex128 = basicType(Basic.Complex128);
export const tString = basicType(Basic.String);
export const tUnsafePointer = basicType(Basic.UnsafePointer);
export const tUntypedBool = basicType(Basic.UntypedBool);
export const tUntypedInt = basicType(Basic.UntypedInt);
export const tUntypedRune = basicType(Basic.UntypedRune);
export const tUntypedFloat = basicType(Basic.UntypedFloat);
export const tUntypedComplex = basicType(Basic.UntypedComplex);
export const tUntypedString = basicType(Basic.UntypedString);
export const tUntypedNil = basicType(Basic.UntypedNil);
export const tByte = basic(Basic.Uint8, unsigned, 'byte');
export const tRune = basic(Basic.Int32, integer, 'rune');

/** interface{} without a name; `any` is an Alias of it (universe.ts). */
export const tEmptyInterface = new Type(TypeKind.Interface);
/** The interface that `any` is an alias of, and that of `comparable` (its type set is given in universe.ts). */
export const anyInterface = new Type(TypeKind.Interface);
export const comparableInterface = new Type(TypeKind.Interface);
/** The empty parameter or result list; never changed. */
export const emptyTuple = new Type(TypeKind.Tuple);
