// uses: go/ast, go/parser, go/printer, go/format, go/scanner, go/token, go/doc, go/doc/comment, go/build/constraint, go/version
package main

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/doc"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/printer"
	"go/scanner"
	"go/token"
	"go/version"
	"os"
)

const src = `// Package p is a test.
//
// # Heading
//
//   - one [T]
//   - two
package p

import ("fmt";  "os")

// T is a type.
type T[K comparable, V any] struct { m map[K]V // the map
 n int }

// Get gets.
func (t *T[K,V]) Get(k K) (v V, ok bool) { v, ok = t.m[k]; return }

// New makes a T. Deprecated: no.
func New() *T[int,string] { for i:=range 10 { fmt.Println(i, os.Args) }; return nil }

const (A = iota; B; C)
`

func main() {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	fmt.Println(err)
	counts := map[string]int{}
	ast.Inspect(f, func(n ast.Node) bool {
		if n != nil {
			counts[fmt.Sprintf("%T", n)]++
		}
		return true
	})
	fmt.Println(counts)
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			fmt.Println(d.Tok, fset.Position(d.Pos()), len(d.Specs))
		case *ast.FuncDecl:
			fmt.Println("func", d.Name, fset.Position(d.Body.Rbrace), d.Recv != nil)
		}
	}
	(&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}).Fprint(os.Stdout, fset, f)
	out, err := format.Source([]byte("package q\nvar (a=1;bbb   =2 // c\n)\nfunc f(x,y int)(int){if x>y{return x};return y+ x*2}"))
	fmt.Println(string(out), err)
	_, err = parser.ParseFile(fset, "bad.go", "package p\nfunc f( { x := \n var }", parser.AllErrors)
	if list, ok := err.(scanner.ErrorList); ok {
		for _, e := range list {
			fmt.Println(e)
		}
	}
	e, err := parser.ParseExpr("a + b*f(c[1:], func() {})")
	ast.Print(nil, e.(*ast.BinaryExpr).X)
	fmt.Println(err, ast.IsExported("Abc"), token.Lookup("range"), token.ADD.Precedence(), token.ARROW)

	var s scanner.Scanner
	text := []byte("x := 0x1p-2 + 'a' // hi\n\"str\" <<= `raw`")
	s.Init(fset.AddFile("", fset.Base(), len(text)), text, nil, scanner.ScanComments)
	for {
		p, t, lit := s.Scan()
		if t == token.EOF {
			break
		}
		fmt.Printf("%v %v %q|", fset.Position(p), t, lit)
	}
	fmt.Println()

	pkg, err := doc.NewFromFiles(fset, []*ast.File{f}, "example.com/p")
	fmt.Println(err, pkg.Name, pkg.Synopsis(pkg.Doc))
	for _, t := range pkg.Types {
		fmt.Printf("%s: %q", t.Name, t.Doc)
		for _, m := range t.Methods {
			fmt.Print(" ", m.Recv, ".", m.Name)
		}
		for _, fn := range t.Funcs {
			fmt.Print(" ", fn.Name)
		}
		fmt.Println()
	}
	os.Stdout.Write(pkg.HTML(pkg.Doc))
	var cp comment.Parser
	d := cp.Parse("Text with a link, https://go.dev/x.\n\n\tcode block\n\n 1. first\n 2. second\n\n[ref]: https://example.com")
	var pr comment.Printer
	pr.TextPrefix = "> "
	os.Stdout.Write(pr.Text(d))
	os.Stdout.Write(pr.Markdown(d))
	x, err := constraint.Parse("//go:build (linux && !cgo) || go1.20")
	fmt.Println(x, err, x.Eval(func(t string) bool { return t == "linux" }), constraint.GoVersion(x))
	lines, err := constraint.PlusBuildLines(x)
	fmt.Println(lines, err)
	fmt.Println(version.Compare("go1.21rc2", "go1.21.0"), version.Lang("go1.22.3"), version.IsValid("go1"))
}
