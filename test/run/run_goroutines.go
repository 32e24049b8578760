// Goroutines, channels, select, timers, mutexes; preemption of a loop without calls.
package main

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

func sieve(n int) (out []int) {
	ch := make(chan int)
	go func(ch chan int) {
		for i := 2; ; i++ {
			ch <- i
		}
	}(ch)
	for range n {
		p := <-ch
		out = append(out, p)
		next := make(chan int)
		go func(in, next chan int) {
			for {
				if i := <-in; i%p != 0 {
					next <- i
				}
			}
		}(ch, next)
		ch = next
	}
	return
}

func pingpong(n int) int {
	a, b := make(chan int), make(chan int)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	v := 0
	for range n {
		a <- v
		v = <-b
	}
	close(a)
	_, ok := <-b
	fmt.Println("closed", !ok)
	return v
}

func selects() {
	var nilch chan int
	c := make(chan int, 3)
	counts := [3]int{}
	for range 300 {
		select {
		case c <- 1:
			counts[0]++
		case <-c:
			counts[1]++
		case <-nilch:
			counts[2]++
		}
	}
	fmt.Println(counts[0]-counts[1] == len(c), counts[2])
	select {
	case v, ok := <-nilch:
		fmt.Println(v, ok)
	default:
		fmt.Println("default")
	}
	arr := [2]chan string{make(chan string, 1), make(chan string, 1)}
	f := func(i int) chan string { fmt.Print("eval", i, " "); return arr[i] }
	arr[1] <- "one"
	select {
	case s := <-f(0):
		fmt.Println(s)
	case s := <-f(1):
		fmt.Println(s)
	case <-time.After(time.Minute):
	}
	done := make(chan struct{})
	results := make(chan int)
	for i := range 5 {
		go func() {
			for {
				select {
				case results <- i:
				case <-done:
					return
				}
			}
		}()
	}
	seen := map[int]bool{}
	for len(seen) < 5 {
		seen[<-results] = true
	}
	close(done)
	fmt.Println(len(seen))
}

func main() {
	fmt.Println(sieve(40))
	fmt.Println(pingpong(5000))
	selects()
	var stop atomic.Bool
	var spins atomic.Int64
	go func() {
		for !stop.Load() {
			spins.Add(1)
		}
	}()
	go func() {
		for {
		}
	}()
	for spins.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	stop.Store(true)
	fmt.Println(spins.Load() > 0)
	var mu sync.Mutex
	n := 0
	var wg sync.WaitGroup
	for range 1000 {
		wg.Go(func() {
			for range 10 {
				mu.Lock()
				v := n
				if v%100 == 0 {
					runtime.Gosched()
				}
				n = v + 1
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println(n)
	order := make(chan int, 10)
	for i := range 4 {
		time.AfterFunc(time.Duration(4-i)*3*time.Millisecond, func() { order <- i })
	}
	got := []int{<-order, <-order, <-order, <-order}
	slices.Sort(got)
	fmt.Println(got)
}
