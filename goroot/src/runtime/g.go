// Goroutines, threads, processors and what hangs off them. The types keep the release's names and those fields that its files use;
// the first two fields of g are touched by compiled code (src/abi/machine.table.ts, GField).
//
// A goroutine's stack is a list of saved frames (frame.go) and a list of memory-stack chunks (stack.go). Between runs everything lies in
// memory: g.frame is the innermost saved frame, g.sp… the memory stack. While it runs, g.frame is the innermost frame that still lies
// in memory, below the activations on the native stack.

package runtime

import (
	"internal/abi"
	"internal/chacha8rand"
	"internal/gossabi"
	"internal/runtime/atomic"
	"unsafe"
)

// States of a goroutine (g.atomicstatus). Transitions: idle → runnable → running → waiting | runnable | dead; dead → runnable (reused).
const (
	_Gidle = iota
	_Grunnable
	_Grunning
	_Gsyscall
	_Gwaiting
	_Gmoribund_unused
	_Gdead
	_Genqueue_unused
	_Gcopystack
	_Gpreempted
	_Gleaked
	_Gdeadextra
	_Gscan = 0x1000
)

const (
	_Pidle = iota
	_Prunning
	_Psyscall_unused
	_Pgcstop
	_Pdead
)

type (
	guintptr uintptr
	puintptr uintptr
	muintptr uintptr
)

func (gp guintptr) ptr() *g   { return (*g)(unsafe.Pointer(gp)) }
func (gp *guintptr) set(g *g) { *gp = guintptr(unsafe.Pointer(g)) }
func (gp *guintptr) cas(old, new guintptr) bool {
	return atomic.Casuintptr((*uintptr)(unsafe.Pointer(gp)), uintptr(old), uintptr(new))
}
func (pp puintptr) ptr() *p   { return (*p)(unsafe.Pointer(pp)) }
func (pp *puintptr) set(p *p) { *pp = puintptr(unsafe.Pointer(p)) }
func (mp muintptr) ptr() *m   { return (*m)(unsafe.Pointer(mp)) }
func (mp *muintptr) set(m *m) { *mp = muintptr(unsafe.Pointer(m)) }

func (gp *g) guintptr() guintptr { return guintptr(unsafe.Pointer(gp)) }

func setGNoWB(gp **g, new *g) { *gp = new }
func setMNoWB(mp **m, new *m) { *mp = new }

// maybeTraceablePtr is a pointer that the collector sees only while it is marked traceable: sudogs of goroutines that are leaked would
// otherwise keep their channels. Here it is always traceable; the uintptr stays the source of truth.
type maybeTraceablePtr struct {
	vp unsafe.Pointer
	vu uintptr
}

func (p *maybeTraceablePtr) setUntraceable()      { p.vp = nil }
func (p *maybeTraceablePtr) setTraceable()        { p.vp = unsafe.Pointer(p.vu) }
func (p *maybeTraceablePtr) set(v unsafe.Pointer) { p.vp, p.vu = v, uintptr(v) }
func (p *maybeTraceablePtr) get() unsafe.Pointer  { return unsafe.Pointer(p.vu) }
func (p *maybeTraceablePtr) uintptr() uintptr     { return p.vu }

type maybeTraceableChan struct{ maybeTraceablePtr }

func (p *maybeTraceableChan) set(c *hchan) { p.maybeTraceablePtr.set(unsafe.Pointer(c)) }
func (p *maybeTraceableChan) get() *hchan  { return (*hchan)(p.maybeTraceablePtr.get()) }

// sudog is a g in a wait list of a channel or semaphore.
type sudog struct {
	g                        *g
	next, prev               *sudog
	elem                     maybeTraceablePtr // data element
	acquiretime, releasetime int64
	ticket                   uint32
	isSelect                 bool
	success                  bool
	waiters                  uint16
	parent                   *sudog // semaRoot tree
	waitlink                 *sudog // g.waiting list or semaRoot
	waittail                 *sudog // semaRoot
	c                        maybeTraceableChan
}

type g struct {
	_defer       *_defer  // innermost deferred call (GField.defer_)
	recoverToken *_panic  // GField.recoverToken: panic that the function about to be entered may recover
	recoverHeld  *_panic  // the same, while reflect prepares the call
	_panic       *_panic  // innermost panic
	m            *m       // m that runs it
	frame        uintptr  // innermost frame in memory
	sp           uintptr  // memory stack, valid while not running
	spLimit      uintptr  // low end of its chunk
	spTop        uintptr  // high end
	spare        uintptr  // one chunk kept in reserve
	stackBytes   uintptr  // bytes of frames and chunks
	fn           *funcval // what to start with, until it has started

	onTop    func() // to be run as a fresh activation on top of the saved frames
	onTopLen int32

	param            unsafe.Pointer
	atomicstatus     atomic.Uint32
	goid             uint64
	schedlink        guintptr
	waitsince        int64
	readyAt          int64 // since when it is runnable, 0 if that is not measured
	mutexWait        int64 // since when it waits for a mutex
	waitreason       waitReason
	preempt          bool
	preemptStop      bool
	stack            stack // unused: strings on memory stacks need no distinction
	paniconfault     bool
	parkingOnChan    atomic.Bool
	activeStackChans bool
	coroexit         bool
	raceignore       int8
	system           bool // not counted, not shown
	started          bool
	entered          bool // its innermost frame has just been re-entered at the function's entry
	nocgocallback    bool
	fipsIndicator    uint8
	fipsOnlyBypass   bool
	ditWanted        bool
	secret           int32
	lockedm          muintptr
	lockedExt        uint32
	runningCleanups  atomic.Bool
	sig              uint32
	sigpc            uintptr
	writebuf         []byte
	parentGoid       uint64
	gopc             uintptr
	startpc          uintptr
	racectx          uintptr
	waiting          *sudog
	labels           unsafe.Pointer
	timer            *timer
	sleepWhen        int64
	selectDone       atomic.Uint32
	coroarg          *coro // the coroutine that this goroutine is
	coroswitchTo     *coro
	bubble           *synctestBubble
	ancestors        *[]ancestorInfo
	hostOp           *hostOp
	goInfo           *gossabi.FuncInfo // function of the go statement that started it, nil if the runtime did
	goLine           uint32            // line of that statement
}

type stack struct{ lo, hi uintptr }

type ancestorInfo struct {
	pcs  []uintptr
	goid uint64
	gopc uintptr
}

type m struct {
	g0           *g
	curg         *g
	p            puintptr
	id           int64
	procid       uint64
	mallocing    int32
	throwing     throwType
	preemptoff   string
	locks        int32
	dying        int32
	printlock    int8
	traceback    uint8
	lockedg      guintptr
	alllink      *m
	schedlink    muintptr
	park         note
	ditEnabled   bool
	ncgocall     uint64
	mcallfn      func(*g)                      // to be called by the scheduler when the running goroutine has saved itself
	waitunlockf  func(*g, unsafe.Pointer) bool // gopark's, called after that
	waitlock     unsafe.Pointer
	next         guintptr // to be run next, before any queue
	suspendWhy   uint32   // why the running goroutine suspends without mcall
	preempted    bool     // a goroutine has run for a tick: timers may be due
	chacha8      chacha8rand.State
	cheaprand    uint64
	profStack    []uintptr
	mLockProfile struct{ waitTime atomic.Int64 }
}

// Reasons of a suspension without mcall.
const (
	suspendPreempt = iota + 1 // its time is up
	suspendDepth              // the native stack is used up: run again at once
	suspendWork               // the scheduler has work (collection, timers): run again after it
)

type p struct {
	id          int32
	status      uint32
	link        puintptr
	schedtick   uint32
	syscalltick uint32
	m           muintptr
	runnext     guintptr
	runq        gQueue
	runqsize    int32
	gFree       gList
	sudogcache  []*sudog
	sudogbuf    [128]*sudog
	timers      timers
	goidcache   uint64
	statsSeq    atomic.Uint32
}

type schedt struct {
	goidgen            atomic.Uint64
	lock               mutex
	ngsys              atomic.Int32
	ngfree             int32
	gcwaiting          atomic.Bool
	sysmonwait         atomic.Bool
	nmspinning         atomic.Int32
	customGOMAXPROCS   bool
	procresizetime     int64
	totaltime          int64
	totalMutexWaitTime atomic.Int64
	goroutinesCreated  atomic.Uint64
	sliceStart         int64  // when the running goroutine was entered
	sliceLimit         int64  // when it is to be suspended
	random             uint32 // GOSSAMERDEBUG=sched=N
}

var (
	g0                   g
	m0                   m
	p0                   p
	allm                 = &m0
	allp                 = []*p{&p0}
	allgs                []*g
	allglock             mutex
	allpLock             mutex
	sched                schedt
	gomaxprocs           int32 = 1
	numCPUStartup        int32 = 1
	newprocs             int32
	islibrary, isarchive bool
	iscgo                bool
	physPageSize         uintptr = 65536
	panicking            atomic.Uint32
	runningPanicDefers   atomic.Uint32
	mainStarted          bool
	runtimeInitTime      int64
	starttime            int64
)

const maxAlloc = 1 << 32

type throwType uint32

const (
	throwTypeNone throwType = iota
	throwTypeUser
	throwTypeRuntime
)

func getg() *g

func isSystemGoroutine(gp *g, fixed bool) bool { return gp.system }

// gQueue and gList link goroutines through schedlink.
type gQueue struct {
	head, tail guintptr
	size       int32
}

func (q *gQueue) empty() bool { return q.head == 0 }

func (q *gQueue) push(gp *g) {
	gp.schedlink = q.head
	q.head.set(gp)
	if q.tail == 0 {
		q.tail.set(gp)
	}
	q.size++
}

func (q *gQueue) pushBack(gp *g) {
	gp.schedlink = 0
	if q.tail != 0 {
		q.tail.ptr().schedlink.set(gp)
	} else {
		q.head.set(gp)
	}
	q.tail.set(gp)
	q.size++
}

func (q *gQueue) pop() *g {
	gp := q.head.ptr()
	if gp != nil {
		q.head = gp.schedlink
		if q.head == 0 {
			q.tail = 0
		}
		gp.schedlink = 0
		q.size--
	}
	return gp
}

type gList struct {
	head guintptr
	size int32
}

func (l *gList) empty() bool { return l.head == 0 }
func (l *gList) push(gp *g) {
	gp.schedlink = l.head
	l.head.set(gp)
	l.size++
}
func (l *gList) pop() *g {
	gp := l.head.ptr()
	if gp != nil {
		l.head = gp.schedlink
		gp.schedlink = 0
		l.size--
	}
	return gp
}

// funcval is a func value's object: the code word and what was captured.
type funcval struct{ fn uintptr }

type iface struct {
	tab  *itab
	data unsafe.Pointer
}

type eface struct {
	_type *_type
	data  unsafe.Pointer
}

func efaceOf(ep *any) *eface { return (*eface)(unsafe.Pointer(ep)) }

type itab = abi.ITab

type waitReason uint8

const (
	waitReasonZero waitReason = iota
	waitReasonGCAssistMarking
	waitReasonIOWait
	waitReasonDumpingHeap
	waitReasonGarbageCollection
	waitReasonGarbageCollectionScan
	waitReasonPanicWait
	waitReasonGCAssistWait
	waitReasonGCSweepWait
	waitReasonGCScavengeWait
	waitReasonFinalizerWait
	waitReasonForceGCIdle
	waitReasonUpdateGOMAXPROCSIdle
	waitReasonSemacquire
	waitReasonSleep
	waitReasonChanReceiveNilChan
	waitReasonChanSendNilChan
	waitReasonSelectNoCases
	waitReasonSelect
	waitReasonChanReceive
	waitReasonChanSend
	waitReasonSyncCondWait
	waitReasonSyncMutexLock
	waitReasonSyncRWMutexRLock
	waitReasonSyncRWMutexLock
	waitReasonSyncWaitGroupWait
	waitReasonTraceReaderBlocked
	waitReasonWaitForGCCycle
	waitReasonGCWorkerIdle
	waitReasonGCWorkerActive
	waitReasonPreempted
	waitReasonDebugCall
	waitReasonGCMarkTermination
	waitReasonStoppingTheWorld
	waitReasonFlushProcCaches
	waitReasonTraceGoroutineStatus
	waitReasonTraceProcStatus
	waitReasonPageTraceFlush
	waitReasonCoroutine
	waitReasonGCWeakToStrongWait
	waitReasonSynctestRun
	waitReasonSynctestWait
	waitReasonSynctestChanReceive
	waitReasonSynctestChanSend
	waitReasonSynctestSelect
	waitReasonSynctestWaitGroupWait
	waitReasonCleanupWait
	waitReasonHostCall
)

var waitReasonStrings = [...]string{
	waitReasonZero:                  "",
	waitReasonGCAssistMarking:       "GC assist marking",
	waitReasonIOWait:                "IO wait",
	waitReasonDumpingHeap:           "dumping heap",
	waitReasonGarbageCollection:     "garbage collection",
	waitReasonGarbageCollectionScan: "garbage collection scan",
	waitReasonPanicWait:             "panicwait",
	waitReasonGCAssistWait:          "GC assist wait",
	waitReasonGCSweepWait:           "GC sweep wait",
	waitReasonGCScavengeWait:        "GC scavenge wait",
	waitReasonFinalizerWait:         "finalizer wait",
	waitReasonForceGCIdle:           "force gc (idle)",
	waitReasonUpdateGOMAXPROCSIdle:  "GOMAXPROCS updater (idle)",
	waitReasonSemacquire:            "semacquire",
	waitReasonSleep:                 "sleep",
	waitReasonChanReceiveNilChan:    "chan receive (nil chan)",
	waitReasonChanSendNilChan:       "chan send (nil chan)",
	waitReasonSelectNoCases:         "select (no cases)",
	waitReasonSelect:                "select",
	waitReasonChanReceive:           "chan receive",
	waitReasonChanSend:              "chan send",
	waitReasonSyncCondWait:          "sync.Cond.Wait",
	waitReasonSyncMutexLock:         "sync.Mutex.Lock",
	waitReasonSyncRWMutexRLock:      "sync.RWMutex.RLock",
	waitReasonSyncRWMutexLock:       "sync.RWMutex.Lock",
	waitReasonSyncWaitGroupWait:     "sync.WaitGroup.Wait",
	waitReasonTraceReaderBlocked:    "trace reader (blocked)",
	waitReasonWaitForGCCycle:        "wait for GC cycle",
	waitReasonGCWorkerIdle:          "GC worker (idle)",
	waitReasonGCWorkerActive:        "GC worker (active)",
	waitReasonPreempted:             "preempted",
	waitReasonDebugCall:             "debug call",
	waitReasonGCMarkTermination:     "GC mark termination",
	waitReasonStoppingTheWorld:      "stopping the world",
	waitReasonFlushProcCaches:       "flushing proc caches",
	waitReasonTraceGoroutineStatus:  "trace goroutine status",
	waitReasonTraceProcStatus:       "trace proc status",
	waitReasonPageTraceFlush:        "page trace flush",
	waitReasonCoroutine:             "coroutine",
	waitReasonGCWeakToStrongWait:    "GC weak to strong wait",
	waitReasonSynctestRun:           "synctest.Run",
	waitReasonSynctestWait:          "synctest.Wait",
	waitReasonSynctestChanReceive:   "chan receive (durable)",
	waitReasonSynctestChanSend:      "chan send (durable)",
	waitReasonSynctestSelect:        "select (durable)",
	waitReasonSynctestWaitGroupWait: "sync.WaitGroup.Wait (durable)",
	waitReasonCleanupWait:           "cleanup wait",
	waitReasonHostCall:              "syscall",
}

func (w waitReason) String() string {
	if int(w) >= len(waitReasonStrings) {
		return "unknown wait reason"
	}
	return waitReasonStrings[w]
}

func (w waitReason) isMutexWait() bool {
	return w == waitReasonSyncMutexLock || w == waitReasonSyncRWMutexRLock || w == waitReasonSyncRWMutexLock
}

func (w waitReason) isSyncWait() bool {
	return waitReasonSyncCondWait <= w && w <= waitReasonSyncWaitGroupWait
}

// isIdleInSynctest tells whether a goroutine of a bubble that waits for this counts as durably blocked.
func (w waitReason) isIdleInSynctest() bool {
	switch w {
	case waitReasonChanReceiveNilChan, waitReasonChanSendNilChan, waitReasonSelectNoCases, waitReasonSleep, waitReasonSyncCondWait,
		waitReasonSynctestWaitGroupWait, waitReasonCoroutine, waitReasonSynctestRun, waitReasonSynctestWait,
		waitReasonSynctestChanReceive, waitReasonSynctestChanSend, waitReasonSynctestSelect:
		return true
	}
	return false
}
