// What the linker tells of the program (src/abi/moduledata.table.ts), in the form that the release's files want: one module, whose type
// and name offsets are absolute addresses and whose text offsets are table indexes.

package runtime

import (
	"internal/abi"
	"internal/bytealg"
	"internal/goarch"
	"internal/goos"
	"internal/gossabi"
	"unsafe"
)

// GOOS is the running program's operating system target.
const GOOS string = goos.GOOS

// GOARCH is the running program's architecture target.
const GOARCH string = goarch.GOARCH

type moduledata struct {
	types, etypes     uintptr
	typelinks         []int32
	itablinks         []*itab
	typemap           map[typeOff]*_type
	covctrs, ecovctrs uintptr
	data              uintptr
	next              *moduledata
}

var (
	firstmoduledata   moduledata
	modulesSlice      = []*moduledata{&firstmoduledata}
	pinnedTypemaps    []map[typeOff]*_type
	aixStaticDataBase uintptr
	buildVersion      string
	defaultGOROOT     string
	modinfo           string
)

func activeModules() []*moduledata { return modulesSlice }

func modulesinit(mod *gossabi.ModuleData) {
	md := &firstmoduledata
	md.types, md.etypes = uintptr(mod.Types), uintptr(mod.Etypes)
	if mod.NumTypelinks != 0 {
		md.typelinks = unsafe.Slice((*int32)(unsafe.Pointer(uintptr(mod.Typelinks))), int(mod.NumTypelinks))
	}
	if mod.NumItablinks != 0 {
		md.itablinks = unsafe.Slice((**itab)(unsafe.Pointer(uintptr(mod.Itablinks))), int(mod.NumItablinks))
	}
}

//go:linkname reflect_typelinks reflect.typelinks
func reflect_typelinks() ([]unsafe.Pointer, [][]int32) {
	return []unsafe.Pointer{nil}, [][]int32{firstmoduledata.typelinks}
}

// resolveNameOff and resolveTypeOff: offsets of the program's own types are addresses; negative ones are those of types that reflect
// has made at run time.

func resolveNameOff(ptrInModule unsafe.Pointer, off nameOff) name {
	if off == 0 {
		return name{}
	}
	if int32(off) < 0 && int32(off) > -1<<24 {
		return name{Bytes: (*byte)(reflectOff(int32(off)))}
	}
	return name{Bytes: (*byte)(unsafe.Pointer(uintptr(uint32(off))))}
}

func resolveTypeOff(ptrInModule unsafe.Pointer, off typeOff) *_type {
	if off == 0 || off == -1 {
		return nil
	}
	if int32(off) < 0 && int32(off) > -1<<24 {
		return (*_type)(reflectOff(int32(off)))
	}
	return (*_type)(unsafe.Pointer(uintptr(uint32(off))))
}

func reflectOff(off int32) unsafe.Pointer {
	reflectOffsLock()
	p := reflectOffs.m[off]
	reflectOffsUnlock()
	if p == nil {
		throw("runtime: offset of a type made by reflect is unknown")
	}
	return p
}

// textOff is the table index of a method, as a code word.
func (t rtype) textOff(off textOff) unsafe.Pointer {
	if off == -1 {
		return unsafe.Pointer(abi.FuncPCABIInternal(unreachableMethod))
	}
	if int32(off) < 0 {
		return reflectOff(int32(off))
	}
	return unsafe.Pointer(uintptr(uint32(off)))
}

// panicwrap is called by the wrapper of a value method whose pointer receiver is nil. The wrapper's name, say main.(*T).F, gives the
// text.
//
//go:noinline
func panicwrap() {
	mcall(resumeNow)
	f := frameAt(getg().frame)
	var w inlineFrame // the wrapper may have been inlined
	w.init(f.funcInfo(), f.site)
	name := funcNameForPrint(w.name())
	i := bytealg.IndexByteString(name, '(')
	j := bytealg.IndexByteString(name, ')')
	if i < 1 || j < i+2 || j+2 > len(name) {
		throw("panicwrap: unexpected name of wrapper: " + name)
	}
	pkg, typ, meth := name[:i-1], name[i+2:j], name[j+2:]
	panic(plainError("value method " + pkg + "." + typ + "." + meth + " called using nil *" + typ + " pointer"))
}

// GOROOT returns the root of the Go tree: the environment's GOROOT, if set, or else what was recorded at build time.
func GOROOT() string {
	if s := gogetenv("GOROOT"); s != "" {
		return s
	}
	return defaultGOROOT
}

// Version returns the Go tree's version string.
func Version() string { return buildVersion }

//go:linkname debug_modinfo runtime/debug.modinfo
func debug_modinfo() string { return modinfo }
