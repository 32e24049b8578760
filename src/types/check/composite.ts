// Composite literals. spec#Composite_literals

import { Kind, type Node } from '../../syntax/ast.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { constExact, constString, toInt, toFloat } from '../../constant/constant.ts';
import { Mode, type Type, TypeKind, newArray } from '../types.ts';
import type { Obj } from '../objects.ts';
import { identical, isNonTypeParamInterface, isValid } from '../predicates.ts';
import { sameId } from '../ids.ts';
import { tInvalid } from '../universe.ts';
import { assignment } from './assignment.ts';
import { commonUnder } from './common.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr, exprWithHint } from './expr.ts';
import { index } from './index.ts';
import { lookupError } from './selector.ts';
import { isExportedName } from './text.ts';
import { typExpr, varType } from './typexpr.ts';
import { use } from './use.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** hint: the element type of the enclosing literal, for an elided type. */
export function compositeLit(c: Checker, x: Operand, n: Node, hint: Type | null): void {
  let type: Type;
  let base: Type;
  let isElem = false;
  if (n.x !== null) {
    const t = n.x;
    if (t.kind === Kind.ArrayType && t.x !== null && t.x.kind === Kind.Ellipsis) {
      // [...]T: the length is that of the elements.
      type = newArray(varType(c, t.y!), -1);
    } else {
      type = typExpr(c, t);
    }
    base = type;
  } else if (hint !== null) {
    type = hint;
    // &T may be elided for an element of type *T.
    const u = commonUnder(c, hint, null).type;
    base = u !== null && u.kind === TypeKind.Pointer ? u.elem! : hint;
    isElem = true;
  } else {
    c.errN(n, 'UntypedLit', 'missing type in composite literal');
    type = base = tInvalid;
  }
  const u = commonUnder(c, base, null).type;
  switch (u === null ? TypeKind.Tuple : u.kind) {
    case TypeKind.Struct: structLit(c, x, n, u!, base); break;
    case TypeKind.Array: {
      const len = indexedElements(c, n.list, u!.elem!, u!.len);
      if (u!.len < 0) {
        u!.len = len;
        c.sized.push({ pos: n.pos, type: u! });
        if (n.x !== null) c.recordType(n.x, Mode.TypeExpr, u!, null);
      }
      break;
    }
    case TypeKind.Slice: {
      const len = indexedElements(c, n.list, u!.elem!, -1);
      if (len > n.list.length) c.sized.push({ pos: n.pos, type: newArray(u!.elem!, len) });
      break;
    }
    case TypeKind.Map: mapLit(c, x, n, u!); break;
    default:
      use(c, n.list);
      if (u === null || isValid(u)) {
        c.errN(n, 'InvalidLit', `invalid composite literal${isElem ? ' element' : ''} type ${c.t(type)}`
          + (u === null ? ' (no common underlying type)' : ''));
        x.mode = Mode.Invalid;
        return;
      }
  }
  x.mode = Mode.Value;
  x.type = type;
}

function structLit(c: Checker, x: Operand, n: Node, s: Type, base: Type): void {
  const elems = n.list;
  if (elems.length === 0) return;
  if (elems[0]!.kind === Kind.KeyValue) return keyedStructLit(c, x, elems, s, base);
  const fields = s.fields;
  for (let i = 0; i < elems.length; i++) {
    const e = elems[i]!;
    if (e.kind === Kind.KeyValue) {
      c.errN(e, 'MixedStructLit', 'mixture of field:value and value elements in struct literal');
      continue;
    }
    expr(c, null, x, e);
    if (i >= fields.length) {
      c.errO(x, 'InvalidStructLit', `too many values in struct literal of type ${c.t(base)}`);
      break;
    }
    const f = fields[i]!;
    if (!isExportedName(f.name) && f.pkg !== c.pkg) {
      c.errO(x, 'UnexportedLitField', `implicit assignment to unexported field ${f.name} in struct literal of type ${c.t(base)}`);
      continue;
    }
    assignment(c, x, f.type!, 'struct literal');
  }
  if (elems.length < fields.length) {
    c.err(n.end - 1, 'InvalidStructLit', `too few values in struct literal of type ${c.t(base)}`);
  }
}

function keyedStructLit(c: Checker, x: Operand, elems: readonly Node[], s: Type, base: Type): void {
  const seen = new Set<number>();
  for (const e of elems) {
    if (e.kind !== Kind.KeyValue) {
      c.errN(e, 'MixedStructLit', 'mixture of field:value and value elements in struct literal');
      continue;
    }
    const key = e.x!;
    // The value is looked at first, so that its errors show in any case.
    const i = key.kind === Kind.Ident ? fieldIndex(s.fields, c, key.name, false) : -1;
    expr(c, null, x, e.y!);
    if (key.kind !== Kind.Ident) {
      c.errN(e, 'InvalidLitField', `invalid field name ${exprString(key)} in struct literal`);
      continue;
    }
    if (i < 0) {
      const j = fieldIndex(s.fields, c, key.name, true);
      c.errN(key, 'MissingLitField', lookupError(c, base, key.name, j >= 0 ? s.fields[j]! : null, true));
      continue;
    }
    const f = s.fields[i]!;
    c.recordUse(key, f);
    assignment(c, x, f.type!, 'struct literal');
    if (seen.has(i)) c.errN(e, 'DuplicateLitField', `duplicate field name ${key.name} in struct literal`);
    seen.add(i);
  }
}

function fieldIndex(fields: readonly Obj[], c: Checker, name: string, foldCase: boolean): number {
  if (name === '_') return -1;
  for (let i = 0; i < fields.length; i++) if (sameId(fields[i]!, c.pkg, name, foldCase)) return i;
  return -1;
}

/** Elements of an array or slice literal; the resulting length. length: of the array, or -1. */
function indexedElements(c: Checker, elems: readonly Node[], elem: Type, length: number): number {
  let seen: Set<number> | null = null; // only once there are keys: before, indices are distinct anyway
  let i = 0;
  let max = 0;
  const x = new Operand();
  for (let k = 0; k < elems.length; k++) {
    const e = elems[k]!;
    let value = e;
    let valid = false;
    if (e.kind === Kind.KeyValue) {
      const r = index(c, e.x!, length);
      if (isValid(r.type)) {
        if (r.val >= 0) {
          i = r.val;
          valid = true;
        } else {
          c.errN(e, 'InvalidLitIndex', `index ${exprString(e.x)} must be integer constant`);
        }
      }
      if (seen === null) {
        seen = new Set();
        for (let j = 0; j < k; j++) seen.add(j);
      }
      value = e.y!;
    } else if (length >= 0 && i >= length) {
      c.errN(e, 'OversizeArrayLit', `index ${i} is out of bounds (>= ${length})`);
    } else {
      valid = true;
    }
    if (valid && seen !== null) {
      if (seen.has(i)) c.errN(e, 'DuplicateLitKey', `duplicate index ${i} in array or slice literal`);
      seen.add(i);
    }
    i++;
    if (i > max) max = i;
    exprWithHint(c, x, value, elem);
    assignment(c, x, elem, 'array or slice literal');
  }
  return max;
}

function mapLit(c: Checker, x: Operand, n: Node, m: Type): void {
  const key = m.key!;
  const elem = m.elem!;
  // Keys of interface type are duplicates only if their types are the same, too.
  const dynamic = isNonTypeParamInterface(key);
  const seen = new Map<string, Type[]>();
  for (const e of n.list) {
    if (e.kind !== Kind.KeyValue) {
      c.errN(e, 'MissingLitKey', 'missing key in map literal');
      continue;
    }
    exprWithHint(c, x, e.x!, key);
    assignment(c, x, key, 'map literal');
    if (x.mode === Mode.Invalid) continue;
    if (x.mode === Mode.Constant) {
      const k = constKey(x.val!);
      const types = seen.get(k);
      if (types === undefined) {
        seen.set(k, [x.type]);
      } else if (!dynamic || types.some((t) => identical(t, x.type))) {
        c.errO(x, 'DuplicateLitKey', `duplicate key ${constString(x.val!)} in map literal`);
        continue;
      } else {
        types.push(x.type);
      }
    }
    exprWithHint(c, x, e.y!, elem);
    assignment(c, x, elem, 'map literal');
  }
}

/** A text that is equal for equal constants, whatever kind of number they are. */
export function constKey(v: ConstValue): string {
  switch (v.kind) {
    case ConstKind.String: return 's' + v.str;
    case ConstKind.Bool: return v.bool ? 'true' : 'false';
    case ConstKind.Unknown: return '?';
    default: {
      let w = v.kind === ConstKind.Int ? v : toInt(v);
      if (w.kind === ConstKind.Unknown) {
        w = toFloat(v);
        if (w.kind === ConstKind.Unknown) w = v;
      }
      return 'n' + (w.kind === ConstKind.Int ? w.int.toString() : constExact(w));
    }
  }
}

