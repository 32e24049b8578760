// Dispatch kernels: interface calls, closures, generics, defer and recover.
package main

import (
	"cmp"
	"fmt"

	"gossamer.bench/harness"
)

func main() {
	harness.Main(map[string]func() string{"interfaces": interfaces, "closures": closures, "generics": generics, "deferrecover": deferRecover})
}

type shape interface {
	area() int
	scale(k int) shape
}
type square struct{ s int }
type rect struct{ w, h int }
type triangle struct{ b, h int }

func (s *square) area() int           { return s.s * s.s }
func (r *rect) area() int             { return r.w * r.h }
func (t *triangle) area() int         { return t.b * t.h / 2 }
func (s *square) scale(k int) shape   { s.s = (s.s*k + 1) & 1023; return s }
func (r *rect) scale(k int) shape     { r.w = (r.w*k + 3) & 1023; return r }
func (t *triangle) scale(k int) shape { t.b = (t.b*k + 5) & 1023; return t }

func interfaces() string {
	shapes := []shape{&square{3}, &rect{4, 5}, &triangle{6, 7}, &square{8}, &rect{1, 2}}
	total := 0
	for i := range 70_000_000 {
		s := shapes[i%len(shapes)]
		total += s.area()
		if i&7 == 0 {
			total += s.scale(i & 3).area()
		}
	}
	return fmt.Sprint(total)
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func counter(step int) func() int {
	n := 0
	return func() int { n += step; return n }
}

func closures() string {
	add := func(k int) func(int) int { return func(x int) int { return x + k } }
	mask := func(x int) int { return x & 0xffff }
	f := compose(add(3), mask, add(-1), func(x int) int { return x ^ 0x55 })
	c := counter(3)
	x, total := 0, 0
	for range 20_000_000 {
		x = f(x)
		total += x + c()&1
	}
	return fmt.Sprint(total)
}

func quicksort[T cmp.Ordered](a []T) {
	for len(a) > 12 {
		p := a[len(a)/2]
		i, j := 0, len(a)-1
		for i <= j {
			for a[i] < p {
				i++
			}
			for a[j] > p {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		quicksort(a[:j+1])
		a = a[i:]
	}
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}

func mapTo[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func reduce[T, A any](in []T, acc A, f func(A, T) A) A {
	for _, v := range in {
		acc = f(acc, v)
	}
	return acc
}

func generics() string {
	const n = 400_000
	ints := make([]int, n)
	x := uint32(1)
	var out string
	for range 4 {
		for i := range ints {
			x = x*1664525 + 1013904223
			ints[i] = int(x >> 4)
		}
		quicksort(ints)
		floats := mapTo(ints, func(v int) float64 { return float64(v) / 3 })
		quicksort(floats)
		s := reduce(floats, 0.0, func(a, v float64) float64 { return a + v })
		out = fmt.Sprintf("%d %.3f", ints[n/2], s)
	}
	return out
}

func guarded(i int) (r int) {
	defer func() {
		if e := recover(); e != nil {
			r = e.(int)
		}
	}()
	if i%4 == 0 {
		panic(i)
	}
	return i * 2
}

func locked(m *int, i int) int {
	*m++
	defer func() { *m-- }()
	return *m + i
}

func deferRecover() string {
	total, m := 0, 0
	for i := range 4_000_000 {
		total += guarded(i)
		total += locked(&m, i)
	}
	return fmt.Sprint(total, m)
}
