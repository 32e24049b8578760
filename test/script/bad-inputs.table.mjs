// Bad inputs: what bad-inputs.golden.mjs shows to the real go command and bad-inputs.test.ts to ours.
//
// `packages` are compiled together, each in a directory of its own; `cases` are modules with a command each.

import fs from 'node:fs';

/** @type {Record<string, string | Uint8Array>} source of p/<name>/<name>.go by name */
export const packages = {};

const body = (s) => `package p\n\nfunc f() {\n\t${s}\n}\n`;

/** Adds packages, numbered by kind. wrap: makes a file of a line. */
function add(kind, wrap, lines) {
  lines.forEach((l, i) => {
    packages[`${kind}${String(i).padStart(2, '0')}`] = wrap(l);
  });
}

const parser = fs.readFileSync('src/syntax/parser/errors.golden.txt', 'utf8');
for (const section of parser.split(/^== /m).slice(1)) {
  const end = section.indexOf('\n-- want\n');
  const text = section.slice(section.indexOf('\n') + 1, end + 1);
  // What the go command itself objects to is among the cases below.
  if (/^package p\b(;|\s)/.test(text) && !/import/.test(text) && !/^package p[^\n]*\/\*(?!.*\*\/)/.test(text)) packages[`parser_${section.slice(0, section.indexOf('.go'))}`] = text;
}

add('stmt', body, [
  'if', 'if x', 'if x {', 'for', 'for i := range', 'for {', 'for i := 0; i < 3 {}', 'switch', 'switch {', 'switch { foo }', 'switch { case }', 'switch { case 1 }',
  'switch { default: default: }', 'switch x := 1; { case }', 'switch x.(type) { case int }', 'select', 'select {', 'select { case x: }', 'select { case <-c }', 'go', 'go f', 'defer', 'defer f',
  'defer (f())', 'go func() {}', 'return return', 'goto', 'goto 1', 'break 1', 'continue x y', 'fallthrough x', 'var', 'var x', 'var x int =', 'var (', 'const x', 'const (x', 'type', 'type T',
  'type T struct {', 'type T interface {', 'x =', 'x := ', '= 1', 'x + ', 'x++ + 1', '++x', 'x := y := 1', 'x, y', 'x,', 'f(', 'f(1', 'f(1,, 2)', 'f(...)', 'x[', 'x[]', 'x[1', 'x[1:2:]', 'x[::]', 'x.',
  'x.1', 'x.(', 'x.()', '{', '}', ')', ']', 'else {}', 'case 1:', 'default:', 'func g() {}', 'import "fmt"', 'package q', 'L:', 'L: }', '1 = 2 3', 'a b c', '!', '&', '*', '<-', 'chan', 'map', 'map[', 'map[int]',
  '[]', '[3]', '[...]', 'struct{', 'interface{', 'func', 'func(', 'func() int', '_ = func() { ', '_ = []int{1, 2', '_ = []int{1 2}', '_ = T{a: }', '_ = T{,}', '_ = map[int]int{1:}', 'if x := 1 {}', 'if (T{}) == x {', 'if T{} == x {}',
  'for range', 'for x range y {}', 'for var i = 0; i < 3; i++ {}', 'x := 5 if', 'x ? y : z', 'while (true) {}', 'x -> y', 'a => b', 'let x = 1', 'int x = 5', 'x === y', 'try {} catch {}', '// *', '/* unclosed', 'i = i++', 'f() = 1 :', 'x; ; y z',
]);
add('lit', (s) => body(`_ = ${s}`), [
  '"unclosed', '`unclosed', "'", "''", "'ab'", "'\\'", '"\\z"', '"\\x1"', '"\\u12"', '"\\U00110000"', '"\\uD800"', '"\\400"', "'\\x'", '0x', '0b', '0b2', '0o8', '08', '09.', '1_', '1__0', '_1', '0_x1', '1e', '1e+', '0x1.0', '0x1p', '0x.p1', '1.2.3', '1i2', '0b1i',
  '0xg', '1a', '#', '$x', '@', '\\', '?', '~', '€', '“x”', '1 .. 2', '"\n"', "'\n'",
]);
add('decl', (s) => `package p\n\n${s}\n`, [
  'func', 'func f', 'func f(', 'func f()(', 'func f(a int', 'func f(a, b', 'func f(a int, b)', 'func (', 'func () f() {}', 'func (a, b T) f() {}', 'func (T) (f) {}', 'func f() { ', 'func f() }', 'func f()\n{\n}', 'func f[]() {}', 'func f[T]() {}', 'func f[T any() {}',
  'func (t T) f[P any]() {}', 'func f(a ...int, b int) {}', 'func f(...) {}', 'func f() ...int {}', 'type', 'type T', 'type T =', 'type T[', 'type T[P] int', 'type T[P any', 'type T[P any,] ', 'type T struct { a int b int }', 'type T struct { a, }', 'type T struct { *[]int }', 'type T struct { (A) }',
  'type T struct { a int "x" "y" }', 'type T struct { a int 5 }', 'type T interface { f( }', 'type T interface { f() int int }', 'type T interface { int | }', 'type T interface { (f()) }', 'type T interface { *f }', 'type T chan', 'type T chan<- <-', 'type T map[int', 'type T map int', 'type T [', 'type T []', 'type T [3', 'type T func',
  'type T *', 'type T <- chan int', 'type T func(a, b int, string)', 'var', 'var x', 'var x,', 'var x int int', 'var x =', 'var x = 1 2', 'var (x = 1, y = 2)', 'var (', 'const', 'const x int', 'const x =', 'const (a = iota; b c)', 'const (', 'x := 1', 'x = 1', 'if x {}', 'for {}', 'return', '1', '"s"', '{', '}', ')', 'package p',
  'import "fmt"\nvar x int\nimport "os"', 'foo bar', 'fun f() {}', 'class T {}', '@x', 'func f() {} var x int', 'type T int var x T', 'func f() { g() } }', 'func init() int { return 1 }', 'func init(x int) {}', 'var init = 1', 'func f()', 'type p.T int', 'func p.f() {}', 'type (', 'type T struct { a [ }', 'var _ = [...]', '//go:embed x\nvar s string', '//go:linkname f g\nfunc f()', '//go:nosplit\nvar x int',
]);
add('type', (s) => `package p\n\n${s}\n`, [
  'var x int = "s"', 'var x undefined', 'var x = y', 'func f() int {}', 'func f() { return 1 }', 'func f() (int, string) { return 1 }', 'func f() { x := 1 }', 'func f() { var x int; x := 2 }', 'func f(x int) { x() }', 'func f() { f(1) }', 'var x int; var x string', 'func f() {}; func f() {}', 'type T T', 'type T struct { T }', 'type T [len(x)]int; var x T',
  'var a, b = b, a', 'const c = f(); func f() int', 'const c int8 = 300', 'const c = 1 / 0', 'var x = 1 << -1', 'var x uint = -1', 'type I interface { M() }; type T int; var _ I = T(0)', 'type I interface { M() }; type T int; func (*T) M() {}; var _ I = T(0)', 'type T struct { a, a int }', 'type T struct { a int }; func (T) a() {}', 'func (int) m() {}', 'type P *int; func (P) m() {}', 'func (T) m() {}', 'var x = [2]int{1, 2, 3}', 'var x = [...]int{5: 1, 5: 2}', 'var x = map[string]int{"a": 1, "a": 2}', 'var x = struct{ a int }{b: 1}', 'var x = []int{"a"}',
  'func f(x any) { switch x.(type) { case int, int: } }', 'func f(x int) { switch x { case 1, 1: } }', 'func f(x any) { switch y := x.(type) { case int: } }', 'func f(x int) { _ = x.(int) }', 'func f() { break }', 'func f() { continue }', 'func f() { goto L }', 'func f() { L: }', 'func f() { goto L; x := 1; _ = x; L: }', 'func f() { for { break L } }', 'func f() { fallthrough }', 'func f(x int) { switch x { case 1: fallthrough } }', 'func f() { defer recover }', 'func f() { defer int(3) }', 'func f(c <-chan int) { c <- 1 }', 'func f(c chan<- int) { <-c }', 'func f() { for range 1.5 {} }', 'func f() { for i, j := range 10 { _, _ = i, j } }', 'func f() { var m map[[]int]int; _ = m }', 'func f(a, b []int) bool { return a == b }', 'func f(a struct{ f func() }) bool { return a == a }',
  'func f[T any](a, b T) bool { return a == b }', 'func f[T any](x T) T { return x }; var x = f', 'func f[T int](x T) {}; var _ = func() { f("s") }', 'type N[T any] struct{}; var x N', 'type N[T any] struct{}; var x N[int, int]', 'type N[T comparable] struct{}; var x N[[]int]', 'type C interface { int | string }; var x C', 'func f[T any]() {}; func g() { f() }', 'type T = T', 'type A = B; type B = A', 'type I interface { I }', 'func f() { 1 }', 'func f() { "a" + "b" }', 'func f() { len("x") }', 'func f(x *int) { x.y() }', 'func f(x struct{ a int }) { x.b = 1 }', 'func f(s string) { s[0] = 1 }', 'func f() { 1 = 2 }', 'func f() { nil := 1; _ = nil; var x *int = nil; _ = x }', 'var x = nil', 'func f() { a, b := 1; _, _ = a, b }', 'func f() { a, b := g(); _, _ = a, b }; func g() int', 'func f(x int, y string) { _ = x + y }', 'func f(x string) { _ = !x }', 'func f(x int) { if x {} }', 'func f(x ...int, y int) {}', 'func f(x ...int) {}; func g() { f([]string{}...) }', 'func f() { append() }', 'func f() { _ = make(int) }', 'func f() { _ = make([]int, -1) }', 'func f() { _ = new() }', 'func f() { copy(1, 2) }', 'func f() { delete(1, 2) }', 'func f() { close(1) }', 'func f() { _ = cap(map[int]int{}) }', 'func f() { panic() }', 'func f() { print(f()) }', 'func f() { _ = []int{}[1.5] }', 'func f() { _ = [3]int{}[5] }', 'func f() { _ = "abc"[5] }', 'func f() { _ = []int{}[2:1] }', 'func f() { _ = &1 }', 'func f() { _ = *1 }', 'func f() { iota := 1 }', 'var _ = iota', 'func f() { import_ = 1 }', 'type T int; func (t T) String() string { return t }', 'func main() int { return 1 }', 'var main = 1', 'var x, y int = 1', 'var x, y = 1, 2, 3', 'func f() { for i := range f2 {}; _ = 0 }; func f2(func(int)) {}', 'func f() { var x int = g() }; func g() (int, int)', 'func f() { select { case 1: } }', 'func f() { x.y = 1 }', 'func f() { _ = _ }', 'func f() { _() }', 'var _ = uint8(256)', 'var _ = string(1.5)', 'var _ = int("x")', 'var _ = []byte(5)', 'var _ = 1 << 1000',
]);
add('bytes', (b) => b, [
  Buffer.from('package p\n\nvar x = "\xff"\n', 'latin1'), Buffer.from('package p\n\nvar x = "a\0b"\n', 'latin1'),
  Buffer.from('package p\n\nvar\0x int\n', 'latin1'), Buffer.from('\xef\xbb\xbfpackage p\n\nvar x int = "bom"\n', 'latin1'), Buffer.from('package p\n\nvar x = "\xef\xbb\xbf"\nvar \xef\xbb\xbfy int\n', 'latin1'),
  `package p\n\nvar x int = "${'a'.repeat(1 << 20)}"\n`, `package p\n\nvar ${'y'.repeat(1 << 20)} int = "s"\n`, `package p\n\nvar x = ${'1+'.repeat(3000)}"s"\n`, 'package p\r\n\r\nvar x int = "crlf"\r\n', 'package p\n\nvar x int = "no newline"', 'package p\n\nvar \u00e9\u4e16 int = "s"; var \u2028 int\n', `package p\n\nvar x = ${'9'.repeat(2000)}\nvar y int = 1e10000\n`,
]);

/** @type {{name: string, args: string, files: Record<string, string | Uint8Array>, setup?: (dir: string) => void}[]} */
export const cases = [];

const GOMOD = 'module example.com/m\n\ngo 1.26\n';
const one = (name, main, args = 'build -o x.wasm .') => cases.push({ name, args, files: { 'go.mod': GOMOD, 'main.go': main } });
const several = (name, files, args = 'build -o x.wasm .') => cases.push({ name, args, files: { 'go.mod': GOMOD, ...files } });

one('no main function', 'package main\n');
one('no main function, wrong case', 'package main\nfunc Main() {}\n');
one('run without main', 'package p\n', 'run .');
one('main with parameters', 'package main\nfunc main(x int) {}\n');
one('main is a variable', 'package main\nvar main = 1\n');
one('main is imported', 'package main\nimport main "fmt"\n');
one('empty file', '');
one('blank file', '\n\n');
one('only a comment', '// nothing\n');
one('no package clause', 'func main() {}\n');
one('package without name', 'package\n');
one('package blank', 'package _\n');
one('package string', 'package "main"\n');
one('package number', 'package 1\n');
one('package then garbage', 'package main x\n');
one('import without path', 'package main\nimport\nfunc main() {}\n');
one('import number', 'package main\nimport 5\nfunc main() {}\n');
one('import unquoted', 'package main\nimport fmt\nfunc main() {}\n');
one('import unclosed', 'package main\nimport "fmt\nfunc main() {}\n');
one('import empty', 'package main\nimport ""\nfunc main() {}\n');
one('import with space', 'package main\nimport "a b"\nfunc main() {}\n');
one('import with !', 'package main\nimport "a!b"\nfunc main() {}\n');
one('import absolute', 'package main\nimport "/a"\nfunc main() {}\n');
one('import backslash', 'package main\nimport "a\\\\b"\nfunc main() {}\n');
one('import dotdot', 'package main\nimport "../x"\nfunc main() {}\n');
one('import group unclosed', 'package main\nimport (\n\t"fmt"\nfunc main() {}\n');
one('import unused', 'package main\nimport "fmt"\nimport x "os"\nfunc main() {}\n');
one('import twice', 'package main\nimport "fmt"\nimport "fmt"\nfunc main() { fmt.Println() }\n');
one('import C', 'package main\nimport "C"\nfunc main() {}\n');
one('import missing of std', 'package main\nimport "fmt/x"\nfunc main() {}\n');
one('import missing of a module', 'package main\nimport "example.org/x"\nfunc main() {}\n');
one('import internal of std', 'package main\nimport "internal/abi"\nfunc main() {}\n');
one('import of a vendored package', 'package main\nimport "golang.org/x/net/html"\nfunc main() {}\n');
one('NUL in the package clause', 'package\0main\n');
one('NUL at the start', '\0package main\n');
one('BOM in the middle of the clause', 'package \ufeffmain\n');
one('UTF-16', Buffer.from('\ufeffpackage main\n', 'utf16le'));
one('invalid UTF-8 in an import', Buffer.from('package main\nimport "\xff"\nfunc main() {}\n', 'latin1'));
one('invalid UTF-8 before the clause', Buffer.from('// \xff\npackage main\nfunc main() {}\n', 'latin1'));
one('invalid UTF-8 in a comment', Buffer.from('package main\n// \xff\xfe\nfunc main() {}\n', 'latin1'));
one('NUL in a comment', 'package main\n/* \0 */\nfunc main() {}\n');
one('binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]));
one('bad build constraint', '//go:build foo &&\n\npackage main\nfunc main() {}\n');
one('two build constraints', '//go:build js\n//go:build wasm\n\npackage main\nfunc main() {}\n');
one('embed without import', 'package main\n//go:embed x\nvar s string\nfunc main() {}\n');
one('embed of a missing file', 'package main\nimport _ "embed"\n//go:embed x\nvar s string\nfunc main() { _ = s }\n');
one('embed with a bad pattern', 'package main\nimport _ "embed"\n//go:embed ../x\nvar s string\nfunc main() { _ = s }\n');
several('cycle of three', { 'main.go': 'package main\nimport _ "example.com/m/a"\nfunc main() {}\n', 'a/a.go': 'package a\nimport _ "example.com/m/b"\n', 'b/b.go': 'package b\nimport _ "example.com/m/c"\n', 'c/c.go': 'package c\nimport _ "example.com/m/a"\n' });
several('import of itself', { 'a/a.go': 'package a\nimport _ "example.com/m/a"\n' }, 'build ./a');
several('two packages in a directory', { 'a.go': 'package a\n', 'b.go': 'package b\n' });
several('syntax errors in two files', { 'a.go': 'package main\nvar x = \n', 'b.go': 'package main\nfunc {\n' });
several('more than ten errors', { 'a.go': `package main\nfunc main() {\n${Array.from({ length: 15 }, (_, i) => `\tx${i}()\n`).join('')}}\n` });
several('more than ten errors, all', { 'a.go': `package main\nfunc main() {\n${Array.from({ length: 15 }, (_, i) => `\tx${i}()\n`).join('')}}\n` }, 'build -gcflags=-e -o x.wasm .');
several('error in an import and in the importer', { 'main.go': 'package main\nimport "example.com/m/a"\nfunc main() { a.F(); undefined() }\n', 'a/a.go': 'package a\nfunc F() { return 1 }\n' });
several('missing of the main module', { 'main.go': 'package main\nimport "example.com/m/none"\nfunc main() {}\n' });
several('directory without Go files', { 'a/x.txt': 'x' }, 'build ./a');
several('only tests', { 'a/a_test.go': 'package a\n' }, 'build ./a');
several('all excluded', { 'a/a_windows.go': 'package a\n' }, 'build ./a');
several('internal of another tree', { 'main.go': 'package main\nimport _ "example.com/m/x/internal/y"\nfunc main() {}\n', 'x/internal/y/y.go': 'package y\n' });
several('unexported names', { 'main.go': 'package main\nimport "example.com/m/a"\nfunc main() { a.f(); _ = a.X{}.y; _ = a.Z }\n', 'a/a.go': 'package a\nfunc f() {}\ntype X struct { y int }\n' });
several('directory named like a file', { 'x.go/y.go': 'package p\n' }, 'build x.go');
several('missing file', {}, 'build nothere.go');
several('missing directory', {}, 'build ./nothere');
several('files of two directories', { 'a/a.go': 'package a\n', 'b/b.go': 'package b\n' }, 'build a/a.go b/b.go');
several('several mains to one file', { 'a/a.go': 'package main\nfunc main() {}\n', 'b/b.go': 'package main\nfunc main() {}\n' }, 'build -o x.wasm ./a ./b');
several('unknown flag', {}, 'build -frobnicate .');
several('flag without value', {}, 'build -o');
several('boolean flag with a bad value', {}, 'build -v=maybe .');
several('unknown command', {}, 'frobnicate');
for (const [name, text] of Object.entries({
  'empty': '', 'no module': 'go 1.26\n', 'unknown directive': `${GOMOD}frob x\n`, 'too new': 'module example.com/m\n\ngo 1.99\n', 'bad version': 'module example.com/m\n\ngo x\n', 'bad require': `${GOMOD}require x\n`,
  'unclosed block': `${GOMOD}require (\n`, 'two modules': 'module a.com/b\nmodule c.com/d\n', 'bad string': 'module "a.com\n',
})) cases.push({ name: `go.mod: ${name}`, args: 'build -o x.wasm .', files: { 'go.mod': text, 'main.go': 'package main\nfunc main() {}\n' } });
cases.push({ name: 'no go.mod', args: 'build .', files: { 'main.go': 'package main\nfunc main() {}\n' } });
cases.push({ name: 'dangling link', args: 'build -o x.wasm .', files: { 'go.mod': GOMOD, 'main.go': 'package main\nfunc main() {}\n' }, setup: (dir) => fs.symlinkSync('nothere.go', `${dir}/link.go`) });
cases.push({ name: 'directory with a .go name', args: 'build -o x.wasm .', files: { 'go.mod': GOMOD, 'main.go': 'package main\nfunc main() {}\n' }, setup: (dir) => fs.mkdirSync(`${dir}/dir.go`) });

/** Programs that must compile and print the same. */
export const programs = {
  parentheses: `package main\n\nfunc main() { println(${'('.repeat(10000)}42${')'.repeat(10000)}) }\n`,
  line: `package main\n\nfunc main() { s := "${'a'.repeat(1 << 20)}"; println(len(s)) }\n`,
  bom: '\ufeffpackage main\n\nfunc main() { println("bom") }\n',
  blocks: `package main\n\nfunc main() { x := 0; ${'{ x++; '.repeat(1000)}${'}'.repeat(1000)}; println(x) }\n`,
  sum: `package main\n\nfunc main() { x := 1; println(${'x + '.repeat(5000)}x) }\n`,
};
