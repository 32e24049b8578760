// A panic during a deferred call of a panic, re-panics, errors as panic values: the text of unhandled panics.
package main

import (
	"errors"
	"fmt"
)

type code int

func main() {
	defer func() {
		r := recover()
		fmt.Println("recovered", r)
		defer func() {
			panic(fmt.Errorf("third: %w", errors.New("cause")))
		}()
		panic(r)
	}()
	defer func() {
		panic(code(7))
	}()
	panic("first")
}
