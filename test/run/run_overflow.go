// Endless recursion ends with a report, not with a crash of the host.
package main

import (
	"fmt"
	"runtime/debug"
)

func f(n int) int { return f(n+1) + 1 }

func main() {
	debug.SetMaxStack(4 << 20)
	fmt.Println("start")
	f(0)
}
