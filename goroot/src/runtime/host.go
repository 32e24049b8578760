// Imports from the host (src/abi/host-imports.table.ts).

package runtime

import (
	"internal/gossabi"
	"internal/wasm"
	"unsafe"
)

//go:wasmimport gossamer exit
func hostExit(code int32)

//go:wasmimport gossamer rawWrite
func hostRawWrite(fd int32, p uint32, n int32) int32

//go:wasmimport gossamer nanotime
func hostNanotime() float64

//go:wasmimport gossamer walltime
func hostWalltime(p unsafe.Pointer)

//go:wasmimport gossamer random
func hostRandom(p unsafe.Pointer, n int32)

//go:wasmimport gossamer argsSize
func hostArgsSize() int32

//go:wasmimport gossamer argsGet
func hostArgsGet(p unsafe.Pointer)

//go:wasmimport gossamer envSize
func hostEnvSize() int32

//go:wasmimport gossamer envGet
func hostEnvGet(p unsafe.Pointer)

//go:wasmimport gossamer ident
func hostIdent(k int32) int32

//go:wasmimport gossamer stackBudget
func hostStackBudget() int32

//go:wasmimport gossamer events
func hostEvents(p unsafe.Pointer, max int32) int32

//go:wasmimport gossamer pending
func hostPending() int32

//go:wasmimport gossamer signal
func hostSignal(sig int32, how int32)

//go:wasmimport gossamer js
func hostJS(p unsafe.Pointer)

// Words in low memory that the host and the tick worker set.
func pollWord() *uint32       { return (*uint32)(wasm.PtrOf(gossabi.LowPoll)) }
func hostEventsWord() *uint32 { return (*uint32)(wasm.PtrOf(gossabi.LowHostEvents)) }
func runningWord() *uint32    { return (*uint32)(wasm.PtrOf(gossabi.LowRunning)) }

func nanotime1() int64 { return int64(hostNanotime()) }

func cputicks() int64 { return nanotime1() }

var wallBuf struct {
	sec  int64
	nsec int32
}

func walltime() (sec int64, nsec int32) {
	hostWalltime(unsafe.Pointer(&wallBuf))
	return wallBuf.sec, wallBuf.nsec
}

func readRandom(r []byte) int {
	hostRandom(unsafe.Pointer(unsafe.SliceData(r)), int32(len(r)))
	return len(r)
}

// write1 passes an address, so that what it points to need not be on the heap: print must not allocate.
func write1(fd uintptr, p unsafe.Pointer, n int32) int32 {
	return hostRawWrite(int32(fd), wasm.Addr(p), n)
}

func exit(code int32) {
	hostExit(code)
	wasm.Trap()
}

func usleep(usec uint32)      {}
func usleep_no_g(usec uint32) {}
func crash()                  { exit(2) }
func abort()                  { wasm.Trap() }
func breakpoint()             {}
func getproccount() int32     { return 1 }

// splitStrings cuts a block of strings that each end with a zero byte.
func splitStrings(buf []byte) []string {
	var out []string
	for start, i := 0, 0; i < len(buf); i++ {
		if buf[i] == 0 {
			out = append(out, unsafe.String(unsafe.SliceData(buf[start:]), i-start))
			start = i + 1
		}
	}
	return out
}

func goargs() {
	if n := hostArgsSize(); n > 0 {
		buf := make([]byte, n)
		hostArgsGet(unsafe.Pointer(&buf[0]))
		argslice = splitStrings(buf)
	}
}

func goenvs() {
	if n := hostEnvSize(); n > 0 {
		buf := make([]byte, n)
		hostEnvGet(unsafe.Pointer(&buf[0]))
		envs = splitStrings(buf)
	}
}
