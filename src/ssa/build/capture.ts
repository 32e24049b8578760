// Capture analysis: one walk over a function declaration (or a package-level initialiser) before its SSA is built. It finds, for every
// local variable, its owner (declaration, literal, or body of a range-over-func loop), whether its address is taken, whether it is
// assigned after its declaration, and for every function inside which outer variables it uses.
//
// A variable used by an inner function is captured by value if it is never reassigned nor addressed (and small: decided by the builder,
// which knows sizes under the type environment), else by reference. The result does not depend on type arguments.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ObjKind, VarKind, type Obj } from '../../types/objects.ts';
import { SelKind, TypeKind, type Info, type Type } from '../../types/types.ts';
import { BuiltinId } from '../../types/builtins/ids.ts';
import { coreType, under } from './types-api.ts';

export interface VarUse {
  /** FuncDecl, FuncLit, range-over-func RangeStmt, or null (package-level initialiser). */
  owner: Node | null;
  addrTaken: boolean;
  /** Assigned other than by its declaration. */
  reassigned: boolean;
  /** Used by an inner function. */
  captured: boolean;
  isResult: boolean;
}

/** What is known of one function (declaration, literal or range-over-func body). */
export interface FnInfo {
  node: Node | null;
  outer: FnInfo | null;
  /** Outer variables used here or in functions within, in order of first use. */
  captures: Obj[];
  /** Contains defer (also inside its range-over-func bodies). */
  hasDefer: boolean;
  hasRecover: boolean;
  /** A label is the target of a goto. */
  hasGoto: boolean;
  /** Range-over-func body: the function whose return, defer and labels it shares. */
  isRangeBody: boolean;
  /** Range-over-func body, or function with such: contains a return statement / a jump out. */
  returnsInRange: boolean;
  /** Labels declared here (not in functions within). */
  labels: Set<string>;
}

export interface BodyInfo {
  vars: Map<Obj, VarUse>;
  fns: Map<Node | null, FnInfo>;
}

/** True if the range statement iterates by calling a function (spec#For_range, from go1.23). */
export function isRangeOverFunc(info: Info, n: Node): boolean {
  const t = info.types[n.z!.id];
  if (t === null || t === undefined) return false;
  const c = coreType(t);
  return c !== null && c.kind === TypeKind.Signature;
}

class Walker {
  readonly vars = new Map<Obj, VarUse>();
  readonly fns = new Map<Node | null, FnInfo>();
  private readonly info: Info;
  private cur: FnInfo;

  constructor(info: Info, root: Node | null) {
    this.info = info;
    this.cur = this.enter(root, false);
  }

  private enter(node: Node | null, isRangeBody: boolean): FnInfo {
    const f: FnInfo = { node, outer: this.cur ?? null, captures: [], hasDefer: false, hasRecover: false, hasGoto: false, isRangeBody, returnsInRange: false, labels: new Set() };
    this.fns.set(node, f);
    return f;
  }

  private define(o: Obj | null | undefined): void {
    if (o === null || o === undefined || o.kind !== ObjKind.Var || o.varKind === VarKind.Field || this.vars.has(o)) return;
    this.vars.set(o, { owner: this.cur.node, addrTaken: false, reassigned: o.varKind === VarKind.Result, captured: false, isResult: o.varKind === VarKind.Result });
  }

  private useVar(o: Obj): VarUse | null {
    const v = this.vars.get(o);
    if (v === undefined) return null;
    for (let f: FnInfo | null = this.cur; f !== null && f.node !== v.owner; f = f.outer) {
      v.captured = true;
      if (!f.captures.includes(o)) f.captures.push(o);
    }
    return v;
  }

  private varOf(n: Node): VarUse | null {
    const o = this.info.uses[n.id] ?? this.info.defs[n.id];
    return o === null || o === undefined || o.kind !== ObjKind.Var ? null : this.useVar(o);
  }

  /** Type of an expression as the checker left it. */
  private typeOf(n: Node): Type | null { return this.info.types[n.id] ?? null; }

  /** The variable that holds x, if x is (part of) one: not through pointers, slices or maps. */
  private rootVar(n: Node): VarUse | null {
    switch (n.kind) {
      case Kind.Paren: return this.rootVar(n.x!);
      case Kind.Ident: return this.varOf(n);
      case Kind.Selector: {
        const s = this.info.selections[n.id];
        if (s === null || s === undefined || s.kind !== SelKind.FieldVal || s.indirect) return null;
        const t = this.typeOf(n.x!);
        return t !== null && under(t).kind === TypeKind.Pointer ? null : this.rootVar(n.x!);
      }
      case Kind.Index: {
        const t = this.typeOf(n.x!);
        if (t === null) return null;
        const c = coreType(t) ?? under(t);
        return c.kind === TypeKind.Array || t.kind === TypeKind.TypeParam ? this.rootVar(n.x!) : null;
      }
      default: return null;
    }
  }

  private markAddr(n: Node): void { const v = this.rootVar(n); if (v !== null) v.addrTaken = true; }
  private markAssigned(n: Node): void { const v = this.rootVar(n); if (v !== null) v.reassigned = true; }

  walkList(list: readonly Node[]): void { for (const n of list) this.walk(n); }

  walk(n: Node | null): void {
    if (n === null) return;
    switch (n.kind) {
      case Kind.Ident: this.ident(n); return;
      case Kind.BasicLit: return;
      case Kind.FuncLit: this.inner(n, n.x!, n.y!, false); return;
      case Kind.Unary:
        if (n.op === Token.And) this.markAddr(n.x!);
        this.walk(n.x);
        return;
      case Kind.SliceExpr: {
        const t = this.typeOf(n.x!);
        if (t !== null && (under(t).kind === TypeKind.Array || (t.kind === TypeKind.TypeParam && coreType(t)?.kind === TypeKind.Array))) this.markAddr(n.x!);
        break;
      }
      case Kind.Selector: this.selector(n); return;
      case Kind.KeyValue: this.walk(n.x); this.walk(n.y); return;
      case Kind.IncDec: this.markAssigned(n.x!); break;
      case Kind.Assign: for (const l of n.list) if (l.kind !== Kind.Ident || n.op !== Token.Define || (this.info.defs[l.id] ?? null) === null) this.markAssigned(l); break;
      case Kind.RangeStmt: this.range(n); return;
      case Kind.DeferStmt: for (let f: FnInfo | null = this.cur; f !== null; f = f.outer) { f.hasDefer = true; if (!f.isRangeBody) break; } break;
      case Kind.Call: this.call(n); break;
      case Kind.ReturnStmt: for (let f: FnInfo | null = this.cur; f !== null; f = f.outer) { if (this.cur.isRangeBody) f.returnsInRange = true; if (!f.isRangeBody) break; } this.namedReturn(n); break;
      case Kind.BranchStmt: if (n.op === Token.Goto) for (let f: FnInfo | null = this.cur; f !== null; f = f.outer) { f.hasGoto = true; if (!f.isRangeBody) break; } return;
      case Kind.LabeledStmt: this.cur.labels.add(n.x!.name); this.walk(n.y); return;
      case Kind.CaseClause: this.define(this.info.implicits[n.id]); break;
      case Kind.Field: this.define(this.info.implicits[n.id]); break;
      default: break;
    }
    this.walk(n.x);
    this.walk(n.y);
    this.walk(n.z);
    this.walk(n.w);
    this.walkList(n.list);
    this.walkList(n.list2);
  }

  private ident(n: Node): void {
    const d = this.info.defs[n.id];
    if (d !== null && d !== undefined) { this.define(d); return; }
    const u = this.info.uses[n.id];
    if (u !== null && u !== undefined && u.kind === ObjKind.Var) this.useVar(u);
  }

  private selector(n: Node): void {
    const s = this.info.selections[n.id] ?? null;
    if (s !== null && s.kind === SelKind.MethodVal && !s.indirect && s.obj.type !== null) {
      const recv = s.obj.type.recv;
      const rt = this.typeOf(n.x!);
      if (recv !== null && recv.type !== null && rt !== null && recv.type.kind === TypeKind.Pointer && under(rt).kind !== TypeKind.Pointer) this.markAddr(n.x!);
    }
    this.walk(n.x);
  }

  private call(n: Node): void {
    let fun = n.x!;
    while (fun.kind === Kind.Paren) fun = fun.x!;
    if (fun.kind !== Kind.Ident) return;
    const o = this.info.uses[fun.id];
    if (o === null || o === undefined || o.kind !== ObjKind.Builtin) return;
    if (o.builtin === BuiltinId.Recover) for (let f: FnInfo | null = this.cur; f !== null; f = f.outer) { f.hasRecover = true; if (!f.isRangeBody) break; }
    if (o.builtin === BuiltinId.Clear && n.list.length === 1) this.markAssigned(n.list[0]!);
  }

  /** A return inside a range-over-func body uses the outer function's named results. */
  private namedReturn(_n: Node): void {
    if (!this.cur.isRangeBody) return;
    let f: FnInfo = this.cur;
    while (f.isRangeBody && f.outer !== null) f = f.outer;
    for (const [o, v] of this.vars) if (v.isResult && v.owner === f.node && o.name !== '') this.useVar(o);
  }

  private range(n: Node): void {
    this.walk(n.z);
    if (isRangeOverFunc(this.info, n)) {
      const saved = this.cur;
      if (n.op !== Token.Define) for (const e of [n.x, n.y]) if (e !== null) { this.markAssigned(e); }
      this.cur = this.enter(n, true);
      this.walk(n.x);
      this.walk(n.y);
      this.walk(n.w);
      this.cur = saved;
      return;
    }
    if (n.op !== Token.Define) for (const e of [n.x, n.y]) if (e !== null) this.markAssigned(e);
    this.walk(n.x);
    this.walk(n.y);
    this.walk(n.w);
  }

  private inner(node: Node, type: Node, body: Node, isRangeBody: boolean): void {
    const saved = this.cur;
    this.cur = this.enter(node, isRangeBody);
    this.walk(type);
    this.walk(body);
    this.cur = saved;
  }

  run(): BodyInfo { return { vars: this.vars, fns: this.fns }; }
}


/** Analyses a FuncDecl. */
export function analyseDecl(info: Info, decl: Node): BodyInfo {
  const w = new Walker(info, decl);
  w.walk(decl.y);
  w.walk(decl.z);
  w.walk(decl.w);
  return w.run();
}

/** Analyses an initialiser expression of package level. */
export function analyseExpr(info: Info, e: Node): BodyInfo {
  const w = new Walker(info, null);
  w.walk(e);
  return w.run();
}

export function emptyBody(): BodyInfo {
  const f: FnInfo = { node: null, outer: null, captures: [], hasDefer: false, hasRecover: false, hasGoto: false, isRangeBody: false, returnsInRange: false, labels: new Set() };
  return { vars: new Map(), fns: new Map([[null, f]]) };
}
