// Type expressions and identifiers. spec#Types, spec#Instantiations

import { ChanDir, Kind, type Node } from '../../syntax/ast.ts';
import { ConstKind } from '../../constant/value.ts';
import { toInt } from '../../constant/constant.ts';
import { Dir, Mode, type Type, TypeKind, newArray, newChan, newMap, newPointer, newSlice } from '../types.ts';
import { type Obj, ObjKind } from '../objects.ts';
import { isTypeParam, under } from '../under.ts';
import { comparableType, isGeneric, isInteger, isUntyped, isValid } from '../predicates.ts';
import { iotaObj, tInt, tInvalid, universe } from '../universe.ts';
import { typeParams } from '../named.ts';
import { instantiate } from '../generics/instantiate.ts';
import { constAs } from './representable.ts';
import { nodePos } from './positions.ts';
import { listString, exprString } from '../../syntax/expr-string.ts';
import { expr } from './expr.ts';
import { interfaceType, typeSetChecked } from './interface.ts';
import { structType } from './struct.ts';
import { funcType } from './signature.ts';
import { selector } from './selector.ts';
import { objDecl } from './decl.ts';
import { instanceObj } from './cycles.ts';
import { verifyInstance } from './instantiate.ts';
import { isValidName } from './text.ts';
import { use } from './use.ts';
import type { Checker } from './checker.ts';
import { Operand } from './operand.ts';

/** x becomes what identifier n denotes. wantType: a type is expected (better message, and declarations are resolved first). */
export function ident(c: Checker, x: Operand, n: Node, wantType: boolean): void {
  x.mode = Mode.Invalid;
  x.node = n;
  const name = n.name;
  const obj = c.lookup(name);
  if (obj === null) {
    if (name === '_') c.errN(n, 'InvalidBlank', 'cannot use _ as value or type');
    else if (isValidName(name)) c.errN(n, 'UndeclaredName', `undefined: ${name}`);
    return;
  }
  if (obj.parent === universe && (name === 'any' || name === 'comparable') && !c.needVersion(n.pos, 18, `predeclared ${name}`)) return;
  c.recordUse(n, obj);
  const isType = obj.kind === ObjKind.TypeName;
  if (wantType && !isType) {
    c.errN(n, 'NotAType', `${name} (${objectKind(obj)}) is not a type`);
    // Do not complain about an unused variable on top of that.
    if (obj.kind === ObjKind.Var && obj.pkg === c.pkg) obj.used = true;
    return;
  }
  // A type that is being declared has a type already, but its cycle must be examined.
  if (obj.type === null || (isType && wantType && obj.pkg === c.pkg)) objDecl(c, obj);
  if (c.dotImports !== null && obj.pkg !== c.pkg) markDotImport(c, obj);
  const type = obj.type ?? tInvalid;
  switch (obj.kind) {
    case ObjKind.PkgName:
      c.errN(n, 'InvalidPkgUse', `use of package ${name} not in selector`);
      return;
    case ObjKind.Const:
      c.addDep(obj);
      if (!isValid(type)) return;
      if (obj === iotaObj) {
        if (c.env.iota === null) {
          c.errN(n, 'InvalidIota', 'cannot use iota outside constant declaration');
          return;
        }
        x.val = c.env.iota;
      } else {
        x.val = obj.value;
      }
      x.mode = Mode.Constant;
      break;
    case ObjKind.TypeName: x.mode = Mode.TypeExpr; break;
    case ObjKind.Var:
      // Variables of other packages come from dot-imports; they need not be used.
      if (obj.pkg === c.pkg) obj.used = true;
      c.addDep(obj);
      if (!isValid(type)) return;
      x.mode = Mode.Variable;
      break;
    case ObjKind.Func:
      c.addDep(obj);
      x.mode = Mode.Value;
      break;
    case ObjKind.Builtin:
      x.builtin = obj.builtin;
      x.mode = Mode.Builtin;
      break;
    case ObjKind.Nil: x.mode = Mode.NilValue; break;
    default: return;
  }
  x.type = type;
}

function markDotImport(c: Checker, obj: Obj): void {
  const scope = c.scopeOf(obj.name);
  const p = scope === null ? undefined : c.dotImports!.get(scope)?.get(obj.name);
  if (p !== undefined) p.used = true;
}

const varKinds: readonly string[] = ['package-level variable', 'local variable', 'parameter', 'receiver', 'result variable', 'struct field'];

/** What messages call an object. */
export function objectKind(obj: Obj): string {
  switch (obj.kind) {
    case ObjKind.PkgName: return 'package name';
    case ObjKind.Const: return 'constant';
    case ObjKind.TypeName: return obj.isAlias ? 'type alias' : obj.type !== null && obj.type.kind === TypeKind.TypeParam ? 'type parameter' : 'defined type';
    case ObjKind.Var: return varKinds[obj.varKind]!;
    case ObjKind.Func: return obj.type !== null && obj.type.recv !== null ? 'method' : 'function';
    case ObjKind.Label: return 'label';
    case ObjKind.Builtin: return 'built-in function';
    default: return 'untyped nil';
  }
}

/** The type that n denotes; Invalid after an error. */
export function typExpr(c: Checker, n: Node): Type { return declaredType(c, n, null); }

/** A type for a variable (field, element, parameter …): not a constraint interface. */
export function varType(c: Checker, n: Node): Type {
  const t = declaredType(c, n, null);
  validVarType(c, n, t);
  return t;
}

/** spec#General_interfaces: "interfaces that are not basic may only be used as type constraints". Checked when types are set up. */
export function validVarType(c: Checker, n: Node, t: Type): void {
  if (t.kind < TypeKind.Interface || (t.kind > TypeKind.Interface && t.kind < TypeKind.Named)) return;
  if (t.kind === TypeKind.Named && t.underlying !== null && t.underlying.kind < TypeKind.Named && t.underlying.kind !== TypeKind.Interface) return;
  if (isTypeParam(t)) return;
  c.later(() => {
    const u = under(t);
    if (u.kind !== TypeKind.Interface) return;
    const ts = typeSetChecked(c, u, n.pos);
    if (ts.isMethodSet) return;
    c.softErr(n.pos, 'MisplacedConstraintIface', `cannot use type ${c.t(t)} outside a type constraint: interface `
      + (ts.comparable ? 'is (or embeds) comparable' : 'contains type constraints'));
  });
}

/** As typExpr; def: the type name being declared, of which n is the right side. */
export function declaredType(c: Checker, n: Node, def: Obj | null): Type {
  let t = typeInternal(c, n, def);
  if ((t.kind === TypeKind.Named || t.kind === TypeKind.Alias) && isGeneric(t)) {
    c.errN(n, 'WrongTypeArgCount', `cannot use generic type ${c.t(t)} without instantiation`);
    t = tInvalid;
  }
  c.recordType(n, Mode.TypeExpr, t, null);
  return t;
}

/** The generic type that n denotes, and a cause if it is none (with type Invalid). */
export function genericType(c: Checker, n: Node): { type: Type; cause: string } {
  let t = typeInternal(c, n, null);
  let cause = '';
  if (isValid(t) && !isGeneric(t)) {
    cause = `${c.t(t)} is not a generic type`;
    t = tInvalid;
  }
  c.recordType(n, Mode.TypeExpr, t, null);
  return { type: t, cause };
}

function typeInternal(c: Checker, n: Node, def: Obj | null): Type {
  switch (n.kind) {
    case Kind.BadExpr: return tInvalid;
    case Kind.Ident: case Kind.Selector: return namedType(c, n);
    case Kind.Index:
      c.needVersion(n.pos, 18, 'type instantiation', n.opPos);
      return instantiatedType(c, n.x!, n.list);
    case Kind.Paren: return declaredType(c, n.x!, def);
    case Kind.ArrayType: return arrayType(c, n);
    case Kind.SliceType: {
      const t = newSlice(tInvalid);
      t.elem = varType(c, n.x!);
      return t;
    }
    case Kind.StructType: return structType(c, n);
    case Kind.Star: {
      const base = varType(c, n.x!);
      return isValid(base) ? newPointer(base) : tInvalid;
    }
    case Kind.FuncType: return funcType(c, null, null, n).sig;
    case Kind.InterfaceType: return interfaceType(c, n, def);
    case Kind.MapType: return mapType(c, n);
    case Kind.ChanType: {
      const dir = n.op === ChanDir.Send ? Dir.Send : n.op === ChanDir.Recv ? Dir.Recv : Dir.Both;
      const t = newChan(dir, varType(c, n.x!));
      c.sized.push({ pos: n.pos, type: t });
      return t;
    }
    case Kind.Ellipsis:
      c.errN(n, 'InvalidSyntaxTree', 'invalid syntax tree: invalid use of ...');
      return tInvalid;
    default:
      c.errN(n, 'NotAType', `${exprString(n)} is not a type`);
      use(c, [n]);
      return tInvalid;
  }
}

function namedType(c: Checker, n: Node): Type {
  const x = new Operand();
  if (n.kind === Kind.Ident) ident(c, x, n, true);
  else selector(c, x, n, true);
  switch (x.mode) {
    case Mode.TypeExpr: return x.type;
    case Mode.Invalid: break; // reported
    case Mode.NoValue: c.errO(x, 'NotAType', `${c.o(x)} used as type`); break;
    default: c.errO(x, 'NotAType', `${c.o(x)} is not a type`);
  }
  return tInvalid;
}

function arrayType(c: Checker, n: Node): Type {
  let len = -1;
  if (n.x !== null && n.x.kind !== Kind.Ellipsis) len = arrayLength(c, n.x);
  else c.err(n.pos, 'BadDotDotDotSyntax', 'invalid use of [...] array (outside a composite literal)', [], n.x === null ? 0 : n.x.pos);
  const elem = varType(c, n.y!);
  if (len < 0) return tInvalid;
  const t = newArray(elem, len);
  c.sized.push({ pos: c.env.owner === 0 ? n.pos : c.env.owner, type: t });
  return t;
}

/** spec#Array_types: a non-negative constant representable by an int. -1 after an error. */
function arrayLength(c: Checker, n: Node): number {
  // An undeclared name is most likely a missing constraint of a generic type: type T[P any] vs. type T[P].
  if (n.kind === Kind.Ident) {
    const obj = c.lookup(n.name);
    if (obj === null) {
      c.errN(n, 'InvalidArrayLen', `undefined array length ${n.name} or missing type constraint`);
      return -1;
    }
    if (obj.kind !== ObjKind.Const) {
      c.errN(n, 'InvalidArrayLen', `invalid array length ${n.name}`);
      return -1;
    }
  }
  const x = new Operand();
  expr(c, null, x, n);
  if (x.mode !== Mode.Constant) {
    if (x.mode !== Mode.Invalid) c.errO(x, 'InvalidArrayLen', `array length ${c.o(x)} must be constant`);
    return -1;
  }
  if (isUntyped(x.type) || isInteger(x.type)) {
    const v = toInt(x.val!);
    if (v.kind === ConstKind.Int) {
      const i = constAs(v, tInt);
      if (i !== null && i.int >= 0n) return Number(i.int);
    }
  }
  c.errO(x, 'InvalidArrayLen', isInteger(x.type) ? `invalid array length ${c.o(x)}` : `array length ${c.o(x)} must be integer`);
  return -1;
}

function mapType(c: Checker, n: Node): Type {
  const key = varType(c, n.x!);
  const elem = varType(c, n.y!);
  const t = newMap(key, elem);
  if (key.kind === TypeKind.Basic && isValid(key)) return t;
  // spec#Map_types: "The comparison operators == and != must be fully defined for operands of the key type".
  c.later(() => {
    if (!isValid(key) || comparableType(key)) return;
    const why = isTypeParam(key) ? ' (missing comparable constraint)' : '';
    c.errN(n.x!, 'IncomparableMapKey', `invalid map key type ${c.t(key)}${why}`);
  });
  return t;
}

/** T[A, B]. The arguments are verified when all types are set up. */
function instantiatedType(c: Checker, n: Node, xlist: readonly Node[]): Type {
  const { type: gtype, cause } = genericType(c, n);
  if (cause !== '') c.errN(n, 'NotAGenericType', `invalid operation: ${exprString(n)}[${listString(xlist)}] (${cause})`);
  if (!isValid(gtype)) return gtype;
  const targs = typeList(c, xlist);
  if (targs === null) return tInvalid;
  const tparams = typeParams(gtype);
  // A generic alias is expanded at once, so its argument count must be right; for a defined type that is checked with the rest.
  if (gtype.kind === TypeKind.Alias && !validArgCount(c, n, gtype, tparams, xlist)) return tInvalid;
  const inst = instantiate(gtype, targs);
  instanceObj(c, inst, nodePos(n));
  c.later(() => {
    c.recordInstance(n, targs, inst);
    if (gtype.kind === TypeKind.Alias || validArgCount(c, n, gtype, typeParams(gtype), xlist)) {
      verifyInstance(c, nodePos(n), typeParams(gtype), targs, xlist, n.pos);
    }
  });
  return inst;
}

function validArgCount(c: Checker, n: Node, gtype: Type, tparams: readonly Type[], xlist: readonly Node[]): boolean {
  const got = xlist.length;
  const want = tparams.length;
  if (got === want) return true;
  c.err(nodePos(n), 'WrongTypeArgCount', `${got < want ? 'not enough' : 'too many'} type arguments for type ${gtype.obj!.name}: have ${got}, want ${want}`);
  return false;
}

/** The types of a list; null if one is invalid. */
export function typeList(c: Checker, list: readonly Node[]): Type[] | null {
  const res: Type[] = [];
  let ok = true;
  for (const n of list) {
    const t = varType(c, n);
    if (!isValid(t)) ok = false;
    res.push(t);
  }
  return ok ? res : null;
}

