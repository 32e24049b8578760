// uses: runtime
// The stacks that deferred functions see when a fault panics: the functions of the panic, and wrappers only where they are what panicked.
package main

import (
	"fmt"
	"runtime"
)

type shape interface{ Area() int }

type square struct{ n int }

func (s square) Area() int { return s.n }

type box struct{ shape }

//go:noinline
func show(name string, f func()) {
	defer func() {
		e := recover()
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
		fmt.Printf("%s: %v\n", name, e)
		for {
			frame, more := frames.Next()
			if frame.Function == "main.main" || !more {
				break
			}
			fmt.Println("\t" + frame.Function)
		}
	}()
	f()
}

//go:noinline
func load(p *int) int { return *p }

//go:noinline
func call(s shape) int { return s.Area() }

//go:noinline
func divide(a, b int) int { return a / b }

func main() {
	var none shape
	var null *square
	var i shape = null
	area := shape.Area
	show("nil pointer", func() { load(nil) })
	show("division", func() { divide(1, 0) })
	show("nil interface", func() { area(none) })
	show("promoted from nil interface", func() { call(box{}) })
	show("value method, nil pointer", func() { call(i) })
	show("wrapper that calls", func() { call(&box{square{3}}) })
}
