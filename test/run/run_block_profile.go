// uses: runtime/pprof
// The block and mutex profiles name who waited and who kept others waiting.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
	"time"
)

//go:noinline
func receive(c chan int) { <-c }

//go:noinline
func choose(a, b chan int) {
	select {
	case <-a:
	case <-b:
	}
}

//go:noinline
func wait(c *sync.Cond) {
	c.L.Lock()
	c.Wait()
	c.L.Unlock()
}

//go:noinline
func contend(mu *sync.Mutex) {
	var wg sync.WaitGroup
	mu.Lock()
	wg.Go(func() { mu.Lock(); mu.Unlock(); time.Sleep(5 * time.Millisecond) })
	time.Sleep(20 * time.Millisecond)
	mu.Unlock()
	wg.Wait()
}

// stacks lists the stacks of a profile whose counts are not 0, functions of the run time and of goroutines' ends left out.
func stacks(name string) {
	var b bytes.Buffer
	pprof.Lookup(name).WriteTo(&b, 1)
	var all []string
	for _, block := range strings.Split(b.String(), "\n\n") {
		for _, record := range strings.Split(block, " @ ")[1:] {
			var names []string
			for _, line := range strings.Split(record, "\n") {
				if f := strings.Fields(line); len(f) > 2 && f[0] == "#" {
					if name, _, _ := strings.Cut(f[2], "+"); !strings.HasPrefix(name, "runtime.") {
						names = append(names, name)
					}
				}
			}
			all = append(all, strings.Join(names, " < "))
		}
	}
	sort.Strings(all)
	fmt.Println(name)
	for _, s := range all {
		if strings.Contains(s, "main.main") {
			fmt.Println("\t" + s)
		}
	}
}

func main() {
	runtime.SetBlockProfileRate(1)
	fmt.Println(runtime.SetMutexProfileFraction(1), runtime.SetMutexProfileFraction(-1))
	c, d := make(chan int), make(chan int)
	go func() { time.Sleep(5 * time.Millisecond); c <- 1 }()
	receive(c)
	go func() { time.Sleep(5 * time.Millisecond); d <- 1 }()
	choose(c, d)
	cond := sync.NewCond(new(sync.Mutex))
	time.AfterFunc(5*time.Millisecond, cond.Signal)
	wait(cond)
	contend(new(sync.Mutex))
	runtime.SetBlockProfileRate(0)
	runtime.SetMutexProfileFraction(0)
	go func() { time.Sleep(5 * time.Millisecond); c <- 1 }()
	func() { <-c }()
	stacks("block")
	stacks("mutex")
	n, ok := runtime.MutexProfile(nil)
	fmt.Println(n > 0, ok)
	p := make([]runtime.BlockProfileRecord, 50)
	n, ok = runtime.BlockProfile(p)
	fmt.Println(n > 3, ok, p[0].Count > 0, p[0].Cycles > 0, len(p[0].Stack()) > 1)
}
