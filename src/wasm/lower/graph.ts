// Control-flow graphs over small integers: reverse postorder, dominators, and the transformation of irreducible graphs.
//
// Irreducible graphs (goto into loops, entry of a resume function into the middle of a loop): every strongly connected component
// with several entries gets a dispatcher node. Its main entry h is entered only through the dispatcher; edges from outside to
// another entry c set the selector to id(c) and go to the dispatcher, which clears it and branches. Edges inside the component
// stay. Then the component without its header is treated in the same way.

import { immediateDominators } from '../../base/dominators.ts';
import { fail } from '../../base/internal-error.ts';

export interface Graph {
  /** Successors, by node; order is meaningful to the owner. */
  succs: number[][];
  root: number;
}

export interface Order {
  /** Reachable nodes in reverse postorder. */
  rpo: number[];
  /** Position in rpo, or -1 for unreachable nodes. */
  num: Int32Array;
  /** Immediate dominator; the root's is itself; -1 unreachable. */
  idom: Int32Array;
  preds: number[][];
}

/** Reverse postorder with successors visited last to first, so that the first successor comes first. */
export function reversePostorder(g: Graph): { rpo: number[]; num: Int32Array } {
  const n = g.succs.length;
  const state = new Int32Array(n).fill(-1); // next successor to visit
  const post: number[] = [];
  const stack = [g.root];
  state[g.root] = g.succs[g.root]!.length;
  while (stack.length > 0) {
    const x = stack[stack.length - 1]!;
    const i = --state[x]!;
    if (i < 0) {
      stack.pop();
      state[x] = 0;
      post.push(x);
      continue;
    }
    const s = g.succs[x]![i]!;
    if (state[s] === -1) {
      state[s] = g.succs[s]!.length;
      stack.push(s);
    }
  }
  post.reverse();
  const num = new Int32Array(n).fill(-1);
  for (let i = 0; i < post.length; i++) num[post[i]!] = i;
  return { rpo: post, num };
}

/** Reverse postorder, predecessors and dominators. */
export function order(g: Graph): Order {
  const { rpo, num } = reversePostorder(g);
  const preds: number[][] = g.succs.map(() => []);
  for (const x of rpo) for (const s of g.succs[x]!) preds[s]!.push(x);
  const idom = immediateDominators(g.succs.length, g.root, (x) => g.succs[x]!, (x) => preds[x]!);
  return { rpo, num, idom, preds };
}

/** Loops of a reducible graph: the header of the innermost loop around each node (a header's is itself), and for each header the one of
 *  the loop around its own; -1 none. */
export function loops(ord: Order): { innermost: Int32Array; outer: Int32Array } {
  const n = ord.num.length;
  const innermost = new Int32Array(n).fill(-1);
  const outer = new Int32Array(n).fill(-1);
  const work: number[] = [];
  // Inner loops first; a node that is in one already stands for all of it by the outermost header found so far.
  for (let i = ord.rpo.length - 1; i >= 0; i--) {
    const h = ord.rpo[i]!;
    for (const p of ord.preds[h]!) if (ord.num[p]! >= i) work.push(p);
    if (work.length === 0) continue;
    while (work.length > 0) {
      let x = work.pop()!;
      if (x !== h && innermost[x] !== -1) {
        x = innermost[x]!;
        while (x !== h && outer[x] !== -1) x = outer[x]!;
        if (x === h) continue;
        outer[x] = h;
      } else if (x === h || innermost[x] === h) continue;
      else innermost[x] = h;
      for (const p of ord.preds[x]!) if (ord.num[p]! > i) work.push(p);
    }
    innermost[h] = h;
  }
  return { innermost, outer };
}

/** What makeReducible asks of the owner of the graph. */
export interface Selectors {
  /** Selector value of a node that is entered from outside its loop (positive, unique per node). */
  id(node: number): number;
  /** True if the selector already holds id(target) whenever control goes from `from` to a target (the resume dispatch). */
  preset(from: number): boolean;
  /** Position of a node in the reverse postorder of the function itself: the header of a loop comes first among its nodes. */
  rank(node: number): number;
  /** New node: set selector, go to `to` (succs are filled in by the caller). */
  setNode(value: number): number;
  /** New node: read and clear the selector; go to targets[i] for ids[i], else to main. */
  dispatchNode(main: number, ids: number[], targets: number[]): number;
}

/** Makes g reducible. Returns true if dispatchers were added. */
export function makeReducible(g: Graph, sel: Selectors): boolean {
  if (isReducible(g)) return false;
  let changed = false;
  const edges = new Edges(g);
  // Work items: sets of nodes to decompose (without their header).
  const work: number[][] = [edges.nodes];
  while (work.length > 0) {
    const nodes = work.pop()!;
    for (const scc of components(g, nodes)) {
      edges.enclose(scc);
      const h = fixComponent(g, edges, scc, sel);
      changed ||= h.added;
      const rest = scc.filter((x) => x !== h.header);
      if (rest.length > 0) work.push(rest);
    }
  }
  return changed;
}

/** Predecessors while edges are redirected, and the component at hand. */
class Edges {
  /** Reachable nodes in reverse postorder. */
  readonly nodes: number[];
  private readonly g: Graph;
  /** By node; some may have become predecessors of another node since. */
  private readonly preds: number[][];
  /** By node: place in the order, between its neighbours' for added nodes. */
  private readonly place: number[];
  /** By node: the last component it was in, and the last one that it was found to lead into. */
  private readonly inside: number[] = [];
  private readonly leads: number[] = [];
  private stamp = 0;

  constructor(g: Graph) {
    this.g = g;
    const { rpo, num } = reversePostorder(g);
    this.nodes = rpo;
    this.place = Array.from(num);
    this.preds = g.succs.map(() => []);
    for (const x of rpo) for (const s of g.succs[x]!) this.preds[s]!.push(x);
  }

  /** Makes scc the component that isInside speaks of. */
  enclose(scc: readonly number[]): void {
    this.stamp++;
    for (const x of scc) this.inside[x] = this.stamp;
  }

  isInside(x: number): boolean { return this.inside[x] === this.stamp; }

  /** Nodes outside of the component that have an edge into it, in order. Forgets predecessors that are none any more: with loops in
   *  loops they would be looked at again in each. */
  leadingInto(scc: readonly number[]): number[] {
    const out: number[] = [];
    for (const x of scc) {
      const preds = this.preds[x]!;
      let n = 0;
      for (const p of preds) {
        if (!this.isInside(p) && this.leads[p] !== this.stamp) {
          if (!this.g.succs[p]!.includes(x)) continue;
          this.leads[p] = this.stamp;
          out.push(p);
        }
        preds[n++] = p;
      }
      preds.length = n;
    }
    return out.sort((a, b) => this.place[a]! - this.place[b]! || a - b);
  }

  /** Notes the edges of a new node. */
  addNode(x: number, succs: number[], place: number): void {
    this.g.succs[x] = succs;
    this.place[x] = place;
    this.preds[x] ??= [];
    for (const s of succs) this.preds[s]!.push(x);
  }

  placeOf(x: number): number { return this.place[x]!; }

  redirect(x: number, i: number, to: number): void {
    this.g.succs[x]![i] = to;
    this.preds[to]!.push(x);
  }
}

/** Whether the target of every edge that goes back in reverse postorder dominates its source. */
function isReducible(g: Graph): boolean {
  const { rpo, num, idom } = order(g);
  // Each subtree of the dominator tree as an interval of numbers; children of a node are counted down from its end.
  const size = new Int32Array(g.succs.length).fill(1);
  for (let i = rpo.length - 1; i > 0; i--) size[idom[rpo[i]!]!]! += size[rpo[i]!]!;
  const begin = new Int32Array(g.succs.length);
  const free = new Int32Array(g.succs.length);
  for (const x of rpo) {
    const d = idom[x]!;
    if (x !== g.root) {
      begin[x] = free[d]!;
      free[d]! += size[x]!;
    }
    free[x] = begin[x]! + 1;
  }
  for (const x of rpo) for (const s of g.succs[x]!) if (num[s]! <= num[x]! && (begin[x]! < begin[s]! || begin[x]! >= begin[s]! + size[s]!)) return false;
  return true;
}

function fixComponent(g: Graph, edges: Edges, scc: number[], sel: Selectors): { header: number; added: boolean } {
  const outside = edges.leadingInto(scc);
  const entries = new Set<number>();
  const normal = new Set<number>(); // entries reached by an ordinary edge
  for (const x of outside) {
    for (const s of g.succs[x]!) {
      if (!edges.isInside(s)) continue;
      entries.add(s);
      if (!sel.preset(x)) normal.add(s);
    }
  }
  if (edges.isInside(g.root)) fail('the entry node is in a loop');
  if (entries.size === 1) return { header: [...entries][0]!, added: false };
  // Main entry: the natural header of the widest loop, so that no selector is tested in the loops inside it.
  const main = first([...(normal.size > 0 ? normal : entries)], sel);
  const others = [...entries].filter((e) => e !== main);
  const ids = others.map((e) => sel.id(e));
  const d = sel.dispatchNode(main, ids, others);
  edges.addNode(d, [main, ...others], edges.placeOf(main) - 0.5);
  for (const x of outside) redirect(g, x, edges, main, d, sel);
  for (const x of scc) {
    const ss = g.succs[x]!;
    for (let i = 0; i < ss.length; i++) if (ss[i] === main) edges.redirect(x, i, d);
  }
  return { header: main, added: true };
}

function redirect(g: Graph, x: number, edges: Edges, main: number, d: number, sel: Selectors): void {
  const ss = g.succs[x]!;
  for (let i = 0; i < ss.length; i++) {
    const s = ss[i]!;
    if (!edges.isInside(s)) continue;
    if (s === main || sel.preset(x)) { edges.redirect(x, i, d); continue; }
    const n = sel.setNode(sel.id(s));
    edges.addNode(n, [d], edges.placeOf(x) + 0.5);
    edges.redirect(x, i, n);
  }
}

function first(candidates: readonly number[], sel: Selectors): number {
  let best = candidates[0]!;
  for (const c of candidates) if (sel.rank(c) < sel.rank(best)) best = c;
  return best;
}

/** Non-trivial strongly connected components of the subgraph on `nodes` (Tarjan, iterative). */
function components(g: Graph, nodes: number[]): number[][] {
  /** Position in `nodes` of their nodes. */
  const at = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) at.set(nodes[i]!, i);
  const index = new Int32Array(nodes.length).fill(-1);
  const low = new Int32Array(nodes.length);
  const next = new Int32Array(nodes.length);
  const onStack = new Uint8Array(nodes.length);
  const stack: number[] = [];
  const out: number[][] = [];
  let counter = 0;
  for (let start = 0; start < nodes.length; start++) {
    if (index[start] !== -1) continue;
    const path = [start];
    index[start] = low[start] = counter++;
    stack.push(start);
    onStack[start] = 1;
    while (path.length > 0) {
      const x = path[path.length - 1]!;
      const ss = g.succs[nodes[x]!]!;
      if (next[x]! < ss.length) {
        const s = at.get(ss[next[x]!++]!);
        if (s === undefined) continue;
        if (index[s] === -1) {
          index[s] = low[s] = counter++;
          stack.push(s);
          onStack[s] = 1;
          path.push(s);
        } else if (onStack[s] === 1 && index[s]! < low[x]!) low[x] = index[s]!;
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const p = path[path.length - 1]!;
        if (low[x]! < low[p]!) low[p] = low[x]!;
      }
      if (low[x] !== index[x]) continue;
      const scc: number[] = [];
      for (;;) {
        const y = stack.pop()!;
        onStack[y] = 0;
        scc.push(nodes[y]!);
        if (y === x) break;
      }
      if (scc.length > 1 || ss.includes(nodes[x]!)) out.push(scc);
    }
  }
  return out;
}
