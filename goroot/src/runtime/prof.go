// Profiles, traces and other instruments: their interfaces, with what there is to report. Goroutine profiles are real (cpuprof.go,
// blockprof.go and memprof.go hold others); execution traces are not recorded.

package runtime

import (
	"internal/profilerecord"
	"internal/runtime/atomic"
	"internal/runtime/sys"
	"unsafe"
)

type notInHeap struct{ _ sys.NotInHeap }

type sysMemStat uint64

func (s *sysMemStat) load() uint64 { return uint64(*s) }
func (s *sysMemStat) add(n int64)  { *s += sysMemStat(n) }

var memstats struct{ other_sys, gcMiscSys, stacks_sys sysMemStat }

// Tracing.

type traceBlockReason uint8

const (
	traceBlockGeneric traceBlockReason = iota
	traceBlockForever
	traceBlockNet
	traceBlockSelect
	traceBlockCondWait
	traceBlockSync
	traceBlockChanSend
	traceBlockChanRecv
	traceBlockGCMarkAssist
	traceBlockGCSweep
	traceBlockSystemGoroutine
	traceBlockPreempted
	traceBlockDebugCall
	traceBlockUntilGCEnds
	traceBlockSleep
	traceBlockGCWeakToStrongWait
	traceBlockSynctest
)

const defaultTraceAdvancePeriod = 1e9

type traceLocker struct{}

func traceAcquire() traceLocker                                 { return traceLocker{} }
func traceRelease(tl traceLocker)                               {}
func traceEnabled() bool                                        { return false }
func (tl traceLocker) ok() bool                                 { return false }
func (tl traceLocker) GoUnpark(gp *g, skip int)                 {}
func (tl traceLocker) GoPark(reason traceBlockReason, skip int) {}
func (tl traceLocker) HeapGoal()                                {}

//go:linkname trace_userTaskCreate runtime/trace.userTaskCreate
func trace_userTaskCreate(id, parentID uint64, taskType string) {}

//go:linkname trace_userTaskEnd runtime/trace.userTaskEnd
func trace_userTaskEnd(id uint64) {}

//go:linkname trace_userRegion runtime/trace.userRegion
func trace_userRegion(id, mode uint64, name string) {}

//go:linkname trace_userLog runtime/trace.userLog
func trace_userLog(id uint64, category, message string) {}

//go:linkname traceClockUnitsPerSecond runtime/trace.runtime_traceClockUnitsPerSecond
func traceClockUnitsPerSecond() uint64 { return 1e9 }

//go:linkname traceAdvance
func traceAdvance(stopTrace bool) {}

//go:linkname traceClockNow
func traceClockNow() uint64 { return uint64(nanotime()) }

//go:linkname trace_readTrace runtime/trace.runtime_readTrace
func trace_readTrace() []byte { return nil }

// StartTrace enables tracing for the current process. Execution traces are not implemented.
func StartTrace() error { return errorString("tracing is not supported") }

// StopTrace stops tracing, if it was previously enabled.
func StopTrace() {}

// ReadTrace returns the next chunk of binary tracing data; there is none.
func ReadTrace() []byte { return nil }

// A StackRecord describes a single execution stack.
type StackRecord struct {
	Stack0 [32]uintptr // stack trace for this record; ends at first 0 entry
}

// Stack returns the stack trace associated with the record, a prefix of r.Stack0.
func (r *StackRecord) Stack() []uintptr { return stackPrefix(r.Stack0[:]) }

func stackPrefix(s []uintptr) []uintptr {
	for i, v := range s {
		if v == 0 {
			return s[:i]
		}
	}
	return s
}

// A MemProfileRecord describes the live objects allocated by a particular call sequence (stack trace).
type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr
}

// InUseBytes returns the number of bytes in use (AllocBytes - FreeBytes).
func (r *MemProfileRecord) InUseBytes() int64 { return r.AllocBytes - r.FreeBytes }

// InUseObjects returns the number of objects in use (AllocObjects - FreeObjects).
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }

// Stack returns the stack trace associated with the record, a prefix of r.Stack0.
func (r *MemProfileRecord) Stack() []uintptr { return stackPrefix(r.Stack0[:]) }

// BlockProfileRecord describes blocking events originated at a particular call sequence (stack trace).
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

// ThreadCreateProfile returns n, the number of records in the thread creation profile: none here.
func ThreadCreateProfile(p []StackRecord) (n int, ok bool) { return 0, true }

//go:linkname pprof_threadCreateInternal
func pprof_threadCreateInternal(p []profilerecord.StackRecord) (n int, ok bool) { return 0, true }

//go:linkname pprof_fpunwindExpand
func pprof_fpunwindExpand(dst, src []uintptr) int { return copy(dst, src) }

//go:linkname pprof_makeProfStack
func pprof_makeProfStack() []uintptr { return make([]uintptr, maxProfStackDepth) }

//go:linkname runtime_pprof_runtime_cyclesPerSecond runtime/pprof.runtime_cyclesPerSecond
func runtime_pprof_runtime_cyclesPerSecond() int64 { return 1e9 }

//go:linkname pprof_goroutineProfileWithLabels
func pprof_goroutineProfileWithLabels(p []profilerecord.StackRecord, labels []unsafe.Pointer) (n int, ok bool) {
	mcall(resumeNow)
	return goroutineProfile(p, labels)
}

//go:linkname pprof_goroutineLeakProfileWithLabels
func pprof_goroutineLeakProfileWithLabels(p []profilerecord.StackRecord, labels []unsafe.Pointer) (n int, ok bool) {
	return 0, true
}

//go:linkname goroutineleakcount runtime/pprof.runtime_goroutineleakcount
func goroutineleakcount() int { return 0 }

//go:linkname goroutineLeakGC runtime/pprof.runtime_goroutineLeakGC
func goroutineLeakGC() { GC() }

// goroutineProfile records the stacks of all goroutines, the calling one first.
func goroutineProfile(p []profilerecord.StackRecord, labels []unsafe.Pointer) (n int, ok bool) {
	stw := stopTheWorld(stwGoroutineProfile)
	if n = int(gcount()); n > len(p) {
		startTheWorld(stw)
		return n, false
	}
	me := getg()
	k := 0
	record := func(gp *g) {
		if k >= len(p) {
			return
		}
		buf := make([]uintptr, 64)
		p[k].Stack = buf[:gcallers(gp, 0, buf)]
		if labels != nil {
			labels[k] = gp.labels
		}
		k++
	}
	record(me)
	for _, gp := range allgs {
		if gp != me && !gp.system && readgstatus(gp) != _Gdead {
			record(gp)
		}
	}
	startTheWorld(stw)
	return k, true
}

// GoroutineProfile returns n, the number of records in the active goroutine stack profile.
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	recs := make([]profilerecord.StackRecord, len(p))
	mcall(resumeNow)
	n, ok = goroutineProfile(recs, nil)
	if ok {
		for i := range recs[:n] {
			k := copy(p[i].Stack0[:], recs[i].Stack)
			clear(p[i].Stack0[k:])
		}
	}
	return
}

// Addresses of C functions: none.

func asmcgocall(fn, arg unsafe.Pointer) int32 { return -1 }

// Cgo traceback hooks.
func SetCgoTraceback(version int, traceback, context, symbolizer unsafe.Pointer) {}

const osHasLowResClockInt = 0
const osHasLowResClock = false

func panicCheck1(pc uintptr, msg string) {}
func panicCheck2(err string)             {}
func enableWER()                         {}

var _ atomic.Uint32
