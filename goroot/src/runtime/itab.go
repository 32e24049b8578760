// Itabs that are made at run time: which code each method of the interface gets.

package runtime

import (
	"internal/abi"
	"unsafe"
)

// embeddedMethod is the code that reflect.StructOf gives to the methods that a struct type has from an embedded interface, whatever
// their signature; 0 before there are such types.
var embeddedMethod uintptr

//go:linkname reflect_setEmbeddedMethod reflect.runtime_setEmbeddedMethod
func reflect_setEmbeddedMethod(code uintptr) { embeddedMethod = code }

// itabInit fills in the code of m's methods, if firstTime is set, and returns "". If m.Type lacks a method it returns that method's name
// and leaves m.Fun[0] zero, which says so. Methods are sorted by name in both types.
func itabInit(m *itab, firstTime bool) string {
	inter := m.Inter
	// Code words, not pointers: no pointer of the collector's may be made of them.
	code := unsafe.Slice(&m.Fun[0], len(inter.Methods))
	rest := m.Type.Uncommon().Methods()
	var first uintptr
	for k := range inter.Methods {
		want := &inter.Methods[k]
		at := methodIndex(rest, m.Type, inter, want)
		if at < 0 {
			return toRType(&inter.Type).nameOff(want.Name).Name()
		}
		if k == 0 {
			first = methodCode(m.Type, &rest[at])
		} else if firstTime {
			code[k] = methodCode(m.Type, &rest[at])
		}
		rest = rest[at+1:]
	}
	if firstTime {
		code[0] = first
	}
	return ""
}

// methodIndex finds the method of an interface type among those of typ; -1 if it is not there.
func methodIndex(methods []abi.Method, typ *_type, inter *interfacetype, want *abi.Imethod) int {
	it, rt := toRType(&inter.Type), toRType(typ)
	wantType, wantName := it.typeOff(want.Typ), it.nameOff(want.Name)
	name := wantName.Name()
	for i := range methods {
		has := &methods[i]
		hasName := rt.nameOff(has.Name)
		if hasName.Name() != name || rt.typeOff(has.Mtyp) != wantType {
			continue
		}
		if hasName.IsExported() {
			return i
		}
		// Unexported names are those of a package.
		from, in := pkgPath(hasName), pkgPath(wantName)
		if from == "" {
			from = rt.nameOff(typ.Uncommon().PkgPath).Name()
		}
		if in == "" {
			in = inter.PkgPath.Name()
		}
		if from == in {
			return i
		}
	}
	return -1
}

// methodCode is the code word of a method that takes an interface's data word as its receiver.
func methodCode(typ *_type, m *abi.Method) uintptr {
	t := toRType(typ)
	code := uintptr(t.textOff(m.Ifn))
	if code == embeddedMethod && code != 0 {
		if e := findSig(sigOfFunc((*functype)(unsafe.Pointer(t.typeOff(m.Mtyp))), true)); e != nil && e.Panic != 0 {
			return uintptr(e.Panic)
		}
	}
	return code
}
