// Expressions: the dispatch by kind, and the entry points that say what the context expects. Every function leaves its result in
// the operand passed to it; mode Invalid means that an error has been reported.

import { InternalError } from '../../base/internal-error.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ExprKind } from '../builtins/ids.ts';
import { Mode, type Type, TypeKind, newPointer } from '../types.ts';
import { identical, isGeneric } from '../predicates.ts';
import { tError, tInvalid, tUntypedBool } from '../universe.ts';
import { underIs } from './common.ts';
import { nodePos } from './positions.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { basicLit } from './literal.ts';
import { compositeLit } from './composite.ts';
import { funcLit } from './funclit.ts';
import { selector } from './selector.ts';
import { indexExpr } from './index.ts';
import { sliceExpr } from './slice.ts';
import { typeAssertExpr } from './assert.ts';
import { callExpr } from './call.ts';
import { funcInst } from './instantiate.ts';
import { unary } from './unary.ts';
import { binaryExpr } from './binary.ts';
import { ident, typExpr, validVarType } from './typexpr.ts';
import { finiteSize } from './cycles.ts';
import type { Checker } from './checker.ts';
import type { Target } from './env.ts';
import { Operand } from './operand.ts';

/** Checks n without expectations. `hint`: element type for an elided composite literal type. The result is recorded. */
export function rawExpr(c: Checker, target: Target | null, x: Operand, n: Node, hint: Type | null, allowGeneric: boolean): ExprKind {
  const kind = exprInternal(c, target, x, n, hint);
  if (!allowGeneric) nonGeneric(c, target, x);
  if (x.mode !== Mode.Invalid && x.mode !== Mode.NoValue && !finiteSize(c, x.type)) {
    x.mode = Mode.Invalid;
    x.type = tInvalid;
  }
  c.record(x);
  return kind;
}

/** A generic function or type must be instantiated, unless the target lets us infer how. */
export function nonGeneric(c: Checker, target: Target | null, x: Operand): void {
  if (x.mode === Mode.Invalid || x.mode === Mode.NoValue) return;
  let what = '';
  const t = x.type;
  if (t.kind === TypeKind.Named || t.kind === TypeKind.Alias) {
    if (isGeneric(t)) what = 'type';
  } else if (t.kind === TypeKind.Signature && t.tparams.length > 0) {
    if (target !== null) {
      funcInst(c, target, nodePos(x.node!), x, null, true);
      return;
    }
    what = 'function';
  }
  if (what === '') return;
  c.errN(x.node!, 'WrongTypeArgCount', `cannot use generic ${what} ${exprString(x.node)} without instantiation`);
  x.mode = Mode.Invalid;
  x.type = tInvalid;
}

function exprInternal(c: Checker, target: Target | null, x: Operand, n: Node, hint: Type | null): ExprKind {
  x.set(Mode.Invalid, n, tInvalid);
  let kind: ExprKind = ExprKind.Expression;
  switch (n.kind) {
    case Kind.BadExpr: break;
    case Kind.Ident: ident(c, x, n, false); break;
    case Kind.BasicLit: basicLit(c, x, n); break;
    case Kind.FuncLit: funcLit(c, x, n); break;
    case Kind.CompositeLit: compositeLit(c, x, n, hint); break;
    case Kind.Paren: {
      const k = rawExpr(c, null, x, n.x!, null, false);
      x.node = n;
      return k;
    }
    case Kind.Selector: selector(c, x, n, false); break;
    case Kind.Index:
      if (indexExpr(c, x, n)) funcInst(c, target, nodePos(n), x, n, true);
      break;
    case Kind.SliceExpr: sliceExpr(c, x, n); break;
    case Kind.TypeAssert: typeAssertExpr(c, x, n); break;
    case Kind.Call: return callExpr(c, x, n);
    case Kind.Star: star(c, x, n); break;
    case Kind.Unary:
      unary(c, x, n);
      // A receive operation may stand as a statement.
      if (n.op === Token.Arrow && x.mode as Mode !== Mode.Invalid) kind = ExprKind.Statement;
      break;
    case Kind.Binary: binaryExpr(c, x, n); break;
    case Kind.ArrayType: case Kind.SliceType: case Kind.StructType: case Kind.FuncType: case Kind.InterfaceType: case Kind.MapType:
    case Kind.ChanType:
      x.type = typExpr(c, n);
      x.mode = Mode.TypeExpr;
      break;
    case Kind.KeyValue: c.errN(n, 'InvalidSyntaxTree', 'invalid syntax tree: no key:value expected'); break;
    case Kind.Ellipsis: c.errN(n, 'InvalidSyntaxTree', 'invalid syntax tree: invalid use of ...'); break;
    default: throw new InternalError(`expression of kind ${n.kind}`);
  }
  x.node = n;
  // After an error nothing more should be said about an unused value.
  return x.mode as Mode === Mode.Invalid ? ExprKind.Statement : kind;
}

/** *x: pointer type or indirection. spec#Address_operators */
function star(c: Checker, x: Operand, n: Node): void {
  exprOrType(c, x, n.x!, false);
  if (x.mode === Mode.Invalid) return;
  if (x.mode === Mode.TypeExpr) {
    validVarType(c, n.x!, x.type);
    x.type = newPointer(x.type);
    return;
  }
  let base: Type | null = null;
  const ok = underIs(x.type, (u) => {
    if (u === null || u.kind !== TypeKind.Pointer) {
      c.errO(x, 'InvalidIndirection', `invalid operation: cannot indirect ${c.o(x)}`);
      return false;
    }
    if (base !== null && !identical(u.elem!, base)) {
      c.errO(x, 'InvalidIndirection', `invalid operation: pointers of ${c.o(x)} must have identical base types`);
      return false;
    }
    base = u.elem!;
    return true;
  });
  if (!ok) {
    x.mode = Mode.Invalid;
    return;
  }
  x.mode = Mode.Variable;
  x.type = base!;
}

/** A single value. */
export function expr(c: Checker, target: Target | null, x: Operand, n: Node): void {
  rawExpr(c, target, x, n, null, false);
  excludeNonValue(c, x);
  singleValue(c, x);
}

/** A single value, possibly a generic function. */
export function genericExpr(c: Checker, x: Operand, n: Node): void {
  rawExpr(c, null, x, n, null, true);
  excludeNonValue(c, x);
  singleValue(c, x);
}

export function exprWithHint(c: Checker, x: Operand, n: Node, hint: Type): void {
  rawExpr(c, null, x, n, hint, false);
  excludeNonValue(c, x);
  singleValue(c, x);
}

/** A single value or a type. */
export function exprOrType(c: Checker, x: Operand, n: Node, allowGeneric: boolean): void {
  rawExpr(c, null, x, n, null, allowGeneric);
  if (x.mode === Mode.NoValue) {
    c.errO(x, 'TooManyValues', `${c.o(x)} used as value or type`);
    x.mode = Mode.Invalid;
  }
  singleValue(c, x);
}

export interface MultiExpr { list: Operand[]; commaOk: boolean }

/** The values of n: several for a call that returns several, or with allowCommaOk value and bool. */
export function multiExpr(c: Checker, n: Node, allowCommaOk: boolean): MultiExpr {
  const x = new Operand();
  rawExpr(c, null, x, n, null, false);
  excludeNonValue(c, x);
  return expand(x, allowCommaOk);
}

export function expand(x: Operand, allowCommaOk: boolean): MultiExpr {
  if (x.mode !== Mode.Invalid && x.type.kind === TypeKind.Tuple) {
    return { list: x.type.fields.map((v) => new Operand().set(Mode.Value, x.node, v.type!)), commaOk: false };
  }
  if (allowCommaOk && (x.mode === Mode.MapIndex || x.mode === Mode.CommaOk || x.mode === Mode.CommaErr)) {
    const ok = new Operand().set(Mode.Value, x.node, x.mode === Mode.CommaErr ? tError : tUntypedBool);
    return { list: [x, ok], commaOk: true };
  }
  return { list: [x], commaOk: false };
}

/** Values of an expression list; a single call may give several. */
export function exprList(c: Checker, list: readonly Node[]): Operand[] {
  if (list.length === 1) return multiExpr(c, list[0]!, false).list;
  return list.map((n) => {
    const x = new Operand();
    expr(c, null, x, n);
    return x;
  });
}

export function excludeNonValue(c: Checker, x: Operand): void {
  switch (x.mode) {
    case Mode.NoValue: c.errO(x, 'TooManyValues', `${c.o(x)} used as value`); break;
    case Mode.Builtin: c.errO(x, 'UncalledBuiltin', `${c.o(x)} must be called`); break;
    case Mode.TypeExpr: c.errO(x, 'NotAnExpr', `${c.o(x)} is not an expression`); break;
    default: return;
  }
  x.mode = Mode.Invalid;
}

export function singleValue(c: Checker, x: Operand): void {
  if (x.mode === Mode.Value && x.type.kind === TypeKind.Tuple) {
    c.errO(x, 'TooManyValues', `multiple-value ${c.o(x)} in single-value context`);
    x.mode = Mode.Invalid;
  }
}

