// `//go:build` expressions: parsing, evaluation, and the language version that one implies (cmd/go's constraint rules).
//
//   Expr = And { "||" And } .  And = Not { "&&" Not } .  Not = "!" Not | "(" Expr ")" | tag .

export const enum ConstraintKind { Tag, Not, And, Or }

export interface Constraint { kind: ConstraintKind; tag: string; x: Constraint | null; y: Constraint | null }

/** A parse result: the expression, or what is wrong with the line. */
export type ConstraintResult = { expr: Constraint } | { error: string };

/** True if the line is a //go:build comment (well-formed or not). */
export function isGoBuild(line: string): boolean {
  return /^\/\/go:build([ \t]|\r?$)/.test(line);
}

/** Parses a comment line `//go:build expr`. */
export function parseGoBuild(line: string): ConstraintResult {
  const text = line.slice('//go:build'.length).trim();
  const p = new ConstraintParser(text);
  const expr = p.parse();
  return p.error !== '' || expr === null ? { error: p.error } : { expr };
}

/** Value of an expression; `has` tells which tags are set. */
export function evalConstraint(e: Constraint, has: (tag: string) => boolean): boolean {
  switch (e.kind) {
    case ConstraintKind.Tag: return has(e.tag);
    case ConstraintKind.Not: return !evalConstraint(e.x!, has);
    case ConstraintKind.And: {
      const x = evalConstraint(e.x!, has); // both sides: `has` may record tags
      return evalConstraint(e.y!, has) && x;
    }
    case ConstraintKind.Or: {
      const x = evalConstraint(e.x!, has);
      return evalConstraint(e.y!, has) || x;
    }
  }
}

/** Lowest Go version that the expression implies: "go1.21", or "" if none. */
export function constraintGoVersion(e: Constraint): string {
  const v = minVersion(e, true);
  return v < 0 ? '' : v === 0 ? 'go1' : `go1.${v}`;
}

function minVersion(e: Constraint, positive: boolean): number {
  switch (e.kind) {
    case ConstraintKind.Not: return minVersion(e.x!, !positive);
    case ConstraintKind.Tag: {
      if (!positive) return -1;
      if (e.tag === 'go1') return 0;
      const m = /^go1\.(0|[1-9][0-9]*)$/.exec(e.tag);
      return m === null ? -1 : Number(m[1]);
    }
    default: {
      const x = minVersion(e.x!, positive);
      const y = minVersion(e.y!, positive);
      return (e.kind === ConstraintKind.And) === positive ? Math.max(x, y) : Math.min(x, y);
    }
  }
}

class ConstraintParser {
  error = '';
  private readonly s: string;
  private i = 0;
  private tok = '';
  private isTag = false;

  constructor(s: string) {
    this.s = s;
  }

  parse(): Constraint | null {
    this.lex();
    const e = this.or();
    if (this.error === '' && this.tok !== '') this.fail(`unexpected token ${this.tok}`);
    return e;
  }

  private fail(message: string): null {
    if (this.error === '') this.error = message;
    return null;
  }

  private lex(): void {
    const s = this.s;
    this.isTag = false;
    while (this.i < s.length && (s[this.i] === ' ' || s[this.i] === '\t')) this.i++;
    if (this.i >= s.length) {
      this.tok = '';
      return;
    }
    const c = s[this.i]!;
    if (c === '(' || c === ')' || c === '!') {
      this.tok = c;
      this.i++;
      return;
    }
    if (c === '&' || c === '|') {
      if (s[this.i + 1] !== c) {
        this.fail(`invalid syntax at ${c}`);
        this.tok = '';
        this.i = s.length;
        return;
      }
      this.tok = c + c;
      this.i += 2;
      return;
    }
    const m = /^[\p{L}\p{Nd}_.]+/u.exec(s.slice(this.i));
    if (m === null) {
      this.fail(`invalid syntax at ${String.fromCodePoint(s.codePointAt(this.i)!)}`);
      this.tok = '';
      this.i = s.length;
      return;
    }
    this.tok = m[0];
    this.isTag = true;
    this.i += m[0].length;
  }

  private or(): Constraint | null {
    let x = this.and();
    while (x !== null && this.error === '' && this.tok === '||') {
      this.lex();
      x = { kind: ConstraintKind.Or, tag: '', x, y: this.and() };
    }
    return x;
  }

  private and(): Constraint | null {
    let x = this.not();
    while (x !== null && this.error === '' && this.tok === '&&') {
      this.lex();
      x = { kind: ConstraintKind.And, tag: '', x, y: this.not() };
    }
    return x;
  }

  private not(): Constraint | null {
    if (this.error !== '') return null;
    if (this.tok === '!') {
      this.lex();
      if ((this.tok as string) === '!') return this.fail('double negation not allowed');
      return { kind: ConstraintKind.Not, tag: '', x: this.not(), y: null };
    }
    if (this.tok === '(') {
      this.lex();
      const x = this.or();
      if (this.error !== '') return null;
      if ((this.tok as string) !== ')') return this.fail('missing close paren');
      this.lex();
      return x;
    }
    if (!this.isTag) return this.fail(this.tok === '' ? 'unexpected end of expression' : `unexpected token ${this.tok}`);
    const tag = this.tok;
    this.lex();
    return { kind: ConstraintKind.Tag, tag, x: null, y: null };
  }
}
