// The texts of run-time errors.
package main

import (
	"fmt"
	"runtime"
)

type I interface{ M() }
type J interface {
	I
	N(int) string
}
type A struct{}
type B int

func (A) M()  {}
func (*B) M() {}

//go:noinline
func id[T any](v T) T { return v }

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isErr := r.(runtime.Error)
		fmt.Printf("%s: %v (%T %v)\n", name, r, r, isErr)
	}()
	f()
}

func main() {
	s := []int{1, 2, 3}
	str := "abc"
	var i I
	var a any = 5
	var np *A
	var nf func()
	var m map[any]int
	arr := [4]int{}
	try("index", func() { _ = s[id(5)] })
	try("negative", func() { _ = s[id(-1)] })
	try("array", func() { arr[id(4)] = 1 })
	try("string", func() { _ = str[id(3)] })
	try("slice high", func() { _ = s[:id(9)] })
	try("slice low", func() { _ = s[id(3):id(2)] })
	try("slice3", func() { _ = s[:id(2):id(1)] })
	try("slice3 max", func() { _ = s[:2:id(10)][0] })
	try("string slice", func() { _ = str[id(2):id(1)] })
	try("uint index", func() { _ = s[id(uint64(1)<<63)] })
	try("nil call", func() { nf() })
	try("nil interface", func() { i.M() })
	try("nil method value", func() { _ = i.M })
	try("promoted nil", func() { var p *struct{ A }; p.M() })
	try("value method", func() { i = np; i.M() })
	try("assert", func() { _ = a.(string) })
	try("assert iface", func() { _ = a.(I) })
	try("assert missing", func() { i = A{}; _ = i.(J) })
	try("assert pointer", func() { a = B(1); _ = a.(I) })
	try("assert nil", func() { var n any; _ = n.(int) })
	try("unhashable", func() { m = map[any]int{}; m[[]int{1}] = 2 })
	try("uncomparable", func() { x, y := any([]int{}), any([]int{}); _ = x == y })
	try("uncomparable struct", func() { type t struct{ f func() }; x := any(t{}); _ = x == any(t{}) })
	try("nil map", func() { var m map[string]int; m["a"]++ })
	try("divide", func() { fmt.Println(1 / id(0)) })
	try("modulo", func() { fmt.Println(int8(1) % id(int8(0))) })
	try("shift", func() { fmt.Println(1 << id(-1)) })
	try("make", func() { _ = make([]int, id(-1)) })
	try("make cap", func() { _ = make([]int, 2, id(1)) })
	try("make huge", func() { _ = make([]int64, id(1<<60)) })
	try("make chan", func() { _ = make(chan int, id(-1)) })
	try("close nil", func() { var c chan int; close(c) })
	try("close closed", func() { c := make(chan int); close(c); close(c) })
	try("send closed", func() { c := make(chan int); close(c); c <- 1 })
	try("to array", func() { _ = [4]int(s) })
	try("to array pointer", func() { _ = (*[5]int)(s) })
	try("overflow", func() { x := id(-1 << 63); fmt.Println(x / id(-1), -x, x-1) })
	try("custom", func() { panic(fmt.Errorf("e%d", 1)) })
	try("goexit value", func() { panic(B(3)) })
}
