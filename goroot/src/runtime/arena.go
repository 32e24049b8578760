// Package arena's allocator (GOEXPERIMENT=arenas). An arena's objects are collected memory: they live while something refers to them, and
// freeing the arena lets go of nothing early.

package runtime

import (
	"internal/abi"
	"unsafe"
)

type userArena struct{ freed bool }

//go:linkname arena_newArena arena.runtime_arena_newArena
func arena_newArena() unsafe.Pointer { return unsafe.Pointer(new(userArena)) }

func liveArena(a unsafe.Pointer) {
	if (*userArena)(a).freed {
		panic(plainError("arena: use after free"))
	}
}

//go:linkname arena_arena_New arena.runtime_arena_arena_New
func arena_arena_New(arena unsafe.Pointer, typ any) (v any) {
	liveArena(arena)
	t := (*ptrtype)(efaceOf(&typ).data) // typ holds the *abi.Type of a pointer type
	if t.Kind_ != abi.Pointer {
		throw("arena: New of a type that is not a pointer type")
	}
	*efaceOf(&v) = eface{&t.Type, newobject(t.Elem)}
	return
}

//go:linkname arena_arena_Slice arena.runtime_arena_arena_Slice
func arena_arena_Slice(arena unsafe.Pointer, to any, n int) {
	liveArena(arena)
	if n < 0 {
		panic(plainError("arena: negative slice capacity"))
	}
	e := efaceOf(&to)
	if e._type.Kind() == abi.Pointer {
		if st := (*ptrtype)(unsafe.Pointer(e._type)).Elem; st.Kind() == abi.Slice {
			*(*slice)(e.data) = slice{newarray((*slicetype)(unsafe.Pointer(st)).Elem, n), n, n}
			return
		}
	}
	panic(plainError("arena: slice result is not a pointer to a slice"))
}

//go:linkname arena_arena_Free arena.runtime_arena_arena_Free
func arena_arena_Free(arena unsafe.Pointer) {
	liveArena(arena)
	(*userArena)(arena).freed = true
}

//go:linkname arena_heapify arena.runtime_arena_heapify
func arena_heapify(s any) any {
	switch t := efaceOf(&s)._type; t.Kind() {
	case abi.Pointer, abi.Slice, abi.String:
		return s
	default:
		panic(plainError("arena: Clone only supports pointers, slices, and strings"))
	}
}
