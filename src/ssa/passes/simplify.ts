// Local simplification in reverse postorder: constant folding, algebraic identities, copies, trivial phis, offsets folded into
// addresses. Rules never change what wasm would compute; floats are folded only where exact by IEEE (not at all here, save negation
// of negation), since Go constants were folded by the checker.

import { Effect, VT, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { Func, ValueId } from '../func.ts';
import { Int64, binary64, cmpS64, cmpU64 } from '../../constant/int64.ts';
import { Dom } from '../analysis/dom.ts';
import { boxedWord } from './box.ts';
import { Replacements } from './rewrite.ts';
import { const32, const64, is32, is64, isConst, isConst32, isConst64, log2of32, log2of64 } from './consts.ts';

const tmp = /* @__PURE__ */ new Int64();

/** Op name without its I32/I64 prefix, by op number ('' where it has none). */
const base: string[] = opTable.map((r) => (/^I(32|64)/.test(r.name) ? r.name.slice(3) : ''));

export function simplify(f: Func): boolean {
  let any = false;
  for (let round = 0; round < 4; round++) {
    const r = new Replacements(f);
    const dom = new Dom(f);
    let changed = false;
    for (const b of dom.rpo) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        if (r.has(v)) continue;
        r.args(f, v);
        const w = rule(f, v);
        if (w !== 0 && w !== v) { r.set(v, w); changed = true; }
      }
    }
    r.apply(f);
    if (!changed) break;
    any = true;
  }
  return any;
}

/** A value that equals v, or 0. May rewrite v in place (returning 0). */
function rule(f: Func, v: ValueId): ValueId {
  const op = f.op[v]! as Op;
  switch (op) {
    case Op.Copy: return f.arg0[v]!;
    case Op.Phi: return trivialPhi(f, v);
    case Op.Select: return select(f, v);
    case Op.PtrAddImm: return ptrAddImm(f, v);
    case Op.PtrAdd: return ptrAdd(f, v);
    case Op.I32WrapI64: return wrap(f, v);
    case Op.I64ExtendI32S: return extend(f, v, true);
    case Op.I64ExtendI32U: return extend(f, v, false);
    case Op.PtrToI32: if (f.op[f.arg0[v]!] === Op.I32ToPtr) return f.arg0[f.arg0[v]!]!; break;
    // I32ToPtr(PtrToI32(p)) stays: it costs nothing, and hides p from escape analysis, as abi.NoEscape means it to.
    case Op.I32Eqz: return eqz(f, v);
    case Op.I64Eqz: if (isConst64(f, f.arg0[v]!)) return const32(f, v, is64(f, f.arg0[v]!, 0, 0) ? 1 : 0); break;
    case Op.I32Extend8S: return unary32(f, v, (x) => (x << 24) >> 24);
    case Op.I32Extend16S: return unary32(f, v, (x) => (x << 16) >> 16);
    case Op.I32Clz: return unary32(f, v, (x) => Math.clz32(x));
    case Op.I32Ctz: return unary32(f, v, (x) => (x === 0 ? 32 : 31 - Math.clz32(x & -x)));
    case Op.Load32: case Op.Load64: case Op.LoadF32: case Op.LoadF64: case Op.LoadPtr: return boxedWord(f, v, op);
    case Op.PanicIf: case Op.BoundsCheck: case Op.NilCheck: return check(f, v);
    default:
  }
  const r = opTable[op]!;
  if (r.effect !== Effect.Pure) return address(f, v);
  if (r.args === 'ii') return binary32(f, v, op);
  if (r.args === 'll') return binary64v(f, v, op);
  return 0;
}

function trivialPhi(f: Func, v: ValueId): ValueId {
  let same = 0;
  for (let i = 0, n = f.numArgs(v); i < n; i++) {
    const a = f.arg(v, i);
    if (a === v || a === same) continue;
    if (same !== 0) return sameConstPhi(f, v);
    same = a;
  }
  return same;
}

/** A phi whose arguments are all the same constant. */
function sameConstPhi(f: Func, v: ValueId): ValueId {
  const a = f.arg(v, 0);
  if (!isConst(f, a) || f.op[a] === Op.ConstF32 || f.op[a] === Op.ConstF64) return 0;
  for (let i = 1, n = f.numArgs(v); i < n; i++) {
    const b = f.arg(v, i);
    if (f.op[b] !== f.op[a] || f.aux[b] !== f.aux[a] || f.aux2[b] !== f.aux2[a]) return 0;
  }
  // The constant is re-made after the phis of this block, where it dominates what the phi dominates.
  let at = v;
  while (at !== 0 && f.op[at] === Op.Phi) at = f.next[at]!;
  if (at === 0) return f.append(f.block[v]!, f.newValue(f.op[a]! as Op, f.vt[a]! as VT, f.vpos[v]!, 0, 0, 0, f.aux[a]!, f.aux2[a]!));
  return f.insertBefore(f.newValue(f.op[a]! as Op, f.vt[a]! as VT, f.vpos[v]!, 0, 0, 0, f.aux[a]!, f.aux2[a]!), at);
}

function select(f: Func, v: ValueId): ValueId {
  const c = f.arg0[v]!;
  const a = f.arg1[v]!;
  const b = f.arg2[v]!;
  if (a === b) return a;
  if (isConst32(f, c)) return f.aux[c] !== 0 ? a : b;
  if (f.op[c] === Op.I32Eqz) { f.arg0[v] = f.arg0[c]!; f.arg1[v] = b; f.arg2[v] = a; }
  if (f.vt[v] === VT.I32 && is32(f, a, 1) && is32(f, b, 0) && isBool(f, f.arg0[v]!)) return f.arg0[v]!;
  return 0;
}

/** True if v is 0 or 1. */
export function isBool(f: Func, v: ValueId): boolean {
  const op = f.op[v]!;
  if (op === Op.ConstI32) return f.aux[v] === 0 || f.aux[v] === 1;
  if (op === Op.I32And) return isBool(f, f.arg0[v]!) || isBool(f, f.arg1[v]!);
  if (op === Op.I32Or || op === Op.I32Xor) return isBool(f, f.arg0[v]!) && isBool(f, f.arg1[v]!);
  return op === Op.I32Eqz || op === Op.I64Eqz || isCompare(op);
}

function isCompare(op: number): boolean {
  return (op >= Op.I32Eq && op <= Op.I32GeU) || (op >= Op.I64Eq && op <= Op.I64GeU) || (op >= Op.F32Eq && op <= Op.F32Ge) || (op >= Op.F64Eq && op <= Op.F64Ge);
}

function eqz(f: Func, v: ValueId): ValueId {
  const a = f.arg0[v]!;
  if (isConst32(f, a)) return const32(f, v, f.aux[a] === 0 ? 1 : 0);
  const op = f.op[a]!;
  if (op === Op.SymAddr || op === Op.StackAddr || op === Op.NewObject || op === Op.Box) return const32(f, v, 0);
  if (op === Op.I32Eqz && isBool(f, f.arg0[a]!)) return f.arg0[a]!;
  const inv = invertCompare(op);
  if (inv !== 0) return f.insertBefore(f.newValue(inv, VT.I32, f.vpos[v]!, f.arg0[a]!, f.arg1[a]!), v);
  return 0;
}

/** The integer comparison that holds exactly when op does not (floats have NaN and stay). */
export function invertCompare(op: number): Op {
  switch (op) {
    case Op.I32Eq: return Op.I32Ne; case Op.I32Ne: return Op.I32Eq;
    case Op.I32LtS: return Op.I32GeS; case Op.I32GeS: return Op.I32LtS; case Op.I32GtS: return Op.I32LeS; case Op.I32LeS: return Op.I32GtS;
    case Op.I32LtU: return Op.I32GeU; case Op.I32GeU: return Op.I32LtU; case Op.I32GtU: return Op.I32LeU; case Op.I32LeU: return Op.I32GtU;
    case Op.I64Eq: return Op.I64Ne; case Op.I64Ne: return Op.I64Eq;
    case Op.I64LtS: return Op.I64GeS; case Op.I64GeS: return Op.I64LtS; case Op.I64GtS: return Op.I64LeS; case Op.I64LeS: return Op.I64GtS;
    case Op.I64LtU: return Op.I64GeU; case Op.I64GeU: return Op.I64LtU; case Op.I64GtU: return Op.I64LeU; case Op.I64LeU: return Op.I64GtU;
    case Op.F32Eq: return Op.F32Ne; case Op.F32Ne: return Op.F32Eq; case Op.F64Eq: return Op.F64Ne; case Op.F64Ne: return Op.F64Eq;
    default: return 0 as Op;
  }
}

function ptrAddImm(f: Func, v: ValueId): ValueId {
  const p = f.arg0[v]!;
  if (f.aux[v] === 0) return p;
  const op = f.op[p]!;
  if (op === Op.PtrAddImm) { f.aux[v] = f.aux[v]! + f.aux[p]!; f.arg0[v] = f.arg0[p]!; return 0; }
  if (op === Op.SymAddr || op === Op.StackAddr) {
    return f.insertBefore(f.newValue(op as Op, VT.Ptr, f.vpos[v]!, 0, 0, 0, f.aux[p]!, f.aux2[p]! + f.aux[v]!), v);
  }
  return 0;
}

function ptrAdd(f: Func, v: ValueId): ValueId {
  const i = f.arg1[v]!;
  if (!isConst32(f, i)) return 0;
  return f.insertBefore(f.newValue(Op.PtrAddImm, VT.Ptr, f.vpos[v]!, f.arg0[v]!, 0, 0, f.aux[i]!), v);
}

/** Loads and stores through p + constant take the constant as their offset, if it stays non-negative and small. */
function address(f: Func, v: ValueId): ValueId {
  if (opTable[f.op[v]!]!.aux !== 'off') return 0;
  const p = f.arg0[v]!;
  if (f.op[p] !== Op.PtrAddImm) return 0;
  const off = f.aux[v]! + f.aux[p]!;
  if (f.aux[p]! < 0 || off < 0 || off > 0x3fffffff) return 0;
  f.aux[v] = off;
  f.arg0[v] = f.arg0[p]!;
  return 0;
}

function wrap(f: Func, v: ValueId): ValueId {
  const a = f.arg0[v]!;
  const op = f.op[a]!;
  if (op === Op.ConstI64) return const32(f, v, f.aux[a]!);
  if (op === Op.I64ExtendI32S || op === Op.I64ExtendI32U) return f.vt[f.arg0[a]!] === VT.Ptr ? f.insertBefore(f.newValue(Op.PtrToI32, VT.I32, f.vpos[v]!, f.arg0[a]!), v) : f.arg0[a]!;
  // Low words of sums, products and masks depend on low words only.
  if (op === Op.I64Add || op === Op.I64Sub || op === Op.I64Mul || op === Op.I64And || op === Op.I64Or || op === Op.I64Xor) {
    if (!isConst64(f, f.arg1[a]!) && !narrow(f, f.arg1[a]!)) return 0;
    const op32 = op === Op.I64Add ? Op.I32Add : op === Op.I64Sub ? Op.I32Sub : op === Op.I64Mul ? Op.I32Mul : op === Op.I64And ? Op.I32And : op === Op.I64Or ? Op.I32Or : Op.I32Xor;
    const x = f.insertBefore(f.newValue(Op.I32WrapI64, VT.I32, f.vpos[v]!, f.arg0[a]!), v);
    const y = f.insertBefore(f.newValue(Op.I32WrapI64, VT.I32, f.vpos[v]!, f.arg1[a]!), v);
    return f.insertBefore(f.newValue(op32, VT.I32, f.vpos[v]!, x, y), v);
  }
  if (op === Op.I64Shl && isConst64(f, f.arg1[a]!) && f.aux2[f.arg1[a]!] === 0 && f.aux[f.arg1[a]!]! >>> 0 < 32) {
    const x = f.insertBefore(f.newValue(Op.I32WrapI64, VT.I32, f.vpos[v]!, f.arg0[a]!), v);
    return f.insertBefore(f.newValue(Op.I32Shl, VT.I32, f.vpos[v]!, x, const32(f, v, f.aux[f.arg1[a]!]!)), v);
  }
  return 0;
}

function narrow(f: Func, v: ValueId): boolean { return f.op[v] === Op.I64ExtendI32S || f.op[v] === Op.I64ExtendI32U; }

function extend(f: Func, v: ValueId, signed: boolean): ValueId {
  const a = f.arg0[v]!;
  if (isConst32(f, a)) return const64(f, v, f.aux[a]!, signed && f.aux[a]! < 0 ? -1 : 0);
  return 0;
}

function unary32(f: Func, v: ValueId, fn: (x: number) => number): ValueId {
  const a = f.arg0[v]!;
  if (isConst32(f, a)) return const32(f, v, fn(f.aux[a]!));
  const op = f.op[v]!;
  if (op === Op.I32Extend8S && (f.op[a] === Op.Load8S || f.op[a] === Op.I32Extend8S)) return a;
  if (op === Op.I32Extend16S && (f.op[a] === Op.Load16S || f.op[a] === Op.Load8S || f.op[a] === Op.I32Extend16S || f.op[a] === Op.I32Extend8S)) return a;
  return 0;
}

/** Checks that cannot fail go; the others only have their operands simplified (checks.ts proves more). */
function check(f: Func, v: ValueId): ValueId {
  if (f.op[v] === Op.PanicIf && is32(f, f.arg0[v]!, 0)) f.remove(v); // its links stay readable for the walk
  return 0;
}

function swap(f: Func, v: ValueId): void { const t = f.arg0[v]!; f.arg0[v] = f.arg1[v]!; f.arg1[v] = t; }

function binary32(f: Func, v: ValueId, op: Op): ValueId {
  if (opTable[op]!.commutative && isConst32(f, f.arg0[v]!) && !isConst32(f, f.arg1[v]!)) swap(f, v);
  const a = f.arg0[v]!;
  const b = f.arg1[v]!;
  if (isConst32(f, a) && isConst32(f, b)) {
    const r = fold32(base[op]!, f.aux[a]!, f.aux[b]!);
    return r === null ? 0 : const32(f, v, r);
  }
  if (!isConst32(f, b)) return sameOperands(f, v, op, a, b);
  const x = f.aux[b]!;
  switch (op) {
    case Op.I32Add: case Op.I32Sub:
      if (x === 0 && f.vt[a] === VT.I32) return a;
      if (f.op[a] === Op.I32Add && isConst32(f, f.arg1[a]!)) {
        const k = const32(f, v, op === Op.I32Add ? f.aux[f.arg1[a]!]! + x : f.aux[f.arg1[a]!]! - x);
        f.op[v] = Op.I32Add; f.arg0[v] = f.arg0[a]!; f.arg1[v] = k;
      } else if (op === Op.I32Sub) { f.op[v] = Op.I32Add; f.setArg(v, 1, const32(f, v, -x)); }
      return 0;
    case Op.I32Mul: {
      if (x === 1) return a;
      if (x === 0) return b;
      const k = log2of32(x);
      if (k > 0) { f.op[v] = Op.I32Shl; f.setArg(v, 1, const32(f, v, k)); }
      return 0;
    }
    case Op.I32And:
      if (x === -1) return a;
      if (x === 0) return b;
      if (x === 255 && f.op[a] === Op.Load8U) return a;
      if (x === 65535 && (f.op[a] === Op.Load16U || f.op[a] === Op.Load8U)) return a;
      if (x === 1 && isBool(f, a)) return a;
      if (f.op[a] === Op.I32And && isConst32(f, f.arg1[a]!)) { f.setArg(v, 1, const32(f, v, f.aux[f.arg1[a]!]! & x)); f.arg0[v] = f.arg0[a]!; }
      return 0;
    case Op.I32Or: case Op.I32Xor: case Op.I32Shl: case Op.I32ShrS: case Op.I32ShrU: return x === 0 && f.vt[a] === VT.I32 ? a : 0;
    case Op.I32DivU: { const k = log2of32(x); if (k >= 0) { f.op[v] = Op.I32ShrU; f.setArg(v, 1, const32(f, v, k)); } return 0; }
    case Op.I32RemU: { const k = log2of32(x); if (k >= 0) { f.op[v] = Op.I32And; f.setArg(v, 1, const32(f, v, x - 1)); } return 0; }
    case Op.I32Ne: if (x === 0 && isBool(f, a)) return a; return address0(f, v, a, x, false);
    case Op.I32Eq:
      if (x === 0) { f.op[v] = Op.I32Eqz; return 0; }
      if (x === 1 && isBool(f, a)) return a;
      return 0;
    default: return 0;
  }
}

/** Comparison (== if `equal`, else !=) of an address that is never nil with nil. */
function address0(f: Func, v: ValueId, a: ValueId, x: number, equal: boolean): ValueId {
  const op = f.op[a]!;
  return x === 0 && (op === Op.SymAddr || op === Op.StackAddr || op === Op.NewObject || op === Op.Box) ? const32(f, v, equal ? 0 : 1) : 0;
}

function sameOperands(f: Func, v: ValueId, op: Op, a: ValueId, b: ValueId): ValueId {
  if (a !== b) return 0;
  switch (op) {
    case Op.I32And: case Op.I32Or: return a;
    case Op.I32Xor: case Op.I32Sub: return const32(f, v, 0);
    case Op.I32Eq: case Op.I32LeS: case Op.I32LeU: case Op.I32GeS: case Op.I32GeU:
    case Op.I64Eq: case Op.I64LeS: case Op.I64LeU: case Op.I64GeS: case Op.I64GeU: return const32(f, v, 1);
    case Op.I32Ne: case Op.I32LtS: case Op.I32LtU: case Op.I32GtS: case Op.I32GtU:
    case Op.I64Ne: case Op.I64LtS: case Op.I64LtU: case Op.I64GtS: case Op.I64GtU: return const32(f, v, 0);
    case Op.I64And: case Op.I64Or: return a;
    case Op.I64Xor: case Op.I64Sub: return const64(f, v, 0, 0);
    default: return 0;
  }
}

function fold32(op: string, a: number, b: number): number | null {
  switch (op) {
    case 'Add': return (a + b) | 0;
    case 'Sub': return (a - b) | 0;
    case 'Mul': return Math.imul(a, b);
    case 'And': return a & b;
    case 'Or': return a | b;
    case 'Xor': return a ^ b;
    case 'Shl': return a << (b & 31);
    case 'ShrS': return a >> (b & 31);
    case 'ShrU': return (a >>> (b & 31)) | 0;
    case 'Rotl': return (a << (b & 31)) | (b & 31 ? a >>> (32 - (b & 31)) : 0);
    case 'Rotr': return ((a >>> (b & 31)) | (b & 31 ? a << (32 - (b & 31)) : 0)) | 0;
    case 'DivS': return b === 0 || (b === -1 && a === -0x80000000) ? null : (a / b) | 0;
    case 'DivU': return b === 0 ? null : ((a >>> 0) / (b >>> 0)) | 0;
    case 'RemS': return b === 0 ? null : a % b | 0;
    case 'RemU': return b === 0 ? null : ((a >>> 0) % (b >>> 0)) | 0;
    default: return compare(op, a < b ? -1 : a > b ? 1 : 0, a >>> 0 < b >>> 0 ? -1 : a >>> 0 > b >>> 0 ? 1 : 0);
  }
}

function compare(op: string, s: number, u: number): number | null {
  switch (op) {
    case 'Eq': return +(s === 0); case 'Ne': return +(s !== 0);
    case 'LtS': return +(s < 0); case 'LtU': return +(u < 0); case 'GtS': return +(s > 0); case 'GtU': return +(u > 0);
    case 'LeS': return +(s <= 0); case 'LeU': return +(u <= 0); case 'GeS': return +(s >= 0); case 'GeU': return +(u >= 0);
    default: return null;
  }
}

function binary64v(f: Func, v: ValueId, op: Op): ValueId {
  if (opTable[op]!.commutative && isConst64(f, f.arg0[v]!) && !isConst64(f, f.arg1[v]!)) swap(f, v);
  const a = f.arg0[v]!;
  const b = f.arg1[v]!;
  if (isConst64(f, a) && isConst64(f, b)) {
    if (f.vt[v] === VT.I32) {
      const r = compare(base[op]!, cmpS64(f.aux[a]!, f.aux2[a]!, f.aux[b]!, f.aux2[b]!), cmpU64(f.aux[a]!, f.aux2[a]!, f.aux[b]!, f.aux2[b]!));
      return r === null ? 0 : const32(f, v, r);
    }
    return binary64(base[op]!, f.aux[a]!, f.aux2[a]!, f.aux[b]!, f.aux2[b]!, tmp) ? const64(f, v, tmp.lo, tmp.hi) : 0;
  }
  if (!isConst64(f, b)) return sameOperands(f, v, op, a, b);
  const lo = f.aux[b]!;
  const hi = f.aux2[b]!;
  switch (op) {
    case Op.I64Add: case Op.I64Sub:
      if (lo === 0 && hi === 0) return a;
      if (f.op[a] === Op.I64Add && isConst64(f, f.arg1[a]!)) {
        binary64(op === Op.I64Add ? 'Add' : 'Sub', f.aux[f.arg1[a]!]!, f.aux2[f.arg1[a]!]!, lo, hi, tmp);
        f.op[v] = Op.I64Add; f.arg0[v] = f.arg0[a]!; f.setArg(v, 1, const64(f, v, tmp.lo, tmp.hi));
      } else if (op === Op.I64Sub) { binary64('Sub', 0, 0, lo, hi, tmp); f.op[v] = Op.I64Add; f.setArg(v, 1, const64(f, v, tmp.lo, tmp.hi)); }
      return 0;
    case Op.I64Mul: {
      if (is64(f, b, 1)) return a;
      if (is64(f, b, 0)) return b;
      const k = log2of64(lo, hi);
      if (k > 0) { f.op[v] = Op.I64Shl; f.setArg(v, 1, const64(f, v, k, 0)); }
      return 0;
    }
    case Op.I64And: if (lo === -1 && hi === -1) return a; return lo === 0 && hi === 0 ? b : 0;
    case Op.I64Or: case Op.I64Xor: case Op.I64Shl: case Op.I64ShrS: case Op.I64ShrU: return lo === 0 && hi === 0 ? a : 0;
    case Op.I64DivU: { const k = log2of64(lo, hi); if (k >= 0) { f.op[v] = Op.I64ShrU; f.setArg(v, 1, const64(f, v, k, 0)); } return 0; }
    case Op.I64RemU: {
      if (log2of64(lo, hi) < 0) return 0;
      binary64('Sub', lo, hi, 1, 0, tmp);
      f.op[v] = Op.I64And; f.setArg(v, 1, const64(f, v, tmp.lo, tmp.hi));
      return 0;
    }
    case Op.I64Eq: if (lo === 0 && hi === 0) { f.op[v] = Op.I64Eqz; f.arg1[v] = 0; } return 0;
    default: return 0;
  }
}
