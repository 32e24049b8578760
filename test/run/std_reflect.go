// uses: reflect, unsafe, structs, unique, weak, runtime
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"structs"
	"unique"
	"unsafe"
	"weak"
)

type Inner struct{ X, Y int }
type S struct {
	_     structs.HostLayout
	A     int               `json:"a" k:"v"`
	B     string
	C     []float32
	M     map[string]*Inner
	Inner
	f     func(int) bool
	Ch    chan<- int
	I     fmt.Stringer
	Arr   [3]uint8
}

func (s S) Hello(name string, n ...int) string { return fmt.Sprint("hello ", name, s.A, n) }
func (s *S) Set(a int)                         { s.A = a }
func (i Inner) String() string                 { return fmt.Sprintf("<%d,%d>", i.X, i.Y) }

type G[T any] struct{ v T }

func main() {
	s := &S{A: 5, B: "b", C: []float32{1.5}, M: map[string]*Inner{"k": {1, 2}}, Inner: Inner{3, 4}}
	t := reflect.TypeOf(*s)
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Type.Kind(), f.Tag.Get("k"), f.Anonymous, f.IsExported(), f.Index)
	}
	pt := reflect.TypeOf(s)
	for i := range pt.NumMethod() {
		m := pt.Method(i)
		fmt.Println(m.Name, m.Type, m.Index)
	}
	v := reflect.ValueOf(s)
	out := v.MethodByName("Hello").Call([]reflect.Value{reflect.ValueOf("w"), reflect.ValueOf(1), reflect.ValueOf(2)})
	fmt.Println(out[0], out[0].Kind())
	v.MethodByName("Set").Call([]reflect.Value{reflect.ValueOf(9)})
	e := v.Elem()
	e.FieldByName("B").SetString("changed")
	e.FieldByName("C").Set(reflect.Append(e.FieldByName("C"), reflect.ValueOf(float32(2))))
	e.FieldByName("M").SetMapIndex(reflect.ValueOf("n"), reflect.ValueOf(&Inner{7, 8}))
	fmt.Println(s.A, s.B, s.C, s.M["n"], e.FieldByName("X"), e.FieldByName("f").CanSet(), e.FieldByName("f").IsNil())
	it := e.FieldByName("M").MapRange()
	var keys []string
	for it.Next() {
		keys = append(keys, it.Key().String()+it.Value().Elem().Field(0).String())
	}
	slices.Sort(keys)
	fmt.Println(keys)
	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(a []reflect.Value) []reflect.Value { return []reflect.Value{a[1], a[0]} })
	a, b := swap.Interface().(func(int, string) (string, int))(1, "x")
	fmt.Println(a, b, swap.Type())
	st := reflect.StructOf([]reflect.StructField{{Name: "P", Type: reflect.TypeFor[int](), Tag: `x:"y"`}, {Name: "Q", Type: reflect.TypeFor[[]string]()}})
	sv := reflect.New(st).Elem()
	sv.Field(0).SetInt(-3)
	fmt.Printf("%v %+v\n", st, sv)
	fmt.Println(reflect.MapOf(reflect.TypeFor[string](), st), reflect.SliceOf(st).Elem() == st, reflect.ArrayOf(4, reflect.TypeFor[bool]()), reflect.FuncOf([]reflect.Type{pt}, nil, false), reflect.ChanOf(reflect.RecvDir, pt), reflect.TypeFor[G[map[string]G[int]]]())
	ch := reflect.MakeChan(reflect.TypeFor[chan int](), 1)
	ch.Send(reflect.ValueOf(42))
	i, rv, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: ch}, {Dir: reflect.SelectDefault}})
	fmt.Println(i, rv, ok, reflect.DeepEqual(s, &S{}), reflect.DeepEqual(map[int][]int{1: {2}}, map[int][]int{1: {2}}))
	fmt.Println(reflect.ValueOf(3).Convert(reflect.TypeFor[float64]()), reflect.TypeFor[Inner]().Implements(reflect.TypeFor[fmt.Stringer]()), reflect.Zero(t).IsZero(), reflect.ValueOf([]int{1, 2, 3}).Slice(1, 3))
	for v := range reflect.ValueOf(3).Seq() {
		fmt.Print(v, " ")
	}
	for _, f := range []func(){func() { reflect.ValueOf(1).SetInt(2) }, func() { reflect.ValueOf("x").Int() }, func() { v.MethodByName("Set").Call(nil) }, func() { reflect.Value{}.Type() }, func() { e.FieldByName("f").Interface() }} {
		func() {
			defer func() { fmt.Println("|", recover()) }()
			f()
		}()
	}
	var x struct {
		a bool
		b int64
		c uint16
		d string
	}
	fmt.Println(unsafe.Sizeof(x), unsafe.Offsetof(x.b), unsafe.Alignof(x.c), unsafe.Offsetof(x.d))
	bs := []byte("bytes")
	str := unsafe.String(&bs[0], 3)
	*(*byte)(unsafe.Add(unsafe.Pointer(&bs[0]), 1)) = 'Y'
	fmt.Println(str, unsafe.Slice(&bs[1], 2), *(*uint32)(unsafe.Pointer(&[4]byte{1, 2, 3, 4})))
	h1, h2 := unique.Make(strings.Repeat("ab", 3)), unique.Make("ababab")
	fmt.Println(h1 == h2, h1.Value(), unique.Make(Inner{1, 2}) == unique.Make(Inner{1, 3}))
	p := new([1000]int)
	w := weak.Make(p)
	fmt.Println(w.Value() == p, weak.Make(p) == w)
	runtime.KeepAlive(p)
	p = nil
	for range 5 {
		runtime.GC()
	}
	fmt.Println(w.Value() == nil)
}
