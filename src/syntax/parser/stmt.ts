// Statements. spec#Statements

import { Kind, type Node } from '../ast.ts';
import { ExprParser } from './expr.ts';
import { NO_NODES } from './base.ts';
import { Token, tokenText } from '../token.ts';
import { syntaxPos, unparen } from '../walk.ts';
import { checkBranches } from '../branches.ts';
import type { Pos } from '../../source/pos.ts';

/** What a statement header holds: "init; cond; post", or a range clause. */
interface Header { init: Node | null; cond: Node | null; post: Node | null; range: Node | null }

export abstract class StmtParser extends ExprParser {
  abstract genDecl(): Node;
  abstract unusedDirectives(): void;

  /** FunctionBody = Block . */
  funcBody(): Node {
    this.fnest++;
    const errors = this.errorCount;
    const body = this.blockStmt('');
    this.fnest--;
    if (errors === this.errorCount) checkBranches(body, this.file, this.sink);
    return body;
  }

  /** Block = "{" StatementList "}" . context names what comes before, for the message if "{" is missing. */
  blockStmt(context: string): Node {
    const n = this.node(Kind.Block, this.pos());
    if (!this.got(Token.Lbrace)) {
      this.syntaxError(`expected { after ${context}`);
      this.advance(Token.Name, Token.Rbrace);
      n.aux = this.pos();
      if (this.got(Token.Rbrace)) return this.done(n);
    }
    n.list = this.stmtList();
    n.aux = this.pos();
    this.want(Token.Rbrace);
    return this.done(n);
  }

  /** StatementList = { Statement ";" } . ";" is optional before "}". */
  private stmtList(): Node[] {
    const s = this.s;
    let list = NO_NODES;
    while (s.tok !== Token.EOF && s.tok !== Token.Rbrace && s.tok !== Token.Case && s.tok !== Token.Default) {
      const n = this.stmtOrNull();
      if (this.pending.length > 0) this.unusedDirectives();
      if (n === null) break;
      if (list === NO_NODES) list = [n];
      else list.push(n);
      if (!this.got(Token.Semi) && s.tok !== Token.Rbrace) {
        this.syntaxError('at end of statement');
        this.advance(Token.Semi, Token.Rbrace, Token.Case, Token.Default);
        this.got(Token.Semi);
      }
    }
    return list;
  }

  /** Statement, or null if there is none. */
  private stmtOrNull(): Node | null {
    const tok = this.s.tok;
    if (tok === Token.Name) {
      if (this.pending.length > 0) this.unusedDirectives();
      const list = this.exprList();
      if (list.length === 1 && list[0]!.kind === Kind.Ident && this.s.tok === Token.Colon) return this.labeledStmt(list[0]!);
      return this.simpleStmt(list, Token.EOF);
    }
    if (tok === Token.Var || tok === Token.Const || tok === Token.Type) {
      const n = this.node(Kind.DeclStmt, this.pos());
      n.x = this.genDecl();
      return this.done(n);
    }
    if (this.pending.length > 0) this.unusedDirectives();
    switch (tok) {
      case Token.Lbrace: return this.blockStmt('');
      case Token.Add: case Token.Sub: case Token.Mul: case Token.And: case Token.Xor: case Token.Not: case Token.Tilde:
        return tok === Token.Tilde ? null : this.simpleStmt(null, Token.EOF);
      case Token.Literal: case Token.Func: case Token.Lparen: case Token.Lbrack: case Token.Struct: case Token.Map: case Token.Chan:
      case Token.Interface: case Token.Arrow:
        return this.simpleStmt(null, Token.EOF);
      case Token.For: return this.forStmt();
      case Token.Switch: return this.switchStmt();
      case Token.Select: return this.selectStmt();
      case Token.If: return this.ifStmt();
      case Token.Fallthrough: case Token.Break: case Token.Continue: case Token.Goto: return this.branchStmt();
      case Token.Go: case Token.Defer: return this.callStmt();
      case Token.Return: {
        const n = this.node(Kind.ReturnStmt, this.pos());
        this.s.next();
        if (this.s.tok !== Token.Semi && this.s.tok !== Token.Rbrace) n.list = this.exprList();
        return this.done(n);
      }
      case Token.Semi: {
        const n = this.node(Kind.EmptyStmt, this.pos());
        n.end = n.pos;
        return n;
      }
      default: return null;
    }
  }

  /** BreakStmt, ContinueStmt = keyword [ Label ] . GotoStmt = "goto" Label . FallthroughStmt = "fallthrough" . */
  private branchStmt(): Node {
    const n = this.node(Kind.BranchStmt, this.pos());
    n.op = this.s.tok;
    this.s.next();
    if (n.op === Token.Goto || (n.op !== Token.Fallthrough && this.s.tok === Token.Name)) n.x = this.name();
    return this.done(n);
  }

  /** LabeledStmt = Label ":" Statement . */
  private labeledStmt(label: Node): Node | null {
    const n = this.node(Kind.LabeledStmt, label.pos);
    n.opPos = this.pos();
    n.x = label;
    this.want(Token.Colon);
    if (this.s.tok === Token.Rbrace) { // an empty statement, whose ";" may be left out before "}"
      n.y = this.node(Kind.EmptyStmt, this.pos());
      n.y.end = n.y.pos;
      n.y.op = 1;
      return this.done(n);
    }
    n.y = this.stmtOrNull();
    if (n.y !== null) return this.done(n);
    this.syntaxErrorAt(n.opPos, 'missing statement after label');
    return null;
  }

  /** GoStmt = "go" Expression . DeferStmt = "defer" Expression . */
  private callStmt(): Node {
    const go = this.s.tok === Token.Go;
    const n = this.node(go ? Kind.GoStmt : Kind.DeferStmt, this.pos());
    this.s.next();
    let x = this.primaryExpr(null, this.s.tok === Token.Lparen);
    const t = unparen(x);
    if (t !== x) {
      this.errorAt(x.pos, `expression in ${go ? 'go' : 'defer'} must not be parenthesized`);
      x = t;
    }
    n.x = x;
    return this.done(n);
  }

  /**
   * SimpleStmt = EmptyStmt | ExpressionStmt | SendStmt | IncDecStmt | Assignment | ShortVarDecl .
   * lhs: the expression list, if it has been read. keyword: the statement whose header this is part of, or EOF; with For, a range
   * clause is accepted and returned as a RangeStmt without body.
   */
  simpleStmt(lhs: Node[] | null, keyword: Token): Node {
    if (keyword === Token.For && this.s.tok === Token.Range) return this.rangeClause(NO_NODES, Token.EOF, this.pos());
    const list = lhs ?? this.exprList();
    const first = list[0]!;
    const tok = this.s.tok;
    if (tok === Token.Assign || tok === Token.Define) {
      const opPos = this.pos();
      this.s.next();
      if (keyword === Token.For && this.s.tok === Token.Range) return this.rangeClause(list, tok, first.pos, opPos);
      return this.assignment(list, tok, 0, opPos, this.exprList());
    }
    if (list.length === 1) {
      switch (tok) {
        case Token.AssignOp: {
          const opPos = this.pos();
          const op = this.s.op;
          this.s.next();
          return this.assignment(list, op, 1, opPos, [this.parseExpr()]);
        }
        case Token.Inc: case Token.Dec: {
          const n = this.node(Kind.IncDec, first.pos);
          n.op = tok;
          n.opPos = this.pos();
          n.x = first;
          this.s.next();
          return this.done(n);
        }
        case Token.Arrow: {
          const n = this.node(Kind.SendStmt, first.pos);
          n.opPos = this.pos();
          this.s.next();
          n.x = first;
          n.y = this.parseExpr();
          return this.done(n);
        }
      }
    } else {
      this.syntaxError('expected := or = or comma', tok === Token.AssignOp ? 'MultiValAssignOp' : '');
      this.advance(Token.Semi, Token.Rbrace);
    }
    const n = this.node(Kind.ExprStmt, first.pos);
    n.x = first;
    n.end = first.end;
    return n;
  }

  private assignment(lhs: Node[], op: Token, isOp: number, opPos: Pos, rhs: Node[]): Node {
    const n = this.node(Kind.Assign, lhs[0]!.pos);
    n.op = op;
    n.aux = isOp;
    n.opPos = opPos;
    n.list = lhs;
    n.list2 = rhs;
    return this.done(n);
  }

  /** RangeClause = [ ExpressionList "=" | IdentifierList ":=" ] "range" Expression . At "range". */
  private rangeClause(lhs: Node[], op: Token, pos: Pos, tokPos: Pos = 0): Node {
    const n = this.node(Kind.RangeStmt, pos);
    n.aux = tokPos;
    n.opPos = this.pos();
    n.op = op;
    n.x = lhs[0] ?? null;
    n.y = lhs[1] ?? null;
    if (lhs.length > 2) n.list = lhs.slice(2); // the checker reports these
    this.s.next();
    n.z = this.parseExpr();
    return this.done(n);
  }

  // --- statements with a header --------------------------------------------------------------------------------------------

  /** [ [ SimpleStmt ] ";" ] [ Expression ], for "for" also the post statement or a range clause. */
  private header(keyword: Token): Header {
    const h: Header = { init: null, cond: null, post: null, range: null };
    this.s.next();
    if (this.s.tok === Token.Lbrace) {
      if (keyword === Token.If) {
        this.syntaxError('missing condition in if statement');
        h.cond = this.badExpr();
      }
      return h;
    }
    const outer = this.xnest;
    this.xnest = -1;
    this.headerParts(keyword, h);
    this.xnest = outer;
    return h;
  }

  private headerParts(keyword: Token, h: Header): void {
    if (this.s.tok !== Token.Semi) {
      if (this.got(Token.Var)) this.syntaxError(`var declaration not allowed in ${tokenText(keyword)} initializer`);
      h.init = this.simpleStmt(null, keyword);
      if (h.init.kind === Kind.RangeStmt) {
        h.range = h.init;
        h.init = null;
        return;
      }
    }
    let condStmt: Node | null = null;
    let semiPos = 0;
    let semiLit = '';
    if (this.s.tok === Token.Lbrace) {
      condStmt = h.init;
      h.init = null;
    } else {
      if (this.s.tok === Token.Semi) {
        semiPos = this.pos();
        semiLit = this.s.lit;
        this.s.next();
      } else {
        this.want(Token.Lbrace); // a better message than asking for ';'
        if (this.s.tok !== Token.Lbrace) this.advance(Token.Lbrace, Token.Rbrace);
      }
      if (keyword === Token.For) condStmt = this.forHeaderRest(h);
      else if (this.s.tok !== Token.Lbrace) condStmt = this.simpleStmt(null, keyword);
    }
    this.setCond(keyword, h, condStmt, semiPos, semiLit);
  }

  /** Condition and post statement of a "for" header. */
  private forHeaderRest(h: Header): Node | null {
    let condStmt: Node | null = null;
    if (this.s.tok !== Token.Semi) {
      if (this.s.tok === Token.Lbrace) {
        this.syntaxError('expected for loop condition');
        return null;
      }
      condStmt = this.simpleStmt(null, Token.EOF);
    }
    this.want(Token.Semi);
    if (this.s.tok !== Token.Lbrace) {
      h.post = this.simpleStmt(null, Token.EOF);
      if (h.post.kind === Kind.Assign && h.post.op === Token.Define) {
        this.syntaxErrorAt(h.post.opPos, 'cannot declare in post statement of for loop', h.post.pos, 'InvalidPostDecl');
      }
    }
    return condStmt;
  }

  private setCond(keyword: Token, h: Header, stmt: Node | null, semiPos: Pos, semiLit: string): void {
    if (stmt === null) {
      if (keyword !== Token.If || semiPos === 0) return;
      if (semiLit !== 'semicolon') this.syntaxErrorAt(semiPos, `unexpected ${semiLit}, expected { after if clause`);
      else this.syntaxErrorAt(semiPos, 'missing condition in if statement');
      h.cond = this.badExpr();
      h.cond.pos = h.cond.end = semiPos;
      return;
    }
    if (stmt.kind === Kind.ExprStmt) {
      h.cond = stmt.x;
      return;
    }
    if (keyword === Token.Switch && isTypeSwitchGuard(stmt)) {
      h.cond = stmt; // switchStmt takes it apart
      return;
    }
    // '=' for '==' is the common mistake.
    let text = this.text(stmt);
    if (stmt.kind === Kind.Assign && stmt.op === Token.Assign) {
      text = `assignment ${this.emphasize(stmt.list)} = ${this.emphasize(stmt.list2)}`;
    }
    this.syntaxErrorAt(syntaxPos(stmt), `cannot use ${text} as value`);
  }

  private emphasize(list: readonly Node[]): string {
    const s = list.map((x) => this.text(x)).join(', ');
    return list.length === 1 && list[0]!.kind === Kind.Binary ? `(${s})` : s;
  }

  /** IfStmt = "if" [ SimpleStmt ";" ] Expression Block [ "else" ( IfStmt | Block ) ] . Chains of else-if are read in a loop. */
  private ifStmt(): Node {
    const head = this.node(Kind.IfStmt, this.pos());
    const chain: Node[] = [head];
    for (let n = head; ; ) {
      const h = this.header(Token.If);
      n.x = h.init;
      n.y = h.cond ?? this.badExpr();
      n.z = this.blockStmt('if clause');
      if (!this.got(Token.Else)) break;
      if (this.s.tok === Token.If) {
        const e = this.node(Kind.IfStmt, this.pos());
        n.w = e;
        chain.push(e);
        n = e;
        continue;
      }
      if (this.s.tok === Token.Lbrace) n.w = this.blockStmt('');
      else {
        this.syntaxError('else must be followed by if or statement block');
        this.advance(Token.Name, Token.Rbrace);
      }
      break;
    }
    for (const n of chain) this.done(n);
    return head;
  }

  /** ForStmt = "for" [ Condition | ForClause | RangeClause ] Block . */
  private forStmt(): Node {
    const pos = this.pos();
    const h = this.header(Token.For);
    if (h.range !== null) {
      const r = h.range;
      r.pos = pos;
      r.w = this.blockStmt('for clause');
      return this.done(r);
    }
    const n = this.node(Kind.ForStmt, pos);
    n.x = h.init;
    n.y = h.cond;
    n.z = h.post;
    n.w = this.blockStmt('for clause');
    return this.done(n);
  }

  /** SwitchStmt = "switch" [ SimpleStmt ";" ] ( [ Expression ] | TypeSwitchGuard ) "{" { CaseClause } "}" . */
  private switchStmt(): Node {
    const n = this.node(Kind.SwitchStmt, this.pos());
    const h = this.header(Token.Switch);
    n.x = h.init;
    const tag = h.cond;
    const guard = tag !== null && tag.kind === Kind.Assign ? tag.list2[0]! : tag;
    if (guard !== null && guard.kind === Kind.TypeAssert && guard.y === null) {
      n.kind = Kind.TypeSwitchStmt;
      n.y = tag!.kind === Kind.Assign ? tag!.list[0]! : null;
      n.z = guard.x;
      n.w = guard;
      n.opPos = guard.opPos;
    } else {
      n.y = tag;
    }
    n.list = this.clauses('switch', Kind.CaseClause);
    n.aux = this.pos();
    this.want(Token.Rbrace);
    return this.done(n);
  }

  /** SelectStmt = "select" "{" { CommClause } "}" . */
  private selectStmt(): Node {
    const n = this.node(Kind.SelectStmt, this.pos());
    this.s.next();
    n.list = this.clauses('select', Kind.CommClause);
    n.aux = this.pos();
    this.want(Token.Rbrace);
    return this.done(n);
  }

  private clauses(context: string, kind: Kind): Node[] {
    if (!this.got(Token.Lbrace)) {
      this.syntaxError(`missing { after ${context} clause`);
      this.advance(Token.Case, Token.Default, Token.Rbrace);
    }
    const list: Node[] = [];
    while (this.more(Token.Rbrace)) list.push(this.clause(kind));
    return list;
  }

  /** CaseClause = ( "case" ExpressionList | "default" ) ":" StatementList . CommClause = ( "case" SimpleStmt | "default" ) ":" StatementList . */
  private clause(kind: Kind): Node {
    const n = this.node(kind, this.pos());
    if (this.got(Token.Case)) {
      if (kind === Kind.CaseClause) n.list = this.exprList();
      else n.x = this.simpleStmt(null, Token.EOF);
    } else if (this.s.tok === Token.Default) {
      n.op = 1;
      this.s.next();
    } else {
      n.op = 1;
      this.syntaxError('expected case or default or }');
      this.advance(Token.Colon, Token.Case, Token.Default, Token.Rbrace);
    }
    n.opPos = this.pos();
    this.want(Token.Colon);
    n.list2 = this.stmtList();
    return this.done(n);
  }
}

/** name := x.(type) */
function isTypeSwitchGuard(n: Node): boolean {
  if (n.kind !== Kind.Assign || n.op !== Token.Define || n.list.length !== 1 || n.list2.length !== 1) return false;
  const guard = n.list2[0]!;
  return n.list[0]!.kind === Kind.Ident && guard.kind === Kind.TypeAssert && guard.y === null;
}
