// Looking through names: underlying types, aliases, type sets of type parameters, common underlying ("core") types.

import { tEmptyInterface, tInvalid, tString } from './basic-types.ts';
import { namedUnder } from './named.ts';
import { identical } from './predicates.ts';
import { typeSetOf } from './typeset.ts';
import { Basic, Dir, NO_TYPES, Type, TypeKind } from './types.ts';

/** t without alias names (of its outermost level). */
export function unalias(t: Type): Type {
  let n = 0;
  while (t.kind === TypeKind.Alias) {
    if (t.elem === null || ++n > 1000) return tInvalid;
    t = t.elem;
  }
  return t;
}

/** Underlying type. For a type parameter its constraint interface. */
export function under(t: Type): Type {
  if (t.kind < TypeKind.Named) return t;
  if (t.kind === TypeKind.Alias) {
    t = unalias(t);
    if (t.kind < TypeKind.Named) return t;
  }
  if (t.kind === TypeKind.Named) {
    const u = t.underlying;
    return u !== null && u.kind < TypeKind.Named ? u : namedUnder(t);
  }
  if (t.kind === TypeKind.TypeParam) return typeParamIface(t);
  return t;
}

/** The constraint of a type parameter as an interface. */
export function typeParamIface(tp: Type): Type {
  if (tp.underlying !== null) return tp.underlying;
  const bound = tp.constraint;
  if (bound === null) return tEmptyInterface;
  const b = unalias(bound);
  if (b.kind === TypeKind.TypeParam) return tEmptyInterface;
  const u = under(b);
  if (u === tInvalid) return tEmptyInterface;
  if (u.kind === TypeKind.Interface) {
    tp.underlying = u;
    return u;
  }
  const wrap = new Type(TypeKind.Interface);
  wrap.embeddeds = [bound];
  wrap.implicit = true;
  tp.underlying = wrap;
  return wrap;
}

export function isTypeParam(t: Type): boolean { return unalias(t).kind === TypeKind.TypeParam; }

/** t if it is a Named after aliases, else null. */
export function asNamed(t: Type): Type | null {
  t = unalias(t);
  return t.kind === TypeKind.Named ? t : null;
}

export function asTypeParam(t: Type): Type | null {
  t = unalias(t);
  return t.kind === TypeKind.TypeParam ? t : null;
}

function asKind(t: Type, kind: TypeKind): Type | null {
  const u = under(t);
  return u.kind === kind ? u : null;
}

/** Underlying type if it is of that kind, else null. A type parameter is an interface here. */
export function asBasic(t: Type): Type | null { return asKind(t, TypeKind.Basic); }
export function asPointer(t: Type): Type | null { return asKind(t, TypeKind.Pointer); }
export function asSlice(t: Type): Type | null { return asKind(t, TypeKind.Slice); }
export function asArray(t: Type): Type | null { return asKind(t, TypeKind.Array); }
export function asStruct(t: Type): Type | null { return asKind(t, TypeKind.Struct); }
export function asMap(t: Type): Type | null { return asKind(t, TypeKind.Map); }
export function asChan(t: Type): Type | null { return asKind(t, TypeKind.Chan); }
export function asSignature(t: Type): Type | null { return asKind(t, TypeKind.Signature); }
export function asInterface(t: Type): Type | null { return asKind(t, TypeKind.Interface); }
export function asTuple(t: Type): Type | null { return t.kind === TypeKind.Tuple ? t : null; }

/** *T (not a defined pointer type) → {T, true}; else {t, false}. */
export function deref(t: Type): { type: Type; isPtr: boolean } {
  const p = unalias(t);
  return p.kind === TypeKind.Pointer ? { type: p.elem ?? tInvalid, isPtr: true } : { type: t, isPtr: false };
}

/** Like deref, but also through a defined pointer type, and only if the base is a struct. */
export function derefStructPtr(t: Type): Type {
  const p = asPointer(t);
  return p !== null && under(p.elem!).kind === TypeKind.Struct ? p.elem! : t;
}

/**
 * Calls f for each (type, underlying type) of the type set of t: for an ordinary type just t; for a type parameter its specific
 * types, or once with (null, null) if it has none. Stops and returns false when f does.
 */
export function forEachUnderTerm(t: Type, f: (t: Type | null, u: Type | null) => boolean): boolean {
  const p = asTypeParam(t);
  if (p === null) return f(t, under(t));
  const terms = typeSetOf(typeParamIface(p)).terms;
  if (terms === null || terms.length === 0) return f(null, null);
  for (const term of terms) if (!f(term.type, under(term.type))) return false;
  return true;
}

/** The specific types of t's type set ([t] for ordinary types), or [] if there are none. */
export function specificTypes(t: Type): Type[] {
  const p = asTypeParam(t);
  if (p === null) return [t];
  const terms = typeSetOf(typeParamIface(p)).terms;
  return terms === null ? NO_TYPES : terms.map((x) => x.type);
}

/** Why there is no common underlying type; the types concerned, for messages. */
export interface CommonFailure { kind: 'none' | 'elem' | 'dir' | 'under'; x: Type | null; y: Type | null }

/** The common underlying type of t's type set (for channels: the most restricted one), or the reason why there is none. */
export function commonUnder(t: Type): { type: Type | null; failure: CommonFailure | null } {
  if (asTypeParam(t) === null) return { type: under(t), failure: null };
  let ct: Type | null = null;
  let cu: Type | null = null;
  let failure: CommonFailure | null = null;
  forEachUnderTerm(t, (x, u) => {
    if (u === null || x === null) {
      failure = { kind: 'none', x: null, y: null };
      return false;
    }
    if (cu === null) {
      ct = x;
      cu = u;
      return true;
    }
    if (cu.kind === TypeKind.Chan && u.kind === TypeKind.Chan) {
      if (!identical(cu.elem!, u.elem!)) failure = { kind: 'elem', x: ct, y: x };
      else if (cu.dir !== u.dir) {
        if (cu.dir === Dir.Both) {
          ct = x;
          cu = u;
        } else if (u.dir !== Dir.Both) failure = { kind: 'dir', x: ct, y: x };
      }
    } else if (!identical(cu, u)) failure = { kind: 'under', x: ct, y: x };
    return failure === null;
  });
  return failure !== null ? { type: null, failure } : { type: cu, failure: null };
}

/** Common underlying type, or null. */
export function coreType(t: Type): Type | null {
  if (t.kind < TypeKind.Named) return t;
  return commonUnder(t).type;
}

/** Like coreType, but a mixture of string and []byte types counts as string. */
export function coreString(t: Type): Type | null {
  if (asTypeParam(t) === null) return under(t);
  let su: Type | null = null;
  let sawString = false;
  const ok = forEachUnderTerm(t, (_x, u) => {
    if (u === null) return false;
    let v = u;
    if (u.kind === TypeKind.Basic && u.basic === Basic.String) {
      v = bytesType;
      sawString = true;
    }
    if (su !== null && !identical(su, v)) return false;
    su = v;
    return true;
  });
  if (!ok || su === null) return null;
  return sawString ? tString : su;
}

import { tUint8 } from './basic-types.ts';
const bytesType = new Type(TypeKind.Slice);
bytesType.elem = tUint8;
