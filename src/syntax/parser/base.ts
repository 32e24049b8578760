// What all parts of the parser share: token access, error reporting and recovery, node making, lists.
//
// The parser is one object; its class is layered by area (types, expressions, statements, declarations), each file extending
// the one before, and abstract methods name what a lower layer needs from a higher one.
//
// Recovery: after an error the parser skips to a token of a follow set, inside functions also to any keyword that starts a
// statement (gc's sets, so that follow-on errors agree).

import { Kind, Node, NO_NODES, type Directive } from '../ast.ts';
import { Interner } from '../interner.ts';
import { Scanner, type DirectiveHandler } from '../scanner.ts';
import { Token, tokenName, tokenText } from '../token.ts';
import type { Pos, SourceFile } from '../../source/pos.ts';
import type { DiagnosticSink } from '../../source/diagnostic.ts';

/** Dense node ids, and the names, of one package. */
export class NodeIds {
  next = 0;
  readonly names = new Interner();
}

/** Keywords that start a statement: stop there when skipping inside a function. */
const STATEMENT_START: readonly Token[] = [
  Token.Break, Token.Const, Token.Continue, Token.Defer, Token.Fallthrough, Token.For, Token.Go, Token.Goto, Token.If, Token.Return,
  Token.Select, Token.Switch, Token.Type, Token.Var,
];

export abstract class BaseParser implements DirectiveHandler {
  readonly s: Scanner;
  readonly ids: NodeIds;
  readonly base: Pos;
  protected readonly file: SourceFile;
  protected readonly sink: DiagnosticSink;
  /** Nesting of functions; of expressions (negative in a statement header: '{' starts the block). */
  fnest = 0;
  xnest = 0;
  /** Pending directives for the next declaration. */
  pending: Directive[] = [];

  constructor(file: SourceFile, bytes: Uint8Array, sink: DiagnosticSink, ids: NodeIds) {
    this.file = file;
    this.sink = sink;
    this.ids = ids;
    this.base = file.base;
    this.s = new Scanner(file, bytes, sink, ids.names, this);
  }

  abstract directive(offset: number, text: string, end: number): void;
  abstract parseExpr(): Node;
  abstract parseType(): Node;
  abstract typeOrNull(): Node | null;
  abstract funcBody(): Node;

  // --- nodes ---------------------------------------------------------------------------------------------------------------

  /** Position of the current token. */
  pos(): Pos { return this.base + this.s.start; }

  node(kind: Kind, pos: Pos): Node {
    return new Node(kind, pos, this.ids.next++);
  }

  /** Ends n just past the last token consumed. */
  done(n: Node): Node {
    n.end = this.base + this.s.prevEnd;
    return n;
  }

  ident(pos: Pos, name: string): Node {
    const n = this.node(Kind.Ident, pos);
    n.name = name;
    n.end = pos + name.length;
    return n;
  }

  badExpr(): Node {
    const n = this.node(Kind.BadExpr, this.pos());
    n.end = n.pos;
    return n;
  }

  // --- tokens --------------------------------------------------------------------------------------------------------------

  at(tok: Token): boolean { return this.s.tok === tok; }

  got(tok: Token): boolean {
    if (this.s.tok !== tok) return false;
    this.s.next();
    return true;
  }

  want(tok: Token): void {
    if (this.s.tok === tok) this.s.next();
    else {
      this.syntaxError(`expected ${tokenName(tok)}`);
      this.advance();
    }
  }

  /** Like got(Assign), but takes ':=' for it, with an error. */
  gotAssign(): boolean {
    if (this.s.tok === Token.Define) this.syntaxError('expected =');
    else if (this.s.tok !== Token.Assign) return false;
    this.s.next();
    return true;
  }

  /** Skips to one of `follow`, the end of the file or, within functions, a keyword that starts a statement. Without `follow`: skips one token. */
  advance(...follow: Token[]): void {
    if (follow.length === 0) {
      if (this.s.tok !== Token.EOF) this.s.next();
      return;
    }
    while (this.s.tok !== Token.EOF && !follow.includes(this.s.tok) && !(this.fnest > 0 && STATEMENT_START.includes(this.s.tok))) this.s.next();
  }

  // --- errors --------------------------------------------------------------------------------------------------------------

  get errorCount(): number { return this.s.errors; }

  /** alt: where go/parser reports it, if elsewhere; code: go/types' code for it. */
  errorAt(pos: Pos, message: string, alt: Pos = 0, code = ''): void {
    this.s.errorAt(pos - this.base, message, alt - this.base, code);
  }

  error(message: string, alt: Pos = 0, code = ''): void { this.errorAt(this.pos(), message, alt, code); }

  syntaxError(message: string, code = ''): void { this.syntaxErrorAt(this.pos(), message, 0, code); }

  /**
   * A message that begins with "expected", "in", "at" or "after" is prefixed with the unexpected token, others stand alone.
   */
  syntaxErrorAt(pos: Pos, message: string, alt: Pos = 0, code = ''): void {
    if (this.s.tok === Token.EOF && this.s.errors > 0) return; // no follow-up errors at the end of a broken file
    if (/^(in|at|after) /.test(message)) message = ` ${message}`;
    else if (message.startsWith('expected ')) message = `, ${message}`;
    else {
      this.errorAt(pos, `syntax error: ${message}`, alt, code);
      return;
    }
    this.errorAt(pos, `syntax error: unexpected ${this.tokenDescription()}${message}`, alt, code);
  }

  private tokenDescription(): string {
    const s = this.s;
    switch (s.tok) {
      case Token.Name: return `name ${s.lit}`;
      case Token.Semi: return s.lit;
      case Token.Literal: return `literal ${s.lit}`;
      case Token.AssignOp: return `${tokenText(s.op)}=`;
      default: return tokenName(s.tok);
    }
  }

  // --- common productions --------------------------------------------------------------------------------------------------

  /** identifier; reports its absence and yields "_". */
  name(): Node {
    const pos = this.pos();
    if (this.s.tok === Token.Name) {
      const n = this.node(Kind.Ident, pos);
      n.name = this.s.lit;
      this.s.next();
      n.end = this.base + this.s.prevEnd;
      return n;
    }
    const n = this.ident(pos, '_');
    this.syntaxError('expected name');
    this.advance();
    return n;
  }

  /** IdentifierList = identifier { "," identifier } . */
  nameList(first: Node): Node[] {
    const list = [first];
    while (this.got(Token.Comma)) list.push(this.name());
    return list;
  }

  /** BasicLit, or null. */
  literalOrNull(): Node | null {
    const s = this.s;
    if (s.tok !== Token.Literal) return null;
    const n = this.node(Kind.BasicLit, this.pos());
    n.name = s.lit;
    n.op = s.litKind;
    if (s.bad) n.aux = 1;
    s.next();
    n.end = this.base + s.prevEnd;
    return n;
  }

  /** ExpressionList = Expression { "," Expression } . */
  exprList(): Node[] {
    const list = [this.parseExpr()];
    while (this.got(Token.Comma)) list.push(this.parseExpr());
    return list;
  }

  /**
   * After an element of a list: accepts the separator, which is optional before `close`. False if the list must be given up:
   * the separator is missing and recovery did not find `close`.
   */
  separator(context: string, sep: Token, close: Token): boolean {
    if (this.got(sep) || this.s.tok === close) return true;
    this.syntaxError(`in ${context}; possibly missing ${tokenName(sep)} or ${tokenName(close)}`);
    this.advance(Token.Rparen, Token.Rbrack, Token.Rbrace);
    return this.s.tok === close;
  }

  /** True while another element of a list that `close` ends follows. */
  more(close: Token): boolean {
    return this.s.tok !== close && this.s.tok !== Token.EOF;
  }
}

export { NO_NODES };
