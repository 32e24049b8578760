// Pointers that flow through parameters, fields, closures, slices, interfaces and pointers to pointers: what escape analysis must see.
// Every link of a node is set when it is made, so no path is nil; afterwards the stack is written over and paths are walked.

import type { Gen } from './gen.ts';

/** `links`: how nodes of the program refer to others: few kinds, because each that leads to the heap hides what the others show. */
interface Names { node: string; keep: string; links: string[]; funcs: string[] }

/** The declarations of a program's pointer code, made once. */
const declared = new WeakMap<Gen, Names>();

export function pointerFlow(g: Gen): void {
  let n = declared.get(g);
  if (n === undefined) {
    n = declare(g);
    declared.set(g, n);
  }
  const { funcs, links } = n;
  const keeps = g.r.chance(0.3);
  const tail = links.includes('pp') ? ['.pp', '.pp', '.next.pp'] : ['.next'];
  g.feature('pointer flow');
  g.literal('func()', [], null, () => {
    const [a, b] = [g.local('a'), g.local('b')];
    g.emit(`var ${a}, ${b} ${n.node}; ${a}.init(${g.r.int(100)}); ${b}.init(${g.r.int(100)})`);
    const known = [`&${a}`, `&${b}`];
    for (let k = g.r.range(2, 4); k > 0; k--) {
      const x = g.local('x');
      const f = g.r.pick(funcs);
      g.emit(g.r.chance(0.25) && known.length > 2 ? `${x} := ${g.r.pick(known)}; for range ${g.r.range(2, 4)} { ${x} = ${f}(${x}, ${g.r.pick(known)}, &${x}) }` : `${x} := ${f}(${g.r.pick(known)}, ${g.r.pick(known)}, ${links.includes('pp') ? '' : '&'}${g.r.pick(known).replace('&', '')}${g.r.pick(tail)})`);
      known.push(x);
    }
    g.emit(`${n.keep}.clobber(${g.r.range(1, 9)})`);
    if (keeps) known.push(n.keep);
    for (const k of known) g.emit(`pI("walk", int64(${walk(g, k.startsWith('&') ? k.slice(1) : k)}.v))`);
    for (const k of known) g.emit(`pI("walk", int64(${walk(g, k.startsWith('&') ? k.slice(1) : k)}.v))`);
  }, '()');
}

/** A pointer reached from x in a few steps. */
function walk(g: Gen, x: string): string {
  let p = x;
  for (let n = g.r.range(1, 4); n > 0; n--) p = step(g, p);
  return p;
}

const STEPS: Record<string, (p: string, node: string) => string> = {
  next: (p) => `${p}.next`, pp: (p) => `(*${p}.pp)`, s: (p) => `${p}.s[0]`, f: (p) => `${p}.f()`, i: (p, node) => `${p}.i.(*${node})`, m: (p) => `${p}.m[0]`, a: (p) => `${p}.a[zero]`,
};

function step(g: Gen, p: string): string { return STEPS[g.r.pick(linksOf.get(g)!)]!(p, nodeName(g)); }

const linksOf = new WeakMap<Gen, string[]>();

const nodeName = (g: Gen): string => `N${g.id}`;

function declare(g: Gen): Names {
  const node = nodeName(g);
  const keep = g.global('keep');
  const links = g.r.chance(0.2) ? Object.keys(STEPS) : ['next', ...['pp', 's', 'f', 'i', 'm', 'a'].filter(() => g.r.chance(0.25))];
  linksOf.set(g, links);
  const types: Record<string, string> = { next: `*${node}`, pp: `**${node}`, s: `[]*${node}`, f: `func() *${node}`, i: 'any', m: `map[int]*${node}`, a: `[2]*${node}` };
  const first: Record<string, string> = { next: 'n', pp: '&n.next', s: `[]*${node}{n, n}`, f: `func() *${node} { return n }`, i: 'n', m: `map[int]*${node}{0: n}`, a: `[2]*${node}{n, n}` };
  g.decls.push(`type ${node} struct {
	v int
${links.map((l) => `\t${l} ${types[l]}`).join('\n')}
}

func (n *${node}) init(v int) {
	n.v = v
${links.map((l) => `\tn.${l} = ${first[l]}`).join('\n')}
}

// clobber writes over the stack below its caller and makes garbage.
//
//go:noinline
func (n *${node}) clobber(depth int) int {
	var x [20]uint64
	for i := range x {
		x[i] = 0xdeadbeef
	}
	if depth > 0 {
		return n.clobber(depth-1) + int(x[depth])
	}
	return len(make([]byte, 100+depth))
}

var ${keep} = func() *${node} {
	n := new(${node})
	n.init(-1)
	return n
}()`);
  const funcs: string[] = [];
  for (let n = g.r.range(2, 4); n > 0; n--) funcs.push(declareFunc(g, node, keep, funcs.slice()));
  return { node, keep, links, funcs };
}

/** A function of two pointers and a pointer to a pointer that links them and its own variables in some way and returns one. */
function declareFunc(g: Gen, node: string, keep: string, callees: readonly string[]): string {
  const name = g.global('f');
  const lines: string[] = [];
  const locals: string[] = [];
  const values: string[] = [];
  const source = (): string => {
    const from = g.r.pick(['a', 'b', ...values, ...locals.map((l) => `(&${l})`), ...(leaks && g.r.chance(0.2) ? [keep] : [])]);
    return g.r.chance(0.5) ? from : walk(g, from);
  };
  const target = (): string => g.r.pick(['a', 'b', ...values, ...locals]);
  const pointer = (): string => g.r.pick(['c', ...(linksOf.get(g)!.includes('pp') ? [`${target()}.pp`] : []), `&${target()}.next`, ...values.map((v) => `&${v}`)]);
  const has = linksOf.get(g)!;
  const leaks = g.r.chance(0.15);
  const w = (link: string, n: number): number => (has.includes(link) ? n : 0);
  const statement = (): string => g.r.weighted<() => string>([
    [3, () => `${target()}.next = ${source()}`],
    [w('pp', 2), () => `${target()}.pp = ${pointer()}`],
    [2, () => `*${pointer()} = ${source()}`.replace('*&', '')],
    [w('s', 2), () => `${target()}.s = []*${node}{${source()}, ${source()}}`],
    [w('s', 1), () => `${target()}.s[0] = ${source()}`],
    [w('s', 1), () => `${target()}.s = append(${target()}.s[:1:1], ${source()})`],
    [w('f', 2), () => { const y = g.local('y'); return `{ ${y} := ${source()}; ${target()}.f = func() *${node} { return ${g.r.chance(0.5) ? y : walk(g, y).replace(/\.f\(\)/g, '.next')} } }`; }],
    [w('i', 1), () => `${target()}.i = ${source()}`],
    [w('m', 1), () => `${target()}.m[0] = ${source()}`],
    [w('a', 1), () => `${target()}.a = [2]*${node}{${source()}, ${source()}}`],
    [w('a', 1), () => `${target()}.a[one] = ${source()}`],
    [1, () => `*${source()} = *${source()}`],
    [1, () => { const [x, y] = [target(), target()]; return `${x}.next, ${y}.next = ${source()}, ${source()}`; }],
    [1, () => `${target()}.v += ${g.r.int(9)}`],
    [callees.length > 0 ? 3 : 0, () => { const z = g.local('z'); const call = `${z} := ${g.r.pick(callees)}(${source()}, ${source()}, ${pointer()})`; values.push(z); return call; }],
    [1, () => { const z = g.local('z'); const s = source(); values.push(z); return `${z} := ${s}`; }],
    [leaks ? 1 : 0, () => `func() { ${target()}.next = ${source()} }()`],
    [leaks ? 1 : 0, () => `defer func() { ${target()}.next = ${source()} }()`],
    [leaks ? 1 : 0, () => `${keep}.next = ${source()}`],
  ])();
  for (let n = g.r.range(0, 3); n > 0; n--) {
    const l = g.local('l');
    lines.push(g.r.chance(0.7) ? `var ${l} ${node}; ${l}.init(${g.r.int(100)})` : `${l} := new(${node}); ${l}.init(${g.r.int(100)})`);
    if (lines.at(-1)!.startsWith('var')) locals.push(l);
    else values.push(l);
  }
  for (let n = g.r.range(2, 6); n > 0; n--) {
    const s = statement();
    lines.push(g.r.chance(0.2) && !/^z\d/.test(s) && !s.startsWith('defer') ? `if a.v&${g.r.pick([1, 2, 4])} == 0 { ${s} }` : s);
  }
  if (values.length > 0) lines.push(`${values.map(() => '_').join(', ')} = ${values.join(', ')}`);
  lines.push(`return ${source()}`);
  g.decls.push(`${g.r.chance(0.3) ? '//go:noinline\n' : ''}func ${name}(a, b *${node}, c **${node}) *${node} {\n${lines.map((l) => `\t${l}`).join('\n')}\n}`);
  return name;
}
