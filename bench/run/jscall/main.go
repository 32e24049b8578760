//go:build js

// What a call of a JavaScript function costs: prints nanoseconds per call, the best of five rounds.
package main

import (
	"fmt"
	"syscall/js"
	"time"
)

func main() {
	const n = 100_000
	math := js.Global().Get("Math")
	best := time.Duration(1 << 62)
	sum := 0
	for range 5 {
		t := time.Now()
		for i := range n {
			sum += math.Call("max", i, 7).Int()
		}
		best = min(best, time.Since(t))
	}
	fmt.Println("ns", float64(best.Nanoseconds())/n, "sum", sum)
}
