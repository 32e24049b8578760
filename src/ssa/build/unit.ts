// UnitBuilder: package-level state of the SSA builder. It owns the symbol and position tables, the functions and data made so far, and
// the queues of what was asked for: generic instances, wrappers, closures, type descriptors, itabs, eq and hash functions. The driver
// (package.ts) drains the queues until nothing is left.

import { Func, PosTable, SymTab, type Unit } from '../func.ts';
import type { DataSymbol, Reloc } from '../../abi/symbol.ts';
import { SymFlag, SymKind } from '../../abi/symbol.ts';
import type { FileSet, Pos } from '../../source/pos.ts';
import type { Obj, Package } from '../../types/objects.ts';
import { basicType } from '../../types/universe.ts';
import { Basic, type Info, type Type } from '../../types/types.ts';
import type { Node, SourceUnit } from '../../syntax/ast.ts';
import { fail } from '../../base/internal-error.ts';
import { Layouts } from './layout.ts';
import { typeSymbol, itabSymbol, type SubstEnv } from './types-api.ts';
import type { Constructs } from './constructs.ts';
import type { BodyInfo } from './capture.ts';

/** Where a function body comes from: the tree's checker results and, for an instance, its type arguments. */
export interface BodyContext {
  info: Info;
  fset: FileSet;
  pkg: Package;
  /** Type arguments of the instance being built; null in ordinary functions. */
  env: SubstEnv | null;
  /** Language version of the file, as minor number of go1.N. */
  goMinor: number;
}

/** A generic function's declaration with its checked body, wherever it was declared. */
export interface GenericBody { decl: Node; info: Info; fset: FileSet; pkg: Package; goMinor: number }

export interface BuildConfig {
  /** Body of an imported generic function or method (types/export). */
  importedBody(fn: Obj): GenericBody;
  /** Package with the given path among the imports' closure, or null. */
  importPackage(path: string): Package | null;
  /** Debug and code generation switches. */
  /** -gcflags=-m: allocations are to be described. */
  explain: boolean;
}

const POS_PAGE_BITS = 12;

export class UnitBuilder {
  readonly pkg: Package;
  readonly info: Info;
  readonly fset: FileSet;
  readonly files: SourceUnit[];
  readonly config: BuildConfig;
  readonly constructs: Constructs;
  readonly layouts = new Layouts();
  readonly syms = new SymTab();
  readonly poss = new PosTable();
  readonly funcs: Func[] = [];
  readonly data: DataSymbol[] = [];
  /** Type descriptors asked for and not written yet, in order of request; D2's flush takes them. */
  readonly typeQueue: Type[] = [];
  readonly itabQueue: { type: Type; iface: Type; sym: string }[] = [];
  /** True for packages that neither poll nor check depth (runtime & co). */
  readonly isRuntime: boolean;
  /** For what gc rejects when it generates code. */
  readonly report: (pos: Pos, message: string) => void;

  /** Language version (minor number) of each file, by FileSet file index; set by the driver. */
  readonly fileMinor = new Map<string, number>();
  /** Host imports of this package: function symbol → "module\0name". */
  readonly imports = new Map<string, string>();
  /** Functions without a body here, and host imports, that keep no pointer. */
  readonly noescape = new Set<string>();
  /** Package-level variables that are data (static-init.ts), and those assigned or addressed outside their declaration (null: not computed). */
  readonly staticVars = new Map<Obj, DataSymbol>();
  assignedGlobals: Set<Obj> | null = null;
  /** Function literals of package-level initialisers built so far (glob..funcN). */
  globLiterals = 0;
  /** Outlined map initialisers (map.init.N). */
  mapInits = 0;
  /** unsafe.Pointer: type of interface data words as receivers. */
  readonly ptrType: Type = basicType(Basic.UnsafePointer);

  private readonly seenTypes = new Set<string>();
  private readonly seenItabs = new Set<string>();
  private readonly seenData = new Set<string>();
  private readonly seenFuncs = new Set<string>();
  private readonly work: (() => void)[] = [];
  private readonly typeSyms = new Map<number, string>();
  /** PosTable indices of the unit's own positions, by page. */
  private readonly posPages = new Map<number, Int32Array>();
  private readonly bodyInfos = new Map<Node, BodyInfo>();
  private strings = new Map<string, string>();

  constructor(pkg: Package, info: Info, fset: FileSet, files: SourceUnit[], config: BuildConfig, constructs: Constructs, isRuntime: boolean, report: (pos: Pos, message: string) => void = (_pos, message) => fail(message)) {
    this.pkg = pkg;
    this.info = info;
    this.fset = fset;
    this.files = files;
    this.config = config;
    this.constructs = constructs;
    this.isRuntime = isRuntime;
    this.report = report;
  }

  // --- requests ------------------------------------------------------------------------------------------------------------

  /** Symbol of the type descriptor of t (substituted); it is emitted before the unit is finished. */
  needType(t: Type): string {
    let s = this.typeSyms.get(t.id);
    if (s === undefined) {
      s = typeSymbol(t);
      this.typeSyms.set(t.id, s);
      if (!this.seenTypes.has(s)) { this.seenTypes.add(s); this.typeQueue.push(t); }
    }
    return s;
  }

  /** Symbol of the itab of concrete type t for interface type iface (not empty). */
  needItab(t: Type, iface: Type): string {
    const s = itabSymbol(t, iface);
    if (!this.seenItabs.has(s)) { this.seenItabs.add(s); this.itabQueue.push({ type: t, iface, sym: s }); }
    return s;
  }

  /** Runs `make` later, once per symbol name: it builds the function (or data) called name. */
  needFunc(name: string, make: () => void): string {
    if (!this.seenFuncs.has(name)) { this.seenFuncs.add(name); this.work.push(make); }
    return name;
  }

  /** Queues work that is known to be asked for once (closures, declarations). */
  enqueue(make: () => void): void { this.work.push(make); }

  /** Takes the next queued function to build, or null. */
  nextWork(): (() => void) | null { return this.work.pop() ?? null; }

  addFunc(f: Func): void {
    f.sym = this.syms.id(f.name);
    this.funcs.push(f);
  }

  /** Static closure object of a top-level function: what a func value of it points to (defined by the linker). */
  funcObj(sym: string): string { return `${sym}·f`; }

  // --- data ----------------------------------------------------------------------------------------------------------------

  /** Adds a data symbol unless one of that name is there already. */
  addData(s: DataSymbol): void {
    if (this.seenData.has(s.name)) { if ((s.flags & SymFlag.DupOk) !== 0) return; fail(`data symbol ${s.name} defined twice`); }
    this.seenData.add(s.name);
    this.data.push(s);
  }
  hasData(name: string): boolean { return this.seenData.has(name); }

  roData(name: string, bytes: Uint8Array, relocs: Reloc[], align = 8, flags: number = SymFlag.DupOk): string {
    this.addData({ name, kind: SymKind.RoData, align, size: bytes.length, bytes, ptrmask: new Uint8Array(0), relocs, flags });
    return name;
  }

  /** Symbol of the bytes of a string constant (a JavaScript string, one code unit 0..255 per byte). */
  stringData(s: string): string {
    let name = this.strings.get(s);
    if (name === undefined) {
      const bytes = new Uint8Array(s.length);
      for (let i = 0; i < s.length; i++) bytes[i] = s.charCodeAt(i);
      name = `go:string.${stringHash(s)}`;
      this.strings.set(s, name);
      this.roData(name, bytes, [], 1);
    }
    return name;
  }

  // --- positions -----------------------------------------------------------------------------------------------------------

  position(ctx: BodyContext, pos: Pos): number {
    if (pos === 0) return 0;
    if (ctx.fset !== this.fset) return this.addPos(ctx.fset, pos);
    let page = this.posPages.get(pos >>> POS_PAGE_BITS);
    if (page === undefined) this.posPages.set(pos >>> POS_PAGE_BITS, page = new Int32Array(1 << POS_PAGE_BITS));
    const i = page[pos & ((1 << POS_PAGE_BITS) - 1)]!;
    return i !== 0 ? i : page[pos & ((1 << POS_PAGE_BITS) - 1)] = this.addPos(ctx.fset, pos);
  }

  private addPos(fset: FileSet, pos: Pos): number {
    const p = fset.position(pos);
    return this.poss.add(p.file === '' ? '??' : p.file, p.line, p.col);
  }

  bodyInfo(decl: Node, make: () => BodyInfo): BodyInfo {
    let b = this.bodyInfos.get(decl);
    if (b === undefined) { b = make(); this.bodyInfos.set(decl, b); }
    return b;
  }

  /** Symbol name of package-level variable v. */
  varSym(v: Obj): string {
    if (v.linkname !== '') return v.linkname;
    return `${v.pkg!.path}.${v.name}`;
  }

  /** Minor number of the language version in force at pos of this package's files. */
  goMinorAt(pos: Pos): number {
    const f = this.fset.fileOf(pos);
    return f === null ? 26 : this.fileMinor.get(f.name) ?? 26;
  }

  unit(): Unit { return { pkgPath: this.pkg.path, syms: this.syms, poss: this.poss, funcs: this.funcs, data: this.data, noescape: this.noescape }; }
}

/** 128-bit hash of a byte string, as hex: equal strings in all packages share a symbol. Short printable strings name themselves. */
function stringHash(s: string): string {
  if (s.length <= 24 && /^[\x21-\x7e]*$/.test(s)) return `"${s}"`;
  let a = 0x811c9dc5; let b = 0x9e3779b9; let c = 0x85ebca6b; let d = 0xc2b2ae35;
  for (let i = 0; i < s.length; i++) {
    const x = s.charCodeAt(i);
    a = Math.imul(a ^ x, 0x01000193);
    b = Math.imul(b ^ x ^ (a >>> 15), 0x85ebca6b);
    c = Math.imul(c + x + (b >>> 13), 0xc2b2ae35);
    d = Math.imul(d ^ (x + (c >>> 16)), 0x27d4eb2f);
  }
  const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
  return `${s.length}.${hex(a)}${hex(b)}${hex(c)}${hex(d)}`;
}
