// Fatal errors cannot be recovered: unlocking an unlocked mutex.
package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("recovered", recover()) }()
	var mu sync.Mutex
	fmt.Println("x")
	mu.Unlock()
}
