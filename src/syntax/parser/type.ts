// Types, fields, parameters. spec#Types

import { ChanDir, Kind, type Node } from '../ast.ts';
import { exprString } from '../expr-string.ts';
import { BaseParser, NO_NODES } from './base.ts';
import { Token, tokenName } from '../token.ts';
import type { Pos } from '../../source/pos.ts';

/** A parameter as read, before names and types are told apart. At least one of name and type is set. */
interface Param { name: Node | null; type: Node | null }

export abstract class TypeParser extends BaseParser {
  /** Type; reports its absence. */
  parseType(): Node {
    const t = this.typeOrNull();
    if (t !== null) return t;
    const bad = this.badExpr();
    this.syntaxError('expected type');
    this.advance(Token.Comma, Token.Colon, Token.Semi, Token.Rparen, Token.Rbrack, Token.Rbrace);
    return bad;
  }

  /**
   * Type     = TypeName [ TypeArgs ] | TypeLit | "(" Type ")" .
   * TypeLit  = ArrayType | StructType | PointerType | FunctionType | InterfaceType | SliceType | MapType | ChannelType .
   */
  typeOrNull(): Node | null {
    const pos = this.pos();
    switch (this.s.tok) {
      case Token.Name: return this.qualifiedName(null);
      case Token.Mul: {
        this.s.next();
        return this.pointerTo(pos, this.parseType());
      }
      case Token.Lbrack:
        this.s.next();
        return this.got(Token.Rbrack) ? this.sliceType(pos) : this.arrayType(pos, null);
      case Token.Func:
        this.s.next();
        return this.funcType(pos, 'function type');
      case Token.Map: return this.mapType();
      case Token.Struct: return this.structType();
      case Token.Interface: return this.interfaceType();
      case Token.Chan: case Token.Arrow: return this.chanType();
      case Token.Lparen: {
        this.s.next();
        const t = this.parseType();
        this.want(Token.Rparen);
        return t;
      }
      default: return null;
    }
  }

  pointerTo(pos: Pos, elem: Node): Node {
    const n = this.node(Kind.Star, pos);
    n.opPos = pos;
    n.x = elem;
    n.end = elem.end;
    return n;
  }

  /** TypeName = identifier | PackageName "." identifier . TypeArgs = "[" TypeList [ "," ] "]" . */
  qualifiedName(name: Node | null): Node {
    let x: Node;
    if (name !== null) x = name;
    else if (this.s.tok === Token.Name) x = this.name();
    else {
      x = this.ident(this.pos(), '_');
      this.syntaxError('expected name');
      this.advance(Token.Dot, Token.Semi, Token.Rbrace);
    }
    if (this.s.tok === Token.Dot) {
      const n = this.node(Kind.Selector, x.pos);
      n.opPos = this.pos();
      this.s.next();
      n.x = x;
      n.y = this.name();
      x = this.done(n);
    }
    return this.s.tok === Token.Lbrack ? this.typeInstance(x) : x;
  }

  private typeInstance(x: Node): Node {
    const n = this.node(Kind.Index, x.pos);
    n.opPos = this.pos();
    n.x = x;
    this.want(Token.Lbrack);
    if (this.s.tok === Token.Rbrack) {
      this.syntaxError('expected type argument list');
      n.list = [this.badExpr()];
    } else {
      n.list = this.typeList(true).list;
    }
    this.want(Token.Rbrack);
    return this.done(n);
  }

  /**
   * TypeList = Type { "," Type } [ "," ] . Unless strict, the first element may be any expression. `comma` tells whether there was one.
   */
  typeList(strict: boolean): { list: Node[]; comma: boolean } {
    this.xnest++;
    const list = [strict ? this.parseType() : this.parseExpr()];
    let comma = false;
    while (this.got(Token.Comma)) {
      comma = true;
      const t = this.typeOrNull();
      if (t === null) break;
      list.push(t);
    }
    this.xnest--;
    return { list, comma };
  }

  /** SliceType = "[" "]" ElementType . The brackets, at pos, are consumed. */
  sliceType(pos: Pos): Node {
    const n = this.node(Kind.SliceType, pos);
    n.x = this.parseType();
    return this.done(n);
  }

  /** ArrayType = "[" ( Expression | "..." ) "]" ElementType . "[" at pos is consumed, and the length too if it is given. */
  arrayType(pos: Pos, length: Node | null): Node {
    if (length === null) {
      if (this.s.tok === Token.DotDotDot) {
        length = this.node(Kind.Ellipsis, this.pos());
        this.s.next();
        this.done(length);
      } else {
        this.xnest++;
        length = this.parseExpr();
        this.xnest--;
      }
    }
    if (this.s.tok === Token.Comma) {
      // Trailing commas are for type parameter lists only.
      this.syntaxError('unexpected comma; expected ]');
      this.s.next();
    }
    this.want(Token.Rbrack);
    const n = this.node(Kind.ArrayType, pos);
    n.x = length;
    n.y = this.parseType();
    return this.done(n);
  }

  /** MapType = "map" "[" KeyType "]" ElementType . */
  private mapType(): Node {
    const n = this.node(Kind.MapType, this.pos());
    this.s.next();
    this.want(Token.Lbrack);
    n.x = this.parseType();
    this.want(Token.Rbrack);
    n.y = this.parseType();
    return this.done(n);
  }

  /** ChannelType = ( "chan" | "chan" "<-" | "<-" "chan" ) ElementType . */
  private chanType(): Node {
    const n = this.node(Kind.ChanType, this.pos());
    if (this.s.tok === Token.Arrow) {
      n.op = ChanDir.Recv;
      n.opPos = n.pos;
      this.s.next();
      this.want(Token.Chan);
    } else {
      this.s.next();
      if (this.s.tok === Token.Arrow) {
        n.op = ChanDir.Send;
        n.opPos = this.pos();
        this.s.next();
      }
    }
    n.x = this.typeOrNull();
    if (n.x === null) {
      n.x = this.badExpr();
      this.syntaxError('missing channel element type');
    }
    return this.done(n);
  }

  // --- structs -------------------------------------------------------------------------------------------------------------

  /** StructType = "struct" "{" { FieldDecl ";" } "}" . */
  private structType(): Node {
    const n = this.node(Kind.StructType, this.pos());
    this.s.next();
    this.want(Token.Lbrace);
    const list: Node[] = [];
    while (this.more(Token.Rbrace)) {
      const f = this.fieldDecl();
      if (f !== null) list.push(f);
      if (!this.separator('struct type', Token.Semi, Token.Rbrace)) {
        n.list = list;
        return this.done(n);
      }
    }
    n.list = list;
    this.want(Token.Rbrace);
    return this.done(n);
  }

  /**
   * FieldDecl     = ( IdentifierList Type | EmbeddedField ) [ Tag ] .
   * EmbeddedField = [ "*" ] TypeName [ TypeArgs ] .
   */
  private fieldDecl(): Node | null {
    const pos = this.pos();
    switch (this.s.tok) {
      case Token.Name: return this.namedField();
      case Token.Mul: {
        this.s.next();
        const paren = this.at(Token.Lparen);
        if (paren) {
          this.syntaxError('cannot parenthesize embedded type');
          this.s.next();
        }
        const t = this.pointerTo(pos, this.qualifiedName(null));
        if (paren) this.got(Token.Rparen);
        return this.field(pos, NO_NODES, t);
      }
      case Token.Lparen: {
        this.syntaxError('cannot parenthesize embedded type');
        this.s.next();
        const star = this.pos();
        const t = this.got(Token.Mul) ? this.pointerTo(star, this.qualifiedName(null)) : this.qualifiedName(null);
        this.got(Token.Rparen);
        return this.field(pos, NO_NODES, t);
      }
      default:
        this.syntaxError('expected field name or embedded type');
        this.advance(Token.Semi, Token.Rbrace);
        return null;
    }
  }

  private namedField(): Node {
    const pos = this.pos();
    const name = this.name();
    const tok = this.s.tok;
    if (tok === Token.Dot || tok === Token.Literal || tok === Token.Semi || tok === Token.Rbrace) {
      return this.field(pos, NO_NODES, this.qualifiedName(name));
    }
    const names = this.nameList(name);
    if (names.length === 1 && this.s.tok === Token.Lbrack) {
      // Either a field of array or slice type, or an embedded instantiated type.
      const t = this.arrayOrTypeArgs(name);
      return t.kind === Kind.Index ? this.field(pos, NO_NODES, t) : this.field(pos, names, t);
    }
    return this.field(pos, names, this.parseType());
  }

  private field(pos: Pos, names: Node[], type: Node): Node {
    const n = this.node(Kind.Field, pos);
    n.list = names;
    n.x = type;
    n.op = names.length === 0 ? 1 : 0;
    n.y = this.literalOrNull();
    return this.done(n);
  }

  /** After name x at "[": the array or slice type "[n]E" / "[]E", or the instance x[T1, T2] as an Index node. */
  arrayOrTypeArgs(x: Node): Node {
    const pos = this.pos();
    this.want(Token.Lbrack);
    if (this.got(Token.Rbrack)) return this.sliceType(pos);
    const { list, comma } = this.typeList(false);
    this.want(Token.Rbrack);
    if (!comma) {
      const elem = this.typeOrNull();
      if (elem !== null) {
        const n = this.node(Kind.ArrayType, pos);
        n.x = list[0]!;
        n.y = elem;
        return this.done(n);
      }
    }
    const n = this.node(Kind.Index, x.pos);
    n.opPos = pos;
    n.x = x;
    n.list = list;
    return this.done(n);
  }

  // --- interfaces ----------------------------------------------------------------------------------------------------------

  /** InterfaceType = "interface" "{" { ( MethodElem | TypeElem ) ";" } "}" . */
  private interfaceType(): Node {
    const n = this.node(Kind.InterfaceType, this.pos());
    this.s.next();
    this.want(Token.Lbrace);
    const list: Node[] = [];
    while (this.more(Token.Rbrace)) {
      const f = this.node(Kind.Field, this.pos());
      if (this.s.tok === Token.Name) this.methodElem(f);
      if (f.list.length === 0) f.x = this.typeElem(f.x);
      list.push(this.done(f));
      if (!this.separator('interface type', Token.Semi, Token.Rbrace)) {
        n.list = list;
        return this.done(n);
      }
    }
    n.list = list;
    this.want(Token.Rbrace);
    return this.done(n);
  }

  /** MethodElem = MethodName Signature, or the first term of a type element that begins with a name; fills in f. */
  private methodElem(f: Node): void {
    const name = this.name();
    const context = 'interface method';
    if (this.s.tok === Token.Lparen) {
      f.list = [name];
      f.x = this.funcType(this.pos(), context);
      return;
    }
    if (this.s.tok !== Token.Lbrack) {
      f.x = this.qualifiedName(name);
      return;
    }
    // A generic method (not permitted) or an embedded instantiated type: both look like a parameter list.
    const pos = this.pos();
    this.s.next();
    if (this.at(Token.Rbrack)) {
      const at = this.pos();
      this.s.next();
      if (this.at(Token.Lparen)) {
        this.errorAt(at, 'empty type parameter list');
        f.list = [name];
        f.x = this.funcType(this.pos(), context);
      } else {
        this.errorAt(at, 'empty type argument list');
        f.x = name;
      }
      return;
    }
    const list = this.paramList(null, null, Token.Rbrack, false, false);
    if (list.length > 0 && list[0]!.list.length === 0) {
      const t = this.node(Kind.Index, name.pos);
      t.opPos = pos;
      t.x = name;
      t.list = list.map((p) => p.x!);
      f.x = this.done(t);
    } else if (list.length > 0) {
      f.list = [name];
      f.x = this.funcType(this.pos(), context);
      this.errorAt(pos, 'interface method must have no type parameters');
    } else if (this.at(Token.Lparen)) {
      f.list = [name];
      f.x = this.funcType(this.pos(), context);
    } else f.x = name;
  }

  /** TypeElem = TypeTerm { "|" TypeTerm } . `first` is the first term if it has been read. */
  private typeElem(first: Node | null): Node {
    let x = first ?? this.typeTerm();
    while (this.s.tok === Token.Or) {
      const n = this.node(Kind.Binary, x.pos);
      n.opPos = this.pos();
      n.op = Token.Or;
      this.s.next();
      n.x = x;
      n.y = this.typeTerm();
      x = this.done(n);
    }
    return x;
  }

  /** TypeTerm = [ "~" ] Type . */
  private typeTerm(): Node {
    if (this.s.tok === Token.Tilde) {
      const n = this.node(Kind.Unary, this.pos());
      n.opPos = n.pos;
      n.op = Token.Tilde;
      this.s.next();
      n.x = this.parseType();
      return this.done(n);
    }
    const t = this.typeOrNull();
    if (t !== null) return t;
    const bad = this.badExpr();
    this.syntaxError('expected ~ term or type');
    while (this.more(Token.Rbrace) && this.s.tok !== Token.Semi && this.s.tok !== Token.Rparen && this.s.tok !== Token.Rbrack
      && !(this.s.tok >= Token.OrOr && this.s.tok <= Token.Tilde && this.s.tok !== Token.Mul)) this.s.next();
    return bad;
  }

  // --- signatures ----------------------------------------------------------------------------------------------------------

  /**
   * Signature = [ TypeParams ] Parameters [ Result ] . The caller consumed "func", at pos. A non-empty context means that type
   * parameters are not permitted, and names the construct.
   */
  funcType(pos: Pos, context: string): Node {
    const n = this.node(Kind.FuncType, pos);
    n.opPos = this.pos();
    if (this.got(Token.Lbrack)) {
      if (context !== '') this.syntaxErrorAt(n.opPos, `${context} must have no type parameters`);
      if (this.s.tok === Token.Rbrack) {
        this.syntaxError('empty type parameter list');
        this.s.next();
      } else {
        n.tparams = this.paramList(null, null, Token.Rbrack, true, false);
      }
    }
    this.want(Token.Lparen);
    n.list = this.paramList(null, null, Token.Rparen, false, true);
    n.list2 = this.funcResult();
    return this.done(n);
  }

  /** Result = Parameters | Type . */
  private funcResult(): Node[] {
    if (this.got(Token.Lparen)) return this.paramList(null, null, Token.Rparen, false, false);
    const pos = this.pos();
    const t = this.typeOrNull();
    if (t === null) return NO_NODES;
    const f = this.node(Kind.Field, pos);
    f.x = t;
    return [this.done(f)];
  }

  /**
   * Parameters = "(" [ ParameterDecl { "," ParameterDecl } [ "," ] ] ")" . The opening token is consumed. name and type are the
   * first parameter's, if they have been read. requireNames: a type parameter list; dots: "..." is permitted.
   * spec#Function_types: either all names are present or all are absent.
   */
  paramList(name: Node | null, type: Node | null, close: Token, requireNames: boolean, dots: boolean): Node[] {
    if (name !== null && type !== null && this.s.tok === close) {
      this.s.next();
      return this.groupParams([{ name, type }]);
    }
    const list: Param[] = [];
    let first = name;
    let firstType = type;
    let closed = true;
    while (this.more(close)) {
      const p = firstType !== null ? { name: first, type: firstType } : this.paramDecl(first, close);
      first = null;
      firstType = null;
      if (p !== null) list.push(p);
      if (!this.separator('parameter list', Token.Comma, close)) {
        closed = false;
        break;
      }
    }
    const end = this.pos();
    if (closed) this.want(close);
    if (list.length === 0) return NO_NODES;
    this.distributeTypes(list, requireNames, end);
    const fields = this.groupParams(list);
    this.checkDots(fields, dots);
    return fields;
  }

  /** ParameterDecl = [ identifier ] [ "..." ] Type ; in type parameter lists the type is a TypeElem. */
  private paramDecl(name: Node | null, close: Token): Param | null {
    const typeSets = close === Token.Rbrack;
    if (name === null && typeSets && this.s.tok === Token.Tilde) return { name: null, type: this.typeElem(null) };
    if (name !== null || this.s.tok === Token.Name) {
      name ??= this.name();
      if (this.s.tok === Token.Lbrack) {
        let t = this.arrayOrTypeArgs(name);
        if (t.kind === Kind.Index) name = null;
        if (typeSets && this.at(Token.Or)) t = this.typeElem(t);
        return { name, type: t };
      }
      if (this.s.tok === Token.Dot) {
        let t = this.qualifiedName(name);
        if (typeSets && this.at(Token.Or)) t = this.typeElem(t);
        return { name: null, type: t };
      }
      if (typeSets && this.s.tok === Token.Or) return { name: null, type: this.typeElem(name) };
    }
    if (this.s.tok === Token.DotDotDot) {
      const n = this.node(Kind.Ellipsis, this.pos());
      this.s.next();
      n.x = this.typeOrNull();
      if (n.x !== null) return { name, type: this.done(n) };
      const bad = this.badExpr();
      this.syntaxError('... is missing type');
      return { name, type: bad };
    }
    if (typeSets && this.s.tok === Token.Tilde) return { name, type: this.typeElem(null) };
    let t = this.typeOrNull();
    if (typeSets && t !== null && this.s.tok === Token.Or) t = this.typeElem(t);
    if (name !== null || t !== null) return { name, type: t };
    this.syntaxError(`expected ${tokenName(close)}`);
    this.advance(Token.Comma, close);
    return null;
  }

  /** Tells names from types: afterwards every parameter has a type, and all or none have names. */
  private distributeTypes(list: Param[], requireNames: boolean, end: Pos): void {
    let named = 0;
    let typed = 0;
    for (const p of list) {
      if (p.type !== null) {
        typed++;
        if (p.name !== null) named++;
      }
    }
    if (named === 0 && !requireNames) {
      for (const p of list) {
        if (p.name !== null) {
          p.type = p.name;
          p.name = null;
        }
      }
      return;
    }
    if (named === list.length) return;
    let errPos = 0;
    let type: Node | null = null;
    for (let i = list.length - 1; i >= 0; i--) {
      const p = list[i]!;
      if (p.type !== null) {
        type = p.type;
        if (p.name === null) {
          errPos = type.pos;
          p.name = this.ident(errPos, '_');
        }
      } else if (type !== null) {
        p.type = type;
      } else {
        errPos = p.name!.pos;
        p.type = this.badExpr();
        p.type.pos = p.type.end = errPos;
      }
    }
    if (errPos === 0) return;
    let message: string;
    if (named === typed) {
      errPos = end;
      message = requireNames ? 'missing type constraint' : 'missing parameter type';
    } else if (requireNames) {
      message = list.length === 1 ? 'missing type parameter name or invalid array length' : 'missing type parameter name';
    } else {
      message = 'missing parameter name';
    }
    this.syntaxErrorAt(errPos, message);
  }

  /** One Field per run of names that share a type node. */
  private groupParams(list: readonly Param[]): Node[] {
    const fields: Node[] = [];
    for (let i = 0; i < list.length; i++) {
      const p = list[i]!;
      const f = this.node(Kind.Field, p.name !== null ? p.name.pos : p.type!.pos);
      f.x = p.type;
      f.end = p.type!.end;
      if (p.name !== null) {
        const names = [p.name];
        while (i + 1 < list.length && list[i + 1]!.type === p.type) names.push(list[++i]!.name!);
        f.list = names;
      }
      fields.push(f);
    }
    return fields;
  }

  /** spec#Function_types: only the final incoming parameter may be variadic. */
  private checkDots(fields: readonly Node[], dots: boolean): void {
    let reported = false;
    for (let i = 0; i < fields.length; i++) {
      const f = fields[i]!;
      const t = f.x!;
      if (t.kind !== Kind.Ellipsis || (dots && i === fields.length - 1 && f.list.length <= 1)) continue;
      if (!reported) this.errorAt(t.pos, dots ? 'can only use ... with final parameter' : 'invalid use of ...');
      reported = true;
      f.x = t.x;
    }
  }

  /** For messages. */
  protected text(n: Node): string { return exprString(n); }
}
