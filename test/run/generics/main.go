// An old module of generic code (B2): generic types across packages.
package main

import (
	"adv/lib"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
)

type MyInt int
func (m MyInt) String() string { return fmt.Sprintf("M%d", int(m)) }
type box struct{ v string }
func (b *box) Get() string { return b.v }
func (b *box) Set(s string) { b.v = s + "!" }
type Vec[T any] []T
func (v Vec[T]) Map(f func(T) T) Vec[T] { r := make(Vec[T], 0, len(v)); for _, x := range v { r = append(r, f(x)) }; return r }
type Rec[T any] struct { kids []Rec[T]; v *Rec[T] }
type A[P any] = lib.Pair[string, P]
func seq[T any](xs ...T) iter.Seq2[int, T] { return func(y func(int, T) bool) { for i, x := range xs { if !y(i, x) { return } } } }
func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C { return func(a A) C { return g(f(a)) } }
func ptr[T any](x T) *T { return &x }
type num interface{ ~int | ~float64 | ~complex128 }
func dbl[T num](x T) T { return x + x }

func main() {
	p := lib.Pair[MyInt, []string]{3, []string{"a"}}
	fmt.Println(p, &p, A[int]{"k", 7})
	t := lib.New(strings.Compare).Insert("z")
	t.Walk(func(s string) bool { fmt.Println("walk", s); return true })
	fmt.Println(lib.SumMap(map[string]float64{"a": 1.5, "b": 2}), lib.SumMap(map[int]MyInt{1: 2}))
	fmt.Println(lib.Keys(lib.Set[int]{1: {}, 2: {}}))
	d := lib.Derived[int]{&lib.Base[int]{1}, lib.Base2[int]{[]int{1, 2}}}
	d.Set(5)
	f, g := d.Get, (*lib.Base[int]).Get
	fmt.Println(d.Get(), f(), g(d.Base), d.Len(), lib.Base2[string].Len(lib.Base2[string]{}))
	fmt.Println(lib.Describe(1), lib.Describe(MyInt(2)), lib.Describe("s"), lib.Describe([]int{}), lib.Describe(p))
	fmt.Println(lib.Hid[string](), lib.Hid[int]())
	fmt.Println(lib.Apply(func(s *string) { *s += "x" }, func(s *string) { *s += "y" }))
	fmt.Println(lib.Use[*box]("hi"))
	fmt.Println(Vec[int]{1, 2}.Map(func(i int) int { return i * 10 }))
	fmt.Printf("%T %T\n", Rec[int]{}, Rec[lib.Set[MyInt]]{}.v)
	for i, s := range seq("a", "b", "c") { if i == 2 { break }; fmt.Print(i, s, " ") }
	fmt.Println(compose(func(i int) string { return fmt.Sprint(i) }, func(s string) []byte { return []byte(s) })(42))
	fmt.Println(*ptr(3), dbl(1i), dbl(MyInt(4)))
	ks := slices.Collect(maps.Keys(map[string]int{"x": 1, "y": 2})); sort.Strings(ks)
	fmt.Println(ks, slices.MaxFunc([]MyInt{1, 9, 3}, func(a, b MyInt) int { return int(a - b) }))
	var ap atomic.Pointer[box]
	ap.Store(&box{"q"})
	fmt.Println(ap.Load().v, slices.IndexFunc(ks, func(s string) bool { return s == "y" }))
	var fn func(int) int = dbl
	fmt.Println(fn(4), slices.SortedFunc(slices.Values([]string{"b", "a"}), strings.Compare))
	type local struct{ n int }
	fmt.Printf("%T %v\n", lib.Pair[local, *local]{}, any(lib.Pair[local, int]{local{1}, 2}) == any(lib.Pair[local, int]{local{1}, 2}))
	func() { type local string; fmt.Printf("%T\n", []lib.Pair[local, Vec[local]]{}) }()
	defer func() { fmt.Println("rec:", recover()) }()
	var e any = lib.Base[int]{}
	_ = e.(lib.Base[string])
}
