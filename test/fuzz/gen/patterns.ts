// Constructs with side effects whose order the specification fixes. Each pattern is complete in itself and prints what happened.

import { fail } from '../../../src/base/internal-error.ts';
import { smallType } from './decl.ts';
import { dyn, expr } from './expr.ts';
import type { Gen, Var } from './gen.ts';
import { literal } from './literal.ts';
import { captured } from './captures.ts';
import { checkedPatterns } from './checked.ts';
import { concurrency } from './concurrency.ts';
import { dataPatterns } from './data.ts';
import { knownPatterns } from './known.ts';
import { pointerFlow } from './pointers.ts';
import { show, showText } from './print.ts';
import { statements } from './stmt.ts';
import { BOOL, FLOAT64, INT, INTS, isKey, SCALARS, type Ty } from './types.ts';

type Pattern = (g: Gen, depth: number) => void;

const FOCUS: Record<string, Pattern> = { order: evaluationOrder, defer: deferred, panic: panics, iterators: rangeFunc, concurrency, data: dataPatterns, pointers: pointerFlow, known: knownPatterns, checked: checkedPatterns, captures: captured };

export function patterns(g: Gen, depth: number): void {
  if (g.focus !== '') return (FOCUS[g.focus] ?? fail(`no focus ${g.focus}`))(g, depth);
  g.r.weighted<Pattern>([
    [6, evaluationOrder], [4, deferred], [4, panics], [2, panicKinds], [4, rangeFunc], [2, methodValues], [5, concurrency], [2, mapRange], [2, funcValues],
    [1, sliceAliases], [1, sliceToArray], [1, nanKeys], [1, loopVariables], [1, anonymous], [2, constraintTypes], [1, copies], [1, interfaces], [16, dataPatterns], [6, checkedPatterns], [5, knownPatterns], [4, captured],
  ])(g, depth);
}

const variable = (name: string, ty: Ty): Var => ({ name, ty, assign: true, owned: false, growable: false, nonNil: false });

// --- order of evaluation -----------------------------------------------------------------------------------------------------------

/** spec#Order_of_evaluation: calls happen in lexical left-to-right order. */
function evaluationOrder(g: Gen): void {
  const ty = smallType(g);
  let id = 0;
  const t = (of: Ty, d = 1): string => `tr(${++id}, ${expr(g, of, d)})`;
  const v = g.local('v'), w = g.local('v');
  g.feature('order of evaluation');
  const i = INTS[0]!;
  const forms: (() => void)[] = [
    () => { g.emit(`${v}, ${w} := ${t(ty)}, ${t(i)}; _, _ = ${v}, ${w}`); show(g, v, v, ty); show(g, w, w, i); },
    () => { g.emit(`${v} := ${t(BOOL)} && ${t(BOOL)} || ${t(BOOL)} && !${t(BOOL)}`); show(g, v, v, BOOL); },
    () => { g.emit(`${v} := ${t(i)} + ${t(i)}*${t(i)} - ${t(i)}`); show(g, v, v, i); },
    () => { g.emit(`${v} := [3]${ty.text}{${t(ty)}, ${t(ty)}, ${t(ty)}}`); show(g, v, `${v}[1]`, ty); },
    () => { g.emit(`${v} := struct{ a ${ty.text}; b int }{b: ${t(i)}, a: ${t(ty)}}`); show(g, v, `${v}.a`, ty); },
    () => { g.emit(`${v} := [8]int{}`); g.emit(`${v}[${t(i)}&7], ${v}[${t(i)}&7] = ${t(i)}, ${t(i)}`); show(g, v, `${v}[0] + ${v}[3]*3 + ${v}[7]*7`, i); },
    () => { g.emit(`${v} := map[int]int{}`); g.emit(`${v}[${t(i)}&3] += ${t(i)}`); g.emit(`${v}[${t(i)}&3], ${w} := ${t(i)}, ${t(i)}`.replace(':=', '=').replace(`, ${w} =`, `, ${v}[9] =`)); show(g, v, `${v}[0] + ${v}[1]*3 + len(${v})`, i); },
    () => { g.emit(`${v} := append([]${ty.text}{${t(ty)}}, ${t(ty)}, ${t(ty)})`); show(g, v, `${v}[2]`, ty); },
    () => { g.emit(`switch ${t(i)} & 3 { case ${t(i)} & 3: pI("case", 1); case ${t(i)} & 3, ${t(i)} & 3: pI("case", 2); default: pI("case", 3) }`); },
    () => { g.emit(`${v} := func(a, b int, c ...int) int { return a - b*2 + len(c) + c[0] }(${t(i)}, ${t(i)}, ${t(i)}, ${t(i)})`); show(g, v, v, i); },
    () => { g.emit(`${v} := map[int]int{1: ${t(i)}, 2: ${t(i)}}; ${v}[tr(${++id}, 1)]++`); show(g, v, `${v}[1]`, i); },
    () => { g.emit(`${v}, ${w} := 1, [3]int{}; ${v}, ${w}[${v}] = 2, ${t(i)}; pI("${v}", int64(${v}))`); show(g, w, `${w}[1]`, i); },
    () => { g.emit(`${v} := tr(${++id}, min(${t(i)}, ${t(i)}, ${t(i)}))`); show(g, v, v, i); },
    () => { g.emit(`for ${v} := ${t(i)} & 1; tr(${++id}, ${v} < 3); ${v} = tr(${++id}, ${v} + 1) { pI("loop", int64(${v})) }`); },
    () => { g.emit(`${v} := []int{1, 2, 3, 4}[${t(i)}&1 : ${t(i)}&1|2 : 4]`); show(g, v, `len(${v})*10 + cap(${v})`, i); },
    () => { g.emit(`if ${v} := ${t(ty)}; ${t(BOOL)} { ${showText(g, '"then"', v, ty)} } else { ${showText(g, '"else"', v, ty)} }`); },
  ];
  for (let n = g.r.range(1, 3); n > 0; n--) {
    g.block('', () => g.r.pick(forms)());
    id += 10;
  }
}

// --- defer and panics -------------------------------------------------------------------------------------------------------------------

/** Deferred calls run in reverse order with the arguments of their time and may change named results. */
function deferred(g: Gen, depth: number): void {
  const ty = smallType(g);
  const f = g.local('fn'), q = g.local('q'), x = g.local('x');
  g.feature('defer');
  g.literal(`${f} := func(${x} ${ty.text}) (${q} ${ty.text})`, [variable(x, ty), variable(q, ty)], [ty], () => {
    for (let n = g.r.range(1, 3); n > 0; n--) {
      g.r.pick<() => void>([
        () => { g.feature('defer with arguments'); g.emit(`defer func(a ${ty.text}) { ${showText(g, '"deferred"', 'a', ty)} }(${expr(g, ty, 2)})`); },
        () => { g.feature('defer changes result'); g.emit(`defer func() { ${q} = ${expr(g, ty, 2)} }()`); },
        () => { g.feature('defer in loop'); const i = g.local('i'); g.emit(`for ${i} := range ${g.r.range(1, 4)} { defer pI("loop", int64(${i})) }`); },
        () => { g.feature('conditional defer'); g.emit(`if ${dyn(g, BOOL, 1).replace(/^(.*\{.*)$/s, '($1)')} { defer pS("maybe", "x") }`); },
        () => { g.feature('recover that changes result'); g.emit(`defer func() { if r := recover(); r != nil { pS("recovered", describe(r)); ${q} = ${expr(g, ty, 1)} } }()`); },
      ])();
      if (g.r.chance(0.4)) statements(g, 1, depth - 1);
    }
    if (g.r.chance(0.3)) g.emit(`if ${boolText(g)} { panic(${g.r.pick(['"thrown"', '&failure{3}', '7', '1.5'])}) }`);
    g.emit(`return ${expr(g, ty, 2)}`);
  }, '');
  const v = g.local('v');
  g.block('', () => {
    g.emit('func() {');
    g.emit(`\tdefer caught("${v}")`);
    g.emit(`\t${v} := ${f}(${expr(g, ty, 1)})`);
    g.emit(`\t${showText(g, `"${v}"`, v, ty)}`);
    g.emit('}()');
  });
}

function boolText(g: Gen): string {
  const s = expr(g, BOOL, 2);
  return s.includes('{') ? `(${s})` : s;
}

/** Statements that may panic anywhere, caught; nested panics. */
function panics(g: Gen, depth: number): void {
  g.feature('recover');
  g.literal('func()', [], null, () => {
    g.emit(`defer caught("p${g.r.int(100)}")`);
    if (g.r.chance(0.2)) {
      g.feature('panic again while panicking');
      g.emit(`defer func() { if r := recover(); r != nil { pS("first", describe(r)); panic("again") } }()`);
    }
    if (g.r.chance(0.1)) {
      g.feature('panic in deferred call');
      g.emit(`defer func() { ${g.r.pick(['panic("from defer")', 'panic(&failure{9})'])} }()`);
    }
    for (let n = g.r.range(2, 4); n > 0; n--) {
      statements(g, 1, depth - 1);
      if (g.r.chance(0.5)) risky(g);
    }
  }, '()');
}

function risky(g: Gen): void {
  const ty = g.r.pick(INTS);
  const v = g.local('v');
  g.panics = 1;
  const index = dyn(g, INT, 1);
  g.panics = 0;
  const n = g.r.range(1, 6);
  const d = g.r.chance(0.5) ? dyn(g, ty, 1) : `${ty.text}(zero)`;
  const forms: [string, string][] = [
    ['array index', `${v} := [${n}]int{}[${g.r.chance(0.5) ? index : `${index} & 7`}]`],
    ['slice index', `${v} := make([]int, ${n})[${g.r.chance(0.4) ? index : `${index} & 7`}]`],
    ['string index', `${v} := "abcd"[${index} & 7]`],
    ['slice bounds', `${v} := len(make([]int, ${n}, ${n + 2})[${index}&3 : ${g.r.range(0, 9)}])`],
    ['3-index slice bounds', `${v} := len(make([]int, ${n}, ${n + 2})[1 : ${index}&7 : ${n}+zero])`],
    ['string slice bounds', `${v} := len("hello"[${index}&7:])`],
    ['division by zero', `${v} := ${literal(g, ty)} ${g.r.pick(['/', '%'])} (${d} & 1)`],
    ['nil pointer', `var ${v}p *struct{ a, b int }; if ${boolText(g)} { ${v}p = &struct{ a, b int }{1, 2} }; ${v} := ${v}p.b`],
    ['nil map assignment', `var ${v}m map[int]int; if ${boolText(g)} { ${v}m = map[int]int{} }; ${v}m[1] = 2; ${v} := len(${v}m)`],
    ['type assertion', `var ${v}i any = ${g.r.pick(['1', '"s"', '2.5', 'nil', 'struct{}{}', '[2]int{}'])}; ${v} := ${v}i.(${g.r.pick(['int', 'string', 'error', '*int', 'interface{ Foo() }'])}) != ${'nil'}`],
    ['make with bad length', `${v} := len(make([]int, ${index}&7-3))`],
    ['slice to array', `${v} := [4]int(make([]int, ${index}&7))[1]`],
    ['negative shift', `${v} := 1 << (${index}&15 - 4)`],
    ['uncomparable', `var ${v}a, ${v}b any = ${g.r.pick(['[]int{}, []int{}', 'map[int]int{}, 1', 'func() {}, func() {}', '[1]any{[]int{}}, [1]any{1}', 'struct{ f func() }{}, struct{ f func() }{}'])}; ${v} := ${v}a == ${v}b`],
    ['unhashable', `${v} := map[any]int{}[${g.r.pick(['[]int{}', 'map[int]int{}', '[1]any{[]int{}}', 'struct{ a any }{1}', '"fine"'])}]`],
    ['nil function', `var ${v}f func() int; if ${boolText(g)} { ${v}f = func() int { return 3 } }; ${v} := ${v}f()`],
    ['closed channel', `${v}c := make(chan int, 1); if ${boolText(g)} { close(${v}c) }; ${g.r.pick([`close(${v}c)`, `${v}c <- 1`])}; ${v} := len(${v}c)`],
    ['explicit panic', `if ${boolText(g)} { panic(${g.r.pick(['"text"', '42', '&failure{1}', 'error(&failure{2})', '2.5'])}) }; ${v} := 0`],
    ['nil interface call', `var ${v}e error; if ${boolText(g)} { ${v}e = &failure{4} }; ${v} := ${v}e.Error()`],
  ];
  const [name, text] = g.r.pick(forms);
  g.feature(`panic: ${name}`);
  const fixed = name === 'type assertion' ? text.replace(/\.\((int|string)\) != nil/, (_, t: string) => `.(${t}) != ${t === 'int' ? '0' : '""'}`) : text;
  g.emit(`${fixed}; _ = ${v}`);
  g.emit(`pS("after", ${JSON.stringify(name)})`);
}

function panicKinds(g: Gen): void {
  g.literal('func()', [], null, () => {
    g.emit('defer caught("kind")');
    g.emit('defer pS("order", "one")');
    g.emit('defer func() { defer pS("order", "inner"); pS("order", "two") }()');
    risky(g);
    g.emit('pS("order", "end")');
  }, '()');
  if (g.r.chance(0.4)) {
    g.feature('Goexit');
    g.emit(`func() { done := make(chan bool); go func() { defer close(done); defer func() { pB("nil", recover() == nil) }(); runtime.Goexit() }(); <-done }()`);
  }
}

// --- functions as values and iterators ---------------------------------------------------------------------------------------------------

/** spec#For_range over functions, with every way to leave the loop. */
function rangeFunc(g: Gen, depth: number): void {
  const k = smallType(g), e = smallType(g);
  const seq = g.local('seq'), f = g.local('fn'), i = g.local('i'), x = g.local('x'), y = g.local('y');
  const two = g.r.chance(0.5);
  const n = g.r.range(1, 5);
  g.feature(two ? 'range over iter.Seq2' : 'range over iter.Seq');
  const yieldType = `func(${k.text}${two ? `, ${e.text}` : ''}) bool`;
  g.literal(`${seq} := func(yield ${yieldType})`, [], null, () => {
    if (g.r.chance(0.4)) g.emit('defer pS("seq", "done")');
    g.emit(`for ${i} := range ${n} { _ = ${i}; if !yield(${expr(g, k, 2)}${two ? `, ${expr(g, e, 1)}` : ''}) { pI("stop", int64(${i})); return } }`);
    if (g.r.chance(0.3)) g.emit(`yield(${expr(g, k, 1)}${two ? `, ${expr(g, e, 1)}` : ''})`);
  }, '');
  const r = smallType(g);
  const label = g.local('L');
  g.literal(`${f} := func() (res ${r.text})`, [variable('res', r)], [r], () => {
    const useLabel = g.r.chance(0.4);
    if (useLabel) g.emit(`${label}:`);
    const head = `for ${x}${two ? `, ${y}` : ''} := range ${seq}`;
    const inner = (): void => g.loop(n + 1, useLabel ? label : '', () => g.block(head, () => {
      g.emit(two ? `_, _ = ${x}, ${y}` : `_ = ${x}`);
      g.add(x, k);
      if (two) g.add(y, e);
      if (g.r.chance(0.3)) { g.feature('defer in range over func'); g.emit(`defer pS("body", "deferred")`); }
      statements(g, g.r.range(1, 2), depth - 1);
      leave(g, r, useLabel ? label : '');
    }));
    if (useLabel) g.loop(2, '', () => g.block(`for ${i} := range 2`, () => {
      g.emit(`_ = ${i}`);
      inner();
      g.emit(`if ${boolText(g)} { continue ${label} }`);
    }));
    else inner();
    g.emit(`return ${expr(g, r, 1)}`);
  }, '');
  const v = g.local('v');
  g.emit(`${v} := ${f}()`);
  g.add(v, r);
  show(g, v, v, r);
}

function leave(g: Gen, r: Ty, label: string): void {
  const ways = ['break', 'continue', `return ${expr(g, r, 1)}`, 'return', ...(label === '' ? [] : [`break ${label}`, `continue ${label}`])];
  const way = g.r.pick(ways);
  g.feature(`range over func: ${/^\w+( \w+$)?/.exec(way)![0].replace(/ .*/, /^(break|continue) /.test(way) ? ' with label' : '')}`);
  g.emit(`if ${boolText(g)} { ${way} }`);
}

function methodValues(g: Gen): void {
  const vars = g.scope.filter((v) => v.ty.methods.length > 0 && v.ty.kind !== 'interface' && v.assign);
  if (vars.length === 0) return evaluationOrder(g);
  const v = g.r.pick(vars);
  const m = g.r.pick(v.ty.methods);
  if (!g.affordable(m.cost * 2)) return;
  g.spend(m.cost * 2);
  const f = g.local('fn');
  g.feature(m.pointer ? 'method value with pointer receiver' : 'method value');
  g.emit(`${f} := ${v.name}.${m.name}`);
  g.emit(`${v.name} = ${expr(g, v.ty, 2)}`);
  const args = m.params.map((p) => expr(g, p, 1)).join(', ');
  show(g, f, `${f}(${args})`, m.result);
  if (!m.pointer) return;
  g.feature('method expression with pointer receiver');
  show(g, f, `(*${v.ty.text}).${m.name}(${[`&${v.name}`, ...(args === '' ? [] : [args])].join(', ')})`, m.result);
}

function funcValues(g: Gen): void {
  const ty = smallType(g);
  const fs = g.local('fs'), i = g.local('i'), f = g.local('f');
  g.feature('slice of closures');
  const n = g.r.range(2, 4);
  g.emit(`var ${fs} []func(${ty.text}) ${ty.text}`);
  g.block(`for ${i} := range ${n}`, () => {
    g.add(i, INT, { assign: false });
    const p = g.local('p');
    g.literal(`${fs} = append(${fs}, func(${p} ${ty.text}) ${ty.text}`, [variable(p, ty)], [ty], () => {
      g.emit(`_ = ${i}`);
      if (g.r.chance(0.5)) statements(g, 1, 0);
      g.emit(`return ${expr(g, ty, 2)}`);
    }, ')');
  });
  const acc = g.local('v');
  g.emit(`${acc} := ${expr(g, ty, 1)}`);
  g.emit(`for _, ${f} := range ${fs} { ${acc} = ${f}(${acc}) }`);
  g.add(acc, ty);
  show(g, acc, acc, ty);
}

// --- data ---------------------------------------------------------------------------------------------------------------------------------

/** Iterating a map in ways that do not depend on its order. */
function mapRange(g: Gen): void {
  const vars = g.scope.filter((v) => v.ty.kind === 'map');
  const k = g.local('k'), e = g.local('e'), s = g.local('v');
  const keyTypes = [...SCALARS, ...g.types.filter(isKey)];
  let name: string, ty: Ty;
  if (vars.length > 0 && g.r.chance(0.6)) {
    const v = g.r.pick(vars);
    name = v.name;
    ty = v.ty;
  } else {
    const key = g.r.pick(keyTypes);
    name = g.local('m');
    ty = { ...SCALARS[0]!, kind: 'map', text: `map[${key.text}]int`, key, elem: INT, refs: true, comparable: false };
    g.emit(`${name} := ${ty.text}{}`);
    for (let n = g.r.range(1, 12); n > 0; n--) g.emit(`${name}[${expr(g, key, 2)}] ${g.r.pick(['=', '+='])} ${expr(g, INT, 1)}`);
    g.add(name, ty, { assign: false, owned: true, nonNil: true });
  }
  g.feature(`range over map with ${ty.key!.kind} keys`);
  g.emit(`${s} := len(${name})`);
  g.block(`for ${k}, ${e} := range ${name}`, () => {
    g.emit(`_, _ = ${k}, ${e}`);
    g.emit(ty.elem!.kind === 'int' ? `${s} += int(${e}) * 3` : `${s}++`);
    if (g.r.chance(0.3)) {
      g.feature('delete while ranging');
      g.emit(`delete(${name}, ${k})`);
    }
  });
  show(g, s, s, INT);
  show(g, name, name, ty);
}

function sliceAliases(g: Gen): void {
  const ty = smallType(g);
  const [a, b, c] = [g.local('a'), g.local('b'), g.local('c')];
  const n = g.r.range(3, 6), i = g.r.int(n - 1), j = g.r.range(i + 1, n);
  g.feature('slices that share memory, with known capacity');
  g.emit(`${a} := make([]${ty.text}, ${n}, ${n + 2})`);
  g.emit(`${b} := ${a}[${i}:${j}]`);
  g.emit(`${c} := ${a}[${i}:${j}:${j}]`);
  g.emit(`${b} = append(${b}, ${expr(g, ty, 1)})`);
  g.emit(`${c} = append(${c}, ${expr(g, ty, 1)})`);
  g.emit(`${c}[0] = ${expr(g, ty, 1)}`);
  g.emit(`${b}[0] = ${expr(g, ty, 1)}`);
  g.emit(`pI("copied", int64(copy(${a}[1:], ${a})))`);
  g.emit(`pI("cap", int64(cap(${b})))`);
  for (const v of [a, b, c]) show(g, v, v, { ...INTS[0]!, kind: 'slice', text: `[]${ty.text}`, elem: ty });
  g.emit(`${a} = ${a}[:cap(${a})]`);
  show(g, a, a, { ...INTS[0]!, kind: 'slice', text: `[]${ty.text}`, elem: ty });
}

function sliceToArray(g: Gen): void {
  const ty = smallType(g);
  const s = g.local('s'), p = g.local('p'), a = g.local('a');
  g.feature('slice to array and array pointer');
  g.emit(`${s} := []${ty.text}{${[1, 2, 3, 4].map(() => expr(g, ty, 1)).join(', ')}}`);
  g.emit(`${p} := (*[${g.r.range(1, 4)}]${ty.text})(${s})`);
  g.emit(`${a} := [2]${ty.text}(${s}[1:])`);
  g.emit(`${p}[0] = ${a}[1]; ${s}[1] = ${expr(g, ty, 1)}`);
  show(g, s, s, { ...INTS[0]!, kind: 'slice', text: `[]${ty.text}`, elem: ty });
  g.add(a, { ...INTS[0]!, kind: 'array', text: `[2]${ty.text}`, elem: ty, len: 2, comparable: ty.comparable, refs: ty.refs });
  show(g, a, a, g.scope.at(-1)!.ty);
}

function nanKeys(g: Gen): void {
  const m = g.local('m');
  g.feature('map with NaN and -0 keys');
  g.emit(`${m} := map[float64]int{nan: 1, 0: 2}`);
  g.emit(`${m}[nan] = 3; ${m}[negZero]++; ${m}[${expr(g, FLOAT64, 2)}] = 4; delete(${m}, nan)`);
  g.emit(`_, ok := ${m}[nan]; pB("ok", ok); pI("len", int64(len(${m}))); pI("zero", int64(${m}[0]))`.replace(/\bok\b/g, `${m}ok`).replace(`"${m}ok"`, '"ok"'));
  g.emit(`for k := range ${m} { pB("self", k == k || k != k) }`);
  g.emit(`clear(${m}); pI("cleared", int64(len(${m})))`);
}

function loopVariables(g: Gen): void {
  const fs = g.local('fs'), i = g.local('i');
  g.feature('loop variable per iteration');
  g.emit(`var ${fs} []*int; var ${fs}f []func() int`);
  g.emit(`for ${i} := 0; ${i} < ${g.r.range(2, 6)}; ${i}++ { ${fs} = append(${fs}, &${i}); ${fs}f = append(${fs}f, func() int { ${i} += 10; return ${i} }); if ${i} == 1 { ${i}++ } }`);
  g.emit(`for n, p := range ${fs} { pI("p", int64(*p)); pI("f", int64(${fs}f[n]())); pI("p", int64(*p)) }`);
}

function anonymous(g: Gen): void {
  const a = smallType(g), b = smallType(g);
  const v = g.local('v'), w = g.local('w');
  g.feature('anonymous struct');
  g.emit(`${v} := struct { a ${a.text}; b struct { c ${b.text}; _ int } }{a: ${expr(g, a, 1)}}`);
  g.emit(`${v}.b.c = ${expr(g, b, 2)}; ${w} := ${v}; ${w}.a = ${expr(g, a, 1)}`);
  show(g, v, `${v} == ${w}`, BOOL);
  show(g, w, `${w}.b.c`, b);
  g.emit(`var ${v}i any = ${v}; _, ${v}k := ${v}i.(struct { a ${a.text}; b struct { c ${b.text}; _ int } }); pB("same", ${v}k)`);
}

/** Generic types with methods and inference, instantiated with the program's types. */
function constraintTypes(g: Gen): void {
  const k = g.r.pick([...SCALARS.filter((t) => t.kind === 'int' || t.kind === 'string'), ...g.types.filter((t) => t.kind === 'int')]);
  const e = smallType(g);
  let name = g.globals.find((v) => v.name.startsWith('pair'))?.name ?? '';
  if (name === '') {
    name = g.global('Pair');
    g.decls.push(`type ${name}[K ordered, V any] struct {\n\tkeys []K\n\tvals map[K]V\n}\n\nfunc new${name}[K ordered, V any]() *${name}[K, V] { return &${name}[K, V]{vals: map[K]V{}} }\n\nfunc (p *${name}[K, V]) set(k K, v V) {\n\tif _, ok := p.vals[k]; !ok {\n\t\tp.keys = append(p.keys, k)\n\t}\n\tp.vals[k] = v\n}\n\nfunc (p *${name}[K, V]) all() iter.Seq2[K, V] {\n\treturn func(yield func(K, V) bool) {\n\t\tfor _, k := range slices.Sorted(slices.Values(p.keys)) {\n\t\t\tif !yield(k, p.vals[k]) {\n\t\t\t\treturn\n\t\t\t}\n\t\t}\n\t}\n}`);
  }
  const m = g.local('m');
  g.feature('generic type with iterator');
  g.emit(`${m} := new${name}[${k.text}, ${e.text}]()`);
  for (let n = g.r.range(1, 4); n > 0; n--) g.emit(`${m}.set(${expr(g, k, 2)}, ${expr(g, e, 1)})`);
  g.emit(`for k, v := range ${m}.all() { ${showText(g, '"k"', 'k', k)}; ${showText(g, '"v"', 'v', e)} }`);
}

function copies(g: Gen): void {
  const structs = g.types.filter((t) => t.kind === 'struct' || t.kind === 'array');
  if (structs.length === 0) return anonymous(g);
  const t = g.r.pick(structs);
  const [a, b, p] = [g.local('a'), g.local('b'), g.local('p')];
  g.feature('copies of structs and arrays');
  g.emit(`${a} := [2]${t.text}{${expr(g, t, 2)}, ${expr(g, t, 1)}}; ${p} := &${a}[zero]; ${b} := ${a}`);
  g.emit(`*${p}, ${a}[1] = ${a}[1], *${p}; _ = ${b}`);
  show(g, a, `${a}[0]`, t);
  show(g, b, `${b}[0]`, t);
  g.emit(`for i, x := range ${a} { ${a}[1] = ${b}[0]; ${showText(g, '"x"', 'x', t)}; _ = i }`);
}

function interfaces(g: Gen): void {
  const is = g.types.filter((t) => t.kind === 'interface');
  if (is.length === 0) return copies(g);
  const t = g.r.pick(is);
  const v = g.local('v');
  g.feature('calls through an interface');
  const m = t.methods[0]!;
  if (!g.affordable(m.cost * 3)) return;
  g.spend(m.cost * 3);
  g.emit(`for _, ${v} := range []${t.text}{${Array.from({ length: 3 }, () => expr(g, t, 1)).join(', ')}} { if ${v} != nil { ${showText(g, `"${v}"`, `${v}.${m.name}(${m.params.map((p) => expr(g, p, 1)).join(', ')})`, m.result)} } }`);
}
