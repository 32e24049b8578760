// Programs that fuzzing reduced (test/fuzz): each function showed a fault of the compiler once.

package main

import "os"

func main() {
	os.Stdout.WriteString(nestedEmptyLiteral())
	for _, f := range []func(){
		func() { cutLast(nil) }, func() { cutAt(make([]int, 4), -2) }, func() { println(beyond(make([]int, 4), -3)) }, func() { makeAfter(-1, "abc") },
	} {
		os.Stdout.WriteString(panicOf(f))
	}
	os.Stdout.WriteString(aliasInItsArguments())
	os.Stdout.WriteString(itoa(uint64(len(farElement)) + uint64(len(localFar()))))
}

func itoa(n uint64) string {
	s := ""
	for ; n > 9; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return string(rune('0'+n)) + s + "\n"
}

type nested struct {
	a int
	b [4]uint64
	c float32
	d int64
}

//go:noinline
func makeNested(n int) nested { return nested{0, [4]uint64{}, 1, int64(n)} }

//go:noinline
func dirtyStack(n uint64) (x [40]uint64) {
	for i := range x {
		x[i] = n
	}
	return x
}

// An empty literal inside a complete one, on memory that is not zero.
func nestedEmptyLiteral() string {
	d := dirtyStack(77)
	t := makeNested(3)
	return itoa(d[3]) + itoa(t.b[0]+t.b[1]+t.b[2]+t.b[3]+uint64(t.d))
}

func panicOf(f func()) (text string) {
	defer func() { text = recover().(error).Error() + "\n" }()
	f()
	return
}

// Indexes that become lengths only when a check has passed.

//go:noinline
func cutLast(s []int) []int {
	i := len(s) - 1
	s = s[:i]
	s[i-2] = 1
	return s
}

//go:noinline
func cutAt(s []int, n int) int {
	if n > cap(s) {
		return 0
	}
	s = s[:n]
	return s[0]
}

//go:noinline
func beyond(s []int, n int) int {
	if n+1 >= len(s) {
		return 0
	}
	x := s[n+1]
	s = s[:n]
	return x + s[0]
}

//go:noinline
func makeAfter(n int, s string) []byte {
	if n >= len(s) {
		return nil
	}
	c := s[n]
	b := make([]byte, n)
	b[0] = c
	return b
}

// An alias for an instance whose type argument mentions the alias, reached through another type first.

type embedding interface{ unnamed }

type instance[A, B any] struct{ b B }

type alias = instance[named, int]

type named interface{ method(any) *alias }

type unnamed interface{ method(any) *alias }

type implements struct{}

func (implements) method(any) *alias { return &alias{7} }

func aliasInItsArguments() string {
	var e embedding = implements{}
	var n named = e
	return itoa(uint64(n.method(nil).b))
}

// An element beyond 2³².
var farElement = []struct{}{1<<32 + 5: {}, 2: {}}

func localFar() []struct{} { return []struct{}{1 << 40: {}} }
