// Canonical keys of types: two types are identical iff their keys are equal (within one process). Instances are found by the keys
// of their type arguments, so they are short for common types: a named type is its number.

import { emptyTuple } from '../basic-types.ts';
import { objId } from '../ids.ts';
import { resolveObj } from '../named.ts';
import type { Obj } from '../objects.ts';
import { Type, TypeKind } from '../types.ts';
import { typeSetOf, unionTerms } from '../typeset.ts';
import { unalias } from '../under.ts';

export function typeKey(t: Type): string { return key(t, null, null); }

export function typeListKey(list: Type[]): string {
  if (list.length === 1) return key(list[0]!, null, null);
  let s = '';
  for (let i = 0; i < list.length; i++) s += (i > 0 ? ',' : '') + key(list[i]!, null, null);
  return s;
}

/** Interfaces whose keys are being written (their methods may lead back to them). */
interface Stack { iface: Type; depth: number; prev: Stack | null }

function key(t: Type, stack: Stack | null, bound: Type[] | null): string {
  switch (t.kind) {
    case TypeKind.Basic: return 'b' + t.basic;
    case TypeKind.Named:
      return t.origin === null ? '#' + t.id : `#${t.origin.id}[${keys(t.targs, stack, bound)}]`;
    case TypeKind.Alias: return key(unalias(t), stack, bound);
    case TypeKind.TypeParam: {
      const i = bound === null ? -1 : bound.indexOf(t);
      return i >= 0 ? '$$' + i : '$' + t.id;
    }
    case TypeKind.Pointer: return '*' + key(t.elem!, stack, bound);
    case TypeKind.Slice: return '/' + key(t.elem!, stack, bound);
    case TypeKind.Array: return `A${t.len}:` + key(t.elem!, stack, bound);
    case TypeKind.Map: return `M${key(t.key!, stack, bound)}:${key(t.elem!, stack, bound)}`;
    case TypeKind.Chan: return `C${t.dir}` + key(t.elem!, stack, bound);
    case TypeKind.Struct: {
      let s = 'S{';
      for (let i = 0; i < t.fields.length; i++) {
        const f = t.fields[i]!;
        const tag = t.tags[i] ?? '';
        s += `${f.embedded ? '!' : ''}${objId(f.pkg, f.name)} ${key(f.type!, stack, bound)}${tag === '' ? '' : JSON.stringify(tag)};`;
      }
      return s + '}';
    }
    case TypeKind.Tuple: return '(' + vars(t.fields, stack, bound) + ')';
    case TypeKind.Signature: {
      const b = t.tparams.length > 0 ? t.tparams : bound;
      let head = 'F';
      if (t.tparams.length > 0) head += '<' + keys(t.tparams.map((p) => p.constraint!), stack, b) + '>';
      return `${head}(${vars((t.params ?? emptyTuple).fields, stack, b)}${t.variadic ? '...' : ''})(${vars((t.results ?? emptyTuple).fields, stack, b)})`;
    }
    case TypeKind.Interface: return ifaceKey(t, stack, bound);
    case TypeKind.Union: {
      const terms = unionTerms(t);
      return terms === undefined || terms === null ? 'U' : 'U' + terms.map((x) => (x.tilde ? '~' : '') + key(x.type, stack, bound)).sort().join('|');
    }
  }
}

function keys(list: Type[], stack: Stack | null, bound: Type[] | null): string {
  let s = '';
  for (let i = 0; i < list.length; i++) s += (i > 0 ? ',' : '') + key(list[i]!, stack, bound);
  return s;
}

function vars(list: Obj[], stack: Stack | null, bound: Type[] | null): string {
  let s = '';
  for (let i = 0; i < list.length; i++) s += (i > 0 ? ',' : '') + key(list[i]!.type!, stack, bound);
  return s;
}

function ifaceKey(t: Type, stack: Stack | null, bound: Type[] | null): string {
  const ts = typeSetOf(t);
  if (ts.isAll) return 'I';
  for (let p = stack; p !== null; p = p.prev) if (p.iface === t) return '^' + ((stack?.depth ?? 0) - p.depth);
  const inner: Stack = { iface: t, depth: stack === null ? 0 : stack.depth + 1, prev: stack };
  let s = 'I{';
  for (const m of ts.methods) {
    resolveObj(m);
    s += objId(m.pkg, m.name) + (m.type === null ? '?' : key(m.type, inner, bound)) + ';';
  }
  if (ts.comparable) s += '=';
  if (ts.terms !== null) s += ':' + ts.terms.map((x) => (x.tilde ? '~' : '') + key(x.type, inner, bound)).sort().join('|');
  return s + '}';
}
