// uses: embed
package main

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed files/a.txt
var text string

//go:embed files/bin.dat
var data []byte

//go:embed files *.md
var tree embed.FS

//go:embed all:files
var all embed.FS

func main() {
	fmt.Printf("%q %v\n", text, data)
	for _, f := range []embed.FS{tree, all} {
		fs.WalkDir(f, ".", func(p string, d fs.DirEntry, err error) error {
			i, _ := d.Info()
			fmt.Println(p, d.IsDir(), i.Size(), i.Mode(), err)
			return nil
		})
	}
	b, err := tree.ReadFile("files/sub/c.txt")
	fmt.Println(string(b), err)
	_, err = tree.ReadFile("nope")
	fmt.Println(err)
	f, err := tree.Open("files/a.txt")
	st, _ := f.Stat()
	fmt.Println(st.Name(), st.ModTime().IsZero(), err)
	data[0] = 'X'
	fmt.Println(data)
}
