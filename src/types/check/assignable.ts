// Whether an operand may be assigned to a variable of some type. spec#Assignability

import { Dir, Mode, type Type, TypeKind } from '../types.ts';
import { isTypeParam, unalias, under } from '../under.ts';
import { identical, isUntyped, isValid } from '../predicates.ts';
import { implementsType } from '../assign.ts';
import { typeSetOf } from '../typeset.ts';
import { implicitType } from './untyped.ts';
import { isInterfacePtr, termsOf } from './common.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** ok, or the error code and a cause ('' if there is nothing to add). */
export interface Verdict { ok: boolean; code: string; cause: string }

const yes: Verdict = { ok: true, code: '', cause: '' };
function no(code: string, cause: string): Verdict { return { ok: false, code, cause }; }

/** Whether t is a type with a name: predeclared, defined, or a type parameter. */
export function hasName(t: Type): boolean {
  const k = unalias(t).kind;
  return k === TypeKind.Basic || k === TypeKind.Named || k === TypeKind.TypeParam;
}

export function assignableTo(c: Checker, x: Operand, T: Type): Verdict {
  if (x.mode === Mode.Invalid || !isValid(T)) return yes;
  if (x.type === T) return yes;
  const origT = T;
  const V = unalias(x.type);
  T = unalias(T);
  if (identical(V, T)) return yes;
  const Vu = under(V);
  const Tu = under(T);
  const Vp = V.kind === TypeKind.TypeParam;
  const Tp = T.kind === TypeKind.TypeParam;
  if (isUntyped(Vu)) {
    const ok = Tp ? everyTerm(T, (t) => implicitType(c, x, t).type !== null) : implicitType(c, x, T).type !== null;
    return ok ? yes : no('IncompatibleAssign', '');
  }
  // V and T have identical underlying types and at least one is not a named type; neither is a type parameter.
  if (!Vp && !Tp && (!hasName(V) || !hasName(T)) && identical(Vu, Tu)) return yes;

  // T is an interface type, but not a type parameter, and V implements T.
  if ((Tu.kind === TypeKind.Interface && !Tp) || isInterfacePtr(Tu)) {
    if (Vu.kind === TypeKind.Interface) typeSetOf(Vu); // matters for invalid cycles only: V's set is computed first
    const r = implementsType(V, T, false, c.str);
    if (r.ok) return yes;
    if (!Vp) return no('InvalidIfaceAssign', r.cause);
  }
  // The other way round there is a hint.
  if (Vu.kind === TypeKind.Interface && !Vp && implementsType(T, V, false, c.str).ok) return no('IncompatibleAssign', 'need type assertion');

  // V is a bidirectional channel, T a channel type with the same element type, and one of them is not named.
  if (Vu.kind === TypeKind.Chan && Vu.dir === Dir.Both && Tu.kind === TypeKind.Chan && identical(Vu.elem!, Tu.elem!)) {
    return !hasName(V) || !hasName(T) ? yes : no('InvalidChanAssign', '');
  }
  if (!Vp && !Tp) return no('IncompatibleAssign', '');
  return termsAssignable(c, x, V, T, origT);
}

/** A value of unnamed type and a type parameter: all types of the type set take part. */
function termsAssignable(c: Checker, x: Operand, V: Type, T: Type, origT: Type): Verdict {
  let result: Verdict = no('IncompatibleAssign', '');
  if (!hasName(V) && isTypeParam(T)) {
    everyTerm(T, (t) => {
      const r = assignableTo(c, x, t);
      result = r.ok ? r : no(r.code, extend(r.cause, `cannot assign ${c.t(x.type)} to ${c.t(t)} (in ${c.t(T)})`));
      return r.ok;
    });
  } else if (isTypeParam(V) && !hasName(T)) {
    const y = new Operand().assign(x);
    everyTerm(V, (v) => {
      y.type = v;
      const r = assignableTo(c, y, T);
      result = r.ok ? r : no(r.code, extend(r.cause, `cannot assign ${c.t(v)} (in ${c.t(V)}) to ${c.t(origT)}`));
      return r.ok;
    });
  }
  return result;
}

/** A cause, with the deeper one indented below. */
export function extend(inner: string, outer: string): string { return inner !== '' ? outer + '\n\t' + inner : outer; }

/** Whether f holds for all terms of a type parameter; false if it has no specific types. */
export function everyTerm(tp: Type, f: (t: Type) => boolean): boolean {
  const terms = termsOf(tp);
  if (terms === null) return false;
  for (const term of terms) if (!f(term.type)) return false;
  return true;
}

