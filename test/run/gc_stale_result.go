package main

// A call's result in memory lies where an earlier call left pointers to objects that are free by now: counts of the heap stay true.

import (
	"fmt"
	"runtime"
)

type block [700]byte

type big struct {
	p   *block
	pad [10]int
}

//go:noinline
func makeBig(n int) big { return big{p: new(block), pad: [10]int{n}} }

var make1 = makeBig

//go:noinline
func use(n int) (sum int) {
	for i := range n {
		runtime.GC()
		r := make1(i)
		sum += r.pad[0] + len(r.p)
	}
	return sum
}

var kept []*block

func main() {
	for range 3 {
		kept = append(kept, new(block))
	}
	sum := 0
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 6 {
		sum += use(2)
		runtime.GC()
	}
	runtime.ReadMemStats(&after)
	fmt.Println(sum, len(kept))
	fmt.Println(after.Frees <= after.Mallocs, after.Frees-before.Frees < 1000, after.HeapAlloc < 1<<24, after.HeapObjects < 1<<20, after.TotalAlloc >= after.HeapAlloc)
}
