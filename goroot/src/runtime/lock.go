// Locks and notes of the runtime. Runtime code does not suspend and there is one thread, so a lock is only bookkeeping: it keeps the
// running goroutine from being suspended (m.locks) and detects recursion. With several threads its word becomes the real thing.

package runtime

import "internal/runtime/atomic"

type lockRankStruct struct{}

type mutex struct {
	lockRankStruct
	key uintptr
}

type note struct{ key uintptr }

const (
	mutexUnlocked = 0
	mutexLocked   = 1
)

func lockInit(l *mutex, rank lockRank)               {}
func getLockRank(l *mutex) lockRank                  { return 0 }
func acquireLockRankAndM(rank lockRank)              { acquirem() }
func releaseLockRankAndM(rank lockRank)              { releasem(getg().m) }
func lockWithRankMayAcquire(l *mutex, rank lockRank) {}
func assertLockHeld(l *mutex)                        {}
func assertRankHeld(r lockRank)                      {}
func worldStopped()                                  {}
func worldStarted()                                  {}
func assertWorldStopped()                            {}
func assertWorldStoppedOrLockHeld(l *mutex)          {}
func lockWithRank(l *mutex, rank lockRank)           { lock(l) }
func mutexContended(l *mutex) bool                   { return false }

func lock(l *mutex) {
	if l.key != mutexUnlocked {
		badlock("self deadlock")
	}
	m0.locks++
	l.key = mutexLocked
}

func unlock(l *mutex) {
	if l.key == mutexUnlocked {
		badlock("unlock of unlocked lock")
	}
	l.key = mutexUnlocked
	m0.locks--
}

//go:noinline
func badlock(problem string) { throw(problem) }

func osyield()                {}
func osyield_no_g()           {}
func procyield(cycles uint32) {}

func acquirem() *m {
	m0.locks++
	return &m0
}

func releasem(mp *m) { mp.locks-- }

// rwmutex for the runtime's own use is the release's; its notes are never waited on with one thread.
func noteclear(n *note)  { n.key = 0 }
func notewakeup(n *note) { n.key = 1 }
func notesleep(n *note) {
	if n.key == 0 {
		throw("notesleep with one thread")
	}
}

var _ atomic.Uint32
