// The representation of Go types: one class for every kind (one hidden shape), built through the functions below; never mutated
// once complete, save for the documented lazy fields. Identity of types is `identical` (identical.ts), not ===, except that a
// Named/TypeParam is itself.

import type { Obj } from './objects.ts';
import { Basic } from '../constant/basic.ts';
import type { ConstValue } from '../constant/value.ts';

export { Basic };

export const enum TypeKind {
  /** basic: `basic` */
  Basic,
  /** elem, len (-1 while unknown or invalid) */
  Array,
  /** elem */
  Slice,
  /** fields (Var objects), tags (same length, "" if none) */
  Struct,
  /** elem */
  Pointer,
  /** fields = variables (Var objects); parameters, results, multiple values */
  Tuple,
  /** recv (Obj | null), tparams, recvTparams, params (Tuple), results (Tuple), variadic */
  Signature,
  /** methods = explicitly declared (Func), embeddeds (Types), typeSet (lazy; typeset.ts) */
  Interface,
  /** key, elem */
  Map,
  /** dir, elem */
  Chan,
  /** obj (TypeName), underlying (lazy while declared), methods, tparams, targs + origin for an instance (underlying and methods expanded lazily) */
  Named,
  /** obj (TypeName), index, constraint */
  TypeParam,
  /** terms: `a | ~b`; embeddeds holds the types, tildes whether each has a ~ */
  Union,
  /** obj (TypeName), underlying = the aliased type (`elem`), tparams, targs, origin for generic aliases */
  Alias,
}

/** Flags of basic types, see basicInfo in universe.ts. */
export const enum Info_ { Boolean = 1, Integer = 2, Unsigned = 4, Float = 8, Complex = 16, String = 32, Untyped = 64,
  Ordered = Integer | Float | String, Numeric = Integer | Float | Complex, ConstType = Boolean | Numeric | String }

export const enum Dir { Both = 0, Send = 1, Recv = 2 }

let nextTypeId = 1;

export class Type {
  readonly kind: TypeKind;
  /** Unique per process; for maps and ordering within a run only, never written to outputs. */
  readonly id: number;
  basic: Basic = Basic.Invalid;
  /** Basic: flags Info_. */
  info = 0;
  /** Basic: its name ("int"); byte and rune are separate Type values, identical to uint8 and int32. */
  name = '';
  elem: Type | null = null;
  key: Type | null = null;
  len = -1;
  dir: Dir = Dir.Both;
  fields: Obj[] = NO_OBJS;
  tags: string[] = NO_STRINGS;
  recv: Obj | null = null;
  params: Type | null = null;
  results: Type | null = null;
  variadic = false;
  tparams: Type[] = NO_TYPES;
  recvTparams: Type[] = NO_TYPES;
  methods: Obj[] = NO_OBJS;
  embeddeds: Type[] = NO_TYPES;
  tildes: boolean[] = NO_BOOLS;
  /** Interface: implicit (written `~int | string` in a constraint position). */
  implicit = false;
  obj: Obj | null = null;
  /** Named and TypeParam (constraint interface): use under() rather than reading this. */
  underlying: Type | null = null;
  targs: Type[] = NO_TYPES;
  origin: Type | null = null;
  index = 0;
  constraint: Type | null = null;
  /** Lazily computed: TypeSet of an interface (typeset.ts), or completion closure of a lazily loaded Named. */
  lazy: unknown = null;
  /** Cache of linkname.ts; '' if not computed. */
  linkName = '';

  constructor(kind: TypeKind) {
    this.kind = kind;
    this.id = nextTypeId++;
  }
}

export const NO_TYPES: Type[] = [];
export const NO_OBJS: Obj[] = [];
const NO_STRINGS: string[] = [];
const NO_BOOLS: boolean[] = [];

export function newPointer(elem: Type): Type { const t = new Type(TypeKind.Pointer); t.elem = elem; return t; }
export function newSlice(elem: Type): Type { const t = new Type(TypeKind.Slice); t.elem = elem; return t; }
export function newArray(elem: Type, len: number): Type { const t = new Type(TypeKind.Array); t.elem = elem; t.len = len; return t; }
export function newMap(key: Type, elem: Type): Type { const t = new Type(TypeKind.Map); t.key = key; t.elem = elem; return t; }
export function newChan(dir: Dir, elem: Type): Type { const t = new Type(TypeKind.Chan); t.dir = dir; t.elem = elem; return t; }
export function newTuple(vars: Obj[]): Type { const t = new Type(TypeKind.Tuple); t.fields = vars; return t; }
export function newStruct(fields: Obj[], tags: string[]): Type { const t = new Type(TypeKind.Struct); t.fields = fields; t.tags = tags; return t; }
export function newSignature(recv: Obj | null, params: Type, results: Type, variadic: boolean): Type {
  const t = new Type(TypeKind.Signature);
  t.recv = recv;
  t.params = params;
  t.results = results;
  t.variadic = variadic;
  return t;
}

/** What the checker knows of an expression. */
export const enum Mode { Invalid = 0, NoValue, Builtin, TypeExpr, Constant, Variable, MapIndex, Value, NilValue, CommaOk, CommaErr, CgoFunc }

export const enum SelKind { FieldVal, MethodVal, MethodExpr, QualifiedIdent }

/** A resolved selector x.f (of a field or method). */
export interface Selection {
  kind: SelKind;
  /** Type of x. */
  recv: Type;
  /** Field Var or Func. For an interface or type-parameter method the interface's Func. */
  obj: Obj;
  /** Path of field indices; for methods the last element is unused (method found by obj), the others are embedded fields. */
  index: number[];
  /** True if a pointer was dereferenced on the way. */
  indirect: boolean;
  /** Type of the selector expression. */
  type: Type;
}

/** A package-level variable initialisation in dependency order: `lhs = rhs` (several lhs for a tuple). */
export interface Initializer { lhs: Obj[]; rhs: import('../syntax/ast.ts').Node }

/** The checker's results for one package: arrays indexed by Node.id. Sparse entries are undefined → treat as null. */
export class Info {
  /** Type of each expression (also of type expressions, and of the function operand of builtin calls). Untyped operands carry their final type. */
  readonly types: (Type | null)[] = [];
  readonly modes: Mode[] = [];
  /** Constant value of constant expressions. */
  readonly values: (ConstValue | null)[] = [];
  /** Object of each identifier that defines (null for `_`, package names, symbolic switch variables) … */
  readonly defs: (Obj | null)[] = [];
  /** … or uses one. */
  readonly uses: (Obj | null)[] = [];
  readonly selections: (Selection | null)[] = [];
  /** By Ident id: type arguments of an instantiated generic function or type, inferred ones included; `type` is the instance. */
  readonly instances: ({ targs: Type[]; type: Type } | null)[] = [];
  /** Implicit objects: ImportSpec without name → PkgName; CaseClause of a type switch with symbol → Var; anonymous parameter Field → Var. */
  readonly implicits: (Obj | null)[] = [];
  /** Package-level initialisation order. */
  initOrder: Initializer[] = [];
  /** TypeNames of defined types declared inside functions, in any order (linkname.ts: assignTypeGen numbers them). */
  readonly localTypes: Obj[] = [];

  /** Makes room for node `id` in the dense arrays: written out of order beyond their ends they would become hash tables. */
  reserve(id: number): void {
    const n = Math.max(id + 1, this.types.length + (this.types.length >> 1) + 256);
    for (let i = this.types.length; i < n; i++) {
      this.types.push(null);
      this.modes.push(0 as Mode);
      this.values.push(null);
      this.defs.push(null);
      this.uses.push(null);
    }
  }
}
