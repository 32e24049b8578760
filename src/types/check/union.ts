// Union elements of interfaces and constraints: A | ~B. spec#General_interfaces

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Mode, Type, TypeKind } from '../types.ts';
import { isTypeParam, under } from '../under.ts';
import { identical, isInterface, isValid } from '../predicates.ts';
import { tComparable, tInvalid } from '../universe.ts';
import { typeSetOf } from '../typeset.ts';
import { typeString } from '../typestring.ts';
import { exprString } from '../../syntax/expr-string.ts';
import { typExpr } from './typexpr.ts';
import type { Checker } from './checker.ts';

const TERM_LIMIT = 100;

interface ParsedTerm { node: Node; tilde: boolean; type: Type }

function makeUnion(terms: readonly ParsedTerm[]): Type {
  const u = new Type(TypeKind.Union);
  u.embeddeds = terms.map((t) => t.type);
  u.tildes = terms.map((t) => t.tilde);
  return u;
}

/** The Union of n, or the type itself if n is a single type without tilde. */
export function parseUnion(c: Checker, n: Node): Type {
  const nodes: Node[] = [];
  const ors: Node[] = [];
  let e = n;
  while (e.kind === Kind.Binary && e.op === Token.Or) {
    ors.unshift(e);
    nodes.unshift(e.y!);
    e = e.x!;
  }
  nodes.unshift(e);
  const terms: ParsedTerm[] = [];
  let tooMany = false;
  for (let i = 0; i < nodes.length; i++) {
    const t = parseTerm(c, nodes[i]!);
    if (nodes.length === 1 && !t.tilde) return t.type;
    if (terms.length < TERM_LIMIT) terms.push(t);
    else if (!tooMany) {
      c.errN(nodes[i]!, 'InvalidUnion', `cannot handle more than ${TERM_LIMIT} union terms (implementation limitation)`);
      tooMany = true;
    }
    if (i > 0) c.recordType(ors[i - 1]!, Mode.TypeExpr, tooMany ? tInvalid : makeUnion(terms), null);
  }
  if (tooMany) return tInvalid;
  c.later(() => checkTerms(c, terms));
  return makeUnion(terms);
}

function parseTerm(c: Checker, n: Node): ParsedTerm {
  const tilde = n.kind === Kind.Unary && n.op === Token.Tilde;
  const x = tilde ? n.x! : n;
  let type = typExpr(c, x);
  // Embedding stand-alone type parameters is not permitted (and would not make a type set).
  if (isTypeParam(type)) {
    c.errN(x, 'MisplacedTypeParam', tilde ? `type in term ${exprString(n)} cannot be a type parameter` : 'term cannot be a type parameter');
    type = tInvalid;
  }
  const term = { node: n, tilde, type };
  if (tilde) c.recordType(n, Mode.TypeExpr, makeUnion([term]), null);
  return term;
}

/** Terms are shown with full package paths. */
function termText(t: ParsedTerm): string { return (t.tilde ? '~' : '') + typeString(t.type, null); }

function checkTerms(c: Checker, terms: readonly ParsedTerm[]): void {
  for (let i = 0; i < terms.length; i++) {
    const t = terms[i]!;
    if (!isValid(t.type)) continue;
    const u = under(t.type);
    const iface = u.kind === TypeKind.Interface;
    if (t.tilde) {
      if (iface) {
        c.errN(t.node, 'InvalidUnion', `invalid use of ~ (${c.t(t.type)} is an interface)`);
        continue;
      }
      if (!identical(u, t.type)) {
        c.errN(t.node, 'InvalidUnion', `invalid use of ~ (underlying type of ${c.t(t.type)} is ${c.t(u)})`);
        continue;
      }
    }
    if (iface) {
      // Stand-alone embedded interfaces are fine and handled elsewhere.
      if (terms.length === 1) continue;
      const ts = typeSetOf(u);
      const text = termText(t);
      if (ts.methods.length > 0) c.errN(t.node, 'InvalidUnion', `cannot use ${text} in union (${text} contains methods)`);
      else if (t.type === tComparable) c.errN(t.node, 'InvalidUnion', 'cannot use comparable in union');
      else if (ts.comparable) c.errN(t.node, 'InvalidUnion', `cannot use ${text} in union (${text} embeds comparable)`);
      continue;
    }
    const j = overlapping(terms, i);
    if (j >= 0) c.softErr(t.node.pos, 'InvalidUnion', `overlapping terms ${termText(t)} and ${termText(terms[j]!)}`);
  }
}

/** Index of an earlier term whose types term i includes too, or -1. */
function overlapping(terms: readonly ParsedTerm[], i: number): number {
  const y = terms[i]!;
  for (let j = 0; j < i; j++) {
    const x = terms[j]!;
    if (!isValid(x.type) || isInterface(x.type)) continue;
    const xt = y.tilde ? under(x.type) : x.type;
    const yt = x.tilde ? under(y.type) : y.type;
    if (identical(xt, yt)) return j;
  }
  return -1;
}
