// Allocations that escape analysis must avoid: interface calls on a value whose type is known after inlining, recursive functions,
// random bytes into a local buffer, functions with defer; and one that it must not avoid.
package main

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"testing"
)

type shape interface {
	area(scale []int) int
}

type square struct{ side, calls int }

func (s *square) area(scale []int) int {
	s.calls++
	return s.side * s.side * scale[0]
}

func (s *square) count() int { return s.calls }

func newShape(side int) shape { return &square{side: side} }

type walker struct {
	depth int
	path  []int
}

//go:noinline
func (w *walker) walk(n int) {
	if n == 0 {
		return
	}
	w.depth++
	w.path = append(w.path, n)
	w.walk(n - 1)
	w.path = w.path[:len(w.path)-1]
}

type node struct{ next *node }

var kept *node

//go:noinline
func keep(n *node, depth int) {
	if depth == 0 {
		kept = n
		return
	}
	keep(&node{next: n}, depth-1)
}

var sum int

func adjusted(side int) shape {
	s := &square{side: side}
	if side > 5 {
		s.side = side*3 - sum%7
		s.calls = side % 7
	}
	return s
}

// deferring calls functions whose results stay on the stack once all of them are inlined.
func deferring() {
	defer func() { sum++ }()
	a, b, c, d, e, f := adjusted(1), adjusted(2), adjusted(3), adjusted(sum), adjusted(sum+5), adjusted(6)
	sum += a.area([]int{sum}) + b.area([]int{3}) + c.area([]int{4}) + d.area([]int{5}) + e.area([]int{6}) + f.area([]int{7})
}

func allocs(name string, f func()) {
	n := testing.AllocsPerRun(10, f)
	fmt.Println(name, n)
}

func main() {
	allocs("interface", func() {
		s := newShape(3)
		scale := []int{2}
		sum += s.area(scale)
	})
	allocs("known assertion", func() {
		s := newShape(4)
		if c, ok := s.(interface{ count() int }); ok {
			sum += c.count()
		}
		sum += s.(*square).side + s.(shape).area([]int{1})
	})
	buf := make([]int, 0, 10)
	allocs("recursive", func() {
		w := &walker{path: buf}
		w.walk(5)
		sum += w.depth
	})
	allocs("recursive, kept", func() { keep(nil, 3) })
	in := []byte("hello")
	allocs("sha256", func() {
		h := sha256.New()
		h.Write(in)
		var out [32]byte
		h.Sum(out[:0])
		sum += int(out[0])
	})
	allocs("rand", func() {
		b := make([]byte, 16)
		rand.Read(b)
		sum += len(b)
	})
	allocs("in a function with defer", deferring)
	n := 0
	for k := kept; k != nil; k = k.next {
		n++
	}
	fmt.Println(n)
}
