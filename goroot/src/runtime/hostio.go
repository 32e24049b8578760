// Waiting for the host: operations that complete later, signals, calls into JavaScript and events from it.

package runtime

import (
	"internal/wasm"
	"unsafe"
)

// hostOp is an operation under way. Its number in hostOps is what the host reports its end by.
type hostOp struct {
	gp     *g // that waits for it
	done   bool
	result int32
	aux    float64
	next   uint32 // free list
}

var (
	hostOps     []*hostOp
	hostOpsFree uint32 // number + 1
)

// syscall_newOp makes the number of an operation that is about to be started.
//
//go:linkname syscall_newOp syscall.runtime_newOp
func syscall_newOp() uint32 {
	if hostOpsFree != 0 {
		id := hostOpsFree - 1
		hostOpsFree = hostOps[id].next
		*hostOps[id] = hostOp{}
		return id
	}
	hostOps = append(hostOps, new(hostOp))
	return uint32(len(hostOps) - 1)
}

func freeOp(id uint32) {
	hostOps[id].gp = nil
	hostOps[id].next = hostOpsFree
	hostOpsFree = id + 1
}

// syscall_dropOp gives back a number whose operation could not be started.
//
//go:linkname syscall_dropOp syscall.runtime_dropOp
func syscall_dropOp(id uint32) { freeOp(id) }

// syscall_waitOp waits for the end of an operation.
//
//go:linkname syscall_waitOp syscall.runtime_waitOp
func syscall_waitOp(id uint32) (result int32, aux float64) {
	op := hostOps[id]
	for !op.done {
		op.gp = getg()
		gopark(nil, nil, waitReasonIOWait, traceBlockNet, 1)
	}
	result, aux = op.result, op.aux
	freeOp(id)
	return
}

type hostEvent struct {
	op     uint32
	result int32
	aux    float64
}

const opSignal = ^uint32(0)

var eventBuf [16]hostEvent

// takeHostEvents fetches what the host has queued, and readies the goroutines that wait for it.
func takeHostEvents() {
	for {
		n := hostEvents(unsafe.Pointer(&eventBuf), int32(len(eventBuf)))
		for i := int32(0); i < n; i++ {
			e := &eventBuf[i]
			if e.op == opSignal {
				sigsend(uint32(e.result))
				continue
			}
			if e.op >= uint32(len(hostOps)) {
				continue
			}
			op := hostOps[e.op]
			op.done, op.result, op.aux = true, e.result, e.aux
			if op.gp != nil {
				gp := op.gp
				op.gp = nil
				ready(gp, 0, false)
			}
		}
		if n < int32(len(eventBuf)) {
			return
		}
	}
}

// Signals (os/signal).

var sig struct {
	mask    uint64
	wanted  uint64
	ignored uint64
	recv    *g
}

func sigsend(s uint32) {
	if s >= 64 || sig.wanted>>s&1 == 0 {
		return
	}
	sig.mask |= 1 << s
	if sig.recv != nil {
		gp := sig.recv
		sig.recv = nil
		ready(gp, 0, false)
	}
}

//go:linkname signal_enable os/signal.signal_enable
func signal_enable(s uint32) {
	if s < 64 {
		sig.wanted |= 1 << s
		sig.ignored &^= 1 << s
		hostSignal(int32(s), 1)
	}
}

//go:linkname signal_disable os/signal.signal_disable
func signal_disable(s uint32) {
	if s < 64 {
		sig.wanted &^= 1 << s
		hostSignal(int32(s), 0)
	}
}

//go:linkname signal_ignore os/signal.signal_ignore
func signal_ignore(s uint32) {
	if s < 64 {
		sig.wanted &^= 1 << s
		sig.ignored |= 1 << s
		hostSignal(int32(s), 2)
	}
}

//go:linkname signal_ignored os/signal.signal_ignored
func signal_ignored(s uint32) bool { return s < 64 && sig.ignored>>s&1 != 0 }

//go:linkname signal_recv os/signal.signal_recv
func signal_recv() uint32 {
	gp := getg()
	if !gp.system {
		gp.system = true
		sched.ngsys.Add(1)
	}
	for {
		for s := uint32(0); s < 64; s++ {
			if sig.mask>>s&1 != 0 {
				sig.mask &^= 1 << s
				return s
			}
		}
		sig.recv = gp
		gopark(nil, nil, waitReasonZero, traceBlockGeneric, 1)
	}
}

//go:linkname signalWaitUntilIdle os/signal.signalWaitUntilIdle
func signalWaitUntilIdle() {
	for sig.mask != 0 && sig.recv == nil {
		Gosched()
	}
}

// JavaScript. A call that may run any JavaScript is made by the scheduler, when the goroutine's frames lie in memory.

//go:linkname js_op syscall/js.runtime_op
func js_op(p unsafe.Pointer) {
	getg().param = p
	mcall(jsop_m)
}

func jsop_m(gp *g) {
	p := gp.param
	gp.param = nil
	enterHost(gp)
	hostJS(p)
	leaveHost(gp)
}

// enterHost begins a call of the host by a goroutine whose frames lie in memory: the host may call the program meanwhile.
func enterHost(gp *g) {
	gp.waitreason = waitReasonHostCall
	casgstatus(gp, _Grunning, _Gwaiting)
	jsDepth++
}

// leaveHost ends the call; the goroutine runs next.
func leaveHost(gp *g) {
	jsDepth--
	casgstatus(gp, _Gwaiting, _Grunnable)
	m0.next.set(gp)
}

var (
	jsDepth      int // calls into JavaScript under way
	jsHandler    *g  // goroutine of the innermost call from JavaScript
	eventHandler func() bool
)

// jsEvent is a call of a Go function by JavaScript.
type jsEvent struct{ done bool }

//go:linkname setEventHandler syscall/js.setEventHandler
func setEventHandler(fn func() bool) { eventHandler = fn }

// mustFinish tells whether a handler that waits for a timer is waited for: JavaScript in the middle of a call needs its result, and a
// handler that sleeps blocks the event loop.
func mustFinish() bool {
	gp := jsHandler
	return jsDepth > 0 || gp != nil && readgstatus(gp) == _Gwaiting && gp.waitreason == waitReasonSleep
}

// hostResumeEvent runs the handler of a call from JavaScript on a new goroutine, and returns when it is done or cannot go on.
//
//go:wasmexport resumeEvent
func hostResumeEvent() float64 {
	old := wasm.Budget()
	wasm.SetBudget(hostStackBudget())
	e := new(jsEvent)
	when := runHandler(e, func() { runEvent(e) })
	if jsDepth == 0 {
		when = schedule(nil)
	}
	wasm.SetBudget(old)
	if jsDepth > 0 {
		return 0
	}
	return hostWait(when)
}

// runHandler runs fn on a new goroutine until e is done or nothing can go on, and returns until when to wait then.
func runHandler(e *jsEvent, fn func()) int64 {
	next := m0.next
	m0.next = 0
	gp := newproc1(*(**funcval)(unsafe.Pointer(&fn)), &g0, 0, false, waitReasonZero)
	m0.next.set(gp)
	outer := jsHandler
	jsHandler = gp
	when := schedule(func() bool { return e.done })
	jsHandler = outer
	if !e.done && jsDepth > 0 {
		deadlock() // JavaScript cannot go on, so nothing can
	}
	if m0.next != 0 {
		runqput(&p0, m0.next.ptr(), true)
	}
	m0.next = next
	return when
}

//go:noinline
//gossamer:suspends
func runEvent(e *jsEvent) {
	eventHandler()
	e.done = true
}
