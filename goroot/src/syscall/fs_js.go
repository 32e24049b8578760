// Files. The host's file functions are called directly (src/abi/host-imports.table.ts); what would block waits for an event of the host.

package syscall

import (
	"runtime"
	"unsafe"
)

//go:wasmimport gossamer open
func hostOpen(p unsafe.Pointer, n, flags, mode int32) int32

//go:wasmimport gossamer close
func hostClose(fd int32) int32

//go:wasmimport gossamer read
func hostRead(fd int32, p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer pread
func hostPread(fd int32, p unsafe.Pointer, n int32, off float64) int32

//go:wasmimport gossamer write
func hostWrite(fd int32, p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer pwrite
func hostPwrite(fd int32, p unsafe.Pointer, n int32, off float64) int32

//go:wasmimport gossamer seek
func hostSeek(fd int32, off float64, whence int32) float64

//go:wasmimport gossamer fstat
func hostFstat(fd int32, out unsafe.Pointer) int32

//go:wasmimport gossamer stat
func hostStat(p unsafe.Pointer, n int32, out unsafe.Pointer) int32

//go:wasmimport gossamer lstat
func hostLstat(p unsafe.Pointer, n int32, out unsafe.Pointer) int32

//go:wasmimport gossamer readdir
func hostReaddir(fd int32, p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer mkdir
func hostMkdir(p unsafe.Pointer, n, mode int32) int32

//go:wasmimport gossamer rmdir
func hostRmdir(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer unlink
func hostUnlink(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer rename
func hostRename(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32

//go:wasmimport gossamer link
func hostLink(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32

//go:wasmimport gossamer symlink
func hostSymlink(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32

//go:wasmimport gossamer readlink
func hostReadlink(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32

//go:wasmimport gossamer chmod
func hostChmod(p unsafe.Pointer, n, mode int32) int32

//go:wasmimport gossamer fchmod
func hostFchmod(fd, mode int32) int32

//go:wasmimport gossamer chown
func hostChown(p unsafe.Pointer, n, uid, gid, nofollow int32) int32

//go:wasmimport gossamer fchown
func hostFchown(fd, uid, gid int32) int32

//go:wasmimport gossamer truncate
func hostTruncate(p unsafe.Pointer, n int32, size float64) int32

//go:wasmimport gossamer ftruncate
func hostFtruncate(fd int32, size float64) int32

//go:wasmimport gossamer utimes
func hostUtimes(p unsafe.Pointer, n int32, asec float64, ansec int32, msec float64, mnsec int32) int32

//go:wasmimport gossamer fsync
func hostFsync(fd int32) int32

//go:wasmimport gossamer getcwd
func hostGetcwd(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer chdir
func hostChdir(p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer fchdir
func hostFchdir(fd int32) int32

//go:wasmimport gossamer readStart
func hostReadStart(op uint32, fd int32, p unsafe.Pointer, n int32) int32

//go:wasmimport gossamer writeStart
func hostWriteStart(op uint32, fd int32, p unsafe.Pointer, n int32) int32

// Operations that the host completes later (runtime/hostio.go).

func runtime_newOp() uint32
func runtime_dropOp(id uint32)
func runtime_waitOp(id uint32) (result int32, aux float64)

// Provided by package runtime.
func now() (sec int64, nsec int32)

// hostErr turns a result of the host into an error.
func hostErr(r int32) error {
	if r >= 0 {
		return nil
	}
	return errnoErr(Errno(-r))
}

func str(s string) (unsafe.Pointer, int32) {
	return unsafe.Pointer(unsafe.StringData(s)), int32(len(s))
}
func buf(b []byte) (unsafe.Pointer, int32) {
	n := len(b)
	if n > 1<<30 {
		n = 1 << 30
	}
	return unsafe.Pointer(unsafe.SliceData(b)), int32(n)
}

// checkPath finds paths that no system call takes.
func checkPath(path string) error {
	if path == "" {
		return errEINVAL
	}
	for i := 0; i < len(path); i++ {
		if path[i] == 0 {
			return errEINVAL
		}
	}
	return nil
}

func Open(path string, openmode int, perm uint32) (int, error) {
	if path == "" {
		return -1, errENOENT
	}
	if err := checkPath(path); err != nil {
		return -1, err
	}
	p, n := str(path)
	fd := hostOpen(p, n, int32(openmode), int32(perm))
	if fd < 0 {
		return -1, hostErr(fd)
	}
	return int(fd), nil
}

func Close(fd int) error {
	if p := pipeEnd(fd); p != nil {
		return p.close(fd)
	}
	return hostErr(hostClose(int32(fd)))
}

func CloseOnExec(fd int) {}

func Read(fd int, b []byte) (int, error) {
	if p := pipeEnd(fd); p != nil {
		return p.read(fd, b)
	}
	p, n := buf(b)
	r := hostRead(int32(fd), p, n)
	if r == -int32(EAGAIN) {
		op := runtime_newOp()
		r = await(op, hostReadStart(op, int32(fd), p, n))
		runtime.KeepAlive(b)
	}
	return count(r)
}

func Write(fd int, b []byte) (int, error) {
	if p := pipeEnd(fd); p != nil {
		return p.write(fd, b)
	}
	p, n := buf(b)
	r := hostWrite(int32(fd), p, n)
	if r == -int32(EAGAIN) {
		op := runtime_newOp()
		r = await(op, hostWriteStart(op, int32(fd), p, n))
		runtime.KeepAlive(b)
	}
	return count(r)
}

// await returns the result of operation op, whose start gave r: a negative r is the error that kept it from beginning.
func await(op uint32, r int32) int32 {
	if r < 0 {
		runtime_dropOp(op)
		return r
	}
	r, _ = runtime_waitOp(op)
	return r
}

// count is what the host's answer r, bytes or a negative error number, means to the caller of read or write.
func count(r int32) (int, error) {
	if r < 0 {
		return -1, hostErr(r)
	}
	return int(r), nil
}

func Pread(fd int, b []byte, offset int64) (int, error) {
	if pipeEnd(fd) != nil {
		return -1, ESPIPE
	}
	p, n := buf(b)
	return count(hostPread(int32(fd), p, n, float64(offset)))
}

func Pwrite(fd int, b []byte, offset int64) (int, error) {
	if pipeEnd(fd) != nil {
		return -1, ESPIPE
	}
	p, n := buf(b)
	return count(hostPwrite(int32(fd), p, n, float64(offset)))
}

func Seek(fd int, offset int64, whence int) (int64, error) {
	if pipeEnd(fd) != nil {
		return -1, ESPIPE
	}
	r := hostSeek(int32(fd), float64(offset), int32(whence))
	if r < 0 {
		return -1, hostErr(int32(r))
	}
	return int64(r), nil
}

func Fsync(fd int) error {
	if pipeEnd(fd) != nil {
		return errEINVAL
	}
	return hostErr(hostFsync(int32(fd)))
}

// hostStatBuf is what the host writes for stat: numbers as float64.
type hostStatBuf [16]float64

// fill says in *st what the host wrote if its call gave no error.
func (h *hostStatBuf) fill(st *Stat_t, err error) error {
	if err != nil {
		return err
	}
	*st = Stat_t{
		Dev: int64(h[0]), Ino: uint64(h[1]), Mode: uint32(h[2]), Nlink: uint32(h[3]), Uid: uint32(h[4]), Gid: uint32(h[5]),
		Rdev: int64(h[6]), Size: int64(h[7]), Blksize: int32(h[8]), Blocks: int32(h[9]),
		Atime: int64(h[10]), AtimeNsec: int64(h[11]), Mtime: int64(h[12]), MtimeNsec: int64(h[13]), Ctime: int64(h[14]), CtimeNsec: int64(h[15]),
	}
	return nil
}

func Stat(path string, st *Stat_t) error {
	h := new(hostStatBuf)
	return h.fill(st, withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostStat(p, n, unsafe.Pointer(h)) }))
}

func Lstat(path string, st *Stat_t) error {
	h := new(hostStatBuf)
	return h.fill(st, withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostLstat(p, n, unsafe.Pointer(h)) }))
}

func Fstat(fd int, st *Stat_t) error {
	if pipeEnd(fd) != nil {
		*st = Stat_t{Mode: S_IFIFO | 0600, Nlink: 1, Blksize: 4096}
		return nil
	}
	h := new(hostStatBuf)
	return h.fill(st, hostErr(hostFstat(int32(fd), unsafe.Pointer(h))))
}

func ReadDirent(fd int, b []byte) (int, error) {
	p, n := buf(b)
	r := hostReaddir(int32(fd), p, n)
	if r < 0 {
		return -1, hostErr(r)
	}
	return int(r), nil
}

// withPath calls f with a path that has been checked.
func withPath(path string, f func(p unsafe.Pointer, n int32) int32) error {
	if path == "" {
		return errENOENT
	}
	if err := checkPath(path); err != nil {
		return err
	}
	return hostErr(f(str(path)))
}

func Mkdir(path string, perm uint32) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostMkdir(p, n, int32(perm)) })
}

func Unlink(path string) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostUnlink(p, n) })
}

func Rmdir(path string) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostRmdir(p, n) })
}

func Chmod(path string, mode uint32) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostChmod(p, n, int32(mode)) })
}

func Fchmod(fd int, mode uint32) error { return hostErr(hostFchmod(int32(fd), int32(mode))) }

func Chown(path string, uid, gid int) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostChown(p, n, int32(uid), int32(gid), 0) })
}

func Lchown(path string, uid, gid int) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostChown(p, n, int32(uid), int32(gid), 1) })
}

func Fchown(fd int, uid, gid int) error {
	return hostErr(hostFchown(int32(fd), int32(uid), int32(gid)))
}

func UtimesNano(path string, ts []Timespec) error {
	if len(ts) != 2 {
		return errEINVAL
	}
	return withPath(path, func(p unsafe.Pointer, n int32) int32 {
		// A Timespec of -1, -1, or _UTIME_OMIT, leaves the time as it is.
		times := [2]Timespec{ts[0], ts[1]}
		for i := range times {
			if times[i].Nsec == _UTIME_OMIT {
				h := new(hostStatBuf)
				if r := hostStat(p, n, unsafe.Pointer(h)); r < 0 {
					return r
				}
				times[i] = Timespec{int64(h[10+2*i]), int64(h[11+2*i])}
			}
		}
		// GOOS=js has whole seconds: the release's tests of os want just these.
		return hostUtimes(p, n, float64(times[0].Sec), 0, float64(times[1].Sec), 0)
	})
}

const _UTIME_OMIT = -2

func twoPaths(from, to string, f func(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32) error {
	if from == "" || to == "" {
		return errENOENT
	}
	if err := checkPath(from); err != nil {
		return err
	}
	if err := checkPath(to); err != nil {
		return err
	}
	p, n := str(from)
	q, m := str(to)
	return hostErr(f(p, n, q, m))
}

func Rename(from, to string) error {
	return twoPaths(from, to, func(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32 { return hostRename(p, n, q, m) })
}

func Link(path, link string) error {
	return twoPaths(path, link, func(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32 { return hostLink(p, n, q, m) })
}

func Symlink(path, link string) error {
	return twoPaths(path, link, func(p unsafe.Pointer, n int32, q unsafe.Pointer, m int32) int32 { return hostSymlink(p, n, q, m) })
}

func Truncate(path string, length int64) error {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostTruncate(p, n, float64(length)) })
}

func Ftruncate(fd int, length int64) error { return hostErr(hostFtruncate(int32(fd), float64(length))) }

func Getcwd(b []byte) (n int, err error) {
	p, size := buf(b)
	r := hostGetcwd(p, size)
	if r < 0 {
		return 0, hostErr(r)
	}
	return int(r), nil
}

func Chdir(path string) (err error) {
	return withPath(path, func(p unsafe.Pointer, n int32) int32 { return hostChdir(p, n) })
}

func Fchdir(fd int) error { return hostErr(hostFchdir(int32(fd))) }

func Readlink(path string, b []byte) (n int, err error) {
	if path == "" {
		return -1, errENOENT
	}
	if err := checkPath(path); err != nil {
		return -1, err
	}
	p, pn := str(path)
	q, qn := buf(b)
	r := hostReadlink(p, pn, q, qn)
	if r < 0 {
		return -1, hostErr(r)
	}
	return int(r), nil
}

func Dup(fd int) (int, error) { return 0, ENOSYS }

func Dup2(fd, newfd int) error { return ENOSYS }
