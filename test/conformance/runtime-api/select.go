// Command select makes a GOROOT whose package runtime has those of its own tests that use the exported API alone: a declaration of the
// external test files goes if it mentions something that is not in the package without its export_test files, or something that goes.
// So does what uses the tracer, which is not there yet, and what gcInternals names. It is overwritten with blanks, so that lines keep their numbers. Everything else is linked to the GOROOT given.
//
//	go run select.go GOROOT OUT
//
// prints the names of the tests and examples that are left. OUT/overlay.json is the same for `go test -overlay`.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// gcInternals are tests that use the exported API alone to look at what gc's compiler does: why.
var gcInternals = map[string]string{
	"TestAppendByteInLoop":    "how many allocations gc's buffers on the stack save append",
	"TestAppendByteCapInLoop": "the same",
	"TestAppendGrowthStack":   "the capacity of those buffers",
	"TestNonEscapingMap":      "gc puts the first group of a map on the stack",
	"TestTracebackArgs":       "the words of arguments in traces: WebAssembly's locals cannot be read",
}

type decl struct {
	nodes []ast.Node
	uses  map[types.Object]bool
	bad   bool
}

type selection struct {
	fset  *token.FileSet
	files []*ast.File
	info  *types.Info
	pkg   *types.Package
	wrong map[token.Pos]bool
	decls map[types.Object]*decl
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: select GOROOT OUT")
	}
	goroot, out := os.Args[1], os.Args[2]
	ctx := build.Default
	ctx.GOROOT, ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goroot, "js", "wasm", false
	ctx.ToolTags = nil // those of the machine that this runs on
	build.Default = ctx // the importer's
	dir := filepath.Join(goroot, "src/runtime")
	p, err := ctx.ImportDir(dir, 0)
	check(err)
	s := load(dir, p.XTestGoFiles)
	s.spread()
	link(goroot, out, append(p.TestGoFiles, p.XTestGoFiles...))
	overlay := map[string]string{}
	for _, n := range p.TestGoFiles {
		overlay[filepath.Join(dir, n)] = ""
	}
	for i, n := range p.XTestGoFiles {
		to := filepath.Join(out, "src/runtime", n)
		check(os.WriteFile(to, s.text(i, filepath.Join(dir, n)), 0o644))
		overlay[filepath.Join(dir, n)] = to
	}
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	check(err)
	check(os.WriteFile(filepath.Join(out, "overlay.json"), data, 0o644))
	fmt.Println(strings.Join(s.names(), "\n"))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// load checks the test files against the package as programs see it; what is undefined is internal.
func load(dir string, names []string) *selection {
	s := &selection{fset: token.NewFileSet(), wrong: map[token.Pos]bool{}, decls: map[types.Object]*decl{}}
	for _, n := range names {
		f, err := parser.ParseFile(s.fset, filepath.Join(dir, n), nil, parser.ParseComments)
		check(err)
		s.files = append(s.files, f)
	}
	conf := types.Config{Importer: importer.ForCompiler(s.fset, "source", nil), Error: func(err error) {
		if te := err.(types.Error); !te.Soft {
			s.wrong[te.Pos] = true
		}
	}}
	s.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	s.pkg, _ = conf.Check("runtime_test", s.fset, s.files, s.info)
	for _, f := range s.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				s.scan(s.owner(d), d)
			case *ast.GenDecl:
				for _, sp := range d.Specs {
					switch sp := sp.(type) {
					case *ast.TypeSpec:
						s.scan(s.info.Defs[sp.Name], sp)
					case *ast.ValueSpec:
						s.scan(s.info.Defs[sp.Names[0]], sp)
						for _, n := range sp.Names[1:] {
							s.decls[s.info.Defs[n]] = s.decls[s.info.Defs[sp.Names[0]]]
						}
					}
				}
			}
		}
	}
	return s
}

// owner is the object that a function's declaration belongs to: a method to its receiver's type.
func (s *selection) owner(d *ast.FuncDecl) types.Object {
	if d.Recv == nil {
		return s.info.Defs[d.Name]
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return s.pkg.Scope().Lookup(x.Name)
		default:
			return s.info.Defs[d.Name]
		}
	}
}

func (s *selection) scan(o types.Object, n ast.Node) {
	d := s.decls[o]
	if d == nil || o == nil || o.Name() == "_" || o.Name() == "init" {
		d = &decl{uses: map[types.Object]bool{}}
		if o == nil { // init functions have no object
			o = types.NewLabel(n.Pos(), s.pkg, "init")
		}
		s.decls[o] = d
	}
	d.nodes = append(d.nodes, n)
	d.bad = d.bad || gcInternals[o.Name()] != ""
	ast.Inspect(n, func(x ast.Node) bool {
		if x == nil {
			return true
		}
		d.bad = d.bad || s.wrong[x.Pos()]
		if id, ok := x.(*ast.Ident); ok {
			u := s.info.Uses[id]
			if p, ok := u.(*types.PkgName); ok && p.Imported().Path() == "runtime/trace" {
				d.bad = true
			}
			if u != nil && u.Parent() == s.pkg.Scope() {
				d.uses[u] = true
			}
		}
		return true
	})
}

// spread makes bad what uses something bad.
func (s *selection) spread() {
	for changed := true; changed; {
		changed = false
		for _, d := range s.decls {
			for u := range d.uses {
				if e := s.decls[u]; !d.bad && e != nil && e.bad {
					d.bad, changed = true, true
				}
			}
		}
	}
}

// text is a file without what is bad.
func (s *selection) text(i int, file string) []byte {
	text, err := os.ReadFile(file)
	check(err)
	f := s.files[i]
	blank := func(from, to token.Pos) {
		for k := s.fset.Position(from).Offset; k < s.fset.Position(to).Offset; k++ {
			if text[k] != '\n' {
				text[k] = ' '
			}
		}
	}
	gone := map[ast.Node]bool{}
	for _, d := range s.decls {
		if d.bad {
			for _, n := range d.nodes {
				gone[n] = true
			}
		}
	}
	used := map[types.Object]bool{}
	dot := map[*types.Package]bool{}
	keep := func(n ast.Node) {
		ast.Inspect(n, func(x ast.Node) bool {
			if id, ok := x.(*ast.Ident); ok {
				if u := s.info.Uses[id]; u != nil {
					used[u] = true
					dot[u.Pkg()] = true
				}
			}
			return true
		})
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if gone[d] {
				from := d.Pos()
				if d.Doc != nil {
					from = d.Doc.Pos()
				}
				blank(from, d.End())
			} else {
				keep(d)
			}
		case *ast.GenDecl:
			for _, sp := range d.Specs {
				if gone[sp] {
					if !d.Lparen.IsValid() {
						blank(d.Pos(), d.End())
					} else {
						blank(sp.Pos(), sp.End())
					}
				} else if d.Tok != token.IMPORT {
					keep(sp)
				}
			}
		}
	}
	return s.imports(f, string(text), used, dot)
}

// imports makes imports that nothing uses any more blank ones. They come first in the file: later ones are edited first.
func (s *selection) imports(f *ast.File, text string, used map[types.Object]bool, dot map[*types.Package]bool) []byte {
	for k := len(f.Imports) - 1; k >= 0; k-- {
		im := f.Imports[k]
		var o types.Object
		if im.Name != nil {
			o = s.info.Defs[im.Name]
		} else {
			o = s.implicit(f, im)
		}
		switch {
		case im.Name != nil && im.Name.Name == "_":
			continue
		case im.Name != nil && im.Name.Name == ".":
			inUse := false
			for p := range dot {
				inUse = inUse || p != nil && p.Path() == strings.Trim(im.Path.Value, `"`)
			}
			if inUse {
				continue
			}
		case o != nil && used[o]:
			continue
		}
		at := s.fset.Position(im.Pos()).Offset
		end := s.fset.Position(im.End()).Offset
		text = text[:at] + "_ " + im.Path.Value + text[end:]
	}
	return []byte(text)
}

// implicit finds the object of an import without a name by the uses of it.
func (s *selection) implicit(f *ast.File, im *ast.ImportSpec) types.Object {
	path := strings.Trim(im.Path.Value, `"`)
	for id, u := range s.info.Uses {
		if pn, ok := u.(*types.PkgName); ok && pn.Imported().Path() == path && f.FileStart <= id.Pos() && id.Pos() < f.FileEnd {
			return u
		}
	}
	return nil
}

// link makes OUT a GOROOT of links, with a folder of its own for package runtime.
func link(goroot, out string, except []string) {
	skip := map[string]bool{}
	for _, n := range except {
		skip[n] = true
	}
	into := func(sub string, skip map[string]bool) {
		list, err := os.ReadDir(filepath.Join(goroot, sub))
		check(err)
		check(os.MkdirAll(filepath.Join(out, sub), 0o755))
		for _, e := range list {
			if !skip[e.Name()] {
				check(os.Symlink(filepath.Join(goroot, sub, e.Name()), filepath.Join(out, sub, e.Name())))
			}
		}
	}
	into(".", map[string]bool{"src": true})
	into("src", map[string]bool{"runtime": true})
	into("src/runtime", skip)
}

func (s *selection) names() []string {
	var list []string
	for o, d := range s.decls {
		if _, ok := o.(*types.Func); ok && !d.bad && (strings.HasPrefix(o.Name(), "Test") || strings.HasPrefix(o.Name(), "Example")) {
			list = append(list, o.Name())
		}
	}
	sort.Strings(list)
	return list
}
