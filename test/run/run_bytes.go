// Bytes put together and taken apart by shifts, in both orders, with checks between them.
package main

import (
	"encoding/binary"
	"fmt"
)

//go:noinline
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

//go:noinline
func be32(b []byte, j int) uint32 {
	return uint32(b[j])<<24 | uint32(b[j+1])<<16 | uint32(b[j+2])<<8 | uint32(b[j+3])
}

//go:noinline
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

//go:noinline
func be64(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

//go:noinline
func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }

//go:noinline
func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }

//go:noinline
func mixed(b []byte) uint32 {
	x := uint32(b[0]) | uint32(b[1])<<8
	b[2] = 7
	return x | uint32(b[2])<<16 | uint32(b[3])<<24
}

func main() {
	b := []byte{1, 2, 0x83, 4, 5, 6, 7, 0x88, 9}
	fmt.Printf("%x %x %x %x %x %x %x\n", le32(b[1:]), be32(b, 1), le64(b), be64(b[1:]), le16(b[1:]), be16(b[2:]), mixed(b))
	func() {
		defer func() { fmt.Println(recover()) }()
		be32(b, 6)
	}()
}

//go:noinline
func put(b []byte, v uint32, w uint64, h uint16, s int32) {
	binary.LittleEndian.PutUint32(b, v)
	binary.BigEndian.PutUint32(b[4:], v)
	binary.LittleEndian.PutUint64(b[8:], w)
	binary.BigEndian.PutUint64(b[16:], w)
	binary.LittleEndian.PutUint16(b[24:], h)
	binary.BigEndian.PutUint16(b[26:], h)
	b[28], b[29], b[30], b[31] = byte(s), byte(s>>8), byte(s>>16), byte(s>>24)
}

//go:noinline
func unchecked(b []byte, v uint32) {
	b[0] = byte(v)
	b[1] = byte(v >> 8)
	b[2] = byte(v >> 16)
	b[3] = byte(v >> 24)
}

//go:noinline
func loop(b []byte) (s uint64) {
	for len(b) >= 8 {
		s = s*31 + binary.BigEndian.Uint64(b) ^ uint64(binary.LittleEndian.Uint32(b[4:]))
		b = b[1:]
	}
	return s
}

func init() {
	var b [32]byte
	put(b[:], 0x81020384, 0x8877665544332211, 0xfedc, -0x12345678)
	fmt.Printf("%x\n", b)
	c := make([]byte, 3)
	func() {
		defer func() { fmt.Println(recover(), c) }()
		unchecked(c, 0x01020304)
	}()
	fmt.Println(loop(b[:]))
	fmt.Printf("%x\n", binary.BigEndian.AppendUint64(binary.LittleEndian.AppendUint32(nil, 0xdeadbeef), 0x0123456789abcdef))
}
