// Scalar replacement: a memory-stack slot whose address is only used by loads, stores, clears and copies at constant offsets is split into
// fields (offset, width) and each field becomes SSA words (phis placed on iterated dominance frontiers by need: Braun et al., Simple and
// Efficient Construction of SSA Form, 2013, on sealed blocks).

import { VT } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import type { BlockId, Func, ValueId } from '../func.ts';
import { Dom } from '../analysis/dom.ts';
import { Replacements } from './rewrite.ts';

interface Field { offset: number; width: number; vt: VT }

interface Slot { id: number; ok: boolean; fields: Map<number, Field>; moves: ValueId[] }

/** Copies and clears up to this size are taken apart. */
const MAX_SPLIT = 128;
const MAX_FIELDS = 32;

const access: Partial<Record<Op, { width: number; vt: VT; store: boolean }>> = {
  [Op.Load8S]: { width: 1, vt: VT.I32, store: false }, [Op.Load8U]: { width: 1, vt: VT.I32, store: false },
  [Op.Load16S]: { width: 2, vt: VT.I32, store: false }, [Op.Load16U]: { width: 2, vt: VT.I32, store: false },
  [Op.Load32]: { width: 4, vt: VT.I32, store: false }, [Op.Load64]: { width: 8, vt: VT.I64, store: false },
  [Op.LoadF32]: { width: 4, vt: VT.F32, store: false }, [Op.LoadF64]: { width: 8, vt: VT.F64, store: false },
  [Op.LoadPtr]: { width: 8, vt: VT.Ptr, store: false },
  [Op.Store8]: { width: 1, vt: VT.I32, store: true }, [Op.Store16]: { width: 2, vt: VT.I32, store: true },
  [Op.Store32]: { width: 4, vt: VT.I32, store: true }, [Op.Store64]: { width: 8, vt: VT.I64, store: true },
  [Op.StoreF32]: { width: 4, vt: VT.F32, store: true }, [Op.StoreF64]: { width: 8, vt: VT.F64, store: true },
  [Op.StorePtr]: { width: 8, vt: VT.Ptr, store: true },
};

export function scalarReplace(f: Func): boolean {
  if (f.slots.length === 0 || f.recoverBlock >= 0) return false;
  const slots = collect(f);
  const chosen = slots.filter((s) => s.ok && finish(f, s));
  if (chosen.length === 0) return false;
  new Promoter(f, chosen).run();
  return true;
}

/** Finds for each slot how it is used. */
function collect(f: Func): Slot[] {
  const slots: Slot[] = f.slots.map((_, id) => ({ id, ok: true, fields: new Map(), moves: [] }));
  const bad = (v: ValueId): void => { if (f.op[v] === Op.StackAddr) slots[f.aux[v]!]!.ok = false; };
  for (let b = 0; b < f.numBlocks; b++) {
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
      const op = f.op[v]! as Op;
      const a = access[op];
      const p = f.arg0[v]!;
      if (a !== undefined && f.op[p] === Op.StackAddr) {
        addField(f, slots[f.aux[p]!]!, f.aux2[p]! + f.aux[v]!, a.width, a.vt);
        if (a.store) bad(f.arg1[v]!);
        continue;
      }
      if (op === Op.NilCheck && f.op[p] === Op.StackAddr) continue;
      if (op === Op.Zero && f.op[p] === Op.StackAddr && f.aux[v]! <= 1024) { slots[f.aux[p]!]!.moves.push(v); continue; }
      if (op === Op.Move && f.aux[v]! <= MAX_SPLIT && (f.op[p] === Op.StackAddr || f.op[f.arg1[v]!] === Op.StackAddr)) {
        if (f.op[p] === Op.StackAddr) slots[f.aux[p]!]!.moves.push(v);
        if (f.op[f.arg1[v]!] === Op.StackAddr) slots[f.aux[f.arg1[v]!]!]!.moves.push(v);
        continue;
      }
      for (let i = 0, n = f.numArgs(v); i < n; i++) bad(f.arg(v, i));
    }
    bad(f.control[b]!);
    for (const r of f.rets[b]!) bad(r);
  }
  return slots;
}

function addField(f: Func, s: Slot, offset: number, width: number, vt: VT): void {
  const old = s.fields.get(offset);
  if (offset < 0 || offset + width > f.slots[s.id]!.size) s.ok = false;
  else if (old === undefined) s.fields.set(offset, { offset, width, vt });
  else if (old.width !== width || old.vt !== vt) s.ok = false;
}

/** Checks that fields do not overlap and that copies can be taken apart into whole fields; completes the fields that copies need. */
function finish(f: Func, s: Slot): boolean {
  if (s.fields.size > MAX_FIELDS) return false;
  const list = [...s.fields.values()].sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < list.length; i++) if (list[i - 1]!.offset + list[i - 1]!.width > list[i]!.offset) return false;
  for (const v of s.moves) {
    const size = f.aux[v]!;
    for (const side of f.op[v] === Op.Zero ? [0] : [0, 1]) {
      const p = side === 0 ? f.arg0[v]! : f.arg1[v]!;
      if (f.op[p] !== Op.StackAddr || f.aux[p] !== s.id) continue;
      const from = f.aux2[p]!;
      for (const x of list) {
        const inside = x.offset >= from && x.offset + x.width <= from + size;
        const apart = x.offset + x.width <= from || x.offset >= from + size;
        if (!inside && !apart) return false;
      }
      if (f.op[v] === Op.Zero) continue;
      // The other side of a copy must be plain memory, and a source must be covered by fields wholly.
      const other = side === 0 ? f.arg1[v]! : f.arg0[v]!;
      if (f.op[other] === Op.StackAddr) return false;
      if (side === 1) {
        let at = from;
        for (const x of list) if (x.offset >= from && x.offset < from + size) { if (x.offset !== at) return false; at = x.offset + x.width; }
        if (at !== from + size) return false;
      }
    }
  }
  return true;
}

class Promoter {
  private readonly f: Func;
  private readonly fieldsOf = new Map<number, { fields: Field[]; first: number }>();
  private readonly fieldList: Field[] = [];
  private readonly dom: Dom;
  /** Current value of field k at the end of block b: defs[b][k]. */
  private readonly defs: Int32Array[] = [];
  private readonly r: Replacements;
  private readonly done: Uint8Array;
  private readonly incomplete: { phi: ValueId; field: number; block: BlockId }[] = [];

  constructor(f: Func, chosen: Slot[]) {
    this.f = f;
    this.dom = new Dom(f);
    for (const s of chosen) {
      const fields = [...s.fields.values()].sort((a, b) => a.offset - b.offset);
      this.fieldsOf.set(s.id, { fields, first: this.fieldList.length });
      this.fieldList.push(...fields);
    }
    this.r = new Replacements(f);
    this.done = new Uint8Array(f.numBlocks);
  }

  run(): void {
    const { f, dom } = this;
    const n = this.fieldList.length;
    for (let b = 0; b < f.numBlocks; b++) this.defs.push(new Int32Array(n));
    for (const b of dom.rpo) {
      this.block(b);
      this.done[b] = 1;
    }
    for (let i = 0; i < this.incomplete.length; i++) this.fill(this.incomplete[i]!);
    this.r.apply(f);
  }

  private block(b: BlockId): void {
    const { f } = this;
    for (let v = f.firstValue[b]!; v !== 0;) {
      const next = f.next[v]!;
      this.value(b, v);
      v = next;
    }
  }

  private slotOf(p: ValueId): { fields: Field[]; first: number } | undefined {
    return this.f.op[p] === Op.StackAddr ? this.fieldsOf.get(this.f.aux[p]!) : undefined;
  }

  private value(b: BlockId, v: ValueId): void {
    const { f } = this;
    const op = f.op[v]! as Op;
    const a = access[op];
    const p = f.arg0[v]!;
    const s = this.slotOf(p);
    if (op === Op.NilCheck) { if (s !== undefined) f.remove(v); return; }
    if (a !== undefined) {
      if (s === undefined) return;
      const k = s.first + s.fields.findIndex((x) => x.offset === f.aux2[p]! + f.aux[v]!);
      if (a.store) { this.defs[b]![k] = f.arg1[v]!; f.remove(v); } else this.r.set(v, this.extended(v, op, this.read(b, k)));
      return;
    }
    if (op === Op.Zero && s !== undefined) {
      this.eachField(s, f.aux2[p]!, f.aux[v]!, (k, x) => { this.defs[b]![k] = this.zero(v, x.vt); });
      f.remove(v);
    } else if (op === Op.Move) this.move(b, v, s);
  }

  private move(b: BlockId, v: ValueId, dst: { fields: Field[]; first: number } | undefined): void {
    const { f } = this;
    const src = this.slotOf(f.arg1[v]!);
    if (dst === undefined && src === undefined) return;
    if (dst !== undefined) {
      const from = f.aux2[f.arg0[v]!]!;
      this.eachField(dst, from, f.aux[v]!, (k, x) => {
        this.defs[b]![k] = f.insertBefore(f.newValue(loadOp(x), x.vt, f.vpos[v]!, f.arg1[v]!, 0, 0, x.offset - from), v);
      });
    } else if (src !== undefined) {
      const from = f.aux2[f.arg1[v]!]!;
      this.eachField(src, from, f.aux[v]!, (k, x) => {
        f.insertBefore(f.newValue(storeOp(x), VT.Void, f.vpos[v]!, f.arg0[v]!, this.read(b, k), 0, x.offset - from), v);
      });
    }
    f.remove(v);
  }

  private eachField(s: { fields: Field[]; first: number }, from: number, size: number, visit: (k: number, x: Field) => void): void {
    s.fields.forEach((x, i) => { if (x.offset >= from && x.offset + x.width <= from + size) visit(s.first + i, x); });
  }

  private zero(at: ValueId, vt: VT): ValueId { return this.f.insertBefore(this.newZero(vt, this.f.vpos[at]!), at); }

  /** Narrow fields keep the stored i32; a load of 8 or 16 bits normalises it as memory would. */
  private extended(at: ValueId, op: Op, v: ValueId): ValueId {
    const { f } = this;
    const make = (o: Op, b = 0): ValueId => f.insertBefore(f.newValue(o, VT.I32, f.vpos[at]!, v, b), at);
    const mask = (m: number): ValueId => make(Op.I32And, f.insertBefore(f.newValue(Op.ConstI32, VT.I32, f.vpos[at]!, 0, 0, 0, m), at));
    switch (op) {
      case Op.Load8S: return make(Op.I32Extend8S);
      case Op.Load16S: return make(Op.I32Extend16S);
      case Op.Load8U: return mask(255);
      case Op.Load16U: return mask(65535);
      default: return v;
    }
  }

  private read(b: BlockId, k: number): ValueId {
    // Walk up single predecessors, then make a phi or an entry zero.
    const d = this.defs[b]![k]!;
    if (d !== 0) return d;
    const { f } = this;
    const preds = f.preds[b]!;
    let v: ValueId;
    if (b === 0 || preds.length === 0) {
      const x = this.fieldList[k]!;
      v = this.entryZero(x.vt);
    } else if (preds.length === 1 && this.done[preds[0]!]) v = this.read(preds[0]!, k);
    else {
      v = f.newValueList(Op.Phi, this.fieldList[k]!.vt, 0, preds.map(() => 0));
      f.prepend(b, v);
      this.defs[b]![k] = v;
      this.incomplete.push({ phi: v, field: k, block: b });
    }
    this.defs[b]![k] = v;
    return v;
  }

  private entryZero(vt: VT): ValueId { return this.f.prepend(0, this.newZero(vt, 0)); }

  private newZero(vt: VT, pos: number): ValueId {
    const op = vt === VT.I64 ? Op.ConstI64 : vt === VT.Ptr ? Op.ConstPtr : vt === VT.I32 ? Op.ConstI32 : vt === VT.F32 ? Op.ConstF32 : Op.ConstF64;
    return this.f.newValue(op, vt, pos, 0, 0, 0, vt === VT.F32 || vt === VT.F64 ? this.f.addF64(0) : 0);
  }

  private fill(p: { phi: ValueId; field: number; block: BlockId }): void {
    const { f } = this;
    const preds = f.preds[p.block]!;
    for (let i = 0; i < preds.length; i++) {
      const from = preds[i]!;
      f.setArg(p.phi, i, this.dom.reachable(from) ? this.read(from, p.field) : this.entryZero(this.fieldList[p.field]!.vt));
    }
  }
}

function loadOp(x: Field): Op {
  if (x.width === 1) return Op.Load8U;
  if (x.width === 2) return Op.Load16U;
  switch (x.vt) {
    case VT.I32: return Op.Load32;
    case VT.I64: return Op.Load64;
    case VT.F32: return Op.LoadF32;
    case VT.F64: return Op.LoadF64;
    default: return Op.LoadPtr;
  }
}

function storeOp(x: Field): Op {
  if (x.width === 1) return Op.Store8;
  if (x.width === 2) return Op.Store16;
  switch (x.vt) {
    case VT.I32: return Op.Store32;
    case VT.I64: return Op.Store64;
    case VT.F32: return Op.StoreF32;
    case VT.F64: return Op.StoreF64;
    default: return Op.StorePtr;
  }
}
