// Start, the main goroutine, and the ways in from the host.

package runtime

import (
	"internal/gossabi"
	"internal/runtime/exithook"
	"internal/strconv"
	"internal/wasm"
	"unsafe"
)

var (
	mainExited   bool
	exitCode     int32
	debugSuspend bool // GOSSAMERDEBUG=suspend=1
	debugGC      bool // GOSSAMERDEBUG=gc=1
)

const (
	infinity = 0x7FF0000000000000
	nan      = 0x7FF8000000000001
)

// hostRun is the first entry: it starts the program and runs until nothing is runnable.
//
//go:wasmexport run
func hostRun() float64 {
	wasm.SetBudget(hostStackBudget())
	schedinit()
	newproc1Main()
	return hostWait(schedule(nil))
}

// hostResume continues the program when a timer is due or events have come.
//
//go:wasmexport resume
func hostResume() float64 {
	old := wasm.Budget()
	wasm.SetBudget(hostStackBudget())
	next := schedule(nil)
	wasm.SetBudget(old)
	return hostWait(next)
}

// hostWait tells the host when to call again.
func hostWait(next int64) float64 {
	if next == 1 {
		return 0
	}
	if next == 0 {
		if hostPending() == 0 {
			deadlock()
		}
		return float64frombits(infinity)
	}
	d := float64(next-nanotime()) / 1e6
	if d < 0 {
		d = 0
	}
	return d
}

// hostDeadlock is called by the host when its event loop has nothing left that could continue the program.
//
//go:wasmexport deadlock
func hostDeadlock() {
	wasm.SetBudget(hostStackBudget())
	deadlock()
}

// deadlock reports that no goroutine can ever run again.
func deadlock() {
	if panicking.Load() != 0 {
		exit(2)
	}
	lockedOut := true
	for _, gp := range allgs {
		if s := readgstatus(gp); !gp.system && s != _Gdead {
			lockedOut = false
		}
	}
	if lockedOut {
		fatal("no goroutines (main called runtime.Goexit) - deadlock!")
	}
	fatal("all goroutines are asleep - deadlock!")
}

func schedinit() {
	mod := gossabi.Module()
	gp := &g0
	wasm.SetG(unsafe.Pointer(gp))
	gp.m = &m0
	gp.goid = 0
	gp.sp, gp.spLimit, gp.spTop = uintptr(mod.Estack0), uintptr(mod.Stack0), uintptr(mod.Estack0)
	gp.atomicstatus.Store(_Grunning)
	m0.g0 = gp
	m0.curg = nil
	m0.p.set(&p0)
	p0.m.set(&m0)
	p0.status = _Prunning
	starttime = nanotime()
	crashFD.Store(^uintptr(0)) // none
	mallocinit(mod)
	buildVersion = stringAt(mod.Version, mod.VersionLen)
	modinfo = stringAt(mod.Modinfo, mod.ModinfoLen)
	godebugDefault = stringAt(mod.Godebug, mod.GodebugLen)
	defaultGOROOT = stringAt(mod.Goroot, mod.GorootLen)
	randinit()
	mrandinit(&m0)
	alginit()
	modulesinit(mod)
	typelinksinit()
	itabsinit()
	goargs()
	goenvs()
	parseRuntimeDebugVars(gogetenv("GODEBUG"))
	finishDebugVarsSetup()
	parseGossamerDebug(gogetenv("GOSSAMERDEBUG"))
	gcinit()
	if mod.MemProfile == 0 {
		MemProfileRate = 0
	}
}

func stringAt(p, n uint32) string {
	if n == 0 {
		return ""
	}
	return unsafe.String((*byte)(unsafe.Pointer(uintptr(p))), int(n))
}

// parseGossamerDebug reads "suspend=1,gc=1,sched=7".
func parseGossamerDebug(s string) {
	for s != "" {
		var field string
		if i := indexByteString(s, ','); i >= 0 {
			field, s = s[:i], s[i+1:]
		} else {
			field, s = s, ""
		}
		i := indexByteString(field, '=')
		if i < 0 {
			continue
		}
		v, _ := strconv.Atoi(field[i+1:])
		switch field[:i] {
		case "suspend":
			debugSuspend = v != 0
		case "gc":
			debugGC = v != 0
		case "sched":
			debugSched = uint32(v)
		case "gctrace":
			debug.gctrace = int32(v)
		}
	}
	if debugSuspend || debugGC {
		debugSuspend = true
		*pollWord() = 1
	}
}

func indexByteString(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

var runtimeMainFn = main

func newproc1Main() {
	fn := *(**funcval)(unsafe.Pointer(&runtimeMainFn))
	gp := newproc1(fn, &g0, 0, false, waitReasonZero)
	runqput(&p0, gp, false)
}

// main is the main goroutine.
//
//go:noinline
//gossamer:suspends
func main() {
	mainStarted = true
	runtimeInitTime = nanotime()
	mod := gossabi.Module()
	runInits(mod.RuntimeInits, mod.NumRuntimeInits)
	if debug.inittrace != 0 {
		inittrace = true
	}
	runInits(mod.MainInits, mod.NumMainInits)
	if MemProfileRate > 0 {
		flushAllocators() // so that a rate which main sets at its beginning counts for all that it allocates
	}
	callCode(mod.MainMain)
	mainExited = true
	if runningPanicDefers.Load() != 0 {
		for c := 0; c < 1000 && runningPanicDefers.Load() != 0; c++ {
			Gosched()
		}
	}
	if panicking.Load() != 0 {
		gopark(nil, nil, waitReasonPanicWait, traceBlockForever, 1)
	}
	runExitHooks(0)
	exit(0)
}

var inittrace bool

type initTask struct {
	fn   uint32
	path uint32
}

//go:noinline
//gossamer:suspends
func runInits(list, n uint32) {
	for i := uint32(0); i < n; i++ {
		t := (*initTask)(unsafe.Pointer(uintptr(list) + uintptr(i)*8))
		callCode(t.fn)
	}
}

// callCode calls a func() by its table index.
//
//go:noinline
//gossamer:suspends
func callCode(code uint32) {
	fv := &funcval{uintptr(code)}
	fn := *(*func())(unsafe.Pointer(&fv))
	fn()
}

// runExitHooks runs what the program has registered to run at its end.
//
//go:noinline
//gossamer:suspends
func runExitHooks(code int) {
	exithook.Gosched, exithook.Goid, exithook.Throw = Gosched, func() uint64 { return getg().goid }, throw
	exithook.Run(code)
}

//go:linkname os_beforeExit os.runtime_beforeExit
func os_beforeExit(exitCode int) { runExitHooks(exitCode) }
