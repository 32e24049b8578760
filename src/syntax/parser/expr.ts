// Expressions. spec#Expressions
//
// Nested parentheses are read with a stack of their own, so that depth there is bounded by memory alone.

import { ChanDir, Kind, type Node } from '../ast.ts';
import { PRECEDENCE, Token } from '../token.ts';
import { TypeParser } from './type.ts';
import { unparen } from '../walk.ts';
import type { Pos } from '../../source/pos.ts';

export abstract class ExprParser extends TypeParser {
  parseExpr(): Node {
    return this.binaryExpr(this.unaryExpr(), 0);
  }

  /** Expression = UnaryExpr | Expression binary_op Expression . x is the left operand; operators bind stronger than prec. */
  binaryExpr(x: Node, prec: number): Node {
    for (;;) {
      const op = this.s.tok;
      const p = PRECEDENCE[op]!;
      if (p <= prec) return x;
      const n = this.node(Kind.Binary, x.pos);
      n.op = op;
      n.opPos = this.pos();
      this.s.next();
      n.x = x;
      const y = this.unaryExpr();
      n.y = PRECEDENCE[this.s.tok]! > p ? this.binaryExpr(y, p) : y;
      n.end = n.y.end;
      x = n;
    }
  }

  /** UnaryExpr = PrimaryExpr | unary_op UnaryExpr . */
  unaryExpr(): Node {
    const pos = this.pos();
    switch (this.s.tok) {
      case Token.Mul: {
        this.s.next();
        return this.pointerTo(pos, this.unaryExpr());
      }
      case Token.Add: case Token.Sub: case Token.Not: case Token.Xor: case Token.Tilde: case Token.And: {
        const n = this.node(Kind.Unary, pos);
        n.opPos = pos;
        n.op = this.s.tok;
        this.s.next();
        const x = this.unaryExpr();
        n.x = n.op === Token.And ? unparen(x) : x; // &(T{}) is &T{}
        n.aux = x.pos;
        return this.done(n);
      }
      case Token.Arrow: return this.receive();
      default: return this.primaryExpr(null, true);
    }
  }

  /** "<-" UnaryExpr, which is a receive operation, or a channel type if the operand turns out to be one. */
  private receive(): Node {
    const pos = this.pos();
    this.s.next();
    const x = this.unaryExpr();
    if (x.kind !== Kind.ChanType) {
      const n = this.node(Kind.Unary, pos);
      n.opPos = pos;
      n.op = Token.Arrow;
      n.x = x;
      return this.done(n);
    }
    // Re-associate: <-(chan T) is (<-chan T), and <-(chan<- T) is (<-chan (<-T)).
    let dir = ChanDir.Send as number;
    let t: Node = x;
    let at = pos;
    while (dir === ChanDir.Send && t.kind === Kind.ChanType) {
      dir = t.op;
      if (dir === ChanDir.Recv) this.syntaxError('unexpected <-, expected chan');
      const arrow = t.opPos;
      t.op = ChanDir.Recv;
      t.pos = t.opPos = at;
      at = arrow;
      t = t.x!;
    }
    if (dir === ChanDir.Send) this.syntaxError(`unexpected ${this.text(t)}, expected chan`);
    return x;
  }

  /**
   * Operand    = Literal | OperandName [ TypeArgs ] | "(" Expression ")" .
   * keepParens: the caller wants to see parentheses (always so where expressions are read).
   */
  operand(keepParens: boolean): Node {
    switch (this.s.tok) {
      case Token.Name: return this.name();
      case Token.Literal: return this.literalOrNull()!;
      case Token.Lparen: return this.parenExpr(keepParens);
      case Token.Func: return this.funcLitOrType();
      case Token.Lbrack: case Token.Chan: case Token.Map: case Token.Struct: case Token.Interface: return this.parseType();
      default: {
        const bad = this.badExpr();
        this.syntaxError('expected expression');
        this.advance(Token.Rparen, Token.Rbrack, Token.Rbrace);
        return bad;
      }
    }
  }

  /** "(" Expression ")", any number of them nested. */
  private parenExpr(keepParens: boolean): Node {
    const open: Pos[] = [];
    while (this.s.tok === Token.Lparen) {
      open.push(this.pos());
      this.s.next();
      this.xnest++;
    }
    let x = this.parseExpr();
    for (;;) {
      this.xnest--;
      this.want(Token.Rparen);
      const pos = open.pop()!;
      if (keepParens || open.length > 0 || this.s.tok === Token.Lbrace) {
        const n = this.node(Kind.Paren, pos);
        n.x = x;
        x = this.done(n);
      }
      if (open.length === 0) return x;
      x = this.binaryExpr(this.primaryExpr(x, true), 0);
    }
  }

  /** FunctionLit = "func" Signature FunctionBody ; or a function type. */
  private funcLitOrType(): Node {
    const pos = this.pos();
    this.s.next();
    const t = this.funcType(pos, 'function type');
    if (this.s.tok !== Token.Lbrace) return t;
    const n = this.node(Kind.FuncLit, pos);
    this.xnest++;
    n.x = t;
    n.y = this.funcBody();
    this.xnest--;
    return this.done(n);
  }

  /**
   * PrimaryExpr = Operand | Conversion | PrimaryExpr ( Selector | Index | Slice | TypeAssertion | Arguments ) .
   * x is the operand if it has been read.
   */
  primaryExpr(x: Node | null, keepParens: boolean): Node {
    let e = x ?? this.operand(keepParens);
    for (;;) {
      switch (this.s.tok) {
        case Token.Dot: e = this.selectorOrAssertion(e); break;
        case Token.Lbrack: e = this.indexOrSlice(e); break;
        case Token.Lparen: e = this.call(e); break;
        case Token.Lbrace: {
          const t = unparen(e);
          if (!this.literalTypeOk(t)) return e;
          if (t !== e) this.syntaxError('cannot parenthesize type in composite literal');
          e = this.compositeLit(e);
          break;
        }
        default: return e;
      }
    }
  }

  /** Selector = "." identifier . TypeAssertion = "." "(" ( Type | "type" ) ")" . */
  private selectorOrAssertion(x: Node): Node {
    const dot = this.pos();
    this.s.next();
    if (this.s.tok === Token.Name) {
      const n = this.node(Kind.Selector, x.pos);
      n.opPos = dot;
      n.x = x;
      n.y = this.name();
      n.end = n.y.end;
      return n;
    }
    if (this.got(Token.Lparen)) {
      const n = this.node(Kind.TypeAssert, x.pos);
      n.opPos = dot;
      n.x = x;
      if (!this.got(Token.Type)) n.y = this.parseType();
      this.want(Token.Rparen);
      return this.done(n);
    }
    this.syntaxError('expected name or (');
    this.advance(Token.Semi, Token.Rparen);
    return x;
  }

  /**
   * Index = "[" Expression [ "," ] "]" ; TypeArgs = "[" TypeList [ "," ] "]" .
   * Slice = "[" [ Expression ] ":" [ Expression ] "]" | "[" [ Expression ] ":" Expression ":" Expression "]" .
   */
  private indexOrSlice(x: Node): Node {
    const pos = this.pos();
    this.s.next();
    let i: Node | null = null;
    if (this.s.tok !== Token.Colon) {
      let list: Node[];
      let comma = false;
      if (this.s.tok === Token.Rbrack) {
        this.syntaxError('expected operand');
        list = [this.badExpr()];
      } else {
        ({ list, comma } = this.typeList(false));
      }
      if (comma || this.s.tok === Token.Rbrack) {
        this.want(Token.Rbrack);
        const n = this.node(Kind.Index, x.pos);
        n.opPos = pos;
        n.x = x;
        n.list = list;
        return this.done(n);
      }
      i = list[0]!;
    }
    return this.sliceRest(x, pos, i);
  }

  private sliceRest(x: Node, pos: Pos, i: Node | null): Node {
    const colon = this.pos();
    if (!this.got(Token.Colon)) {
      this.syntaxError('expected comma, : or ]');
      this.advance(Token.Comma, Token.Colon, Token.Rbrack);
    }
    this.xnest++;
    const n = this.node(Kind.SliceExpr, x.pos);
    n.opPos = pos;
    n.x = x;
    n.y = i;
    if (this.s.tok !== Token.Colon && this.s.tok !== Token.Rbrack) n.z = this.parseExpr();
    if (this.s.tok === Token.Colon) {
      const second = this.pos();
      n.op = 1;
      if (n.z === null) {
        this.error('middle index required in 3-index slice', colon);
        n.z = this.badExpr();
      }
      this.s.next();
      if (this.more(Token.Rbrack) || this.at(Token.EOF)) n.w = this.parseExpr();
      else {
        this.error('final index required in 3-index slice', second);
        n.w = this.badExpr();
      }
    }
    this.xnest--;
    this.want(Token.Rbrack);
    return this.done(n);
  }

  /** Arguments = "(" [ ( ExpressionList | Type [ "," ExpressionList ] ) [ "..." ] [ "," ] ] ")" . */
  private call(x: Node): Node {
    const n = this.node(Kind.Call, x.pos);
    n.opPos = this.pos();
    n.x = x;
    this.s.next();
    this.xnest++;
    if (this.s.tok === Token.Rparen) {
      this.s.next();
    } else {
      const list: Node[] = [];
      let closed = true;
      while (this.more(Token.Rparen) && n.op === 0) {
        list.push(this.parseExpr());
        const dots = this.pos();
        if (this.got(Token.DotDotDot)) {
          n.op = 1;
          n.aux = dots;
        }
        if (!this.separator('argument list', Token.Comma, Token.Rparen)) {
          closed = false;
          break;
        }
      }
      n.list = list;
      if (closed) this.want(Token.Rparen);
    }
    this.xnest--;
    return this.done(n);
  }

  /** Whether '{' after t continues a composite literal rather than starting a block. spec#Composite_literals: parsing ambiguity */
  private literalTypeOk(t: Node): boolean {
    switch (t.kind) {
      case Kind.Ident: case Kind.Selector: return this.xnest >= 0;
      case Kind.Index: return this.xnest >= 0 && !isValue(t);
      case Kind.ArrayType: case Kind.SliceType: case Kind.StructType: case Kind.MapType: return true;
      default: return false;
    }
  }

  /** LiteralValue = "{" [ Element { "," Element } [ "," ] ] "}" . Element = [ Key ":" ] ( Expression | LiteralValue ) . */
  private compositeLit(type: Node | null): Node {
    const brace = this.pos();
    const n = this.node(Kind.CompositeLit, type !== null ? type.pos : brace);
    n.opPos = brace;
    n.x = type;
    this.xnest++;
    this.want(Token.Lbrace);
    const list: Node[] = [];
    let closed = true;
    while (this.more(Token.Rbrace)) {
      let e = this.element();
      if (this.s.tok === Token.Colon) {
        const kv = this.node(Kind.KeyValue, e.pos);
        kv.opPos = this.pos();
        this.s.next();
        kv.x = e;
        kv.y = this.element();
        kv.end = kv.y.end;
        e = kv;
      }
      list.push(e);
      if (!this.separator('composite literal', Token.Comma, Token.Rbrace)) {
        closed = false;
        break;
      }
    }
    n.list = list;
    if (closed) this.want(Token.Rbrace);
    this.xnest--;
    return this.done(n);
  }

  private element(): Node {
    return this.s.tok === Token.Lbrace ? this.compositeLit(null) : this.parseExpr();
  }
}

/** True if x can only be a value, not a type. */
function isValue(x: Node): boolean {
  switch (x.kind) {
    case Kind.BasicLit: case Kind.CompositeLit: case Kind.FuncLit: case Kind.SliceExpr: case Kind.TypeAssert: case Kind.Call:
    case Kind.Unary: case Kind.Binary:
      return true;
    case Kind.Paren: return isValue(x.x!);
    case Kind.Index: return isValue(x.x!) || (x.list.length === 1 && isValue(x.list[0]!));
    default: return false;
  }
}

