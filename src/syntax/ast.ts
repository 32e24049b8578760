// The syntax tree: one class for every node (one hidden shape, so reading a field is monomorphic), with a fixed header and
// payload slots whose meaning depends on the kind. The table at `Kind` is the contract between parser, checker and SSA builder.
//
// Positions: `pos` is the source.Pos of the node's first character, `opPos` that of its operator or other characteristic token
// (see the table; 0 where there is none), `end` the Pos just past its last character.
// `id` is dense per package (0..n-1): the checker's results are arrays indexed by it.

import type { Pos } from '../source/pos.ts';
import type { Diagnostic } from '../source/diagnostic.ts';

/** Node kinds. Slots not named for a kind are null / empty / 0. */
export const enum Kind {
  // --- expressions -------------------------------------------------------------------------------------------------------
  BadExpr,
  /** name */
  Ident,
  /** op = LitKind, name = literal text as written */
  BasicLit,
  /** x = type or null (elided), list = elements (expressions or KeyValue), opPos = '{' */
  CompositeLit,
  /** x : y, opPos = ':' */
  KeyValue,
  /** x = FuncType, y = Block */
  FuncLit,
  /** ( x ) */
  Paren,
  /** x . y, y = Ident, opPos = '.' */
  Selector,
  /** x [ list ], opPos = '['. One index or several (instantiation). */
  Index,
  /** x [ y : z : w ], op = 1 if the second colon is present, opPos = '[' */
  SliceExpr,
  /** x . ( y ), y = null for x.(type), opPos = '.' */
  TypeAssert,
  /** x ( list ), op = 1 if the last argument has '...', opPos = '(', aux = Pos of '...' or 0 */
  Call,
  /** * x, opPos = '*' (dereference or pointer type) */
  Star,
  /** op x (op = Token), opPos; aux = Pos of x with its parentheses */
  Unary,
  /** x op y, opPos */
  Binary,
  // --- types -------------------------------------------------------------------------------------------------------------
  /** [ x ] y; x = length expression, or Ellipsis node for [...], y = element */
  ArrayType,
  /** [] x */
  SliceType,
  /** struct { list of Field } */
  StructType,
  /** func type: tparams (only on FuncDecl), list = parameter Fields, list2 = result Fields */
  FuncType,
  /** interface { list }: Field with one name and x = FuncType for a method; Field without names for an embedded element (x) */
  InterfaceType,
  /** map [ x ] y */
  MapType,
  /** chan x; op = ChanDir, opPos = '<-' or 0 */
  ChanType,
  /** ... x (last parameter), or x = null in [...]T */
  Ellipsis,
  // --- fields ------------------------------------------------------------------------------------------------------------
  /** list = names (Ident, maybe empty), x = type, y = tag (BasicLit) or null; op = 1 for an embedded struct field */
  Field,
  // --- statements --------------------------------------------------------------------------------------------------------
  BadStmt,
  /** op = 1 if implicit */
  EmptyStmt,
  /** x */
  ExprStmt,
  /** x <- y, opPos */
  SendStmt,
  /** x ++ / --; op = Token.Inc | Token.Dec, opPos */
  IncDec,
  /** list op list2; op = Token.Assign | Token.Define | the operator token of an assignment operation (Token.Add for +=), aux = 1 for an assignment operation; opPos */
  Assign,
  /** x = call */
  GoStmt,
  /** x = call */
  DeferStmt,
  /** list */
  ReturnStmt,
  /** op = Token.Break | Continue | Goto | Fallthrough; x = label Ident or null */
  BranchStmt,
  /** { list }, aux = Pos of '}' */
  Block,
  /** if x; y z else w: x = init or null, y = condition, z = Block, w = IfStmt | Block | null */
  IfStmt,
  /** switch x; y { list }: x = init or null, y = tag or null, list = CaseClause, aux = Pos of '}' */
  SwitchStmt,
  /** switch x; name := z.(type) { list }: x = init or null, y = Ident or null (the symbol), z = operand expression, w = the TypeAssert node */
  TypeSwitchStmt,
  /** case list: list2; op = 1 for default, opPos = ':' */
  CaseClause,
  /** select { list of CommClause } */
  SelectStmt,
  /** case x: list2; x = SendStmt | ExprStmt | Assign | null for default, opPos = ':' */
  CommClause,
  /** for x; y; z { w }: each of x, y, z may be null */
  ForStmt,
  /** for x, y op range z { w }; x, y may be null; op = Token.Define | Token.Assign | 0, opPos = Pos of 'range', aux = Pos of the operator or 0 */
  RangeStmt,
  /** x : y, x = Ident */
  LabeledStmt,
  /** x = GenDecl */
  DeclStmt,
  // --- declarations ------------------------------------------------------------------------------------------------------
  BadDecl,
  /** op = Token.Import | Const | Type | Var, list = specs; aux = 1 if parenthesised */
  GenDecl,
  /** x = name Ident or null, y = path BasicLit */
  ImportSpec,
  /** list = names, x = type or null, list2 = values. Constants: aux = iota; implicit repetition leaves x = null, list2 = [] and z = the spec repeated. */
  ValueSpec,
  /** x = name, y = type, tparams = type parameter Fields, op = 1 for an alias, opPos = Pos of its '=' */
  TypeSpec,
  /** x = name Ident, y = receiver Field or null (a malformed receiver list is reported by the parser), z = FuncType (with tparams), w = Block or null */
  FuncDecl,
}

export const enum LitKind { Int, Float, Imag, Char, String }
export const enum ChanDir { Both = 0, Send = 1, Recv = 2 }

/** One class for all syntax nodes. */
export class Node {
  kind: Kind;
  pos: Pos;
  end: Pos;
  opPos: Pos;
  id: number;
  op: number;
  aux: number;
  name: string;
  x: Node | null;
  y: Node | null;
  z: Node | null;
  w: Node | null;
  list: Node[];
  list2: Node[];
  tparams: Node[];

  constructor(kind: Kind, pos: Pos, id: number) {
    this.kind = kind;
    this.pos = pos;
    this.end = 0;
    this.opPos = 0;
    this.id = id;
    this.op = 0;
    this.aux = 0;
    this.name = '';
    this.x = null;
    this.y = null;
    this.z = null;
    this.w = null;
    this.list = NO_NODES;
    this.list2 = NO_NODES;
    this.tparams = NO_NODES;
  }
}

/** Shared empty list; never push to it. */
export const NO_NODES: Node[] = [];

/** A `//go:` directive (or `//line`) with the position of its comment. `text` excludes the leading slashes. */
export interface Directive { pos: Pos; text: string }

/** One parsed source file. */
export interface SourceUnit {
  /** Index of the file in the FileSet (source/pos.ts). */
  file: number;
  /** Name in the package clause; Ident node. */
  pkgName: Node;
  decls: Node[];
  /** ImportSpec nodes in source order. */
  imports: Node[];
  /** All `//go:…` directives, in source order. Those directly above a declaration are also in `declDirectives`. */
  directives: Directive[];
  /** Directives attached to a FuncDecl / GenDecl / spec, by node id. */
  declDirectives: Map<number, Directive[]>;
  /** Language version of the file from `//go:build go1.N`, e.g. "go1.22", or "" (then the module's). */
  goVersion: string;
  /** True if the file imports "C". */
  usesCgo: boolean;
  /** Misused directives that gc reports only if type checking found no errors; add them to the sink then. */
  late: Diagnostic[];
}
