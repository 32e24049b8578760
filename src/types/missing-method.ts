// Why a type lacks a method of an interface. // spec#Implementing_an_interface

import { Pragma } from '../syntax/directives.ts';
import { identical, isTypeParam, isValid, type TypePrinter } from './predicates.ts';
import { lookupImpl } from './lookup.ts';
import { resolveObj } from './named.ts';
import { Obj, ObjKind } from './objects.ts';
import { Type, TypeKind } from './types.ts';
import { derefStructPtr, under } from './under.ts';
import { interfaceMethods, typeSetMethod, typeSetOf } from './typeset.ts';
import { signatureString } from './typestring.ts';
import { isInterfacePtr, type Verdict } from './assign.ts';

export const enum Missing { NotFound, WrongName, Unexported, WrongSig, AmbiguousSelector, PtrRecv, Field, NoInterface }

export interface MissingMethod {
  /** Method of T. */
  method: Obj;
  /** What V has instead, for WrongName, Unexported, WrongSig. */
  alt: Obj | null;
  state: Missing;
}

export type Equivalent = (x: Type, y: Type) => boolean;

/**
 * The first method of interface T that V lacks, or null. Without static_, an interface V need only not contradict T (as for
 * assertions). `equivalent` compares signatures (the unifier passes its own).
 */
export function missingMethod(V: Type, T: Type, static_: boolean, equivalent: Equivalent = identical): MissingMethod | null {
  const methods = interfaceMethods(T);
  if (methods.length === 0) return null;
  const vu = under(V);
  if (vu.kind === TypeKind.Interface) {
    const vs = typeSetOf(vu);
    for (const m of methods) {
      const i = typeSetMethod(vs, m.pkg, m.name);
      if (i < 0) {
        if (!static_) continue;
        return { method: m, alt: null, state: Missing.NotFound };
      }
      const f = vs.methods[i]!;
      resolveObj(f);
      if (!equivalent(f.type!, m.type!)) return { method: m, alt: f, state: Missing.WrongSig };
    }
    return null;
  }
  for (const m of methods) {
    const r = lookupImpl(V, false, m.pkg, m.name, false);
    if (r.obj === null) {
      if (r.index !== null) return { method: m, alt: null, state: Missing.AmbiguousSelector };
      if (r.indirect) return { method: m, alt: null, state: Missing.PtrRecv };
      const alt = lookupImpl(V, false, m.pkg, m.name, true).obj;
      if (alt === null || alt.kind !== ObjKind.Func) return { method: m, alt: null, state: Missing.NotFound };
      resolveObj(alt);
      return { method: m, alt, state: alt.name === m.name ? Missing.Unexported : Missing.WrongName };
    }
    if (r.obj.kind !== ObjKind.Func) return { method: m, alt: null, state: Missing.Field };
    resolveObj(r.obj);
    if (!equivalent(r.obj.type!, m.type!)) return { method: m, alt: r.obj, state: Missing.WrongSig };
    if (((r.obj.origin ?? r.obj).pragma & Pragma.NoInterface) !== 0) return { method: m, alt: null, state: Missing.NoInterface };
  }
  return null;
}

/** Whether the failure is one of type (signature or receiver) rather than of existence. */
export function isWrongType(m: MissingMethod): boolean { return m.state === Missing.WrongSig || m.state === Missing.PtrRecv; }

/** gc's explanation in parentheses. */
export function missingMethodCause(V: Type, T: Type, mm: MissingMethod, str: TypePrinter): string {
  const m = mm.method;
  switch (mm.state) {
    case Missing.NotFound:
      if (isInterfacePtr(V)) return `(${interfacePtrError(V, str)})`;
      if (isInterfacePtr(T)) return `(${interfacePtrError(T, str)})`;
      return `(missing method ${m.name})`;
    case Missing.WrongName:
      return `(missing method ${m.name})\n\t\thave ${funcString(mm.alt!, str)}\n\t\twant ${funcString(m, str)}`;
    case Missing.Unexported: return `(unexported method ${m.name})`;
    case Missing.WrongSig: {
      let have = funcString(mm.alt!, str);
      let want = funcString(m, str);
      if (have === want) {
        have = mm.alt!.name + signatureString(mm.alt!.type!, null, false, true);
        want = m.name + signatureString(m.type!, null, false, true);
      }
      if (have === want) return `(wrong type for method ${m.name})`;
      return `(wrong type for method ${m.name})\n\t\thave ${have}\n\t\twant ${want}`;
    }
    case Missing.AmbiguousSelector: return `(ambiguous selector ${str(V)}.${m.name})`;
    case Missing.PtrRecv: return `(method ${m.name} has pointer receiver)`;
    case Missing.NoInterface: return `(${m.name} method is marked 'nointerface')`;
    case Missing.Field: return `(${str(V)}.${m.name} is a field, not a method)`;
  }
}

/** name + signature without parameter names. The printer decides how packages are named. */
export function funcString(f: Obj, str: TypePrinter): string { return f.name + signatureString(f.type!, str, false, false); }

export function interfacePtrError(T: Type, str: TypePrinter): string {
  const p = under(T);
  if (isTypeParam(p.elem!)) return `type ${str(T)} is pointer to type parameter, not type parameter`;
  return `type ${str(T)} is pointer to interface, not interface`;
}

/** missingMethod as an answer, lenient about invalid types. */
export function hasAllMethods(V: Type, T: Type, static_: boolean, str: TypePrinter, equivalent: Equivalent = identical): Verdict {
  if (!isValid(V)) return { ok: true, cause: '' };
  const m = missingMethod(V, T, static_, equivalent);
  if (m === null || hasInvalidEmbeddedFields(V, [])) return { ok: true, cause: '' };
  return { ok: false, cause: missingMethodCause(V, T, m, str) };
}

function hasInvalidEmbeddedFields(t: Type, seen: Type[]): boolean {
  const s = under(derefStructPtr(t));
  if (s.kind !== TypeKind.Struct || seen.includes(s)) return false;
  seen.push(s);
  for (const f of s.fields) if (f.embedded && f.type !== null && (!isValid(f.type) || hasInvalidEmbeddedFields(f.type, seen))) return true;
  return false;
}
