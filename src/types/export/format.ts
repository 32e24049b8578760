// Export data: what importers of a package need of it. Everything is addressed, so that a reader decodes only what is asked for.
//
//   header   magic, path, name, language version
//   strings  count, u32 offset each, bytes            texts are referred to by number
//   packages count, (path string, name string) each   packages mentioned; number 0 is the exported package itself
//   files    count, (name, language version, imports (name, path)*) each
//   positions count, (file, line, column) each        delta coded; a position is its number + 1, 0 is none
//   types    count, u32 offset each, records          type numbers below FIRST_TYPE are predeclared
//   objects  count, (name string, u32 offset) each, sorted by name; records
//
// All numbers are LEB128 unless marked u32. Local types that leak out of functions are objects named T·n.

import { anyInterface, basicTypes, comparableInterface, tByte, tRune } from '../basic-types.ts';
import { tAny, tComparable, tError } from '../universe.ts';
import type { Type } from '../types.ts';

export const MAGIC = 0x32445847; // "GXD2"

/** Kinds of type records. */
export const enum TypeTag {
  Array, Slice, Struct, Pointer, Signature, Interface, Map, Chan, Union, TypeParam,
  /** Defined type of this package. */
  Named,
  /** Defined type or alias of another package: package, name. */
  Imported,
  /** Instance of a generic Named or Alias: origin, type arguments. */
  Instance,
  /** Package-level alias of this package. */
  Alias,
}

/** Kinds of object records. */
export const enum ObjTag { Const, Type, Var, Func }

/** Types with fixed numbers: the basic types by Basic, then these. */
export const predeclaredTypes: readonly Type[] = [...basicTypes, tByte, tRune, tError, tAny, tComparable, anyInterface, comparableInterface];
export const FIRST_TYPE = 40;

/** Flags of a function record. */
export const enum FuncFlag { Linkname = 1, Body = 2 }
