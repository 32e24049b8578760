package a

import (
	"fmt"

	"example.com/packages/internal/b"
)

var V = func() int { b.Log("a.V"); return 10 }()

type T struct{ N int }

func (t *T) Double() int { return t.N * 2 }

type Iface interface{ Double() int }

type Pair[A, B any] struct {
	First  A
	Second B
}

func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

func init() { b.Log("a init") }

func hidden(n int) string { return fmt.Sprint("hidden ", n) }
