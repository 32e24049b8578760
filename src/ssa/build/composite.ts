// Composite literals: struct, array, slice, map; elided inner types; &T{…}. spec#Composite_literals
//
// A literal that is memory-typed is built in fresh memory (a temporary, an object, or the memory of a new variable): parts that are not
// given are zero. Small structs are built in words.

import { Kind, type Node } from '../../syntax/ast.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { newArray, TypeKind, type Type } from '../../types/types.ts';
import { intVal } from '../../constant/constant.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { makeMap, mapAssignAddr } from './map.ts';
import { staticLiteral } from './static-init.ts';
import { shownLiteral } from './shown.ts';
import { under } from './types-api.ts';

/** Value of a composite literal; in an elided &T position its address. */
export function compositeLit(b: FuncBuilder, n: Node): Value {
  const t = b.typeOf(n);
  const u = under(t);
  b.at(n.pos);
  switch (u.kind) {
    case TypeKind.Pointer: return [compositeAddr(b, n, u.elem!)];
    case TypeKind.Slice: return sliceLit(b, n, t, u);
    case TypeKind.Map: return mapLit(b, n, t, u);
    default: break;
  }
  if (!b.layout(t).mem) return wordsLit(b, n, t, u);
  const tmp = b.temp(t, 'lit');
  litInto(b, n, t, tmp, false);
  return [tmp];
}

/** &T{…}: a new object. pos: of the "&", if it is written. */
export function compositeAddr(b: FuncBuilder, n: Node, t: Type, pos = n.pos): number {
  const u = under(t);
  b.at(pos);
  const what = b.u.config.explain ? `&${shownLiteral(b, n, t)}` : '';
  const obj = b.newObject(t, 'expr', what);
  if (u.kind === TypeKind.Struct || u.kind === TypeKind.Array) litInto(b, n, t, obj, true);
  else b.store(t, obj, u.kind === TypeKind.Slice ? sliceLit(b, n, t, u) : mapLit(b, n, t, u));
  return obj;
}

interface Elem { index: number; node: Node }

/** Elements with their field or array indices. */
function elements(b: FuncBuilder, n: Node, u: Type): Elem[] {
  const out: Elem[] = [];
  let next = 0;
  for (const e of n.list) {
    let node = e;
    if (e.kind === Kind.KeyValue) {
      node = e.y!;
      if (u.kind === TypeKind.Struct) {
        const name = unparen(e.x!).name;
        next = u.fields.findIndex((f) => f.name === name);
        if (next < 0) fail(`no field ${name} in literal`);
      } else {
        const c = b.constOf(e.x!);
        next = c === null ? fail('array literal index is not constant') : Number(intVal(c));
      }
    }
    out.push({ index: next++, node });
  }
  return out;
}

/** Number of elements of an array or slice literal: highest index + 1. */
function litLength(elems: readonly Elem[]): number {
  let n = 0;
  for (const e of elems) if (e.index >= n) n = e.index + 1;
  return n;
}

function wordsLit(b: FuncBuilder, n: Node, t: Type, u: Type): Value {
  const l = b.layout(t);
  if (u.kind === TypeKind.Array) return n.list.length === 0 || u.len === 0 ? b.zero(t) : b.exprTo(elements(b, n, u)[0]!.node, u.elem!);
  const words: number[] = new Array<number>(l.vts.length).fill(0);
  for (const e of elements(b, n, u)) {
    const ft = u.fields[e.index]!.type!;
    const v = b.exprTo(e.node, ft);
    if (u.fields[e.index]!.name === '_') continue; // blank fields stay zero
    for (let i = 0; i < v.length; i++) words[l.fieldWords[e.index]! + i] = v[i]!;
  }
  return words.map((w, i) => (w !== 0 ? w : b.zeroWord(l.vts[i]!)));
}

/** Builds a struct or array literal at addr; `zeroed`: the memory is zero already. */
export function litInto(b: FuncBuilder, n: Node, t: Type, addr: number, zeroed: boolean): void {
  const u = under(t);
  const elems = elements(b, n, u);
  const total = u.kind === TypeKind.Struct ? u.fields.length : u.len;
  if (u.kind === TypeKind.Array && elems.length > 4) {
    const sym = staticLiteral(b, n, t);
    if (sym !== null) { b.copy(t, addr, b.symAddr(sym)); return; }
  }
  const zero = !zeroed && (elems.length < total || b.layout(t).ptrdata > 0);
  if (zero) b.zeroMem(t, addr);
  storeElems(b, u, elems, addr, zeroed || zero);
}

function storeElems(b: FuncBuilder, u: Type, elems: readonly Elem[], addr: number, zeroed: boolean): void {
  const size = u.kind === TypeKind.Struct ? 0 : b.layout(u.elem!).size;
  for (const e of elems) {
    const et = u.kind === TypeKind.Struct ? u.fields[e.index]!.type! : u.elem!;
    const off = u.kind === TypeKind.Struct ? b.layout(u).fieldOffsets[e.index]! : e.index * size;
    const x = unparen(e.node);
    const eu = under(et);
    // Nested literals of memory types are built in place.
    if (x.kind === Kind.CompositeLit && b.layout(et).mem && (eu.kind === TypeKind.Struct || eu.kind === TypeKind.Array)) {
      litInto(b, x, et, b.ptrAddImm(addr, off), zeroed);
      continue;
    }
    const v = b.exprTo(e.node, et);
    if (u.kind === TypeKind.Struct && u.fields[e.index]!.name === '_') continue;
    b.at(syntaxPos(e.node));
    b.store(et, addr, v, off);
  }
}

function sliceLit(b: FuncBuilder, n: Node, t: Type, u: Type): Value {
  const elems = elements(b, n, u);
  const len = litLength(elems);
  const at = newArray(u.elem!, len);
  const pos = b.pos;
  b.at(syntaxPos(n));
  const obj = b.newObject(at, 'expr', b.u.config.explain ? shownLiteral(b, n, t) : '');
  b.pos = pos;
  const sym = elems.length > 4 ? staticLiteral(b, n, at) : null;
  if (sym !== null) b.copy(at, obj, b.symAddr(sym));
  else storeElems(b, at, elems, obj, true);
  const w = b.i64(len);
  return [obj, w, w];
}

function mapLit(b: FuncBuilder, n: Node, t: Type, u: Type): Value {
  b.at(syntaxPos(n));
  const m = makeMap(b, u, b.i64(n.list.length), 'expr', b.u.config.explain ? shownLiteral(b, n, t) : '');
  for (const e of n.list) {
    const k = b.stable(b.exprTo(e.x!, u.key!), u.key!);
    const v = b.exprTo(e.y!, u.elem!);
    b.at(e.opPos);
    const a = mapAssignAddr(b, u, m, k);
    b.store(u.elem!, a, v);
  }
  return [m];
}
