// Wrappers, method values and reflection between a deferred call and the function that recovers, which may be of another package.
package main

import (
	"fmt"
	"rec/other"
	"reflect"
)

type T struct{ *other.E }
type U struct {
	n int
	other.E
}
type I interface {
	Val()
	Ptr()
	Deep()
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, "outer", recover() != nil) }()
	f()
}

func main() {
	for _, i := range []I{T{&other.E{}}, &U{}, &other.E{}} {
		try("val", func() { defer i.Val(); panic(1) })
		try("ptr", func() { defer i.Ptr(); panic(1) })
		try("deep", func() { defer i.Deep(); panic(1) })
		for k := range 3 {
			f := reflect.ValueOf(i).Method(k).Interface().(func())
			try("reflect", func() { defer f(); panic(1) })
			g := i.Val
			try("mv", func() { defer g(); panic(1) })
		}
	}
	try("makefunc", func() {
		f := reflect.MakeFunc(reflect.TypeOf(main), func([]reflect.Value) []reflect.Value { fmt.Println(recover() != nil); return nil }).Interface().(func())
		defer f()
		panic(1)
	})
}
