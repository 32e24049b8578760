// Goroutine kernels: channels, spawning, parking, mutexes, select.
package main

import (
	"fmt"
	"runtime"
	"sync"

	"gossamer.bench/harness"
)

func main() {
	harness.Main(map[string]func() string{"pingpong": pingPong, "pipeline": pipeline, "spawn": spawn, "parked": parked, "mutex": mutex, "select": selecting})
}

func pingPong() string {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	x := 0
	for range 2_000_000 {
		ping <- x
		x = <-pong
	}
	close(ping)
	return fmt.Sprint(x)
}

func pipeline() string {
	const stages, n = 8, 500_000
	first := make(chan int, 64)
	in := first
	for range stages {
		out := make(chan int, 64)
		go func(in, out chan int) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	go func() {
		for i := range n {
			first <- i
		}
		close(first)
	}()
	sum := 0
	for v := range in {
		sum += v
	}
	return fmt.Sprint(sum)
}

func spawn() string {
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i := range 1_000_000 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			total += i & 3
			mu.Unlock()
		}()
		if i%1000 == 999 {
			wg.Wait()
		}
	}
	wg.Wait()
	return fmt.Sprint(total)
}

func parked() string {
	const n = 100_000
	start := make(chan struct{})
	done := make(chan int, 128)
	for i := range n {
		go func() {
			<-start
			done <- i & 1
		}()
	}
	runtime.Gosched()
	close(start)
	sum := 0
	for range n {
		sum += <-done
	}
	return fmt.Sprint(sum)
}

func mutex() string {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 1_000_000 {
				mu.Lock()
				n++
				mu.Unlock()
				if i&1023 == 0 {
					runtime.Gosched()
				}
			}
		}()
	}
	wg.Wait()
	return fmt.Sprint(n)
}

func selecting() string {
	a, b, quit := make(chan int), make(chan int), make(chan bool)
	go func() {
		for i := range 800_000 {
			if i&1 == 0 {
				a <- i
			} else {
				b <- i
			}
		}
		close(quit)
	}()
	sum := 0
	for {
		select {
		case v := <-a:
			sum += v
		case v := <-b:
			sum -= v
		case <-quit:
			return fmt.Sprint(sum)
		}
	}
}
