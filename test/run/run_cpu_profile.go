// uses: runtime/pprof
// A CPU profile names the functions that ran and the labels they ran under.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime/pprof"
	"time"
)

//go:noinline
func spin(d time.Duration) (n int) {
	for t := time.Now(); time.Since(t) < d; {
		for i := 0; i < 100000; i++ {
			n ^= n<<1 + i
		}
	}
	return
}

//go:noinline
func idle() { time.Sleep(time.Millisecond) }

func profile() string {
	var b bytes.Buffer
	if err := pprof.StartCPUProfile(&b); err != nil {
		panic(err)
	}
	fmt.Println(pprof.StartCPUProfile(&b))
	pprof.Do(context.Background(), pprof.Labels("colour", "green"), func(context.Context) { spin(300 * time.Millisecond) })
	idle()
	pprof.StopCPUProfile()
	r, err := gzip.NewReader(&b)
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(r)
	fmt.Println(err)
	return string(text)
}

func main() {
	for range 2 {
		p := []byte(profile())
		for _, want := range []string{"main.spin", "main.main", "runtime/pprof.Do", "colour", "green", "nanoseconds", "main.absent"} {
			fmt.Println(want, bytes.Contains(p, []byte(want)))
		}
	}
}
