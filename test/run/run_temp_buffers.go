// Conversions and concatenations whose result does not escape take a buffer on the stack: they do not allocate.
package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

type T struct{ n int }

//go:noinline
func grow(n int) int {
	var list []*T
	for i := range n {
		list = append(list, &T{i})
	}
	sum := 0
	for _, t := range list {
		sum += t.n
	}
	return sum
}

//go:noinline
func keep(b []byte) string {
	s := string(b)
	return s
}

//go:noinline
func key(a, b string) bool { return strings.HasPrefix(a+b, "ab") }

//go:noinline
func one(a, b string) string { return a + b }

//go:noinline
func temp(b []byte) string { return one(string(b), "") }

func main() {
	n := 0
	b := []byte("12345")
	r := []uint16{1, 2, 3, 0xd800, 0xdc00}
	s := "héllo, wörld"
	var out []string
	test := func(name string, f func()) { fmt.Println(name, testing.AllocsPerRun(100, f)) }
	test("atoi", func() { n, _ = strconv.Atoi(string(b)) })
	test("runes", func() { n += len([]rune(s)) })
	test("rune", func() { n += utf8.RuneCountInString(string(rune(n))) })
	test("bytes", func() { n += utf8.RuneCount([]byte(s)) })
	test("decode", func() {
		for _, r := range utf16.Decode(r) {
			n += int(r)
		}
	})
	test("concat", func() {
		if key("a", s) {
			n++
		}
	})
	for i := range 5 {
		b[0] = '0' + byte(i)
		out = append(out, string(b), keep(b), temp(b))
		for _, x := range []byte(out[0]) {
			n += int(x)
		}
	}
	var last string
	for i := range 4 {
		t := string(append(b[:1], byte('0'+i)))
		if t > last {
			last = t
		}
	}
	fmt.Println(out, last, grow(100), grow(0))
}
