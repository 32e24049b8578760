// Objects that outlive the call that makes them, by ways that escape analysis must see.
package main

import "fmt"

type node struct {
	next *node
	val  int
}

var global *node
var globalInt *int

//go:noinline
func clobber(n int) int {
	var a [64]int
	for i := range a {
		a[i] = -n - i
	}
	s := 0
	for i := range a {
		s += a[(i*7)%64]
	}
	if n > 0 {
		return s + clobber(n-1)
	}
	return s
}

//go:noinline
func call(f func()) { f() }

//go:noinline
func callWith(f func(**int), p **int) { f(p) }

// A closure that does not escape stores a captured pointer into a captured variable.
//
//go:noinline
func viaCapture() *int {
	var p *int
	x := 1
	call(func() { p = &x })
	return p
}

// ... into the heap.
//
//go:noinline
func captureToGlobal() {
	n := &node{val: 2}
	call(func() { global = n })
}

// A captured variable whose content the closure leaks.
//
//go:noinline
func captureContentToGlobal() {
	var n *node
	n = &node{val: 3}
	n2 := n
	call(func() { n = n2; global = n })
}

//go:noinline
func copyPtr(a, b **int) { *a = *b }

//go:noinline
func copied() *int {
	var p, q *int
	x := 4
	q = &x
	copyPtr(&p, &q)
	return p
}

//go:noinline
func second(n *node) { global = n.next.next }

//go:noinline
func secondLevel() {
	c := &node{val: 5}
	b := &node{next: c}
	a := &node{next: b}
	second(a)
}

//go:noinline
func secondOf(n *node) *node { return n.next.next }

//go:noinline
func secondReturned() *node {
	c := &node{val: 6}
	b := &node{next: c}
	a := &node{next: b}
	return secondOf(a)
}

type holder struct{ p **int }

//go:noinline
func fill(h *holder) { h.p = &globalInt }

//go:noinline
func storeThroughFilled() {
	var h holder
	fill(&h)
	x := 7
	*h.p = &x
}

//go:noinline
func storeThroughCaptured() {
	var p **int
	callWith(func(q **int) { p = q }, &globalInt)
	x := 8
	*p = &x
}

//go:noinline
func link(list, n *node) { list.next = n }

//go:noinline
func linked() int {
	head := &node{}
	tail := head
	for i := range 5 {
		n := &node{val: i}
		link(tail, n)
		tail = n
	}
	s := 0
	for n := head.next; n != nil; n = n.next {
		s = s*10 + n.val
	}
	return s
}

//go:noinline
func linkedByClosure() int {
	head := &node{}
	tail := head
	for i := range 5 {
		n := &node{val: i}
		call(func() { tail.next = n; tail = n })
	}
	s := 0
	for n := head.next; n != nil; n = n.next {
		s = s*10 + n.val
	}
	return s
}

//go:noinline
func get(f func() *node) *node { return f() }

//go:noinline
func returnedByClosure() *node {
	n := &node{val: 9}
	return get(func() *node { return n })
}

//go:noinline
func (n *node) push(list *[]*node) { *list = append(*list, n) }

//go:noinline
func methodValue() []*node {
	var list []*node
	for i := range 3 {
		n := &node{val: i}
		g := n.push
		g(&list)
	}
	return list
}

type pair struct{ a, b *int }

//go:noinline
func copyPair(d, s *pair) { *d = *s }

//go:noinline
func structCopy() *pair {
	x, y := 10, 11
	s := pair{&x, &y}
	d := new(pair)
	copyPair(d, &s)
	return d
}

//go:noinline
func swapAll(ps []*int, qs []*int) { copy(ps, qs) }

//go:noinline
func sliceCopy() *int {
	x := 12
	qs := []*int{&x}
	ps := make([]*int, 1)
	swapAll(ps, qs)
	return ps[0]
}

type group struct{ _ int }

//go:noinline
func each(f func() bool) {
	for range 2 {
		f()
	}
}

//go:noinline
func grouped(list []*group, f func(*group) *group) []*group {
	g := new(group)
	each(func() bool {
		if x := f(g); x != nil {
			list = append(list, x)
		}
		return false
	})
	return list
}

//go:noinline
func mapped() map[string]*int {
	m := map[string]*int{}
	put := func(k string, v int) { m[k] = &v }
	for i := range 4 {
		put(fmt.Sprint(i), i)
	}
	return m
}

type visitor interface{ visit(n *node) }
type collector struct{ all []*node }

func (c *collector) visit(n *node) { c.all = append(c.all, n) }

//go:noinline
func walk(v visitor, n *node) {
	for ; n != nil; n = n.next {
		v.visit(n)
	}
}

//go:noinline
func visited() []*node {
	c := &collector{}
	n := &node{val: 1, next: &node{val: 2}}
	walk(c, n)
	return c.all
}

func main() {
	p := viaCapture()
	q := copied()
	clobber(20)
	fmt.Println(*p, *q)
	captureToGlobal()
	clobber(20)
	fmt.Println(global.val)
	captureContentToGlobal()
	clobber(20)
	fmt.Println(global.val)
	secondLevel()
	clobber(20)
	fmt.Println(global.val)
	n := secondReturned()
	clobber(20)
	fmt.Println(n.val)
	storeThroughFilled()
	clobber(20)
	fmt.Println(*globalInt)
	storeThroughCaptured()
	clobber(20)
	fmt.Println(*globalInt)
	fmt.Println(linked(), linkedByClosure())
	n = returnedByClosure()
	clobber(20)
	fmt.Println(n.val)
	for _, n := range methodValue() {
		clobber(3)
		fmt.Println(n.val)
	}
	d := structCopy()
	r := sliceCopy()
	clobber(20)
	fmt.Println(*d.a, *d.b, *r)
	var list []*group
	for range 3 {
		list = grouped(list, func(g *group) *group { return g })
	}
	for i := 1; i < len(list); i++ {
		fmt.Print(list[i] == list[i-1], " ")
	}
	fmt.Println()
	m := mapped()
	clobber(20)
	fmt.Println(*m["0"], *m["1"], *m["2"], *m["3"])
	for _, n := range visited() {
		clobber(3)
		fmt.Println(n.val)
	}
}
