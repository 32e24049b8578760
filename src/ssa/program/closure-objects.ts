// Closure objects in escape analysis: whose words may be told apart, and where an address lies in one.
//
// A closure object is {code, captured words…}. Two pieces of code know its layout: the function that makes it (it stores the captured words)
// and the body (it loads them from its context, Op.Closure); to everybody else it is an opaque pointer. So each captured word can have
// a class of its own, matched between the two by its place, where both use the object in no other way:
//   the maker   accesses words at known offsets and passes the address of the object itself on
//   the body    accesses words at known offsets, nothing else (an address of a captured array, passed on, would reach we know not what)
// An object of which this does not hold has one class for all that lies in it (`apart` is false).
// Who inlines a body has to give it the object itself as context, not a value that may be several objects; if accesses through such values
// are seen nonetheless, no object of the function keeps its words apart.

import { Op } from '../op.gen.ts';
import { FuncFlag, type Func, type ValueId } from '../func.ts';

export interface ClosureObject {
  /** A value that is its address. */
  readonly addr: ValueId;
  /** Its body; OWN: it is the context of the function that is looked at; SEVERAL: one of several, by way of a stack slot. */
  sym: number;
  /** It is used for more than being called. */
  passedOn: boolean;
  /** Each word has a class of its own. */
  apart: boolean;
  /** Classes of what the words hold, on demand; 0 is none. */
  readonly words: number[];
}

export const OWN = -1;
export const SEVERAL = -2;

const CONTEXT = Number.MIN_SAFE_INTEGER;

export class ClosureObjects {
  /** By the value that makes it; -1 - its number for a stack slot. */
  private readonly objects = new Map<number, ClosureObject>();

  /** `bodyApart` tells of a closure's function whether its body keeps to the rules above. */
  constructor(private readonly f: Func, bodyApart: (sym: number) => boolean) {
    this.find(bodyApart);
    if (this.objects.size > 0) this.check();
  }

  all(): Iterable<ClosureObject> { return this.objects.values(); }

  /** The object in which an address lies, null if it is none of ours. */
  at(addr: ValueId): ClosureObject | null {
    if (this.objects.size === 0) return null;
    const root = this.root(addr);
    return this.objects.get(this.key(root)) ?? null;
  }

  /** Bytes from the beginning of an object to an address in it. */
  offset(addr: ValueId): number {
    const { f } = this;
    let off = 0;
    let v = addr;
    for (; isStep(f.op[v]!); v = f.arg0[v]!) if (f.op[v] === Op.PtrAddImm) off += f.aux[v]!;
    return f.op[v] === Op.StackAddr ? off + f.aux2[v]! : off;
  }

  private root(v: ValueId): ValueId {
    while (isStep(this.f.op[v]!)) v = this.f.arg0[v]!;
    return v;
  }

  private key(root: ValueId): number {
    const op = this.f.op[root]!;
    return op === Op.StackAddr ? -1 - this.f.aux[root]! : op === Op.Closure ? CONTEXT : root;
  }

  private find(bodyApart: (sym: number) => boolean): void {
    const { f } = this;
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        if (f.op[v] === Op.Closure && (f.flags & FuncFlag.IsClosure) !== 0 && !this.objects.has(CONTEXT)) {
          this.objects.set(CONTEXT, { addr: v, sym: OWN, passedOn: false, apart: true, words: [] });
        }
        const sym = codeStored(f, v);
        if (sym < 0) continue;
        const root = this.root(f.arg0[v]!);
        if ((f.op[root] !== Op.NewObject && f.op[root] !== Op.StackAddr) || this.offset(f.arg0[v]!) !== 0) continue;
        const key = this.key(root);
        const known = this.objects.get(key);
        if (known === undefined) this.objects.set(key, { addr: root, sym, passedOn: false, apart: bodyApart(sym), words: [] });
        else if (known.sym !== sym) { known.sym = SEVERAL; known.apart = false; known.passedOn = true; }
      }
    }
  }

  /** Looks at every use of the objects. */
  private check(): void {
    const { f } = this;
    const mixed = this.mixed();
    for (let b = 0; b < f.numBlocks; b++) {
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        for (let i = 0, n = f.numArgs(v); i < n; i++) {
          const a = f.arg(v, i);
          const o = this.at(a);
          if (o !== null) this.use(o, v, i, this.offset(a));
          else if (mixed.has(this.root(a)) && !isOpaque(f.op[v]!, i) && !isStep(f.op[v]!)) for (const x of this.objects.values()) x.apart = false;
        }
      }
      for (const r of f.rets[b]!) {
        const o = this.at(r);
        if (o !== null) this.passOn(o, this.offset(r));
      }
    }
  }

  /** Values that may be the address of one of several objects, of which ours is one. */
  private mixed(): Set<ValueId> {
    const { f } = this;
    const out = new Set<ValueId>();
    for (let before = -1; before !== out.size;) {
      before = out.size;
      for (let b = 0; b < f.numBlocks; b++) {
        for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
          if ((f.op[v] !== Op.Phi && f.op[v] !== Op.Select) || out.has(v)) continue;
          for (let i = 0, n = f.numArgs(v); i < n; i++) if (this.at(f.arg(v, i)) !== null || out.has(this.root(f.arg(v, i)))) out.add(v);
        }
      }
    }
    return out;
  }

  private passOn(o: ClosureObject, off: number): void {
    o.passedOn = true;
    if (off !== 0 || o.sym === OWN) o.apart = false;
  }

  /** Argument i of v is an address in o. */
  private use(o: ClosureObject, v: ValueId, i: number, off: number): void {
    const { f } = this;
    const op = f.op[v]! as Op;
    if (isStep(op)) return;
    if (i === 0 && (isLoad(op) || isStore(op))) {
      const at = off + f.aux[v]!;
      if (at < 0 || ((op === Op.LoadPtr || op === Op.StorePtr) && at % 8 !== 0)) o.apart = false;
      if (isLoad(op) && at < 8) o.passedOn = true; // somebody may call its code
      return;
    }
    if (op === Op.Zero || (op === Op.Move && i <= 1)) {
      if (off < 0 || off % 8 !== 0) o.apart = false;
      if (op === Op.Move && i === 1) o.passedOn = true;
      return;
    }
    if (op === Op.CallClosure && i === 0 && off === 0) { if (o.sym === OWN) this.passOn(o, 0); return; }
    this.passOn(o, off);
    if (!isOpaque(op, i)) o.apart = false;
  }
}

/** The function whose code `v` stores as the first word of something; -1 if it does not. */
export function codeStored(f: Func, v: ValueId): number {
  if (f.op[v] !== Op.Store64 || f.aux[v] !== 0) return -1;
  const code = f.arg1[v]!;
  return f.op[code] === Op.I64ExtendI32U && f.op[f.arg0[code]!] === Op.FuncIndex ? f.aux[f.arg0[code]!]! : -1;
}

const isStep = (op: number): boolean => op === Op.Copy || op === Op.PtrAddImm;
const isLoad = (op: number): boolean => op >= Op.Load8S && op <= Op.LoadPtr;
const isStore = (op: number): boolean => op >= Op.Store8 && op <= Op.StorePtr;

/** True for uses of a pointer, as argument i, that do not look at what is behind it. */
function isOpaque(op: number, i: number): boolean {
  switch (op as Op) {
    case Op.Call: case Op.CallClosure: case Op.CallTable: case Op.CallImport: case Op.CallStart:
    case Op.Phi: case Op.Select: case Op.Box: case Op.KeepAlive: case Op.NilCheck: case Op.GlobalSet:
    case Op.I32Eq: case Op.I32Ne: case Op.I32Eqz: case Op.PtrToI32: case Op.I64ExtendI32U: return true;
    case Op.StorePtr: case Op.AtomicStorePtr: case Op.AtomicXchgPtr: case Op.AtomicCasPtr: return i > 0;
    default: return false;
  }
}
