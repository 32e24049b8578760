// Expressions and types in the words of gc's -m messages, which show the compiler's own tree: constants by value, literals without their
// elements, methods as functions with the receiver first.

import { constString, quoteGo } from '../../constant/constant.ts';
import { ConstKind } from '../../constant/value.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { listString } from '../../syntax/expr-string.ts';
import { PRECEDENCE, type Token, tokenText } from '../../syntax/token.ts';
import { unparen } from '../../syntax/walk.ts';
import { typeReflectString } from '../../types/linkname.ts';
import { type Obj, ObjKind } from '../../types/objects.ts';
import { Mode, SelKind, TypeKind, type Type } from '../../types/types.ts';
import type { FuncBuilder } from './builder.ts';
import { deref, isInterface, under } from './types-api.ts';

/** A type without the name of the package that is compiled. */
export function shownType(b: FuncBuilder, t: Type): string {
  return typeReflectString(t).replaceAll(new RegExp(`(?<![\\w.])${b.ctx.pkg.name}\\.`, 'g'), '');
}

/** `T{...}`, `[]int{}`. */
export function shownLiteral(b: FuncBuilder, n: Node, t: Type): string {
  return `${shownType(b, t)}${n.list.length === 0 ? '{}' : '{...}'}`;
}

/** shownExpr if it is asked for. */
export function shown(b: FuncBuilder, n: Node): string { return b.u.config.explain ? shownExpr(b, n) : ''; }

/** Notes for -m that what is being made is always on the heap. */
export function noteHeap(b: FuncBuilder, what: () => string): void {
  if (b.u.config.explain) b.f.notes.push({ pos: b.pos, text: `${what()} escapes to heap` });
}

function shownExpr(b: FuncBuilder, x: Node): string {
  const n = unparen(x);
  const c = b.constOf(n);
  if (c !== null) return c.kind === ConstKind.String ? quoteGo(c.str) : constString(c);
  if (b.mode(n) === Mode.TypeExpr) return listString([n]);
  switch (n.kind) {
    case Kind.CompositeLit: return shownLiteral(b, n, b.typeOf(n));
    case Kind.FuncLit: return 'func literal';
    case Kind.Selector: return selector(b, n);
    case Kind.Index: return `${shownExpr(b, n.x!)}[${shownList(b, n.list)}]`;
    case Kind.SliceExpr: {
      const at = (e: Node | null): string => (e === null ? '' : shownExpr(b, e));
      return `${shownExpr(b, n.x!)}[${at(n.y)}:${at(n.z)}${n.op === 1 ? `:${at(n.w)}` : ''}]`;
    }
    case Kind.TypeAssert: return `${shownExpr(b, n.x!)}.(${n.y === null ? 'type' : shownExpr(b, n.y)})`;
    case Kind.Call: return call(b, n);
    case Kind.Star: return `*${shownExpr(b, n.x!)}`;
    case Kind.Unary: return tokenText(n.op as Token) + operand(b, n.x!, 6);
    case Kind.Binary: {
      const p = PRECEDENCE[n.op]!;
      return `${operand(b, n.x!, p)} ${tokenText(n.op as Token)} ${operand(b, n.y!, p + 1)}`;
    }
    default: return n.kind === Kind.Ident ? n.name : listString([n]);
  }
}

function shownList(b: FuncBuilder, list: readonly Node[]): string {
  return list.map((n) => shownExpr(b, n)).join(', ');
}

/** Parenthesised if it binds weaker than p. */
function operand(b: FuncBuilder, x: Node, p: number): string {
  const n = unparen(x);
  const text = shownExpr(b, n);
  return n.kind === Kind.Binary && b.constOf(n) === null && PRECEDENCE[n.op]! < p ? `(${text})` : text;
}

function selector(b: FuncBuilder, n: Node): string {
  const name = n.y!.name;
  const x = unparen(n.x!);
  const of = x.kind === Kind.Ident ? b.use(x) : null;
  return of !== null && of.kind === ObjKind.PkgName ? `${x.name}.${name}` : `${embedding(b, n)}.${name}`;
}

/** What a field or method is selected of: x with the embedded fields on the way. */
function embedding(b: FuncBuilder, n: Node): string {
  let text = shownExpr(b, n.x!);
  const s = b.selection(n);
  let t = s === null ? null : b.type(s.recv);
  for (const i of s === null ? [] : s.index.slice(0, -1)) {
    const field: Obj | undefined = t === null ? undefined : under(deref(t).type).fields[i];
    if (field === undefined) break;
    text += `.${field.name}`;
    t = b.type(field.type!);
  }
  return text;
}

function call(b: FuncBuilder, n: Node): string {
  const fun = unparen(n.x!);
  const args = `${shownList(b, n.list)}${n.op === 1 ? '...' : ''}`;
  if (b.mode(fun) === Mode.TypeExpr) {
    const t = b.typeOf(fun);
    const isAny = fun.kind === Kind.Ident && b.use(fun)?.pkg === null;
    return isAny || t.kind === TypeKind.Named || t.kind === TypeKind.Basic ? `${listString([fun])}(${args})` : `(${listString([fun])})(${args})`;
  }
  const s = fun.kind === Kind.Selector ? b.selection(fun) : null;
  if (s === null || s.kind !== SelKind.MethodVal || isInterface(s.obj.type!.recv!.type!)) return `${shownExpr(b, fun)}(${args})`;
  // A method of a known type.
  const recv = s.obj.type!.recv!.type!;
  const pointer = recv.kind === TypeKind.Pointer;
  const base = shownType(b, pointer ? recv.elem! : recv);
  const dot = base.indexOf('.') + 1;
  const have = b.type(s.recv).kind === TypeKind.Pointer;
  const receiver = `${pointer === have ? '' : pointer ? '&' : '*'}${embedding(b, fun)}`;
  return `${base.slice(0, dot)}${pointer ? `(*${base.slice(dot)})` : base.slice(dot)}.${fun.y!.name}(${receiver}${args === '' ? '' : `, ${args}`})`;
}
