// uses: container/heap, container/list, container/ring, cmp, slices, maps, iter, sort
package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
)

type item struct {
	name string
	prio int
	at   int
}
type queue []*item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].prio > q[j].prio }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i]; q[i].at, q[j].at = i, j }
func (q *queue) Push(x any)        { it := x.(*item); it.at = len(*q); *q = append(*q, it) }
func (q *queue) Pop() any {
	old := *q
	it := old[len(old)-1]
	*q = old[:len(old)-1]
	return it
}

func collect(l *list.List) (out []any) {
	for e := l.Front(); e != nil; e = e.Next() {
		out = append(out, e.Value)
	}
	return
}

func fib() iter.Seq[int] {
	return func(yield func(int) bool) {
		for a, b := 0, 1; yield(a); a, b = b, a+b {
		}
	}
}

type person struct {
	name string
	age  int
}

func main() {
	q := queue{}
	items := map[string]*item{}
	for i, n := range strings.Fields("ant bee cat dog eel fox gnu hen") {
		it := &item{name: n, prio: i * 7 % 5}
		items[n] = it
		heap.Push(&q, it)
	}
	items["hen"].prio = 99
	heap.Fix(&q, items["hen"].at)
	heap.Remove(&q, items["bee"].at)
	for q.Len() > 0 {
		it := heap.Pop(&q).(*item)
		fmt.Print(it.prio, " ")
	}
	fmt.Println()

	l := list.New()
	four := l.PushBack(4)
	one := l.PushFront(1)
	l.InsertBefore("three", four)
	l.InsertAfter(2.5, one)
	l.MoveToFront(four)
	other := list.New()
	other.PushBack('x')
	l.PushBackList(other)
	fmt.Println(collect(l), l.Len(), l.Remove(one), l.Len())

	r := ring.New(5)
	for i := range r.Len() {
		r.Value = i * i
		r = r.Next()
	}
	r.Unlink(2)
	r.Do(func(v any) { fmt.Print(v, " ") })
	fmt.Println(r.Len(), r.Move(2).Value)

	people := []person{{"Gopher", 13}, {"Alice", 55}, {"Vera", 24}, {"Bob", 75}, {"Alice", 20}}
	byName := func(a, b person) int { return cmp.Or(cmp.Compare(a.name, b.name), -cmp.Compare(a.age, b.age)) }
	sorted := slices.SortedFunc(slices.Values(people), byName)
	fmt.Println(sorted)
	i, found := slices.BinarySearchFunc(sorted, "Gopher", func(p person, n string) int { return strings.Compare(p.name, n) })
	fmt.Println(i, found, slices.MaxFunc(people, func(a, b person) int { return a.age - b.age }))
	sort.SliceStable(people, func(i, j int) bool { return people[i].name < people[j].name })
	fmt.Println(people)
	s := []int{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}
	c := slices.Clone(s)
	slices.Sort(c)
	fmt.Println(slices.Compact(c), slices.Index(s, 9), slices.Contains(s, 7), slices.Insert(slices.Clone(s), 2, 70, 71), slices.Delete(slices.Clone(s), 1, 3))
	fmt.Println(slices.Collect(slices.Chunk(s, 4)), slices.Repeat([]int{1, 2}, 3), slices.Replace(slices.Clone(s), 0, 5, 42), sort.SearchInts([]int{1, 3, 5, 7}, 5))
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	maps.DeleteFunc(m, func(k string, v int) bool { return v == 2 })
	m2 := maps.Collect(slices.All([]string{"x", "y"}))
	fmt.Println(slices.Sorted(maps.Keys(m)), m2, maps.Equal(m, maps.Clone(m)))
	for v := range fib() {
		if v > 50 {
			break
		}
		fmt.Print(v, " ")
	}
	next, stop := iter.Pull(fib())
	for range 5 {
		fmt.Print(next())
		fmt.Print(" ")
	}
	stop()
	fmt.Println(next())
	fmt.Println(sort.IsSorted(sort.Reverse(sort.IntSlice([]int{3, 2, 1}))), cmp.Less(1.5, 2), min("b", "a"), max(2, 3.5))
	big := make([]int, 5000)
	x := uint32(7)
	for i := range big {
		x = x*1103515245 + 12345
		big[i] = int(x >> 8)
	}
	a, b := slices.Clone(big), slices.Clone(big)
	slices.Sort(a)
	sort.Ints(b)
	fmt.Println(slices.Equal(a, b), slices.IsSorted(a), a[0], a[2500], a[4999])
}
