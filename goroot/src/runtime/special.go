// Specials: what is attached to objects beside their contents: finalizers, cleanups, weak handles, synctest bubbles, pins. They hang in
// a list on the object's span, and spans that have any are listed. At the end of marking the collector looks at those of dead objects:
//
//   weak handle: set to nil; cleanup: queued; finalizer: queued, and the object lives once more.
//
// What a finalizer's object refers to, and what cleanups refer to, counts as reachable. Records lie outside the collected heap; the func
// values in them are roots (markSpecialRoots).

package runtime

import (
	"internal/abi"
	"internal/goarch"
	"internal/runtime/atomic"
	"internal/wasm"
	"unsafe"
)

const (
	specialFinalizer = iota + 1
	specialCleanupK
	specialWeak
	specialBubbleK
	specialPin
	specialProfile // a sample of the heap profile (memprof.go)
)

type special struct {
	next   *special
	offset uint32 // of the object in the span
	kind   uint8
	id     uint64         // cleanup: its number; bubble: the bubble's; pin: count
	fn     uint32         // finalizer, cleanup: func value; weak: handle
	etype  uint32         // finalizer: type of the object's pointer
	fint   uint32         // finalizer: type of its parameter
	ftype  uint32         // finalizer: its func type
	arg    unsafe.Pointer // object (finalizer)
}

var specials struct {
	free   *special
	nspans uint32
	table  uint32 // in raw memory: the spans that have or had specials
	cap    uint32
	stat   uint64
	ids    uint64
}

// escapes tells escape analysis that p is kept where it cannot see it: as a number in raw memory.
//
//go:noinline
func escapes(p unsafe.Pointer) {
	escapeSink = p
	escapeSink = nil
}

var escapeSink unsafe.Pointer

func newSpecial() *special {
	s := specials.free
	if s != nil {
		specials.free = s.next
		*s = special{}
		return s
	}
	return (*special)(unsafe.Pointer(metaAlloc(unsafe.Sizeof(special{}))))
}

func freeSpecial(s *special) {
	s.next = specials.free
	s.fn, s.arg = 0, nil
	specials.free = s
}

// addSpecial attaches sp to the object at p.
func addSpecial(p uintptr, sp *special) bool {
	base, s, _ := findObject(p, 0, 0)
	if s == nil {
		return false
	}
	sp.offset = specialOffset(p, base, s, sp.kind)
	if !s.inSpecials {
		s.inSpecials = true
		if specials.nspans == specials.cap {
			n := specials.cap*2 + 256
			t := uint32(sysAllocRaw(uintptr(n)*4, &specials.stat))
			if specials.cap != 0 {
				wasm.MemCopy(wasm.PtrOf(t), wasm.PtrOf(specials.table), uintptr(specials.nspans)*4)
				sysFreeRaw(uintptr(specials.table), uintptr(specials.cap)*4, &specials.stat)
			}
			specials.table, specials.cap = t, n
		}
		*(*uint32)(wasm.PtrOf(specials.table + specials.nspans*4)) = wasm.Addr(unsafe.Pointer(s))
		specials.nspans++
	}
	at := &s.specials
	for *at != nil && ((*at).offset < sp.offset || (*at).offset == sp.offset && (*at).kind <= sp.kind) {
		at = &(*at).next
	}
	sp.next = *at
	*at = sp
	return true
}

// specialOffset is what identifies the object at p in its span: its start, but for finalizers p itself, since small objects without
// pointers share a block and each may have a finalizer, and for weak handles, since each field has one of its own.
func specialOffset(p, base uintptr, s *mspan, kind uint8) uint32 {
	if kind == specialFinalizer || kind == specialWeak {
		return uint32(p - s.startAddr)
	}
	return uint32(base - s.startAddr)
}

// lookSpecial finds the first special of a kind on the object at p; with remove it is taken off.
func lookSpecial(p uintptr, kind uint8, remove bool) *special {
	base, s, _ := findObject(p, 0, 0)
	if s == nil {
		return nil
	}
	off := specialOffset(p, base, s, kind)
	for at := &s.specials; *at != nil; at = &(*at).next {
		sp := *at
		if sp.offset == off && sp.kind == kind {
			if remove {
				*at = sp.next
			}
			return sp
		}
	}
	return nil
}

func specialSpan(i uint32) *mspan {
	return (*mspan)(wasm.PtrOf(*(*uint32)(wasm.PtrOf(specials.table + i*4))))
}

// markSpecialRoots marks what specials refer to.
func markSpecialRoots() {
	for i := uint32(0); i < specials.nspans; i++ {
		s := specialSpan(i)
		for sp := s.specials; sp != nil; sp = sp.next {
			if sp.fn != 0 {
				markPtr(uintptr(sp.fn))
			}
			if sp.kind == specialFinalizer && !s.class.noscan() {
				scanObject(s.startAddr+uintptr(sp.offset), s)
			}
			if sp.kind == specialPin && sp.id > 0 {
				markPtr(s.startAddr + uintptr(sp.offset))
			}
		}
		drainMarks()
	}
}

// markSpecials acts on the specials of dead objects and drops the spans that have none left from the list.
func markSpecials() {
	n := specials.nspans
	for i := uint32(0); i < n; i++ {
		deadSpecials(specialSpan(i))
	}
	drainMarks()
	k := uint32(0)
	for i := uint32(0); i < n; i++ {
		s := specialSpan(i)
		if s.specials == nil {
			s.inSpecials = false
			continue
		}
		*(*uint32)(wasm.PtrOf(specials.table + k*4)) = wasm.Addr(unsafe.Pointer(s))
		k++
	}
	specials.nspans = k
}

func deadSpecials(s *mspan) {
	for at := &s.specials; *at != nil; {
		p := s.startAddr + uintptr((*at).offset)
		obj := s.objIndex(p)
		if bitSet(s.markBits, obj) {
			at = &(*at).next
			continue
		}
		hasFin := false
		end := uint32(obj+1) * uint32(s.elemsize) // of the object: finalizers of objects packed together are at offsets of their own
		for sp := *at; sp != nil && sp.offset < end; sp = sp.next {
			hasFin = hasFin || sp.kind == specialFinalizer
		}
		for *at != nil && (*at).offset < end {
			sp := *at
			if hasFin && sp.kind != specialFinalizer && sp.kind != specialWeak {
				at = &sp.next // it waits until the object is dead after its finalizer
				continue
			}
			*at = sp.next
			if sp.kind == specialWeak {
				*(*uint64)(wasm.PtrOf(sp.fn)) = 0
				freeSpecial(sp)
				continue
			}
			if sp.kind == specialFinalizer || sp.kind == specialCleanupK {
				sp.arg = unsafe.Pointer(s.startAddr + uintptr(sp.offset))
				queueSpecial(sp)
				continue
			}
			if sp.kind == specialProfile {
				memprofFreed(sp)
			}
			freeSpecial(sp)
		}
		if hasFin {
			markPtr(p)
		}
	}
}

// The queue of finalizers and cleanups that are to run. What they refer to is kept by the heap objects in it.
type queued struct {
	next  *queued
	fn    unsafe.Pointer // func value
	obj   unsafe.Pointer // finalizer: the object; nil for a cleanup
	fint  *_type
	ftype *functype
	etype *_type
}

var finq struct {
	pending   *special // found by the collector, not yet in the queue
	first     *queued
	last      *queued
	g         *g // that runs them
	started   bool
	waiting   bool
	running   bool
	executed  atomic.Uint64
	queuedN   atomic.Uint64
	cleanupsQ atomic.Uint64
	cleanupsX atomic.Uint64
}

// queueSpecial puts sp aside while the collector runs; its func and object are marked now.
func queueSpecial(sp *special) {
	if sp.fn != 0 {
		markPtr(uintptr(sp.fn))
	}
	sp.next = finq.pending
	finq.pending = sp
}

// wakeSpecials moves what the collector has found to the queue, after the collection.
func wakeSpecials() {
	for sp := finq.pending; sp != nil; {
		next := sp.next
		q := new(queued)
		q.fn = wasm.PtrOf(sp.fn)
		if sp.kind == specialFinalizer {
			q.obj = sp.arg
			q.fint = (*_type)(wasm.PtrOf(sp.fint))
			q.ftype = (*functype)(wasm.PtrOf(sp.ftype))
			q.etype = (*_type)(wasm.PtrOf(sp.etype))
			finq.queuedN.Add(1)
		} else {
			finq.cleanupsQ.Add(1)
		}
		if finq.last != nil {
			finq.last.next = q
		} else {
			finq.first = q
		}
		finq.last = q
		freeSpecial(sp)
		sp = next
	}
	finq.pending = nil
	if finq.first != nil && finq.waiting {
		finq.waiting = false
		ready(finq.g, 0, false)
	}
}

// startFinalizers makes the goroutine that runs finalizers and cleanups.
func startFinalizers() {
	if finq.started {
		return
	}
	finq.started = true
	fn := runFinalizers
	gp := newproc1(*(**funcval)(unsafe.Pointer(&fn)), &g0, 0, false, waitReasonZero)
	gp.system = true
	sched.ngsys.Add(1)
	finq.g = gp
	runqput(&p0, gp, false)
}

// runFinalizers is that goroutine.
//
//go:noinline
//gossamer:suspends
func runFinalizers() {
	gp := getg()
	gp.labels = nil
	for {
		q := finq.first
		if q == nil {
			finq.running = false
			finq.waiting = true
			gopark(nil, nil, waitReasonFinalizerWait, traceBlockSystemGoroutine, 1)
			continue
		}
		finq.first = q.next
		if q.next == nil {
			finq.last = nil
		}
		finq.running = true
		gp.system = false
		if q.obj == nil {
			fn := *(*func())(unsafe.Pointer(&q.fn))
			fn()
			finq.cleanupsX.Add(1)
		} else {
			callFinalizer(q)
			finq.executed.Add(1)
		}
		gp.system = true
	}
}

// callFinalizer calls a finalizer with its object converted to the parameter's type, and room for results that nobody will see.
//
//go:noinline
//gossamer:suspends
func callFinalizer(q *queued) {
	sig := sigOfFunc(q.ftype, false)
	words := make([]uint64, len(sig))
	arg := words[resultPointers(q.ftype, words):]
	switch q.fint.Kind() {
	case abi.Pointer:
		arg[0] = uint64(uintptr(q.obj))
	case abi.Interface:
		it := (*interfacetype)(unsafe.Pointer(q.fint))
		ot := q.etype
		arg[1] = uint64(uintptr(q.obj))
		if len(it.Methods) == 0 {
			arg[0] = uint64(uintptr(unsafe.Pointer(ot)))
		} else {
			arg[0] = uint64(uintptr(unsafe.Pointer(assertE2I(it, ot))))
		}
	}
	call := reflectCallThunk(sig)
	if call == 0 {
		throw("no call thunk for a finalizer of signature " + sig)
	}
	fn := finCall{code: uintptr(call)}
	p := unsafe.Pointer(&fn)
	(*(*func(fn, args unsafe.Pointer))(unsafe.Pointer(&p)))(q.fn, unsafe.Pointer(unsafe.SliceData(words)))
}

type finCall struct{ code uintptr }

// SetFinalizer sets the finalizer associated with obj to the provided finalizer function. When the garbage collector finds an
// unreachable block with an associated finalizer, it clears the association and runs finalizer(obj) in a separate goroutine.
func SetFinalizer(obj any, finalizer any) {
	e := efaceOf(&obj)
	etyp := e._type
	if etyp == nil {
		throw("runtime.SetFinalizer: first argument is nil")
	}
	if etyp.Kind() != abi.Pointer {
		throw("runtime.SetFinalizer: first argument is " + toRType(etyp).string() + ", not pointer")
	}
	ot := (*ptrtype)(unsafe.Pointer(etyp))
	if ot.Elem == nil {
		throw("nil elem type!")
	}
	base, s, _ := findObject(uintptr(e.data), 0, 0)
	if s == nil {
		if isGoPointerWithoutSpan(e.data) {
			return
		}
		throw("runtime.SetFinalizer: pointer not in heap")
	}
	if uintptr(e.data) != base && (ot.Elem == nil || ot.Elem.Pointers() || ot.Elem.Size_ >= maxTinySize) {
		throw("runtime.SetFinalizer: pointer not at beginning of allocated block")
	}
	f := efaceOf(&finalizer)
	ftyp := f._type
	if ftyp == nil {
		if sp := lookSpecial(uintptr(e.data), specialFinalizer, true); sp != nil {
			freeSpecial(sp)
		}
		return
	}
	if ftyp.Kind() != abi.Func {
		throw("runtime.SetFinalizer: second argument is " + toRType(ftyp).string() + ", not a function")
	}
	ft := (*functype)(unsafe.Pointer(ftyp))
	if ft.IsVariadic() {
		throw("runtime.SetFinalizer: cannot pass " + toRType(etyp).string() + " to finalizer " + toRType(ftyp).string() + " because dotdotdot")
	}
	if ft.InCount != 1 {
		throw("runtime.SetFinalizer: cannot pass " + toRType(etyp).string() + " to finalizer " + toRType(ftyp).string())
	}
	fint := ft.InSlice()[0]
	ok := fint == etyp
	if !ok && fint.Kind() == abi.Pointer && (fint.Uncommon() == nil || etyp.Uncommon() == nil) {
		ok = (*ptrtype)(unsafe.Pointer(fint)).Elem == ot.Elem
	}
	if !ok && fint.Kind() == abi.Interface {
		it := (*interfacetype)(unsafe.Pointer(fint))
		ok = len(it.Methods) == 0 || assertE2I2(it, etyp) != nil
	}
	if !ok {
		throw("runtime.SetFinalizer: cannot pass " + toRType(etyp).string() + " to finalizer " + toRType(ftyp).string())
	}
	startFinalizers()
	if lookSpecial(uintptr(e.data), specialFinalizer, false) != nil {
		throw("runtime.SetFinalizer: finalizer already set")
	}
	sp := newSpecial()
	sp.kind = specialFinalizer
	escapes(e.data)
	escapes(f.data)
	sp.fn = uint32(uintptr(f.data))
	sp.fint = uint32(uintptr(unsafe.Pointer(fint)))
	sp.ftype = uint32(uintptr(unsafe.Pointer(ftyp)))
	sp.etype = uint32(uintptr(unsafe.Pointer(etyp)))
	addSpecial(uintptr(e.data), sp)
}

// isGoPointerWithoutSpan tells whether p points to the program's data or to the block of zero size.
func isGoPointerWithoutSpan(p unsafe.Pointer) bool {
	return p == unsafe.Pointer(&zerobase) || uintptr(p) < heap.start
}

// KeepAlive marks its argument as currently reachable.
//
//go:noinline
func KeepAlive(x any) { wasm.KeepAlive(efaceOf(&x).data) }

// Cleanup is a handle to a cleanup call for a specific object.
type Cleanup struct {
	id  uint64
	ptr uintptr
}

// AddCleanup attaches a cleanup function to ptr. Some time after ptr is no longer reachable, the runtime will call cleanup(arg) in a
// separate goroutine.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	ptr = abi.Escape(ptr)
	if unsafe.Pointer(ptr) == nil {
		panic("runtime.AddCleanup: ptr is nil")
	}
	var argPtr unsafe.Pointer
	if t := abi.TypeOf(arg); t != nil && (t.Kind() == abi.Pointer || t.Kind() == abi.UnsafePointer) {
		if argPtr = *((*unsafe.Pointer)(unsafe.Pointer(&arg))); unsafe.Pointer(ptr) == argPtr {
			panic("runtime.AddCleanup: ptr is equal to arg, cleanup will never run")
		}
	}
	fn := func() { cleanup(arg) }
	return addCleanupFn(unsafe.Pointer(ptr), argPtr, *(*unsafe.Pointer)(unsafe.Pointer(&cleanup)), fn)
}

// addCleanupFn: fn calls the cleanup with its argument; arg is that argument if it is a pointer.
func addCleanupFn(ptr, arg, cleanup unsafe.Pointer, fn func()) Cleanup {
	base, s, _ := findObject(uintptr(ptr), 0, 0)
	if s == nil {
		if isGoPointerWithoutSpan(ptr) {
			return Cleanup{}
		}
		panic("runtime.AddCleanup: ptr not in allocated block")
	}
	// Small objects without pointers may share a block.
	if a := uintptr(arg); base <= a && a < base+s.elemsize && !(s.class.noscan() && s.elemsize == maxTinySize) {
		panic("runtime.AddCleanup: ptr is within arg, cleanup will never run")
	}
	if c, cs, _ := findObject(uintptr(cleanup), 0, 0); cs != nil && pointsInto(c, cs, base, base+s.elemsize) {
		panic("runtime.AddCleanup: cleanup function closes over ptr, cleanup will never run")
	}
	startFinalizers()
	specials.ids++
	sp := newSpecial()
	sp.kind = specialCleanupK
	sp.id = specials.ids
	f := *(*unsafe.Pointer)(unsafe.Pointer(&fn))
	escapes(f)
	sp.fn = uint32(uintptr(f))
	addSpecial(base, sp)
	return Cleanup{sp.id, uintptr(ptr)}
}

// pointsInto reports whether the object at p holds a pointer to an address from lo to hi.
func pointsInto(p uintptr, s *mspan, lo, hi uintptr) bool {
	if s.class.noscan() {
		return false
	}
	typ := typeOfObject(p, s)
	if typ == nil {
		return false
	}
	mask := getGCMask(typ)
	for off := uintptr(0); off+typ.PtrBytes <= s.elemsize; off += typ.Size_ {
		for i := uintptr(0); i < typ.PtrBytes/goarch.PtrSize; i++ {
			if *addb(mask, i/8)>>(i%8)&1 == 0 {
				continue
			}
			if v := uintptr(*(*unsafe.Pointer)(unsafe.Pointer(p + off + i*goarch.PtrSize))); lo <= v && v < hi {
				return true
			}
		}
	}
	return false
}

// Stop cancels the cleanup call.
func (c Cleanup) Stop() {
	if c.id == 0 {
		return
	}
	base, s, _ := findObject(c.ptr, 0, 0)
	if s == nil {
		return
	}
	off := uint32(base - s.startAddr)
	for at := &s.specials; *at != nil; at = &(*at).next {
		sp := *at
		if sp.offset == off && sp.kind == specialCleanupK && sp.id == c.id {
			*at = sp.next
			freeSpecial(sp)
			return
		}
	}
}

// weakHandle holds the address of what a weak.Pointer refers to, 0 once that is dead. Its size keeps it out of blocks that it would share
// with small objects, which it would keep alive.
type weakHandle struct {
	p    uint64
	next *weakHandle // of immortalHandles
}

// immortalHandles are the handles of addresses outside the heap, which never die: a hash table, doubled when it is full.
var immortalHandles struct {
	chains []*weakHandle
	n      int
}

//go:linkname internal_weak_runtime_registerWeakPointer weak.runtime_registerWeakPointer
func internal_weak_runtime_registerWeakPointer(p unsafe.Pointer) unsafe.Pointer {
	if sp := lookSpecial(uintptr(p), specialWeak, false); sp != nil {
		return wasm.PtrOf(sp.fn)
	}
	if _, s, _ := findObject(uintptr(p), 0, 0); s == nil {
		return unsafe.Pointer(immortalHandle(uint64(uintptr(p))))
	}
	h := &weakHandle{p: uint64(uintptr(p))}
	sp := newSpecial()
	sp.kind = specialWeak
	escapes(unsafe.Pointer(h))
	sp.fn = uint32(uintptr(unsafe.Pointer(h)))
	addSpecial(uintptr(p), sp)
	return unsafe.Pointer(h)
}

func immortalHandle(p uint64) *weakHandle {
	t := &immortalHandles
	if t.n == len(t.chains) {
		old := t.chains
		t.chains = make([]*weakHandle, 2*len(old)+16)
		for _, h := range old {
			for h != nil {
				next := h.next
				at := immortalChain(h.p)
				h.next, *at = *at, h
				h = next
			}
		}
	}
	at := immortalChain(p)
	for h := *at; h != nil; h = h.next {
		if h.p == p {
			return h
		}
	}
	t.n++
	*at = &weakHandle{p: p, next: *at}
	return *at
}

func immortalChain(p uint64) **weakHandle {
	t := immortalHandles.chains
	return &t[p*0x9e3779b97f4a7c15>>32%uint64(len(t))]
}

//go:linkname internal_weak_runtime_makeStrongFromWeak weak.runtime_makeStrongFromWeak
func internal_weak_runtime_makeStrongFromWeak(u unsafe.Pointer) unsafe.Pointer {
	if u == nil {
		return nil
	}
	return unsafe.Pointer(uintptr(*(*uint64)(u)))
}

// getOrSetBubbleSpecial associates p with a synctest bubble.
func getOrSetBubbleSpecial(p unsafe.Pointer, bubbleid uint64, add bool) (assoc int) {
	if _, s, _ := findObject(uintptr(p), 0, 0); s == nil {
		return bubbleAssocUnbubbled
	}
	if sp := lookSpecial(uintptr(p), specialBubbleK, false); sp != nil {
		if sp.id == bubbleid {
			return bubbleAssocCurrentBubble
		}
		return bubbleAssocOtherBubble
	}
	if add {
		sp := newSpecial()
		sp.kind = specialBubbleK
		sp.id = bubbleid
		addSpecial(uintptr(p), sp)
		return bubbleAssocCurrentBubble
	}
	return bubbleAssocUnbubbled
}

func removeBubbleSpecial(p unsafe.Pointer) {
	if sp := lookSpecial(uintptr(p), specialBubbleK, true); sp != nil {
		freeSpecial(sp)
	}
}

// A Pinner is a set of Go objects each pinned to a fixed location in memory. Objects never move here: pinning keeps them alive.
type Pinner struct {
	refs []unsafe.Pointer
}

// Pin pins a Go object, preventing it from being moved or freed by the garbage collector until the Unpin method has been called.
func (p *Pinner) Pin(pointer any) {
	e := efaceOf(&pointer)
	if e._type == nil {
		panic(errorString("runtime.Pinner: argument is nil"))
	}
	if k := e._type.Kind(); k != abi.Pointer && k != abi.UnsafePointer {
		panic(errorString("runtime.Pinner: argument is not a pointer: " + toRType(e._type).string()))
	}
	if _, s, _ := findObject(uintptr(e.data), 0, 0); s == nil {
		return
	}
	p.refs = append(p.refs, e.data)
	if sp := lookSpecial(uintptr(e.data), specialPin, false); sp != nil {
		sp.id++
		return
	}
	sp := newSpecial()
	sp.kind = specialPin
	sp.id = 1
	addSpecial(uintptr(e.data), sp)
}

// Unpin unpins all pinned objects of the Pinner.
func (p *Pinner) Unpin() {
	for _, q := range p.refs {
		if sp := lookSpecial(uintptr(q), specialPin, false); sp != nil {
			if sp.id--; sp.id == 0 {
				freeSpecial(lookSpecial(uintptr(q), specialPin, true))
			}
		}
	}
	p.refs = nil
}

// cleanupWork: nothing to do when idle.
func cleanupWork() bool { return false }

//go:linkname blockUntilEmptyFinalizerQueue
func blockUntilEmptyFinalizerQueue(timeout int64) bool { return waitQueue(timeout) }

//go:linkname blockUntilEmptyCleanupQueue
func blockUntilEmptyCleanupQueue(timeout int64) bool { return waitQueue(timeout) }

func waitQueue(timeout int64) bool {
	start := nanotime()
	for nanotime()-start < timeout {
		if finq.first == nil && finq.pending == nil && !finq.running {
			return true
		}
		Gosched()
	}
	return false
}

// Names of it in tests of std.

//go:linkname sync_test_runtime_blockUntilEmptyCleanupQueue sync_test.runtime_blockUntilEmptyCleanupQueue
func sync_test_runtime_blockUntilEmptyCleanupQueue(timeout int64) bool { return waitQueue(timeout) }

//go:linkname unique_runtime_blockUntilEmptyCleanupQueue unique.runtime_blockUntilEmptyCleanupQueue
func unique_runtime_blockUntilEmptyCleanupQueue(timeout int64) bool { return waitQueue(timeout) }

//go:linkname os_runtime_blockUntilEmptyCleanupQueue os.runtime_blockUntilEmptyCleanupQueue
func os_runtime_blockUntilEmptyCleanupQueue(timeout int64) bool { return waitQueue(timeout) }
