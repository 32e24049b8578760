// Profiles of blocking and of contended mutexes: events are added up by the stack they happened on. Channels, select and semaphores
// report them (times are in nanoseconds here) when a rate has been set.

package runtime

import (
	"internal/profilerecord"
)

// eventBucket is the sum of the events with one stack.
type eventBucket struct {
	next   *eventBucket // in the chain of its hash
	all    *eventBucket // bucket made before
	stack  []uintptr
	count  float64
	cycles int64
}

type eventProfile struct {
	chains [256]*eventBucket
	last   *eventBucket
	n      int
}

var (
	blockprofilerate uint64
	mutexprofilerate uint64
	blockProfile     eventProfile
	mutexProfile     eventProfile
)

// SetBlockProfileRate controls the fraction of goroutine blocking events that are reported in the blocking profile. The profiler aims to
// sample an average of one blocking event per rate nanoseconds spent blocked.
//
// To include every blocking event in the profile, pass rate = 1. To turn off profiling entirely, pass rate <= 0.
func SetBlockProfileRate(rate int) {
	if rate < 0 {
		rate = 0
	}
	blockprofilerate = uint64(rate)
}

// SetMutexProfileFraction controls the fraction of mutex contention events that are reported in the mutex profile. On average 1/rate
// events are reported. The previous rate is returned.
//
// To turn off profiling entirely, pass rate 0. To just read the current rate, pass rate < 0. (For n>1 the details of sampling may change.)
func SetMutexProfileFraction(rate int) int {
	old := mutexprofilerate
	if rate >= 0 {
		mutexprofilerate = uint64(rate)
	}
	return int(old)
}

// blockevent records that the running goroutine has been blocked. skip: calls between here and the function to be blamed, this one included.
func blockevent(cycles int64, skip int) {
	if cycles <= 0 {
		cycles = 1
	}
	rate := int64(blockprofilerate)
	if rate <= 0 || rate > cycles && int64(cheaprand64()&(1<<63-1))%rate > cycles {
		return
	}
	if cycles < rate { // such an event stands for those that were left out
		blockProfile.record(float64(rate)/float64(cycles), rate, skip)
	} else {
		blockProfile.record(1, cycles, skip)
	}
}

// mutexevent records that the running goroutine has released a mutex that others waited for.
func mutexevent(cycles int64, skip int) {
	if cycles < 0 {
		cycles = 0
	}
	rate := int64(mutexprofilerate)
	if rate > 0 && cheaprand64()%rate == 0 {
		mutexProfile.record(float64(rate), rate*cycles, skip)
	}
}

// record adds an event on the stack of the running goroutine.
//
//go:noinline
func (p *eventProfile) record(count float64, cycles int64, skip int) {
	gp := getg()
	if gp == &g0 || gp.m.locks != 0 {
		return
	}
	mcall(resumeNow) // all outer frames are in memory now: first that of blockevent's caller, or of blockevent itself
	var pcs [64]uintptr
	n := gcallers(gp, skip, pcs[:])
	h := hashStack(0, pcs[:n])
	chain := &p.chains[h>>3&255]
	b := *chain
	for b != nil && !sameStack(b.stack, pcs[:n]) {
		b = b.next
	}
	if b == nil {
		b = &eventBucket{next: *chain, all: p.last, stack: append([]uintptr(nil), pcs[:n]...)}
		*chain, p.last = b, b
		p.n++
	}
	b.count += count
	b.cycles += cycles
}

// profileStack takes the stack of a goroutine that is not running, only its first function if it never ran; returns its length.
func profileStack(gp *g, pcs []uintptr) int {
	if gp.frame != 0 {
		return gcallers(gp, 0, pcs)
	}
	fi := infoOfCode(gp.startpc)
	if fi == nil {
		return 0
	}
	pcs[0] = callerPC(fi, 0, 0)
	return 1
}

func hashStack(seed uintptr, stack []uintptr) uintptr {
	h := seed
	for _, pc := range stack {
		h = h*31 + pc>>1
	}
	return h
}

func sameStack(a, b []uintptr) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// copyTo gives each of the records to put if there are at most room.
func (p *eventProfile) copyTo(room int, put func(i int, b *eventBucket)) (n int, ok bool) {
	if p.n > room {
		return p.n, false
	}
	for b := p.last; b != nil; b = b.all {
		put(n, b)
		n++
	}
	return n, true
}

func (p *eventProfile) records(out []BlockProfileRecord) (n int, ok bool) {
	return p.copyTo(len(out), func(i int, b *eventBucket) {
		out[i].Count, out[i].Cycles = int64(b.count), b.cycles
		k := copy(out[i].Stack0[:], b.stack)
		clear(out[i].Stack0[k:])
	})
}

func (p *eventProfile) internalRecords(out []profilerecord.BlockProfileRecord) (n int, ok bool) {
	return p.copyTo(len(out), func(i int, b *eventBucket) {
		out[i] = profilerecord.BlockProfileRecord{Count: int64(b.count), Cycles: b.cycles, Stack: b.stack}
	})
}

// BlockProfile returns n, the number of records in the current blocking profile. If len(p) >= n, BlockProfile copies the profile into p
// and returns n, true. If len(p) < n, BlockProfile does not change p and returns n, false.
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) { return blockProfile.records(p) }

// MutexProfile returns n, the number of records in the current mutex profile. If len(p) >= n, MutexProfile copies the profile into p and
// returns n, true. Otherwise, MutexProfile does not change p, and returns n, false.
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) { return mutexProfile.records(p) }

//go:linkname pprof_blockProfileInternal
func pprof_blockProfileInternal(p []profilerecord.BlockProfileRecord) (n int, ok bool) {
	return blockProfile.internalRecords(p)
}

//go:linkname pprof_mutexProfileInternal
func pprof_mutexProfileInternal(p []profilerecord.BlockProfileRecord) (n int, ok bool) {
	return mutexProfile.internalRecords(p)
}
