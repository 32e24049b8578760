// Patterns about what the optimiser removes where facts allow it: checks behind tests of all outcomes, indexes at boundaries, memory of
// structs that is cleared and filled again. The functions are called with all values around the boundaries.

import { dyn } from './expr.ts';
import type { Gen } from './gen.ts';
import { showText } from './print.ts';
import { FLOAT64, INT, INT32, UINT8 } from './types.ts';

export function checkedPatterns(g: Gen): void { g.r.weighted<(g: Gen) => void>([[4, boundaries], [5, testedChecks], [4, clearedStructs]])(g); }

/** Loops and tests whose bounds are right, or wrong by one. */
function boundaries(g: Gen): void {
  const ty = g.r.pick([INT, UINT8, FLOAT64, INT32]);
  const s = g.local('s'), i = g.local('i'), v = g.local('v');
  g.feature('index at a boundary');
  const off = (): string => g.r.pick(['', '', '', '-1', '+1', '-2', '+2']);
  const n = g.r.range(0, 6);
  g.literal('func()', [], null, () => {
    g.emit(`${s} := make([]${ty.text}, ${n}+zero, ${n + 3}); var ${v} ${ty.text}`);
    g.emit(`defer func() { ${showText(g, '"v"', v, ty)} }(); defer caught("${i}")`);
    const work = `${s}[${i}${off()}] += ${ty.text}(${i}) + 1; ${v} = ${v}*3 + ${s}[${i}${off()}]`;
    g.emit(g.r.pick([
      () => `for ${i} := ${g.r.range(0, 2)}; ${i} ${g.r.pick(['<', '<', '<=', '!='])} len(${s})${off()}; ${i}++ { ${work}; if ${i} > 9 { break } }`,
      () => `for ${i} := len(${s})${off()}; ${i} ${g.r.pick(['>', '>=', '>='])} ${g.r.pick(['0', '1', '-1'])}; ${i}-- { ${work} }`,
      () => `for ${i} := range ${s} { ${work} }`,
      () => `for ${i} := range ${s}[${g.r.pick(['1:', ':len(' + s + ')/2', 'len(' + s + ')-1:', ':'])}] { ${work} }`,
      () => `for ${i} := 0; ${i} < 8; ${i}++ { if ${i} ${g.r.pick(['<', '<=', '>', '>=', '==', '!='])} len(${s})${off()} { ${g.r.pick(['continue', 'break', work])} }; ${work} }`,
      () => `for ${i} := uint(${g.r.int(3)}); ${i} ${g.r.pick(['<', '<='])} uint(len(${s}))${off()}; ${i}++ { ${s}[${i}${off()}]++; if ${i} > 9 { break } }`,
      () => `${i} := ${dyn(g, INT, 1)}; if ${i} >= 0 && ${i} ${g.r.pick(['<', '<='])} len(${s})${off()} { ${work} }; if ${i} < ${g.r.int(3)} || ${i} > len(${s})${off()} { return }; ${work}; ${s} = ${s}[${i}:]; ${s}[0]++`,
      () => `${i} := len(${s})${off()}; ${s} = ${s}[:${i}]; ${s}[${i}${off()}] = 1; ${v} = ${s}[len(${s})-1]`,
      () => `for ${i} := 0; len(${s}) ${g.r.pick(['>', '>=', '!='])} ${g.r.int(2)}; ${i}++ { ${v} += ${s}[${g.r.pick(['0', '1', `len(${s})-1`])}]; ${s} = ${s}[${g.r.pick(['1:', '2:', `:len(${s})-1`])}] }`,
    ])());
  }, '()');
}

/** Something that may panic, and tests that say something about it: `guard` makes it possible that the test alone decides. */
interface Risk { guard: readonly string[]; tests: readonly string[]; uses: readonly string[] }

const COMPARE = ['<', '<', '<=', '>=', '>', '==', '!='];
const compare = (x: string, y: string): string[] => COMPARE.map((op) => `${x} ${op} ${y}`);
const index = (i: string, s: string): Risk => ({
  guard: [`${i} >= 0`, `${i} > -1`, `${i} < len(${s})`, `len(${s}) > 0`, `!(${i} < 0)`], tests: [...compare(i, `len(${s})`), ...compare(`uint(${i})`, `uint(len(${s}))`), ...compare(i, '0'), `${i}+1 < len(${s})`, `${i} < len(${s})-1`, `${i} <= len(${s})-1`],
  uses: [`v += int(${s}[${i}])`, `v += int(${s}[${i}])`, `v = v*3 - int(${s}[${i}])`, `v += int(${s}[${i}+1])`, `v += len(${s}[${i}:])`, `v += len(${s}[:${i}])`],
});
const part = (s: string): Risk => ({
  guard: ['i >= 0', 'j >= 0', 'i <= j', `j <= len(${s})`, 'i < j', 'i == 0'], tests: [...compare('j', `len(${s})`), ...compare('i', 'j'), ...compare('j', '0'), 'j <= 4', `j-i < len(${s})`],
  uses: [`v += len(${s}[i:j])`, `v = v*2 + len(${s}[i:j])`, `v += len(${s}[:j])`, `v += len(${s}[i:j][:j-i])`, `for k := range ${s}[i:j] { v += k + 3 }`],
});
const RISKS: readonly Risk[] = [
  index('i', 's'), index('j', 's'), index('i', 't'), part('s'), part('s'), part('t'),
  { guard: ['i <= cap(s)', 'j <= cap(s)'], tests: [...compare('j', 'cap(s)'), ...compare('i', 'j')], uses: ['v += cap(s[i:j])', 'v += cap(s[:i:j])', 'v += len(s[i:j:j])'] },
  { guard: ['i > 0', 'len(s) > 1', 'true'], tests: ['p != nil', 'p == nil', '!(p != nil)'], uses: ['v += *p', '*p += 2', 'v += *p * 3'] },
  { guard: ['i > 0', 'yes'], tests: [...compare('j', '0'), ...compare('j', '1')], uses: ['v += i / j', 'v = v*2 + i%j', 'v += 1 << j', 'v += len(make([]int8, j))', 'v -= i >> j'] },
  { guard: ['i >= 0', 'i < 2'], tests: [...compare('len(s)', '2'), ...compare('len(s)', 'i'), ...compare('len(s)', '0')], uses: ['v += [2]int(s)[1]', 'v += s[1]', 'v += s[len(s)-1]', 'v += (*[1]int)(s)[0]', 's = s[1:]', 's = s[i:]; v += len(s)'] },
];

/** What may panic, where a test says that it cannot, where it says that it will, and where it says something else. */
function testedChecks(g: Gen): void {
  const f = g.global('f');
  g.feature('checks behind tests');
  const form = (): string => {
    const risk = g.r.pick(RISKS);
    const test = (): string => g.r.pick(risk.tests), use = (): string => g.r.pick(risk.uses);
    const both = (): string => {
      const u = use();
      return g.r.chance(0.6) ? `{ ${u} } else { ${u} }` : `{ ${use()} } else { ${u} }`;
    };
    const inner = g.r.pick([
      () => `if ${test()} ${both()}`, () => `if ${test()} ${both()}`,
      () => `if ${test()} { if ${test()} ${both()} } else if ${test()} ${both()}`,
      () => `if ${test()} ${g.r.pick(['&&', '||'])} ${test()} ${both()}`,
      () => `switch { case ${test()}: ${use()}; case ${test()}: ${use()}; default: ${use()} }`,
      () => `if ${test()} { ${g.r.pick(['v++', 'return -v', use()])} }; ${use()}`,
      () => `if !(${test()}) { ${g.r.pick(['return v + 7', use()])} }; ${use()}; ${use()}`,
      () => `for k := range 3 { if ${test()} { ${g.r.pick(['i++', 'j--', 'continue', 'break'])} }; ${use()}; v += k }`,
    ])();
    return g.r.chance(0.6) ? `if ${g.r.pick(risk.guard)} { ${inner} }` : inner;
  };
  const forms = Array.from({ length: g.r.range(1, 4) }, form);
  g.decls.push(`${g.r.chance(0.3) ? '//go:noinline\n' : ''}func ${f}(s []int, t string, p *int, i, j int) (v int) {\n\tdefer caught("${f}")\n\t${forms.join('\n\t')}\n\treturn v\n}`);
  const s = g.local('s');
  const n = g.r.range(0, 4);
  g.emit(`${s} := make([]int, ${n}+zero, ${n + g.r.int(3)})`);
  g.emit(`for k := range ${s} { ${s}[k] = k*5 + 1 }`);
  g.block(`for i := -2; i <= ${n + 2}; i++`, () => g.block(`for j := -2; j <= ${n + 2}; j++`, () => {
    g.emit(`p := &[]int{i}[0]; if (i+j)&1 == 0 { p = nil }; pI("${f}", int64(${f}(${s}, ${JSON.stringify('abcdef'.slice(0, g.r.int(5)))}, p, i, j)))`);
  }));
}

/** How a field is written and what is read from it. */
const FIELDS: readonly (readonly [type: string, write: (x: string) => string, read: (x: string) => string])[] = [
  ['int', (x) => x, (x) => `uint64(${x})`], ['uint8', (x) => `uint8(${x})`, (x) => `uint64(${x})`], ['int16', (x) => `int16(${x})`, (x) => `uint64(${x})`], ['int32', (x) => `-int32(${x})`, (x) => `uint64(${x})`],
  ['float64', (x) => `float64(${x}) / 4`, (x) => `math.Float64bits(${x})`], ['float32', (x) => `float32(${x})`, (x) => `uint64(math.Float32bits(${x}))`], ['bool', (x) => `${x}&1 == 0`, (x) => `pick(${x}, uint64(3), 5)`],
  ['string', (x) => `"abcdefghij"[:${x}&7]`, (x) => `uint64(len(${x}))`], ['*int', (x) => `&[]int{${x}}[0]`, (x) => `pick(${x} == nil, uint64(1), 2)`], ['[]int', (x) => `make([]int, ${x}&3)`, (x) => `uint64(len(${x}))`],
  ['any', (x) => `any(${x})`, (x) => `pick(${x} == nil, uint64(7), 11)`], ['[2]int64', (x) => `[2]int64{int64(${x}), 9}`, (x) => `uint64(${x}[0]+${x}[1]*3)`],
];

/** Structs too large for words that are cleared, partly filled and read again, in functions where their memory can be taken apart. */
function clearedStructs(g: Gen): void {
  const T = g.global('T'), f = g.global('f');
  g.feature('struct that is cleared');
  const fields = Array.from({ length: g.r.range(3, 8) }, (_, k) => ({ name: `${'abcdefgh'[k]}`, of: g.r.pick(FIELDS) }));
  const one = (): (typeof fields)[number] => g.r.pick(fields);
  const set = (v: string): string => { const x = one(); return `${v}.${x.name} = ${x.of[1](g.r.pick(['i', 'n', 'i*7', 'i+n']))}`; };
  const get = (v: string): string => { const x = one(); return `r = r*31 + ${x.of[2](`${v}.${x.name}`)}`; };
  const clear = (v: string): string => g.r.pick([
    () => `${v} = ${T}{}`, () => `${v} = ${T}{}`, () => { const x = one(); return `${v} = ${T}{${x.name}: ${x.of[1]('i')}}`; }, () => `*(&${v}) = ${T}{}`, () => `func(p *${T}) { *p = ${T}{} }(&${v})`,
  ])();
  const steps = (v: string, low: number, high: number): string[] => Array.from({ length: g.r.range(low, high) }, () => g.r.weighted<() => string>([
    [5, () => set(v)], [5, () => get(v)], [2, () => clear(v)], [1, () => `if i&1 == ${g.r.int(2)} { ${clear(v)} }`], [1, () => `if i > n>>1 { ${set(v)}; ${get(v)} } else { ${clear(v)} }`],
  ])());
  const inner = [`var u ${T}`, get('u'), ...steps('u', 2, 6), get('u'), ...(g.r.chance(0.15) ? [g.r.pick(['t = u', 'u, t = t, u'])] : [])];
  const body = ['i := n', `var t ${T}`, ...steps('t', 2, 6), `for i := range n {`, '\t_ = i', ...[...inner, ...steps('t', 1, 4)].map((l) => `\t${l}`), '}', ...fields.map((x) => `r = r*31 + ${x.of[2](`t.${x.name}`)}`), 'return r + uint64(i)'];
  g.decls.push(`type ${T} struct {\n${fields.map((x) => `\t${x.name} ${x.of[0]}`).join('\n')}\n}`, `func ${f}(n int) (r uint64) {\n${body.map((l) => `\t${l}`).join('\n')}\n}`);
  g.emit(`for n := range 4 { pU("${f}", ${f}(n)) }`);
}
