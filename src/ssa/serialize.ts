// SSA functions as bytes: the inlinable bodies that an object exports. Compact: only values that are in a block are kept, renumbered in
// block order; arguments are distances; symbols, strings and positions are shared by all functions of the section.
//
// Section: u32 functions, strings, positions; per function u32 name (string), u32 offset; u32 string offsets (one more than strings), UTF-8
// bytes; per position u32 file (string), line, column; function records (varints).

import { ByteReader, ByteWriter, decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { fail } from '../base/internal-error.ts';
import { type AllocInfo, BlockKind, type CallInfo, Func, type PosTable, type Sig, type SymTab } from './func.ts';
import { type OpRow, opTable, type VT } from './op.table.ts';

const enum Has { Aux = 1, Aux2 = 2, Pos = 4, Inl = 8, List = 16, Type = 32 }
const allocKinds: readonly AllocInfo['kind'][] = ['var', 'expr', 'silent'];
/** Counts at the beginning of the section. */
const HEADER_WORDS = 3;

class StringTable {
  private readonly ids = new Map<string, number>();
  readonly list: string[] = [];
  id(s: string): number {
    let i = this.ids.get(s);
    if (i === undefined) {
      i = this.list.length;
      this.ids.set(s, i);
      this.list.push(s);
    }
    return i;
  }
}

class BodyWriter {
  readonly strings = new StringTable();
  readonly code = new ByteWriter(1 << 14);
  /** Position of the unit → position of the section. */
  private readonly posIds = new Map<number, number>();
  readonly positions: number[] = [];
  private readonly syms: SymTab;
  private readonly poss: PosTable;

  constructor(syms: SymTab, poss: PosTable) { this.syms = syms; this.poss = poss; }

  private sym(id: number): number { return id < 0 ? 0 : 1 + this.strings.id(this.syms.names[id] ?? fail(`serialize: symbol ${id}`)); }

  private pos(p: number): number {
    if (p === 0) return 0;
    let i = this.posIds.get(p);
    if (i === undefined) {
      i = this.positions.length / 3 + 1;
      this.posIds.set(p, i);
      this.positions.push(this.strings.id(this.poss.files[this.poss.file[p]!]!), this.poss.line[p]!, this.poss.col[p]!);
    }
    return i;
  }

  private sig(s: Sig): void {
    const w = this.code;
    w.uleb(s.params.length);
    for (const t of s.params) w.u8(t);
    w.uleb(s.results.length);
    for (const t of s.results) w.u8(t);
  }

  func(f: Func): void {
    const w = this.code;
    // New numbers of values.
    const num = new Int32Array(f.numValues);
    let n = 1;
    for (let b = 0; b < f.numBlocks; b++) for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) num[v] = n++;
    w.uleb(f.flags);
    w.uleb(this.pos(f.pos));
    this.sig(f.sig);
    w.uleb(n);
    w.uleb(f.numBlocks);
    w.uleb(f.recoverBlock + 1);
    this.tables(f);
    let lastPos = 0;
    let lastInl = -1;
    for (let b = 0; b < f.numBlocks; b++) {
      this.block(f, b, num);
      for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) {
        const op = f.op[v]!;
        const row = opTable[op]!;
        const aux = this.aux(row, f.aux[v]!);
        const aux2 = f.aux2[v]!;
        const pos = this.pos(f.vpos[v]!);
        const inl = f.inl[v]!;
        const list = f.argCount[v]! >= 0;
        w.uleb(op);
        w.u8((aux !== 0 ? Has.Aux : 0) | (aux2 !== 0 ? Has.Aux2 : 0) | (pos !== lastPos ? Has.Pos : 0) | (inl !== lastInl ? Has.Inl : 0) | (list ? Has.List : 0) |
          (f.vt[v] !== row.result ? Has.Type : 0));
        if (f.vt[v] !== row.result) w.u8(f.vt[v]!);
        const args = f.numArgs(v);
        if (list) w.uleb(args);
        for (let k = 0; k < args; k++) {
          const a = f.arg(v, k);
          if (a !== 0 && num[a] === 0) fail(`serialize: ${f.name}: v${v} uses v${a}, which is in no block`);
          w.sleb(num[v]! - num[a]!);
        }
        if (aux !== 0) w.sleb(aux);
        if (aux2 !== 0) w.sleb(aux2);
        if (pos !== lastPos) w.sleb(pos - lastPos);
        if (inl !== lastInl) w.sleb(inl - lastInl);
        lastPos = pos;
        lastInl = inl;
      }
    }
  }

  private aux(row: OpRow, aux: number): number { return row.aux === 'sym' ? this.sym(aux) : aux; }

  private block(f: Func, b: number, num: Int32Array): void {
    const w = this.code;
    let count = 0;
    for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) count++;
    w.uleb(count);
    w.u8(f.bkind[b]! | ((f.likely[b]! + 1) << 4));
    w.uleb(this.pos(f.bpos[b]!));
    if (f.bkind[b] === BlockKind.If || f.bkind[b] === BlockKind.Switch) w.uleb(num[f.control[b]!]!);
    if (f.bkind[b] === BlockKind.Return) {
      w.uleb(f.rets[b]!.length);
      for (const v of f.rets[b]!) w.uleb(num[v]!);
    }
    w.uleb(f.succs[b]!.length);
    for (const s of f.succs[b]!) w.uleb(s);
    w.uleb(f.preds[b]!.length);
    for (const p of f.preds[b]!) w.uleb(p);
  }

  private tables(f: Func): void {
    const w = this.code;
    w.uleb(f.numF64s);
    for (let i = 0; i < f.numF64s; i++) w.f64(f.f64s[i]!);
    w.uleb(f.calls.length);
    for (const c of f.calls) {
      w.uleb(this.sym(c.sym));
      w.u8((c.noreturn ? 1 : 0) | (c.suspends << 1));
      w.uleb(c.flags);
      this.sig(c.sig);
    }
    w.uleb(f.allocs.length);
    for (const a of f.allocs) {
      w.uleb(this.sym(a.typeSym));
      w.uleb(a.size);
      w.uleb(a.align);
      w.blob(a.ptrmask);
      w.uleb(this.strings.id(a.what));
      w.u8(allocKinds.indexOf(a.kind) | (a.mustHeap ? 4 : 0));
      w.uleb(this.pos(a.pos));
    }
    w.uleb(f.slots.length);
    for (const s of f.slots) { w.uleb(s.size); w.uleb(s.align); w.blob(s.ptrmask); w.uleb(this.strings.id(s.name)); }
    w.uleb(f.inlineTree.length);
    for (const s of f.inlineTree) { w.uleb(s.parent + 1); w.uleb(this.pos(s.pos)); w.uleb(this.sym(s.sym)); }
    w.uleb(f.marks.length);
    for (const m of f.marks) { w.uleb(m.kind); w.uleb(this.strings.id(m.name)); }
  }
}

/** The bytes of functions of one unit. Equal functions give equal bytes. */
export function writeBodies(syms: SymTab, poss: PosTable, funcs: readonly Func[]): Uint8Array {
  const b = new BodyWriter(syms, poss);
  const index: number[] = [];
  for (const f of funcs) { index.push(b.strings.id(f.name), b.code.len); b.func(f); }
  const out = new ByteWriter(b.code.len + 1024);
  const text = new ByteWriter(1024);
  const offsets = b.strings.list.map((s) => { const at = text.len; text.bytes(encodeUtf8(s)); return at; });
  out.u32(funcs.length); out.u32(b.strings.list.length); out.u32(b.positions.length / 3);
  for (const x of index) out.u32(x);
  for (const o of offsets) out.u32(o);
  out.u32(text.len);
  out.bytes(text.view());
  for (const p of b.positions) out.u32(p);
  out.bytes(b.code.view());
  return out.finish();
}

/** Reads functions by name; strings and positions are decoded when they are first used. */
export class BodyReader {
  private readonly buf: Uint8Array;
  private readonly numFuncs: number;
  private readonly numPositions: number;
  private readonly stringOffsets: number;
  private readonly text: number;
  private readonly positions: number;
  private readonly code: number;
  private readonly strings: (string | undefined)[] = [];
  private index: Map<string, number> | null = null;
  // Numbers in the unit that is being compiled.
  private syms: SymTab | null = null;
  private poss: PosTable | null = null;
  private symIds = new Int32Array(0);
  private posIds = new Int32Array(0);

  constructor(buf: Uint8Array) {
    this.buf = buf;
    const empty = buf.length === 0;
    this.numFuncs = empty ? 0 : this.u32(0);
    const numStrings = empty ? 0 : this.u32(4);
    this.numPositions = empty ? 0 : this.u32(8);
    this.stringOffsets = 4 * (HEADER_WORDS + 2 * this.numFuncs);
    this.text = this.stringOffsets + 4 * (numStrings + 1);
    this.positions = empty ? 0 : this.text + this.u32(this.text - 4);
    this.code = this.positions + 12 * this.numPositions;
    this.symIds = new Int32Array(numStrings);
    this.posIds = new Int32Array(this.numPositions + 1);
  }

  private u32(at: number): number {
    const b = this.buf;
    return (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
  }

  private str(i: number): string {
    let s = this.strings[i];
    if (s === undefined) {
      const at = this.stringOffsets + 4 * i;
      s = decodeUtf8(this.buf, this.text + this.u32(at), this.text + this.u32(at + 4));
      this.strings[i] = s;
    }
    return s;
  }

  private find(name: string): number {
    if (this.index === null) {
      this.index = new Map();
      for (let i = 0; i < this.numFuncs; i++) this.index.set(this.str(this.u32(4 * (HEADER_WORDS + 2 * i))), this.u32(4 * (HEADER_WORDS + 2 * i + 1)));
    }
    return this.index.get(name) ?? -1;
  }

  names(): string[] { this.find(''); return [...this.index!.keys()]; }
  has(name: string): boolean { return this.find(name) >= 0; }

  /** The function called `name` with symbols and positions of the given tables; null if it is not there. */
  read(name: string, syms: SymTab, poss: PosTable): Func | null {
    const at = this.find(name);
    if (at < 0) return null;
    if (this.syms !== syms || this.poss !== poss) {
      this.syms = syms;
      this.poss = poss;
      this.symIds.fill(-1);
      this.posIds.fill(-1);
      this.posIds[0] = 0;
    }
    return this.func(new ByteReader(this.buf, this.code + at), name);
  }

  private sym(i: number): number {
    if (i === 0) return -1;
    let id = this.symIds[i - 1]!;
    if (id < 0) { id = this.syms!.id(this.str(i - 1)); this.symIds[i - 1] = id; }
    return id;
  }

  private pos(i: number): number {
    let p = this.posIds[i]!;
    if (p < 0) {
      const at = this.positions + 12 * (i - 1);
      p = this.poss!.add(this.str(this.u32(at)), this.u32(at + 4), this.u32(at + 8));
      this.posIds[i] = p;
    }
    return p;
  }

  private func(r: ByteReader, name: string): Func {
    const flags = r.uleb();
    const pos = this.pos(r.uleb());
    const sig = readSig(r);
    const numValues = r.uleb();
    const f = new Func(name, sig, Math.max(numValues, 4));
    f.sym = this.syms!.id(name);
    f.flags = flags;
    f.pos = pos;
    const numBlocks = r.uleb();
    f.recoverBlock = r.uleb() - 1;
    this.tables(r, f);
    for (let b = 0; b < numBlocks; b++) f.newBlock();
    let lastPos = 0;
    let lastInl = -1;
    for (let b = 0; b < numBlocks; b++) {
      const count = this.block(r, f, b);
      for (let k = 0; k < count; k++) {
        const op = r.uleb();
        const has = r.u8();
        const row = opTable[op]!;
        const vt = ((has & Has.Type) !== 0 ? r.u8() : row.result) as VT;
        const v = f.numValues;
        if ((has & Has.List) !== 0) {
          const args: number[] = [];
          for (let n = r.uleb(); n > 0; n--) args.push(v - r.sleb());
          f.newValueList(op, vt, 0, args);
        } else {
          const n = row.args.length;
          const a0 = n > 0 ? v - r.sleb() : 0;
          const a1 = n > 1 ? v - r.sleb() : 0;
          f.newValue(op, vt, 0, a0, a1, n > 2 ? v - r.sleb() : 0);
        }
        const aux = (has & Has.Aux) !== 0 ? r.sleb() : 0;
        f.aux[v] = row.aux === 'sym' ? this.sym(aux) : aux;
        if ((has & Has.Aux2) !== 0) f.aux2[v] = r.sleb();
        if ((has & Has.Pos) !== 0) lastPos += r.sleb();
        if ((has & Has.Inl) !== 0) lastInl += r.sleb();
        f.vpos[v] = this.pos(lastPos);
        f.inl[v] = lastInl;
        f.append(b, v);
      }
    }
    return f;
  }

  private block(r: ByteReader, f: Func, b: number): number {
    const count = r.uleb();
    const k = r.u8();
    const kind = (k & 15) as BlockKind;
    f.bkind[b] = kind;
    f.likely[b] = (k >> 4) - 1;
    f.bpos[b] = this.pos(r.uleb());
    if (kind === BlockKind.If || kind === BlockKind.Switch) f.control[b] = r.uleb();
    if (kind === BlockKind.Return) for (let n = r.uleb(); n > 0; n--) f.rets[b]!.push(r.uleb());
    for (let n = r.uleb(); n > 0; n--) f.succs[b]!.push(r.uleb());
    for (let n = r.uleb(); n > 0; n--) f.preds[b]!.push(r.uleb());
    return count;
  }

  private tables(r: ByteReader, f: Func): void {
    for (let n = r.uleb(); n > 0; n--) f.addF64(r.f64());
    for (let n = r.uleb(); n > 0; n--) {
      const sym = this.sym(r.uleb());
      const bits = r.u8();
      f.calls.push({ sym, noreturn: (bits & 1) !== 0, suspends: bits >> 1, flags: r.uleb(), sig: readSig(r) } as CallInfo);
    }
    for (let n = r.uleb(); n > 0; n--) {
      const typeSym = this.sym(r.uleb());
      const size = r.uleb();
      const align = r.uleb();
      const ptrmask = r.blob().slice();
      const what = this.str(r.uleb());
      const bits = r.u8();
      f.allocs.push({ typeSym, size, align, ptrmask, what, kind: allocKinds[bits & 3]!, pos: this.pos(r.uleb()), mustHeap: (bits & 4) !== 0 });
    }
    for (let n = r.uleb(); n > 0; n--) f.slots.push({ size: r.uleb(), align: r.uleb(), ptrmask: r.blob().slice(), name: this.str(r.uleb()) });
    for (let n = r.uleb(); n > 0; n--) f.inlineTree.push({ parent: r.uleb() - 1, pos: this.pos(r.uleb()), sym: this.sym(r.uleb()) });
    for (let n = r.uleb(); n > 0; n--) f.marks.push({ kind: r.uleb(), name: this.str(r.uleb()) });
  }
}

function readSig(r: ByteReader): Sig {
  const params: VT[] = [];
  for (let n = r.uleb(); n > 0; n--) params.push(r.u8() as VT);
  const results: VT[] = [];
  for (let n = r.uleb(); n > 0; n--) results.push(r.u8() as VT);
  return { params, results };
}
