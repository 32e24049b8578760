// Memory stacks: chunks that never move, outside the collected heap. The prologue of a function with stack slots takes its frame by
// sp -= size and calls stackGrow when that passes below splimit; the epilogue calls stackShrink when sp would become sptop, that is
// when the first frame of a chunk is left. One chunk is kept in reserve, so that a call in a loop across a boundary does not allocate.
//
// A goroutine begins without a chunk: sp = splimit = sptop = noStack, an address that no frame of less than 256 MB can be taken from.

package runtime

import (
	"internal/wasm"
	"unsafe"
)

// stackChunk is the header of a chunk, at its low end.
type stackChunk struct {
	size    uint32 // bytes, header included
	prev    uint32 // chunk below which this one continues, 0 if none
	sp      uint32 // the stack pointer, and the bounds, to return to
	spLimit uint32
	spTop   uint32
	owner   uint32 // the g, 0 while free
	_       [2]uint32
}

const (
	noStack         = 1 << 28
	chunkHeader     = unsafe.Sizeof(stackChunk{})
	firstChunk      = 512
	maxChunk        = 64 << 10
	defaultMaxStack = 1000000000
)

var (
	maxstacksize uintptr   = defaultMaxStack
	stackFree    [8]uint32 // free chunks of 512 << k bytes
	stackStat    uint64
)

func chunkAt(limit uintptr) *stackChunk { return (*stackChunk)(unsafe.Pointer(limit - chunkHeader)) }

func chunkClass(n uint32) int {
	c := 0
	for s := uint32(firstChunk); s < n; s <<= 1 {
		c++
	}
	return c
}

func chunkAlloc(n uint32) uint32 {
	c := chunkClass(n)
	if c >= len(stackFree) {
		n = (n + 4095) &^ 4095
		a := uint32(sysAllocRaw(uintptr(n), &stackStat))
		spanOf(uintptr(a)).class = stackSpan
		(*stackChunk)(wasm.PtrOf(a)).size = n
		return a
	}
	n = firstChunk << c
	if stackFree[c] == 0 {
		bytes := uint32(16 << 10)
		if n > bytes {
			bytes = n
		}
		base := uint32(sysAllocRaw(uintptr(bytes), &stackStat))
		spanOf(uintptr(base)).elemsize = uintptr(n)
		spanOf(uintptr(base)).class = stackSpan
		for a := base; a < base+bytes; a += n {
			(*stackChunk)(wasm.PtrOf(a)).prev = stackFree[c]
			stackFree[c] = a
		}
	}
	a := stackFree[c]
	ch := (*stackChunk)(wasm.PtrOf(a))
	stackFree[c] = ch.prev
	ch.size = n
	return a
}

func chunkFree(a uint32) {
	ch := (*stackChunk)(wasm.PtrOf(a))
	ch.owner = 0
	c := chunkClass(ch.size)
	if c >= len(stackFree) {
		sysFreeRaw(uintptr(a), uintptr(ch.size), &stackStat)
		return
	}
	ch.prev = stackFree[c]
	stackFree[c] = a
}

// stackSpan is the class of raw spans that hold chunks.
const stackSpan = 255

// stackOwner is the goroutine on whose memory stack p lies, in raw span s; nil if none.
func stackOwner(p uintptr, s *mspan) *g {
	if s.class != stackSpan {
		return nil
	}
	a := s.startAddr + (p-s.startAddr)/s.elemsize*s.elemsize
	return (*g)(wasm.PtrOf((*stackChunk)(unsafe.Pointer(a)).owner))
}

// stringDataOnStack reports whether the bytes of s lie on a memory stack.
func stringDataOnStack(s string) bool {
	sp := spanOf(uintptr(unsafe.Pointer(unsafe.StringData(s))))
	return sp != nil && sp.state == spanRaw && sp.class == stackSpan
}

// stackGrow makes a chunk for a frame of size bytes and returns the frame's base.
func stackGrow(size int32) unsafe.Pointer {
	gp := getg()
	if gp == gp.m.g0 {
		throw("stack of the scheduler is too small")
	}
	limit := uint32(wasm.Addr(wasm.SpLimit()))
	var prev, want uint32 = 0, firstChunk
	if limit != noStack {
		prev = limit - uint32(chunkHeader)
		want = 2 * (*stackChunk)(wasm.PtrOf(prev)).size
		if want > maxChunk {
			want = maxChunk
		}
	}
	for want < uint32(size)+uint32(chunkHeader) {
		want <<= 1
	}
	// The allocator's own frames go on the scheduler's memory stack.
	sp, spLimit, spTop := wasm.Sp(), wasm.SpLimit(), wasm.SpTop()
	g0 := gp.m.g0
	wasm.SetSp(unsafe.Pointer(g0.sp))
	wasm.SetSpLimit(unsafe.Pointer(g0.spLimit))
	wasm.SetSpTop(unsafe.Pointer(g0.spTop))
	a := uint32(gp.spare)
	if a != 0 && (*stackChunk)(wasm.PtrOf(a)).size >= uint32(size)+uint32(chunkHeader) {
		gp.spare = 0
	} else {
		if a != 0 {
			gp.spare = 0
			gp.stackBytes -= uintptr((*stackChunk)(wasm.PtrOf(a)).size)
			chunkFree(a)
		}
		a = chunkAlloc(want)
		gp.stackBytes += uintptr((*stackChunk)(wasm.PtrOf(a)).size)
	}
	ch := (*stackChunk)(wasm.PtrOf(a))
	ch.owner = wasm.Addr(unsafe.Pointer(gp))
	ch.prev = prev
	ch.sp = wasm.Addr(sp)
	ch.spLimit = wasm.Addr(spLimit)
	ch.spTop = wasm.Addr(spTop)
	wasm.SetSp(sp)
	wasm.SetSpLimit(wasm.PtrOf(a + uint32(chunkHeader)))
	wasm.SetSpTop(wasm.PtrOf(a + ch.size))
	return wasm.PtrOf(a + ch.size - uint32(size))
}

// stackShrink leaves the current chunk, whose last frame has been popped.
func stackShrink() {
	gp := getg()
	limit := wasm.Addr(wasm.SpLimit())
	if uintptr(limit) == gp.m.g0.spLimit {
		wasm.SetSp(wasm.SpTop())
		return
	}
	ch := chunkAt(uintptr(limit))
	wasm.SetSp(wasm.PtrOf(ch.sp))
	wasm.SetSpLimit(wasm.PtrOf(ch.spLimit))
	wasm.SetSpTop(wasm.PtrOf(ch.spTop))
	gp.keepChunk(ch)
}

// keepChunk makes a chunk that is no longer in use the reserve, or frees it.
func (gp *g) keepChunk(ch *stackChunk) {
	if gp.spare != 0 {
		old := (*stackChunk)(unsafe.Pointer(gp.spare))
		if old.size >= ch.size {
			gp.stackBytes -= uintptr(ch.size)
			chunkFree(wasm.Addr(unsafe.Pointer(ch)))
			return
		}
		gp.stackBytes -= uintptr(old.size)
		chunkFree(uint32(gp.spare))
	}
	gp.spare = uintptr(unsafe.Pointer(ch))
}

// stackCut sets a goroutine that is not running to the stack pointer sp, leaving the chunks above it.
func (gp *g) stackCut(sp uintptr) {
	for gp.spLimit != noStack && !(gp.spLimit <= sp && sp <= gp.spTop) {
		ch := chunkAt(gp.spLimit)
		gp.sp, gp.spLimit, gp.spTop = uintptr(ch.sp), uintptr(ch.spLimit), uintptr(ch.spTop)
		gp.keepChunk(ch)
	}
	if gp.spLimit == noStack {
		throw("stack pointer is in no chunk")
	}
	gp.sp = sp
}

// stackFreeAll gives back all chunks and frames of a goroutine that is done.
func (gp *g) stackFreeAll() {
	for gp.frame != 0 {
		f := frameAt(gp.frame)
		gp.frame = uintptr(f.outer)
		frameFree(f)
	}
	for gp.spLimit != noStack {
		ch := chunkAt(gp.spLimit)
		gp.spLimit = uintptr(ch.spLimit)
		chunkFree(wasm.Addr(unsafe.Pointer(ch)))
	}
	if gp.spare != 0 {
		chunkFree(uint32(gp.spare))
	}
	gp.stackInit()
}

func (gp *g) stackInit() {
	gp.sp, gp.spLimit, gp.spTop, gp.spare, gp.stackBytes = noStack, noStack, noStack, 0, 0
	gp.frame = 0
}

// checkStackLimit ends the program if a goroutine's stack has become too large. Called after a suspension for want of native stack:
// a recursion cannot go deep without passing here.
func checkStackLimit(gp *g) {
	if uintptr(frameStat+stackStat) < maxstacksize {
		return
	}
	n := gp.stackBytes
	for f := gp.frame; f != 0; {
		h := frameAt(f)
		n += uintptr(frameCost(h.funcInfo()))
		f = uintptr(h.outer)
	}
	if n > maxstacksize {
		stackOverflow(gp)
	}
}
