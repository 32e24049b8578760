// A failed check in math/bits, on which the runtime itself is built, is an ordinary panic.
package main

import (
	"fmt"
	"math/bits"
)

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	zero := uint64(len(fmt.Sprint()))
	try("Div32", func() { bits.Div32(1, 2, uint32(zero)) })
	try("Div64", func() { bits.Div64(1, 2, zero) })
	try("Rem32", func() { bits.Rem32(1, 2, uint32(zero)) })
	try("Rem64", func() { bits.Rem64(1, 2, zero) })
	try("Div64 overflow", func() { bits.Div64(2, 2, 1+zero) })
}
