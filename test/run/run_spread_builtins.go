// Built-in functions whose arguments are the results of one call, called and deferred.

package main

import "fmt"

var n int

func two() (int, string)           { n++; return n, "x" }
func cp() ([]int, []int)           { n++; return buf, []int{n, n} }
func del() (map[string]int, string) { n++; return m, "a" }
func app() ([]int, int)            { n++; return buf[:1], n }
func cx() (float64, float64)       { n++; return 1, float64(n) }
func ints() (int, int)             { n++; return n, 3 }

var buf = make([]int, 2)
var m = map[string]int{"a": 1}

func f() {
	defer println(two())
	defer copy(cp())
	defer delete(del())
	n += 10
	println("in f", n, len(m), buf[0])
}

func main() {
	println(two())
	print(two())
	println()
	fmt.Println(append(app()), complex(cx()), copy(cp()), max(ints()), min(ints()))
	delete(del())
	fmt.Println(len(m), n)
	m["a"] = 1
	f()
	fmt.Println(len(m), buf, n)
}
