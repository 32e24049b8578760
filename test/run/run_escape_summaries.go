// What callers learn of where a function leaves pointers: behind several loads, between parameters, in closures.
package main

import "fmt"

type B struct{ x *int }

var global *int

//go:noinline
func get(p **B) *int { return (*p).x }

//go:noinline
func leak(p **B) { global = (*p).x }

//go:noinline
func mk(n int) *int {
	v := n
	b := B{&v}
	pb := &b
	return get(&pb)
}

//go:noinline
func mk2(n int) {
	v := n
	b := B{&v}
	pb := &b
	leak(&pb)
}

//go:noinline
func call(f func()) { f() }

//go:noinline
func mk3(n int) {
	v := n
	p := &v
	if n > 1 {
		p = new(int)
		*p = n
	}
	call(func() { global = p })
	p = nil
}

//go:noinline
func mk4(n int) {
	v := n
	b := &B{&v}
	f := func() { global = b.x }
	f()
	b = nil
}

type N struct {
	next *N
	v    int
}

//go:noinline
func last(p *N) *N {
	for p.next != nil {
		p = p.next
	}
	return p
}

//go:noinline
func third(p *N) *N { return p.next.next.next }

//go:noinline
func chain(n int, f func(*N) *N) *N {
	d := N{nil, n}
	c := N{&d, 0}
	b := N{&c, 0}
	a := N{&b, 0}
	return last(&a)
}

//go:noinline
func chain3(n int) *N {
	d := N{nil, n}
	c := N{&d, 0}
	b := N{&c, 0}
	a := N{&b, 0}
	return third(&a)
}

//go:noinline
func callInt(f func(int)) { f(1); f(2) }

//go:noinline
func mk5(n int) {
	v := n
	w := &v
	callInt(func(i int) { global = w; v += i })
}

type P struct {
	a *int
	b *B
}

//go:noinline
func down(p *P) { p.b.x = p.a }

//go:noinline
func mk6(n int) *int {
	v := n
	q := B{}
	p := P{&v, &q}
	down(&p)
	return q.x
}

//go:noinline
func across(p, q *B) { p.x = q.x }

//go:noinline
func mk7(n int) *int {
	v := n
	q := B{&v}
	p := B{}
	across(&p, &q)
	return p.x
}

//go:noinline
func mk8(n int) *int {
	v := n
	f := func() *int {
		if n > 100 {
			panic("no")
		}
		return &v
	}
	return pick(f)()
}

//go:noinline
func pick(f func() *int) func() *int { return f }

func main() {
	p, q := mk(1), mk(2)
	fmt.Println(*p, *q)
	mk2(3)
	p = global
	mk2(4)
	fmt.Println(*p, *global)
	mk3(1)
	p = global
	mk3(1)
	mk2(9)
	fmt.Println(*p, *global)
	mk4(5)
	p = global
	mk4(6)
	fmt.Println(*p, *global)
	x, y := chain(1, last), chain(2, last)
	fmt.Println(x.v, y.v)
	x, y = chain3(1), chain3(2)
	fmt.Println(x.v, y.v)
	mk5(5)
	p = global
	mk5(6)
	fmt.Println(*p, *global)
	p, q = mk6(1), mk6(2)
	fmt.Println(*p, *q)
	p, q = mk7(1), mk7(2)
	fmt.Println(*p, *q)
	p, q = mk8(1), mk8(2)
	fmt.Println(*p, *q)
}
