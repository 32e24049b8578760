// Small things that the release keeps in files that are not used here, and the names by which other packages reach the runtime.

package runtime

import (
	"internal/runtime/math"
	"internal/runtime/sys"
	"unsafe"
)

// atomicwb is the write barrier of an atomic store: there is none.
func atomicwb(ptr *unsafe.Pointer, new unsafe.Pointer) {}

// unsafeslice checks the arguments of unsafe.Slice. Addresses have 32 bits: the elements must end before the end of that space.
func unsafeslice(et *_type, ptr unsafe.Pointer, len int) {
	if ptr == nil && len > 0 {
		panicunsafeslicenilptr1(sys.GetCallerPC())
	}
	size, overflow := math.MulUintptr(et.Size_, uintptr(len))
	if len < 0 || overflow || size > 1<<32-uintptr(ptr) {
		panicunsafeslicelen1(sys.GetCallerPC())
	}
}

// mapinitnoop stands for the initialiser of a map that is not reachable.
func mapinitnoop() {}

// godebugNotify tells package internal/godebug of the settings. It calls into user code, which may suspend.
//
//go:noinline
//gossamer:suspends
func godebugNotify(envChanged bool) {
	update := godebugUpdate.Load()
	var env string
	if p := godebugEnv.Load(); p != nil {
		env = *p
	}
	if envChanged {
		reparsedebugvars(env)
	}
	if update != nil {
		(*update)(godebugDefault, env)
	}
}

// IncNonDefault counts a use of a behaviour that a GODEBUG setting has changed.
//
//go:noinline
//gossamer:suspends
func (g *godebugInc) IncNonDefault() {
	inc := g.inc.Load()
	if inc == nil {
		newInc := godebugNewIncNonDefault.Load()
		if newInc == nil {
			return
		}
		inc = new(func())
		*inc = (*newInc)(g.name)
		if !g.inc.CompareAndSwap(nil, inc) {
			inc = g.inc.Load()
		}
	}
	(*inc)()
}

// reflectCallThunk is the table index of the thunk that calls functions of a flattened signature with words from memory, 0 if there is
// none: then the program has no function of that signature.
//
//go:noinline
func reflectCallThunk(sig string) uint32 {
	if e := findSig(sig); e != nil {
		return e.Call
	}
	return 0
}

// makeFuncThunk is the table index of the stub that stands for functions of a flattened signature made by reflect.MakeFunc.
//
//go:noinline
func makeFuncThunk(sig string) uint32 {
	if e := findSig(sig); e != nil {
		return e.Stub
	}
	return 0
}

//go:linkname reflect_callThunk reflect.runtime_callThunk
func reflect_callThunk(ft *functype, rcvr bool) (code uint32, sig string) {
	sig = sigOfFunc(ft, rcvr)
	return reflectCallThunk(sig), sig
}

//go:linkname reflect_makeFuncThunk reflect.runtime_makeFuncThunk
func reflect_makeFuncThunk(ft *functype) (code uint32, sig string) {
	sig = sigOfFunc(ft, false)
	return makeFuncThunk(sig), sig
}

//go:linkname reflect_verifyNotInHeapPtr reflect.verifyNotInHeapPtr
func reflect_verifyNotInHeapPtr(p uintptr) bool { return spanOfHeap(p) == nil && p != ^uintptr(0) }

//go:linkname syscall_now syscall.now
func syscall_now() (sec int64, nsec int32) { return walltime() }

//go:linkname synctest_disassociate internal/synctest.disassociate
func synctest_disassociate(p unsafe.Pointer) { removeBubbleSpecial(p) }

// haveHighResSleep: sleeps of about a millisecond keep their time. Read by tests of package time.
//
//go:linkname haveHighResSleep
var haveHighResSleep = true

// heapObjectsCanMove tells programs that depend on it that objects stay in place.
//
//go:linkname heapObjectsCanMove
func heapObjectsCanMove() bool { return false }
