// Copying and clearing of typed memory. There is no write barrier: the collector stops the world.

package runtime

import (
	"internal/abi"
	"internal/wasm"
	"unsafe"
)

//go:linkname memmove
func memmove(to, from unsafe.Pointer, n uintptr) { wasm.MemCopy(to, from, n) }

//go:linkname memclrNoHeapPointers
func memclrNoHeapPointers(ptr unsafe.Pointer, n uintptr) { wasm.MemFill(ptr, 0, n) }

func memclrNoHeapPointersChunked(size uintptr, x unsafe.Pointer) { wasm.MemFill(x, 0, size) }
func memclrHasPointers(ptr unsafe.Pointer, n uintptr)            { wasm.MemFill(ptr, 0, n) }

//go:linkname reflect_memmove reflect.memmove
func reflect_memmove(to, from unsafe.Pointer, n uintptr) { wasm.MemCopy(to, from, n) }

//go:linkname typedmemmove
func typedmemmove(typ *abi.Type, dst, src unsafe.Pointer) {
	if dst != src {
		wasm.MemCopy(dst, src, typ.Size_)
	}
}

//go:linkname reflect_typedmemmove reflect.typedmemmove
func reflect_typedmemmove(typ *_type, dst, src unsafe.Pointer) { typedmemmove(typ, dst, src) }

//go:linkname reflectlite_typedmemmove internal/reflectlite.typedmemmove
func reflectlite_typedmemmove(typ *_type, dst, src unsafe.Pointer) { typedmemmove(typ, dst, src) }

//go:linkname maps_typedmemmove internal/runtime/maps.typedmemmove
func maps_typedmemmove(typ *_type, dst, src unsafe.Pointer) { typedmemmove(typ, dst, src) }

func typedmemclr(typ *_type, ptr unsafe.Pointer) { wasm.MemFill(ptr, 0, typ.Size_) }

//go:linkname reflect_typedmemclr reflect.typedmemclr
func reflect_typedmemclr(typ *_type, ptr unsafe.Pointer) { typedmemclr(typ, ptr) }

//go:linkname maps_typedmemclr internal/runtime/maps.typedmemclr
func maps_typedmemclr(typ *_type, ptr unsafe.Pointer) { typedmemclr(typ, ptr) }

//go:linkname reflect_typedmemclrpartial reflect.typedmemclrpartial
func reflect_typedmemclrpartial(typ *_type, ptr unsafe.Pointer, off, size uintptr) {
	wasm.MemFill(ptr, 0, size)
}

//go:linkname reflect_typedarrayclear reflect.typedarrayclear
func reflect_typedarrayclear(typ *_type, ptr unsafe.Pointer, n int) {
	wasm.MemFill(ptr, 0, typ.Size_*uintptr(n))
}

func typedslicecopy(typ *_type, dstPtr unsafe.Pointer, dstLen int, srcPtr unsafe.Pointer, srcLen int) int {
	n := min(dstLen, srcLen)
	if n > 0 && dstPtr != srcPtr {
		wasm.MemCopy(dstPtr, srcPtr, uintptr(n)*typ.Size_)
	}
	return n
}

//go:linkname reflect_typedslicecopy reflect.typedslicecopy
func reflect_typedslicecopy(elemType *_type, dst, src slice) int {
	return typedslicecopy(elemType, dst.array, dst.len, src.array, src.len)
}

func bulkBarrierPreWrite(dst, src, size uintptr, typ *abi.Type)        {}
func bulkBarrierPreWriteSrcOnly(dst, src, size uintptr, typ *abi.Type) {}
func typeBitsBulkBarrier(typ *_type, dst, src, size uintptr)           {}
func cgoCheckMemmove(typ *_type, dst, src unsafe.Pointer)              {}
func cgoCheckSliceCopy(typ *_type, dst, src unsafe.Pointer, n int)     {}
func cgoCheckPtrWrite(dst *unsafe.Pointer, src unsafe.Pointer)         {}

func add(p unsafe.Pointer, x uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + x) }
func addb(p *byte, n uintptr) *byte                  { return (*byte)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + n)) }
func alignUp(n, a uintptr) uintptr                   { return (n + a - 1) &^ (a - 1) }
func alignDown(n, a uintptr) uintptr                 { return n &^ (a - 1) }
func divRoundUp(n, a uintptr) uintptr                { return (n + a - 1) / a }
func bool2int(x bool) int {
	if x {
		return 1
	}
	return 0
}

//go:nosplit
func noescape(p unsafe.Pointer) unsafe.Pointer { return unsafe.Pointer(uintptr(p) ^ 0) }

func noEscapePtr[T any](p *T) *T { return (*T)(noescape(unsafe.Pointer(p))) }

// memequal and its relatives.

//go:linkname memequal
func memequal(a, b unsafe.Pointer, size uintptr) bool {
	if a == b {
		return true
	}
	p, q := uintptr(a), uintptr(b)
	for ; size >= 8; size -= 8 {
		if *(*uint64)(unsafe.Pointer(p)) != *(*uint64)(unsafe.Pointer(q)) {
			return false
		}
		p += 8
		q += 8
	}
	if size >= 4 {
		if *(*uint32)(unsafe.Pointer(p)) != *(*uint32)(unsafe.Pointer(q)) {
			return false
		}
		p += 4
		q += 4
		size -= 4
	}
	for ; size > 0; size-- {
		if *(*uint8)(unsafe.Pointer(p)) != *(*uint8)(unsafe.Pointer(q)) {
			return false
		}
		p++
		q++
	}
	return true
}

// memequal_varlen is the Equal function of types whose size is in the closure object. The compiler makes its own.
func memequal_varlen(a, b unsafe.Pointer) bool {
	throw("memequal_varlen")
	return false
}

// cmpstring compares strings: -1, 0, 1.
//
//go:linkname cmpstring
func cmpstring(a, b string) int {
	n := min(len(a), len(b))
	p, q := uintptr(unsafe.Pointer(unsafe.StringData(a))), uintptr(unsafe.Pointer(unsafe.StringData(b)))
	if p != q {
		i := 0
		for i+8 <= n && *(*uint64)(unsafe.Pointer(p)) == *(*uint64)(unsafe.Pointer(q)) {
			p += 8
			q += 8
			i += 8
		}
		for ; i < n; i++ {
			x, y := *(*uint8)(unsafe.Pointer(p)), *(*uint8)(unsafe.Pointer(q))
			if x != y {
				if x < y {
					return -1
				}
				return 1
			}
			p++
			q++
		}
	}
	if len(a) < len(b) {
		return -1
	}
	if len(a) > len(b) {
		return 1
	}
	return 0
}

//go:linkname memhash
func memhash(p unsafe.Pointer, h, s uintptr) uintptr { return memhashFallback(p, h, s) }

//go:linkname memhash32
func memhash32(p unsafe.Pointer, h uintptr) uintptr { return memhash32Fallback(p, h) }

//go:linkname memhash64
func memhash64(p unsafe.Pointer, h uintptr) uintptr { return memhash64Fallback(p, h) }

//go:linkname strhash
func strhash(a unsafe.Pointer, h uintptr) uintptr { return strhashFallback(a, h) }

// checkptr instrumentation is off.
func checkptrAlignment(p unsafe.Pointer, elem *_type, n uintptr) {}
func checkptrStraddles(ptr unsafe.Pointer, size uintptr) bool    { return false }
