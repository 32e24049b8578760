// Index expressions, and the checking of constant indices. spec#Index_expressions

import type { Node } from '../../syntax/ast.ts';
import { ConstKind } from '../../constant/value.ts';
import { constString, sign, stringVal } from '../../constant/constant.ts';
import { Mode, type Type, TypeKind } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { allInteger, identical, isString, isValid } from '../predicates.ts';
import { tByte, tInt, tInvalid } from '../universe.ts';
import { assignment } from './assignment.ts';
import { underIs } from './common.ts';
import { constAs } from './representable.ts';
import { convertUntyped } from './untyped.ts';
import { expr, exprOrType, nonGeneric } from './expr.ts';
import { nodePos } from './positions.ts';
import { varType } from './typexpr.ts';
import { use } from './use.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** x becomes the indexed value or instantiated type; true if n instantiates a generic function, which is then left to the caller. */
export function indexExpr(c: Checker, x: Operand, n: Node): boolean {
  exprOrType(c, x, n.x!, true);
  if (x.mode === Mode.Invalid) {
    use(c, n.list);
    return false;
  }
  if (x.mode === Mode.TypeExpr) {
    // A generic type being instantiated.
    x.mode = Mode.Invalid;
    x.type = varType(c, n);
    if (isValid(x.type)) x.mode = Mode.TypeExpr;
    return false;
  }
  if (x.mode === Mode.Value) {
    const u = under(x.type);
    if (u.kind === TypeKind.Signature && u.tparams.length > 0) return true;
  }
  nonGeneric(c, null, x);
  if (x.mode as Mode !== Mode.Invalid) indexValue(c, x, n);
  return false;
}

function indexValue(c: Checker, x: Operand, n: Node): void {
  const u = under(x.type);
  let length = -1;
  let valid = true;
  switch (u.kind) {
    case TypeKind.Basic:
      valid = isString(u);
      if (!valid) break;
      if (x.mode === Mode.Constant) length = stringVal(x.val!).length;
      x.mode = Mode.Value; // strings are immutable
      x.type = tByte;
      break;
    case TypeKind.Array:
      length = u.len;
      if (x.mode !== Mode.Variable) x.mode = Mode.Value;
      x.type = u.elem!;
      break;
    case TypeKind.Pointer: {
      const a = under(u.elem!);
      valid = a.kind === TypeKind.Array;
      if (!valid) break;
      length = a.len;
      x.mode = Mode.Variable;
      x.type = a.elem!;
      break;
    }
    case TypeKind.Slice:
      x.mode = Mode.Variable;
      x.type = u.elem!;
      break;
    case TypeKind.Map: return mapIndex(c, x, n, u.key!, u.elem!);
    case TypeKind.Interface: {
      const r = isTypeParam(x.type) ? indexTypeParam(x) : null;
      if (r === null) valid = false;
      else {
        if (r.key !== null) return mapIndex(c, x, n, r.key, r.elem);
        length = r.length;
        x.mode = r.mode;
        x.type = r.elem;
      }
      break;
    }
    default: valid = false;
  }
  if (!valid) {
    c.err(nodePos(n), 'NonIndexableOperand', `cannot index ${c.o(x)}`, [], n.pos);
    use(c, n.list);
    x.mode = Mode.Invalid;
    return;
  }
  index(c, singleIndex(c, n), length);
}

function mapIndex(c: Checker, x: Operand, n: Node, key: Type, elem: Type): void {
  const k = new Operand();
  expr(c, null, k, singleIndex(c, n));
  assignment(c, k, key, 'map index');
  // If the key is wrong there is an error already: go on with the element.
  x.mode = Mode.MapIndex;
  x.type = elem;
  x.node = n;
}

interface Indexed { key: Type | null; elem: Type; length: number; mode: Mode }

/** All types of a type parameter must be indexable with the same result (and key, for maps); null if they are not. */
function indexTypeParam(x: Operand): Indexed | null {
  let res: Indexed | null = null;
  let mode = Mode.Variable;
  const ok = underIs(x.type, (u) => {
    let key: Type | null = null;
    let elem: Type | null = null;
    let length = -1;
    if (u === null) return false;
    if (u.kind === TypeKind.Basic && isString(u)) {
      elem = tByte;
      mode = Mode.Value;
    } else if (u.kind === TypeKind.Array) {
      length = u.len;
      elem = u.elem;
      if (x.mode !== Mode.Variable) mode = Mode.Value;
    } else if (u.kind === TypeKind.Pointer) {
      const a = under(u.elem!);
      if (a.kind === TypeKind.Array) {
        length = a.len;
        elem = a.elem;
      }
    } else if (u.kind === TypeKind.Slice || u.kind === TypeKind.Map) {
      key = u.key;
      elem = u.elem;
    }
    if (elem === null) return false;
    if (res === null) {
      res = { key, elem, length, mode };
      return true;
    }
    // All keys (or none) and all elements must be identical.
    if ((key === null) !== (res.key === null) || (key !== null && !identical(key, res.key!)) || !identical(elem, res.elem)) return false;
    if (length >= 0 && length < res.length) res.length = length;
    return true;
  });
  if (!ok || res === null) return null;
  (res as Indexed).mode = mode;
  return res;
}

/** The one index of n, after complaining about more. */
function singleIndex(c: Checker, n: Node): Node {
  if (n.list.length > 1) c.errN(n.list[1]!, 'InvalidIndex', 'invalid operation: more than one index');
  return n.list[0]!;
}

/** Type of an index expression and its value if constant (else -1). */
export interface Index { type: Type; val: number }

/** Checks index n; max: first value out of range, or -1. Constant values beyond 2^53 come out rounded. */
export function index(c: Checker, n: Node, max: number): Index {
  const x = new Operand();
  expr(c, null, x, n);
  if (!isValidIndex(c, x, 'InvalidIndex', 'index', false)) return { type: tInvalid, val: -1 };
  if (x.mode !== Mode.Constant) return { type: x.type, val: -1 };
  if (x.val!.kind === ConstKind.Unknown) return { type: tInvalid, val: -1 };
  const v = Number(x.val!.int);
  if (max >= 0 && v >= max) {
    c.errO(x, 'InvalidIndex', `invalid argument: index ${constString(x.val!)} out of bounds [0:${max}]`);
    return { type: tInvalid, val: -1 };
  }
  return { type: x.type, val: v };
}

/** "the index x must be an untyped constant or its type must be an integer or a type parameter of integers"; constants fit in int. */
export function isValidIndex(c: Checker, x: Operand, code: string, what: string, allowNegative: boolean): boolean {
  if (x.mode === Mode.Invalid) return false;
  convertUntyped(c, x, tInt);
  if (x.mode as Mode === Mode.Invalid) return false;
  if (!allInteger(x.type)) {
    c.errO(x, code, `invalid argument: ${what} ${c.o(x)} must be integer`);
    return false;
  }
  if (x.mode !== Mode.Constant) return true;
  if (!allowNegative && sign(x.val!) < 0) {
    c.errO(x, code, `invalid argument: ${what} ${c.o(x)} must not be negative`);
    return false;
  }
  const v = constAs(x.val!, tInt);
  if (v === null) {
    c.errO(x, code, `invalid argument: ${what} ${c.o(x)} overflows int`);
    return false;
  }
  x.val = v;
  return true;
}
