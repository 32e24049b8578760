// What closures capture, word by word: one captured variable may leave the function while its neighbours stay on the stack; and captured
// constants. Whatever leaves must be whole after the stack has been used anew and the collector has run.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
)

type node struct {
	next *node
	val  []int
}

//go:noinline
func churn(n int) (l *node) {
	for i := range n {
		l = &node{l, []int{i, i + 1}}
	}
	return l
}

//go:noinline
func deep(n int) int {
	var a [40]int
	for i := range a {
		a[i] = n * i
	}
	if n == 0 {
		return a[3]
	}
	return deep(n-1) + a[7]&1
}

func disturb() {
	churn(200)
	deep(50)
	runtime.GC()
}

var kept []any
var keptInts []*int
var keptFuncs []func() int

//go:noinline
func keep(x any) { kept = append(kept, x) }

//go:noinline
func call(f func()) { f() }

//go:noinline
func each(n int, f func(int) bool) {
	for i := range n {
		if !f(i) {
			return
		}
	}
}

type state struct {
	sum  int
	buf  []byte
	list *node
}

// s stays, v leaves.
//
//go:noinline
func neighbours(v any) (int, string) {
	var s state
	each(5, func(i int) bool {
		s.sum += i
		s.buf = append(s.buf, byte('a'+i))
		s.list = &node{s.list, []int{i}}
		keep(v)
		return i < 3
	})
	disturb()
	n := 0
	for l := s.list; l != nil; l = l.next {
		n += l.val[0]
	}
	return s.sum + n, string(s.buf)
}

// p leaves through the deferred closure, q does not.
//
//go:noinline
func deferred(n int) (r int) {
	p, q := new(int), new(int)
	*p, *q = n, 2*n
	defer func() {
		e := recover()
		keptInts = append(keptInts, p)
		r = *p + *q
		if e != nil {
			r = -r
		}
	}()
	disturb()
	if n%2 == 1 {
		panic(n)
	}
	return 0
}

// One captured variable is stored behind the other, and that one leaves.
//
//go:noinline
func behind(n int) {
	a := &node{val: []int{n}}
	b := &node{val: []int{n + 1}}
	call(func() { b.next = a })
	call(func() { keep(b) })
}

// The same, two calls deep and by way of a parameter.
//
//go:noinline
func link(to *node, n int) {
	a := &node{val: []int{n}}
	call(func() {
		call(func() { to.next = a })
	})
}

//go:noinline
func nested(n int) (out int) {
	x, y, z := n, n+1, n+2
	f := func() {
		g := func() {
			h := func() { keptInts = append(keptInts, &y) }
			h()
			z += x
		}
		g()
		disturb()
		out = z
	}
	f()
	return
}

// A closure in a variable that may hold several.
//
//go:noinline
func several(n int) int {
	x, y := n, n*10
	var f func() *int
	switch n % 3 {
	case 0:
		f = func() *int { return &x }
	case 1:
		f = func() *int { y++; return &y }
	default:
		f = func() *int { z := x + y; return &z }
	}
	p := f()
	keptInts = append(keptInts, p)
	disturb()
	return *p
}

// Closures that capture closures.
//
//go:noinline
func chain(n int) int {
	c := 0
	f := func() int { c++; return c }
	for range n {
		g := f
		f = func() int { return g() + c }
	}
	keptFuncs = append(keptFuncs, f)
	disturb()
	return f()
}

type big struct {
	a [20]int
	p *int
	s string
}

func (b big) sum() int {
	keptInts = append(keptInts, b.p)
	return b.a[3] + *b.p + len(b.s)
}

func (b *big) add(n int) { b.a[3] += n; b.p = &b.a[3] }

// Arrays and structs that are captured as a whole, method values, addresses inside.
//
//go:noinline
func whole(n int) int {
	v := n
	b := big{p: &v, s: strings.Repeat("x", n)}
	b.a[3] = n
	arr := [3]*int{&v, new(int), nil}
	m := b.sum
	f := func(k int) *int { return arr[k] }
	add := b.add
	add(7)
	keptInts = append(keptInts, f(1))
	*f(1) = n
	disturb()
	return m() + b.sum() + *f(0)
}

type visitor[T any] struct{ visit func(T) bool }

//go:noinline
func walk[T any](xs []T, v visitor[T]) {
	for _, x := range xs {
		if !v.visit(x) {
			return
		}
	}
}

// Generic code, a closure in a struct, results of a closure.
func collect[T any](xs []T, key func(T) int) (sum int, last *T) {
	var seen []*T
	walk(xs, visitor[T]{func(x T) bool {
		seen = append(seen, &x)
		sum += key(x)
		return true
	}})
	disturb()
	return sum, seen[len(seen)-1]
}

func seq(n int) func(func(int, *int) bool) {
	return func(yield func(int, *int) bool) {
		for i := range n {
			x := i * i
			if !yield(i, &x) {
				return
			}
		}
	}
}

//go:noinline
func ranges(n int) int {
	total := 0
	var last *int
	for i, p := range seq(n) {
		defer func() { keptInts = append(keptInts, p) }()
		if i == n-2 {
			continue
		}
		total += *p
		last = p
		for _, q := range seq(i) {
			total += *q
			if *q > 4 {
				last = q
				break
			}
		}
	}
	disturb()
	return total + *last
}

//go:noinline
func goroutines(n int) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum := 0
	for i := range n {
		p := &i
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { mu.Unlock() }()
			runtime.Gosched()
			mu.Lock()
			sum += *p
		}()
	}
	disturb()
	wg.Wait()
	return sum
}

// A function that calls itself through a closure that it only calls.
//
//go:noinline
func recursive(n int) {
	x := n
	f := func() {
		keptInts = append(keptInts, &x)
		if n > 0 {
			recursive(n - 1)
		}
	}
	f()
}

var errBase = errors.New("base")

// Constants that are captured, in nested closures, with defer and go, in loops and method values.
func constants() {
	n, s, f, c, ok := 41, "text", 2.5, 3+4i, true
	var none *int
	var nothing error
	inc := func(x int) int { return x + 1 }
	show := func() string {
		return func() string {
			return fmt.Sprint(inc(n), s, f, c, ok, none == nil, nothing, len(s), real(c))
		}()
	}
	fmt.Println(show())
	for i := range 3 {
		k := 7
		defer func() { fmt.Println("deferred", i, k, s, ok) }()
	}
	ch := make(chan string)
	go func() { ch <- fmt.Sprint(s, n, nothing) }()
	fmt.Println(<-ch)
	type num int
	var m num = 9
	str := func() string { return fmt.Sprintf("%T %v", m, m) }
	fmt.Println(str(), func() any { return s }(), func() string { return s[1:3] }())
	div := 0
	func() {
		defer func() { fmt.Println(recover(), errors.Is(errBase, nothing)) }()
		func() { fmt.Println(n / div) }()
	}()
	index := 9
	func() {
		defer func() { fmt.Println(recover()) }()
		func() { fmt.Println(s[index]) }()
	}()
	changed := 1
	g := func() int { return changed }
	changed = 2
	fmt.Println(g())
}

func allocs(name string, f func()) { fmt.Println(name, testing.AllocsPerRun(20, f)) }

//go:noinline
func stays(s *state, v any) {
	defer func() {
		if s.sum < 0 {
			keep(v)
		}
	}()
	s.sum++
}

var one any = 1

func main() {
	fmt.Println(neighbours("v"))
	fmt.Println(deferred(4), deferred(5))
	behind(1)
	root := &node{}
	link(root, 5)
	disturb()
	fmt.Println(root.next.val, nested(3), several(3), several(4), several(5), chain(3), whole(5))
	sum, last := collect([]string{"a", "bcd", "ef"}, func(s string) int { return len(s) })
	fmt.Println(sum, *last, ranges(6), goroutines(10))
	recursive(3)
	constants()
	disturb()
	for _, k := range kept {
		if n, ok := k.(*node); ok {
			fmt.Println(n.val, n.next.val)
			continue
		}
		fmt.Print(k, " ")
	}
	var ints []int
	for _, p := range keptInts {
		ints = append(ints, *p)
	}
	fmt.Println(ints)
	sort.Ints(ints)
	for _, f := range keptFuncs {
		fmt.Println(f(), f())
	}
	allocs("deferred closure", func() { var s state; stays(&s, one) })
	allocs("callback", func() {
		var s state
		each(3, func(i int) bool {
			s.sum += i
			if s.sum < 0 {
				keep(one)
			}
			return true
		})
	})
	n := 1000
	allocs("captured constant", func() { keepNot(n) })
}

//go:noinline
func keepNot(x any) {
	if x == nil {
		keep(x)
	}
}
