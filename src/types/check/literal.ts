// Basic literals. spec#Integer_literals … spec#String_literals

import { LitKind, type Node } from '../../syntax/ast.ts';
import { ConstKind } from '../../constant/value.ts';
import { makeFromLiteral } from '../../constant/constant.ts';
import { Mode, type Type } from '../types.ts';
import { tUntypedComplex, tUntypedFloat, tUntypedInt, tUntypedRune, tUntypedString } from '../universe.ts';
import { overflow } from './representable.ts';
import type { Checker } from './checker.ts';
import type { Operand } from './operand.ts';

/** Longer numbers are refused, as gc does: they would only cost time. */
const NUMBER_LIMIT = 10000;

export function basicLit(c: Checker, x: Operand, n: Node): void {
  if (n.aux === BAD_LITERAL) return; // the scanner has complained
  const kind = n.op as LitKind;
  if (kind === LitKind.Int || kind === LitKind.Float || kind === LitKind.Imag) {
    literalVersion(c, n, kind);
    if (n.name.length > NUMBER_LIMIT) {
      c.errN(n, 'InvalidConstVal', `excessively long constant: ${n.name.slice(0, 10)}... (${n.name.length} chars)`);
      return;
    }
  }
  const val = makeFromLiteral(n.name, kind);
  if (val.kind === ConstKind.Unknown) {
    c.errN(n, 'InvalidConstVal', `malformed constant: ${n.name}`);
    return;
  }
  x.set(Mode.Constant, n, literalType(kind));
  x.val = val;
  overflow(c, x, n.pos);
}

/** Node.aux of a literal that the scanner could not read. */
const BAD_LITERAL = 1;

function literalType(kind: LitKind): Type {
  switch (kind) {
    case LitKind.Int: return tUntypedInt;
    case LitKind.Float: return tUntypedFloat;
    case LitKind.Imag: return tUntypedComplex;
    case LitKind.Char: return tUntypedRune;
    default: return tUntypedString;
  }
}

function literalVersion(c: Checker, n: Node, kind: LitKind): void {
  const s = n.name;
  if (s.length <= 2 || c.allowVersion(13)) return;
  const radix = s[0] === '0' ? s[1]!.toLowerCase() : '';
  if (s.includes('_')) c.versionErr(n.pos, 13, 'underscore in numeric literal');
  else if (radix === 'b') c.versionErr(n.pos, 13, 'binary literal');
  else if (radix === 'o') c.versionErr(n.pos, 13, '0o/0O-style octal literal');
  else if (radix === 'x' && kind !== LitKind.Int) c.versionErr(n.pos, 13, 'hexadecimal floating-point literal');
}
