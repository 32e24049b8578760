// Command goroot-check type-checks the packages of std as Gossamer compiles them: the release's files for js/wasm with the overlay of
// goroot/ applied, and looks for bodyless functions that nothing provides. Run by scripts/check-goroot.mjs.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type entry struct {
	Keep []string            `json:"keep"`
	Drop []string            `json:"drop"`
	Tags []string            `json:"tags"`
	Omit map[string][]string `json:"omit"`
}

type listed struct {
	ImportPath string
	GoFiles    []string
}

type pkg struct {
	path  string
	types *types.Package
	files []*ast.File
}

var (
	overlay struct{ Packages map[string]entry }
	ours    = flag.String("goroot", "goroot", "overlay directory")
	emit    = flag.String("emit", "", "directory for files with omissions, and list.json: packages and files in dependency order")
	order   []listed
	maxErr  = flag.Int("max", 40, "errors per package")
	fset    = token.NewFileSet()
	ctxt    = build.Default
	pkgs    = map[string]*pkg{}
	errs    int
	omitted = map[string]bool{}
)

func main() {
	flag.Parse()
	data, err := os.ReadFile(filepath.Join(*ours, "overlay.json"))
	check(err)
	check(json.Unmarshal(data, &overlay))
	ctxt.GOOS, ctxt.GOARCH, ctxt.CgoEnabled, ctxt.Compiler = "js", "wasm", false, "gc"
	ctxt.ToolTags = []string{"goexperiment.dwarf5", "goexperiment.greenteagc", "goexperiment.randomizedheapbase64", "wasm.satconv", "wasm.signext"}
	for _, p := range flag.Args() {
		load(p)
	}
	links()
	if *emit != "" {
		b, _ := json.Marshal(order)
		check(os.WriteFile(filepath.Join(*emit, "list.json"), b, 0o666))
	}
	if errs > 0 {
		fmt.Printf("%d errors\n", errs)
		os.Exit(1)
	}
	fmt.Printf("%d packages type-check\n", len(pkgs))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// sources lists the files of a package: path and, for release files, declarations to leave out.
func sources(path string) map[string][]string {
	e, has := overlay.Packages[path]
	dir := filepath.Join(ctxt.GOROOT, "src", path)
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Join(ctxt.GOROOT, "src", "vendor", path)
	}
	mine := filepath.Join(*ours, "src", path)
	out := map[string][]string{}
	names := map[string]string{}
	ctxt.BuildTags = e.Tags
	list := func(d string, ok func(string) bool) {
		ents, _ := os.ReadDir(d)
		for _, x := range ents {
			n := x.Name()
			if !strings.HasSuffix(n, ".go") || strings.HasSuffix(n, "_test.go") || !ok(n) {
				continue
			}
			if m, err := ctxt.MatchFile(d, n); err == nil && m {
				names[n] = filepath.Join(d, n)
			}
		}
	}
	list(dir, func(n string) bool {
		if has && e.Keep != nil {
			return in(e.Keep, n)
		}
		return !in(e.Drop, n)
	})
	list(mine, func(string) bool { return true })
	for n, f := range names {
		out[f] = nil
		if strings.HasPrefix(f, dir) {
			out[f] = e.Omit[n]
		}
	}
	return out
}

func in(l []string, s string) bool {
	for _, x := range l {
		if x == s {
			return true
		}
	}
	return false
}

// onlyTests reports whether the release's package consists of tests.
func onlyTests(path string) bool {
	files, _ := filepath.Glob(filepath.Join(build.Default.GOROOT, "src", path, "*_test.go"))
	return len(files) > 0
}

func load(path string) *types.Package {
	if path == "unsafe" {
		return types.Unsafe
	}
	if p := pkgs[path]; p != nil {
		return p.types
	}
	p := &pkg{path: path}
	pkgs[path] = p
	var names []string
	src := sources(path)
	for f := range src {
		names = append(names, f)
	}
	sort.Strings(names)
	for _, f := range names {
		af, err := parser.ParseFile(fset, f, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			report(err.Error())
			continue
		}
		if len(src[f]) > 0 {
			omit(af, src[f], f)
		}
		p.files = append(p.files, af)
	}
	if len(p.files) == 0 && !onlyTests(path) {
		report("no files for " + path)
	}
	n := 0
	conf := types.Config{
		Importer: importer{}, Sizes: types.SizesFor("gc", "amd64"), GoVersion: "go1.26",
		Error: func(err error) {
			te := err.(types.Error)
			f := fset.Position(te.Pos).Filename
			if omitted[f] && strings.Contains(te.Msg, "imported and not used") {
				return
			}
			if n++; n <= *maxErr {
				report(err.Error())
			} else {
				errs++
			}
		},
	}
	p.types, _ = conf.Check(path, fset, p.files, nil)
	if *emit != "" {
		write(p, names, src)
	}
	return p.types
}

// write lists a package for other tools, with the files that have omissions printed anew.
func write(p *pkg, names []string, src map[string][]string) {
	l := listed{ImportPath: p.path}
	for i, f := range names {
		if len(src[f]) > 0 && i < len(p.files) {
			dir := filepath.Join(*emit, "src", p.path)
			check(os.MkdirAll(dir, 0o777))
			out := filepath.Join(dir, filepath.Base(f))
			var b bytes.Buffer
			check(format.Node(&b, fset, p.files[i]))
			check(os.WriteFile(out, b.Bytes(), 0o666))
			f = out
		}
		abs, _ := filepath.Abs(f)
		l.GoFiles = append(l.GoFiles, abs)
	}
	order = append(order, l)
}

type importer struct{}

func (importer) Import(path string) (*types.Package, error) { return load(path), nil }

func report(s string) { errs++; fmt.Println(strings.ReplaceAll(s, ctxt.GOROOT+"/src/", "")) }

// omit removes the named declarations from a file.
func omit(f *ast.File, names []string, file string) {
	omitted[file] = true
	left := map[string]bool{}
	for _, n := range names {
		left[n] = true
	}
	gone := func(n string) bool {
		for _, x := range names {
			if x == n {
				delete(left, n)
				return true
			}
		}
		return false
	}
	var decls []ast.Decl
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				var b bytes.Buffer
				t := d.Recv.List[0].Type
				if s, ok := t.(*ast.StarExpr); ok {
					b.WriteString("(*" + s.X.(*ast.Ident).Name + ")")
				} else if id, ok := t.(*ast.Ident); ok {
					b.WriteString(id.Name)
				}
				name = b.String() + "." + name
			}
			if gone(name) {
				continue
			}
		case *ast.GenDecl:
			var specs []ast.Spec
			for _, s := range d.Specs {
				drop := false
				switch s := s.(type) {
				case *ast.TypeSpec:
					drop = gone(s.Name.Name)
				case *ast.ValueSpec:
					for _, id := range s.Names {
						if id.Name != "_" && gone(id.Name) {
							drop = true
						}
					}
				}
				if !drop {
					specs = append(specs, s)
				}
			}
			if len(specs) == 0 && d.Tok != token.IMPORT {
				continue
			}
			d.Specs = specs
		}
		decls = append(decls, d)
	}
	f.Decls = decls
	for n := range left {
		report(fmt.Sprintf("%s: overlay omits %s, which is not there", file, n))
	}
}

// links reports bodyless functions that no body, linkname, import or intrinsic provides.
func links() {
	defined := map[string]bool{}
	pushed := map[string]bool{}
	type need struct{ sym, target, pos string }
	var needs []need
	for path, p := range pkgs {
		for _, f := range p.files {
			names := map[string]string{}
			imports := map[string]bool{}
			for _, g := range f.Comments {
				for _, c := range g.List {
					w := strings.Fields(c.Text)
					if len(w) > 1 && w[0] == "//go:linkname" {
						if len(w) == 3 {
							names[w[1]] = w[2]
						}
					}
				}
			}
			for _, d := range f.Decls {
				fd, ok := d.(*ast.FuncDecl)
				if !ok || fd.Recv != nil {
					if ok {
						defined[path+"."+recv(fd)+fd.Name.Name] = true
						if t, ok := fd.Recv.List[0].Type.(*ast.Ident); ok {
							defined[path+".(*"+t.Name+")."+fd.Name.Name] = true // the compiler's wrapper
						}
					}
					continue
				}
				if fd.Doc != nil {
					for _, c := range fd.Doc.List {
						if strings.HasPrefix(c.Text, "//go:wasmimport") {
							imports[fd.Name.Name] = true
						}
					}
				}
				sym := path + "." + fd.Name.Name
				if fd.Body != nil {
					defined[sym] = true
					if t := names[fd.Name.Name]; t != "" {
						pushed[t] = true
					}
				} else if !imports[fd.Name.Name] {
					t := sym
					if names[fd.Name.Name] != "" {
						t = names[fd.Name.Name]
					}
					needs = append(needs, need{sym, t, fset.Position(fd.Pos()).String()})
				}
			}
		}
	}
	intrinsic := func(s string) bool {
		for _, p := range []string{"internal/wasm.", "sync/atomic.", "internal/runtime/atomic.", "math.arch", "internal/runtime/sys.", "internal/abi.FuncPC"} {
			if strings.HasPrefix(s, p) {
				return true
			}
		}
		return s == "runtime.getg" || s == "main.main"
	}
	sort.Slice(needs, func(i, j int) bool { return needs[i].pos < needs[j].pos })
	for _, n := range needs {
		if !defined[n.target] && !pushed[n.target] && !pushed[n.sym] && !intrinsic(n.sym) && !intrinsic(n.target) {
			report(fmt.Sprintf("%s: %s has no body (target %s)", n.pos, n.sym, n.target))
		}
	}
}

func recv(fd *ast.FuncDecl) string {
	t := fd.Recv.List[0].Type
	if s, ok := t.(*ast.StarExpr); ok {
		if id, ok := s.X.(*ast.Ident); ok {
			return "(*" + id.Name + ")."
		}
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "."
	}
	return ""
}
