// Package wasm names the machine that Gossamer compiles to. Its functions have no bodies: the compiler replaces each call by SSA
// operations (src/abi/intrinsics.table.ts). Only runtime packages and a few overlays import it.
// Addresses are unsafe.Pointer (one i32 word); sizes in bytes are uintptr (i64) as in the rest of Go.
package wasm

import "unsafe"

// Globals of the machine (src/abi/machine.table.ts): the memory stack's pointer and the bounds of its chunk, the current g, the
// thread's block in low memory, the flag of suspension, the bytes of native stack that a fresh activation may use.

func Sp() unsafe.Pointer
func SetSp(p unsafe.Pointer)
func SpLimit() unsafe.Pointer
func SetSpLimit(p unsafe.Pointer)
func SpTop() unsafe.Pointer
func SetSpTop(p unsafe.Pointer)
func G() unsafe.Pointer
func SetG(p unsafe.Pointer)
func M() unsafe.Pointer
func SetM(p unsafe.Pointer)
func Flag() int32
func SetFlag(v int32)
func Budget() int32
func SetBudget(v int32)

// MemorySize is the size of memory in pages of 64 KB.
func MemorySize() int32

// MemoryGrow adds pages and returns the previous size, or -1.
func MemoryGrow(pages int32) int32

// MemCopy copies n bytes; the areas may overlap.
func MemCopy(dst, src unsafe.Pointer, n uintptr)

// MemFill sets n bytes to b.
func MemFill(p unsafe.Pointer, b uint8, n uintptr)

// Suspend ends the running of this goroutine: every activation saves its frame and returns to the scheduler.
func Suspend()

// CallResume re-enters a saved frame and returns its status: 0 finished, 1 suspended again. For the scheduler only.
func CallResume(table uint32, frame unsafe.Pointer) int32

// CallStart calls a func() by its closure and returns the flag. For the scheduler only.
func CallStart(table uint32, closure unsafe.Pointer) int32

// Trap stops with an internal error.
func Trap()

// KeepAlive uses its argument.
func KeepAlive(p unsafe.Pointer)

// PtrOf and Addr convert between pointers and 32-bit addresses.
func PtrOf(a uint32) unsafe.Pointer
func Addr(p unsafe.Pointer) uint32

// Wait32 blocks the thread while *p == v, at most ns nanoseconds (negative: for ever).
func Wait32(p unsafe.Pointer, v uint32, ns int64) int32

// Notify wakes at most n threads that wait at p.
func Notify(p unsafe.Pointer, n uint32) int32

// TableIndex is the table index of the function that f names, FuncInfo the address of its funcinfo record.
func TableIndex(f any) uintptr
func FuncInfo(f any) uintptr
