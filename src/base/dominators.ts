// Immediate dominators: Lengauer and Tarjan, A Fast Algorithm for Finding Dominators in a Flowgraph (1979), the simple version. It takes
// O(m log n) also where many edges from deep in the tree lead to one node (a switch of thousands of cases), which iterating does not.
//
// Nodes are numbered in preorder of a depth-first search. The semidominator of w is the least node with a path to w on which all nodes
// between have larger numbers than w. Nodes are visited from last to first and linked to their parents into a forest; `eval` gives the
// node with the least semidominator on the way to the root of a tree, and shortens the way.

/** Immediate dominator by node, the root's is itself, -1 where unreachable. Nodes are 0 … n − 1; preds may hold unreachable nodes. */
export function immediateDominators(n: number, root: number, succs: (x: number) => readonly number[], preds: (x: number) => readonly number[]): Int32Array {
  const idom = new Int32Array(n).fill(-1);
  const d = new Finder(n, root, succs);
  const { node, number, parent, semi, dom, bucket, chain } = d;
  for (let w = d.count; w > 1; w--) {
    for (const p of preds(node[w]!)) {
      if (number[p] === 0) continue;
      const s = semi[d.eval(number[p]!)]!;
      if (s < semi[w]!) semi[w] = s;
    }
    chain[w] = bucket[semi[w]!]!;
    bucket[semi[w]!] = w;
    const p = parent[w]!;
    d.ancestor[w] = p;
    for (let v = bucket[p]!; v !== 0; v = chain[v]!) {
      const u = d.eval(v);
      dom[v] = semi[u]! < semi[v]! ? u : p;
    }
    bucket[p] = 0;
  }
  idom[root] = root;
  for (let w = 2; w <= d.count; w++) {
    if (dom[w] !== semi[w]) dom[w] = dom[dom[w]!]!;
    idom[node[w]!] = node[dom[w]!]!;
  }
  return idom;
}

/** Columns by preorder number, which begins at 1; 0 is none. `number` is by node. */
class Finder {
  count = 0;
  readonly node: Int32Array;
  readonly number: Int32Array;
  readonly parent: Int32Array;
  readonly semi: Int32Array;
  readonly label: Int32Array;
  readonly ancestor: Int32Array;
  readonly dom: Int32Array;
  /** Lists of nodes by semidominator. */
  readonly bucket: Int32Array;
  readonly chain: Int32Array;
  private readonly path: number[] = [];

  constructor(n: number, root: number, succs: (x: number) => readonly number[]) {
    const buffer = new ArrayBuffer(10 * 4 * (n + 1));
    const column = (i: number): Int32Array => new Int32Array(buffer, 4 * (n + 1) * i, n + 1);
    [this.node, this.number, this.parent, this.semi, this.label] = [column(0), column(1), column(2), column(3), column(4)];
    [this.ancestor, this.dom, this.bucket, this.chain] = [column(5), column(6), column(7), column(8)];
    const next = column(9);
    this.enter(root, 0);
    for (let x = root; ;) {
      const w = this.number[x]!;
      const list = succs(x);
      if (next[w]! < list.length) {
        const s = list[next[w]!++]!;
        if (this.number[s] === 0) { this.enter(s, w); x = s; }
      } else if (x === root) break;
      else x = this.node[this.parent[w]!]!;
    }
  }

  private enter(x: number, parent: number): void {
    const w = ++this.count;
    this.number[x] = w;
    this.node[w] = x;
    this.parent[w] = parent;
    this.semi[w] = w;
    this.label[w] = w;
  }

  /** The node with the least semidominator on the way from v to the root of its tree, without that; v if it is a root. */
  eval(v: number): number {
    const { ancestor, label, semi, path } = this;
    if (ancestor[v] === 0) return v;
    for (let x = v; ancestor[ancestor[x]!] !== 0; x = ancestor[x]!) path.push(x);
    while (path.length > 0) {
      const x = path.pop()!;
      const a = ancestor[x]!;
      if (semi[label[a]!]! < semi[label[x]!]!) label[x] = label[a]!;
      ancestor[x] = ancestor[a]!;
    }
    return label[v]!;
  }
}
