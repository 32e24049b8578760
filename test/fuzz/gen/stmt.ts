// Statements. Each production emits one construct and what it needs; inside functions without side effects nothing outside is written.

import { anyType, keyType, smallType } from './decl.ts';
import { callArgs, dyn, expr, guardLiteral } from './expr.ts';
import type { Gen, Var } from './gen.ts';
import { show } from './print.ts';
import { patterns } from './patterns.ts';
import { BOOL, INT, INTS, isNumeric, mapOf, pointerTo, sliceOf, STRING, UINT8, type Ty } from './types.ts';

type Production = readonly [number, (g: Gen, depth: number) => void];

/** Emits about `count` statements with at most `depth` levels of nesting. */
export function statements(g: Gen, count: number, depth: number): void {
  for (let n = 0; n < count && g.room; n++) statement(g, depth);
}

const simple: readonly Production[] = [
  [8, declare], [8, assign], [5, opAssign], [2, incDec], [2, swap], [4, sliceWork], [3, mapWork], [2, callSeveral], [1, pointerWork], [1, stringWork], [1, shadowed],
];
const nested: readonly Production[] = [
  [5, ifElse], [4, countedLoop], [4, rangeLoop], [3, switchExpr], [1, typeSwitch], [1, labelled], [1, gotoLoop], [2, closure], [1, whileLoop], [1, nonNilBlock], [1, boundedIndex],
];

export function statement(g: Gen, depth: number): void {
  g.panics = 0;
  if (!g.pure && g.r.chance(0.25)) g.panics = 1;
  if (!g.pure && depth > 0 && g.mult <= 4 && g.r.chance(g.focus === '' ? 0.25 : 0.7)) {
    g.panics = 0;
    patterns(g, depth);
    return;
  }
  if (!g.pure && g.r.chance(0.04)) g.emit('dirty(3)');
  if (!g.pure && g.r.chance(0.15)) {
    print(g);
    return;
  }
  const list = depth > 0 ? [...simple, ...nested] : simple;
  g.r.weighted(list)(g, depth);
}

export function print(g: Gen): void {
  const v = g.scope.filter((x) => !x.growable || x.ty.kind === 'slice');
  if (v.length === 0) return;
  const x = g.r.pick(v);
  show(g, x.name, x.name, x.ty);
}

/** Prints the locals declared since `from`. */
export function printLocals(g: Gen, from: number): void {
  for (const v of g.scope.slice(from)) show(g, v.name, v.name, v.ty);
}

// --- simple statements -------------------------------------------------------------------------------------------------------------

function declare(g: Gen): void { declareOf(g, anyType(g, 2)); }

function declareOf(g: Gen, ty: Ty, growing = g.r.chance(0.4)): Var {
  const name = g.local('v');
  if (ty.kind === 'slice' && growing) {
    g.feature('growing slice');
    const init = g.r.pick([`make(${ty.text}, 0, ${g.r.range(0, 4)})`, `make(${ty.text}, ${g.r.range(0, 3)})`, `${ty.text}(nil)`, `${ty.text}{${expr(g, ty.elem!, 1)}}`]);
    g.emit(`${name} := ${init}; _ = ${name}`);
    return g.add(name, ty, { assign: false, owned: true, growable: true });
  }
  if (ty.kind === 'map') {
    g.emit(`${name} := make(${ty.text}); _ = ${name}`);
    return g.add(name, ty, { assign: false, owned: true, nonNil: true });
  }
  if (ty.kind === 'pointer' && g.r.chance(0.6)) {
    g.emit(`${name} := new(${ty.elem!.text}); _ = ${name}`);
    return g.add(name, ty, { assign: false, owned: true, nonNil: true });
  }
  if (g.r.chance(0.15)) {
    g.feature('var without value');
    g.emit(`var ${name} ${ty.text}; _ = ${name}`);
  } else if (g.r.chance(0.5)) g.emit(`var ${name} ${ty.text} = ${expr(g, ty, 3)}; _ = ${name}`);
  else g.emit(`${name} := ${expr(g, ty, 3)}; _ = ${name}`);
  return g.add(name, ty, { owned: ty.kind === 'slice' && !g.pure });
}

/** A place to assign to; its index expressions have no effects. */
function target(g: Gen, ty: Ty): { text: string; root: Var } | null {
  return g.place(ty, (v) => (v.assign && v.ty.kind !== 'pointer') || (v.ty.kind === 'pointer' && v.nonNil && v.owned && v.ty.text !== ty.text), (len) => (g.r.chance(0.5) ? String(g.r.int(len)) : `uint(${dyn(g, INT, 1)})%${len}`));
}

function targetType(g: Gen): Ty | null {
  const vars = g.scope.filter((v) => v.assign);
  if (vars.length === 0) return null;
  const v = g.r.pick(vars);
  const parts: Ty[] = [v.ty, ...v.ty.fields.map((f) => f.ty), ...(v.ty.kind === 'array' ? [v.ty.elem!] : [])];
  return g.r.pick(parts);
}

function assign(g: Gen): void {
  const ty = targetType(g);
  const t = ty === null ? null : target(g, ty);
  if (ty === null || t === null) return declare(g);
  g.feature(t.text === t.root.name ? 'assignment' : 'assignment to a part');
  g.emit(`${t.text} = ${expr(g, ty, 3)}`);
}

function numericTarget(g: Gen): { text: string; ty: Ty } | null {
  for (let i = 0; i < 4; i++) {
    const ty = targetType(g);
    if (ty === null || !(isNumeric(ty) || ty.kind === 'string')) continue;
    const t = target(g, ty);
    if (t !== null) return { text: t.text, ty };
  }
  return null;
}

function opAssign(g: Gen): void {
  const t = numericTarget(g);
  if (t === null) return declare(g);
  const { ty } = t;
  const op = g.r.pick(ty.kind === 'int' ? ['+', '-', '*', '&', '|', '^', '&^', '<<', '>>', '/', '%'] : ty.kind === 'string' ? ['+'] : ['+', '-', '*', '/']);
  g.feature(`${op}=`);
  if (ty.kind === 'string') {
    // Strings that double in a loop would not end.
    const sum = `${t.text} + ${expr(g, ty, 1)}`;
    g.emit(`${t.text} = ${ty.named ? `${ty.text}(clip(string(${sum})))` : `clip(${sum})`}`);
    return;
  }
  if (op === '<<' || op === '>>') g.emit(`${t.text} ${op}= ${dyn(g, g.r.pick(INTS.slice(5)), 1)} & 31`);
  else if ((op === '/' || op === '%') && ty.kind === 'int') g.emit(`${t.text} ${op}= ${dyn(g, ty, 1)} | 1`);
  else g.emit(`${t.text} ${op}= ${expr(g, ty, 2)}`);
}

function incDec(g: Gen): void {
  const t = numericTarget(g);
  if (t === null || t.ty.kind === 'string') return assign(g);
  g.feature('++ and --');
  g.emit(`${t.text}${g.r.pick(['++', '--'])}`);
}

function swap(g: Gen): void {
  const ty = targetType(g);
  const a = ty === null ? null : target(g, ty), b = ty === null ? null : target(g, ty);
  if (a === null || b === null) return assign(g);
  g.feature('parallel assignment');
  g.panics = 0;
  g.emit(g.r.chance(0.5) ? `${a.text}, ${b.text} = ${b.text}, ${a.text}` : `${a.text}, ${b.text} = ${expr(g, ty!, 2)}, ${expr(g, ty!, 2)}`);
}

function sliceWork(g: Gen): void {
  const list = g.scope.filter((v) => v.ty.kind === 'slice' && v.owned);
  const v = list.length === 0 ? declareOf(g, sliceOf(anyType(g, 1)), true) : g.r.pick(list);
  const e = v.ty.elem!;
  const index = (): void => {
    const i = g.local('i');
    g.feature('assignment to slice element');
    g.emit(`if ${i} := ${guardLiteral(dyn(g, INT, 1))}; ${i} >= 0 && ${i} < len(${v.name}) { ${v.name}[${i}] = ${expr(g, e, 1)} }`);
  };
  const unchecked = (): void => {
    if (!g.mayPanic()) return index();
    g.feature('panic: slice index possible');
    g.emit(`${v.name}[${dyn(g, INT, 1)}] = ${expr(g, e, 1)}`);
  };
  const grow = (): void => {
    if (!v.growable) return index();
    const more = g.r.pick([`${expr(g, e, 2)}`, `${expr(g, e, 1)}, ${expr(g, e, 1)}`, `cut(${v.ty.named ? `[]${e.text}(${v.name})` : v.name}, 0, 3)...`]);
    g.feature(more.endsWith('...') ? 'append slice' : 'append');
    g.emit(`if len(${v.name}) < 40 { ${v.name} = append(${v.name}, ${more}) }`);
  };
  const shrink = (): void => {
    if (!v.growable) return index();
    g.feature('reslice');
    g.emit(`if len(${v.name}) > ${g.r.range(1, 3)} { ${v.name} = ${v.name}[${g.r.pick(['1:', ':1', ':len(' + v.name + ')-1', '1:2:2', ':0'])}] }`);
  };
  for (let n = g.r.range(1, 3); n > 0; n--) g.r.weighted<() => void>([[4, grow], [2, shrink], [3, index], [1, unchecked], [1, () => { g.feature('copy'); g.emit(`copy(${v.name}, ${expr(g, { ...v.ty, named: false, text: `[]${e.text}` }, 2)})`); }], [0.5 > g.r.int(3) ? 1 : 0, () => { g.feature('clear slice'); g.emit(`clear(${v.name})`); }]])();
}

function mapWork(g: Gen): void {
  const list = g.scope.filter((v) => v.ty.kind === 'map' && v.owned && v.nonNil);
  const v = list.length === 0 ? declareOf(g, mapOf(keyType(g), anyType(g, 1))) : g.r.pick(list);
  const k = (): string => expr(g, v.ty.key!, 2);
  const e = v.ty.elem!;
  const commaOk = (): void => {
    const [x, ok] = [g.local('v'), g.local('v')];
    g.feature('map index with ok');
    g.emit(`${x}, ${ok} := ${v.name}[${k()}]; _, _ = ${x}, ${ok}`);
    g.add(x, e);
    g.add(ok, BOOL);
  };
  const update = (): void => {
    if (!isNumeric(e)) return commaOk();
    g.feature('map element op=');
    g.emit(`${v.name}[${k()}] ${g.r.pick(['+=', '-=', '*='])} ${expr(g, e, 1)}`);
  };
  for (let n = g.r.range(1, 4); n > 0; n--) g.r.weighted<() => void>([
    [5, () => { g.feature('map assignment'); g.emit(`${v.name}[${k()}] = ${expr(g, e, 1)}`); }],
    [2, commaOk], [2, update],
    [2, () => { g.feature('delete'); g.emit(`delete(${v.name}, ${k()})`); }],
    [0.5 > g.r.int(4) ? 1 : 0, () => { g.feature('clear map'); g.emit(`clear(${v.name})`); }],
  ])();
}

function callSeveral(g: Gen): void {
  const fs = g.funcs.filter((f) => f.results.length > 1 && g.affordable(f.cost));
  if (fs.length === 0) return assign(g);
  const f = g.r.pick(fs);
  g.spend(f.cost);
  g.feature('assignment of several results');
  const names: string[] = f.results.map(() => (g.r.chance(0.2) ? '_' : g.local('v')));
  if (!names.some((n) => n !== '_')) names[0] = g.local('v');
  const real = names.filter((n) => n !== '_');
  g.emit(`${names.join(', ')} := ${f.name}(${callArgs(g, f, 1)}); ${real.map(() => '_').join(', ')} = ${real.join(', ')}`);
  names.forEach((n, i) => { if (n !== '_') g.add(n, f.results[i]!); });
}

function pointerWork(g: Gen): void {
  const vars = g.scope.filter((v) => v.assign && v.ty.kind !== 'pointer' && (!g.pure || !g.globals.some((x) => x.name === v.name)));
  if (vars.length === 0) return declare(g);
  const v = g.r.pick(vars);
  const p = g.local('p');
  g.feature('pointer to variable');
  g.emit(`${p} := &${v.name}; _ = ${p}`);
  g.add(p, pointerTo(v.ty), { assign: false, owned: true, nonNil: true });
  g.emit(`*${p} = ${expr(g, v.ty, 2)}`);
}

function stringWork(g: Gen): void {
  const s = g.local('v');
  const [i, c] = [g.local('i'), g.local('c')];
  g.emit(`${s} := 0; _ = ${s}`);
  const counter = g.add(s, INT);
  g.feature('range over string');
  g.loop(8, '', () => g.block(`for ${i}, ${c} := range ${guardLiteral(expr(g, STRING, 2))}`, () => g.emit(`${counter.name} = ${counter.name}*31 + ${i} ^ int(${c})`)));
}

function shadowed(g: Gen, depth: number): void {
  const own = g.scope.filter((v) => !g.globals.some((x) => x.name === v.name));
  if (own.length === 0) return declare(g);
  const v = g.r.pick(own);
  g.feature('shadowing');
  g.block('', () => {
    const ty = smallType(g);
    g.emit(`${v.name} := ${expr(g, ty, 2)}; _ = ${v.name}`);
    g.scope = g.scope.filter((x) => x.name !== v.name);
    g.add(v.name, ty);
    statements(g, g.r.range(1, 2), depth - 1);
    if (!g.pure) show(g, v.name, v.name, ty);
  });
}

// --- compound statements ----------------------------------------------------------------------------------------------------------

const condition = (g: Gen, depth: number): string => guardLiteral(expr(g, BOOL, depth));

function ifElse(g: Gen, depth: number): void {
  g.feature('if');
  const init = g.r.chance(0.2);
  let name = '';
  const ty = smallType(g);
  if (init) name = g.local('v');
  const head = init ? `${name} := ${guardLiteral(expr(g, ty, 2))}; ` : '';
  const { scope } = g;
  g.scope = [...scope];
  if (init) g.add(name, ty);
  g.emit(`if ${head}${init ? `${name} == ${name} && ` : ''}${condition(g, 2)} {`);
  g.nested(() => statements(g, g.r.range(1, 3), depth - 1));
  if (g.r.chance(0.3)) {
    g.emit(`} else if ${condition(g, 2)} {`);
    g.nested(() => statements(g, g.r.range(1, 2), depth - 1));
  }
  if (g.r.chance(0.5)) {
    g.emit('} else {');
    g.nested(() => {
      statements(g, g.r.range(1, 3), depth - 1);
      early(g);
    });
  }
  g.emit('}');
  g.scope = scope;
}

/** Maybe leaves the loop or the function. */
function early(g: Gen): void {
  const label = g.loops.length > 0 ? g.r.pick(g.loops) : null;
  if (label !== null && g.r.chance(0.3)) {
    const word = g.r.pick(['break', 'continue']);
    g.feature(label === '' ? word : `${word} with label`);
    g.emit(label === '' ? word : `${word} ${label}`);
  } else if (g.returns !== null && g.returns.length > 0 && g.r.chance(0.3)) {
    g.feature('return in the middle');
    g.emit(`return ${g.returns.map((t) => expr(g, t, 1)).join(', ')}`);
  }
}

function body(g: Gen, depth: number): void {
  statements(g, g.r.range(1, 3), depth - 1);
  if (g.r.chance(0.25)) g.block(`if ${condition(g, 2)}`, () => early(g));
}

function countedLoop(g: Gen, depth: number): void {
  const n = g.r.range(1, 9);
  if (g.mult * n > 300) return assign(g);
  const i = g.local('i');
  const ty = g.r.pick([INT, INT, ...INTS]);
  g.feature('for with counter');
  const step = g.r.range(1, 3);
  const head = g.r.chance(0.6) ? `for ${i} := ${ty.text}(0); ${i} < ${n}; ${i}++` : g.r.chance(0.5) || !ty.signed ? `for ${i} := ${ty.text}(${n}); ${i} > 0; ${i}--` : `for ${i} := ${ty.text}(${n * step}); ${i} >= 0; ${i} -= ${step}`;
  g.loop(n + 1, '', () => g.block(head, () => {
    g.add(i, ty, { assign: false });
    body(g, depth);
  }));
}

function whileLoop(g: Gen, depth: number): void {
  const n = g.r.range(1, 6);
  if (g.mult * n > 300) return assign(g);
  const i = g.local('n');
  g.feature('for with condition');
  g.emit(`${i} := 0`);
  g.loop(n, '', () => g.block(`for ${i} < ${n} && ${condition(g, 1)}`, () => {
    g.emit(`${i}++`);
    g.add(i, INT, { assign: false });
    body(g, depth);
  }));
}

function rangeLoop(g: Gen, depth: number): void {
  if (g.mult > 60) return assign(g);
  const [k, v] = [g.local('k'), g.local('e')];
  const over = g.r.pick(['array', 'slice', 'string', 'int', 'int', 'variable']);
  const inside = (bound: number, head: string, vars: [string, Ty][]): void => g.loop(bound, '', () => g.block(`for ${head}`, () => {
    g.emit(`${vars.map(() => '_').join(', ')} = ${vars.map(([n]) => n).join(', ')}`);
    for (const [n, t] of vars) g.add(n, t, { assign: n === v });
    body(g, depth);
  }));
  g.feature(`range over ${over}`);
  if (over === 'int') {
    const ty = g.r.pick(INTS);
    inside(7, `${k} := range ${ty.text}(${g.r.range(0, 7)})`, [[k, ty]]);
  } else if (over === 'string') inside(10, `${k}, ${v} := range ${guardLiteral(`clip(${expr(g, STRING, 2)})`)}`, [[k, INT], [v, INTS[3]!]]);
  else if (over === 'array') {
    const e = smallType(g), n = g.r.range(1, 4);
    inside(n, `${k}, ${v} := range [...]${e.text}{${Array.from({ length: n }, () => expr(g, e, 1)).join(', ')}}`.replace(/range (.*)$/s, 'range ($1)'), [[k, INT], [v, e]]);
  } else if (over === 'slice') {
    const e = smallType(g);
    inside(4, `${k}, ${v} := range ([]${e.text}{${Array.from({ length: g.r.range(0, 4) }, () => expr(g, e, 1)).join(', ')}})`, [[k, INT], [v, e]]);
  } else {
    const vars = g.scope.filter((x) => x.ty.kind === 'array' || x.ty.kind === 'slice');
    if (vars.length === 0) return assign(g);
    const x = g.r.pick(vars);
    const plain = x.ty.named ? `[]${x.ty.elem!.text}(${x.name})` : x.name;
    inside(8, `${k}, ${v} := range ${x.ty.kind === 'array' ? x.name : `cut(${plain}, 0, 8)`}`, [[k, INT], [v, x.ty.elem!]]);
  }
}

function switchExpr(g: Gen, depth: number): void {
  const ty = g.r.chance(0.5) ? INT : g.r.pick([UINT8, STRING, INT, ...g.types.filter((t) => t.kind === 'int')]);
  const tagless = g.r.chance(0.25);
  g.feature(tagless ? 'switch without tag' : `switch on ${ty.kind}`);
  const used = new Set<string>();
  const label = (): string => {
    for (;;) {
      const s = ty.kind === 'string' ? JSON.stringify('abcdefghijkl'.slice(0, g.r.int(13))) : `${g.r.range(0, 12)}`;
      if (!used.has(s)) {
        used.add(s);
        return s;
      }
    }
  };
  const tag = ty.kind === 'int' && ty.bits > 8 && g.r.chance(0.6) ? `${dyn(g, ty, 2)} & 7` : expr(g, ty, 2);
  g.emit(tagless ? 'switch {' : `switch ${guardLiteral(tag)} {`);
  const n = g.r.range(1, 5);
  const at = g.r.chance(0.7) ? g.r.int(n) : -1;
  for (let i = 0; i < n; i++) {
    g.emit(i === at ? 'default:' : `case ${tagless ? condition(g, 2) : Array.from({ length: g.r.range(1, 2) }, label).join(', ')}:`);
    g.nested(() => {
      statements(g, g.r.range(1, 2), depth - 1);
      if (i < n - 1 && g.r.chance(0.15)) {
        g.feature('fallthrough');
        g.emit('fallthrough');
      }
    });
  }
  g.emit('}');
}

function typeSwitch(g: Gen, depth: number): void {
  const vars = g.scope.filter((v) => v.ty.kind === 'interface' && v.ty.dynamic.length > 0);
  if (vars.length === 0) return declare(g);
  const v = g.r.pick(vars);
  const x = g.local('x');
  g.feature('type switch');
  g.emit(`switch ${x} := ${v.name}.(type) {`);
  for (const d of g.r.shuffle([...v.ty.dynamic]).slice(0, g.r.range(1, 4))) {
    g.emit(`case ${d.text}:`);
    g.nested(() => {
      g.emit(`_ = ${x}`);
      g.add(x, d, { assign: d.kind !== 'pointer', nonNil: d.kind === 'pointer' });
      statements(g, g.r.range(1, 2), depth - 1);
    });
  }
  if (g.r.chance(0.5)) g.emit('case nil:');
  g.emit('default:');
  g.nested(() => {
    g.emit(`_ = ${x}`);
    statements(g, 1, depth - 1);
  });
  g.emit('}');
}

function labelled(g: Gen, depth: number): void {
  const n = g.r.range(2, 4);
  if (g.mult * n * n > 300) return assign(g);
  const label = g.local('L');
  const [i, j] = [g.local('i'), g.local('j')];
  g.feature('labelled loops');
  g.emit(`${label}:`);
  g.loop(n, label, () => g.block(`for ${i} := 0; ${i} < ${n}; ${i}++`, () => {
    g.add(i, INT, { assign: false });
    g.loop(n, '', () => g.block(`for ${j} := range ${n}`, () => {
      g.emit(`_ = ${j}`);
      g.add(j, INT, { assign: false });
      body(g, depth);
      g.emit(`if ${condition(g, 2)} { ${g.r.pick(['break', 'continue'])} ${label} }`);
    }));
    statements(g, 1, depth - 1);
  }));
}

function gotoLoop(g: Gen, depth: number): void {
  const label = g.local('G');
  const n = g.r.range(1, 4);
  if (g.mult * n > 300) return assign(g);
  const i = g.local('n');
  g.feature('goto');
  g.emit(`${i} := 0`);
  const { scope } = g;
  g.emit(`${label}:`);
  g.block('', () => {
    g.add(i, INT, { assign: false });
    const { loops } = g;
    g.loops = [];
    const { mult } = g;
    g.mult *= n + 1;
    statements(g, g.r.range(1, 2), depth - 1);
    g.mult = mult;
    g.loops = loops;
  });
  g.emit(`if ${i}++; ${i} <= ${n} { goto ${label} }`);
  g.scope = scope;
}

function closure(g: Gen, depth: number): void {
  const ty = smallType(g);
  const f = g.local('fn');
  const param = g.local('p');
  const pt = smallType(g);
  g.feature('closure that writes');
  const before = g.cost;
  g.literal(`${f} := func(${param} ${pt.text}) ${ty.text}`, [{ name: param, ty: pt, assign: true, owned: false, growable: false, nonNil: false }], [ty], () => {
    statements(g, g.r.range(1, 3), depth - 1);
    g.emit(`return ${expr(g, ty, 2)}`);
  }, '');
  const cost = (g.cost - before) / g.mult;
  g.emit(`_ = ${f}`);
  for (let n = g.r.range(1, 2); n > 0 && g.affordable(cost); n--) {
    g.spend(cost);
    const v = g.local('v');
    g.emit(`${v} := ${f}(${expr(g, pt, 2)}); _ = ${v}`);
    g.add(v, ty);
  }
}

function nonNilBlock(g: Gen, depth: number): void {
  const vars = g.scope.filter((v) => (v.ty.kind === 'interface' && v.ty.methods.length > 0 || v.ty.kind === 'pointer') && !v.nonNil && !g.globals.some((x) => x.name === v.name));
  if (vars.length === 0) return ifElse(g, depth);
  const v = g.r.pick(vars);
  g.feature(`block where ${v.ty.kind} is not nil`);
  g.block(`if ${v.name} != nil`, () => {
    g.scope = g.scope.map((x) => (x === v ? { ...v, assign: false, nonNil: true } : x));
    statements(g, g.r.range(1, 3), depth - 1);
  });
}

/** Index arithmetic whose bounds checks an optimiser may remove, or may not. */
function boundedIndex(g: Gen): void {
  const vars = g.scope.filter((v) => v.ty.kind === 'slice' && isNumeric(v.ty.elem!));
  if (vars.length === 0) return declare(g);
  const v = g.r.pick(vars);
  const s = g.local('v'), i = g.local('i');
  const e = v.ty.elem!;
  g.feature('index arithmetic in a loop');
  g.emit(`var ${s} ${e.text}; _ = ${s}`);
  g.add(s, e);
  const n = v.name;
  g.emit(g.r.pick([
    `for ${i} := 0; ${i} < len(${n}); ${i}++ { ${s} += ${n}[${i}] }`,
    `for ${i} := len(${n}) - 1; ${i} >= 0; ${i}-- { ${s} = ${s}*3 + ${n}[${i}] }`,
    `for ${i} := range ${n} { ${s} -= ${n}[len(${n})-1-${i}] }`,
    `for ${i} := 1; ${i} < len(${n}); ${i} += 2 { ${s} += ${n}[${i}-1] * ${n}[${i}] }`,
    `for ${i} := 0; ${i}+1 < len(${n}); ${i}++ { ${s} += ${n}[${i}+1] - ${n}[${i}] }`,
    `for ${i} := uint(0); ${i} < uint(len(${n})); ${i}++ { ${s} += ${n}[${i}] }`,
    `if ${i} := len(${n}) / 2; ${i} < len(${n}) { ${s} += ${n}[${i}] }`,
  ]));
}
