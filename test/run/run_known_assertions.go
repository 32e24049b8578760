// Assertions, type switches and method calls on interface values whose dynamic type the compiler can know.

// uses: crypto/sha256, encoding, hash
package main

import (
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"io"
	"runtime"
	"strings"
)

type M interface{ M() int }
type N interface{ N() int }
type MN interface {
	M
	N
}
type Deep interface {
	MN
	fmt.Stringer
}
type hidden interface{ secret() int }
type wrongSig interface{ M() string }
type wrongHidden interface {
	M
	other()
}

type Ptr struct{ x int }

func (p *Ptr) M() int         { return p.x }
func (p *Ptr) N() int         { return -p.x }
func (p *Ptr) String() string { return fmt.Sprint("Ptr ", p.x) }
func (p *Ptr) secret() int    { return 100 + p.x }

type Val int

func (v Val) M() int        { return int(v) }
func (v *Val) SetM(x int)   { *v = Val(x) }
func (v Val) Error() string { return fmt.Sprint("Val ", int(v)) }

type Big struct{ a, b, c, d, e int }

func (b Big) M() int { b.a++; return b.a + b.e }

type Empty struct{}

func (Empty) M() int { return 42 }

type Promoted struct {
	*Ptr
	name string
}
type PromotedValue struct {
	Val
	pad [3]int
}
type Inner interface{ M() int }
type ThroughInterface struct{ Inner }
type Only struct{ *Ptr }

type Box[T any] struct{ v T }

func (b *Box[T]) M() int { return len(fmt.Sprint(b.v)) }
func (b *Box[T]) Get() T { return b.v }
func (b Box[T]) N() int  { return -1 }

type Getter[T any] interface{ Get() T }

type Func func() int

func (f Func) M() int { return f() }

type Map map[string]int

func (m Map) M() int { return len(m) }
func (m Map) N() int { return m["n"] }

func newPtr() M             { return &Ptr{1} }
func newVal() M             { return Val(2) }
func newBig() M             { return Big{1, 2, 3, 4, 5} }
func newEmpty() M           { return Empty{} }
func newPromoted() M        { return Promoted{&Ptr{3}, "p"} }
func newPromotedPointer() M { return &Promoted{&Ptr{4}, "p"} }
func newPromotedValue() M   { return &PromotedValue{Val: 5} }
func newThrough() M         { return ThroughInterface{&Ptr{6}} }
func newOnly() M            { return Only{&Ptr{7}} }
func newBox() M             { return &Box[string]{"seven"} }
func newFunc() M            { n := 8; return Func(func() int { n++; return n }) }
func newMap() M             { return Map{"n": 9} }
func newNil() M             { return nil }
func newNilPtr() M          { return (*Ptr)(nil) }

//go:noinline
func hiddenNil() M { return (*Val)(nil) }

func newAny() any { return Val(10) }
func anonymous() any {
	return struct {
		*Ptr
		io.Reader
	}{&Ptr{11}, strings.NewReader("x")}
}
func wrap(m M) MN          { n, _ := m.(MN); return n }
func must[T any](x any) T  { return x.(T) }
func is[T any](x any) bool { _, ok := x.(T); return ok }
func zero[T any]() any     { var t T; return t }

func try(name string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			var re runtime.Error
			err, _ := e.(error)
			fmt.Printf("%s: panic: %v (runtime error: %t)\n", name, e, errors.As(err, &re))
		}
	}()
	f()
	fmt.Printf("%s: done\n", name)
}

func kind(x any) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case hidden:
		return fmt.Sprint("hidden ", x.secret())
	case MN:
		return fmt.Sprint("MN ", x.M(), x.N())
	case Val, Big:
		return fmt.Sprintf("Val or Big %v", x)
	case M:
		return fmt.Sprint("M ", x.M())
	case error:
		return "error " + x.Error()
	case int:
		return fmt.Sprint("int ", x+1)
	case func() int:
		return fmt.Sprint("func ", x())
	}
	return "other"
}

func succeeding() {
	fmt.Println(newPtr().(N).N(), newPtr().(MN).M(), newPtr().(Deep).String(), newPtr().(hidden).secret(), newPtr().(*Ptr).x)
	fmt.Println(newVal().(error).Error(), newVal().(Val)+1, newBig().(Big).c, newBig().M(), newBig().(M).M(), newEmpty().(Empty).M())
	fmt.Println(newPromoted().(MN).N(), newPromoted().(fmt.Stringer), newPromotedPointer().(Deep).M(), newPromotedValue().(error), newPromotedValue().(interface{ SetM(int) }))
	fmt.Println(newThrough().M(), newThrough().(ThroughInterface).Inner.(N).N(), newOnly().(hidden).secret(), newOnly().(Only).x)
	fmt.Println(newBox().(Getter[string]).Get(), newBox().(N).N(), newBox().(*Box[string]).v, newFunc().M(), newMap().(N).N(), newMap().(Map))
	fmt.Println(anonymous().(MN).M(), anonymous().(hidden).secret(), anonymous().(interface {
		io.Reader
		M
	}).M())
	fmt.Println(must[N](newPtr()).N(), must[error](newVal()), must[Val](newAny()), must[any](3), must[int](4), wrap(newPtr()).M())
	p := newPromotedValue()
	p.(interface{ SetM(int) }).SetM(50)
	fmt.Println(p.M(), p.(*PromotedValue).Val)
	f, g := newPtr().M, newPtr().(N).N
	fmt.Println(f(), g())
	defer newPtr().(Deep).M()
}

func commaOk() {
	_, a := newPtr().(wrongSig)
	_, b := newPtr().(wrongHidden)
	v, c := newVal().(N)
	w, d := newVal().(Big)
	x, e := newAny().(string)
	y, f := newBox().(Getter[int])
	z, g := newBox().(*Box[int])
	_, h := newNil().(M)
	_, i := newNil().(*Ptr)
	n, j := newNilPtr().(MN)
	fmt.Println(a, b, v, c, w, d, x == "", e, y, f, z, g, h, i, n.(*Ptr) == nil, j, wrap(newVal()))
	fmt.Println(is[M](3), is[M](Val(3)), is[error](newVal()), is[hidden](newThrough()), is[fmt.Stringer](nil), is[M](zero[Val]()), is[M](zero[*Ptr]()), is[M](zero[M]()), is[MN](zero[Box[int]]()), is[MN](zero[*Box[int]]()))
	if m, ok := newThrough().(N); ok {
		fmt.Println("promoted through an interface", m)
	}
	fmt.Println(newPtr() == newPtr(), newVal() == newVal(), newVal() == M(Val(3)), newNil() == nil, newNilPtr() == nil, newAny() == any(newVal()))
}

func failing() {
	try("no method", func() { newVal().(N).N() })
	try("wrong signature", func() { newPtr().(wrongSig).M() })
	try("hidden method", func() { newPtr().(wrongHidden).other() })
	try("other type", func() { _ = newVal().(Big) })
	try("other pointer", func() { _ = newPtr().(*Val) })
	try("any", func() { _ = newAny().(int) })
	try("other instance", func() { _ = newBox().(*Box[int]) })
	try("other getter", func() { newBox().(Getter[int]).Get() })
	try("pointer receiver", func() { newAny().(interface{ SetM(int) }).SetM(1) })
	try("nil to interface", func() { newNil().(N).N() })
	try("nil to its type", func() { _ = newNil().(M) })
	try("nil to type", func() { _ = newNil().(*Ptr) })
	try("nil call", func() { newNil().M() })
	try("nil pointer", func() { newNilPtr().M() })
	try("nil pointer in promoted", func() { M(Promoted{}).M() })
	try("nil embedded interface", func() { M(ThroughInterface{}).M() })
	try("nil value", func() { M((*Val)(nil)).M() })
	try("nil value, unknown", func() { hiddenNil().M() })
	try("nil value by method expression", func() { (*Val).M(nil) })
	try("generic", func() { must[N](3) })
	try("generic type", func() { must[string](newVal()) })
	try("generic nil", func() { must[M](nil) })
	try("fine", func() { _ = must[M](newVal()) })
}

// Both types reach the assertion; one of them is nil in one branch.
func merged(i int) (s string) {
	var m M
	switch i {
	case 0:
		m = newPtr()
	case 1:
		m = newVal()
	case 2:
		m = newPtr()
		m.(*Ptr).x = 20
	}
	if n, ok := m.(N); ok {
		s = fmt.Sprint(n.N(), " ")
	}
	for range 2 {
		if m == nil {
			m = newMap()
		}
		s += kind(m) + " "
		m = newEmpty()
	}
	return s
}

// One type or nil; one type from both sides; two types.
func perhaps(i int) {
	var m, n, o M
	if i > 0 {
		m, n, o = newPtr(), newPtr(), newPtr()
	} else {
		n, o = &Ptr{30}, newVal()
	}
	fmt.Println(n.M(), n.(N).N(), o.M(), kind(m), is[N](o))
	for n != nil && i > 1 {
		n = n.(*Ptr)
		i--
	}
	fmt.Println(n.(fmt.Stringer))
	fmt.Println(m.M())
}

func ofLibrary() {
	h := sha256.New()
	h.Write([]byte("abc"))
	state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
	more, _ := h.(encoding.BinaryAppender).AppendBinary([]byte("state "))
	g := sha256.New()
	fmt.Println(err, string(more[:10]) == "state "+string(state[:4]), g.(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
	fmt.Printf("%x %d\n", g.Sum(nil), g.(hash.Cloner).(hash.Hash).Size())
}

func main() {
	succeeding()
	commaOk()
	failing()
	for i := range 4 {
		fmt.Println(merged(i))
	}
	for _, x := range []any{nil, newPtr(), newVal(), newBig(), newBox(), newThrough(), errors.New("e"), 6, func() int { return 7 }, "s", newOnly(), newNilPtr() == nil} {
		fmt.Println(kind(x))
	}
	fmt.Println(kind(Val(1)), kind(&Ptr{2}), kind(nil), kind(Box[int]{}), kind(3), kind(Map{"n": 1}), kind(struct{}{}), kind(Empty{}), kind(io.EOF))
	for i := range 3 {
		try("perhaps", func() { perhaps(i) })
	}
	ofLibrary()
}
