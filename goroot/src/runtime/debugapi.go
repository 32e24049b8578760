// Functions of packages runtime, runtime/debug and others that report or set parameters.

package runtime

import (
	"internal/godebugs"
	"unsafe"
)

// GOMAXPROCS sets the maximum number of CPUs that can be executing simultaneously and returns the previous setting. There is one thread.
func GOMAXPROCS(n int) int { return int(gomaxprocs) }

// SetDefaultGOMAXPROCS updates the GOMAXPROCS setting to the runtime default.
func SetDefaultGOMAXPROCS() {}

func defaultGOMAXPROCSUpdateGODEBUG() {}

// NumCPU returns the number of logical CPUs usable by the current process.
func NumCPU() int { return 1 }

// NumCgoCall returns the number of cgo calls made by the current process.
func NumCgoCall() int64 { return 0 }

// NumGoroutine returns the number of goroutines that currently exist.
func NumGoroutine() int { return int(gcount()) }

//go:linkname setGCPercent runtime/debug.setGCPercent
func setGCPercent(in int32) (out int32) {
	out = gcPercent
	if in < 0 {
		in = -1
	}
	gcPercent = in
	setGoal()
	heapAllocated(0)
	return out
}

//go:linkname setMemoryLimit runtime/debug.setMemoryLimit
func setMemoryLimit(in int64) (out int64) {
	out = memLimit
	if in >= 0 {
		memLimit = in
		setGoal()
		heapAllocated(0)
	}
	return out
}

//go:linkname runtime_debug_freeOSMemory runtime/debug.freeOSMemory
func runtime_debug_freeOSMemory() { GC() }

var maxThreads = 10000

//go:linkname setMaxThreads runtime/debug.setMaxThreads
func setMaxThreads(in int) (out int) {
	out = maxThreads
	maxThreads = in
	return out
}

//go:linkname runtime_debug_WriteHeapDump runtime/debug.WriteHeapDump
func runtime_debug_WriteHeapDump(fd uintptr) {
	fatalUnwind("runtime/debug.WriteHeapDump is not supported")
}

//go:linkname readGCStats runtime/debug.readGCStats
func readGCStats(pauses *[]uint64) {
	p := *pauses
	n := stats.numGC
	if n > uint32(len(stats.pauseNs)) {
		n = uint32(len(stats.pauseNs))
	}
	p = p[:cap(p)]
	for i := uint32(0); i < n; i++ {
		j := (stats.numGC - 1 - i) % uint32(len(stats.pauseNs))
		p[i] = stats.pauseNs[j]
		p[n+i] = stats.pauseEnd[j]
	}
	p[n+n] = stats.lastGC
	p[n+n+1] = uint64(stats.numGC)
	p[n+n+2] = stats.pauseTotal
	*pauses = p[:n+n+3]
}

//go:linkname boring_registerCache crypto/internal/boring/bcache.registerCache
func boring_registerCache(p unsafe.Pointer) { boringCaches = append(boringCaches, p) }

// boringCaches are pointers to pointers that each collection clears.
var boringCaches []unsafe.Pointer

//go:linkname godebug_registerMetric internal/godebug.registerMetric
func godebug_registerMetric(name string, read func() uint64) {
	if godebugMetrics == nil {
		godebugMetrics = map[string]func() uint64{}
	}
	godebugMetrics[name] = read
}

var godebugMetrics map[string]func() uint64

// isGodebugMetric reports whether name is the metric of a setting, which counts nothing until the setting is used.
func isGodebugMetric(name string) bool {
	const prefix, suffix = "/godebug/non-default-behavior/", ":events"
	if len(name) <= len(prefix)+len(suffix) || name[:len(prefix)] != prefix || name[len(name)-len(suffix):] != suffix {
		return false
	}
	info := godebugs.Lookup(name[len(prefix) : len(name)-len(suffix)])
	return info != nil && !info.Opaque
}

//go:linkname os_sigpipe os.sigpipe
func os_sigpipe() { exit(2) }

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
	sp, spLimit, spTop := toG0Stack()
	gcSweepAll()
	fromG0Stack(sp, spLimit, spTop)
	*m = MemStats{}
	var handed, freed, left uint64
	for i := range mcache {
		st := &mcache[i]
		n := stats.runs[i]
		if st.span != nil {
			k := uint64((st.end - st.next) / st.span.elemsize)
			n -= k
			left += uint64(st.end - st.next)
		}
		handed += n
		freed += stats.frees[i]
		if c := i >> 1; c > 0 && c < len(m.BySize) {
			m.BySize[c].Mallocs += n
			m.BySize[c].Frees += stats.frees[i]
		}
	}
	for c := range m.BySize {
		m.BySize[c].Size = uint32(mcache[c<<1].size)
	}
	m.Mallocs = handed + stats.largeAllocs + stats.tinyAllocs
	m.Frees = freed + stats.largeFrees + stats.tinyAllocs
	m.TotalAlloc = stats.totalAlloc - left
	m.HeapAlloc = stats.totalAlloc - stats.totalFreed - left
	m.Alloc = m.HeapAlloc
	m.HeapObjects = m.Mallocs - m.Frees
	m.Sys = uint64(heap.rawEnd)
	m.StackInuse = stackStat + frameStat
	m.StackSys = m.StackInuse
	inuse := uint64(heap.usedPages) << pageShift
	m.HeapInuse = inuse - heap.rawBytes
	m.HeapIdle = uint64(heap.freePages)<<pageShift + uint64(heap.rawEnd-heap.rawNext)
	m.HeapSys = m.HeapInuse + m.HeapIdle
	m.GCSys = work.stat + visited.stat
	m.MSpanSys = heap.metaBytes
	m.MSpanInuse = heap.metaBytes
	if m.Sys > m.HeapSys+m.StackSys+m.GCSys+m.MSpanSys {
		m.OtherSys = m.Sys - m.HeapSys - m.StackSys - m.GCSys - m.MSpanSys
	}
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

// metrics.

type metricSample struct {
	name  string
	value metricValue
}

type metricValue struct {
	kind    int
	scalar  uint64
	pointer unsafe.Pointer
}

const (
	metricBad = iota
	metricUint64
	metricFloat64
	metricHist
)

type metricHistogram struct {
	counts  []uint64
	buckets []float64
}

//go:linkname readMetrics runtime/metrics.runtime_readMetrics
func readMetrics(samplesp unsafe.Pointer, n int, c int) {
	samples := unsafe.Slice((*metricSample)(samplesp), n)
	m := new(MemStats)
	ReadMemStats(m)
	for i := range samples {
		s := &samples[i]
		s.value = metricValue{kind: metricUint64}
		switch s.name {
		case "/gc/cycles/automatic:gc-cycles":
			s.value.scalar = uint64(m.NumGC - m.NumForcedGC)
		case "/gc/cycles/forced:gc-cycles":
			s.value.scalar = uint64(m.NumForcedGC)
		case "/gc/cycles/total:gc-cycles":
			s.value.scalar = uint64(m.NumGC)
		case "/gc/gogc:percent":
			s.value.scalar = uint64(gcPercent)
		case "/gc/gomemlimit:bytes":
			s.value.scalar = uint64(memLimit)
		case "/gc/heap/allocs:bytes":
			s.value.scalar = m.TotalAlloc
		case "/gc/heap/allocs:objects":
			s.value.scalar = m.Mallocs
		case "/gc/heap/frees:bytes":
			s.value.scalar = m.TotalAlloc - m.HeapAlloc
		case "/gc/heap/frees:objects":
			s.value.scalar = m.Frees
		case "/gc/heap/goal:bytes":
			s.value.scalar = m.NextGC
		case "/gc/heap/live:bytes":
			s.value.scalar = stats.heapMarked
		case "/gc/heap/objects:objects":
			s.value.scalar = m.HeapObjects
		case "/gc/heap/tiny/allocs:objects":
			s.value.scalar = stats.tinyAllocs
		case "/gc/finalizers/executed:finalizers":
			s.value.scalar = finq.executed.Load()
		case "/gc/finalizers/queued:finalizers":
			s.value.scalar = finq.queuedN.Load()
		case "/gc/cleanups/executed:cleanups":
			s.value.scalar = finq.cleanupsX.Load()
		case "/gc/cleanups/queued:cleanups":
			s.value.scalar = finq.cleanupsQ.Load()
		case "/gc/scan/globals:bytes", "/gc/scan/heap:bytes", "/gc/scan/stack:bytes", "/gc/scan/total:bytes", "/gc/limiter/last-enabled:gc-cycle",
			"/cgo/go-to-c-calls:calls", "/gc/stack/starting-size:bytes", "/memory/classes/heap/released:bytes", "/memory/classes/os-stacks:bytes",
			"/memory/classes/profiling/buckets:bytes", "/memory/classes/metadata/mcache/free:bytes", "/memory/classes/metadata/mcache/inuse:bytes",
			"/memory/classes/metadata/mspan/free:bytes":
		case "/memory/classes/heap/free:bytes":
			s.value.scalar = m.HeapIdle
		case "/memory/classes/heap/objects:bytes":
			s.value.scalar = m.HeapAlloc
		case "/memory/classes/heap/stacks:bytes":
			s.value.scalar = m.StackInuse
		case "/memory/classes/heap/unused:bytes":
			s.value.scalar = m.HeapInuse - m.HeapAlloc
		case "/memory/classes/metadata/mspan/inuse:bytes":
			s.value.scalar = m.MSpanInuse
		case "/memory/classes/metadata/other:bytes":
			s.value.scalar = m.GCSys
		case "/memory/classes/other:bytes":
			s.value.scalar = m.OtherSys
		case "/memory/classes/total:bytes":
			s.value.scalar = m.Sys
		case "/sched/gomaxprocs:threads", "/sched/threads/total:threads":
			s.value.scalar = 1
		case "/sched/goroutines:goroutines":
			s.value.scalar = uint64(gcount())
		case "/sched/goroutines-created:goroutines":
			s.value.scalar = sched.goroutinesCreated.Load()
		case "/sched/goroutines/running:goroutines":
			s.value.scalar = 1
		case "/sched/goroutines/runnable:goroutines", "/sched/goroutines/waiting:goroutines", "/sched/goroutines/not-in-go:goroutines":
			s.value.scalar = goroutinesIn(s.name)
		case "/cpu/classes/gc/total:cpu-seconds", "/cpu/classes/gc/pause:cpu-seconds":
			s.value.kind = metricFloat64
			s.value.scalar = float64bits(float64(stats.pauseTotal) / 1e9)
		case "/cpu/classes/total:cpu-seconds":
			s.value.kind = metricFloat64
			s.value.scalar = float64bits(float64(nanotime()-starttime) / 1e9)
		case "/cpu/classes/user:cpu-seconds":
			s.value.kind = metricFloat64
			s.value.scalar = float64bits(float64(nanotime()-starttime-int64(stats.pauseTotal)) / 1e9)
		case "/cpu/classes/idle:cpu-seconds", "/cpu/classes/gc/mark/assist:cpu-seconds", "/cpu/classes/gc/mark/dedicated:cpu-seconds",
			"/cpu/classes/gc/mark/idle:cpu-seconds", "/cpu/classes/scavenge/assist:cpu-seconds", "/cpu/classes/scavenge/background:cpu-seconds",
			"/cpu/classes/scavenge/total:cpu-seconds", "/sync/mutex/wait/total:seconds":
			s.value.kind = metricFloat64
		case "/gc/heap/allocs-by-size:bytes", "/gc/heap/frees-by-size:bytes", "/gc/pauses:seconds", "/sched/latencies:seconds",
			"/sched/pauses/stopping/gc:seconds", "/sched/pauses/stopping/other:seconds", "/sched/pauses/total/gc:seconds", "/sched/pauses/total/other:seconds":
			s.value.kind = metricHist
			s.value.pointer = unsafe.Pointer(sizeHistogram(s.name, m))
		default:
			if f := godebugMetrics[s.name]; f != nil {
				s.value.scalar = f()
			} else if !isGodebugMetric(s.name) {
				s.value.kind = metricBad
			}
		}
	}
}

func goroutinesIn(name string) uint64 {
	n := uint64(0)
	for _, gp := range allgs {
		st := readgstatus(gp)
		if !gp.system && (name == "/sched/goroutines/runnable:goroutines" && st == _Grunnable || name == "/sched/goroutines/waiting:goroutines" && st == _Gwaiting) {
			n++
		}
	}
	return n
}

// sizeHistogram is the histogram of a metric: allocations by size class; the distributions of time have one bucket for all.
func sizeHistogram(name string, m *MemStats) *metricHistogram {
	h := new(metricHistogram)
	if name != "/gc/heap/allocs-by-size:bytes" && name != "/gc/heap/frees-by-size:bytes" {
		n := uint64(0)
		if name == "/gc/pauses:seconds" || name == "/sched/pauses/total/gc:seconds" {
			n = uint64(m.NumGC)
		}
		h.counts = []uint64{n}
		h.buckets = []float64{0, float64frombits(infinity)}
		return h
	}
	for c := 1; c < numSpanClasses/2; c++ {
		n := stats.runs[2*c] + stats.runs[2*c+1]
		if name == "/gc/heap/frees-by-size:bytes" {
			n = stats.frees[2*c] + stats.frees[2*c+1]
		}
		h.counts = append(h.counts, n)
		h.buckets = append(h.buckets, float64(mcache[2*(c-1)].size+1))
	}
	h.counts = append(h.counts, stats.largeAllocs)
	h.buckets = append(h.buckets, float64(maxSmallSize+1), float64frombits(infinity))
	return h
}

// Breakpoint executes a breakpoint trap.
func Breakpoint() { mcall(breakpoint_m) }

// breakpoint_m ends the program as a trap does that no debugger catches.
func breakpoint_m(gp *g) {
	startCrash()
	m0.throwing = throwTypeRuntime
	print("SIGTRAP: trace trap\nPC=", hex(topPC(gp)), " m=0 sigcode=", 128, "\n")
	crashTrace(gp, nil, false)
	exit(2)
}
