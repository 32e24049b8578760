// Calls and conversions: spec#Calls. Type arguments of generic functions are inferred from the arguments, which may themselves be
// generic functions (spec#Type_inference).

import { Kind, type Node } from '../../syntax/ast.ts';
import { builtinInfos, ExprKind } from '../builtins/ids.ts';
import { builtinCall } from '../builtins/builtin.ts';
import { Mode, type Type, TypeKind, newTuple } from '../types.ts';
import { type Obj, VarKind } from '../objects.ts';
import { isTypeParam, under } from '../under.ts';
import { isNumeric, isUntyped, isValid } from '../predicates.ts';
import { infer, isParameterized, renameTypeParams } from '../generics/infer.ts';
import { substType } from '../generics/subst.ts';
import { typeSetOf } from '../typeset.ts';
import { assignment } from './assignment.ts';
import { commonUnder } from './common.ts';
import { conversion } from './conversion.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { excludeNonValue, expand, expr, exprOrType, genericExpr, nonGeneric, rawExpr } from './expr.ts';
import { indexExpr } from './index.ts';
import { funcInst, instantiateSignature, isGenericSignature } from './instantiate.ts';
import { typeList } from './typexpr.ts';
import { use } from './use.ts';
import { type Checker, posOf } from './checker.ts';
import { nodePos, startPos } from './positions.ts';
import { Operand } from './operand.ts';

export function callExpr(c: Checker, x: Operand, call: Node): ExprKind {
  const fun = call.x!;
  let inst: Node | null = null; // function instantiation, if any
  if (fun.kind === Kind.Index) {
    if (indexExpr(c, x, fun)) inst = fun;
    x.node = fun;
    c.record(x);
  } else {
    exprOrType(c, x, fun, true);
  }
  switch (x.mode) {
    case Mode.Invalid:
      use(c, call.list);
      x.node = call;
      return ExprKind.Statement;
    case Mode.TypeExpr: return conversionCall(c, x, call);
    case Mode.Builtin: {
      const id = x.builtin;
      if (!builtinCall(c, x, call, id)) x.mode = Mode.Invalid;
      x.node = call;
      if (x.mode as Mode !== Mode.Invalid && x.mode as Mode !== Mode.Constant) c.env.hasCallOrRecv = true;
      return builtinInfos[id]!.kind;
    }
    default: functionCall(c, x, call, inst);
      x.node = call;
      return ExprKind.Statement;
  }
}

/** T(x). */
function conversionCall(c: Checker, x: Operand, call: Node): ExprKind {
  nonGeneric(c, null, x);
  if (x.mode === Mode.Invalid) return ExprKind.Conversion;
  const T = x.type;
  const args = call.list;
  x.mode = Mode.Invalid;
  if (args.length === 0) {
    c.err(startPos(call), 'WrongArgCount', `missing argument in conversion to ${c.t(T)}`, [], call.end - 1);
  } else if (args.length > 1) {
    use(c, args);
    c.errN(args[args.length - 1]!, 'WrongArgCount', `too many arguments in conversion to ${c.t(T)}`);
  } else {
    expr(c, null, x, args[0]!);
    if (x.mode as Mode !== Mode.Invalid) convertArgument(c, x, call, T);
  }
  x.node = call;
  return ExprKind.Conversion;
}

function convertArgument(c: Checker, x: Operand, call: Node, T: Type): void {
  const u = under(T);
  if (u.kind === TypeKind.Interface && !isTypeParam(T) && !typeSetOf(u).isMethodSet) {
    c.errN(call, 'MisplacedConstraintIface',
      `cannot use interface ${c.t(T)} in conversion (contains specific type constraints or is comparable)`);
    return;
  }
  if (call.op === 1) {
    c.errN(call.list[0]!, 'BadDotDotDotSyntax', `invalid use of ... in conversion to ${c.t(T)}`);
    return;
  }
  conversion(c, x, T);
}

/** An ordinary function or method call; x is the function. */
function functionCall(c: Checker, x: Operand, call: Node, inst: Node | null): void {
  const fun = call.x!;
  const r = x.type.kind === TypeKind.Signature ? { type: x.type, cause: '' } : commonUnder(c, x.type, (t, u) =>
    (u !== null && u.kind !== TypeKind.Signature ? `${c.t(t!)} is not a function` : ''));
  if (r.type === null) {
    c.errO(x, 'InvalidCall', `invalid operation: cannot call ${c.o(x)}: ${r.cause}`);
    x.mode = Mode.Invalid;
    return;
  }
  let sig = r.type;
  const wasGeneric = sig.tparams.length > 0;
  let targs: Type[] = [];
  let xlist: readonly Node[] = [];
  if (inst !== null) {
    xlist = inst.list;
    const list = typeList(c, xlist);
    const want = sig.tparams.length;
    if (list === null || list.length > want) {
      if (list !== null) c.errN(xlist[want]!, 'WrongTypeArgCount', `got ${list.length} type arguments but want ${want}`);
      use(c, call.list);
      x.mode = Mode.Invalid;
      return;
    }
    targs = list;
    // With all arguments given, the function is instantiated first: arguments are then assigned to plain parameters.
    if (list.length === want && want > 0) {
      c.needVersion(startPos(inst), 18, 'function instantiation', inst.opPos);
      sig = instantiateSignature(c, nodePos(inst), inst, sig, list, xlist);
      targs = [];
      xlist = [];
    }
  }
  const args = genericExprList(c, call.list);
  sig = callArguments(c, call, sig, targs, xlist, args.list, args.targs);
  if (wasGeneric && sig.tparams.length === 0) c.recordType(fun, Mode.Value, sig, null);
  const res = sig.results!.fields;
  if (res.length === 0) x.mode = Mode.NoValue;
  else {
    x.mode = Mode.Value;
    x.type = res.length === 1 ? res[0]!.type! : sig.results!;
  }
  c.env.hasCallOrRecv = true;
  // After failed inference the result may mention type parameters that mean nothing here.
  if (x.mode === Mode.Value && sig.tparams.length > 0 && isParameterized(sig.tparams, x.type)) x.mode = Mode.Invalid;
}

interface GenericArgs { list: Operand[]; targs: (Type[] | null)[] }

/** Arguments of a call; generic functions among them may be uninstantiated or partially so (then with their type arguments). */
function genericExprList(c: Checker, nodes: readonly Node[]): GenericArgs {
  const mayInfer = nodes.length > 0 && !c.allowVersion(21);
  const list: Operand[] = [];
  const targs: (Type[] | null)[] = [];
  for (const n of nodes) {
    const x = new Operand();
    let partial: Type[] | null = null;
    if (n.kind === Kind.Index && indexExpr(c, x, n)) {
      // x is a generic function that n instantiates.
      partial = funcInst(c, null, nodePos(x.node!), x, n, mayInfer);
      if (partial !== null) x.node = n;
      else c.record(x);
    } else if (n.kind === Kind.Index) {
      x.node = n;
      finishIndex(c, x);
    } else if (nodes.length === 1) {
      rawExpr(c, null, x, n, null, true);
      excludeNonValue(c, x);
      return { list: expand(x, false).list, targs: [] };
    } else {
      genericExpr(c, x, n);
    }
    list.push(x);
    targs.push(partial);
  }
  return { list, targs };
}

/** An index expression evaluated by indexExpr alone: what expr would still do. */
function finishIndex(c: Checker, x: Operand): void {
  c.record(x);
  excludeNonValue(c, x);
}

function paramList(c: Checker, types: readonly Type[], variadic: boolean, dots: boolean): string {
  return '(' + types.map((t, i) => {
    let s: string;
    const last = i === types.length - 1;
    if (!isValid(t)) s = 'unknown type';
    else if (isUntyped(t)) s = isNumeric(t) ? 'number' : t.name.replace('untyped ', '');
    else s = c.t(last && variadic && t.kind === TypeKind.Slice ? t.elem! : t);
    if (last && variadic) return '...' + s;
    return last && dots ? s + '...' : s;
  }).join(', ') + ')';
}

/** Types of operands as "have" and "want" lines show them. */
export function typesSummary(c: Checker, types: readonly Type[], variadic: boolean, dots: boolean): string {
  return paramList(c, types, variadic, dots);
}

/** Parameters of sig for n arguments: the variadic one repeated as often as needed. Null after an error. */
function expandParams(c: Checker, call: Node, sig: Type, nargs: number): { params: Obj[]; adjusted: boolean; count: number } | null {
  const vars = sig.params!.fields;
  const dots = call.op === 1;
  if (!sig.variadic) {
    if (dots) {
      c.err(startPos(call), 'NonVariadicDotDotDot', `cannot use ... in call to non-variadic ${exprString(call.x)}`, [], call.aux);
      return null;
    }
    return { params: vars, adjusted: false, count: vars.length };
  }
  if (dots) {
    if (call.list.length === 1 && nargs > 1) {
      // f(g()...) where g returns several values.
      c.err(startPos(call), 'InvalidDotDotDot', `cannot use ... with ${nargs}-valued ${exprString(call.list[0]!)}`, [], call.aux);
      return null;
    }
    return { params: vars, adjusted: false, count: vars.length };
  }
  const fixed = vars.length - 1;
  if (nargs < fixed) return { params: vars, adjusted: false, count: fixed };
  const last = vars[fixed]!;
  const elem = last.type!.elem!;
  const params = vars.slice(0, fixed);
  while (params.length < nargs) params.push(c.newVar(VarKind.Param, last.pos, last.name, elem));
  return { params, adjusted: true, count: nargs };
}

/** Assigns args to the parameters of sig, inferring type arguments if it is generic; the (instantiated) signature. */
export function callArguments(c: Checker, call: Node, sig: Type, targs: (Type | null)[], xlist: readonly Node[], args: Operand[],
  atargs: readonly (Type[] | null)[]): Type {
  const nargs = args.length;
  const p = expandParams(c, call, sig, nargs);
  if (p === null) return sig;
  if (nargs !== p.count) {
    argCountError(c, call, sig, args, p.count);
    return sig;
  }
  let params = p.params;
  const n = sig.tparams.length;
  let tparams: Type[] = [];
  let result = sig;
  if (n > 0) {
    if (!c.allowVersion(18)) {
      const idx = call.x!.kind === Kind.Index;
      c.versionErr(startPos(idx ? call.x! : call), 18, idx ? 'function instantiation' : 'implicit function instantiation', idx ? call.x!.opPos : call.opPos);
    }
    // Rename the type parameters: in a recursive call they would otherwise be confused with the caller's own.
    const renamed = renameTypeParams(sig.tparams, newTuple(params));
    tparams = renamed.tparams.slice();
    params = renamed.type.fields;
    targs = targs.slice();
    while (targs.length < n) targs.push(null);
  }
  const genericArgs = renameGenericArgs(args, atargs, tparams, targs);
  if (genericArgs.length > 0) c.needVersion(posOf(args[genericArgs[0]!]!), 21, 'implicitly instantiated function as argument');
  if (tparams.length > 0) {
    let at = 0;
    let msg = '';
    const all = infer(c, nodePos(call), tparams, targs, newTuple(params), args, false, (pos, m) => { if (msg === '') { at = pos; msg = m; } });
    if (all === null) {
      if (msg !== '') c.err(at, 'CannotInferTypeArgs', `in call to ${exprString(call.x)}, ${msg}`, [], at === nodePos(call) ? call.pos : 0);
      return sig;
    }
    if (n > 0) {
      const own = all.slice(0, n);
      result = instantiateSignature(c, nodePos(call), call.x!, sig, own, xlist);
      params = p.adjusted ? substType(newTuple(params), tparams.slice(0, n), own).fields : result.params!.fields;
    }
    let j = n;
    for (const i of genericArgs) {
      const a = args[i]!;
      const k = j + a.type.tparams.length;
      a.type = instantiateSignature(c, nodePos(call), a.node!, a.type, all.slice(j, k), []);
      c.record(a);
      j = k;
    }
  }
  if (nargs > 0) {
    for (let i = 0; i < nargs; i++) assignment(c, args[i]!, params[i]!.type!, 'argument to ', call.x!);
  }
  return result;
}

/** Generic function arguments take part in inference with type parameters of their own; their indices. */
function renameGenericArgs(args: Operand[], atargs: readonly (Type[] | null)[], tparams: Type[], targs: (Type | null)[]): number[] {
  const indices: number[] = [];
  for (let i = 0; i < args.length; i++) {
    const a = args[i]!;
    if (!isGenericSignature(a.type)) continue;
    const renamed = renameTypeParams(a.type.tparams, a.type);
    a.type = renamed.type;
    a.type.tparams = renamed.tparams;
    tparams.push(...renamed.tparams);
    const given = atargs[i] ?? null;
    if (given !== null) targs.push(...given);
    while (targs.length < tparams.length) targs.push(null);
    indices.push(i);
  }
  return indices;
}

function argCountError(c: Checker, call: Node, sig: Type, args: readonly Operand[], npars: number): void {
  const nargs = args.length;
  let at = nargs > 0 ? posOf(args[nargs - 1]!) : startPos(call);
  let qualifier = 'not enough';
  if (nargs > npars) {
    at = posOf(args[npars]!); // first extra argument
    qualifier = 'too many';
  }
  const have = typesSummary(c, args.map((a) => a.type), false, call.op === 1);
  const want = typesSummary(c, sig.params!.fields.map((v) => v.type!), sig.variadic, false);
  c.err(at, 'WrongArgCount', `${qualifier} arguments in call to ${exprString(call.x)}\n\thave ${have}\n\twant ${want}`, [], nargs > npars ? 0 : call.end - 1);
}
