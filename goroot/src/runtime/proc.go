// The scheduler. It runs on the host's stack as g0: schedule takes a runnable goroutine and execute re-enters its innermost saved frame,
// then the next one when that returns, until the goroutine suspends or ends. When nothing is runnable the scheduler returns to the host,
// which calls again when a timer is due or an event has come.

package runtime

import (
	"internal/gossabi"
	"internal/runtime/atomic"
	"internal/wasm"
	"unsafe"
)

// mcall suspends the running goroutine; when all its frames lie in memory, the scheduler calls fn with it.
func mcall(fn func(*g)) {
	gp := getg()
	if gp == gp.m.g0 {
		throw("mcall called on the scheduler's stack")
	}
	gp.m.mcallfn = fn
	wasm.Suspend()
}

// systemstack calls fn as the scheduler: with its g, on its memory stack.
//
//go:noinline
func systemstack(fn func()) {
	gp := getg()
	if gp == &g0 {
		fn()
		return
	}
	sp, spLimit, spTop := toG0Stack()
	wasm.SetG(unsafe.Pointer(&g0))
	fn()
	wasm.SetG(unsafe.Pointer(gp))
	fromG0Stack(sp, spLimit, spTop)
}

// execute runs gp until it suspends or ends.
func execute(gp *g) {
	mp := &m0
	mp.curg = gp
	gp.m = mp
	casgstatus(gp, _Grunnable, _Grunning)
	gp.waitsince = 0
	if gp.readyAt != 0 {
		schedTimes.latencies.record(nanotime() - gp.readyAt)
		gp.readyAt = 0
	}
	mp.p.ptr().schedtick++
	g0sp, g0limit, g0top := wasm.Sp(), wasm.SpLimit(), wasm.SpTop()
	mp.g0.sp = uintptr(g0sp)
	wasm.SetSp(unsafe.Pointer(gp.sp))
	wasm.SetSpLimit(unsafe.Pointer(gp.spLimit))
	wasm.SetSpTop(unsafe.Pointer(gp.spTop))
	if cpuprof.on {
		cpuprof.since = nanotime()
	}
	wasm.SetG(unsafe.Pointer(gp))
	status := runFrames(gp)
	gp.sp = uintptr(wasm.Sp())
	gp.spLimit = uintptr(wasm.SpLimit())
	gp.spTop = uintptr(wasm.SpTop())
	wasm.SetG(unsafe.Pointer(mp.g0))
	wasm.SetSp(g0sp)
	wasm.SetSpLimit(g0limit)
	wasm.SetSpTop(g0top)
	if cpuprof.on {
		cpuprofRan(gp)
	}
	if status == 0 {
		goexit0(gp)
		return
	}
	suspended(mp, gp)
}

// runFrames re-enters the frames of the current goroutine. It returns 0 when there are none left, 1 when it has suspended, with all
// frames linked to gp.
func runFrames(gp *g) int32 {
	mb := thisMBlock()
	for {
		var status int32
		if gp.onTop != nil {
			// Not the address of a local: this function runs on the goroutine's memory stack and may have no frame there.
			fn := *(**funcval)(unsafe.Pointer(&gp.onTop))
			gp.onTop = nil
			status = wasm.CallStart(uint32(fn.fn), unsafe.Pointer(fn))
		} else if gp.frame != 0 {
			f := frameAt(gp.frame)
			gp.frame = uintptr(f.outer)
			fi := f.funcInfo()
			code := fi.Resume
			if f.site == gossabi.SiteEntry {
				code = fi.Entry
				gp.entered = true
			}
			if code == 0 {
				notResumable(fi, f.site)
			}
			frameFree(f)
			status = wasm.CallResume(code, unsafe.Pointer(f))
		} else if !gp.started {
			gp.started = true
			fn := gp.fn
			status = wasm.CallStart(uint32(fn.fn), unsafe.Pointer(fn))
		} else {
			return 0
		}
		if status != 0 {
			(*frameHeader)(wasm.PtrOf(mb.frameLast)).outer = uint32(gp.frame)
			gp.frame = uintptr(mb.frameFirst)
			mb.frameFirst, mb.frameLast = 0, 0
			return 1
		}
	}
}

// notResumable: a function that the compiler takes to panic at most has been suspended at a site of such a call.
//
//go:noinline
func notResumable(fi *gossabi.FuncInfo, site uint32) {
	print("runtime: ", lebString(fi.Name), " cannot be resumed at site ", site, "\n")
	throw("function cannot be resumed")
}

// codeOf is the code word of a func value.
func codeOf(fn func()) uint32 { return uint32((*(**funcval)(unsafe.Pointer(&fn))).fn) }

// suspended acts on why a goroutine has suspended.
func suspended(mp *m, gp *g) {
	if fn := mp.mcallfn; fn != nil {
		mp.mcallfn = nil
		fn(gp)
		return
	}
	why := mp.suspendWhy
	mp.suspendWhy = 0
	casgstatus(gp, _Grunning, _Grunnable)
	switch why {
	case suspendDepth:
		checkStackLimit(gp)
		mp.next.set(gp)
	case suspendWork:
		if debugSuspend {
			checkStackLimit(gp) // frames move to memory before the native stack is exhausted
		}
		mp.next.set(gp)
	case suspendPreempt:
		mp.preempted = true
		runqput(mp.p.ptr(), gp, false)
	default:
		throw("a goroutine returned to the scheduler without a reason")
	}
}

// schedule runs goroutines until none is runnable, done returns true, or it is time to let the host work.
// It returns the time of the next timer (0 none), or 1 if there is more to run.
func schedule(done func() bool) int64 {
	mp := &m0
	pp := mp.p.ptr()
	began := nanotime()
	if schedTimes.idleSince != 0 {
		schedTimes.idle += began - schedTimes.idleSince
		schedTimes.idleSince = 0
	}
	tick := uint32(0)
	for {
		if memprof.pending != nil {
			memprofFlush()
		}
		if gcWanted {
			gcStart(gcTriggered)
		}
		if *hostEventsWord() != 0 {
			takeHostEvents()
		}
		if done != nil && done() {
			return 1
		}
		if tick++; tick&63 == 0 || mp.preempted || gp0Idle(pp, mp) {
			mp.preempted = false
			now := nanotime()
			now, pollUntil, _ := pp.timers.check(now, nil)
			if gp0Idle(pp, mp) {
				if cleanupWork() {
					continue
				}
				if *hostEventsWord() != 0 || gcWanted || pollUntil != 0 && done != nil && mustFinish() {
					continue
				}
				schedTimes.idleSince = now
				return pollUntil
			}
			if now-began > 10e6 && hostPending() > 0 && done == nil {
				return 1
			}
		}
		gp := mp.next.ptr()
		if gp != nil {
			mp.next = 0
		} else {
			gp = runqget(pp)
		}
		execute(gp)
	}
}

func gp0Idle(pp *p, mp *m) bool { return mp.next == 0 && pp.runnext == 0 && pp.runq.head == 0 }

// The run queue: runnext, then first in, first out.

func runqput(pp *p, gp *g, next bool) {
	if debugSched != 0 {
		next = schedRandom()&3 == 0
	}
	if next {
		old := pp.runnext.ptr()
		pp.runnext.set(gp)
		if old == nil {
			return
		}
		gp = old
	}
	pp.runq.pushBack(gp)
}

func runqget(pp *p) *g {
	if gp := pp.runnext.ptr(); gp != nil {
		pp.runnext = 0
		return gp
	}
	gp := pp.runq.pop()
	if debugSched != 0 && !pp.runq.empty() && schedRandom()&1 == 0 {
		pp.runq.pushBack(gp)
		gp = pp.runq.pop()
	}
	return gp
}

var debugSched uint32 // seed of random scheduling, 0 if off

func schedRandom() uint32 {
	debugSched = debugSched*1664525 + 1013904223
	if debugSched == 0 {
		debugSched = 1
	}
	return debugSched >> 16
}

func globrunqput(gp *g) { runqput(m0.p.ptr(), gp, false) }

// ready makes gp runnable.
func ready(gp *g, traceskip int, next bool) {
	status := readgstatus(gp)
	if status&^_Gscan != _Gwaiting {
		throw("bad g->status in ready")
	}
	casgstatus(gp, _Gwaiting, _Grunnable)
	if gp.mutexWait != 0 {
		schedTimes.mutexWait += nanotime() - gp.mutexWait
		gp.mutexWait = 0
	}
	sampleLatency(gp)
	runqput(m0.p.ptr(), gp, next)
}

func goready(gp *g, traceskip int) { ready(gp, traceskip, true) }

func readgstatus(gp *g) uint32 { return gp.atomicstatus.Load() }

func casgstatus(gp *g, oldval, newval uint32) {
	if gp.atomicstatus.Load() != oldval {
		badstatus(gp, oldval, newval)
	}
	gp.atomicstatus.Store(newval)
	if gp.bubble != nil {
		gp.bubble.changegstatus(gp, oldval, newval)
	}
}

//go:noinline
func badstatus(gp *g, oldval, newval uint32) {
	print("runtime: status of goroutine ", gp.goid, " is ", gp.atomicstatus.Load(), ", not ", oldval, ", on becoming ", newval, "\n")
	throw("casgstatus: bad status")
}

func dumpgstatus(gp *g) {
	print("runtime: gp: gp=", gp, ", goid=", gp.goid, ", gp->atomicstatus=", readgstatus(gp), "\n")
}

// gopark puts the running goroutine to sleep until goready. unlockf runs after it has been saved; if it returns false, the goroutine
// goes on at once.
func gopark(unlockf func(*g, unsafe.Pointer) bool, lock unsafe.Pointer, reason waitReason, traceReason traceBlockReason, traceskip int) {
	gp := getg()
	mp := gp.m
	if s := readgstatus(gp); s != _Grunning {
		throw("gopark: bad g status")
	}
	mp.waitlock = lock
	mp.waitunlockf = unlockf
	gp.waitreason = reason
	mcall(park_m)
}

func park_m(gp *g) {
	mp := &m0
	bubble := gp.bubble
	if bubble != nil {
		bubble.incActive()
	}
	casgstatus(gp, _Grunning, _Gwaiting)
	if gp.waitreason.isMutexWait() {
		gp.mutexWait = nanotime()
	}
	if fn := mp.waitunlockf; fn != nil {
		l := mp.waitlock
		mp.waitunlockf, mp.waitlock = nil, nil
		if !fn(gp, l) {
			gp.mutexWait = 0
			casgstatus(gp, _Gwaiting, _Grunnable)
			mp.next.set(gp)
		}
	}
	if bubble != nil {
		bubble.decActive()
	}
}

func parkunlock_c(gp *g, lock unsafe.Pointer) bool {
	unlock((*mutex)(lock))
	return true
}

func goparkunlock(lock *mutex, reason waitReason, traceReason traceBlockReason, traceskip int) {
	gopark(parkunlock_c, unsafe.Pointer(lock), reason, traceReason, traceskip)
}

// resumeNow is an mcall function: go on at once, with all frames in memory.
func resumeNow(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	m0.next.set(gp)
}

func gosched_m(gp *g) {
	casgstatus(gp, _Grunning, _Grunnable)
	sampleLatency(gp)
	m0.p.ptr().runq.pushBack(gp)
}

// Gosched yields the processor, allowing other goroutines to run. It does not suspend the current goroutine, so execution resumes
// automatically.
//
//go:nosplit
func Gosched() { mcall(gosched_m) }

func goyield()        { mcall(gosched_m) }
func goschedguarded() { mcall(gosched_m) }
func goschedIfBusy()  { mcall(gosched_m) }

// newproc starts fn in a new goroutine: the go statement, which is in function info, at line.
func newproc(fn *funcval, info *gossabi.FuncInfo, line int) {
	if fn == nil {
		throwOnGo()
	}
	newg := newproc1(fn, getg(), callerPC(info, 0, 0), false, waitReasonZero)
	newg.goInfo, newg.goLine = info, uint32(line)
	runqput(m0.p.ptr(), newg, true)
}

// newproc1 makes a goroutine, runnable or parked.
func newproc1(fn *funcval, callergp *g, callerpc uintptr, parked bool, waitreason waitReason) *g {
	mp := acquirem()
	newg := m0.p.ptr().gFree.pop()
	if newg == nil {
		newg = new(g)
		allgs = append(allgs, newg)
		newg.atomicstatus.Store(_Gdead)
	}
	newg.stackInit()
	newg.fn = fn
	newg.started = false
	newg.startpc = fn.fn
	newg.parentGoid = callergp.goid
	newg.gopc = callerpc
	newg.goInfo = nil
	newg.labels = nil
	newg.m = mp
	if callergp.m != nil && callergp != callergp.m.g0 {
		newg.labels = callergp.labels
		newg.fipsOnlyBypass = callergp.fipsOnlyBypass
	}
	newg.bubble = callergp.bubble // g0 has one while it runs a bubble's timer
	newg.goid = sched.goidgen.Add(1)
	sched.goroutinesCreated.Add(1)
	if parked {
		newg.waitreason = waitreason
		casgstatus(newg, _Gdead, _Gwaiting)
	} else {
		casgstatus(newg, _Gdead, _Grunnable)
	}
	releasem(mp)
	return newg
}

// goexit0 ends a goroutine whose last frame has returned, or that has run its deferred calls in Goexit.
func goexit0(gp *g) {
	if gp.coroexit && gp.coroarg != nil {
		coroswitch_m(gp)
		return
	}
	gdestroy(gp)
}

func gdestroy(gp *g) {
	casgstatus(gp, _Grunning, _Gdead)
	if gp.system {
		sched.ngsys.Add(-1)
		gp.system = false
	}
	gp.stackFreeAll()
	gp.m = nil
	gp.lockedm = 0
	gp.lockedExt = 0
	m0.lockedg = 0
	gp.preempt = false
	gp.paniconfault = false
	gp._defer = nil
	gp._panic = nil
	gp.recoverToken = nil
	gp.recoverHeld = nil
	gp.writebuf = nil
	gp.waitreason = waitReasonZero
	gp.param = nil
	gp.labels = nil
	gp.timer = nil
	gp.bubble = nil
	gp.fipsOnlyBypass = false
	gp.secret = 0
	gp.fn = nil
	gp.coroarg = nil
	gp.coroexit = false
	gp.coroswitchTo = nil
	gp.waiting = nil
	m0.p.ptr().gFree.push(gp)
}

func gcount() int32 {
	n := int32(len(allgs)) - m0.p.ptr().gFree.size - sched.ngsys.Load()
	if n < 1 {
		n = 1
	}
	return n
}

func mcount() int32 { return 1 }

func forEachG(fn func(gp *g)) {
	for _, gp := range allgs {
		fn(gp)
	}
}

func forEachGRace(fn func(gp *g)) { forEachG(fn) }

// acquireSudog and releaseSudog keep free sudogs in a list of the p.

func acquireSudog() *sudog {
	pp := m0.p.ptr()
	n := len(pp.sudogcache)
	if n == 0 {
		return new(sudog)
	}
	s := pp.sudogcache[n-1]
	pp.sudogcache[n-1] = nil
	pp.sudogcache = pp.sudogcache[:n-1]
	if s.elem.get() != nil {
		throw("acquireSudog: found s.elem != nil in cache")
	}
	return s
}

func releaseSudog(s *sudog) {
	if s.elem.get() != nil || s.next != nil || s.prev != nil || s.waitlink != nil || s.c.get() != nil || s.isSelect {
		throw("runtime: sudog is still in use")
	}
	if getg().param != nil {
		throw("runtime: releaseSudog with non-nil gp.param")
	}
	pp := m0.p.ptr()
	if pp.sudogcache == nil {
		pp.sudogcache = pp.sudogbuf[:0]
	}
	if len(pp.sudogcache) < len(pp.sudogbuf) {
		s.g = nil
		pp.sudogcache = append(pp.sudogcache, s)
	}
}

// pollSlow is called at a safepoint that found the poll word set. It returns 1 if the goroutine is to suspend.
func pollSlow() int32 {
	gp := getg()
	mp := gp.m
	if gp == mp.g0 || mp.locks != 0 || mp.mallocing != 0 || mp.preemptoff != "" || mp.dying != 0 || panicking.Load() != 0 {
		return 0
	}
	if !debugSuspend {
		*pollWord() = 0
	}
	if gcWanted || debugGC && debugGCDue() {
		mp.suspendWhy = suspendWork
		gcWanted = true
		return 1
	}
	mp.suspendWhy = suspendPreempt
	if debugSuspend && debugSched == 0 {
		// The poll word stays set, so it does not tell when the goroutine's time is up.
		if !debugSliceOver(gp) {
			mp.suspendWhy = suspendWork
		}
	}
	return 1
}

// The time slice of the goroutine that runs, with suspend=1.
var debugSlice struct {
	gp    *g
	since int64
	polls uint32
}

// debugSliceOver tells, at every 64th poll, whether a goroutine has run for longer than a time slice.
func debugSliceOver(gp *g) bool {
	s := &debugSlice
	if s.gp != gp {
		s.gp, s.since = gp, nanotime()
	}
	if s.polls++; s.polls%64 != 0 || nanotime()-s.since < 10e6 {
		return false
	}
	s.gp = nil
	return true
}

// entryPoll is pollSlow at a function's entry; deep: what is left of the native stack is too little for it.
func entryPoll(deep int32) int32 {
	gp := getg()
	if deep == 0 {
		// With suspend=1 the poll word stays set: a function that has suspended at its entry must get past it.
		if debugSuspend && gp.entered {
			gp.entered = false
			return 0
		}
		return pollSlow()
	}
	mp := gp.m
	if gp == mp.g0 || mp.locks != 0 {
		return 0
	}
	mp.suspendWhy = suspendDepth
	return 1
}

// sync_runtime_procPin and friends keep the goroutine from being suspended.

//go:linkname procPin
func procPin() int {
	getg().m.locks++
	return 0
}

//go:linkname procUnpin
func procUnpin() { getg().m.locks-- }

//go:linkname sync_runtime_procPin sync.runtime_procPin
func sync_runtime_procPin() int { return procPin() }

//go:linkname sync_runtime_procUnpin sync.runtime_procUnpin
func sync_runtime_procUnpin() { procUnpin() }

//go:linkname sync_atomic_runtime_procPin sync/atomic.runtime_procPin
func sync_atomic_runtime_procPin() int { return procPin() }

//go:linkname sync_atomic_runtime_procUnpin sync/atomic.runtime_procUnpin
func sync_atomic_runtime_procUnpin() { procUnpin() }

//go:linkname internal_sync_runtime_canSpin internal/sync.runtime_canSpin
func internal_sync_runtime_canSpin(i int) bool { return false }

//go:linkname internal_sync_runtime_doSpin internal/sync.runtime_doSpin
func internal_sync_runtime_doSpin() {}

// LockOSThread wires the calling goroutine to its current operating system thread. There is one thread.
func LockOSThread() {
	gp := getg()
	gp.lockedExt++
	gp.lockedm.set(gp.m)
	gp.m.lockedg.set(gp)
}

// UnlockOSThread undoes an earlier call to LockOSThread.
func UnlockOSThread() {
	gp := getg()
	if gp.lockedExt == 0 {
		return
	}
	gp.lockedExt--
	if gp.lockedExt == 0 {
		gp.lockedm = 0
		gp.m.lockedg = 0
	}
}

func lockOSThread()            {}
func unlockOSThread()          {}
func wakep()                   {}
func wakeNetPoller(when int64) {}

var netpollInited atomic.Uint32

func netpollGenericInit() {}

// stopTheWorld needs nothing but that this goroutine is not suspended.
type stwReason uint8

const (
	stwUnknown stwReason = iota
	stwGCMarkTerm
	stwGCSweepTerm
	stwGOMAXPROCS
	stwReadMemStats
	stwAllGoroutinesStack
	stwGoroutineProfile
)

type worldStop struct {
	reason stwReason
	at     int64
}

func stopTheWorld(reason stwReason) worldStop {
	getg().m.locks++
	return worldStop{reason, nanotime()}
}

func startTheWorld(w worldStop) {
	getg().m.locks--
	schedTimes.otherStops.record(nanotime() - w.at)
}

func stopTheWorldGC(reason stwReason) worldStop { return stopTheWorld(reason) }
func startTheWorldGC(w worldStop)               { startTheWorld(w) }

var _ atomic.Uint32
