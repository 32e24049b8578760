// A run-time error in a goroutine ends the program with status 2; output before it is there.
package main

import (
	"fmt"
	"os"
)

type node struct {
	next *node
	v    [10]int
}

//go:noinline
func (n *node) at(i int) int { return n.next.v[i] }

func main() {
	fmt.Fprintln(os.Stdout, "before")
	done := make(chan bool)
	go func() {
		defer close(done)
		n := &node{}
		fmt.Println(n.at(3))
	}()
	<-done
	select {}
}
