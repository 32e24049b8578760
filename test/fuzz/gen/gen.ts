// The state of one program while it is generated: declarations so far, the scope, what the current place allows.
//
// Programs must have one meaning. So expressions have no side effects (except in evaluation-order.ts, where the specification fixes the
// order), at most one operation of a statement may panic, loops have known bounds, maps are iterated in ways that do not depend on order,
// and slices that grow have no aliases, because the capacity after append is not specified.

import { Random } from './random.ts';
import { defined, type Ty } from './types.ts';

export interface Var {
  name: string;
  ty: Ty;
  /** May be assigned to. */
  assign: boolean;
  /** What it refers to may be written through it. */
  owned: boolean;
  /** A slice without aliases, for append. */
  growable: boolean;
  /** A pointer, map or interface value that is not nil. */
  nonNil: boolean;
  constant?: boolean;
}

/** A function without side effects; `fails`: may panic. */
export interface FuncInfo { name: string; params: Ty[]; results: Ty[]; cost: number }

export interface GenericFunc { name: string; accepts: (t: Ty) => boolean; params: (t: Ty) => Ty[]; result: (t: Ty) => Ty; cost: number; explicit: boolean }

/** Paths from a value to its parts: @ stands for the value, # for an index below `len`. */
interface Path { template: string; ty: Ty; len: number[] }

const MAX_WORK = 4000;

export class Gen {
  readonly r: Random;
  readonly features = new Map<string, number>();
  /** Finished top-level declarations. */
  readonly decls: string[] = [];
  private body: string[] = [];
  private indent = 1;
  scope: Var[] = [];
  readonly globals: Var[] = [];
  readonly types: Ty[] = [];
  readonly funcs: FuncInfo[] = [];
  readonly generics: GenericFunc[] = [];
  readonly printers = new Map<string, string>();
  private counter = 0;
  /** Product of the bounds of the enclosing loops. */
  mult = 1;
  /** Work done so far by the function, roughly in statements. */
  cost = 0;
  /** How many operations of the current statement may still panic. */
  panics = 0;
  /** In a function without side effects. */
  pure = false;
  /** Enclosing loops' labels that `continue` may name, or ''. */
  loops: string[] = [];
  /** Result types if a return statement may appear here, else null. */
  returns: Ty[] | null = null;
  private readonly paths = new Map<string, Path[]>();

  /** `focus`: the only pattern to use, or ''. */
  constructor(readonly id: number, readonly focus: string) { this.r = new Random(id); }

  feature(name: string): void { this.features.set(name, (this.features.get(name) ?? 0) + 1); }

  local(prefix: string): string { return `${prefix}${++this.counter}`; }
  global(prefix: string): string { return `${prefix}${this.id}_${++this.counter}`; }

  emit(line: string): void {
    this.body.push('\t'.repeat(this.indent) + line);
    this.cost += this.mult;
  }

  /** Emits `head {`, what `inside` emits in a scope of its own, and `}` with `tail`. */
  block(head: string, inside: () => void, tail = ''): void {
    this.emit(`${head} {`.trimStart());
    this.nested(inside);
    this.body.push(`${'\t'.repeat(this.indent)}}${tail}`);
  }

  /** What `inside` emits, indented and in a scope of its own. */
  nested(inside: () => void): void {
    const { scope } = this;
    this.scope = [...scope];
    this.indent++;
    inside();
    this.indent--;
    this.scope = scope;
  }

  loop(bound: number, label: string, inside: () => void): void {
    const { mult } = this;
    this.mult = mult * Math.max(bound, 1);
    this.loops.push(label);
    inside();
    this.loops.pop();
    this.mult = mult;
  }

  /** Generates a function body apart from the current one: its lines and cost. */
  apart(vars: Var[], returns: Ty[] | null, pure: boolean, inside: () => void): { lines: string[]; cost: number } {
    const saved = { body: this.body, indent: this.indent, scope: this.scope, mult: this.mult, cost: this.cost, panics: this.panics, pure: this.pure, loops: this.loops, returns: this.returns };
    Object.assign(this, { body: [], indent: 1, scope: [...this.globals.map((v) => (pure ? { ...v, assign: false, owned: false, growable: false } : v)), ...vars], mult: 1, cost: 0, panics: 0, pure, loops: [], returns });
    inside();
    const result = { lines: this.body, cost: this.cost };
    Object.assign(this, saved);
    return result;
  }

  topFunc(head: string, vars: Var[], returns: Ty[] | null, pure: boolean, inside: () => void): number {
    const { lines, cost } = this.apart(vars, returns, pure, inside);
    this.decls.push(`${head} {\n${lines.join('\n')}\n}`);
    return cost;
  }

  /** A function literal inside the current function: sees its variables but neither its loops nor its results. */
  literal(head: string, vars: Var[], returns: Ty[] | null, inside: () => void, tail: string): void {
    const { loops, returns: saved, panics } = this;
    this.loops = [];
    this.returns = returns;
    this.block(head, () => {
      // A parameter or result hides variables of the same name.
      this.scope = [...this.scope.filter((v) => !vars.some((w) => w.name === v.name)), ...vars];
      inside();
    }, tail);
    this.loops = loops;
    this.returns = saved;
    this.panics = panics;
  }

  get room(): boolean { return this.cost < MAX_WORK && this.body.length < 160; }

  /** Whether something of this cost may run here. */
  affordable(cost: number): boolean { return this.cost + cost * this.mult < MAX_WORK; }
  spend(cost: number): void { this.cost += cost * this.mult; }

  /** Whether the next operation may be one that panics; each statement may have one. */
  mayPanic(): boolean {
    if (this.panics === 0 || !this.r.chance(0.4)) return false;
    this.panics--;
    return true;
  }

  add(name: string, ty: Ty, more: Partial<Var> = {}): Var {
    const v = { name, ty, assign: true, owned: false, growable: false, nonNil: false, ...more };
    this.scope.push(v);
    return v;
  }

  declare(under: Ty): Ty {
    const t = defined(this.global('T'), under);
    this.types.push(t);
    return t;
  }

  /** A part of a visible variable, of the wanted type: an operand without effects. Null if there is none. */
  place(wanted: Ty, filter: (v: Var) => boolean = () => true, index?: (len: number) => string): { text: string; root: Var } | null {
    const n = this.scope.length;
    if (n === 0) return null;
    const start = this.r.int(n);
    for (let k = 0; k < n; k++) {
      const v = this.scope[(start + k) % n]!;
      if (!filter(v) || (v.growable && wanted.kind === 'slice')) continue;
      const found = this.pathsOf(v).filter((p) => p.ty.text === wanted.text);
      if (found.length === 0) continue;
      const p = this.r.pick(found);
      let i = 0;
      return { root: v, text: p.template.replaceAll('@', v.name).replaceAll('#', () => (index ?? ((len): string => String(this.r.int(len))))(p.len[i++]!)) };
    }
    return null;
  }

  private pathsOf(v: Var): Path[] {
    const key = v.ty.text + (v.nonNil ? '!' : '');
    let list = this.paths.get(key);
    if (list === undefined) {
      list = [];
      collect(list, '@', v.ty, [], 2);
      if (v.ty.kind === 'pointer' && v.nonNil) {
        const e = v.ty.elem!;
        list.push({ template: '(*@)', ty: e, len: [] });
        if (e.kind === 'struct') for (const f of e.fields) list.push({ template: `@.${f.name}`, ty: f.ty, len: [] });
      }
      this.paths.set(key, list);
    }
    return list;
  }
}

function collect(list: Path[], template: string, ty: Ty, len: number[], depth: number): void {
  list.push({ template, ty, len });
  if (depth === 0) return;
  if (ty.kind === 'struct') for (const f of ty.fields) collect(list, `${template}.${f.name}`, f.ty, len, depth - 1);
  if (ty.kind === 'array' && ty.len > 0) collect(list, `${template}[#]`, ty.elem!, [...len, ty.len], depth - 1);
}
