// Maps that the compiler may have put on the stack: mem is a zeroed header, followed by a group if the function says so; nil for a map on
// the heap.

package runtime

import (
	"internal/abi"
	"internal/runtime/maps"
	"unsafe"
)

// stackMap is a map and its first group, of which the control word comes first.
type stackMap struct {
	counts [1]uint64
	seed   uintptr
	dirPtr *uint64
	rest   [3]uint64
	ctrl   uint64
}

const stackMapHeader = unsafe.Offsetof(stackMap{}.ctrl)

// A header of another size does not compile.
var _ [0]byte = [stackMapHeader - unsafe.Sizeof(maps.Map{})]byte{}
var _ [0]byte = [unsafe.Sizeof(maps.Map{}) - stackMapHeader]byte{}

func (m *stackMap) useGroup() {
	m.ctrl = abi.MapCtrlEmpty
	m.dirPtr = &m.ctrl
}

// makemapSmall makes a map for at most one group of entries, which lies behind the header.
func makemapSmall(mem *stackMap) *maps.Map {
	if mem == nil {
		return maps.NewEmptyMap()
	}
	mem.seed = uintptr(rand())
	mem.useGroup()
	return (*maps.Map)(unsafe.Pointer(mem))
}

// makemapGroup makes a map for a number of entries that is not known before; a group lies behind the header.
func makemapGroup(t *abi.MapType, hint int, mem *stackMap) *maps.Map {
	if mem != nil && hint <= abi.MapGroupSlots {
		mem.useGroup()
	}
	return makemap(t, hint, (*maps.Map)(unsafe.Pointer(mem)))
}
