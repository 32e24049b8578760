// The part that all generated programs share: output with a checksum, isolation of programs, helpers without panics.

package main

import (
	"math"
	"os"
	"sort"
	"strconv"
)

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type ordered interface {
	integer | ~float32 | ~float64 | ~string
}

const maxLines = 120

var (
	output  []byte
	lines   int
	sum     uint64
	silent  int
	parents []uint64

	nan     = math.NaN()
	inf     = math.Inf(1)
	negZero = math.Copysign(0, -1)
	zero    int
	one     = 1
	yes     = true
)

func mix(s string) {
	for i := 0; i < len(s); i++ {
		sum = (sum ^ uint64(s[i])) * 1099511628211
	}
}

// line prints "tag=value"; after maxLines lines of a program only the checksum sees it.
func line(tag, value string) {
	mix(tag)
	mix("=")
	mix(value)
	if silent > 0 {
		return
	}
	lines++
	if lines <= maxLines {
		output = append(output, tag...)
		output = append(output, '=')
		output = append(output, value...)
		output = append(output, '\n')
	}
}

func pI(tag string, v int64)  { line(tag, strconv.FormatInt(v, 10)) }
func pU(tag string, v uint64) { line(tag, strconv.FormatUint(v, 10)) }
func pB(tag string, v bool)   { line(tag, strconv.FormatBool(v)) }
func pS(tag string, v string) { line(tag, strconv.QuoteToASCII(v)) }
func pF(tag string, v float64) {
	line(tag, bitsOf(v))
}
func pC(tag string, v complex128) { line(tag, bitsOf(real(v))+","+bitsOf(imag(v))) }

func bitsOf(v float64) string {
	if v != v {
		return "NaN"
	}
	return strconv.FormatUint(math.Float64bits(v), 16)
}

// group begins a value whose parts come in no fixed order: each part is a checksum of its own, their sum is printed.
func group() {
	silent++
	parents = append(parents, sum, 0)
}

func part() { sum = 14695981039346656037 }

func partEnd() { parents[len(parents)-1] += sum }

func groupEnd(tag string) {
	n := len(parents)
	total := parents[n-1]
	sum = parents[n-2]
	parents = parents[:n-2]
	silent--
	pU(tag, total)
}

func run(n int, f func()) {
	output = append(output, "#"+strconv.Itoa(n)+"\n"...)
	lines, sum, silent, parents = 0, 14695981039346656037, 0, nil
	dirty(40)
	func() {
		defer caught("end")
		f()
	}()
	output = append(output, "sum="+strconv.FormatUint(sum, 16)+" lines="+strconv.Itoa(lines)+"\n"...)
	os.Stdout.Write(output)
	output = output[:0]
}

// dirty leaves the stack below its caller full of what is neither zero nor a pointer.
//
//go:noinline
func dirty(depth int) (r uint64) {
	var x [64]uint64
	for i := range x {
		x[i] = 0xa5a5a5a5a5a5a5a5
	}
	if depth > 0 {
		return dirty(depth-1) + x[depth]
	}
	return x[one]
}

// caught recovers and prints what was recovered.
func caught(tag string) {
	if r := recover(); r != nil {
		pS(tag+"!", describe(r))
	}
}

func describe(r any) string {
	switch r := r.(type) {
	case error:
		return "error " + r.Error()
	case string:
		return "string " + r
	case int:
		return "int " + strconv.Itoa(r)
	case float64:
		return "float64 " + bitsOf(r)
	}
	return "other"
}

type failure struct{ code int }

func (f *failure) Error() string { return "failure " + strconv.Itoa(f.code) }

// tr notes that its argument was evaluated.
func tr[T any](id int, v T) T {
	pI("tr", int64(id))
	return v
}

func pick[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

func at[T any](s []T, i int) T {
	if len(s) == 0 {
		var z T
		return z
	}
	return s[uint(i)%uint(len(s))]
}

func sub(s string, i, j int) string {
	n := uint(len(s) + 1)
	a, b := uint(i)%n, uint(j)%n
	if a > b {
		a, b = b, a
	}
	return s[a:b]
}

func cut[T any](s []T, i, j int) []T {
	n := uint(len(s) + 1)
	a, b := uint(i)%n, uint(j)%n
	if a > b {
		a, b = b, a
	}
	return s[a:b:b]
}

func byteAt(s string, i int) byte {
	if len(s) == 0 {
		return 0
	}
	return s[uint(i)%uint(len(s))]
}

func f2i(f float64) int64 {
	if f > -9e18 && f < 9e18 {
		return int64(f)
	}
	return -1
}

func f2u(f float64) uint64 {
	if f > -1 && f < 18e18 {
		return uint64(f)
	}
	return 1
}

// signed replaces NaN, whose sign is not specified.
func signed(f float64) float64 {
	if f != f {
		return -1
	}
	return f
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40]
	}
	return s
}

func must[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}

func keys[K ordered, V any](m map[K]V) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	sort.Slice(r, func(i, j int) bool { return r[i] < r[j] || (r[i] != r[i] && r[j] == r[j]) })
	return r
}
