// Instantiation cycles: a generic function or type that, through its own instantiation, asks for ever larger type arguments could
// never be compiled. The graph has a vertex per type parameter (and per local type below one); an edge says that a type argument
// flows to a parameter, with weight 1 if it is built into a larger type on the way. A cycle of positive weight is an error; found
// by relaxation towards heaviest paths (Bellman-Ford): a path as long as the number of vertices contains one.

import type { Pos } from '../../source/pos.ts';
import { type Obj, ObjKind, type Package } from '../objects.ts';
import { type Type, TypeKind } from '../types.ts';
import { unalias } from '../under.ts';
import { typeSetOf } from '../typeset.ts';
import { typeString } from '../typestring.ts';
import type { Checker } from './checker.ts';
import type { Note } from '../../source/diagnostic.ts';

interface Edge { dst: number; src: number; weight: number; pos: Pos; type: Type }

export class MonoGraph {
  private readonly objs: Obj[] = [];
  private readonly edges: Edge[] = [];
  private readonly canon: Map<Type, Type> = new Map();
  private readonly index: Map<Obj, number> = new Map();

  /** A method's receiver type parameter stands for the type's own. */
  recordCanon(mpar: Type, tpar: Type): void { this.canon.set(mpar, tpar); }

  recordInstance(pkg: Package, pos: Pos, tparams: readonly Type[], targs: readonly Type[], argPos: (i: number) => Pos): void {
    for (let i = 0; i < tparams.length; i++) {
      const tpar = tparams[i]!;
      // Cycles lie within one package: parameters declared elsewhere need no edges.
      if (tpar.obj !== null && tpar.obj.pkg === pkg) this.flowInto(pkg, argPos(i) || pos, tpar, targs[i]!, targs[i]!, 0);
    }
  }

  private flowInto(pkg: Package, pos: Pos, tpar: Type, targ: Type, part: Type, depth: number): void {
    const t = unalias(part);
    const into = (x: Type): void => this.flowInto(pkg, pos, tpar, targ, x, depth + 1);
    switch (t.kind) {
      case TypeKind.TypeParam:
        this.edge(this.paramVertex(tpar), this.paramVertex(t), t === targ ? 0 : 1, pos, targ);
        break;
      case TypeKind.Named: {
        const v = this.localVertex(pkg, t.origin ?? t);
        if (v >= 0) this.edge(this.paramVertex(tpar), v, t === targ ? 0 : 1, pos, targ);
        t.targs.forEach(into);
        break;
      }
      case TypeKind.Array: case TypeKind.Slice: case TypeKind.Pointer: case TypeKind.Chan: into(t.elem!); break;
      case TypeKind.Map: into(t.key!); into(t.elem!); break;
      case TypeKind.Interface: for (const m of typeSetOf(t).methods) if (m.type !== null) into(m.type); break;
      case TypeKind.Signature:
        for (const v of t.params!.fields) into(v.type!);
        for (const v of t.results!.fields) into(v.type!);
        break;
      case TypeKind.Struct: for (const f of t.fields) into(f.type!); break;
    }
  }

  private edge(dst: number, src: number, weight: number, pos: Pos, type: Type): void { this.edges.push({ dst, src, weight, pos, type }); }

  /** A type declared in a generic function is implicitly parameterised by the function's type parameters. */
  private localVertex(pkg: Package, named: Type): number {
    const obj = named.obj!;
    if (obj.pkg !== pkg || obj.parent === pkg.scope) return -1;
    const known = this.index.get(obj);
    if (known !== undefined) return known;
    let v = -1;
    for (let s = obj.parent; s !== null && s !== pkg.scope; s = s.parent) {
      for (const e of s.elems.values()) {
        if (e.kind !== ObjKind.TypeName || e.isAlias || e.pos >= obj.pos || e.type === null || e.type.kind !== TypeKind.TypeParam) continue;
        if (v < 0) v = this.objs.push(obj) - 1;
        this.edge(v, this.paramVertex(e.type), 1, obj.pos, e.type);
      }
    }
    this.index.set(obj, v);
    return v;
  }

  private paramVertex(tpar: Type): number {
    const obj = (this.canon.get(tpar) ?? tpar).obj!;
    const known = this.index.get(obj);
    if (known !== undefined) return known;
    const v = this.objs.push(obj) - 1;
    this.index.set(obj, v);
    return v;
  }

  /** Reports a cycle of positive weight, if there is one. */
  check(c: Checker): void {
    const n = this.objs.length;
    const weight = new Int32Array(n);
    const pre = new Int32Array(n).fill(-1);
    const len = new Int32Array(n);
    for (let again = true; again;) {
      again = false;
      for (let i = 0; i < this.edges.length; i++) {
        const e = this.edges[i]!;
        const w = weight[e.src]! + e.weight;
        if (w <= weight[e.dst]!) continue;
        pre[e.dst] = i;
        len[e.dst] = len[e.src]! + 1;
        if (len[e.dst] === n) return this.report(c, e.dst, pre);
        weight[e.dst] = w;
        again = true;
      }
    }
  }

  private report(c: Checker, at: number, pre: Int32Array): void {
    const stack: number[] = [];
    while (!stack.includes(at)) {
      stack.push(at);
      at = this.edges[pre[at]!]!.src;
    }
    const notes: Note[] = stack.slice(stack.indexOf(at)).map((v) => {
      const e = this.edges[pre[v]!]!;
      const obj = this.objs[e.dst]!;
      const how = obj.type!.kind === TypeKind.TypeParam ? 'instantiated as' : 'implicitly parameterized by';
      return { pos: e.pos, message: `${obj.name} ${how} ${typeString(e.type, c.pkg)}` };
    });
    c.err(this.objs[at]!.pos, 'InvalidInstanceCycle', 'instantiation cycle:', notes);
  }
}
