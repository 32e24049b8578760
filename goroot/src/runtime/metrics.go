// Package runtime/metrics: what it can read. There is one thread, and a collection stops the program from its start to its end: so there
// is no time of assists or background workers, and nothing is scavenged.

package runtime

import (
	"internal/godebugs"
	"internal/gossabi"
	"unsafe"
)

// Of package runtime/metrics: Sample, Value, ValueKind and Float64Histogram.

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

// timeHistogram counts durations in buckets of four to each power of two of nanoseconds.
type timeHistogram struct{ counts [timeBuckets]uint64 }

const (
	minTimeExp  = 6 // shorter durations share a bucket
	maxTimeExp  = 40
	timeBuckets = (maxTimeExp-minTimeExp)*4 + 2
)

func (h *timeHistogram) record(ns int64) {
	e := minTimeExp
	for e < maxTimeExp && ns>>(e+1) != 0 {
		e++
	}
	switch {
	case ns < 1<<minTimeExp:
		h.counts[0]++
	case e == maxTimeExp:
		h.counts[timeBuckets-1]++
	default:
		h.counts[1+(e-minTimeExp)*4+int(ns>>(e-2)&3)]++
	}
}

// sum is the number of durations recorded.
func (h *timeHistogram) sum() (n uint64) {
	for _, c := range h.counts {
		n += c
	}
	return n
}

// read makes the histogram that programs see, of seconds.
func (h *timeHistogram) read(to *metricHistogram) {
	to.fit(timeBuckets)
	copy(to.counts, h.counts[:])
	to.buckets[0] = 0
	for i := range to.buckets[1:timeBuckets] {
		e := i/4 + minTimeExp
		to.buckets[i+1] = float64(int64(4+i%4)<<(e-2)) / 1e9
	}
}

// fit makes room for n buckets, the last of them unbounded; memory of an earlier reading is used again.
func (h *metricHistogram) fit(n int) {
	if len(h.counts) != n || len(h.buckets) != n+1 {
		h.counts, h.buckets = make([]uint64, n), make([]float64, n+1)
	}
	h.buckets[n] = float64frombits(infinity)
}

// schedTimes is what the scheduler measures, in nanoseconds.
var schedTimes struct {
	idle       int64 // while the host had nothing for the program
	idleSince  int64
	mutexWait  int64         // of goroutines, for sync's mutexes
	latencies  timeHistogram // from runnable to running, of one in latencySample
	gcStops    timeHistogram
	otherStops timeHistogram
	readies    uint32
}

const latencySample = 64

// sampleLatency notes when gp became runnable, now and then.
func sampleLatency(gp *g) {
	if schedTimes.readies++; schedTimes.readies%latencySample == 0 {
		gp.readyAt = nanotime()
	}
}

// metricReading is the state that all samples of one call are taken from.
type metricReading struct {
	MemStats
	allocStats
	now int64 // since the start
}

var newestReading metricReading

// metric is one that can be read: a number, or a histogram.
type metric struct {
	name string
	kind int
	read func(r *metricReading) uint64
	fill func(r *metricReading, h *metricHistogram)
}

func seconds(ns int64) uint64 { return float64bits(float64(ns) / 1e9) }

func readZero(*metricReading) uint64 { return 0 } // also as a float64
func readOne(*metricReading) uint64  { return 1 }

func readPauses(*metricReading) uint64 { return seconds(int64(stats.pauseTotal)) }

func readUserTime(r *metricReading) uint64 {
	return seconds(r.now - schedTimes.idle - int64(stats.pauseTotal))
}

func globalsSize() uint64 {
	mod := gossabi.Module()
	return uint64(mod.Ebss - mod.Data)
}

// metrics is sorted by name.
var metrics = [...]metric{
	{name: "/cgo/go-to-c-calls:calls", kind: metricUint64, read: readZero},
	{name: "/cpu/classes/gc/mark/assist:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/gc/mark/dedicated:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/gc/mark/idle:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/gc/pause:cpu-seconds", kind: metricFloat64, read: readPauses},
	{name: "/cpu/classes/gc/total:cpu-seconds", kind: metricFloat64, read: readPauses},
	{name: "/cpu/classes/idle:cpu-seconds", kind: metricFloat64, read: func(*metricReading) uint64 { return seconds(schedTimes.idle) }},
	{name: "/cpu/classes/scavenge/assist:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/scavenge/background:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/scavenge/total:cpu-seconds", kind: metricFloat64, read: readZero},
	{name: "/cpu/classes/total:cpu-seconds", kind: metricFloat64, read: func(r *metricReading) uint64 { return seconds(r.now) }},
	{name: "/cpu/classes/user:cpu-seconds", kind: metricFloat64, read: readUserTime},
	{name: "/gc/cleanups/executed:cleanups", kind: metricUint64, read: func(*metricReading) uint64 { return finq.cleanupsX.Load() }},
	{name: "/gc/cleanups/queued:cleanups", kind: metricUint64, read: func(*metricReading) uint64 { return finq.cleanupsQ.Load() }},
	{name: "/gc/cycles/automatic:gc-cycles", kind: metricUint64, read: func(r *metricReading) uint64 { return uint64(r.NumGC - r.NumForcedGC) }},
	{name: "/gc/cycles/forced:gc-cycles", kind: metricUint64, read: func(r *metricReading) uint64 { return uint64(r.NumForcedGC) }},
	{name: "/gc/cycles/total:gc-cycles", kind: metricUint64, read: func(r *metricReading) uint64 { return uint64(r.NumGC) }},
	{name: "/gc/finalizers/executed:finalizers", kind: metricUint64, read: func(*metricReading) uint64 { return finq.executed.Load() }},
	{name: "/gc/finalizers/queued:finalizers", kind: metricUint64, read: func(*metricReading) uint64 { return finq.queuedN.Load() }},
	{name: "/gc/gogc:percent", kind: metricUint64, read: func(*metricReading) uint64 { return uint64(gcPercent) }},
	{name: "/gc/gomemlimit:bytes", kind: metricUint64, read: func(*metricReading) uint64 { return uint64(memLimit) }},
	{name: "/gc/heap/allocs-by-size:bytes", kind: metricHist, fill: func(r *metricReading, h *metricHistogram) { fillSizes(h, &r.allocs) }},
	{name: "/gc/heap/allocs:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.TotalAlloc }},
	{name: "/gc/heap/allocs:objects", kind: metricUint64, read: func(r *metricReading) uint64 { return r.Mallocs - stats.tinyAllocs }},
	{name: "/gc/heap/frees-by-size:bytes", kind: metricHist, fill: func(r *metricReading, h *metricHistogram) { fillSizes(h, &r.frees) }},
	{name: "/gc/heap/frees:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.TotalAlloc - r.HeapAlloc }},
	{name: "/gc/heap/frees:objects", kind: metricUint64, read: func(r *metricReading) uint64 { return r.Frees - stats.tinyAllocs }},
	{name: "/gc/heap/goal:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.NextGC }},
	{name: "/gc/heap/live:bytes", kind: metricUint64, read: func(*metricReading) uint64 { return stats.heapMarked }},
	{name: "/gc/heap/objects:objects", kind: metricUint64, read: func(r *metricReading) uint64 { return r.HeapObjects }},
	{name: "/gc/heap/tiny/allocs:objects", kind: metricUint64, read: func(*metricReading) uint64 { return stats.tinyAllocs }},
	{name: "/gc/limiter/last-enabled:gc-cycle", kind: metricUint64, read: readZero},
	{name: "/gc/pauses:seconds", kind: metricHist, fill: fillGCStops},
	{name: "/gc/scan/globals:bytes", kind: metricUint64, read: func(*metricReading) uint64 { return globalsSize() }},
	{name: "/gc/scan/heap:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.scannable }},
	{name: "/gc/scan/stack:bytes", kind: metricUint64, read: func(*metricReading) uint64 { return stats.stackScan }},
	{name: "/gc/scan/total:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return globalsSize() + r.scannable + stats.stackScan }},
	{name: "/gc/stack/starting-size:bytes", kind: metricUint64, read: func(*metricReading) uint64 { return firstChunk }},
	{name: "/memory/classes/heap/free:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.HeapIdle - r.HeapReleased }},
	{name: "/memory/classes/heap/objects:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.HeapAlloc }},
	{name: "/memory/classes/heap/released:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.HeapReleased }},
	{name: "/memory/classes/heap/stacks:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.StackInuse }},
	{name: "/memory/classes/heap/unused:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.HeapInuse - r.HeapAlloc }},
	{name: "/memory/classes/metadata/mcache/free:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.MCacheSys - r.MCacheInuse }},
	{name: "/memory/classes/metadata/mcache/inuse:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.MCacheInuse }},
	{name: "/memory/classes/metadata/mspan/free:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.MSpanSys - r.MSpanInuse }},
	{name: "/memory/classes/metadata/mspan/inuse:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.MSpanInuse }},
	{name: "/memory/classes/metadata/other:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.GCSys }},
	{name: "/memory/classes/os-stacks:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.StackSys - r.StackInuse }},
	{name: "/memory/classes/other:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.OtherSys }},
	{name: "/memory/classes/profiling/buckets:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.BuckHashSys }},
	{name: "/memory/classes/total:bytes", kind: metricUint64, read: func(r *metricReading) uint64 { return r.Sys }},
	{name: "/sched/gomaxprocs:threads", kind: metricUint64, read: func(*metricReading) uint64 { return uint64(gomaxprocs) }},
	{name: "/sched/goroutines-created:goroutines", kind: metricUint64, read: func(*metricReading) uint64 { return sched.goroutinesCreated.Load() }},
	{name: "/sched/goroutines/not-in-go:goroutines", kind: metricUint64, read: readZero},
	{name: "/sched/goroutines/runnable:goroutines", kind: metricUint64, read: func(*metricReading) uint64 { return goroutinesIn(_Grunnable) }},
	{name: "/sched/goroutines/running:goroutines", kind: metricUint64, read: func(*metricReading) uint64 { return goroutinesIn(_Grunning) }},
	{name: "/sched/goroutines/waiting:goroutines", kind: metricUint64, read: func(*metricReading) uint64 { return goroutinesIn(_Gwaiting) }},
	{name: "/sched/goroutines:goroutines", kind: metricUint64, read: func(*metricReading) uint64 { return uint64(gcount()) }},
	{name: "/sched/latencies:seconds", kind: metricHist, fill: func(_ *metricReading, h *metricHistogram) { schedTimes.latencies.read(h) }},
	{name: "/sched/pauses/stopping/gc:seconds", kind: metricHist, fill: func(_ *metricReading, h *metricHistogram) { fillStopping(h, &schedTimes.gcStops) }},
	{name: "/sched/pauses/stopping/other:seconds", kind: metricHist, fill: func(_ *metricReading, h *metricHistogram) { fillStopping(h, &schedTimes.otherStops) }},
	{name: "/sched/pauses/total/gc:seconds", kind: metricHist, fill: fillGCStops},
	{name: "/sched/pauses/total/other:seconds", kind: metricHist, fill: func(_ *metricReading, h *metricHistogram) { schedTimes.otherStops.read(h) }},
	{name: "/sched/threads/total:threads", kind: metricUint64, read: readOne},
	{name: "/sync/mutex/wait/total:seconds", kind: metricFloat64, read: func(*metricReading) uint64 { return seconds(schedTimes.mutexWait) }},
}

func fillGCStops(_ *metricReading, h *metricHistogram) { schedTimes.gcStops.read(h) }

// fillStopping: the program stops as soon as it is to stop, as there is one thread.
func fillStopping(h *metricHistogram, stops *timeHistogram) {
	stops.read(h)
	clear(h.counts)
	h.counts[0] = stops.sum()
}

// fillSizes makes the distribution of sizes: a bucket for each size class, the last for large objects.
func fillSizes(h *metricHistogram, counts *[numSpanClasses]uint64) {
	const n = numSpanClasses / 2
	h.fit(n)
	for c := 1; c < n; c++ {
		h.counts[c-1] = counts[2*c] + counts[2*c+1]
		h.buckets[c-1] = float64(mcache[2*(c-1)].size + 1)
	}
	h.counts[n-1] = counts[0]
	h.buckets[n-1] = float64(maxSmallSize + 1)
}

func goroutinesIn(status uint32) uint64 {
	n := uint64(0)
	for _, gp := range allgs {
		if !gp.system && readgstatus(gp) == status {
			n++
		}
	}
	return n
}

// findMetric finds a metric by name, nil if there is none.
func findMetric(name string) *metric {
	lo, hi := 0, len(metrics)
	for lo < hi {
		if mid := (lo + hi) / 2; metrics[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(metrics) && metrics[lo].name == name {
		return &metrics[lo]
	}
	return nil
}

//go:linkname readMetrics runtime/metrics.runtime_readMetrics
func readMetrics(samplesp unsafe.Pointer, n int, c int) {
	r := &newestReading
	readAllocStats(&r.allocStats, &r.MemStats)
	r.now = nanotime() - starttime
	samples := unsafe.Slice((*metricSample)(samplesp), n)
	for i := range samples {
		readMetric(r, samples[i].name, &samples[i].value)
	}
}

func readMetric(r *metricReading, name string, v *metricValue) {
	if m := findMetric(name); m == nil {
		*v = metricValue{}
		if f := godebugMetrics[name]; f != nil {
			*v = metricValue{kind: metricUint64, scalar: f()}
		} else if isGodebugMetric(name) {
			v.kind = metricUint64
		}
	} else if m.kind == metricHist {
		if v.kind != metricHist || v.pointer == nil {
			*v = metricValue{kind: metricHist, pointer: unsafe.Pointer(new(metricHistogram))}
		}
		m.fill(r, (*metricHistogram)(v.pointer))
	} else {
		*v = metricValue{kind: m.kind, scalar: m.read(r)}
	}
}

// readMetricNames lists what can be read.
//
//go:linkname readMetricNames runtime/metrics_test.runtime_readMetricNames
func readMetricNames() (names []string) {
	for i := range metrics {
		names = append(names, metrics[i].name)
	}
	for _, info := range godebugs.All {
		if !info.Opaque {
			names = append(names, godebugPrefix+info.Name+godebugSuffix)
		}
	}
	return names
}

// The settings of GODEBUG count how often a program depends on one.

const godebugPrefix, godebugSuffix = "/godebug/non-default-behavior/", ":events"

var godebugMetrics map[string]func() uint64

//go:linkname godebug_registerMetric internal/godebug.registerMetric
func godebug_registerMetric(name string, read func() uint64) {
	if godebugMetrics == nil {
		godebugMetrics = map[string]func() uint64{}
	}
	godebugMetrics[name] = read
}

// isGodebugMetric reports whether name is the metric of a setting, which counts nothing until the setting is used.
func isGodebugMetric(name string) bool {
	const prefix, suffix = godebugPrefix, godebugSuffix
	if len(name) <= len(prefix)+len(suffix) || name[:len(prefix)] != prefix || name[len(name)-len(suffix):] != suffix {
		return false
	}
	info := godebugs.Lookup(name[len(prefix) : len(name)-len(suffix)])
	return info != nil && !info.Opaque
}
