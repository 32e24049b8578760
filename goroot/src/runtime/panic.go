// Panics. A goroutine that panics first suspends, so that all its frames lie in memory; then gopanic goes on, on top of them, and calls
// the deferred functions from gp._defer. A deferred function whose funcinfo says that it contains recover is given the panic as
// gp.recoverToken just before it is called. When it has recovered, the frames above the activation that deferred it are dropped, and that
// one is re-entered at its recovery site, where it runs its remaining deferred calls and returns (docs/design/abi.md).
//
// Goexit is a panic that cannot be recovered and ends the goroutine after the last deferred call.

package runtime

import (
	"internal/gossabi"
	"internal/wasm"
	"unsafe"
)

// _defer is a pending deferred call; compiled code fills it in (src/abi/machine.table.ts, Defer).
type _defer struct {
	link *_defer
	fp   uintptr // memory-stack base of the activation that deferred
	fn   func()
	heap bool
}

// _panic is a panic or Goexit in progress.
type _panic struct {
	arg        any
	link       *_panic
	fp         uintptr // activation whose deferred call is running
	recovered  bool
	repanicked bool
	goexit     bool
}

// A PanicNilError happens when code calls panic(nil).
type PanicNilError struct {
	_ [0]*PanicNilError
}

func (*PanicNilError) Error() string { return "panic called with nil argument" }
func (*PanicNilError) RuntimeError() {}

var panicnil = &godebugInc{name: "panicnil"}

// gopanic is the predeclared function panic.
//
//go:noinline
//go:linkname gopanic
//gossamer:suspends
func gopanic(e any) {
	gp := getg()
	if gp == gp.m.g0 || gp.m.mallocing != 0 || gp.m.locks != 0 || gp.m.preemptoff != "" {
		badPanic(gp, e)
	}
	mcall(resumeNow)
	if e == nil {
		if debug.panicnil.Load() != 1 {
			e = new(PanicNilError)
		} else {
			panicnil.IncNonDefault()
		}
	}
	if printingPanic == gp {
		printpanicsFailed(e)
	}
	if gp.sig != 0 && gp.sigpc == 0 {
		gp.sigpc = topPC(gp)
	}
	p := new(_panic)
	p.arg = e
	p.link = gp._panic
	gp._panic = p
	runningPanicDefers.Add(1)
	runDefers(gp, p)
	preprintpanics(gp, p)
	fatalpanic(p)
}

// topPC is the program counter of the innermost saved frame outside the runtime's panic functions.
func topPC(gp *g) uintptr {
	f := frameAt(gp.frame)
	if f.outer != 0 && f.info == uint32(wasm.FuncInfo(panicmem)) {
		f = frameAt(uintptr(f.outer))
	}
	return callerPC(f.funcInfo(), f.site, 0)
}

func badPanic(gp *g, e any) {
	print("panic: ")
	printpanicval(e)
	print("\n")
	switch {
	case gp == gp.m.g0:
		throw("panic on system stack")
	case gp.m.mallocing != 0:
		throw("panic during malloc")
	case gp.m.preemptoff != "":
		throw("panic during preemptoff")
	}
	throw("panic holding locks")
}

// runDefers calls the goroutine's deferred functions for p, innermost first. It does not return if p is recovered.
//
//go:noinline
//gossamer:suspends
func runDefers(gp *g, p *_panic) {
	for {
		d := gp._defer
		if d == nil {
			return
		}
		gp._defer = d.link
		fn := d.fn
		d.fn = nil
		p.fp = d.fp
		gp.recoverHeld = nil
		if codeHasRecover(codeOf(fn)) {
			gp.recoverToken = p
		} else {
			gp.recoverToken = nil
		}
		fn()
		gp.recoverToken = nil
		if p.recovered {
			mcall(recovery_m)
		}
	}
}

func codeHasRecover(code uint32) bool {
	fi := infoOfCode(uintptr(code))
	return fi != nil && fi.Flags&gossabi.FuncHasRecover != 0
}

// recoverPass is called by a thunk that is about to call the function with this code word in place of a deferred call.
func recoverPass(code uintptr) {
	if !codeHasRecover(uint32(code)) {
		getg().recoverToken = nil
	}
}

// A deferred call of reflect's stub holds the token until reflect calls the function with this code word: what it does before may defer.

//go:linkname reflect_recoverHold reflect.runtime_recoverHold
func reflect_recoverHold() {
	gp := getg()
	gp.recoverHeld, gp.recoverToken = gp.recoverToken, nil
}

//go:linkname reflect_recoverPass reflect.runtime_recoverPass
func reflect_recoverPass(code uintptr) {
	gp := getg()
	p := gp.recoverHeld
	gp.recoverHeld = nil
	if p != nil && codeHasRecover(uint32(code)) {
		gp.recoverToken = p
	}
}

// gorecover is the predeclared function recover; p is the token that the calling function took at its entry.
func gorecover(p *_panic) any {
	if p == nil || p.goexit || p.recovered || getg()._panic != p {
		return nil
	}
	p.recovered = true
	return p.arg
}

// recovery_m drops the frames above the activation whose deferred call has recovered, and re-enters it.
func recovery_m(gp *g) {
	fp := uint32(gp._panic.fp)
	panicInfo := uint32(wasm.FuncInfo(gopanic))
	exitInfo := uint32(wasm.FuncInfo(Goexit))
	exitAgain := uint32(wasm.FuncInfo(goexitAgain))
	goexit := false
	for {
		if gp.frame == 0 {
			throw("recovery: the deferring function is not on the stack")
		}
		f := frameAt(gp.frame)
		if f.fp == fp && f.funcInfo().Flags&gossabi.FuncHasDefer != 0 {
			f.site = gossabi.SiteRecover
			break
		}
		if f.info == panicInfo || f.info == exitInfo || f.info == exitAgain {
			q := gp._panic
			gp._panic = q.link
			if q.goexit {
				goexit = true
			} else {
				runningPanicDefers.Add(-1)
			}
		}
		gp.frame = uintptr(f.outer)
		frameFree(f)
	}
	gp.stackCut(uintptr(fp))
	gp.sig, gp.sigpc = 0, 0
	if goexit {
		// The recovery has cut off a Goexit: it goes on here.
		gp.onTop = goexitAgain
	}
	resumeNow(gp)
}

// deferreturn runs the deferred calls of the activation with base fp. Functions with defers call it before they return, unless they
// call the deferred functions themselves.
//
//go:noinline
//gossamer:suspends
func deferreturn(fp unsafe.Pointer) {
	gp := getg()
	for {
		d := gp._defer
		if d == nil || d.fp != uintptr(fp) {
			return
		}
		gp._defer = d.link
		fn := d.fn
		d.fn = nil
		gp.recoverToken = nil
		fn()
	}
}

// Goexit terminates the goroutine that calls it. No other goroutine is affected. Goexit runs all deferred calls before terminating the
// goroutine.
//
//go:noinline
//gossamer:suspends
func Goexit() {
	mcall(resumeNow)
	goexitDefers()
	mcall(goexit_m)
}

// goexitAgain continues a Goexit that a recovery has cut off.
//
//go:noinline
//gossamer:suspends
func goexitAgain() {
	goexitDefers()
	mcall(goexit_m)
}

//go:noinline
//gossamer:suspends
func goexitDefers() {
	gp := getg()
	p := new(_panic)
	p.goexit = true
	p.link = gp._panic
	gp._panic = p
	runDefers(gp, p)
}

func goexit_m(gp *g) { goexit0(gp) }

// printingPanic is the goroutine that is calling Error or String methods of panic values before it crashes.
var printingPanic *g

// preprintpanics turns panic values into strings where they have methods for it.
//
//go:noinline
//gossamer:suspends
func preprintpanics(gp *g, p *_panic) {
	printingPanic = gp
	for p != nil {
		if p.link != nil && *efaceOf(&p.link.arg) == *efaceOf(&p.arg) {
			// The same value again: print it once.
			p.link.repanicked = true
			p = p.link
			continue
		}
		switch v := p.arg.(type) {
		case error:
			p.arg = v.Error()
		case stringer:
			p.arg = v.String()
		}
		p = p.link
	}
	printingPanic = nil
}

func printpanicsFailed(e any) {
	const text = "panic while printing panic value"
	if s, ok := e.(string); ok {
		throw(text + ": " + s)
	}
	throw(text + ": type " + toRType(efaceOf(&e)._type).string())
}

func printpanics(p *_panic) {
	if p.link != nil {
		printpanics(p.link)
		if p.link.repanicked {
			return
		}
		if !p.link.goexit {
			print("\t")
		}
	}
	if p.goexit {
		return
	}
	print("panic: ")
	printpanicval(p.arg)
	if p.recovered && p.repanicked {
		print(" [recovered, repanicked]")
	} else if p.recovered {
		print(" [recovered]")
	}
	print("\n")
}

// fatalpanic ends the program after a panic that nothing has recovered. The frames of the goroutine lie in memory.
func fatalpanic(p *_panic) {
	gp := getg()
	if startCrash() {
		runningPanicDefers.Add(-1)
		printpanics(p)
	}
	var bubble *synctestBubble
	if de, ok := p.arg.(synctestDeadlockError); ok {
		bubble = de.bubble
	}
	crashTrace(gp, bubble, true)
	exit(2)
}

// startCrash begins the output of a crash; false if one is under way already.
func startCrash() bool {
	mp := &m0
	mp.mallocing++
	if mp.locks < 0 {
		mp.locks = 1
	}
	mp.dying++
	switch mp.dying {
	case 1:
		panicking.Add(1)
		return true
	case 2:
		print("panic during panic\n")
		return false
	case 3:
		print("stack trace unavailable\n")
		exit(4)
	}
	exit(5)
	return false
}

// crashTrace prints the signal line and the stacks that GOTRACEBACK asks for. panicked: gp is in gopanic, which has no frame of its own.
func crashTrace(gp *g, bubble *synctestBubble, panicked bool) {
	if gp.sig != 0 {
		print("[signal SIGSEGV: segmentation violation code=", hex(1), " addr=", hex(0), " pc=", hex(gp.sigpc), "]\n")
	}
	level, all, _ := gotraceback()
	if level <= 0 {
		return
	}
	mp := &m0
	if gp != mp.curg {
		all = true
	}
	if gp != mp.g0 {
		print("\n")
		goroutineheader(gp)
		if panicked && level > 1 {
			var w inlineFrame
			w.init((*gossabi.FuncInfo)(unsafe.Pointer(wasm.FuncInfo(gopanic))), 0)
			print("panic(...)\n\t", w.filename(), ":", w.line, " +", hex(0), "\n")
		}
		traceback(gp)
	}
	if all {
		tracebackothers(gp, func(*g) bool { return true })
	} else if bubble != nil {
		tracebackothers(gp, func(other *g) bool { return other.bubble == bubble })
	}
}

// throw ends the program because the runtime has found itself in a state that cannot be.
//
//go:linkname throw
func throw(s string) {
	mp := &m0
	mp.preemptoff = ""
	print("fatal error: ")
	printindented(s)
	print("\n")
	if mp.throwing == throwTypeNone {
		mp.throwing = throwTypeRuntime
	}
	fatalthrow()
}

// fatal ends the program because of an error of the program that cannot be recovered from.
//
//go:linkname fatal
func fatal(s string) {
	mp := &m0
	printPreFatalDeferPanic(getg()._panic)
	print("fatal error: ")
	printindented(s)
	print("\n")
	if mp.throwing == throwTypeNone {
		mp.throwing = throwTypeUser
	}
	fatalthrow()
}

func printPreFatalDeferPanic(p *_panic) {
	for x := p; x != nil; x = x.link {
		if x.link != nil && *efaceOf(&x.link.arg) == *efaceOf(&x.arg) {
			x.link.repanicked = true
		}
	}
	if p != nil {
		printpanics(p)
		print("\t")
	}
}

func fatalthrow() {
	startCrash()
	gp := getg()
	if gp == &g0 && m0.curg != nil && readgstatus(m0.curg) == _Grunning {
		gp = m0.curg
	}
	crashTrace(gp, nil, false)
	exit(2)
}

// fatalUnwind is fatal with the whole stack of the goroutine that called it.
func fatalUnwind(s string) {
	gp := getg()
	if gp == gp.m.g0 || gp.m.locks != 0 {
		fatal(s)
	}
	fatalText = s
	mcall(fatal_m)
}

var fatalText string

func fatal_m(gp *g) { fatal(fatalText) }

// stackOverflow ends the program: the goroutine's stack has reached its limit.
func stackOverflow(gp *g) {
	print("runtime: goroutine stack exceeds ", maxstacksize, "-byte limit\n")
	print("runtime: sp=", hex(gp.sp), " stack=[", hex(gp.spLimit), ", ", hex(gp.spTop), "]\n")
	m0.curg = gp
	gp.atomicstatus.Store(_Grunning)
	throw("stack overflow")
}

//go:linkname sync_throw sync.throw
func sync_throw(s string) { throw(s) }

//go:linkname sync_fatal sync.fatal
func sync_fatal(s string) { fatalUnwind(s) }

//go:linkname rand_fatal crypto/rand.fatal
func rand_fatal(s string) { fatalUnwind(s) }

//go:linkname sysrand_fatal crypto/internal/sysrand.fatal
func sysrand_fatal(s string) { fatalUnwind(s) }

//go:linkname fips_fatal crypto/internal/fips140.fatal
func fips_fatal(s string) { fatalUnwind(s) }

//go:linkname maps_fatal internal/runtime/maps.fatal
func maps_fatal(s string) { fatalUnwind(s) }

//go:linkname internal_sync_throw internal/sync.throw
func internal_sync_throw(s string) { throw(s) }

//go:linkname internal_sync_fatal internal/sync.fatal
func internal_sync_fatal(s string) { fatalUnwind(s) }

//go:linkname cgroup_throw internal/runtime/cgroup.throw
func cgroup_throw(s string) { throw(s) }
