import assert from 'node:assert/strict';
import test from 'node:test';
import { SymTab, type Func } from '../func.ts';
import { Op } from '../op.gen.ts';
import { parseFuncs } from '../text/parse.ts';
import { escape, summarize, type EscapeEnv } from './escape.ts';
import { bottom, type EscapeSummary, keepsNothing } from './summary.ts';

/** Analyses functions in this order; functions without a text are unknown, but "call" only calls what it is given. */
function analyse(...texts: string[]): { last: Func; summary: EscapeSummary; summaries: Map<string, EscapeSummary> } {
  const syms = new SymTab();
  const funcs = parseFuncs(texts.join('\n'), syms);
  const summaries = new Map([['call', bottom(1, 0, false)]]);
  const env: EscapeEnv = { summary: (sym) => summaries.get(syms.names[sym]!) ?? null, readOnly: () => false };
  for (const f of funcs) summaries.set(f.name, escape(f, env));
  const last = funcs[funcs.length - 1]!;
  return { last, summary: summaries.get(last.name)!, summaries };
}

/** The names of the objects that are allocated on the heap. */
function onHeap(f: Func): string[] {
  const out: string[] = [];
  for (let b = 0; b < f.numBlocks; b++) for (let v = f.firstValue[b]!; v !== 0; v = f.next[v]!) if (f.op[v] === Op.NewObject) out.push(f.allocs[f.aux[v]!]!.what);
  return out;
}

const object = (name: string): string => `NewObject {"type:T" 64 8 00 expr "${name}" @0}`;

/** Makes a closure of "body" over the objects a and b. */
const maker = (use: string, head = '>', first = ''): string => `func "maker" ${head}
b0:
${first}
  v1:p = ${object('a')}
  v2:p = ${object('b')}
  v3:p = ${object('closure')}
  v4:i = FuncIndex ["body"]
  v5:l = I64ExtendI32U v4
  Store64 v3 v5 [0]
  StorePtr v3 v1 [8]
  StorePtr v3 v2 [16]
${use}
`;

const body = (text: string, flags = 32): string => `func "body" > flags=${flags}
b0:
  v1:p = Closure
${text}
  ret
`;

const leaksSecond = body(`  v2:p = LoadPtr v1 [8]
  v3:l = Load64 v2 [0]
  v4:p = LoadPtr v1 [16]
  Store64 v4 v3 [8]
  v5:? = Call v4 {"unknown" p> s2}`);

const passed = `  v6:? = Call v3 {"call" p> s2}
  ret`;

test('a captured word that leaks does not take the others with it', () => {
  assert.deepEqual(onHeap(analyse(leaksSecond, maker(passed)).last), ['b']);
  assert.deepEqual(onHeap(analyse(leaksSecond, maker('  v6:? = CallClosure v3 {- > s2}\n  ret')).last), ['b']);
});

test('what is known of the words is in the summary of the body', () => {
  const { captures, context, nodes } = analyse(leaksSecond).summary;
  assert.equal(context, -1);
  assert.equal(captures.length, 3);
  assert.deepEqual(captures.slice(0, 2), [-1, -1]);
  assert.notEqual(nodes[captures[2]!]!.leak, 0);
  assert.deepEqual(analyse(body('')).summary.captures, [-1]);
});

test('a closure that escapes takes all its words with it', () => {
  const nothing = body('');
  assert.deepEqual(onHeap(analyse(nothing, maker(passed)).last), []);
  assert.deepEqual(onHeap(analyse(nothing, maker('  v6:? = Call v3 {"unknown" p> s2}\n  ret')).last), ['a', 'b', 'closure']);
  assert.deepEqual(onHeap(analyse(nothing, maker('  ret v3', '>p')).last), ['a', 'b', 'closure']);
  assert.deepEqual(onHeap(analyse(nothing, maker('  StorePtr v9 v3 [0]\n  ret', 'p>', '  v9:p = Param [0]')).last), ['a', 'b', 'closure']);
});

test('a closure whose body is unknown, or not the only one, keeps what it captures', () => {
  assert.deepEqual(onHeap(analyse(maker(passed)).last), ['a', 'b']);
  assert.deepEqual(onHeap(analyse(maker('  v6:? = CallClosure v3 {- > s2}\n  ret')).last), ['a', 'b']);
  const other = leaksSecond.replace('"body"', '"other"').replace('[16]', '[8]').replace('v1 [8]', 'v1 [16]');
  const both = `  v7:i = FuncIndex ["other"]
  v8:l = I64ExtendI32U v7
  Store64 v3 v8 [0]
`;
  assert.deepEqual(onHeap(analyse(leaksSecond, other, maker(`${both}  v6:? = CallClosure v3 {- > s2}\n  ret`)).last), ['a', 'b']);
});

test('a body that uses its context otherwise has one class for all words', () => {
  const inner = body(`  v2:p = PtrAddImm v1 [8]
  v3:p = LoadPtr v1 [16]
  v4:? = Call v3 {"unknown" p> s2}
  v5:? = Call v2 {"call" p> s2}`);
  assert.deepEqual(analyse(inner).summary.captures, []);
  assert.deepEqual(onHeap(analyse(inner, maker(passed)).last), ['a', 'b']);
  assert.deepEqual(analyse(body('  v2:? = Call v1 {"call" p> s2}')).summary.captures, [], 'passes it on');
  assert.deepEqual(onHeap(analyse(leaksSecond.replace('flags=32', 'flags=0'), maker(passed)).last), ['a', 'b'], 'not known to be a closure body');
});

test('so has a maker that passes an address inside, adds to one, or reaches words through a phi', () => {
  assert.deepEqual(onHeap(analyse(leaksSecond, maker(`  v7:p = PtrAddImm v3 [8]\n  v8:? = Call v7 {"call" p> s2}\n${passed}`)).last), ['a', 'b']);
  assert.deepEqual(onHeap(analyse(leaksSecond, maker(`  v7:i = ConstI32 [8]\n  v8:p = PtrAdd v3 v7\n  v9:p = LoadPtr v8 [0]\n${passed}`)).last), ['a', 'b']);
  assert.deepEqual(onHeap(analyse(leaksSecond, maker(`  v7:i = ConstI32 [1]\n  v10:p = ${object('c')}\n  v8:p = Select v7 v3 v10\n  v9:p = LoadPtr v8 [8]\n${passed}`)).last), ['a', 'b']);
  assert.deepEqual(onHeap(analyse(leaksSecond, maker(`  v7:p = PtrAddImm v3 [16]\n  v8:p = LoadPtr v7 [-8]\n${passed}`)).last), ['b'], 'a known place');
});

test('copies to and from closure objects go word by word', () => {
  const copies = maker(`  v7:p = PtrAddImm v3 [16]
  v8:p = ${object('c')}
  v9:p = ${object('d')}
  StorePtr v9 v8 [0]
  Move v7 v9 [8,1]
${passed}`);
  assert.deepEqual(onHeap(analyse(leaksSecond, copies).last), ['b', 'c']);
  const out = body(`  v2:p = PtrAddImm v1 [8]
  v3:p = ${object('copy')}
  Move v3 v2 [8,1]
  v4:p = LoadPtr v3 [0]
  v5:? = Call v4 {"unknown" p> s2}`);
  assert.deepEqual(onHeap(analyse(out, maker(passed)).last), ['a']);
});

test('all words of a copy', () => {
  const both = maker(`  v7:p = PtrAddImm v3 [8]
  v8:p = ${object('c')}
  v9:p = ${object('d')}
  StorePtr v9 v8 [0]
  Move v7 v9 [16,1]
${passed}`);
  assert.deepEqual(onHeap(analyse(leaksSecond, both).last), ['a', 'b', 'c'], 'the second word is one of those that were copied');
});

test('what a body stores in its context outlives the call', () => {
  assert.deepEqual(onHeap(analyse(body(`  v2:p = ${object('new')}\n  StorePtr v1 v2 [8]`)).last), ['new']);
});

test('a body that stores one word behind another', () => {
  const stores = body(`  v2:p = LoadPtr v1 [8]
  v3:p = LoadPtr v1 [16]
  StorePtr v3 v2 [0]`);
  assert.deepEqual(onHeap(analyse(stores, maker(passed)).last), []);
  // Behind b lies a now, and what lies behind b leaks.
  assert.deepEqual(onHeap(analyse(stores, maker(`${passed.replace('  ret', '')}  v7:p = LoadPtr v2 [0]\n  v8:? = Call v7 {"unknown" p> s2}\n  ret`)).last), ['a']);
  // Instead of b, the memory that the caller knows of.
  const param = maker(passed, 'p>', '  v9:p = Param [0]').replace('StorePtr v3 v2', 'StorePtr v3 v9');
  assert.deepEqual(onHeap(analyse(stores, param).last), ['a']);
});

test('objects that outlive an iteration in a closure made before the loop', () => {
  const loop = `func "maker" i>
b0:
  v1:i = Param [0]
  v2:p = ${object('outer')}
  v3:p = ${object('closure')}
  v4:i = FuncIndex ["body"]
  v5:l = I64ExtendI32U v4
  Store64 v3 v5 [0]
  StorePtr v3 v2 [8]
  StorePtr v3 v2 [16]
  jump b1
b1: b0 b1
  v6:p = ${object('inner')}
  StorePtr v3 v6 [8]
  v7:? = Call v3 {"call" p> s2}
  if v1 b1 b2
b2: b1
  ret
`;
  assert.deepEqual(onHeap(analyse(body(''), loop).last), ['inner']);
});

test('callers see what a closure that is returned has captured', () => {
  const returns = `func "returns" pp>p
b0:
  v1:p = Param [0]
  v2:p = Param [1]
  v3:p = ${object('closure')}
  v4:i = FuncIndex ["body"]
  v5:l = I64ExtendI32U v4
  Store64 v3 v5 [0]
  StorePtr v3 v1 [8]
  ret v3
`;
  const { summary } = analyse(body(''), returns);
  assert.equal(summary.nodes[summary.results[0]!]!.content, summary.params[0]);
  assert.equal(summary.params[1], -1);
});

test('functions without a body that keep nothing have as many results as they are called with', () => {
  const syms = new SymTab();
  const results = Array.from({ length: 20 }, (_, k) => `  v${k + 2}:p = Result v1 [${k}]`).join('\n');
  const [f] = parseFuncs(`func "f" >p
b0:
  v1:? = Call {"many" >${'p'.repeat(20)} s2}
${results}
  ret v21
`, syms);
  const s = summarize(f!, { summary: (_, n) => keepsNothing(n), readOnly: () => false });
  assert.notEqual(s.results[0], -1);
});
