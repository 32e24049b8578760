// Allocations and calls about which gc and this compiler decide alike; their -m messages must be equal.
package main

import (
	"fmt"
	"strings"
)

type point struct{ x, y int }

func (p point) sum() int { return p.x + p.y }

//go:noinline
func (p *point) move(d int) { p.x += d }

type named struct {
	point
	name string
	tags []string
}

var sink any
var kept *int
var points []*point
var names []string

//go:noinline
func keep(p *int) { kept = p }

//go:noinline
func pass(p *int) *int { return p }

//go:noinline
func read(p *int, _ *int) int { return *p }

//go:noinline
func second(p **int) *int { return *p }

//go:noinline
func pair(p, q *int) ([2]*int, *int) { return [2]*int{p, p}, q }

func add(a, b int) int { return a + b }

//go:noinline
func each(f func(int)) {
	for i := range 3 {
		f(i)
	}
}

//go:noinline
func moved(n int) *int {
	x := n
	y := n
	read(&y, nil)
	return &x
}

//go:noinline
func literals(n int) {
	points = append(points, &point{n, add(n, 1)})
	names = []string{"a", "b", fmt.Sprint(n)}
	local := []int{n, n, n}
	array := &[4]int{n}
	array[1] = local[2]
	sink = map[string]int{"a": array[1]}
	sink = make([]int, n)
	sink = make([]byte, 16)
	sink = new(named)
	sink = point{x: n}
	sink = struct {
		a int
		f func(int) error
	}{a: n}
}

//go:noinline
func closures(n int) func() int {
	total := 0
	each(func(i int) { total += i })
	return func() int { return n + total }
}

//go:noinline
func shown(n *named, list []string, m map[string]int, words ...string) {
	p := &point{1, 2}
	p.move(3)
	sink = n.name
	sink = n.point
	sink = list[1:2]
	sink = (n.x + 2) * p.y
	sink = m["a"]
	sink = -n.y
	sink = strings.Repeat(n.name, 2+len(words))
	sink = words
}

func main() {
	p := moved(1)
	keep(p)
	pass(p)
	second(&p)
	pair(p, p)
	literals(*p)
	closures(2)()
	shown(&named{name: "xyz", point: point{1, 2}, tags: names}, names, nil, "u", "v")
	fmt.Println(add(1, *p), point{3, *p}.sum())
}
