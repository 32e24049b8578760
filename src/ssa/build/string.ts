// Strings: concatenation, comparison, indexing, conversions. Words: [ptr, len].

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, Mode, TypeKind } from '../../types/types.ts';
import { isString } from '../../types/predicates.ts';
import { under } from '../../types/under.ts';
import { basicType } from '../../types/universe.ts';
import { BoundsKind } from '../../abi/panics.table.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { inOrder } from './bind.ts';
import { memEqualConst, memEqualInline } from './compare.ts';
import { indexValue } from './slice.ts';

function unparen(n: Node): Node { while (n.kind === Kind.Paren) n = n.x!; return n; }

// --- conversions -------------------------------------------------------------------------------------------------------------

export function bytesToString(b: FuncBuilder, v: Value): Value { return b.callRuntime('slicebytetostring', b.nil(), v[0]!, v[1]!); }
export function runesToString(b: FuncBuilder, v: Value): Value { return b.callRuntime('slicerunetostring', b.nil(), v[0]!, v[1]!, v[2]!); }
export function stringToBytes(b: FuncBuilder, v: Value): Value { return b.callRuntime('stringtoslicebyte', b.nil(), v[0]!, v[1]!); }
export function stringToRunes(b: FuncBuilder, v: Value): Value { return b.callRuntime('stringtoslicerune', b.nil(), v[0]!, v[1]!); }

/** string(i) of an I64; an unsigned value beyond int64 is no code point either way, but must not look negative and small. */
export function intToString(b: FuncBuilder, x: ValueId, unsigned: boolean): Value {
  const i = unsigned ? b.select(b.cmp(Op.I64LtS, x, b.i64(0)), b.i64(0xfffd), x) : x;
  return b.callRuntime('intstring', b.nil(), i);
}

/** If n is string(bytes) its operand, else null. */
export function bytesOfConversion(b: FuncBuilder, n0: Node): Node | null {
  const n = unparen(n0);
  if (n.kind !== Kind.Call || n.list.length !== 1 || b.mode(n.x!) !== Mode.TypeExpr || b.constOf(n) !== null) return null;
  if (!isString(b.typeOf(n))) return null;
  const f = under(b.typeOf(n.list[0]!));
  if (f.kind !== TypeKind.Slice) return null;
  const e = under(f.elem!);
  return e.kind === TypeKind.Basic && e.basic === Basic.Uint8 ? n.list[0]! : null;
}

/** Value of string expression n that is only read before the next write to memory: string(bytes) does not copy. */
export function stringTemp(b: FuncBuilder, n: Node): Value {
  const bytes = bytesOfConversion(b, n);
  if (bytes === null) return b.expr(n);
  const v = b.expr(bytes);
  return [v[0]!, v[1]!];
}

// --- concatenation -----------------------------------------------------------------------------------------------------------

/** spec#String_concatenation: a whole chain x + y + … is one runtime call. */
export function stringAdd(b: FuncBuilder, n: Node): Value {
  const parts: Node[] = [];
  flatten(b, n, parts);
  const vals: Value[] = [];
  let text = '';
  const flushText = (): void => { if (text !== '') vals.push(b.stringConst(text)); text = ''; };
  for (const p of parts) {
    const c = b.constOf(p);
    if (c !== null) { text += c.str; continue; }
    flushText();
    vals.push(stringTemp(b, p));
  }
  flushText();
  b.at(n.opPos);
  return concat(b, vals, parts);
}

function flatten(b: FuncBuilder, n0: Node, out: Node[]): void {
  const n = unparen(n0);
  if (n.kind === Kind.Binary && n.op === Token.Add && b.constOf(n) === null) {
    flatten(b, n.x!, out);
    flatten(b, n.y!, out);
  } else out.push(n);
}

function concat(b: FuncBuilder, vals: Value[], parts: readonly Node[]): Value {
  if (vals.length === 0) return b.stringConst('');
  if (vals.length === 1) {
    // All other operands are empty constants; a temporary view of bytes has to become a string after all.
    const bytes = parts.some((p) => bytesOfConversion(b, p) !== null);
    return bytes ? b.callRuntime('slicebytetostring', b.nil(), vals[0]![0]!, vals[0]![1]!) : vals[0]!;
  }
  if (vals.length <= 5) return b.callRuntime(`concatstring${vals.length}`, b.nil(), ...vals.flat());
  const n = vals.length;
  const mask = new Uint8Array(Math.ceil((2 * n) / 8));
  for (let i = 0; i < n; i++) mask[(2 * i) >> 3]! |= 1 << ((2 * i) & 7);
  const arr = b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, b.newSlot(16 * n, 8, mask, 'concat'));
  const str = basicType(Basic.String);
  vals.forEach((v, i) => b.store(str, arr, v, 16 * i));
  return b.callRuntime('concatstrings', b.nil(), arr, b.i64(n), b.i64(n));
}

export function stringAddValues(b: FuncBuilder, x: Value, y: Value): Value { return b.callRuntime('concatstring2', b.nil(), x[0]!, x[1]!, y[0]!, y[1]!); }

// --- comparison --------------------------------------------------------------------------------------------------------------

const INLINE_COMPARE = 16;

/** Length of a constant string word pair, or -1. */
function constLen(b: FuncBuilder, x: Value): number {
  const n = x[1]!;
  return b.f.op[n] === Op.ConstI64 && b.f.aux2[n] === 0 ? b.f.aux[n]! : -1;
}

/** Bytes of a constant string if its symbol names them (short printable ones), else ''. */
function constText(b: FuncBuilder, x: Value): string {
  if (b.f.op[x[0]!] !== Op.SymAddr || b.f.aux2[x[0]!] !== 0) return '';
  const name = b.u.syms.names[b.f.aux[x[0]!]!]!;
  const text = name.startsWith('go:string."') ? name.slice(11, -1) : '';
  return text.length === constLen(b, x) ? text : '';
}

export function stringEqual(b: FuncBuilder, x: Value, y: Value): ValueId {
  const cx = constLen(b, x);
  const cy = constLen(b, y);
  const sameLen = b.cmp(Op.I64Eq, x[1]!, y[1]!);
  if (cx === 0 || cy === 0) return sameLen;
  const c = cy >= 0 ? cy : cx;
  const text = c > 0 && c <= INLINE_COMPARE ? constText(b, cy >= 0 ? y : x) : '';
  if (text !== '') return b.choose(sameLen, [VT.I32], () => [memEqualConst(b, cy >= 0 ? x[0]! : y[0]!, text)], () => [b.i32(0)])[0]!;
  if (c > 0 && c <= INLINE_COMPARE) return b.choose(sameLen, [VT.I32], () => [memEqualInline(b, x[0]!, y[0]!, 0, c)], () => [b.i32(0)])[0]!;
  return b.choose(sameLen, [VT.I32], () => b.callRuntime('memequal', x[0]!, y[0]!, c >= 0 ? b.i64(c) : x[1]!), () => [b.i32(0)])[0]!;
}

/** Three-way comparison: an I64 below, equal to or above 0. */
export function stringCompare(b: FuncBuilder, x: Value, y: Value): ValueId { return b.callRuntime('cmpstring', x[0]!, x[1]!, y[0]!, y[1]!)[0]!; }

/** x op y for op one of < <= > >=. */
export function stringLess(b: FuncBuilder, op: Token, x: Value, y: Value): ValueId {
  const c = stringCompare(b, x, y);
  const z = b.i64(0);
  switch (op) {
    case Token.Lss: return b.cmp(Op.I64LtS, c, z);
    case Token.Leq: return b.cmp(Op.I64LeS, c, z);
    case Token.Gtr: return b.cmp(Op.I64GtS, c, z);
    default: return b.cmp(Op.I64GeS, c, z);
  }
}

// --- indexing ----------------------------------------------------------------------------------------------------------------

/** s[i] of a string. */
export function stringIndexExpr(b: FuncBuilder, n: Node): Value {
  const c = b.constOf(n.x!);
  const [s, i] = inOrder(b, n.x!, n.list[0]!, () => (c !== null ? b.stringConst(c.str) : stringTemp(b, n.x!)), () => indexValue(b, n.list[0]!));
  b.at(n.opPos);
  b.boundsCheck(i.value, s[1]!, BoundsKind.Index, i.unsigned);
  return [b.emit(Op.Load8U, VT.I32, b.ptrAdd(s[0]!, b.wrap(i.value)))];
}
