// The host's side of package js. What may run JavaScript goes through an operation record and is done by the scheduler, when the
// goroutine's frames lie in memory (runtime/hostio.go); the rest is called directly. Refs are passed by address.

package js

import "unsafe"

// op is the operation record (src/abi/host-imports.table.ts, jsOp).
type op struct {
	kind    uint32
	ok      uint32
	v       ref
	name    *byte
	nameLen int
	index   int
	args    *ref
	nargs   int
	x       ref
	result  ref
}

const (
	opGet = iota + 1
	opSet
	opDelete
	opIndex
	opSetIndex
	opLength
	opCall
	opInvoke
	opNew
)

// The record may be on the stack: it stays in place while the goroutine waits.
//
//go:noescape
func runtime_op(p unsafe.Pointer)

//go:wasmimport gossamer jsString
//go:noescape
func hostString(out unsafe.Pointer, p unsafe.Pointer, n int32)

//go:wasmimport gossamer jsStringSize
//go:noescape
func hostStringSize(v unsafe.Pointer) int32

//go:wasmimport gossamer jsStringGet
//go:noescape
func hostStringGet(p unsafe.Pointer)

//go:wasmimport gossamer jsInstanceOf
//go:noescape
func hostInstanceOf(v, t unsafe.Pointer) int32

//go:wasmimport gossamer jsCopyToGo
//go:noescape
func hostCopyToGo(p unsafe.Pointer, n int32, src unsafe.Pointer) int32

//go:wasmimport gossamer jsCopyToJS
//go:noescape
func hostCopyToJS(dst unsafe.Pointer, p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer jsFinalize
//go:noescape
func hostFinalize(id int32)

func (o *op) do() { runtime_op(unsafe.Pointer(o)) }

// must is for operations whose exceptions have no way to Go but a panic.
func (o *op) must() ref {
	o.do()
	if o.ok == 0 {
		panic(Error{makeValue(o.result)})
	}
	return o.result
}

func finalizeRef(r ref) { hostFinalize(int32(uint32(r))) }

func stringVal(x string) ref {
	out := new(ref)
	hostString(unsafe.Pointer(out), unsafe.Pointer(unsafe.StringData(x)), int32(len(x)))
	return *out
}

func valueGet(v ref, p string) ref {
	o := &op{kind: opGet, v: v, name: unsafe.StringData(p), nameLen: len(p)}
	return o.must()
}

func valueSet(v ref, p string, x ref) {
	o := &op{kind: opSet, v: v, name: unsafe.StringData(p), nameLen: len(p), x: x}
	o.must()
}

func valueDelete(v ref, p string) {
	o := &op{kind: opDelete, v: v, name: unsafe.StringData(p), nameLen: len(p)}
	o.must()
}

func valueIndex(v ref, i int) ref {
	o := &op{kind: opIndex, v: v, index: i}
	return o.must()
}

func valueSetIndex(v ref, i int, x ref) {
	o := &op{kind: opSetIndex, v: v, index: i, x: x}
	o.must()
}

func valueLength(v ref) int {
	o := &op{kind: opLength, v: v}
	return int(o.must())
}

func valueCall(v ref, m string, args []ref) (ref, bool) {
	o := &op{kind: opCall, v: v, name: unsafe.StringData(m), nameLen: len(m), args: unsafe.SliceData(args), nargs: len(args)}
	o.do()
	return o.result, o.ok != 0
}

func valueInvoke(v ref, args []ref) (ref, bool) {
	o := &op{kind: opInvoke, v: v, args: unsafe.SliceData(args), nargs: len(args)}
	o.do()
	return o.result, o.ok != 0
}

func valueNew(v ref, args []ref) (ref, bool) {
	o := &op{kind: opNew, v: v, args: unsafe.SliceData(args), nargs: len(args)}
	o.do()
	return o.result, o.ok != 0
}

// valuePrepareString and valueLoadString are used together: the host keeps the bytes in between.
func valuePrepareString(v ref) (ref, int) {
	p := &v
	return 0, int(hostStringSize(unsafe.Pointer(p)))
}

func valueLoadString(v ref, b []byte) { hostStringGet(unsafe.Pointer(unsafe.SliceData(b))) }

func valueInstanceOf(v ref, t ref) bool {
	p := &[2]ref{v, t}
	return hostInstanceOf(unsafe.Pointer(&p[0]), unsafe.Pointer(&p[1])) != 0
}

func copyBytesToGo(dst []byte, src ref) (int, bool) {
	p := &src
	n := hostCopyToGo(unsafe.Pointer(unsafe.SliceData(dst)), int32(len(dst)), unsafe.Pointer(p))
	return int(n), n >= 0
}

func copyBytesToJS(dst ref, src []byte) (int, bool) {
	p := &dst
	n := hostCopyToJS(unsafe.Pointer(p), unsafe.Pointer(unsafe.SliceData(src)), int32(len(src)))
	return int(n), n >= 0
}
