// uses: testing, testing/cryptotest, testing/fstest, testing/iotest, testing/quick, testing/synctest
package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/cryptotest"
	"testing/fstest"
	"testing/iotest"
	"testing/quick"
	"testing/synctest"
	"time"
)

var sink any

// Main ends with os.Exit.
func tests() {
	testing.Main(func(pat, str string) (bool, error) { return true, nil }, []testing.InternalTest{
		{Name: "TestPass", F: func(t *testing.T) {
			order := []string{}
			t.Cleanup(func() { fmt.Println(order) })
			for _, n := range []string{"a b", "a b", "c/d"} {
				t.Run(n, func(t *testing.T) { order = append(order, t.Name()) })
			}
			t.Setenv("X", "1")
			fmt.Println(len(t.TempDir()) > 0, t.Failed(), t.Context().Err())
		}},
		{Name: "TestSync", F: func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				n := 0
				for i := range 3 {
					go func() { time.Sleep(time.Duration(i) * time.Hour); n++ }()
				}
				time.Sleep(90 * time.Minute)
				synctest.Wait()
				fmt.Println(n, time.Since(start))
				time.Sleep(time.Hour)
				synctest.Wait()
				fmt.Println(n, time.Since(start), start.UTC())
			})
		}},
		{Name: "TestCrypto", F: func(t *testing.T) {
			defer func() { fmt.Println(recover()) }()
			cryptotest.SetGlobalRandom(t, 42)
			b := make([]byte, 16)
			rand.Read(b)
			fmt.Printf("%x\n", b)
		}},
		{Name: "TestSkip", F: func(t *testing.T) {
			defer func() { fmt.Println("skipped", t.Skipped()) }()
			t.Skip("no")
		}},
		{Name: "TestParallel", F: func(t *testing.T) {
			ch := make(chan int, 4)
			t.Run("group", func(t *testing.T) {
				for i := range 4 {
					t.Run(fmt.Sprint(i), func(t *testing.T) { t.Parallel(); ch <- i })
				}
			})
			s := 0
			for range 4 {
				s += <-ch
			}
			fmt.Println("sum", s)
		}},
	}, nil, nil)
}

func main() {
	fmt.Println(testing.AllocsPerRun(100, func() { sink = make([]byte, 100) }), testing.AllocsPerRun(100, func() { _ = make([]byte, 10) }))
	r := testing.BenchmarkResult{N: 1000, T: time.Second, Bytes: 8, MemAllocs: 2000, MemBytes: 16000}
	fmt.Println(r, r.MemString(), testing.CoverMode() == "", testing.Testing())
	fsys := fstest.MapFS{"a/b.txt": {Data: []byte("hi")}, "c": {Data: []byte("x"), Mode: 0o600}, "d": {Mode: fs.ModeDir}}
	fmt.Println(fstest.TestFS(fsys, "a/b.txt", "c"))
	fmt.Println(fstest.TestFS(fsys, "zz") != nil)
	src := strings.Repeat("data ", 10)
	for _, rd := range []io.Reader{iotest.OneByteReader(strings.NewReader(src)), iotest.HalfReader(strings.NewReader(src)), iotest.DataErrReader(strings.NewReader(src)), iotest.TimeoutReader(strings.NewReader(src)), iotest.ErrReader(errors.New("boom"))} {
		b, err := io.ReadAll(rd)
		fmt.Println(len(b), err)
	}
	var tb bytes.Buffer
	n, err := io.WriteString(iotest.TruncateWriter(&tb, 7), src)
	fmt.Println(n, err, tb.String(), iotest.TestReader(strings.NewReader(src), []byte(src)))
	err = quick.Check(func(a, b int32, s string, m map[uint8]bool) bool { return a+b == b+a && len(s)+len(m) >= 0 }, nil)
	fmt.Println(err)
	err = quick.Check(func(x uint8) bool { return x < 200 }, &quick.Config{MaxCount: 5000})
	var ce *quick.CheckError
	fmt.Println(errors.As(err, &ce))
	fmt.Println(quick.CheckEqual(func(a int64) int64 { return a * 2 }, func(a int64) int64 { return a << 1 }, nil))
	tests()
}
