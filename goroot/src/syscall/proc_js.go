// Processes and their identity.

package syscall

import "unsafe"

//go:wasmimport gossamer ident
func hostIdent(k int32) int32

//go:wasmimport gossamer umask
func hostUmask(mask int32) int32

//go:wasmimport gossamer kill
func hostKill(pid, sig int32) int32

//go:wasmimport gossamer spawn
func hostSpawn(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer waitStart
func hostWaitStart(op uint32, pid, options int32) int32

//go:wasmimport gossamer executable
func hostExecutable(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer hostname
func hostHostname(p unsafe.Pointer, n int32) int32

func Getpid() int  { return int(hostIdent(0)) }
func Getppid() int { return int(hostIdent(1)) }
func Getuid() int  { return int(hostIdent(2)) }
func Getgid() int  { return int(hostIdent(3)) }
func Geteuid() int { return int(hostIdent(4)) }
func Getegid() int { return int(hostIdent(5)) }

func Getgroups() (groups []int, err error) { return []int{Getgid()}, nil }

func Umask(mask int) (oldmask int) { return int(hostUmask(int32(mask))) }

func Kill(pid int, signum Signal) error { return hostErr(hostKill(int32(pid), int32(signum))) }

// Executable is the path of the running program.
func Executable() (string, error) {
	var b [4096]byte
	n := hostExecutable(buf(b[:]))
	if n < 0 {
		return "", hostErr(n)
	}
	return string(b[:n]), nil
}

// Hostname is the host's name.
func Hostname() (string, error) {
	var b [256]byte
	n := hostHostname(buf(b[:]))
	if n < 0 {
		return "", hostErr(n)
	}
	return string(b[:n]), nil
}

// StartProcess starts a program by the host.
func StartProcess(argv0 string, argv []string, attr *ProcAttr) (pid int, handle uintptr, err error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	var b []byte
	add := func(s string) { b = append(append(b, s...), 0) }
	add(argv0)
	add(attr.Dir)
	for i, fd := range attr.Files {
		if i > 0 {
			b = append(b, ',')
		}
		if int(fd) < 0 {
			b = append(b, "-1"...)
		} else {
			b = appendUint(b, uint64(fd))
		}
	}
	b = append(b, 0)
	add(string(appendUint(nil, uint64(len(argv)))))
	for _, s := range argv {
		add(s)
	}
	env := attr.Env
	if env == nil {
		env = Environ()
	}
	add(string(appendUint(nil, uint64(len(env)))))
	for _, s := range env {
		add(s)
	}
	r := hostSpawn(buf(b))
	if r < 0 {
		return 0, 0, hostErr(r)
	}
	return int(r), 0, nil
}

func appendUint(b []byte, n uint64) []byte {
	if n >= 10 {
		b = appendUint(b, n/10)
	}
	return append(b, byte('0'+n%10))
}

// Wait4 waits for a child process to end.
func Wait4(pid int, wstatus *WaitStatus, options int, rusage *Rusage) (wpid int, err error) {
	op := runtime_newOp()
	if e := hostWaitStart(op, int32(pid), int32(options)); e < 0 {
		runtime_dropOp(op)
		return -1, hostErr(e)
	}
	r, status := runtime_waitOp(op)
	if r < 0 {
		return -1, hostErr(r)
	}
	if wstatus != nil {
		*wstatus = WaitStatus(status)
	}
	return int(r), nil
}

// WaitStatus is a status as Linux encodes it.
type WaitStatus uint32

func (w WaitStatus) Exited() bool    { return w&0x7f == 0 }
func (w WaitStatus) Signaled() bool  { return w&0x7f != 0x7f && w&0x7f != 0 }
func (w WaitStatus) Stopped() bool   { return w&0xff == 0x7f }
func (w WaitStatus) Continued() bool { return w == 0xffff }
func (w WaitStatus) CoreDump() bool  { return w.Signaled() && w&0x80 != 0 }

func (w WaitStatus) ExitStatus() int {
	if !w.Exited() {
		return -1
	}
	return int(w>>8) & 0xff
}

func (w WaitStatus) Signal() Signal {
	if !w.Signaled() {
		return -1
	}
	return Signal(w & 0x7f)
}

func (w WaitStatus) StopSignal() Signal {
	if !w.Stopped() {
		return -1
	}
	return Signal(w>>8) & 0xff
}

func (w WaitStatus) TrapCause() int { return -1 }
