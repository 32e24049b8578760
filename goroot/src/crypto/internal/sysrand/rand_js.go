package sysrand

import (
	"internal/abi"
	"unsafe"
)

//go:wasmimport gossamer random
func hostRandom(p unsafe.Pointer, n int32)

// read fills b with random bytes from the host.
func read(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), 1<<20)
		hostRandom(abi.NoEscape(unsafe.Pointer(unsafe.SliceData(b))), int32(n)) // the host keeps no address
		b = b[n:]
	}
	return nil
}
