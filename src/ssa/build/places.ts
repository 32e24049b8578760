// Evaluating expressions to places: variables, fields, elements, dereferences; loading, storing, addressing them.
// spec#Selectors, spec#Index_expressions, spec#Address_operators, spec#Assignment_statements

import { VT } from '../op.table.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { syntaxPos, unparen } from '../../syntax/walk.ts';
import { ObjKind, VarKind, type Obj } from '../../types/objects.ts';
import { Mode, SelKind, TypeKind, type Type } from '../../types/types.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, LocalVar, Value } from './builder.ts';
import { newPlace, PlaceKind, type Place } from './place.ts';
import { isUnsigned, under } from './types-api.ts';
import { localVar } from './vars.ts';
import { mapAssignAddr } from './map.ts';
import { convertNumeric } from './numeric.ts';
import { Basic } from '../../types/types.ts';

/** True if obj is a package-level variable. */
export function isGlobal(obj: Obj): boolean { return obj.kind === ObjKind.Var && obj.varKind === VarKind.Package; }

export function localPlace(b: FuncBuilder, v: LocalVar): Place {
  const p = newPlace(v.base >= 0 ? PlaceKind.Words : PlaceKind.Memory, v.type);
  if (v.base >= 0) p.local = v;
  else p.addr = b.localAddr(v);
  return p;
}

export function globalPlace(b: FuncBuilder, obj: Obj): Place {
  return b.memPlace(b.type(obj.type!), b.symAddr(b.u.varSym(obj)));
}

export function valuePlaceOf(b: FuncBuilder, v: Value, t: Type): Place {
  if (b.layout(t).mem) {
    const p = b.memPlace(t, v[0]!);
    p.addressable = false;
    return p;
  }
  const p = newPlace(PlaceKind.Value, t);
  p.value = v;
  return p;
}

/** Evaluates n to a place; expressions that denote none give a Value place. Map elements: see assignPlace. */
export function placeOf(b: FuncBuilder, n: Node): Place {
  switch (n.kind) {
    case Kind.Paren: return placeOf(b, n.x!);
    case Kind.Ident: {
      const o = b.use(n) ?? b.def(n);
      if (o !== null && o.kind === ObjKind.Var) return isGlobal(o) ? globalPlace(b, o) : localPlace(b, localVar(b, o));
      break;
    }
    case Kind.Selector: {
      const s = b.selection(n);
      if (s !== null && s.kind === SelKind.FieldVal) return fieldPlace(b, n, s.index);
      const o = b.use(n.y!);
      if (s === null && o !== null && isGlobal(o)) return globalPlace(b, o);
      break;
    }
    case Kind.Star: if (b.mode(n) !== Mode.TypeExpr) return derefPlace(b, n); break;
    case Kind.Index: { const p = indexPlace(b, n); if (p !== null) return p; break; }
    default: break;
  }
  return valuePlaceOf(b, b.expr(n), b.typeOf(n));
}

function derefPlace(b: FuncBuilder, n: Node): Place {
  const p = b.expr1(n.x!);
  const pl = b.memPlace(b.typeOf(n), p);
  b.at(syntaxPos(n));
  pl.nilBase = p;
  pl.pos = b.pos;
  return pl;
}

function fieldPlace(b: FuncBuilder, n: Node, index: readonly number[]): Place {
  let p = placeOf(b, n.x!);
  b.at(syntaxPos(n.y!));
  for (const i of index) p = fieldStep(b, p, i);
  return p;
}

/** The field numbered i of the struct at p, or of the struct that the pointer at p points to. */
export function fieldStep(b: FuncBuilder, p: Place, i: number): Place {
  const u = under(p.type);
  if (u.kind === TypeKind.Pointer) {
    const ptr = b.loadPlace(p)[0]!;
    const q = b.memPlace(u.elem!, ptr);
    q.nilBase = ptr;
    q.pos = b.pos;
    return fieldStep(b, q, i);
  }
  const l = b.layout(u);
  const ft = u.fields[i]!.type!;
  const q: Place = { ...p, type: ft };
  if (p.kind === PlaceKind.Memory) q.offset += l.fieldOffsets[i]!;
  else if (p.kind === PlaceKind.Words) q.word += l.fieldWords[i]!;
  else q.value = p.value.slice(l.fieldWords[i]!, l.fieldWords[i]! + b.layout(ft).vts.length);
  return q;
}

/** Index operand as I64, and whether its type is unsigned. A constant index is used as such. */
export function indexValue(b: FuncBuilder, n: Node): { value: number; unsigned: boolean } {
  const t = b.typeOf(n);
  const u = under(t);
  const v = b.expr(n);
  if (u.kind !== TypeKind.Basic) fail('index is not an integer');
  const unsigned = isUnsigned(t);
  if (b.f.vt[v[0]!] === VT.I64) return { value: v[0]!, unsigned };
  return { value: convertNumeric(b, v, u.basic, unsigned ? Basic.Uint64 : Basic.Int64)[0]!, unsigned };
}

/** Elements of arrays, pointers to arrays and slices; null for maps, strings and instantiations. */
function indexPlace(b: FuncBuilder, n: Node): Place | null {
  const xm = b.mode(n.x!);
  if (xm === Mode.TypeExpr || b.ctx.info.types[n.x!.id] === null) return null;
  const xt = under(b.typeOf(n.x!));
  if (xt.kind === TypeKind.Slice) return sliceElem(b, n, xt);
  if (xt.kind === TypeKind.Pointer) {
    const at = under(xt.elem!);
    if (at.kind !== TypeKind.Array) return null;
    const ptr = b.expr1(n.x!);
    const base = b.memPlace(xt.elem!, ptr);
    base.nilBase = ptr;
    return arrayElem(b, n, base, at);
  }
  if (xt.kind === TypeKind.Array) return arrayElem(b, n, placeOf(b, n.x!), xt);
  return null;
}

function sliceElem(b: FuncBuilder, n: Node, st: Type): Place {
  const s = b.expr(n.x!);
  const { value, unsigned } = indexValue(b, n.list[0]!);
  b.at(syntaxPos(n));
  const p = b.memPlace(st.elem!, b.elemAddr(s[0]!, value, b.layout(st.elem!).size));
  p.index = value;
  p.limit = s[1]!;
  p.unsigned = unsigned;
  p.pos = b.pos;
  return p;
}

function arrayElem(b: FuncBuilder, n: Node, base: Place, at: Type): Place {
  const size = b.layout(at.elem!).size;
  const c = b.constOf(n.list[0]!);
  const { value, unsigned } = indexValue(b, n.list[0]!);
  b.at(syntaxPos(n));
  const pos = b.pos;
  if (base.kind !== PlaceKind.Memory) return smallArrayElem(b, base, at, value, unsigned, c !== null);
  if (base.index !== 0) b.checkPlace(base);
  const q: Place = { ...base, type: at.elem!, pos };
  if (c !== null) { q.offset += Number(c.int) * size; return q; } // in range: the checker saw to it
  q.addr = b.elemAddr(base.addr, value, size);
  q.index = value;
  q.limit = b.i64(at.len);
  q.unsigned = unsigned;
  return q;
}

/** An array in words has length 1 (or 0): the index is 0 or out of range. */
function smallArrayElem(b: FuncBuilder, base: Place, at: Type, index: number, unsigned: boolean, constant: boolean): Place {
  const q: Place = { ...base, type: at.elem! };
  if (constant) return q;
  q.index = index;
  q.limit = b.i64(at.len);
  q.unsigned = unsigned;
  q.pos = b.pos;
  // Words and values have no later use that checks: do it now.
  b.checkPlace(q);
  if (at.len === 0) return b.memPlace(at.elem!, b.nil()); // never reached: the check fails
  return q;
}

/** Place of an assignment's left-hand side: also `_` and map elements. */
export function assignPlace(b: FuncBuilder, n0: Node): Place {
  const n = unparen(n0);
  if (n.kind === Kind.Ident && n.name === '_') {
    const t = b.ctx.info.types[n.id];
    return newPlace(PlaceKind.Blank, t === null || t === undefined ? BLANK_TYPE(b) : b.type(t));
  }
  if (n.kind === Kind.Index) {
    const xt = under(b.typeOf(n.x!));
    if (xt.kind === TypeKind.Map) {
      const p = newPlace(PlaceKind.Map, xt.elem!);
      p.map = b.expr1(n.x!);
      p.key = b.stable(b.exprTo(n.list[0]!, xt.key!), xt.key!);
      p.mapType = xt;
      b.at(syntaxPos(n));
      p.pos = b.pos;
      return p;
    }
  }
  return placeOf(b, n);
}

function BLANK_TYPE(b: FuncBuilder): Type { return b.s.sigType!; }

/** Stores v, of the place's type, at p. */
export function storePlace(b: FuncBuilder, p: Place, v: Value): void {
  switch (p.kind) {
    case PlaceKind.Blank: return;
    case PlaceKind.Words: b.writeWords(p.local!.base + p.word, v); return;
    case PlaceKind.Memory:
      b.checkPlace(p);
      b.store(p.type, p.addr, v, p.offset);
      return;
    case PlaceKind.Map: {
      const saved = b.pos;
      b.pos = p.pos;
      const a = mapAssignAddr(b, p.mapType!, p.map, p.key);
      b.pos = saved;
      b.store(p.type, a, v);
      return;
    }
    default: fail(`store to place of kind ${p.kind}`);
  }
}

/** spec#Address_operators: address of what is at p; a value that has none is put in a temporary (receivers of generated calls). */
export function addressOfPlace(b: FuncBuilder, p: Place): number {
  if (p.kind === PlaceKind.Memory) return b.placeAddr(p);
  return b.spill(p.type, b.loadPlace(p));
}

export function addressOf(b: FuncBuilder, n: Node): number { return addressOfPlace(b, placeOf(b, n)); }
