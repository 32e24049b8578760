// Top-level declarations of a program: types with methods, constants, variables, functions without side effects, generic code.

import { expr } from './expr.ts';
import type { Gen, Var } from './gen.ts';
import { intValue } from './literal.ts';
import { statements } from './stmt.ts';
import { ANY, arrayOf, BOOL, BYTES, COMPLEX128, COMPLEX64, FLOAT32, FLOAT64, funcOf, INT, INT64, interfaceOf, INTS, isKey, mapOf, pointerTo, RUNES, SCALARS, sliceOf, STRING, structOf, typeParam, UINT8, type Field, type Method, type Ty } from './types.ts';

/** A type for a variable, field or parameter. */
export function anyType(g: Gen, depth: number): Ty {
  const { r } = g;
  const scalar = (): Ty => r.pick([...SCALARS, INT, INT, INT64, UINT8, STRING, FLOAT64]);
  if (depth <= 0) return scalar();
  return r.weighted<() => Ty>([
    [10, scalar],
    [5, () => (g.types.length === 0 ? scalar() : r.pick(g.types))],
    [2, () => arrayOf(anyType(g, depth - 1), r.pick([1, 2, 3, 4, 5, 8]))],
    [3, () => sliceOf(anyType(g, depth - 1))],
    [2, () => mapOf(keyType(g), anyType(g, depth - 1))],
    [2, () => pointerTo(anyType(g, depth - 1))],
    [1, () => ({ ...ANY, dynamic: dynamicTypes(g) })],
    [1, () => r.pick([BYTES, RUNES])],
    [1, () => funcOf([scalar()], [scalar()])],
    [1, () => structOf([{ name: 'x', ty: scalar(), embedded: false }, { name: 'y', ty: anyType(g, depth - 1), embedded: false }])],
  ])();
}

/** Types whose values can live in a register or a few. */
export function smallType(g: Gen): Ty {
  const named = g.types.filter((t) => !t.refs && t.kind !== 'array');
  return g.r.chance(0.3) && named.length > 0 ? g.r.pick(named) : g.r.pick([...SCALARS, INT, INT, STRING]);
}

export function keyType(g: Gen): Ty {
  const keys = g.types.filter(isKey);
  return g.r.chance(0.3) && keys.length > 0 ? g.r.pick(keys) : g.r.pick([...SCALARS, INT, STRING, arrayOf(INT, 2), structOf([{ name: 'a', ty: UINT8, embedded: false }, { name: 'b', ty: STRING, embedded: false }])]);
}

/** The dynamic types of `any` values: comparable, so that comparing cannot panic; the same for the whole program. */
export function dynamicTypes(g: Gen): Ty[] { return [INT, STRING, FLOAT64, UINT8, BOOL, COMPLEX128, ...g.types.filter((t) => t.kind !== 'interface' && t.comparable && !t.refs).slice(0, 4)]; }

export function declareTypes(g: Gen): void {
  for (let n = g.r.range(1, 2); n > 0; n--) {
    const t = g.declare(g.r.weighted<() => Ty>([
      [5, () => structType(g)],
      [3, () => g.r.pick(INTS)],
      [1, () => g.r.pick([STRING, FLOAT64, FLOAT32, COMPLEX64, BOOL])],
      [1, () => arrayOf(smallType(g), g.r.pick([2, 3, 4]))],
      [1, () => sliceOf(smallType(g))],
      [1, () => mapOf(keyType(g), smallType(g))],
    ])());
    g.feature(`defined type: ${t.kind}`);
    const under = g.types.length > 0 ? underlying(t) : '';
    g.decls.push(`type ${t.text} ${under}`);
    for (const f of t.fields) if (f.embedded) t.methods.push(...f.ty.methods);
    if (t.kind !== 'map') for (let m = g.r.range(0, 2); m > 0; m--) declareMethod(g, t);
  }
}

/** The text of the type a defined type was made from. */
function underlying(t: Ty): string {
  switch (t.kind) {
    case 'array': return `[${t.len}]${t.elem!.text}`;
    case 'slice': return `[]${t.elem!.text}`;
    case 'map': return `map[${t.key!.text}]${t.elem!.text}`;
    case 'struct': return structOf(t.fields).text;
    default: return SCALARS.find((s) => s.kind === t.kind && s.bits === t.bits && s.signed === t.signed)!.text;
  }
}

function structType(g: Gen): Ty {
  const fields: Field[] = [];
  const named = g.types.filter((t) => t.kind === 'struct');
  if (named.length > 0 && g.r.chance(0.5)) {
    const e = g.r.pick(named);
    g.feature('embedded struct');
    fields.push({ name: e.text, ty: e, embedded: true });
  }
  for (let n = g.r.range(1, 5); n > 0; n--) {
    fields.push({ name: g.local('F'), ty: g.r.chance(0.8) ? smallType(g) : anyType(g, 1), embedded: false });
  }
  const t = structOf(fields);
  return t;
}

function declareMethod(g: Gen, t: Ty): void {
  const pointer = g.r.chance(0.3);
  const name = g.local('M');
  const params = Array.from({ length: g.r.range(0, 2) }, () => smallType(g));
  const result = smallType(g);
  const names = params.map(() => g.local('a'));
  g.feature(pointer ? 'method with pointer receiver' : 'method with value receiver');
  const receiver: Var = { name: 'r', ty: pointer ? pointerTo(t) : t, assign: false, owned: false, growable: false, nonNil: pointer };
  const head = `func (r ${receiver.ty.text}) ${name}(${params.map((p, i) => `${names[i]} ${p.text}`).join(', ')}) ${result.text}`;
  const cost = g.topFunc(head, [receiver, ...params.map((ty, i) => local(names[i]!, ty))], [result], true, () => {
    if (g.r.chance(0.4)) statements(g, g.r.range(1, 2), 1);
    g.emit(`return ${expr(g, result, 2)}`);
  });
  t.methods.push({ name, params, result, pointer, cost });
}

export const local = (name: string, ty: Ty): Var => ({ name, ty, assign: true, owned: false, growable: false, nonNil: false });

/** An interface with a method of some declared types, which get that method too. */
export function declareInterface(g: Gen): void {
  const implementers = g.types.filter((t) => t.kind !== 'interface' && t.kind !== 'map');
  if (implementers.length === 0) return;
  const params = Array.from({ length: g.r.range(0, 2) }, () => smallType(g));
  const method: Method = { name: g.local('Do'), params, result: smallType(g), pointer: false, cost: 0 };
  const t = interfaceOf(g.global('I'), [method]);
  const dynamic: Ty[] = [];
  for (const d of g.r.shuffle([...implementers]).slice(0, 3)) {
    const pointer = d.kind === 'struct' && g.r.chance(0.5);
    const names = params.map(() => g.local('a'));
    const receiver: Var = { ...local('r', pointer ? pointerTo(d) : d), assign: false, nonNil: pointer };
    const cost = g.topFunc(`func (r ${receiver.ty.text}) ${method.name}(${params.map((p, i) => `${names[i]} ${p.text}`).join(', ')}) ${method.result.text}`,
      [receiver, ...params.map((ty, i) => local(names[i]!, ty))], [method.result], true, () => {
        if (g.r.chance(0.3)) statements(g, 1, 1);
        g.emit(`return ${expr(g, method.result, 2)}`);
      });
    method.cost = Math.max(method.cost, cost);
    if (pointer) dynamic.push(pointerTo(d));
    else if (d.comparable && !d.refs) dynamic.push(d);
  }
  if (dynamic.length === 0) return;
  t.dynamic = dynamic;
  g.feature('interface type');
  g.decls.push(`type ${t.text} interface{ ${method.name}(${params.map((p) => p.text).join(', ')}) ${method.result.text} }`);
  g.types.push(t);
}

// --- constants and variables ----------------------------------------------------------------------------------------------------

export function declareConsts(g: Gen): void {
  const t = g.r.pick(INTS.filter((x) => x.bits >= 32));
  const factor = g.r.range(1, 9), shift = g.r.range(0, 4), add = g.r.range(0, 50);
  const names = Array.from({ length: g.r.range(3, 5) }, () => g.global('k'));
  g.feature('const with iota');
  const lines = names.map((n, i) => (i === 0 ? `\t${n} ${t.text} = iota*${factor}<<${shift} + ${add}` : g.r.chance(0.2) ? `\t_\n\t${n}` : `\t${n}`));
  g.decls.push(`const (\n${lines.join('\n')}\n)`);
  for (const n of names) g.globals.push({ ...local(n, t), assign: false, constant: true });
  const big = g.global('k'), small = g.global('k');
  const v = intValue(g, INT64);
  const s = g.r.range(1, 200);
  g.feature('untyped constant beyond 64 bits');
  g.decls.push(`const ${big} = (${v}) << ${s}\nconst ${small} int64 = ${big} / (1 << ${s})`);
  g.globals.push({ ...local(small, INT64), assign: false, constant: true });
  const f = g.global('k');
  g.decls.push(`const ${f} float64 = ${g.r.range(1, 1000)}.0 / ${g.r.range(1, 97)} * ${g.r.pick(['1e10', '1e-10', '3', '0.1'])}`);
}

export function declareGlobals(g: Gen): void {
  const before: Var[] = [];
  for (let n = g.r.range(1, 2); n > 0; n--) {
    const ty = anyType(g, 1);
    if (ty.kind === 'func') continue;
    const name = g.global('g');
    let init = '';
    g.apart(before, null, true, () => { init = expr(g, ty, 2); });
    g.decls.push(`var ${name} ${ty.text} = ${init}`);
    g.feature(`package variable: ${ty.kind}`);
    before.push({ ...local(name, ty), assign: true, owned: ty.kind === 'map' || ty.kind === 'slice', nonNil: false });
  }
  g.globals.push(...before);
}

// --- functions ---------------------------------------------------------------------------------------------------------------------

export function declareFuncs(g: Gen): void {
  for (let n = g.r.range(1, 2); n > 0; n--) declareFunc(g);
  if (g.r.chance(0.5)) declareRecursive(g);
  for (let n = g.r.range(0, 1); n > 0; n--) declareGeneric(g);
}

function declareFunc(g: Gen): void {
  const params = Array.from({ length: g.r.range(0, 4) }, () => (g.r.chance(0.7) ? smallType(g) : anyType(g, 1)));
  const many = g.r.chance(0.25);
  const results = Array.from({ length: many ? g.r.range(2, 3) : 1 }, () => smallType(g));
  const names = params.map(() => g.local('a'));
  const name = g.global('f');
  const named = g.r.chance(0.3);
  const outs = results.map(() => g.local('q'));
  g.feature(many ? 'function with several results' : 'function');
  if (named) g.feature('named results');
  const sig = (list: Ty[], ns: string[]): string => list.map((t, i) => `${ns[i]} ${t.text}`).join(', ');
  const head = `func ${name}(${sig(params, names)}) (${named ? sig(results, outs) : results.map((t) => t.text).join(', ')})`;
  const vars = [...params.map((ty, i) => local(names[i]!, ty)), ...(named ? results.map((ty, i) => local(outs[i]!, ty)) : [])];
  const cost = g.topFunc(`${g.r.chance(0.2) ? '//go:noinline\n' : ''}${head}`, vars, results, true, () => {
    statements(g, g.r.range(1, 3), 2);
    if (named && g.r.chance(0.5)) {
      outs.forEach((o, i) => g.emit(`${o} = ${expr(g, results[i]!, 2)}`));
      g.emit('return');
    } else g.emit(`return ${results.map((t) => expr(g, t, 3)).join(', ')}`);
  });
  g.funcs.push({ name, params, results, cost });
}

function declareRecursive(g: Gen): void {
  const ty = g.r.pick(INTS);
  const name = g.global('f');
  const twice = g.r.chance(0.4);
  g.feature('recursion');
  const vars = [{ ...local('n', INT), assign: false }, local('x', ty)];
  const cost = g.topFunc(`func ${name}(n int, x ${ty.text}) ${ty.text}`, vars, [ty], true, () => {
    g.block('if n <= 0', () => g.emit(`return ${expr(g, ty, 2)}`));
    statements(g, 1, 1);
    g.emit(twice ? `return ${name}(n-1, ${expr(g, ty, 1)}) ${g.r.pick(['+', '-', '^'])} ${name}(n-2, ${expr(g, ty, 1)})` : `return ${name}(n-1, ${expr(g, ty, 2)}) ${g.r.pick(['+', '-', '^', '*'])} x`);
  });
  const wrapper = g.global('f');
  g.decls.push(`func ${wrapper}(x ${ty.text}) ${ty.text} { return ${name}(${twice ? 7 : 12}, x) }`);
  g.funcs.push({ name: wrapper, params: [ty], results: [ty], cost: cost * (twice ? 60 : 13) });
}

function declareGeneric(g: Gen): void {
  const name = g.global('f');
  const kind = g.r.pick(['integer', 'ordered', 'any', 'comparable', 'type']);
  g.feature(`generic function: ${kind}`);
  const T = typeParam('T', kind === 'integer' ? INTS[1]! : { ...STRING, comparable: true });
  if (kind === 'integer') {
    const cost = g.topFunc(`func ${name}[T integer](x, y T) T`, [local('x', T), local('y', T)], [T], true, () => {
      statements(g, g.r.range(1, 3), 1);
      g.emit(`return ${expr(g, T, 3)}`);
    });
    g.generics.push({ name, accepts: (t) => t.kind === 'int' && !t.typeParam, params: (t) => [t, t], result: (t) => t, cost, explicit: true });
  } else if (kind === 'ordered') {
    const op = g.r.pick(['+', 'max', 'min']);
    g.decls.push(`func ${name}[T ordered](x, y, z T) T {\n\tif x < y || z > x {\n\t\treturn ${op === '+' ? 'x + z' : `${op}(x, y, z)`}\n\t}\n\tvar s []T\n\ts = append(s, x, y, z)\n\tfor i := range s {\n\t\tif s[i] ${g.r.pick(['<', '>=', '=='])} y {\n\t\t\treturn s[len(s)-1-i]\n\t\t}\n\t}\n\treturn y\n}`);
    g.generics.push({ name, accepts: (t) => (t.kind === 'int' || t.kind === 'float' || (t.text === 'string' && op !== '+')) && !t.typeParam, params: (t) => [t, t, t], result: (t) => t, cost: 10, explicit: true });
  } else if (kind === 'comparable') {
    g.decls.push(`func ${name}[K comparable](x, y K) K {\n\tm := map[K]int{x: 1}\n\tm[y] += 2\n\tif v, ok := m[x]; ok && v > 1 && x == y {\n\t\treturn y\n\t}\n\treturn x\n}`);
    g.generics.push({ name, accepts: (t) => isKey(t) && !t.typeParam, params: (t) => [t, t], result: (t) => t, cost: 8, explicit: g.r.chance(0.5) });
    if (!g.generics.at(-1)!.explicit) g.generics.at(-1)!.explicit = true;
  } else if (kind === 'type') {
    const box = g.global('B');
    g.decls.push(`type ${box}[T any] struct {\n\tv T\n\tn int\n\tnext *${box}[T]\n}\n\nfunc (b *${box}[T]) push(v T) *${box}[T] { return &${box}[T]{v: v, n: b.n + 1, next: b} }\n\nfunc (b ${box}[T]) get() T {\n\tif b.n > 1 && b.next != nil {\n\t\treturn b.next.v\n\t}\n\treturn b.v\n}\n\nfunc ${name}[T any](x, y T) T {\n\tb := (&${box}[T]{}).push(x).push(y)\n\tf := b.get\n\tg := ${box}[T].get\n\tif b.n&1 == 0 {\n\t\treturn f()\n\t}\n\treturn g(*b)\n}`);
    g.generics.push({ name, accepts: (t) => !t.typeParam, params: (t) => [t, t], result: (t) => t, cost: 8, explicit: true });
  } else {
    g.decls.push(`func ${name}[T any](x T, n int) T {\n\ts := make([]T, 0, 2)\n\tfor i := 0; i < n&7; i++ {\n\t\ts = append(s, x)\n\t}\n\tvar y any = x\n\tif z, ok := y.(T); ok && len(s) == n&7 {\n\t\treturn z\n\t}\n\tvar z T\n\treturn z\n}`);
    g.generics.push({ name, accepts: (t) => !t.typeParam && t.kind !== 'interface', params: (t) => [t, INT], result: (t) => t, cost: 20, explicit: true });
  }
}
