// Declarations: resolving package-level objects on first use, and declaration statements. spec#Declarations_and_scope
//
// An object is white (type null), grey (on c.path, color != 0) or black. Meeting a grey one is a cycle, which is fine through type
// definitions and through functions, see validCycle.

import { InternalError } from '../../base/internal-error.ts';
import type { Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import type { Pos } from '../../source/pos.ts';
import { makeInt64, makeUnknown } from '../../constant/constant.ts';
import { type Type, TypeKind, newSignature, newTuple } from '../types.ts';
import { Obj, ObjKind, VarKind } from '../objects.ts';
import { asNamed, isTypeParam, unalias, under } from '../under.ts';
import { isConstType, isGeneric, isValid } from '../predicates.ts';
import { tInvalid } from '../universe.ts';
import { addMethod, newAlias, newNamed, newTypeName } from '../named.ts';
import { typeSetOf } from '../typeset.ts';
import { initConst, initVar, initVars, newTarget } from './assignment.ts';
import { cycleError, firstInSource } from './cycles.ts';
import { validType } from './validtype.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { expr } from './expr.ts';
import { collectTypeParams, funcType } from './signature.ts';
import { funcBody } from './stmt.ts';
import { declaredType, typExpr, varType } from './typexpr.ts';
import type { Checker } from './checker.ts';
import { type DeclInfo, Env } from './env.ts';
import { Operand } from './operand.ts';

/** Makes sure that obj has a type, checking its declaration if need be. */
export function objDecl(c: Checker, obj: Obj): void {
  if (obj.color !== 0) {
    // A cycle.
    const valid = validCycle(c, obj);
    if (obj.kind === ObjKind.TypeName) {
      if (!valid) obj.type = tInvalid;
    } else if (obj.kind !== ObjKind.Func && (!valid || obj.type === null)) {
      obj.type = tInvalid;
    }
    return;
  }
  if (obj.type !== null) return;
  const d = c.declOf(obj);
  if (d === null) throw new InternalError(`no declaration of ${obj.name}`);
  c.push(obj);
  const saved = c.env;
  c.env = new Env(d.scope, d.version);
  switch (obj.kind) {
    case ObjKind.Const:
      c.env.decl = d;
      c.env.owner = obj.pos;
      constDecl(c, obj, d.vtyp, d.init, d.inherited, d.iota!);
      break;
    case ObjKind.Var:
      c.env.decl = d;
      c.env.owner = obj.pos;
      varDecl(c, obj, d.lhs, d.vtyp, d.init);
      break;
    case ObjKind.TypeName:
      c.env.owner = obj.pos;
      typeDecl(c, obj, d.tdecl!);
      collectMethods(c, obj);
      break;
    default: funcDecl(c, obj, d);
  }
  c.env = saved;
  c.pop();
}

/** Whether the cycle on the path that ends at grey obj is permitted; reports it if not. */
function validCycle(c: Checker, obj: Obj): boolean {
  const cycle = c.path.slice(obj.color - 1);
  let nval = 0;
  let ndef = 0;
  for (const o of cycle) {
    if (o.kind === ObjKind.Const || o.kind === ObjKind.Var) nval++;
    else if (o.kind === ObjKind.TypeName) {
      // A generic type that is used in the constraints of its own type parameters.
      if (c.env.inTParamList && o.type !== null && isGeneric(o.type)) return true;
      if (!o.isAlias) ndef++;
    }
  }
  // A cycle of constants and variables only: the objects are invalid or initialisation order will complain.
  if (nval === cycle.length) return true;
  // A cycle of types (and possibly functions) must have at least one definition.
  if (nval === 0 && ndef > 0) return true;
  cycleError(c, cycle, firstInSource(cycle));
  return false;
}

// --- constants and variables ---------------------------------------------------------------------------------------------------

function constDecl(c: Checker, obj: Obj, typ: Node | null, init: Node | null, inherited: boolean, iota: Obj['value']): void {
  const env = c.env;
  const savedIota = env.iota;
  const savedPos = env.errPos;
  env.iota = iota;
  env.errPos = 0;
  obj.value = makeUnknown(); // provide a valid value under all circumstances
  const x = new Operand();
  if (typ !== null) {
    const t = typExpr(c, typ);
    if (!isConstType(t)) {
      if (isValid(under(t))) c.errN(typ, 'InvalidConstType', `invalid constant type ${c.t(t)}`);
      obj.type = tInvalid;
      env.iota = savedIota;
      env.errPos = savedPos;
      return;
    }
    obj.type = t;
  }
  if (init !== null) {
    // Errors of repeated expressions are reported at the constant's own name.
    if (inherited) env.errPos = obj.pos;
    expr(c, null, x, init);
  }
  initConst(c, obj, x);
  env.iota = savedIota;
  env.errPos = savedPos;
}

function varDecl(c: Checker, obj: Obj, lhs: Obj[] | null, typ: Node | null, init: Node | null): void {
  if (typ !== null) obj.type = varType(c, typ);
  if (init === null) {
    if (typ === null) obj.type = tInvalid; // reported: missing initialiser
    return;
  }
  if (lhs === null || lhs.length === 1) {
    const x = new Operand();
    expr(c, newTarget(obj.type, obj.name), x, init);
    initVar(c, obj, x, 'variable declaration');
    return;
  }
  // var a, b T = f(): all get the type at once.
  if (typ !== null) for (const v of lhs) v.type = obj.type;
  initVars(c, lhs, [init], null);
}

// --- types ---------------------------------------------------------------------------------------------------------------------

function typeDecl(c: Checker, obj: Obj, spec: Node): void {
  let versionErr = false;
  let rhs: Type | null = null;
  c.later(() => {
    const t = obj.type === null ? null : asNamed(obj.type);
    if (t !== null) validType(c, t);
    if (!versionErr && rhs !== null && isImportedConstraint(c, rhs)) c.needVersion(spec.y!.pos, 18, `using type constraint ${c.t(rhs)}`);
  });
  const tparams = spec.tparams;
  if (spec.op === 1) {
    if (tparams.length > 0 && !c.needVersion(tparams[0]!.pos, 23, 'generic type alias')) versionErr = true;
    if (!versionErr && !c.needVersion(spec.pos, 9, 'type alias', spec.opPos)) versionErr = true;
    rhs = aliasDecl(c, obj, spec);
    return;
  }
  if (tparams.length > 0 && !c.needVersion(tparams[0]!.pos, 18, 'type parameter')) versionErr = true;
  const named = newNamed(obj, null);
  const outer = c.env.scope;
  if (tparams.length > 0) {
    c.openScope(spec);
    collectTypeParams(c, tparams, (list) => { named.tparams = list; });
  }
  rhs = declaredType(c, spec.y!, obj);
  c.env.scope = outer;
  if (isTypeParam(rhs)) {
    c.errN(spec.y!, 'MisplacedTypeParam', 'cannot use a type parameter as RHS in type declaration');
    rhs = tInvalid;
  }
  // The declaration as written is kept for examining cycles; `under` follows it.
  named.elem = rhs;
  named.underlying = rhs;
}

/** spec#Alias_declarations */
function aliasDecl(c: Checker, obj: Obj, spec: Node): Type {
  const alias = newAlias(obj, null);
  const outer = c.env.scope;
  if (spec.tparams.length > 0) {
    c.openScope(spec);
    collectTypeParams(c, spec.tparams, (list) => { alias.tparams = list; });
  }
  const rhs = declaredType(c, spec.y!, obj);
  c.env.scope = outer;
  // A cycle that was reported in the meantime has made the alias invalid.
  if (alias.elem === null) alias.elem = rhs;
  const p = unalias(rhs);
  if (rhs.kind === TypeKind.TypeParam && alias.tparams.includes(p)) {
    c.errN(spec.y!, 'MisplacedTypeParam', 'cannot use type parameter declared in alias declaration as RHS');
    alias.elem = tInvalid;
  }
  return rhs;
}

function isImportedConstraint(c: Checker, t: Type): boolean {
  const named = asNamed(t);
  if (named === null || named.obj!.pkg === c.pkg || named.obj!.pkg === null) return false;
  const u = under(named);
  return u.kind === TypeKind.Interface && !typeSetOf(u).isMethodSet;
}

/** Attaches the methods that were collected for a type name. spec#Method_declarations: names are unique, also among fields. */
export function collectMethods(c: Checker, obj: Obj): void {
  const methods = c.methods?.get(obj);
  if (methods === undefined) return;
  c.methods!.delete(obj);
  const base = obj.type === null ? null : asNamed(obj.type);
  const seen = new Map<string, Obj>();
  if (base !== null) c.later(() => checkFieldUniqueness(c, base));
  for (const m of methods) {
    const alt = seen.get(m.name);
    if (alt !== undefined) {
      c.err(m.pos, 'DuplicateMethod', `method ${obj.name}.${m.name} already declared at ${c.where(alt.pos)}`);
      continue;
    }
    seen.set(m.name, m);
    if (base !== null) addMethod(base, m);
  }
}

function checkFieldUniqueness(c: Checker, base: Type): void {
  const u = under(base);
  if (u.kind !== TypeKind.Struct || base.methods.length === 0) return;
  const methods = new Map<string, Obj>();
  for (const m of base.methods) methods.set(m.name, m);
  for (const f of u.fields) {
    const m = f.name === '_' ? undefined : methods.get(f.name);
    if (m !== undefined) c.err(m.pos, 'DuplicateFieldAndMethod', `field and method with the same name ${f.name}`, c.altDecl(f));
  }
}

// --- functions -------------------------------------------------------------------------------------------------------------------

function funcDecl(c: Checker, obj: Obj, d: DeclInfo): void {
  const fdecl = d.fdecl!;
  const sig = newSignature(null, newTuple([]), newTuple([]), false);
  obj.type = sig; // guards against cycles
  const { scope } = funcType(c, sig, fdecl.y, fdecl.z!);
  // The receiver must be known to be one even where the signature is looked at early.
  if (fdecl.z!.tparams.length > 0 && fdecl.w === null) c.softErr(fdecl.x!.pos, 'BadDecl', 'generic function is missing function body');
  if (fdecl.w === null || c.config.ignoreFuncBodies) return;
  const body = fdecl.w;
  const version = c.env.version;
  c.later(() => funcBody(c, d, sig, scope, body, null, version));
}

// --- declaration statements ------------------------------------------------------------------------------------------------------

export function declStmt(c: Checker, gen: Node): void {
  for (const spec of gen.list) {
    switch (gen.op as Token) {
      case Token.Const: localConst(c, spec); break;
      case Token.Var: localVars(c, spec); break;
      case Token.Type: localType(c, spec); break;
      default: break;
    }
  }
}

function localConst(c: Checker, spec: Node): void {
  const top = c.delayedTop;
  const { source, inherited } = constSource(spec);
  const iota = makeInt64(spec.aux);
  const list: Obj[] = [];
  for (let i = 0; i < spec.list.length; i++) {
    const id = spec.list[i]!;
    const obj = new Obj(ObjKind.Const, id.pos, c.pkg, id.name, null);
    obj.decl = spec;
    list.push(obj);
    constDecl(c, obj, source.x, source.list2[i] ?? null, inherited, iota);
  }
  arity(c, spec.pos, spec.list, source.list2, true, inherited);
  c.processDelayed(top);
  // "The scope of a constant or variable identifier declared inside a function begins at the end of the ConstSpec or VarSpec".
  for (let i = 0; i < list.length; i++) c.declare(c.env.scope, spec.list[i]!, list[i]!, spec.end);
}

/** The spec whose type and expressions a constant spec uses: its own, or the repeated one's. */
export function constSource(spec: Node): { source: Node; inherited: boolean } {
  if (spec.z !== null && spec.x === null && spec.list2.length === 0) return { source: spec.z, inherited: true };
  return { source: spec, inherited: false };
}

function localVars(c: Checker, spec: Node): void {
  const top = c.delayedTop;
  const vars = spec.list.map((id) => {
    const v = c.newVar(VarKind.Local, id.pos, id.name, null);
    v.decl = spec;
    return v;
  });
  const values = spec.list2;
  for (let i = 0; i < vars.length; i++) {
    let lhs: Obj[] | null = null;
    let init: Node | null = null;
    if (values.length === vars.length) init = values[i]!;
    else if (values.length === 1) {
      lhs = vars;
      init = values[0]!;
    } else if (i < values.length) init = values[i]!;
    varDecl(c, vars[i]!, lhs, spec.x, init);
    if (values.length === 1) break; // all variables have been initialised
  }
  if (spec.x === null || values.length > 0) arity(c, spec.pos, spec.list, values, false, false);
  // With one value for several variables of which only the first was looked at.
  for (const v of vars) if (v.type === null) v.type = spec.x !== null ? vars[0]!.type : tInvalid;
  c.processDelayed(top);
  for (let i = 0; i < vars.length; i++) c.declare(c.env.scope, spec.list[i]!, vars[i]!, spec.end);
}

function localType(c: Checker, spec: Node): void {
  const id = spec.x!;
  const obj = newTypeName(id.pos, c.pkg, id.name, null);
  obj.decl = spec;
  obj.isAlias = spec.op === 1;
  // "The scope of a type identifier declared inside a function begins at the identifier in the TypeSpec".
  c.declare(c.env.scope, id, obj, id.pos);
  c.push(obj);
  typeDecl(c, obj, spec);
  c.pop();
  if (spec.op !== 1) c.info.localTypes.push(obj);
}

/** Numbers of names and values must agree; a single value may be a call that returns several. */
export function arity(c: Checker, pos: Pos, names: readonly Node[], inits: readonly Node[], constDecl_: boolean, inherited: boolean): void {
  const l = names.length;
  const r = inits.length;
  if (l < r) {
    const n = inits[l]!;
    if (inherited) c.err(pos, 'WrongAssignCount', `extra init expr at ${c.where(n.pos)}`);
    else c.errN(n, 'WrongAssignCount', `extra init expr ${exprString(n)}`);
  } else if (l > r && (constDecl_ || r !== 1)) {
    c.errN(names[r]!, 'WrongAssignCount', `missing init expr for ${names[r]!.name}`);
  }
}

