// uses: bytes, strings, strconv, unicode, unicode/utf8, unicode/utf16, io, bufio, fmt, errors
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

type V struct {
	A int
	B *string
	C []byte
	D map[string]any
	E error
}
type fmter int

func (f fmter) Format(s fmt.State, verb rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "[%c %d %v %d %v %v %v]", verb, w, wok, p, pok, s.Flag('+'), s.Flag('#'))
}

type panicker struct{}

func (panicker) String() string { panic("oops") }

func main() {
	s := "Hello, 世界 \xff ẞß İi ǅ"
	fmt.Println(strings.ToUpper(s), strings.ToLower(s), strings.ToTitle("ǆ"), len(s), utf8.RuneCountInString(s), utf8.ValidString(s), strings.ToValidUTF8(s, "?"))
	fmt.Println(strings.EqualFold("Straße", "STRAßE"), strings.Fields("  a b\u2003c "), strings.FieldsFunc("a1b22c", unicode.IsDigit), strings.SplitAfterN("a,b,c,d", ",", 3), strings.Title("foo bar"))
	fmt.Println(strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"), strings.IndexAny("golang", "ny"), strings.Count("cheese", ""), strings.Map(func(r rune) rune { return r + 1 }, "abc☺"), strings.NewReplacer("<", "&lt;", "a", "b", "aa", "c").Replace("<aaa>"), strings.Repeat("ab", 3))
	before, after, ok := strings.Cut("k=v=w", "=")
	fmt.Println(before, after, ok, strings.TrimFunc("123abc456", unicode.IsNumber), strings.TrimLeft("xxyx", "xy"), strings.Compare("a", "b"))
	fmt.Println(slices.Collect(strings.SplitSeq("a-b-c", "-")), slices.Collect(strings.Lines("x\ny\nz")))
	var sb strings.Builder
	for i, r := range "aé世🎉\xc0" {
		fmt.Fprintf(&sb, "%d:%U:%d ", i, r, utf8.RuneLen(r))
	}
	fmt.Println(sb.String(), utf16.Encode([]rune("a🎉")), string(utf16.Decode([]uint16{0xd83c, 0xdf89, 0xd800})))
	fmt.Println(unicode.Is(unicode.Han, '世'), unicode.In('é', unicode.Latin, unicode.Greek), unicode.SimpleFold('K'), unicode.IsPunct('!'), unicode.TurkishCase.ToUpper('i'), unicode.IsControl('\n'), len(unicode.Scripts) > 100)
	for _, x := range []string{"123", "-0x7f", "0b101", "1_000", "99999999999999999999", "", "abc", "0o17"} {
		n, err := strconv.ParseInt(x, 0, 64)
		fmt.Print(n, " ", err, "; ")
	}
	fmt.Println()
	for _, x := range []string{"1.5e300", "0x1.8p1", "inf", "1e400", "4.9e-324", "0.1", "123456789012345678", "x"} {
		f, err := strconv.ParseFloat(x, 64)
		fmt.Print(f, " ", err, "; ")
	}
	fmt.Println()
	fmt.Println(strconv.Quote("a\t\"☺\x00\xff\u200b"), strconv.QuoteToASCII("☺"), strconv.FormatFloat(1.0/3, 'g', -1, 32), strconv.FormatInt(-255, 36), strconv.AppendBool(nil, true), strconv.FormatFloat(123456789, 'e', 3, 64), strconv.FormatComplex(1+2i, 'f', 1, 128))
	u, err := strconv.Unquote(`"a\u00e9\x41\n"`)
	fmt.Printf("%q %v\n", u, err)
	_, err = strconv.Atoi("12a")
	var ne *strconv.NumError
	fmt.Println(err, errors.As(err, &ne), errors.Is(err, strconv.ErrSyntax))

	v := V{A: -5, C: []byte("hi"), D: map[string]any{"z": 1.5, "a": nil}, E: errors.New("err")}
	fmt.Printf("%v\n%+v\n%#v\n%T\n", v, v, v.D, v)
	fmt.Printf("|%6d|%-6d|%06d|%+d|%x|%X|%#o|%b|%c|%U|%#U|%q|\n", 42, 42, -42, 42, 255, 255, 8, 5, 'x', '☺', '☺', 'y')
	fmt.Printf("|%8.3f|%-8.2e|%g|%G|%+.1f|%x|% x|%#x|%s|%.2s|%10q|%v|\n", 3.14159, 31415.9, 1e21, 1e-7, 2.0, "hex", "hex", []byte("ab"), "str", "世界人", "q", [2]bool{true})
	fmt.Printf("%d %!|%z|%d|%[3]*.[2]*[1]f|%[5]d|%s\n", 1, 2)
	fmt.Printf("%v %s %d %v %v %t\n", fmter(1), fmter(2), []any{1, "a"}, struct{}{}, panicker{}, "x")
	fmt.Printf("%+8.3d|%#x|%v|%v|%p\n", fmter(3), fmter(4), &v.A != nil, &struct{ X, Y int }{1, 2}, nil)
	fmt.Printf("%v %v %.3v %6.2f%% %x %X\n", 1+2i, []string{"a"}, 3.14159, 99.5, -1, "hi")
	var a, b int
	var c string
	n, err := fmt.Sscanf("10-20 word", "%d-%x %s", &a, &b, &c)
	fmt.Println(n, err, a, b, c)
	n, err = fmt.Sscan("1 x", &a, &b)
	fmt.Println(n, err, fmt.Sprint("a", 1, 2, "b", "c", 3.0), fmt.Sprintln("x", 1))
	bb := bytes.NewBufferString("line one\nline two\nlast")
	l, err := bb.ReadString('\n')
	fmt.Printf("%q %v %q %d\n", l, err, bb.Next(4), bb.Len())
	fmt.Println(bytes.Equal([]byte("a"), []byte("a")), bytes.Fields([]byte(" a b ")), bytes.Title([]byte("x")), bytes.IndexByte([]byte("abc"), 'c'), bytes.ContainsAny([]byte("x"), "xyz"))
	sc := bufio.NewScanner(strings.NewReader("one two  three"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(sc.Text(), ";")
	}
	br := bufio.NewReaderSize(strings.NewReader("peek at this line that is long\nnext"), 16)
	pk, _ := br.Peek(4)
	ln, isP, err := br.ReadLine()
	fmt.Println(string(pk), string(ln), isP, err, br.Buffered())
	pr, pw := io.Pipe()
	go func() { fmt.Fprint(pw, "piped"); pw.CloseWithError(errors.New("closed with")) }()
	all, err := io.ReadAll(io.TeeReader(io.LimitReader(pr, 100), io.Discard))
	fmt.Println(string(all), err)
	w := bufio.NewWriter(io.MultiWriter(os.Stdout, &sb))
	fmt.Fprintf(w, "%v\n", io.NewSectionReader(strings.NewReader("0123456789"), 2, 5).Size())
	w.Flush()
	_, err = io.ReadFull(strings.NewReader("ab"), make([]byte, 3))
	_, err2 := io.CopyN(io.Discard, strings.NewReader("ab"), 5)
	fmt.Println(err, err2, errors.Is(err, io.ErrUnexpectedEOF))
}
