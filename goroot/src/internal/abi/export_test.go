package abi

import "unsafe"

// FuncPCTestFn is assembly in the release, and so is the variable with its address: here that is the first word of its func value.
//
//go:noinline
func FuncPCTestFn() {}

var FuncPCTestFnAddr = func() uintptr {
	f := FuncPCTestFn
	return **(**uintptr)(unsafe.Pointer(&f))
}()

func FuncPCTest() uintptr { return FuncPCABI0(FuncPCTestFn) }
