// The collector: precise mark and sweep, not moving, with the world stopped. It runs on the scheduler's stack, when every goroutine's
// frames lie in memory. Roots are the program's variables, the saved frames of all goroutines, and what finalizers need.
//
// Marking uses one bit per element beside its span and a stack of objects to scan. Sweeping is lazy: a span is swept when the allocator
// comes to it, the rest before the next collection or when pages run out. Large objects are swept at once.

package runtime

import (
	"internal/abi"
	"internal/gossabi"
	"internal/runtime/atomic"
	"internal/strconv"
	"internal/wasm"
	"unsafe"
)

const (
	gcTriggered = iota // the heap has reached its goal
	gcForced           // runtime.GC
)

var (
	gcWanted         bool // to be started at the next safepoint
	gcEnabled        bool
	gcPercent        int32 = 100
	memLimit         int64 = maxInt64
	gcGoal           uint64
	gcSweepgen       uint32 = 1
	gcRunning        bool
	gcUnswept        bool
	gcphase          uint32
	poolcleanup      func()
	writeBarrier     struct{ enabled bool }
	gcBlackenEnabled uint32
)

const (
	_GCoff = iota
	_GCmark
	_GCmarktermination
	heapMinimum = 4 << 20
	maxInt64    = 1<<63 - 1
)

// gcStats is what ReadMemStats and the trace line report.
var stats struct {
	heapLive        uint64 // bytes allocated and not known to be dead
	heapMarked      uint64
	totalAlloc      uint64
	totalFreed      uint64
	tinyAllocs      uint64
	largeAllocs     uint64
	largeAllocBytes uint64
	largeFrees      uint64
	runs            [numSpanClasses]uint64 // elements handed to the allocator
	frees           [numSpanClasses]uint64 // elements found dead
	numGC           uint32
	numForcedGC     uint32
	pauseTotal      uint64
	pauseNs         [256]uint64
	pauseEnd        [256]uint64
	lastGC          uint64
	stackScan       uint64 // bytes of stacks at the last collection
	marked          uint64 // bytes, while marking
}

func gcinit() {
	gcEnabled = true
	s := gogetenv("GOGC")
	if s == "off" {
		gcPercent = -1
	} else if n, err := strconv.Atoi(s); err == nil && s != "" {
		gcPercent = int32(n)
	}
	if n, ok := parseByteCount(gogetenv("GOMEMLIMIT")); ok {
		memLimit = n
	}
	setGoal()
}

// minHeadroom is how many bytes the heap grows at least between collections, however small GOGC is.
const minHeadroom = 64 << 10

// setGoal computes the heap size at which the next collection starts.
func setGoal() {
	goal := ^uint64(0)
	if gcPercent >= 0 {
		goal = stats.heapMarked + stats.heapMarked*uint64(gcPercent)/100
		if min := uint64(heapMinimum) * uint64(gcPercent) / 100; goal < min {
			goal = min
		}
		if min := stats.heapMarked + minHeadroom; goal < min {
			goal = min
		}
	}
	if memLimit != maxInt64 {
		other := heap.rawBytes + heap.metaBytes
		lim := uint64(memLimit)
		if lim > other {
			lim -= other
		} else {
			lim = 0
		}
		if min := stats.heapMarked + stats.heapMarked/16 + minHeadroom; lim < min {
			lim = min // not more than one collection per sixteenth of new memory
		}
		if goal > lim {
			goal = lim
		}
	}
	gcGoal = goal
}

// gcStart collects. Called on the scheduler's stack only.
func gcStart(kind int) {
	if gcRunning {
		return
	}
	mp := &m0
	mp.locks++
	gcRunning = true
	gcWanted = false
	start := nanotime()
	before := stats.heapLive
	goal := gcGoal
	gcSweepAll()
	clearpools()
	flushAllocators()
	memprofFlush()
	t1 := nanotime()
	gcphase = _GCmark
	stats.marked = 0
	markRoots()
	drainMarks()
	markSpecials()
	memprofCycle()
	gcphase = _GCoff
	t2 := nanotime()
	gcSweepgen++
	gcUnswept = true
	for i := range classes {
		classes[i].cursor = classes[i].all.first
	}
	sweepLarge()
	stats.heapMarked = stats.marked
	stats.heapLive = stats.marked
	stats.numGC++
	if kind == gcForced {
		stats.numForcedGC++
	}
	end := nanotime()
	i := (stats.numGC - 1) % 256
	stats.pauseNs[i] = uint64(end - start)
	sec, nsec := walltime()
	stats.pauseEnd[i] = uint64(sec*1e9 + int64(nsec))
	stats.lastGC = stats.pauseEnd[i]
	stats.pauseTotal += uint64(end - start)
	stats.stackScan = stackStat + frameStat
	schedTimes.gcStops.record(end - start)
	setGoal()
	gcRunning = false
	mp.locks--
	if debug.gctrace > 0 {
		gctrace(kind, start, t1, t2, end, before, goal)
	}
	wakeSpecials()
}

// gctrace prints the line that GODEBUG=gctrace=1 asks for.
func gctrace(kind int, start, t1, t2, end int64, before, goal uint64) {
	var sbuf [24]byte
	ms := func(ns int64) { print(string(fmtNSAsMS(sbuf[:], uint64(ns)))) }
	util := int(0)
	if end > starttime {
		util = int(stats.pauseTotal * 100 / uint64(end-starttime))
	}
	print("gc ", stats.numGC, " @", string(itoaDiv(sbuf[:], uint64(start-starttime)/1e6, 3)), "s ", util, "%: ")
	ms(t1 - start)
	print("+")
	ms(t2 - t1)
	print("+")
	ms(end - t2)
	print(" ms clock, ")
	ms(t1 - start)
	print("+0/")
	ms(t2 - t1)
	print("/0+")
	ms(end - t2)
	print(" ms cpu, ", before>>20, "->", before>>20, "->", stats.heapMarked>>20, " MB, ", goal>>20, " MB goal, ", (stackStat+frameStat)>>20, " MB stacks, 0 MB globals, 1 P")
	if kind == gcForced {
		print(" (forced)")
	}
	print("\n")
}

func itoaDiv(buf []byte, val uint64, dec int) []byte {
	i := len(buf) - 1
	idec := i - dec
	for val >= 10 || i >= idec {
		buf[i] = byte(val%10 + '0')
		i--
		if i == idec {
			buf[i] = '.'
			i--
		}
		val /= 10
	}
	buf[i] = byte(val + '0')
	return buf[i:]
}

// fmtNSAsMS formats nanoseconds as milliseconds with two or three significant digits.
func fmtNSAsMS(buf []byte, ns uint64) []byte {
	if ns >= 10e6 {
		return itoaDiv(buf, ns/1e6, 0)
	}
	x := ns / 1e3
	if x == 0 {
		buf[0] = '0'
		return buf[:1]
	}
	dec := 3
	for x >= 100 {
		x /= 10
		dec--
	}
	return itoaDiv(buf, x, dec)
}

// debugGCDue tells whether GOSSAMERDEBUG=gc=1 collects at this safepoint: whenever something has been allocated since the last collection;
// after each 1024 collections, and each second spent on them, at half as many of these safepoints as before.
func debugGCDue() bool {
	used := stats.largeAllocs != debugLarge
	for i := 0; i < len(mcache) && !used; i++ {
		used = mcache[i].span != nil
	}
	if !used {
		return false
	}
	if debugSkip > 0 {
		debugSkip--
		return false
	}
	debugLarge = stats.largeAllocs
	n := stats.numGC>>10 + uint32(stats.pauseTotal/1e9)
	if n > 20 {
		n = 20
	}
	debugSkip = 1<<n - 1
	return true
}

var (
	debugLarge uint64 // stats.largeAllocs at the last such collection
	debugSkip  uint32 // safepoints to pass
)

func clearpools() {
	if poolcleanup != nil {
		poolcleanup()
	}
	for _, p := range boringCaches {
		*(*unsafe.Pointer)(p) = nil
	}
	p0.sudogcache = nil
	p0.sudogbuf = [128]*sudog{}
}

//go:linkname sync_runtime_registerPoolCleanup sync.runtime_registerPoolCleanup
func sync_runtime_registerPoolCleanup(f func()) { poolcleanup = f }

// flushAllocators gives up the runs of free elements.
func flushAllocators() {
	for i := range mcache {
		st := &mcache[i]
		if st.span != nil {
			left := (st.end - st.next) / st.span.elemsize
			stats.runs[i] -= uint64(left)
			stats.totalAlloc -= uint64(st.end - st.next)
			st.span.handed -= uint32(left)
		}
		st.next, st.end, st.types, st.span = 0, 0, 0, nil
	}
	tiny.base, tiny.offset = 0, 0
}

// The mark stack: pairs {address, span}, in raw memory that doubles.
var work struct {
	base uint32
	n    uint32
	cap  uint32
	stat uint64
}

func pushWork(p uintptr, s *mspan) {
	if work.n == work.cap {
		growWork()
	}
	a := (*[2]uint32)(wasm.PtrOf(work.base + work.n*8))
	a[0] = uint32(p)
	a[1] = wasm.Addr(unsafe.Pointer(s))
	work.n++
}

func growWork() {
	n := work.cap * 2
	if n == 0 {
		n = 4096
	}
	b := uint32(sysAllocRaw(uintptr(n)*8, &work.stat))
	if work.cap != 0 {
		wasm.MemCopy(wasm.PtrOf(b), wasm.PtrOf(work.base), uintptr(work.n)*8)
		sysFreeRaw(uintptr(work.base), uintptr(work.cap)*8, &work.stat)
	}
	work.base, work.cap = b, n
}

// markPtr marks the object that p points into.
func markPtr(p uintptr) {
	s := spanOf(p)
	if s == nil {
		return
	}
	if s.state != spanInUse {
		if s.state == spanRaw && p >= s.startAddr {
			pushWork(p, s) // a chain of stack objects may be long
		}
		return
	}
	var i uint32
	base := s.startAddr
	if p-base >= s.npages<<pageShift {
		return
	}
	if s.class>>1 != 0 {
		i = uint32(uint64(p-base) * uint64(s.divMul) >> 32)
		if i >= s.nelems {
			return
		}
		base += uintptr(i) * s.elemsize
	}
	b := (*uint8)(wasm.PtrOf(s.markBits + i>>3))
	m := uint8(1) << (i & 7)
	if *b&m != 0 {
		return
	}
	*b |= m
	stats.marked += uint64(s.elemsize)
	if !s.class.noscan() {
		pushWork(base, s)
	}
}

// drainMarks scans objects until none is left.
func drainMarks() {
	for work.n > 0 {
		work.n--
		a := (*[2]uint32)(wasm.PtrOf(work.base + work.n*8))
		s := (*mspan)(wasm.PtrOf(a[1]))
		if s.state == spanRaw {
			markStackPtr(uintptr(a[0]), s)
			continue
		}
		scanObject(uintptr(a[0]), s)
	}
}

// typeOfObject is the type that an element with pointers was allocated with.
func typeOfObject(p uintptr, s *mspan) *_type {
	if s.class>>1 == 0 {
		return s.largeType
	}
	i := s.objIndex(p)
	return (*_type)(wasm.PtrOf(*(*uint32)(wasm.PtrOf(s.types + i*4))))
}

func scanObject(p uintptr, s *mspan) {
	typ := typeOfObject(p, s)
	if typ == nil {
		return
	}
	scanTyped(p, s.elemsize, typ)
}

// scanTyped scans n bytes at p that hold values of a type, one after the other.
func scanTyped(p, n uintptr, typ *_type) {
	mask := uintptr(unsafe.Pointer(getGCMask(typ)))
	words := uint32(typ.PtrBytes >> 3)
	for off := uintptr(0); off+typ.PtrBytes <= n; off += typ.Size_ {
		scanMask(p+off, mask, words)
	}
}

// getGCMaskOnDemand is the pointer mask of a type so large that its descriptor has none: built at its first use, which may be while
// marking, when nothing may be allocated.
func getGCMaskOnDemand(t *_type) *byte {
	slot := (*unsafe.Pointer)(unsafe.Pointer(t.GCData))
	p := atomic.Loadp(unsafe.Pointer(slot))
	if p == nil {
		words := t.PtrBytes / 8
		p = persistentalloc((words+63)/64*8, 8, &memstats.other_sys)
		buildGCMask(t, bitCursor{(*byte)(p), 0})
		atomic.StorepNoWB(unsafe.Pointer(slot), p)
	}
	return (*byte)(p)
}

// pointerMask says of each word behind the pointer in ep, to the end of the heap object or of the type, whether the collector takes it for
// a pointer (1) or not.
//
//go:linkname pointerMask reflect.gcbits
func pointerMask(ep any) []byte {
	e := efaceOf(&ep)
	if e._type.Kind() != abi.Pointer {
		throw("pointerMask of something that is not a pointer")
	}
	typ, p := (*ptrtype)(unsafe.Pointer(e._type)).Elem, uintptr(e.data)
	n := typ.Size_
	if base, s, _ := findObject(p, 0, 0); s != nil {
		if n = s.elemsize - (p - base); s.class.noscan() {
			return nil
		}
		if typ = typeOfObject(base, s); typ == nil {
			return nil
		}
		p -= base
	} else if mod := gossabi.Module(); uintptr(mod.Data) <= p && p < uintptr(mod.Ebss) {
		return maskBytes(uintptr(mod.RootMask), (p-uintptr(mod.Data))>>3, n>>3)
	} else {
		p = 0
	}
	out := make([]byte, n>>3)
	if typ.Pointers() {
		one := maskBytes(uintptr(unsafe.Pointer(getGCMask(typ))), 0, typ.PtrBytes>>3)
		for i := range out {
			if w := (p>>3 + uintptr(i)) % (typ.Size_ >> 3); w < uintptr(len(one)) {
				out[i] = one[w]
			}
		}
	}
	return out
}

// maskBytes takes n bits of a mask apart, from bit i on.
func maskBytes(mask, i, n uintptr) []byte {
	out := make([]byte, n)
	for k := range out {
		j := i + uintptr(k)
		out[k] = *(*uint8)(unsafe.Pointer(mask + j>>3)) >> (j & 7) & 1
	}
	return out
}

// scanMask scans words at p, of which those with a bit in the mask are pointers.
func scanMask(p, mask uintptr, words uint32) {
	for i := uint32(0); i < words; i += 8 {
		b := *(*uint8)(unsafe.Pointer(mask + uintptr(i>>3)))
		if b == 0 {
			continue
		}
		q := p + uintptr(i)*8
		for ; b != 0; b >>= 1 {
			if b&1 != 0 {
				if v := *(*uint32)(unsafe.Pointer(q)); v != 0 {
					markPtr(uintptr(v))
				}
			}
			q += 8
		}
	}
}

func markRoots() {
	mod := gossabi.Module()
	visitedClear()
	scanMask(uintptr(mod.Data), uintptr(mod.RootMask), (mod.Ebss-mod.Data)>>3)
	for _, gp := range allgs {
		if readgstatus(gp) != _Gdead {
			markPtr(uintptr(unsafe.Pointer(gp)))
			scanStack(gp)
		}
		drainMarks()
	}
	markSpecialRoots()
}

// scanStack marks from the saved frames of a goroutine.
func scanStack(gp *g) {
	for a := gp.frame; a != 0; {
		f := frameAt(a)
		scanFrame(f)
		a = uintptr(f.outer)
	}
	if gp._defer != nil {
		markPtr(uintptr(unsafe.Pointer(gp._defer)))
	}
}

func scanFrame(f *frameHeader) {
	var m funcMeta
	fi := f.funcInfo()
	if !m.init(fi) {
		return
	}
	s := m.site(fi, f.site)
	if s.ptrs != 0 {
		p, n := m.bits(s.ptrs - 1)
		slots := uintptr(unsafe.Pointer(f)) + gossabi.FrameSlots
		for i := uint32(0); i < n; i++ {
			b := *(*uint8)(unsafe.Pointer(p + uintptr(i)))
			for k := uint32(0); b != 0; k++ {
				if b&1 != 0 {
					if v := *(*uint32)(unsafe.Pointer(slots + uintptr(i*8+k)*4)); v != 0 {
						markPtr(uintptr(v))
					}
				}
				b >>= 1
			}
		}
	}
	if s.live != 0 && f.fp != 0 {
		p, n := m.bits(s.live - 1)
		r := metaReader{m.objects}
		for i := uint32(0); i < m.nobj; i++ {
			off, size := r.uleb(), r.uleb()
			nmask := r.uleb()
			if i>>3 < n && *(*uint8)(unsafe.Pointer(p + uintptr(i>>3)))>>(i&7)&1 != 0 {
				markStackObject(uintptr(f.fp)+uintptr(off), size, r.p, nmask)
			}
			r.p += uintptr(nmask)
		}
	}
}

// markStackObject scans an object on a memory stack, once.
func markStackObject(p uintptr, size uint32, mask uintptr, nmask uint32) {
	if nmask == 0 || !visit(uint32(p)) {
		return
	}
	words := nmask * 8
	if w := size >> 3; words > w {
		words = w
	}
	scanMask(p, mask, words)
}

// markStackPtr marks the stack object that p points into, if p lies on the memory stack of a goroutine.
func markStackPtr(p uintptr, s *mspan) {
	gp := stackOwner(p, s)
	if gp == nil {
		return
	}
	if stackSeen.gp == gp && markStackIn(p, stackSeen.frame, 0) {
		return
	}
	end := uintptr(0)
	if stackSeen.gp == gp {
		end = stackSeen.frame
	} else {
		stackSeen.gp, stackSeen.frame = gp, 0
	}
	markStackIn(p, gp.frame, end)
}

// stackSeen is the frame that the last pointer into a memory stack led to. Deferred calls are linked from frame to frame outwards: the
// next pointer is found a few frames on.
var stackSeen struct {
	gp    *g
	frame uintptr
}

// markStackIn marks the stack object that p points into if it belongs to one of the frames from a to before end.
func markStackIn(p, a, end uintptr) bool {
	for a != end {
		f := frameAt(a)
		at := a
		a = uintptr(f.outer)
		if f.fp == 0 || uintptr(f.fp) > p {
			continue
		}
		var m funcMeta
		if !m.init(f.funcInfo()) {
			continue
		}
		r := metaReader{m.objects}
		for i := uint32(0); i < m.nobj; i++ {
			off, size := r.uleb(), r.uleb()
			nmask := r.uleb()
			start := uintptr(f.fp) + uintptr(off)
			if start <= p && p < start+uintptr(size) {
				stackSeen.frame = at
				markStackObject(start, size, r.p, nmask)
				return true
			}
			r.p += uintptr(nmask)
		}
	}
	return false
}

// visited is the set of stack objects that this collection has scanned: open addressing, in raw memory.
var visited struct {
	base uint32
	mask uint32
	n    uint32
	stat uint64
}

func visitedClear() {
	if visited.base != 0 && visited.n > 0 {
		wasm.MemFill(wasm.PtrOf(visited.base), 0, uintptr(visited.mask+1)*4)
	}
	visited.n = 0
	stackSeen.gp, stackSeen.frame = nil, 0
}

// visit adds a to the set; false if it was there.
func visit(a uint32) bool {
	if visited.base == 0 {
		visited.mask = 1<<12 - 1
		visited.base = uint32(sysAllocRaw(uintptr(visited.mask+1)*4, &visited.stat))
	}
	if visited.n*2 > visited.mask {
		old, n := visited.base, visited.mask+1
		visited.mask = n*2 - 1
		visited.base = uint32(sysAllocRaw(uintptr(n)*8, &visited.stat))
		visited.n = 0
		for i := uint32(0); i < n; i++ {
			if v := *(*uint32)(wasm.PtrOf(old + i*4)); v != 0 {
				visit(v)
			}
		}
		sysFreeRaw(uintptr(old), uintptr(n)*4, &visited.stat)
	}
	for h := (a >> 3) * 2654435769; ; h++ {
		p := (*uint32)(wasm.PtrOf(visited.base + (h&visited.mask)*4))
		if *p == a {
			return false
		}
		if *p == 0 {
			*p = a
			visited.n++
			return true
		}
	}
}

// sweepSpan finds the dead elements of a span; true if it has given the whole span back.
func sweepSpan(s *mspan) bool {
	s.sweepgen = gcSweepgen
	count := uint32(0)
	words := (s.nelems + 63) / 64
	for i := uint32(0); i < words; i++ {
		count += uint32(popcount64(*(*uint64)(wasm.PtrOf(s.markBits + i*8))))
	}
	// Negative if something marked was free: a stack object holds what was there before while a call has not filled it in yet.
	dead := uint64(int64(s.allocCount+s.handed) - int64(count))
	stats.frees[s.class] += dead
	stats.totalFreed += dead * uint64(s.elemsize)
	s.handed = 0
	s.allocBits, s.markBits = s.markBits, s.allocBits
	wasm.MemFill(wasm.PtrOf(s.markBits), 0, uintptr(words)*8)
	s.allocCount = count
	s.freeIndex = 0
	s.needzero = true
	if count == 0 {
		releaseSpan(s)
		return true
	}
	return false
}

func popcount64(x uint64) int {
	x -= x >> 1 & 0x5555555555555555
	x = x&0x3333333333333333 + x>>2&0x3333333333333333
	x = (x + x>>4) & 0x0f0f0f0f0f0f0f0f
	return int(x * 0x0101010101010101 >> 56)
}

// sweepLarge frees the large objects that are not marked.
func sweepLarge() {
	for s := largeList.first; s != nil; {
		next := s.next
		s.sweepgen = gcSweepgen
		if s.freeBitsWord&1 == 0 {
			stats.largeFrees++
			stats.totalFreed += uint64(s.elemsize)
			releaseSpan(s)
		} else {
			s.freeBitsWord = 0
		}
		s = next
	}
}

// gcSweepAll sweeps every span that has not been swept since the last collection; false if there was none.
func gcSweepAll() bool {
	if !gcUnswept || gcRunning && gcphase != _GCoff {
		return false
	}
	gcUnswept = false
	any := false
	for i := range classes {
		for s := classes[i].cursor; s != nil; {
			next := s.next
			if s.sweepgen != gcSweepgen {
				any = true
				sweepSpan(s)
			}
			s = next
		}
		classes[i].cursor = classes[i].all.first // to be allocated from
	}
	return any
}

// GC runs a garbage collection and blocks the caller until the garbage collection is complete. It may also block the entire program.
func GC() {
	mcall(gc_m)
	mcall(gcsweep_m)
}

func gc_m(gp *g) {
	gcStart(gcForced)
	resumeNow(gp)
}

func gcsweep_m(gp *g) {
	gcSweepAll()
	gosched_m(gp) // finalizers and cleanups that are due run before the caller goes on
}

var _ atomic.Uint32
