// uses: reflect
// Comparing and hashing values of types made at run time, with preemption (and, in the debug modes, at every poll).
package main

import (
	"fmt"
	"reflect"
	"time"
)

func main() {
	elem := reflect.TypeFor[any]()
	arr := reflect.ArrayOf(2000, elem)
	str := reflect.StructOf([]reflect.StructField{{Name: "A", Type: arr}, {Name: "B", Type: reflect.TypeFor[string]()}})
	a, b := reflect.New(str).Elem(), reflect.New(str).Elem()
	for i := range 2000 {
		a.Field(0).Index(i).Set(reflect.ValueOf(i))
		b.Field(0).Index(i).Set(reflect.ValueOf(i))
	}
	a.Field(1).SetString("x")
	b.Field(1).SetString("x")
	x, y := a.Interface(), b.Interface()
	equal := 0
	for begin := time.Now(); time.Since(begin) < 300*time.Millisecond; {
		if x == y {
			equal++
		}
	}
	b.Field(0).Index(1999).SetZero()
	fmt.Println(equal > 0, x == y, x == b.Interface())
	m := reflect.MakeMap(reflect.MapOf(str, reflect.TypeFor[int]()))
	for i := range 20 {
		a.Field(0).Index(3).Set(reflect.ValueOf(i % 7))
		m.SetMapIndex(a, reflect.ValueOf(i))
	}
	a.Field(0).Index(3).Set(reflect.ValueOf(2))
	fmt.Println(m.Len(), m.MapIndex(a), m.MapIndex(b).IsValid())
}
