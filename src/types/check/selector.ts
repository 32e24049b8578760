// Selectors: qualified identifiers, fields, methods, method values and expressions. spec#Selectors

import type { Node } from '../../syntax/ast.ts';
import { Kind } from '../../syntax/ast.ts';
import { Mode, SelKind, type Type, TypeKind, newSignature, newTuple } from '../types.ts';
import { type Obj, ObjKind, VarKind } from '../objects.ts';
import { under } from '../under.ts';
import { isValid } from '../predicates.ts';
import { tInvalid } from '../universe.ts';
import { lookupFieldOrMethod } from '../lookup.ts';
import { interfacePtrError, isInterfacePtr } from './common.ts';
import { nodePos } from './positions.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { exprOrType } from './expr.ts';
import { objDecl } from './decl.ts';
import { isExportedName, isValidName, tail } from './text.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

export function selector(c: Checker, x: Operand, n: Node, wantType: boolean): void {
  const sel = n.y!.name;
  if (n.x!.kind === Kind.Ident) {
    const obj = c.lookup(n.x!.name);
    if (obj !== null && obj.kind === ObjKind.PkgName) return qualified(c, x, n, obj);
  }
  exprOrType(c, x, n.x!, false);
  if (x.mode === Mode.Builtin) {
    c.err(nodePos(n), 'UncalledBuiltin', `invalid use of ${c.o(x)} in selector expression`, [], n.y!.pos);
    return invalid(x, n);
  }
  if (x.mode === Mode.Invalid) return invalid(x, n);
  // A type is wanted, and types have no type members. (Field lookup could run into unfinished declarations.)
  if (wantType) {
    c.errN(n.y!, 'NotAType', `${exprString(n)} is not a type`);
    return invalid(x, n);
  }
  const r = lookupFieldOrMethod(x.type, x.mode === Mode.Variable, c.pkg, sel, false);
  const obj = r.obj;
  if (obj === null) {
    missing(c, x, n, r.index, r.indirect);
    return invalid(x, n);
  }
  if (obj.kind === ObjKind.Func) resolveMethod(c, obj);
  if (x.mode === Mode.TypeExpr) return methodExpr(c, x, n, obj, r.index!, r.indirect);
  const recv = x.type;
  if (obj.kind === ObjKind.Var) {
    x.mode = x.mode === Mode.Variable || r.indirect ? Mode.Variable : Mode.Value;
    x.type = obj.type!;
    c.recordSelection(n, SelKind.FieldVal, recv, obj, r.index!, r.indirect, x.type);
  } else {
    // A method value: the method's signature without receiver.
    const m = obj.type!;
    const sig = newSignature(null, m.params!, m.results!, m.variadic);
    x.mode = Mode.Value;
    x.type = sig;
    c.recordSelection(n, SelKind.MethodVal, recv, obj, r.index!, r.indirect, sig);
    c.addDep(obj.origin ?? obj);
  }
  x.node = n;
}

function invalid(x: Operand, n: Node): void {
  x.mode = Mode.Invalid;
  x.type = tInvalid;
  x.node = n;
}

/** Gives a method its signature (the generic method's first, for an instance's). */
function resolveMethod(c: Checker, m: Obj): void {
  if (m.origin !== null && m.origin !== m) objDecl(c, m.origin);
  if (m.type === null || m.color !== 0) objDecl(c, m);
}

/** p.Name. spec#Qualified_identifiers */
function qualified(c: Checker, x: Operand, n: Node, pname: Obj): void {
  const sel = n.y!.name;
  c.recordUse(n.x!, pname);
  pname.used = true;
  const pkg = pname.imported!;
  const found = pkg.scope.lookup(sel);
  const obj = isExportedName(sel) || c.config.unexportedVisible ? found : null;
  if (obj === null) {
    if (!c.fakePackages.has(pkg) && isValidName(sel)) {
      const alt = exportedIgnoringCase(pkg.scope.all(), sel);
      c.errN(n.y!, 'UndeclaredImportedName', `undefined: ${exprString(n)}` + (alt !== null ? ` (but have ${alt})` : ''));
    }
    return invalid(x, n);
  }
  if (!isExportedName(sel)) c.errN(n.y!, 'UnexportedName', `name ${sel} not exported by package ${pkg.name}`);
  c.recordUse(n.y!, obj);
  x.node = n;
  x.type = obj.type ?? tInvalid;
  switch (obj.kind) {
    case ObjKind.Const:
      x.mode = Mode.Constant;
      x.val = obj.value;
      break;
    case ObjKind.TypeName: x.mode = Mode.TypeExpr; break;
    case ObjKind.Var: x.mode = Mode.Variable; break;
    case ObjKind.Func: x.mode = Mode.Value; break;
    default: // Builtin of package unsafe
      x.mode = Mode.Builtin;
      x.builtin = obj.builtin;
  }
}

function exportedIgnoringCase(elems: Map<string, Obj>, name: string): string | null {
  const want = name.toLowerCase();
  for (const k of [...elems.keys()].sort()) if (isExportedName(k) && k.toLowerCase() === want) return k;
  return null;
}

/** Reports why x.sel does not exist. */
function missing(c: Checker, x: Operand, n: Node, index: number[] | null, indirect: boolean): void {
  const sel = n.y!.name;
  if (!isValid(under(x.type))) return;
  const e = exprString(x.node);
  if (index !== null) {
    c.errN(n.y!, 'AmbiguousSelector', `ambiguous selector ${e}.${sel}`);
    return;
  }
  const T = c.t(x.type);
  if (indirect) {
    c.errN(n.y!, 'InvalidMethodExpr', x.mode === Mode.TypeExpr
      ? `invalid method expression ${T}.${sel} (needs pointer receiver (*${T}).${sel})`
      : `cannot call pointer method ${sel} on ${T}`);
    return;
  }
  let why: string;
  if (isInterfacePtr(x.type)) {
    why = interfacePtrError(c, x.type);
  } else {
    const alt = lookupFieldOrMethod(x.type, x.mode === Mode.Variable, c.pkg, sel, true).obj;
    why = lookupError(c, x.type, sel, alt, false);
  }
  c.errN(n.y!, 'MissingFieldOrMethod', `${e}.${sel} undefined (${why})`);
}

/** Describes a failed look-up of sel in T where obj is what a look-up ignoring case finds. */
export function lookupError(c: Checker, T: Type, sel: string, obj: Obj | null, structLit: boolean): string {
  const t = c.t(T);
  const alt = obj === null ? '' : obj.name;
  let how: 'missing' | 'misspelled' | 'unexported' | 'inaccessible' = 'missing';
  if (obj !== null) {
    if (obj.pkg === c.pkg) how = 'misspelled';
    else if (isExportedName(sel)) {
      if (isExportedName(alt)) how = 'misspelled';
      else if (tail(sel) === tail(alt)) how = 'unexported';
    } else if (isExportedName(alt)) {
      if (tail(sel) === tail(alt)) how = 'misspelled';
    } else if (sel === alt) how = 'inaccessible';
  }
  if (structLit) {
    switch (how) {
      case 'missing': return `unknown field ${sel} in struct literal of type ${t}`;
      case 'misspelled': return `unknown field ${sel} in struct literal of type ${t}, but does have ${alt}`;
      case 'unexported': return `unknown field ${sel} in struct literal of type ${t}, but does have unexported ${alt}`;
      default: return `cannot refer to unexported field ${alt} in struct literal of type ${t}`;
    }
  }
  const what = obj !== null && obj.kind === ObjKind.Var ? 'field' : obj !== null && obj.kind === ObjKind.Func ? 'method' : 'object';
  switch (how) {
    case 'missing': return `type ${t} has no field or method ${sel}`;
    case 'misspelled': return `type ${t} has no field or method ${sel}, but does have ${what} ${alt}`;
    case 'unexported': return `type ${t} has no field or method ${sel}, but does have unexported ${what} ${alt}`;
    default: return `cannot refer to unexported ${what} ${alt}`;
  }
}

/** T.m: a function with the receiver as first parameter. spec#Method_expressions */
function methodExpr(c: Checker, x: Operand, n: Node, obj: Obj, index: number[], indirect: boolean): void {
  const sel = n.y!.name;
  if (obj.kind !== ObjKind.Func) {
    c.errN(n.y!, 'MissingFieldOrMethod', `${exprString(x.node)}.${sel} undefined (type ${c.t(x.type)} has no method ${sel})`);
    return invalid(x, n);
  }
  const m = obj.type!;
  if (m.kind !== TypeKind.Signature || m.recv === null) {
    c.errN(n, 'InvalidDeclCycle', 'illegal cycle in method declaration');
    return invalid(x, n);
  }
  // Parameters are named either all or none.
  let params = m.params!.fields;
  let name = '';
  if (params.length > 0 && params[0]!.name !== '') name = m.recv.name !== '' ? m.recv.name : '_';
  const recv = c.newVar(VarKind.Param, m.recv.pos, name, x.type);
  params = [recv, ...params];
  const sig = newSignature(null, newTuple(params), m.results!, m.variadic);
  c.recordSelection(n, SelKind.MethodExpr, x.type, obj, index, indirect, sig);
  c.addDep(obj.origin ?? obj);
  x.mode = Mode.Value;
  x.type = sig;
  x.node = n;
}
