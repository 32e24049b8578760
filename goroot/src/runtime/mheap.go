// Pages. Linear memory above the program's data is taken in order: metadata blocks and runs of 8 KB pages. Free runs lie in lists by
// length and are joined with their neighbours. The page map leads from an address to its span: one table per 4 MB.
//
// A span is a run of pages in one state: free; in use by the collected heap (equal elements of a size class, or one large object);
// or raw (frames, stack chunks, tables), which the collector does not touch.

package runtime

import (
	"internal/gossabi"
	"internal/wasm"
	"unsafe"
)

const (
	pageShift   = 13
	pageSize    = 1 << pageShift
	regionShift = 22
	regionPages = 1 << (regionShift - pageShift)
	maxSmallRun = 128
)

// States of a span.
const (
	spanDead = iota
	spanFree
	spanInUse
	spanRaw
)

type spanClass uint8

const numSpanClasses = 68 * 2

func makeSpanClass(sizeclass uint8, noscan bool) spanClass {
	sc := spanClass(sizeclass << 1)
	if noscan {
		sc |= 1
	}
	return sc
}

func (sc spanClass) noscan() bool { return sc&1 != 0 }

type mspan struct {
	next, prev   *mspan // list of free runs, or of the spans of a class
	startAddr    uintptr
	npages       uintptr
	elemsize     uintptr
	specials     *special // sorted by offset
	largeType    *_type
	nelems       uint32
	divMul       uint32
	freeIndex    uint32 // elements below it have been looked at by the allocator in this cycle
	allocCount   uint32 // marked ones when it was last swept
	handed       uint32 // elements handed to the allocator since
	sweepgen     uint32
	allocBits    uint32 // addresses of bitmaps
	markBits     uint32
	types        uint32 // address of an array of u32: type of each element, 0 none
	state        uint8
	class        spanClass
	needzero     bool
	inSpecials   bool
	freeBitsWord uint64 // mark bit of a large object
}

func (s *mspan) base() uintptr  { return s.startAddr }
func (s *mspan) limit() uintptr { return s.startAddr + s.npages<<pageShift }

var heap struct {
	regions   [1 << (32 - regionShift)]uint32 // tables of span addresses
	rawNext   uintptr                         // memory that has been grown and not yet taken
	rawEnd    uintptr
	start     uintptr
	metaNext  uintptr
	metaEnd   uintptr
	free      [maxSmallRun]spanList // by length; [0]: longer ones
	freeSpans *mspan                // unused records
	freePages uintptr
	usedPages uintptr
	released  uintptr // free pages that count as returned to the operating system
	rawBytes  uint64
	metaBytes uint64
}

// spanList is a doubly linked list.
type spanList struct{ first *mspan }

func (l *spanList) insert(s *mspan) {
	s.prev = nil
	s.next = l.first
	if l.first != nil {
		l.first.prev = s
	}
	l.first = s
}

func (l *spanList) remove(s *mspan) {
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		l.first = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	}
	s.next, s.prev = nil, nil
}

func heapInit(mod *gossabi.ModuleData) {
	heap.rawNext = (uintptr(mod.Heap) + 15) &^ 15
	heap.start = heap.rawNext
	heap.rawEnd = uintptr(uint32(wasm.MemorySize())) << 16
}

// takeRaw takes fresh memory, which is zero, from the end of what is used.
func takeRaw(n, align uintptr) uintptr {
	a := (heap.rawNext + align - 1) &^ (align - 1)
	if a+n > heap.rawEnd || a+n < a {
		growMemory(a + n - heap.rawEnd)
		if a+n > heap.rawEnd {
			return 0
		}
	}
	heap.rawNext = a + n
	return a
}

// growMemory grows memory by at least n bytes: geometrically, because each step is slow.
func growMemory(n uintptr) {
	want := (heap.rawEnd - heap.start) / 2
	if want < 1<<20 {
		want = 1 << 20
	}
	if want > 256<<20 {
		want = 256 << 20
	}
	if want < n {
		want = n
	}
	for {
		pages := (want + 65535) >> 16
		if heap.rawEnd+pages<<16 <= maxAlloc && wasm.MemoryGrow(int32(pages)) >= 0 {
			heap.rawEnd += pages << 16
			return
		}
		if want == n {
			return
		}
		if want = want / 2; want < n {
			want = n
		}
	}
}

// metaAlloc returns zeroed memory that is never given back.
func metaAlloc(n uintptr) uintptr {
	n = (n + 7) &^ 7
	if heap.metaNext+n > heap.metaEnd {
		size := uintptr(32 << 10)
		if size < n {
			size = n
		}
		a := takeRaw(size, 16)
		if a == 0 {
			throw("out of memory (runtime tables)")
		}
		heap.metaNext, heap.metaEnd = a, a+size
	}
	a := heap.metaNext
	heap.metaNext += n
	heap.metaBytes += uint64(n)
	return a
}

// spanOf is the span that an address lies in, nil if none.
func spanOf(p uintptr) *mspan {
	if p>>32 != 0 {
		return nil
	}
	t := heap.regions[p>>regionShift]
	if t == 0 {
		return nil
	}
	return (*mspan)(wasm.PtrOf(*(*uint32)(wasm.PtrOf(t + uint32(p>>pageShift&(regionPages-1))<<2))))
}

func setSpan(page uintptr, s *mspan) {
	t := heap.regions[page>>(regionShift-pageShift)]
	if t == 0 {
		t = uint32(metaAlloc(regionPages * 4))
		heap.regions[page>>(regionShift-pageShift)] = t
	}
	*(*uint32)(wasm.PtrOf(t + uint32(page&(regionPages-1))<<2)) = wasm.Addr(unsafe.Pointer(s))
}

func newSpan(start, npages uintptr) *mspan {
	s := heap.freeSpans
	if s != nil {
		heap.freeSpans = s.next
		*s = mspan{}
	} else {
		s = (*mspan)(unsafe.Pointer(metaAlloc(unsafe.Sizeof(mspan{}))))
	}
	s.startAddr = start
	s.npages = npages
	return s
}

func dropSpan(s *mspan) {
	s.state = spanDead
	s.next = heap.freeSpans
	heap.freeSpans = s
}

func freeListOf(npages uintptr) *spanList {
	if npages < maxSmallRun {
		return &heap.free[npages]
	}
	return &heap.free[0]
}

// allocPages takes a run of pages, whose state the caller sets. nil: out of memory.
func allocPages(npages uintptr) *mspan {
	s := findRun(npages)
	if s == nil && gcSweepAll() {
		s = findRun(npages)
	}
	if s == nil {
		// Fresh memory: some more than is asked for.
		want := npages
		if want < 32 {
			want = 32
		}
		a := takeRaw(want<<pageShift, pageSize)
		if a == 0 {
			want = npages
			if a = takeRaw(want<<pageShift, pageSize); a == 0 {
				return nil
			}
		}
		s = newSpan(a, want)
		heap.freePages += want
		s = joinFree(s)
		freeListOf(s.npages).remove(s)
	}
	if s.npages > npages {
		rest := newSpan(s.startAddr+npages<<pageShift, s.npages-npages)
		rest.needzero = s.needzero
		s.npages = npages
		insertFree(rest)
	}
	heap.freePages -= npages
	if heap.released > heap.freePages {
		heap.released = heap.freePages
	}
	heap.usedPages += npages
	first := s.startAddr >> pageShift
	for i := uintptr(0); i < npages; i++ {
		setSpan(first+i, s)
	}
	return s
}

// findRun removes a free run of at least npages from its list: the shortest of the short ones, the best of the long ones.
func findRun(npages uintptr) *mspan {
	for n := npages; n < maxSmallRun; n++ {
		if s := heap.free[n].first; s != nil {
			heap.free[n].remove(s)
			return s
		}
	}
	var best *mspan
	for s := heap.free[0].first; s != nil; s = s.next {
		if s.npages >= npages && (best == nil || s.npages < best.npages || s.npages == best.npages && s.startAddr < best.startAddr) {
			best = s
		}
	}
	if best != nil {
		heap.free[0].remove(best)
	}
	return best
}

func insertFree(s *mspan) {
	s.state = spanFree
	first := s.startAddr >> pageShift
	setSpan(first, s)
	setSpan(first+s.npages-1, s)
	freeListOf(s.npages).insert(s)
}

// joinFree makes s free, together with free neighbours.
func joinFree(s *mspan) *mspan {
	if p := spanOf(s.startAddr - 1); p != nil && p.state == spanFree && p.limit() == s.startAddr {
		freeListOf(p.npages).remove(p)
		p.npages += s.npages
		p.needzero = p.needzero || s.needzero
		dropSpan(s)
		s = p
	}
	if n := spanOf(s.limit()); n != nil && n.state == spanFree && n.startAddr == s.limit() {
		freeListOf(n.npages).remove(n)
		s.npages += n.npages
		s.needzero = s.needzero || n.needzero
		dropSpan(n)
	}
	insertFree(s)
	return s
}

// freePagesOf gives a span's pages back.
func freePagesOf(s *mspan) {
	heap.usedPages -= s.npages
	heap.freePages += s.npages
	n := newSpan(s.startAddr, s.npages)
	n.needzero = true
	dropSpan(s)
	joinFree(n)
}

// The page heap may not be entered anew while it is at work, as stackGrow would when one of its functions needs room on a goroutine's
// memory stack: so its entries run on the scheduler's memory stack. toG0Stack goes there and returns where to go back to; the functions
// that call it have no slots of their own.
func toG0Stack() (sp, spLimit, spTop unsafe.Pointer) {
	sp, spLimit, spTop = wasm.Sp(), wasm.SpLimit(), wasm.SpTop()
	if uintptr(spLimit) != g0.spLimit {
		wasm.SetSp(unsafe.Pointer(g0.sp))
		wasm.SetSpLimit(unsafe.Pointer(g0.spLimit))
		wasm.SetSpTop(unsafe.Pointer(g0.spTop))
	}
	return
}

func fromG0Stack(sp, spLimit, spTop unsafe.Pointer) {
	wasm.SetSp(sp)
	wasm.SetSpLimit(spLimit)
	wasm.SetSpTop(spTop)
}

func sysAllocRaw(n uintptr, stat *uint64) uintptr {
	sp, spLimit, spTop := toG0Stack()
	a := sysAllocRaw1(n, stat)
	fromG0Stack(sp, spLimit, spTop)
	return a
}

func sysFreeRaw(a, n uintptr, stat *uint64) {
	sp, spLimit, spTop := toG0Stack()
	sysFreeRaw1(a, n, stat)
	fromG0Stack(sp, spLimit, spTop)
}

// sysAllocRaw1 returns zeroed memory outside the collected heap, in whole pages.
//
//go:noinline
func sysAllocRaw1(n uintptr, stat *uint64) uintptr {
	np := (n + pageSize - 1) >> pageShift
	s := allocPages(np)
	if s == nil {
		throw("out of memory")
	}
	s.state = spanRaw
	s.elemsize = n
	if s.needzero {
		wasm.MemFill(unsafe.Pointer(s.startAddr), 0, np<<pageShift)
	}
	*stat += uint64(np << pageShift)
	heap.rawBytes += uint64(np << pageShift)
	return s.startAddr
}

//go:noinline
func sysFreeRaw1(a, n uintptr, stat *uint64) {
	s := spanOf(a)
	*stat -= uint64(s.npages << pageShift)
	heap.rawBytes -= uint64(s.npages << pageShift)
	freePagesOf(s)
}

// persistentalloc returns zeroed memory that is never freed.
func persistentalloc(size, align uintptr, sysStat *sysMemStat) unsafe.Pointer {
	sysStat.add(int64(size))
	if size >= 16<<10 {
		return unsafe.Pointer(sysAllocRaw(size, &otherStat))
	}
	if align > 8 {
		heap.metaNext = (heap.metaNext + align - 1) &^ (align - 1)
	}
	return unsafe.Pointer(metaAlloc(size))
}

var otherStat uint64
