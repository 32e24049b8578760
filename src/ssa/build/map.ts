// Maps: element access by runtime calls. gc's specialised variants are used for keys of 4 or 8 plain bytes and for strings, if elements
// are at most 128 bytes.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { SymFlag, SymKind } from '../../abi/symbol.ts';
import type { AllocInfo, ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import { isString } from '../../types/predicates.ts';
import { under } from '../../types/under.ts';
import { Alg, algOf } from '../data/alg.ts';
import { GROUP_SLOTS, MAP_MAX_INLINE, mapObject } from '../data/map-type.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { inOrder } from './bind.ts';
import { stringTemp } from './string.ts';

export const enum MapFast { Slow, Fast32, Fast64, Fast64Ptr, Str }

export function mapFast(b: FuncBuilder, map: Type): MapFast {
  const m = under(map);
  if (b.layout(m.elem!).size > MAP_MAX_INLINE) return MapFast.Slow;
  const a = algOf(b.u.layouts, m.key!);
  if (a === Alg.String) return MapFast.Str;
  if (a !== Alg.Mem) return MapFast.Slow;
  const l = b.layout(m.key!);
  if (l.size === 4) return MapFast.Fast32;
  if (l.size === 8) return l.ptrdata > 0 ? MapFast.Fast64Ptr : MapFast.Fast64;
  return MapFast.Slow;
}

const suffix: readonly string[] = ['', '_fast32', '_fast64', '_fast64', '_faststr'];

/** Key as the words of the runtime function: its bits, the string, or its address. */
function keyArgs(b: FuncBuilder, fast: MapFast, keyType: Type, key: Value, assign: boolean): ValueId[] {
  const l = b.layout(keyType);
  switch (fast) {
    case MapFast.Str: return key;
    case MapFast.Fast64Ptr: return assign ? key : [b.extendU(key[0]!)];
    case MapFast.Fast32: case MapFast.Fast64: {
      const vt = fast === MapFast.Fast32 ? VT.I32 : VT.I64;
      if (key.length === 1 && !l.mem && l.vts[0] === vt) return key;
      return [b.emit(fast === MapFast.Fast32 ? Op.Load32 : Op.Load64, vt, b.spill(keyType, key))];
    }
    default: return [b.spill(keyType, key)];
  }
}

/** Elements of at most this size read as runtime.zeroVal when missing. */
const ZERO_VAL_SIZE = 1024;

function zeroSym(b: FuncBuilder, size: number): string {
  let n = 2 * ZERO_VAL_SIZE;
  while (n < size) n *= 2;
  const name = `go:map.zero.${n}`;
  if (!b.u.hasData(name)) b.u.addData({ name, kind: SymKind.Bss, align: 8, size: n, bytes: new Uint8Array(0), ptrmask: new Uint8Array(0), relocs: [], flags: SymFlag.DupOk });
  return name;
}

function access(b: FuncBuilder, map: Type, m: ValueId, key: Value, ok: boolean): Value {
  const t = under(map);
  const name = ok ? 'mapaccess2' : 'mapaccess1';
  const fast = mapFast(b, t);
  const size = b.layout(t.elem!).size;
  const args = [b.typeDesc(map), m, ...keyArgs(b, fast, t.key!, key, false)];
  if (size > ZERO_VAL_SIZE) return b.callRuntime(`${name}_fat`, ...args, b.symAddr(zeroSym(b, size)));
  return b.callRuntime(name + suffix[fast]!, ...args);
}

/** m[key] for a key of the key type: the element or zero. */
export function mapLoad(b: FuncBuilder, map: Type, m: ValueId, key: Value): Value {
  return b.load(under(map).elem!, access(b, map, m, key, false)[0]!);
}

/** Key operand of a read access: string(bytes) is not copied. */
function readKey(b: FuncBuilder, n: Node, keyType: Type): Value {
  const c = b.constOf(n);
  if (c === null && isString(keyType)) return stringTemp(b, n);
  return b.exprTo(n, keyType);
}

function mapAndKey(b: FuncBuilder, n: Node, map: Type): [ValueId, Value] {
  return inOrder(b, n.x!, n.list[0]!, () => b.expr1(n.x!), () => readKey(b, n.list[0]!, under(map).key!));
}

export function mapIndexExpr(b: FuncBuilder, n: Node): Value {
  const map = b.typeOf(n.x!);
  const [m, key] = mapAndKey(b, n, map);
  b.at(n.opPos);
  return mapLoad(b, map, m, key);
}

/** [element, ok] */
export function mapIndexOk(b: FuncBuilder, n: Node): Value[] {
  const map = b.typeOf(n.x!);
  const [m, key] = mapAndKey(b, n, map);
  b.at(n.opPos);
  const r = access(b, map, m, key, true);
  return [b.load(under(map).elem!, r[0]!), [r[1]!]];
}

/** Address of the slot of m[key], made if it is missing; panics if m is nil. */
export function mapAssignAddr(b: FuncBuilder, map: Type, m: ValueId, key: Value): ValueId {
  const t = under(map);
  const fast = mapFast(b, t);
  const name = fast === MapFast.Fast64Ptr ? 'mapassign_fast64ptr' : `mapassign${suffix[fast]!}`;
  return b.callRuntime(name, b.typeDesc(map), m, ...keyArgs(b, fast, t.key!, key, true))[0]!;
}

export function mapDelete(b: FuncBuilder, map: Type, m: ValueId, key: Value): void {
  const t = under(map);
  const fast = mapFast(b, t);
  b.callRuntime(`mapdelete${suffix[fast]!}`, b.typeDesc(map), m, ...keyArgs(b, fast, t.key!, key, false));
}

/**
 * New map; hint (I64) 0 or absent as ValueId 0 means small. Its header, and its group if the hint lets it do with one, may lie on the
 * stack. `what`: see AllocInfo.
 */
export function makeMap(b: FuncBuilder, map: Type, hint: ValueId, kind: AllocInfo['kind'], what: string): ValueId {
  const known = hint === 0 || b.f.op[hint] === Op.ConstI64;
  const small = known && (hint === 0 || (b.f.aux2[hint] === 0 && b.f.aux[hint]! <= GROUP_SLOTS && b.f.aux[hint]! >= 0));
  const { header, withGroup } = mapObject(b.u.layouts, under(map));
  if (small) return b.callRuntime('makemapSmall', b.stackObject(withGroup, map, kind, what))[0]!;
  const mem = b.stackObject(known ? header : withGroup, map, kind, what);
  return b.callRuntime(known ? 'makemap' : 'makemapGroup', b.typeDesc(map), hint, mem)[0]!;
}

/** spec#Length_and_capacity: Map.used is the first word; the nil page reads as 0. */
export function mapLen(b: FuncBuilder, m: ValueId): ValueId { return b.emit(Op.Load64, VT.I64, m); }
