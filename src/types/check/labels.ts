// Labels, and the branches that name them. spec#Labeled_statements, spec#Goto_statements
//
// One walk over the body: each block knows the labels declared in it so far and the gotos that have not met theirs yet. A goto may
// jump forwards within its block or out of it, but not over a variable declaration and not into a block.

import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import type { Pos } from '../../source/pos.ts';
import { Obj, ObjKind } from '../objects.ts';
import { tInvalid } from '../universe.ts';
import type { Note } from '../../source/diagnostic.ts';
import type { Checker } from './checker.ts';

class LabelBlock {
  readonly parent: LabelBlock | null;
  /** The labeled statement that this is the body of, or null. */
  readonly stmt: Node | null;
  readonly labels: Set<string> = new Set();
  /** Gotos that look for a label further on, and those among them that came before the latest variable declaration. */
  pending: Node[] = [];
  beforeVar: Node[] = [];
  varPos: Pos = 0;

  constructor(parent: LabelBlock | null, stmt: Node | null) {
    this.parent = parent;
    this.stmt = stmt;
  }

  declares(name: string): boolean {
    for (let b: LabelBlock | null = this; b !== null; b = b.parent) if (b.labels.has(name)) return true;
    return false;
  }

  /** The labeled statement around us with that name. */
  enclosing(name: string): Node | null {
    for (let b: LabelBlock | null = this; b !== null; b = b.parent) if (b.stmt !== null && b.stmt.x!.name === name) return b.stmt;
    return null;
  }
}

class LabelChecker {
  private readonly c: Checker;
  private readonly all: Map<string, Obj> = new Map();

  constructor(c: Checker) { this.c = c; }

  private errN(n: Node, code: string, message: string): void { if (this.c.config.branchErrors) this.c.errN(n, code, message); }
  private softErr(pos: Pos, code: string, message: string, notes: Note[] = []): void {
    if (this.c.config.branchErrors) this.c.softErr(pos, code, message, notes);
  }

  run(body: Node): void {
    for (const jmp of this.block(null, null, body.list)) {
      const id = jmp.x!;
      const alt = this.all.get(id.name);
      if (alt !== undefined) {
        this.errN(id, 'JumpIntoBlock', `goto ${id.name} jumps into block`);
        alt.used = true; // avoid another error
      } else {
        this.errN(id, 'UndeclaredLabel', `label ${id.name} not declared`);
      }
    }
    for (const l of this.all.values()) if (!l.used) this.softErr(l.pos, 'UnusedLabel', `label ${l.name} declared and not used`);
  }

  /** Checks a block; the gotos whose label is not in it (nor around it, declared before). */
  private block(parent: LabelBlock | null, stmt: Node | null, list: readonly Node[]): Node[] {
    const b = new LabelBlock(parent, stmt);
    for (const s of list) this.stmt(b, null, s);
    return b.pending;
  }

  private varDecl(b: LabelBlock, pos: Pos): void {
    b.varPos = pos;
    b.beforeVar = b.pending.slice();
  }

  private stmt(b: LabelBlock, labeled: Node | null, n: Node): void {
    switch (n.kind) {
      case Kind.DeclStmt:
        if (n.x!.op === Token.Var) for (const spec of n.x!.list) this.varDecl(b, spec.pos);
        break;
      case Kind.Assign:
        if (n.op === Token.Define && n.aux !== 1) this.varDecl(b, n.opPos);
        break;
      case Kind.LabeledStmt:
        if (n.x!.name !== '_') {
          this.label(b, n);
          labeled = n;
        }
        this.stmt(b, labeled, n.y!);
        break;
      case Kind.BranchStmt: this.branch(b, n); break;
      case Kind.Block: b.pending.push(...this.block(b, labeled, n.list)); break;
      case Kind.IfStmt:
        this.stmt(b, labeled, n.z!);
        if (n.w !== null) this.stmt(b, labeled, n.w);
        break;
      case Kind.SwitchStmt: case Kind.TypeSwitchStmt: case Kind.SelectStmt: {
        const outer = new LabelBlock(b, labeled);
        for (const cl of n.list) b.pending.push(...this.block(outer, null, cl.list2));
        break;
      }
      case Kind.ForStmt: case Kind.RangeStmt: this.stmt(b, labeled, n.w!); break;
      default: break;
    }
  }

  private label(b: LabelBlock, n: Node): void {
    const c = this.c;
    const id = n.x!;
    const name = id.name;
    const lbl = new Obj(ObjKind.Label, id.pos, c.pkg, name, tInvalid);
    lbl.decl = n;
    const alt = this.all.get(name);
    if (alt !== undefined) {
      this.softErr(id.pos, 'DuplicateLabel', `label ${name} already declared`, c.altDecl(alt));
    } else {
      this.all.set(name, lbl);
      b.labels.add(name);
      c.recordDef(id, lbl);
    }
    // Gotos that were waiting for it.
    const rest: Node[] = [];
    for (const jmp of b.pending) {
      if (jmp.x!.name !== name) {
        rest.push(jmp);
        continue;
      }
      lbl.used = true;
      c.recordUse(jmp.x!, lbl);
      if (b.varPos !== 0 && b.beforeVar.includes(jmp)) {
        const line = c.fset.position(b.varPos).line;
        this.softErr(jmp.x!.pos, 'JumpOverDecl', `goto ${name} jumps over variable declaration at line ${line}`);
      }
    }
    b.pending = rest;
  }

  private branch(b: LabelBlock, n: Node): void {
    if (n.x === null) return; // checked with the statement
    const c = this.c;
    const name = n.x.name;
    const target = b.enclosing(name);
    const k = target === null ? Kind.BadStmt : target.y!.kind;
    const loop = k === Kind.ForStmt || k === Kind.RangeStmt;
    switch (n.op as Token) {
      case Token.Break:
        if (!loop && k !== Kind.SwitchStmt && k !== Kind.TypeSwitchStmt && k !== Kind.SelectStmt) {
          this.misplaced(n, 'break');
          return;
        }
        break;
      case Token.Continue:
        if (!loop) {
          this.misplaced(n, 'continue');
          return;
        }
        break;
      default:
        if (!b.declares(name)) {
          b.pending.push(n);
          return;
        }
    }
    const lbl = this.all.get(name)!;
    lbl.used = true;
    c.recordUse(n.x, lbl);
  }

  private misplaced(n: Node, what: string): void {
    this.errN(n.x!, 'MisplacedLabel', `invalid ${what} label ${n.x!.name}`);
  }
}

export function labels(c: Checker, body: Node): void { new LabelChecker(c).run(body); }
