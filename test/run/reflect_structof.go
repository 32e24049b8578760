// uses: reflect
// Methods that types made by reflect.StructOf have from embedded fields: which there are, which panic, and calls of every kind.
package main

import (
	"fmt"
	"reflect"
)

type Named interface{ Name() string }
type Multi interface {
	A(x int, y float64) (string, error)
	B(xs ...string) [3]int
	C(a [5]int, f float32) complex128
	D()
}
type multi struct{}

func (multi) A(x int, y float64) (string, error) { return "A", nil }
func (multi) B(xs ...string) [3]int              { return [3]int{1, 2, 3} }
func (multi) C(a [5]int, f float32) complex128   { return 1 }
func (multi) D()                                 {}
func (multi) Name() string                       { return "m" }

type Priv interface{ priv() }
type Val struct{ X, Y int }

func (v Val) Sum(k int) int            { return v.X + v.Y + k }
func (v Val) Big(a [5]int) [4]int      { return [4]int{a[0], a[4], v.X, v.Y} }
func (v *Val) Set(x int)               { v.X = x }
func (v *Val) Desc(s string, f float64) string { return fmt.Sprint(v.X, v.Y, s, f) }

type Int int

func (i Int) Sum(k int) int { return int(i) + k }

type PF struct{ p *int }

func (p PF) Sum(k int) int { return *p.p + k }

type F func() int

func (f F) Sum(k int) int { return f() + k }

type Big struct{ a [6]int }

func (b Big) Sum(k int) int { return b.a[5] + k }
func (b *Big) Ptr() int     { return b.a[0] }

type Summer interface{ Sum(int) int }
type Setter interface {
	Sum(int) int
	Set(int)
	Desc(string, float64) string
}

func try(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Printf("%s: panic: %v (%T)\n", name, e, e)
		}
	}()
	f()
}

func emb(name string, t reflect.Type) reflect.StructField {
	return reflect.StructField{Name: name, Type: t, Anonymous: true}
}

func describe(t reflect.Type) {
	fmt.Println(t, t.NumMethod(), reflect.PointerTo(t).NumMethod())
	for i := 0; i < t.NumMethod(); i++ {
		try("method", func() { m := t.Method(i); fmt.Println(" ", m.Name, m.Type, m.Index) })
	}
}

func main() {
	try("named", func() {
		t := reflect.StructOf([]reflect.StructField{emb("Named", reflect.TypeFor[Named]())})
		describe(t)
		v := reflect.New(t).Elem()
		v.Field(0).Set(reflect.ValueOf(multi{}))
		x := v.Interface().(Named)
		try("x.Name", func() { fmt.Println(x.Name()) })
		try("defer", func() { defer x.Name() })
		try("mv", func() { f := x.Name; fmt.Println(f()) })
		try("field", func() { fmt.Println(v.Field(0).Interface().(Named).Name()) })
		try("Method.Call", func() { fmt.Println(v.Method(0).Call(nil)) })
		try("MethodByName.Call", func() { fmt.Println(v.MethodByName("Name").Call(nil)) })
		try("Method.Interface", func() { fmt.Println(v.Method(0).Interface().(func() string)()) })
		try("iface Method.Call", func() { fmt.Println(reflect.ValueOf(&x).Elem().Method(0).Call(nil)) })
		try("Type.Method.Func", func() { fmt.Println(t.Method(0).Func.Call([]reflect.Value{v})) })
		done := make(chan bool)
		go func() {
			defer close(done)
			defer func() { fmt.Println("go:", recover()) }()
			x.Name()
		}()
		<-done
		pv := v.Addr()
		fmt.Println(pv.NumMethod())
		_, ok := pv.Interface().(Named)
		fmt.Println(ok)
	})
	for _, second := range []bool{false, true} {
		try("multi", func() {
			fs := []reflect.StructField{emb("Multi", reflect.TypeFor[Multi]())}
			if second {
				fs = append([]reflect.StructField{{Name: "X", Type: reflect.TypeFor[int]()}}, fs...)
				fs = append(fs, emb("Named", reflect.TypeFor[Named]()))
			}
			t := reflect.StructOf(fs)
			describe(t)
			v := reflect.New(t).Elem()
			x, ok := v.Interface().(Multi)
			fmt.Println(ok)
			if !ok {
				return
			}
			try("A", func() { fmt.Println(x.A(1, 2)) })
			try("B", func() { fmt.Println(x.B("a")) })
			try("C", func() { fmt.Println(x.C([5]int{}, 2)) })
			try("D", func() { x.D() })
			for i := range t.NumMethod() {
				m := v.Method(i)
				try("call "+t.Method(i).Name, func() {
					var in []reflect.Value
					for j := 0; j < m.Type().NumIn(); j++ {
						in = append(in, reflect.Zero(m.Type().In(j)))
					}
					if m.Type().IsVariadic() {
						fmt.Println(m.CallSlice(in))
					} else {
						fmt.Println(m.Call(in))
					}
				})
			}
		})
	}
	try("priv", func() { describe(reflect.StructOf([]reflect.StructField{emb("Priv", reflect.TypeFor[Priv]())})) })
	n := 5
	cases := []struct {
		name string
		v    any
	}{{"Val", Val{1, 2}}, {"Val", &Val{3, 4}}, {"Int", Int(7)}, {"PF", PF{&n}}, {"F", F(func() int { return 9 })}, {"Big", Big{[6]int{1, 2, 3, 4, 5, 6}}}, {"Big", &Big{[6]int{1, 2, 3, 4, 5, 6}}}, {"Int", func() any { i := Int(8); return &i }()}}
	for _, c := range cases {
		for shape := 0; shape < 3; shape++ {
			try(fmt.Sprintf("%T %d", c.v, shape), func() {
				fs := []reflect.StructField{emb(c.name, reflect.TypeOf(c.v))}
				at := 0
				switch shape {
				case 1:
					fs = append(fs, reflect.StructField{Name: "Extra", Type: reflect.TypeFor[int]()})
				case 2:
					fs = append([]reflect.StructField{{Name: "Extra", Type: reflect.TypeFor[int]()}}, fs...)
					at = 1
				}
				t := reflect.StructOf(fs)
				describe(t)
				v := reflect.New(t).Elem()
				v.Field(at).Set(reflect.ValueOf(c.v))
				if s, ok := v.Interface().(Summer); ok {
					fmt.Println("Sum", s.Sum(100))
				}
				if s, ok := v.Interface().(Setter); ok {
					s.Set(50)
					fmt.Println("Setter", s.Sum(100), s.Desc("q", 2.5))
				}
				if s, ok := v.Addr().Interface().(Summer); ok {
					fmt.Println("PSum", s.Sum(100))
				}
				if m := v.MethodByName("Sum"); m.IsValid() {
					fmt.Println("byname", m.Call([]reflect.Value{reflect.ValueOf(1)})[0])
					fmt.Println("mv", m.Interface().(func(int) int)(1))
				}
				if m := v.MethodByName("Big"); m.IsValid() {
					fmt.Println("byname", m.Call([]reflect.Value{reflect.ValueOf([5]int{1, 2, 3, 4, 5})})[0])
				}
				if m := v.MethodByName("Desc"); m.IsValid() {
					fmt.Println("byname", m.Call([]reflect.Value{reflect.ValueOf("s"), reflect.ValueOf(1.5)})[0])
				}
				if m, ok := t.MethodByName("Sum"); ok && (shape == 0) {
					fmt.Println("func", m.Func.Call([]reflect.Value{v, reflect.ValueOf(2)})[0])
				}
			})
		}
	}
}
