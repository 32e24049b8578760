// uses: reflect
// Functions made by reflection whose type no code of the program mentions can be called by reflection.
package main

import (
	"fmt"
	"reflect"
)

type (
	key  string
	val  float64
	wide struct{ a, b, c, d, e int }
)

func main() {
	types := []reflect.Type{reflect.TypeFor[key](), reflect.TypeFor[val](), reflect.TypeFor[wide](), reflect.TypeFor[int8](), reflect.TypeFor[error]()}
	for i, in := range types {
		for j, out := range types {
			ft := reflect.FuncOf([]reflect.Type{in, reflect.TypeFor[complex64](), out}, []reflect.Type{out, in}, false)
			f := reflect.MakeFunc(ft, func(args []reflect.Value) []reflect.Value {
				return []reflect.Value{args[2], args[0]}
			})
			v := []reflect.Value{reflect.ValueOf(key("k")), reflect.ValueOf(val(2.5)), reflect.ValueOf(wide{1, 2, 3, 4, 5}),
				reflect.ValueOf(int8(-7)), reflect.ValueOf(fmt.Errorf("err"))}
			r := f.Call([]reflect.Value{v[i], reflect.ValueOf(complex64(1)), v[j]})
			fmt.Println(ft, r[0], r[1])
		}
	}
	defer func() { fmt.Println(recover()) }()
	reflect.MakeFunc(reflect.FuncOf(nil, []reflect.Type{types[2], types[1]}, false), func([]reflect.Value) []reflect.Value { panic("inside") }).Call(nil)
}
