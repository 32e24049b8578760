// Labels and branch statements: every label is used, every target exists and encloses or can be jumped to.
// spec#Labeled_statements, spec#Break_statements, spec#Continue_statements, spec#Goto_statements, spec#Fallthrough_statements
//
// One walk over a function body, not entering function literals. A goto to a label not yet seen is kept as open and closed by a
// label declared later in the same or an enclosing block; what is left at the end has no target or jumps into a block. A
// variable declaration makes the gotos open at that point bad for labels that follow it in the same block.

import { Kind, type Node } from './ast.ts';
import { exprString, listString } from './expr-string.ts';
import { Token } from './token.ts';
import type { Pos, SourceFile } from '../source/pos.ts';
import type { DiagnosticSink } from '../source/diagnostic.ts';

interface Block { parent: Block | null; start: Pos; /** The labelled statement whose body (or part of it) this is. */ stmt: Node | null }
interface Label { block: Block; stmt: Node; used: boolean }
/** Innermost statements that break and continue act on; clause: index in an enclosing switch, -1 if not directly in a clause. */
interface Targets { breaks: Node | null; continues: Node | null; clause: number }

/** Reports misuse of labels and branches in a function body. */
export function checkBranches(body: Node, file: SourceFile, sink: DiagnosticSink): void {
  new BranchChecker(file, sink).check(body);
}

class BranchChecker {
  private readonly labels = new Map<string, Label>();
  private readonly file: SourceFile;
  private readonly sink: DiagnosticSink;

  constructor(file: SourceFile, sink: DiagnosticSink) {
    this.file = file;
    this.sink = sink;
  }

  check(body: Node): void {
    const open: Node[] = [];
    this.block(null, { breaks: null, continues: null, clause: -1 }, null, body.pos, body.list, open);
    for (const g of open) {
      const name = g.x!.name;
      const l = this.labels.get(name);
      if (l !== undefined) {
        l.used = true;
        this.error(g.x!.pos, `goto ${name} jumps into block starting at ${this.at(l.block.start)}`);
      } else {
        this.error(g.x!.pos, `label ${name} not defined`);
      }
    }
    // spec#Labeled_statements: it is illegal to define a label that is never used.
    for (const [name, l] of this.labels) if (!l.used) this.error(l.stmt.x!.pos, `label ${name} defined and not used`);
  }

  private error(pos: Pos, message: string): void {
    this.sink.add(pos, '', message, [], 0, true);
  }

  private at(pos: Pos): string {
    const p = this.file.position(pos);
    return p.col === 0 ? `${p.file}:${p.line}` : `${p.file}:${p.line}:${p.col}`;
  }

  /** Checks a block and adds the gotos that it leaves open to `outerOpen`. */
  private block(parent: Block | null, ctxt: Targets, stmt: Node | null, start: Pos, list: readonly Node[], outerOpen: Node[]): void {
    const b: Block = { parent, start, stmt };
    let open: Node[] = [];
    let varPos = 0;
    let varName = '';
    let bad: Node[] = [];
    let count = list.length;
    while (count > 0 && list[count - 1]!.kind === Kind.EmptyStmt) count--; // these do not end a list for fallthrough
    for (let i = 0; i < count; i++) {
      let s = list[i]!;
      let labelled: Node | null = null;
      while (s.kind === Kind.LabeledStmt) {
        labelled = null;
        if (s.x!.name !== '_') {
          open = this.declare(b, s, open, bad, varPos, varName);
          labelled = s;
        }
        s = s.y!;
      }
      if (s.kind === Kind.Assign ? s.op === Token.Define : s.kind === Kind.DeclStmt && s.x!.op === Token.Var && s.x!.list.length > 0) {
        const spec = s.kind === Kind.Assign ? null : s.x!.list[0]!;
        varPos = spec === null ? s.opPos : spec.pos;
        varName = spec === null ? listString(s.list) : exprString(spec.list[0]!);
        bad = open.slice();
      } else if (s.kind === Kind.BranchStmt) {
        if (s.x === null) this.unlabelled(s, ctxt, i + 1 === count);
        else this.labelledBranch(s, b, open);
      } else {
        this.inner(b, s, ctxt, labelled, open);
      }
    }
    for (const g of open) outerOpen.push(g);
  }

  /** Declares the label of s and closes the open gotos to it; returns the rest. */
  private declare(b: Block, s: Node, open: Node[], bad: readonly Node[], varPos: Pos, varName: string): Node[] {
    const name = s.x!.name;
    let l = this.labels.get(name);
    if (l !== undefined) this.error(s.x!.pos, `label ${name} already defined at ${this.at(l.stmt.x!.pos)}`);
    else {
      l = { block: b, stmt: s, used: false };
      this.labels.set(name, l);
    }
    if (open.length === 0) return open;
    const rest: Node[] = [];
    for (const g of open) {
      if (g.x!.name !== name) {
        rest.push(g);
        continue;
      }
      l.used = true;
      if (bad.includes(g)) this.error(g.x!.pos, `goto ${name} jumps over declaration of ${varName} at ${this.at(varPos)}`);
    }
    return rest;
  }

  private unlabelled(s: Node, ctxt: Targets, last: boolean): void {
    switch (s.op) {
      case Token.Break:
        if (ctxt.breaks === null) this.error(s.pos, 'break is not in a loop, switch, or select');
        break;
      case Token.Continue:
        if (ctxt.continues === null) this.error(s.pos, 'continue is not in a loop');
        break;
      case Token.Fallthrough: {
        let message = 'fallthrough statement out of place';
        const sw = ctxt.breaks;
        if (sw !== null && sw.kind === Kind.TypeSwitchStmt) message = 'cannot fallthrough in type switch';
        else if (sw !== null && sw.kind === Kind.SwitchStmt && ctxt.clause >= 0 && last) {
          if (ctxt.clause + 1 < sw.list.length) return;
          message = 'cannot fallthrough final case in switch';
        }
        this.error(s.pos, message);
      }
    }
  }

  private labelledBranch(s: Node, b: Block, open: Node[]): void {
    const name = s.x!.name;
    const l = this.labels.get(name);
    if (s.op === Token.Goto) {
      if (l !== undefined) {
        l.used = true;
        for (let e: Block | null = b; e !== null; e = e.parent) if (e === l.block) return;
      }
      open.push(s);
      return;
    }
    const what = s.op === Token.Break ? 'break' : 'continue';
    if (l === undefined) {
      this.error(s.x!.pos, `${what} label not defined: ${name}`);
      return;
    }
    l.used = true;
    for (let e: Block | null = b; e !== null; e = e.parent) {
      if (e.stmt !== l.stmt) continue;
      const k = l.stmt.y!.kind;
      const loop = k === Kind.ForStmt || k === Kind.RangeStmt;
      if (loop || (s.op === Token.Break && (k === Kind.SwitchStmt || k === Kind.TypeSwitchStmt || k === Kind.SelectStmt))) return;
      break;
    }
    this.error(s.x!.pos, `invalid ${what} label ${name}`);
  }

  private inner(b: Block, s: Node, ctxt: Targets, labelled: Node | null, open: Node[]): void {
    switch (s.kind) {
      case Kind.Block:
        this.block(b, { breaks: ctxt.breaks, continues: ctxt.continues, clause: -1 }, labelled, s.pos, s.list, open);
        break;
      case Kind.IfStmt: {
        const t = { breaks: ctxt.breaks, continues: ctxt.continues, clause: -1 };
        this.block(b, t, labelled, s.z!.pos, s.z!.list, open);
        if (s.w !== null) this.block(b, t, labelled, s.w.pos, [s.w], open);
        break;
      }
      case Kind.ForStmt: case Kind.RangeStmt:
        this.block(b, { breaks: s, continues: s, clause: -1 }, labelled, s.w!.pos, s.w!.list, open);
        break;
      case Kind.SwitchStmt: case Kind.TypeSwitchStmt: case Kind.SelectStmt:
        for (let i = 0; i < s.list.length; i++) {
          const c = s.list[i]!;
          this.block(b, { breaks: s, continues: ctxt.continues, clause: s.kind === Kind.SelectStmt ? -1 : i }, labelled, c.pos, c.list2, open);
        }
        break;
    }
  }
}
