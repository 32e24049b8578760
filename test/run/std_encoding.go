// uses: encoding/ascii85, encoding/asn1, encoding/base32, encoding/base64, encoding/binary, encoding/csv, encoding/hex, encoding/pem, encoding
package main

import (
	"bytes"
	"encoding"
	"encoding/ascii85"
	"encoding/asn1"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/netip"
	"os"
	"strings"
	"time"
)

type record struct {
	A int
	B string `asn1:"utf8"`
	C []int  `asn1:"set"`
	D time.Time
	E asn1.ObjectIdentifier
	F *big.Int
	G asn1.BitString
	H int `asn1:"optional,explicit,default:5,tag:3"`
}

type packed struct {
	A uint8
	B int16
	C [3]float32
	D struct{ X, Y uint32 }
}

func main() {
	data := []byte("Any carnal pleas\x00\x01\xff\xfe")
	var b bytes.Buffer
	w := ascii85.NewEncoder(&b)
	w.Write(data)
	w.Close()
	got, err := io.ReadAll(ascii85.NewDecoder(&b))
	fmt.Println(bytes.Equal(got, data), err)
	_, _, err = ascii85.Decode(make([]byte, 10), []byte("v~~~"), true)
	fmt.Println(err)
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding.Strict()} {
		s := e.EncodeToString(data)
		d, err := e.DecodeString(s)
		fmt.Println(s, bytes.Equal(d, data), err)
	}
	_, err = base64.StdEncoding.DecodeString("abc!")
	fmt.Println(err)
	s := base32.HexEncoding.WithPadding('*').EncodeToString(data)
	d, err := base32.HexEncoding.WithPadding('*').DecodeString(s)
	fmt.Println(s, bytes.Equal(d, data), err)

	in := record{-300, "Gopher ☺", []int{3, 1, 2}, time.Date(2020, 2, 29, 1, 2, 3, 0, time.UTC), asn1.ObjectIdentifier{1, 2, 840, 113549}, new(big.Int).Lsh(big.NewInt(-7), 100), asn1.BitString{Bytes: []byte{0xa0}, BitLength: 3}, 9}
	der, err := asn1.Marshal(in)
	fmt.Println(hex.EncodeToString(der), err)
	var out record
	rest, err := asn1.Unmarshal(append(der, 1, 2), &out)
	fmt.Println(out.A, out.B, out.C, out.D, out.E, out.F, out.G.At(0), out.H, rest, err)
	_, err = asn1.Unmarshal(der[:10], &out)
	fmt.Println(err)

	b.Reset()
	p := packed{1, -2, [3]float32{1.5, -2.25, 3}, struct{ X, Y uint32 }{4, 0xdeadbeef}}
	fmt.Println(binary.Write(&b, binary.BigEndian, &p), binary.Size(p), hex.EncodeToString(b.Bytes()))
	var q packed
	fmt.Println(binary.Read(&b, binary.BigEndian, &q), q == p)
	v := binary.AppendUvarint(binary.AppendVarint(nil, -12345), 1<<40)
	x, n := binary.Varint(v)
	y, m := binary.Uvarint(v[n:])
	fmt.Println(x, n, y, m, binary.LittleEndian.Uint64([]byte("12345678")), binary.NativeEndian.Uint16([]byte{1, 0}))

	r := csv.NewReader(strings.NewReader("a,b,c\n\"x \"\"quoted\"\"\",\"multi\nline\", sp\n# comment\n1,2\n"))
	r.Comment = '#'
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		line, col := r.FieldPos(0)
		fmt.Printf("%q %v %d:%d\n", rec, err, line, col)
	}
	cw := csv.NewWriter(os.Stdout)
	cw.WriteAll([][]string{{"a b", "c,d", `e"f`}, {"", "g\nh", " i"}})
	block, rest := pem.Decode([]byte("junk\n-----BEGIN TEST-----\nKey: value\n\nAAECAwQ=\n-----END TEST-----\nrest"))
	fmt.Println(block.Type, block.Headers, block.Bytes, string(rest))
	pem.Encode(os.Stdout, &pem.Block{Type: "X", Headers: map[string]string{"b": "2", "a": "1"}, Bytes: data})
	var tm encoding.TextMarshaler = netip.MustParseAddr("::1")
	t, err := tm.MarshalText()
	fmt.Println(string(t), err)
	hd := hex.Dumper(os.Stdout)
	hd.Write(data)
	hd.Close()
}
