// Which package-level variables are assigned, or may be through their address, anywhere in the package besides their declaration.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ObjKind, VarKind, type Obj } from '../../types/objects.ts';
import { SelKind, TypeKind } from '../../types/types.ts';
import { forEachChild } from '../../syntax/walk.ts';
import type { UnitBuilder } from './unit.ts';

export function assignedGlobals(u: UnitBuilder): Set<Obj> {
  if (u.assignedGlobals !== null) return u.assignedGlobals;
  const set = new Set<Obj>();
  u.assignedGlobals = set;
  const mark = (n0: Node | null): void => {
    let n = n0;
    while (n !== null) {
      if (n.kind === Kind.Ident) {
        const o = u.info.uses[n.id] ?? null;
        if (o !== null && o.kind === ObjKind.Var && o.varKind === VarKind.Package) set.add(o);
        return;
      }
      if (n.kind !== Kind.Paren && n.kind !== Kind.Selector && n.kind !== Kind.Index) return;
      n = n.x;
    }
  };
  const visit = (n: Node): void => {
    switch (n.kind) {
      case Kind.Assign: n.list.forEach(mark); break;
      case Kind.IncDec: mark(n.x); break;
      case Kind.RangeStmt: mark(n.x); mark(n.y); break;
      case Kind.Unary: if (n.op === Token.And) mark(n.x); break;
      case Kind.SliceExpr: mark(n.x); break;
      case Kind.Selector: {
        const s = u.info.selections[n.id] ?? null;
        if (s !== null && s.kind === SelKind.MethodVal && s.obj.type?.recv?.type?.kind === TypeKind.Pointer) mark(n.x);
        break;
      }
      default: break;
    }
  };
  const all = (n: Node): void => { visit(n); forEachChild(n, all); };
  for (const f of u.files) for (const d of f.decls) all(d);
  return set;
}
