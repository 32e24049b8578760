// The state of checking one package, and the services that every construct's file uses: errors, recording of results, scopes,
// delayed actions, the path of declarations being resolved. The constructs themselves are functions in the neighbouring files.
//
// Untyped expressions: their type may still change on the way up, so `pending` remembers which nodes hold an untyped type that
// updateExprType (untyped.ts) has to settle. Results are recorded at once, the pending ones are overwritten later.

import { InternalError } from '../../base/internal-error.ts';
import { Kind, type Node, type SourceUnit } from '../../syntax/ast.ts';
import type { FileSet, Pos } from '../../source/pos.ts';
import type { DiagnosticSink, Note } from '../../source/diagnostic.ts';
import type { ConstValue } from '../../constant/value.ts';
import { Info, Mode, type SelKind, type Type, TypeKind, newTuple } from '../types.ts';
import { Obj, ObjKind, type Package, type Scope, VarKind } from '../objects.ts';
import { Scope as ScopeClass } from '../objects.ts';
import { tInvalid } from '../universe.ts';
import { isUntyped } from '../predicates.ts';
import { objString, typeString } from '../typestring.ts';
import { type DeclInfo, Env } from './env.ts';
import { type Operand, operandString } from './operand.ts';
import { startPos } from './positions.ts';
import { minorVersion } from './version.ts';
import { MonoGraph } from './mono.ts';

/** Finds imported packages. A string is the reason why there is none. */
export interface Importer { import(path: string): Package | string }

export interface CheckConfig {
  /** Language version of the module, "go1.26"; "" for no restriction. */
  goVersion: string;
  /** `import "C"` yields an empty package whose members are not checked. */
  fakeImportC: boolean;
  /** Declares assert and trace (the type-checker corpus). */
  testBuiltins: boolean;
  /** Bodies are not needed (importing from source). */
  ignoreFuncBodies: boolean;
  /** Report what gc reports besides types2: missing bodies, misused directives (SourceUnit.late), hints at language versions. */
  directives: boolean;
  /** Report misplaced and undeclared labels and branches; the parser has done so already, so this is for tests. */
  branchErrors: boolean;
  /** The package has non-Go sources, so that functions may lack bodies. */
  bodiesElsewhere: boolean;
  /** Unexported names of imported packages are known as such (imports from source); gc's export data has hardly any of them. */
  unexportedVisible: boolean;
  /** GOEXPERIMENT=fieldtrack: `//go:nointerface` counts. */
  fieldTrack: boolean;
  /** Number of nodes of all files (NodeIds.next after parsing) if known: room is made for the results at once. */
  nodeCount: number;
}

export const defaultConfig: CheckConfig = {
  goVersion: '', fakeImportC: false, testBuiltins: false, ignoreFuncBodies: false, directives: false, branchErrors: false, bodiesElsewhere: true, unexportedVisible: false, fieldTrack: false, nodeCount: 0,
};

interface Delayed { version: number; run: () => void }

const enum Pending { No = 0, Yes = 1, ShiftLhs = 2 }

const NO_NOTES: Note[] = [];
const requiresVersion = /requires go[0-9]+\.[0-9]+ or later/;

export class Checker {
  readonly pkg: Package;
  readonly fset: FileSet;
  readonly files: SourceUnit[] = [];
  readonly importer: Importer;
  readonly config: CheckConfig;
  readonly sink: DiagnosticSink;
  readonly info: Info;
  env: Env;
  /** By Obj.order of this package's package-level objects and methods (1-based). */
  readonly decls: DeclInfo[] = [];
  readonly objList: Obj[] = [];
  /** Methods by base type name, until they are attached to the type. */
  methods: Map<Obj, Obj[]> | null = null;
  readonly imports: Obj[] = [];
  /** One per file, in order. */
  readonly fileScopes: Scope[] = [];
  /** File scope → name → the PkgName it was dot-imported through. */
  dotImports: Map<Scope, Map<string, Obj>> | null = null;
  /** Packages whose contents are unknown (import failed, or "C"): selections from them are not complained about. */
  readonly fakePackages: Set<Package> = new Set();
  readonly failedImports: Map<string, Package> = new Map();
  /** Position of each embedded element of an interface, for errors of its type set. */
  readonly embedPos: Map<Type, Pos[]> = new Map();
  /** Scope of the parameters of each function type that has a body. */
  readonly path: Obj[] = [];
  readonly mono = new MonoGraph();
  /** Whether defined types have finite size, as far as known. */
  readonly finite: Map<Type, boolean> = new Map();
  readonly instanceObjs: Map<Type, Obj> = new Map();
  /** Interfaces whose type sets' errors have been reported. */
  readonly typeSetsDone: Set<Type> = new Set();
  /** Defined types, not generic, known not to contain themselves. */
  readonly validTypes: Set<Type> = new Set();
  /** Interfaces whose type sets are being computed. */
  readonly typeSetPath: Type[] = [];
  /** Interface types in source order. */
  readonly interfaces: { node: Node; type: Type }[] = [];
  /** Array and channel types written in the package: gc limits the size of their elements. */
  readonly sized: { pos: Pos; type: Type }[] = [];
  hadError = false;
  /** `t` as a free function. */
  readonly str = (t: Type): string => this.t(t);
  /** Pending, by Node.id. */
  private pending = new Uint8Array(1 << 12);
  private delayed: Delayed[] = [];

  constructor(pkg: Package, fset: FileSet, importer: Importer, config: CheckConfig, sink: DiagnosticSink, info: Info = new Info()) {
    this.pkg = pkg;
    this.fset = fset;
    this.importer = importer;
    this.config = config;
    this.sink = sink;
    this.info = info;
    this.env = new Env(pkg.scope, 0);
  }

  // --- text ------------------------------------------------------------------------------------------------------------

  /** A type as messages show it. */
  t(t: Type): string { return typeString(t, this.qualifier, this.at); }

  /** Names of other packages qualify types; the path does (quoted) where two packages in reach have the same name. */
  private readonly qualifier = (pkg: Package): string => {
    if (pkg === this.pkg || pkg.path === this.pkg.path) return '';
    if (this.ambiguous === null) this.ambiguous = ambiguousNames(this.pkg);
    return this.ambiguous.has(pkg.name) ? `"${pkg.path}"` : pkg.name;
  };
  private ambiguous: Set<string> | null = null;
  /** An object with its kind and type. */
  objText(o: Obj): string { return objString(o, this.qualifier); }
  /** An operand as messages show it. */
  o(x: Operand): string { return operandString(x, this.str); }

  // --- errors ----------------------------------------------------------------------------------------------------------

  /** alt: where go/types reports it, if elsewhere. */
  err(pos: Pos, code: string, message: string, notes: Note[] = NO_NOTES, alt: Pos = 0): void { this.report(pos, code, message, notes, false, alt); }
  softErr(pos: Pos, code: string, message: string, notes: Note[] = NO_NOTES, alt: Pos = 0): void { this.report(pos, code, message, notes, true, alt); }
  /** An error at an operand. */
  errO(x: Operand, code: string, message: string): void { this.report(posOf(x), code, message, NO_NOTES, false, x.node === null ? 0 : x.node.pos); }
  /** An error at a node. */
  errN(n: Node, code: string, message: string): void { this.report(startPos(n), code, message, NO_NOTES, false, n.pos); }

  private report(pos: Pos, code: string, message: string, notes: Note[], soft: boolean, alt: Pos = 0): void {
    // Follow-on errors mention what has already been complained about.
    if (this.hadError && (message.indexOf('invalid operand') > 0 || message.indexOf('invalid type') > 0)) return;
    if (this.env.errPos !== 0) pos = alt = this.env.errPos;
    this.hadError = true;
    if (this.config.directives && requiresVersion.test(message) && !message.includes('(-lang was')) message += this.versionNote(pos);
    this.sink.add(pos, code, message, notes, alt === pos ? 0 : alt, soft);
  }

  /** The note that points to another declaration, if it has a position. */
  altDecl(obj: Obj): Note[] { return obj.pos !== 0 ? [{ pos: obj.pos, message: `other declaration of ${obj.name}` }] : []; }

  /** A position within a message. */
  private readonly at = (pos: Pos): string => this.where(pos);
  where(pos: Pos): string {
    const p = this.fset.position(pos);
    return `${p.file}:${p.line}:${p.col}`;
  }

  /** gc adds where the language version comes from. */
  private versionNote(pos: Pos): string {
    const f = this.fset.fileOf(pos);
    const unit = this.files.find((u) => this.fset.files[u.file] === f);
    return unit !== undefined && minorVersion(unit.goVersion) >= 21
      ? ` (file declares //go:build ${unit.goVersion})` : ` (-lang was set to ${this.config.goVersion}; check go.mod)`;
  }

  allowVersion(minor: number): boolean { return this.env.version === 0 || this.env.version >= minor; }

  /** Reports that `what` needs language version go1.minor, unless it is allowed. */
  needVersion(pos: Pos, minor: number, what: string, alt: Pos = 0): boolean {
    if (this.allowVersion(minor)) return true;
    this.versionErr(pos, minor, what, alt);
    return false;
  }
  versionErr(pos: Pos, minor: number, what: string, alt: Pos = 0): void {
    this.err(pos, 'UnsupportedFeature', `${what} requires go1.${minor} or later`, NO_NOTES, alt);
  }

  // --- results ---------------------------------------------------------------------------------------------------------

  record(x: Operand): void {
    const n = x.node;
    if (n === null) throw new InternalError('record of an operand without expression');
    if (x.mode === Mode.Invalid) {
      this.setPending(n.id, Pending.No);
      return;
    }
    if (n.id < 0) return;
    const info = this.info;
    if (n.id >= info.types.length) info.reserve(n.id);
    info.types[n.id] = x.mode === Mode.NoValue ? emptyTuple : x.type;
    info.modes[n.id] = x.mode;
    info.values[n.id] = x.mode === Mode.Constant ? x.val : null;
    this.setPending(n.id, x.mode !== Mode.NoValue && isUntyped(x.type) ? Pending.Yes : Pending.No);
  }
  recordType(n: Node, mode: Mode, type: Type, val: ConstValue | null): void {
    if (mode === Mode.Invalid || n.id < 0) return;
    if (n.id >= this.info.types.length) this.info.reserve(n.id);
    this.info.types[n.id] = type;
    this.info.modes[n.id] = mode;
    this.info.values[n.id] = val;
  }
  private setPending(id: number, p: Pending): void {
    if (id < 0) return;
    if (id >= this.pending.length) {
      if (p === Pending.No) return;
      const larger = new Uint8Array(Math.max(id + 1, this.pending.length * 2));
      larger.set(this.pending);
      this.pending = larger;
    }
    this.pending[id] = p;
  }
  isPending(n: Node): boolean { return n.id >= 0 && n.id < this.pending.length && this.pending[n.id] !== Pending.No; }
  isShiftLhs(n: Node): boolean { return this.pending[n.id] === Pending.ShiftLhs; }
  settle(n: Node): void { this.setPending(n.id, Pending.No); }
  markShiftLhs(n: Node): void { if (this.isPending(n)) this.setPending(n.id, Pending.ShiftLhs); }

  recordDef(id: Node, obj: Obj | null): void {
    if (id.id < 0) return;
    if (id.id >= this.info.defs.length) this.info.reserve(id.id);
    this.info.defs[id.id] = obj;
  }
  recordUse(id: Node, obj: Obj): void {
    if (id.id < 0) return;
    if (id.id >= this.info.uses.length) this.info.reserve(id.id);
    this.info.uses[id.id] = obj;
  }
  recordImplicit(n: Node, obj: Obj): void { if (n.id >= 0) this.info.implicits[n.id] = obj; }
  recordSelection(n: Node, kind: SelKind, recv: Type, obj: Obj, index: number[], indirect: boolean, type: Type): void {
    this.recordUse(n.y!, obj);
    this.info.selections[n.id] = { kind, recv, obj, index, indirect, type };
  }
  /** The instance that the identifier of `n` (x, p.x, x[…]) denotes. */
  recordInstance(n: Node, targs: Type[], type: Type): void {
    let id: Node = n;
    while (id.kind === Kind.Index || id.kind === Kind.Paren) id = id.x!;
    if (id.kind === Kind.Selector) id = id.y!;
    if (id.id >= 0) this.info.instances[id.id] = { targs, type };
  }

  // --- scopes ----------------------------------------------------------------------------------------------------------

  openScope(n: Node): void { this.env.scope = new ScopeClass(this.env.scope, n.pos, n.end); }
  closeScope(): void { this.env.scope = this.env.scope.parent!; }

  lookup(name: string): Obj | null {
    for (let s: Scope | null = this.env.scope; s !== null; s = s.parent) {
      const o = s.lookup(name);
      if (o !== null) return o;
    }
    return null;
  }
  /** The scope in which `name` is found from here. */
  scopeOf(name: string): Scope | null {
    for (let s: Scope | null = this.env.scope; s !== null; s = s.parent) if (s.lookup(name) !== null) return s;
    return null;
  }

  /** Enters obj in the scope (unless blank) and records its definition at id. spec#Declarations_and_scope */
  declare(scope: Scope, id: Node | null, obj: Obj, scopePos: Pos): void {
    if (obj.name !== '_') {
      const alt = scope.insert(obj);
      if (alt !== null) {
        this.err(obj.pos, 'DuplicateDecl', `${obj.name} redeclared in this block`, this.altDecl(alt));
        return;
      }
      obj.scopePos = scopePos;
      if (obj.kind === ObjKind.Var && obj.varKind === VarKind.Local && this.env.vars !== null) this.env.vars.push(obj);
    }
    if (id !== null) this.recordDef(id, obj);
  }

  newVar(kind: VarKind, pos: Pos, name: string, type: Type | null): Obj {
    const v = new Obj(ObjKind.Var, pos, this.pkg, name, type);
    v.varKind = kind;
    return v;
  }

  // --- delayed actions, declaration path -----------------------------------------------------------------------------------

  later(run: () => void): void { this.delayed.push({ version: this.env.version, run }); }
  get delayedTop(): number { return this.delayed.length; }

  /** Runs the actions from `top` on, including those that they add. */
  processDelayed(top: number): void {
    const list = this.delayed;
    if (list.length === top) return;
    const env = this.env;
    const saved = env.version;
    for (let i = top; i < list.length; i++) {
      const a = list[i]!;
      env.version = a.version;
      a.run();
    }
    list.length = top;
    env.version = saved;
  }

  push(obj: Obj): void { this.path.push(obj); obj.color = this.path.length; }
  pop(): void { this.path.pop()!.color = 0; }

  /** The declaration of a package-level object (or method) of this package; null for others. */
  declOf(obj: Obj): DeclInfo | null { return obj.order > 0 && obj.pkg === this.pkg ? this.decls[obj.order - 1] ?? null : null; }

  /** The declaration being checked depends on `to` (if that is package-level). */
  addDep(to: Obj): void {
    const from = this.env.decl;
    if (from !== null && to.order > 0 && to.pkg === this.pkg) from.deps.add(to);
  }
}

export const emptyTuple: Type = newTuple([]);

/** Names that more than one package among those imported, directly or not, has. */
function ambiguousNames(pkg: Package): Set<string> {
  const paths = new Map<string, string>();
  const twice = new Set<string>();
  const seen = new Set<Package>();
  const enter = (path: string, name: string): void => {
    const known = paths.get(name);
    if (known === undefined) paths.set(name, path);
    else if (known !== path) twice.add(name);
  };
  const visit = (p: Package): void => {
    if (seen.has(p)) return;
    seen.add(p);
    enter(p.path, p.name);
    p.imports.forEach(visit);
    if (p.mentioned !== null) {
      for (const m of p.mentioned()) {
        enter(m.path, m.name);
        if (m.pkg !== null) visit(m.pkg);
      }
    }
  };
  visit(pkg);
  return twice;
}

export function posOf(x: Operand): Pos { return x.node === null ? 0 : startPos(x.node); }

/** Strips parentheses. */
export function unparen(n: Node): Node {
  while (n.kind === Kind.Paren) n = n.x!;
  return n;
}

/** Elements of a tuple type, none for null. */
export function tupleVars(t: Type | null): Obj[] { return t === null ? [] : t.fields; }

export function isInvalid(t: Type): boolean { return t === tInvalid; }
export function isTuple(t: Type): boolean { return t.kind === TypeKind.Tuple; }
