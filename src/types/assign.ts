// Implementation and satisfaction of interfaces, and assignability and convertibility as far as types alone decide them.

import { tInvalid } from './basic-types.ts';
import { hasAllMethods } from './missing-method.ts';
import { comparableCause, hasName, identical, identicalIgnoreTags, isBytesOrRunes, isComplex, isIntegerOrFloat, isInteger, isString, isTypeParam, type TypePrinter } from './predicates.ts';
import { Term, termIncludes, termsString, termsSubset, typeSetComparable, typeSetOf } from './typeset.ts';
import { Basic, Dir, Type, TypeKind } from './types.ts';
import { typeString } from './typestring.ts';
import { asTypeParam, forEachUnderTerm, unalias, under } from './under.ts';

/** Answer with the reason of a 'no' (gc's words; '' if there is nothing to add). */
export interface Verdict { ok: boolean; cause: string }

const yes: Verdict = { ok: true, cause: '' };
function no(cause: string): Verdict { return { ok: false, cause }; }

/** Whether t is a pointer to an interface (or type parameter). */
export function isInterfacePtr(t: Type): boolean {
  const u = under(t);
  return u.kind === TypeKind.Pointer && under(u.elem!).kind === TypeKind.Interface;
}

/** Whether V implements interface T (constraint: satisfies it). allow120: dynamically comparable types satisfy comparable. */
export function implementsType(V: Type, T: Type, constraint: boolean, str: TypePrinter, allow120 = true): Verdict {
  const vu = under(V);
  const tu = under(T);
  if (vu === tInvalid || tu === tInvalid) return yes;
  if (vu.kind === TypeKind.Pointer && under(vu.elem!) === tInvalid) return yes;
  const verb = constraint ? 'satisfy' : 'implement';
  if (tu.kind !== TypeKind.Interface) {
    const detail = isInterfacePtr(tu) ? `type ${str(T)} is pointer to interface, not interface` : `${str(T)} is not an interface`;
    return no(`${str(V)} does not ${verb} ${str(T)} (${detail})`);
  }
  const ts = typeSetOf(tu);
  if (ts.isAll) return yes;
  const vset = vu.kind === TypeKind.Interface ? typeSetOf(vu) : null;
  if (vset !== null && vset.isEmpty) return yes;
  if (ts.isEmpty) return no(`cannot ${verb} ${str(T)} (empty type set)`);
  const m = hasAllMethods(V, T, true, str);
  if (!m.ok) return no(`${str(V)} does not ${verb} ${str(T)} ${m.cause}`);
  if (ts.hasTerms) {
    if (vset !== null) {
      if (!termsSubset(vset.terms, ts.terms)) return no(`${str(V)} does not ${verb} ${str(T)}`);
    } else {
      const failure = missingTerm(V, T, tu, ts.terms!, str);
      if (failure !== null) return no(`${str(V)} does not ${verb} ${str(T)} (${failure})`);
    }
  }
  return checkComparable(V, ts.comparable || (ts.terms !== null && typeSetComparable(ts)), constraint, verb, str, allow120);
}

function checkComparable(V: Type, wanted: boolean, constraint: boolean, verb: string, str: TypePrinter, allow120: boolean): Verdict {
  if (!wanted || comparableCause(V, false) === null) return yes;
  if (constraint && comparableCause(V, true) === null) {
    return allow120 ? yes : no(`${str(V)} to ${verb} comparable requires go1.20 or later`);
  }
  return no(`${str(V)} does not ${verb} comparable`);
}

/** What questions about satisfaction need of the checker. */
export interface TypeEnv { readonly str: TypePrinter; allowVersion(minor: number): boolean }

/** '' if V implements (constraint: satisfies) T, else gc's explanation. */
export function implements_(V: Type, T: Type, constraint: boolean, env: TypeEnv): string {
  const v = implementsType(V, T, constraint, env.str, env.allowVersion(20));
  return v.ok ? '' : v.cause;
}

/** Null if V is in the set of terms, else gc's detail. */
function missingTerm(V: Type, T: Type, ti: Type, terms: Term[], str: TypePrinter): string | null {
  let alt: Type | null = null;
  for (const t of terms) {
    if (termIncludes(t, V)) return null;
    if (alt === null && !t.tilde && identical(t.type, under(t.type)) && termIncludes(new Term(true, t.type), V)) alt = t.type;
  }
  if (alt !== null) return `possibly missing ~ for ${str(alt)} in ${str(T)}`;
  if (mentions(ti, V)) return `${str(T)} mentions ${str(V)}, but ${str(V)} is not in the type set of ${str(T)}`;
  return `${str(V)} missing in ${termsString(terms, (t) => typeString(t, null))}`;
}

function mentions(T: Type, t: Type): boolean {
  if (T.kind === TypeKind.Interface || T.kind === TypeKind.Union) {
    for (const e of T.embeddeds) if (mentions(e, t)) return true;
    return false;
  }
  return identical(T, t);
}

/**
 * Whether a value of (typed, non-constant) type V may be assigned to T. // spec#Assignability
 * Untyped operands and nil are the checker's. `cause` explains a missing method.
 */
export function assignableTo(V: Type, T: Type, str: TypePrinter): Verdict {
  if (V === tInvalid || T === tInvalid) return yes;
  const v = unalias(V);
  const t = unalias(T);
  if (identical(v, t)) return yes;
  const vu = under(v);
  const tu = under(t);
  const vp = asTypeParam(v);
  const tp = asTypeParam(t);
  // Identical underlying types, not both named, and not type parameters.
  if (identical(vu, tu) && (!hasName(v) || !hasName(t)) && vp === null && tp === null) return yes;
  if (tu.kind === TypeKind.Interface && tp === null || isInterfacePtr(tu)) {
    const r = implementsType(v, t, false, str);
    return r.ok ? yes : no(r.cause);
  }
  // An interface that T would implement: suggest a type assertion.
  if (vu.kind === TypeKind.Interface && vp === null && implementsType(t, v, false, str).ok) return no('need type assertion');
  if (vu.kind === TypeKind.Chan && vu.dir === Dir.Both && tu.kind === TypeKind.Chan && identical(vu.elem!, tu.elem!) && (!hasName(v) || !hasName(t))) return yes;
  if (vp === null && tp === null) return no('');
  if (tp !== null && !hasName(v)) {
    let cause = '';
    const ok = forEachUnderTerm(t, (term) => {
      if (term === null) return false;
      if (assignableTo(v, term, str).ok) return true;
      cause = `cannot assign ${str(V)} to ${str(term)} (in ${str(T)})`;
      return false;
    });
    return ok ? yes : no(cause);
  }
  if (vp !== null && !hasName(t)) {
    let cause = '';
    const ok = forEachUnderTerm(v, (term) => {
      if (term === null) return false;
      if (assignableTo(term, t, str).ok) return true;
      cause = `cannot assign ${str(term)} (in ${str(V)}) to ${str(T)}`;
      return false;
    });
    return ok ? yes : no(cause);
  }
  return no('');
}

/** Whether a non-constant value of type V can be converted to T. // spec#Conversions */
export function convertibleTypes(V: Type, T: Type, str: TypePrinter): Verdict {
  if (assignableTo(V, T, str).ok) return yes;
  const vp = asTypeParam(V);
  const tp = asTypeParam(T);
  const vu = under(V);
  const tu = under(T);
  if (vp === null && tp === null) {
    if (identicalIgnoreTags(vu, tu)) return yes;
    const v = unalias(V);
    const t = unalias(T);
    if (v.kind === TypeKind.Pointer && t.kind === TypeKind.Pointer && !isTypeParam(v.elem!) && !isTypeParam(t.elem!)
      && identicalIgnoreTags(under(v.elem!), under(t.elem!))) return yes;
    if (isIntegerOrFloat(V) && isIntegerOrFloat(T)) return yes;
    if (isComplex(V) && isComplex(T)) return yes;
    if (isString(T) && (isInteger(V) || isBytesOrRunes(V))) return yes;
    if (isString(V) && isBytesOrRunes(T)) return yes;
    if (isUnsafePointer(tu) && (vu.kind === TypeKind.Pointer || isUintptr(vu))) return yes;
    if (isUnsafePointer(vu) && (tu.kind === TypeKind.Pointer || isUintptr(tu))) return yes;
    if (vu.kind === TypeKind.Slice) {
      if (tu.kind === TypeKind.Array && identical(vu.elem!, tu.elem!)) return yes;
      if (tu.kind === TypeKind.Pointer && under(tu.elem!).kind === TypeKind.Array && identical(vu.elem!, under(tu.elem!).elem!)) return yes;
    }
    return no('');
  }
  let cause = '';
  if (vp !== null && tp !== null) {
    const ok = forEachUnderTerm(V, (v) => v !== null && forEachUnderTerm(T, (t) => {
      if (t === null) return false;
      if (convertibleTypes(v, t, str).ok) return true;
      cause = `cannot convert ${str(v)} (in ${str(V)}) to type ${str(t)} (in ${str(T)})`;
      return false;
    }));
    return ok ? yes : no(cause);
  }
  if (vp !== null) {
    const ok = forEachUnderTerm(V, (v) => {
      if (v === null) return false;
      if (convertibleTypes(v, T, str).ok) return true;
      cause = `cannot convert ${str(v)} (in ${str(V)}) to type ${str(T)}`;
      return false;
    });
    return ok ? yes : no(cause);
  }
  const ok = forEachUnderTerm(T, (t) => {
    if (t === null) return false;
    if (convertibleTypes(V, t, str).ok) return true;
    cause = `cannot convert ${str(V)} to type ${str(t)} (in ${str(T)})`;
    return false;
  });
  return ok ? yes : no(cause);
}

function isUnsafePointer(u: Type): boolean { return u.kind === TypeKind.Basic && u.basic === Basic.UnsafePointer; }
function isUintptr(u: Type): boolean { return u.kind === TypeKind.Basic && u.basic === Basic.Uintptr; }
