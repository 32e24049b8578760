// Patterns over data: maps that grow, layouts, self-referential assignments, strings and bytes, intrinsic functions, formatting by type.

import { anyType, keyType, smallType } from './decl.ts';
import { dyn, expr } from './expr.ts';
import type { Gen, Var } from './gen.ts';
import { checkedPatterns } from './checked.ts';
import { knownPatterns } from './known.ts';
import { pointerFlow } from './pointers.ts';
import { show, showText } from './print.ts';
import { statements } from './stmt.ts';
import { ANY, arrayOf, BOOL, BYTES, FLOAT32, FLOAT64, INT, INT32, INTS, mapOf, RUNES, sliceOf, STRING, UINT8, type Ty } from './types.ts';

export function dataPatterns(g: Gen, depth: number): void {
  g.r.weighted<(g: Gen, depth: number) => void>([
    [2, growingMap], [2, interfaceKeys], [2, selfAssignment], [2, byteWork], [2, stringSwitch], [3, intrinsics], [2, format], [1, rangePointer], [1, wrappingLoop],
    [2, variadic], [1, deferForms], [2, embeddedPointers], [2, conversionsOfStructs], [2, nestedData], [2, genericTree], [1, constraintMethods], [2, manyLocals], [1, shadowedNames],
    [2, constantArithmetic], [1, layout], [2, recursionByClosure], [1, typeSwitchForms], [1, mutateWhileRanging], [1, functionTables], [1, matrix], [5, pointerFlow], [4, checkedPatterns], [3, knownPatterns],
  ])(g, depth);
}

const times = (g: Gen, low: number, high: number, f: () => string): string => Array.from({ length: g.r.range(low, high) }, f).join(', ');
const variable = (name: string, ty: Ty): Var => ({ name, ty, assign: true, owned: false, growable: false, nonNil: false });

function growingMap(g: Gen): void {
  const key = g.r.pick([INT, UINT8, STRING, FLOAT64, keyType(g)]);
  const m = g.local('m'), i = g.local('i');
  const make = key.kind === 'int' ? `${key.text}(${i}*${g.r.pick(['7', '64', '1000003', '1'])})` : key.kind === 'string' && !key.named ? `string(rune(${i}*${g.r.range(1, 90)}+32))` : key.kind === 'float' ? `${key.text}(${i}) / 4` : '';
  if (make === '') return interfaceKeys(g);
  const ty = mapOf(key, INT);
  g.feature('map that grows and shrinks');
  g.emit(`${m} := ${g.r.pick([`make(${ty.text})`, `make(${ty.text}, 100)`, `${ty.text}{}`])}`);
  const n = g.r.range(9, 150);
  g.emit(`for ${i} := range ${n} { ${m}[${make}] += ${i} }`);
  g.emit(`for ${i} := range ${n >> 1} { delete(${m}, ${make}) }`);
  g.emit(`for ${i} := range ${n >> 2} { ${m}[${make}]-- }`);
  show(g, m, m, ty);
}

function interfaceKeys(g: Gen): void {
  const m = g.local('m');
  g.feature('map with interface keys');
  g.emit(`${m} := map[any]int{}`);
  const any = { ...ANY, dynamic: [INT, STRING, FLOAT64, BOOL, UINT8, ...g.types.filter((t) => t.comparable && !t.refs && t.kind !== 'interface')] };
  for (let n = g.r.range(2, 6); n > 0; n--) g.emit(`${m}[${expr(g, any, 2)}]++`);
  g.emit(`${m}[int(1)]++; ${m}[int8(1)]++; ${m}["1"]++; ${m}[nil]++; ${m}[[2]int{1, 2}]++; ${m}[struct{ a string }{"x"}]++`);
  g.emit(`pI("len", int64(len(${m}))); pI("one", int64(${m}[1])); pI("array", int64(${m}[[2]int{1, 2}])); pI("x", int64(${m}[${expr(g, any, 2)}]))`);
}

/** Values built from what they replace. */
function selfAssignment(g: Gen): void {
  const e = smallType(g);
  const a = g.local('a'), p = g.local('p');
  g.feature('assignment of a literal to what it reads');
  const ty = arrayOf(e, 3);
  g.emit(`${a} := ${ty.text}{${[1, 2, 3].map(() => expr(g, e, 2)).join(', ')}}; ${p} := &${a}; _ = ${p}`);
  for (let n = g.r.range(1, 3); n > 0; n--) g.emit(g.r.pick([
    `${a} = ${ty.text}{${a}[2], ${a}[0], ${a}[1]}`, `*${p} = ${ty.text}{1: ${a}[0]}`, `${a}[0], ${a}[1], ${a}[2] = ${a}[1], ${a}[2], ${a}[0]`, `*${p} = ${ty.text}{${p}[1], ${expr(g, e, 1)}, ${p}[0]}`,
    `${a}, ${p}[0] = ${ty.text}{${p}[2], ${p}[2]}, ${a}[1]`, `${p}[one], ${a} = ${a}[2], *${p}`,
  ]));
  show(g, a, a, ty);
  const structs = g.types.filter((t) => t.kind === 'struct' && t.fields.length > 1);
  if (structs.length === 0) return;
  const t = g.r.pick(structs);
  const s = g.local('s');
  g.emit(`${s} := ${expr(g, t, 2)}; ${s}s := []${t.text}{${s}, ${expr(g, t, 1)}}; ${s}s[0], ${s}s[1] = ${s}s[1], ${s}s[0]; ${s} = ${s}s[one]`);
  g.scope.push(variable(s, t));
  g.emit(`${s} = ${t.text}{${t.fields.map((f) => (g.r.chance(0.6) ? `${s}s[0].${f.name}` : expr(g, f.ty, 1))).join(', ')}}`);
  show(g, s, s, t);
}

function byteWork(g: Gen): void {
  const s = g.local('s'), b = g.local('b'), r = g.local('r');
  g.feature('strings, bytes and runes');
  g.emit(`${s} := clip(${expr(g, STRING, 3)}); ${b} := append([]byte(nil), ${s}...); ${r} := []rune(${s}); _ = ${r}`);
  const forms = [
    `${b} = append(${b}, ${expr(g, STRING, 1)}...)`, `pI("copy", int64(copy(${b}, ${expr(g, STRING, 1)})))`, `pB("eq", string(${b}) == ${s})`, `pI("m", int64(map[string]int{${s}: 3}[string(${b})]))`,
    `for i, c := range []byte(${s}) { pI("c", int64(i)+int64(c)) }`, `for i := range len(${s}) { if ${s}[i] >= 0x80 { pI("i", int64(i)); break } }`, `pS("runes", string(${r}))`,
    `pS("cat", ${s} + "-" + string(${b}) + ${expr(g, STRING, 1)} + "." + ${s})`, `pI("cmp", int64(strings.Compare(${s}, string(${b}))))`, `switch { case ${s} < string(${b}): pS("less", ""); case ${s} > "m": pS("more", "") }`,
    `pS("upper", strings.ToUpper(${s}) + strings.Repeat("ab", len(${r})&3))`, `pI("index", int64(strings.Index(${s}, "l")) + int64(bytes.IndexByte(${b}, 'e')))`, `pS("fields", strings.Join(strings.Split(${s}, "l"), "|"))`,
    `pS("quoted", strconv.Quote(${s}) + strconv.Itoa(${expr(g, INT, 1)}) + strconv.FormatFloat(${expr(g, FLOAT64, 1)}, 'g', -1, 64))`, `var sb strings.Builder; for _, c := range ${r} { sb.WriteRune(c + 1) }; pS("sb", sb.String())`,
    `pI("count", int64(utf8.RuneCountInString(${s}))); pB("valid", utf8.Valid(${b}))`,
  ];
  for (let n = g.r.range(2, 5); n > 0; n--) g.block('', () => g.emit(g.r.pick(forms)));
  show(g, b, b, BYTES);
  show(g, r, r, RUNES);
}

function stringSwitch(g: Gen): void {
  const s = g.local('s');
  g.feature('switch with many cases');
  if (g.r.chance(0.5)) {
    const cases = ['', 'a', 'b', 'ab', 'abc', 'abd', 'hello', 'zebra', 'zebr', '0123456789', 'héllo', '\\xff'].filter(() => g.r.chance(0.8));
    g.emit(`for _, ${s} := range []string{${times(g, 1, 4, () => expr(g, STRING, 1))}, "abd", "", "zz"} { switch ${s} { ${cases.map((c, i) => `case "${c}": pI("case", ${i})`).join('; ')}; default: pS("default", ${s}) } }`);
    return;
  }
  const ty = g.r.pick(INTS);
  const values = g.r.shuffle(Array.from({ length: 24 }, (_, i) => (i < 12 ? i : i * 5))).slice(0, g.r.range(6, 20));
  g.emit(`for _, ${s} := range []${ty.text}{${times(g, 2, 6, () => expr(g, ty, 2))}, 3, 60, 11} { switch ${s} { ${values.map((c) => `case ${c}: pI("case", ${c}${g.r.chance(0.1) ? '); fallthrough' : ')'}`).join('; ')}; case 127: pS("last", ""); default: pS("default", "") } }`);
}

/** Functions that the compiler knows. */
function intrinsics(g: Gen): void {
  const u64 = (): string => `uint64(${dyn(g, g.r.pick(INTS), 2)})`, u32 = (): string => `uint32(${dyn(g, g.r.pick(INTS), 2)})`, f = (): string => expr(g, FLOAT64, 2);
  g.feature('intrinsic functions');
  for (let n = g.r.range(1, 4); n > 0; n--) g.emit(g.r.pick([
    () => `pI("bits", int64(bits.${g.r.pick(['LeadingZeros64', 'TrailingZeros64', 'OnesCount64', 'Len64'])}(${u64()})))`,
    () => `pI("bits", int64(bits.${g.r.pick(['LeadingZeros32', 'TrailingZeros32', 'OnesCount32', 'Len32'])}(${u32()})))`,
    () => `pI("bits", int64(bits.${g.r.pick(['LeadingZeros8', 'TrailingZeros8', 'OnesCount8', 'Len8'])}(uint8(${u32()}))))`,
    () => `pI("bits", int64(bits.${g.r.pick(['LeadingZeros16', 'TrailingZeros16', 'OnesCount16', 'Len16'])}(uint16(${u32()}))))`,
    () => `pU("rotate", bits.RotateLeft64(${u64()}, ${expr(g, INT, 1)})); pU("rotate", uint64(bits.RotateLeft32(${u32()}, ${expr(g, INT, 1)}))); pU("rotate", uint64(bits.RotateLeft8(uint8(${u32()}), ${expr(g, INT, 1)})))`,
    () => `pU("reverse", bits.${g.r.pick(['Reverse64', 'ReverseBytes64'])}(${u64()})); pU("reverse", uint64(bits.${g.r.pick(['Reverse32', 'ReverseBytes32'])}(${u32()})))`,
    () => { const h = g.local('h'); return `{ ${h}, lo := bits.Mul64(${u64()}, ${u64()}); pU("hi", ${h}); pU("lo", lo); s, c := bits.Add64(lo, ${h}, ${u64()}&1); pU("sum", s); pU("carry", c); d, b := bits.Sub64(lo, ${u64()}, c); pU("d", d+b) }`; },
    () => `{ d := ${u64()} | 1; q, r := bits.Div64(${u64()}%d, ${u64()}, d); pU("q", q); pU("r", r) }`,
    () => `pF("math", math.${g.r.pick(['Sqrt', 'Floor', 'Ceil', 'Trunc', 'Abs', 'RoundToEven', 'Round'])}(${f()}))`,
    () => `pF("math", math.${g.r.pick(['Copysign', 'Max', 'Min', 'Mod', 'Dim', 'Hypot'])}(${f()}, signed(${f()})))`,
    () => `pF("fma", math.FMA(${f()}, ${f()}, ${f()}))`,
    () => `pU("f32", uint64(math.Float32bits(float32(${u32()})))); pF("from", math.Float64frombits(${u64()}))`,
    () => `pB("math", math.IsNaN(${f()}) || math.Signbit(signed(${f()})) || math.IsInf(${f()}, 0))`,
    () => `pF("mod", math.Float64frombits(math.Float64bits(${f()}) ^ 1<<63))`,
    () => `{ i, fr := math.Modf(${f()}); pF("i", i); pF("fr", fr); x, e := math.Frexp(${f()}); pF("x", x); pI("e", int64(e)) }`,
  ])());
}

/** fmt goes through type descriptors: values of all types without addresses. */
function format(g: Gen): void {
  const pure = (t: Ty): boolean => t.kind !== 'pointer' && t.kind !== 'func' && t.kind !== 'chan' && t.kind !== 'interface' && (t.elem === null || pure(t.elem)) && (t.key === null || (pure(t.key) && t.key.kind !== 'complex')) && t.fields.every((f) => pure(f.ty));
  const ts = [...g.types, ...[1, 2, 3, 4].map(() => anyType(g, 2))].filter(pure);
  if (ts.length === 0) return intrinsics(g);
  const t = g.r.pick(ts);
  g.feature('fmt of any type');
  const verbs = t.kind === 'int' ? ['%v %T', '%x %d', '%08b', '%c|%q|%U', '%+d|%-8d|'] : t.kind === 'float' ? ['%v %T', '%8.3f|%e', '%g %G', '%x'] : t.kind === 'string' ? ['%v %T', '%q|%x', '%10s|%-10s|%.3s'] : ['%v', '%+v', '%#v', '%T', '%v %T'];
  const verb = g.r.pick(verbs);
  const v = g.local('v');
  g.emit(`${v} := ${expr(g, t, 2)}`);
  const n = (verb.match(/%/g) ?? []).length;
  g.emit(`pS("fmt", fmt.Sprintf(${JSON.stringify(verb)}${`, ${v}`.repeat(n)}))`);
  if (g.r.chance(0.3) && t.kind !== 'float' && t.kind !== 'complex') {
    g.feature('reflect.DeepEqual');
    g.emit(`pB("deep", reflect.DeepEqual(${v}, ${expr(g, t, 1)}) || reflect.TypeOf(${v}).Kind() == reflect.Struct)`);
  }
}

function rangePointer(g: Gen): void {
  const e = smallType(g);
  const a = g.local('a'), i = g.local('i'), x = g.local('x');
  g.feature('range over array and pointer to array');
  const ty = arrayOf(e, 4);
  g.emit(`${a} := ${expr(g, ty, 2)}`);
  g.emit(`for ${i}, ${x} := range ${g.r.pick([a, `&${a}`, `${a}[:]`])} { ${a}[3-${i}] = ${x}; ${showText(g, `"${x}"`, x, e)} }`);
  show(g, a, a, ty);
}

function wrappingLoop(g: Gen): void {
  const ty = g.r.pick(INTS.filter((t) => t.bits === 8 || t.bits === 16));
  const i = g.local('i'), n = g.local('n');
  g.feature('loop counter that wraps');
  const start = ty.signed ? (ty.bits === 8 ? 120 : 32760) : ty.bits === 8 ? 250 : 65530;
  g.emit(`${n} := 0; for ${i} := ${ty.text}(${start}); ${i} ${g.r.pick([`!= ${g.r.range(0, 9)}`, `> ${g.r.range(9, 99)}`, `>= ${start - 3} || ${i} < ${ty.signed ? -(2 ** (ty.bits - 1)) + 5 : 4}`])}; ${i}++ { if ${n}++; ${n} > 700 { break } }; pI("${n}", int64(${n}))`);
}

function variadic(g: Gen): void {
  const e = smallType(g);
  const f = g.local('fn'), s = g.local('s');
  g.feature('variadic function');
  g.emit(`${f} := func(a int, rest ...${e.text}) int { if rest == nil { return a - 1 }; if len(rest) > 1 { rest[0] = rest[1] }; return a + len(rest)*10 }`);
  g.emit(`${s} := []${e.text}{${times(g, 1, 3, () => expr(g, e, 1))}}`);
  g.emit(`pI("none", int64(${f}(${expr(g, INT, 1)}))); pI("nil", int64(${f}(1, nil...))); pI("list", int64(${f}(1, ${times(g, 1, 3, () => expr(g, e, 1))}))); pI("spread", int64(${f}(2, ${s}...)))`);
  show(g, s, s, sliceOf(e));
}

function deferForms(g: Gen): void {
  const m = g.local('m'), p = g.local('p');
  g.feature('defer and go of built-ins and methods');
  g.literal('func()', [], null, () => {
    g.emit(`${m} := map[int]int{1: 1, 2: 2}; ${p} := make(chan int, 1)`);
    g.emit(`defer func() { pI("len", int64(len(${m}))); _, ok := <-${p}; pB("open", ok) }()`);
    g.emit(`defer delete(${m}, ${expr(g, INT, 1)}&3); defer close(${p})`);
    g.emit(`var e error = &failure{${g.r.int(9)}}; defer func(f func() string) { pS("e", f()) }(e.Error); e = nil; _ = e`);
    g.emit(`var mu sync.Mutex; mu.Lock(); defer func() { pB("locked", !mu.TryLock()) }(); defer mu.Unlock()`);
    g.emit('defer panic("last")');
    g.emit('defer func() { pS("r", describe(recover())) }()');
    if (g.r.chance(0.5)) g.emit('defer func() { defer func() { recover() }(); panic("inner") }()');
    g.emit('defer caught("x")');
    statements(g, 1, 1);
  }, '()');
}

/** Promotion through embedded pointers and interfaces. */
function embeddedPointers(g: Gen): void {
  const a = smallType(g), b = smallType(g);
  const [A, B, C] = [g.global('E'), g.global('E'), g.global('E')];
  g.feature('embedded pointer and interface');
  g.decls.push(`type ${A} struct {\n\tx ${a.text}\n\tn int\n}\n\nfunc (e *${A}) add(d int) int {\n\te.n += d\n\treturn e.n\n}\n\nfunc (e ${A}) get() ${a.text} { return e.x }\n\ntype ${B} struct {\n\t*${A}\n\ty ${b.text}\n}\n\ntype ${C} struct {\n\t${B}\n\t${C}I\n\tz [3]int\n}\n\ntype ${C}I interface{ get() ${a.text} }\n\nfunc (c ${C}) get() ${a.text} { return c.${B}.get() }`);
  const v = g.local('v');
  g.emit(`${v} := ${C}{${B}: ${B}{&${A}{x: ${expr(g, a, 2)}}, ${expr(g, b, 2)}}, z: [3]int{1, 2, 3}}`);
  g.emit(`${v}w := ${v}; ${v}w.add(${expr(g, INT, 1)}); ${v}w.z[one] = ${v}.n; ${v}.y = ${expr(g, b, 1)}`);
  g.emit(`${v}f, ${v}h := ${v}.add, (*${C}).add; _ = ${v}f(3) + ${v}h(&${v}w, 4)`);
  show(g, v, `${v}.get()`, a);
  show(g, v, `${v}w.y`, b);
  g.emit(`pI("n", int64(${v}.n)); pI("z", int64(${v}.z[1]*1000+${v}w.z[1])); ${v}w.${B}.${A} = nil`);
  g.emit(`func() { defer caught("promoted"); pI("n", int64(${v}w.n)) }()`);
}

function conversionsOfStructs(g: Gen): void {
  const a = smallType(g), b = smallType(g);
  const P = g.local('P'), v = g.local('v');
  g.feature('conversion between struct, slice and function types');
  g.block('', () => {
    g.emit(`type ${P} struct { a ${a.text}; b ${b.text} }; type ${P}2 ${P}; type ${P}s []${a.text}; type ${P}f func(${a.text}) ${b.text}`);
    g.emit(`${v} := ${P}{${expr(g, a, 2)}, ${expr(g, b, 2)}}; ${v}2 := ${P}2(${v}); ${v}3 := struct { a ${a.text}; b ${b.text} }(${v}2); ${v}2.a = ${expr(g, a, 1)}`);
    show(g, v, `${v} == ${P}(${v}2)`, BOOL);
    show(g, v, `${v}3.b`, b);
    g.emit(`var ${v}i any = ${v}; _, is1 := ${v}i.(${P}); _, is2 := ${v}i.(${P}2); pB("1", is1); pB("2", is2)`);
    g.emit(`${v}p := (*${P}2)(&${v}); ${v}p.b = ${expr(g, b, 1)}`);
    show(g, v, `${v}.b`, b);
    g.emit(`${v}s := ${P}s(append([]${a.text}{}, ${v}.a, ${v}2.a)); ${v}f := ${P}f(func(x ${a.text}) ${b.text} { _ = x; return ${v}.b })`);
    show(g, v, `${v}f(${v}s[1])`, b);
  });
}

function nestedData(g: Gen): void {
  const e = smallType(g);
  const v = g.local('v'), i = g.local('i');
  g.feature('maps of slices, slices of maps, slices of structs');
  g.r.pick<() => void>([
    () => { g.emit(`${v} := map[string][]${e.text}{}; for ${i} := range ${g.r.range(1, 8)} { ${v}[string(rune('a'+${i}%3))] = append(${v}[string(rune('a'+${i}%3))], ${expr(g, e, 1)}) }`); show(g, v, v, mapOf(STRING, sliceOf(e))); },
    () => { g.emit(`${v} := make([]map[int]${e.text}, 3); for ${i} := range ${v} { if ${i} != 1 { ${v}[${i}] = map[int]${e.text}{${i}: ${expr(g, e, 1)}} } }`); show(g, v, v, sliceOf(mapOf(INT, e))); },
    () => { g.emit(`${v} := make([]struct { a ${e.text}; n int }, ${g.r.range(2, 5)}); for ${i} := range ${v} { p := &${v}[${i}]; p.n = ${i}; p.a = ${expr(g, e, 1)}; ${v}[0].n += p.n }; ${v} = append(${v}[1:], ${v}[0])`); show(g, v, `${v}[0].a`, e); show(g, v, `${v}[len(${v})-1].n`, INT); },
    () => { g.emit(`${v} := map[int]*struct { a ${e.text}; n [3]int }{}; for ${i} := range ${g.r.range(2, 9)} { k := ${i} % 3; if ${v}[k] == nil { ${v}[k] = &struct { a ${e.text}; n [3]int }{a: ${expr(g, e, 1)}} }; ${v}[k].n[k] += ${i}; ${v}[k].n[2-k]-- }`); show(g, v, `${v}[1].n[1]*100 + ${v}[0].n[2]`, INT); show(g, v, `${v}[1].a`, e); },
    () => { g.emit(`${v} := [2][3]${e.text}{{${expr(g, e, 1)}}, {2: ${expr(g, e, 1)}}}; ${v}[0], ${v}[1] = ${v}[1], ${v}[0]; ${v}[one][zero] = ${v}[zero][2]`); show(g, v, v, arrayOf(arrayOf(e, 3), 2)); },
  ])();
}

/** A recursive generic type with methods, built once per program. */
function genericTree(g: Gen): void {
  const k = g.r.pick([INT, STRING, UINT8, FLOAT32, INT32]), e = smallType(g);
  const T = g.global('Tree'), t = g.local('t');
  g.feature('recursive generic type');
  g.decls.push(`type ${T}[K ordered, V any] struct {\n\tleft, right *${T}[K, V]\n\tkey K\n\tval V\n\tsize int\n}\n\nfunc (t *${T}[K, V]) put(k K, v V) *${T}[K, V] {\n\tif t == nil {\n\t\treturn &${T}[K, V]{key: k, val: v, size: 1}\n\t}\n\tswitch {\n\tcase k < t.key:\n\t\tt.left = t.left.put(k, v)\n\tcase k > t.key:\n\t\tt.right = t.right.put(k, v)\n\tdefault:\n\t\tt.val = v\n\t\treturn t\n\t}\n\tt.size++\n\treturn t\n}\n\nfunc (t *${T}[K, V]) walk(f func(K, V) bool) bool {\n\treturn t == nil || t.left.walk(f) && f(t.key, t.val) && t.right.walk(f)\n}\n\nfunc (t *${T}[K, V]) all(yield func(K, V) bool) { t.walk(yield) }\n\nfunc fold${T}[K ordered, V, R any](t *${T}[K, V], r R, f func(R, K, V) R) R {\n\tfor k, v := range t.all {\n\t\tr = f(r, k, v)\n\t}\n\treturn r\n}`);
  g.emit(`var ${t} *${T}[${k.text}, ${e.text}]`);
  g.emit(`for _, k := range []${k.text}{${times(g, 2, 7, () => expr(g, k, 2))}} { ${t} = ${t}.put(k, ${expr(g, e, 1)}) }`);
  g.emit(`pI("fold", int64(fold${T}(${t}, 0, func(n int, k ${k.text}, v ${e.text}) int { ${showText(g, '"k"', 'k', k)}; ${showText(g, '"v"', 'v', e)}; return n*3 + 1 })))`);
  g.emit(`for k := range ${t}.all { ${showText(g, '"k"', 'k', k)}; if ${dyn(g, BOOL, 1).replace(/^(.*\{.*)$/s, '($1)')} { break } }`);
}

/** A constraint with a method and a core type; type switches inside generic code. */
function constraintMethods(g: Gen): void {
  const base = g.r.pick(INTS);
  const [N, F, S] = [g.global('N'), g.global('f'), g.global('S')];
  g.feature('constraint with methods');
  g.decls.push(`type ${N} ${base.text}\n\nfunc (n ${N}) Twice() ${N} { return n * 2 }\n\nfunc ${F}[T interface {\n\t~${base.text}\n\tTwice() T\n}](x T, n int) T {\n\tfor range n {\n\t\tx = x.Twice() + 1\n\t}\n\treturn x\n}\n\nfunc ${S}[T any](v ...T) (r string) {\n\tfor _, x := range v {\n\t\tswitch y := any(x).(type) {\n\t\tcase int:\n\t\t\tr += "int"\n\t\tcase ${N}:\n\t\t\tr += string(rune('a' + y&7))\n\t\tcase string, []byte:\n\t\t\tr += "text"\n\t\tcase interface{ Error() string }:\n\t\t\tr += y.Error()\n\t\tdefault:\n\t\t\tr += "?"\n\t\t}\n\t}\n\treturn r\n}`);
  show(g, 'twice', `${F}(${N}(${dyn(g, base, 2)}), ${g.r.range(0, 5)})`, base);
  g.emit(`pS("kinds", ${S}(1, 2) + ${S}(${N}(3)) + ${S}[any]("x", &failure{1}, nil, 2.5) + ${S}([]byte("b")))`);
}

/** More values alive at once than there are places. */
function manyLocals(g: Gen): void {
  const ty = g.r.pick([...INTS, FLOAT64, FLOAT32, STRING]);
  const n = g.r.range(12, 30);
  const names = Array.from({ length: n }, () => g.local('x'));
  g.feature('many values alive at once');
  for (const x of names) {
    g.emit(`${x} := ${expr(g, ty, 1)}`);
    g.add(x, ty);
  }
  const i = g.local('i');
  g.block(`for ${i} := range ${g.r.range(1, 4)}`, () => {
    g.emit(`_ = ${i}`);
    for (let k = 0; k < 8; k++) {
      const t = g.r.pick(names), a = g.r.pick(names), b = g.r.pick(names);
      g.emit(ty.kind === 'string' ? `${t} = clip(${a} + ${b})` : `${t} ${g.r.pick(['+=', '-=', '*='])} ${a} ${g.r.pick(['+', '-', '*'])} ${b}`);
      if (k === 4 && g.r.chance(0.5)) g.emit('runtime.Gosched()');
    }
  });
  show(g, 'all', `[]${ty.text}{${names.join(', ')}}`, sliceOf(ty));
}

function shadowedNames(g: Gen): void {
  const v = g.local('v');
  g.feature('shadowed predeclared names');
  g.emit(`${v} := func(len int, string []int) (nil, error int) { true := len; int := true * 2; cap := func(x []interface{}) float64 { return 1.5 }; if append := cap([]interface{}{}); append > 1 { nil = int }; return nil + string[0], error }`);
  g.emit(`a${v}, b${v} := ${v}(${expr(g, INT, 1)}, []int{${expr(g, INT, 1)}}); pI("a", int64(a${v})); pI("b", int64(b${v}))`);
}

/** Exact arithmetic at compile time. */
function constantArithmetic(g: Gen): void {
  const term = (d: number): string => (d === 0 ? g.r.pick(['3', '1 << 70', '0xff', '-7', "'x'", '1e3', '12345678901234567890', '0b101', '0o17']) : `(${term(d - 1)} ${g.r.pick(['+', '-', '*'])} ${term(d - 1)})`);
  const real = (d: number): string => (d === 0 ? g.r.pick(['1.5', '0.1', '1e-7', '3', '7.0/3', '0x1p-3', '-2.25']) : `(${real(d - 1)} ${g.r.pick(['+', '-', '*'])} ${real(d - 1)})`);
  const k = g.local('k');
  g.feature('constant arithmetic');
  g.emit(`const ${k}, ${k}r = ${term(3)}, ${real(3)}`);
  const ty = g.r.pick(INTS.filter((t) => t.bits > 8));
  show(g, k, `${ty.text}(${k} - ${k}/128*128 + 127)`, ty);
  show(g, k, `float64(${k}r)`, FLOAT64);
  show(g, k, `float32(${k}r*${k}r)`, FLOAT32);
  g.emit(`pC("${k}", ${k}r + ${k}r*2i); pB("${k}", ${k}r > 1 && ${k} > 0 || len("h\\u00e9") == 3)`);
}

function layout(g: Gen): void {
  const t = g.types.find((x) => x.kind === 'struct' && x.fields.length > 0);
  g.feature('unsafe.Sizeof, unsafe.String and unsafe.Slice');
  if (t !== undefined) g.emit(`pU("size", uint64(unsafe.Sizeof(${t.text}{}))); pU("align", uint64(unsafe.Alignof(${t.text}{}))); pU("offset", uint64(unsafe.Offsetof(${t.text}{}.${t.fields.at(-1)!.name})))`);
  const b = g.local('b');
  g.emit(`${b} := []byte(${expr(g, STRING, 2)} + "x"); pS("s", unsafe.String(&${b}[0], len(${b}))); pI("n", int64(len(unsafe.Slice(&${b}[0], 1)))); pU("w", uint64(*(*uint8)(unsafe.Pointer(&${b}[0]))))`);
}

function recursionByClosure(g: Gen): void {
  const ty = g.r.pick(INTS);
  const f = g.local('fn'), c = g.local('c');
  g.feature('recursive closure');
  g.emit(`${c} := 0; var ${f} func(n int, x ${ty.text}) ${ty.text}`);
  g.emit(`${f} = func(n int, x ${ty.text}) ${ty.text} { ${c}++; if n <= 0 { return x }; ${g.r.chance(0.5) ? `defer func() { ${c} += n }(); ` : ''}y := ${f}(n-1, x ${g.r.pick(['+', '^', '*'])} ${expr(g, ty, 1)}); if ${c}&1 == 0 { y -= ${f}(n-3, y) }; return y ${g.r.pick(['+', '-'])} ${ty.text}(n) }`);
  show(g, f, `${f}(${g.r.range(1, 8)}, ${expr(g, ty, 2)})`, ty);
  show(g, c, c, INT);
}

function typeSwitchForms(g: Gen): void {
  g.feature('type switch with interfaces, lists and nil');
  const x = g.local('x');
  const any = { ...ANY, dynamic: [INT, STRING, FLOAT64, BOOL, UINT8, ...g.types.filter((t) => t.kind !== 'interface')] };
  const own = g.types.filter((t) => t.kind !== 'interface').map((t) => t.text);
  g.emit(`for _, ${x} := range []any{nil, ${times(g, 2, 5, () => expr(g, any, 2))}, &failure{2}, [2]int{1, 2}, func() {}} { switch y := ${x}.(type) { case nil: pS("nil", ""); case error: pS("error", y.Error()); case int, uint8: pB("int", y == ${x}); case string: pS("string", y); case [2]int: pI("array", int64(y[1])); case func(): pB("func", y != nil); ${own.map((n, i) => `case ${n}: pI("own", ${i}); _ = y`).join('; ')}; default: pB("default", y != nil) } }`);
}

function mutateWhileRanging(g: Gen): void {
  const e = smallType(g);
  const s = g.local('s'), i = g.local('i'), x = g.local('x');
  g.feature('slice changed while ranged over');
  g.emit(`${s} := []${e.text}{${[1, 2, 3, 4].map(() => expr(g, e, 1)).join(', ')}}`);
  g.emit(`for ${i}, ${x} := range ${s} { if ${i} < 3 { ${s}[${i}+1] = ${x} }; ${g.r.pick([`${s} = ${s}[:len(${s}):len(${s})]; ${s} = append(${s}, ${x})`, `${s} = ${s}[1:]; if len(${s}) < 2 { break }; ${s} = append([]${e.text}{${x}}, ${s}...)`, `if ${i} == 1 { ${s} = nil; ${s} = make([]${e.text}, 9) }`])}; ${showText(g, `"${x}"`, x, e)} }`);
  show(g, s, s, sliceOf(e));
}

function functionTables(g: Gen): void {
  const ty = smallType(g);
  const t = g.local('t');
  g.feature('table of functions');
  g.emit(`${t} := map[string]func(${ty.text}, ${ty.text}) ${ty.text}{"a": func(x, y ${ty.text}) ${ty.text} { _, _ = x, y; return ${expr(g, ty, 2)} }, "b": func(x, y ${ty.text}) ${ty.text} { return pick(x == y, x, y) }, "c": nil}`);
  g.emit(`for _, k := range []string{"b", "a", "b"} { ${showText(g, '"f"', `${t}[k](${expr(g, ty, 1)}, ${expr(g, ty, 1)})`, ty)} }; pB("nil", ${t}["c"] == nil)`);
}

function matrix(g: Gen): void {
  const ty = g.r.pick([INT, FLOAT64, INT32, UINT8, FLOAT32]);
  const n = g.r.range(2, 5), [a, b, c] = [g.local('a'), g.local('b'), g.local('c')];
  g.feature('nested loops over matrices');
  const t = g.r.chance(0.5) ? `[${n}][${n}]${ty.text}` : `[][]${ty.text}`;
  const fresh = t.startsWith('[]') ? `func() ${t} { m := make(${t}, ${n}); for i := range m { m[i] = make([]${ty.text}, ${n}) }; return m }()` : `${t}{}`;
  g.emit(`${a}, ${b}, ${c} := ${fresh}, ${fresh}, ${fresh}`);
  g.emit(`for i := 0; i < ${n}; i++ { for j := 0; j < ${n}; j++ { ${a}[i][j] = ${ty.text}(i*3+j) + ${expr(g, ty, 1)}; ${b}[j][i] = ${ty.text}(i) - ${ty.text}(j) } }`);
  g.emit(`for i := range ${n} { for j := range ${n} { var s ${ty.text}; for k := 0; k < ${n}; k++ { s += ${a}[i][k] * ${b}[k][j] }; ${c}[i][j] = s } }`);
  const e = t.startsWith('[]') ? sliceOf(sliceOf(ty)) : arrayOf(arrayOf(ty, n), n);
  show(g, c, c, e);
}
