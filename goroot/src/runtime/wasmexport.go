package runtime

import "unsafe"

// wasmExportArgs is the argument block of a call of an exported function: n zeroed words, then its results.
func wasmExportArgs(n int32) unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(make([]unsafe.Pointer, n+1)))
}

// wasmExport runs a function that the program exports, on a new goroutine, until it is done. thunk is its call thunk.
func wasmExport(fn unsafe.Pointer, thunk uint32, args unsafe.Pointer) {
	e := &jsEvent{}
	code := &funcval{uintptr(thunk)}
	run := func() { runExport(e, code, fn, args) }
	next := m0.next
	m0.next = 0
	gp := newproc1(*(**funcval)(unsafe.Pointer(&run)), &g0, 0, false, waitReasonZero)
	m0.next.set(gp)
	jsDepth++
	schedule(func() bool { return e.done })
	jsDepth--
	if m0.next != 0 {
		runqput(&p0, m0.next.ptr(), true)
	}
	m0.next = next
	if !e.done {
		deadlock()
	}
}

//go:noinline
//gossamer:suspends
func runExport(e *jsEvent, code *funcval, fn, args unsafe.Pointer) {
	(*(*func(fn, args unsafe.Pointer))(unsafe.Pointer(&code)))(fn, args)
	e.done = true
}
