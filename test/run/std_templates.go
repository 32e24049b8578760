// uses: html, html/template, text/template, text/template/parse
package main

import (
	"errors"
	"fmt"
	"html"
	htmpl "html/template"
	"os"
	"strings"
	"text/template"
	"text/template/parse"
)

type page struct {
	Title string
	Items []item
	M     map[string]int
	F     func(int) int
}
type item struct {
	Name  string
	Price float64
}

func (i item) Cheap() bool                  { return i.Price < 10 }
func (i *item) Fail(s string) (int, error) { return 0, errors.New("failed: " + s) }

const text = `{{define "row"}}{{printf "%-8s|%6.2f" .Name .Price}}{{if .Cheap}} cheap{{else if gt .Price 50.0}} dear{{else}} ok{{end}}
{{end}}{{with $t := .Title}}<{{$t | upper | printf "%q"}}>{{end}}
{{- /* comment */ -}}
{{range $i, $e := .Items}}{{if eq $i 3}}{{break}}{{end}}{{$i}}: {{template "row" $e}}{{else}}none{{end}}
{{range $k, $v := .M}}{{$k}}={{$v}} {{end}}{{len .M}} {{index .M "b"}} {{slice .Title 1 3}} {{call .F 20}} {{and 1 0}} {{or "" "x"}} {{not true}}
{{range 3}}{{.}}{{end}} {{block "b" .Title}}block {{.}}{{end}} {{html "<&>"}} {{js "it's"}} {{urlquery "a b&c"}} {{eq 1 2 1}} {{print nil 1 "a" "b" 2 3}}
`

const web = `<a href="/search?q={{.Q}}&x={{.X}}" title='{{.Q}}' onclick="f({{.J}})" style="color: {{.C}}">{{.Q}}</a>
<script>var x = {{.J}}, s = "{{.Q}}";</script><a href="{{.U}}">{{.H}}</a><!-- {{.Q}} --><textarea>{{.Q}}</textarea>
`

func main() {
	p := page{"hello world", []item{{"tea", 3.5}, {"lamp", 25}, {"desk", 250}, {"never", 0}}, map[string]int{"b": 2, "a": 1}, func(i int) int { return i * 2 }}
	t := template.Must(template.New("t").Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(text))
	fmt.Println(t.Execute(os.Stdout, p))
	fmt.Println(len(t.Templates()), t.Lookup("row") != nil)
	for _, bad := range []string{"{{", "{{.X", "{{if}}{{end}}", "{{nofunc}}", "{{range .}}", "{{end}}", "{{$x}}", "{{.Title.X}}", "{{.Nope}}", "{{index .M 1}}", "{{(index .Items 0).Fail \"x\"}}", "{{template \"zz\"}}", "{{index .Items 9}}", "{{1 | 2}}"} {
		t, err := template.New("bad").Parse(bad)
		if err == nil {
			err = t.Execute(&strings.Builder{}, &p)
		}
		fmt.Println(err)
	}
	missing := template.Must(template.New("m").Option("missingkey=error").Parse("{{.x}}"))
	fmt.Println(missing.Execute(os.Stdout, map[string]int{}))
	h := htmpl.Must(htmpl.New("h").Parse(web))
	fmt.Println(h.Execute(os.Stdout, map[string]any{"Q": `<b>"it's" & more</b>`, "X": 5, "J": map[string]any{"a": []int{1, 2}, "b": "</script>"}, "C": "expression(x)", "U": "javascript:alert(1)", "H": htmpl.HTML("<i>raw</i>")}))
	_, err := htmpl.Must(htmpl.New("e").Parse(`<a href="{{if .}}x"{{end}}>`)).New("").Parse("x")
	fmt.Println(err)
	fmt.Println(htmpl.Must(htmpl.New("e").Parse(`<a href="{{if .}}x"{{end}}>`)).Execute(os.Stdout, 1))
	fmt.Println(html.EscapeString(`<a href="x">'&'</a>`), html.UnescapeString("&lt;&eacute;&#x263a;&notit;&amp;&nbsp;&copy"))
	trees, err := parse.Parse("name", "a{{if .X}}b{{- end}}{{range $i := .Y}}{{.}}{{end}}", "", "", map[string]any{})
	fmt.Println(trees["name"].Root, err)
	for _, n := range trees["name"].Root.Nodes {
		fmt.Print(n.Type(), " ", n.Position(), "; ")
	}
	fmt.Println(parse.IsEmptyTree(trees["name"].Root))
}
