// Tokens: spec#Tokens. One number per operator, so that Node.op is a Token and precedence is a table look-up.

export const enum Token {
  EOF, Name, Literal,
  // Binary operators; PRECEDENCE has an entry for each.
  OrOr, AndAnd, Eql, Neq, Lss, Leq, Gtr, Geq, Add, Sub, Or, Xor, Mul, Div, Rem, And, AndNot, Shl, Shr,
  // Unary only; Arrow is also the send operator.
  Not, Tilde, Arrow,
  /** AssignOp: the scanner's `op` is the operator before '='. */
  Assign, Define, AssignOp, Inc, Dec,
  Lparen, Lbrack, Lbrace, Rparen, Rbrack, Rbrace, Comma, Semi, Colon, Dot, DotDotDot,
  // Keywords, alphabetical.
  Break, Case, Chan, Const, Continue, Default, Defer, Else, Fallthrough, For, Func, Go, Goto, If, Import, Interface, Map,
  Package, Range, Return, Select, Struct, Switch, Type, Var,
}

export const FIRST_KEYWORD = Token.Break;

const TEXT: readonly string[] = [
  'EOF', 'name', 'literal',
  '||', '&&', '==', '!=', '<', '<=', '>', '>=', '+', '-', '|', '^', '*', '/', '%', '&', '&^', '<<', '>>',
  '!', '~', '<-',
  '=', ':=', 'op=', '++', '--',
  '(', '[', '{', ')', ']', '}', ',', ';', ':', '.', '...',
  'break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func', 'go', 'goto', 'if', 'import',
  'interface', 'map', 'package', 'range', 'return', 'select', 'struct', 'switch', 'type', 'var',
];

/** The token as written in source text ("op=" for AssignOp). */
export function tokenText(t: Token): string {
  return TEXT[t]!;
}

/** The token as error messages name it. */
export function tokenName(t: Token): string {
  if (t === Token.Comma) return 'comma';
  if (t === Token.Semi) return 'semicolon or newline';
  return t >= FIRST_KEYWORD ? `keyword ${TEXT[t]!}` : TEXT[t]!;
}

export const KEYWORDS: readonly string[] = TEXT.slice(FIRST_KEYWORD);

/** spec#Operator_precedence: 5 binds strongest; 0 for tokens that are not binary operators. */
export const PRECEDENCE: Uint8Array = (() => {
  const p = new Uint8Array(TEXT.length);
  p[Token.OrOr] = 1;
  p[Token.AndAnd] = 2;
  for (let t = Token.Eql; t <= Token.Geq; t++) p[t] = 3;
  for (let t = Token.Add; t <= Token.Xor; t++) p[t] = 4;
  for (let t = Token.Mul; t <= Token.Shr; t++) p[t] = 5;
  return p;
})();
