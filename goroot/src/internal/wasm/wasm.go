// Package wasm names the machine that Gossamer compiles to. Its functions have no bodies: the compiler replaces each call by the
// SSA operation given beside it (src/ssa/build/intrinsics). Only runtime packages and a few overlays import it.
// Addresses are unsafe.Pointer (one i32 word); sizes in bytes are uintptr (i64) as in the rest of Go; raw machine words are uint32 / int32.
package wasm

import "unsafe"

// Machine globals (src/abi/machine.table.ts): GlobalGet and GlobalSet.

func SP() unsafe.Pointer          // Sp
func SetSP(p unsafe.Pointer)      // Sp
func SPLimit() unsafe.Pointer     // SpLimit
func SetSPLimit(p unsafe.Pointer) // SpLimit
func SPTop() unsafe.Pointer       // SpTop
func SetSPTop(p unsafe.Pointer)   // SpTop
func G() unsafe.Pointer           // G (also runtime.getg)
func SetG(p unsafe.Pointer)       // G
func M() unsafe.Pointer           // M: the M block in low memory
func SetM(p unsafe.Pointer)       // M
func Flag() int32                 // Flag
func SetFlag(v int32)             // Flag
func Budget() int32               // Budget
func SetBudget(v int32)           // Budget

// Memory.

func MemorySize() uint32                    // MemorySize: 64 KB pages
func MemoryGrow(pages uint32) int32         // MemoryGrow: previous size in pages, or -1
func Copy(dst, src unsafe.Pointer, n uint32) // MemCopy (overlap allowed)
func Fill(dst unsafe.Pointer, b uint32, n uint32) // MemFill

// Suspension. Suspend ends the running of this goroutine: every activation saves its frame and returns to the scheduler.

func Suspend()                                             // Suspend
func CallResume(table uint32, frame unsafe.Pointer) int32  // CallResume: status (scheduler only)
func CallStart(table uint32, closure unsafe.Pointer) int32 // CallStart: flag (scheduler only)

// Code.

func FuncInfoBase() unsafe.Pointer // address of the funcinfo array: SymAddr runtime.funcinfos
func CodeOf(f func()) uint32       // code word (table index) of a func value: Load32 of its closure object
func Trap()                        // Trap: unreachable

// AtomicWait blocks the thread while *p == v, at most ns nanoseconds (negative: for ever). AtomicWait32.
func AtomicWait(p *uint32, v uint32, ns int64) uint32

// AtomicNotify wakes at most n threads waiting on p. AtomicNotify.
func AtomicNotify(p *uint32, n uint32) uint32
