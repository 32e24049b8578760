// uses: context, errors, sync, sync/atomic, time
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"
)

type key struct{}

type notFound struct{ name string }

func (n *notFound) Error() string        { return n.name + ": not found" }
func (n *notFound) Is(target error) bool { return target == fs.ErrNotExist }

func worker(ctx context.Context, id int, jobs <-chan int, total *atomic.Int64, wg *sync.WaitGroup) {
	defer wg.Done()
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			total.Add(int64(j))
		case <-ctx.Done():
			return
		}
	}
}

func main() {
	ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), key{}, "v"))
	stop := context.AfterFunc(ctx, func() { fmt.Println("never printed") })
	fmt.Println(ctx.Value(key{}), ctx.Err(), stop())
	jobs := make(chan int)
	var total atomic.Int64
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Add(1)
		go worker(ctx, i, jobs, &total, &wg)
	}
	for i := range 1000 {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	fmt.Println(total.Load())
	cancel(&notFound{"job"})
	fmt.Println(ctx.Err(), context.Cause(ctx), errors.Is(context.Cause(ctx), fs.ErrNotExist))

	ctx, c2 := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer c2()
	child, c3 := context.WithCancel(ctx)
	defer c3()
	<-child.Done()
	fmt.Println(child.Err(), errors.Is(child.Err(), context.DeadlineExceeded))
	_, hasDeadline := child.Deadline()
	fmt.Println(hasDeadline, context.WithoutCancel(child).Err())

	err := fmt.Errorf("outer: %w and %w", &notFound{"a"}, errors.New("other"))
	var nf *notFound
	fmt.Println(err, errors.As(err, &nf), nf.name, errors.Unwrap(err))
	fmt.Println(errors.Join(errors.New("one"), nil, errors.New("two")))

	var mu sync.RWMutex
	m := map[int]int{}
	var wg2 sync.WaitGroup
	for i := range 50 {
		wg2.Go(func() {
			mu.Lock()
			m[i%7]++
			mu.Unlock()
			mu.RLock()
			_ = m[0]
			mu.RUnlock()
		})
	}
	wg2.Wait()
	fmt.Println(m)
	once := sync.OnceValue(func() int { fmt.Println("once"); return 42 })
	fmt.Println(once(), once())
	var sm sync.Map
	for i := range 100 {
		sm.Store(i, i*i)
	}
	v, loaded := sm.LoadOrStore(7, "x")
	sm.CompareAndDelete(8, 64)
	n := 0
	sm.Range(func(k, v any) bool { n += v.(int); return true })
	fmt.Println(v, loaded, n)
	p := sync.Pool{New: func() any { return new([64]byte) }}
	fmt.Println(len(p.Get().(*[64]byte)))
	c := sync.NewCond(&sync.Mutex{})
	ready := 0
	var wg3 sync.WaitGroup
	for range 3 {
		wg3.Go(func() {
			c.L.Lock()
			for ready == 0 {
				c.Wait()
			}
			ready++
			c.L.Unlock()
		})
	}
	time.Sleep(time.Millisecond)
	c.L.Lock()
	ready = 1
	c.Broadcast()
	c.L.Unlock()
	wg3.Wait()
	fmt.Println(ready)
	var av atomic.Value
	av.Store([]int{1, 2})
	var ap atomic.Pointer[string]
	s := "hi"
	fmt.Println(av.Load(), ap.CompareAndSwap(nil, &s), *ap.Load())
}
