// uses: debug/buildinfo, debug/dwarf, debug/elf, debug/gosym, debug/macho, debug/pe, debug/plan9obj, encoding/binary
package main

import (
	"bytes"
	"debug/buildinfo"
	"debug/dwarf"
	"debug/elf"
	"debug/gosym"
	"debug/macho"
	"debug/pe"
	"debug/plan9obj"
	"encoding/binary"
	"fmt"
)

func elfFile() []byte {
	names := "\x00.text\x00.shstrtab\x00"
	text := []byte{0x90, 0x90, 0xc3, 0}
	var b bytes.Buffer
	h := elf.Header64{Type: uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: 1, Entry: 0x1000, Shoff: uint64(64 + len(text) + len(names) + 1), Ehsize: 64, Shentsize: 64, Shnum: 3, Shstrndx: 2}
	copy(h.Ident[:], "\x7fELF\x02\x01\x01")
	binary.Write(&b, binary.LittleEndian, &h)
	b.Write(text)
	b.WriteString(names + "\x00")
	binary.Write(&b, binary.LittleEndian, []elf.Section64{
		{},
		{Name: 1, Type: uint32(elf.SHT_PROGBITS), Flags: uint64(elf.SHF_ALLOC | elf.SHF_EXECINSTR), Addr: 0x1000, Off: 64, Size: uint64(len(text))},
		{Name: 7, Type: uint32(elf.SHT_STRTAB), Off: 64 + uint64(len(text)), Size: uint64(len(names))},
	})
	return b.Bytes()
}

func main() {
	image := elfFile()
	f, err := elf.NewFile(bytes.NewReader(image))
	if err != nil {
		panic(err)
	}
	fmt.Println(f.Class, f.Data, f.Type, f.Machine, f.ByteOrder, f.Entry)
	for _, s := range f.Sections {
		d, err := s.Data()
		fmt.Printf("%q %v %v %x %v\n", s.Name, s.Type, s.Flags, d, err)
	}
	_, err = f.Symbols()
	fmt.Println(err)
	_, err = elf.NewFile(bytes.NewReader([]byte("not an elf file, but long enough")))
	fmt.Println(err)
	fmt.Println(elf.R_X86_64_PC32, elf.STT_FUNC, elf.DT_NEEDED, elf.ST_INFO(elf.STB_GLOBAL, elf.STT_OBJECT))

	_, err = buildinfo.Read(bytes.NewReader(image))
	fmt.Println(err)

	_, err = macho.NewFile(bytes.NewReader(make([]byte, 64)))
	fmt.Println(err)
	var mh bytes.Buffer
	binary.Write(&mh, binary.LittleEndian, macho.FileHeader{Magic: macho.Magic64, Cpu: macho.CpuArm64, Type: macho.TypeExec})
	mh.Write(make([]byte, 8))
	m, err := macho.NewFile(&reader{mh.Bytes()})
	fmt.Println(err)
	if err == nil {
		fmt.Println(m.Cpu, m.Type, len(m.Loads), macho.LoadCmdSegment64)
	}

	var ph bytes.Buffer
	binary.Write(&ph, binary.LittleEndian, pe.FileHeader{Machine: pe.IMAGE_FILE_MACHINE_AMD64, Characteristics: pe.IMAGE_FILE_EXECUTABLE_IMAGE})
	ph.Write(make([]byte, 200))
	p, err := pe.NewFile(bytes.NewReader(ph.Bytes()))
	fmt.Println(err)
	if err == nil {
		fmt.Printf("%#x %d %d\n", p.Machine, len(p.Sections), p.Characteristics)
	}
	_, err = plan9obj.NewFile(bytes.NewReader(image))
	fmt.Println(err)

	// One compile unit with a name, as DWARF 2.
	abbrev := []byte{1, 0x11, 0, 0x03, 0x08, 0x13, 0x0b, 0, 0, 0}
	info := append([]byte{0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 8, 1}, "main.c\x00\x16"...)
	binary.LittleEndian.PutUint32(info, uint32(len(info)-4))
	d, err := dwarf.New(abbrev, nil, nil, info, nil, nil, nil, nil)
	fmt.Println(err)
	e, err := d.Reader().Next()
	fmt.Println(e.Tag, e.Val(dwarf.AttrName), e.Val(dwarf.AttrLanguage), err)
	fmt.Println(dwarf.TagSubprogram, dwarf.AttrDeclFile.GoString(), (&dwarf.PtrType{Type: &dwarf.CharType{BasicType: dwarf.BasicType{CommonType: dwarf.CommonType{Name: "char"}}}}).String())

	t, err := gosym.NewTable(nil, gosym.NewLineTable(nil, 0x1000))
	fmt.Println(len(t.Syms), err)
	s := gosym.Sym{Name: "encoding/json.(*Decoder).Decode", Type: 'T'}
	fmt.Println(s.PackageName(), s.ReceiverName(), s.BaseName(), s.Static())
}

// reader reads zeros behind its end.
type reader struct{ b []byte }

func (r *reader) ReadAt(p []byte, off int64) (int, error) {
	clear(p)
	if off < int64(len(r.b)) {
		copy(p, r.b[off:])
	}
	return len(p), nil
}
