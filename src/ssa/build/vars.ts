// Local variables: how each is represented (SSA words, memory-stack slot, object), declaration and lookup.
//
//   - not addressed, not captured by reference, not memory-typed:   SSA words
//   - memory-typed, not addressed nor captured by reference:        a memory-stack slot (too large ones: an object)
//   - addressed or captured by reference:                           NewObject 'var' (escape analysis decides where)

import type { Obj } from '../../types/objects.ts';
import type { Type } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import { MAX_STACK_VAR } from '../func.ts';
import type { FuncBuilder, LocalVar, Value } from './builder.ts';
import type { VarUse } from './capture.ts';

/** Variables up to this size are captured by value if they are never reassigned. */
const MAX_BY_VALUE = 128;

export function varUse(b: FuncBuilder, obj: Obj): VarUse | undefined { return b.s.body.vars.get(obj); }

/** True if inner functions get the variable's address rather than its value. */
export function capturedByRef(b: FuncBuilder, obj: Obj): boolean {
  const u = varUse(b, obj);
  if (u === undefined) return false;
  return u.captured && (u.reassigned || u.addrTaken || b.layout(b.type(obj.type!)).size > MAX_BY_VALUE);
}

/** True if the variable must have an address that may outlive the expression: it is addressed or captured by reference. */
export function needsObject(b: FuncBuilder, obj: Obj): boolean {
  const u = varUse(b, obj);
  return u !== undefined && (u.addrTaken || capturedByRef(b, obj));
}

/** Makes the variable obj (substituted type t). Its contents are undefined until stored to, unless it is an object (`fresh` zero). */
export function makeVar(b: FuncBuilder, obj: Obj | null, t: Type, name: string, object: boolean): { v: LocalVar; zeroed: boolean } {
  const l = b.layout(t);
  if (object || (l.mem && l.size > MAX_STACK_VAR)) {
    const addr = b.newObject(t, 'var', name, l.size > MAX_STACK_VAR);
    return { v: { obj, type: t, name, base: -1, addr, addrVar: -1 }, zeroed: true };
  }
  if (l.mem) return { v: { obj, type: t, name, base: -1, addr: b.temp(t, name), addrVar: -1 }, zeroed: false };
  return { v: { obj, type: t, name, base: b.newVars(l.vts), addr: 0, addrVar: -1 }, zeroed: false };
}

/** Declares obj in the current scope and initialises it: with `init`, or to its zero value if null. */
export function declareVar(b: FuncBuilder, obj: Obj, init: Value | null): LocalVar {
  const t = b.type(obj.type!);
  const { v, zeroed } = makeVar(b, obj, t, obj.name, needsObject(b, obj));
  b.s.vars.set(obj, v);
  if (init !== null) b.storeLocal(v, init);
  else if (!zeroed) zeroVar(b, v);
  return v;
}

export function zeroVar(b: FuncBuilder, v: LocalVar): void {
  if (v.base >= 0) b.writeWords(v.base, b.zero(v.type));
  else b.zeroMem(v.type, b.localAddr(v));
}

/** The variable that obj names here. */
export function localVar(b: FuncBuilder, obj: Obj): LocalVar {
  const v = b.s.vars.get(obj);
  if (v === undefined) return fail(`${b.f.name}: variable ${obj.name} is not declared here (${b.where(obj.pos)})`);
  return v;
}

export function findVar(b: FuncBuilder, obj: Obj): LocalVar | null { return b.s.vars.get(obj) ?? null; }
