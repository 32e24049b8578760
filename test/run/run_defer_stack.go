// Deferred closures and what they capture live on the stack of the function that defers them: panics, Goexit, recursion and the collector
// must find them there.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
)

type node struct {
	next *node
	val  []int
}

//go:noinline
func churn(n int) (l *node) {
	for i := range n {
		l = &node{l, []int{i, i + 1}}
	}
	return l
}

//go:noinline
func named(k int) (r int, err error) {
	l := churn(k)
	defer func() {
		churn(20)
		if e := recover(); e != nil {
			err = fmt.Errorf("recovered %v after %d", e, l.val[1])
			r = -r
		}
	}()
	r = k * 2
	if k%2 == 1 {
		var p *node
		runtime.GC()
		return p.val[0], nil
	}
	return r + 1, nil
}

func deep(n int, out *[]int) {
	x := []int{n, n * n}
	defer func() {
		runtime.Gosched()
		*out = append(*out, x[1])
	}()
	if n == 0 {
		panic(errors.New("bottom"))
	}
	y := n
	defer func() {
		y++
		x[1] += y
	}()
	deep(n-1, out)
}

func twice(out *[]string) {
	s := "outer"
	defer func() {
		*out = append(*out, fmt.Sprint(s, recover()))
	}()
	defer func() {
		t := s + "+inner"
		defer func() {
			*out = append(*out, fmt.Sprint(t, recover()))
			panic("third")
		}()
		panic("second")
	}()
	panic("first")
}

func loop(n int) (sum int) {
	for i := range n {
		v := []int{i}
		defer func() { sum = sum*3 + v[0] }()
	}
	return 1
}

type counter struct{ n int }

func (c *counter) done(by int) { c.n += by }

//go:noinline
func methods() int {
	var c counter
	func() {
		defer c.done(2)
		f := c.done
		defer f(3)
		c.n = 10
	}()
	return c.n
}

//go:noinline
func escaping() func() int {
	n := 1
	f := func() int { n++; return n }
	defer f()
	return f
}

func main() {
	for k := 1; k < 5; k++ {
		fmt.Println(named(k))
	}
	var out []int
	func() {
		defer func() { fmt.Println(recover()) }()
		deep(6, &out)
	}()
	fmt.Println(out)
	var texts []string
	twice(&texts)
	fmt.Println(texts, loop(4), methods())
	f := escaping()
	fmt.Println(f(), f())
	var wg sync.WaitGroup
	res := make([]string, 8)
	for g := range res {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l := churn(g + 1)
			defer func() { res[g] = fmt.Sprint(l.val, len(res)) }()
			runtime.GC()
			if g%2 == 0 {
				runtime.Goexit()
			}
		}()
	}
	wg.Wait()
	fmt.Println(res)
	fmt.Println(testing.AllocsPerRun(100, func() { methods() }), testing.AllocsPerRun(100, func() {
		n := 0
		call := func(k int) { n += k }
		call(2)
		defer func() { n++ }()
	}))
}
