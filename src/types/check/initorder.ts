// The order in which package-level variables are initialised. spec#Package_initialization: repeatedly the earliest variable in
// declaration order that has no uninitialised dependencies. References to a function count as references to what it mentions.
//
// The dependency graph of constants, variables and functions is taken from the declarations; functions are eliminated by joining
// what depends on them to what they depend on. Then a priority queue by number of open dependencies (constants first, then
// declaration order) yields the order; a node that still has dependencies when it comes up lies on, or behind, a cycle.

import { type Obj, ObjKind } from '../objects.ts';
import type { Note } from '../../source/diagnostic.ts';
import type { Checker } from './checker.ts';

class GraphNode {
  readonly obj: Obj;
  readonly pred: Set<GraphNode> = new Set();
  readonly succ: Set<GraphNode> = new Set();
  /** Dependencies not initialised yet. */
  open = 0;
  done = false;

  constructor(obj: Obj) { this.obj = obj; }
}

export function initOrder(c: Checker): void {
  const queue = new NodeHeap(dependencyGraph(c));
  for (let n = queue.pop(); n !== null; n = queue.pop()) {
    n.done = true;
    if (n.open > 0) {
      const cycle = findPath(c, n.obj, n.obj, new Set());
      // Without a cycle through n itself, n only depends on one that is or will be reported.
      if (cycle !== null) reportCycle(c, cycle);
    }
    for (const p of n.pred) {
      p.open--;
      queue.push(p); // its old entry is stale
    }
    if (n.obj.kind !== ObjKind.Var) continue;
    const d = c.declOf(n.obj)!;
    if (d.init === null || d.emitted) continue;
    d.emitted = true;
    c.info.initOrder.push({ lhs: d.lhs ?? [n.obj], rhs: d.init });
  }
}

function dependencyGraph(c: Checker): GraphNode[] {
  const nodes = new Map<Obj, GraphNode>();
  const isNode = (o: Obj): boolean => o.kind === ObjKind.Const || o.kind === ObjKind.Var || o.kind === ObjKind.Func;
  for (const o of c.objList) if (isNode(o)) nodes.set(o, new GraphNode(o));
  for (const n of nodes.values()) {
    for (const d of c.declOf(n.obj)!.deps) {
      const m = nodes.get(d);
      if (m === undefined) continue;
      n.succ.add(m);
      m.pred.add(n);
    }
  }
  const all = [...nodes.values()];
  const funcs = all.filter((n) => n.obj.kind === ObjKind.Func);
  // Cheap ones first: joining costs the product of the degrees.
  funcs.sort((a, b) => a.pred.size * a.succ.size - b.pred.size * b.succ.size);
  for (const f of funcs) {
    for (const p of f.pred) {
      if (p === f) continue;
      for (const s of f.succ) {
        if (s === f) continue;
        p.succ.add(s);
        s.pred.add(p);
      }
      p.succ.delete(f);
    }
    for (const s of f.succ) s.pred.delete(f);
  }
  const rest = all.filter((n) => n.obj.kind !== ObjKind.Func);
  for (const n of rest) n.open = n.succ.size;
  return rest;
}

/** A binary heap of nodes as they were when pushed; entries that are out of date are skipped. */
class NodeHeap {
  private readonly heap: { node: GraphNode; open: number }[] = [];

  constructor(nodes: readonly GraphNode[]) { for (const n of nodes) this.push(n); }

  push(node: GraphNode): void {
    if (node.done) return;
    const h = this.heap;
    h.push({ node, open: node.open });
    for (let i = h.length - 1; i > 0;) {
      const p = (i - 1) >> 1;
      if (!this.less(i, p)) break;
      [h[i], h[p]] = [h[p]!, h[i]!];
      i = p;
    }
  }

  pop(): GraphNode | null {
    for (;;) {
      const h = this.heap;
      const top = h[0];
      if (top === undefined) return null;
      const last = h.pop()!;
      if (h.length > 0) {
        h[0] = last;
        this.sink();
      }
      if (!top.node.done && top.open === top.node.open) return top.node;
    }
  }

  private sink(): void {
    const h = this.heap;
    for (let i = 0; ;) {
      let m = i;
      for (let k = 2 * i + 1; k <= 2 * i + 2 && k < h.length; k++) if (this.less(k, m)) m = k;
      if (m === i) return;
      [h[i], h[m]] = [h[m]!, h[i]!];
      i = m;
    }
  }

  private less(i: number, j: number): boolean {
    const a = this.heap[i]!;
    const b = this.heap[j]!;
    // Constants need no initialisation, but they must not hold up variables.
    const ac = a.node.obj.kind === ObjKind.Const;
    if (ac !== (b.node.obj.kind === ObjKind.Const)) return ac;
    return a.open !== b.open ? a.open < b.open : a.node.obj.order < b.node.obj.order;
  }
}

/** A path of dependencies from `from` to `to`, backwards (last first), or null. */
function findPath(c: Checker, from: Obj, to: Obj, seen: Set<Obj>): Obj[] | null {
  if (seen.has(from)) return null;
  seen.add(from);
  const d = c.declOf(from);
  if (d === null) return null;
  const deps = [...d.deps].sort((a, b) => a.order - b.order);
  for (const o of deps) {
    if (o === to) return [o];
    const p = findPath(c, o, to, seen);
    if (p !== null) {
      p.push(o);
      return p;
    }
  }
  return null;
}

function reportCycle(c: Checker, cycle: readonly Obj[]): void {
  let obj = cycle[0]!;
  if (cycle.length === 1) {
    c.err(obj.pos, 'InvalidInitCycle', `initialization cycle: ${obj.name} refers to itself`);
    return;
  }
  const notes: Note[] = [];
  for (let i = cycle.length - 1; i >= 0; i--) {
    const next = cycle[i]!;
    notes.push({ pos: obj.pos, message: `${obj.name} refers to ${next.name}` });
    obj = next;
  }
  c.err(cycle[0]!.pos, 'InvalidInitCycle', `initialization cycle for ${cycle[0]!.name}`, notes);
}
