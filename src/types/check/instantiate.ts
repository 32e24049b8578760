// Instantiation of generic functions: explicit, partial, and inferred from a target type. spec#Instantiations

import type { Node } from '../../syntax/ast.ts';
import { Kind } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';
import { Mode, type Type, TypeKind, newSignature, newTuple } from '../types.ts';
import { VarKind } from '../objects.ts';
import { infer, renameTypeParams } from '../generics/infer.ts';
import { instantiate, verifyInstantiation } from '../generics/instantiate.ts';
import { nodePos, startPos } from './positions.ts';
import { typeList } from './typexpr.ts';
import type { Checker } from './checker.ts';
import type { Target } from './env.ts';
import { Operand } from './operand.ts';
import { Node as SyntaxNode } from '../../syntax/ast.ts';

/** An identifier that stands for something not in the source; its results are not recorded. */
export function syntheticIdent(pos: Pos, name: string): Node {
  const n = new SyntaxNode(Kind.Ident, pos, -1);
  n.name = name;
  return n;
}

/**
 * Instantiates the generic function x with the type arguments of inst (an Index node, or null), inferring missing ones from the
 * target. With infer false and too few arguments, returns these; otherwise null and x is the instance, or invalid.
 */
export function funcInst(c: Checker, target: Target | null, pos: Pos, x: Operand, inst: Node | null, mayInfer: boolean): Type[] | null {
  const errPos = inst !== null ? nodePos(inst) : pos;
  if (inst !== null) x.node = inst;
  const versionErr = !c.needVersion(errPos, 18, 'function instantiation');
  let targs: (Type | null)[] = [];
  let xlist: readonly Node[] = [];
  if (inst !== null) {
    xlist = inst.list;
    const list = typeList(c, xlist);
    if (list === null) {
      x.mode = Mode.Invalid;
      return null;
    }
    targs = list;
  }
  const sig = x.type;
  const got = targs.length;
  const want = sig.tparams.length;
  if (got > want) {
    c.errN(xlist[got - 1]!, 'WrongTypeArgCount', `got ${got} type arguments but want ${want}`);
    x.mode = Mode.Invalid;
    return null;
  }
  if (got < want) {
    if (!mayInfer) return targs as Type[];
    const all = inferMissing(c, target, pos, x, sig, targs, inst, errPos, versionErr);
    if (all === null) {
      x.mode = Mode.Invalid;
      return null;
    }
    targs = all;
  }
  x.type = instantiateSignature(c, nodePos(x.node!), x.node!, sig, targs as Type[], xlist);
  x.mode = Mode.Value;
  return null;
}

function inferMissing(c: Checker, target: Target | null, pos: Pos, x: Operand, sig: Type, targs: (Type | null)[], inst: Node | null,
  errPos: Pos, versionErr: boolean): Type[] | null {
  // If there is a target, its type is the argument for a parameter of the function's own type ("reverse inference").
  const args: Operand[] = [];
  const params = [];
  let reverse = false;
  if (target !== null && sig.tparams.length > 0) {
    if (!versionErr && !c.allowVersion(21)) {
      c.versionErr(errPos, 21, inst !== null ? 'partially instantiated function in assignment' : 'implicitly instantiated function in assignment');
    }
    const plain = newSignature(null, sig.params!, sig.results!, sig.variadic);
    params.push(c.newVar(VarKind.Param, pos, '', plain));
    args.push(new Operand().set(Mode.Value, syntheticIdent(pos, target.desc), target.sig));
    reverse = true;
  }
  const renamed = renameTypeParams(sig.tparams, newTuple(params));
  let at = 0;
  let msg = '';
  const res = infer(c, pos, renamed.tparams, targs, renamed.type, args, reverse, (p, m) => { if (msg === '') { at = p; msg = m; } });
  if (res === null && msg !== '') c.err(at, 'CannotInferTypeArgs', msg, [], inst === null ? 0 : inst.pos);
  return res;
}

/** The instance of generic signature sig; n: expression naming the function. The constraints are verified later. */
export function instantiateSignature(c: Checker, pos: Pos, n: Node, sig: Type, targs: Type[], xlist: readonly Node[]): Type {
  const inst = instantiate(sig, targs);
  c.recordInstance(n, targs, inst);
  const tparams = sig.tparams;
  c.later(() => verifyInstance(c, pos, tparams, targs, xlist, n.pos));
  return inst;
}

/** Checks that the type arguments satisfy their constraints; to be called when all types are set up. alt: go/types' position. */
export function verifyInstance(c: Checker, pos: Pos, tparams: readonly Type[], targs: Type[], xlist: readonly Node[], alt: Pos): void {
  const bad = verifyInstantiation(tparams as Type[], targs, c.str, c.allowVersion(20));
  if (bad !== null) {
    c.softErr(bad.index < xlist.length ? startPos(xlist[bad.index]!) : pos, 'InvalidTypeArg', bad.error, [], bad.index < xlist.length ? xlist[bad.index]!.pos : alt);
    return;
  }
  c.mono.recordInstance(c.pkg, pos, tparams, targs, (i) => (i < xlist.length ? startPos(xlist[i]!) : pos));
}

export function isGenericSignature(t: Type): boolean { return t.kind === TypeKind.Signature && t.tparams.length > 0; }
