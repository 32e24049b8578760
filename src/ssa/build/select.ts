// spec#Select_statements. Channels and values to send are evaluated once, in source order. A single communication and a single one with
// default have direct forms; otherwise the cases go to runtime.selectgo in an array of {channel, element address}: sends from the front,
// receives from the back.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { BlockId, ValueId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { Basic, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { basicType } from '../../types/universe.ts';
import type { FuncBuilder } from './builder.ts';
import { bind, enterTarget, leaveTarget, stmts, unparen } from './bind.ts';

interface Comm {
  clause: Node;
  send: boolean;
  /** Element type. */
  type: Type;
  ch: ValueId;
  /** Slot of the element. */
  slot: number;
  /** Position of the communication. */
  pos: number;
  body: BlockId;
}

export function selectStmt(b: FuncBuilder, n: Node): void {
  b.at(n.pos);
  let fallback: Node | null = null;
  const comms: Comm[] = [];
  for (const c of n.list) {
    if (c.x === null) fallback = c;
    else comms.push(evaluate(b, c));
  }
  const done = b.newBlock();
  enterTarget(b, done, -1);
  if (comms.length === 0) {
    if (fallback === null) b.callRuntime('block');
    else { stmts(b, fallback.list2); b.jump(done); }
  } else if (comms.length === 1 && fallback === null) single(b, comms[0]!, done);
  else if (comms.length === 1) tryOne(b, comms[0]!, fallback!, done);
  else general(b, n, comms, fallback, done);
  leaveTarget(b);
  b.startSealed(done);
}

/** The receive operation of a clause, or null for a send. */
function recvOf(c: Node): Node | null {
  const x = c.x!;
  if (x.kind === Kind.SendStmt) return null;
  return unparen(x.kind === Kind.ExprStmt ? x.x! : x.list2[0]!);
}

function evaluate(b: FuncBuilder, c: Node): Comm {
  const recv = recvOf(c);
  const x = c.x!;
  const chNode = recv === null ? x.x! : recv.x!;
  const type = under(b.typeOf(chNode)).elem!;
  const ch = b.expr1(chNode);
  const l = b.layout(type);
  const slot = b.newSlot(l.size, l.align, b.u.layouts.ptrmask(type), 'elem');
  const value = recv === null ? b.exprTo(x.y!, type) : null;
  if (l.ptrdata > 0) b.zeroMem(type, slotAddr(b, slot)); // in a loop, what was there in the turn before is dead
  if (value !== null) b.store(type, slotAddr(b, slot), value);
  return { clause: c, send: recv === null, type, ch, slot, pos: recv === null ? x.opPos : recv.opPos, body: -1 };
}

function slotAddr(b: FuncBuilder, slot: number): ValueId { return b.emit(Op.StackAddr, VT.Ptr, 0, 0, 0, slot); }

/** Binds what was received, then the clause's statements. */
function body(b: FuncBuilder, c: Comm, ok: ValueId, done: BlockId): void {
  const x = c.clause.x!;
  if (!c.send && x.kind === Kind.Assign) {
    const define = x.op === Token.Define;
    bind(b, x.list[0]!, define, b.load(c.type, slotAddr(b, c.slot)), c.type);
    if (x.list.length > 1) bind(b, x.list[1]!, define, [ok], basicType(Basic.Bool));
  }
  stmts(b, c.clause.list2);
  b.jump(done);
}

function single(b: FuncBuilder, c: Comm, done: BlockId): void {
  b.at(c.pos);
  let ok = 0;
  if (c.send) b.callRuntime('chansend1', c.ch, slotAddr(b, c.slot));
  else ok = b.callRuntime('chanrecv2', c.ch, slotAddr(b, c.slot))[0]!;
  body(b, c, ok, done);
}

/** One communication and a default. */
function tryOne(b: FuncBuilder, c: Comm, fallback: Node, done: BlockId): void {
  b.at(c.pos);
  const r = c.send ? b.callRuntime('selectnbsend', c.ch, slotAddr(b, c.slot)) : b.callRuntime('selectnbrecv', slotAddr(b, c.slot), c.ch);
  const yes = b.newBlock();
  const no = b.newBlock();
  b.branch(r[0]!, yes, no);
  b.startSealed(yes);
  body(b, c, c.send ? 0 : r[1]!, done);
  b.startSealed(no);
  stmts(b, fallback.list2);
  b.jump(done);
}

function general(b: FuncBuilder, n: Node, comms: Comm[], fallback: Node | null, done: BlockId): void {
  const count = comms.length;
  const sends = comms.filter((c) => c.send);
  const recvs = comms.filter((c) => !c.send);
  const order = [...sends, ...recvs.slice().reverse()];
  const mask = new Uint8Array(Math.ceil((2 * count) / 8)).fill(0xff);
  if ((2 * count) % 8 !== 0) mask[mask.length - 1] = (1 << ((2 * count) % 8)) - 1;
  const cases = b.newSlot(16 * count, 8, mask, 'cases');
  const orders = b.newSlot(4 * count, 2, new Uint8Array(0), 'order');
  b.emit(Op.Zero, VT.Void, slotAddr(b, cases), 0, 0, 16 * count); // in a loop, the cases of the turn before are dead
  order.forEach((c, i) => {
    const p = slotAddr(b, cases);
    b.emit(Op.StorePtr, VT.Void, p, c.ch, 0, 16 * i);
    b.emit(Op.StorePtr, VT.Void, p, slotAddr(b, c.slot), 0, 16 * i + 8);
  });
  b.at(n.pos);
  const r = b.callRuntime('selectgo', slotAddr(b, cases), slotAddr(b, orders), b.nil(), b.i64(sends.length), b.i64(recvs.length), b.i32(fallback === null ? 1 : 0));
  for (const c of order) c.body = b.newBlock();
  const no = fallback === null ? -1 : b.newBlock();
  const targets = order.map((c) => c.body);
  if (no >= 0) targets.push(no); // index -1: beyond every case
  b.switchTo(b.wrap(r[0]!), targets);
  for (const c of comms) {
    b.startSealed(c.body);
    body(b, c, r[1]!, done);
  }
  if (fallback !== null) {
    b.startSealed(no);
    stmts(b, fallback.list2);
    b.jump(done);
  }
}
