// Unary operators: + - ! ^ & <- ~. spec#Operators, spec#Address_operators, spec#Receive_operator

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token, tokenText } from '../../syntax/token.ts';
import { ConstKind } from '../../constant/value.ts';
import { ConstOp, unaryOp } from '../../constant/constant.ts';
import { Dir, Mode, type Type, TypeKind, newPointer } from '../types.ts';
import { isTypeParam } from '../under.ts';
import { allBoolean, allInteger, allNumeric, isUnsigned } from '../predicates.ts';
import { sizeof } from '../sizes.ts';
import { commonUnder } from './common.ts';
import { opPosOf, overflow } from './representable.ts';
import { expr } from './expr.ts';
import { type Checker, posOf, unparen } from './checker.ts';
import type { Operand } from './operand.ts';
import type { Pos } from '../../source/pos.ts';

/** x becomes `op n.x`. */
export function unary(c: Checker, x: Operand, n: Node): void {
  expr(c, null, x, n.x!);
  if (x.mode === Mode.Invalid) return;
  let op = n.op as Token;
  if (op === Token.And) return addressOf(c, x, n);
  if (op === Token.Arrow) {
    const elem = chanElem(c, posOf(x), x, true);
    if (elem === null) {
      x.mode = Mode.Invalid;
      return;
    }
    x.mode = Mode.CommaOk;
    x.type = elem;
    c.env.hasCallOrRecv = true;
    return;
  }
  if (op === Token.Tilde) {
    // Likely C's complement; go on as if it were ^.
    const isInt = allInteger(x.type);
    c.errN(n, 'UndefinedOp', 'cannot use ~ outside of interface or type constraint' + (isInt ? ' (use ^ for bitwise complement)' : ''));
    if (!isInt) {
      x.mode = Mode.Invalid;
      return;
    }
    op = Token.Xor;
  }
  const ok = op === Token.Not ? allBoolean(x.type) : op === Token.Xor ? allInteger(x.type) : allNumeric(x.type);
  if (!ok) {
    c.errO(x, 'UndefinedOp', `invalid operation: operator ${tokenText(op)} not defined on ${c.o(x)}`);
    x.mode = Mode.Invalid;
    return;
  }
  if (x.mode !== Mode.Constant) {
    x.mode = Mode.Value;
    return;
  }
  if (x.val!.kind === ConstKind.Unknown) return;
  const bits = op === Token.Xor && isUnsigned(x.type) ? sizeof(x.type) * 8 : 0;
  const cop = op === Token.Not ? ConstOp.Not : op === Token.Xor ? ConstOp.Compl : op === Token.Sub ? ConstOp.Neg : ConstOp.Pos;
  x.val = unaryOp(cop, x.val!, bits);
  x.node = n;
  overflow(c, x, opPosOf(n));
}

/** spec#Address_operators: the operand is addressable or a (parenthesised) composite literal. */
function addressOf(c: Checker, x: Operand, n: Node): void {
  if (unparen(n.x!).kind !== Kind.CompositeLit && x.mode !== Mode.Variable) {
    c.err(posOf(x), 'UnaddressableOperand', `invalid operation: cannot take address of ${c.o(x)}`, [], n.aux);
    x.mode = Mode.Invalid;
    return;
  }
  x.mode = Mode.Value;
  x.type = newPointer(x.type);
}

/** Element type of the channel(s) x, on which it must be possible to receive (or send); null if an error was reported. */
export function chanElem(c: Checker, pos: Pos, x: Operand, recv: boolean, alt: Pos = 0): Type | null {
  const r = commonUnder(c, x.type, (t, u) => {
    if (u === null) return 'no specific channel type';
    if (u.kind !== TypeKind.Chan) return `non-channel ${c.t(t!)}`;
    if (recv && u.dir === Dir.Send) return `send-only channel ${c.t(t!)}`;
    if (!recv && u.dir === Dir.Recv) return `receive-only channel ${c.t(t!)}`;
    return '';
  });
  if (r.type !== null) return r.type.elem!;
  const what = recv ? 'cannot receive from' : 'cannot send to';
  const detail = isTypeParam(x.type) ? `${c.o(x)}: ${r.cause}` : `${r.cause} ${c.o(x)}`;
  c.err(pos, recv ? 'InvalidReceive' : 'InvalidSend', `invalid operation: ${what} ${detail}`, [], alt);
  return null;
}
