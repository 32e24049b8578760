// Questions about types: identity, comparability, classes of types. // spec#Type_identity

import { emptyTuple, tComplex128, tFloat64, tInt, tInvalid, tBool, tRune, tString } from './basic-types.ts';
import { samePackage, sameId } from './ids.ts';
import { typeString } from './typestring.ts';
import { resolveObj } from './named.ts';
import { substType } from './generics/subst.ts';
import { termsEqual, typeSetComparable, typeSetOf, unionTerms } from './typeset.ts';
import { Basic, Info_, Type, TypeKind } from './types.ts';
import type { Obj, Package } from './objects.ts';
import { asTypeParam, forEachUnderTerm, isTypeParam, unalias, under } from './under.ts';

/** Stack of interface pairs under comparison: anonymous interfaces may be cyclic through their methods. */
interface Pair { x: Type; y: Type; prev: Pair | null }

export function identical(x: Type, y: Type): boolean { return x === y || same(x, y, false, null); }
export function identicalIgnoreTags(x: Type, y: Type): boolean { return x === y || same(x, y, true, null); }

function same(x: Type, y: Type, ignoreTags: boolean, p: Pair | null): boolean {
  if (x.kind === TypeKind.Alias) x = unalias(x);
  if (y.kind === TypeKind.Alias) y = unalias(y);
  if (x === y) return true;
  if (x.kind !== y.kind) return false;
  switch (x.kind) {
    case TypeKind.Basic: return x.basic === y.basic;
    case TypeKind.Pointer: case TypeKind.Slice: return same(x.elem!, y.elem!, ignoreTags, p);
    case TypeKind.Array: return (x.len < 0 || y.len < 0 || x.len === y.len) && same(x.elem!, y.elem!, ignoreTags, p);
    case TypeKind.Map: return same(x.key!, y.key!, ignoreTags, p) && same(x.elem!, y.elem!, ignoreTags, p);
    case TypeKind.Chan: return x.dir === y.dir && same(x.elem!, y.elem!, ignoreTags, p);
    case TypeKind.Struct: return sameStruct(x, y, ignoreTags, p);
    case TypeKind.Tuple: return sameVars(x.fields, y.fields, ignoreTags, p);
    case TypeKind.Signature: return sameSignature(x, y, ignoreTags, p);
    case TypeKind.Interface: return sameInterface(x, y, ignoreTags, p);
    case TypeKind.Union: {
      const a = unionTerms(x);
      const b = unionTerms(y);
      return a !== undefined && b !== undefined && termsEqual(a, b);
    }
    case TypeKind.Named: return sameNamed(x, y);
    default: return false;
  }
}

function sameNamed(x: Type, y: Type): boolean {
  const xo = x.origin;
  if (xo === null || y.origin === null || xo !== y.origin) return false;
  const a = x.targs;
  const b = y.targs;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!identical(a[i]!, b[i]!)) return false;
  return true;
}

function sameStruct(x: Type, y: Type, ignoreTags: boolean, p: Pair | null): boolean {
  const a = x.fields;
  const b = y.fields;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const f = a[i]!;
    const g = b[i]!;
    if (f.name !== g.name || f.embedded !== g.embedded || (!ignoreTags && x.tags[i] !== y.tags[i] && (x.tags[i] ?? '') !== (y.tags[i] ?? ''))) return false;
    if (!f.exported && !samePackage(f.pkg, g.pkg)) return false;
    if (!same(f.type ?? tInvalid, g.type ?? tInvalid, ignoreTags, p)) return false;
  }
  return true;
}

function sameVars(a: Obj[], b: Obj[], ignoreTags: boolean, p: Pair | null): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i]!.type!, b[i]!.type!, ignoreTags, p)) return false;
  return true;
}

function sameSignature(x: Type, y: Type, ignoreTags: boolean, p: Pair | null): boolean {
  const n = x.tparams.length;
  if (n !== y.tparams.length || x.variadic !== y.variadic) return false;
  let yparams = y.params ?? emptyTuple;
  let yresults = y.results ?? emptyTuple;
  if (n > 0) {
    for (let i = 0; i < n; i++) {
      const xb = x.tparams[i]!.constraint;
      const yb = y.tparams[i]!.constraint;
      if (xb === null || yb === null || !same(xb, substType(yb, y.tparams, x.tparams), ignoreTags, p)) return false;
    }
    yparams = substType(yparams, y.tparams, x.tparams);
    yresults = substType(yresults, y.tparams, x.tparams);
  }
  return sameVars((x.params ?? emptyTuple).fields, yparams.fields, ignoreTags, p)
    && sameVars((x.results ?? emptyTuple).fields, yresults.fields, ignoreTags, p);
}

function sameInterface(x: Type, y: Type, ignoreTags: boolean, p: Pair | null): boolean {
  const xs = typeSetOf(x);
  const ys = typeSetOf(y);
  if (xs.comparable !== ys.comparable || xs.methods.length !== ys.methods.length || !termsEqual(xs.terms, ys.terms)) return false;
  for (let q = p; q !== null; q = q.prev) if ((q.x === x && q.y === y) || (q.x === y && q.y === x)) return true;
  const pair: Pair = { x, y, prev: p };
  for (let i = 0; i < xs.methods.length; i++) {
    const f = xs.methods[i]!;
    const g = ys.methods[i]!;
    if (f === g) continue;
    if (f.name !== g.name || (!f.exported && !samePackage(f.pkg, g.pkg))) return false;
    resolveObj(f);
    resolveObj(g);
    if (f.type === null || g.type === null || !same(f.type, g.type, ignoreTags, pair)) return false;
  }
  return true;
}

// --- comparability -----------------------------------------------------------------------------------------------------------

/** How to print a type within a cause. */
export type TypePrinter = (t: Type) => string;

/**
 * Null if values of type t are comparable, else the reason ('' if there is nothing to add). With dynamic, interfaces other than
 * type parameters count as comparable (a comparison may panic). // spec#Comparison_operators
 */
export function comparableCause(t: Type, dynamic: boolean, str: TypePrinter | null = null, seen: Set<Type> | null = null): string | null {
  if (seen !== null && seen.has(t)) return null;
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return u.basic === Basic.UntypedNil ? '' : null;
    case TypeKind.Pointer: case TypeKind.Chan: return null;
    case TypeKind.Struct: {
      const s: Set<Type> = seen ?? new Set();
      s.add(t);
      for (const f of u.fields) {
        if (f.type !== null && comparableCause(f.type, dynamic, null, s) !== null) {
          return str === null ? '' : `struct containing ${str(f.type)} cannot be compared`;
        }
      }
      return null;
    }
    case TypeKind.Array: {
      const s: Set<Type> = seen ?? new Set();
      s.add(t);
      return comparableCause(u.elem!, dynamic, null, s) === null ? null : str === null ? '' : `${str(t)} cannot be compared`;
    }
    case TypeKind.Interface: {
      if (dynamic && !isTypeParam(t)) return null;
      const ts = typeSetOf(u);
      const s: Set<Type> = seen ?? new Set();
      s.add(t);
      if (typeSetComparable(ts, s)) return null;
      return ts.isEmpty ? 'empty type set' : 'incomparable types in type set';
    }
    default: return '';
  }
}

/** comparableCause as a question; report is told the cause ('' without detail). */
export function comparableType(t: Type, dynamic = true, report: ((cause: string) => void) | null = null, qf: Package | null = null): boolean {
  if (report === null) return comparableCause(t, dynamic) === null;
  const cause = comparableCause(t, dynamic, (x) => typeString(x, qf));
  if (cause !== null) report(cause);
  return cause === null;
}

// --- classes of types ----------------------------------------------------------------------------------------------------------

/** The basic flags of the underlying type, 0 if it is not basic (type parameters included). */
function infoOf(t: Type): number {
  const u = under(t);
  return u.kind === TypeKind.Basic ? u.info : 0;
}

/** Whether the underlying type is this basic one. */
export function isBasic(t: Type, kind: Basic): boolean {
  const u = under(t);
  return u.kind === TypeKind.Basic && u.basic === kind;
}

export function isBoolean(t: Type): boolean { return (infoOf(t) & Info_.Boolean) !== 0; }
export function isNumeric(t: Type): boolean { return (infoOf(t) & Info_.Numeric) !== 0; }
export function isString(t: Type): boolean { return (infoOf(t) & Info_.String) !== 0; }
export function isInteger(t: Type): boolean { return (infoOf(t) & Info_.Integer) !== 0; }
export function isUnsigned(t: Type): boolean { return (infoOf(t) & Info_.Unsigned) !== 0; }
export function isFloat(t: Type): boolean { return (infoOf(t) & Info_.Float) !== 0; }
export function isComplex(t: Type): boolean { return (infoOf(t) & Info_.Complex) !== 0; }
export function isIntegerOrFloat(t: Type): boolean { return (infoOf(t) & (Info_.Integer | Info_.Float)) !== 0; }
export function isOrdered(t: Type): boolean { return (infoOf(t) & Info_.Ordered) !== 0; }
export function isConstType(t: Type): boolean { return (infoOf(t) & Info_.ConstType) !== 0; }

/** Like isX, but for a type parameter whether all types of its type set are X (false if it has no specific types). */
function allInfo(t: Type, flags: number): boolean {
  if (asTypeParam(t) === null) return (infoOf(t) & flags) !== 0;
  return forEachUnderTerm(t, (_x, u) => u !== null && u.kind === TypeKind.Basic && (u.info & flags) !== 0);
}

export function allBoolean(t: Type): boolean { return allInfo(t, Info_.Boolean); }
export function allInteger(t: Type): boolean { return allInfo(t, Info_.Integer); }
export function allUnsigned(t: Type): boolean { return allInfo(t, Info_.Unsigned); }
export function allNumeric(t: Type): boolean { return allInfo(t, Info_.Numeric); }
export function allString(t: Type): boolean { return allInfo(t, Info_.String); }
export function allOrdered(t: Type): boolean { return allInfo(t, Info_.Ordered); }
export function allNumericOrString(t: Type): boolean { return allInfo(t, Info_.Numeric | Info_.String); }
export function allBasic(t: Type): boolean {
  if (asTypeParam(t) === null) return under(t).kind === TypeKind.Basic;
  return forEachUnderTerm(t, (_x, u) => u !== null && u.kind === TypeKind.Basic);
}

/** False for invalid types. An alias whose declaration is still being checked is not known to be one. */
export function isValid(t: Type): boolean {
  while (t.kind === TypeKind.Alias && t.elem !== t) {
    if (t.elem === null) return true;
    t = t.elem;
  }
  return t !== tInvalid;
}
export function isTyped(t: Type): boolean { return t.kind !== TypeKind.Basic || (t.info & Info_.Untyped) === 0; }
export function isUntyped(t: Type): boolean { return !isTyped(t); }
export function isUntypedNumeric(t: Type): boolean { return isUntyped(t) && (t.info & Info_.Numeric) !== 0; }
export function isInterface(t: Type): boolean { return under(t).kind === TypeKind.Interface; }
export function isNonTypeParamInterface(t: Type): boolean { return !isTypeParam(t) && isInterface(t); }
export { isTypeParam, sameId };

/** Basic types, defined types and type parameters. */
export function hasName(t: Type): boolean {
  const k = unalias(t).kind;
  return k === TypeKind.Basic || k === TypeKind.Named || k === TypeKind.TypeParam;
}

/** Neither a defined type nor a type parameter (basic types included). */
export function isTypeLit(t: Type): boolean {
  const k = unalias(t).kind;
  return k !== TypeKind.Named && k !== TypeKind.TypeParam;
}

/** A generic type without type arguments. */
export function isGeneric(t: Type): boolean {
  if (t.kind === TypeKind.Alias && t.tparams.length > 0 && t.targs.length === 0) return true;
  t = unalias(t);
  return t.kind === TypeKind.Named && t.origin === null && namedTypeParams(t).length > 0;
}

import { typeParams as namedTypeParams } from './named.ts';

/** []byte or []rune. */
export function isBytesOrRunes(t: Type): boolean {
  const u = under(t);
  if (u.kind !== TypeKind.Slice) return false;
  const e = under(u.elem!);
  return e.kind === TypeKind.Basic && (e.basic === Basic.Uint8 || e.basic === Basic.Int32);
}

/** Type parameter whose type set is known to be empty. */
export function hasEmptyTypeset(t: Type): boolean {
  const p = asTypeParam(t);
  return p !== null && p.constraint !== null && typeSetOf(under(p)).isEmpty;
}

export function hasNil(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case TypeKind.Basic: return u.basic === Basic.UnsafePointer;
    case TypeKind.Slice: case TypeKind.Pointer: case TypeKind.Signature: case TypeKind.Map: case TypeKind.Chan: return true;
    case TypeKind.Interface: return !isTypeParam(t) || forEachUnderTerm(t, (_x, v) => v !== null && hasNil(v));
    default: return false;
  }
}

/** Type of a value of an untyped constant type by default; other types (and untyped nil) are unchanged. */
export function defaultType(t: Type): Type {
  if (t.kind !== TypeKind.Basic) return t;
  switch (t.basic) {
    case Basic.UntypedBool: return tBool;
    case Basic.UntypedInt: return tInt;
    case Basic.UntypedRune: return tRune;
    case Basic.UntypedFloat: return tFloat64;
    case Basic.UntypedComplex: return tComplex128;
    case Basic.UntypedString: return tString;
    default: return t;
  }
}

/** The larger of two untyped numeric types; null if x ≠ y otherwise. */
export function maxType(x: Type, y: Type): Type | null {
  if (x === y) return x;
  if (isUntypedNumeric(x) && isUntypedNumeric(y)) return x.basic > y.basic ? x : y;
  return null;
}

/** Whether t mentions a type parameter anywhere (through type arguments, not through declarations). */
export function hasTypeParam(t: Type, seen: Set<Type> | null = null): boolean {
  switch (t.kind) {
    case TypeKind.TypeParam: return true;
    case TypeKind.Basic: return false;
    case TypeKind.Alias: return t.targs.length > 0 || t.elem !== null ? hasTypeParam(unalias(t), seen) : false;
    case TypeKind.Named: {
      for (const a of t.targs) if (hasTypeParam(a, seen)) return true;
      return false;
    }
    case TypeKind.Pointer: case TypeKind.Slice: case TypeKind.Array: case TypeKind.Chan: return hasTypeParam(t.elem!, seen);
    case TypeKind.Map: return hasTypeParam(t.key!, seen) || hasTypeParam(t.elem!, seen);
    case TypeKind.Struct: case TypeKind.Tuple:
      for (const f of t.fields) if (f.type !== null && hasTypeParam(f.type, seen)) return true;
      return false;
    case TypeKind.Signature: return (t.params !== null && hasTypeParam(t.params, seen)) || (t.results !== null && hasTypeParam(t.results, seen));
    case TypeKind.Union:
      for (const e of t.embeddeds) if (hasTypeParam(e, seen)) return true;
      return false;
    case TypeKind.Interface: {
      if (t.methods.length === 0 && t.embeddeds.length === 0) return false;
      const s: Set<Type> = seen ?? new Set();
      if (s.has(t)) return false;
      s.add(t);
      for (const m of t.methods) if (m.type !== null && hasTypeParam(m.type, s)) return true;
      for (const e of t.embeddeds) if (hasTypeParam(e, s)) return true;
      return false;
    }
    default: return false;
  }
}
