// Memory statistics: MemStats.

package runtime

import "unsafe"

// A MemStats records statistics about the memory allocator.
type MemStats struct {
	// General statistics.
	Alloc      uint64
	TotalAlloc uint64
	Sys        uint64
	Lookups    uint64
	Mallocs    uint64
	Frees      uint64

	// Heap memory statistics.
	HeapAlloc    uint64
	HeapSys      uint64
	HeapIdle     uint64
	HeapInuse    uint64
	HeapReleased uint64
	HeapObjects  uint64

	// Stack memory statistics.
	StackInuse uint64
	StackSys   uint64

	// Off-heap memory statistics.
	MSpanInuse  uint64
	MSpanSys    uint64
	MCacheInuse uint64
	MCacheSys   uint64
	BuckHashSys uint64
	GCSys       uint64
	OtherSys    uint64

	// Garbage collector statistics.
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool

	// BySize reports per-size class allocation statistics.
	BySize [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// ReadMemStats populates m with memory allocator statistics.
func ReadMemStats(m *MemStats) {
	stw := stopTheWorld(stwReadMemStats)
	readAllocStats(&memReading, m)
	startTheWorld(stw)
}

// allocStats are the allocator's counts at one moment. Tiny objects are not among them, the blocks that hold these are.
type allocStats struct {
	allocs, frees [numSpanClasses]uint64 // by span class; those of class 0 are the large ones
	scannable     uint64                 // bytes of objects with pointers
}

var memReading allocStats

// readAllocStats reads all statistics at once: nothing is allocated in between.
func readAllocStats(a *allocStats, m *MemStats) {
	sp, spLimit, spTop := toG0Stack()
	gcSweepAll()
	fromG0Stack(sp, spLimit, spTop)
	*m = MemStats{}
	*a = allocStats{}
	left := uint64(0)
	for i := 2; i < numSpanClasses; i++ {
		st := &mcache[i]
		a.allocs[i], a.frees[i] = stats.runs[i], stats.frees[i]
		if st.span != nil {
			a.allocs[i] -= uint64((st.end - st.next) / st.span.elemsize)
			left += uint64(st.end - st.next)
		}
		if !spanClass(i).noscan() {
			a.scannable += (a.allocs[i] - a.frees[i]) * uint64(st.size)
		}
	}
	a.allocs[0], a.frees[0] = stats.largeAllocs, stats.largeFrees
	for s := largeList.first; s != nil; s = s.next {
		if s.largeType != nil {
			a.scannable += uint64(s.elemsize)
		}
	}
	m.Mallocs, m.Frees = stats.tinyAllocs, stats.tinyAllocs
	for i := range a.allocs {
		m.Mallocs += a.allocs[i]
		m.Frees += a.frees[i]
		if c := i >> 1; c > 0 && c < len(m.BySize) {
			m.BySize[c].Size = uint32(mcache[i].size)
			m.BySize[c].Mallocs += a.allocs[i]
			m.BySize[c].Frees += a.frees[i]
		}
	}
	m.TotalAlloc = stats.totalAlloc - left
	m.HeapAlloc = stats.totalAlloc - stats.totalFreed - left
	m.Alloc = m.HeapAlloc
	m.HeapObjects = m.Mallocs - m.Frees
	readMemoryClasses(m)
	m.NextGC = gcGoal
	m.LastGC = stats.lastGC
	m.PauseTotalNs = stats.pauseTotal
	m.PauseNs = stats.pauseNs
	m.PauseEnd = stats.pauseEnd
	m.NumGC = stats.numGC
	m.NumForcedGC = stats.numForcedGC
	if d := nanotime() - starttime; d > 0 {
		m.GCCPUFraction = float64(stats.pauseTotal) / float64(d)
	}
	m.EnableGC = true
}

// readMemoryClasses tells what the memory is used for.
func readMemoryClasses(m *MemStats) {
	m.Sys = uint64(heap.rawEnd)
	m.StackInuse = stackStat + frameStat
	m.StackSys = m.StackInuse
	m.HeapInuse = uint64(heap.usedPages)<<pageShift - heap.rawBytes
	m.HeapIdle = uint64(heap.freePages)<<pageShift + uint64(heap.rawEnd-heap.rawNext)
	m.HeapReleased = uint64(heap.released) << pageShift
	m.HeapSys = m.HeapInuse + m.HeapIdle
	m.MCacheInuse = uint64(unsafe.Sizeof(mcache))
	m.MCacheSys = m.MCacheInuse
	m.BuckHashSys = uint64(unsafe.Sizeof(memprof.chains)) + profBucketStat
	m.GCSys = work.stat + visited.stat
	m.MSpanSys = heap.metaBytes - profBucketStat
	m.MSpanInuse = m.MSpanSys
	if known := m.HeapSys + m.StackSys + m.GCSys + m.MSpanSys + m.MCacheSys + m.BuckHashSys; m.Sys > known {
		m.OtherSys = m.Sys - known
	}
}
