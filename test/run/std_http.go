// uses: net/http, net/http/httptest, net/http/cookiejar, net/http/httptrace, net/http/httputil, net/http/cgi, net/http/fcgi, net/http/pprof
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/cookiejar"
	"net/http/fcgi"
	"net/http/httptest"
	"net/http/httptrace"
	"net/http/httputil"
	"net/http/pprof"
	"net/url"
	"strings"
	"testing/fstest"
	"time"
)

// listener hands out one end of pipes.
type listener struct {
	conns chan net.Conn
	done  chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l *listener) Close() error   { close(l.done); return nil }
func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }
func (l *listener) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	a, b := net.Pipe()
	l.conns <- a
	return b, nil
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: r.PathValue("name"), Path: "/", HttpOnly: true})
		fmt.Fprintf(w, "hello %s %q", r.PathValue("name"), r.FormValue("q"))
	})
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("seen")
		b, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Cookie", fmt.Sprint(c, err))
		w.WriteHeader(http.StatusTeapot)
		for i := range 3 {
			fmt.Fprintf(w, "%d %s\n", i, b)
			w.(http.Flusher).Flush()
		}
	})
	mux.Handle("/old/", http.RedirectHandler("/hello/redirected?q=1", http.StatusFound))
	mux.Handle("/files/", http.StripPrefix("/files/", http.FileServerFS(fstest.MapFS{"a.txt": {Data: []byte("file a"), ModTime: time.Unix(1e9, 0)}})))
	mux.HandleFunc("/cmdline", pprof.Cmdline)
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })

	l := &listener{make(chan net.Conn), make(chan struct{})}
	srv := &http.Server{Handler: mux}
	go srv.Serve(l)
	jar, _ := cookiejar.New(nil)
	tr := &http.Transport{DialContext: l.dial}
	client := &http.Client{Transport: tr, Jar: jar}
	get := func(method, u, body string) {
		dials := 0
		ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
			if !i.Reused {
				dials++
			}
		}})
		req, err := http.NewRequestWithContext(ctx, method, "http://test.example"+u, strings.NewReader(body))
		if err != nil {
			fmt.Println(err)
			return
		}
		res, err := client.Do(req)
		if err != nil {
			fmt.Println("error:", err)
			return
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		fmt.Printf("%s %s: %s %v %d %q %v %s\n", method, u, res.Status, res.TransferEncoding, res.ContentLength, b, err, res.Header.Get("X-Cookie"))
	}
	get("GET", "/hello/bob?q=a%20b", "")
	get("POST", "/echo", "body text")
	get("GET", "/echo", "")
	get("GET", "/old/x", "")
	get("GET", "/files/a.txt", "")
	get("GET", "/files/b.txt", "")
	get("GET", "/panic", "")
	get("PUT", "/nowhere", strings.Repeat("x", 5000))
	u, _ := url.Parse("http://test.example/")
	fmt.Println(jar.Cookies(u))
	tr.CloseIdleConnections()
	fmt.Println(srv.Shutdown(context.Background()))

	rec := httptest.NewRecorder()
	req := httptest.NewRequest("GET", "/hello/rec", nil)
	mux.ServeHTTP(rec, req)
	d, err := httputil.DumpResponse(rec.Result(), true)
	fmt.Printf("%q %v\n", d, err)
	d, err = httputil.DumpRequestOut(httptest.NewRequest("POST", "http://h/x?y", strings.NewReader("b")), true)
	fmt.Printf("%q %v\n", d, err)
	rec = httptest.NewRecorder()
	http.TimeoutHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), 5*time.Millisecond, "too slow").ServeHTTP(rec, req)
	fmt.Println(rec.Code, rec.Body)
	rec = httptest.NewRecorder()
	rp := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "back"}); r.Out.Header.Set("X", "y") }, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 201, Header: http.Header{"A": {r.URL.String(), r.Header.Get("X")}}, Body: io.NopCloser(strings.NewReader("proxied"))}, nil
	})}
	rp.ServeHTTP(rec, req)
	fmt.Println(rec.Code, rec.Body, rec.Header())
	cr := httputil.NewChunkedReader(strings.NewReader("4\r\nWiki\r\n5;x=1\r\npedia\r\n0\r\n\r\n"))
	b, err := io.ReadAll(cr)
	fmt.Println(string(b), err)
	rq, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET /x HTTP/1.1\r\nHost: h\r\nA: 1\r\n\r\n")))
	fmt.Println(rq.Host, rq.URL, rq.Header, err)
	_, err = http.ReadRequest(bufio.NewReader(strings.NewReader("BAD\r\n\r\n")))
	fmt.Println(err, http.DetectContentType([]byte("<html>")), http.CanonicalHeaderKey("aB-cd"))
	cg, err := cgi.RequestFromMap(map[string]string{"REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "h", "REQUEST_URI": "/cgi?x=1", "HTTP_X_Y": "z", "REMOTE_ADDR": "1.2.3.4"})
	fmt.Println(cg.URL, cg.Header, cg.RemoteAddr, err)
	fmt.Println(fcgi.ProcessEnv(req), fcgi.ErrConnClosed)
	var buf bytes.Buffer
	fmt.Println(req.Write(&buf), buf.Len(), http.StatusText(451))
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
