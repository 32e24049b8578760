// Function types: parameters, results, receivers, type parameters. spec#Function_types, spec#Method_declarations

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, Mode, Type, TypeKind, newPointer, newSignature, newSlice, newTuple } from '../types.ts';
import { type Obj, Scope, VarKind } from '../objects.ts';
import { deref, isTypeParam, unalias, under } from '../under.ts';
import { isValid } from '../predicates.ts';
import { tInvalid } from '../universe.ts';
import { bindTypeParams, newTypeName, newTypeParam, typeParams } from '../named.ts';
import { instantiate } from '../generics/instantiate.ts';
import { substType } from '../generics/subst.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { typeSetChecked } from './interface.ts';
import { parseUnion } from './union.ts';
import { genericType, typExpr, varType } from './typexpr.ts';
import { measure } from './text.ts';
import { syntheticIdent } from './instantiate.ts';
import { type Checker, unparen } from './checker.ts';

export interface FuncTypeResult { sig: Type; scope: Scope }

/** The signature of FuncType ftype, and the scope that holds its parameters. `into`: the signature object to fill (for cycles). */
export function funcType(c: Checker, into: Type | null, recvField: Node | null, ftype: Node, tparamFields: readonly Node[] = ftype.tparams): FuncTypeResult {
  const sig = into ?? newSignature(null, newTuple([]), newTuple([]), false);
  const outer = c.env.scope;
  const scope = new Scope(outer, ftype.pos, ftype.end, true);
  c.env.scope = scope;
  let recv: Obj | null = null;
  if (recvField !== null) {
    const r = collectRecv(c, recvField, ftype.pos);
    recv = r.recv;
    sig.recvTparams = r.tparams;
  }
  if (tparamFields.length > 0) collectTypeParams(c, tparamFields, (list) => { sig.tparams = list; });
  const params = collectParams(c, VarKind.Param, ftype.list);
  const results = collectParams(c, VarKind.Result, ftype.list2);
  // The names are declared after all types have been looked up: they are not visible in the signature itself.
  if (recv !== null && recv.name !== '') c.declare(scope, recvField!.list[0]!, recv, ftype.end);
  declareParams(c, scope, params, ftype.end);
  declareParams(c, scope, results, ftype.end);
  c.env.scope = outer;
  sig.recv = recv;
  sig.params = newTuple(params.vars);
  sig.results = newTuple(results.vars);
  sig.variadic = params.variadic;
  return { sig, scope };
}

interface Params { names: (Node | null)[]; vars: Obj[]; variadic: boolean }

function collectParams(c: Checker, kind: VarKind, list: readonly Node[]): Params {
  const names: (Node | null)[] = [];
  const vars: Obj[] = [];
  let variadic = false;
  for (let i = 0; i < list.length; i++) {
    const f = list[i]!;
    let tn = f.x!;
    let dots = false;
    if (tn.kind === Kind.Ellipsis) {
      if (kind === VarKind.Param && i === list.length - 1 && f.list.length <= 1) dots = true;
      else c.errN(tn, 'InvalidSyntaxTree', 'invalid syntax tree: invalid use of ...');
      if (tn.x === null) continue;
      tn = tn.x;
    }
    let type = varType(c, tn);
    if (dots) {
      variadic = true;
      type = newSlice(type);
      c.recordType(f.x!, Mode.TypeExpr, type, null);
    }
    if (f.list.length === 0) {
      const v = c.newVar(kind, f.pos, '', type);
      c.recordImplicit(f, v);
      names.push(null);
      vars.push(v);
    }
    for (const id of f.list) {
      names.push(id);
      const v = c.newVar(kind, id.pos, id.name, type);
      v.decl = id;
      vars.push(v);
    }
  }
  return { names, vars, variadic };
}

function declareParams(c: Checker, scope: Scope, p: Params, scopePos: number): void {
  for (let i = 0; i < p.vars.length; i++) {
    const id = p.names[i]!;
    if (id !== null) c.declare(scope, id, p.vars[i]!, scopePos);
  }
}

// --- type parameters -------------------------------------------------------------------------------------------------------

/** Declares the type parameters of a list in the current scope, then their constraints (which may mention all of them). */
export function collectTypeParams(c: Checker, fields: readonly Node[], set: (list: Type[]) => void): void {
  const list: Type[] = [];
  const scopePos = fields[0]!.pos;
  for (const f of fields) for (const id of f.list) list.push(declareTypeParam(c, id, scopePos));
  // The parameters are set before the bounds are looked at, so that a recursive use of the type sees that it is generic.
  set(bindTypeParams(list));
  const env = c.env;
  const outer = env.inTParamList;
  env.inTParamList = true;
  let i = 0;
  for (const f of fields) {
    let b = bound(c, f.x!);
    if (isTypeParam(b)) {
      c.errN(f.x!, 'MisplacedTypeParam', 'cannot use a type parameter as constraint');
      b = tInvalid;
    }
    for (let k = 0; k < f.list.length; k++) list[i++]!.constraint = b;
  }
  env.inTParamList = outer;
}

/** A constraint: `~T` and `A | B` stand for interfaces with that element. */
function bound(c: Checker, n: Node): Type {
  if ((n.kind === Kind.Unary && n.op === Token.Tilde) || (n.kind === Kind.Binary && n.op === Token.Or)) {
    const elem = parseUnion(c, n);
    const t = new Type(TypeKind.Interface);
    t.embeddeds = [elem];
    t.implicit = true;
    c.embedPos.set(t, [n.pos]);
    c.recordType(n, Mode.TypeExpr, t, null);
    c.later(() => typeSetChecked(c, t, n.pos));
    return t;
  }
  return typExpr(c, n);
}

export function declareTypeParam(c: Checker, id: Node, scopePos: number): Type {
  const obj = newTypeName(id.pos, c.pkg, id.name, null);
  const t = newTypeParam(obj, tInvalid);
  c.declare(c.env.scope, id, obj, scopePos);
  return t;
}

// --- receivers -------------------------------------------------------------------------------------------------------------

interface UnpackedRecv { ptr: boolean; base: Node; tparams: Node[] | null }

/** (*T[P, Q]) → pointer, T, [P, Q]. */
export function unpackRecv(c: Checker, n: Node, wantParams: boolean): UnpackedRecv {
  let base = unparen(n);
  let ptr = false;
  if (base.kind === Kind.Star) {
    ptr = true;
    base = unparen(base.x!);
  }
  if (base.kind !== Kind.Index) return { ptr, base, tparams: null };
  const tparams: Node[] = [];
  if (wantParams) {
    for (const a of base.list) {
      if (a.kind !== Kind.Ident && a.kind !== Kind.BadExpr) {
        c.errN(a, 'BadDecl', `receiver type parameter ${exprString(a)} must be an identifier`);
      }
      tparams.push(a.kind === Kind.Ident ? a : syntheticIdent(a.pos, '_'));
    }
  }
  return { ptr, base: base.x!, tparams };
}

function collectRecv(c: Checker, field: Node, scopePos: number): { recv: Obj; tparams: Type[] } {
  const { ptr, base, tparams: names } = unpackRecv(c, field.x!, true);
  let tparams: Type[] = [];
  let recvType: Type = tInvalid;
  if (names === null) {
    // Not generic: find the type as for any variable, so that it is complained about in the same way.
    recvType = varType(c, field.x!);
    recvType = rejectInstantiatedAlias(c, base, recvType);
  } else {
    const g = genericType(c, base);
    let baseType: Type | null = null;
    if (isValid(g.type)) {
      if (g.type.kind === TypeKind.Named) baseType = g.type;
      else c.errN(base, 'InvalidRecv', `cannot define new methods on generic alias type ${c.t(g.type)}`);
    } else if (g.cause !== '') {
      c.errN(base, 'InvalidRecv', g.cause);
    }
    tparams = bindTypeParams(names.map((id) => {
      const t = declareTypeParam(c, id, scopePos);
      c.recordUse(id, t.obj!); // the identifier declares and uses it
      c.recordType(id, Mode.TypeExpr, t, null);
      return t;
    }));
    if (baseType !== null) recvType = instantiatedRecv(c, field, base, baseType, tparams, ptr);
  }
  const id = field.list[0] ?? null;
  let recv: Obj;
  if (id !== null && id.name !== '') {
    recv = c.newVar(VarKind.RecvVar, id.pos, id.name, recvType);
    recv.decl = id;
  } else {
    recv = c.newVar(VarKind.RecvVar, field.pos, '', recvType);
    c.recordImplicit(field, recv);
  }
  c.later(() => validRecv(c, base, recv));
  return { recv, tparams };
}

/** The receiver type T[P, Q] of a generic type's method: its parameters have the type's constraints. */
function instantiatedRecv(c: Checker, field: Node, base: Node, baseType: Type, tparams: Type[], ptr: boolean): Type {
  const own = typeParams(baseType);
  if (own.length === tparams.length) {
    for (let i = 0; i < own.length; i++) {
      c.mono.recordCanon(tparams[i]!, own[i]!);
      tparams[i]!.constraint = substType(own[i]!.constraint ?? tInvalid, own, tparams);
    }
  } else {
    c.errN(base, 'BadRecv', `receiver declares ${measure(tparams.length, 'type parameter')}, but receiver base type declares ${own.length}`);
  }
  c.needVersion(base.pos, 18, 'type instantiation');
  let t = instantiate(baseType, tparams);
  c.recordInstance(base, tparams, t);
  if (ptr && isValid(t)) t = newPointer(t);
  recordRecvTypes(c, field.x!, t);
  return t;
}

function recordRecvTypes(c: Checker, n: Node, t: Type): void {
  for (;;) {
    c.recordType(n, Mode.TypeExpr, t, null);
    if (n.kind === Kind.Star) {
      if (t.kind !== TypeKind.Pointer) return;
      t = t.elem!;
    } else if (n.kind !== Kind.Paren) return;
    n = n.x!;
  }
}

/** A receiver may not be an alias of an instantiated type. */
function rejectInstantiatedAlias(c: Checker, base: Node, recvType: Type): Type {
  const strip = (t: Type): Type => {
    while (t.kind === TypeKind.Pointer) t = t.elem!;
    return t;
  };
  for (let a = strip(recvType); a.kind === TypeKind.Alias && a.elem !== null;) {
    const b = strip(a.elem);
    if ((b.kind === TypeKind.Named || b.kind === TypeKind.Alias) && typeParams(b.origin ?? b).length > 0) {
      c.errN(base, 'InvalidRecv', `cannot define new methods on instantiated type ${c.t(b)}`);
      return tInvalid;
    }
    a = b;
  }
  return recvType;
}

/** spec#Method_declarations: the base type is a defined type of this package and neither pointer nor interface. */
function validRecv(c: Checker, base: Node, recv: Obj): void {
  const { type: rtype } = deref(recv.type!);
  const t = unalias(rtype);
  if (!isValid(t)) return;
  if (t.kind === TypeKind.Named) {
    if (t.obj!.pkg !== c.pkg) {
      c.errN(base, 'InvalidRecv', `cannot define new methods on non-local type ${c.t(rtype)}`);
      return;
    }
    const u = under(t);
    let cause = '';
    if (u.kind === TypeKind.Basic && u.basic === Basic.UnsafePointer) cause = 'unsafe.Pointer';
    else if (u.kind === TypeKind.Pointer || u.kind === TypeKind.Interface) cause = 'pointer or interface type';
    if (cause !== '') c.errN(base, 'InvalidRecv', `invalid receiver type ${c.t(rtype)} (${cause})`);
  } else if (t.kind === TypeKind.Basic) {
    c.errN(base, 'InvalidRecv', `cannot define new methods on non-local type ${c.t(rtype)}`);
  } else {
    c.errN(base, 'InvalidRecv', `invalid receiver type ${c.t(recv.type!)}`);
  }
}
