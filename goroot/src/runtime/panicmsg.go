// Run-time errors: the functions that compiled code calls when a check fails (src/abi/panics.table.ts).

package runtime

import "internal/abi"

var (
	divideError   = error(errorString("integer divide by zero"))
	overflowError = error(errorString("integer overflow"))
	shiftError    = error(errorString("negative shift amount"))
	memoryError   = error(errorString("invalid memory address or nil pointer dereference"))
	floatError    = error(errorString("floating point error"))
)

//go:noinline
func panicmem() {
	gp := getg()
	if gp == gp.m.g0 {
		throw("nil pointer dereference in the scheduler")
	}
	gp.sig, gp.sigpc = 11, 0
	panic(memoryError)
}

func panicdivide()   { panic(divideError) }
func panicoverflow() { panic(overflowError) }
func panicshift()    { panic(shiftError) }
func panicfloat()    { panic(floatError) }
func panicnilmap()   { panic(plainError("assignment to entry in nil map")) }

func boundsFail(x int64, signed bool, y int, code abi.BoundsErrorCode) {
	panic(boundsError{x: x, y: y, signed: signed, code: code})
}

func goPanicIndex(x int, y int)        { boundsFail(int64(x), true, y, abi.BoundsIndex) }
func goPanicIndexU(x uint, y int)      { boundsFail(int64(x), false, y, abi.BoundsIndex) }
func goPanicSliceAlen(x int, y int)    { boundsFail(int64(x), true, y, abi.BoundsSliceAlen) }
func goPanicSliceAlenU(x uint, y int)  { boundsFail(int64(x), false, y, abi.BoundsSliceAlen) }
func goPanicSliceAcap(x int, y int)    { boundsFail(int64(x), true, y, abi.BoundsSliceAcap) }
func goPanicSliceAcapU(x uint, y int)  { boundsFail(int64(x), false, y, abi.BoundsSliceAcap) }
func goPanicSliceB(x int, y int)       { boundsFail(int64(x), true, y, abi.BoundsSliceB) }
func goPanicSliceBU(x uint, y int)     { boundsFail(int64(x), false, y, abi.BoundsSliceB) }
func goPanicSlice3Alen(x int, y int)   { boundsFail(int64(x), true, y, abi.BoundsSlice3Alen) }
func goPanicSlice3AlenU(x uint, y int) { boundsFail(int64(x), false, y, abi.BoundsSlice3Alen) }
func goPanicSlice3Acap(x int, y int)   { boundsFail(int64(x), true, y, abi.BoundsSlice3Acap) }
func goPanicSlice3AcapU(x uint, y int) { boundsFail(int64(x), false, y, abi.BoundsSlice3Acap) }
func goPanicSlice3B(x int, y int)      { boundsFail(int64(x), true, y, abi.BoundsSlice3B) }
func goPanicSlice3BU(x uint, y int)    { boundsFail(int64(x), false, y, abi.BoundsSlice3B) }
func goPanicSlice3C(x int, y int)      { boundsFail(int64(x), true, y, abi.BoundsSlice3C) }
func goPanicSlice3CU(x uint, y int)    { boundsFail(int64(x), false, y, abi.BoundsSlice3C) }
func goPanicSliceConvert(x int, y int) { boundsFail(int64(x), true, y, abi.BoundsConvert) }

// throwOnGo: the go statement with a nil func value.
func throwOnGo() { fatal("go of nil func value") }

// panicrangestate: a loop body of a range over func was called when it must not be.
func panicrangestate(state int) {
	switch abi.RF_State(state) {
	case abi.RF_DONE:
		panic(rangeDoneError)
	case abi.RF_PANIC:
		panic(rangePanicError)
	case abi.RF_EXHAUSTED:
		panic(rangeExhaustedError)
	case abi.RF_MISSING_PANIC:
		panic(rangeMissingPanicError)
	}
	throw("unexpected state set by range func")
}

var (
	rangeDoneError         = error(errorString("range function continued iteration after function for loop body returned false"))
	rangePanicError        = error(errorString("range function continued iteration after loop body panic"))
	rangeExhaustedError    = error(errorString("range function continued iteration after whole loop exit"))
	rangeMissingPanicError = error(errorString("range function recovered a loop body panic and did not resume panicking"))
)
