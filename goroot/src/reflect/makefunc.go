// Calls through reflection. Value.call lays its arguments out in a frame in memory, as the release does; call turns the frame into the
// words of the flattened signature (docs/design/abi.md) and has the linker's thunk for that signature make the call. In the other
// direction, a function made by MakeFunc is a closure object whose code is the linker's stub for its signature; the stub stores the
// words that it is called with in a buffer and calls stubCall.
//
// A signature that no compiled function has has no thunk, and one that no compiled code calls has no stub.

package reflect

import (
	"internal/abi"
	"internal/goarch"
	"internal/gossabi"
	"sync"
	"unsafe"
)

func runtime_callThunk(ft *funcType, rcvr bool) (code uint32, sig string)
func runtime_makeFuncThunk(ft *funcType) (code uint32, sig string)

// runtime_recoverHold and runtime_recoverPass: a deferred call of a stub goes on to the function with this code word, which may recover if it calls recover.
func runtime_recoverHold()
func runtime_recoverPass(code uintptr)
func runtime_setEmbeddedMethod(code uintptr)

// frameLayout is the type of argument frames of a func type. It begins with the descriptor that Value.call knows.
type frameLayout struct {
	abi.Type
	ft   *funcType
	rcvr bool
	abid abiDesc
	pool *sync.Pool

	once sync.Once
	code uint32
	sig  string
}

type layoutKey struct {
	ftyp *funcType
	rcvr *abi.Type
}

var layoutCache sync.Map // layoutKey → *frameLayout

// funcLayout is the layout of the argument frames of t, with a receiver before the arguments if rcvr is not nil.
func funcLayout(t *funcType, rcvr *abi.Type) (frametype *abi.Type, framePool *sync.Pool, abid abiDesc) {
	if t.Kind() != abi.Func {
		panic("reflect: funcLayout of non-func type " + stringFor(&t.Type))
	}
	if rcvr != nil && rcvr.Kind() == abi.Interface {
		panic("reflect: funcLayout with interface receiver " + stringFor(rcvr))
	}
	key := layoutKey{t, rcvr}
	l, ok := layoutCache.Load(key)
	if !ok {
		abid := newAbiDesc(t, rcvr)
		x := &frameLayout{ft: t, rcvr: rcvr != nil, abid: abid}
		x.Align_ = goarch.PtrSize
		x.Size_ = align(abid.retOffset+abid.ret.stackBytes, goarch.PtrSize)
		x.PtrBytes = uintptr(abid.stackPtrs.n) * goarch.PtrSize
		if abid.stackPtrs.n > 0 {
			x.GCData = &abid.stackPtrs.data[0]
		}
		x.pool = &sync.Pool{New: func() any { return unsafe_New(&x.Type) }}
		l, _ = layoutCache.LoadOrStore(key, x)
	}
	x := l.(*frameLayout)
	return &x.Type, x.pool, x.abid
}

// words is a buffer of call words. Those that are not pointers do no harm to the collector, which takes any word that does not point
// into the heap for none.
type words []unsafe.Pointer

func (w words) slot(k int) unsafe.Pointer { return unsafe.Pointer(&w[k]) }

// wordType is how one word of a type is laid out in memory.
type wordType struct {
	off  uintptr
	size uint8 // bytes
	kind uint8 // letter: i l f d p
	sign bool
}

// wordsOf lists the words of a type; nil, false if it is memory-typed.
func wordsOf(t *abi.Type) ([]wordType, bool) {
	var list []wordType
	if !appendWords(&list, t, 0) || len(list) > gossabi.MaxValueWords {
		return nil, false
	}
	return list, true
}

func appendWords(list *[]wordType, t *abi.Type, off uintptr) bool {
	add := func(off uintptr, size uint8, kind uint8, sign bool) {
		*list = append(*list, wordType{off, size, kind, sign})
	}
	switch k := Kind(t.Kind()); k {
	case Bool, Uint8, Uint16, Uint32:
		add(off, uint8(t.Size()), 'i', false)
	case Int8, Int16, Int32:
		add(off, uint8(t.Size()), 'i', true)
	case Int, Int64, Uint, Uint64, Uintptr:
		add(off, 8, 'l', false)
	case Float32:
		add(off, 4, 'f', false)
	case Float64:
		add(off, 8, 'd', false)
	case Complex64:
		add(off, 4, 'f', false)
		add(off+4, 4, 'f', false)
	case Complex128:
		add(off, 8, 'd', false)
		add(off+8, 8, 'd', false)
	case Pointer, Map, Chan, Func, UnsafePointer:
		add(off, 8, 'p', false)
	case String:
		add(off, 8, 'p', false)
		add(off+8, 8, 'l', false)
	case Slice:
		add(off, 8, 'p', false)
		add(off+8, 8, 'l', false)
		add(off+16, 8, 'l', false)
	case Interface:
		add(off, 8, 'p', false)
		add(off+8, 8, 'p', false)
	case Array:
		at := (*arrayType)(unsafe.Pointer(t))
		if at.Len > 1 {
			return false
		}
		if at.Len == 1 {
			return appendWords(list, at.Elem, off)
		}
	case Struct:
		st := (*structType)(unsafe.Pointer(t))
		for i := range st.Fields {
			f := &st.Fields[i]
			if !appendWords(list, f.Typ, off+f.Offset) || len(*list) > 64 {
				return false
			}
		}
	}
	return true
}

// load copies a word from memory to a slot of 8 bytes.
func (w *wordType) load(slot, mem unsafe.Pointer) {
	mem = unsafe.Add(mem, w.off)
	switch w.size {
	case 8:
		if w.kind == 'p' {
			*(*unsafe.Pointer)(slot) = *(*unsafe.Pointer)(mem)
		} else {
			*(*uint64)(slot) = *(*uint64)(mem)
		}
	case 4:
		*(*uint64)(slot) = uint64(*(*uint32)(mem))
	case 2:
		if w.sign {
			*(*uint64)(slot) = uint64(uint32(int32(*(*int16)(mem))))
		} else {
			*(*uint64)(slot) = uint64(*(*uint16)(mem))
		}
	case 1:
		if w.sign {
			*(*uint64)(slot) = uint64(uint32(int32(*(*int8)(mem))))
		} else {
			*(*uint64)(slot) = uint64(*(*uint8)(mem))
		}
	}
}

// store copies a word from a slot to memory.
func (w *wordType) store(mem, slot unsafe.Pointer) {
	mem = unsafe.Add(mem, w.off)
	switch w.size {
	case 8:
		if w.kind == 'p' {
			*(*unsafe.Pointer)(mem) = *(*unsafe.Pointer)(slot)
		} else {
			*(*uint64)(mem) = *(*uint64)(slot)
		}
	case 4:
		*(*uint32)(mem) = *(*uint32)(slot)
	case 2:
		*(*uint16)(mem) = *(*uint16)(slot)
	case 1:
		*(*uint8)(mem) = *(*uint8)(slot)
	}
}

// paramPlan is how parameters and results of a func type become words.
type paramPlan struct {
	in, out []valuePlan
	nin     int // parameter words
	nout    int // result words
}

type valuePlan struct {
	typ   *abi.Type
	words []wordType
	mem   bool // by pointer
	at    int  // first word: of the parameters, or (results that are not mem) of the results
}

func planOf(ft *funcType, rcvr bool) *paramPlan {
	p := new(paramPlan)
	for _, t := range ft.OutSlice() {
		v := valuePlan{typ: t}
		var ok bool
		v.words, ok = wordsOf(t)
		if !ok || p.nout+len(v.words) > gossabi.MaxSigWords {
			v.mem, v.at = true, p.nin
			p.nin++
		} else {
			v.at = p.nout
			p.nout += len(v.words)
		}
		p.out = append(p.out, v)
	}
	if rcvr {
		p.nin++
	}
	for _, t := range ft.InSlice() {
		v := valuePlan{typ: t, at: p.nin}
		var ok bool
		v.words, ok = wordsOf(t)
		if !ok || p.nin+len(v.words) > gossabi.MaxSigWords {
			v.mem = true
			p.nin++
		} else {
			p.nin += len(v.words)
		}
		p.in = append(p.in, v)
	}
	return p
}

// call calls fn, a pointer to a code word, with the arguments in a frame, and stores the results there.
func call(frametype *abi.Type, fn, frame unsafe.Pointer, stackArgsSize, retOffset, frameSize uint32, regArgs *abi.RegArgs) {
	l := (*frameLayout)(unsafe.Pointer(frametype))
	if *(*uintptr)(fn) == methodValueCallCodePtr() {
		callMakeFunc((*makeFuncImpl)(fn), frame, uintptr(retOffset))
		return
	}
	if *(*uintptr)(fn) == abi.FuncPCABIInternal(embeddedIfaceMethStub) {
		embeddedIfaceMethStub()
	}
	l.once.Do(func() { l.code, l.sig = runtime_callThunk(l.ft, l.rcvr) })
	if l.code == 0 {
		panic("reflect: call of a function of type " + stringFor(&l.ft.Type) + ": the program has no code for calls of this signature (" + l.sig + ")")
	}
	p := planOf(l.ft, l.rcvr)
	buf := make(words, p.nin+p.nout+1)
	off := uintptr(retOffset)
	nmem := 0
	for i := range p.out {
		v := &p.out[i]
		off = align(off, uintptr(v.typ.Align()))
		if v.mem {
			buf[v.at] = unsafe.Add(frame, off)
			nmem++
		}
		off += v.typ.Size()
	}
	off = 0
	if l.rcvr {
		buf[nmem] = *(*unsafe.Pointer)(frame)
		off = goarch.PtrSize
	}
	for i := range p.in {
		v := &p.in[i]
		off = align(off, uintptr(v.typ.Align()))
		mem := unsafe.Add(frame, off)
		if v.mem {
			buf[v.at] = mem
		} else {
			for k := range v.words {
				v.words[k].load(buf.slot(v.at+k), mem)
			}
		}
		off += v.typ.Size()
	}
	thunk := &struct{ code uintptr }{uintptr(l.code)}
	runtime_recoverPass(*(*uintptr)(fn))
	(*(*func(fn, args unsafe.Pointer))(unsafe.Pointer(&thunk)))(fn, buf.slot(0))
	off = uintptr(retOffset)
	for i := range p.out {
		v := &p.out[i]
		off = align(off, uintptr(v.typ.Align()))
		if !v.mem {
			for k := range v.words {
				v.words[k].store(unsafe.Add(frame, off), buf.slot(p.nin+v.at+k))
			}
		}
		off += v.typ.Size()
	}
}

// resolveReflectText is the offset that stands for a code word in the methods of types that reflect makes. The runtime must know the code
// of embeddedIfaceMethStub: it stands for methods of every signature, which WebAssembly does not allow.
func resolveReflectText(code unsafe.Pointer) aTextOff {
	if stub := abi.FuncPCABIInternal(embeddedIfaceMethStub); uintptr(code) == stub {
		runtime_setEmbeddedMethod(stub)
	}
	return aTextOff(addReflectOff(code))
}

// makeFuncImpl is the closure object of a function made by MakeFunc or of a method value.
type makeFuncImpl struct {
	code uintptr
	ftyp *funcType
	plan *paramPlan
	fn   func([]Value) []Value

	method bool // fn does nothing but call the method
}

// MakeFunc returns a new function of the given [Type] that wraps the function fn. When called, that new function converts its arguments
// to a slice of Values, runs results := fn(args), and returns the results.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	t := typ.common()
	return Value{t, unsafe.Pointer(newMakeFunc((*funcType)(unsafe.Pointer(t)), fn)), flag(Func)}
}

func newMakeFunc(ft *funcType, fn func([]Value) []Value) *makeFuncImpl {
	code, _ := runtime_makeFuncThunk(ft)
	if code == 0 {
		// No compiled code calls a function of this signature: only reflection can, which finds the implementation by this code.
		code = uint32(abi.FuncPCABIInternal(neverCalled))
	}
	return &makeFuncImpl{code: uintptr(code), ftyp: ft, fn: fn}
}

func neverCalled() {
	panic("reflect: call of a function made by MakeFunc with a signature that the program has no stub for")
}

// stubCall is called by the linker's stubs. It takes the parameter words from buf, calls the implementation of ctxt and leaves the result
// words there.
func stubCall(ctxt, bufp unsafe.Pointer) {
	runtime_recoverHold()
	(*makeFuncImpl)(ctxt).run((*gossabi.StubBuf)(bufp))
}

// callMakeFunc calls a function made by MakeFunc with the arguments in a frame: as call does, but without compiled code between.
func callMakeFunc(c *makeFuncImpl, frame unsafe.Pointer, retOffset uintptr) {
	p := c.layout()
	buf := new(gossabi.StubBuf)
	off := retOffset
	for i := range p.out {
		v := &p.out[i]
		off = align(off, uintptr(v.typ.Align()))
		if v.mem {
			buf.Ptrs[v.at] = unsafe.Add(frame, off)
		}
		off += v.typ.Size()
	}
	off = 0
	for i := range p.in {
		v := &p.in[i]
		off = align(off, uintptr(v.typ.Align()))
		mem := unsafe.Add(frame, off)
		if v.mem {
			buf.Ptrs[v.at] = mem
		}
		for k := range v.words {
			if !v.mem {
				v.words[k].load(stubSlot(buf, &v.words[k], v.at+k), mem)
			}
		}
		off += v.typ.Size()
	}
	c.run(buf)
	off = retOffset
	for i := range p.out {
		v := &p.out[i]
		off = align(off, uintptr(v.typ.Align()))
		for k := range v.words {
			if !v.mem {
				v.words[k].store(unsafe.Add(frame, off), stubSlot(buf, &v.words[k], p.nin+v.at+k))
			}
		}
		off += v.typ.Size()
	}
}

func (c *makeFuncImpl) layout() *paramPlan {
	if c.plan == nil {
		c.plan = planOf(c.ftyp, false)
	}
	return c.plan
}

// run calls the implementation with the parameter words in buf and leaves the result words there.
func (c *makeFuncImpl) run(buf *gossabi.StubBuf) {
	p := c.layout()
	in := make([]Value, 0, len(p.in))
	for i := range p.in {
		v := &p.in[i]
		val := Value{v.typ, nil, flag(v.typ.Kind())}
		if !v.mem && v.typ.IsDirectIface() {
			val.ptr = buf.Ptrs[v.at]
		} else {
			mem := unsafe_New(v.typ)
			if v.mem {
				typedmemmove(v.typ, mem, buf.Ptrs[v.at])
			} else {
				for k := range v.words {
					v.words[k].store(mem, stubSlot(buf, &v.words[k], v.at+k))
				}
			}
			val.ptr = mem
			val.flag |= flagIndir
		}
		in = append(in, val)
	}
	if !c.method {
		runtime_recoverPass(**(**uintptr)(unsafe.Pointer(&c.fn)))
	}
	out := c.fn(in)
	if len(out) != len(p.out) {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	for i := range p.out {
		r := &p.out[i]
		v := out[i]
		if v.typ() == nil {
			panic("reflect: function created by MakeFunc using " + funcName(c.fn) + " returned zero Value")
		}
		if v.flag&flagRO != 0 {
			panic("reflect: function created by MakeFunc using " + funcName(c.fn) + " returned value obtained from unexported field")
		}
		v = v.assignTo("reflect.MakeFunc", r.typ, nil)
		mem := v.ptr
		if v.flag&flagIndir == 0 {
			mem = unsafe.Pointer(&v.ptr)
		}
		if r.mem {
			typedmemmove(r.typ, buf.Ptrs[r.at], mem)
			continue
		}
		for k := range r.words {
			r.words[k].load(stubSlot(buf, &r.words[k], p.nin+r.at+k), mem)
		}
	}
}

func stubSlot(buf *gossabi.StubBuf, w *wordType, k int) unsafe.Pointer {
	if w.kind == 'p' {
		return unsafe.Pointer(&buf.Ptrs[k])
	}
	return unsafe.Pointer(&buf.Words[k])
}

// makeMethodValue converts v from the rcvr+method index representation of a method value to an actual method func value.
func makeMethodValue(op string, v Value) Value {
	if v.flag&flagMethod == 0 {
		panic("reflect: internal error: invalid use of makeMethodValue")
	}
	ft := (*funcType)(unsafe.Pointer(v.Type().(*rtype)))
	rcvr := v
	impl := newMakeFunc(ft, func(args []Value) []Value {
		if ft.IsVariadic() {
			return rcvr.CallSlice(args)
		}
		return rcvr.Call(args)
	})
	impl.method = true
	// Cause a panic if the method is not appropriate, as the release does.
	methodReceiver(op, v, int(v.flag)>>flagMethodShift)
	return Value{ft.Common(), unsafe.Pointer(impl), v.flag.ro() | flag(Func)}
}

// methodValueCallCodePtr is the code of method values.
func methodValueCallCodePtr() uintptr { return abi.FuncPCABIInternal(neverCalled) }

//go:linkname runtime_callThunk
//go:linkname runtime_makeFuncThunk
//go:linkname runtime_recoverHold
//go:linkname runtime_recoverPass
//go:linkname runtime_setEmbeddedMethod
