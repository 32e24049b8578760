// Channel operations outside select. Elements travel through memory: the runtime copies from or to the address given.

import type { ValueId } from '../func.ts';
import type { Node } from '../../syntax/ast.ts';
import type { Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import type { FuncBuilder, Value } from './builder.ts';
import { inOrder, unparen } from './bind.ts';

/** spec#Send_statements: channel and value are evaluated first; the value may not change while the sender waits. */
export function sendStmt(b: FuncBuilder, n: Node): void {
  const t = under(b.typeOf(n.x!)).elem!;
  const [ch, v] = inOrder(b, n.x!, n.y!, () => b.expr1(n.x!), () => b.stable(b.exprTo(n.y!, t), t));
  b.at(n.opPos);
  b.callRuntime('chansend1', ch, b.spill(t, v));
}

function recvTemp(b: FuncBuilder, t: Type): ValueId {
  const tmp = b.temp(t);
  if (b.layout(t).ptrdata > 0) b.zeroMem(t, tmp); // the collector may look while the receiver waits
  return tmp;
}

/** spec#Receive_operator: <-x as a value. */
export function recvExpr(b: FuncBuilder, n0: Node): Value {
  const n = unparen(n0);
  const t = under(b.typeOf(n.x!)).elem!;
  const ch = b.expr1(n.x!);
  b.at(n.opPos);
  const tmp = recvTemp(b, t);
  b.callRuntime('chanrecv1', ch, tmp);
  return b.load(t, tmp);
}

/** [value, ok] */
export function recvOk(b: FuncBuilder, n0: Node): Value[] {
  const n = unparen(n0);
  const t = under(b.typeOf(n.x!)).elem!;
  const ch = b.expr1(n.x!);
  b.at(n.opPos);
  const tmp = recvTemp(b, t);
  const ok = b.callRuntime('chanrecv2', ch, tmp);
  return [b.load(t, tmp), ok];
}
