// uses: expvar, flag, log, log/slog, log/syslog, testing/slogtest
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"log/syslog"
	"os"
	"strings"
	"testing/slogtest"
	"time"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, "+") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

type secret string

func (secret) LogValue() slog.Value { return slog.StringValue("REDACTED") }

func doFlag() {
	f := flag.NewFlagSet("prog", flag.ContinueOnError)
	f.SetOutput(os.Stdout)
	n := f.Int("n", 5, "number of `things`")
	b := f.Bool("b", false, "be brave")
	d := f.Duration("d", time.Second, "duration")
	var l list
	f.Var(&l, "l", "list")
	f.Func("f", "function", func(s string) error { return errors.New("no " + s) })
	fmt.Println(f.Parse(strings.Fields("-n 0x10 --b -d=1m30s -l a -l b rest -x")), *n, *b, *d, l, f.Args(), f.NFlag())
	fmt.Println(f.Parse([]string{"-n", "abc"}))
	fmt.Println(f.Parse([]string{"-f", "way"}))
	fmt.Println(f.Parse([]string{"-help"}) == flag.ErrHelp)
	f.Visit(func(f *flag.Flag) { fmt.Print(f.Name, "=", f.Value, " ") })
	fmt.Println()
}

func main() {
	doFlag()
	lg := log.New(os.Stdout, "pre: ", log.Lshortfile|log.Lmsgprefix)
	lg.Println("hello", 1)
	lg.SetFlags(0)
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		lg.Panicf("bad %d", 2)
	}()
	noTime := func(g []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey && len(g) == 0 {
			return slog.Attr{}
		}
		return a
	}
	opts := &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: noTime}
	for _, h := range []slog.Handler{slog.NewTextHandler(os.Stdout, opts), slog.NewJSONHandler(os.Stdout, opts)} {
		l := slog.New(h).With("app", "x y").WithGroup("g")
		l.Info("msg", "n", 1, "d", time.Second, "err", errors.New("e"), slog.Group("in", "k", []int{1}), "s", secret("pw"))
		l.Debug("dbg", "odd")
		l.LogAttrs(context.Background(), slog.LevelWarn+2, "custom", slog.Float64("f", 1.5), slog.Any("m", map[string]int{"a": 1}))
	}
	fmt.Println(slog.New(slog.DiscardHandler).Enabled(context.Background(), slog.LevelError))
	var buf bytes.Buffer
	err := slogtest.TestHandler(slog.NewJSONHandler(&buf, nil), func() (out []map[string]any) {
		for _, line := range bytes.Split(bytes.TrimSpace(buf.Bytes()), []byte("\n")) {
			var m map[string]any
			if err := json.Unmarshal(line, &m); err != nil {
				panic(err)
			}
			out = append(out, m)
		}
		return
	})
	fmt.Println("slogtest:", err)
	i := expvar.NewInt("hits")
	i.Add(3)
	m := expvar.NewMap("m")
	m.Add("a", 1)
	m.AddFloat("f", 2.5)
	m.Set("s", new(expvar.String))
	expvar.Publish("fn", expvar.Func(func() any { return []int{1, 2} }))
	expvar.Do(func(kv expvar.KeyValue) {
		if kv.Key != "memstats" && kv.Key != "cmdline" {
			fmt.Println(kv.Key, kv.Value)
		}
	})
	fmt.Println(syslog.LOG_ERR|syslog.LOG_LOCAL3, syslog.LOG_DEBUG)
	_, err = syslog.Dial("nonet", "nowhere", syslog.LOG_INFO, "tag")
	fmt.Println(err)
	log.SetOutput(os.Stdout)
	log.SetFlags(0)
	slog.Info("through log", "a", 1)
	log.Fatalln("fatal")
}
