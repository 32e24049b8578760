// uses: mime, mime/multipart, mime/quotedprintable, net/mail, net/textproto
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"strings"
)

func main() {
	fmt.Println(mime.ParseMediaType(`text/html; charset="utf-8"; name*=UTF-8''%e2%82%ac.txt`))
	fmt.Println(mime.ParseMediaType("bad/"))
	fmt.Println(mime.FormatMediaType("attachment", map[string]string{"filename": "fancy \"x\" ü", "a": "b"}), mime.TypeByExtension(".html"))
	e := mime.QEncoding.Encode("utf-8", "¡Hola, señor!") + " " + mime.BEncoding.Encode("UTF-8", "héllo")
	d, err := new(mime.WordDecoder).DecodeHeader(e)
	fmt.Println(e, d, err)
	fmt.Println(mime.AddExtensionType(".t", "text/t; charset=x"), mime.TypeByExtension(".t"))

	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.SetBoundary("BOUNDARY")
	w.WriteField("name", "value")
	f, _ := w.CreateFormFile("file", "a \"b\".txt")
	io.WriteString(f, "file contents\r\nline two")
	p, _ := w.CreatePart(textproto.MIMEHeader{"Content-Transfer-Encoding": {"quoted-printable"}, "X": {"1", "2"}})
	io.WriteString(p, "caf=C3=A9 =\r\nsoft")
	w.Close()
	fmt.Println(strings.ReplaceAll(b.String(), "\r\n", "|"))
	r := multipart.NewReader(bytes.NewReader(b.Bytes()), "BOUNDARY")
	for {
		part, err := r.NextPart()
		if err != nil {
			fmt.Println(err)
			break
		}
		body, err := io.ReadAll(part)
		fmt.Printf("%q %q %q %v\n", part.FormName(), part.FileName(), body, err)
	}
	form, err := multipart.NewReader(strings.NewReader(strings.Split(b.String(), "--BOUNDARY\r\nContent-Transfer")[0]+"--BOUNDARY--"), "BOUNDARY").ReadForm(1 << 20)
	fmt.Println(form.Value, form.File["file"][0].Size, err)

	qw := quotedprintable.NewWriter(os.Stdout)
	io.WriteString(qw, strings.Repeat("über = ", 15)+"\nend \n")
	qw.Close()
	qr, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader("a=3Db=\r\nc =\n=E2=82=AC bad=x")))
	fmt.Printf("%q %v\n", qr, err)

	m, err := mail.ReadMessage(strings.NewReader("From: \"Bob, B.\" <bob@x.org>\r\nTo: a@b.c, =?utf-8?q?J=C3=B6rg?= <j@d.e>\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600\r\nSubject: folded\r\n line\r\n\r\nBody\r\n"))
	fmt.Println(err, m.Header.Get("subject"))
	fmt.Println(m.Header.Date())
	to, err := m.Header.AddressList("To")
	fmt.Println(len(to), to[1].Name, to[1], err)
	from, err := mail.ParseAddress(m.Header.Get("From"))
	fmt.Println(from, err)
	for _, bad := range []string{"", "a@", "<a@b", "x y@z", "a@b, c@d"} {
		_, err := mail.ParseAddress(bad)
		fmt.Println(err)
	}
	tp := textproto.NewReader(bufio.NewReader(strings.NewReader("220-hi\r\n220 there\r\nKey: v1\r\nkey: v2\r\n\r\n..dot\r\nline\r\n.\r\n500 no\r\n")))
	fmt.Println(tp.ReadResponse(220))
	h, err := tp.ReadMIMEHeader()
	fmt.Println(h, err)
	dot, err := tp.ReadDotLines()
	fmt.Printf("%q %v\n", dot, err)
	_, _, err = tp.ReadCodeLine(2)
	fmt.Println(err)
	fmt.Println(textproto.CanonicalMIMEHeaderKey("x-forwarded-FOR"), textproto.TrimString(" a "))
}
