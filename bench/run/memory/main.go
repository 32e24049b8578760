// Memory and data kernels: trees, live heap with churn, maps, sorting.
package main

import (
	"fmt"
	"sort"
	"strconv"

	"gossamer.bench/harness"
)

func main() {
	harness.Main(map[string]func() string{"trees": trees, "churn": churn, "mapint": mapInt, "mapstring": mapString, "sortints": sortInts, "sortslice": sortSlice})
}

type tree struct{ left, right *tree }

func bottomUp(d int) *tree {
	if d == 0 {
		return &tree{}
	}
	return &tree{bottomUp(d - 1), bottomUp(d - 1)}
}

func (t *tree) check() int {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.check() + t.right.check()
}

func trees() string {
	const maxDepth = 16
	long := bottomUp(maxDepth)
	total := 0
	for d := 4; d <= maxDepth; d += 4 {
		for range 1 << (maxDepth - d + 4) {
			total += bottomUp(d).check()
		}
	}
	return fmt.Sprint(total, long.check())
}

type record struct {
	id   int
	name string
	next *record
	data []byte
}

func churn() string {
	const live = 500_000
	ring := make([]*record, live)
	x := uint32(7)
	sum := 0
	for i := range 5_000_000 {
		x = x*1664525 + 1013904223
		k := int(x>>8) % live
		r := &record{id: i, name: "record", data: make([]byte, 16+x>>27)}
		if old := ring[k]; old != nil {
			sum += old.id & 15
			if old.next == nil {
				r.next = ring[(k+1)%live]
				if r.next != nil {
					r.next.next = nil
				}
			}
		}
		ring[k] = r
	}
	return fmt.Sprint(sum)
}

func mapInt() string {
	m := map[int]int{}
	x := uint32(3)
	for range 6_000_000 {
		x = x*1664525 + 1013904223
		m[int(x>>12)]++
	}
	n := 0
	for k, v := range m {
		n += k ^ v
	}
	for k := range 500_000 {
		delete(m, k)
	}
	return fmt.Sprint(len(m), n)
}

func mapString() string {
	keys := make([]string, 50_000)
	for i := range keys {
		keys[i] = "key-" + strconv.Itoa(i*7919)
	}
	m := map[string]int{}
	for range 150 {
		for _, k := range keys {
			m[k] += len(k)
		}
	}
	n := 0
	for _, k := range keys {
		n += m[k]
	}
	return fmt.Sprint(len(m), n)
}

func sortInts() string {
	a := make([]int, 2_000_000)
	x := uint32(5)
	for i := range a {
		x = x*1664525 + 1013904223
		a[i] = int(x)
	}
	sort.Ints(a)
	return fmt.Sprint(a[0], a[len(a)/2], a[len(a)-1])
}

func sortSlice() string {
	type item struct {
		key  uint32
		name string
	}
	a := make([]item, 500_000)
	x := uint32(9)
	for i := range a {
		x = x*1664525 + 1013904223
		a[i] = item{x >> 3, "n"}
	}
	sort.Slice(a, func(i, j int) bool { return a[i].key < a[j].key })
	return fmt.Sprint(a[0].key, a[len(a)/2].key)
}
