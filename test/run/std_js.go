// uses: syscall/js, plugin, syscall, crypto, log/syslog
// target: js/wasm
package main

import (
	"crypto"
	"fmt"
	"log/syslog"
	"plugin"
	"runtime"
	"syscall"
	"syscall/js"
)

func main() {
	fmt.Println(runtime.GOOS, runtime.GOARCH)
	g := js.Global()
	fmt.Println(g.Get("Math").Call("max", 1, 7.5, 3).Float(), g.Get("nothing").IsUndefined(), js.Null().IsNull(), js.ValueOf("s").Type(), g.Get("Object").Type())
	o := g.Get("Object").New()
	o.Set("n", 5)
	o.Set("list", []any{1, "two", true, nil, map[string]any{"k": 2.5}})
	fmt.Println(g.Get("JSON").Call("stringify", o).String(), o.Get("list").Length(), o.Get("list").Index(1))
	add := js.FuncOf(func(this js.Value, args []js.Value) any { return args[0].Int() + args[1].Int() })
	fmt.Println(add.Invoke(2, 3).Int(), add.InstanceOf(g.Get("Function")), add.Equal(add.Value))
	o.Set("add", add)
	fmt.Println(o.Call("add", 20, 22))
	add.Release()
	u := g.Get("Uint8Array").New(4)
	fmt.Println(js.CopyBytesToJS(u, []byte{1, 2, 3}), u.Index(2), u.Length())
	b := make([]byte, 2)
	fmt.Println(js.CopyBytesToGo(b, u), b)
	done := make(chan string)
	cb := js.FuncOf(func(this js.Value, args []js.Value) any { done <- args[0].String(); return nil })
	g.Get("Promise").Call("resolve", "promised").Call("then", cb)
	fmt.Println(<-done)
	g.Call("setTimeout", cb, 2, "later")
	fmt.Println(<-done)
	for _, f := range []func(){func() { js.ValueOf(5).Get("x") }, func() { g.Call("noSuchFunction") }, func() { js.ValueOf("x").Int() }, func() { js.ValueOf(make(chan int)) }, func() { js.ValueOf("abc").Bool() }} {
		func() {
			defer func() { r := recover(); fmt.Printf("%v (%T)\n", r, r) }()
			f()
		}()
	}
	func() {
		defer func() { e := recover().(js.Error); fmt.Println(e.Get("name"), e.Error()) }()
		g.Call("decodeURIComponent", "%")
	}()
	o.Delete("n")
	fmt.Println(o.Get("n").Truthy(), js.ValueOf(0).Truthy(), js.ValueOf(map[string]any{}).Truthy(), o)
	_, err := plugin.Open("x.so")
	fmt.Println(err)
	_, err = syscall.Getwd()
	fmt.Println(err, syscall.ENOENT == syscall.Errno(2), syscall.Errno(0) == 0, crypto.SHA256.Size(), syslog.LOG_USER)
}
