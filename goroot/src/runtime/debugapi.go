// Functions of packages runtime, runtime/debug and others that report or set parameters.

package runtime

import "unsafe"

// GOMAXPROCS sets the maximum number of CPUs that can be executing simultaneously and returns the previous setting. There is one thread.
func GOMAXPROCS(n int) int { return int(gomaxprocs) }

// SetDefaultGOMAXPROCS updates the GOMAXPROCS setting to the runtime default.
func SetDefaultGOMAXPROCS() {}

func defaultGOMAXPROCSUpdateGODEBUG() {}

// NumCPU returns the number of logical CPUs usable by the current process.
func NumCPU() int { return 1 }

// NumCgoCall returns the number of cgo calls made by the current process.
func NumCgoCall() int64 { return 0 }

// NumGoroutine returns the number of goroutines that currently exist.
func NumGoroutine() int { return int(gcount()) }

//go:linkname setGCPercent runtime/debug.setGCPercent
func setGCPercent(in int32) (out int32) {
	out = gcPercent
	if in < 0 {
		in = -1
	}
	gcPercent = in
	setGoal()
	heapAllocated(0)
	return out
}

//go:linkname setMemoryLimit runtime/debug.setMemoryLimit
func setMemoryLimit(in int64) (out int64) {
	out = memLimit
	if in >= 0 {
		memLimit = in
		setGoal()
		heapAllocated(0)
	}
	return out
}

//go:linkname runtime_debug_freeOSMemory runtime/debug.freeOSMemory
func runtime_debug_freeOSMemory() {
	GC()
	heap.released = heap.freePages // WebAssembly's memory does not shrink: these pages are merely counted as returned
}

var maxThreads = 10000

//go:linkname setMaxThreads runtime/debug.setMaxThreads
func setMaxThreads(in int) (out int) {
	out = maxThreads
	maxThreads = in
	return out
}

//go:linkname runtime_debug_WriteHeapDump runtime/debug.WriteHeapDump
func runtime_debug_WriteHeapDump(fd uintptr) {
	fatalUnwind("runtime/debug.WriteHeapDump is not supported")
}

//go:linkname readGCStats runtime/debug.readGCStats
func readGCStats(pauses *[]uint64) {
	p := *pauses
	n := stats.numGC
	if n > uint32(len(stats.pauseNs)) {
		n = uint32(len(stats.pauseNs))
	}
	p = p[:cap(p)]
	for i := uint32(0); i < n; i++ {
		j := (stats.numGC - 1 - i) % uint32(len(stats.pauseNs))
		p[i] = stats.pauseNs[j]
		p[n+i] = stats.pauseEnd[j]
	}
	p[n+n] = stats.lastGC
	p[n+n+1] = uint64(stats.numGC)
	p[n+n+2] = stats.pauseTotal
	*pauses = p[:n+n+3]
}

//go:linkname boring_registerCache crypto/internal/boring/bcache.registerCache
func boring_registerCache(p unsafe.Pointer) { boringCaches = append(boringCaches, p) }

// boringCaches are pointers to pointers that each collection clears.
var boringCaches []unsafe.Pointer

//go:linkname os_sigpipe os.sigpipe
func os_sigpipe() { exit(2) }

// Breakpoint executes a breakpoint trap.
func Breakpoint() { mcall(breakpoint_m) }

// breakpoint_m ends the program as a trap does that no debugger catches.
func breakpoint_m(gp *g) {
	startCrash()
	m0.throwing = throwTypeRuntime
	print("SIGTRAP: trace trap\nPC=", hex(topPC(gp)), " m=0 sigcode=", 128, "\n")
	crashTrace(gp, nil, false)
	exit(2)
}
