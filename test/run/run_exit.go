// os.Exit runs no deferred calls.
package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("not printed")
	fmt.Print("no newline")
	print("to stderr ", 1, " ", true, " ", 'x', "\n")
	os.Exit(37)
}
