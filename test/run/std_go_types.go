// uses: go/types, go/constant, go/importer, go/build, go/ast, go/parser, go/token
package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

const src = `package p
type Num interface{ ~int | ~float64 }
func Sum[T Num](xs ...T) (s T) { for _, x := range xs { s += x }; return }
type Stringer interface{ String() string }
type S struct{ a int; b []string }
func (s *S) String() string { return s.b[0] }
var v = Sum(1, 2, 3)
var w = Sum(1.5)
const Big = 1 << 100 / 3
const F = Big / 7.0
func g() { var x Stringer = S{}; y := 1; z = "a" + 1; return 5 }
var a, b = b, a
`

type none struct{}

func (none) Import(path string) (*types.Package, error) { return nil, fmt.Errorf("no %s here", path) }

func main() {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		panic(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Instances: map[*ast.Ident]types.Instance{}}
	conf := types.Config{Importer: none{}, Error: func(err error) { fmt.Println(err) }}
	pkg, err := conf.Check("example.com/p", fset, []*ast.File{f}, info)
	fmt.Println("first:", err)
	sc := pkg.Scope()
	for _, n := range sc.Names() {
		o := sc.Lookup(n)
		fmt.Println(types.ObjectString(o, types.RelativeTo(pkg)))
	}
	iface := sc.Lookup("Stringer").Type().Underlying().(*types.Interface)
	s := sc.Lookup("S").Type()
	fmt.Println(types.Implements(s, iface), types.Implements(types.NewPointer(s), iface))
	ms := types.NewMethodSet(types.NewPointer(s))
	fmt.Println(ms.Len(), ms.At(0))
	var inst []string
	for id, in := range info.Instances {
		inst = append(inst, fmt.Sprint(fset.Position(id.Pos()), " ", in.Type))
	}
	slices.Sort(inst)
	fmt.Println(strings.Join(inst, "\n"))
	big := sc.Lookup("Big").(*types.Const).Val()
	fmt.Println(big.ExactString(), constant.BitLen(big), sc.Lookup("F").(*types.Const).Val())
	c := constant.BinaryOp(constant.MakeInt64(7), token.QUO, constant.MakeInt64(2))
	fmt.Println(c, constant.ToInt(constant.MakeFloat64(3)).Kind(), constant.Compare(c, token.LSS, constant.MakeFromLiteral("3.6", token.FLOAT, 0)), constant.StringVal(constant.MakeString("q")))
	fmt.Println(constant.Shift(constant.MakeInt64(1), token.SHL, 200), constant.UnaryOp(token.XOR, constant.MakeUint64(5), 8))
	tv, err := types.Eval(fset, pkg, token.NoPos, "len(\"abc\")*2 + v")
	fmt.Println(tv.Type, tv.Value, err)
	tv, err = types.Eval(fset, pkg, token.NoPos, "1<<3 | 1")
	fmt.Println(tv.Type, tv.Value, err)
	sizes := types.SizesFor("gc", "amd64")
	fmt.Println(sizes.Sizeof(s.Underlying()), types.Identical(types.Typ[types.Byte], types.Universe.Lookup("uint8").Type()))
	_, err = importer.ForCompiler(fset, "source", nil).Import("nosuchpackage")
	fmt.Println(err != nil)
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.BuildTags = "plan9", "arm", []string{"extra"}
	for _, n := range []string{"a_linux.go", "a_plan9.go", "a_arm.go", "a_test.go", "_x.go"} {
		fmt.Print(n, ":", build.IsLocalImport("./"+n), strings.HasPrefix(n, "_"), " ")
	}
	fmt.Println()
	arch, err := build.ArchChar("amd64")
	fmt.Println(arch, err, ctx.Compiler)
	_, err = ctx.ImportDir("/nonexistent-directory", 0)
	fmt.Println(err != nil)
}
