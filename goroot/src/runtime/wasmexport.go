package runtime

import (
	"internal/wasm"
	"unsafe"
)

// wasmExportArgs is the argument block of a call of an exported function: n zeroed words, then its results.
func wasmExportArgs(n int32) unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(make([]unsafe.Pointer, n+1)))
}

// wasmExport runs a function that the program exports, on a new goroutine, until it is done. thunk is its call thunk. Like a function
// that JavaScript calls through syscall/js, it blocks the event loop while it sleeps, and must not wait for the event loop otherwise.
func wasmExport(fn unsafe.Pointer, thunk uint32, args unsafe.Pointer) {
	old := wasm.Budget()
	wasm.SetBudget(hostStackBudget())
	e := &jsEvent{}
	code := &funcval{uintptr(thunk)}
	jsDepth++
	runHandler(e, func() { runExport(e, code, fn, args) })
	jsDepth--
	wasm.SetBudget(old)
}

//go:noinline
//gossamer:suspends
func runExport(e *jsEvent, code *funcval, fn, args unsafe.Pointer) {
	(*(*func(fn, args unsafe.Pointer))(unsafe.Pointer(&code)))(fn, args)
	e.done = true
}

// A wasmCallRecord is a call of a function that the program imports from the host.
type wasmCallRecord struct {
	code     *funcval
	fn, args unsafe.Pointer
}

// wasmCall lets the scheduler call a function of the host, when the goroutine's frames lie in memory: the host may call the program.
// thunk is the call thunk of fn, which calls the host.
func wasmCall(fn unsafe.Pointer, thunk uint32, args unsafe.Pointer) {
	getg().param = unsafe.Pointer(&wasmCallRecord{&funcval{uintptr(thunk)}, fn, args})
	mcall(wasmcall_m)
}

func wasmcall_m(gp *g) {
	c := (*wasmCallRecord)(gp.param)
	enterHost(gp)
	(*(*func(fn, args unsafe.Pointer))(unsafe.Pointer(&c.code)))(c.fn, c.args)
	gp.param = nil
	leaveHost(gp)
}
