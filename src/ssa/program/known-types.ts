// What descriptors and itabs say at compile time: those of this unit are in its data, others in the objects that it imports.

import { RelocKind, type DataSymbol } from '../../abi/symbol.ts';
import type { Func, Unit, ValueId } from '../func.ts';
import { Op } from '../op.gen.ts';
import { itabOf, needsElement } from '../data/implements.ts';

/** Offset of Type in an itab. */
export const ITAB_TYPE = 8;

/** Phis that are followed at most. */
const MAX_PHIS = 32;

/** Symbol whose address v is, whichever way a phi is reached, or -1. orNil: v may be nil. */
export function knownSymbol(f: Func, v: ValueId, orNil: boolean): number {
  if (f.op[v] === Op.SymAddr) return f.aux2[v] === 0 ? f.aux[v]! : -1;
  if (f.op[v] !== Op.Phi) return -1;
  let sym = -1;
  const phis = [v];
  for (let i = 0; i < phis.length; i++) {
    for (let k = 0, n = f.numArgs(phis[i]!); k < n; k++) {
      const a = f.arg(phis[i]!, k);
      if (f.op[a] === Op.SymAddr && f.aux2[a] === 0 && (sym < 0 || sym === f.aux[a])) sym = f.aux[a]!;
      else if (f.op[a] === Op.Phi) {
        if (phis.includes(a)) continue;
        if (phis.length === MAX_PHIS) return -1;
        phis.push(a);
      } else if (!orNil || f.op[a] !== Op.ConstPtr || f.aux[a] !== 0) return -1;
    }
  }
  return sym;
}

export class KnownTypes {
  /** This unit's data by name, once it is asked for. */
  private own: Map<string, DataSymbol> | null = null;
  /** Offset and name of an itab to the method's symbol, -1 if unknown. */
  private readonly methods = new Map<string, number>();
  /** Types and interfaces to the itab's symbol. */
  private readonly itabs = new Map<string, number | null>();
  private readonly types = new Map<number, number>();

  constructor(private readonly unit: Unit, private readonly imported: (name: string) => DataSymbol | null) {}

  private get data(): Map<string, DataSymbol> { return this.own ??= new Map(this.unit.data.map((d) => [d.name, d])); }

  private find(name: string): DataSymbol | null { return this.data.get(name) ?? this.imported(name); }

  /** Adds data of this unit unless it is there. */
  add(d: DataSymbol): void {
    if (this.data.has(d.name)) return;
    this.data.set(d.name, d);
    this.unit.data.push(d);
  }

  /** True for the symbols of type descriptors: there is one per type. */
  isType(sym: number): boolean {
    const name = this.unit.syms.names[sym]!;
    return name.startsWith('type:') && !name.startsWith('type:.');
  }

  isItab(sym: number): boolean { return this.unit.syms.names[sym]!.startsWith('go:itab.'); }

  /** Symbol of the type that an itab is of, or -1. */
  typeOf(itab: number): number {
    let sym = this.types.get(itab);
    if (sym === undefined) {
      const r = this.find(this.unit.syms.names[itab]!)?.relocs.find((x) => x.offset === ITAB_TYPE && x.kind === RelocKind.Addr64);
      sym = r === undefined ? -1 : this.unit.syms.id(r.name);
      this.types.set(itab, sym);
    }
    return sym;
  }

  /** Symbol of the itab of a type for an interface type, -1 if it does not implement it, null if that is not known. */
  itab(type: number, iface: number): number | null {
    const { syms } = this.unit;
    const key = `${type} ${iface}`;
    let sym = this.itabs.get(key);
    if (sym === undefined) {
      const t = this.find(syms.names[type]!);
      const i = t === null ? null : this.find(syms.names[iface]!);
      const made = t === null || i === null ? null : itabOf(t, i);
      if (made !== null && made !== false) this.add(made);
      sym = made === null ? null : made === false ? -1 : syms.id(made.name);
      this.itabs.set(key, sym);
    }
    return sym;
  }

  /** Symbol of the method at an offset in an itab, or -1. */
  method(itab: number, offset: number): number {
    if (!this.isItab(itab)) return -1;
    const key = `${offset} ${itab}`;
    let sym = this.methods.get(key);
    if (sym === undefined) {
      const r = this.find(this.unit.syms.names[itab]!)?.relocs.find((x) => x.offset === offset && x.kind === RelocKind.Table64);
      sym = r === undefined ? -1 : this.unit.syms.id(r.name);
      this.methods.set(key, sym);
    }
    return sym;
  }

  /** True if a method in an itab of a pointer type is one of what the pointer points to. */
  needsElement(itab: number, method: number): boolean {
    const { names } = this.unit.syms;
    const type = this.typeOf(itab);
    if (type < 0 || !names[type]!.startsWith('type:*')) return false;
    const pointer = this.find(names[type]!);
    const elem = this.find(`type:${names[type]!.slice('type:*'.length)}`);
    return pointer !== null && elem !== null && needsElement(pointer, elem, names[method]!);
  }
}
