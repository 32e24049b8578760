// uses: index/suffixarray, regexp, regexp/syntax, text/scanner, text/tabwriter
package main

import (
	"bytes"
	"fmt"
	"index/suffixarray"
	"os"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"text/scanner"
	"text/tabwriter"
)

func main() {
	text := strings.Repeat("banana bandana ", 20)
	ix := suffixarray.New([]byte(text))
	off := ix.Lookup([]byte("ana"), -1)
	slices.Sort(off)
	fmt.Println(len(off), off[:5], ix.FindAllIndex(regexp.MustCompile("ban[ad]"), 3) != nil)
	var b bytes.Buffer
	fmt.Println(ix.Write(&b))
	var ix2 suffixarray.Index
	fmt.Println(ix2.Read(&b), len(ix2.Lookup([]byte("nd"), -1)))

	re := regexp.MustCompile(`(?i)(?P<user>[a-z0-9._]+)@(?P<host>(?:[a-z]+\.)+[a-z]{2,3})`)
	s := "mail Bob.Smith@Example.co.uk, and x@y.org; not z@q"
	fmt.Println(re.FindAllString(s, -1), re.SubexpNames(), re.NumSubexp(), re.FindStringSubmatchIndex(s))
	fmt.Println(re.ReplaceAllString(s, "<$host:${user}>"))
	fmt.Println(re.ReplaceAllStringFunc(s, strings.ToUpper))
	fmt.Println(regexp.MustCompile(`a*?`).ReplaceAllString("baaac", "x"), regexp.MustCompile(`\s*[,;]\s*`).Split("a , b;c,d", 3))
	fmt.Println(regexp.MustCompile(`^(a+)+$`).MatchString(strings.Repeat("a", 5000)+"b"), regexp.MustCompilePOSIX(`a+|a+b`).FindString("aab"))
	fmt.Println(regexp.MustCompile(`(?m)^\w+`).FindAllStringIndex("ab cd\nef\n\ngh", -1), regexp.QuoteMeta("a.b[c]"), regexp.MustCompile(`\p{Greek}+`).FindString("abc αβγ"))
	for _, bad := range []string{"a(b", "[z-a]", "a**", "(?P<n>x)(?P<n>y)", "\\8", "x{1001}", "(?<n"} {
		_, err := regexp.Compile(bad)
		fmt.Println(err)
	}
	p, err := syntax.Parse(`(?s)a(b|c)*d{2,3}[^x-z]`, syntax.Perl)
	fmt.Println(p, err, p.Op, p.MaxCap())
	prog, err := syntax.Compile(p.Simplify())
	fmt.Println(prog, err)

	w := tabwriter.NewWriter(os.Stdout, 5, 0, 2, '.', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(w, "a\tbbb\tc")
	fmt.Fprintln(w, "aaaa\tb\tccccc")
	fmt.Fprintln(w, "☺☺\t\tlong cell here\t")
	w.Flush()
	w.Init(os.Stdout, 0, 8, 1, '\t', 0)
	fmt.Fprint(w, "x\ty\n\nlonger than tab\tz\n")
	w.Flush()

	var sc scanner.Scanner
	sc.Init(strings.NewReader("if a > 10.5e3 { /* c */ s = \"x\\n\" + 'y' // end\n}\x00 `raw`"))
	sc.Filename = "f"
	sc.Mode ^= scanner.SkipComments
	sc.Error = func(s *scanner.Scanner, msg string) { fmt.Println("error:", msg, s.Pos()) }
	for t := sc.Scan(); t != scanner.EOF; t = sc.Scan() {
		fmt.Print(sc.Position, " ", scanner.TokenString(t), " ", sc.TokenText(), "; ")
	}
	fmt.Println(sc.ErrorCount)
}
