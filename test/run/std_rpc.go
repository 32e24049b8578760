// uses: net/rpc, net/rpc/jsonrpc, net/smtp
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/rpc"
	"net/rpc/jsonrpc"
	"net/smtp"
	"strings"
)

type Args struct{ A, B int }
type Arith int

func (t *Arith) Multiply(args *Args, reply *int) error { *reply = args.A * args.B; return nil }
func (t *Arith) Divide(args *Args, reply *float64) error {
	if args.B == 0 {
		return errors.New("divide by zero")
	}
	*reply = float64(args.A) / float64(args.B)
	return nil
}
func (t *Arith) hidden(a *Args, r *int) error { return nil }

func calls(c *rpc.Client) {
	var n int
	fmt.Println(c.Call("Arith.Multiply", &Args{6, 7}, &n), n)
	var f float64
	fmt.Println(c.Call("Arith.Divide", &Args{6, 0}, &f))
	var pending []*rpc.Call
	for i := range 10 {
		pending = append(pending, c.Go("Arith.Divide", &Args{i, 4}, new(float64), nil))
	}
	for _, p := range pending {
		r := <-p.Done
		fmt.Print(*r.Reply.(*float64), " ", r.Error, "; ")
	}
	fmt.Println(c.Call("Arith.Nope", 1, &n))
	fmt.Println(c.Close(), c.Call("Arith.Multiply", &Args{}, &n))
}

func serveSMTP(c net.Conn, log chan<- string) {
	r := bufio.NewReader(c)
	say := func(s string) { fmt.Fprintf(c, "%s\r\n", s) }
	say("220 test ready")
	data := false
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		line = strings.TrimRight(line, "\r\n")
		log <- line
		switch {
		case data:
			if line == "." {
				data = false
				say("250 queued")
			}
		case strings.HasPrefix(line, "EHLO"):
			say("250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN")
		case strings.HasPrefix(line, "AUTH"):
			say("235 fine")
		case strings.HasPrefix(line, "RCPT TO:<bad"):
			say("550 unknown")
		case line == "DATA":
			data = true
			say("354 go on")
		case line == "QUIT":
			say("221 bye")
		default:
			say("250 ok")
		}
	}
	close(log)
}

func main() {
	srv := rpc.NewServer()
	fmt.Println(srv.Register(new(Arith)))
	a, b := net.Pipe()
	go srv.ServeConn(a)
	calls(rpc.NewClient(b))
	a, b = net.Pipe()
	go srv.ServeCodec(jsonrpc.NewServerCodec(a))
	calls(jsonrpc.NewClient(b))

	a, b = net.Pipe()
	log := make(chan string, 100)
	go serveSMTP(a, log)
	c, err := smtp.NewClient(b, "localhost")
	fmt.Println(err, c.Hello("me"))
	ok, params := c.Extension("AUTH")
	fmt.Println(ok, params, c.Auth(smtp.PlainAuth("", "user", "pw", "localhost")))
	fmt.Println(c.Mail("from@x"), c.Rcpt("bad@y"), c.Rcpt("to@y"))
	w, err := c.Data()
	fmt.Fprintf(w, "Subject: x\n\n.dot\nend")
	fmt.Println(err, w.Close(), c.Quit())
	b.Close()
	for l := range log {
		fmt.Println("C:", l)
	}
	_, _, err = smtp.PlainAuth("", "u", "p", "other").Start(&smtp.ServerInfo{Name: "evil", TLS: true})
	fmt.Println(err)
}
