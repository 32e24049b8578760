// Source files, declarations and their directives. spec#Declarations_and_scope, spec#Source_file_organization

import { Kind, LitKind, type Directive, type Node, type SourceUnit } from '../ast.ts';
import { constraintGoVersion, isGoBuild, parseGoBuild } from '../build-constraint.ts';
import { directiveVerb, isEmbed, parseEmbedPatterns, parseLine, parseLinkname, parseWasmExport, parseWasmImport, Pragma, pragmaBit } from '../directives.ts';
import { StmtParser } from './stmt.ts';
import { Token } from '../token.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Pos } from '../../source/pos.ts';

const TOP_LEVEL = [Token.Import, Token.Const, Token.Type, Token.Var, Token.Func] as const;

/** What a declaration may be annotated with. */
const enum Target { File, Func, Var, Other }

export class Parser extends StmtParser {
  readonly directives: Directive[] = [];
  readonly declDirectives = new Map<number, Directive[]>();
  goVersion = '';
  readonly late: Diagnostic[] = [];
  /** Before the package clause, where //go:build counts. */
  private top = true;
  private importsEmbed = false;
  private importsUnsafe = false;
  private lineFile = '';

  // --- directives ----------------------------------------------------------------------------------------------------------

  /** A comment `//go:…`, `//line …` or `/*line …`. */
  directive(offset: number, comment: string, end: number): void {
    const block = comment[1] === '*';
    const text = block ? comment.slice(2, -2) : comment.slice(2).replace(/\r$/, '');
    if (text.startsWith('line ')) {
      if (block || offset === 0 || this.s.src[offset - 1] === 10) this.lineDirective(offset, text.slice(5), end, block);
      if (block) return;
    }
    if (block || !/^(go|gossamer):/.test(text)) return;
    if (this.top && isGoBuild(comment)) {
      const c = parseGoBuild(comment);
      if ('expr' in c) this.goVersion = constraintGoVersion(c.expr);
    }
    const pos = this.base + offset + 2;
    const d: Directive = { pos, text };
    if (!this.s.blankBefore(offset)) {
      this.directiveError(pos, 'misplaced compiler directive');
      return;
    }
    if (!this.directiveOk(d)) return;
    this.directives.push(d);
    this.pending.push(d);
  }

  private lineDirective(offset: number, text: string, end: number, block: boolean): void {
    if (block && text.includes('\n')) return;
    const l = parseLine(text);
    if (l === null) return;
    if ('error' in l) {
      this.errorAt(this.base + offset + 7 + l.at, l.error);
      return;
    }
    const file = l.file === '' && l.col !== 0 ? this.lineFile || this.file.name : l.file;
    this.lineFile = file;
    this.file.addRemap(block ? end : end + 1, file, l.line, l.col);
  }

  private directiveOk(d: Directive): boolean {
    const bad = (message: string): boolean => {
      this.directiveError(d.pos, message);
      return false;
    };
    const t = d.text;
    if (t.startsWith('go:linkname ') && parseLinkname(t) === null) return bad('usage: //go:linkname localname [linkname]');
    if (t.startsWith('go:wasmimport ') && parseWasmImport(t) === null) return bad('usage: //go:wasmimport importmodule importname');
    if (t.startsWith('go:wasmexport ') && parseWasmExport(t) === null) return bad('usage: //go:wasmexport exportname');
    if (isEmbed(t)) {
      const p = parseEmbedPatterns(t);
      if (typeof p === 'string') {
        bad(p);
        return bad('usage: //go:embed pattern...');
      }
      if (p.length === 0) return bad('usage: //go:embed pattern...');
    }
    return true;
  }

  /** Takes the pending directives for declaration n (0: the file) and reports those that cannot apply to it. */
  private take(n: Node | null, target: Target): readonly Directive[] {
    if (this.pending.length === 0) return [];
    const list = this.pending;
    this.pending = [];
    if (n !== null) this.declDirectives.set(n.id, list);
    for (const d of list) {
      const bits = pragmaBit(d.text);
      const allowed = Pragma.NoInterface | (target === Target.File ? Pragma.GoBuild as number : target === Target.Func ? ~Pragma.GoBuild : 0);
      if ((bits & ~allowed) !== 0) this.lateError(d.pos, 'misplaced compiler directive');
      if (target !== Target.Var && isEmbed(d.text)) this.lateError(d.pos, 'misplaced go:embed directive');
      if (target !== Target.Func && parseWasmImport(d.text) !== null) this.lateError(d.pos, 'misplaced go:wasmimport directive');
      if (target !== Target.Func && parseWasmExport(d.text) !== null) this.lateError(d.pos, 'misplaced go:wasmexport directive');
    }
    return list;
  }

  /** An error of the directive itself; parsing and checking go on. */
  private directiveError(pos: Pos, message: string): void {
    this.sink.add(pos, '', message, [], 0, true);
  }

  /** An error that is only reported if there are no others. */
  private lateError(pos: Pos, message: string): void {
    this.late.push({ pos, altPos: 0, code: '', message, notes: [], soft: true });
  }

  /** Reports pending directives that no declaration took. */
  unusedDirectives(): void {
    const list = this.pending;
    if (list.length === 0) return;
    this.pending = [];
    for (const d of list) {
      if (pragmaBit(d.text) !== 0) this.directiveError(d.pos, 'misplaced compiler directive');
      else if (isEmbed(d.text)) this.directiveError(d.pos, 'misplaced go:embed directive');
      else if (parseWasmImport(d.text) !== null) this.directiveError(d.pos, 'misplaced go:wasmimport directive');
      else if (parseWasmExport(d.text) !== null) this.directiveError(d.pos, 'misplaced go:wasmexport directive');
    }
  }

  // --- files ---------------------------------------------------------------------------------------------------------------

  /** SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } . */
  sourceFile(index: number): SourceUnit {
    const unit: SourceUnit = {
      file: index, pkgName: this.ident(this.base, '_'), decls: [], imports: [], directives: this.directives,
      declDirectives: this.declDirectives, goVersion: '', usesCgo: false, late: this.late,
    };
    if (!this.packageClause(unit)) return unit;
    let prev = Token.Import;
    while (this.s.tok !== Token.EOF) {
      const tok = this.s.tok;
      if (tok === Token.Import && prev !== Token.Import) this.syntaxError('imports must appear before other declarations');
      prev = tok;
      if (tok === Token.Func) unit.decls.push(this.funcDecl());
      else if (tok === Token.Import || tok === Token.Const || tok === Token.Type || tok === Token.Var) {
        const d = this.genDecl();
        unit.decls.push(d);
        if (tok === Token.Import) this.addImports(unit, d);
      } else {
        const last = unit.decls[unit.decls.length - 1];
        if (tok === Token.Lbrace && last !== undefined && last.kind === Kind.FuncDecl && last.w === null) {
          this.syntaxError('unexpected semicolon or newline before {');
        } else {
          this.syntaxError('non-declaration statement outside function body');
        }
        this.advance(...TOP_LEVEL);
        continue;
      }
      // Before moving past ';': comments there may hold directives for the next declaration.
      this.unusedDirectives();
      if (this.s.tok !== Token.EOF && !this.got(Token.Semi)) {
        this.syntaxError('after top level declaration');
        this.advance(...TOP_LEVEL);
      }
    }
    this.unusedDirectives();
    this.checkFileDirectives();
    return unit;
  }

  /** PackageClause = "package" PackageName . False if the rest of the file is not worth reading. */
  private packageClause(unit: SourceUnit): boolean {
    this.s.next();
    unit.goVersion = this.goVersion;
    this.top = false;
    if (!this.got(Token.Package)) {
      this.syntaxError('package statement must be first');
      return false;
    }
    this.take(null, Target.File);
    unit.pkgName = this.name();
    this.want(Token.Semi);
    // The scanner has reported bytes that are no text in the whole file: only what is wrong so far counts.
    const later = this.s.badBytes.filter((at) => this.base + at > this.pos()).length;
    if (this.errorCount === later) return true;
    for (const d of this.sink.list) if (d.pos >= this.base) d.soft = false;
    return false;
  }

  private addImports(unit: SourceUnit, d: Node): void {
    for (const spec of d.list) {
      if (spec.y === null) continue;
      unit.imports.push(spec);
      const path = spec.y.name.slice(1, -1);
      if (path === 'C') unit.usesCgo = true;
      if (path === 'embed') this.importsEmbed = true;
      if (path === 'unsafe') this.importsUnsafe = true;
    }
  }

  private checkFileDirectives(): void {
    if (this.importsUnsafe) return;
    for (const d of this.directives) {
      if (parseLinkname(d.text) !== null) this.lateError(d.pos, '//go:linkname only allowed in Go files that import "unsafe"');
    }
  }

  // --- declarations --------------------------------------------------------------------------------------------------------

  /** Declaration with specs: keyword ( Spec | "(" { Spec ";" } ")" ) . */
  genDecl(): Node {
    const n = this.node(Kind.GenDecl, this.pos());
    const tok = this.s.tok;
    n.op = tok;
    this.s.next();
    const list: Node[] = [];
    n.list = list;
    if (this.s.tok !== Token.Lparen) {
      const own = this.pending;
      list.push(this.spec(tok, list));
      if (own.length > 0) this.declDirectives.set(n.id, own);
      return this.done(n);
    }
    n.aux = 1;
    this.unusedDirectives();
    this.s.next();
    while (this.more(Token.Rparen)) {
      list.push(this.spec(tok, list));
      if (!this.separator('grouped declaration', Token.Semi, Token.Rparen)) return this.done(n);
    }
    this.want(Token.Rparen);
    return this.done(n);
  }

  private spec(tok: Token, list: readonly Node[]): Node {
    switch (tok) {
      case Token.Import: return this.importSpec();
      case Token.Const: return this.constSpec(list);
      case Token.Type: return this.typeSpec();
      default: return this.varSpec();
    }
  }

  /** ImportSpec = [ "." | PackageName ] ImportPath . */
  private importSpec(): Node {
    const n = this.node(Kind.ImportSpec, this.pos());
    this.take(n, Target.Other);
    if (this.s.tok === Token.Name) n.x = this.name();
    else if (this.s.tok === Token.Dot) {
      n.x = this.ident(this.pos(), '.');
      this.s.next();
    }
    n.y = this.literalOrNull();
    if (n.y === null) {
      this.syntaxError('missing import path');
      this.advance(Token.Semi, Token.Rparen);
    } else if (n.y.aux === 0 && n.y.op !== LitKind.String) {
      this.syntaxErrorAt(n.y.pos, 'import path must be a string');
      n.y.aux = 1;
    }
    return this.done(n);
  }

  /** ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] . spec#Iota: the index in the list; without values the last ones repeat. */
  private constSpec(list: readonly Node[]): Node {
    const n = this.node(Kind.ValueSpec, this.pos());
    this.take(n, Target.Other);
    n.list = this.nameList(this.name());
    n.aux = list.length;
    if (this.s.tok !== Token.EOF && this.s.tok !== Token.Semi && this.s.tok !== Token.Rparen) {
      n.x = this.typeOrNull();
      if (this.gotAssign()) n.list2 = this.exprList();
    }
    if (n.x === null && n.list2.length === 0 && list.length > 0) {
      const prev = list[list.length - 1]!;
      n.z = prev.x !== null || prev.list2.length > 0 ? prev : prev.z;
    }
    return this.done(n);
  }

  /** VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) . */
  private varSpec(): Node {
    const n = this.node(Kind.ValueSpec, this.pos());
    const directives = this.take(n, Target.Var);
    n.list = this.nameList(this.name());
    if (this.gotAssign()) n.list2 = this.exprList();
    else {
      n.x = this.parseType();
      if (this.gotAssign()) n.list2 = this.exprList();
    }
    for (const d of directives) {
      if (!isEmbed(d.text)) continue;
      const why = this.embedProblem(n);
      if (why !== '') this.lateError(d.pos, why);
      break;
    }
    return this.done(n);
  }

  private embedProblem(n: Node): string {
    if (!this.importsEmbed) return 'go:embed requires import "embed" (or import _ "embed", if package is not used)';
    if (n.list.length > 1) return 'go:embed cannot apply to multiple vars';
    if (n.list2.length > 0) return 'go:embed cannot apply to var with initializer';
    if (n.x === null) return 'go:embed cannot apply to var without type';
    return this.fnest > 0 ? 'go:embed cannot apply to var inside func' : '';
  }

  /** TypeSpec = identifier [ TypeParams ] [ "=" ] Type . */
  private typeSpec(): Node {
    const n = this.node(Kind.TypeSpec, this.pos());
    this.take(n, Target.Other);
    n.x = this.name();
    if (this.s.tok === Token.Lbrack) this.bracketedTypeSpec(n);
    else {
      n.opPos = this.pos();
      n.op = this.gotAssign() ? 1 : 0;
      n.y = this.typeOrNull();
    }
    if (n.y === null) {
      n.y = this.badExpr();
      this.syntaxError('in type declaration');
      this.advance(Token.Semi, Token.Rparen);
    }
    return this.done(n);
  }

  /**
   * After "name [": an array or slice type, or type parameters. If a name follows, an expression is read (unless that name is
   * followed by "[", which cannot be a constant): if it can be split into a name and a type, it is the first type parameter.
   */
  private bracketedTypeSpec(n: Node): void {
    const pos = this.pos();
    this.s.next();
    if (this.s.tok === Token.Rbrack) {
      this.s.next();
      n.y = this.sliceType(pos);
      return;
    }
    if (this.s.tok !== Token.Name) {
      n.y = this.arrayType(pos, null);
      return;
    }
    let x = this.name();
    if (!this.at(Token.Lbrack)) {
      this.xnest++;
      x = this.binaryExpr(this.primaryExpr(x, false), 0);
      this.xnest--;
    }
    const split = splitTypeParam(x, this.at(Token.Comma));
    if (split === null || (split.type === null && this.at(Token.Rbrack))) {
      n.y = this.arrayType(pos, x);
      return;
    }
    n.tparams = this.paramList(split.name, split.type, Token.Rbrack, true, false);
    n.opPos = this.pos();
    n.op = this.gotAssign() ? 1 : 0;
    n.y = this.typeOrNull();
  }

  /**
   * FunctionDecl = "func" FunctionName [ TypeParams ] Signature [ FunctionBody ] .
   * MethodDecl   = "func" Receiver MethodName Signature [ FunctionBody ] .
   */
  funcDecl(): Node {
    const n = this.node(Kind.FuncDecl, this.pos());
    this.s.next();
    n.opPos = this.pos();
    this.take(n, Target.Func);
    let method = false;
    const paren = this.pos();
    if (this.got(Token.Lparen)) {
      method = true;
      this.receiver(n, paren);
    }
    if (this.s.tok === Token.Name) {
      n.x = this.name();
      n.z = this.funcType(this.pos(), method ? 'method' : '');
    } else {
      n.x = this.ident(this.pos(), '_');
      n.z = this.done(this.node(Kind.FuncType, this.pos()));
      this.syntaxError(method ? 'expected name' : 'expected name or (');
      this.advance(Token.Lbrace, Token.Semi);
    }
    if (this.s.tok === Token.Lbrace) {
      n.w = this.funcBody();
      this.checkExternal(n);
    }
    return this.done(n);
  }

  /** Directives for functions without a body, on one that has one. */
  private checkExternal(n: Node): void {
    for (const d of this.declDirectives.get(n.id) ?? []) {
      const verb = directiveVerb(d.text);
      if (verb === 'go:noescape' || verb === 'go:wasmimport') {
        this.lateError(n.opPos, `can only use //${verb} with external func implementations`);
      }
    }
  }

  /** Receiver = Parameters, exactly one. */
  private receiver(n: Node, paren: Pos): void {
    const list = this.paramList(null, null, Token.Rparen, false, false);
    let count = 0;
    for (const f of list) count += Math.max(1, f.list.length);
    if (count === 0) this.error('method has no receiver', paren, 'BadRecv');
    else if (count > 1) this.error('method has multiple receivers', (list.at(-1)!.list.at(-1) ?? list.at(-1)!).pos, 'BadRecv');
    const r = list[0];
    if (r === undefined) return;
    if (r.list.length > 1) r.list = [r.list[0]!];
    n.y = r;
  }
}

/**
 * Splits x, read as an expression, into the name and type of a type parameter, if it can be: P *T, P (T), P *T|~U. Unless
 * `force`, only if the type cannot also be a value. A lone name gives type null. The nodes of x are rebuilt on success.
 */
function splitTypeParam(x: Node, force: boolean): { name: Node; type: Node | null } | null {
  switch (x.kind) {
    case Kind.Ident: return { name: x, type: null };
    case Kind.Binary: {
      const l = x.x!;
      const r = x.y!;
      if (x.op === Token.Mul && l.kind === Kind.Ident && (force || isTypeElem(r))) {
        x.kind = Kind.Star;
        x.op = 0;
        x.pos = x.opPos;
        x.x = r;
        x.y = null;
        return { name: l, type: x };
      }
      if (x.op !== Token.Or) return null;
      const s = splitTypeParam(l, force || isTypeElem(r));
      if (s === null || s.type === null) return null;
      x.x = s.type;
      x.pos = s.type.pos;
      return { name: s.name, type: x };
    }
    case Kind.Call: {
      const f = x.x!;
      if (f.kind !== Kind.Ident || x.list.length !== 1 || x.op === 1 || !(force || isTypeElem(x.list[0]!))) return null;
      let t = x.list[0]!;
      while (t.kind === Kind.Paren) t = t.x!;
      return { name: f, type: t };
    }
    default: return null;
  }
}

/** True if x can only be a type element. */
function isTypeElem(x: Node): boolean {
  switch (x.kind) {
    case Kind.ArrayType: case Kind.StructType: case Kind.FuncType: case Kind.InterfaceType: case Kind.SliceType: case Kind.MapType:
    case Kind.ChanType:
      return true;
    case Kind.Binary: return isTypeElem(x.x!) || isTypeElem(x.y!);
    case Kind.Unary: return x.op === Token.Tilde || isTypeElem(x.x!);
    case Kind.Star: case Kind.Paren: return isTypeElem(x.x!);
    default: return false;
  }
}

