// Func values of the equality and hash functions in descriptors: a static closure object of a runtime function or of a generated one,
// or, for plain memory of other sizes, an object {memequal_varlen, size}.

import { RelocKind, SymFlag, SymKind } from '../../abi/symbol.ts';
import type { Type } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import type { UnitBuilder } from '../build/unit.ts';
import { Alg, algOf, fixedSize, runtimeAlg } from './alg.ts';
import { DataWriter } from './writer.ts';
import { eqFunction, hashFunction } from './eq-hash.ts';

/** A func value in data: the closure object of function `name`, or (object) the data symbol `name`. */
export interface StaticClosure { name: string; object: boolean }

export function writeClosure(w: DataWriter, off: number, c: StaticClosure): void {
  if (c.object) w.addr64(off, c.name);
  else w.reloc(off, RelocKind.Closure64, c.name);
}

function varlen(u: UnitBuilder, sym: string, fn: string, size: number): StaticClosure {
  if (!u.hasData(sym)) {
    const w = new DataWriter(16);
    w.reloc(0, RelocKind.Table64, fn);
    w.u64(8, size);
    u.addData(w.symbol(sym, SymKind.RoData, 8, SymFlag.DupOk));
  }
  return { name: sym, object: true };
}

/** Equality of t as a func value; null if values of t cannot be compared. */
export function eqClosure(u: UnitBuilder, t: Type): StaticClosure | null {
  const a = algOf(u.layouts, t);
  if (a === Alg.NoEq) return null;
  if (a === Alg.Special) return { name: eqFunction(u, t), object: false };
  if (a !== Alg.Mem) return { name: runtimeAlg(a, 'equal'), object: false };
  const size = u.layouts.of(t).size;
  const f = fixedSize(size);
  return f !== '' ? { name: `runtime.memequal${f}`, object: false } : varlen(u, `type:.eqfunc${size}`, 'runtime.memequal_varlen', size);
}

/** Hash of t as a func value. */
export function hashClosure(u: UnitBuilder, t: Type): StaticClosure {
  const a = algOf(u.layouts, t);
  if (a === Alg.NoEq) return fail('hash of a type that cannot be compared');
  if (a === Alg.Special) return { name: hashFunction(u, t), object: false };
  if (a !== Alg.Mem) return { name: runtimeAlg(a, 'hash'), object: false };
  const size = u.layouts.of(t).size;
  const f = fixedSize(size);
  return f !== '' ? { name: `runtime.memhash${f}`, object: false } : varlen(u, `type:.hashfunc${size}`, 'runtime.memhash_varlen', size);
}
