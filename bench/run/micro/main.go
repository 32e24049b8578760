// Micro-benchmarks behind the rows of bench/targets.mjs: `micro NAME` prints `NAME value` lines.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

func main() {
	switch os.Args[1] {
	case "suspend":
		suspend()
	case "preempt":
		preempt()
	case "callers":
		callers()
	case "parked100k":
		parked(100_000)
	case "parked1m":
		parked(1_000_000)
	case "recursion":
		fmt.Println("depth", deep(10_000_000))
	default:
		fmt.Fprintln(os.Stderr, "no benchmark", os.Args[1])
		os.Exit(2)
	}
}

//go:noinline
func one(n int) int { runtime.Gosched(); return n + 1 }

//go:noinline
func two(n int) int { return one(n) + 1 }

//go:noinline
func three(n int) int { return two(n) + 1 }

//go:noinline
func four(n int) int { return three(n) + 1 }

// suspend: nanoseconds of a yield in a function that a loop calls (turn) and of the same three frames deeper (deep): the difference is
// saving and resuming three frames. Short rounds in turn, so that both meet quiet moments.
func suspend() {
	const n = 10_000
	turn, deep := time.Duration(1<<62), time.Duration(1<<62)
	sum := 0
	for range 100 {
		t := time.Now()
		for i := range n {
			sum += one(i)
		}
		turn = min(turn, time.Since(t))
		t = time.Now()
		for i := range n {
			sum += four(i)
		}
		deep = min(deep, time.Since(t))
	}
	fmt.Println("turn", float64(turn.Nanoseconds())/n, "deep", float64(deep.Nanoseconds())/n)
	if sum == 0 {
		panic("sum")
	}
}

// preempt: how late a timer of 1 ms fires while another goroutine spins in a loop without calls, in milliseconds, at worst of 50.
func preempt() {
	stop := false
	spun := 0
	go func() {
		for !stop {
			spun++
		}
	}()
	worst := time.Duration(0)
	for range 50 {
		t := time.Now()
		time.Sleep(time.Millisecond)
		worst = max(worst, time.Since(t)-time.Millisecond)
	}
	stop = true
	fmt.Println("ms", float64(worst.Microseconds())/1000)
}

//go:noinline
func nest(n int, f func()) int {
	if n == 0 {
		f()
		return 0
	}
	return nest(n-1, f) + 1
}

// callers: microseconds of runtime.Callers below 20 frames.
func callers() {
	var pcs [64]uintptr
	const n = 20_000
	var d time.Duration
	found := 0
	nest(20, func() {
		t := time.Now()
		for range n {
			found = runtime.Callers(0, pcs[:])
		}
		d = time.Since(t)
	})
	fmt.Println("us", float64(d.Nanoseconds())/1000/n, "frames", found)
}

// parked: bytes of memory for each goroutine that waits on a channel.
func parked(n int) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := make(chan int)
	t := time.Now()
	for range n {
		go func() { <-c }()
	}
	for runtime.NumGoroutine() < n+1 {
		runtime.Gosched()
	}
	runtime.Gosched()
	runtime.ReadMemStats(&after)
	fmt.Println("bytes", (after.Sys-before.Sys)/uint64(n), "ms", time.Since(t).Milliseconds(), "rssmb", highWater())
	close(c)
}

//go:noinline
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

// highWater is the largest resident set of this process in megabytes.
func highWater() int {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	kb := 0
	fmt.Sscan(rest, &kb)
	return kb / 1024
}
