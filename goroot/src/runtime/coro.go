// Coroutines: goroutines that run only when another switches to them (iter.Pull). A switch saves the running goroutine and enters the
// other at once, without the run queue.

package runtime

import "unsafe"

type coro struct {
	gp guintptr // the goroutine that is not running: it waits in coroswitch, or has not started
	g  *g       // the same, for the collector
	f  func(*coro)
}

//go:linkname newcoro
func newcoro(f func(*coro)) *coro {
	c := new(coro)
	c.f = f
	fn := corostart
	gp := newproc1(*(**funcval)(unsafe.Pointer(&fn)), getg(), 0, true, waitReasonCoroutine)
	gp.coroarg = c
	c.gp.set(gp)
	c.g = gp
	return c
}

// corostart is the function of a coroutine's goroutine.
//
//go:noinline
//gossamer:suspends
func corostart() {
	gp := getg()
	c := gp.coroarg
	gp.coroexit = true // however it ends, it switches back: see goexit0
	c.f(c)
	gp.coroarg = c
}

//go:linkname coroswitch
func coroswitch(c *coro) {
	gp := getg()
	gp.coroswitchTo = c
	mcall(coroswitch_m)
}

// coroswitch_m exchanges the running goroutine for the one in c.
func coroswitch_m(gp *g) {
	c := gp.coroswitchTo
	gp.coroswitchTo = nil
	exit := c == nil
	if exit {
		c = gp.coroarg
	}
	bubble := gp.bubble
	if bubble != nil {
		bubble.incActive()
	}
	next := c.g
	if next == nil {
		throw("coroswitch on exited coro")
	}
	if next == gp {
		throw("coroswitch of a goroutine to itself")
	}
	if exit {
		c.g = nil
		c.gp = 0
		gdestroy(gp)
	} else {
		gp.waitreason = waitReasonCoroutine
		casgstatus(gp, _Grunning, _Gwaiting)
		c.g = gp
		c.gp.set(gp)
	}
	casgstatus(next, _Gwaiting, _Grunnable)
	m0.next.set(next)
	if bubble != nil {
		bubble.decActive()
	}
}
