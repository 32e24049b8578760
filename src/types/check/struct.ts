// Struct types. spec#Struct_types

import { Kind, LitKind, type Node } from '../../syntax/ast.ts';
import { quoteGo, unquoteString, utf8Bytes } from '../../constant/constant.ts';
import { Basic, type Type, TypeKind, newStruct } from '../types.ts';
import type { Obj } from '../objects.ts';
import { deref, isTypeParam, under } from '../under.ts';
import { isValid } from '../predicates.ts';
import { newField } from '../named.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { varType } from './typexpr.ts';
import type { Checker } from './checker.ts';

export function structType(c: Checker, n: Node): Type {
  const fields: Obj[] = [];
  const tags: string[] = [];
  const seen = new Map<string, Obj>();
  const add = (id: Node, type: Type, embedded: boolean, tag: string): void => {
    const f = newField(id.pos, c.pkg, id.name, type, embedded);
    f.decl = id;
    if (id.name !== '_') {
      const alt = seen.get(id.name);
      if (alt !== undefined) {
        c.err(id.pos, 'DuplicateDecl', `${id.name} redeclared`, c.altDecl(alt));
        return;
      }
      seen.set(id.name, f);
    }
    fields.push(f);
    tags.push(tag);
    c.recordDef(id, f);
  };
  for (const f of n.list) {
    const type = varType(c, f.x!);
    const tag = f.y === null ? '' : fieldTag(c, f.y);
    if (f.list.length > 0) {
      for (const id of f.list) add(id, type, false, tag);
      continue;
    }
    // An embedded field is named like its type.
    const id = embeddedFieldIdent(f.x!);
    if (id === null) {
      c.errN(f.x!, 'InvalidSyntaxTree', `invalid syntax tree: invalid embedded field type ${exprString(f.x)}`);
      continue;
    }
    const used = c.info.uses[id.id] ?? null;
    add(id, type, true, tag);
    if (used !== null) c.recordUse(id, used);
    checkEmbedded(c, f.x!, type);
  }
  return newStruct(fields, tags);
}

function fieldTag(c: Checker, n: Node): string {
  if (n.aux === 1) return ''; // reported by the scanner
  const tag = n.op === LitKind.String ? unquoteString(n.name) : null;
  if (tag === null) c.errN(n, 'InvalidSyntaxTree', `invalid syntax tree: incorrect tag syntax: ${quoteGo(utf8Bytes(n.name))}`);
  return tag ?? '';
}

/** "An embedded field must be specified as a type name T or as a pointer to a non-interface type name *T, and T itself may not be
 *  a pointer type or type parameter." Checked when types are set up. */
function checkEmbedded(c: Checker, n: Node, type: Type): void {
  c.later(() => {
    const { type: t, isPtr } = deref(type);
    const u = under(t);
    if (u.kind === TypeKind.Basic) {
      if (isValid(t) && u.basic === Basic.UnsafePointer) c.errN(n, 'InvalidPtrEmbed', 'embedded field type cannot be unsafe.Pointer');
    } else if (u.kind === TypeKind.Pointer) {
      c.errN(n, 'InvalidPtrEmbed', 'embedded field type cannot be a pointer');
    } else if (u.kind === TypeKind.Interface) {
      if (isTypeParam(t)) c.errN(n, 'MisplacedTypeParam', 'embedded field type cannot be a (pointer to a) type parameter');
      else if (isPtr) c.errN(n, 'InvalidPtrEmbed', 'embedded field type cannot be a pointer to an interface');
    }
  });
}

/** The identifier that names an embedded field: T, *T, p.T, T[…]. */
export function embeddedFieldIdent(n: Node): Node | null {
  switch (n.kind) {
    case Kind.Ident: return n;
    case Kind.Star: return n.x!.kind === Kind.Star ? null : embeddedFieldIdent(n.x!);
    case Kind.Selector: return n.y;
    case Kind.Index: return embeddedFieldIdent(n.x!);
    default: return null;
  }
}
