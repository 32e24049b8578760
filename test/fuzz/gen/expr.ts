// Expressions without side effects, by type. `expr` may give a constant; `dyn` gives something the compiler must not fold as one, so that
// constant arithmetic cannot overflow and constant indexes cannot be out of range at compile time.

import type { FuncInfo, Gen } from './gen.ts';
import { convert, literal } from './literal.ts';
import { composite } from './expr-composite.ts';
import { BYTES, FLOAT32, FLOAT64, hasInterface, INT, INT32, INTS, isOrdered, RUNES, SCALARS, sliceOf, STRING, UINT8, type Ty } from './types.ts';

type Production = readonly [number, () => string];

/** An expression of exactly this type. */
export function expr(g: Gen, ty: Ty, depth: number): string {
  if (depth <= 0) return leaf(g, ty);
  const shared = sharedProductions(g, ty, depth - 1);
  return g.r.weighted<() => string>([...shared, ...ownProductions(g, ty, depth - 1)])();
}

/** An expression that is no constant. */
export function dyn(g: Gen, ty: Ty, depth: number): string {
  const p = g.place(ty, (v) => v.constant !== true);
  if (p !== null && (depth <= 0 || g.r.chance(0.6))) return p.text;
  if (depth > 0 && ty.kind === 'int' && g.r.chance(0.4)) return binary(g, ty, depth - 1);
  const call = depth > 0 ? pureCall(g, ty, depth - 1) : null;
  if (call !== null) return call;
  if (p !== null) return p.text;
  if (ty.kind === 'int' && ty.text !== 'int') return convert(ty, g.r.pick(['one', 'zero']));
  if (ty.text === 'float64') return g.r.pick(['nan', 'inf', 'negZero']);
  if (ty.text === 'int') return g.r.pick(['zero', 'one']);
  return `pick(yes, ${expr(g, ty, 0)}, ${expr(g, ty, 0)})`;
}

export function leaf(g: Gen, ty: Ty): string {
  if (g.r.chance(0.75)) {
    const p = g.place(ty);
    if (p !== null) return p.text;
  }
  if (ty.kind === 'float' && !ty.typeParam && g.r.chance(0.2)) {
    const v = g.r.pick(['nan', 'inf', 'negZero', '-inf']);
    g.feature(v === 'nan' ? 'float: NaN' : v === 'negZero' ? 'float: -0' : 'float: infinity');
    return ty.text === 'float64' ? v : convert(ty, v);
  }
  if (isBasic(ty)) return literal(g, ty);
  return composite(g, ty, 0, expr);
}

const isBasic = (t: Ty): boolean => t.kind === 'int' || t.kind === 'float' || t.kind === 'complex' || t.kind === 'string' || t.kind === 'bool';

function sharedProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const list: Production[] = [[6, () => leaf(g, ty)]];
  list.push([2, () => pureCall(g, ty, depth) ?? leaf(g, ty)]);
  list.push([1, () => `pick(${expr(g, bool(), depth)}, ${expr(g, ty, depth)}, ${expr(g, ty, depth)})`]);
  list.push([1, () => methodCall(g, ty, depth) ?? leaf(g, ty)]);
  list.push([2, () => element(g, ty, depth) ?? leaf(g, ty)]);
  list.push([0.5 > g.r.int(4) ? 1 : 0, () => {
    g.feature('expr: function literal called');
    return `func() ${ty.text} { if ${expr(g, bool(), depth)} { return ${expr(g, ty, 0)} }; return ${expr(g, ty, 0)} }()`;
  }]);
  if (ty.named && !ty.typeParam && ty.kind !== 'interface') {
    const base = SCALARS.find((t) => t.kind === ty.kind && t.bits === ty.bits && t.signed === ty.signed);
    if (base !== undefined) list.push([2, () => convert(ty, dyn(g, base, depth))]);
  }
  return list;
}

const bool = (): Ty => SCALARS[SCALARS.length - 1]!;

function ownProductions(g: Gen, ty: Ty, depth: number): Production[] {
  switch (ty.kind) {
    case 'int': return intProductions(g, ty, depth);
    case 'float': return floatProductions(g, ty, depth);
    case 'complex': return complexProductions(g, ty, depth);
    case 'string': return stringProductions(g, ty, depth);
    case 'bool': return boolProductions(g, ty, depth);
    default: return [[6, () => composite(g, ty, depth, expr)]];
  }
}

// --- numbers ---------------------------------------------------------------------------------------------------------------------

function binary(g: Gen, ty: Ty, depth: number): string {
  const op = g.r.pick(['+', '-', '*', '&', '|', '^', '&^', '/', '%', '+', '-']);
  g.feature(`int ${op}`);
  const x = dyn(g, ty, depth);
  if (op !== '/' && op !== '%') return `(${x} ${op} ${expr(g, ty, depth)})`;
  if (g.mayPanic()) {
    g.feature('panic: division by zero possible');
    return `(${x} ${op} ${dyn(g, ty, depth)})`;
  }
  if (g.r.chance(0.4)) {
    const by = g.r.pick(['1', '2', '3', '5', '7', '8', '10', '16', '100', '127', ...(ty.signed && !ty.typeParam ? ['-1', '-3', '-8'] : []), ...(ty.bits > 16 ? ['255', '1000', '65536', '641'] : [])]);
    return `(${x} ${op} ${by})`;
  }
  return `(${x} ${op} (${dyn(g, ty, depth)} | 1))`;
}

/** Operations with constants, as optimisers fold them. */
function withConstants(g: Gen, ty: Ty, depth: number): string {
  const most = ty.typeParam || ty.bits === 8 ? 6 : ty.bits - 2;
  const constant = (): string => (g.r.chance(0.4) ? String(1n << BigInt(g.r.int(most + 1))) : g.r.chance(0.3) ? String((1n << BigInt(g.r.range(1, most))) - 1n) : String(g.r.range(1, 100)));
  let text = dyn(g, ty, depth);
  g.feature('arithmetic with constants');
  for (let n = g.r.range(1, 3); n > 0; n--) {
    const op = g.r.pick(['+', '-', '*', '*', '/', '%', '&', '|', '^', '&^', '<<', '>>', '==']);
    if (op === '<<' || op === '>>') text = `(${text} ${op} ${g.r.int(most + 3)})`;
    else if (op === '==') text = `(${constant()} - ${text})`;
    else text = `(${text} ${op} ${constant()})`;
  }
  return text;
}

function shift(g: Gen, ty: Ty, depth: number): string {
  const op = g.r.pick(['<<', '>>']);
  const x = dyn(g, ty, depth);
  g.feature(`int ${op}`);
  switch (g.r.int(4)) {
    case 0: return `(${x} ${op} ${g.r.pick([0, 1, 2, 7, 8, 15, 31, 32, 33, 63, 64, 65])})`;
    case 1: return `(${x} ${op} (${dyn(g, g.r.pick(INTS), depth)} & ${g.r.pick([7, 15, 31, 63, 127])}))`;
    case 2: {
      if (g.mayPanic()) {
        g.feature('panic: negative shift possible');
        return `(${x} ${op} ${dyn(g, g.r.pick(INTS.slice(0, 5)), depth)})`;
      }
      return `(${x} ${op} ${dyn(g, g.r.pick(INTS.slice(5)), depth)})`;
    }
    default: {
      g.feature('shift of constant');
      const [one] = [ty.bits > 8 ? g.r.pick(['1', '3', '255']) : '1'];
      return `(${convert(ty, one)} ${op} (uint(${dyn(g, INT, depth)}) % ${ty.bits + 2}))`;
    }
  }
}

function toInt(g: Gen, ty: Ty, depth: number): string {
  if (g.r.chance(0.25)) {
    g.feature('convert float to integer');
    const f = g.r.chance(0.7) ? expr(g, FLOAT64, depth) : `float64(${dyn(g, FLOAT32, depth)})`;
    return convert(ty, g.r.chance(0.7) ? `f2i(${f})` : `f2u(${f})`);
  }
  const from = g.r.pick([...INTS, ...g.types.filter((t) => t.kind === 'int')]);
  g.feature('convert between integers');
  return convert(ty, dyn(g, from, depth));
}

function intProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const list: Production[] = [
    [12, () => binary(g, ty, depth)],
    [4, () => shift(g, ty, depth)],
    [6, () => withConstants(g, ty, depth)],
    [2, () => `(${g.r.pick(['-', '^', '-', '+'])}${dyn(g, ty, depth)})`],
    [4, () => toInt(g, ty, depth)],
    [1, () => minMax(g, ty, depth)],
  ];
  if (ty.text === 'int') list.push([2, () => lengthOf(g, depth)]);
  if (ty.text === 'uint8') list.push([3, () => indexString(g, depth)]);
  return list;
}

function minMax(g: Gen, ty: Ty, depth: number): string {
  const f = g.r.pick(['min', 'max']);
  g.feature(f);
  const more = Array.from({ length: g.r.range(0, 2) }, () => `, ${expr(g, ty, depth)}`).join('');
  return `${f}(${dyn(g, ty, depth)}, ${expr(g, ty, 0)}${more})`;
}

function lengthOf(g: Gen, depth: number): string {
  const t = g.r.pick([STRING, BYTES, sliceOf(STRING), sliceOf(INT), ...g.types.filter((x) => x.kind === 'slice' || x.kind === 'map')]);
  g.feature(`len of ${t.kind}`);
  return `len(${dyn(g, t, depth)})`;
}

function indexString(g: Gen, depth: number): string {
  if (g.mayPanic()) {
    g.feature('panic: string index possible');
    return `${primary(dyn(g, STRING, 0))}[${dyn(g, INT, depth)}]`;
  }
  g.feature('string index');
  return `byteAt(${expr(g, STRING, depth)}, ${expr(g, INT, depth)})`;
}

/** An operand that an index or selector may follow. */
export function primary(text: string): string { return /^[\w.]+$/.test(text) || /^\w+\(.*\)$/.test(text) ? text : `(${text})`; }

function floatProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const op = (): string => {
    const o = g.r.pick(['+', '-', '*', '/']);
    g.feature(`float ${o}`);
    return `(${dyn(g, ty, depth)} ${o} ${expr(g, ty, depth)})`;
  };
  const convertTo = (): string => {
    const from = g.r.pick([...INTS, FLOAT64, FLOAT32]);
    g.feature(from.kind === 'int' ? 'convert integer to float' : 'convert between floats');
    return convert(ty, dyn(g, from, depth));
  };
  const list: Production[] = [[10, op], [1, () => `(-${dyn(g, ty, depth)})`], [4, convertTo], [1, () => minMax(g, ty, depth)]];
  if (!ty.typeParam && !ty.named) {
    const c = SCALARS.find((t) => t.kind === 'complex' && t.bits === 2 * ty.bits)!;
    list.push([1, () => { g.feature('real, imag'); return `${g.r.pick(['real', 'imag'])}(${dyn(g, c, depth)})`; }]);
  }
  return list;
}

function complexProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const part = ty.bits === 128 ? FLOAT64 : FLOAT32;
  const other = SCALARS.find((t) => t.kind === 'complex' && t.bits !== ty.bits)!;
  const op = (): string => {
    const o = g.r.pick(['+', '-', '*', '/']);
    g.feature(`complex ${o}`);
    return `(${dyn(g, ty, depth)} ${o} ${expr(g, ty, depth)})`;
  };
  const build = (): string => {
    g.feature('complex()');
    const c = `complex(${dyn(g, part, depth)}, ${expr(g, part, depth)})`;
    return ty.named ? convert(ty, c) : c;
  };
  return [[6, op], [4, build], [1, () => `(-${dyn(g, ty, depth)})`], [1, () => convert(ty, dyn(g, other, depth))]];
}

// --- strings and truth values ---------------------------------------------------------------------------------------------------

function stringProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const as = (s: string): string => (ty.text === 'string' ? s : convert(ty, s));
  const slice = (): string => {
    g.feature('string slice');
    if (g.mayPanic()) {
      g.feature('panic: string slice possible');
      const s = primary(dyn(g, STRING, 0));
      return as(g.r.pick([`${s}[${dyn(g, INT, depth)}:]`, `${s}[:${dyn(g, INT, depth)}]`, `${s}[${dyn(g, INT, 0)}:${dyn(g, INT, 0)}]`]));
    }
    return as(`sub(${expr(g, STRING, depth)}, ${expr(g, INT, depth)}, ${expr(g, INT, depth)})`);
  };
  const converted = (): string => {
    switch (g.r.int(4)) {
      case 0: g.feature('convert rune to string'); return as(`string(rune(${dyn(g, INT32, depth)}))`);
      case 1: g.feature('convert bytes to string'); return as(`string(${expr(g, BYTES, depth)})`);
      case 2: g.feature('convert runes to string'); return as(`string(${expr(g, RUNES, depth)})`);
      default: g.feature('convert string to bytes and back'); return as(`string([]byte(${dyn(g, STRING, depth)}))`);
    }
  };
  return [
    [5, () => { g.feature('string +'); return ty.text === 'string' ? `(clip(${dyn(g, ty, depth)}) + ${expr(g, ty, depth)})` : as(`clip(string(${dyn(g, ty, depth)})) + string(${expr(g, ty, 0)})`); }],
    ...(ty.typeParam ? [] : [[3, slice] as const, [2, converted] as const]),
    [1, () => minMax(g, ty, depth)],
  ];
}

function boolProductions(g: Gen, ty: Ty, depth: number): Production[] {
  const as = (s: string): string => (ty.text === 'bool' ? s : convert(ty, s));
  const compare = (): string => {
    const t = g.r.pick([...SCALARS, ...SCALARS, INT, INT, ...g.types.filter((x) => x.comparable)]);
    const op = g.r.pick(isOrdered(t) ? ['==', '!=', '<', '<=', '>', '>='] : ['==', '!=']);
    g.feature(`compare ${hasInterface(t) ? 'interface' : t.kind}`);
    return as(`(${dyn(g, t, depth)} ${op} ${guardLiteral(expr(g, t, depth))})`);
  };
  const nil = (): string => {
    const v = g.scope.filter((x) => ['pointer', 'slice', 'map', 'func', 'interface', 'chan'].includes(x.ty.kind) && !x.ty.typeParam);
    if (v.length === 0) return compare();
    const x = g.r.pick(v);
    g.feature(`${x.ty.kind} == nil`);
    return as(`(${x.name} ${g.r.pick(['==', '!='])} nil)`);
  };
  return [
    [8, compare],
    [3, () => `(${dyn(g, ty, depth)} ${g.r.pick(['&&', '||'])} ${expr(g, ty, depth)})`],
    [2, () => `!${dyn(g, ty, depth)}`],
    [1, nil],
  ];
}

/** A composite literal in the head of a statement must be in parentheses. */
export function guardLiteral(s: string): string { return s.includes('{') ? `(${s})` : s; }

// --- calls and elements -----------------------------------------------------------------------------------------------------------

export function callArgs(g: Gen, f: FuncInfo, depth: number): string { return f.params.map((p) => expr(g, p, depth)).join(', '); }

function pureCall(g: Gen, ty: Ty, depth: number): string | null {
  const fs = g.funcs.filter((f) => f.results.length === 1 && f.results[0]!.text === ty.text && g.affordable(f.cost));
  if (fs.length > 0 && g.r.chance(0.7)) {
    const f = g.r.pick(fs);
    g.spend(f.cost);
    g.feature('call of function');
    return `${f.name}(${callArgs(g, f, depth)})`;
  }
  const gs = g.generics.filter((f) => f.accepts(ty) && g.affordable(f.cost));
  if (gs.length === 0 || ty.typeParam) return null;
  const f = g.r.pick(gs);
  g.spend(f.cost);
  g.feature('call of generic function');
  return `${f.name}${f.explicit ? `[${ty.text}]` : ''}(${f.params(ty).map((p) => expr(g, p, depth)).join(', ')})`;
}

function methodCall(g: Gen, ty: Ty, depth: number): string | null {
  const vars = g.r.shuffle(g.scope.filter((v) => v.ty.methods.length > 0));
  for (const v of vars) {
    const ms = v.ty.methods.filter((m) => m.result.text === ty.text && g.affordable(m.cost) && (!m.pointer || v.ty.kind !== 'interface'));
    if (ms.length === 0 || (v.ty.kind === 'interface' && !v.nonNil)) continue;
    const m = g.r.pick(ms);
    if (m.pointer && !v.assign) continue;
    g.spend(m.cost);
    g.feature(v.ty.kind === 'interface' ? 'call of interface method' : m.pointer ? 'call of pointer method' : 'call of value method');
    const args = m.params.map((p) => expr(g, p, depth)).join(', ');
    if (v.ty.kind === 'interface' || m.pointer || g.r.chance(0.7)) return `${v.name}.${m.name}(${args})`;
    g.feature('method expression');
    return `${v.ty.text}.${m.name}(${[v.name, ...(args === '' ? [] : [args])].join(', ')})`;
  }
  return null;
}

/** An element of a slice, array, map; of a pointer's target. */
function element(g: Gen, ty: Ty, depth: number): string | null {
  const from = g.scope.filter((v) => v.ty.elem?.text === ty.text && v.ty.kind !== 'chan');
  if (from.length === 0) return null;
  const v = g.r.pick(from);
  switch (v.ty.kind) {
    case 'slice':
      if (g.mayPanic()) {
        g.feature('panic: slice index possible');
        return `${v.name}[${dyn(g, INT, depth)}]`;
      }
      g.feature('slice element');
      return v.ty.named ? `at([]${ty.text}(${v.name}), ${expr(g, INT, depth)})` : `at(${v.name}, ${expr(g, INT, depth)})`;
    case 'array':
      if (v.ty.len === 0) return null;
      if (g.mayPanic()) {
        g.feature('panic: array index possible');
        return `${v.name}[${dyn(g, g.r.pick([INT, INT, UINT8]), depth)}]`;
      }
      g.feature('array element');
      return `${v.name}[uint(${dyn(g, INT, depth)}) % ${v.ty.len}]`;
    case 'map':
      g.feature('map element');
      return `${v.name}[${expr(g, v.ty.key!, depth)}]`;
    case 'pointer':
      if (!v.nonNil && !g.mayPanic()) return `*must(${v.name})`;
      g.feature(v.nonNil ? 'pointer target' : 'panic: nil pointer possible');
      return `*${v.name}`;
    default: return null;
  }
}
