// Stack traces from saved frames, in gc's format.

package runtime

import (
	"internal/gossabi"
	"internal/runtime/pprof/label"
	"internal/stringslite"
	"internal/wasm"
	"unsafe"
)

const (
	tracebackInnerFrames = 50
	tracebackOuterFrames = 50
)

// Caller reports file and line number information about function invocations on the calling goroutine's stack. The argument skip is the
// number of stack frames to ascend, with 0 identifying the caller of Caller. The return values report the program counter, the file
// name (using forward slashes as path separator, even on Windows), and the line number within the file of the corresponding call. The
// boolean ok is false if it was not possible to recover the information.
//
//go:noinline
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	mcall(resumeNow)
	rpc := make([]uintptr, 1)
	if gcallers(getg(), skip, rpc) < 1 {
		return
	}
	frame, _ := CallersFrames(rpc).Next()
	return frame.PC, frame.File, frame.Line, frame.PC != 0
}

// Callers fills the slice pc with the return program counters of function invocations on the calling goroutine's stack. The argument
// skip is the number of stack frames to skip before recording in pc, with 0 identifying the frame for Callers itself and 1 identifying
// the caller of Callers. It returns the number of entries written to pc.
//
// To translate these PCs into symbolic information such as function names and line numbers, use [CallersFrames].
//
//go:noinline
func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	mcall(resumeNow)
	if skip > 0 {
		return gcallers(getg(), skip-1, pc)
	}
	pc[0] = callerPC(infoOfFunc(Callers), 0, 0)
	return 1 + gcallers(getg(), 0, pc[1:])
}

// gcallers records the callers that gp's saved frames show, innermost first, and below them goexit: a program counter for each function,
// inlined ones included.
func gcallers(gp *g, skip int, pcbuf []uintptr) int {
	out := pcWriter{pcbuf, 0, skip}
	panicked := false // by the function whose call is looked at
	for a := gp.frame; a != 0 && out.n < len(pcbuf); {
		f := frameAt(a)
		a = uintptr(f.outer)
		if runsDefers(f.info) || f.info == uint32(wasm.FuncInfo(callCode)) {
			continue
		}
		fi := f.funcInfo()
		k := 0
		var w inlineFrame
		for w.init(fi, f.site); w.valid(); w.next() {
			if !w.wrapper() {
				out.put(callerPC(fi, f.site, k))
				k++
			} else if panicked {
				if lebString(fi.Name) == "go:nildefer" {
					fi = infoAtAddr(wasm.FuncInfo(deferreturn))
				}
				out.put(callerPC(fi, f.site, k))
			}
			panicked = false
		}
		panicked = panics(f.info)
		if f.info == uint32(wasm.FuncInfo(panicmem)) {
			out.put(callerPC(infoAtAddr(wasm.FuncInfo(sigpanic)), 0, 0))
		}
	}
	if out.skip == 0 {
		out.put(callerPC(infoAtAddr(wasm.FuncInfo(goexit)), 0, 0))
	}
	return out.n
}

// pcWriter stores program counters, as many as there is room for, after the first skip.
type pcWriter struct {
	buf     []uintptr
	n, skip int
}

func (w *pcWriter) put(pc uintptr) {
	if w.skip > 0 {
		w.skip--
	} else if w.n < len(w.buf) {
		w.buf[w.n] = pc
		w.n++
	}
}

// goexit stands for what a goroutine's first function returns to; it is never called.
//
//go:noinline
func goexit() {}

// sigpanic stands for what turns a fault into a panic elsewhere: stacks show it below panicmem.
//
//go:noinline
func sigpanic() {}

func infoAtAddr(a uintptr) *gossabi.FuncInfo { return (*gossabi.FuncInfo)(unsafe.Pointer(a)) }

// panics tells the functions that panic in place of what a wrapper was to call: the wrapper that called one is shown.
func panics(info uint32) bool {
	return info == uint32(wasm.FuncInfo(panicmem)) || info == uint32(wasm.FuncInfo(panicwrap)) || info == uint32(wasm.FuncInfo(gopanic))
}

// runsDefers tells the functions between a deferred call and what makes it: the function that returns, gopanic or Goexit.
func runsDefers(info uint32) bool {
	return info == uint32(wasm.FuncInfo(runDefers)) || info == uint32(wasm.FuncInfo(deferreturn)) || info == uint32(wasm.FuncInfo(goexitDefers))
}

// callers is for the runtime's own records of stacks: the frames that lie in memory already.
func callers(skip int, pcbuf []uintptr) int { return gcallers(getg(), 0, pcbuf) }

func showfunc(name string, flags uint8, first bool) bool {
	level, _, _ := gotraceback()
	if level > 1 {
		return true
	}
	if flags&gossabi.FuncWrapper != 0 {
		return false
	}
	if name == "runtime.gopanic" && !first {
		return true
	}
	return indexByteString(name, '.') >= 0 && (!stringslite.HasPrefix(name, "runtime.") || isExportedRuntime(name))
}

func isExportedRuntime(name string) bool {
	const n = len("runtime.")
	return len(name) > n && name[:n] == "runtime." && 'A' <= name[n] && name[n] <= 'Z'
}

func printFuncName(name string) {
	if name == "runtime.gopanic" {
		print("panic")
		return
	}
	print(funcNameForPrint(name))
}

// frameWalk walks the logical frames of a goroutine.
type frameWalk struct {
	inlineFrame
	at       uintptr // next physical frame
	site     uint32
	info     uint32
	first    bool
	panicked bool // it has called a function that panics
	fresh    *g
}

func (w *frameWalk) init(gp *g) bool {
	w.first = true
	w.info, w.panicked = 0, false
	w.at = gp.frame
	w.node = -2
	if gp.frame == 0 && !gp.started && gp.fn != nil {
		if fi := infoOfCode(gp.fn.fn); fi != nil {
			w.inlineFrame.init(fi, 0)
			for w.inlined() {
				w.inlineFrame.next()
			}
			return true
		}
	}
	return w.physical()
}

func (w *frameWalk) physical() bool {
	if w.at == 0 {
		return false
	}
	f := frameAt(w.at)
	w.at = uintptr(f.outer)
	w.panicked = panics(w.info)
	w.info = f.info
	w.site = f.site
	w.inlineFrame.init(f.funcInfo(), f.site)
	return true
}

func (w *frameWalk) step() bool {
	w.first = false
	w.inlineFrame.next()
	if w.valid() {
		w.panicked = false
		return true
	}
	return w.physical()
}

func (w *frameWalk) shown() bool {
	flags := w.fi.Flags
	if w.inlined() || w.panicked {
		flags &^= gossabi.FuncWrapper
	}
	return showfunc(w.name(), flags, w.first)
}

// traceback prints the saved frames of gp.
func traceback(gp *g) {
	total := 0
	var w frameWalk
	for ok := w.init(gp); ok; ok = w.step() {
		if w.shown() {
			total++
		}
	}
	i := 0
	for ok := w.init(gp); ok; ok = w.step() {
		name := w.name()
		if !w.shown() {
			continue
		}
		i++
		if total > tracebackInnerFrames+tracebackOuterFrames {
			if i == tracebackInnerFrames+1 {
				print("...", total-tracebackInnerFrames-tracebackOuterFrames, " frames elided...\n")
			}
			if i > tracebackInnerFrames && i <= total-tracebackOuterFrames {
				continue
			}
		}
		printFuncName(name)
		if !w.inlined() && w.fi.Nargs == 0 {
			print("()\n")
		} else {
			print("(...)\n")
		}
		print("\t", w.filename(), ":", w.line)
		if !w.inlined() {
			print(" +", hex(uint64(w.site)))
		}
		print("\n")
	}
	printcreatedby(gp)
}

// printcreatedby names the function of the go statement that started gp.
func printcreatedby(gp *g) {
	fi := gp.goInfo
	if fi == nil || gp.goid == 1 || !showfunc(lebString(fi.Name), fi.Flags, false) {
		return
	}
	print("created by ")
	printFuncName(lebString(fi.Name))
	if gp.parentGoid != 0 {
		print(" in goroutine ", gp.parentGoid)
	}
	var m funcMeta
	m.init(fi)
	print("\n\t", m.file(m.site(fi, 0).file), ":", gp.goLine, " +", hex(0), "\n")
}

var gStatusStrings = [...]string{
	_Gidle:      "idle",
	_Grunnable:  "runnable",
	_Grunning:   "running",
	_Gsyscall:   "syscall",
	_Gwaiting:   "waiting",
	_Gdead:      "dead",
	_Gcopystack: "copystack",
	_Gpreempted: "preempted",
	_Gleaked:    "leaked",
	_Gdeadextra: "waiting for cgo callback",
}

func goroutineheader(gp *g) {
	level, _, _ := gotraceback()
	st := readgstatus(gp) &^ _Gscan
	status := "???"
	if st < uint32(len(gStatusStrings)) && gStatusStrings[st] != "" {
		status = gStatusStrings[st]
	}
	if st == _Gwaiting && gp.waitreason != waitReasonZero {
		status = gp.waitreason.String()
	}
	var waitfor int64
	if st == _Gwaiting && gp.waitsince != 0 {
		waitfor = (nanotime() - gp.waitsince) / 60e9
	}
	print("goroutine ", gp.goid)
	if m0.throwing >= throwTypeRuntime && gp == m0.curg || level >= 2 {
		print(" gp=", gp)
		if gp == m0.curg && st == _Grunning {
			print(" m=0 mp=", &m0)
		} else {
			print(" m=nil")
		}
	}
	print(" [", status)
	if gp.bubble != nil && st == _Gwaiting && gp.waitreason.isIdleInSynctest() && !stringslite.HasSuffix(status, "(durable)") {
		print(" (durable)")
	}
	if waitfor >= 1 {
		print(", ", waitfor, " minutes")
	}
	if gp.lockedm != 0 {
		print(", locked to thread")
	}
	if gp.bubble != nil {
		print(", synctest bubble ", gp.bubble.id)
	}
	if gp.labels != nil && debug.tracebacklabels.Load() == 1 {
		printLabels((*label.Set)(gp.labels).List)
	}
	print("]:\n")
}

// printLabels prints a goroutine's labels for profiles, if it has any.
func printLabels(list []label.Label) {
	for i, l := range list {
		if i == 0 {
			print(" labels:{")
		} else {
			print(", ")
		}
		printquoted(l.Key)
		print(": ")
		printquoted(l.Value)
	}
	if len(list) > 0 {
		print("}")
	}
}

// tracebackothers prints the other goroutines, the current one first.
func tracebackothers(me *g, show func(*g) bool) {
	level, _, _ := gotraceback()
	cur := m0.curg
	if cur != nil && cur != me && readgstatus(cur) == _Grunning {
		print("\n")
		goroutineheader(cur)
		traceback(cur)
	} else {
		cur = nil
	}
	for _, gp := range allgs {
		if gp == me || gp == cur || readgstatus(gp) == _Gdead || !show(gp) || gp.system && level < 2 {
			continue
		}
		print("\n")
		goroutineheader(gp)
		traceback(gp)
	}
}

// Stack formats a stack trace of the calling goroutine into buf and returns the number of bytes written to buf. If all is true, Stack
// formats stack traces of all other goroutines into buf after the trace for the current goroutine.
//
//go:noinline
func Stack(buf []byte, all bool) int {
	mcall(resumeNow)
	if len(buf) == 0 {
		return 0
	}
	gp := getg()
	// Force traceback=1 to override GOTRACEBACK setting, as gc does.
	gp.m.traceback = 1
	gp.writebuf = buf[0:0:len(buf)]
	goroutineheader(gp)
	traceback(gp)
	if all {
		stw := stopTheWorld(stwAllGoroutinesStack)
		tracebackothers(gp, func(*g) bool { return true })
		startTheWorld(stw)
	}
	gp.m.traceback = 0
	n := len(gp.writebuf)
	gp.writebuf = nil
	return n
}

// infoOfFunc is the record of the function that f, a func value, refers to.
func infoOfFunc(f any) *gossabi.FuncInfo {
	return infoOfCode((*funcval)(efaceOf(&f).data).fn)
}

var _ unsafe.Pointer
