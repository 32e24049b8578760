// Statements: dispatch, blocks, if, for, labels and jumps. One case per kind; the statements with more to them have their own files.

import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import type { BlockId } from '../func.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { fail } from '../../base/internal-error.ts';
import type { FuncBuilder, LocalVar } from './builder.ts';
import { assignStmt, incDec, varDecl } from './assign.ts';
import { isRangeOverFunc } from './capture.ts';
import { sendStmt } from './chan.ts';
import { deferStmt, goStmt } from './defer.ts';
import { condBranch } from './expr.ts';
import { returnStmt } from './func.ts';
import type { JumpTarget, LabelBlock } from './func-state.ts';
import { rangeExit, rangeFuncStmt } from './range-func.ts';
import { rangeStmt } from './range.ts';
import { selectStmt } from './select.ts';
import { switchStmt } from './switch.ts';
import { typeSwitchStmt } from './type-switch.ts';

export function stmt(b: FuncBuilder, n: Node): void {
  switch (n.kind) {
    case Kind.EmptyStmt: return;
    case Kind.Block: stmtList(b, n.list); return;
    case Kind.ExprStmt: b.at(n.pos); exprStmt(b, n.x!); return;
    case Kind.SendStmt: sendStmt(b, n); return;
    case Kind.IncDec: incDec(b, n); return;
    case Kind.Assign: assignStmt(b, n); return;
    case Kind.GoStmt: goStmt(b, n); return;
    case Kind.DeferStmt: deferStmt(b, n); return;
    case Kind.ReturnStmt: returnStmt(b, n); return;
    case Kind.BranchStmt: branchStmt(b, n); return;
    case Kind.IfStmt: ifStmt(b, n); return;
    case Kind.SwitchStmt: switchStmt(b, n); return;
    case Kind.TypeSwitchStmt: typeSwitchStmt(b, n); return;
    case Kind.SelectStmt: selectStmt(b, n); return;
    case Kind.ForStmt: forStmt(b, n); return;
    case Kind.RangeStmt: if (isRangeOverFunc(b.ctx.info, n)) rangeFuncStmt(b, n); else rangeStmt(b, n); return;
    case Kind.LabeledStmt: labeledStmt(b, n); return;
    case Kind.DeclStmt: declStmt(b, n.x!); return;
    default: fail(`statement of kind ${n.kind} at ${b.where(n.pos)}`);
  }
}

export function stmtList(b: FuncBuilder, list: readonly Node[]): void {
  for (const s of list) stmt(b, s);
}

/** Call or receive whose result is dropped. */
function exprStmt(b: FuncBuilder, n: Node): void {
  b.expr(n);
}

function declStmt(b: FuncBuilder, d: Node): void {
  if (d.op === Token.Var) for (const s of d.list) varDecl(b, s);
}

/** spec#If_statements */
function ifStmt(b: FuncBuilder, n: Node): void {
  if (n.x !== null) stmt(b, n.x);
  const yes = b.newBlock();
  const done = b.newBlock();
  const no = n.w === null ? done : b.newBlock();
  b.at(n.pos);
  condBranch(b, n.y!, yes, no);
  b.startSealed(yes);
  stmt(b, n.z!);
  b.jump(done);
  if (n.w !== null) {
    b.startSealed(no);
    stmt(b, n.w);
    b.jump(done);
  }
  b.startSealed(done);
}

// --- loops and their targets ---------------------------------------------------------------------------------------------------

/** The label of the statement about to be built ('' if none). */
export function takeLabel(b: FuncBuilder): string {
  const l = b.s.pendingLabel;
  b.s.pendingLabel = '';
  return l;
}

/** Makes break and continue inside the statement go to the given blocks. */
export function enterTarget(b: FuncBuilder, label: string, breakTo: BlockId, continueTo: BlockId): void {
  b.s.targets.push({ label, breakTo, continueTo });
  if (continueTo >= 0) b.s.loopDepth++;
}

export function leaveTarget(b: FuncBuilder): void {
  const t = b.s.targets.pop()!;
  if (t.continueTo >= 0) b.s.loopDepth--;
}

export function enterLoop(b: FuncBuilder, breakTo: BlockId, continueTo: BlockId): void { enterTarget(b, takeLabel(b), breakTo, continueTo); }
export function leaveLoop(b: FuncBuilder): void { leaveTarget(b); }

/** spec#For_statements with condition or for clause. From go1.22 each iteration has its own copies of the loop variables. */
function forStmt(b: FuncBuilder, n: Node): void {
  const label = takeLabel(b);
  if (n.x !== null) stmt(b, n.x);
  const perIter = b.ctx.goMinor >= 22 && n.x !== null ? loopVars(b, n.x) : [];
  const head = b.newBlock();
  const body = b.newBlock();
  const post = b.newBlock();
  const done = b.newBlock();
  b.at(n.pos);
  b.jump(head);
  b.start(head);
  if (n.y !== null) condBranch(b, n.y, body, done);
  else b.jump(body);
  b.startSealed(body);
  enterTarget(b, label, done, post);
  stmt(b, n.w!);
  leaveTarget(b);
  b.jump(post);
  b.startSealed(post);
  for (const v of perIter) copyLoopVar(b, v);
  if (n.z !== null) { b.s.loopDepth++; stmt(b, n.z); b.s.loopDepth--; }
  b.at(n.pos);
  b.jump(head);
  b.seal(head);
  b.startSealed(done);
}

/** Loop variables that live in objects of their own: their address becomes a variable, so that each iteration can have another one. */
function loopVars(b: FuncBuilder, init: Node): LocalVar[] {
  if (init.kind !== Kind.Assign || init.op !== Token.Define) return [];
  const out: LocalVar[] = [];
  for (const id of init.list) {
    const o = b.def(id);
    const v = o === null ? undefined : b.s.vars.get(o);
    if (v === undefined || v.base >= 0 || b.f.op[v.addr] !== Op.NewObject) continue;
    v.addrVar = b.newVars([VT.Ptr]);
    b.writeVar(v.addrVar, v.addr);
    out.push(v);
  }
  return out;
}

function copyLoopVar(b: FuncBuilder, v: LocalVar): void {
  const fresh = b.newObject(v.type, 'var', v.name);
  b.store(v.type, fresh, b.load(v.type, b.localAddr(v)));
  b.writeVar(v.addrVar, fresh);
}

// --- labels and jumps ------------------------------------------------------------------------------------------------------------

function labelBlock(b: FuncBuilder, name: string): LabelBlock {
  let l = b.s.labels.get(name);
  if (l === undefined) { l = { block: b.newBlock(), placed: false }; b.s.labels.set(name, l); }
  return l;
}

/** spec#Labeled_statements. Only functions with goto need a block for the label itself. */
function labeledStmt(b: FuncBuilder, n: Node): void {
  const name = n.x!.name;
  if (b.s.hasGoto) {
    const l = labelBlock(b, name);
    b.jump(l.block);
    b.start(l.block); // sealed at the end of the function: more gotos may come
    l.placed = true;
  }
  b.s.pendingLabel = name;
  if (n.y !== null) stmt(b, n.y);
  b.s.pendingLabel = '';
}

function branchStmt(b: FuncBuilder, n: Node): void {
  b.at(n.pos);
  const label = n.x === null ? '' : n.x.name;
  switch (n.op) {
    case Token.Goto:
      if (b.s.rangeBody !== null && b.s.fn !== null && !b.s.fn.labels.has(label)) { rangeExit(b, Token.Goto, label); return; }
      b.jump(labelBlock(b, label).block);
      return;
    case Token.Fallthrough: b.jump(b.s.fallthroughTo); return;
    case Token.Break: case Token.Continue: {
      const t = findTarget(b.s.targets, label, n.op === Token.Continue);
      if (t === null) { rangeExit(b, n.op, label); return; }
      b.jump(n.op === Token.Break ? t.breakTo : t.continueTo);
      return;
    }
    default: fail(`branch statement ${n.op}`);
  }
}

/** Innermost statement that break or continue (with or without label) refers to. */
export function findTarget(targets: readonly JumpTarget[], label: string, isContinue: boolean): JumpTarget | null {
  for (let i = targets.length - 1; i >= 0; i--) {
    const t = targets[i]!;
    if (label !== '' ? t.label === label : !isContinue || t.continueTo >= 0) return t;
  }
  return null;
}

/** Jump of an exit that a range-over-func body asked for, in the function that has the target. */
export function performExit(b: FuncBuilder, op: Token, label: string): void {
  if (op === Token.Goto) { b.jump(labelBlock(b, label).block); return; }
  const t = findTarget(b.s.targets, label, op === Token.Continue);
  if (t === null) { fail(`no target for label ${label}`); return; }
  b.jump(op === Token.Break ? t.breakTo : t.continueTo);
}

