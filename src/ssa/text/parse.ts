// Reads the text form of SSA functions (see print.ts). Predecessor lists fix the order of phi arguments, so edges are added as written
// there. Errors throw InternalError with the line number: the text comes from our own dumps and tests.

import { BlockKind, Func, Suspends, type AllocInfo, type BlockId, type CallInfo, type Sig, type SymTab, type ValueId } from '../func.ts';
import { opByName, opTable, VT } from '../op.table.ts';
import type { Op } from '../op.gen.ts';
import { fail } from '../../base/internal-error.ts';
import { vtLetters } from './print.ts';

const tokenRe = /\s*("(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\]"]+)/y;

class LineReader {
  private readonly tokens: string[] = [];
  private i = 0;
  private readonly line: string;
  private readonly no: number;

  constructor(line: string, no: number) {
    this.line = line;
    this.no = no;
    tokenRe.lastIndex = 0;
    for (;;) {
      const m = tokenRe.exec(line);
      if (m === null) break;
      this.tokens.push(m[1]!);
    }
  }

  get done(): boolean { return this.i >= this.tokens.length; }
  peek(): string { return this.tokens[this.i] ?? ''; }
  next(): string { return this.done ? this.error('unexpected end') : this.tokens[this.i++]!; }
  accept(s: string): boolean { if (this.peek() !== s) return false; this.i++; return true; }
  expect(s: string): void { if (this.next() !== s) this.error(`expected ${s}`); }
  int(): number { const t = this.next(); const n = Number(t); return Number.isNaN(n) ? this.error(`bad number ${t}`) : n; }
  prefixed(p: string): number { const t = this.next(); return t.startsWith(p) ? Number(t.slice(p.length)) : this.error(`expected ${p}N, got ${t}`); }
  string(): string { return JSON.parse(this.next()) as string; }
  error(msg: string): never { return fail(`ssa text line ${this.no}: ${msg}: ${this.line}`); }
}

export function parseSigText(s: string): Sig {
  const at = s.indexOf('>');
  const vts = (t: string): VT[] => [...t].map((c) => vtLetters.indexOf(c) as VT);
  return { params: vts(s.slice(0, at)), results: vts(s.slice(at + 1)) };
}

function parseMask(s: string): Uint8Array {
  if (s === '-') return new Uint8Array(0);
  const m = new Uint8Array(s.length / 2);
  for (let i = 0; i < m.length; i++) m[i] = Number.parseInt(s.slice(2 * i, 2 * i + 2), 16);
  return m;
}

function parseSym(r: LineReader, syms: SymTab): number {
  return r.accept('-') ? -1 : syms.id(r.string());
}

function parseCall(r: LineReader, syms: SymTab): CallInfo {
  r.expect('{');
  const sym = parseSym(r, syms);
  const sig = parseSigText(r.next());
  const suspends = r.prefixed('s') as Suspends;
  const noreturn = r.accept('noreturn');
  const flags = r.peek() === '}' ? 0 : r.prefixed('f');
  r.expect('}');
  return { sig, sym, noreturn, suspends, flags };
}

function parseAlloc(r: LineReader, syms: SymTab): AllocInfo {
  r.expect('{');
  const typeSym = parseSym(r, syms);
  const size = r.int();
  const align = r.int();
  const ptrmask = parseMask(r.next());
  const kind = r.next() as AllocInfo['kind'];
  const what = r.string();
  const pos = r.prefixed('@');
  const mustHeap = r.accept('heap');
  r.expect('}');
  return { typeSym, size, align, ptrmask, kind, what, pos, mustHeap };
}

/** Parses the bracketed aux of value v. */
function parseAux(f: Func, v: ValueId, r: LineReader, syms: SymTab): void {
  const kind = opTable[f.op[v]!]!.aux;
  if (kind === '') return;
  if (kind === 'call') { f.calls.push(parseCall(r, syms)); f.aux[v] = f.calls.length - 1; return; }
  if (kind === 'alloc') { f.allocs.push(parseAlloc(r, syms)); f.aux[v] = f.allocs.length - 1; return; }
  r.expect('[');
  if (kind === 'sym') {
    f.aux[v] = parseSym(r, syms);
    if (r.peek() !== ']') f.aux2[v] = r.prefixed('+');
  } else if (kind === 'slot') {
    f.aux[v] = r.prefixed('s');
    if (r.peek() !== ']') f.aux2[v] = r.prefixed('+');
  } else if (kind === 'f64') f.aux[v] = f.addF64(Number(r.next()));
  else if (kind === 'i64') {
    const [hi, lo] = r.next().split(':') as [string, string];
    f.aux[v] = Number.parseInt(lo, 16) | 0;
    f.aux2[v] = Number.parseInt(hi, 16) | 0;
  } else {
    const [a, b] = r.next().split(',') as [string, string | undefined];
    f.aux[v] = Number(a);
    if (b !== undefined) f.aux2[v] = Number(b);
  }
  r.expect(']');
}

/** Parser of one function: values are numbered as they come, references resolved at the end. */
class FuncParser {
  private readonly ids = new Map<string, ValueId>();
  private readonly pending: { v: ValueId; args: string[] }[] = [];
  private readonly controls: { b: BlockId; names: string[]; ret: boolean }[] = [];
  readonly f: Func;
  private readonly syms: SymTab;
  private readonly blockNo = new Map<number, BlockId>();

  constructor(header: LineReader, syms: SymTab) {
    this.syms = syms;
    header.expect('func');
    const name = header.string();
    this.f = new Func(name, parseSigText(header.next()));
    this.f.sym = syms.id(name);
    while (!header.done) {
      const [k, val] = header.next().split('=') as [string, string];
      if (k === 'flags') this.f.flags = Number(val);
      else if (k === 'pos') this.f.pos = Number(val);
      else if (k === 'recover') this.f.recoverBlock = Number(val.slice(1));
      else header.error(`unknown attribute ${k}`);
    }
  }

  blockHeader(r: LineReader): BlockId {
    const no = Number(r.next().slice(1, -1));
    const b = this.f.newBlock();
    if (b !== no) r.error(`blocks must be numbered in order: b${no}`);
    this.blockNo.set(no, b);
    while (!r.done) {
      if (r.peek().startsWith('@')) this.f.bpos[b] = r.prefixed('@');
      else this.f.preds[b]!.push(r.prefixed('b'));
    }
    return b;
  }

  value(b: BlockId, r: LineReader): void {
    const f = this.f;
    let name = '';
    let vt: VT = VT.Void;
    if (/^v\d+:/.test(r.peek())) {
      const [n, t] = r.next().split(':') as [string, string];
      name = n;
      vt = Math.max(0, vtLetters.indexOf(t)) as VT;
      r.expect('=');
    }
    const opName = r.next();
    const op = opByName(opName) as Op;
    const args: string[] = [];
    while (/^v\d+$/.test(r.peek())) args.push(r.next());
    const row = opTable[op]!;
    const v = row.args.includes('*') ? f.newValueList(op, vt, 0, args.map(() => 0)) : f.newValue(op, vt, 0);
    if (!row.args.includes('*') && args.length !== row.args.length) r.error(`${opName} takes ${row.args.length} arguments`);
    if (name !== '') this.ids.set(name, v);
    parseAux(f, v, r, this.syms);
    while (!r.done) {
      if (r.peek().startsWith('@')) f.vpos[v] = r.prefixed('@');
      else f.inl[v] = r.prefixed('~');
    }
    f.append(b, v);
    this.pending.push({ v, args });
  }

  /** Parses a block's last line; false if the line is not one. */
  end(b: BlockId, r: LineReader): boolean {
    const f = this.f;
    const succs = (): void => { while (/^b\d+$/.test(r.peek())) f.succs[b]!.push(r.prefixed('b')); };
    switch (r.peek()) {
      case 'open': r.next(); return true;
      case 'unreachable': r.next(); f.bkind[b] = BlockKind.Unreachable; return true;
      case 'jump': r.next(); f.bkind[b] = BlockKind.Jump; succs(); return true;
      case 'ret': {
        r.next();
        f.bkind[b] = BlockKind.Return;
        const names: string[] = [];
        while (!r.done) names.push(r.next());
        this.controls.push({ b, names, ret: true });
        return true;
      }
      case 'if': case 'switch': {
        f.bkind[b] = r.next() === 'if' ? BlockKind.If : BlockKind.Switch;
        this.controls.push({ b, names: [r.next()], ret: false });
        succs();
        if (r.accept('likely')) f.likely[b] = 1;
        else if (r.accept('unlikely')) f.likely[b] = -1;
        return true;
      }
      default: return false;
    }
  }

  slot(r: LineReader): void {
    r.next();
    this.f.slots.push({ size: r.int(), align: r.int(), ptrmask: parseMask(r.next()), name: r.string() });
  }

  inline(r: LineReader): void {
    r.next();
    this.f.inlineTree.push({ parent: r.int(), pos: r.int(), sym: parseSym(r, this.syms) });
  }

  finish(): Func {
    const id = (n: string): ValueId => this.ids.get(n) ?? fail(`ssa text: ${this.f.name}: undefined ${n}`);
    for (const { v, args } of this.pending) for (let i = 0; i < args.length; i++) this.f.setArg(v, i, id(args[i]!));
    for (const c of this.controls) {
      if (c.ret) this.f.rets[c.b] = c.names.map(id);
      else this.f.control[c.b] = id(c.names[0]!);
    }
    return this.f;
  }
}

/** Parses all functions of a text; symbols are interned in syms. `#` starts a comment line. */
export function parseFuncs(text: string, syms: SymTab): Func[] {
  const funcs: Func[] = [];
  let p: FuncParser | null = null;
  let b = -1;
  text.split('\n').forEach((line, i) => {
    const t = line.trim();
    if (t === '' || t.startsWith('#')) return;
    const r = new LineReader(t, i + 1);
    if (t.startsWith('func ')) {
      if (p !== null) funcs.push(p.finish());
      p = new FuncParser(r, syms);
      b = -1;
      return;
    }
    if (p === null) r.error('no function');
    const fp = p as FuncParser;
    if (/^b\d+:/.test(t)) b = fp.blockHeader(r);
    else if (b < 0 && t.startsWith('slot ')) fp.slot(r);
    else if (b < 0 && t.startsWith('inline ')) fp.inline(r);
    else if (b < 0) r.error('no block');
    else if (!fp.end(b, r)) fp.value(b, r);
  });
  if (p !== null) funcs.push((p as FuncParser).finish());
  return funcs;
}
