// uses: testing
// Maps that may lie on the stack: allocations counted as the real compiler's, growth, loops, clearing, iteration, goroutines, recursion.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"strings"
	"testing"
)

type key struct{ a, b int }
type big [200]byte

var sink any
var sinkMap map[string]int
var global int

func small() int {
	m := make(map[int]int)
	for i := range 8 {
		m[i] = i * i
	}
	return m[5] + len(m)
}

func smallString() int {
	m := map[string]int{"a": 1, "b": 2}
	m["c"] = 3
	delete(m, "a")
	return m["b"] + m["c"] + len(m)
}

func hinted(n int) int {
	m := make(map[int]int, n)
	for i := range 4 {
		m[i] = i
	}
	return len(m)
}

func constHint() int {
	m := make(map[int]int, 6)
	m[1] = 2
	return m[1]
}

func largeHint() int {
	m := make(map[int]int, 20)
	m[1] = 2
	return m[1]
}

func empty() int {
	m := map[string]bool{}
	return len(m)
}

func grow() int {
	m := map[int]string{}
	for i := range 40 {
		m[i] = "x"
	}
	return len(m)
}

func inLoop() int {
	n := 0
	for i := range 10 {
		m := make(map[int]bool)
		if len(m) != 0 {
			panic("not empty")
		}
		for j := range i % 8 {
			m[j] = true
		}
		n += len(m)
	}
	return n
}

func kept() int {
	var last map[int]int
	n := 0
	for i := range 5 {
		m := map[int]int{i: i}
		for k, v := range last {
			n += k + v
		}
		last = m
	}
	return n + len(last)
}

func held() int {
	all := make([]map[int]int, 0, 3)
	for i := range 3 {
		all = append(all, map[int]int{i: i})
	}
	return len(all)
}

func set() int {
	seen := make(map[key]struct{})
	for i := range 20 {
		seen[key{i % 3, i % 2}] = struct{}{}
	}
	return len(seen)
}

func iterate() int {
	m := map[int]int{1: 2, 3: 4, 5: 6}
	s := 0
	for k, v := range m {
		s += k * v
		if k == 3 {
			delete(m, 5)
			m[5] = 6
		}
	}
	clear(m)
	m[9] = 9
	return s*0 + len(m)
}

func passed() int {
	m := make(map[string]int)
	fill(m, 3)
	return count(m)
}

func fill(m map[string]int, n int) {
	for i := range n {
		m["abc"[:i]] = i
	}
}
func count(m map[string]int) int { return len(m) }

func returned() map[string]int { return map[string]int{"a": 1} }

func inlinedResult() int {
	m := mk()
	m[1] = 1
	return len(m)
}
func mk() map[int]int { return make(map[int]int) }

func escapes() int {
	m := map[string]int{"a": 1}
	sinkMap = m
	return len(m)
}

func boxed() int {
	m := map[string]int{"a": 1}
	sink = m
	return len(m)
}

func closureOnly() int {
	m := map[int]int{}
	add := func(k int) { m[k]++ }
	for i := range 10 {
		add(i % 4)
	}
	return len(m)
}

func bigs() int {
	m := map[big]big{}
	var k big
	m[k] = k
	return len(m)
}

func pointers() int {
	m := map[string]*int{}
	x := 3
	m["x"] = &x
	*m["x"]++
	return x
}

func mapOfMaps() int {
	m := map[int]map[int]int{}
	m[1] = map[int]int{1: 1}
	m[1][2] = 3
	return len(m[1])
}

func deferred() (n int) {
	m := map[string]int{}
	defer func() {
		recover()
		n = m["x"]
	}()
	m["x"] = 7
	return 0
}

func inStruct() int {
	s := struct {
		m map[int]int
		n int
	}{m: map[int]int{}}
	s.m[1] = 1
	return len(s.m)
}

func conditional(c bool) int {
	var m map[int]int
	if c {
		m = map[int]int{1: 1}
	} else {
		m = map[int]int{2: 2, 3: 3}
	}
	return len(m)
}

func interfaceKeys() int {
	m := map[any]int{}
	m[1] = 1
	m["a"] = 2
	m[2.5] = 3
	return m[1] + m["a"] + m[2.5]
}

func churn(depth int) int {
	m := map[string]*[4]int{}
	for i := range 6 {
		m[strings.Repeat("k", i)] = &[4]int{i, depth}
	}
	if depth%10 == 0 {
		runtime.GC()
	}
	n := 0
	if depth > 0 {
		n = churn(depth - 1)
	}
	for i := range 6 {
		v := m[strings.Repeat("k", i)]
		if v == nil || v[0] != i || v[1] != depth {
			panic(fmt.Sprint("lost ", depth, i, v))
		}
		n += v[0]
	}
	keys := make([]string, 0, 6)
	for k, v := range m {
		if len(k) != v[0] {
			panic("mixed up")
		}
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return n + len(keys)
}

func switching() int {
	done := make(chan int)
	for g := range 4 {
		go func() {
			m := map[int]*int{}
			for i := range 20 {
				v := g*100 + i
				m[i] = &v
				if i%3 == 0 {
					runtime.Gosched()
				}
				if i%7 == 0 {
					runtime.GC()
				}
			}
			s := 0
			for k, v := range m {
				if *v != g*100+k {
					panic("wrong")
				}
				s += *v
				runtime.Gosched()
			}
			done <- s
		}()
	}
	t := 0
	for range 4 {
		t += <-done
	}
	return t
}

func gotoLoop() int {
	i, n := 0, 0
again:
	m := map[int]int{i: i}
	n += len(m)
	if i++; i < 5 {
		goto again
	}
	return n
}

func main() {
	for _, c := range []struct {
		name string
		f    func() int
	}{
		{"small", small}, {"smallString", smallString}, {"hinted 4", func() int { return hinted(4) }}, {"hinted 30", func() int { return hinted(30) }},
		{"hinted -", func() int { return hinted(global) }}, {"constHint", constHint}, {"largeHint", largeHint}, {"empty", empty}, {"grow", grow}, {"inLoop", inLoop},
		{"kept", kept}, {"held", held}, {"set", set}, {"iterate", iterate}, {"passed", passed}, {"returned", func() int { return len(returned()) }},
		{"inlinedResult", inlinedResult}, {"escapes", escapes}, {"boxed", boxed}, {"closureOnly", closureOnly}, {"bigs", bigs}, {"pointers", pointers},
		{"mapOfMaps", mapOfMaps}, {"deferred", deferred}, {"inStruct", inStruct}, {"conditional", func() int { return conditional(true) + conditional(false) }},
		{"interfaceKeys", interfaceKeys}, {"gotoLoop", gotoLoop},
	} {
		n := 0
		allocs := testing.AllocsPerRun(10, func() { n = c.f() })
		fmt.Println(c.name, n, allocs)
	}
	fmt.Println(churn(100), switching())
}
