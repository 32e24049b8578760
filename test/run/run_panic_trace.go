// A panic with a value of a named error type, deferred calls on the way, a trace of several frames and goroutines' frames.
package main

import "fmt"

type myErr struct{ code int }

func (e *myErr) Error() string { return fmt.Sprint("my error ", e.code) }

type T struct{ n int }

//go:noinline
func (t *T) deep(n int) int {
	if n == 0 {
		panic(&myErr{t.n})
	}
	return t.deep(n-1) + 1
}

func main() {
	defer fmt.Println("deferred 1")
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		panic("in a deferred call")
	}()
	func() {
		fmt.Println((&T{42}).deep(3))
	}()
}
