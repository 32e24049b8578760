// Flattened signatures (docs/design/abi.md), computed from type descriptors for reflect and finalizers.

package runtime

import (
	"internal/abi"
	"internal/gossabi"
	"unsafe"
)

// flatten appends the letters of the words of a type to buf; false if the type is memory-typed.
func flatten(buf []byte, t *_type) ([]byte, bool) {
	n := len(buf)
	buf, ok := flattenAll(buf, t)
	if !ok || len(buf)-n > gossabi.MaxValueWords {
		return buf[:n], false
	}
	return buf, true
}

func flattenAll(buf []byte, t *_type) ([]byte, bool) {
	switch t.Kind() {
	case abi.Bool, abi.Int8, abi.Int16, abi.Int32, abi.Uint8, abi.Uint16, abi.Uint32:
		return append(buf, 'i'), true
	case abi.Int, abi.Int64, abi.Uint, abi.Uint64, abi.Uintptr:
		return append(buf, 'l'), true
	case abi.Float32:
		return append(buf, 'f'), true
	case abi.Float64:
		return append(buf, 'd'), true
	case abi.Complex64:
		return append(buf, 'f', 'f'), true
	case abi.Complex128:
		return append(buf, 'd', 'd'), true
	case abi.Pointer, abi.Map, abi.Chan, abi.Func, abi.UnsafePointer:
		return append(buf, 'p'), true
	case abi.String:
		return append(buf, 'p', 'l'), true
	case abi.Slice:
		return append(buf, 'p', 'l', 'l'), true
	case abi.Interface:
		return append(buf, 'p', 'p'), true
	case abi.Array:
		at := (*arraytype)(unsafe.Pointer(t))
		if at.Len == 0 {
			return buf, true
		}
		if at.Len > 1 {
			return buf, false
		}
		return flattenAll(buf, at.Elem)
	case abi.Struct:
		st := (*structtype)(unsafe.Pointer(t))
		ok := true
		for i := range st.Fields {
			if buf, ok = flattenAll(buf, st.Fields[i].Typ); !ok {
				return buf, false
			}
			if len(buf) > 64 {
				return buf, false
			}
		}
		return buf, true
	}
	return buf, false
}

// sigOfFunc is the flattened signature of a func type, with a receiver word before the parameters if rcvr.
func sigOfFunc(ft *functype, rcvr bool) string {
	params := make([]byte, 0, 32)
	results := make([]byte, 0, 16)
	for _, t := range ft.OutSlice() {
		var ok bool
		if results, ok = flattenResult(results, t); !ok {
			params = append(params, 'p')
		}
	}
	if rcvr {
		params = append(params, 'p')
	}
	for _, t := range ft.InSlice() {
		n := len(params)
		var ok bool
		params, ok = flatten(params, t)
		if !ok || len(params) > gossabi.MaxSigWords {
			params = append(params[:n], 'p')
		}
	}
	params = append(params, '>')
	return string(append(params, results...))
}

// flattenResult appends the letters of a result to those of the results before it; false if it lies in memory of the caller's.
func flattenResult(results []byte, t *_type) ([]byte, bool) {
	n := len(results)
	results, ok := flatten(results, t)
	if ok && len(results) > gossabi.MaxSigWords {
		return results[:n], false
	}
	return results, ok
}

// resultPointers allocates the results of a func type that lie in memory and puts their addresses into words; their number.
func resultPointers(ft *functype, words []uint64) int {
	n := 0
	results := make([]byte, 0, 16)
	for _, t := range ft.OutSlice() {
		var ok bool
		if results, ok = flattenResult(results, t); !ok {
			p := mallocgc(t.Size_, t, true)
			escapes(p)
			words[n] = uint64(uintptr(p))
			n++
		}
	}
	return n
}

// findSig looks a signature up in the linker's table, which is sorted.
func findSig(sig string) *gossabi.SigEntry {
	mod := gossabi.Module()
	base := uintptr(mod.ReflectSigs)
	lo, hi := 0, int(mod.NumReflectSigs)
	for lo < hi {
		mid := (lo + hi) / 2
		e := (*gossabi.SigEntry)(unsafe.Pointer(base + uintptr(mid)*unsafe.Sizeof(gossabi.SigEntry{})))
		s := unsafe.String((*byte)(unsafe.Pointer(uintptr(e.Text))), int(e.Len))
		if s == sig {
			return e
		}
		if s < sig {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return nil
}
