// Goroutines whose results do not depend on scheduling: each pattern ends when all its goroutines have.

import { smallType } from './decl.ts';
import { expr } from './expr.ts';
import type { Gen, Var } from './gen.ts';
import { show, showText } from './print.ts';
import { INT, INT64, INTS, type Ty } from './types.ts';

/** An expression that reads only these variables: safe in a goroutine. */
function isolated(g: Gen, vars: [string, Ty][], ty: Ty, depth: number): string {
  const { scope } = g;
  g.scope = vars.map(([name, t]): Var => ({ name, ty: t, assign: false, owned: false, growable: false, nonNil: false }));
  const saved = g.globals.splice(0);
  const text = expr(g, ty, depth);
  g.globals.push(...saved);
  g.scope = scope;
  return text;
}

export function concurrency(g: Gen, _depth: number): void {
  if (g.mult > 1) return;
  g.r.pick([workers, pipeline, mutex, selects, pingPong, once, recovered, buffered, rangeChannel, sendSelect])(g);
}

function workers(g: Gen): void {
  const ty = smallType(g);
  const c = g.local('c'), wg = g.local('wg');
  const n = g.r.range(2, 6);
  g.feature('goroutines with WaitGroup');
  g.emit(`${c} := make([]${ty.text}, ${n}); var ${wg} sync.WaitGroup`);
  g.block(`for i := range ${n}`, () => {
    const value = isolated(g, [['i', INT], ['x', ty]], ty, 3);
    if (g.r.chance(0.5)) g.emit(`${wg}.Add(1); go func(x ${ty.text}) { defer ${wg}.Done(); _ = x; ${c}[i] = ${value} }(${expr(g, ty, 1)})`);
    else g.emit(`x := ${expr(g, ty, 1)}; _, _ = i, x; ${wg}.Go(func() { ${c}[i] = ${value} })`);
  });
  g.emit(`${wg}.Wait()`);
  show(g, c, c, { ...INTS[0]!, kind: 'slice', text: `[]${ty.text}`, elem: ty });
}

function pipeline(g: Gen): void {
  const a = smallType(g), b = smallType(g);
  const [c, d] = [g.local('c'), g.local('d')];
  g.feature('pipeline of channels');
  g.emit(`${c}, ${d} := make(chan ${a.text}${g.r.pick(['', ', 1', ', 3'])}), make(chan ${b.text})`);
  g.emit(`go func() { defer close(${c}); for i := range ${g.r.range(1, 6)} { _ = i; ${c} <- ${isolated(g, [['i', INT]], a, 2)} } }()`);
  g.emit(`go func() { defer close(${d}); for x := range ${c} { _ = x; ${d} <- ${isolated(g, [['x', a]], b, 2)} } }()`);
  g.emit(`for y := range ${d} { ${showText(g, '"y"', 'y', b)} }`);
}

function mutex(g: Gen): void {
  const ty = g.r.pick(INTS);
  const [mu, s, wg] = [g.local('mu'), g.local('s'), g.local('wg')];
  g.feature('mutex');
  const rw = g.r.chance(0.3);
  const atomic = g.r.chance(0.3);
  if (atomic) {
    g.feature('atomic');
    g.emit(`var ${s} atomic.Int64; var ${wg} sync.WaitGroup`);
    g.emit(`for i := range int64(${g.r.range(2, 9)}) { _ = i; ${wg}.Add(1); go func() { ${s}.Add(${isolated(g, [['i', INT64]], INT64, 2)}); ${wg}.Done() }() }`);
    g.emit(`${wg}.Wait(); pI("${s}", ${s}.Load())`);
    return;
  }
  g.emit(`var ${mu} sync.${rw ? 'RWMutex' : 'Mutex'}; var ${s} ${ty.text}; var ${wg} sync.WaitGroup`);
  g.emit(`for i := range ${ty.text}(${g.r.range(2, 9)}) { _ = i; ${wg}.Add(1); go func() { defer ${wg}.Done(); ${mu}.Lock(); defer ${mu}.Unlock(); ${g.r.chance(0.4) ? 'runtime.Gosched(); ' : ''}${s} += ${isolated(g, [['i', ty]], ty, 2)} }() }`);
  g.emit(`${wg}.Wait()${rw ? `; ${mu}.RLock(); ${mu}.RUnlock()` : ''}`);
  show(g, s, s, ty);
}

/** spec#Select_statements with one case ready, a default, nil channels, or two channels whose results commute. */
function selects(g: Gen): void {
  const ty = smallType(g);
  const [a, b] = [g.local('c'), g.local('c')];
  g.feature('select');
  g.block('', () => {
    g.emit(`${a}, ${b} := make(chan ${ty.text}, 1), make(chan int)`);
    g.emit(`select { case x := <-${a}: ${showText(g, '"x"', 'x', ty)}; default: pS("select", "default") }`);
    g.emit(`${a} <- ${expr(g, ty, 2)}`);
    g.emit(`select { case x, ok := <-${a}: ${showText(g, '"x"', 'x', ty)}; pB("ok", ok); case y := <-${b}: pI("y", int64(y)) }`);
    g.emit(`select { case ${a} <- ${expr(g, ty, 1)}: pS("select", "sent"); case <-${b}: }`);
    g.emit(`var none chan int; go func() { ${b} <- ${isolated(g, [], INT, 2)}; close(${b}) }()`);
    g.emit(`for n := 0; n < 3; n++ { select { case y, ok := <-${b}: pI("y", int64(y)); pB("ok", ok); case <-none: pS("never", "") } }`);
  });
}

function sendSelect(g: Gen): void {
  const [a, b, done] = [g.local('c'), g.local('c'), g.local('d')];
  const n = g.r.range(2, 6);
  g.feature('select in a loop over two channels');
  g.emit(`${a}, ${b}, ${done} := make(chan int), make(chan int, 2), make(chan bool)`);
  g.emit(`go func() { for i := range ${n} { ${a} <- i } ; close(${a}) }(); go func() { for i := range ${n + 1} { ${b} <- i * 100 }; close(${b}) }()`);
  g.emit(`go func() { s := 0; for x, y := ${a}, ${b}; x != nil || y != nil; { select { case v, ok := <-x: if !ok { x = nil; continue }; s += v; case v, ok := <-y: if !ok { y = nil; break }; s += v } }; pI("s", int64(s)); ${done} <- true }(); <-${done}`);
}

function pingPong(g: Gen): void {
  const ty = smallType(g);
  const c = g.local('c');
  const n = g.r.range(1, 6);
  g.feature('unbuffered channel in both directions');
  g.emit(`${c} := make(chan ${ty.text})`);
  g.emit(`go func() { for i := range ${n} { x := <-${c}; _, _ = i, x; ${c} <- ${isolated(g, [['x', ty], ['i', INT]], ty, 3)} } }()`);
  g.emit(`for i := range ${n} { _ = i; ${c} <- ${expr(g, ty, 2)}; x := <-${c}; ${showText(g, '"pong"', 'x', ty)} }`);
}

function once(g: Gen): void {
  const ty = smallType(g);
  const o = g.local('o');
  g.feature('sync.OnceValue');
  g.emit(`${o} := sync.OnceValue(func() ${ty.text} { pS("once", ""); return ${expr(g, ty, 2)} })`);
  g.emit(`for range 2 { ${showText(g, `"${o}"`, `${o}()`, ty)} }`);
}

function recovered(g: Gen): void {
  const c = g.local('c');
  const ty = g.r.pick(INTS);
  g.feature('panic recovered in a goroutine');
  g.emit(`${c} := make(chan string)`);
  g.emit(`for i := range ${g.r.range(1, 4)} { go func(d ${ty.text}) { defer func() { if r := recover(); r != nil { ${c} <- describe(r) } else { ${c} <- "fine" } }(); a := [3]${ty.text}{}; a[i&1+int(d&1)] = ${isolated(g, [['d', ty], ['i', INT]], ty, 2)} / (d & 3) }(${expr(g, ty, 2)}); pS("r", <-${c}) }`);
}

function buffered(g: Gen): void {
  const ty = smallType(g);
  const c = g.local('c');
  const n = g.r.range(1, 5);
  g.feature('buffered channel');
  g.emit(`${c} := make(chan ${ty.text}, ${n})`);
  g.emit(`for i := range ${g.r.range(1, n)} { _ = i; ${c} <- ${expr(g, ty, 2)} }`);
  g.emit(`pI("len", int64(len(${c})*10+cap(${c}))); close(${c})`);
  g.emit(`for x := range ${c} { ${showText(g, '"x"', 'x', ty)} }; x${c}, ok${c} := <-${c}; pB("ok", ok${c}); ${showText(g, '"zero"', `x${c}`, ty)}`);
}

function rangeChannel(g: Gen): void {
  const ty = smallType(g);
  const f = g.local('gen');
  g.feature('generator goroutine');
  g.emit(`${f} := func(n int, seed ${ty.text}) <-chan ${ty.text} { c := make(chan ${ty.text}); go func() { defer close(c); x := seed; for i := range n { _ = i; c <- x; x = ${isolated(g, [['x', ty], ['i', INT]], ty, 2)} } }(); return c }`);
  g.emit(`for x := range ${f}(${g.r.range(0, 6)}, ${expr(g, ty, 2)}) { ${showText(g, '"x"', 'x', ty)} }`);
}
