// Values in interfaces: content, and which take memory.
package main

import (
	"fmt"
	"testing"
)

type T16 int16
type F32 float32
type S struct{ x int64 }
type P struct {
	p *int
	n int
}
type St string

var sink any
var i16 int16 = -3
var u16 uint16 = 65535
var i32 int32 = -7
var f32 float32 = 1.5
var f64 = 2.5
var negz = 0.0
var i64 int64 = 1 << 40
var small = 200
var str = "hello"
var empty = ""
var sl = []int{1, 2}
var nilsl []int
var s = S{77}
var p = P{nil, 3}

//go:noinline
func id(x any) any { return x }

func allocs(name string, f func()) { fmt.Println(name, testing.AllocsPerRun(100, f)) }

func use(x any) int {
	switch x := x.(type) {
	case int:
		return x
	case string:
		return len(x)
	case float64:
		return int(x)
	case []int:
		return len(x)
	}
	return -1
}

func main() {
	negz = -negz
	for _, x := range []any{i16, u16, T16(i16), i32, f32, F32(f32), f64, negz, i64, small, str, St(str), empty, sl, nilsl, s, p} {
		sink = id(x)
		fmt.Printf("%T %v\n", sink, sink)
	}
	fmt.Println(id(sl).([]int)[1], id(nilsl).([]int) == nil, id(p).(P).n, id(i16).(int16), id(u16).(uint16), id(f32).(float32))
	allocs("small", func() { sink = small })
	allocs("big", func() { sink = i64 })
	allocs("str", func() { sink = str })
	allocs("empty", func() { sink = empty })
	allocs("nilsl", func() { sink = nilsl })
	allocs("sl", func() { sink = sl })
	allocs("f64", func() { sink = f64 })
	allocs("use", func() { small += use(str) + use(f64) + use(sl) - 9 })
	x := use(5) + use("abc") + use(7.0)
	var m = map[any]int{}
	for i := 0; i < 1000; i++ {
		m[i*i]++
		m[fmt.Sprint(i%10)]++
	}
	fmt.Println(x, len(m), m[49], m["3"])
	y := 10
	var a any = y
	y++
	fmt.Println(a, y)
}
