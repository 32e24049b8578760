// Redundant loads and store-to-load forwarding along chains of blocks with single predecessors. Known memory contents are entries
// (address value, offset, access) → value; a write removes what it may overlap.
//
// Aliasing: accesses through the same address value overlap by offset; through two distinct fresh objects (NewObject, StackAddr) never.
// Outside the runtime, pointer words are not written through stores of other kinds at different addresses, nor integers by float
// stores: Go's own code reinterprets memory through the same address, which the first rule sees.

import { Effect, opTable } from '../op.table.ts';
import { Op } from '../op.gen.ts';
import { FuncFlag, type BlockId, type Func, type ValueId } from '../func.ts';
import { Dom } from '../analysis/dom.ts';
import { Replacements } from './rewrite.ts';

const enum Class { Int, Float, Ptr }

interface Entry { addr: ValueId; offset: number; width: number; cls: Class; /** load op that reads it back unchanged */ load: Op; value: ValueId }

const loads: Partial<Record<Op, { width: number; cls: Class }>> = {
  [Op.Load8S]: { width: 1, cls: Class.Int }, [Op.Load8U]: { width: 1, cls: Class.Int }, [Op.Load16S]: { width: 2, cls: Class.Int },
  [Op.Load16U]: { width: 2, cls: Class.Int }, [Op.Load32]: { width: 4, cls: Class.Int }, [Op.Load64]: { width: 8, cls: Class.Int },
  [Op.Load32S64]: { width: 4, cls: Class.Int }, [Op.Load32U64]: { width: 4, cls: Class.Int }, [Op.LoadF32]: { width: 4, cls: Class.Float },
  [Op.LoadF64]: { width: 8, cls: Class.Float }, [Op.LoadPtr]: { width: 8, cls: Class.Ptr },
};

const stores: Partial<Record<Op, { width: number; cls: Class; load: Op }>> = {
  [Op.Store8]: { width: 1, cls: Class.Int, load: Op.Invalid }, [Op.Store16]: { width: 2, cls: Class.Int, load: Op.Invalid },
  [Op.Store32]: { width: 4, cls: Class.Int, load: Op.Load32 }, [Op.Store64]: { width: 8, cls: Class.Int, load: Op.Load64 },
  [Op.StoreF32]: { width: 4, cls: Class.Float, load: Op.LoadF32 }, [Op.StoreF64]: { width: 8, cls: Class.Float, load: Op.LoadF64 },
  [Op.StorePtr]: { width: 8, cls: Class.Ptr, load: Op.LoadPtr },
};

export function forwardLoads(f: Func): boolean {
  const dom = new Dom(f);
  const r = new Replacements(f);
  const strict = (f.flags & FuncFlag.RuntimePkg) !== 0;
  const atEnd: (Entry[] | undefined)[] = new Array(f.numBlocks);
  for (const b of dom.rpo) {
    const preds = f.preds[b]!;
    const from = preds.length === 1 && b !== f.recoverBlock ? atEnd[preds[0]!] : undefined;
    atEnd[b] = block(f, b, from === undefined ? [] : from.slice(), r, strict);
  }
  r.apply(f);
  return r.changed;
}

const MAX_ENTRIES = 40;

function block(f: Func, b: BlockId, known: Entry[], r: Replacements, strict: boolean): Entry[] {
  for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
    r.args(f, v);
    const op = f.op[v]! as Op;
    const l = loads[op];
    if (l !== undefined) {
      const hit = known.find((e) => e.addr === f.arg0[v] && e.offset === f.aux[v] && e.load === op);
      if (hit !== undefined) r.set(v, hit.value);
      else known.push({ addr: f.arg0[v]!, offset: f.aux[v]!, width: l.width, cls: l.cls, load: op, value: v });
    } else {
      known = write(f, v, op, known, strict);
    }
    if (known.length > MAX_ENTRIES) known.shift();
  }
  return known;
}

function write(f: Func, v: ValueId, op: Op, known: Entry[], strict: boolean): Entry[] {
  const s = stores[op];
  if (s !== undefined) {
    const addr = f.arg0[v]!;
    const offset = f.aux[v]!;
    const kept = known.filter((e) => !overlaps(f, e, addr, offset, s.width, s.cls, strict));
    if (s.load !== Op.Invalid) kept.push({ addr, offset, width: s.width, cls: s.cls, load: s.load, value: f.arg1[v]! });
    return kept;
  }
  if (op === Op.Zero || op === Op.Move) return known.filter((e) => !overlaps(f, e, f.arg0[v]!, 0, f.aux[v]!, Class.Int, true));
  if (op === Op.NewObject || op === Op.StackObject || op === Op.Box || op === Op.KeepAlive || op === Op.Poll) return known;
  return (opTable[op]!.effect & (Effect.Write | Effect.Call)) !== 0 ? [] : known;
}

function overlaps(f: Func, e: Entry, addr: ValueId, offset: number, width: number, cls: Class, strict: boolean): boolean {
  if (e.addr === addr) return offset < e.offset + e.width && e.offset < offset + width;
  const [x, dx] = base(f, e.addr);
  const [y, dy] = base(f, addr);
  if (x === y) return offset + dy < e.offset + dx + e.width && e.offset + dx < offset + dy + width;
  if (isFresh(f, x) && isFresh(f, y)) return f.op[x] === Op.StackAddr && f.op[y] === Op.StackAddr && f.aux[x] === f.aux[y];
  if (strict) return true;
  return e.cls === cls || (cls === Class.Int && e.cls === Class.Float);
}

/** Address as a base value and a constant displacement. */
function base(f: Func, v: ValueId): [ValueId, number] {
  let d = 0;
  while (f.op[v] === Op.PtrAddImm) { d += f.aux[v]!; v = f.arg0[v]!; }
  return [v, d];
}

function isFresh(f: Func, v: ValueId): boolean { return f.op[v] === Op.NewObject || f.op[v] === Op.StackAddr; }
