// uses: compress/bzip2, compress/flate, compress/gzip, compress/lzw, compress/zlib, bufio, encoding/base64
package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"compress/lzw"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"
)

// "hello, bzip2 world\n" repeated 20 times, made with bzip2.
const bz = "QlpoOTFBWSZTWaIgWf8AAFnZgAAQQAQQABZk0JAgAFCmAAApVRppk9D1TcmxPhNE6J9J0TROSYTwnZNxMJhNE/Ewn8XckU4UJCiIFn/A"

func text() []byte {
	var b bytes.Buffer
	x := uint32(1)
	for i := 0; i < 3000; i++ {
		x = x*1664525 + 1013904223
		fmt.Fprintf(&b, "line %d %d\n", i, x>>24)
	}
	return b.Bytes()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	src := text()
	fmt.Println(len(src), crc32.ChecksumIEEE(src))
	for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, 1, 5, 6, 9} {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, level)
		check(err)
		_, err = w.Write(src)
		check(err)
		check(w.Close())
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(b.Bytes())))
		check(err)
		fmt.Println("flate", level, b.Len(), crc32.ChecksumIEEE(b.Bytes()), bytes.Equal(got, src))
	}
	var b bytes.Buffer
	gw, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	gw.Name, gw.Comment, gw.ModTime = "a.txt", "comment", time.Unix(1e9, 0)
	gw.Write(src[:5000])
	check(gw.Flush())
	gw.Write(src[5000:])
	check(gw.Close())
	size := b.Len()
	gr, err := gzip.NewReader(bufio.NewReaderSize(&b, 100))
	check(err)
	got, err := io.ReadAll(gr)
	check(err)
	fmt.Println("gzip", size, gr.Name, gr.Comment, gr.ModTime.Unix(), bytes.Equal(got, src))
	_, err = gzip.NewReader(strings.NewReader("not gzip at all"))
	fmt.Println(err)

	b.Reset()
	dict := []byte("line 1 2 3 4 5")
	zw, err := zlib.NewWriterLevelDict(&b, 9, dict)
	check(err)
	zw.Write(src)
	check(zw.Close())
	zr, err := zlib.NewReaderDict(bytes.NewReader(b.Bytes()), dict)
	check(err)
	got, err = io.ReadAll(zr)
	check(err)
	fmt.Println("zlib", b.Len(), bytes.Equal(got, src))
	_, err = zlib.NewReader(bytes.NewReader(b.Bytes()))
	fmt.Println(err)

	for _, order := range []lzw.Order{lzw.LSB, lzw.MSB} {
		b.Reset()
		lw := lzw.NewWriter(&b, order, 8)
		lw.Write(src)
		check(lw.Close())
		got, err = io.ReadAll(lzw.NewReader(bytes.NewReader(b.Bytes()), order, 8))
		check(err)
		fmt.Println("lzw", order, b.Len(), crc32.ChecksumIEEE(b.Bytes()), bytes.Equal(got, src))
	}
	data, err := base64.StdEncoding.DecodeString(bz)
	check(err)
	got, err = io.ReadAll(bzip2.NewReader(bytes.NewReader(data)))
	fmt.Printf("bzip2 %d %q %v\n", len(got), got[:min(40, len(got))], err)
	_, err = io.ReadAll(bzip2.NewReader(strings.NewReader("BZh9 broken")))
	fmt.Println(err)
	_, err = io.ReadAll(flate.NewReader(strings.NewReader("\xff\xff\xff")))
	fmt.Println(err)
}
