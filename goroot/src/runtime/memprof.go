// The heap profile. Of the bytes that the allocator hands out one in MemProfileRate on average is drawn, and the object that it belongs to
// is recorded, with a special that tells of its death. An allocation is no suspension point, so the stack is taken at the next: until
// then the sample is pending. Programs that cannot reach the profile have MemProfileRate 0.
//
// What MemProfile reports is the state at the end of the last collection: allocations since then are not counted yet, since garbage
// among them is not either.

package runtime

import (
	"internal/profilerecord"
	"internal/wasm"
	"unsafe"
)

// MemProfileRate controls the fraction of memory allocations that are recorded and reported in the memory profile. The profiler aims to
// sample an average of one allocation per MemProfileRate bytes allocated.
//
// To include every allocated block in the profile, set MemProfileRate to 1. To turn off profiling entirely, set MemProfileRate to 0.
//
// Programs that change the memory profiling rate should do so just once, as early as possible in the execution of the program (for
// example, at the beginning of main).
var MemProfileRate int = 512 * 1024

const maxProfStackDepth = 128

// memBucket is the sum of the samples with one stack and size; it lies in raw memory, its stack behind it.
type memBucket struct {
	next   *memBucket // in the chain of its hash
	all    *memBucket // bucket made before
	size   uintptr
	nstack int
	allocs int64 // until the last collection
	frees  int64
	recent int64 // allocations since then
}

var memprof struct {
	rate    int      // for which left was drawn
	left    int64    // bytes until the next sample
	hit     bool     // the run that is being handed out is a sample
	pending *special // samples without bucket, linked by etype; fint: the goroutine, ftype: size
	chains  [512]*memBucket
	last    *memBucket
}

var profBucketStat uint64 // bytes of buckets, which are part of heap.metaBytes

func (b *memBucket) stack() []uintptr {
	return unsafe.Slice((*uintptr)(unsafe.Add(unsafe.Pointer(b), unsafe.Sizeof(memBucket{}))), b.nstack)
}

// memprofDraw draws the distance to the next sample: exponentially distributed, so that any byte is as likely as any other.
func memprofDraw() {
	m := &memprof
	m.rate = MemProfileRate
	m.left = 0
	if m.rate > 1 {
		const bits = 26
		ln := (fastlog2(float64(cheaprandn(1<<bits)+1)) - bits) * 0.6931471805599453
		if ln < 0 {
			m.left = int64(ln*-float64(m.rate)) + 1
		}
	}
}

// memprofRun limits a run of n elements: it ends before the next sample, or is that sample.
func memprofRun(n uint32, elemsize uintptr) uint32 {
	m := &memprof
	if m.rate != MemProfileRate {
		memprofDraw()
	}
	if m.left < int64(elemsize) {
		m.hit = true
		memprofDraw()
		return 1
	}
	if k := m.left / int64(elemsize); int64(n) > k {
		n = uint32(k)
	}
	m.left -= int64(n) * int64(elemsize)
	return n
}

// memprofSample records the object at p, which is being allocated.
func memprofSample(p, size uintptr) {
	m := &memprof
	m.hit = false
	sp := newSpecial()
	sp.kind = specialProfile
	sp.ftype = uint32(size)
	sp.fint = wasm.Addr(unsafe.Pointer(getg()))
	if !addSpecial(p, sp) {
		freeSpecial(sp)
		return
	}
	sp.etype = wasm.Addr(unsafe.Pointer(m.pending))
	m.pending = sp
	*pollWord() = 1
}

// memprofFlush finds the buckets of the pending samples; all frames lie in memory.
func memprofFlush() {
	m := &memprof
	var pcs [maxProfStackDepth]uintptr
	for sp := m.pending; sp != nil; {
		next := (*special)(wasm.PtrOf(sp.etype))
		gp := (*g)(wasm.PtrOf(sp.fint))
		n := profileStack(gp, pcs[:])
		b := findMemBucket(pcs[:n], uintptr(sp.ftype))
		b.recent++
		sp.id = uint64(wasm.Addr(unsafe.Pointer(b)))
		sp.etype, sp.fint, sp.ftype = 0, 0, 0
		sp = next
	}
	m.pending = nil
}

func findMemBucket(stack []uintptr, size uintptr) *memBucket {
	h := hashStack(size, stack)
	chain := &memprof.chains[(h>>3^h>>13)&511]
	for b := *chain; b != nil; b = b.next {
		if b.size == size && sameStack(b.stack(), stack) {
			return b
		}
	}
	bytes := unsafe.Sizeof(memBucket{}) + uintptr(len(stack))*8
	profBucketStat += uint64(bytes)
	b := (*memBucket)(unsafe.Pointer(metaAlloc(bytes)))
	*b = memBucket{next: *chain, all: memprof.last, size: size, nstack: len(stack)}
	copy(b.stack(), stack)
	*chain, memprof.last = b, b
	return b
}

// memprofFreed: the object of a sample is dead.
func memprofFreed(sp *special) { (*memBucket)(wasm.PtrOf(uint32(sp.id))).frees++ }

// memprofCycle makes the state at the end of a collection the one that is reported.
func memprofCycle() {
	for b := memprof.last; b != nil; b = b.all {
		b.allocs += b.recent
		b.recent = 0
	}
}

// memProfileRecords gives each bucket to put if there are at most room.
//
//go:noinline
func memProfileRecords(room int, inuseZero bool, put func(i int, b *memBucket)) (n int, ok bool) {
	mcall(resumeNow)
	memprofFlush()
	if stats.numGC == 0 {
		memprofCycle()
	}
	wanted := func(b *memBucket) bool { return b.allocs > 0 && (inuseZero || b.allocs != b.frees) }
	for b := memprof.last; b != nil; b = b.all {
		if wanted(b) {
			n++
		}
	}
	if n > room {
		return n, false
	}
	i := 0
	for b := memprof.last; b != nil && i < n; b = b.all {
		if wanted(b) {
			put(i, b)
			i++
		}
	}
	return i, true
}

// MemProfile returns a profile of memory allocated and freed per allocation site.
//
// MemProfile returns n, the number of records in the current memory profile. If len(p) >= n, MemProfile copies the profile into p and
// returns n, true. If len(p) < n, MemProfile does not change p and returns n, false.
//
// If inuseZero is true, the profile includes allocation records where r.AllocBytes > 0 but r.AllocBytes == r.FreeBytes. These are sites
// where memory was allocated, but it has all been released back to the runtime.
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) {
	return memProfileRecords(len(p), inuseZero, func(i int, b *memBucket) {
		r := &p[i]
		size := int64(b.size)
		r.AllocObjects, r.FreeObjects, r.AllocBytes, r.FreeBytes = b.allocs, b.frees, b.allocs*size, b.frees*size
		k := copy(r.Stack0[:], b.stack())
		clear(r.Stack0[k:])
	})
}

//go:linkname pprof_memProfileInternal
func pprof_memProfileInternal(p []profilerecord.MemProfileRecord, inuseZero bool) (n int, ok bool) {
	return memProfileRecords(len(p), inuseZero, func(i int, b *memBucket) {
		size := int64(b.size)
		p[i] = profilerecord.MemProfileRecord{AllocObjects: b.allocs, FreeObjects: b.frees, AllocBytes: b.allocs * size, FreeBytes: b.frees * size, Stack: b.stack()}
	})
}
