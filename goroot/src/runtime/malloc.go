// The allocator. Small objects come from spans of their size class (the release's classes, so that capacities of slices are the same),
// with and without pointers apart. For each class the allocator holds a run of free elements and takes the next one: a few instructions.
// Elements with pointers have their type in an array beside the span, which tells the collector where the pointers are; a type
// smaller than its element repeats. Pointer-free objects of less than 16 bytes are packed together. Large objects have spans of their own.
//
// Allocation never collects. When the live heap has reached the goal it sets the poll word, and the next safepoint collects.

package runtime

import (
	"internal/gossabi"
	"internal/runtime/gc"
	"internal/runtime/math"
	"internal/wasm"
	"unsafe"
)

const (
	maxTinySize            = gc.TinySize
	tinySizeClass          = gc.TinySizeClass
	maxSmallSize           = gc.MaxSmallSize
	mallocHeaderSize       = 8
	minSizeForMallocHeader = 512
	concurrentSweep        = false
	userArenaChunkBytes    = 0
)

// allocState is the run of free elements of one span class.
type allocState struct {
	next  uintptr // first free element of the run
	end   uintptr
	size  uintptr
	types uintptr // where the type of next is to be stored
	span  *mspan
}

var (
	mcache  [numSpanClasses]allocState
	classes [numSpanClasses]struct {
		all    spanList
		cursor *mspan
	} // cursor: next span to sweep and allocate from
	largeList spanList
	tiny      struct {
		base, offset uintptr
	}
	freeBits  [numSpanClasses]uint32 // free bitmaps and type arrays by class
	freeTypes [numSpanClasses]uint32
	zerobase  uintptr
)

// heapBitsInSpan tells whether objects of this size need no header: part of the rule for capacities (msize.go).
func heapBitsInSpan(userSize uintptr) bool { return userSize <= minSizeForMallocHeader }

func mallocinit(mod *gossabi.ModuleData) {
	heapInit(mod)
	for i := range mcache {
		mcache[i].size = uintptr(gc.SizeClassToSize[i>>1])
	}
}

// newobject allocates a zeroed object of a type.
func newobject(typ *_type) unsafe.Pointer {
	size := typ.Size_
	if size-1 < gc.SmallSizeMax-8 { // 1 … 1016
		if typ.PtrBytes != 0 && size <= minSizeForMallocHeader {
			st := &mcache[gc.SizeToSizeClass8[(size+7)>>3]<<1]
			p := st.next
			n := p + st.size
			if n <= st.end {
				st.next = n
				*(*uint32)(unsafe.Pointer(st.types)) = uint32(uintptr(unsafe.Pointer(typ)))
				st.types += 4
				return unsafe.Pointer(p)
			}
		} else if typ.PtrBytes == 0 && size >= maxTinySize {
			st := &mcache[gc.SizeToSizeClass8[(size+7)>>3]<<1|1]
			p := st.next
			n := p + st.size
			if n <= st.end {
				st.next = n
				wasm.MemFill(unsafe.Pointer(p), 0, size)
				return unsafe.Pointer(p)
			}
		}
	}
	return mallocgc(size, typ, true)
}

// mallocgc allocates size bytes: as many values of typ as fit, or without pointers if typ is nil.
//
//go:linkname mallocgc
func mallocgc(size uintptr, typ *_type, needzero bool) unsafe.Pointer {
	if size == 0 {
		return unsafe.Pointer(&zerobase)
	}
	noscan := typ == nil || typ.PtrBytes == 0
	if size > maxSmallSize-mallocHeaderSize {
		return mallocLarge(size, typ, noscan)
	}
	if noscan && size < maxTinySize {
		return mallocTiny(size)
	}
	want := size
	if !noscan && size > minSizeForMallocHeader {
		want += mallocHeaderSize
	}
	var class uint8
	if want <= gc.SmallSizeMax-8 {
		class = gc.SizeToSizeClass8[(want+gc.SmallSizeDiv-1)/gc.SmallSizeDiv]
	} else {
		class = gc.SizeToSizeClass128[(want-gc.SmallSizeMax+gc.LargeSizeDiv-1)/gc.LargeSizeDiv]
	}
	sc := makeSpanClass(class, noscan)
	st := &mcache[sc]
	if st.next+st.size > st.end {
		nextRun(sc)
	}
	p := st.next
	st.next = p + st.size
	if noscan {
		if needzero {
			wasm.MemFill(unsafe.Pointer(p), 0, st.size)
		}
	} else {
		*(*uint32)(unsafe.Pointer(st.types)) = uint32(uintptr(unsafe.Pointer(typ)))
		st.types += 4
	}
	return unsafe.Pointer(p)
}

// mallocTiny packs pointer-free objects of less than 16 bytes.
func mallocTiny(size uintptr) unsafe.Pointer {
	off := tiny.offset
	if size&7 == 0 {
		off = (off + 7) &^ 7
	} else if size&3 == 0 {
		off = (off + 3) &^ 3
	} else if size&1 == 0 {
		off = (off + 1) &^ 1
	}
	if off+size <= maxTinySize && tiny.base != 0 {
		stats.tinyAllocs++ // the block itself counts as one object
		tiny.offset = off + size
		return unsafe.Pointer(tiny.base + off)
	}
	const sc = spanClass(tinySizeClass<<1 | 1)
	st := &mcache[sc]
	if st.next+st.size > st.end {
		nextRun(sc)
	}
	p := st.next
	st.next = p + st.size
	wasm.MemFill(unsafe.Pointer(p), 0, maxTinySize)
	if size < tiny.offset || tiny.base == 0 {
		tiny.base, tiny.offset = p, size
	}
	return unsafe.Pointer(p)
}

//go:noinline
func mallocLarge1(size uintptr, typ *_type, noscan bool) unsafe.Pointer {
	checkMayAllocate()
	if size+pageSize < size || size > maxAlloc {
		throw("out of memory")
	}
	np := (size + pageSize - 1) >> pageShift
	s := allocPages(np)
	if s == nil {
		outOfMemory(size)
	}
	s.state = spanInUse
	s.class = makeSpanClass(0, noscan)
	s.elemsize = np << pageShift
	s.nelems = 1
	s.freeIndex = 1
	s.allocCount = 1
	s.sweepgen = gcSweepgen
	s.largeType = nil
	if !noscan {
		s.largeType = typ
	}
	s.markBits = uint32(uintptr(unsafe.Pointer(&s.freeBitsWord)))
	s.freeBitsWord = 0
	largeList.insert(s)
	if s.needzero {
		wasm.MemFill(unsafe.Pointer(s.startAddr), 0, s.elemsize)
	}
	s.needzero = true
	stats.largeAllocs++
	stats.largeAllocBytes += uint64(s.elemsize)
	heapAllocated(s.elemsize)
	if MemProfileRate > 0 {
		memprofRun(1, s.elemsize)
		if memprof.hit {
			memprofSample(s.startAddr, s.elemsize)
		}
	}
	return unsafe.Pointer(s.startAddr)
}

func outOfMemory(size uintptr) {
	print("runtime: out of memory: cannot allocate ", size, "-byte block (", heap.rawEnd-heap.start, " in use)\n")
	throw("out of memory")
}

// heapAllocated counts n bytes that have left the free memory, and asks for a collection when the goal is reached.
func heapAllocated(n uintptr) {
	stats.heapLive += uint64(n)
	stats.totalAlloc += uint64(n)
	if stats.heapLive >= gcGoal && gcEnabled && !gcWanted {
		gcWanted = true
		*pollWord() = 1
	}
}

func nextRun(sc spanClass) {
	sp, spLimit, spTop := toG0Stack()
	nextRun1(sc)
	fromG0Stack(sp, spLimit, spTop)
}

func mallocLarge(size uintptr, typ *_type, noscan bool) unsafe.Pointer {
	sp, spLimit, spTop := toG0Stack()
	p := mallocLarge1(size, typ, noscan)
	fromG0Stack(sp, spLimit, spTop)
	return p
}

// nextRun1 finds the next run of free elements for a class.
//
//go:noinline
func nextRun1(sc spanClass) {
	checkMayAllocate()
	st := &mcache[sc]
	s := st.span
	for {
		if s != nil && spanRun(st, s) {
			return
		}
		s = nextSpan(sc)
		st.span = s
	}
}

// checkMayAllocate finds code of the collector that allocates while marking, when every class is without free elements at hand.
func checkMayAllocate() {
	if gcphase != _GCoff {
		throw("allocation while marking")
	}
}

// spanRun takes the next run of free elements of a span.
func spanRun(st *allocState, s *mspan) bool {
	i := s.freeIndex
	n := s.nelems
	bits := s.allocBits
	for i < n && bitSet(bits, i) {
		i++
	}
	if i >= n {
		s.freeIndex = n
		return false
	}
	j := i + 1
	for j < n && !bitSet(bits, j) {
		j++
	}
	if MemProfileRate > 0 {
		j = i + memprofRun(j-i, s.elemsize)
	}
	s.freeIndex = j
	st.next = s.startAddr + uintptr(i)*s.elemsize
	st.end = s.startAddr + uintptr(j)*s.elemsize
	if s.types != 0 {
		st.types = uintptr(s.types) + uintptr(i)*4
		if s.needzero {
			wasm.MemFill(unsafe.Pointer(st.next), 0, st.end-st.next)
		}
	}
	stats.runs[s.class] += uint64(j - i)
	s.handed += j - i
	heapAllocated(st.end - st.next)
	if memprof.hit {
		memprofSample(st.next, s.elemsize)
	}
	return true
}

func bitSet(bits, i uint32) bool {
	return *(*uint8)(wasm.PtrOf(bits + i>>3))>>(i&7)&1 != 0
}

// nextSpan is a span of the class that may have free elements: one that has not been swept yet, or a fresh one.
func nextSpan(sc spanClass) *mspan {
	c := &classes[sc]
	for c.cursor != nil {
		s := c.cursor
		c.cursor = s.next
		if s.sweepgen != gcSweepgen {
			if sweepSpan(s) {
				continue // it was empty and is gone
			}
		}
		if s.freeIndex < s.nelems && s.allocCount < s.nelems {
			return s
		}
	}
	class := sc >> 1
	np := uintptr(gc.SizeClassToNPages[class])
	s := allocPages(np)
	if s == nil {
		outOfMemory(np << pageShift)
	}
	s.state = spanInUse
	s.class = sc
	s.elemsize = uintptr(gc.SizeClassToSize[class])
	s.nelems = uint32((np << pageShift) / s.elemsize)
	s.divMul = gc.SizeClassToDivMagic[class]
	s.freeIndex = 0
	s.allocCount = 0
	s.sweepgen = gcSweepgen
	s.allocBits = allocBitmap(sc, s.nelems)
	s.markBits = allocBitmap(sc, s.nelems)
	s.types = 0
	if !sc.noscan() {
		s.types = allocTypes(sc, s.nelems)
	}
	c.all.insert(s)
	return s
}

func allocBitmap(sc spanClass, n uint32) uint32 {
	size := uintptr((n+63)/64) * 8
	b := freeBits[sc]
	if b != 0 {
		freeBits[sc] = *(*uint32)(wasm.PtrOf(b))
		wasm.MemFill(wasm.PtrOf(b), 0, size)
		return b
	}
	return uint32(metaAlloc(size))
}

func allocTypes(sc spanClass, n uint32) uint32 {
	b := freeTypes[sc]
	if b != 0 {
		freeTypes[sc] = *(*uint32)(wasm.PtrOf(b))
		wasm.MemFill(wasm.PtrOf(b), 0, uintptr(n)*4)
		return b
	}
	return uint32(metaAlloc(uintptr(n) * 4))
}

// releaseSpan gives an empty span back.
func releaseSpan(s *mspan) {
	sc := s.class
	if sc>>1 == 0 {
		largeList.remove(s)
	} else {
		classes[sc].all.remove(s)
		for _, b := range [2]uint32{s.allocBits, s.markBits} {
			*(*uint32)(wasm.PtrOf(b)) = freeBits[sc]
			freeBits[sc] = b
		}
		if s.types != 0 {
			*(*uint32)(wasm.PtrOf(s.types)) = freeTypes[sc]
			freeTypes[sc] = s.types
		}
	}
	freePagesOf(s)
}

// objIndex is the number of the element of s that contains p.
func (s *mspan) objIndex(p uintptr) uint32 {
	if s.class>>1 == 0 {
		return 0
	}
	return uint32(uint64(p-s.startAddr) * uint64(s.divMul) >> 32)
}

// findObject is the object that p points into: its base, span and number; base 0 if p does not point into the heap.
func findObject(p, refBase, refOff uintptr) (base uintptr, s *mspan, objIndex uintptr) {
	s = spanOf(p)
	if s == nil || s.state != spanInUse || p < s.startAddr || p >= s.limit() {
		return 0, nil, 0
	}
	i := s.objIndex(p)
	if i >= s.nelems {
		return 0, nil, 0
	}
	return s.startAddr + uintptr(i)*s.elemsize, s, uintptr(i)
}

func spanOfHeap(p uintptr) *mspan {
	s := spanOf(p)
	if s == nil || s.state != spanInUse || p < s.startAddr || p >= s.limit() {
		return nil
	}
	return s
}

func newarray(typ *_type, n int) unsafe.Pointer {
	if n == 1 {
		return mallocgc(typ.Size_, typ, true)
	}
	mem, overflow := math.MulUintptr(typ.Size_, uintptr(n))
	if overflow || mem > maxAlloc || n < 0 {
		panic(plainError("runtime: allocation size out of range"))
	}
	return mallocgc(mem, typ, true)
}

//go:linkname maps_newobject internal/runtime/maps.newobject
func maps_newobject(typ *_type) unsafe.Pointer { return newobject(typ) }

//go:linkname maps_newarray internal/runtime/maps.newarray
func maps_newarray(typ *_type, n int) unsafe.Pointer { return newarray(typ, n) }

//go:linkname reflect_unsafe_New reflect.unsafe_New
func reflect_unsafe_New(typ *_type) unsafe.Pointer { return mallocgc(typ.Size_, typ, true) }

//go:linkname reflectlite_unsafe_New internal/reflectlite.unsafe_New
func reflectlite_unsafe_New(typ *_type) unsafe.Pointer { return mallocgc(typ.Size_, typ, true) }

//go:linkname reflect_unsafe_NewArray reflect.unsafe_NewArray
func reflect_unsafe_NewArray(typ *_type, n int) unsafe.Pointer { return newarray(typ, n) }

// makeFuncBuf is the argument block of a reflect stub.
func makeFuncBuf() unsafe.Pointer { return unsafe.Pointer(new(gossabi.StubBuf)) }

// runtime.freegc hooks of the release's slice.go: an object that is known to be dead may be reused; here it is left to the collector.

func freegc(ptr unsafe.Pointer, size uintptr, noscan bool) bool { return false }
