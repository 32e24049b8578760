// All goroutines asleep.
package main

import "fmt"

func wait(ch chan int) { <-ch }

func main() {
	fmt.Println("start")
	defer fmt.Println("not printed")
	wait(make(chan int))
}
