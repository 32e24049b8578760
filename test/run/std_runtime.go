// uses: runtime, runtime/debug, runtime/metrics, runtime/pprof, runtime/race, runtime/trace, runtime/coverage
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/coverage"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	_ "runtime/race"
	"runtime/trace"
	"strings"
)

//go:noinline
func where(skip int) string {
	pc, file, line, ok := runtime.Caller(skip)
	return fmt.Sprint(runtime.FuncForPC(pc).Name(), " ", file[strings.LastIndexByte(file, '/')+1:], ":", line, " ", ok)
}

type T struct{}

//go:noinline
func (*T) method() string { return func() string { return where(1) }() }

//go:noinline
func frames() (out []string) {
	pcs := make([]uintptr, 20)
	fr := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := fr.Next()
		if strings.HasPrefix(f.Function, "main.") {
			out = append(out, fmt.Sprint(f.Function, ":", f.Line))
		}
		if !more {
			return
		}
	}
}

func main() {
	fmt.Println(where(0), "|", where(1), "|", new(T).method())
	fmt.Println(frames())
	fmt.Println(runtime.Version() != "", runtime.Compiler, runtime.NumGoroutine(), runtime.NumCPU() > 0, runtime.GOMAXPROCS(0) > 0)
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	before, gcs := ms.Mallocs, ms.NumGC
	keep := make([][]byte, 0, 100)
	for i := range 100 {
		keep = append(keep, make([]byte, 1000+i))
	}
	runtime.GC()
	runtime.ReadMemStats(&ms)
	fmt.Println(ms.Mallocs-before >= 100, ms.NumGC > gcs, ms.HeapAlloc > 100000, len(keep))
	buf := make([]byte, 10000)
	st := string(buf[:runtime.Stack(buf, false)])
	fmt.Println(strings.HasPrefix(st, "goroutine 1 [running]:\nmain.main()"))
	fmt.Println(strings.Contains(string(debug.Stack()), "main.main()"))
	fmt.Println(debug.SetGCPercent(50), debug.SetGCPercent(100), debug.SetMaxStack(1<<20) > 0, debug.SetMemoryLimit(-1) > 0)
	var gs debug.GCStats
	debug.ReadGCStats(&gs)
	debug.FreeOSMemory()
	fmt.Println(gs.NumGC > 0)
	bi, ok := debug.ReadBuildInfo()
	fmt.Println(ok, bi != nil && bi.GoVersion == runtime.Version())
	info, err := debug.ParseBuildInfo("go\tgo1.20\npath\tx/y\nmod\tx\tv1.2.3\th1:abc\ndep\td\tv0.1.0\nbuild\t-tags=q\n")
	fmt.Println(info.GoVersion, info.Path, info.Main.Version, info.Deps[0].Path, info.Settings, err)
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:objects"}, {Name: "/sched/goroutines:goroutines"}, {Name: "/no/such:thing"}}
	metrics.Read(sample)
	fmt.Println(sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > 0, sample[1].Value.Uint64() > 0, sample[2].Value.Kind() == metrics.KindBad, len(metrics.All()) > 50)

	p := pprof.NewProfile("mine")
	p.Add("a", 0)
	p.Add("b", 0)
	p.Remove("a")
	fmt.Println(p.Name(), p.Count(), pprof.Lookup("mine") == p, pprof.Lookup("goroutine").Count() > 0)
	var b bytes.Buffer
	fmt.Println(p.WriteTo(&b, 1), strings.Contains(b.String(), "main.main"))
	b.Reset()
	err = pprof.Lookup("heap").WriteTo(&b, 0)
	zr, err2 := gzip.NewReader(&b)
	n, err3 := io.Copy(io.Discard, zr)
	fmt.Println(err, err2, n > 100, err3)
	pprof.Do(context.Background(), pprof.Labels("k", "v"), func(ctx context.Context) {
		v, ok := pprof.Label(ctx, "k")
		fmt.Println(v, ok)
	})
	ctx, task := trace.NewTask(context.Background(), "task")
	trace.WithRegion(ctx, "region", func() { fmt.Println("in region", trace.IsEnabled()) })
	trace.Log(ctx, "cat", "msg")
	task.End()
	err = coverage.WriteMeta(io.Discard)
	fmt.Println(err)
	fmt.Println(coverage.ClearCounters() != nil)
	e := func() (err error) {
		defer func() { err = recover().(runtime.Error) }()
		var m map[string]int
		m["x"] = 1
		return nil
	}()
	fmt.Printf("%v %T\n", e, e)
	defer fmt.Fprintln(os.Stdout, "deferred")
	go func() { runtime.Gosched() }()
	runtime.Gosched()
	runtime.LockOSThread()
	runtime.UnlockOSThread()
}
