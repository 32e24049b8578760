// Patterns that the optimiser sees through: interface values of known types, boxed numbers and strings, words put together from bytes.

import { dyn, expr } from './expr.ts';
import type { Gen } from './gen.ts';
import { INT, UINT8 } from './types.ts';

export function knownPatterns(g: Gen): void { g.r.pick([devirtualised, asserted, boxed, boxed, wordsFromBytes, wordsFromBytes, wordsFromBytes])(g); }

/** Calls through interfaces whose dynamic type is in sight, perhaps after inlining. */
function devirtualised(g: Gen): void {
  const [I, A, B, make] = [g.global('K'), g.global('K'), g.global('K'), g.global('f')];
  g.feature('interface of known type');
  const body = (f: string): string => g.r.pick([`return ${f}*3 + x`, `return x - int(${f})`, `if x > 2 { return ${f} }; return x`, `return ${f} ^ x<<2`]);
  const star = (): string => g.r.pick(['', '*']);
  const [pa, pb] = [star(), star()];
  g.decls.push(`type ${I} interface {\n\tfirst(x int) int\n\tsecond(x int) int\n\tthird() string\n}`,
    `type ${A} struct{ n int }`, `type ${B} struct{ n, m int; s string }`,
    ...[[A, pa, 'a.n', '"A"'], [B, pb, 'a.m', 'a.s']].map(([t, p, f, s]) => `func (a ${p}${t}) first(x int) int { ${body('a.n')} }\n\nfunc (a ${p}${t}) second(x int) int { ${body(f!)} }\n\nfunc (a ${p}${t}) third() string { return ${s} }`),
    `func ${make}(k int) ${I} {\n\tif k > ${g.r.range(0, 3)} {\n\t\treturn ${pa === '*' ? '&' : ''}${A}{k}\n\t}\n\treturn ${pb === '*' ? '&' : ''}${B}{k, k + 1, "B"}\n}`);
  const value = (): string => g.r.pick([`${I}(${pa === '*' ? '&' : ''}${A}{${expr(g, INT, 1)}})`, `${I}(${pb === '*' ? '&' : ''}${B}{1, ${expr(g, INT, 1)}, "b"})`, `${make}(${g.r.range(0, 5)})`, `${make}(${dyn(g, INT, 1)} & 7)`]);
  const v = g.local('k');
  const call = (x: string): string => g.r.pick([`pI("${v}", int64(${x}.first(${g.r.range(0, 5)})))`, `pI("${v}", int64(${x}.second(${dyn(g, INT, 1)})))`, `pS("${v}", ${x}.third())`]);
  g.emit(`${v} := ${value()}; ${call(v)}; ${call(v)}`);
  g.emit(g.r.pick([
    () => `for i := range 3 { ${v} := ${value()}; if i == 1 { ${v} = ${value()} }; ${call(v)} }`,
    () => `if yes { ${v} = ${value()} }; ${call(v)}`,
    () => `${v}f := ${v}.${g.r.pick(['first', 'second'])}; ${v} = ${value()}; pI("${v}", int64(${v}f(3)*7+${v}.first(2)))`,
    () => `switch ${v} := ${v}.(type) { case ${pa}${A}: pI("A", int64(${v}.second(4))); case ${I}: ${call(v)} }`,
    () => `func(x ${I}) { ${call('x')}; defer x.third(); ${call('x')} }(${value()})`,
  ])());
}

/** Assertions, with and without ok, of values whose dynamic type is in sight, may be one of two, or nil. */
function asserted(g: Gen): void {
  const [I, A, B, N, make] = [g.global('K'), g.global('K'), g.global('K'), g.global('K'), g.global('f')];
  g.feature('assertion of known type');
  const star = (): string => g.r.pick(['', '*']);
  const [pa, pb] = [star(), star()];
  const more = g.r.pick(['second', 'hidden']);
  const [outer, arg] = g.r.pick([[`struct{ ${pb}${B}; k int }`, `{${pb === '*' ? '&' : ''}${B}{4}, 5}`], [`struct{ *${B} }`, `{&${B}{6}}`], [`struct{ ${I} }`, `{${pa === '*' ? '&' : ''}${A}{7}}`]] as const);
  g.decls.push(`type ${I} interface{ first(x int) int }`, `type ${N} interface {\n\t${I}\n\t${more}() int\n}`, `type ${A} struct{ n int }`, `type ${B} struct{ n int }`,
    `func (a ${pa}${A}) first(x int) int { return a.n*3 + x }`, `func (b ${pb}${B}) first(x int) int { return b.n - x }`, `func (b ${g.r.pick([pb, '*'])}${B}) ${more}() int { return b.n + ${g.r.range(1, 9)} }`,
    `type ${A}O ${outer}`);
  const [a, b, o] = [`${pa === '*' ? '&' : ''}${A}{${expr(g, INT, 1)}}`, `${pb === '*' ? '&' : ''}${B}{${expr(g, INT, 1)}}`, `${g.r.pick(['&', ''])}${A}O${arg}`];
  g.decls.push(`func ${make}(k int) any {\n\tswitch k {\n\tcase 0:\n\t\treturn nil\n\tcase 1:\n\t\treturn ${pa === '*' ? '&' : ''}${A}{k}\n\tcase 2:\n\t\treturn &${B}{k}\n\tcase 3:\n\t\treturn ${A}O${arg}\n\t}\n\treturn k\n}`);
  const value = (): string => g.r.pick([a, b, `&${B}{3}`, o, `(${pb}${B})(${pb === '*' ? 'nil' : `${B}{8}`})`, `${I}(&${A}{2})`, `${make}(${g.r.range(0, 4)})`, `${make}(${dyn(g, INT, 1)} & 3)`, `any(nil)`]);
  const v = g.local('k');
  const target = (): string => g.r.pick([I, N, N, `interface{ ${more}() int }`, `${pa}${A}`, `${pb}${B}`, `*${B}`, `${A}O`, 'interface{ first(int) string }', 'any', 'int']);
  const use = (x: string, t: string): string => (t === 'any' ? `pB("${v}", ${x} == nil)` : t === 'int' ? `pI("${v}", int64(${x}))` : t.includes('string') ? `pS("${v}", ${x}.first(1))`
    : t === N ? `pI("${v}", int64(${x}.first(2)*100+${x}.${more}()))` : t.startsWith('interface') ? `pI("${v}", int64(${x}.${more}()))` : `pI("${v}", int64(${x}.first(3)))`);
  g.literal('func()', [], null, () => {
    g.emit(`defer caught("${v}")`);
    g.emit(`var ${v} any = ${value()}`);
    for (let i = 0; i < 3; i++) {
      const [t, u] = [target(), target()];
      g.emit(g.r.pick([
        () => `if x, ok := ${v}.(${t}); ok { ${use('x', t)} } else { pB("no", ok) }`,
        () => `_, ok${i} := ${v}.(${t}); pB("ok", ok${i})`,
        () => `if yes { ${v} = ${value()} }`,
        () => `if ${dyn(g, INT, 1)} > 2 { ${v} = ${value()} }`,
        () => `for i := range 2 { if x, ok := ${v}.(${t}); ok { ${use('x', t)} }; if i == 0 { ${v} = ${value()} } }`,
        () => (t === u ? 'pI("same", 1)' : `switch x := ${v}.(type) { case nil: pI("nil", 0); case ${t}: ${use('x', t)}; case ${u}: ${use('x', u)}; default: pI("other", 2) }`),
      ])());
    }
    const t = target();
    g.emit(`x := ${v}.(${t}); ${use('x', t)}`);
  }, '()');
}

const BOXED: readonly (readonly [string, readonly string[]])[] = [
  ['int', ['0', '7', '255', '256', '-1', '1 << 40', '-1 << 62', '4294967296']], ['int64', ['1 << 35', '-3', '0']], ['uint64', ['1 << 63', '200', '18446744073709551615']], ['uint8', ['0', '255']],
  ['int16', ['-2', '300', '9']], ['uint32', ['0', '4000000000']], ['float64', ['0', '1.5', '-1e300']], ['float32', ['0.25', '0']], ['string', ['""', '"x"', '"longer than that"']],
  ['bool', ['true', 'false']], ['[2]int64', ['[2]int64{1 << 33, 2}', '[2]int64{}']], ['[]int', ['[]int{1, 2}[:1]', 'nil']], ['rune', ["'x'", '0']],
];

/** Values in interfaces: made by functions that are inlined, changed behind, compared, taken out again. */
function boxed(g: Gen): void {
  const [ty, constants] = g.r.pick(BOXED);
  const [box, keep] = [g.global('f'), g.global('g')];
  g.feature(`boxed ${ty}`);
  g.decls.push(`func ${box}(x ${ty}) any { return x }`, `var ${keep} []any`);
  const c = (): string => g.r.pick(constants);
  const x = g.local('x'), a = g.local('a');
  const show = (e: string): string => (ty === '[]int' ? `pI("${a}", int64(len(${e}.([]int))*10+cap(${e}.([]int))))` : ty.startsWith('[') ? `pI("${a}", ${e}.(${ty})[0])` : ty === 'string' ? `pS("${a}", ${e}.(string))` : ty === 'bool' ? `pB("${a}", ${e}.(bool))` : ty.startsWith('float') ? `pF("${a}", float64(${e}.(${ty})))` : `pU("${a}", uint64(${e}.(${ty})))`);
  const change = ty === '[]int' ? `${x} = append(${x}, 5)` : ty.startsWith('[') ? `${x}[0]++` : ty === 'string' ? `${x} += "+"` : ty === 'bool' ? `${x} = !${x}` : `${x}++`;
  g.emit(`var ${x} ${ty} = ${c()}; ${a} := ${box}(${x}); ${change}; ${show(a)}; ${show(`${box}(${x})`)}; ${show(`any(${ty}(${c()}))`)}`);
  g.emit(`for range ${g.r.range(1, 4)} { ${keep} = append(${keep}, ${x}, ${box}(${c()})); ${change} }; for _, ${a} := range ${keep} { ${show(a)} }`);
  if (ty !== '[]int') g.emit(`pB("same", ${a} == any(${x})); pB("same", ${box}(${c()}) == ${box}(${c()})); pB("same", ${a} == any("other")); pI("len", int64(len(map[any]bool{${a}: yes, ${box}(${x}): yes})))`);
  g.emit(`switch t := ${a}.(type) { case nil: pI("nil", 0); case ${ty}: ${a} = any(t); ${show(a)}; case error, func(): pI("no", 1) }`);
}

/** Bytes shifted to their places, in both orders, with gaps and beyond the end; and back. */
function wordsFromBytes(g: Gen): void {
  const b = g.local('b'), w = g.local('w'), i = g.local('i');
  const n = g.r.pick([2, 4, 4, 8, 8]);
  const ty = n === 2 ? 'uint16' : n === 4 ? g.r.pick(['uint32', 'int32', 'uint64']) : g.r.pick(['uint64', 'int64']);
  g.feature('words from bytes');
  const order = Array.from({ length: n }, (_, k) => k);
  const places = g.r.weighted<() => number[]>([[4, () => order], [3, () => [...order].reverse()], [1, () => g.r.shuffle([...order])], [1, () => order.map((k) => (k === 1 ? 0 : k))]])();
  const base = g.r.pick(['', '', `${i}+`, '1+', `3-${i}+`]);
  const load = g.r.shuffle(order.map((k) => `${ty}(${b}[${base}${k}])${places[k] === 0 ? '' : `<<${8 * places[k]!}`}`)).join(g.r.pick([' | ', ' | ', ' | ', ' + ', ' ^ ']));
  g.literal('func()', [], null, () => {
    g.emit(`${b} := []byte{${Array.from({ length: 12 }, () => expr(g, UINT8, 1)).join(', ')}}[:${g.r.range(n, 12)}]; ${i} := zero + ${g.r.range(0, 3)}; _ = ${i}`);
    g.emit(`defer func() { pS("${b}", string(${b})) }(); defer caught("${b}")`);
    const bits = ty === 'uint16' ? 16n : ty.endsWith('32') ? 32n : 64n;
    g.emit(`${w} := ${ty}(zero) + 0x${(0x71e2d3c4b5a69788n >> (64n - bits)).toString(16)}`);
    // Stores that fail must leave those before them done.
    const to = g.r.pick([base, base, `${i}+2+`, `2*${i}+`]);
    const steps = [() => g.emit(`${w} = ${load}; pU("${w}", uint64(${w}))`), () => g.emit(order.map((k) => `${b}[${to}${k}] = byte(${w} >> ${8 * places[k]!})`).join('; '))];
    if (g.r.chance(0.5)) steps.push(() => {
      // A write between the loads.
      const at = g.r.range(1, n - 1);
      const leaf = (k: number): string => `${ty}(${b}[${base}${k}])<<${8 * places[k]!}`;
      g.emit(`${w} = ${order.slice(0, at).map(leaf).join(' | ')}; ${b}[${base}${g.r.int(n)}]${g.r.pick(['++', ' += 77', ' = 200'])}; ${w} |= ${order.slice(at).map(leaf).join(' | ')}; pU("${w}", uint64(${w}))`);
    });
    for (const step of g.r.shuffle(steps)) step();
    if (g.r.chance(0.4)) g.emit(`${w} = ${load}; ${b}[${base}1]++; ${w} += ${load}; pU("${w}", uint64(${w}))`);
  }, '()');
}
