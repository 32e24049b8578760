// Programs that fuzzing reduced (test/fuzz): each function showed a fault of the compiler once.

package main

import "os"

func main() {
	os.Stdout.WriteString(nestedEmptyLiteral())
}

func itoa(n uint64) string {
	s := ""
	for ; n > 9; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return string(rune('0'+n)) + s + "\n"
}

type nested struct {
	a int
	b [4]uint64
	c float32
	d int64
}

//go:noinline
func makeNested(n int) nested { return nested{0, [4]uint64{}, 1, int64(n)} }

//go:noinline
func dirtyStack(n uint64) (x [40]uint64) {
	for i := range x {
		x[i] = n
	}
	return x
}

// An empty literal inside a complete one, on memory that is not zero.
func nestedEmptyLiteral() string {
	d := dirtyStack(77)
	t := makeNested(3)
	return itoa(d[3]) + itoa(t.b[0]+t.b[1]+t.b[2]+t.b[3]+uint64(t.d))
}
