// Structured control flow from a reducible graph: Ramsey, 'Beyond Relooper: Recursive Translation of Unstructured Control Flow to
// Structured Control Flow' (ICFP 2022), with an explicit stack instead of recursion.
//
// The code of a node contains the code of the nodes it dominates. A node with several forward edges into it (or a target of a table)
// follows a wasm block that ends in front of it; edges to it are branches out of that block. A loop header opens a wasm loop. What
// leaves a loop stands behind it: a node that is in fewer loops than its dominator follows a block too, in the code of the nearest
// dominator that is in the same loops.

import type { Asm } from '../encode/assembler.ts';
import { loops, order, type Graph, type Order } from './graph.ts';
import { W } from '../opcode.table.ts';
import { fail } from '../../base/internal-error.ts';

export const enum End {
  /** The body has left the function (or the node is unreachable behind it). */
  Exit,
  /** succs[0] */
  Jump,
  /** The condition is on the stack: ≠ 0 → succs[0], else succs[1]. */
  If,
  /** The condition is on the stack, inverted: 0 → succs[0]. */
  IfNot,
  /** The index is on the stack: k → tableTarget(k), else the last. */
  Table,
}

export interface NodeEmitter {
  /** Emits the code of a node up to its jump, leaving what End says on the stack. */
  body(node: number): End;
  /** Targets of a Table end, in order of the index; the last is the default. */
  table(node: number): readonly number[];
  /** Whether the node ends with Table (asked before body). */
  isTable(node: number): boolean;
}

// Work items: kind in the low three bits.
const enum Item { Node, EndBlock, EndLoop, Else, EndIf, EndIfOpaque }

export function emitStructured(g: Graph, a: Asm, e: NodeEmitter): void {
  new Structurer(g, a, e).run();
}

class Structurer {
  private readonly g: Graph;
  private readonly a: Asm;
  private readonly e: NodeEmitter;
  private readonly ord: Order;
  private readonly merge: Uint8Array;
  private readonly header: Uint8Array;
  /** Merge nodes that stand in the code of a node, by falling rpo number. */
  private readonly mergeKids: number[][];
  private readonly blockLabel: Int32Array;
  private readonly loopLabel: Int32Array;
  private readonly stack: number[] = [];

  constructor(g: Graph, a: Asm, e: NodeEmitter) {
    this.g = g;
    this.a = a;
    this.e = e;
    const ord = this.ord = order(g);
    const n = g.succs.length;
    this.merge = new Uint8Array(n);
    this.header = new Uint8Array(n);
    this.blockLabel = new Int32Array(n);
    this.loopLabel = new Int32Array(n);
    this.mergeKids = g.succs.map(() => []);
    const forward = new Int32Array(n);
    for (const x of ord.rpo) {
      for (const s of g.succs[x]!) {
        if (ord.num[s]! <= ord.num[x]!) this.header[s] = 1;
        else if (++forward[s]! >= 2 || e.isTable(x)) this.merge[s] = 1;
      }
    }
    const { innermost, outer } = loops(ord);
    for (let i = ord.rpo.length - 1; i > 0; i--) {
      const x = ord.rpo[i]!;
      const within = this.header[x] === 1 ? outer[x]! : innermost[x]!;
      let host = ord.idom[x]!;
      for (; innermost[host] !== within; host = ord.idom[host]!) this.merge[x] = 1;
      if (this.merge[x] === 1) this.mergeKids[host]!.push(x);
    }
  }

  run(): void {
    this.push(Item.Node, this.g.root);
    while (this.stack.length > 0) {
      const item = this.stack.pop()!;
      switch (item & 7) {
        case Item.Node: this.node(item >> 3); break;
        case Item.Else: this.a.else_(); break;
        default: this.a.end();
      }
    }
    this.a.unreachable();
  }

  private push(kind: Item, x: number): void { this.stack.push((x << 3) | kind); }

  private node(x: number): void {
    const a = this.a;
    if (this.header[x] === 1) {
      this.loopLabel[x] = a.loop();
      this.push(Item.EndLoop, x);
    }
    for (const y of this.mergeKids[x]!) {
      this.blockLabel[y] = a.block();
      this.push(Item.Node, y);
      this.push(Item.EndBlock, y);
    }
    const ss = this.g.succs[x]!;
    const end = this.e.body(x);
    switch (end) {
      case End.Exit: break;
      case End.Jump: this.jump(x, ss[0]!); break;
      case End.Table: {
        const t = this.e.table(x);
        const labels: number[] = [];
        for (let i = 0; i < t.length; i++) labels.push(this.label(x, t[i]!));
        const last = labels.pop()!;
        if (labels.every((l) => l === last)) { a.op(W.Drop); a.br(last); }
        else a.brTable(labels, last);
        break;
      }
      default: this.branch(x, ss[0]!, ss[1]!, end === End.IfNot);
    }
  }

  private isBranch(x: number, s: number): boolean {
    return this.merge[s] === 1 || this.ord.num[s]! <= this.ord.num[x]!;
  }

  private label(x: number, s: number): number {
    if (this.ord.num[s]! <= this.ord.num[x]!) return this.loopLabel[s]!;
    if (this.merge[s] !== 1) fail('branch to a node without a block');
    return this.blockLabel[s]!;
  }

  private jump(x: number, s: number): void {
    if (!this.isBranch(x, s)) this.push(Item.Node, s);
    else if (!this.fallsTo(x, s)) this.a.br(this.label(x, s));
  }

  /** Whether reaching the end of the code emitted for the item on top of the stack reaches s. */
  private fallsTo(x: number, s: number): boolean {
    if (this.ord.num[s]! <= this.ord.num[x]!) return false;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const item = this.stack[i]!;
      switch (item & 7) {
        case Item.EndBlock: if (item >> 3 === s) return true; return false;
        case Item.EndLoop: case Item.EndIf: break;
        case Item.Else: i -= 2; break; // the else branch and its end
        default: return false;
      }
    }
    return false;
  }

  private branch(x: number, yes: number, no: number, inverted: boolean): void {
    const a = this.a;
    if (yes === no) { a.op(W.Drop); this.jump(x, yes); return; }
    const by = this.isBranch(x, yes);
    const bn = this.isBranch(x, no);
    if (by && !(bn && this.fallsTo(x, yes))) {
      if (inverted) a.not();
      a.brIf(this.label(x, yes));
      this.jump(x, no);
      return;
    }
    if (bn) {
      if (!inverted) a.not();
      a.brIf(this.label(x, no));
      this.jump(x, yes);
      return;
    }
    if (inverted) a.not();
    a.if_();
    // With a merge node behind, both arms can fall out of the if; else the second arm follows it.
    const top = this.stack[this.stack.length - 1];
    if (top !== undefined && (top & 7) === Item.EndBlock) {
      this.push(Item.EndIf, x);
      this.push(Item.Node, no);
      this.push(Item.Else, x);
      this.push(Item.Node, yes);
    } else {
      this.push(Item.Node, no);
      this.push(Item.EndIfOpaque, x);
      this.push(Item.Node, yes);
    }
  }
}
