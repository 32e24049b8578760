// Generated functions type:.eq.T(p, q *T) bool and type:.hash.T(p *T, h uintptr) uintptr for types that need more than a runtime
// function: structs with blanks, padding or fields of other algorithms, and arrays of such elements.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { Suspends, type Sig, type ValueId } from '../func.ts';
import { TypeKind, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { eqSymbol, hashSymbol } from '../../types/linkname.ts';
import type { UnitBuilder } from '../build/unit.ts';
import type { FuncBuilder } from '../build/builder.ts';
import { testMemory } from '../build/compare.ts';
import { generate } from '../build/generate.ts';
import { Alg, algOf, hashMightPanic, memRun, runtimeAlg } from './alg.ts';

const EQ_SIG: Sig = { params: [VT.Ptr, VT.Ptr], results: [VT.I32] };
const HASH_SIG: Sig = { params: [VT.Ptr, VT.I64], results: [VT.I64] };

/** Symbol of the equality function of t, which is generated if it is not yet. */
export function eqFunction(u: UnitBuilder, t: Type): string {
  const sym = eqSymbol(t);
  return u.needFunc(sym, () => generate(u, sym, EQ_SIG, (b, params) => buildEq(b, t, params[0]!, params[1]!)));
}

function buildEq(b: FuncBuilder, t: Type, p: ValueId, q: ValueId): void {
  const u = under(t);
  const no = b.newBlock();
  if (u.kind === TypeKind.Array) loop(b, u, (off) => testMemory(b, u.elem!, b.ptrAdd(p, off), b.ptrAdd(q, off), no));
  else testMemory(b, u, p, q, no);
  b.ret([b.i32(1)]);
  b.startSealed(no);
  b.ret([b.i32(0)]);
}

/** for off := 0; off < size of the array; off += size of an element { body(off) } */
function loop(b: FuncBuilder, array: Type, body: (off: ValueId) => void): void {
  const size = b.layout(array.elem!).size;
  const total = size * array.len;
  const i = b.newVars([VT.I32]);
  const head = b.newBlock();
  const inside = b.newBlock();
  const done = b.newBlock();
  b.writeVar(i, b.i32(0));
  b.jump(head);
  b.start(head);
  const off = b.readVar(i);
  b.branch(b.cmp(Op.I32LtU, off, b.i32(total)), inside, done);
  b.startSealed(inside);
  body(off);
  b.writeVar(i, b.add32(off, b.i32(size)));
  b.jump(head);
  b.seal(head);
  b.startSealed(done);
}

/** Symbol of the hash function of t. */
export function hashFunction(u: UnitBuilder, t: Type): string {
  const sym = hashSymbol(t);
  return u.needFunc(sym, () => generate(u, sym, HASH_SIG, (b, params) => buildHash(b, t, params[0]!, params[1]!)));
}

function buildHash(b: FuncBuilder, t: Type, p: ValueId, h0: ValueId): void {
  const u = under(t);
  if (u.kind === TypeKind.Array) {
    const h = b.newVars([VT.I64]);
    b.writeVar(h, h0);
    loop(b, u, (off) => b.writeVar(h, hashOne(b, u.elem!, b.ptrAdd(p, off), b.readVar(h))));
    b.ret([b.readVar(h)]);
    return;
  }
  const l = b.layout(u);
  let h = h0;
  for (let i = 0; i < u.fields.length;) {
    const f = u.fields[i]!;
    if (f.name === '_') { i++; continue; }
    const at = b.ptrAddImm(p, l.fieldOffsets[i]!);
    if (algOf(b.u.layouts, f.type!) === Alg.Mem) {
      const run = memRun(b.u.layouts, u, i);
      h = b.callRuntime('memhash', at, h, b.i64(run.size))[0]!;
      i = run.next;
    } else {
      h = hashOne(b, f.type!, at, h);
      i++;
    }
  }
  b.ret([h]);
}

function hashOne(b: FuncBuilder, t: Type, p: ValueId, h: ValueId): ValueId {
  const a = algOf(b.u.layouts, t);
  if (a === Alg.Mem) return b.callRuntime('memhash', p, h, b.i64(b.layout(t).size))[0]!;
  if (a !== Alg.Special) return b.callRuntime(runtimeAlg(a, 'hash'), p, h)[0]!;
  return b.callSym(hashFunction(b.u, t), HASH_SIG, [p, h], hashMightPanic(t) ? Suspends.Panics : Suspends.Never)[0]!;
}
