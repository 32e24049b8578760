// Saved frames: blocks of memory outside the collected heap, from free lists by size class in the thread's M block
// (src/abi/machine.table.ts, docs/design/abi.md). Compiled code calls frameNew while a stack is being saved, innermost activation first.

package runtime

import (
	"internal/gossabi"
	"internal/wasm"
	"unsafe"
)

// frameHeader begins every saved frame. Slots follow.
type frameHeader struct {
	outer uint32
	info  uint32
	site  uint32
	fp    uint32
}

// mblock is the part of an M block that frames use.
type mblock struct {
	frameFirst uint32
	frameLast  uint32
	frameFree  [gossabi.NumFrameClasses]uint32
}

func thisMBlock() *mblock { return (*mblock)(wasm.M()) }

func frameAt(a uintptr) *frameHeader { return (*frameHeader)(unsafe.Pointer(a)) }

func (f *frameHeader) funcInfo() *gossabi.FuncInfo {
	return (*gossabi.FuncInfo)(unsafe.Pointer(uintptr(f.info)))
}

// frameNew makes the frame of the activation that is being saved and links it as the outermost one so far.
func frameNew(info unsafe.Pointer) unsafe.Pointer {
	mb := thisMBlock()
	fi := (*gossabi.FuncInfo)(info)
	class := fi.FrameClass
	var f uint32
	if class < gossabi.NumFrameClasses {
		f = mb.frameFree[class]
		if f == 0 {
			f = frameRefill(mb, uint32(class))
		}
		mb.frameFree[class] = (*frameHeader)(wasm.PtrOf(f)).outer
	} else {
		f = uint32(sysAllocRaw(uintptr(frameBytes(fi)), &frameStat))
	}
	h := (*frameHeader)(wasm.PtrOf(f))
	h.outer = 0
	h.info = wasm.Addr(info)
	h.fp = 0
	if mb.frameLast != 0 {
		(*frameHeader)(wasm.PtrOf(mb.frameLast)).outer = f
	} else {
		mb.frameFirst = f
	}
	mb.frameLast = f
	return wasm.PtrOf(f)
}

// frameBytes is the size of a function's frames.
func frameBytes(fi *gossabi.FuncInfo) uint32 {
	if fi.FrameSize != 0xffff {
		return uint32(fi.FrameSize)
	}
	r := metaReader{uintptr(fi.Meta)}
	return r.uleb()
}

// frameCost is what a frame counts for in the limit of a stack.
func frameCost(fi *gossabi.FuncInfo) uint32 {
	if fi.FrameClass < gossabi.NumFrameClasses {
		return uint32(gossabi.FrameClasses[fi.FrameClass])
	}
	return frameBytes(fi)
}

var frameStat uint64 // bytes of memory for frames, free blocks included

// frameRefill carves a piece of memory into blocks of one class and returns the first.
func frameRefill(mb *mblock, class uint32) uint32 {
	size := uint32(gossabi.FrameClasses[class])
	bytes := uint32(16 << 10)
	base := uint32(sysAllocRaw(uintptr(bytes), &frameStat))
	n := bytes / size
	for i := uint32(0); i < n; i++ {
		next := base + (i+1)*size
		if i == n-1 {
			next = 0
		}
		(*frameHeader)(wasm.PtrOf(base + i*size)).outer = next
	}
	mb.frameFree[class] = base
	return base
}

// frameFree gives a frame's block back. Its contents, the outer link aside, stay readable until the next frameNew.
func frameFree(f *frameHeader) {
	fi := f.funcInfo()
	if fi.FrameClass < gossabi.NumFrameClasses {
		mb := thisMBlock()
		f.outer = mb.frameFree[fi.FrameClass]
		mb.frameFree[fi.FrameClass] = wasm.Addr(unsafe.Pointer(f))
		return
	}
	sysFreeRaw(uintptr(unsafe.Pointer(f)), uintptr(frameBytes(fi)), &frameStat)
}
