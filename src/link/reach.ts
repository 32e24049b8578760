// What belongs to the program: follows relocations from the roots; methods are kept only if something can call them (docs/design/object.md).

import { encodeUtf8 } from '../base/bytes.ts';
import { RelocKind, SymKind } from '../abi/symbol.ts';
import { FuncInfoFlag } from '../abi/funcinfo.table.ts';
import { HOST_MODULE, hostImports } from '../abi/host-imports.table.ts';
import { RELOC_WORDS, type RelocWords } from '../object/records.ts';
import { wasmType } from '../wasm/code.ts';
import { LinkError } from './errors.ts';
import { type LinkData, type LinkFunc, type Method, type Program, WEAK_CALL } from './program.ts';
import { stubFunc } from './stubs.ts';
import { type SymbolTable, Sym } from './symbols.ts';

const KIND_OFFSET = 23; // abi.Type.Kind_
const PTR_TO_THIS = 44; // abi.Type.PtrToThis
const KIND_MASK = 31;
const KIND_INTERFACE = 20;
const MAX_ERRORS = 20;
const METHOD_LOOKUPS = ['reflect.Value.Method', 'reflect.Value.MethodByName', 'Method(int) reflect.Method', 'MethodByName(string) (reflect.Method, bool)'];

/** Signatures of func types that reflection may call or make functions of. */
export interface ReflectSigs { call: Set<string>; stub: Set<string>; method: Set<string> }

export class Reach {
  private readonly p: Program;
  private readonly syms: SymbolTable;
  private readonly work: number[] = [];
  private pending: Method[] = [];
  private reflectMethod = false;
  private readonly errors: string[] = [];
  private readonly importSigs = new Map<string, string>();
  /** Methods that reflection may find, and call with the receiver as the first argument (reflect.Method.Func). */
  readonly reflected: number[] = [];
  readonly sigs: ReflectSigs = { call: new Set(), stub: new Set(), method: new Set() };
  /** Functions and method keys whose use means that methods may be looked up at run time. */
  private readonly lookups: Set<number>;
  /** Values of -X by gid. */
  private readonly defines = new Map<number, string>();

  constructor(p: Program) {
    this.p = p;
    this.syms = p.syms;
    this.lookups = new Set(METHOD_LOOKUPS.map((n) => p.syms.byName(n)));
    for (const h of hostImports) this.importSigs.set(`${HOST_MODULE}\0${h.name}`, h.sig);
    for (const o of p.objects) for (const i of o.info.wasmImports) this.importSigs.set(i.sym, i.sig);
    for (const [name, value] of p.options.defines ?? []) this.defines.set(p.syms.byName(name), value);
  }

  /** Marks a symbol as a root (bits: Sym.Table, …). */
  root(name: string, bits: number): number {
    const g = this.syms.byName(name);
    this.reach(g, bits, '');
    return g;
  }

  isReached(name: string): boolean { return this.syms.has(this.syms.byName(name), Sym.Reached); }

  /** Follows everything that is marked. */
  run(): void {
    for (;;) {
      for (let g = this.work.pop(); g !== undefined; g = this.work.pop()) this.load(g);
      const before = this.pending;
      this.pending = [];
      for (const m of before) {
        const wanted = this.syms.has(m.key, Sym.Called) || this.syms.has(m.name, Sym.Called) || (this.reflectMethod && m.exported);
        if (wanted) this.keep(m);
        else this.pending.push(m);
      }
      if (this.work.length === 0) return;
    }
  }

  /** Throws if anything is undefined. */
  check(): void {
    if (this.errors.length === 0) return;
    const list = this.errors.slice(0, MAX_ERRORS);
    if (this.errors.length > MAX_ERRORS) list.push('too many errors');
    throw new LinkError(list);
  }

  private keep(m: Method): void {
    m.kept = true;
    if (this.reflectMethod || this.syms.has(m.name, Sym.Called)) this.reflected.push(m.tfn);
    this.reach(m.mtyp, 0, '');
    this.reach(m.ifn, Sym.Table, '');
    this.reach(m.tfn, Sym.Table, '');
  }

  private reach(g: number, bits: number, from: string | LinkFunc | LinkData): void {
    const s = this.syms.state[g]!;
    this.syms.state[g] = s | bits | Sym.Reached;
    if ((s & (Sym.Reached | Sym.Undefined)) === Sym.Reached) return;
    if ((s & Sym.Undefined) === 0 && (this.syms.isDefined(g) || this.make(g))) this.work.push(g);
    else this.undefined(g, from);
  }

  private undefined(g: number, from: string | LinkFunc | LinkData): void {
    this.syms.state[g]! |= Sym.Undefined;
    const name = this.syms.name(g);
    if (this.p.options.stubUndefined) return;
    const by = typeof from === 'string' ? from : this.syms.name(from.gid);
    const text = name === 'main.main' ? 'runtime.main_main·f: function main is undeclared in the main package'
      : by === '' ? `${name}: not defined` : `${by}: relocation target ${name} not defined`;
    if (!this.errors.includes(text)) this.errors.push(text);
  }

  /** Symbols that the linker makes when they are asked for. */
  private make(g: number): boolean {
    const name = this.syms.name(g);
    if (name.startsWith('go:name.')) {
      const text = encodeUtf8(name.slice('go:name.'.length));
      const head = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7];
      const bytes = new Uint8Array(head.length + text.length);
      bytes.set(head);
      bytes.set(text, head.length);
      this.p.addData(g, SymKind.RoData, 1, bytes.length, bytes);
      return true;
    }
    if (name === 'go:fipsinfo') { // crypto/internal/fips140/check.Linkinfo: no checksum, so that FIPS mode refuses to start
      this.p.addData(g, SymKind.RoData, 8, 16 + 32 + 8 + 4 * 16, new Uint8Array(0));
      return true;
    }
    if (name.endsWith('·f')) {
      const f = this.syms.byName(name.slice(0, -2));
      this.syms.state[g]! |= Sym.ClosureObject;
      this.p.addData(g, SymKind.RoData, 8, 8, new Uint8Array(0), new Int32Array([0, RelocKind.Table64, f, 0]));
      return true;
    }
    const nul = name.indexOf('\0');
    if (nul >= 0) {
      const sig = this.importSigs.get(name);
      if (sig === undefined) return false;
      this.syms.entity[g] = this.p.imports.length;
      this.p.imports.push({ gid: g, module: name.slice(0, nul), name: name.slice(nul + 1), type: this.p.typeId(wasmType(sig, 0)), uses: 0, index: -1 });
      return true;
    }
    return stubFunc(this.p, g, name);
  }

  private load(g: number): void {
    const { syms, p } = this;
    if (!syms.isDefined(g)) {
      if (syms.name(g).includes('\0')) return;
      const d = p.data[syms.entity[g]!];
      if (d !== undefined && d.gid === g) this.follow(d.relocs, d);
      else { const f = p.funcOf(g); this.follow(f.relocs, f); this.follow(f.metaRelocs, f); if (f.resume) this.follow(f.resume.relocs, f); }
      return;
    }
    const obj = syms.defObj[g]!;
    const def = syms.defIdx[g]!;
    const kind = syms.kind(g);
    if (kind === SymKind.Func) this.loadFunc(g, obj, def);
    else this.loadData(g, obj, def, kind);
  }

  private loadFunc(g: number, obj: number, def: number): void {
    const { p } = this;
    const o = p.objects[obj]!;
    const rec = o.funcRecord(def);
    p.resolve(obj, rec.relocs);
    p.resolve(obj, rec.metaRelocs);
    if (rec.resume) p.resolve(obj, rec.resume.relocs);
    p.resolve(obj, rec.marks);
    const sig = o.name(rec.sig);
    const f = p.addObjectFunc(g, obj, def, rec, sig, p.typeId(wasmType(sig, rec.abi)));
    this.follow(rec.relocs, f);
    this.follow(rec.metaRelocs, f);
    if (rec.resume) this.follow(rec.resume.relocs, f);
    this.followMarks(rec.marks, f);
    if (this.lookups.has(g)) this.reflectMethod = true;
    const combined = rec.info !== null && (rec.info.flags & FuncInfoFlag.Combined) !== 0;
    if (rec.recorded || rec.checked) this.syms.state[g]! |= Sym.Info;
    if (rec.checked || combined) this.syms.state[g]! |= Sym.Table;
    if (rec.recorded) { f.nameGid = this.syms.byName(`go:name.${this.syms.name(g)}`); this.reach(f.nameGid, 0, f); }
    if (combined) this.reach(this.syms.byName(`resume:${sig}`), 0, f);
    if (rec.checked) this.reach(this.syms.byName(`entry:${sig}`), 0, f);
  }

  private loadData(g: number, obj: number, def: number, kind: SymKind): void {
    const { p, syms } = this;
    const rec = p.objects[obj]!.dataRecord(def);
    p.resolve(obj, rec.relocs);
    p.resolve(obj, rec.marks);
    const d = p.addObjectData(g, obj, def, kind, rec);
    const value = this.defines.get(g);
    if (value !== undefined) this.define(d, value);
    d.isType = this.isType(g);
    d.isItab = syms.startsWith(g, 'go:itab.');
    if (d.isType) this.followType(d);
    else if (d.isItab) this.followItab(d);
    else this.follow(d.relocs, d);
    this.followMarks(d.marks, d);
    if (d.isType && syms.has(g, Sym.UsedInIface)) this.usedInIface(d);
  }

  /** -X: the string variable d gets a value. */
  private define(d: LinkData, value: string): void {
    const name = this.syms.name(d.gid);
    if (d.size !== 16 || d.ptrmask[0] !== 1) { this.errors.push(`${name}: cannot set with -X: not a var of type string`); return; }
    const text = encodeUtf8(value);
    const g = this.syms.byName(`go:define.${name}`);
    this.syms.state[g]! |= Sym.Reached;
    this.p.addData(g, SymKind.RoData, 1, text.length, text);
    d.kind = SymKind.Data;
    d.bytes = new Uint8Array(16);
    new DataView(d.bytes.buffer).setUint32(8, text.length, true);
    d.relocs = text.length > 0 ? new Int32Array([0, RelocKind.Addr64, g, 0]) : new Int32Array(0);
  }

  private isType(g: number): boolean { return this.syms.startsWith(g, 'type:') && !this.syms.startsWith(g, 'type:.'); }

  private follow(r: RelocWords, from: LinkFunc | LinkData): void {
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      if (r[i + 1] === RelocKind.FuncIndex && r[i + 3] === WEAK_CALL) continue;
      this.followOne(r[i + 1]!, r[i + 2]!, from);
    }
  }

  private followOne(kind: RelocKind, g: number, from: LinkFunc | LinkData): void {
    switch (kind) {
      case RelocKind.TypeIndex: return;
      case RelocKind.TableFunc: this.reach(g, Sym.TableFunc, from); return;
      case RelocKind.TableIndex: case RelocKind.Table64: case RelocKind.Table32: this.reach(g, Sym.Table, from); return;
      case RelocKind.Closure64: this.reach(this.closureOf(g), 0, from); return;
      case RelocKind.FuncInfo: this.reach(g, Sym.Info, from); return;
      default: this.reach(g, 0, from);
    }
  }

  /** gid of the static closure object of function g. */
  private closureOf(g: number): number { return this.syms.byName(`${this.syms.name(g)}·f`); }

  private followMarks(r: RelocWords, from: LinkFunc | LinkData): void {
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const g = r[i + 2]!;
      switch (r[i + 1]! as RelocKind) {
        case RelocKind.UsedInIface: this.setUsedInIface(g); break;
        case RelocKind.IfaceMethod: this.call(g); break;
        case RelocKind.ReflectMethod: this.reflectMethod = true; break;
        default:
          if (this.syms.startsWith(g, 'go:sig.')) { const s = this.syms.name(g).slice(7); this.sigs.call.add(s); this.sigs.stub.add(s); }
          else if (this.syms.startsWith(g, 'go:msig.')) { const s = this.syms.name(g).slice(8); this.sigs.call.add(s); this.sigs.method.add(s); }
          else this.reach(g, 0, from);
      }
    }
  }

  /** Type descriptor: the pointer-to type and the method table are weak. */
  private followType(d: LinkData): void {
    const r = d.relocs;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const kind = r[i + 1]! as RelocKind;
      if (kind === RelocKind.Addr32 && r[i] === PTR_TO_THIS) continue;
      if (kind === RelocKind.Addr32 && r[i + RELOC_WORDS + 1] === RelocKind.Table32 && r[i + RELOC_WORDS] === r[i]! + 4) {
        let to = i + RELOC_WORDS;
        while (to < r.length && r[to + 1] === RelocKind.Table32 && to < i + 3 * RELOC_WORDS) to += RELOC_WORDS;
        const m: Method = { mtyp: r[i + 2]!, ifn: r[i + RELOC_WORDS + 2]!, tfn: r[to - RELOC_WORDS + 2]!, key: -1, name: -1, exported: false, kept: false, from: i, to };
        (d.methods ??= []).push(m);
        i = to - RELOC_WORDS;
        continue;
      }
      this.followOne(kind, r[i + 2]!, d);
    }
  }

  /** itab: its concrete type is used in an interface; the method entries are weak. */
  private followItab(d: LinkData): void {
    const r = d.relocs;
    for (let i = 0; i < r.length; i += RELOC_WORDS) {
      const kind = r[i + 1]! as RelocKind;
      if (kind === RelocKind.Table64) continue;
      this.followOne(kind, r[i + 2]!, d);
      if (r[i] === 8) this.setUsedInIface(r[i + 2]!);
    }
  }

  private setUsedInIface(g: number): void {
    if (this.syms.has(g, Sym.UsedInIface)) return;
    this.syms.state[g]! |= Sym.UsedInIface;
    const d = this.p.data[this.syms.entity[g]!];
    if (d !== undefined && d.gid === g && d.isType) this.usedInIface(d);
  }

  /** A value of type d is in an interface: its methods may be called, and reflection finds the types it is made of. */
  private usedInIface(d: LinkData): void {
    const todo = [d];
    for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
      for (const m of t.methods ?? []) this.addCandidate(m);
      if (t.bytes.length > KIND_OFFSET && (t.bytes[KIND_OFFSET]! & KIND_MASK) === KIND_INTERFACE) this.callAllOf(t);
      const r = t.relocs;
      let method = 0;
      for (let i = 0; i < r.length; i += RELOC_WORDS) {
        const m = t.methods?.[method];
        if (m !== undefined && i === m.from) { i = m.to - RELOC_WORDS; method++; continue; }
        if (r[i + 1] !== RelocKind.Addr32 && r[i + 1] !== RelocKind.Addr64) continue;
        if (r[i] === PTR_TO_THIS && r[i + 1] === RelocKind.Addr32) continue;
        this.childType(r[i + 2]!, todo);
      }
      // The pointer to a type with a name is kept, and reflection finds it.
      for (let i = 0; i < t.marks.length; i += RELOC_WORDS) if (t.marks[i + 1] === RelocKind.Keep) this.childType(t.marks[i + 2]!, todo);
    }
  }

  private childType(g: number, todo: LinkData[]): void {
    if (!this.isType(g) || this.syms.has(g, Sym.UsedInIface)) return;
    this.syms.state[g]! |= Sym.UsedInIface;
    const child = this.p.data[this.syms.entity[g]!];
    if (child !== undefined && child.gid === g && child.isType) todo.push(child);
  }

  /** The method with this key is called through an interface. */
  private call(key: number): void {
    this.syms.state[key]! |= Sym.Called;
    if (this.lookups.has(key)) this.reflectMethod = true;
  }

  private addCandidate(m: Method): void {
    const fn = this.syms.name(m.ifn);
    const name = fn.slice(fn.lastIndexOf('.') + 1);
    m.name = this.syms.byName(name);
    m.key = this.syms.byName(name + this.syms.name(m.mtyp).slice('type:func'.length));
    m.exported = /^\p{Lu}/u.test(name);
    this.pending.push(m);
  }

  /** Interface type d is visible to reflection: each of its methods may be called. */
  private callAllOf(d: LinkData): void {
    const r = d.relocs;
    for (let i = 0; i + RELOC_WORDS < r.length; i += RELOC_WORDS) {
      const next = i + RELOC_WORDS;
      if (r[i + 1] !== RelocKind.Addr32 || r[next + 1] !== RelocKind.Addr32 || r[next] !== r[i]! + 4 || !this.syms.startsWith(r[next + 2]!, 'type:func(')) continue;
      const name = this.nameText(r[i + 2]!, r[i + 3]!);
      const key = this.syms.byName(name + this.syms.name(r[next + 2]!).slice('type:func'.length));
      this.call(key);
    }
  }

  /** Text of an abi.Name. */
  private nameText(g: number, at: number): string {
    const obj = this.syms.defObj[g]!;
    if (obj < 0) return '';
    const b = this.p.objects[obj]!.dataRecord(this.syms.defIdx[g]!).bytes;
    let n = 0;
    let i = at + 1;
    for (let shift = 0; ; shift += 7) {
      const x = b[i++]!;
      n |= (x & 127) << shift;
      if (!(x >= 128)) break;
    }
    return new TextDecoder().decode(b.subarray(i, i + n));
  }
}
