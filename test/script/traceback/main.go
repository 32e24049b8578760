package main

import (
	"os"
	"sync"
	"time"
)

func parked(c chan int) { <-c }

func crash(how string) {
	switch how {
	case "panic":
		panic("stop")
	case "fatal":
		new(sync.Mutex).Unlock()
	case "nil":
		_ = *(*int)(nil)
	}
}

func main() {
	go parked(make(chan int))
	time.Sleep(10 * time.Millisecond)
	defer func() { println("deferred") }()
	crash(os.Args[1])
}
