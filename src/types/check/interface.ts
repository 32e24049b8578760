// Interface types and their type sets' errors. spec#Interface_types

import { Kind, type Node } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';
import { Mode, Type, TypeKind } from '../types.ts';
import type { Obj } from '../objects.ts';
import { VarKind } from '../objects.ts';
import { asNamed, isTypeParam, under } from '../under.ts';
import { identical } from '../predicates.ts';
import { compareMethods } from '../ids.ts';
import { interfaceIncomplete, newFunc } from '../named.ts';
import { type TypeSet, computeTypeSet, typeSetOf } from '../typeset.ts';
import { funcType } from './signature.ts';
import { parseUnion } from './union.ts';
import type { Checker } from './checker.ts';

/** def: the type name being declared as this interface: then the receiver type of its methods. */
export function interfaceType(c: Checker, n: Node, def: Obj | null): Type {
  const t = new Type(TypeKind.Interface);
  if (n.list.length === 0) return t;
  c.interfaces.push({ node: n, type: t });
  t.lazy = interfaceIncomplete;
  const methods: Obj[] = [];
  const embeddeds: Type[] = [];
  const positions: Pos[] = [];
  const named = def !== null && def.type !== null ? asNamed(def.type) : null;
  for (const f of n.list) {
    if (f.list.length === 0) {
      positions.push(f.x!.pos);
      embeddeds.push(parseUnion(c, f.x!));
      continue;
    }
    const id = f.list[0]!;
    if (id.name === '_') {
      c.errN(id, 'BlankIfaceMethod', 'methods must have a unique non-blank name');
      continue;
    }
    if (f.x!.kind !== Kind.FuncType) continue; // reported by the parser
    const { sig } = funcType(c, null, null, f.x!);
    c.recordType(f.x!, Mode.TypeExpr, sig, null);
    sig.recv = c.newVar(VarKind.RecvVar, id.pos, '', named ?? t);
    const m = newFunc(id.pos, c.pkg, id.name, sig);
    m.decl = f;
    c.recordDef(id, m);
    methods.push(m);
  }
  t.methods = methods.sort(compareMethods);
  t.embeddeds = embeddeds;
  t.lazy = null;
  c.embedPos.set(t, positions);
  c.later(() => typeSetChecked(c, t, n.pos));
  return t;
}

/** The type set of an interface; errors are reported when it is computed first. pos: for what has no position of its own. */
export function typeSetChecked(c: Checker, iface: Type, pos: Pos): TypeSet {
  const at = c.embedPos.get(iface);
  // Imported interfaces are right, local ones may have been asked for their type set before.
  if (at === undefined || iface.lazy === interfaceIncomplete || c.typeSetsDone.has(iface)) return typeSetOf(iface);
  const posOf = (i: number): Pos => (i >= 0 ? at[i] ?? pos : pos);
  /** Where a method came into the set: by its declaration, or by the first embedded interface that has it. */
  const firstPos = (m: Obj): Pos => {
    if (iface.methods.includes(m)) return m.pos;
    const i = iface.embeddeds.findIndex((e) => under(e).kind === TypeKind.Interface && typeSetOf(under(e)).methods.includes(m));
    return posOf(i);
  };
  // Embedded interfaces first, each with its own positions.
  if (!c.typeSetPath.includes(iface)) {
    c.typeSetPath.push(iface);
    for (let i = 0; i < iface.embeddeds.length; i++) {
      const u = under(iface.embeddeds[i]!);
      if (u.kind === TypeKind.Interface && !isTypeParam(iface.embeddeds[i]!)) typeSetChecked(c, u, posOf(i));
    }
    c.typeSetPath.pop();
    if (c.typeSetsDone.has(iface)) return typeSetOf(iface);
  }
  c.typeSetsDone.add(iface);
  iface.lazy = null;
  return computeTypeSet(iface, {
    duplicate(m, other, explicit, i) {
      const mpos = explicit ? m.pos : posOf(i);
      const report = (): void => c.err(mpos, 'DuplicateDecl', `duplicate method ${m.name}`, [{ pos: firstPos(other), message: `other declaration of method ${other.name}` }]);
      if (explicit) return report();
      // spec#Embedded_interfaces: methods of the same name must have identical signatures, known when all types are set up.
      const old = !c.allowVersion(14);
      if (m === other && !old) return;
      c.later(() => { if (old || !identical(m.type!, other.type!)) report(); });
    },
    tooManyTerms(i, max) {
      c.err(posOf(i), 'InvalidUnion', `cannot handle more than ${max} union terms (implementation limitation)`);
    },
    allow(kind, t, i) {
      if (kind === 'interface') {
        if (c.allowVersion(18) || typeSetOf(under(t)).isMethodSet) return true;
        c.versionErr(posOf(i), 18, `embedding constraint interface ${c.t(t)}`);
        return false;
      }
      if (kind === 'union') return c.needVersion(posOf(i), 18, `embedding interface element ${c.t(t)}`);
      return c.needVersion(posOf(i), 18, `embedding non-interface type ${c.t(t)}`);
    },
  });
}
