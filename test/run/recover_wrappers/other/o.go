package other

import "fmt"

type E struct{ N int }

//go:noinline
func (E) Val() { fmt.Println("val", recover() != nil) }

//go:noinline
func (*E) Ptr() { fmt.Println("ptr", recover() != nil) }

//go:noinline
func (E) Deep() { deep() }

//go:noinline
func deep() { fmt.Println("deep", recover() != nil) }
