// The collector: much garbage, finalizers, cleanups, weak pointers, objects reachable only from suspended frames and maps.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
	"weak"
)

type tree struct{ l, r *tree }

func build(d int) *tree {
	if d == 0 {
		return &tree{}
	}
	return &tree{build(d - 1), build(d - 1)}
}
func (t *tree) count() int {
	if t.l == nil {
		return 1
	}
	return 1 + t.l.count() + t.r.count()
}

type big struct {
	data [100]int
	self *big
}

//go:noinline
func makeDead(fin, cl *atomic.Int32) (weak.Pointer[big], weak.Pointer[big]) {
	for i := range 10 {
		b := &big{}
		b.data[0] = i
		runtime.SetFinalizer(b, func(b *big) { fin.Add(int32(b.data[0])) })
		c := &big{}
		runtime.AddCleanup(c, func(n int) { cl.Add(int32(n)) }, i)
	}
	kept := &big{}
	saved = kept
	return weak.Make(&big{}), weak.Make(kept)
}

var saved *big

func main() {
	long := build(12)
	total := 0
	for range 30 {
		total += build(10).count()
	}
	fmt.Println(total, long.count())
	var fin, cl atomic.Int32
	w1, w2 := makeDead(&fin, &cl)
	done := make(chan int)
	for g := range 4 {
		go func() {
			m := map[string][]byte{}
			local := &big{}
			local.self = local
			for i := range 2000 {
				k := fmt.Sprint("k", i%97, g)
				m[k] = append(m[k][:len(m[k]):len(m[k])], byte(i))
				if i%500 == 0 {
					runtime.Gosched()
				}
			}
			n := 0
			for k, v := range m {
				n += len(v)
				delete(m, k)
			}
			if local.self == local {
				done <- n
			}
		}()
	}
	sum := 0
	for range 4 {
		sum += <-done
	}
	fmt.Println(sum)
	for i := 0; i < 50 && (fin.Load() < 45 || cl.Load() < 45); i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	fmt.Println(fin.Load() >= 36, cl.Load() >= 36, w1.Value() == nil, w2.Value() == saved)
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println(ms.NumGC > 0, ms.HeapAlloc < 200<<20)
	runtime.KeepAlive(long)
}
