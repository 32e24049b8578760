// Assertions on interface values whose dynamic type is known, since the conversion is in sight (often after inlining the function that
// returns it): the type word of a constant itab is a symbol, symbols of types are compared, and asking for an itab yields a symbol or nil.
// What fails for certain stays a call, which panics.

import { Op } from '../op.gen.ts';
import type { Func, SymTab, ValueId } from '../func.ts';
import { ITAB_TYPE, knownSymbol, type KnownTypes } from './known-types.ts';

const ASSERT = 'runtime.assertE2I';
const ASSERT_OK = 'runtime.assertE2I2';

/** Returns true if anything was folded. */
export function foldAssertions(f: Func, syms: SymTab, types: KnownTypes): boolean {
  let changed = false;
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      switch (f.op[v]!) {
        case Op.LoadPtr: if (typeWord(f, v, types)) changed = true; break;
        case Op.I32Eq: case Op.I32Ne: if (sameType(f, v, types)) changed = true; break;
        case Op.Call: if (assertion(f, v, syms, types)) changed = true; break;
        default: break;
      }
    }
  }
  return changed;
}

/** The type word in a known itab. */
function typeWord(f: Func, v: ValueId, types: KnownTypes): boolean {
  if (f.aux[v] !== ITAB_TYPE) return false;
  const itab = knownSymbol(f, f.arg0[v]!, false);
  if (itab < 0 || !types.isItab(itab)) return false;
  const type = types.typeOf(itab);
  if (type < 0) return false;
  become(f, v, Op.SymAddr, type);
  return true;
}

/** Comparison of two known types. */
function sameType(f: Func, v: ValueId, types: KnownTypes): boolean {
  const a = knownType(f, f.arg0[v]!, types);
  const b = a < 0 ? -1 : knownType(f, f.arg1[v]!, types);
  if (b < 0) return false;
  become(f, v, Op.ConstI32, (a === b) === (f.op[v] === Op.I32Eq) ? 1 : 0);
  return true;
}

function knownType(f: Func, v: ValueId, types: KnownTypes): number {
  const sym = knownSymbol(f, v, false);
  return sym >= 0 && types.isType(sym) ? sym : -1;
}

/** A call that looks for the itab of a known type. */
function assertion(f: Func, v: ValueId, syms: SymTab, types: KnownTypes): boolean {
  const name = syms.names[f.calls[f.aux[v]!]!.sym];
  if (name !== ASSERT && name !== ASSERT_OK) return false;
  const iface = knownType(f, f.arg(v, 0), types);
  if (iface < 0) return false;
  const word = f.arg(v, 1);
  const isNil = f.op[word] === Op.ConstPtr && f.aux[word] === 0;
  const type = knownType(f, word, types);
  if (!isNil && type < 0) return false;
  const itab = isNil ? -1 : types.itab(type, iface);
  if (itab === null || (itab < 0 && name === ASSERT)) return false;
  if (itab < 0) become(f, v, Op.ConstPtr, 0);
  else become(f, v, Op.SymAddr, itab);
  return true;
}

/** Makes v a constant. */
function become(f: Func, v: ValueId, op: Op, aux: number): void {
  f.argCount[v] = -1;
  f.arg0[v] = 0;
  f.arg1[v] = 0;
  f.op[v] = op;
  f.aux[v] = aux;
  f.aux2[v] = 0;
}
