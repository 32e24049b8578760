// Values of JavaScript, callbacks from timers and promises.
// target: js/wasm
package main

import (
	"fmt"
	"syscall/js"
	"time"
	"errors"
)

func main() {
	g := js.Global()
	fmt.Println(g.Get("Math").Call("max", 3, 7.5).Float(), g.Get("parseInt").Invoke("42").Int())
	o := g.Get("Object").New()
	o.Set("a", 1)
	o.Set("s", "hé")
	o.Set("n", nil)
	o.Set("arr", []any{1, "two", true, nil, map[string]any{"k": 2.5}})
	fmt.Println(g.Get("JSON").Call("stringify", o).String())
	fmt.Println(o.Get("a").Type(), o.Get("s").Type(), o.Get("n").Type(), o.Get("zz").Type(), o.Get("arr").Type(), g.Get("eval").Type(), o.Get("arr").Length(), o.Get("arr").Index(1))
	o.Delete("a")
	fmt.Println(o.Get("a").IsUndefined(), o.Get("n").IsNull(), o.Get("n").Truthy(), o.Get("s").Truthy())
	add := js.FuncOf(func(this js.Value, args []js.Value) any {
		s := 0
		for _, a := range args { s += a.Int() }
		return s
	})
	defer add.Release()
	fmt.Println(add.Invoke(1, 2, 3).Int())
	g.Set("goAdd", add)
	fmt.Println(g.Call("eval", "goAdd(4,5) + [1,2,3].map(x => goAdd(x, 1)).join()").String())
	// this
	m := js.FuncOf(func(this js.Value, args []js.Value) any { return this.Get("x") })
	o.Set("x", "thisx"); o.Set("m", m)
	fmt.Println(o.Call("m").String())
	// Nested: go -> js -> go -> js -> go
	var rec js.Func
	rec = js.FuncOf(func(this js.Value, args []js.Value) any {
		n := args[0].Int()
		if n == 0 { return "end" }
		return "n" + rec.Invoke(n-1).String()
	})
	fmt.Println(rec.Invoke(5).String())
	// CopyBytes
	u8 := g.Get("Uint8Array").New(5)
	fmt.Println(js.CopyBytesToJS(u8, []byte{1, 2, 3, 4, 5, 6}), u8.Call("toString").String())
	b := make([]byte, 3)
	fmt.Println(js.CopyBytesToGo(b, u8), b)
	// errors
	func() {
		defer func() { r := recover(); var e js.Error; if err, ok := r.(error); ok && errors.As(err, &e) { fmt.Println("err:", e.Error(), e.Value.Get("name")) } else { fmt.Println("r", r) } }()
		g.Call("eval", "throw new TypeError('bad')")
	}()
	func() { defer func() { fmt.Println("r:", recover()) }(); g.Get("undef").Call("x") }()
	func() { defer func() { fmt.Println("r:", recover()) }(); fmt.Println(o.Get("s").Int()) }()
	func() { defer func() { fmt.Println("r:", recover()) }(); js.ValueOf(struct{}{}) }()
	func() { defer func() { fmt.Println("r:", recover()) }(); o.Call("nomethod") }()
	func() { defer func() { fmt.Println("r:", recover()) }(); js.CopyBytesToGo(b, o) }()
	// Promise
	done := make(chan string)
	then := js.FuncOf(func(this js.Value, args []js.Value) any { done <- args[0].String(); return nil })
	p := g.Get("Promise").Call("resolve", "promised")
	p.Call("then", then)
	fmt.Println(<-done)
	// Callback with blocking inside goroutine; setTimeout
	tick := js.FuncOf(func(this js.Value, args []js.Value) any { go func() { time.Sleep(time.Millisecond); done <- "tick" }(); return nil })
	g.Call("setTimeout", tick, 5)
	fmt.Println(<-done)
	// promise built from Go
	exec := js.FuncOf(func(this js.Value, args []js.Value) any { res := args[0]; go func() { time.Sleep(2*time.Millisecond); res.Invoke("later") }(); return nil })
	g.Get("Promise").New(exec).Call("then", then)
	fmt.Println(<-done)
	fmt.Println(js.ValueOf("x").Equal(js.ValueOf("x")), js.ValueOf(1).Equal(js.ValueOf(2)), o.InstanceOf(g.Get("Object")), g.Get("NaN").IsNaN())
	fmt.Println(js.Undefined(), js.Null(), js.ValueOf(true), js.ValueOf(1.5), o, g.Get("Symbol").Invoke("q"), js.ValueOf([]any{1}))
	// a blocking callback invoked synchronously
	blk := js.FuncOf(func(this js.Value, args []js.Value) any { time.Sleep(time.Millisecond); return "slept" })
	_ = blk
}
