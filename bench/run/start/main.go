// A program that does nothing but say so: what starting costs. With an argument it prints its largest resident set in megabytes.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	fmt.Println("hello")
	if len(os.Args) > 1 {
		status, _ := os.ReadFile("/proc/self/status")
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		kb := 0
		fmt.Sscan(rest, &kb)
		fmt.Println("rssmb", kb/1024)
	}
}
