// runtime.Goexit in main with other goroutines left: deferred calls run, then a deadlock is reported.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func nest(depth int) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint(s, " rec", depth, r)
			if depth < 3 {
				s += nest(depth + 1)
			}
		}
	}()
	defer func() { defer func() { s += fmt.Sprint(" in", recover()) }(); panic(depth * 10) }()
	panic(depth)
}

func main() {
	fmt.Println(nest(1))
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("goexit: recover gives", recover()) }()
		defer func() {
			defer func() { fmt.Println("over a panic:", recover()) }()
			panic("while exiting")
		}()
		func() { runtime.Goexit() }()
		fmt.Println("never")
	}()
	wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println(recover()) }()
		defer runtime.Goexit()
		panic("aborted by Goexit")
	}()
	wg.Wait()
	func() {
		defer func() { fmt.Println(recover()) }()
		defer panic("second")
		panic("first")
	}()
	var e error
	func() {
		defer func() { e = recover().(error) }()
		panic(nil)
	}()
	fmt.Println(e)
	defer fmt.Println("deferred in main")
	runtime.Goexit()
}
