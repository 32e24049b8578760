package main

import (
	"errors"
	"fmt"
	"os"
	"structs"
	"time"
	"unsafe"
)

type Point struct {
	_    structs.HostLayout
	X, Y int32
}

//go:wasmimport env add
func hostAdd(a, b int32) int32

//go:wasmimport env log
func hostLog(s string)

//go:wasmimport env mix
func hostMix(b bool, i int64, u uint64, f float32, d float64, p unsafe.Pointer, q uintptr) float64

//go:wasmimport env point
func hostPoint(p *Point)

//go:wasmimport env back
func hostBack(n int32) int32

var ch = make(chan int)
var count int

//go:wasmexport add
func add(a, b int32) int32 { return a + b }

//go:wasmexport run
func run(n int64) int64 { return n * 2 }

//go:wasmexport isBig
func isBig(x float64) bool { return x > 100 }

//go:wasmexport fact
func fact(n uint64) uint64 {
	if n == 0 {
		return 1
	}
	return n * fact(n-1)
}

//go:wasmexport half
func half(x float32) float32 { return x / 2 }

//go:wasmexport greet
func greet(name string) { fmt.Println("hello,", name, len(name)) }

//go:wasmexport alloc
func alloc(n int32) *byte { b := make([]byte, n); keep = append(keep, b); return unsafe.SliceData(b) }

var keep [][]byte

//go:wasmexport norm
func norm(p *Point) float64 { return float64(p.X*p.X + p.Y*p.Y) }

//go:wasmexport blocks
func blocks(n int32) int32 {
	done := make(chan int32)
	go func() {
		var s int32
		for i := range n {
			s += i
		}
		done <- s
	}()
	return <-done
}

//go:wasmexport recursive
func recursive(n int32) int32 {
	if n == 0 {
		return 0
	}
	return hostBack(n-1) + 1
}

//go:wasmexport bump
func bump() { count++ }

//go:wasmexport stop
func stop() { go func() { ch <- count }() }

//go:wasmexport boom
func boom() { panic(errors.New("boom")) }

//go:wasmexport exit
func exit(code int32) { os.Exit(int(code)) }

//go:wasmexport sleeps
func sleeps() int32 { time.Sleep(time.Millisecond); return 7 }

func main() {
	fmt.Println(hostAdd(3, 4), os.Args[1:])
	hostLog("from Go: ä")
	x := 5
	fmt.Println(hostMix(true, -1<<40, 1<<63, 0.5, 2.25, unsafe.Pointer(&x), 77) > 0)
	p := &Point{X: 1, Y: 2}
	hostPoint(p)
	fmt.Println(p.X, p.Y)
	hostLog("ready")
	fmt.Println("count", <-ch)
}
