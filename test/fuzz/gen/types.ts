// Types of generated programs. Two types are the same iff their text is the same.

export type Kind = 'int' | 'float' | 'complex' | 'string' | 'bool' | 'array' | 'slice' | 'map' | 'pointer' | 'struct' | 'interface' | 'func' | 'chan';

export interface Field { name: string; ty: Ty; embedded: boolean }

/** A method that has no side effect; `cost` in steps. */
export interface Method { name: string; params: Ty[]; result: Ty; pointer: boolean; cost: number }

export interface Ty {
  kind: Kind;
  /** As written in Go. */
  text: string;
  /** Width of numbers; of a type parameter, that of its narrowest type. */
  bits: number;
  signed: boolean;
  elem: Ty | null;
  key: Ty | null;
  len: number;
  fields: Field[];
  params: Ty[];
  results: Ty[];
  /** Methods of a defined type or an interface. */
  methods: Method[];
  named: boolean;
  typeParam: boolean;
  comparable: boolean;
  /** Contains pointers, slices, maps, functions, channels or interfaces: values can share memory. */
  refs: boolean;
  /** Dynamic types that values of an interface type may have in the program. */
  dynamic: Ty[];
}

function make(kind: Kind, text: string, more: Partial<Ty> = {}): Ty {
  return { kind, text, bits: 0, signed: false, elem: null, key: null, len: 0, fields: [], params: [], results: [], methods: [], named: false, typeParam: false, comparable: true, refs: false, dynamic: [], ...more };
}

const intType = (text: string, bits: number, signed: boolean): Ty => make('int', text, { bits, signed });

export const INTS: readonly Ty[] = [
  intType('int', 64, true), intType('int8', 8, true), intType('int16', 16, true), intType('int32', 32, true), intType('int64', 64, true),
  intType('uint', 64, false), intType('uint8', 8, false), intType('uint16', 16, false), intType('uint32', 32, false), intType('uint64', 64, false), intType('uintptr', 64, false),
];
export const INT = INTS[0]!;
export const INT32 = INTS[3]!;
export const INT64 = INTS[4]!;
export const UINT8 = INTS[6]!;
export const FLOAT64 = make('float', 'float64', { bits: 64, signed: true });
export const FLOAT32 = make('float', 'float32', { bits: 32, signed: true });
export const COMPLEX128 = make('complex', 'complex128', { bits: 128 });
export const COMPLEX64 = make('complex', 'complex64', { bits: 64 });
export const STRING = make('string', 'string');
export const BOOL = make('bool', 'bool');
export const ANY = make('interface', 'any', { refs: true });
export const BYTES = sliceOf(UINT8);
export const RUNES = sliceOf(INT32);
export const SCALARS: readonly Ty[] = [...INTS, FLOAT64, FLOAT32, COMPLEX128, COMPLEX64, STRING, BOOL];

export function arrayOf(elem: Ty, len: number): Ty {
  return make('array', `[${len}]${elem.text}`, { elem, len, comparable: elem.comparable, refs: elem.refs });
}
export function sliceOf(elem: Ty): Ty { return make('slice', `[]${elem.text}`, { elem, comparable: false, refs: true }); }
export function mapOf(key: Ty, elem: Ty): Ty { return make('map', `map[${key.text}]${elem.text}`, { key, elem, comparable: false, refs: true }); }
export function pointerTo(elem: Ty): Ty { return make('pointer', `*${elem.text}`, { elem, refs: true }); }
export function funcOf(params: Ty[], results: Ty[]): Ty {
  const r = results.map((t) => t.text).join(', ');
  return make('func', `func(${params.map((t) => t.text).join(', ')})${results.length === 0 ? '' : results.length === 1 ? ` ${r}` : ` (${r})`}`, { params, results, comparable: false, refs: true });
}
export function structOf(fields: Field[]): Ty {
  const text = `struct { ${fields.map((f) => (f.embedded ? f.ty.text : `${f.name} ${f.ty.text}`)).join('; ')} }`;
  return make('struct', text, { fields, comparable: fields.every((f) => f.ty.comparable), refs: fields.some((f) => f.ty.refs) });
}
export function interfaceOf(name: string, methods: Method[]): Ty { return make('interface', name, { methods, named: true, refs: true }); }
export function typeParam(name: string, like: Ty): Ty { return { ...like, text: name, typeParam: true, named: false }; }

/** A defined type with the underlying type of `under`. */
export function defined(name: string, under: Ty): Ty { return { ...under, text: name, named: true, methods: [] }; }

export const isNumeric = (t: Ty): boolean => t.kind === 'int' || t.kind === 'float' || t.kind === 'complex';
export const isOrdered = (t: Ty): boolean => t.kind === 'int' || t.kind === 'float' || t.kind === 'string';

/** Values of the type may be keys without panics and are equal to themselves often enough. */
export function isKey(t: Ty): boolean {
  return t.comparable && t.kind !== 'interface' && t.kind !== 'pointer' && t.kind !== 'chan' && t.fields.every((f) => isKey(f.ty)) && (t.elem === null || isKey(t.elem));
}

/** Contains an interface that may hold an uncomparable value. */
export function hasInterface(t: Ty): boolean {
  return t.kind === 'interface' || (t.kind !== 'pointer' && t.elem !== null && hasInterface(t.elem)) || t.fields.some((f) => hasInterface(f.ty));
}

/** The smallest and largest constant of an integer type. */
export function bounds(t: Ty): [bigint, bigint] {
  const b = BigInt(t.bits);
  if (t.typeParam) return [0n, (1n << (b - 1n)) - 1n];
  return t.signed ? [-(1n << (b - 1n)), (1n << (b - 1n)) - 1n] : [0n, (1n << b) - 1n];
}
