// Language: range over func with control flow, labels, goto, closures, generics, deep recursion, big structs, order of evaluation.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

type Number interface{ ~int | ~int32 | ~float64 }

func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

type Tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	n    int
}
type node[K cmp.Ordered, V any] struct {
	k           K
	v           V
	left, right *node[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch c := cmp.Compare(k, (*p).k); {
		case c < 0:
			p = &(*p).left
		case c > 0:
			p = &(*p).right
		default:
			(*p).v = v
			return
		}
	}
	*p = &node[K, V]{k: k, v: v}
	t.n++
}
func (t *Tree[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { t.root.walk(yield) }
}
func (n *node[K, V]) walk(yield func(K, V) bool) bool {
	return n == nil || n.left.walk(yield) && yield(n.k, n.v) && n.right.walk(yield)
}

func find(t *Tree[string, int], min int) (key string, err error) {
	defer func() { err = fmt.Errorf("%s:%v", key, err) }()
outer:
	for k, v := range t.All() {
		for i := range 10 {
			defer func() { key += fmt.Sprint(i) }()
			if i > v {
				continue outer
			}
			if v >= min && i == 2 {
				return k, nil
			}
			if v == 99 {
				break outer
			}
		}
	}
	return "none", nil
}

type big struct {
	a [50]int
	s string
	m map[int]int
}

func pass(b big, n int) big {
	b.a[n] = n
	if n > 0 {
		b = pass(b, n-1)
	}
	b.s += "x"
	return b
}

func depth(n int) int {
	if n == 0 {
		return 0
	}
	var pad [16]int
	pad[n%16] = n
	return depth(n-1) + 1 + pad[(n+1)%16]
}

func trace(s string, v int) int { fmt.Print(s, " "); return v }

func main() {
	t := &Tree[string, int]{}
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t.Put(w, i)
	}
	for k, v := range t.All() {
		if k > "q" {
			break
		}
		fmt.Print(k, "=", v, " ")
	}
	fmt.Println(t.n)
	fmt.Println(find(t, 4))
	fmt.Println(find(t, 100))
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("*", i) }), Sum(1.5, 2), Sum[int32]())

	next, stop := iter.Pull2(t.All())
	k, v, ok := next()
	fmt.Println(k, v, ok)
	stop()
	fmt.Println(next())
	func() {
		defer func() { fmt.Println("from iterator:", recover()) }()
		n, s := iter.Pull(func(yield func(int) bool) { yield(1); panic("in seq") })
		defer s()
		n()
		n()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		for range func(yield func() bool) { yield(); yield() } {
			break
		}
	}()

	i := 0
again:
	i++
	for j := range 5 {
		switch {
		case j == 2:
			continue
		case j == 4 && i < 3:
			goto again
		case j == 3:
			fallthrough
		case i == 100:
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i *= 10; return i })
	}
	fmt.Println(fs[1](), fs[1](), fs[2](), fs[0]())
	b := pass(big{m: map[int]int{1: 2}}, 49)
	fmt.Println(Sum(b.a[:]...), len(b.s), b.m)
	fmt.Println(depth(200000))
	m := map[int]string{}
	for i := range 1000 {
		m[i*7] = fmt.Sprint(i)
	}
	n := 0
	for k := range m {
		delete(m, k)
		delete(m, (k+7)%7000)
		n++
	}
	fmt.Println(len(m), n > 500 && n <= 1000)
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		arr[(i+1)%3] += v
	}
	fmt.Println(arr)
	x := []int{trace("a", 1), trace("b", 2)}
	x[trace("i", 0)], x[trace("j", 1)] = trace("v", 5), x[0]
	fmt.Println(x, trace("c", 1) == 1 && trace("d", 0) == 1 || trace("e", 2) == 2)
	func() {
		for i := range 3 {
			defer func(n int) { fmt.Print("d", n, i, " ") }(i * i)
		}
	}()
	fmt.Println(slices.Sorted(func(yield func(string) bool) { _ = yield("b") && yield("a") }))
	type pair struct {
		a, b any
	}
	mm := map[pair]int{{1, "x"}: 1, {1.0, nil}: 2}
	fmt.Println(mm[pair{1, "x"}], mm[pair{1.0, nil}], mm[pair{1, nil}], any(pair{1, 2}) == any(pair{1, 2}))
	var c complex64 = complex(1, 2)
	c *= c
	u := uint8(200)
	u += 100
	i8 := int8(-128)
	const huge = 1 << 100
	fmt.Println(c, u, huge>>98, -7/2, -7%2, -7>>1, 7&^5, i8/-1)
	for i, r := range "héy\xff" {
		fmt.Print(i, ":", string(r), " ")
	}
	switch v := any(t).(type) {
	case nil, int:
		fmt.Println("no")
	case interface{ Put(string, int) }:
		fmt.Printf("%T\n", v)
	}
}
