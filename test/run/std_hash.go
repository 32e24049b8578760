// uses: hash/adler32, hash/crc32, hash/crc64, hash/fnv, hash/maphash, hash
package main

import (
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"hash/maphash"
	"io"
)

func main() {
	data := make([]byte, 10000)
	for i := range data {
		data[i] = byte(i * i >> 3)
	}
	for _, h := range []hash.Hash{adler32.New(), crc32.NewIEEE(), crc32.New(crc32.MakeTable(crc32.Castagnoli)), crc32.New(crc32.MakeTable(crc32.Koopman)),
		crc64.New(crc64.MakeTable(crc64.ISO)), crc64.New(crc64.MakeTable(crc64.ECMA)), fnv.New32(), fnv.New32a(), fnv.New64(), fnv.New64a(), fnv.New128(), fnv.New128a()} {
		io.WriteString(h, "prefix")
		for i := 0; i < len(data); i += 997 {
			h.Write(data[i:min(i+997, len(data))])
		}
		fmt.Printf("%T %d %d %x\n", h, h.Size(), h.BlockSize(), h.Sum([]byte{0}))
	}
	fmt.Println(crc32.Update(0, crc32.IEEETable, data), crc64.Checksum(data, crc64.MakeTable(crc64.ECMA)), adler32.Checksum(data))
	seed := maphash.MakeSeed()
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString("hello")
	fmt.Println(h.Sum64() == maphash.String(seed, "hello"), maphash.Bytes(seed, data) == maphash.Bytes(seed, append([]byte{}, data...)), maphash.String(seed, "a") == maphash.String(seed, "b"))
	type k struct {
		s string
		f float64
	}
	fmt.Println(maphash.Comparable(seed, k{"x", 0.0}) == maphash.Comparable(seed, k{"x", -1 * 0.0}), maphash.Comparable(maphash.MakeSeed(), 1) == maphash.Comparable(seed, 1))
}
