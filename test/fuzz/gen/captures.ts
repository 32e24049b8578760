// Pointers that closures capture, by value and by reference, and what the bodies do to them: keep one, put one behind another, return one.
// Escape analysis tells captured words apart, so each function has few links between them. Afterwards the stack is written over and all
// that was kept is walked.

import type { Gen } from './gen.ts';

interface Names { node: string; keep: string; call: string; each: string; walk: string }

const declared = new WeakMap<Gen, Names>();

export function captured(g: Gen): void {
  let n = declared.get(g);
  if (n === undefined) {
    n = declare(g);
    declared.set(g, n);
  }
  const f = g.global('f');
  g.feature('closure that passes on what it captures');
  g.decls.push(func(g, n, f));
  const [root, r] = [g.local('n'), g.local('r')];
  g.emit(`{ ${root} := &${n.node}{v: ${g.r.int(9)}}; ${r} := ${f}(${root}, ${g.r.int(50)}); dirty(${g.r.range(2, 6)}); ${n.walk}("root", ${root}); ${n.walk}("result", ${r}); for _, p := range ${n.keep} { ${n.walk}("kept", p) }; if len(${n.keep}) > 6 { ${n.keep} = nil } }`);
}

function declare(g: Gen): Names {
  const [node, keep, call, each, walk] = [g.global('K'), g.global('g'), g.global('f'), g.global('f'), g.global('f')];
  g.decls.push(`type ${node} struct {
	v    int
	next *${node}
}

func (n *${node}) link(to *${node}) { n.next = to }

var ${keep} []*${node}

//go:noinline
func ${call}(f func()) { f() }

//go:noinline
func ${each}(n int, f func(int) bool) {
	for i := range n {
		if !f(i) {
			return
		}
	}
}

func ${walk}(tag string, n *${node}) {
	for range 4 {
		if n != nil {
			pI(tag, int64(n.v))
			n = n.next
		}
	}
}`);
  return { node, keep, call, each, walk };
}

/** A function with a few nodes and one or two closures over them. */
function func(g: Gen, n: Names, name: string): string {
  const pointers = g.r.shuffle(['a', 'b', 'c', 'd']).slice(0, g.r.range(2, 4));
  const values = g.r.shuffle(['x', 'y']).slice(0, g.r.range(0, 2));
  const all = (): string => g.r.pick(['to', ...pointers, ...pointers, ...values.map((v) => `&${v}`)]);
  const field = (p: string): string => `${p.replace('&', '')}.`;
  const one = (): string => g.r.weighted<() => string>([
    [4, () => `${n.keep} = append(${n.keep}, ${all()})`],
    [4, () => `${field(all())}next = ${all()}`],
    [2, () => `if q := ${field(all())}next; q != nil { ${n.keep} = append(${n.keep}, q) }`],
    [2, () => `${field(all())}next = &${n.node}{v: ${g.r.int(90)}}`],
    [2, () => `${g.r.pick(pointers)} = ${all()}`],
    [2, () => `r = ${all()}`],
    [2, () => `${field(all())}v += ${field(all())}v`],
    [1, () => `${field(all())}link(${all()})`],
    [1, () => `{ m := ${field(all())}link; m(${all()}) }`],
  ])();
  const body = (depth = 0): string => {
    const lines = Array.from({ length: g.r.range(1, 2) }, one);
    if (depth < 2 && g.r.chance(0.25)) lines.push(use(depth + 1));
    return g.r.shuffle(lines).join('; ');
  };
  const use = (depth = 0): string => g.r.weighted<() => string>([
    [3, () => `${n.call}(func() { ${body(depth)} })`],
    [2, () => `func() { ${body(depth)} }()`],
    [3, () => `defer func() { ${body(depth)} }()`],
    [3, () => `${n.each}(${g.r.range(1, 3)}, func(i int) bool { ${body(depth)}; return i < 1 })`],
    [1, () => `for range func(yield func() bool) { _ = yield() && yield() } { ${body(depth)} }`],
    [1, () => `{ h := func() { ${body(depth)} }; h(); h() }`],
    [2, () => `{ h := func() { ${body(depth)} }; if ${g.r.pick(['yes', 'n > 20'])} { h = func() { ${body(depth)} } }; h() }`],
    [1, () => `{ get := func() *${n.node} { ${body(depth)}; return ${all()} }; ${g.r.pick(pointers)} = get() }`],
    [1, () => `{ done := make(chan bool); go func() { defer close(done); ${body(depth)} }(); <-done }`], // closed when all that the body defers is done
  ])();
  const make = (p: string, k: number): string => `${p} := &${n.node}{v: n + ${k + 1}}`;
  const lines = [...pointers.map(make), ...values.map((v, k) => `var ${v} ${n.node}; ${v}.v = n * ${k + 2}`)];
  for (let k = g.r.range(1, 2); k > 0; k--) lines.push(use());
  lines.push('dirty(3)', ...[...pointers, ...values.map((v) => `&${v}`)].map((p) => `${n.walk}("own", ${p})`));
  return `//go:noinline\nfunc ${name}(to *${n.node}, n int) (r *${n.node}) {\n${lines.map((l) => `\t${l}`).join('\n')}\n\treturn\n}`;
}
