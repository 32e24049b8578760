// uses: archive/tar, archive/zip, bytes, io, io/fs, time, fmt
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

var files = []struct{ name, body string }{
	{"readme.txt", "This archive contains some text files.\n"},
	{"dir/gopher.txt", strings.Repeat("Gopher names: George, Geoffrey, Gonzo\n", 50)},
	{"dir/todo.txt", "Get animal handling license."},
	{strings.Repeat("long/", 40) + "name.txt", "deep"},
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func doTar() {
	var buf bytes.Buffer
	tw := tar.NewWriter(&buf)
	for _, f := range files {
		check(tw.WriteHeader(&tar.Header{Name: f.name, Mode: 0o640, Size: int64(len(f.body)), ModTime: time.Unix(1700000000, 0), Uname: "gopher"}))
		_, err := io.WriteString(tw, f.body)
		check(err)
	}
	check(tw.WriteHeader(&tar.Header{Typeflag: tar.TypeSymlink, Name: "link", Linkname: "readme.txt"}))
	_, err := tw.Write([]byte("too much"))
	fmt.Println("write too long:", err)
	check(tw.Close())
	fmt.Println("tar size", buf.Len())
	tr := tar.NewReader(&buf)
	for {
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		check(err)
		b, err := io.ReadAll(tr)
		check(err)
		fmt.Println(len(h.Name), h.Mode, h.Size, h.Uname, h.Linkname, h.FileInfo().Mode(), h.ModTime.Unix(), len(b), h.Format)
	}
	_, err = tar.NewReader(strings.NewReader(strings.Repeat("garbage!", 128))).Next()
	fmt.Println(err)
}

func doZip() {
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for i, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Date(2024, 5, 6, 7, 8, 10, 0, time.UTC)}
		if i == 0 {
			h.Method = zip.Store
		}
		w, err := zw.CreateHeader(h)
		check(err)
		_, err = io.WriteString(w, f.body)
		check(err)
	}
	check(zw.SetComment("a comment"))
	check(zw.Close())
	zr, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	check(err)
	fmt.Println(zr.Comment, len(zr.File))
	for _, f := range zr.File {
		r, err := f.Open()
		check(err)
		b, err := io.ReadAll(r)
		check(err)
		fmt.Printf("%d %d %08x %v %v %d\n", len(f.Name), f.Method, f.CRC32, f.Modified.UTC().Format(time.RFC3339), f.Mode(), len(b))
	}
	n := 0
	check(fs.WalkDir(zr, ".", func(p string, d fs.DirEntry, err error) error {
		if n++; !strings.HasPrefix(p, "long") {
			fmt.Println(p, d.IsDir(), err)
		}
		return err
	}))
	fmt.Println(n)
	_, err = zip.NewReader(strings.NewReader("nope"), 4)
	fmt.Println(err, err == zip.ErrFormat)
	damaged := bytes.Replace(buf.Bytes(), []byte("some text"), []byte("some tent"), 1)
	zr, err = zip.NewReader(bytes.NewReader(damaged), int64(len(damaged)))
	check(err)
	_, err = fs.ReadFile(zr, "readme.txt")
	fmt.Println(err)
}

func main() {
	doTar()
	doZip()
}
