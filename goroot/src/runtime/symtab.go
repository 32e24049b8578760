// Symbols: funcinfo records and their metadata (src/abi/funcinfo.table.ts), program counters, runtime.Func, runtime.Frames.
//
// A program counter is PCBase | skip << 48 | index of the funcinfo record << 17 | site << 1 | 1. skip is the number of functions inlined
// at the site, innermost first, that are left out: it chooses one of the functions active there. By gc's convention it stands for a return address, and callers subtract one to get at the call: pc and
// pc-1 mean the same site. A func value's code word is its table index, far below PCBase.

package runtime

import (
	"internal/gossabi"
	"unsafe"
)

// metaReader decodes a metadata stream.
type metaReader struct{ p uintptr }

func (r *metaReader) byte() byte {
	b := *(*byte)(unsafe.Pointer(r.p))
	r.p++
	return b
}

func (r *metaReader) uleb() uint32 {
	b := r.byte()
	if b < 0x80 {
		return uint32(b)
	}
	v := uint32(b & 0x7f)
	for shift := uint(7); ; shift += 7 {
		b = r.byte()
		v |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

func (r *metaReader) sleb() int32 {
	var v int64
	for shift := uint(0); ; {
		b := r.byte()
		v |= int64(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			if b&0x40 != 0 && shift < 64 {
				v |= -1 << shift
			}
			return int32(v)
		}
	}
}

func (r *metaReader) u32() uint32 {
	v := uint32(r.byte())
	v |= uint32(r.byte()) << 8
	v |= uint32(r.byte()) << 16
	v |= uint32(r.byte()) << 24
	return v
}

// lebString is a string stored as {uvarint length, bytes}.
func lebString(a uint32) string {
	if a == 0 {
		return ""
	}
	r := metaReader{uintptr(a)}
	n := r.uleb()
	return unsafe.String((*byte)(unsafe.Pointer(r.p)), int(n))
}

// funcMeta locates the parts of a function's metadata.
type funcMeta struct {
	files   uintptr // nfiles u32 addresses
	nfiles  uint32
	inlines uintptr
	ninline uint32
	maps    uintptr
	nmaps   uint32
	objects uintptr
	nobj    uint32
	sites   uintptr
	nsites  uint32
}

func (m *funcMeta) init(fi *gossabi.FuncInfo) bool {
	*m = funcMeta{}
	if fi.Meta == 0 {
		return false
	}
	r := metaReader{uintptr(fi.Meta)}
	if fi.FrameSize == 0xffff {
		r.uleb()
	}
	m.nfiles = r.uleb()
	m.files = r.p
	r.p += 4 * uintptr(m.nfiles)
	m.ninline = r.uleb()
	m.inlines = r.p
	for i := uint32(0); i < m.ninline; i++ {
		r.sleb()
		r.u32()
		r.uleb()
		r.uleb()
	}
	m.nmaps = r.uleb()
	m.maps = r.p
	for i := uint32(0); i < m.nmaps; i++ {
		n := r.uleb()
		r.p += uintptr(n)
	}
	m.nobj = r.uleb()
	m.objects = r.p
	for i := uint32(0); i < m.nobj; i++ {
		r.uleb()
		r.uleb()
		n := r.uleb()
		r.p += uintptr(n)
	}
	m.nsites = r.uleb()
	m.sites = r.p
	return true
}

func (m *funcMeta) file(i uint32) string {
	if i >= m.nfiles {
		return "?"
	}
	r := metaReader{m.files + 4*uintptr(i)}
	return lebString(r.u32())
}

// bits is the i-th map: address and number of its bytes.
func (m *funcMeta) bits(i uint32) (p uintptr, n uint32) {
	r := metaReader{m.maps}
	for ; ; i-- {
		n := r.uleb()
		if i == 0 {
			return r.p, n
		}
		r.p += uintptr(n)
	}
}

// siteInfo is what is known of one site.
type siteInfo struct {
	file   uint32
	line   int32
	inline int32  // index in the inline tree, -1 none
	ptrs   uint32 // index of the pointer map + 1
	live   uint32 // index of the bitmap of live objects + 1
}

func (m *funcMeta) site(fi *gossabi.FuncInfo, site uint32) (s siteInfo) {
	s.line = int32(fi.StartLine)
	s.inline = -1
	if site == gossabi.SiteRecover {
		site = 0
	}
	r := metaReader{m.sites}
	for i := uint32(0); i < m.nsites; i++ {
		s.file = r.uleb()
		s.line += r.sleb()
		s.inline = int32(r.uleb()) - 1
		s.ptrs = r.uleb()
		s.live = r.uleb()
		if i == site {
			return s
		}
	}
	return siteInfo{line: int32(fi.StartLine), inline: -1}
}

type inlineNode struct {
	parent int32
	name   uint32
	file   uint32
	line   uint32
}

func (m *funcMeta) inlineNode(i int32) (n inlineNode) {
	r := metaReader{m.inlines}
	for ; i >= 0; i-- {
		n.parent = r.sleb()
		n.name = r.u32()
		n.file = r.uleb()
		n.line = r.uleb()
	}
	return n
}

// infoOfCode is the record of the function with a code word, nil if it has none.
func infoOfCode(code uintptr) *gossabi.FuncInfo {
	if code == 0 || code > uintptr(gossabi.Module().NumTableFuncs) {
		return nil
	}
	return infoAt(code - 1)
}

func infoAt(i uintptr) *gossabi.FuncInfo {
	return (*gossabi.FuncInfo)(unsafe.Pointer(uintptr(gossabi.Module().FuncInfos) + i*gossabi.FuncInfoSize))
}

// inlineFrame walks the functions active at a site, innermost first: those inlined, then the function itself.
type inlineFrame struct {
	m    funcMeta
	fi   *gossabi.FuncInfo
	node int32 // of this function, -1: the function itself, -2: none left
	file uint32
	line int32
}

func (w *inlineFrame) init(fi *gossabi.FuncInfo, site uint32) {
	w.fi = fi
	w.m.init(fi)
	s := w.m.site(fi, site)
	w.node, w.file, w.line = s.inline, s.file, s.line
}

func (w *inlineFrame) valid() bool   { return w.node != -2 }
func (w *inlineFrame) inlined() bool { return w.node >= 0 }

// wrapper: a function that the compiler made around a call; what is inlined into it counts.
func (w *inlineFrame) wrapper() bool { return w.node < 0 && w.fi.Flags&gossabi.FuncWrapper != 0 }

func (w *inlineFrame) name() string {
	if w.node >= 0 {
		return lebString(w.m.inlineNode(w.node).name)
	}
	return lebString(w.fi.Name)
}

func (w *inlineFrame) filename() string { return w.m.file(w.file) }

func (w *inlineFrame) next() {
	if w.node < 0 {
		w.node = -2
		return
	}
	n := w.m.inlineNode(w.node)
	w.node, w.file, w.line = n.parent, n.file, int32(n.line)
}

// Frames may be used to get function/file/line information for a slice of PC values returned by Callers.
type Frames struct {
	callers []uintptr
}

// Frame is the information returned by Frames for each call frame.
type Frame struct {
	// PC is the program counter for the location in this frame. For a frame that calls another frame, this will be the program
	// counter of a call instruction. Because of inlining, multiple frames may have the same PC value, but different symbolic
	// information.
	PC uintptr

	// Func is the Func value of this call frame. This may be nil for non-Go code or fully inlined functions.
	Func *Func

	// Function is the package path-qualified function name of this call frame. If non-empty, this string uniquely identifies a single
	// function in the program. This may be the empty string if not known.
	Function string

	// File and Line are the file name and line number of the location in this frame. For non-leaf frames, this will be the location
	// of a call. These may be the empty string and zero, respectively, if not known.
	File string
	Line int

	startLine int
	symbol    string // like Function, but with the type arguments of instances

	// Entry point program counter for the function; may be zero if not known.
	Entry uintptr
}

// CallersFrames takes a slice of PC values returned by Callers and prepares to return function/file/line information. Do not change the
// slice until you are done with the Frames.
func CallersFrames(callers []uintptr) *Frames {
	return &Frames{callers}
}

// Next returns a Frame representing the next call frame in the slice of PC values.
func (ci *Frames) Next() (frame Frame, more bool) {
	for len(ci.callers) > 0 {
		pc := ci.callers[0]
		ci.callers = ci.callers[1:]
		fi, site, skip, ok := expandPC(pc)
		if !ok {
			continue
		}
		var w inlineFrame
		for w.init(fi, site); w.inlined() && skip > 0; skip-- {
			w.next()
		}
		name := w.name()
		frame = Frame{PC: pc, Function: funcNameForPrint(name), symbol: name, File: w.filename(), Line: int(w.line), Entry: uintptr(fi.Table), startLine: int(fi.StartLine)}
		if pc&gossabi.PCBase != 0 {
			frame.PC-- // of the call, not after it
		}
		if !w.inlined() {
			frame.Func = (*Func)(unsafe.Pointer(fi))
		}
		return frame, len(ci.callers) > 0
	}
	return Frame{}, false
}

// callerPC makes the program counter of a site.
func callerPC(fi *gossabi.FuncInfo, site uint32, skip int) uintptr {
	i := (uintptr(unsafe.Pointer(fi)) - uintptr(gossabi.Module().FuncInfos)) / gossabi.FuncInfoSize
	return gossabi.PCBase | uintptr(skip)<<48 | i<<17 | uintptr(site)<<1 | 1
}

// expandPC undoes callerPC; pc-1 is accepted too. Code words stand for a function's entry.
func expandPC(pc uintptr) (fi *gossabi.FuncInfo, site uint32, skip int, ok bool) {
	if pc&gossabi.PCBase == 0 {
		fi = infoOfCode(pc)
		return fi, 0, 0, fi != nil
	}
	i := (pc & (gossabi.PCBase - 1)) >> 17
	if i >= uintptr(gossabi.Module().NumFuncInfos) {
		return nil, 0, 0, false
	}
	return infoAt(i), uint32(pc>>1) & 0xffff, int(pc >> 48), true
}

// A Func represents a Go function in the running binary.
type Func struct {
	opaque struct{}
}

func (f *Func) info() *gossabi.FuncInfo { return (*gossabi.FuncInfo)(unsafe.Pointer(f)) }

// inlinedFunc stands for a function that exists only inlined; its first word cannot be a table index.
type inlinedFunc struct {
	ones      uint32
	table     uint32
	name      string
	file      string
	line      int32
	startLine int32
}

func (f *Func) inlined() *inlinedFunc {
	if p := (*inlinedFunc)(unsafe.Pointer(f)); p.ones == ^uint32(0) {
		return p
	}
	return nil
}

// FuncForPC returns a *Func describing the function that contains the given program counter address, or else nil. If pc represents
// multiple functions because of inlining, it returns the *Func describing the innermost function, but with an entry of the outermost
// function.
func FuncForPC(pc uintptr) *Func {
	fi, site, skip, ok := expandPC(pc)
	if !ok {
		return nil
	}
	if pc&gossabi.PCBase == 0 {
		return (*Func)(unsafe.Pointer(fi))
	}
	var w inlineFrame
	for w.init(fi, site); skip > 0 && w.inlined(); skip-- {
		w.next()
	}
	if !w.inlined() {
		return (*Func)(unsafe.Pointer(fi))
	}
	return (*Func)(unsafe.Pointer(&inlinedFunc{ones: ^uint32(0), table: fi.Table, name: w.name(), file: w.filename(), line: w.line}))
}

// Name returns the name of the function.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	if in := f.inlined(); in != nil {
		return funcNameForPrint(in.name)
	}
	return funcNameForPrint(lebString(f.info().Name))
}

// Entry returns the entry address of the function.
func (f *Func) Entry() uintptr {
	if in := f.inlined(); in != nil {
		return uintptr(in.table)
	}
	return uintptr(f.info().Table)
}

// FileLine returns the file name and line number of the source code corresponding to the program counter pc. The result will not be
// accurate if pc is not a program counter within f.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	if in := f.inlined(); in != nil {
		return in.file, int(in.line)
	}
	fi, site := f.info(), uint32(0)
	if i, s, _, ok := expandPC(pc); ok && i == fi && pc&gossabi.PCBase != 0 {
		site = s
	} else {
		var m funcMeta
		m.init(fi)
		return m.file(0), int(fi.StartLine)
	}
	var w inlineFrame
	for w.init(fi, site); w.inlined(); {
		w.next()
	}
	return w.filename(), int(w.line)
}

func (f *Func) startLine() int32 {
	if in := f.inlined(); in != nil {
		return in.startLine
	}
	return int32(f.info().StartLine)
}

// funcNameForPrint shortens the type arguments of an instance to [...].
func funcNameForPrint(name string) string {
	i := indexByteString(name, '[')
	if i < 0 {
		return name
	}
	j := len(name) - 1
	for name[j] != ']' {
		if j--; j <= i {
			return name
		}
	}
	return name[:i] + "[...]" + name[j+1:]
}

//go:linkname runtime_FrameStartLine runtime/pprof.runtime_FrameStartLine
func runtime_FrameStartLine(f *Frame) int { return f.startLine }

//go:linkname runtime_FrameSymbolName runtime/pprof.runtime_FrameSymbolName
func runtime_FrameSymbolName(f *Frame) string {
	if f.symbol == "" {
		return f.Function
	}
	return f.symbol
}

//go:linkname runtime_expandFinalInlineFrame runtime/pprof.runtime_expandFinalInlineFrame
func runtime_expandFinalInlineFrame(stk []uintptr) []uintptr { return stk }
