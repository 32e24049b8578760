// uses: encoding/gob, encoding/json, encoding/xml, math/big, os, strings
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"time"
)

type Shape interface{ Area() float64 }
type Square struct{ Side float64 }
type Circle struct{ R float64 }

func (s Square) Area() float64  { return s.Side * s.Side }
func (c *Circle) Area() float64 { return 3 * c.R * c.R }

type Temp float64

func (t Temp) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, `"%.1f°C"`, float64(t)), nil }
func (t *Temp) UnmarshalJSON(b []byte) error {
	_, err := fmt.Sscanf(string(b), `"%f°C"`, (*float64)(t))
	return err
}

type Base struct {
	ID   int    `json:"id" xml:"id,attr"`
	Note string `json:"note,omitempty" xml:"note,omitempty"`
}
type Doc struct {
	XMLName xml.Name `json:"-" xml:"doc"`
	Base
	Name   string            `json:"name" xml:"name"`
	Tags   []string          `json:"tags" xml:"tags>tag"`
	M      map[string]int    `json:"m" xml:"-"`
	T      Temp              `json:"t" xml:"t"`
	When   time.Time         `json:"when" xml:"when"`
	Any    any               `json:"any" xml:"-"`
	Raw    json.RawMessage   `json:"raw" xml:"-"`
	P      *Doc              `json:"p,omitempty" xml:"p"`
	Big    *big.Int          `json:"big" xml:"big"`
	B      []byte            `json:"b" xml:"b"`
	F      float64           `json:"f,string" xml:"f"`
	Kinds  map[int8]struct{} `json:"kinds" xml:"-"`
	hidden int
}

func doGob(d Doc) {
	gob.Register(Square{})
	gob.Register(&Circle{})
	var b bytes.Buffer
	enc := gob.NewEncoder(&b)
	for _, v := range []any{[]Shape{Square{2}, &Circle{1}}, map[string][]int{"a": {1, 2}}, complex(1, -2)} {
		if err := enc.Encode(v); err != nil {
			fmt.Println(err)
		}
	}
	dec := gob.NewDecoder(&b)
	var s []Shape
	var m map[string][]int
	var c complex128
	fmt.Println(dec.Decode(&s), dec.Decode(&m), dec.Decode(&c))
	fmt.Printf("%T %v %T %v %v %v\n", s[0], s[0].Area(), s[1], s[1].Area(), m, c)
	fmt.Println(gob.NewEncoder(&b).Encode(make(chan int)))
	fmt.Println(dec.Decode(&c))
	b.Reset()
	gob.NewEncoder(&b).Encode(struct{ Name string }{"x"})
	fmt.Println(gob.NewDecoder(&b).Decode(&struct{ Name int }{}))
}

func main() {
	d := Doc{Base: Base{7, ""}, Name: "a <b> & \u2028 \xff", Tags: []string{"x", "y"}, M: map[string]int{"z": 1, "a": 2}, T: 36.6, When: time.Date(2024, 2, 3, 4, 5, 6, 7, time.UTC),
		Any: []any{nil, 1.5, "s", map[string]any{"k": true}}, Raw: json.RawMessage(`{"raw":[1 , 2]}`), Big: new(big.Int).Exp(big.NewInt(3), big.NewInt(80), nil), B: []byte("bytes"), F: 1e21, Kinds: map[int8]struct{}{-3: {}}}
	d.P = &Doc{Name: "child"}
	j, err := json.MarshalIndent(d, "", " ")
	fmt.Println(string(j), err)
	var back Doc
	err = json.Unmarshal(j, &back)
	fmt.Println(err, back.ID, back.Name, back.Tags, back.M, back.T, back.When, back.Any, string(back.Raw), back.P.Name, back.Big, string(back.B), back.F, back.Kinds)
	for _, bad := range []string{`{"id":"x"}`, `{"id":1`, `[1]`, `{"when":"yesterday"}`, `{"id":99999999999999999999}`, `{"tags":[1]}`, "{\"name\":\"\x01\"}", `nul`} {
		var v Doc
		err := json.Unmarshal([]byte(bad), &v)
		var ute *json.UnmarshalTypeError
		fmt.Printf("%v | %T %v\n", err, err, errors.As(err, &ute))
	}
	dec := json.NewDecoder(strings.NewReader(`{"a":[1,2,{"b":null}]} {"c":12345678901234567890}`))
	dec.UseNumber()
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			break
		}
		fmt.Printf("%T:%v ", t, t)
	}
	fmt.Println()
	strict := json.NewDecoder(strings.NewReader(`{"nope":1}`))
	strict.DisallowUnknownFields()
	fmt.Println(strict.Decode(&Doc{}))
	_, err = json.Marshal(map[string]any{"f": func() {}})
	fmt.Println(err)
	var c bytes.Buffer
	fmt.Println(json.Compact(&c, []byte("{ \"a\" : [ 1, 2 ] }")), c.String(), json.Valid([]byte("{]")))

	x, err := xml.MarshalIndent(d, "", " ")
	fmt.Println(string(x), err)
	var dx Doc
	fmt.Println(xml.Unmarshal([]byte(strings.Replace(string(x), "�", "", 1)), &dx), dx.ID, dx.Name, dx.Tags, dx.T, dx.When, dx.P != nil, dx.Big)
	fmt.Println(xml.Unmarshal([]byte("<doc><name>x</nam></doc>"), &dx))
	xd := xml.NewDecoder(strings.NewReader(`<?xml version="1.0"?><a xmlns:n="urn:n" n:x="1"><!-- c --><b/>text &amp; more<![CDATA[<raw>]]></a>`))
	for {
		t, err := xd.Token()
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Printf("%T %v\n", t, t)
	}
	xml.EscapeText(os.Stdout, []byte("a<b>\"c\"\n"))
	fmt.Println()
	doGob(d)
}
