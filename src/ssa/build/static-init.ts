// Static initialisation: package-level variables whose values are known become data and need no code. Static are constants, nil,
// addresses of globals, function names, composite literals (and their addresses) of static elements, and conversions of these to
// interfaces. The evaluation is transactional: data symbols are added only if the whole initialiser is static.
//
// Objects that the program can change (backing arrays, &T{…}) are Data with the pointer mask of their type; they exist once, so literals
// inside functions (`once` false) may not contain them. Values held by interfaces are read-only.

import { RelocKind, SymFlag, SymKind, type DataSymbol } from '../../abi/symbol.ts';
import { ConstKind, type ConstValue } from '../../constant/value.ts';
import { complexParts, constBits64, float32Of, float64Of, intVal, toComplex, toFloat, toInt } from '../../constant/constant.ts';
import { Kind, type Node } from '../../syntax/ast.ts';
import { Token } from '../../syntax/token.ts';
import { ObjKind, VarKind, type Obj } from '../../types/objects.ts';
import { Basic, Mode, SelKind, TypeKind, newArray, newPointer, type Info, type Initializer, type Type } from '../../types/types.ts';
import { under } from '../../types/under.ts';
import { identical } from '../../types/predicates.ts';
import { basicType } from '../../types/universe.ts';
import { DataWriter } from '../data/writer.ts';
import { hasItab } from '../data/methods.ts';
import { unparen } from './bind.ts';
import { defaultConstType } from './const.ts';
import { funcSym } from './callee.ts';
import { analyseExpr } from './capture.ts';
import { buildFunc } from './func.ts';
import { generate } from './generate.ts';
import { makeMap, mapAssignAddr } from './map.ts';
import { Op } from '../op.gen.ts';
import { VT } from '../op.table.ts';
import { FuncFlag, type ValueId } from '../func.ts';
import { assignedGlobals } from './assigned.ts';
import type { FuncBuilder } from './builder.ts';
import type { UnitBuilder } from './unit.ts';

/** Larger objects stay dynamic: their zeros would be written out. */
const MAX_STATIC = 1 << 26;

interface Address { sym: string; off: number }

class StaticEval {
  readonly u: UnitBuilder;
  readonly info: Info;
  private readonly subst: ((t: Type) => Type) | null;
  private readonly prefix: string;
  private readonly once: boolean;
  private readonly pending: DataSymbol[] = [];
  private readonly literals: { name: string; node: Node }[] = [];
  private count = 0;

  constructor(u: UnitBuilder, info: Info, prefix: string, once: boolean, subst: ((t: Type) => Type) | null) {
    this.u = u;
    this.info = info;
    this.prefix = prefix;
    this.once = once;
    this.subst = subst;
  }

  commit(): void {
    for (const s of this.pending) this.u.addData(s);
    for (const l of this.literals) buildGlobalLiteral(this.u, l.name, l.node);
    this.u.globLiterals += this.literals.length;
  }

  typeOf(n: Node): Type | null {
    const t = this.info.types[n.id];
    if (t === null || t === undefined) return null;
    return this.subst === null ? t : this.subst(t);
  }

  private newName(): string {
    for (;;) {
      const s = `${this.prefix}..stmp_${this.count++}`;
      if (!this.u.hasData(s)) return s;
    }
  }

  /** Data symbol of type t written by fill; its name, or null if that is not static. */
  object(t: Type, readOnly: boolean, fill: (w: DataWriter) => boolean): string | null {
    if (!readOnly && !this.once) return null;
    const l = this.u.layouts.of(t);
    if (l.size > MAX_STATIC) return null;
    const name = this.newName();
    const w = new DataWriter(l.size);
    if (!fill(w)) return null;
    this.pending.push(finishSymbol(this.u, w, name, t, readOnly, readOnly ? SymFlag.DupOk : 0));
    return name;
  }

  /** Writes the value of n, converted to t, at off. */
  value(w: DataWriter, off: number, n0: Node, t: Type): boolean {
    const n = unparen(n0);
    const tn = this.typeOf(n);
    const c = this.info.values[n.id] ?? null;
    if (c !== null) return this.constant(w, off, c, tn, t);
    const mode = this.info.modes[n.id] ?? Mode.Invalid;
    if (mode === Mode.NilValue) return true;
    if (tn === null) return false;
    if (tn.kind === TypeKind.Basic && tn.basic === Basic.UntypedNil) return true;
    if (under(t).kind === TypeKind.Interface) {
      if (under(tn).kind === TypeKind.Interface) return n.kind === Kind.Call && n.list.length === 1 && this.newError(w, off, n, t);
      return this.iface(w, off, tn, t, (w2, o2) => this.value(w2, o2, n, tn));
    }
    switch (n.kind) {
      case Kind.CompositeLit: return this.literal(w, off, n, tn);
      case Kind.Unary: {
        if (n.op !== Token.And) return false;
        const a = this.address(n.x!);
        if (a === null) return false;
        w.addr64(off, a.sym, a.off);
        return true;
      }
      case Kind.Call: return this.call(w, off, n, tn);
      case Kind.FuncLit: return this.funcLiteral(w, off, n);
      case Kind.Ident: return this.func(w, off, n, this.info.uses[n.id] ?? null) || this.copyVar(w, off, this.info.uses[n.id] ?? null);
      case Kind.Selector: return (this.info.selections[n.id] ?? null) === null && this.func(w, off, n.y!, this.info.uses[n.y!.id] ?? null);
      default: return false;
    }
  }

  /** A function literal at package level captures nothing. */
  private funcLiteral(w: DataWriter, off: number, n: Node): boolean {
    if (!this.once) return false;
    const name = `${this.u.pkg.path}.glob..func${this.u.globLiterals + this.literals.length + 1}`;
    this.literals.push({ name, node: n });
    w.reloc(off, RelocKind.Closure64, name);
    return true;
  }

  private func(w: DataWriter, off: number, id: Node, o: Obj | null): boolean {
    if (o === null || o.kind !== ObjKind.Func) return false;
    const inst = this.info.instances[id.id];
    const targs = inst === null || inst === undefined ? [] : inst.targs.map((t) => (this.subst === null ? t : this.subst(t)));
    w.reloc(off, RelocKind.Closure64, funcSym(this.u, o, targs));
    return true;
  }

  /** The value of another variable that is static itself and that nothing in the package assigns. String variables may be set by the linker (-X). */
  private copyVar(w: DataWriter, off: number, o: Obj | null): boolean {
    if (!this.once || o === null || o.kind !== ObjKind.Var) return false;
    const d = this.u.staticVars.get(o);
    if (d === undefined || assignedGlobals(this.u).has(o)) return false;
    const t = under(o.type!);
    if (t.kind === TypeKind.Basic && t.basic === Basic.String) return false;
    w.bytes.set(d.bytes, off);
    for (const r of d.relocs) w.reloc(r.kind === RelocKind.UsedInIface ? 0 : off + r.offset, r.kind, r.name, r.addend);
    return true;
  }

  /** errors.New("text"), which would be inlined and is then static: &errorString{text}. */
  private newError(w: DataWriter, off: number, n: Node, t: Type): boolean {
    const f = unparen(n.x!);
    const o = this.info.uses[f.kind === Kind.Selector ? f.y!.id : f.id] ?? null;
    if (!this.once || o === null || o.kind !== ObjKind.Func || o.name !== 'New' || o.pkg === null || o.pkg.path !== 'errors') return false;
    const c = this.info.values[n.list[0]!.id] ?? null;
    const es = o.pkg.scope.lookup('errorString');
    if (c === null || es === null || es.type === null) return false;
    const text = this.object(es.type, false, (w2) => this.constant(w2, 0, c, null, under(es.type!).fields[0]!.type!));
    if (text === null) return false;
    return this.iface(w, off, newPointer(es.type), t, (w2, o2) => { w2.addr64(o2, text); return true; });
  }

  private constant(w: DataWriter, off: number, c: ConstValue, tn: Type | null, t: Type): boolean {
    const u = under(t);
    if (u.kind === TypeKind.Interface) {
      const from = tn !== null && under(tn).kind === TypeKind.Basic && under(tn).basic < Basic.UntypedBool ? tn : defaultConstType(c);
      return this.iface(w, off, from, t, (w2, o2) => this.constant(w2, o2, c, null, from));
    }
    if (u.kind !== TypeKind.Basic) return false;
    switch (u.basic) {
      case Basic.Bool: case Basic.UntypedBool: w.u8(off, c.bool ? 1 : 0); return true;
      case Basic.String: case Basic.UntypedString: {
        if (c.kind !== ConstKind.String) return false;
        if (c.str.length > 0) { w.addr64(off, this.u.stringData(c.str)); w.u64(off + 8, c.str.length); }
        return true;
      }
      case Basic.Float32: w.f32(off, float32Of(toFloat(c))); return true;
      case Basic.Float64: case Basic.UntypedFloat: w.f64(off, float64Of(toFloat(c))); return true;
      case Basic.Complex64: case Basic.Complex128: case Basic.UntypedComplex: {
        const [re, im] = complexParts(toComplex(c));
        if (u.basic === Basic.Complex64) { w.f32(off, re); w.f32(off + 4, im); } else { w.f64(off, re); w.f64(off + 8, im); }
        return true;
      }
      default: {
        const { lo, hi } = constBits64(toInt(c));
        const size = this.u.layouts.of(u).size;
        if (size === 8) w.words64(off, lo, hi);
        else if (size === 4) w.u32(off, lo);
        else if (size === 2) w.u16(off, lo);
        else w.u8(off, lo);
        return true;
      }
    }
  }

  private iface(w: DataWriter, off: number, from: Type, to: Type, fill: (w: DataWriter, off: number) => boolean): boolean {
    const l = this.u.layouts.of(from);
    if (l.direct) { if (!fill(w, off + 8)) return false; } else if (l.size === 0) {
      if (!fill(w, off + 8)) return false;
      w.addr64(off + 8, 'runtime.zerobase');
    } else {
      const data = this.object(from, true, (w2) => fill(w2, 0));
      if (data === null) return false;
      w.addr64(off + 8, data);
    }
    const ts = this.u.needType(from);
    w.addr64(off, hasItab(to) ? this.u.needItab(from, to) : ts);
    w.reloc(0, RelocKind.UsedInIface, ts);
    return true;
  }

  // --- literals ------------------------------------------------------------------------------------------------------------

  /** Composite literal n of type t; an elided &T in a literal has the pointer type. */
  private literal(w: DataWriter, off: number, n: Node, t: Type): boolean {
    const u = under(t);
    switch (u.kind) {
      case TypeKind.Pointer: {
        const s = this.object(u.elem!, false, (w2) => this.literal(w2, 0, n, u.elem!));
        if (s === null) return false;
        w.addr64(off, s);
        return true;
      }
      case TypeKind.Struct: return this.structLiteral(w, off, n, u);
      case TypeKind.Array: return this.elements(w, off, n, u.elem!);
      case TypeKind.Slice: return this.sliceLiteral(w, off, n, u.elem!);
      default: return false;
    }
  }

  /** Elements of literal n as the object of type t (an array for a slice literal). */
  contents(w: DataWriter, n: Node, t: Type): boolean {
    const u = under(t);
    return u.kind === TypeKind.Struct ? this.structLiteral(w, 0, n, u) : this.elements(w, 0, n, u.elem!);
  }

  private structLiteral(w: DataWriter, off: number, n: Node, u: Type): boolean {
    const l = this.u.layouts.of(u);
    for (let i = 0; i < n.list.length; i++) {
      const e = n.list[i]!;
      let k = i;
      let v = e;
      if (e.kind === Kind.KeyValue) {
        k = u.fields.findIndex((f) => f.name === e.x!.name);
        v = e.y!;
      }
      if (k >= 0 && u.fields[k]!.name === '_') { // stays zero
        if ((this.info.values[v.id] ?? null) === null) return false;
        continue;
      }
      if (k < 0 || !this.value(w, off + l.fieldOffsets[k]!, v, u.fields[k]!.type!)) return false;
    }
    return true;
  }

  /** Elements of an array or of a slice's backing array. */
  private elements(w: DataWriter, off: number, n: Node, elem: Type): boolean {
    const size = this.u.layouts.of(elem).size;
    let i = 0;
    for (const e of n.list) {
      let v = e;
      if (e.kind === Kind.KeyValue) {
        const c = this.info.values[e.x!.id] ?? null;
        if (c === null) return false;
        i = Number(intVal(c));
        v = e.y!;
      }
      if (!this.value(w, off + i * size, v, elem)) return false;
      i++;
    }
    return true;
  }

  private sliceLiteral(w: DataWriter, off: number, n: Node, elem: Type): boolean {
    const len = literalLength(this.info, n);
    if (len < 0) return false;
    if (len === 0) {
      if (!this.once) return false;
      w.addr64(off, 'runtime.zerobase');
      return true;
    }
    const s = this.object(newArray(elem, len), false, (w2) => this.elements(w2, 0, n, elem));
    if (s === null) return false;
    w.addr64(off, s);
    w.u64(off + 8, len);
    w.u64(off + 16, len);
    return true;
  }

  // --- calls and addresses -------------------------------------------------------------------------------------------------

  /** Conversions and errors.New. */
  private call(w: DataWriter, off: number, n: Node, t: Type): boolean {
    const fm = this.info.modes[unparen(n.x!).id] ?? Mode.Invalid;
    if (n.list.length !== 1) return false;
    const x = unparen(n.list[0]!);
    if (fm === Mode.Builtin) return false; // new(T) is on the heap, as with gc: a synctest bubble can own it
    if (fm !== Mode.TypeExpr) return this.newError(w, off, n, t);
    const tx = this.typeOf(x);
    if (tx === null) return false;
    const u = under(t);
    const c = this.info.values[x.id] ?? null;
    if (c !== null && c.kind === ConstKind.String && u.kind === TypeKind.Slice && under(u.elem!).basic === Basic.Uint8) return this.byteSlice(w, off, c.str);
    if (c !== null) return false;
    if (u.kind === TypeKind.Interface || under(tx).kind === TypeKind.Interface) return false;
    if (under(tx).kind === TypeKind.Basic && under(tx).basic !== Basic.UntypedNil) return false;
    if (under(tx).kind !== TypeKind.Basic && !sameShape(under(tx), u)) return false;
    return this.value(w, off, x, under(tx).kind === TypeKind.Basic ? t : tx);
  }

  private byteSlice(w: DataWriter, off: number, s: string): boolean {
    const sym = this.object(newArray(basicType(Basic.Uint8), s.length), false, (w2) => { w2.latin1(0, s); return true; });
    if (sym === null) return false;
    w.addr64(off, sym);
    w.u64(off + 8, s.length);
    w.u64(off + 16, s.length);
    return true;
  }

  /** Address of an addressable static operand, or of a composite literal. */
  private address(n0: Node): Address | null {
    const n = unparen(n0);
    switch (n.kind) {
      case Kind.CompositeLit: {
        const t = this.typeOf(n);
        if (t === null) return null;
        const s = this.object(t, false, (w) => this.literal(w, 0, n, t));
        return s === null ? null : { sym: s, off: 0 };
      }
      case Kind.Ident: return this.global(this.info.uses[n.id] ?? null);
      case Kind.Selector: {
        const s = this.info.selections[n.id] ?? null;
        if (s === null) return this.global(this.info.uses[n.y!.id] ?? null);
        return s.kind === SelKind.FieldVal ? this.field(n, s.index) : null;
      }
      case Kind.Index: {
        const t = this.typeOf(n.x!);
        const c = this.info.values[n.list[0]!.id] ?? null;
        if (t === null || c === null || under(t).kind !== TypeKind.Array) return null;
        const base = this.address(n.x!);
        if (base === null) return null;
        return { sym: base.sym, off: base.off + Number(intVal(c)) * this.u.layouts.of(under(t).elem!).size };
      }
      default: return null;
    }
  }

  private field(n: Node, index: readonly number[]): Address | null {
    let t = this.typeOf(n.x!);
    const a = this.address(n.x!);
    if (a === null || t === null) return null;
    let off = a.off;
    for (const i of index) {
      const u: Type = under(t!);
      if (u.kind !== TypeKind.Struct) return null;
      off += this.u.layouts.of(u).fieldOffsets[i]!;
      t = u.fields[i]!.type;
    }
    return { sym: a.sym, off };
  }

  private global(o: Obj | null): Address | null {
    if (o === null || o.kind !== ObjKind.Var || o.varKind !== VarKind.Package) return null;
    return { sym: this.u.varSym(o), off: 0 };
  }
}

/** Builds function literal n, found outside of functions. */
function buildGlobalLiteral(u: UnitBuilder, name: string, n: Node): void {
  u.enqueue(() => {
    const body = analyseExpr(u.info, n);
    const ctx = { info: u.info, fset: u.fset, pkg: u.pkg, env: null, goMinor: u.goMinorAt(n.pos) };
    buildFunc(u, {
      name, ctx, body, fn: body.fns.get(n)!, sig: u.info.types[n.id]!, recv: null, block: n.y!, pos: n.pos, flags: FuncFlag.AddressTaken,
      naming: { base: name, count: 0, wraps: 0, ranges: 0, top: false }, outer: null,
    }, null);
  });
}

/** Conversion between these underlying types changes nothing. */
function sameShape(a: Type, b: Type): boolean {
  return identical(a, b) || (a.kind === TypeKind.Struct && b.kind === TypeKind.Struct) || (a.kind === TypeKind.Pointer && b.kind === TypeKind.Pointer);
}

/** Number of elements of an array or slice literal, or -1. */
export function literalLength(info: Info, n: Node): number {
  let i = 0;
  let max = 0;
  for (const e of n.list) {
    if (e.kind === Kind.KeyValue) {
      const c = info.values[e.x!.id] ?? null;
      if (c === null) return -1;
      i = Number(intVal(c));
    }
    i++;
    if (i > max) max = i;
  }
  return max;
}

function finishSymbol(u: UnitBuilder, w: DataWriter, name: string, t: Type, readOnly: boolean, flags: number): DataSymbol {
  const l = u.layouts.of(t);
  let end = w.bytes.length;
  while (end > 0 && w.bytes[end - 1] === 0) end--;
  for (const r of w.relocs) if (r.kind !== RelocKind.UsedInIface) end = Math.max(end, r.offset + 8);
  const zero = end === 0 && !readOnly;
  return {
    name, kind: readOnly ? SymKind.RoData : zero ? SymKind.Bss : SymKind.Data, align: Math.max(l.align, 1), size: l.size,
    bytes: end === w.bytes.length ? w.bytes : w.bytes.slice(0, end),
    ptrmask: readOnly ? new Uint8Array(0) : u.layouts.ptrmask(t), relocs: w.relocs, flags,
  };
}

/** Emits the variable of `init` as data if its value is static. False: it needs code in pkg.init. */
export function staticInit(u: UnitBuilder, init: Initializer): boolean {
  if (init.lhs.length !== 1) return false;
  const v = init.lhs[0]!;
  const t = v.type!;
  const l = u.layouts.of(t);
  if (l.size > MAX_STATIC) return false;
  const sym = u.varSym(v);
  const e = new StaticEval(u, u.info, sym, true, null);
  const w = new DataWriter(l.size);
  if (!e.value(w, 0, init.rhs, t)) return false;
  if (v.name === '_') return true;
  e.commit();
  const d = finishSymbol(u, w, sym, t, false, 0);
  u.addData(d);
  u.staticVars.set(v, d);
  return true;
}

/** Read-only data with the value of composite literal n (struct or array type t; for a slice literal t is the backing array's type), if
 *  all of it is static; for copying into fresh objects. */
export function staticLiteral(b: FuncBuilder, n: Node, t: Type): string | null {
  const e = new StaticEval(b.u, b.ctx.info, b.f.name, false, (x) => b.type(x));
  const s = e.object(t, true, (w) => e.contents(w, n, t));
  if (s === null) return null;
  e.commit();
  return s;
}

/** Keys and elements of map literal n as two read-only arrays, if all are static. `once`: n is evaluated once (package initialisation). */
export function staticMapEntries(b: FuncBuilder, n: Node, map: Type, once: boolean): { keys: string; elems: string } | null {
  return mapEntries(new StaticEval(b.u, b.ctx.info, b.f.name, once, (x) => b.type(x)), n, map);
}

function mapEntries(e: StaticEval, n: Node, map: Type): { keys: string; elems: string } | null {
  const m = under(map);
  const side = (t: Type, pick: (kv: Node) => Node): string | null => {
    const size = e.u.layouts.of(t).size;
    return e.object(newArray(t, n.list.length), true, (w) => n.list.every((kv, i) => e.value(w, i * size, pick(kv), t)));
  };
  const keys = side(m.key!, (kv) => kv.x!);
  const elems = keys === null ? null : side(m.elem!, (kv) => kv.y!);
  if (keys === null || elems === null) return null;
  e.commit();
  return { keys, elems };
}

/** Smaller maps are not worth a function of their own. */
const MIN_OUTLINED = 4;

/** A package-level map variable whose literal is static: defines the variable and generates a function pkg.map.init.N that fills it. It is
 *  to be called weakly in the variable's place in pkg.init; the variable keeps it alive. Null: not such a variable. */
export function mapInit(u: UnitBuilder, init: Initializer): string | null {
  if (init.lhs.length !== 1) return null;
  const v = init.lhs[0]!;
  const n = unparen(init.rhs);
  if (v.name === '_' || n.kind !== Kind.CompositeLit || n.list.length < MIN_OUTLINED) return null;
  const map = u.info.types[n.id]!;
  if (under(map).kind !== TypeKind.Map || under(v.type!).kind !== TypeKind.Map) return null;
  const sym = u.varSym(v);
  const data = mapEntries(new StaticEval(u, u.info, sym, true, null), n, map);
  if (data === null) return null;
  const name = `${u.pkg.path}.map.init.${u.mapInits++}`;
  u.addData({
    name: sym, kind: SymKind.Bss, align: 8, size: 8, bytes: new Uint8Array(0), ptrmask: new Uint8Array([1]),
    relocs: [{ offset: 0, kind: RelocKind.Keep, name, addend: 0 }], flags: 0,
  });
  return u.needFunc(name, () => generate(u, name, { params: [], results: [] }, (b) => {
    const m = makeMap(b, map, b.i64(n.list.length), 'silent', '');
    insertEntries(b, map, m, data, n.list.length);
    b.emit(Op.StorePtr, VT.Void, b.symAddr(sym), m);
    b.ret([]);
  }));
}

/** for i := range keys { m[keys[i]] = elems[i] } over static arrays. */
export function insertEntries(b: FuncBuilder, map: Type, m: ValueId, data: { keys: string; elems: string }, count: number): void {
  const u = under(map);
  const i = b.newVars([VT.I64]);
  const head = b.newBlock();
  const body = b.newBlock();
  const done = b.newBlock();
  b.writeVar(i, b.i64(0));
  b.jump(head);
  b.start(head);
  b.branch(b.cmp(Op.I64LtS, b.readVar(i), b.i64(count)), body, done);
  b.startSealed(body);
  const at = (sym: string, t: Type): ValueId => b.elemAddr(b.symAddr(sym), b.readVar(i), b.layout(t).size);
  const slot = mapAssignAddr(b, map, m, b.load(u.key!, at(data.keys, u.key!)));
  b.store(u.elem!, slot, b.load(u.elem!, at(data.elems, u.elem!)));
  b.writeVar(i, b.add64(b.readVar(i), b.i64(1)));
  b.jump(head);
  b.seal(head);
  b.startSealed(done);
}
