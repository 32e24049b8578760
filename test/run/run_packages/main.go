// Packages: order of initialisation, dot and blank imports, internal packages, linkname, methods of embedded types of other packages.
package main

import (
	"fmt"
	_ "unsafe"

	"example.com/packages/a"
	. "example.com/packages/internal/b"
)

//go:linkname hidden example.com/packages/a.hidden
func hidden(int) string

var x = log("main x", y+1)
var y = log("main y", a.V)

type W struct {
	*a.T
	Named
}

func init() { log("main init 1", 0) }
func init() { log("main init 2", 0) }

func log(s string, v int) int { Log(s); return v + 1 }

func main() {
	for _, l := range Lines {
		fmt.Println(l)
	}
	fmt.Println(x, y, hidden(3))
	w := W{&a.T{N: 4}, MakeNamed("nm")}
	fmt.Println(w.Double(), w.Name(), a.Iface(w).Double())
	f := a.Pair[string, *a.T].Swap
	fmt.Println(f(a.Pair[string, *a.T]{"k", w.T}).Second)
}
