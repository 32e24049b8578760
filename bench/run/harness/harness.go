// Package harness runs one kernel of a benchmark program: `prog NAME [repeats]` prints the kernel's result and the best time of its
// repeats in milliseconds. The result must not depend on the implementation.
package harness

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"
)

// Main runs the kernel named on the command line, or lists the kernels.
func Main(kernels map[string]func() string) {
	if len(os.Args) < 2 {
		var names []string
		for name := range kernels {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Println(name)
		}
		return
	}
	kernel, ok := kernels[os.Args[1]]
	if !ok {
		fmt.Fprintln(os.Stderr, "no kernel", os.Args[1])
		os.Exit(2)
	}
	repeats := 1
	if len(os.Args) > 2 {
		repeats, _ = strconv.Atoi(os.Args[2])
	}
	best := time.Duration(1 << 62)
	var result string
	for range repeats {
		start := time.Now()
		result = kernel()
		best = min(best, time.Since(start))
	}
	fmt.Println("result", result)
	fmt.Printf("ms %.3f\n", float64(best.Nanoseconds())/1e6)
}
