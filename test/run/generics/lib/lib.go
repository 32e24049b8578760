package lib

import "fmt"

type Pair[K comparable, V any] struct { Key K; Val V }
func (p Pair[K, V]) String() string { return fmt.Sprintf("%v=%v", p.Key, p.Val) }
type Tree[T any] struct { left, right *Tree[T]; val T; cmp func(a, b T) int }
func New[T any](cmp func(a, b T) int) *Tree[T] { return &Tree[T]{cmp: cmp} }
func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil { return &Tree[T]{val: v} }
	if t.cmp != nil && t.left == nil && t.right == nil && t.val2() { t.val = v }
	return t
}
func (t *Tree[T]) val2() bool { type local struct{ x T; n int }; var l local; _ = l; return fmt.Sprintf("%T", l) != "" }
func (t *Tree[T]) Walk(yield func(T) bool) { if t == nil { return }; t.left.Walk(yield); if !yield(t.val) { return }; t.right.Walk(yield) }
type Number interface { ~int | ~int8 | ~float64 }
func SumMap[K comparable, V Number](m map[K]V) (s V) { for _, v := range m { s += v }; return }
type Set[T comparable] = map[T]struct{}
func Keys[M ~map[K]V, K comparable, V any](m M) int { return len(m) }
type Base[T any] struct { X T }
func (b *Base[T]) Set(x T) { b.X = x }
func (b Base[T]) Get() T { return b.X }
type Derived[T any] struct { *Base[T]; Base2[T] }
type Base2[T any] struct { Y []T }
func (b Base2[T]) Len() int { return len(b.Y) }
func Describe[T any](x T) string {
	type wrap[U any] struct { a T; b U }
	switch any(x).(type) {
	case int: return "int"
	case fmt.Stringer: return "stringer " + fmt.Sprintf("%T", wrap[string]{})
	case []T: return "slice"
	}
	return fmt.Sprintf("%T %T", x, wrap[T]{a: x})
}
var hidden = 41
func Hid[T any]() int { hidden++; return hidden }
type Opt[T any] func(*T)
func Apply[T any](opts ...Opt[T]) T { var t T; for _, o := range opts { o(&t) }; return t }
type I[T any] interface { Get() T; Set(T) }
func Use[P interface{ *E; I[T] }, E, T any](v T) T { p := P(new(E)); p.Set(v); return p.Get() }
func init() { fmt.Println("lib", Hid[int]()) }
