// What the checker carries about the place it is in, and about package-level declarations.

import type { Node } from '../../syntax/ast.ts';
import type { Pos } from '../../source/pos.ts';
import type { ConstValue } from '../../constant/value.ts';
import type { Obj, Scope } from '../objects.ts';
import type { Type } from '../types.ts';

/** A package-level declaration (or method): what is needed to check it when it is first used, and what it depends on. */
export class DeclInfo {
  readonly scope: Scope;
  readonly version: number;
  /** Variables of `var a, b = f()`; null if there is one initialiser per variable. */
  lhs: Obj[] | null = null;
  vtyp: Node | null = null;
  init: Node | null = null;
  /** Constant with the previous specification's expressions repeated. */
  inherited = false;
  iota: ConstValue | null = null;
  /** TypeSpec. */
  tdecl: Node | null = null;
  /** FuncDecl. */
  fdecl: Node | null = null;
  /** Package-level objects that initialiser or body mention: for the initialisation order. */
  readonly deps: Set<Obj> = new Set();
  emitted = false;

  constructor(scope: Scope, version: number) {
    this.scope = scope;
    this.version = version;
  }
}

/** The checking environment: swapped as a whole when another declaration or function body is entered. */
export class Env {
  decl: DeclInfo | null = null;
  /** Position of the package-level variable or type being declared; 0: none. */
  owner: Pos = 0;
  scope: Scope;
  /** Minor language version (26 for go1.26); 0: no restriction. */
  version: number;
  iota: ConstValue | null = null;
  /** If set, errors are reported here: the constant's own name when its expression is inherited. */
  errPos: Pos = 0;
  inTParamList = false;
  /** Signature of the function being checked. */
  sig: Type | null = null;
  /** Calls of the predeclared panic, by Call node id (terminating statements). */
  panics: Set<number> | null = null;
  hasLabel = false;
  /** Set by calls and receive operations; for constant len and cap. */
  hasCallOrRecv = false;
  /** Local variables of the function, in order; checked for use at its end. */
  vars: Obj[] | null = null;

  constructor(scope: Scope, version: number) {
    this.scope = scope;
    this.version = version;
  }
}

/** Statement context: what may appear here. */
export const enum Ctx { None = 0, BreakOk = 1, ContinueOk = 2, FallthroughOk = 4, FinalSwitchCase = 8, InTypeSwitch = 16 }

/** The function type that a generic function value is assigned to (reverse inference), with a description for messages. */
export interface Target { sig: Type; desc: string }
