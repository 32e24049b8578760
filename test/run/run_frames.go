// uses: runtime, runtime/pprof
// Functions by program counters: entries of functions without calls, frames of callers, names of instances in profiles.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"reflect"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
)

type T[K any] struct{ k K }

func (t *T[K]) Do() []uintptr { return callers() }

//go:noinline
func callers() []uintptr {
	p := make([]uintptr, 10)
	return p[:runtime.Callers(1, p)]
}

func plain()      {}
func gen[A any]() {}

//go:noinline
func after() {}

func show(pcs []uintptr) {
	fs := runtime.CallersFrames(pcs)
	for {
		f, more := fs.Next()
		if strings.HasPrefix(f.Function, "main.") {
			g := runtime.FuncForPC(f.PC)
			fmt.Println(f.Function, path.Base(f.File), f.Line, g.Name(), f.Func != nil && f.Entry == f.Func.Entry())
		}
		if !more {
			break
		}
	}
}

//go:noinline
func table[N interface{ uint32 | uint64 }](n int) []N {
	t := make([]N, n)
	for i := range t {
		t[i] = N(i * i)
		runtime.Gosched()
	}
	return t
}

var sinks []any

// instances are the names of the instances of table in the heap profile: not shortened, for each its own.
func instances() {
	old := runtime.MemProfileRate
	runtime.MemProfileRate = 1
	sinks = append(sinks, table[uint32](100), table[uint64](100))
	runtime.MemProfileRate = old
	runtime.GC()
	var b bytes.Buffer
	pprof.WriteHeapProfile(&b)
	z, err := gzip.NewReader(&b)
	if err != nil {
		panic(err)
	}
	text, _ := io.ReadAll(z)
	names := regexp.MustCompile(`main\.table\[[^\]]*\]`).FindAllString(string(text), -1)
	for i, n := range names {
		names[i] = strings.Replace(n, "go.shape.", "", 1)
	}
	slices.Sort(names)
	fmt.Println(slices.Compact(names))
}

func main() {
	instances()
	show((&T[int]{}).Do())
	show([]uintptr{reflect.ValueOf(plain).Pointer()})
	show([]uintptr{reflect.ValueOf(after).Pointer(), reflect.ValueOf(plain).Pointer(), reflect.ValueOf(gen[int]).Pointer()})
	show([]uintptr{0, reflect.ValueOf(strings.Index).Pointer(), reflect.ValueOf(after).Pointer()})
	show(nil)
	f := runtime.FuncForPC(reflect.ValueOf(after).Pointer())
	file, line := f.FileLine(f.Entry())
	fmt.Println(f.Name(), path.Base(file), line, f.Entry() == reflect.ValueOf(after).Pointer())
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(gen[string]).Pointer()).Name())
	fmt.Println(runtime.FuncForPC(0) == nil)
	x := 5
	cl := func() int { return x }
	fmt.Println(runtime.FuncForPC(reflect.ValueOf(cl).Pointer()).Name(), runtime.FuncForPC(reflect.ValueOf((*T[int]).Do).Pointer()).Name())
}
